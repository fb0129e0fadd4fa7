"""German words of the list of measures."""

from __future__ import annotations

from typing import Final

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.rulebook import RULES
from klimaeditor.search.filters import Facet, FindingsFilter, NewsAge
from ui import texts
from ui.models.measure_rows import SortKey
from ui.widgets.words import one_line

PANE: Final = "Liste der Maßnahmen"
SEARCH_HINT: Final = "Suchen in allen Feldern (Strg+F)"
SEARCH: Final = "Suchen in allen Feldern"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"

FILTERS: Final = "Filter"
FOLDED_COUNT: Final = "Filter ({count})"
UNFOLD_FILTERS: Final = "Filter zeigen"
FOLD_FILTERS: Final = "Filter ausblenden"
FILTER_TIP: Final = "Nach {facet} filtern; mehrere sind möglich"
FINDINGS_TIP: Final = "Nach Befunden filtern"
CHOICE_COUNT: Final = "{name} ({count})"
REMOVE_FILTER: Final = "Filter entfernen: {name}"
REMOVE_ALL: Final = "Alle Filter entfernen"
FINDINGS_FILTERS: Final = {
    FindingsFilter.ALL: "Alle",
    FindingsFilter.ERRORS: "mit Fehlern",
    FindingsFilter.WARNINGS: "mit Warnungen",
    FindingsFilter.WITHOUT: "ohne Befunde",
}
MORE: Final = "Weitere"
MORE_TIP: Final = "Nach zuständiger Stelle, fehlenden Angaben, Alter der Neuigkeiten … filtern"
MORE_FACETS: Final = {
    Facet.BODIES: "Wer macht es?",
    Facet.MISSING: "Fehlende Angabe",
    Facet.NEWS: "Letzte Neuigkeit",
    Facet.UNTIL: "Geplante Umsetzung bis",
    Facet.RULES: "Art des Befunds",
}
NO_BODY: Final = "ohne Angabe, wer es macht"
NOTHING_TO_CHOOSE: Final = "Nichts zur Auswahl"
NEWS_AGES: Final = {
    NewsAge.FRESH: "jünger als 1 Jahr",
    NewsAge.ONE_YEAR: "1 bis 2 Jahre alt",
    NewsAge.TWO_YEARS: "älter als 2 Jahre",
    NewsAge.NEVER: "noch keine",
}
_CHIPS: Final = {
    Facet.MISSING: "fehlt: {name}",
    Facet.NEWS: "Neuigkeit {name}",
    Facet.UNTIL: "bis {name}",
}
LONGEST_CHIP: Final = 36  # characters
LONGEST_CHOICE: Final = 80

VIEWS: Final = "Ansichten"
VIEWS_TIP: Final = "Filter und Reihenfolge unter einem Namen merken"
SAVE_VIEW: Final = "Diese Ansicht merken…"
REMOVE_VIEW: Final = "Gemerkte Ansicht entfernen"
NO_VIEWS: Final = "Noch keine Ansicht gemerkt"
EVERYTHING: Final = "Alle Maßnahmen"

BULK_EDIT: Final = "Gemeinsam bearbeiten…"
FILTER_AGAIN: Final = "Filter wieder setzen"
CLEAR_SELECTION: Final = "Auswahl aufheben"

HIT: Final = "{label}: "
NO_PLACE: Final = "Treffer außerhalb der Felder"

SORTED_BY: Final = "Sortiert nach: {name}"
SORT_TIP: Final = "Reihenfolge der Liste"
SORT_KEYS: Final = {
    SortKey.ORDER: "Vertragsreihenfolge",
    SortKey.TITLE: "Titel",
    SortKey.CATEGORY: "Kategorie",
    SortKey.STATUS: "Status",
    SortKey.ERRORS: "Fehler zuerst",
    SortKey.ID: "Kennung",
}
SORT_SHORT: Final = {SortKey.ORDER: "Vertrag"}
DESCENDING: Final = "Umgekehrte Reihenfolge"
REVERSED: Final = "{name} (umgekehrt)"
COLUMNS: Final = "Spalten auswählen"

NO_MATCH: Final = "Keine Maßnahme passt zu den Filtern."
NO_MATCH_BUTTON: Final = "Filter entfernen"
NO_DATASET: Final = "Kein Datensatz geöffnet."
NO_MEASURES: Final = "Dieser Datensatz enthält noch keine Maßnahme."
NO_MEASURES_HINT: Final = "Mit „Neue Maßnahme“ (Strg+N) legen Sie die erste an."


def shown_of(shown: int, total: int) -> str:
    """Return the line above the list: „12 von 68 angezeigt“, or „68 Maßnahmen“ if that is all."""
    if shown == total:
        return f"{texts.thousands(total)} {texts.MEASURE if total == 1 else texts.MEASURES}"
    return f"{texts.thousands(shown)} von {texts.thousands(total)} angezeigt"


def filters_in_force(number: int) -> str:
    """Return what the button with the folded filters says: „Filter, 2 gesetzt“."""
    return (
        f"{FILTERS}, {texts.thousands(number)} gesetzt" if number else f"{FILTERS}, keiner gesetzt"
    )


def value_name(facet: Facet, value: object) -> str:
    """Return what to call one choice of the menu „Weitere“."""
    if facet is Facet.MISSING:
        return FIELDS_BY_NAME[str(value)].label if value in FIELDS_BY_NAME else str(value)
    if facet is Facet.RULES:
        return RULES[str(value)].title if value in RULES else str(value)
    if isinstance(value, NewsAge):
        return NEWS_AGES[value]
    return str(value) or NO_BODY


def chip_name(facet: Facet, value: object) -> str:
    """Return what stands on the chip of a choice; long names are shortened."""
    name = _CHIPS.get(facet, "{name}").format(name=value_name(facet, value))
    return one_line(name, LONGEST_CHIP)


def rarer(count: int) -> str:
    """Return the remark on choices that a menu leaves out."""
    return f"{texts.thousands(count)} seltenere: bitte danach suchen"


def selected(count: int) -> str:
    """Return the line below the list while several measures are selected."""
    return f"{texts.thousands(count)} {texts.MEASURES} ausgewählt"


def lifted(title: str) -> str:
    """Return why the filters are gone."""
    return f"Filter aufgehoben, damit „{title}“ zu sehen ist."
