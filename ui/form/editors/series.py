"""SERIES: the stands of a measure by day, as a table with a chart of the same."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

from klimaeditor.clock import local_today
from klimaeditor.model.values import Absent, same
from ui.charts.series_chart import LevelLine, Point, Series, SeriesChart, day_of
from ui.form.editors.base import OPEN_LINK, Choice, icon_button, pairs, small_button
from ui.form.editors.entries import EntriesEditor, EntriesTable
from ui.form.editors.entries_model import EntryColumn
from ui.form.editors.pasting import (
    PastedColumn,
    choice_of,
    is_address,
    is_day,
    is_number,
    number_with,
    stored_by,
)
from ui.widgets import reading
from ui.widgets.painting import one_line
from ui.widgets.reading import shown_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

LINK_TITLE = "Titel"
LINK_URL = "Adresse"
NO_LINKS = "Noch keine Links."
ADD_LINK = "Link hinzufügen"
REMOVE_LINK = "Entfernen"
LINK_UP = "Nach oben"
LINK_DOWN = "Nach unten"

SERIES_DATE = "Datum"
SERIES_STATUS = "Stand"
SERIES_VALUE = "Wert"
SERIES_VALUE_IN = "Wert ({unit})"
NO_ENTRIES = "Noch kein Stand eingetragen."
ADD_ENTRY = "Stand hinzufügen"
REMOVE_ENTRY = "Entfernen"
PERCENT_SIGN = "%"
PASTED_ENTRY = "1 Stand eingefügt."
PASTED_ENTRIES = "{count} Stände eingefügt."
PASTED_LINK = "1 Link eingefügt."
PASTED_LINKS = "{count} Links eingefügt."
CHART_START = "Start {value}"
CHART_GOAL = "Ziel {value}"


# --- The values of a progress series: how each type is read, shown and drawn ---------------------

BINARY: Final = "binary"
PERCENT: Final = "percent"

DATE_COLUMN: Final = EntryColumn("date", SERIES_DATE, reading.show_date, reading.read_date)


def columns(kind: str, unit: str, choices: Sequence[Choice]) -> tuple[EntryColumn, ...]:
    """Return the columns of a series of type *kind*: day first, then stand or number."""
    if kind == BINARY:
        value = EntryColumn(
            "value", SERIES_STATUS, lambda v: status_label(v, choices), reading.read_text
        )
        return (DATE_COLUMN, value)
    shown_unit = PERCENT_SIGN if kind == PERCENT else one_line(unit, 40)
    header = SERIES_VALUE_IN.format(unit=shown_unit) if shown_unit else SERIES_VALUE
    return (DATE_COLUMN, EntryColumn("value", header, reading.show_number, reading.read_number))


def status_label(value: Json, choices: Sequence[Choice]) -> str:
    """Return the German word for a stored status; unknown ones appear as stored."""
    return next((label for stored, label in choices if same(stored, value)), shown_text(value))


def new_entry(kind: str, entries: Sequence[Json], today: date) -> Json:
    """Return an entry to add: today's date, or none where today has one; the last known status.

    Numbers start empty: repeating the last one would claim a measurement nobody made.
    """
    taken = {entry.get("date") for entry in entries if isinstance(entry, dict)}
    last = entries[-1] if entries else None
    known = last.get("value") if isinstance(last, dict) else None
    day = today.isoformat()
    return {
        "value": (known or "unknown") if kind == BINARY else None,
        "date": None if day in taken else day,
    }


def place_for(row: int, entries: Sequence[Json]) -> int:
    """Return where the entry at *row* belongs by date (WEB-04); *row* where its date is unread."""
    own = _day(entries[row])
    if own is None:
        return row
    others = [entry for at, entry in enumerate(entries) if at != row]
    days = [day for entry in others if (day := _day(entry)) is not None]
    if days != sorted(days) or len(days) != len(others):
        return _first_later(own, others)
    return bisect_right(days, own)


def series(
    kind: str,
    entries: Sequence[Json],
    choices: Sequence[Choice],
    bounds: tuple[Json, Json, Json, Json],
) -> Series:
    """Return what the chart draws; *bounds* are start, goal, lower and upper end of the axis."""
    heights = {stored: float(at) for at, (stored, _) in enumerate(choices)}
    points = []
    for entry in entries:
        day, value = _day(entry), entry.get("value") if isinstance(entry, dict) else None
        if kind == BINARY:
            height = heights.get(value) if isinstance(value, str) else None
            label = status_label(value, choices)
        else:
            height, label = _number(value), reading.show_number(value)
        if day is not None and height is not None:
            points.append(Point(day, height, label))
    points.sort(key=lambda point: point.day)
    if kind == BINARY:
        names = tuple((float(at), label) for at, (_, label) in enumerate(choices))
        return Series(tuple(points), names=names)
    return _measured(kind, tuple(points), bounds)


def _measured(
    kind: str, points: tuple[Point, ...], bounds: tuple[Json, Json, Json, Json]
) -> Series:
    """Return the series of a count or percent with its lines and ends."""
    if kind == PERCENT:
        return Series(points, low=0.0, high=100.0)
    start, goal, low, high = bounds
    return Series(
        points,
        start=_line(start, CHART_START),
        goal=_line(goal, CHART_GOAL),
        low=_number(low),
        high=_number(high),
    )


def _line(value: Json, words: str) -> LevelLine | None:
    height = _number(value)
    if height is None:
        return None
    return LevelLine(height, words.format(value=reading.show_number(value)))


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _day(entry: Json) -> date | None:
    return day_of(entry.get("date")) if isinstance(entry, dict) else None


def _first_later(own: date, others: Sequence[Json]) -> int:
    """Return the place before the first entry with a later day, else the end."""
    for at, entry in enumerate(others):
        day = _day(entry)
        if day is not None and day > own:
            return at
    return len(others)


# --- SERIES: the stands of a measure by day, as a table with a chart of the same -----------------


class SeriesEditor(EntriesEditor):
    """A table of {value, date}; emits the whole list.

    What the values mean comes from other fields: :meth:`set_series_type`, :meth:`set_bounds` and
    the statuses by :meth:`set_choices`. *today* is the clock for new entries.
    """

    def __init__(
        self, parent: QWidget | None = None, today: Callable[[], date] = local_today
    ) -> None:
        words = NO_ENTRIES, ADD_ENTRY, REMOVE_ENTRY
        super().__init__(columns(BINARY, "", ()), words, parent)
        self._today = today
        self._kind, self._unit = BINARY, ""
        self._choices: tuple[Choice, ...] = ()
        self._bounds: tuple[Json, Json, Json, Json] = (None, None, None, None)
        self._chart = SeriesChart(self)
        self._delegate.finished.connect(self._on_finished)
        self._begin(self._chart)

    def set_series_type(self, kind: Value, unit: Value = "") -> None:
        """Say what the values are: "binary", "count" or "percent", and the unit of a count.

        Anything else is treated as a number, which keeps every stored value visible.
        """
        self._kind = kind if isinstance(kind, str) else BINARY
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

    def _pasted_columns(self) -> Sequence[PastedColumn]:
        day = PastedColumn("date", SERIES_DATE, stored_by(reading.read_date), is_day)
        if self._kind == BINARY:
            known = {value for value, _ in self._choices}
            read = choice_of(self._choices)
            return (day, PastedColumn("value", SERIES_STATUS, read, lambda v: v in known))
        unit = PERCENT_SIGN if self._kind == PERCENT else self._unit
        read = number_with(unit, reading.read_number)
        return (day, PastedColumn("value", SERIES_VALUE, read, is_number))

    def _with_pasted(self, entries: Sequence[Json], pasted: Sequence[Json]) -> list[Json]:
        """Return all entries, each of those *pasted* at its day (WEB-04)."""
        found = list(entries)
        for entry in pasted:
            found.append(entry)
            at = place_for(len(found) - 1, found)
            found.insert(at, found.pop())
        return found

    def _pasted_words(self, count: int) -> str:
        return PASTED_ENTRY if count == 1 else PASTED_ENTRIES.format(count=count)

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
        self._model.set_columns(columns(self._kind, self._unit, self._choices))
        binary = self._kind == BINARY
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
            self._model.move(row, place_for(row, self._model.entries()))

    def _on_add(self) -> None:
        entries = self._model.entries()
        last = len(entries)
        self._model.insert(last, new_entry(self._kind, entries, self._today()))
        at = place_for(last, self._model.entries())
        self._model.move(last, at)
        dated = self._model.stored(at, "date") is not None
        self._table.go_to(at, 1 if dated else 0)
        self._type_here()

    def _refresh(self) -> None:
        """Draw the chart and enable what can be done at the current row."""
        super()._refresh()
        entries = self._model.entries()
        self._chart.show_series(series(self._kind, entries, self._choices, self._bounds))
        self._chart.setVisible(bool(entries))


def _json(value: Value) -> Json:
    return None if isinstance(value, Absent) else value


# --- LINKS: the list of titles and addresses, in the order of the page ---------------------------

_COLUMNS = (
    EntryColumn("title", LINK_TITLE, shown_text, reading.read_text),
    EntryColumn("url", LINK_URL, shown_text, reading.read_text),
)


class LinksEditor(EntriesEditor):
    """A table of links; emits the whole list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_COLUMNS, (NO_LINKS, ADD_LINK, REMOVE_LINK), parent)
        self._up = icon_button(self, "arrow-up", LINK_UP, small=True)
        self._down = icon_button(self, "arrow-down", LINK_DOWN, small=True)
        self._open = small_button(self, OPEN_LINK, "external-link")
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._open.clicked.connect(self._on_open)
        self._begin()

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return (
            *super()._buttons(),
            (self._up, LINK_UP),
            (self._down, LINK_DOWN),
            (self._open, OPEN_LINK),
        )

    def _lock(self, *, locked: bool) -> None:
        self._model.lock(locked=locked)
        for button in (self._add, self._remove, self._up, self._down):
            button.setVisible(not locked)
        self._refresh()

    def _on_add(self) -> None:
        last = self._model.rowCount()
        self._model.insert(last, {"title": "", "url": ""})
        self._table.go_to(last)
        self._type_here()

    def _pasted_columns(self) -> Sequence[PastedColumn]:
        title = PastedColumn(
            "title", LINK_TITLE, str, lambda _: True, "", lambda text: not is_address(text)
        )
        return (title, PastedColumn("url", LINK_URL, str, is_address, ""))

    def _pasted_words(self, count: int) -> str:
        return PASTED_LINK if count == 1 else PASTED_LINKS.format(count=count)

    def _move(self, step: int) -> None:
        at = self._table.current_row()
        self._model.move(at, at + step)
        self._refresh()

    def _on_open(self) -> None:
        address = self._model.stored(self._table.current_row(), "url")
        self.open_requested.emit(shown_text(address).strip())

    def _refresh(self) -> None:
        """Enable what can be done at the current row."""
        super()._refresh()
        at, count = self._table.current_row(), self._model.rowCount()
        free = not self._read_only and self._is_list()
        self._up.setEnabled(free and at > 0)
        self._down.setEnabled(free and 0 <= at < count - 1)
        self._open.setEnabled(at >= 0 and bool(self._model.stored(at, "url")))
