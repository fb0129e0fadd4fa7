"""Painting a finding: icon and word, field, message, and its fix as a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.findings import cells
from ui.models.findings import ENTRY_ROLE, Entry, FindingColumn
from ui.models.marks import severity_mark
from ui.widgets.painting import Ink, badge_size, paint_badge, paint_line, paint_lines
from ui.widgets.row_paint import Inks, paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    AnyIndex = QModelIndex | QPersistentModelIndex


class FindingDelegate(QStyledItemDelegate):
    """*fix_clicked* carries the row whose painted button was clicked."""

    fix_clicked = Signal(int)

    def __init__(self, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # the table
        self.compact = True
        self.with_title = False

    def look(self, option: QStyleOptionViewItem) -> cells.Look:
        """Return what the layout of cells depends on."""
        return cells.Look(option.widget.font(), theme.current(), self.compact, self.with_title)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the room a cell would like to have; rows are fitted by the table."""
        look = self.look(option)
        padding = 2 * look.tokens.px(cells.PADDING)
        entry = index.data(ENTRY_ROLE)
        height = cells.row_height(1, look, button=True)
        if isinstance(entry, Entry) and index.column() == FindingColumn.FIX:
            return QSize(cells.button_size(entry, look).width() + padding, height)
        return QSize(cells.badge_width(look) + padding, height)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Tell of a click on the button of a fix."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            entry = index.data(ENTRY_ROLE)
            left = event.button() == Qt.MouseButton.LeftButton
            if left and isinstance(entry, Entry) and self._has_button(index.column()):
                rect = cells.button_rect(entry, option.rect, self.look(option))
                if rect.contains(event.position().toPoint()):
                    self.fix_clicked.emit(index.row())
                    return True
        return super().editorEvent(event, model, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, Entry):
            return
        look = self.look(option)
        painter.save()
        inks = paint_ground(painter, option, index, look.tokens)
        padding = look.tokens.px(cells.PADDING)
        room: QRect = option.rect.adjusted(padding, look.tokens.px(cells.TOP), -padding, 0)
        if self.compact:
            self._paint_all(painter, room, entry, look, inks)
        else:
            self._paint_cell(painter, room, entry, FindingColumn(index.column()), (look, inks))
        if self._has_button(index.column()):
            self._paint_button(painter, cells.button_rect(entry, option.rect, look), entry, option)
        painter.restore()

    def _has_button(self, column: int) -> bool:
        return self.compact or column == FindingColumn.FIX

    def _paint_all(
        self, painter: QPainter, room: QRect, entry: Entry, look: cells.Look, inks: Inks
    ) -> None:
        tokens = look.tokens
        badge = self._paint_severity(painter, room.topLeft(), entry, look)
        name = QRect(badge.right() + tokens.px(8), badge.y(), 0, badge.height())
        name.setRight(room.right())
        paint_line(painter, name, entry.place, Ink(look.bold, inks.text))
        y = badge.bottom() + 1 + tokens.px(cells.GAP)
        if self.with_title:
            line = QRect(room.x(), y, room.width(), look.line(look.small))
            paint_line(painter, line, entry.title, Ink(look.small, inks.muted))
            y += line.height() + tokens.px(2)
        message = QRect(room.x(), y, room.width(), room.height())
        ink = Ink(look.font, inks.text)
        paint_lines(painter, message, entry.finding.message, ink, cells.MOST_LINES)

    def _paint_cell(
        self,
        painter: QPainter,
        room: QRect,
        entry: Entry,
        column: FindingColumn,
        style: tuple[cells.Look, Inks],
    ) -> None:
        look, inks = style
        if column is FindingColumn.SEVERITY:
            self._paint_severity(painter, room.topLeft(), entry, look)
        elif column is FindingColumn.PLACE:
            line = QRect(room.x(), room.y(), room.width(), look.line(look.bold))
            paint_line(painter, line, entry.place, Ink(look.bold, inks.text))
            if self.with_title:
                line.translate(0, line.height())
                paint_line(painter, line, entry.title, Ink(look.small, inks.muted))
        elif column is FindingColumn.MESSAGE:
            text = entry.finding.message
            paint_lines(painter, room, text, Ink(look.font, inks.text), cells.MOST_LINES)

    def _paint_severity(
        self, painter: QPainter, at: QPoint, entry: Entry, look: cells.Look
    ) -> QRect:
        mark = severity_mark(entry.finding.severity)
        rect = QRect(at, badge_size(mark.word, look.font, look.tokens))
        paint_badge(painter, rect, (mark.word, mark.icon, mark.tone), look.font, look.tokens)
        return rect

    def _paint_button(
        self, painter: QPainter, rect: QRect, entry: Entry, option: QStyleOptionViewItem
    ) -> None:
        if rect.isEmpty():
            return
        look = self.look(option)
        tokens = look.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("border"), 1))
        painter.setBrush(tokens.color("hover" if self._is_under_mouse(rect, option) else "panel"))
        outline = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, tokens.px(5), tokens.px(5))
        inside = rect.adjusted(tokens.px(9), 0, -tokens.px(7), 0)
        paint_line(painter, inside, entry.fix_label, Ink(look.small, tokens.color("text")))

    @staticmethod
    def _is_under_mouse(rect: QRect, option: QStyleOptionViewItem) -> bool:
        table = option.widget
        viewport = getattr(table, "viewport", None)
        if viewport is None or not viewport().underMouse():
            return False
        cursor = viewport().cursor().pos()
        return bool(rect.contains(viewport().mapFromGlobal(cursor)))
