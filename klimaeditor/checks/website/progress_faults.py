"""What a progress record does to the public pages; part of :mod:`.faults`.

The chart exists for the types count and percent only ([measureId].vue:13-18); the days of every
entry are written out for it all the same, so one unreadable day fails the page of any measure.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from klimaeditor.changes import FileName
from klimaeditor.checks.website import facts, js_clock, js_values
from klimaeditor.checks.website.results import FaultHit, PageFault, PublicStatus, Reason
from klimaeditor.checks.website.status import entries_of, public_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.values import Json, Path, Value

_VALUES: Final = ("values",)
_LOADER_FAULTS: Final = {
    Reason.VALUES_MISSING: PageFault.VALUES_MISSING,
    Reason.EMPTY_VALUES: PageFault.VALUES_EMPTY,
    Reason.NULL_ENTRY: PageFault.NULL_ENTRY,
}
_CHART_END: Final = facts.CHART_END.isoformat()


def progress_faults(progress: Value) -> Iterator[FaultHit]:
    """Yield the faults of a raw record of implementations.json; None or ABSENT is no record."""
    status = public_status(progress)
    if status.status in {PublicStatus.UNKNOWN, PublicStatus.STALE}:
        where = () if status.reason_code is Reason.NO_RECORD else _VALUES
        yield _hit(PageFault.ASKS_READERS, where, status.reason_code)
    if js_values.nullish(progress):
        return
    entries = entries_of(progress)
    if isinstance(entries, Reason):
        yield _hit(_LOADER_FAULTS[entries])
        return
    if status.reason_code is Reason.OVER_GOAL:
        yield _hit(PageFault.COUNT_OVER_GOAL, detail=status.detail, entry=len(entries) - 1)
    yield from _day_faults(entries)
    if len(entries) == 1 and js_values.nullish(js_values.member(entries[0], "value")):
        yield _hit(PageFault.ONLY_VALUE_MISSING, entry=0)
    yield from _chart_faults(progress, entries)


def _hit(
    fault: PageFault, path: Path = _VALUES, detail: str = "", entry: int | None = None
) -> FaultHit:
    return FaultHit(fault, FileName.PROGRESS, path, detail, entry)


def _day_faults(entries: list[Json]) -> Iterator[FaultHit]:
    moments: list[int] = []
    for index, entry in enumerate(entries):
        raw = js_values.member(entry, "date")
        moment = js_values.to_moment(raw)
        if moment is None:
            yield _hit(PageFault.DATE_INVALID, detail=js_values.display(raw), entry=index)
            continue
        moments.append(moment)
        day = js_clock.iso_day(moment)
        if not (isinstance(raw, str) and raw.startswith(day)):
            yield _hit(PageFault.DATE_MISREAD, detail=day, entry=index)
    if any(later < earlier for earlier, later in pairwise(moments)):
        yield _hit(PageFault.VALUES_UNORDERED, detail=js_clock.iso_day(max(moments)))


def _chart_faults(progress: Value, entries: list[Json]) -> Iterator[FaultHit]:
    """Yield what lies outside the axes, which are fixed or given ([measureId].vue:324-348)."""
    kind = js_values.member(progress, "type")
    if kind == "percent":
        lowest, highest = 0.0, 100.0
    elif kind == "count":
        lowest, highest = (
            js_values.to_number(js_values.member(progress, key)) for key in ("yMin", "yMax")
        )
    else:
        return
    for index, entry in enumerate(entries):
        moment = js_values.to_moment(js_values.member(entry, "date"))
        if moment is not None and _after_chart(moment):
            day = js_clock.iso_day(moment)
            yield _hit(PageFault.DATE_BEYOND_CHART, detail=day, entry=index)
        if _outside(js_values.member(entry, "value"), lowest, highest):
            yield _hit(PageFault.VALUE_OUTSIDE_CHART, entry=index)
    if _outside(js_values.member(progress, "goal"), lowest, highest) and kind == "count":
        yield _hit(PageFault.GOAL_OUTSIDE_CHART, ("goal",))


def _after_chart(moment: int) -> bool:
    day = js_clock.iso_day(moment)
    return day.startswith("+") or (not day.startswith("-") and day > _CHART_END)


def _outside(value: Value, lowest: float, highest: float) -> bool:
    if not js_values.is_number(value):
        return False
    number = js_values.to_number(value)
    return number < lowest or number > highest
