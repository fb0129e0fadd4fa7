"""How an unsaved change looks: what goes is struck, what comes is underlined and bold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from klimaeditor.diff.changed import ChangeKind
from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.history import changes_model
from ui.history.changes_model import ChangeSide, ChangesRow, lines_of
from ui.theme import Scheme, Tokens, Tone
from ui.widgets.painting import (
    Ink,
    badge_size,
    paint_badge,
    paint_icon,
    paint_line,
    paint_lines,
    sized,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ui.widgets.row_table import Inks


# --- How an unsaved change looks: what goes is struck, what comes underlined and bold -------------

_PADDING, _TOP, _GAP, _ICON = 12, 7, 3, 14  # logical pixels at 100 %
_BADGES = {
    ChangeKind.ADDED: ("plus", Tone.GOOD),
    ChangeKind.REMOVED: ("minus", Tone.ERROR),
    ChangeKind.MOVED: ("replace", Tone.INFO),
    ChangeKind.CHANGED: ("pencil", Tone.NEUTRAL),
}


@dataclass(frozen=True, slots=True)
class ChangeLook:
    """What the layout of a row depends on."""

    font: QFont
    tokens: Tokens
    width: int

    @property
    def bold(self) -> QFont:
        """The font of names."""
        return sized(self.font, 1.0, bold=True)

    @property
    def room(self) -> int:
        """The width of a value."""
        px = self.tokens.px
        return max(40, self.width - px(2 * _PADDING) - px(_ICON + 6))


def row_height(row: ChangesRow, look: ChangeLook) -> int:
    """Return the height a row needs."""
    px, line = look.tokens.px, QFontMetrics(look.bold).lineSpacing()
    if row.change is None:
        return (1 if row.changes else 2) * line + px(2 * _TOP)
    head = max(line, _badge(row, look).height())
    values = [round(text_layout(found, look).boundingRect().height()) for found in _lines(row)]
    return head + sum(height + px(_GAP) for height in values) + px(2 * _TOP)


def text_layout(line: ChangeSide, look: ChangeLook) -> QTextLayout:
    """Return a value broken into lines, with what has changed marked in three ways."""
    layout = QTextLayout(line.text, look.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(line, look.tokens))
    layout.beginLayout()
    y = 0.0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(look.room)
        row.setPosition(QPointF(0, y))
        y += row.height()
    layout.endLayout()
    return layout


def _formats(line: ChangeSide, tokens: Tokens) -> list[QTextLayout.FormatRange]:
    mark = QTextCharFormat()
    if line.comes:
        mark.setFontUnderline(True)
        mark.setFontWeight(QFont.Weight.DemiBold)
    else:
        mark.setFontStrikeOut(True)
    if tokens.scheme is not Scheme.CONTRAST:
        ink, ground = tokens.tone(Tone.GOOD if line.comes else Tone.ERROR)
        mark.setForeground(ink)
        mark.setBackground(ground)
    found, at = [], 0
    for part in line.parts:
        length = len(part.text.encode("utf-16-le")) // 2  # as Qt counts
        if part.marked:
            marked = QTextLayout.FormatRange()
            marked.start, marked.length, marked.format = at, length, mark
            found.append(marked)
        at += length
    return found


def _lines(row: ChangesRow) -> tuple[ChangeSide, ...]:
    return () if row.change is None else lines_of(row.change)


def _badge(row: ChangesRow, look: ChangeLook) -> QSize:
    change = row.change
    if change is None or change.path:
        return QSize(0, 0)
    return badge_size(changes_model.kind(change.kind), look.font, look.tokens)


def paint_row(painter: QPainter, option: QStyleOptionViewItem, row: ChangesRow, inks: Inks) -> None:
    """Paint a title, a change or the remark that there are more."""
    look = look_of(option, option.rect.width())
    px = look.tokens.px
    room: QRect = option.rect.adjusted(px(_PADDING), px(_TOP), -px(_PADDING), -px(_TOP))
    if row.change is None and row.changes:
        paint_line(painter, room, row.title, Ink(look.bold, inks.text))
    elif row.change is None:
        paint_lines(painter, room, row.title, Ink(look.font, inks.muted), 2)
    else:
        _paint_change(painter, room, row, look, inks)


def look_of(option: QStyleOptionViewItem, width: int) -> ChangeLook:
    """Return what the layout of rows of that width depends on."""
    return ChangeLook(option.widget.font(), theme.current(), width)


def _paint_change(
    painter: QPainter, room: QRect, row: ChangesRow, look: ChangeLook, inks: Inks
) -> None:
    change, px = row.change, look.tokens.px
    if change is None:
        return
    badge, small = _badge(row, look), sized(look.font, 0.93)
    height = max(QFontMetrics(look.bold).lineSpacing(), badge.height())
    time = QFontMetrics(small).horizontalAdvance(row.time) + (px(8) if row.time else 0)
    right = QRect(room.right() + 1 - time, room.y(), time, height)
    paint_line(painter, right.adjusted(px(8), 0, 0, 0), row.time, Ink(small, inks.muted))
    head = QRect(room.x(), room.y(), room.width() - badge.width() - time, height)
    paint_line(painter, head, change.label, Ink(look.bold, inks.text))
    if not badge.isEmpty():
        mark = (changes_model.kind(change.kind), *_BADGES[change.kind])
        name = QFontMetrics(look.bold).horizontalAdvance(change.label) + px(8)
        left = room.x() + min(name, head.width())
        paint_badge(painter, QRect(QPoint(left, room.y()), badge), mark, look.font, look.tokens)
    y = room.y() + height
    for line in lines_of(change):
        y += px(_GAP)
        y += _paint_value(painter, QPoint(room.x(), y), line, look, inks)


def _paint_value(
    painter: QPainter, at: QPoint, line: ChangeSide, look: ChangeLook, inks: Inks
) -> int:
    tokens = look.tokens
    extent = tokens.px(_ICON)
    if line.comes:  # a plus or minus might be taken for a part of the value
        plain = tokens.scheme is Scheme.CONTRAST
        ink = inks.text if plain else tokens.tone(Tone.GOOD)[0]
        middle = (QFontMetrics(look.font).lineSpacing() - extent + 1) // 2
        paint_icon(painter, at + QPoint(0, middle), "arrow-right", ink.name(), extent)
    layout = text_layout(line, look)
    painter.setPen(inks.text)
    layout.draw(painter, QPointF(at.x() + extent + tokens.px(6), at.y()))
    return round(layout.boundingRect().height())
