"""What a public page is made of; plain data, every text of it plain text."""

from __future__ import annotations

from enum import StrEnum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.publicpage import PagePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klimaeditor.model.changes import FileName
    from klimaeditor.model.findings import Severity
    from klimaeditor.model.publicpage import PublicStatus, StatusResult
    from klimaeditor.model.values import Path


# --- What the port of the public site reports: faults and rows ------------------------------------


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

    *part* is where it stands, with *step* as a card of the timeline there; *label* is empty where
    the page prints none. *text* is the raw value: where the page takes it as HTML, line breaks and
    tabs in it become markup. *target* is where a link leads. A row with *shown* False is left
    out by the page.
    """

    part: PagePart
    label: str
    file: FileName
    field_path: Path
    text: str
    shown: bool = True
    target: str = ""
    step: bool = False


# --- What a public page is made of ---------------------------------------------------------------


class ItemRole(StrEnum):
    """How an item looks."""

    TITLE = "title"
    TAG = "tag"
    TEXT = "text"
    CHART = "chart"
    LINK = "link"
    BUTTON = "button"
    ROW = "row"
    HEADING = "heading"
    STEP = "step"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class PageMark:
    """One fault at one place.

    *caption* are a few words, *message* the whole sentence. *rule* is the id of the finding's rule,
    "" where no rule speaks of it; *fault* and *effect* say what the site does with it, both None
    for findings that only people notice. *field* and *place* (entry of a list, from 0) lead there.
    """

    caption: str
    message: str
    severity: Severity
    rule: str
    field: str
    fault: PageFault | None = None
    effect: Effect | None = None
    place: int | None = None

    @property
    def stops_page(self) -> bool:
        """Whether visitors get an error page instead."""
        return self.effect in {Effect.SITE_FAILS, Effect.PAGE_FAILS}


@dataclass(frozen=True, slots=True)
class PageItem:
    """One thing the page prints.

    *key* tells it from the others of the page. *label* is what the page prints before it, "" where
    it prints nothing; *text* is the value as printed: white space as a browser keeps it, "" for an
    empty row. *note* is the day on a card of the timeline, or why a status reads otherwise
    elsewhere; *target* is where a link would lead.
    *field* is the catalogue name the value comes from, *field_label* its public label, *place* the
    entry of a list. *status* is the one that a tile tells.
    """

    key: str
    role: ItemRole
    label: str
    text: str
    field: str
    note: str = ""
    target: str = ""
    place: int | None = None
    marks: tuple[PageMark, ...] = ()
    field_label: str = ""
    status: PublicStatus | None = None


@dataclass(frozen=True, slots=True)
class PageSection:
    """A heading of the page with its line below, and what stands under it."""

    part: PagePart
    title: str
    subtitle: str
    items: tuple[PageItem, ...]

    @property
    def key(self) -> str:
        """What tells the section from the others of the page."""
        return f"{self.part}/{self.title}" if self.part is PagePart.RAW else self.part.value


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One entry as the chart gets it: UTC day, height (None: not drawn), inside the axes or not."""

    day: str
    height: float | None
    text: str
    inside: bool
    place: int


@dataclass(frozen=True, slots=True)
class PageChart:
    """The line chart of the page ([measureId].vue:300-385): points in stored order, as steps.

    *low* and *high* are None where the data names no end and the chart chooses one. *astray* names
    the lines, "start" and "goal", that have no height and are drawn from corner to corner.
    """

    label: str
    unit: str
    first_day: str
    last_day: str
    low: float | None
    high: float | None
    start: float | None
    goal: float | None
    points: tuple[ChartPoint, ...]
    astray: tuple[str, ...] = ()


_SHARED: Final = {
    "progress_": "progress_values",
    "user_action_": "user_action_label",
    "category_id": "category",
}
"""Beginning of the names of fields shown together -> the field of the item for all of them."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The whole page. *loose* are faults of other pages, or of what this one does not print."""

    status: StatusResult
    sections: tuple[PageSection, ...]
    chart: PageChart | None = None
    loose: tuple[PageMark, ...] = ()

    def items(self) -> Iterator[PageItem]:
        """Yield all items from top to bottom."""
        for section in self.sections:
            yield from section.items

    def item_for(self, field: str) -> PageItem | None:
        """Return the item that shows a field best, None where the page does not print it.

        An item of its own comes before one that another field shares, such as the chart; the raw
        data comes last.
        """
        shown = [item for item in self.items() if item.role is not ItemRole.HEADING]
        found = [item for item in shown if item.field == field]
        if not found:
            shared = next((to for name, to in _SHARED.items() if field.startswith(name)), None)
            found = [item for item in shown if item.field == shared]
        above = [item for item in found if not item.key.startswith(f"{PagePart.RAW}/")]
        return next(iter([*above, *found]), None)

    def marks(self) -> Iterator[PageMark]:
        """Yield every mark once for each item it stands at, then the loose ones."""
        for item in self.items():
            yield from item.marks
        yield from self.loose

    @property
    def failures(self) -> tuple[PageMark, ...]:
        """The faults because of which visitors get an error page, each once."""
        return tuple(dict.fromkeys(mark for mark in self.marks() if mark.stops_page))

    @property
    def effect(self) -> Effect | None:
        """SITE_FAILS or PAGE_FAILS where visitors get an error page, else None."""
        effects = {mark.effect for mark in self.failures}
        if Effect.SITE_FAILS in effects:
            return Effect.SITE_FAILS
        return Effect.PAGE_FAILS if effects else None


@dataclass(frozen=True, slots=True)
class PublicTile:
    """A measure as one of the site's lists shows it: which list, and what stands there.

    *status* is the one that list gives the measure; lists have rules of their own.
    """

    key: str
    heading: str
    status: PublicStatus
    items: tuple[PageItem, ...]
