"""Painting a measure in the list: title, category and id, words found, badges.

Columns that are hidden go into the first one: without the columns for status and findings their
badges stand under the title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from klimaeditor.search.hits import FieldHit
from ui import texts, theme
from ui.measures.hit_line import paint_hit
from ui.models.marks import Mark, findings_mark, status_mark
from ui.models.measure_list import Column, Role
from ui.models.measure_rows import MeasureRow, second_line
from ui.widgets.painting import Ink, badge_size, paint_badge, paint_line, sized
from ui.widgets.row_paint import BAR, Inks, paint_ground
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QColor

_LEFT, _TOP, _GAP = 12, 8, 3  # logical pixels at 100 %


class MeasureDelegate(QStyledItemDelegate):
    """Paints the rows; all rows are equally high, see :meth:`row_height`.

    While *searching*, rows have a line for the words found. *brief* rows leave out category and
    id, which the form shows, where badges stand under the title; while searching the words found
    take the place of the badges.
    """

    searching = False
    brief = False

    def row_height(self, table: QTableView) -> int:
        """Return the height of a row with the columns that *table* shows now."""
        return self.height_of(table, searching=self.searching, brief=self.brief)

    def height_of(self, table: QTableView, *, searching: bool = False, brief: bool = False) -> int:
        """Return the height of a row of a kind."""
        tokens = theme.current()
        font = table.font()
        height = QFontMetrics(_title_font(font)).height() + tokens.px(2 * _TOP + 2)
        if not (brief and _badges_below(table)):
            height += QFontMetrics(_small(font)).height()
        if searching:
            height += QFontMetrics(_small(font)).height() + tokens.px(2)
        if _badges_below(table) and not (searching and brief):
            height += badge_size("", font, tokens).height() + tokens.px(_GAP + 2)
        return height

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room a cell would like to have."""
        table = option.widget
        height = self.row_height(table) if isinstance(table, QTableView) else 0
        word = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        size = badge_size(word, option.font, theme.current())
        return QSize(size.width() + theme.current().px(2 * _LEFT), height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        row = index.data(Role.ROW)
        if not isinstance(row, MeasureRow):
            return
        tokens = theme.current()
        painter.save()
        _paint_also_selected(painter, option, index)
        inks = paint_ground(painter, option, index, tokens)
        table = option.widget
        padding = tokens.px(_LEFT)
        room: QRect = option.rect.adjusted(padding, 0, -padding, 0)
        font = table.font()
        if index.column() == Column.MEASURE and isinstance(table, QTableView):
            hit = index.data(Role.HIT) if self.searching else None
            self._paint_title(painter, room, row, table, inks)
            if self.searching:
                found = hit if isinstance(hit, FieldHit) else None
                paint_hit(painter, self._hit_room(room, table), found, table.font(), inks)
        elif index.column() == Column.CATEGORY:
            paint_line(painter, room, row.category, Ink(font, inks.text))
        else:
            mark = _marks(row)[index.column() - Column.STATUS]
            size = badge_size(mark.word, font, tokens)
            top = room.y() + (room.height() - size.height()) // 2
            place = QRect(room.x(), top, min(size.width(), room.width()), size.height())
            paint_badge(painter, place, (mark.word, mark.icon, mark.tone), font, tokens)
        painter.restore()

    def _paint_title(
        self,
        painter: QPainter,
        room: QRect,
        row: MeasureRow,
        table: QTableView,
        inks: Inks,
    ) -> None:
        tokens, font = theme.current(), table.font()
        title, small = _title_font(font), _small(font)
        line = QRect(room.x(), room.y() + tokens.px(_TOP), room.width(), 0)
        line.setHeight(QFontMetrics(title).height())
        paint_line(painter, line, row.title, Ink(title, inks.text))
        if not self._is_brief(table):
            line.translate(0, line.height() + tokens.px(2))
            line.setHeight(QFontMetrics(small).height())
            paint_line(painter, line, _second(row, table), Ink(small, inks.muted))
        below = self._hit_room(room, table) if self.searching else line
        x, y = room.x(), below.bottom() + 1 + tokens.px(_GAP)
        marks = [] if self.searching and self._is_brief(table) else _marks_below(row, table)
        for mark in marks:
            size = badge_size(mark.word, font, tokens)
            place = QRect(x, y, min(size.width(), room.right() + 1 - x), size.height())
            if place.width() < tokens.px(28):
                break
            paint_badge(painter, place, (mark.word, mark.icon, mark.tone), font, tokens)
            x += size.width() + tokens.px(6)

    def _is_brief(self, table: QTableView) -> bool:
        return self.brief and _badges_below(table)

    def _hit_room(self, room: QRect, table: QTableView) -> QRect:
        """Return where the words found stand: below title, category and id."""
        tokens, font = theme.current(), table.font()
        small = QFontMetrics(_small(font)).height()
        top = room.y() + tokens.px(_TOP) + QFontMetrics(_title_font(font)).height() + tokens.px(2)
        if not self._is_brief(table):
            top += small + tokens.px(2)
        return QRect(room.x(), top, room.width(), small)


def _title_font(font: QFont) -> QFont:
    return sized(font, 1.0, bold=True)


def _small(font: QFont) -> QFont:
    return sized(font, 0.95)


def _paint_also_selected(
    painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
) -> None:
    """Paint the ground of a row that is selected beside the current one."""
    table = option.widget
    if not isinstance(table, RowTable) or index.row() == table.selected_row():
        return
    if table.selectionModel().isRowSelected(index.row()):
        tokens = theme.current()
        painter.fillRect(option.rect, tokens.color("accent_bg"))
        if index.column() == Column.MEASURE:
            rect: QRect = option.rect
            painter.fillRect(rect.x(), rect.y(), tokens.px(BAR), rect.height(), _accent())


def _accent() -> QColor:
    return theme.current().color("accent")


def _marks(row: MeasureRow) -> tuple[Mark, Mark]:
    return status_mark(row.status), findings_mark(row.errors, row.warnings, row.hints)


def _badges_below(table: QTableView) -> bool:
    return table.isColumnHidden(Column.STATUS) or table.isColumnHidden(Column.FINDINGS)


def _marks_below(row: MeasureRow, table: QTableView) -> list[Mark]:
    """Return the marks whose columns are hidden."""
    columns = (Column.STATUS, Column.FINDINGS)
    marks = zip(columns, _marks(row), strict=True)
    return [mark for column, mark in marks if table.isColumnHidden(column)]


def _second(row: MeasureRow, table: QTableView) -> str:
    if table.isColumnHidden(Column.CATEGORY):
        return second_line(row)
    return row.id or texts.NO_ID
