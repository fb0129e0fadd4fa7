"""German sentences about foreign tables and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import format_german
from klimaeditor.excel.foreign.texts import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

IN_FILE_NAME: Final = "im Dateinamen"
IN_SHEET_NAME: Final = "im Namen des Blattes"
IN_SHEET: Final = "im Blatt"
NO_DATE_IN_REPORT: Final = (
    "In der Datei steht kein Datum. Bitte beim Zuordnen den Tag angeben, zu dem der Bericht gilt; "
    "sonst bleibt das Datum des Sachstands, wie es ist."
)
_MOST_SHOWN: Final = 80


def german(iso: str) -> str:
    """Return a stored date as people write it."""
    return format_german(iso)


def percent(score: float) -> str:
    """Return a score for people; only an id or the very same title is 100 %."""
    return f"{round(score * 100)} %"


def continued_sheet(sheet: str, before: str) -> str:
    """Return the notice that a sheet goes on with the measure of another."""
    return f"Blatt „{sheet}“ hat keinen Titel und wurde als Fortsetzung von „{before}“ gelesen."


def skipped_sheets(sheets: Sequence[str]) -> str:
    """Return the notice about sheets of a report without a measure."""
    return f"Ohne erkennbare Maßnahme und deshalb nicht gelesen: {listed(sheets)}."


def unknown_file(name: str) -> str:
    """Return the sentence for a file with nothing in it that could be taken over."""
    return (
        f"In „{name}“ wurde weder eine Tabelle mit Kopfzeile noch ein Sachstandsbericht gefunden. "
        "Erwartet wird eine Tabelle mit einer Zeile je Maßnahme, oder ein Blatt je Maßnahme mit "
        "Zeilen wie „Titel“ und „Sachstand“."
    )


def ours(name: str) -> str:
    """Return the sentence for a workbook that this program made."""
    return (
        f"„{name}“ stammt aus dem Klimaeditor. Einen Export bitte über „Öffnen“ öffnen, eine "
        "beantwortete Abfrage über „Rückläufe einlesen“ einlesen."
    )


def no_columns(sheet: str) -> str:
    """Return the problem of a table none of whose columns stands for a field."""
    return (
        f"Blatt „{sheet}“: Keiner Spalte ist ein Feld zugeordnet. "
        "Bitte mindestens eine Spalte zuordnen."
    )


def no_titles(sheet: str) -> str:
    """Return the problem of a table without a column to find measures by."""
    return (
        f"Blatt „{sheet}“: Es fehlt eine Spalte mit der Kennung oder dem Titel der Maßnahme. "
        "Bitte eine Spalte als „Kennung“, „Kurztitel“ oder „Worum geht es?“ zuordnen."
    )


def no_measure(sheet: str, row: int, title: str) -> str:
    """Return the notice about a row whose measure was not found."""
    return (
        f"Blatt „{sheet}“, Zeile {row}: Zu „{short(title)}“ wurde keine Maßnahme gefunden; "
        "die Zeile wird nicht übernommen."
    )


def double_row(sheet: str, row: int, title: str, other: int) -> str:
    """Return the problem of two rows about the same measure (MRG-04)."""
    return (
        f"Blatt „{sheet}“, Zeile {row}: „{short(title)}“ passt zur selben Maßnahme wie Zeile "
        f"{other}. Bitte entscheiden, welche gilt; diese wird sonst nicht übernommen."
    )


def no_measure_of_sheet(sheet: str, title: str) -> str:
    """Return the notice about a sheet whose measure was not found."""
    if not title:
        return (
            f"Blatt „{sheet}“: Es wurde kein Titel gefunden. "
            "Bitte die Maßnahme beim Zuordnen auswählen."
        )
    return (
        f"Blatt „{sheet}“: Zu „{short(title)}“ wurde keine Maßnahme gefunden; "
        "das Blatt wird nicht übernommen."
    )


def double_sheet(sheet: str, title: str, other: str) -> str:
    """Return the problem of two sheets about the same measure."""
    return (
        f"Blatt „{sheet}“: „{short(title)}“ passt zur selben Maßnahme wie Blatt „{other}“. "
        "Bitte entscheiden, welches gilt; dieses wird sonst nicht übernommen."
    )


def uncertain_match(title: str, measure: str, score: float) -> str:
    """Return what stands against proposals of a row that may mean another measure."""
    return (
        f"„{short(title)}“ wurde nur nach Ähnlichkeit „{short(measure)}“ zugeordnet "
        f"({percent(score)}). Bitte prüfen, ob diese Maßnahme gemeint ist."
    )


def in_cell(cell: str, message: str) -> str:
    """Return a sentence with the place it is about."""
    return f"Zelle {cell}: {message}" if message else ""


def error_cell(cell: str, shown: str) -> str:
    """Return the problem of a cell that shows an error (SEC-12)."""
    return (
        f"Zelle {cell} zeigt den Fehlerwert „{short(shown)}“ und wird nicht übernommen. "
        "Bitte in der Datei berichtigen."
    )


def formula_cell(cell: str, shown: str) -> str:
    """Return what stands against the value of a formula (SEC-12)."""
    return (
        f"Zelle {cell} enthält eine Formel; vorgeschlagen wird der zuletzt angezeigte Wert "
        f"„{short(shown)}“. Bitte prüfen."
    )


def formula_without_value(cell: str) -> str:
    """Return the problem of a formula that shows nothing (SEC-12)."""
    return (
        f"Zelle {cell} enthält eine Formel ohne angezeigten Wert und wird nicht übernommen. "
        "Bitte die Datei in Excel öffnen und neu speichern."
    )


def faulty_sheet(sheet: str) -> str:
    """Return what stands against everything in a sheet with formulas or errors."""
    return (
        f"Blatt „{sheet}“ enthält Formeln oder Fehlerwerte; gelesen wurde, was zuletzt angezeigt "
        "wurde. Bitte prüfen."
    )


def doubtful(text: str, shown: str) -> str:
    """Return what stands against a number that could mean something else (SEC-19)."""
    return f"„{short(text)}“ wurde als {shown} gelesen, könnte aber anders gemeint sein."


def from_sentence(text: str, shown: str) -> str:
    """Return what stands against a value that was read out of a longer text (SEC-19)."""
    return f"{shown} wurde aus dem Text „{short(text)}“ gelesen. Bitte prüfen."


def no_number(text: str, example: str) -> str:
    """Return the problem of a cell that should hold a number."""
    such = f", z. B. {example}" if example else ""
    return f"„{short(text)}“ ist keine eindeutige Zahl{such}; der Wert wird nicht übernommen."


def no_year(text: str) -> str:
    """Return the problem of a cell that should hold a year."""
    return f"„{short(text)}“ ist kein Kalenderjahr, z. B. 2030; der Wert wird nicht übernommen."


def no_date(text: str) -> str:
    """Return the problem of a cell that should hold a date."""
    return f"„{short(text)}“ ist kein Datum, z. B. 01.10.2025; der Wert wird nicht übernommen."


def month_only(text: str) -> str:
    """Return what stands against a date without a day."""
    return f"„{short(text)}“ nennt keinen Tag; angenommen wurde der Erste des Monats."


def month_of_report(day: str, source: str) -> str:
    """Return what stands against a date made of the month of a report."""
    return f"{day}: Gefunden wurde nur der Monat ({source}); angenommen wurde der Erste."


def cut_text(length: int) -> str:
    """Return what stands against a text as long as a limit of some program."""
    shown = f"{length:,}".replace(",", ".")
    return (
        f"Der Text endet nach genau {shown} Zeichen mitten im Satz und ist vermutlich "
        "abgeschnitten. Bitte mit dem Absender klären."
    )


def no_answers(count: int) -> str:
    """Return the notice about cells that only say that there is nothing to say."""
    cells = "1 Zelle ohne Aussage" if count == 1 else f"{count} Zellen ohne Aussage"
    return (
        f"{cells} (z. B. „Keine Angabe“, „–“) wurde nicht übernommen."
        if count == 1
        else (f"{cells} (z. B. „Keine Angabe“, „–“) wurden nicht übernommen.")
    )


def short(text: str) -> str:
    """Return a text for a sentence, cut where it gets long."""
    words = " ".join(text.split())
    return words if len(words) <= _MOST_SHOWN else f"{words[: _MOST_SHOWN - 1].rstrip()}…"
