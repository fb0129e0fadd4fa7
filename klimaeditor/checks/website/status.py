"""The status the public site gives a measure (WEB-05); port of loadData.ts:132-159 and 207-213.

Only the *last* entry of the list counts, not the latest day, and its day comes first: before
2024 everything is out of date, even what is completed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.website import facts, js_clock, js_values
from klimaeditor.checks.website.results import PublicStatus, Reason, StatusResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.values import Json, Value

_STALE_BEFORE_MS: Final = (facts.STALE_BEFORE - date(1970, 1, 1)).days * js_clock.MS_PER_DAY
_BINARY_VALUES: Final = frozenset(PublicStatus) - {PublicStatus.BROKEN}


def public_status(progress: Value) -> StatusResult:
    """Return the status for a raw record of implementations.json; None or ABSENT is no record.

    A day the site cannot read does not make the status stale; the page of the measure fails on
    it later (:func:`klimaeditor.checks.website.page_faults`).
    """
    if js_values.nullish(progress):
        return StatusResult(PublicStatus.UNKNOWN, Reason.NO_RECORD)
    entries = entries_of(progress)
    if isinstance(entries, Reason):
        return StatusResult(PublicStatus.BROKEN, entries)
    moment = js_values.to_moment(js_values.member(entries[-1], "date"))
    if moment is not None and moment < _STALE_BEFORE_MS:
        return StatusResult(PublicStatus.STALE, Reason.STALE_LAST_DATE, js_clock.iso_day(moment))
    value = js_values.member(entries[-1], "value")
    kind = js_values.member(progress, "type")
    judge = _JUDGES.get(kind) if isinstance(kind, str) else None
    if judge is None:
        return StatusResult(PublicStatus.UNKNOWN, Reason.UNKNOWN_TYPE, js_values.display(kind))
    status, reason = judge(progress, value)
    return StatusResult(status, reason, js_values.display(value))


def entries_of(progress: Value) -> list[Json] | Reason:
    """Return the entries of ``values``, at least one, or why the loader fails on them."""
    entries = js_values.member(progress, "values")
    if not isinstance(entries, list):
        return Reason.VALUES_MISSING
    if any(entry is None for entry in entries):
        return Reason.NULL_ENTRY
    return entries or Reason.EMPTY_VALUES


def _percent(_progress: Value, value: Value) -> tuple[PublicStatus, Reason]:
    if not js_values.is_number(value):
        return PublicStatus.UNKNOWN, Reason.WRONG_TYPE
    if value == 100:
        return PublicStatus.COMPLETED, Reason.PERCENT_FULL
    if value > 0:
        return PublicStatus.IN_PROGRESS, Reason.PERCENT_STARTED
    return PublicStatus.UNKNOWN, Reason.ZERO_PERCENT


def _count(progress: Value, value: Value) -> tuple[PublicStatus, Reason]:
    if not js_values.is_number(value):
        return PublicStatus.UNKNOWN, Reason.WRONG_TYPE
    goal = js_values.member(progress, "goal")
    if js_values.same_number(value, goal):
        return PublicStatus.COMPLETED, Reason.COUNT_GOAL
    number = js_values.to_number(value)
    start = js_values.to_number(js_values.member(progress, "start"))
    if number >= start:
        over = js_values.is_number(goal) and number > js_values.to_number(goal)
        return PublicStatus.IN_PROGRESS, Reason.OVER_GOAL if over else Reason.COUNT_STARTED
    comparable = number < start
    return PublicStatus.UNKNOWN, Reason.BELOW_START if comparable else Reason.START_MISSING


def _binary(_progress: Value, value: Value) -> tuple[PublicStatus, Reason]:
    if not isinstance(value, str):
        return PublicStatus.UNKNOWN, Reason.WRONG_TYPE
    if value in _BINARY_VALUES:
        return PublicStatus(value), Reason.BINARY_VALUE
    return PublicStatus.UNKNOWN, Reason.BINARY_INVALID


_JUDGES: Final[dict[str, Callable[[Value, Value], tuple[PublicStatus, Reason]]]] = {
    "percent": _percent,
    "count": _count,
    "binary": _binary,
}


def news_status(progress: Value) -> PublicStatus:
    """Return the status under „Was gibt es Neues?“, which has rules of its own (News.vue:18-36).

    It looks at no day, takes a count *over* its goal as completed where the other pages insist
    on equal, and calls every other count and percentage in progress. Only the measures in
    :data:`klimaeditor.checks.website.facts.NEWS_IDS` are shown there.
    """
    if js_values.nullish(progress):
        return PublicStatus.UNKNOWN
    entries = entries_of(progress)
    if isinstance(entries, Reason):
        return PublicStatus.BROKEN
    value = js_values.member(entries[-1], "value")
    kind = js_values.member(progress, "type")
    if kind == "binary":
        return _binary(progress, value)[0]
    if kind == "percent":
        done = js_values.same_number(value, 100)
    elif kind == "count":
        goal = js_values.to_number(js_values.member(progress, "goal"))
        done = js_values.parse_int(value) >= goal
    else:
        return PublicStatus.UNKNOWN
    return PublicStatus.COMPLETED if done else PublicStatus.IN_PROGRESS


def detail_line(progress: Value) -> str:
    """Return the line under the summary of the detail page ([measureId].vue:19-33).

    It looks at no day either, so „Erreicht“ may stand above „Frage nach!“. Counts have a chart
    only; a measure without a record is „Nicht erreicht“ (loadData.ts:181-190).
    """
    if js_values.nullish(progress):
        return "Aktueller Status: Nicht erreicht"
    entries = entries_of(progress)
    if isinstance(entries, Reason):
        return ""
    value = js_values.member(entries[-1], "value")
    kind = js_values.member(progress, "type")
    if kind == "percent":
        return f"{js_values.display(value)} % erreicht"
    if kind == "binary":
        return f"Aktueller Status: {'Erreicht' if value == 'completed' else 'Nicht erreicht'}"
    return ""
