"""SERIES: the stands of a measure by day, as a table with a chart of the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from klimaeditor.clock import local_today
from klimaeditor.values import Absent
from ui import theme
from ui.form import texts
from ui.form.editors import series_values
from ui.form.editors.base import Choice, FieldEditor, pairs, shown_text
from ui.form.editors.entries_delegate import EntryDelegate
from ui.form.editors.entries_model import EntriesModel
from ui.form.editors.entries_table import EntriesTable
from ui.form.editors.layouts import column, note, small_button
from ui.form.editors.series_chart import SeriesChart
from ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QAbstractButton

    from klimaeditor.values import Json, Value


class SeriesEditor(FieldEditor):
    """A table of {value, date}; emits the whole list.

    What the values mean comes from other fields: :meth:`set_series_type`, :meth:`set_bounds` and
    the statuses by :meth:`set_choices`. *today* is the clock for new entries.
    """

    def __init__(
        self, parent: QWidget | None = None, today: Callable[[], date] = local_today
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._kind, self._unit = series_values.BINARY, ""
        self._choices: tuple[Choice, ...] = ()
        self._bounds: tuple[Json, Json, Json, Json] = (None, None, None, None)
        self._model = EntriesModel(series_values.columns(self._kind, "", ()), self)
        self._table = EntriesTable(self._model, texts.NO_ENTRIES, self)
        self._delegate = EntryDelegate(self._table)
        self._table.setItemDelegate(self._delegate)
        self._chart = SeriesChart(self)
        self._fault = note(self)
        self._add = small_button(self, texts.ADD_ENTRY, "plus")
        self._remove = small_button(self, texts.REMOVE_ENTRY, "trash-2")
        self._hint = QLabel(texts.EDIT_HINT, self)
        self._hint.setProperty("role", "key")
        self._hint.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._table)
        self._refresh()

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

    def focus_widget(self) -> EntriesTable:
        """Return the table."""
        return self._table

    def chart(self) -> SeriesChart:
        """Return the chart."""
        return self._chart

    def button(self, text: str) -> QAbstractButton:
        """Return the button that does *text* (a sentence of ui.form.texts)."""
        return next(button for button, purpose in self._buttons() if purpose == text)

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._add, texts.ADD_ENTRY), (self._remove, texts.REMOVE_ENTRY))

    def _lay_out(self) -> None:
        lines, buttons = column(self), FlowLayout(spacing=theme.Space.S)
        for widget in (self._chart, self._table, self._fault):
            lines.addWidget(widget)
        lines.addLayout(buttons)
        lines.addWidget(self._hint)
        lines.addStretch(1)
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)

    def _connect(self) -> None:
        self._model.changed.connect(self._on_changed)
        self._model.modelReset.connect(self._refresh)
        self._table.selectionModel().currentChanged.connect(self._refresh)
        self._delegate.finished.connect(self._on_finished)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._table.remove_wanted.connect(self._remove.click)  # which ignores it while disabled

    def _show(self, value: Value) -> None:
        self._model.set_entries(value if isinstance(value, list) else [])
        self._fault.setText(texts.LOCKED_LIST.format(value=shown_text(value)))
        self._fault.setVisible(not self._is_list())
        self._refresh()

    def _lock(self, *, locked: bool) -> None:
        self._model.lock(locked=locked)
        for button, _ in self._buttons():
            button.setVisible(not locked)
        self._refresh()

    def _is_list(self) -> bool:
        """Whether the stored value is a list or nothing yet; anything else is left alone."""
        return self._value is None or isinstance(self._value, list | Absent)

    def _redress(self) -> None:
        """Give table and cells the spelling of the series' type."""
        self._model.set_columns(series_values.columns(self._kind, self._unit, self._choices))
        binary = self._kind == series_values.BINARY
        self._delegate.set_choices("value", self._choices if binary else ())
        self._refresh()

    def _on_changed(self) -> None:
        self._emit(self._model.entries())
        self._refresh()

    def _on_finished(self, row: int) -> None:
        """Move an entry whose date was edited to its place, once the cell is closed."""
        QTimer.singleShot(0, self, lambda: self._sort_in(row))

    def _sort_in(self, row: int) -> None:
        editing = self._table.state() == EntriesTable.State.EditingState
        if not editing and 0 <= row < self._model.rowCount():
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

    def _on_remove(self) -> None:
        at = self._table.current_row()
        self._model.remove(at)
        self._table.go_to(at)
        self._table.setFocus()

    def _refresh(self) -> None:
        """Draw the chart and enable what can be done at the current row."""
        entries = self._model.entries()
        self._chart.show_series(
            series_values.series(self._kind, entries, self._choices, self._bounds)
        )
        self._chart.setVisible(bool(entries))
        free = not self._read_only and self._is_list()
        self._add.setEnabled(free)
        self._remove.setEnabled(free and self._table.current_row() >= 0)
        self._hint.setVisible(bool(entries) and not self._read_only)


def _json(value: Value) -> Json:
    return None if isinstance(value, Absent) else value
