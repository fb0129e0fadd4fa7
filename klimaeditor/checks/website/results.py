"""What the port of the public site reports: statuses, faults, rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.changes import FileName
    from klimaeditor.values import Path


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


class Reason(StrEnum):
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

    *detail* is an ISO day for STALE_LAST_DATE, else the deciding value or type as text.
    """

    status: PublicStatus
    reason_code: Reason
    detail: str = ""


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
    COUNT_OVER_GOAL = auto()
    ASKS_READERS = auto()

    OUTLINE_MISSING = auto()
    CARD_TITLE_FAILS = auto()
    DESCRIPTION_MISSING = auto()
    TEXT_NOT_TEXT = auto()
    GROUP_FAILS = auto()
    GROUP_MISREAD = auto()
    TITLE_EMPTY = auto()
    ROW_EMPTY = auto()
    FILTER_TEXT_FAILS = auto()
    FILTER_MISSES = auto()

    ID_UNUSABLE = auto()
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


_EFFECTS: Final[Mapping[PageFault, Effect]] = MappingProxyType(
    {
        PageFault.VALUES_MISSING: Effect.SITE_FAILS,
        PageFault.VALUES_EMPTY: Effect.SITE_FAILS,
        PageFault.NULL_ENTRY: Effect.SITE_FAILS,
        PageFault.DATE_INVALID: Effect.PAGE_FAILS,
        PageFault.OUTLINE_MISSING: Effect.PAGE_FAILS,
        PageFault.DESCRIPTION_MISSING: Effect.PAGE_FAILS,
        PageFault.TEXT_NOT_TEXT: Effect.PAGE_FAILS,
        PageFault.GROUP_FAILS: Effect.PAGE_FAILS,
        PageFault.COST_MISSING: Effect.PAGE_FAILS,
        PageFault.LINK_NULL: Effect.PAGE_FAILS,
        PageFault.ONLY_VALUE_MISSING: Effect.LIST_FAILS,
        PageFault.CARD_TITLE_FAILS: Effect.LIST_FAILS,
        PageFault.FILTER_TEXT_FAILS: Effect.FILTER_FAILS,
        PageFault.CATEGORY_NOT_LISTED: Effect.DATA_ONLY,
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
