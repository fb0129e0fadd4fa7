"""German words of the page: the site's own, word for word, and ours for its faults."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.website import PageFault, facts
from klimaeditor.publish.page.model import Part

if TYPE_CHECKING:
    from collections.abc import Mapping

# --- the site's own, [measureId].vue at 0b2fd25 ------------------------------------------------
SUBTITLES: Final[Mapping[Part, str]] = MappingProxyType(
    {
        Part.ABOUT: "Darum geht es",
        Part.EFFECTS: "Fakten die erreicht werden wollen",
        Part.IMPLEMENTATION: "Details zur Umsetzung der Maßnahme",
        Part.RAW: "Für alle, die es genauer wissen wollen",
    }
)
ASK_BUTTON: Final = "Jetzt Daten anfragen"
ASK_TARGET: Final = "https://fragdenstaat.de/"
CHART_LEGEND: Final = "Fortschritt"
PERCENT: Final = "%"
PARTS: Final[Mapping[str, Part]] = MappingProxyType(
    {
        "": Part.HEAD,
        facts.LINKS: Part.LINKS,
        facts.TAKE_PART: Part.TAKE_PART,
        facts.ASK_HEADING: Part.ASK,
        facts.ABOUT: Part.ABOUT,
        facts.EFFECTS: Part.EFFECTS,
        facts.IMPLEMENTATION: Part.IMPLEMENTATION,
        facts.STEPS: Part.IMPLEMENTATION,
        facts.RAW_DATA: Part.RAW,
    }
)

# --- ours --------------------------------------------------------------------------------------
EMPTY_ROW: Final = "Zeile ohne Wert"
CAPTIONS: Final[Mapping[PageFault, str]] = MappingProxyType(
    {
        PageFault.VALUES_MISSING: "Fortschritt ohne Liste: Die ganze Website bricht ab",
        PageFault.VALUES_EMPTY: "Fortschritt ohne Stand: Die ganze Website bricht ab",
        PageFault.NULL_ENTRY: "Leerer Stand: Die ganze Website bricht ab",
        PageFault.DATE_INVALID: "Unlesbares Datum: Die Seite bricht ab",
        PageFault.DATE_MISREAD: "Die Seite liest einen falschen Tag",
        PageFault.DATE_BEYOND_CHART: "Stand liegt rechts außerhalb des Diagramms",
        PageFault.VALUES_UNORDERED: "Stände nicht nach Datum geordnet",
        PageFault.ONLY_VALUE_MISSING: "Stand ohne Wert: Die Kategorieseite bricht ab",
        PageFault.VALUE_OUTSIDE_CHART: "Wert liegt außerhalb des Diagramms",
        PageFault.GOAL_OUTSIDE_CHART: "Ziel liegt außerhalb des Diagramms",
        PageFault.COUNT_OVER_GOAL: "Ziel überschritten, gilt nicht als erreicht",
        PageFault.ASKS_READERS: "Die Seite schickt ihre Leser zum Nachfragen",
        PageFault.OUTLINE_MISSING: "Gruppe „Action outline“ fehlt: Die Seite bricht ab",
        PageFault.CARD_TITLE_FAILS: "Kein Titel: Die Kategorieseite bricht ab",
        PageFault.DESCRIPTION_MISSING: "Beschreibung fehlt: Die Seite bricht ab",
        PageFault.TEXT_NOT_TEXT: "Kein Text: Die Seite bricht ab",
        PageFault.GROUP_FAILS: "Gruppe ist kein Objekt: Die Seite bricht ab",
        PageFault.GROUP_MISREAD: "Gruppe ist kein Objekt",
        PageFault.TITLE_EMPTY: "Seite ohne Überschrift",
        PageFault.ROW_EMPTY: EMPTY_ROW,
        PageFault.FILTER_TEXT_FAILS: "Kein Text: Die Filter der Startseite brechen ab",
        PageFault.FILTER_MISSES: "Nicht im Filter der Startseite",
        PageFault.ID_UNUSABLE: "Keine Kennung: Die Seite ist nicht erreichbar",
        PageFault.CATEGORY_ID_UNUSABLE: "Keine Kategorie: Die Seite ist nicht erreichbar",
        PageFault.CATEGORY_NAME_UNKNOWN: "Kategorie ohne Symbol und Farbe",
        PageFault.CATEGORY_NOT_LISTED: "Kategorie fehlt in categories.json",
        PageFault.COST_MISSING: "Kosten fehlen: Die Seite bricht ab",
        PageFault.COST_NAN: "Fehler statt eines Betrags",
        PageFault.COST_NOT_A_NUMBER: "Betrag ist als Text gespeichert",
        PageFault.STATE_NOT_AN_OBJECT: "Sachstand ist kein Objekt",
        PageFault.LINKS_NOT_A_LIST: "Links sind keine Liste",
        PageFault.LINK_NULL: "Leerer Link: Die Seite bricht ab",
        PageFault.LINK_WITHOUT_TARGET: "Link ohne Adresse",
        PageFault.LINK_WITHOUT_TITLE: "Link ohne Titel",
        PageFault.ACTION_NOT_AN_OBJECT: "Aufruf ist kein Objekt",
        PageFault.ACTION_WITHOUT_TARGET: "Schaltfläche ohne Ziel",
        PageFault.ACTION_WITHOUT_LABEL: "Schaltfläche ohne Aufschrift",
    }
)


def meter(percent: str) -> str:
    """Return the words beside the site's meter, e.g. „erreicht (45%)“."""
    return f"erreicht ({percent}%)"
