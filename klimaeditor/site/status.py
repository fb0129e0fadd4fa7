"""The status the public site gives a measure (WEB-05); port of loadData.ts:132-159 and 207-213.

Only the last entry of the list counts, not the latest day, and its day comes first: before
2024 everything is out of date, even what is completed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.site import javascript

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.changes import FileName
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Path, Value


# --- words ---------------------------------------------------------------------------------------


def elsewhere(word: str) -> str:
    """Return why the page says another word for the status than lists and tiles do."""
    return (
        f"In Listen und Kacheln steht „{word}“. Die Seite selbst kennt nur „Erreicht“ und "
        "„Nicht erreicht“."
    )


# --- What the port of the public site reports: statuses, faults, rows ----------------------------


class PublicStatus(StrEnum):
    """The status the site gives a measure; BROKEN where the whole site fails instead."""

    UNKNOWN = "unknown"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    STALE = "stale"
    BROKEN = "broken"


STATUS_WORDS: Final[Mapping[PublicStatus, str]] = MappingProxyType(
    {
        PublicStatus.COMPLETED: "Abgeschlossen",
        PublicStatus.IN_PROGRESS: "In Bearbeitung",
        PublicStatus.STALE: "Veraltet",
        PublicStatus.UNKNOWN: "Unbekannt",
    }
)
"""The site's own words (CategoryAccordion.vue:57-80, NewsCard.vue)."""


class StatusReason(StrEnum):
    """Why a measure has its status; one per branch of loadData.ts:132-159."""

    NO_RECORD = auto()
    VALUES_MISSING = auto()
    EMPTY_VALUES = auto()
    NULL_ENTRY = auto()
    STALE_LAST_DATE = auto()
    PERCENT_FULL = auto()
    PERCENT_STARTED = auto()
    ZERO_PERCENT = auto()
    COUNT_GOAL = auto()
    COUNT_STARTED = auto()
    OVER_GOAL = auto()
    BELOW_START = auto()
    START_MISSING = auto()
    BINARY_VALUE = auto()
    BINARY_INVALID = auto()
    WRONG_TYPE = auto()
    UNKNOWN_TYPE = auto()


@dataclass(frozen=True, slots=True)
class StatusResult:
    """A status, its reason, and the value or day that decided, as the site reads it.

    *detail* is an ISO day for STALE_LAST_DATE, else the deciding value or type as text; *limit* is
    the ISO day before which it counts as out of date, "" for other reasons.
    """

    status: PublicStatus
    reason_code: StatusReason
    detail: str = ""
    limit: str = ""


class Effect(StrEnum):
    """What a fault does to the site."""

    SITE_FAILS = auto()
    """Every page shows an error: the loader that all of them call fails."""
    PAGE_FAILS = auto()
    """The page of this measure shows an error."""
    LIST_FAILS = auto()
    """The page of its category does; the home page too while the measure is shown on it."""
    FILTER_FAILS = auto()
    """The home page does as soon as someone filters by responsible body."""
    MISLEADS = auto()
    """The pages work, but show nothing, too little or something wrong."""
    DATA_ONLY = auto()
    """Only readers of the data notice."""
    NO_DATA_CURES = auto()
    """A fault of the site itself: whatever the records say, it stays until the site is mended."""


class PageFault(StrEnum):
    """One way in which a record breaks or bends the public pages (section 0.2)."""

    VALUES_MISSING = auto()
    VALUES_EMPTY = auto()
    NULL_ENTRY = auto()
    DATE_INVALID = auto()
    DATE_MISREAD = auto()
    DATE_BEYOND_CHART = auto()
    VALUES_UNORDERED = auto()
    ONLY_VALUE_MISSING = auto()
    VALUE_OUTSIDE_CHART = auto()
    GOAL_OUTSIDE_CHART = auto()
    LINE_ASTRAY = auto()
    AXIS_WITHOUT_HEIGHT = auto()
    COUNT_OVER_GOAL = auto()
    ASKS_READERS = auto()

    OUTLINE_MISSING = auto()
    CARD_TITLE_FAILS = auto()
    DESCRIPTION_MISSING = auto()
    TEXT_NOT_TEXT = auto()
    RAW_GROUP_EMPTY = auto()
    GROUP_FAILS = auto()
    GROUP_MISREAD = auto()
    TITLE_EMPTY = auto()
    ROW_EMPTY = auto()
    FILTER_TEXT_FAILS = auto()
    FILTER_MISSES = auto()

    ID_UNUSABLE = auto()
    ID_RESERVED = auto()
    CATEGORY_ID_UNUSABLE = auto()
    CATEGORY_NAME_UNKNOWN = auto()
    CATEGORY_NOT_LISTED = auto()

    COST_MISSING = auto()
    COST_NAN = auto()
    COST_NOT_A_NUMBER = auto()
    STATE_NOT_AN_OBJECT = auto()
    LINKS_NOT_A_LIST = auto()
    LINK_NULL = auto()
    LINK_WITHOUT_TARGET = auto()
    LINK_WITHOUT_TITLE = auto()
    ACTION_NOT_AN_OBJECT = auto()
    ACTION_WITHOUT_TARGET = auto()
    ACTION_WITHOUT_LABEL = auto()

    STATE_CARD_FIXED = auto()
    LOST_ON_DIRECT_LOAD = auto()


_EFFECTS: Final[Mapping[PageFault, Effect]] = MappingProxyType(
    {
        PageFault.VALUES_MISSING: Effect.SITE_FAILS,
        PageFault.VALUES_EMPTY: Effect.SITE_FAILS,
        PageFault.NULL_ENTRY: Effect.SITE_FAILS,
        PageFault.ID_RESERVED: Effect.SITE_FAILS,
        PageFault.DATE_INVALID: Effect.PAGE_FAILS,
        PageFault.OUTLINE_MISSING: Effect.PAGE_FAILS,
        PageFault.DESCRIPTION_MISSING: Effect.PAGE_FAILS,
        PageFault.TEXT_NOT_TEXT: Effect.PAGE_FAILS,
        PageFault.COST_MISSING: Effect.PAGE_FAILS,
        PageFault.LINK_NULL: Effect.PAGE_FAILS,
        PageFault.ONLY_VALUE_MISSING: Effect.LIST_FAILS,
        PageFault.CARD_TITLE_FAILS: Effect.LIST_FAILS,
        PageFault.FILTER_TEXT_FAILS: Effect.FILTER_FAILS,
        PageFault.CATEGORY_NOT_LISTED: Effect.DATA_ONLY,
        PageFault.DATE_BEYOND_CHART: Effect.NO_DATA_CURES,
        PageFault.STATE_CARD_FIXED: Effect.NO_DATA_CURES,
        PageFault.LOST_ON_DIRECT_LOAD: Effect.NO_DATA_CURES,
    }
)


@dataclass(frozen=True, slots=True)
class FaultHit:
    """One fault at one place.

    *field_path* ends at the list where the fault is in an entry of it; *entry* counts from 0.
    *detail* is a bare value for a message, such as the day the site reads from a misread date.
    """

    fault: PageFault
    file: FileName
    field_path: Path
    detail: str = ""
    entry: int | None = None

    @property
    def effect(self) -> Effect:
        """What the fault does to the site."""
        return _EFFECTS.get(self.fault, Effect.MISLEADS)


@dataclass(frozen=True, slots=True)
class CostLine:
    """The text after „Kosten der Maßnahme“; empty where the page fails on it."""

    text: str
    fault: PageFault | None = None


@dataclass(frozen=True, slots=True)
class PageRow:
    """One piece of text of the detail page, with the field it comes from.

    *section* is the heading above it, empty for the head of the page; *label* is empty where the
    page prints none. *text* is the raw value: where the page takes it as HTML, line breaks and
    tabs in it become markup. *target* is where a link leads. A row with *shown* False is left
    out by the page.
    """

    section: str
    label: str
    file: FileName
    field_path: Path
    text: str
    shown: bool = True
    target: str = ""


# --- The status the public site gives a measure (WEB-05); port of loadData.ts:132-159 and 207-213

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
    moment = javascript.to_moment(javascript.member(entries[-1], "date"))
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
    if not javascript.is_number(value):
        return PublicStatus.UNKNOWN, StatusReason.WRONG_TYPE
    if value == 100:
        return PublicStatus.COMPLETED, StatusReason.PERCENT_FULL
    if value > 0:
        return PublicStatus.IN_PROGRESS, StatusReason.PERCENT_STARTED
    return PublicStatus.UNKNOWN, StatusReason.ZERO_PERCENT


def _count(progress: Value, value: Value, site: SiteProfile) -> tuple[PublicStatus, StatusReason]:
    if not javascript.is_number(value):
        return PublicStatus.UNKNOWN, StatusReason.WRONG_TYPE
    goal = of_progress(progress, "progress_goal", site)
    if javascript.same_number(value, goal):
        return PublicStatus.COMPLETED, StatusReason.COUNT_GOAL
    number = javascript.to_number(value)
    start = javascript.to_number(of_progress(progress, "progress_start", site))
    if number >= start:
        over = javascript.is_number(goal) and number > javascript.to_number(goal)
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
        return _MISSED
    entries = entries_of(progress, site)
    if (
        isinstance(entries, StatusReason)
        or of_progress(progress, "progress_type", site) != "binary"
    ):
        return ""
    return _REACHED if javascript.member(entries[-1], "value") == "completed" else _MISSED


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


_REACHED, _MISSED = "Erreicht", "Nicht erreicht"


def why_two_words(view: MeasureView) -> str:
    """Return why the line below the summary has another word than lists and tiles, or ""."""
    word = STATUS_WORDS.get(public_status(view.progress, view.site).status, "")
    return elsewhere(word) if word and detail_word(view.progress, view.site) else ""
