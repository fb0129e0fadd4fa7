"""What a public page says of a measure in general: statuses, parts, and the words a site fixes.

A profile fills the words and the order (:class:`klimaeditor.model.catalogue.SiteProfile`).
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import TYPE_CHECKING

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field


class PublicStatus(StrEnum):
    """The status the site gives a measure; BROKEN where the whole site fails instead."""

    UNKNOWN = "unknown"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    STALE = "stale"
    BROKEN = "broken"


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


class PagePart(StrEnum):
    """The parts of a public page; each profile has an order of its own."""

    HEAD = "head"
    LINKS = "links"
    TAKE_PART = "take_part"
    ASK = "ask"
    ABOUT = "about"
    EFFECTS = "effects"
    IMPLEMENTATION = "implementation"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a site prints of its own accord.

    *statuses* are the words of lists and tiles, *reached* and *missed* those of the page itself.
    *headings* stand over the parts, *subtitles* below them, *steps* over the timeline. *ask_text*
    and *ask_button* are the box for what is out of date, which leads to *ask_target*. *chart*
    stands for a chart without a name, *no_cost* for no amount; *news* and *offers* are the lists
    of the home page.
    """

    statuses: Mapping[PublicStatus, str]
    reached: str
    missed: str
    headings: Mapping[PagePart, str]
    subtitles: Mapping[PagePart, str]
    steps: str
    ask_text: str
    ask_button: str
    ask_target: str
    chart: str
    no_cost: str
    news: str
    offers: str

    @property
    def ask(self) -> str:
        """The heading of the box that sends readers to ask."""
        return self.headings[PagePart.ASK]


@dataclass(frozen=True, slots=True)
class PageLayout:
    """The order of a page: its *parts*, and the *rows* with a label, each with its part.

    The parts that are *always* there stand on the page even with nothing in them. *html* are the
    rows whose text the page takes as HTML; the timeline and the raw data do so, too.
    """

    parts: tuple[PagePart, ...]
    rows: tuple[tuple[PagePart, FieldName], ...]
    always: frozenset[PagePart]
    html: tuple[FieldName, ...] = ()

    def prints_as_text(self, field: Field) -> bool:
        """Whether a text of the contract is printed as it is, besides being HTML elsewhere."""
        rows = (name for _, name in self.rows)
        return field.is_contract_text and field.name in rows and field.name not in self.html
