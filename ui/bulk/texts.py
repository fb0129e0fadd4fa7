"""German words of the dialogs that change many measures at once."""

from __future__ import annotations

from typing import Final

from ui.texts import thousands

# --- the bulk form ---------------------------------------------------------------------------
BULK_TITLE: Final = "Gemeinsam bearbeiten"
COMMON: Final = "in allen gleich"
TOUCHED: Final = "wird in allen geändert"
EMPTY_ALL: Final = "In allen leeren"
EMPTY_ALL_OF: Final = "In allen leeren: {label}"
LEAVE: Final = "Nicht ändern"
LEAVE_OF: Final = "Nicht ändern: {label}"
TO_PREVIEW: Final = "&Vorschau…"
BACK: Final = "&Zurück"
BEFORE: Final = "Jetzt"
AFTER: Final = "Danach"
FORM: Final = "Felder, die geändert werden können"
SAME_ALREADY: Final = "Alle ausgewählten Maßnahmen haben diese Angaben schon."
ONE_STEP: Final = "Alles zusammen ist ein Schritt, der sich rückgängig machen lässt (Strg+Z)."

# --- find and replace ------------------------------------------------------------------------
REPLACE_TITLE: Final = "Suchen und Ersetzen"
FIND: Final = "S&uchen nach"
REPLACE_BY: Final = "Ersetzen &durch"
FIND_HINT: Final = "z. B. Stadtverwaltung Münster"
REPLACE_HINT: Final = "leer: das Gefundene wird gelöscht"
MATCH_CASE: Final = "&Groß- und Kleinschreibung beachten"
WHOLE_WORDS: Final = "Nur ganze &Wörter"
FIELDS: Final = "&Felder"
ALL_FIELDS: Final = "Alle Texte"
MEASURES: Final = "&Maßnahmen"
NOTHING_ASKED: Final = "Geben Sie ein, was ersetzt werden soll."
NOTHING_FOUND: Final = "Nichts gefunden. Bitte Schreibweise, Felder und Maßnahmen prüfen."

# --- the name of a view ----------------------------------------------------------------------
VIEW_TITLE: Final = "Ansicht merken"
VIEW_SENTENCE: Final = "Filter, Suche und Reihenfolge der Liste werden unter diesem Namen gemerkt."
VIEW_NAME: Final = "&Name"
VIEW_HINT: Final = "z. B. Fehler in Mobilität"
VIEW_KEEP: Final = "&Merken"
VIEW_REPLACES: Final = "Diesen Namen gibt es schon; die alte Ansicht wird ersetzt."
VIEW_NO_NAME: Final = "Bitte einen Namen eingeben, z. B. „Fehler in Mobilität“."


def sentence(count: int) -> str:
    """Return what stands above the bulk form."""
    return (
        f"{_measures(count)} ausgewählt. Geändert wird nur, was Sie hier anfassen; "
        "alle anderen Felder bleiben in jeder Maßnahme, wie sie sind."
    )


def apply_bulk(count: int) -> str:
    """Return the button that carries the bulk edit out."""
    return f"In {_measures(count)} &ändern"


def refused(count: int, reason: str) -> str:
    """Return the remark on measures that cannot take the values."""
    return f"{_measures(count)} ausgelassen: {reason}"


def apply_replace(count: int) -> str:
    """Return the button that replaces the hits accepted."""
    return "1 Stelle e&rsetzen" if count == 1 else f"{thousands(count)} Stellen e&rsetzen"


def all_measures(count: int) -> str:
    """Return the choice of all measures."""
    return f"Alle ({thousands(count)})"


def shown_measures(count: int) -> str:
    """Return the choice of the measures that the list shows."""
    return f"Angezeigte ({thousands(count)})"


def selected_measures(count: int) -> str:
    """Return the choice of the measures selected."""
    return f"Ausgewählte ({thousands(count)})"


def _measures(count: int) -> str:
    return "1 Maßnahme" if count == 1 else f"{thousands(count)} Maßnahmen"
