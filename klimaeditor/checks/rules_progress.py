"""Rules about progress: entries, their days and values, and the status the public reads from them.

Only the last entry decides the status, and the loader of the whole site stops at an empty list
(requirements 0.2), so most of these are errors.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.checks.dates import format_german, parse_date
from klimaeditor.checks.numbers import format_number
from klimaeditor.checks.reporting import report, setting
from klimaeditor.checks.rulebook import labels
from klimaeditor.checks.statuswords import status_sentence
from klimaeditor.model.core_words import quoted
from klimaeditor.model.findings import Fix
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.faults import progress_faults
from klimaeditor.site.javascript import is_number
from klimaeditor.site.status import PageFault, public_status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json
    from klimaeditor.site.status import FaultHit

FIELD: Final = "progress_values"
_STATUS_VALUES: Final = ("unknown", "in_progress", "completed", "stale")


class _Entry(NamedTuple):
    """One entry that has a value and a day; *place* counts from 0."""

    place: int
    value: Json
    day: str


def check_progress(view: MeasureView, today: date) -> Iterator[Finding]:
    """Yield what is wrong with a measure's progress (WEB-02 to WEB-05, WEB-07, WEB-11).

    Of a day after *today* it is not said that beyond the chart all is well.
    """
    entries = _entries(view)
    future = [entry for entry in entries if _is_after(entry, today)]
    ahead = {entry.place for entry in future}
    hits = tuple(progress_faults(view.progress, view.site))
    for hit in hits:
        handler = HANDLERS.get(hit.fault)
        excused = hit.fault is PageFault.DATE_BEYOND_CHART and hit.entry in ahead
        if handler is not None and not excused:
            yield from handler(view, hit)
    if view.progress is None:
        return
    kind = view.value("progress_type")
    if kind is ABSENT:
        yield report("progress_type", view, "progress_type", found=labels.MISSING)
    yield from _check_days(view, entries, hits)
    for entry in future:
        yield _ahead(view, entry)
    for entry in entries:
        yield from _check_value(view, kind, entry)
    if kind == "count":
        yield from _check_count(view, entries)
    if entries and kind == "binary" and entries[-1].value == "stale":
        yield report("progress_stale_value", view, FIELD, place=entries[-1].place)


def _entries(view: MeasureView) -> list[_Entry]:
    found = []
    for place, entry in enumerate(_list_of(view)):
        if isinstance(entry, dict) and "value" in entry:
            day = entry.get("date")
            if isinstance(day, str) and day.strip():
                found.append(_Entry(place, entry["value"], day))
    return found


def _list_of(view: MeasureView) -> list[Json]:
    values = view.value(FIELD)
    return list(values) if isinstance(values, list) else []


def _check_days(
    view: MeasureView, entries: list[_Entry], hits: tuple[FaultHit, ...]
) -> Iterator[Finding]:
    """Yield days that are not stored as YYYY-MM-DD, and double ones (WEB-03, WEB-04)."""
    effects = {hit.entry: labels.DATE_EFFECTS.get(hit.fault) for hit in hits}
    for entry in entries:
        if parse_date(entry.day).iso != entry.day:
            yield _bad_day(view, entry, effects.get(entry.place) or labels.DATE_NOT_SAFE)
    days = Counter(entry.day for entry in entries)
    for day, count in days.items():
        if count > 1:
            of_day = [entry for entry in entries if entry.day == day]
            fix = _without_repeated(view, of_day)
            place, shown = of_day[1].place, format_german(day)
            yield report("progress_same_day", view, FIELD, place=place, fix=fix, day=shown)


def _bad_day(view: MeasureView, entry: _Entry, effect: str) -> Finding:
    reading = parse_date(entry.day)
    reason = labels.GERMAN_DATE if reading.fault is None else labels.DATE_REASONS[reading.fault]
    fix = Fix(labels.ENTER)
    if reading.iso is not None:
        label = labels.take_value(format_german(reading.iso))
        changed = _with(view, entry.place, "date", reading.iso)
        fix = setting(label, view, FIELD, changed, automatic=True)
    return report(
        "progress_date",
        view,
        FIELD,
        place=entry.place,
        fix=fix,
        found=quoted(entry.day),
        row=entry.place + 1,
        reason=reason,
        effect=effect,
    )


def _is_after(entry: _Entry, today: date) -> bool:
    day = parse_date(entry.day).value
    return day is not None and day > today


def _ahead(view: MeasureView, entry: _Entry) -> Finding:
    """Return the doubt about a stand that cannot have been reached yet, whatever its kind."""
    place, row = entry.place, entry.place + 1
    fix, day = Fix(labels.ENTER_STATUS), format_german(parse_date(entry.day).iso or entry.day)
    return report("progress_future", view, FIELD, place=place, fix=fix, day=day, row=row)


def _with(view: MeasureView, place: int, key: str, value: Json) -> list[Json]:
    """Return the list with one key of one entry replaced."""
    changed = _list_of(view)
    entry = changed[place]
    if isinstance(entry, dict):
        changed[place] = {**entry, key: value}
    return changed


def _without_repeated(view: MeasureView, of_day: list[_Entry]) -> Fix | None:
    """Return the fix that removes what is said twice; of two different entries nobody knows."""
    values = _list_of(view)
    if not all(same(values[entry.place], values[of_day[0].place]) for entry in of_day):
        return None
    spare = {entry.place for entry in of_day[1:]}
    kept = [entry for place, entry in enumerate(values) if place not in spare]
    return setting(labels.REMOVE_REPEATED, view, FIELD, kept, automatic=True)


def _check_value(view: MeasureView, kind: object, entry: _Entry) -> Iterator[Finding]:
    """Yield a value that does not fit the type, or no percentage (WEB-07, DOM-05)."""
    if kind == "binary":
        if entry.value not in _STATUS_VALUES:
            yield _bad_value(view, entry, labels.STATUS_EXPECTED, labels.STATUS_EXAMPLE)
    elif kind in ("percent", "count") and not is_number(entry.value):
        expected = labels.PERCENT_EXPECTED if kind == "percent" else labels.COUNT_EXPECTED
        yield _bad_value(view, entry, expected, labels.NUMBER_EXAMPLE)
    elif kind == "percent" and is_number(entry.value) and not 0 <= entry.value <= 100:
        yield _about("progress_range", view, entry)


def _bad_value(view: MeasureView, entry: _Entry, expected: str, example: str) -> Finding:
    found = labels.MISSING if entry.value in (None, "") else quoted(entry.value)
    return report(
        "progress_value",
        view,
        FIELD,
        place=entry.place,
        fix=Fix(labels.ENTER),
        found=found,
        row=entry.place + 1,
        expected=expected,
        example=example,
    )


def _about(rule: str, view: MeasureView, entry: _Entry, start: str = "", goal: str = "") -> Finding:
    """Return a finding on an entry whose value is a number."""
    found = format_number(entry.value) if is_number(entry.value) else quoted(entry.value)
    place, row = entry.place, entry.place + 1
    return report(rule, view, FIELD, place=place, found=found, row=row, start=start, goal=goal)


def _check_count(view: MeasureView, entries: list[_Entry]) -> Iterator[Finding]:
    """Yield counts outside start and goal, and what a count lacks (WEB-07)."""
    start, goal = view.value("progress_start"), view.value("progress_goal")
    for name, value in (("progress_start", start), ("progress_goal", goal)):
        if value is ABSENT or value is None:
            fix = Fix(labels.ENTER)
            label = view.site.catalogue.field(name).label
            yield report("progress_count_incomplete", view, name, fix=fix, label=label)
    unit = view.value("progress_unit")
    if not (isinstance(unit, str) and unit.strip()):
        yield report("progress_unit", view, "progress_unit", fix=Fix(labels.ENTER))
    for entry in entries:
        if is_number(entry.value):
            if is_number(start) and entry.value < start:
                yield _about("progress_below_start", view, entry, start=format_number(start))
            elif is_number(goal) and entry.value > goal:
                yield _about("progress_above_goal", view, entry, goal=format_number(goal))


def _empty(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    yield report("progress_empty", view, FIELD, fix=Fix(labels.ENTER_STATUS))


def _unordered(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    """Report the wrong order; with faultless days the repair is certain (WEB-04)."""
    entries = _entries(view)
    values = _list_of(view)
    fix = None
    if len(entries) == len(values) and all(parse_date(e.day).iso == e.day for e in entries):
        ordered = [values[entry.place] for entry in sorted(entries, key=lambda e: e.day)]
        fix = setting(labels.SORT, view, FIELD, ordered, automatic=True)
    yield report("progress_order", view, FIELD, fix=fix)


def _asks_readers(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    status = status_sentence(public_status(view.progress, view.site))
    yield report("status_asks_citizens", view, FIELD, fix=Fix(labels.ENTER_STATUS), status=status)


def _beyond_chart(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    end = format_german(view.site.facts.chart_end.isoformat())
    day = format_german(hit.detail)
    yield report("progress_horizon", view, FIELD, place=hit.entry, day=day, end=end)


def _off_axis(view: MeasureView, hit: FaultHit) -> Iterator[Finding]:
    """Report a count the chart cuts off; for percentages there is a rule of its own."""
    if view.value("progress_type") == "count":
        for entry in _entries(view):
            if entry.place == hit.entry:
                yield _about("progress_off_axis", view, entry)


def _goal_off_axis(view: MeasureView, _hit: FaultHit) -> Iterator[Finding]:
    values = [view.value(f"progress_{name}") for name in ("goal", "y_min", "y_max")]
    numbers = [format_number(value) if is_number(value) else "?" for value in values]
    goal, low, high = numbers
    yield report("progress_goal_off_axis", view, "progress_goal", goal=goal, low=low, high=high)


HANDLERS: Final[Mapping[PageFault, Callable[[MeasureView, FaultHit], Iterator[Finding]]]] = {
    PageFault.VALUES_MISSING: _empty,
    PageFault.VALUES_EMPTY: _empty,
    PageFault.VALUES_UNORDERED: _unordered,
    PageFault.ASKS_READERS: _asks_readers,
    PageFault.DATE_BEYOND_CHART: _beyond_chart,
    PageFault.VALUE_OUTSIDE_CHART: _off_axis,
    PageFault.GOAL_OUTSIDE_CHART: _goal_off_axis,
}
