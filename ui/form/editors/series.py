"""SERIES: the stands of a measure by day, as a table with a chart of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from klimaeditor.clock import local_today
from klimaeditor.values import Absent
from ui.form import texts
from ui.form.editors import series_values
from ui.form.editors.base import Choice, pairs, shown_text
from ui.form.editors.entries_editor import EntriesEditor
from ui.form.editors.entries_table import EntriesTable
from ui.form.editors.series_chart import SeriesChart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from klimaeditor.values import Json, Value


class SeriesEditor(EntriesEditor):
    """A table of {value, date}; emits the whole list.

    What the values mean comes from other fields: :meth:`set_series_type`, :meth:`set_bounds` and
    the statuses by :meth:`set_choices`. *today* is the clock for new entries.
    """

    def __init__(
        self, parent: QWidget | None = None, today: Callable[[], date] = local_today
    ) -> None:
        words = texts.NO_ENTRIES, texts.ADD_ENTRY, texts.REMOVE_ENTRY
        super().__init__(series_values.columns(series_values.BINARY, "", ()), words, parent)
        self._today = today
        self._kind, self._unit = series_values.BINARY, ""
        self._choices: tuple[Choice, ...] = ()
        self._bounds: tuple[Json, Json, Json, Json] = (None, None, None, None)
        self._chart = SeriesChart(self)
        self._delegate.finished.connect(self._on_finished)
        self._begin(self._chart)

    def set_series_type(self, kind: Value, unit: Value = "") -> None:
        """Say what the values are: "binary", "count" or "percent", and the unit of a count.

        Anything else is treated as a number, which keeps every stored value visible.
        """
        self._kind = kind if isinstance(kind, str) else series_values.BINARY
        self._unit = shown_text(unit)
        self._redress()

    def set_bounds(self, start: Value, goal: Value, low: Value, high: Value) -> None:
        """Give the chart start, goal and the ends of the axis; what is no number is left out."""
        self._bounds = (_json(start), _json(goal), _json(low), _json(high))
        self._refresh()

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        """Offer *choices* as statuses of a binary series, lowest first."""
        self._choices = pairs(choices)
        self._redress()

    def chart(self) -> SeriesChart:
        """Return the chart."""
        return self._chart

    def _lock(self, *, locked: bool) -> None:
        self._model.lock(locked=locked)
        for button, _ in self._buttons():
            button.setVisible(not locked)
        self._refresh()

    def _redress(self) -> None:
        """Give table and cells the spelling of the series' type."""
        self._model.set_columns(series_values.columns(self._kind, self._unit, self._choices))
        binary = self._kind == series_values.BINARY
        self._delegate.set_choices("value", self._choices if binary else ())
        self._refresh()

    def _on_finished(self, row: int) -> None:
        """Move an entry whose date was edited to its place, once the cell is closed."""
        edited = self._value
        QTimer.singleShot(0, self, lambda: self._sort_in(row, edited))

    def _sort_in(self, row: int, edited: Value) -> None:
        """Move the entry at *row* of the list *edited*, unless another one is shown by now."""
        editing = self._table.state() == EntriesTable.State.EditingState
        if not editing and self._value is edited and 0 <= row < self._model.rowCount():
            self._model.move(row, series_values.place_for(row, self._model.entries()))

    def _on_add(self) -> None:
        entries = self._model.entries()
        last = len(entries)
        self._model.insert(last, series_values.new_entry(self._kind, entries, self._today()))
        at = series_values.place_for(last, self._model.entries())
        self._model.move(last, at)
        dated = self._model.stored(at, "date") is not None
        self._table.go_to(at, 1 if dated else 0)
        self._table.edit(self._table.currentIndex())

    def _refresh(self) -> None:
        """Draw the chart and enable what can be done at the current row."""
        super()._refresh()
        entries = self._model.entries()
        self._chart.show_series(
            series_values.series(self._kind, entries, self._choices, self._bounds)
        )
        self._chart.setVisible(bool(entries))


def _json(value: Value) -> Json:
    return None if isinstance(value, Absent) else value
