"""German words of the window's self-test."""

from __future__ import annotations

DESCRIPTION = (
    "Prüft, ob das Programm hier vollständig ist und sein Fenster zeichnen kann. Es arbeitet an "
    "einer Kopie des Beispieldatensatzes und ändert sonst nichts."
)
FILE = "DATEI"
PLATFORM = "NAME"
HELP_RESULT = "das Ergebnis als JSON in diese Datei schreiben"
HELP_PICTURE = "ein Bild des Fensters in diese Datei (PNG) schreiben"
HELP_PLATFORM = "Bildschirmanbindung von Qt, zum Beispiel offscreen; sonst die übliche"

BUTTONS = "Deutsche Schaltflächen"
PICTURES = "Bilder und Symbole"
STYLE = "Formatvorlage"
WINDOW = "Fenster zeichnen"
HANDBOOK = "Handbuch und Drucken"

NO_STYLE = "Die Formatvorlage ist leer."
EMPTY_PAPER = "Das gedruckte Handbuch ist leer."
EMPTY_PICTURE = "Das Bild des Fensters ist leer."


def not_german(text: str) -> str:
    """Return that Qt's own words are not German."""
    return f"Die Schaltfläche zum Abbrechen heißt „{text}“; die deutsche Übersetzung von Qt fehlt."


def formats_missing(formats: list[str]) -> str:
    """Return which kinds of picture cannot be read."""
    return f"Diese Bildarten kann das Programm nicht lesen: {', '.join(formats)}."


def icons_empty(names: list[str]) -> str:
    """Return which icons show nothing."""
    return f"Diese Symbole bleiben leer: {', '.join(names)}."


def chapters_missing(chapters: list[str]) -> str:
    """Return which chapters of the handbook cannot be read."""
    return f"Im Handbuch fehlt etwas: {', '.join(chapters) or 'alle Kapitel'}."


def handbook(chapters: int, size: int) -> str:
    """Return how many chapters there are and how large the printed one is, in bytes."""
    return f"{chapters} Kapitel, eines gedruckt ({round(size / 1000)} kB)"


def icons(number: int) -> str:
    """Return how many icons were drawn."""
    return f"{number} Symbole gezeichnet"


def style(number: int) -> str:
    """Return the length of the style sheet."""
    return f"{number} Zeichen"


def drawn(width: int, height: int, platform: str) -> str:
    """Return the size of the picture and the screen it was drawn on."""
    return f"{width} × {height} Bildpunkte, {platform}"
