"""German words of the clean-up dialogs."""

from __future__ import annotations

from typing import Final

from klimaeditor.cleaning.debris import Leftover
from ui.texts import thousands

LEFT: Final = "bleibt"
SPOKEN_GROUP: Final = "{title}, {label}, {state}"

# --- leftovers of PDF files ------------------------------------------------------------------
DEBRIS_TITLE: Final = "Texte bereinigen"
DEBRIS_SENTENCE: Final = (
    "In den Texten stehen Reste aus PDF- und Word-Dateien. Nichts davon wird von selbst geändert: "
    "Nehmen Sie an, was stimmt; alles Angenommene zusammen ist ein Schritt (Strg+Z)."
)
NO_DEBRIS: Final = "Die Texte sind sauber: Es wurden keine Reste gefunden."
KIND: Final = "&Art"
EVERY_KIND: Final = "Alle Arten"
KIND_COUNT: Final = "{name} ({count})"
KINDS: Final = {
    Leftover.HYPHENATION: "Trennung am Zeilenende",
    Leftover.NO_BREAK_SPACE: "Geschütztes Leerzeichen",
    Leftover.TAB: "Tabulator",
    Leftover.PSEUDO_TABLE: "Spalten aus Leerraum",
    Leftover.TRAILING_BLANKS: "Leerraum am Zeilenende",
    Leftover.PRIVATE_USE: "Zeichen aus Symbolschriften",
    Leftover.INVISIBLE: "Unsichtbares Zeichen",
}
HIT_LABEL: Final = "{kind} · {field}"

# --- spellings -------------------------------------------------------------------------------
VOCABULARY_TITLE: Final = "Schreibweisen vereinheitlichen"
VOCABULARY_SENTENCE: Final = (
    "Diese Angaben bedeuten vermutlich dasselbe, sind aber verschieden geschrieben. Wählen Sie "
    "die richtige Schreibweise und haken Sie an, was so geschrieben werden soll."
)
NO_CLUSTERS: Final = "Alle Angaben sind einheitlich geschrieben."
CLUSTERS: Final = "Gruppen ähnlicher Schreibweisen"
ALL_SPELLINGS: Final = "Alle Schreibweisen ({count})"
TARGET: Final = "Richtige &Schreibweise"
SPELLINGS: Final = "&Ändern, wo steht"
SPELLING: Final = "{text} ({count})"
PLACE_IN_FIELD: Final = "{title} · {field}"
TICK_ALL: Final = "Alle an&haken"
TICK_NONE: Final = "Ke&ine anhaken"
PREVIEW: Final = "Vorschau"
NO_PREVIEW: Final = "Noch nichts gewählt."
PREVIEW_LINE: Final = "{title}: „{before}“ wird „{after}“"
NO_TARGET: Final = "Bitte die richtige Schreibweise wählen oder eingeben, z. B. „Keine Angabe“."


def apply_debris(count: int) -> str:
    """Return the button that cleans up what was accepted."""
    if count == 1:
        return "1 &Stelle bereinigen"
    return f"{thousands(count)} &Stellen bereinigen"


def apply_spellings(count: int) -> str:
    """Return the button that unifies what was ticked."""
    if count == 1:
        return "An 1 Stelle &vereinheitlichen"
    return f"An {thousands(count)} Stellen &vereinheitlichen"


def places(count: int) -> str:
    """Return how many places of a group will change, as a badge."""
    return "1 Stelle" if count == 1 else f"{thousands(count)} Stellen"


def cluster(field: str, count: int) -> str:
    """Return the second line of a group: its field, and how many spellings there are."""
    return f"{field} · 1 Schreibweise" if count == 1 else f"{field} · {count} Schreibweisen"
