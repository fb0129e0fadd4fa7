"""German sentences about the files of other people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_NAMED = 5


def hidden_sheets(titles: Sequence[str]) -> str:
    """Return the notice about hidden sheets (SEC-12)."""
    return f"Ausgeblendete Blätter wurden nicht gelesen: {listed(titles)}."


def too_many_sheets(found: int, limit: int) -> str:
    """Return the notice about more sheets than anybody fills by hand (SEC-11)."""
    return (
        f"Die Mappe hat {found} Blätter; gelesen wurden die ersten {limit}. "
        "Bitte die übrigen in einer eigenen Datei einlesen."
    )


def rows_left_out(sheet: str, row: int) -> str:
    """Return the notice about rows beyond the bound (SEC-11)."""
    return (
        f"Blatt „{sheet}“: Ab Zeile {row} wurde nicht weitergelesen, weil die Datei zu groß ist. "
        "Bitte in mehrere Dateien aufteilen."
    )


def merged_cells(sheet: str, areas: Sequence[str]) -> str:
    """Return the notice about merged cells among the data (SEC-12)."""
    return (
        f"Blatt „{sheet}“: Verbundene Zellen zählen nur in ihrer ersten Zelle, die übrigen gelten "
        f"als leer: {listed(areas)}."
    )


def undecodable(name: str) -> str:
    """Return the refusal of a text file whose letters cannot be told."""
    return (
        f"„{name}“ ist keine lesbare Textdatei. Bitte in Excel mit „Speichern unter“ als "
        "„CSV UTF-8 (durch Trennzeichen getrennt) (*.csv)“ speichern und neu öffnen."
    )


def no_table(name: str) -> str:
    """Return the refusal of a delimited file without rows and columns."""
    return (
        f"„{name}“ enthält keine Tabelle. Erwartet werden eine Kopfzeile und Spalten, die durch "
        "Semikolon, Komma oder Tabulator getrennt sind."
    )


def broken_quotes(name: str) -> str:
    """Return the refusal of a delimited file with a field without end."""
    return (
        f"„{name}“: Ein Anführungszeichen wird nicht geschlossen, oder ein Feld ist länger als "
        "32.767 Zeichen. Bitte in Excel öffnen, prüfen und neu als CSV speichern."
    )


def odd_encoding(encoding: str) -> str:
    """Return the notice that the letters were read in an old encoding."""
    return (
        f"Die Datei ist in der Kodierung {encoding} gespeichert und wurde so gelesen. "
        "Bitte einen Blick auf Umlaute und Anführungszeichen werfen."
    )


def listed(items: Sequence[str]) -> str:
    """Return a list of names for a sentence, cut where it gets long."""
    named = ", ".join(f"„{item}“" for item in items[:_MOST_NAMED])
    more = len(items) - _MOST_NAMED
    return f"{named} und {more} weitere" if more > 0 else named
