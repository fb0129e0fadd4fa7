"""German words of the window of the handbook."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Handbuch"
CHAPTERS: Final = "Kapitel"
SEARCH: Final = "Handbuch durchsuchen"
SEARCH_HINT: Final = "Suchen im Handbuch"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"
TEXT: Final = "Text des Kapitels"
NEXT: Final = "Nächster Treffer (F3)"
PREVIOUS: Final = "Voriger Treffer (Umschalt+F3)"
NO_HIT: Final = "Das steht nicht im Handbuch. Bitte ein anderes Wort versuchen."
PRINT: Final = "&Drucken"
PRINT_CHAPTER: Final = "Dieses &Kapitel…"
PRINT_ALL: Final = "&Ganzes Handbuch…"
BACK: Final = "&Zurück"
COUNTED: Final = "{title} ({count})"
MISSING: Final = (
    "Das Handbuch fehlt in dieser Installation. Bitte den Klimaeditor erneut installieren."
)


def outside(address: str) -> str:
    """Return that an address leads out of the handbook; it is shown, not opened."""
    return f"Diese Adresse führt aus dem Handbuch und wird nicht geöffnet: {address}"


def hits(number: int, here: int, everywhere: int) -> str:
    """Return which hit is marked, of how many in the chapter and in the whole handbook."""
    if here == everywhere:
        return f"Treffer {number} von {here}"
    return f"Treffer {number} von {here} in diesem Kapitel, {everywhere} im Handbuch"


def page(number: int) -> str:
    """Return the foot of a printed page."""
    return f"{TITLE} des Klimaeditors · Seite {number}"
