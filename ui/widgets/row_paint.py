"""The ground of a row of a :class:`RowTable`: hover, selection, bar, mark of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ui.theme import Scheme, Tokens
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

BAR = 3  # the bar at the left of the selected row, logical pixels at 100 %
RING = 2  # the mark of the keyboard (A11Y-04)


class Inks(NamedTuple):
    """What to write a row with."""

    text: QColor
    muted: QColor


def paint_ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
    tokens: Tokens,
) -> Inks:
    """Paint the ground of one cell and return the inks that can be read on it."""
    table = option.widget
    rect: QRect = option.rect
    if not isinstance(table, RowTable):
        return Inks(tokens.color("text"), tokens.color("muted"))
    selected = index.row() == table.selected_row()
    contrast = tokens.scheme is Scheme.CONTRAST
    if selected:
        painter.fillRect(rect, tokens.color("fill" if contrast else "accent_bg"))
    elif index.row() == table.hovered:
        painter.fillRect(rect, tokens.color("hover"))
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, tokens.color("line"))
    first, last = _ends(table)
    if selected and index.column() == first:
        painter.fillRect(rect.x(), rect.y(), tokens.px(BAR), rect.height(), tokens.color("accent"))
    if table.hasFocus() and index.row() == table.currentIndex().row():
        ring = tokens.color("text" if contrast and selected else "focus")
        _paint_ring(painter, rect, ring, first=index.column() == first, last=index.column() == last)
    if selected and contrast:
        return Inks(tokens.color("on_fill"), tokens.color("on_fill"))
    return Inks(tokens.color("text"), tokens.color("muted"))


def _ends(table: RowTable) -> tuple[int, int]:
    """Return the first and the last column as they are seen."""
    header = table.horizontalHeader()
    seen = [header.logicalIndex(place) for place in range(header.count())]
    seen = [column for column in seen if not header.isSectionHidden(column)]
    return (seen[0], seen[-1]) if seen else (0, 0)


def _paint_ring(painter: QPainter, rect: QRect, color: QColor, *, first: bool, last: bool) -> None:
    painter.fillRect(rect.x(), rect.y(), rect.width(), RING, color)
    painter.fillRect(rect.x(), rect.bottom() + 1 - RING, rect.width(), RING, color)
    if first:
        painter.fillRect(rect.x(), rect.y(), RING, rect.height(), color)
    if last:
        painter.fillRect(rect.right() + 1 - RING, rect.y(), RING, rect.height(), color)
