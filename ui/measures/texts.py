"""German words of the list of measures."""

from __future__ import annotations

from typing import Final

from ui import texts
from ui.models.measure_rows import FindingsFilter, SortKey

PANE: Final = "Liste der Maßnahmen"
SEARCH_HINT: Final = "Suchen in allen Feldern (Strg+F)"
SEARCH: Final = "Suchen in allen Feldern"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"

FILTERS: Final = "Filter"
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
