"""German words of the import."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.foreign.columns import Why
from klimaeditor.foreign.records import Basis
from klimaeditor.foreign.texts import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

BACK: Final = "&Zurück"
NEXT: Final = "&Weiter"
REVIEW: Final = "&Vorschläge prüfen"
CANCEL: Final = "Abbrechen"

MATCHING: Final = "Die Maßnahmen werden gesucht …"
PROPOSING: Final = "Die Vorschläge werden zusammengestellt …"
TABLE_TITLE: Final = "Tabelle einlesen"
REPORT_TITLE: Final = "Sachstandsbericht einlesen"
STEP_COLUMNS: Final = "Schritt 1 von 2: Spalten zuordnen"
STEP_RECORDS: Final = "Schritt 2 von 2: Maßnahmen zuordnen"
STEP_SHEETS: Final = "Maßnahmen zuordnen"
ABOUT_COLUMNS: Final = (
    "Welche Spalte gehört in welches Feld? Spalten ohne Feld werden nicht übernommen. "
    "Mit Enter oder F4 öffnen Sie die Auswahl."
)
ABOUT_RECORDS: Final = (
    "Zu welcher Maßnahme gehört jede Zeile? Bitte prüfen Sie vor allem, was unsicher ist. "
    "Nichts wird übernommen, bevor Sie die Vorschläge geprüft haben."
)
ABOUT_SHEETS: Final = (
    "Zu welcher Maßnahme gehört jedes Blatt? Bitte prüfen Sie vor allem, was unsicher ist. "
    "Nichts wird übernommen, bevor Sie die Vorschläge geprüft haben."
)

SHEET: Final = "&Blatt"
SHEET_NAME: Final = "Blatt mit der Tabelle"
COLUMNS_NAME: Final = "Spalten der Datei und ihre Felder"
COLUMN_HEADERS: Final = ("Spalte", "Beispiele", "Feld", "Zuordnung")
RECORDS_NAME: Final = "Zeilen der Datei und ihre Maßnahmen"
RECORD_HEADERS: Final = ("Zeile", "Titel in der Datei", "Maßnahme", "Zuordnung")
SHEETS_NAME: Final = "Blätter der Datei und ihre Maßnahmen"
SHEET_HEADERS: Final = ("Blatt", "Titel in der Datei", "Maßnahme", "Zuordnung")
ONLY_DOUBTFUL: Final = "Nur &unsichere und nicht zugeordnete zeigen"
NOTHING_DOUBTFUL: Final = "Alle Zuordnungen sind sicher."
NOT_TAKEN: Final = "– nicht übernehmen –"
NO_TITLE: Final = "ohne Titel"
NO_HEADER: Final = "ohne Überschrift"
BLANK: Final = "(leer)"
CHOICE_OF_FIELD: Final = "Feld"
CHOICE_OF_MEASURE: Final = "Maßnahme"

DAY: Final = "&Stand des Berichts"
DAY_NAME: Final = "Stand des Berichts, Tag"
DAY_HINT: Final = "TT.MM.JJJJ"
DAY_HELP: Final = "Der Tag wird als Datum des Sachstands vorgeschlagen."
DAY_MISSING: Final = (
    "In der Datei steht kein Datum. Ohne Angabe bleibt das Datum des Sachstands, wie es ist."
)
DAY_PER_SHEET: Final = "Ohne Angabe gilt, was im jeweiligen Blatt steht."
DAY_WRONG: Final = "Das ist kein Tag. Bitte so angeben: 01.10.2025"

NEEDS_FIELD: Final = "Bitte ordnen Sie mindestens einer Spalte ein Feld zu, das übernommen wird."
NEEDS_TITLE: Final = (
    "Damit Maßnahmen erkannt werden, braucht eine Spalte das Feld „Kennung“ oder einen Titel."
)
NEEDS_RECORD: Final = "Keiner Zeile ist eine Maßnahme zugeordnet."
NEEDS_SHEET: Final = "Keinem Blatt ist eine Maßnahme zugeordnet."

_WHY: Final = MappingProxyType(
    {
        Why.KEY: "Schlüssel des Feldes",
        Why.LABEL: "Name des Feldes",
        Why.ALIAS: "bekannter Name",
        Why.ALIKE: "ähnlich „{like}“",
        Why.REMEMBERED: "wie beim letzten Mal",
        Why.CHOSEN: "von Ihnen gewählt",
        Why.DOUBLE: "Feld schon vergeben",
        Why.UNKNOWN: "kein passendes Feld",
        Why.NO_HEADER: "ohne Überschrift",
    }
)
_BASIS: Final = MappingProxyType(
    {
        Basis.ID: "Kennung",
        Basis.STATE_TITLE: "Titel des Sachstands",
        Basis.NAME: "Titel",
        Basis.SHORT_TITLE: "Kurztitel",
        Basis.CHOSEN: "von Ihnen gewählt",
        Basis.NONE: "keine ähnliche gefunden",
    }
)


def why_column(why: Why, score: float, like: str) -> str:
    """Return why a column stands for its field; with the score where that is a guess."""
    sentence = _WHY[why].format(like=like)
    return f"{percent(score)} · {sentence}" if why is Why.ALIKE else sentence


def why_record(basis: Basis, score: float) -> str:
    """Return what a match rests on, with its score."""
    if basis in {Basis.CHOSEN, Basis.NONE}:
        return _BASIS[basis]
    return f"{percent(score)} · {_BASIS[basis]}"


def taken(place: str) -> str:
    """Return why a row has no measure: another one means the same better."""
    return f"schon vergeben an {place}"


def row_place(number: int) -> str:
    """Return the name of a row."""
    return f"Zeile {number}"


def offered(title: str, score: float) -> str:
    """Return a measure in the list of choices that is like the title in the file."""
    return f"{title} ({percent(score)})"


def only_matching(label: str) -> str:
    """Return the label of a field that helps to find the measure and is never changed."""
    return f"{label} (nur zum Zuordnen)"


def counts_of_columns(taken_over: int, whole: int) -> str:
    """Return the summary of the columns."""
    return f"{taken_over} von {whole} Spalten werden übernommen."


def counts_of_records(matched: int, whole: int, doubtful: int, *, sheets: bool) -> str:
    """Return the summary of the rows or sheets."""
    one, many = ("Blatt", "Blättern") if sheets else ("Zeile", "Zeilen")
    things = one if whole == 1 else many
    sentence = f"{matched} von {whole} {things} zugeordnet"
    return f"{sentence}, davon {doubtful} unsicher." if doubtful else f"{sentence}."


def examples_of(header: str) -> str:
    """Return the heading of the samples of a column."""
    return f"Beispiele aus „{header}“"


def day_found(source: str) -> str:
    """Return where the day of a report was found."""
    return f"Gefunden {source}."


def day_is_month(source: str) -> str:
    """Return that only the month of a report was found."""
    return f"Gefunden wurde nur der Monat {source}; bitte den Tag prüfen."


def from_file(name: str) -> str:
    """Return the line that names the file."""
    return f"Aus „{name}“"


def spoken(cells: Sequence[str], headers: Sequence[str]) -> str:
    """Return a row for a screen reader, every cell with its heading."""
    return "; ".join(f"{head}: {cell}" for head, cell in zip(headers, cells, strict=True) if cell)


def tip_to_change(sentence: str) -> str:
    """Return the hint for a cell that can be changed."""
    return f"{sentence}\nEnter oder F4: ändern"
