"""German sentences for everything that can be wrong in a return: file, sheet, cell, way out."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import messages
from klimaeditor.excel.request.faults import FaultCode

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN: Final = 12
_LONGEST: Final = 60
_ASK: Final = "Bitte beim Amt nachfragen."

CELLS: Final = MappingProxyType(
    {
        FaultCode.FORMULA: "Hier steht die Formel „{value}“ statt eines Werts. Bitte das Ergebnis "
        "prüfen und nur übernehmen, wenn es stimmt.",
        FaultCode.EXCEL_ERROR: "Hier steht der Excel-Fehler {value}; der eingegebene Text ist "
        "verloren. " + _ASK,
        FaultCode.MERGED_CELLS: "Diese Zelle gehört zu einem Zellverbund; welche Angabe gemeint "
        "ist, ist offen. Bitte in Excel „Zellverbund aufheben“ wählen und die Werte eintragen.",
        FaultCode.EMPTIED_CELL: "Die Zelle wurde geleert. Das heißt „nicht beantwortet“; soll die "
        "Angabe entfallen, bitte das Leeren ausdrücklich annehmen.",
        FaultCode.DATE_FOR_NUMBER: "Excel hat aus der Eingabe ein Datum gemacht ({value}); hier "
        "gehört eine Zahl hin. Bitte die gemeinte Zahl eintragen.",
        FaultCode.DATE_FOR_TEXT: "Excel hat aus der Eingabe ein Datum gemacht ({value}); hier "
        "gehört ein Text hin. Bitte den gemeinten Text eintragen.",
        FaultCode.NUMBER_FOR_DATE: "Hier steht die Zahl {value} statt eines Datums. Bitte prüfen, "
        "ob der vorgeschlagene Tag gemeint ist.",
        FaultCode.NUMBER_FOR_TEXT: "Excel hat aus der Eingabe eine Zahl gemacht ({value}); dabei "
        "können Nullen, Punkte oder Striche verloren gehen. Bitte den gemeinten Text prüfen.",
        FaultCode.THOUSANDS_LOST: "Der Wert {value} ist auffällig klein; vermutlich wurde der "
        "Punkt in einer Zahl wie „60.000“ als Komma gelesen. Bitte die gemeinte Zahl eintragen.",
        FaultCode.PERCENT_FORMAT: "Excel hat aus einer Eingabe mit Prozentzeichen {value} gemacht. "
        "Bitte prüfen, ob der vorgeschlagene Prozentwert gemeint ist.",
        FaultCode.AMBIGUOUS_NUMBER: "„{value}“ kann zwei Zahlen meinen. Bitte prüfen, ob die "
        "Tausender gemeint sind.",
        FaultCode.UNREADABLE_NUMBER: "„{value}“ ist keine Zahl. Bitte die Zahl ohne Zusätze "
        "eintragen, z. B. 1.250.000.",
        FaultCode.UNREADABLE_DATE: "„{value}“ ist kein Tag zwischen 1990 und 2060. Bitte ein Datum "
        "wie 01.07.2024 eintragen.",
        FaultCode.UNKNOWN_CHOICE: "„{value}“ steht nicht zur Auswahl. Bitte einen Eintrag aus der "
        "Liste wählen.",
        FaultCode.TEXT_CUT: "Der Text endet nach {length} Zeichen und ist vermutlich "
        "abgeschnitten. Bitte den vollständigen Text vom Amt holen.",
        FaultCode.TEXT_OF_OTHER_MEASURE: "Hier steht der Text einer anderen Maßnahme ({value}); "
        "vermutlich wurden nur einzelne Spalten sortiert. Bitte die Zuordnung prüfen.",
        FaultCode.LOCKED_CHANGED: "Die gesperrte Spalte wurde geändert („{value}“); das wird nicht "
        "übernommen. Bitte bei Bedarf im Klimaeditor ändern.",
        FaultCode.UNKNOWN_ANSWER: "„{value}“ ist keine der drei Rückmeldungen; bitte als Bemerkung "
        "lesen.",
        FaultCode.DUPLICATE_DATE: "Für diesen Tag oder diese Adresse gibt es schon einen anderen "
        "Eintrag („{value}“); die Zeile wurde nicht übernommen. Bitte einen der beiden ändern.",
        FaultCode.INCOMPLETE_ENTRY: "Die Zeile ist unvollständig; sie wurde nicht übernommen. "
        "Bitte beide Angaben eintragen: {value}.",
    }
)
"""What is wrong with one cell, and the way out."""

ROWS: Final = MappingProxyType(
    {
        FaultCode.BLANK_ID: "Die Kennung fehlt{recovered}. Für neue Maßnahmen bitte eine eigene "
        "Meldung schicken; sie werden im Klimaeditor angelegt.",
        FaultCode.CHANGED_ID: "Die Kennung wurde in „{value}“ geändert; es gilt weiter die "
        "versandte. Bitte prüfen, ob die Zeile zu dieser Maßnahme gehört.",
        FaultCode.UNKNOWN_ID: "Die Kennung „{value}“ gehört nicht zu dieser Abfrage; die Zeile "
        "wurde nicht übernommen. " + _ASK,
        FaultCode.DUPLICATE_ID: "Die Maßnahme „{value}“ steht mehrfach und mit verschiedenen "
        "Angaben da ({rows}); keine davon wurde übernommen. Bitte die richtige Zeile behalten.",
        FaultCode.COPIED_ROW: "Die Maßnahme „{value}“ steht mehrfach mit denselben Angaben da "
        "({rows}); sie wurde einmal gelesen.",
        FaultCode.MIXED_ROW: "Die Zeile mischt zwei Maßnahmen ({value}); vermutlich wurden nur "
        "einzelne Spalten sortiert. Sie wurde nicht übernommen. Bitte die Mappe neu ausfüllen.",
        FaultCode.FOREIGN_ROW: "Die Zeile stammt aus einer anderen Abfrage. Bitte prüfen, ob die "
        "Angaben noch gelten.",
        FaultCode.ANSWER_CONTRADICTS: "Die Rückmeldung lautet „{value}“, die Zeile ist aber "
        "geändert. Bitte prüfen, was gemeint ist.",
    }
)
"""What is wrong with a row, and the way out."""


def cell(name: str, sheet: str, place: str, header: str, sentence: str) -> str:
    """Return the sentence about one cell."""
    return f"„{name}“, Blatt „{sheet}“, Zelle {place} (Spalte „{header}“): {sentence}"


def row(name: str, sheet: str, number: int, sentence: str) -> str:
    """Return the sentence about one row."""
    return f"„{name}“, Blatt „{sheet}“, Zeile {number}: {sentence}"


def short(text: str) -> str:
    """Return a value as it is quoted: on one line, not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def listed(items: Sequence[str]) -> str:
    """Return a list that stays readable."""
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")


def rows(numbers: Sequence[int]) -> str:
    """Return row numbers in words."""
    return "Zeilen " + " und ".join(str(number) for number in numbers)


RECOVERED: Final = "; die Zeile wurde am Prüfzeichen erkannt"
NOT_TAKEN: Final = "; die Zeile wurde nicht übernommen"


def missing_column(name: str, sheet: str, header: str) -> str:
    """Return the sentence about a column that was deleted (MRG-04)."""
    return (
        f"„{name}“, Blatt „{sheet}“: Die Spalte „{header}“ fehlt; das gilt als „nicht "
        "beantwortet“. Hat das Amt dort etwas eingetragen, bitte die Mappe noch einmal schicken "
        "lassen."
    )


def renamed_column(name: str, sheet: str, header: str, now: str, place: str) -> str:
    """Return the sentence about a column whose header was changed (MRG-03)."""
    return (
        f"„{name}“, Blatt „{sheet}“, Zelle {place}: Die Spalte „{header}“ heißt jetzt „{now}“ und "
        f"wurde nicht gelesen. Bitte den Spaltenkopf wieder „{header}“ nennen und die Mappe "
        "erneut einlesen."
    )


def duplicate_column(name: str, sheet: str, header: str, cells: Sequence[str]) -> str:
    """Return the sentence about two columns with one meaning (MRG-03)."""
    return (
        f"„{name}“, Blatt „{sheet}“: Die Spalte „{header}“ kommt mehrfach vor ({listed(cells)}) "
        "und wurde nicht gelesen. Bitte alle bis auf eine löschen und die Mappe erneut einlesen."
    )


def reordered_columns(name: str, sheet: str) -> str:
    """Return the remark about moved columns, which do not matter."""
    return f"„{name}“, Blatt „{sheet}“: Spalten wurden verschoben; das ist unschädlich."


def own_columns(name: str, sheet: str, headers: Sequence[str]) -> str:
    """Return the remark about columns that the department added."""
    return (
        f"„{name}“, Blatt „{sheet}“: Eigene Spalten wurden nicht gelesen: "
        f"{listed([f'„{header}“' for header in headers])}. Bitte bei Bedarf dort nachsehen."
    )


def sheet_missing(name: str, sheet: str) -> str:
    """Return the sentence about a sheet that was deleted."""
    return (
        f"„{name}“: Das Blatt „{sheet}“ fehlt; das gilt als „nicht beantwortet“. Hat das Amt dort "
        "etwas eingetragen, bitte die Mappe noch einmal schicken lassen."
    )


def sheet_replaced(name: str, sheet: str, header: str) -> str:
    """Return the sentence about a sheet that holds something else."""
    return (
        f"„{name}“: Im Blatt „{sheet}“ steht keine Zeile mit dem Spaltenkopf „{header}“; es wurde "
        "nicht gelesen. Bitte die ausgefüllte Abfrage selbst zurückschicken lassen."
    )


def foreign_sheets(name: str, titles: Sequence[str]) -> str:
    """Return the remark about sheets that the department added."""
    return (
        f"„{name}“: Diese Blätter gehören nicht zur Abfrage und wurden nicht gelesen: "
        f"{listed([f'„{title}“' for title in titles])}. Bitte bei Bedarf dort nachsehen."
    )


def hidden_cells(name: str, sheet: str, hidden_rows: int, hidden_columns: int) -> str:
    """Return the remark that hidden rows and columns count too (SEC-12)."""
    return f"„{name}“, {messages.hidden_cells(sheet, hidden_rows, hidden_columns)}"


def too_many_rows(name: str, sheet: str, limit: int) -> str:
    """Return the sentence about a sheet with more rows than are read (SEC-11)."""
    return (
        f"„{name}“, Blatt „{sheet}“: Es sind mehr als {limit} Zeilen ausgefüllt; weitere wurden "
        "nicht gelesen. Bitte überzählige Zeilen löschen."
    )


def missing_rows(name: str, sheet: str, titles: Sequence[str]) -> str:
    """Return the remark about measures whose rows are gone (MRG-04)."""
    return (
        f"„{name}“, Blatt „{sheet}“: Zu diesen Maßnahmen fehlt die Zeile; das gilt als „nicht "
        f"beantwortet“: {listed([f'„{short(title)}“' for title in titles])}."
    )


def merged(name: str, sheet: str, area: str) -> str:
    """Return the sentence about merged cells (SEC-12)."""
    return cell_range(name, sheet, area, CELLS[FaultCode.MERGED_CELLS])


def cell_range(name: str, sheet: str, area: str, sentence: str) -> str:
    """Return the sentence about a range of cells."""
    return f"„{name}“, Blatt „{sheet}“, Zellen {area}: {sentence}"


def not_a_request(name: str) -> str:
    """Return the refusal of a workbook that is no request of ours."""
    return (
        f"„{name}“ ist keine Abfrage aus dem Klimaeditor: Das ausgeblendete Blatt „Basis“ fehlt. "
        "Bitte das Amt um die ausgefüllte Mappe selbst bitten; einzelne Blätter oder Auszüge "
        "genügen nicht."
    )


def baseline_damaged(name: str) -> str:
    """Return the refusal of a request whose hidden sheet was touched."""
    return (
        f"„{name}“: Das ausgeblendete Blatt „Basis“ wurde verändert oder ist unvollständig; ohne "
        "es ist nicht zu erkennen, was geändert wurde. Bitte die Abfrage neu verschicken oder die "
        "Angaben von Hand übertragen."
    )
