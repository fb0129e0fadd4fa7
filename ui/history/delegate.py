"""How states look: an icon for where one is, a badge for what is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.history import texts
from ui.history.model import STATE_ROLE, State
from ui.theme import Tone
from ui.widgets.painting import Ink, badge_size, paint_badge, paint_icon, paint_line, sized
from ui.widgets.row_paint import paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFont

    AnyIndex = QModelIndex | QPersistentModelIndex

_PADDING, _ICON, _EXTRA = 12, 14, 14  # logical pixels at 100 %


def row_height(font: QFont) -> int:
    """Return the height of every row."""
    return QFontMetrics(font).lineSpacing() + theme.current().px(_EXTRA)


class HistoryDelegate(QStyledItemDelegate):
    """Paints one state a row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a state: the present one bold with an arrow, undone ones pale with a ring."""
        state = index.data(STATE_ROLE)
        if not isinstance(state, State):
            return
        tokens, font = theme.current(), option.widget.font()
        painter.save()
        inks = paint_ground(painter, option, index, tokens)
        ink = inks.muted if state.undone else inks.text
        room: QRect = option.rect.adjusted(tokens.px(_PADDING), 0, -tokens.px(_PADDING), 0)
        extent = tokens.px(_ICON)
        top = room.y() + (room.height() - extent) // 2
        name = "arrow-right" if state.current else "circle-dashed" if state.undone else "check"
        paint_icon(painter, QPoint(room.x(), top), name, ink.name(), extent)
        room.setLeft(room.left() + extent + tokens.px(8))
        if state.saved:
            size = badge_size(texts.SAVED, font, tokens)
            at = QPoint(
                room.right() + 1 - size.width(), room.y() + (room.height() - size.height()) // 2
            )
            mark = (texts.SAVED, "save", Tone.GOOD)
            paint_badge(painter, QRect(at, size), mark, font, tokens)
            room.setRight(at.x() - tokens.px(8))
        paint_line(painter, room, state.name, Ink(sized(font, 1.0, bold=state.current), ink))
        painter.restore()
