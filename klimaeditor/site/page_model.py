"""What a public page is made of; plain data, every text of it plain text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.site.status import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.model.findings import Severity
    from klimaeditor.site.status import PageFault, PublicStatus, StatusResult


# --- What a public page is made of; plain data, every text of it plain text ----------------------


class PagePart(StrEnum):
    """The parts of the page from top to bottom."""

    HEAD = "head"
    LINKS = "links"
    TAKE_PART = "take_part"
    ASK = "ask"
    ABOUT = "about"
    EFFECTS = "effects"
    IMPLEMENTATION = "implementation"
    RAW = "raw"


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
    entry of a list.
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
