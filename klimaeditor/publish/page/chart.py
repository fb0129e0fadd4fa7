"""The progress chart of the page: axes, steps, start and goal; port of [measureId].vue:300-385."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.website import facts, js_clock, js_values
from klimaeditor.checks.website.results import Reason
from klimaeditor.checks.website.status import entries_of
from klimaeditor.publish.page import texts
from klimaeditor.publish.page.model import Chart, ChartPoint
from klimaeditor.publish.page.printed import in_one_line
from klimaeditor.values import ABSENT

if TYPE_CHECKING:
    from klimaeditor.values import Json, Value

_USUAL_START: Final = "2023-01-01"
_KINDS: Final = ("percent", "count")


def chart_of(progress: Value) -> Chart | None:
    """Return the chart for a raw record of implementations.json, None where the page has none.

    None is also returned where the site fails before it could draw.
    """
    kind = js_values.member(progress, "type")
    entries = entries_of(progress)
    if kind not in _KINDS or isinstance(entries, Reason):
        return None
    counts = kind == "count"
    low, high = (_end(progress, key) for key in ("yMin", "yMax")) if counts else (0.0, 100.0)
    label = js_values.member(progress, "label")
    unit = js_values.member(progress, "unit")
    first = _first_day(entries)
    return Chart(
        label=in_one_line(
            js_values.to_text(label) if js_values.truthy(label) else texts.CHART_LEGEND
        ),
        unit=in_one_line(js_values.display(unit)) if counts else texts.PERCENT,
        first_day=first,
        last_day=facts.CHART_END.isoformat(),
        low=low,
        high=high,
        start=_end(progress, "start") if counts else None,
        goal=_end(progress, "goal") if counts else None,
        points=tuple(_point(entry, place, first, low, high) for place, entry in enumerate(entries)),
    )


def meter_of(progress: Value) -> str | None:
    """Return the words beside the meter of a percentage, None for other kinds.

    PrimeVue's meter holds the value between 0 and 100, rounds it and takes a missing one for 0.
    """
    entries = entries_of(progress)
    if js_values.member(progress, "type") != "percent" or isinstance(entries, Reason):
        return None
    value = js_values.member(entries[-1], "value")
    share = 0.0 if value is ABSENT else js_values.to_number(value)
    held = share if math.isnan(share) else float(math.floor(max(0.0, min(100.0, share)) + 0.5))
    return texts.meter(js_values.number_text(held))


def _first_day(entries: list[Json]) -> str:
    moment = js_values.to_moment(js_values.member(entries[0], "date"))
    day = "" if moment is None else js_clock.iso_day(moment)
    return day if day and day < facts.STALE_BEFORE.isoformat() else _USUAL_START


def _end(progress: Value, key: str) -> float | None:
    """Return a number of the record, None where there is none that could be drawn."""
    value = js_values.member(progress, key)
    return _finite(js_values.to_number(value)) if not js_values.nullish(value) else None


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _point(
    entry: Json, place: int, first: str, low: float | None, high: float | None
) -> ChartPoint:
    moment = js_values.to_moment(js_values.member(entry, "date"))
    day = "" if moment is None else js_clock.iso_day(moment)
    value = js_values.member(entry, "value")
    height = None if js_values.nullish(value) else _finite(js_values.to_number(value))
    inside = (
        height is not None
        and first <= day <= facts.CHART_END.isoformat()
        and (low is None or height >= low)
        and (high is None or height <= high)
    )
    return ChartPoint(day, height, in_one_line(js_values.display(value)), inside, place)
