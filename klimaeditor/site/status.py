"""The status the public site gives a measure (WEB-05); port of loadData.ts:132-159 and 207-213.

Only the last entry of the list counts, not the latest day, and its day comes first: before
2024 everything is out of date, even what is completed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.model.publicpage import PublicStatus, StatusReason, StatusResult
from klimaeditor.model.values import is_number
from klimaeditor.site import javascript

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Value

_EPOCH: Final = date(1970, 1, 1)
_BINARY_VALUES: Final = frozenset(PublicStatus) - {PublicStatus.BROKEN}


def public_status(progress: Value, site: SiteProfile) -> StatusResult:
    """Return the status for a raw record of implementations.json; None or ABSENT is no record.

    A day the site cannot read does not make the status stale; the page of the measure fails on
    it later (:func:`klimaeditor.site.faults.page_faults`).
    """
    if javascript.nullish(progress):
        return StatusResult(PublicStatus.UNKNOWN, StatusReason.NO_RECORD)
    entries = entries_of(progress, site)
    if isinstance(entries, StatusReason):
        return StatusResult(PublicStatus.BROKEN, entries)
    stale_before = (site.facts.stale_before - _EPOCH).days * javascript.MS_PER_DAY
    moment = site.program.moment(javascript.member(entries[-1], "date"))
    if moment is not None and moment < stale_before:
        day, limit = javascript.iso_day(moment), site.facts.stale_before.isoformat()
        return StatusResult(PublicStatus.STALE, StatusReason.STALE_LAST_DATE, day, limit)
    value = javascript.member(entries[-1], "value")
    kind = of_progress(progress, "progress_type", site)
    judge = _JUDGES.get(kind) if isinstance(kind, str) else None
    if judge is None:
        return StatusResult(
            PublicStatus.UNKNOWN, StatusReason.UNKNOWN_TYPE, javascript.display(kind)
        )
    status, reason = judge(progress, value, site)
    return StatusResult(status, reason, javascript.display(value))


def of_progress(progress: Value, name: FieldName, site: SiteProfile) -> Value:
    """Return the value of a field in a raw record of implementations.json."""
    return javascript.at(progress, site.catalogue.path(name))


def entries_of(progress: Value, site: SiteProfile) -> list[Json] | StatusReason:
    """Return the entries of ``values``, at least one, or why the loader fails on them."""
    entries = of_progress(progress, "progress_values", site)
    if not isinstance(entries, list):
        return StatusReason.VALUES_MISSING
    if any(entry is None for entry in entries):
        return StatusReason.NULL_ENTRY
    return entries or StatusReason.EMPTY_VALUES


def _percent(
    _progress: Value, value: Value, _site: SiteProfile
) -> tuple[PublicStatus, StatusReason]:
    if not is_number(value):
        return PublicStatus.UNKNOWN, StatusReason.WRONG_TYPE
    if value == 100:
        return PublicStatus.COMPLETED, StatusReason.PERCENT_FULL
    if value > 0:
        return PublicStatus.IN_PROGRESS, StatusReason.PERCENT_STARTED
    return PublicStatus.UNKNOWN, StatusReason.ZERO_PERCENT


def _count(progress: Value, value: Value, site: SiteProfile) -> tuple[PublicStatus, StatusReason]:
    if not is_number(value):
        return PublicStatus.UNKNOWN, StatusReason.WRONG_TYPE
    goal = of_progress(progress, "progress_goal", site)
    if javascript.same_number(value, goal):
        return PublicStatus.COMPLETED, StatusReason.COUNT_GOAL
    number = javascript.to_number(value)
    start = javascript.to_number(of_progress(progress, "progress_start", site))
    if number >= start:
        over = is_number(goal) and number > javascript.to_number(goal)
        return (
            PublicStatus.IN_PROGRESS,
            StatusReason.OVER_GOAL if over else StatusReason.COUNT_STARTED,
        )
    comparable = number < start
    return (
        PublicStatus.UNKNOWN,
        StatusReason.BELOW_START if comparable else StatusReason.START_MISSING,
    )


def _binary(
    _progress: Value, value: Value, _site: SiteProfile
) -> tuple[PublicStatus, StatusReason]:
    if not isinstance(value, str):
        return PublicStatus.UNKNOWN, StatusReason.WRONG_TYPE
    if value in _BINARY_VALUES:
        return PublicStatus(value), StatusReason.BINARY_VALUE
    return PublicStatus.UNKNOWN, StatusReason.BINARY_INVALID


_Judge: TypeAlias = "Callable[[Value, Value, SiteProfile], tuple[PublicStatus, StatusReason]]"
_JUDGES: Final[Mapping[str, _Judge]] = {
    "percent": _percent,
    "count": _count,
    "binary": _binary,
}


def news_status(progress: Value, site: SiteProfile) -> PublicStatus:
    """Return the status under „Was gibt es Neues?“, which has rules of its own (News.vue:18-36).

    It looks at no day, takes a count *over* its goal as completed where the other pages insist
    on equal, and calls every other count and percentage in progress. Only the measures that the
    profile calls news are shown there.
    """
    if javascript.nullish(progress):
        return PublicStatus.UNKNOWN
    entries = entries_of(progress, site)
    if isinstance(entries, StatusReason):
        return PublicStatus.BROKEN
    value = javascript.member(entries[-1], "value")
    kind = of_progress(progress, "progress_type", site)
    if kind == "binary":
        return _binary(progress, value, site)[0]
    if kind == "percent":
        done = javascript.same_number(value, 100)
    elif kind == "count":
        goal = javascript.to_number(of_progress(progress, "progress_goal", site))
        done = javascript.parse_int(value) >= goal
    else:
        return PublicStatus.UNKNOWN
    return PublicStatus.COMPLETED if done else PublicStatus.IN_PROGRESS


def detail_word(progress: Value, site: SiteProfile) -> str:
    """Return „Erreicht“ or „Nicht erreicht“ where the detail page prints one of these, else "".

    It looks at no day, so „Erreicht“ may stand above „Frage nach!“; a measure without a record is
    „Nicht erreicht“ (loadData.ts:181-190).
    """
    if javascript.nullish(progress):
        return site.words.missed
    entries = entries_of(progress, site)
    if (
        isinstance(entries, StatusReason)
        or of_progress(progress, "progress_type", site) != "binary"
    ):
        return ""
    done = javascript.member(entries[-1], "value") == "completed"
    return site.words.reached if done else site.words.missed


def detail_line(progress: Value, site: SiteProfile) -> str:
    """Return the line under the summary of the detail page ([measureId].vue:19-33).

    Percentages are printed as they are; counts have a chart only.
    """
    word = detail_word(progress, site)
    if word:
        return f"Aktueller Status: {word}"
    entries = entries_of(progress, site)
    percent = of_progress(progress, "progress_type", site) == "percent"
    if isinstance(entries, StatusReason) or not percent:
        return ""
    return f"{javascript.display(javascript.member(entries[-1], 'value'))} % erreicht"
