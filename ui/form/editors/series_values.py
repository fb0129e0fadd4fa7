"""The values of a progress series: how each type is read, shown and drawn."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from klimaeditor.values import same
from ui.form import texts
from ui.form.editors import reading
from ui.form.editors.base import Choice, shown_text
from ui.form.editors.entries_model import Column
from ui.form.editors.series_chart import Line, Point, Series, day_of
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from klimaeditor.values import Json

BINARY: Final = "binary"
PERCENT: Final = "percent"

DATE_COLUMN: Final = Column("date", texts.SERIES_DATE, reading.show_date, reading.read_date)


def columns(kind: str, unit: str, choices: Sequence[Choice]) -> tuple[Column, ...]:
    """Return the columns of a series of type *kind*: day first, then stand or number."""
    if kind == BINARY:
        value = Column(
            "value", texts.SERIES_STATUS, lambda v: status_label(v, choices), reading.read_text
        )
        return (DATE_COLUMN, value)
    shown_unit = texts.PERCENT if kind == PERCENT else one_line(unit, 40)
    header = texts.SERIES_VALUE_IN.format(unit=shown_unit) if shown_unit else texts.SERIES_VALUE
    return (DATE_COLUMN, Column("value", header, reading.show_number, reading.read_number))


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
        start=_line(start, texts.CHART_START),
        goal=_line(goal, texts.CHART_GOAL),
        low=_number(low),
        high=_number(high),
    )


def _line(value: Json, words: str) -> Line | None:
    height = _number(value)
    if height is None:
        return None
    return Line(height, words.format(value=reading.show_number(value)))


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
