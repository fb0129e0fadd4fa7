"""Painting a recently used dataset: name and time, path, and a cross that takes it off the list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from klimaeditor.excel.names import TAKEN_FOR_WORKBOOKS
from ui import theme
from ui.pages import texts
from ui.pages.recent_model import ENTRY_ROLE, WHEN_ROLE
from ui.settings import RecentEntry
from ui.widgets.painting import Ink, paint_icon, paint_line, sized
from ui.widgets.row_paint import Inks, paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFont

    AnyIndex = QModelIndex | QPersistentModelIndex

_SIDE, _TOP, _ICON, _CROSS = 12, 8, 20, 16  # logical pixels at 100 %


class RecentDelegate(QStyledItemDelegate):
    """*open_clicked* and *remove_clicked* carry a row."""

    open_clicked = Signal(int)
    remove_clicked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def row_height(self, table: QWidget) -> int:
        """Return the height of a row of *table*."""
        font = table.font()
        height = QFontMetrics(_bold(font)).height() + QFontMetrics(_small(font)).height()
        return height + theme.current().px(2 * _TOP + 2)

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Return the room a row would like to have."""
        return QSize(theme.current().px(240), self.row_height(option.widget))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Tell of a click on the cross or elsewhere in the row."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.LeftButton:
                on_cross = cross_rect(option.rect).contains(event.position().toPoint())
                (self.remove_clicked if on_cross else self.open_clicked).emit(index.row())
            return True
        return super().editorEvent(event, model, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one entry."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, RecentEntry):
            return
        tokens, cell = theme.current(), option.rect
        painter.save()
        inks = paint_ground(painter, option, index, tokens)
        extent, side = tokens.px(_ICON), tokens.px(_SIDE)
        at = QPoint(cell.x() + side, cell.y() + (cell.height() - extent) // 2)
        color = tokens.muted if entry.missing else tokens.accent
        paint_icon(painter, at, _icon(entry), color, extent)
        cross, small = cross_rect(cell), tokens.px(_CROSS)
        inset = (cross.width() - small) // 2
        paint_icon(painter, cross.topLeft() + QPoint(inset, inset), "x", tokens.muted, small)
        room = cell.adjusted(2 * side + extent, tokens.px(_TOP), 0, 0)
        room.setRight(cross.x() - side)
        shown = (entry, str(index.data(WHEN_ROLE)))
        _paint_lines(painter, room, shown, option.widget.font(), inks)
        painter.restore()


def cross_rect(cell: QRect) -> QRect:
    """Return where the cross of a row is."""
    tokens = theme.current()
    extent = tokens.px(_CROSS + 8)
    left = cell.right() + 1 - tokens.px(8) - extent
    return QRect(left, cell.y() + (cell.height() - extent) // 2, extent, extent)


def _paint_lines(
    painter: QPainter, room: QRect, shown: tuple[RecentEntry, str], font: QFont, inks: Inks
) -> None:
    """Write name and time of an entry, then its path; a missing one says so in a word."""
    entry, moment = shown
    tokens, bold, small = theme.current(), _bold(font), _small(font)
    taken = QFontMetrics(small).horizontalAdvance(moment) + 2
    line = QRect(room.x(), room.y(), room.width(), QFontMetrics(bold).height())
    right = QRect(line.right() + 1 - taken, line.y(), taken, line.height())
    paint_line(painter, right, moment, Ink(small, inks.muted))
    first = line.adjusted(0, 0, -taken - tokens.px(_SIDE), 0)
    color = inks.muted if entry.missing else inks.text
    paint_line(painter, first, entry.name, Ink(bold, color))
    line.translate(0, line.height() + tokens.px(2))
    line.setHeight(QFontMetrics(small).height())
    path = texts.MISSING_PATH.format(path=entry.path) if entry.missing else entry.path
    paint_line(painter, line, path, Ink(small, inks.muted), Qt.TextElideMode.ElideMiddle)


def _icon(entry: RecentEntry) -> str:
    if entry.missing:
        return "circle-x"
    workbook = Path(entry.path).suffix.lower() in TAKEN_FOR_WORKBOOKS
    return "file-spreadsheet" if workbook else "folder"


def _bold(font: QFont) -> QFont:
    return sized(font, 1.0, bold=True)


def _small(font: QFont) -> QFont:
    return sized(font, 0.95)
