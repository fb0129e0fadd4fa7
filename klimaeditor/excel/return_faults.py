"""What can be wrong with a returned workbook: a code for machines, a sentence for people."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel import workbook_words
from klimaeditor.model.core_words import counted, quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence


# --- What can be wrong with a returned workbook: one code per kind of damage, for machines -------


class FaultCode(StrEnum):
    """The kinds of damage and remarks; each sentence stands where it is found."""

    # the file as a whole
    UNREADABLE = "unreadable"
    BASELINE_DAMAGED = "baseline_damaged"
    SHEET_MISSING = "sheet_missing"
    SHEET_REPLACED = "sheet_replaced"
    FOREIGN_SHEETS = "foreign_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    HIDDEN_CELLS = "hidden_cells"
    COLUMNS_BEYOND = "columns_beyond"
    ROWS_LOST = "rows_lost"
    COMMENT = "comment"
    # columns
    MISSING_COLUMN = "missing_column"
    RENAMED_COLUMN = "renamed_column"
    REORDERED_COLUMNS = "reordered_columns"
    DUPLICATE_COLUMN = "duplicate_column"
    OWN_COLUMNS = "own_columns"
    NO_HEADER = "no_header"
    # lines of a sheet per measure
    MISSING_LINE = "missing_line"
    RENAMED_LINE = "renamed_line"
    LINE_BY_LABEL = "line_by_label"
    DUPLICATE_LINE = "duplicate_line"
    OWN_CELLS = "own_cells"
    VALUE_IN_REMARK = "value_in_remark"
    VALUE_OF_OTHER_FIELD = "value_of_other_field"
    # rows
    BLANK_ID = "blank_id"
    CHANGED_ID = "changed_id"
    UNKNOWN_ID = "unknown_id"
    DUPLICATE_ID = "duplicate_id"
    COPIED_ROW = "copied_row"
    MIXED_ROW = "mixed_row"
    FOREIGN_ROW = "foreign_row"
    MISSING_ROWS = "missing_rows"
    ANSWER_CONTRADICTS = "answer_contradicts"
    UNKNOWN_ANSWER = "unknown_answer"
    INCOMPLETE_ENTRY = "incomplete_entry"
    DUPLICATE_DATE = "duplicate_date"
    # cells
    FORMULA = "formula"
    EXCEL_ERROR = "excel_error"
    MERGED_CELLS = "merged_cells"
    LOCKED_CHANGED = "locked_changed"
    EMPTIED_CELL = "emptied_cell"
    DATE_FOR_NUMBER = "date_for_number"
    DATE_FOR_TEXT = "date_for_text"
    NUMBER_FOR_DATE = "number_for_date"
    NUMBER_FOR_TEXT = "number_for_text"
    THOUSANDS_LOST = "thousands_lost"
    PERCENT_FORMAT = "percent_format"
    VALUE_OF_OTHER_MEASURE = "value_of_other_measure"
    FILLED_SERIES = "filled_series"
    HIDDEN_CELL = "hidden_cell"
    STRUCK_OUT = "struck_out"
    STRUCK_PART = "struck_part"
    COLOURED = "coloured"
    UNIT_STATED = "unit_stated"
    UNIT_SHOWN = "unit_shown"
    AMOUNT_LEAPS = "amount_leaps"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    UNREADABLE_NUMBER = "unreadable_number"
    SHORT_YEAR = "short_year"
    UNREADABLE_DATE = "unreadable_date"
    UNKNOWN_CHOICE = "unknown_choice"
    TEXT_CUT = "text_cut"
    TEXT_OF_OTHER_MEASURE = "text_of_other_measure"


HARMLESS = frozenset(
    {
        FaultCode.FOREIGN_SHEETS,
        FaultCode.HIDDEN_CELLS,
        FaultCode.COLUMNS_BEYOND,
        FaultCode.REORDERED_COLUMNS,
        FaultCode.OWN_COLUMNS,
        FaultCode.COPIED_ROW,
        FaultCode.MISSING_ROWS,
        FaultCode.LOCKED_CHANGED,
        FaultCode.UNKNOWN_ANSWER,
        FaultCode.COLOURED,
    }
)
"""Codes of what is worth knowing, but takes nothing away."""


class ReturnFault(NamedTuple):
    """One thing found: code, German sentence, and where it is as far as known.

    *wrote* is what a person wrote beside a cell, and *writer* who that was; "" for other things.
    """

    code: FaultCode
    message: str
    sheet: str = ""
    cell: str = ""
    measure_id: str = ""
    field: str = ""
    wrote: str = ""
    writer: str = ""

    @property
    def severe(self) -> bool:
        """Whether something was not taken over or needs a person."""
        return self.code not in HARMLESS


# --- German sentences for everything that can be wrong in a return: file, sheet, cell, way out ---

_SHOWN: Final = 12


def listed(items: Sequence[str]) -> str:
    """Return a list that stays readable."""
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")


_LONGEST: Final = 60
_ASK: Final = "Fragen Sie bei der zuständigen Stelle nach."
COLUMN: Final = "Spalte"
FIELD: Final = "Feld"

CELLS: Final = MappingProxyType(
    {
        FaultCode.COLOURED: "Hier ist {value} geschrieben; die Farbe wird nicht übernommen.",
        FaultCode.FORMULA: "Hier steht die Formel „{value}“ statt eines Werts. Prüfen Sie das "
        "Ergebnis, und übernehmen Sie es nur, wenn es stimmt.",
        FaultCode.EXCEL_ERROR: "Hier steht der Excel-Fehler {value}; der eingegebene Text ist "
        "verloren. " + _ASK,
        FaultCode.MERGED_CELLS: "Diese Zelle gehört zu einem Zellverbund; welche Angabe gemeint "
        "ist, ist offen. Wählen Sie in Excel „Zellverbund aufheben“, und tragen Sie die Werte "
        "ein.",
        FaultCode.EMPTIED_CELL: "Die Zelle wurde geleert; das heißt „nicht beantwortet“. Soll "
        "die Angabe entfallen, nehmen Sie das Leeren ausdrücklich an.",
        FaultCode.DATE_FOR_NUMBER: "Excel hat aus der Eingabe ein Datum gemacht ({value}); hier "
        "gehört eine Zahl hin. Tragen Sie die gemeinte Zahl ein.",
        FaultCode.DATE_FOR_TEXT: "Excel hat aus der Eingabe ein Datum gemacht ({value}); hier "
        "gehört ein Text hin. Tragen Sie den gemeinten Text ein.",
        FaultCode.NUMBER_FOR_DATE: "Hier steht die Zahl {value} statt eines Datums. Prüfen Sie, "
        "ob der vorgeschlagene Tag gemeint ist.",
        FaultCode.NUMBER_FOR_TEXT: "Excel hat aus der Eingabe eine Zahl gemacht ({value}); dabei "
        "können Nullen, Punkte oder Striche verloren gehen. Prüfen Sie den gemeinten Text.",
        FaultCode.THOUSANDS_LOST: "Der Wert {value} ist auffällig klein; vermutlich wurde der "
        "Punkt in einer Zahl wie „60.000“ als Komma gelesen. Tragen Sie die gemeinte Zahl ein.",
        FaultCode.PERCENT_FORMAT: "Excel hat aus einer Eingabe mit Prozentzeichen {value} "
        "gemacht. Prüfen Sie, ob der vorgeschlagene Prozentwert gemeint ist.",
        FaultCode.VALUE_OF_OTHER_MEASURE: "Diese Angabe wurde für eine andere Maßnahme "
        "verschickt ({value}); vermutlich wurde nur diese Spalte sortiert oder verschoben. "
        "Prüfen Sie die Zuordnung.",
        FaultCode.FILLED_SERIES: "Die Werte zählen von Zeile zu Zeile gleichmäßig weiter "
        "({value}); vermutlich wurde die Zelle nach unten gezogen. Prüfen Sie die Werte.",
        FaultCode.HIDDEN_CELL: "Die Zelle ist ausgeblendet oder ausgefiltert; vielleicht hat sie "
        "niemand gesehen. Prüfen Sie, ob ihr Inhalt gelten soll.",
        FaultCode.STRUCK_OUT: "Der Inhalt „{value}“ ist durchgestrichen: löschen? Soll die "
        "Angabe entfallen, nehmen Sie das Leeren ausdrücklich an.",
        FaultCode.STRUCK_PART: "„{value}“ ist durchgestrichen und wurde weggelassen. Prüfen Sie "
        "den übrigen Text.",
        FaultCode.UNIT_STATED: "„{value}“ steht unter einer Einheit wie T€ oder Mio. €; "
        "vorgeschlagen wird der Betrag in Euro. Prüfen Sie, ob er stimmt.",
        FaultCode.UNIT_SHOWN: "Die Zelle zeigt „{value}“; die Einheit steht nur im Zahlenformat "
        "und gehört nicht zur Angabe. Prüfen Sie, ob die Zahl ohne sie stimmt.",
        FaultCode.AMOUNT_LEAPS: "Der Betrag {value} weicht mindestens um das Hundertfache vom "
        "verschickten ab; vielleicht ist eine andere Einheit gemeint. Prüfen Sie den Betrag.",
        FaultCode.AMBIGUOUS_NUMBER: "„{value}“ kann zwei Zahlen meinen. Prüfen Sie, ob die "
        "Tausender gemeint sind.",
        FaultCode.UNREADABLE_NUMBER: "„{value}“ ist keine Zahl. Tragen Sie die Zahl ohne Zusätze "
        "ein. Beispiel: 1.250.000.",
        FaultCode.SHORT_YEAR: "„{value}“ nennt das Jahr nur mit zwei Stellen. Prüfen Sie, ob der "
        "vorgeschlagene Tag gemeint ist.",
        FaultCode.UNREADABLE_DATE: "„{value}“ ist kein Tag zwischen 1990 und 2060. Tragen Sie "
        "ein Datum ein. Beispiel: 01.07.2024.",
        FaultCode.UNKNOWN_CHOICE: "„{value}“ steht nicht zur Auswahl. Wählen Sie etwas aus der "
        "Liste.",
        FaultCode.TEXT_CUT: "Der Text endet nach {length} Zeichen und ist vermutlich "
        "abgeschnitten. Fragen Sie bei der zuständigen Stelle nach dem vollständigen Text.",
        FaultCode.TEXT_OF_OTHER_MEASURE: "Hier steht der Text einer anderen Maßnahme ({value}); "
        "vermutlich wurden nur einzelne Spalten sortiert. Prüfen Sie die Zuordnung.",
        FaultCode.VALUE_OF_OTHER_FIELD: "Diese Angabe wurde für ein anderes Feld derselben "
        "Maßnahme verschickt ({value}); vermutlich sind Zellen verrutscht. Prüfen Sie die "
        "Zuordnung.",
        FaultCode.VALUE_IN_REMARK: "Die Angabe „{value}“ steht in der Spalte für Bemerkungen, "
        "das Feld selbst ist unverändert. Prüfen Sie, ob sie dorthin gehört.",
        FaultCode.RENAMED_LINE: "Die Beschriftung der Zeile lautet jetzt „{value}“. Prüfen Sie, "
        "ob noch dieselbe Angabe gemeint ist.",
        FaultCode.LINE_BY_LABEL: "Das Prüfzeichen der Zeile fehlt oder ist fremd; sie wurde an "
        "ihrer Beschriftung erkannt. Prüfen Sie, ob die Angabe zu dieser Maßnahme gehört.",
        FaultCode.DUPLICATE_LINE: "Die Zeile steht mehrfach und mit verschiedenen Angaben da "
        "({value}); keine davon wurde übernommen. Behalten Sie nur die richtige Zeile.",
        FaultCode.LOCKED_CHANGED: "Die gesperrte Spalte wurde geändert („{value}“); das wird "
        "nicht übernommen. Ändern Sie die Angabe bei Bedarf im Klimaeditor.",
        FaultCode.UNKNOWN_ANSWER: "„{value}“ ist keine der drei Rückmeldungen. Lesen Sie es als "
        "Bemerkung.",
        FaultCode.DUPLICATE_DATE: "Für diesen Tag oder diese Adresse gibt es schon etwas anderes "
        "(„{value}“); die Zeile wurde nicht übernommen. Ändern Sie eines von beiden.",
        FaultCode.INCOMPLETE_ENTRY: "Die Zeile ist unvollständig; sie wurde nicht übernommen. "
        "Tragen Sie beide Angaben ein: {value}.",
    }
)
"""What is wrong with one cell, and the way out."""

ROWS: Final = MappingProxyType(
    {
        FaultCode.BLANK_ID: "Die Kennung fehlt{recovered}. Neue Maßnahmen werden im Klimaeditor "
        "angelegt; lassen Sie sie sich eigens melden.",
        FaultCode.CHANGED_ID: "Die Kennung wurde in „{value}“ geändert; es gilt weiter die "
        "verschickte. Prüfen Sie, ob die Zeile zu dieser Maßnahme gehört.",
        FaultCode.UNKNOWN_ID: "Die Kennung „{value}“ gehört nicht zu dieser Abfrage; die Zeile "
        "wurde nicht übernommen. " + _ASK,
        FaultCode.DUPLICATE_ID: "Die Maßnahme „{value}“ steht mehrfach und mit verschiedenen "
        "Angaben da ({rows}); keine davon wurde übernommen. Behalten Sie nur die richtige Zeile.",
        FaultCode.COPIED_ROW: "Die Maßnahme „{value}“ steht mehrfach mit denselben Angaben da "
        "({rows}); sie wurde einmal gelesen.",
        FaultCode.MIXED_ROW: "Die Zeile mischt zwei Maßnahmen ({value}); vermutlich wurden nur "
        "einzelne Spalten sortiert. Sie wurde nicht übernommen. Lassen Sie die Excel-Datei neu "
        "ausfüllen.",
        FaultCode.FOREIGN_ROW: "Die Zeile stammt aus einer anderen Abfrage. Prüfen Sie, ob die "
        "Angaben noch gelten.",
        FaultCode.ANSWER_CONTRADICTS: "Die Rückmeldung lautet „{value}“, die Zeile ist aber "
        "geändert. Prüfen Sie, was gemeint ist.",
    }
)
"""What is wrong with a row, and the way out."""


def about_cell(  # noqa: PLR0913, PLR0917 - a place has this many parts
    name: str, sheet: str, place: str, header: str, sentence: str, what: str = COLUMN
) -> str:
    """Return the sentence about one cell."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}, Zelle {place} ({what} {quoted(header)}): "
        f"{sentence}"
    )


FORMS: Final = MappingProxyType(
    {
        FaultCode.BLANK_ID: "Die Prüfzeichen des Blatts fehlen; es wurde am Titel der Maßnahme "
        "erkannt. Prüfen Sie, ob die Angaben zu dieser Maßnahme gehören.",
        FaultCode.UNKNOWN_ID: "Das Blatt sieht aus wie eins aus einer Abfrage, gehört aber zu "
        "keiner ihrer Maßnahmen; es wurde nicht übernommen. " + _ASK,
        FaultCode.FOREIGN_ROW: "Das Blatt stammt aus einer anderen Abfrage. Prüfen Sie, ob die "
        "Angaben noch gelten.",
        FaultCode.MIXED_ROW: "Das Blatt mischt zwei Maßnahmen ({value}). Es wurde nicht "
        "übernommen. Lassen Sie die Excel-Datei neu ausfüllen.",
        FaultCode.DUPLICATE_ID: "Das Blatt zur Maßnahme „{value}“ gibt es mehrfach und mit "
        "verschiedenen Angaben ({sheets}); keins davon wurde übernommen. Behalten Sie nur das "
        "richtige.",
        FaultCode.COPIED_ROW: "Das Blatt zur Maßnahme „{value}“ gibt es mehrfach mit denselben "
        "Angaben ({sheets}); es wurde einmal gelesen.",
        FaultCode.ANSWER_CONTRADICTS: "Die Rückmeldung lautet „{value}“, auf dem Blatt ist aber "
        "etwas geändert. Prüfen Sie, was gemeint ist.",
    }
)
"""What is wrong with the sheet of a measure, and the way out."""


def about_form(name: str, sheet: str, sentence: str) -> str:
    """Return the sentence about the whole sheet of a measure."""
    return f"{quoted(name)}, Blatt {quoted(sheet)}: {sentence}"


def about_row(name: str, sheet: str, number: int, sentence: str) -> str:
    """Return the sentence about one row."""
    return f"{quoted(name)}, Blatt {quoted(sheet)}, Zeile {number}: {sentence}"


def short(text: str) -> str:
    """Return a value as it is quoted: on one line, not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def row_numbers(numbers: Sequence[int]) -> str:
    """Return row numbers in words."""
    return "Zeilen " + " und ".join(str(number) for number in numbers)


RECOVERED: Final = "; die Zeile wurde am Prüfzeichen erkannt"
NOT_TAKEN: Final = "; die Zeile wurde nicht übernommen"


def missing_column(name: str, sheet: str, header: str) -> str:
    """Return the sentence about a column that was deleted (MRG-04)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Die Spalte {quoted(header)} fehlt; das gilt als "
        "„nicht beantwortet“. Steht dort etwas, lassen Sie sich die Excel-Datei noch einmal "
        "schicken."
    )


def renamed_column(name: str, sheet: str, header: str, now: str, place: str) -> str:
    """Return the sentence about a column whose header was changed (MRG-03)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}, Zelle {place}: Die Spalte {quoted(header)} "
        f"heißt jetzt {quoted(now)} und wurde nicht gelesen. Nennen Sie den Spaltenkopf wieder "
        f"{quoted(header)}, und lesen Sie die Excel-Datei noch einmal ein."
    )


def duplicate_column(name: str, sheet: str, header: str, cells: Sequence[str]) -> str:
    """Return the sentence about two columns with one meaning (MRG-03)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Die Spalte {quoted(header)} kommt mehrfach vor "
        f"({listed(cells)}) und wurde nicht gelesen. Löschen Sie alle bis auf eine, und lesen "
        "Sie die Excel-Datei noch einmal ein."
    )


def reordered_columns(name: str, sheet: str) -> str:
    """Return the remark about moved columns, which do not matter."""
    return f"{quoted(name)}, Blatt {quoted(sheet)}: Spalten wurden verschoben; das ist unschädlich."


def own_columns(name: str, sheet: str, headers: Sequence[str]) -> str:
    """Return the remark about columns that the department added."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Eigene Spalten wurden nicht gelesen: "
        f"{listed([quoted(header) for header in headers])}. Sehen Sie bei Bedarf dort nach."
    )


def no_header(name: str, sheet: str, letters: str, texts: Sequence[str]) -> str:
    """Return the sentence about a column that holds something and has no header."""
    what = counted(len(texts), "Zelle", "Zellen")
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Die Spalte {letters} hat keine Überschrift und "
        f"wurde nicht gelesen; {what} darin, zum Beispiel {quoted(short(texts[0]))}. Sehen Sie "
        "dort nach, und fragen Sie die zuständige Stelle, was gemeint ist."
    )


def hidden_cells(name: str, sheet: str, hidden_rows: int, hidden_columns: int) -> str:
    """Return the remark that hidden rows and columns count too (SEC-12)."""
    return f"{quoted(name)}, {workbook_words.hidden_cells(sheet, hidden_rows, hidden_columns)}"


def too_many_rows(name: str, sheet: str, limit: int) -> str:
    """Return the sentence about a sheet with more rows than are read (SEC-11)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Es sind mehr als {limit} Zeilen ausgefüllt; "
        "weitere wurden nicht gelesen. Löschen Sie überzählige Zeilen."
    )


def columns_beyond(name: str, sheet: str, letters: str) -> str:
    """Return the sentence about columns that are too far right to be read (SEC-11)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Ab Spalte {shortened(letters)} wurde nicht "
        "weitergelesen, obwohl dort etwas steht. Sehen Sie bei Bedarf dort nach."
    )


def rows_lost(name: str, sheet: str, numbers: Sequence[int]) -> str:
    """Return the sentence about rows that stand in the file too late or twice."""
    return (
        f"„{name}“, Blatt „{sheet}“: Die Datei ist beschädigt. Nicht gelesen wurden Zeilen, die "
        "in falscher Reihenfolge oder doppelt darin stehen: "
        f"{listed([str(number) for number in numbers])}. Öffnen Sie die Datei in Excel, "
        "speichern Sie sie neu, und lesen Sie sie noch einmal ein."
    )


def missing_forms(name: str, titles: Sequence[str]) -> str:
    """Return the remark about measures whose sheets are gone (MRG-04)."""
    return (
        f"{quoted(name)}: Zu diesen Maßnahmen fehlt das Blatt; das gilt als „nicht beantwortet“: "
        f"{listed([quoted(short(title)) for title in titles])}."
    )


def missing_rows(name: str, sheet: str, titles: Sequence[str]) -> str:
    """Return the remark about measures whose rows are gone (MRG-04)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Zu diesen Maßnahmen fehlt die Zeile; das gilt als "
        f"„nicht beantwortet“: {listed([quoted(short(title)) for title in titles])}."
    )


def merged(name: str, sheet: str, area: str) -> str:
    """Return the sentence about merged cells (SEC-12)."""
    return cell_range(name, sheet, area, CELLS[FaultCode.MERGED_CELLS])


def cell_range(name: str, sheet: str, area: str, sentence: str) -> str:
    """Return the sentence about a range of cells."""
    return f"{quoted(name)}, Blatt {quoted(sheet)}, Zellen {area}: {sentence}"
