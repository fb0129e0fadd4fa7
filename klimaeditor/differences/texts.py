"""German words for what is unsaved."""

from __future__ import annotations

from typing import Final

from klimaeditor.catalogue import FileName

KEY_ORDER: Final = "Reihenfolge der Angaben"
PLACE: Final = "Platz in der Datei"
STEP_ALL: Final = "Alle Änderungen zurücknehmen"
WHOLE: Final = {
    FileName.MEASURES: "Ganze Maßnahme",
    FileName.ADDITIONAL: "Zusatzangaben",
    FileName.PROGRESS: "Fortschritt",
    FileName.CATEGORIES: "Ganze Kategorie",
}


def category(name: str) -> str:
    """Return the title of a category."""
    return f"Kategorie „{name}“"


def entry(file: str, record_id: str) -> str:
    """Return the title of a record that belongs to no measure."""
    return f"Eintrag „{record_id}“ in {file}" if record_id else f"Eintrag in {file}"


def line(label: str, value: str) -> str:
    """Return one field of a whole record."""
    return f"{label}: {value}"


def place(number: int) -> str:
    """Return a place among the records of a file."""
    return f"{number}. Stelle"


def step_field(label: str) -> str:
    """Return the name of taking back one field as a step."""
    return f"Änderung an „{label}“ zurücknehmen"


def step_measure(title: str) -> str:
    """Return the name of taking back a measure as a step."""
    return f"Änderungen an „{title}“ zurücknehmen"


def step_some(count: int) -> str:
    """Return the name of taking back several changes as a step."""
    return f"{count} Änderungen zurücknehmen"
