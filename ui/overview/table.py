"""The same numbers as a table, for those who cannot see the chart or would rather read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QWidget

from klimaeditor.overview.texts import thousands
from ui import theme
from ui.overview import texts
from ui.widgets.row_table import AnyIndex, RowTable

if TYPE_CHECKING:
    from klimaeditor.overview import Bar, Chart, Segment

_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ChartTableModel(QAbstractTableModel):
    """One row per bar; a column per entry of the legend, or one for the number."""

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart

    def show_chart(self, chart: Chart) -> None:
        """Show another state of the chart."""
        self.beginResetModel()
        self._chart = chart
        self.endResetModel()

    def headers(self) -> list[str]:
        """Return the titles of the columns."""
        labels = [label for _, label in self._chart.legend] or [self._chart.unit]
        notes = [texts.NOTE] if any(bar.note for bar in self._chart.bars) else []
        return [texts.FIRST_COLUMN[self._chart.id], *labels, *notes]

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of bars."""
        return 0 if parent.isValid() else len(self._chart.bars)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.headers())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's type
        """Return the titles of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.headers()[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's type
        """Return what stands in a cell, and what a screen reader says of it."""
        bar = self._chart.bars[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(bar, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self.headers()[index.column()]
            return f"{heading}: {self._text(bar, index.column()) or texts.NOTHING}"
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_number(index.column()):
            return _RIGHT
        return None

    def _is_number(self, column: int) -> bool:
        return 0 < column <= max(1, len(self._chart.legend))

    def _text(self, bar: Bar, column: int) -> str:
        if column == 0:
            return bar.label
        if not self._is_number(column):
            return bar.note
        if not self._chart.legend:
            return thousands(bar.amount)
        segment = self._segment(bar, column)
        return thousands(segment.amount) if segment else "0"

    def _segment(self, bar: Bar, column: int) -> Segment | None:
        shade = self._chart.legend[column - 1][0]
        return next((segment for segment in bar.segments if segment.shade is shade), None)

    def wanted(self, index: AnyIndex) -> tuple[str, tuple[int, ...]]:
        """Return title and measures of a cell; the first and the last column mean the whole bar."""
        bar = self._chart.bars[index.row()]
        if self._chart.legend and self._is_number(index.column()):
            segment = self._segment(bar, index.column())
            return (segment.title, segment.measures) if segment else (bar.label, ())
        return bar.label, tuple(key for segment in bar.segments for key in segment.measures)


class ChartTable(RowTable):
    """As high as its rows; *list_wanted* carries title and measures of the cell entered."""

    list_wanted = Signal(str, object)

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(chart.title, parent)
        self._numbers = ChartTableModel(chart, self)
        self.setModel(self._numbers)
        self.setHorizontalScrollMode(RowTable.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(False)
        self.entered_row.connect(lambda index, _control: self._open(index))
        self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """Show another state of the chart."""
        self._numbers.show_chart(chart)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger letters."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        tall = self.fontMetrics().lineSpacing() + theme.current().px(10)
        self.verticalHeader().setDefaultSectionSize(tall)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        frame = 2 * self.frameWidth() + 4
        tall = self.horizontalHeader().sizeHint().height() + rows + frame + bar
        return QSize(theme.current().px(300), tall)

    def minimumSizeHint(self) -> QSize:
        """Return a size that the narrowest window has; the table scrolls sideways then."""
        return QSize(theme.current().px(120), self.sizeHint().height())

    def _open(self, index: QModelIndex) -> None:
        title, measures = self._numbers.wanted(index)
        if measures:
            self.list_wanted.emit(title, measures)
