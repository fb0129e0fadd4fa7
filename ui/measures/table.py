"""The table of measures: its columns, which of them are shown, how high its rows are."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from ui import theme
from ui.measures import texts
from ui.measures.delegate import MeasureDelegate
from ui.models.measure_list import Column, MeasureListModel
from ui.widgets.row_table import RowTable

_WIDTHS = {Column.CATEGORY: 190, Column.STATUS: 130, Column.FINDINGS: 120}  # at 100 %
_RESTYLED = frozenset(
    {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}
)


class MeasureTable(RowTable):
    """One column with everything, or further columns besides it."""

    columns_changed = Signal()

    def __init__(self, model: MeasureListModel, parent: QWidget | None = None) -> None:
        super().__init__(texts.PANE, parent)
        self._delegate = MeasureDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(64)
        self._set_modes()
        self._zoom = theme.current().zoom
        for column, width in _WIDTHS.items():
            header.resizeSection(column, theme.current().px(width))
            header.hideSection(column)
        self._adapt()

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

    def _set_modes(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        for column in Column:
            stretches = column is Column.MEASURE
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Stretch if stretches else mode.Interactive)

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
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height(self))
        self.viewport().update()
        self.columns_changed.emit()
