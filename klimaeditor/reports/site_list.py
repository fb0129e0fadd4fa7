"""What no data can cure: a short list for the maintainers of the website, with the place in code.

The preview marks the same at each measure (:data:`klimaeditor.site.page_marks.SITE_ITSELF`); here
it stands once, with how many measures it concerns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import format_german
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.site.page import page_of
from klimaeditor.site.page_model import Effect, PageFault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

HEADING: Final = "# Für die Betreuung der Website"
INTRODUCTION: Final = (
    "Stand {day}; verglichen mit der Website am {version}. Was hier steht, kann keine Angabe im "
    "Datensatz ändern."
)
WHERE: Final = "Ort im Code: {place}"
PROPOSAL: Final = "Vorschlag: {remedy}"


@dataclass(frozen=True, slots=True)
class SiteItem:
    """One fault of the site: what it is, how many measures it concerns, where it stands."""

    fault: PageFault
    title: str
    seen: str
    remedy: str
    measures: int
    place: str


_TITLES: Final[Mapping[PageFault, str]] = {
    PageFault.STATE_CARD_FIXED: "Sachstand mit fester Überschrift und festem Tag",
    PageFault.DATE_BEYOND_CHART: "Zeitachse des Diagramms mit festem Ende",
    PageFault.LOST_ON_DIRECT_LOAD: "Texte fehlen, wenn eine Seite direkt aufgerufen wird",
}
"""The faults in the order of the list."""
_REMEDIES: Final[Mapping[PageFault, str]] = {
    PageFault.STATE_CARD_FIXED: "Überschrift und Tag aus den Angaben des Sachstands nehmen.",
    PageFault.DATE_BEYOND_CHART: "das Ende weglassen oder aus dem letzten Stand bestimmen.",
    PageFault.LOST_ON_DIRECT_LOAD: "die Daten auch auf dem Server laden (vollständige Adresse oder "
    "`useFetch`) oder diese Texte erst im Browser zeichnen.",
}


def _seen(fault: PageFault, site: SiteProfile) -> str:
    facts = site.facts
    if fault is PageFault.STATE_CARD_FIXED:
        shown = f"{quoted(facts.state_heading)} und {quoted(facts.state_day)}"
        return f"Über jedem Sachstand stehen {shown}, welchen Tag der Datensatz auch nennt."
    if fault is PageFault.DATE_BEYOND_CHART:
        end = format_german(facts.chart_end.isoformat())
        return f"Die Achse endet am {end}. Spätere Stände sind im Diagramm nicht zu sehen."
    return (
        "Wer eine Seite über einen Link öffnet oder neu lädt, sieht drei Zeilen und die erste "
        "Karte des Zeitstrahls leer."
    )


def _concerned(count: int, total: int) -> str:
    noun = inflected(total, "Maßnahme", "Maßnahmen")
    return f"Betroffen: {count} von {total} {noun}."


# --- The list ------------------------------------------------------------------------------------


def site_items(dataset: Dataset) -> tuple[SiteItem, ...]:
    """Return every fault of the site itself, also one that concerns no measure yet."""
    counts = dict.fromkeys(_TITLES, 0)
    for measure in dataset.measures:
        marks = page_of(dataset.view(measure), direct=True).marks()
        for fault in {mark.fault for mark in marks if mark.effect is Effect.NO_DATA_CURES}:
            if fault is not None:
                counts[fault] += 1
    site = dataset.site
    return tuple(
        SiteItem(
            fault,
            title,
            _seen(fault, site),
            _REMEDIES[fault],
            counts[fault],
            site.places.get(fault, ""),
        )
        for fault, title in _TITLES.items()
    )


def site_list(dataset: Dataset, day: date) -> str:
    """Return the list as text in Markdown that can be put into a mail or an issue."""
    return "\n".join(_lines(dataset, day)) + "\n"


def _lines(dataset: Dataset, day: date) -> Iterator[str]:
    version = format_german(dataset.site.facts.version.isoformat())
    yield HEADING
    yield ""
    yield INTRODUCTION.format(day=format_german(day.isoformat()), version=version)
    for number, item in enumerate(site_items(dataset), 1):
        yield ""
        yield f"## {number}. {item.title}"
        yield ""
        yield item.seen
        yield ""
        yield f"- {_concerned(item.measures, len(dataset.measures))}"
        if item.place:
            yield f"- {WHERE.format(place=item.place)}"
        yield f"- {PROPOSAL.format(remedy=item.remedy)}"
