"""The table of measures: its columns, which of them are shown, how high its rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from ui import theme
from ui.measures import texts
from ui.measures.delegate import MeasureDelegate
from ui.models.measure_list import Column, MeasureListModel
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

_WIDTHS = {Column.CATEGORY: 190, Column.STATUS: 130, Column.FINDINGS: 120}  # at 100 %
_LEAST_TITLE = 190  # beside other columns; a narrow list is then moved sideways
_RESTYLED = frozenset(
    {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}
)


class MeasureTable(RowTable):
    """One column with everything, or further columns besides it.

    Several rows can be selected, with Shift and Ctrl as everywhere; the current one is the row
    that the form shows.
    """

    columns_changed = Signal()

    def __init__(self, model: MeasureListModel, parent: QWidget | None = None) -> None:
        super().__init__(texts.PANE, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._delegate = MeasureDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(64)
        self._set_modes()
        header.sectionResized.connect(lambda column, *_: self._fit_titles(column))
        self._zoom = theme.current().zoom
        for column, width in _WIDTHS.items():
            header.resizeSection(column, theme.current().px(width))
            header.hideSection(column)
        self._adapt()

    def selected_row(self) -> int:
        """Return the row that is current among those selected, -1 where none is selected."""
        if self.model() is None:
            return -1
        current = self.currentIndex().row()
        if current >= 0 and self.selectionModel().isRowSelected(current):
            return current
        return min((first for first, _ in self._selected_spans()), default=-1)

    def selected_rows(self) -> list[int]:
        """Return all rows selected, from top to bottom."""
        found = self._selected_spans()
        return sorted({row for first, last in found for row in range(first, last + 1)})

    def _selected_spans(self) -> list[tuple[int, int]]:
        """Return first and last row of each piece of the selection: ten thousand rows are one."""
        if self.model() is None:
            return []
        selection = self.selectionModel().selection()
        pieces = [selection.at(place) for place in range(selection.count())]
        return [(piece.top(), piece.bottom()) for piece in pieces]

    def select_row(self, row: int | None) -> None:
        """Select one row alone, whatever keys are held, and bring it into sight; or select none."""
        if row is None:
            super().select_row(None)
            return
        index = self.model().index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        wanted = flag.ClearAndSelect | flag.Rows
        self.selectionModel().setCurrentIndex(index, wanted)
        self.scrollTo(index)

    def select_rows(self, rows: Iterable[int], current: int | None) -> None:
        """Select several rows; *current* is the one that the form shows."""
        model, last = self.model(), self.model().columnCount() - 1
        chosen = QItemSelection()
        for first, final in spans(rows):
            chosen.select(model.index(first, 0), model.index(final, last))
        flag = QItemSelectionModel.SelectionFlag
        if current is not None:
            self.selectionModel().setCurrentIndex(model.index(current, 0), flag.NoUpdate)
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)

    def show_searching(self, searching: bool) -> bool:
        """Give the rows a line for the words found, or take it away; return whether that is new."""
        changed = searching != self._delegate.searching
        if changed:
            self._delegate.searching = searching
            self._adapt()
        return changed

    def show_brief(self, brief: bool) -> None:
        """Leave category and id out of the rows, or show them."""
        if brief != self._delegate.brief:
            self._delegate.brief = brief
            self._adapt()

    def full_rows(self) -> tuple[int, int]:
        """Return the heights of a row with category and id: without and with words looked for."""
        plain, searching = self._delegate.height_of(self), self._delegate.searching
        return plain, self._delegate.height_of(self, searching=searching)

    def show_column(self, column: int, shown: bool) -> None:
        """Show or hide a column; the first one stays."""
        if column != Column.MEASURE and self.isColumnHidden(column) == shown:
            self.setColumnHidden(column, not shown)
            self._adapt()

    def columns_state(self) -> bytes:
        """Return which columns are shown and how wide, for the settings."""
        return bytes(self.horizontalHeader().saveState().data())

    def restore_columns(self, state: bytes) -> None:
        """Take over a state of :meth:`columns_state`; anything else changes nothing."""
        header = self.horizontalHeader()
        if not state or not header.restoreState(QByteArray(state)):
            return
        header.setSectionHidden(Column.MEASURE, False)
        self._set_modes()
        self._adapt()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_zoom"):
            self._scale()
            self._adapt()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the titles the width that the other columns leave; the row chosen stays in sight."""
        seen = self._sees_selected(event.oldSize().height())
        super().resizeEvent(event)
        self._fit_titles()
        if seen:
            self.scrollTo(self.currentIndex())

    def _set_modes(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        for column in Column:
            fixed = column is Column.MEASURE
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Fixed if fixed else mode.Interactive)

    def _fit_titles(self, resized: int | None = None) -> None:
        """Let the titles fill the list, and never shrink to a few letters; *resized* is a column.

        A stretching column would: Qt gives it what is left, however little that is.
        """
        if resized == Column.MEASURE or self.model() is None:
            return
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in _WIDTHS)  # hidden ones have none
        least = theme.current().px(_LEAST_TITLE) if others else header.minimumSectionSize()
        header.resizeSection(Column.MEASURE, max(least, self.viewport().width() - others))

    def _scale(self) -> None:
        """Keep the columns in proportion to the letters."""
        header, zoom = self.horizontalHeader(), theme.current().zoom
        for column in _WIDTHS if zoom != self._zoom else ():
            hidden = header.isSectionHidden(column)
            header.setSectionHidden(column, False)
            header.resizeSection(column, header.sectionSize(column) * zoom // self._zoom)
            header.setSectionHidden(column, hidden)
        self._zoom = zoom

    def _adapt(self) -> None:
        """Fit header and rows to the columns shown."""
        hidden = [column for column in Column if self.isColumnHidden(column)]
        self.horizontalHeader().setVisible(len(hidden) < len(Column) - 1)
        self._fit_titles()
        self._set_row_height(self._delegate.row_height(self))
        self.viewport().update()
        self.columns_changed.emit()

    def _set_row_height(self, height: int) -> None:
        """Make rows higher or lower; the one chosen stays in sight, else the topmost on top."""
        header, bar = self.verticalHeader(), self.verticalScrollBar()
        before = header.defaultSectionSize()
        if height == before:
            return
        seen, top = self._sees_selected(self.viewport().height()), bar.value() // before
        header.setDefaultSectionSize(height)
        self.updateGeometries()
        bar.setValue(top * height)
        if seen:
            self.scrollTo(self.currentIndex())

    def _sees_selected(self, height: int) -> bool:
        """Whether any of the current row is in sight where *height* pixels of rows are."""
        row = self.selected_row()
        if row < 0:
            return False
        top = self.rowViewportPosition(row)
        return -self.rowHeight(row) < top < height


def spans(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return rows as (first, last) of those that follow each other."""
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
