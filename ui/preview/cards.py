"""The page as cards: the parts of the site, and before and after them what breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.checks.website import Effect
from klimaeditor.publish.page import Item, Part, Role
from ui.preview import texts
from ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.publish.page import Chart, Mark, Page, PageSection

_TONES = {Part.TAKE_PART: Tone.ACCENT, Part.ASK: Tone.WARNING}


@dataclass(frozen=True, slots=True)
class Card:
    """One card: heading, line below it, items; *tone* colours it, *folded* items start hidden."""

    key: str
    title: str
    line: str
    items: tuple[Item, ...]
    tone: Tone | None = None
    folded: bool = False
    chart: Chart | None = None


def cards_of(page: Page) -> tuple[Card, ...]:
    """Return the cards of a page from top to bottom."""
    return tuple(_cards(page))


def _cards(page: Page) -> Iterator[Card]:
    if page.effect is not None:
        whole = page.effect is Effect.SITE_FAILS
        title = texts.SITE_FAILS if whole else texts.PAGE_FAILS
        line = texts.SITE_FAILS_LINE if whole else texts.PAGE_FAILS_LINE
        yield Card("failures", title, line, _items("failure", page.failures), Tone.ERROR)
    for section in page.sections:
        yield _card(section, page.chart if section.part is Part.HEAD else None)
    loose = tuple(mark for mark in page.loose if not mark.stops_page)
    if loose:
        yield Card("loose", texts.LOOSE, texts.LOOSE_LINE, _items("loose", loose), Tone.NEUTRAL)


def _card(section: PageSection, chart: Chart | None) -> Card:
    if section.part is Part.RAW:
        title = texts.RAW_HEADING.format(group=section.title)
        return Card(section.key, title, section.subtitle, section.items, folded=True)
    tone = _TONES.get(section.part)
    return Card(section.key, section.title, section.subtitle, section.items, tone, chart=chart)


def _items(name: str, marks: Iterable[Mark]) -> tuple[Item, ...]:
    """Return one item for each fault: its sentence, and its caption as the mark."""
    return tuple(
        Item(f"{name}/{number}", Role.TEXT, "", mark.message or mark.caption, mark.field,
             place=mark.place, marks=(mark,) if mark.message else ())
        for number, mark in enumerate(marks)
    )  # fmt: skip
