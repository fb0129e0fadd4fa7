"""A chart on the screen: painted labels, and a button for every segment."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHeaderView, QSizePolicy, QWidget

from klimaeditor.reports.figures import ChartId, thousands
from ui import theme
from ui.charts.bars import ChartPlan, paint_frame, paint_segment, plan
from ui.widgets.labels import safe_tip
from ui.widgets.row_table import AnyIndex, RowTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.reports.figures import Bar, OverviewChart, Segment


# --- words ---------------------------------------------------------------------------------------

OPENS: Final = "Die Eingabetaste zeigt diese Maßnahmen in der Liste."

HOW: Final = "Pfeiltasten wechseln zwischen den Abschnitten, die Eingabetaste zeigt die Maßnahmen."
NOTE: Final = "Anmerkung"
SPOKEN: Final = "{bar}, {segment}: {amount} {unit}"
SPOKEN_PLAIN: Final = "{bar}: {amount} {unit}"
NOTHING: Final = "keine"

FIRST_COLUMN: Final[Mapping[ChartId, str]] = MappingProxyType(
    {
        ChartId.STATUS: "Kategorie",
        ChartId.COMPLETENESS: "Kategorie",
        ChartId.MOST_EMPTY: "Feld",
        ChartId.NEWS: "Letzte Neuigkeit",
        ChartId.FINDINGS: "Regel",
        ChartId.YEARS: "Jahr",
        ChartId.COSTS: "Art des Betrags",
    }
)


# --- A chart on the screen: painted labels, and a button for every segment -----------------------

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Home: (-1_000, 0),
    Qt.Key.Key_End: (1_000, 0),
}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_RESTYLED = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


def spoken(chart: OverviewChart, bar: Bar, segment: Segment) -> str:
    """Return what a segment is called, e.g. „Mobilität, Veraltet: 3 Maßnahmen“."""
    plain = segment.label == bar.label or not chart.legend
    pattern = SPOKEN_PLAIN if plain else SPOKEN
    said = pattern.format(
        bar=bar.label, segment=segment.label, amount=thousands(segment.amount), unit=chart.unit
    )
    notes = [note for note in (segment.note, bar.note if plain else "") if note]
    return ", ".join([said, *notes])


class SegmentButton(QAbstractButton):
    """One segment; *moved* asks for another (bars down, segments right)."""

    moved = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.segment: Segment | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_segment(self, chart: OverviewChart, bar: Bar, segment: Segment) -> None:
        """Show a segment of a bar."""
        self.segment = segment
        name = spoken(chart, bar, segment)
        self.setAccessibleName(name)
        self.setAccessibleDescription(OPENS if segment.measures else "")
        self.setToolTip(safe_tip(name))
        shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape if segment.measures else Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, press with Enter as with the space bar."""
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.click()
        elif key in _MOVES:
            self.moved.emit(*_MOVES[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segment, and the mark of the keyboard inside a calm line."""
        if self.segment is None:
            return
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_segment(painter, QRectF(self.rect()), self.segment, QFont(self.font()), tokens)
        if theme.has_ring(self) or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inside = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if theme.has_ring(self):
                painter.setPen(QPen(tokens.color("panel"), 6))
                painter.drawRect(inside)
            painter.setPen(QPen(tokens.color("text"), 2))
            painter.drawRect(inside)
        painter.end()


class BarChart(QWidget):
    """Shows a :class:`OverviewChart`. *list_wanted* carries title and measure keys of a segment."""

    list_wanted = Signal(str, object)

    def __init__(self, chart: OverviewChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart
        self._plans: dict[int, ChartPlan] = {}
        self._rows: list[list[SegmentButton]] = []
        self._stop: SegmentButton | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_chart(chart)

    def show_chart(self, chart: OverviewChart) -> None:
        """Show another state of the chart; where it has the same bars, the buttons stay."""
        same = [len(row) for row in self._rows] == [len(bar.segments) for bar in chart.bars]
        self._chart = chart
        if not same:
            self._make_buttons()
        for bar, row in zip(chart.bars, self._rows, strict=True):
            for segment, button in zip(bar.segments, row, strict=True):
                button.show_segment(chart, bar, segment)
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(f"{chart.line} {HOW}")
        self._forget()

    def buttons(self) -> list[SegmentButton]:
        """Return the buttons of all segments, bar by bar."""
        return [button for row in self._rows for button in row]

    def focus_stop(self) -> None:
        """Put the keyboard where it was last, or on the first segment."""
        if self._stop is not None:
            self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_buttons(self) -> None:
        for button in self.buttons():
            button.hide()
            button.deleteLater()
        self._rows = [[self._make() for _ in bar.segments] for bar in self._chart.bars]
        self._stop = None
        self._take(next(iter(self.buttons()), None))

    def _make(self) -> SegmentButton:
        button = SegmentButton(self)
        button.clicked.connect(lambda: self._open(button))
        button.moved.connect(lambda down, right: self._move(button, down, right))
        button.installEventFilter(self)
        button.show()
        return button

    def _open(self, button: SegmentButton) -> None:
        segment = button.segment
        if segment is not None and segment.measures:
            self.list_wanted.emit(segment.title, segment.measures)

    # --- where the keyboard is -------------------------------------------------------------

    def _take(self, button: SegmentButton | None) -> None:
        if self._stop is not None:
            self._stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._stop = button
        if button is not None:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Follow the keyboard; never swallow an event."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, SegmentButton):
            self._take(watched)
        return False

    def _move(self, button: SegmentButton, down: int, right: int) -> None:
        rows = [row for row in self._rows if row]
        y = next(place for place, row in enumerate(rows) if button in row)
        x = rows[y].index(button) + right
        y = max(0, min(len(rows) - 1, y + down))
        if x >= 0 and (down or x < len(rows[y])):
            rows[y][min(x, len(rows[y]) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- size and picture ------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after a change of letters or theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self._forget()

    def _forget(self) -> None:
        self._plans.clear()
        self.updateGeometry()
        self._place()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*."""
        return round(self._plan(width).height + 0.49)

    def sizeHint(self) -> QSize:
        """Return the size at a usual width."""
        width = theme.current().px(460)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size that the narrowest window has (A11Y-13)."""
        return QSize(theme.current().px(150), self.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the buttons."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint legend, labels and notes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_frame(painter, self._plan(self.width()), theme.current())
        painter.end()

    def _plan(self, width: int) -> ChartPlan:
        if width not in self._plans:
            self._plans[width] = plan(self._chart, width, QFont(self.font()), theme.current())
        return self._plans[width]

    def _place(self) -> None:
        if len(self._rows) != len(self._chart.bars):
            return
        for row, buttons in zip(self._plan(self.width()).rows, self._rows, strict=True):
            for rect, button in zip(row.segments, buttons, strict=True):
                left, right = round(rect.left()), round(rect.right())
                button.setGeometry(left, round(rect.top()), right - left, round(rect.height()))


# --- The same numbers as a table, for those who cannot see the chart or would rather read --------

_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ChartTableModel(QAbstractTableModel):
    """One row per bar; a column per entry of the legend, or one for the number."""

    def __init__(self, chart: OverviewChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = chart

    def show_chart(self, chart: OverviewChart) -> None:
        """Show another state of the chart."""
        self.beginResetModel()
        self._chart = chart
        self.endResetModel()

    def headers(self) -> list[str]:
        """Return the titles of the columns."""
        labels = [label for _, label in self._chart.legend] or [self._chart.unit]
        notes = [NOTE] if any(bar.note for bar in self._chart.bars) else []
        return [FIRST_COLUMN[self._chart.id], *labels, *notes]

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
            return f"{heading}: {self._text(bar, index.column()) or NOTHING}"
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

    def __init__(self, chart: OverviewChart, parent: QWidget | None = None) -> None:
        super().__init__(chart.title, parent)
        self._numbers = ChartTableModel(chart, self)
        self.setModel(self._numbers)
        self.setHorizontalScrollMode(RowTable.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(False)
        self.entered_row.connect(lambda index, _control: self._open(index))
        self.show_chart(chart)

    def show_chart(self, chart: OverviewChart) -> None:
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
