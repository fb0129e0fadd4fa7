"""One sheet of a return -> rows of cells by column key, bounded; damage becomes faults (SEC-12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel import request_layout, sheets, workbook_words
from klimaeditor.excel.appearance import Appearance, appearance_of, area_of
from klimaeditor.excel.cells import ERROR, FORMULA, Losses
from klimaeditor.excel.layout import letter, shown
from klimaeditor.excel.numberformats import shown_number
from klimaeditor.excel.return_faults import FaultCode, ReturnFault, listed
from klimaeditor.excel.sheets import HEADER_WITHIN, MAX_ROWS, READABLE, header_texts, is_endless
from klimaeditor.model.core_words import quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from klimaeditor.excel import cells
    from klimaeditor.excel.appearance import Area, Struck
    from klimaeditor.excel.cells import Found, Row
    from klimaeditor.excel.comments import CellComment
    from klimaeditor.excel.layout import Found as Value
    from klimaeditor.excel.layout import SheetColumn, SheetLayout
    from klimaeditor.excel.parts import SheetMarks
    from klimaeditor.excel.request_baseline import Sent, SentMeasure
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

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
        FaultCode.VALUE_OF_OTHER_MEASURE: "Diese Angabe wurde für eine andere Maßnahme versandt "
        "({value}); vermutlich wurde nur diese Spalte sortiert oder verschoben. Bitte prüfen.",
        FaultCode.FILLED_SERIES: "Die Werte zählen von Zeile zu Zeile gleichmäßig weiter ({value});"
        " vermutlich wurde die Zelle nach unten gezogen. Bitte prüfen.",
        FaultCode.HIDDEN_CELL: "Die Zelle ist ausgeblendet oder ausgefiltert; vielleicht hat sie "
        "niemand gesehen. Bitte prüfen, ob ihr Inhalt gelten soll.",
        FaultCode.STRUCK_OUT: "Der Inhalt „{value}“ ist durchgestrichen: löschen? Soll die Angabe "
        "entfallen, bitte das Leeren ausdrücklich annehmen.",
        FaultCode.STRUCK_PART: "„{value}“ ist durchgestrichen und wurde weggelassen. Bitte den "
        "übrigen Text prüfen.",
        FaultCode.UNIT_STATED: "„{value}“ steht unter einer Einheit wie T€ oder Mio. €; "
        "vorgeschlagen wird der Betrag in Euro. Bitte prüfen, ob er stimmt.",
        FaultCode.AMOUNT_LEAPS: "Der Betrag {value} weicht mindestens um das Hundertfache vom "
        "versandten ab; vielleicht ist eine andere Einheit gemeint. Bitte prüfen.",
        FaultCode.AMBIGUOUS_NUMBER: "„{value}“ kann zwei Zahlen meinen. Bitte prüfen, ob die "
        "Tausender gemeint sind.",
        FaultCode.UNREADABLE_NUMBER: "„{value}“ ist keine Zahl. Bitte die Zahl ohne Zusätze "
        "eintragen, z. B. 1.250.000.",
        FaultCode.SHORT_YEAR: "„{value}“ nennt das Jahr nur mit zwei Stellen. Bitte prüfen, ob der "
        "vorgeschlagene Tag gemeint ist.",
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


def about_cell(name: str, sheet: str, place: str, header: str, sentence: str) -> str:
    """Return the sentence about one cell."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}, Zelle {place} (Spalte {quoted(header)}): "
        f"{sentence}"
    )


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
        "„nicht beantwortet“. Hat das Amt dort etwas eingetragen, bitte die Mappe noch einmal "
        "schicken lassen."
    )


def renamed_column(name: str, sheet: str, header: str, now: str, place: str) -> str:
    """Return the sentence about a column whose header was changed (MRG-03)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}, Zelle {place}: Die Spalte {quoted(header)} heißt "
        f"jetzt {quoted(now)} und wurde nicht gelesen. Bitte den Spaltenkopf wieder "
        f"{quoted(header)} nennen und die Mappe erneut einlesen."
    )


def duplicate_column(name: str, sheet: str, header: str, cells: Sequence[str]) -> str:
    """Return the sentence about two columns with one meaning (MRG-03)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Die Spalte {quoted(header)} kommt mehrfach vor "
        f"({listed(cells)}) und wurde nicht gelesen. Bitte alle bis auf eine löschen und die Mappe "
        "erneut einlesen."
    )


def reordered_columns(name: str, sheet: str) -> str:
    """Return the remark about moved columns, which do not matter."""
    return f"{quoted(name)}, Blatt {quoted(sheet)}: Spalten wurden verschoben; das ist unschädlich."


def own_columns(name: str, sheet: str, headers: Sequence[str]) -> str:
    """Return the remark about columns that the department added."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Eigene Spalten wurden nicht gelesen: "
        f"{listed([quoted(header) for header in headers])}. Bitte bei Bedarf dort nachsehen."
    )


def hidden_cells(name: str, sheet: str, hidden_rows: int, hidden_columns: int) -> str:
    """Return the remark that hidden rows and columns count too (SEC-12)."""
    return f"{quoted(name)}, {workbook_words.hidden_cells(sheet, hidden_rows, hidden_columns)}"


def too_many_rows(name: str, sheet: str, limit: int) -> str:
    """Return the sentence about a sheet with more rows than are read (SEC-11)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Es sind mehr als {limit} Zeilen ausgefüllt; "
        "weitere wurden nicht gelesen. Bitte überzählige Zeilen löschen."
    )


def columns_beyond(name: str, sheet: str, letters: str) -> str:
    """Return the sentence about columns that are too far right to be read (SEC-11)."""
    return (
        f"{quoted(name)}, Blatt {quoted(sheet)}: Ab Spalte {shortened(letters)} wurde nicht "
        "weitergelesen, obwohl dort etwas steht. Bitte bei Bedarf dort nachsehen."
    )


def rows_lost(name: str, sheet: str, numbers: Sequence[int]) -> str:
    """Return the sentence about rows that stand in the file too late or twice."""
    return (
        f"„{name}“, Blatt „{sheet}“: Die Datei ist beschädigt; diese Zeilen stehen in falscher "
        "Reihenfolge oder doppelt darin und wurden nicht gelesen: "
        f"{listed([str(number) for number in numbers])}. Bitte in Excel öffnen, prüfen, neu "
        "speichern und noch einmal einlesen."
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


# --- Columns of a return are found by their header (MRG-03); what became of the header is noted --

_ALIKE: Final = 0.6
_COMPARED: Final = 400
"""So many letters of a header are compared; comparing takes the square of their number."""


class Spot(NamedTuple):
    """Where a header is: workbook, tab, and row once it is known."""

    file: str
    title: str
    row: int = 1

    def cell(self, place: int) -> str:
        """Return the name of a cell in the header row, columns counted from 0."""
        return f"{letter(place)}{self.row}"


def find_header(
    rows: Iterator[Row], sheet: SheetLayout, spot: Spot, faults: list[ReturnFault], above: list[str]
) -> tuple[int, dict[str, int]] | None:
    """Return number and columns (from 0) of the first row that names the id or the mark.

    None where there is none; what is odd about the header is added to *faults*, and what
    stands above it to *above*.
    """
    names = sheets.names_of(sheet)
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        texts = header_texts(cells)
        keys = [names.get(sheets.plain(text)) for text in texts]
        if request_layout.ID in keys or request_layout.MARK in keys:
            return number, _places(sheet, texts, keys, spot._replace(row=number), faults)
        above += texts
    return None


def named_columns(rows: Iterator[Row], sheet: SheetLayout) -> int:
    """Return how many columns of *sheet* the best of the first rows names, 0 without id or mark."""
    names = sheets.names_of(sheet)
    best = 0
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        keys = {names.get(sheets.plain(text)) for text in header_texts(cells)} - {None}
        if request_layout.ID in keys or request_layout.MARK in keys:
            best = max(best, len(keys))
    return best


def _places(
    sheet: SheetLayout,
    texts: Sequence[str],
    keys: Sequence[str | None],
    spot: Spot,
    faults: list[ReturnFault],
) -> dict[str, int]:
    found: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        if key is not None:
            found.setdefault(key, []).append(place)
    for key, twice in found.items():
        if len(twice) > 1:
            cells = [spot.cell(place) for place in twice]
            header = sheet.column(key).header
            sentence = duplicate_column(spot.file, spot.title, header, cells)
            code = FaultCode.DUPLICATE_COLUMN
            faults.append(ReturnFault(code, sentence, spot.title, cells[1], field=key))
    unknown = {p: texts[p] for p, key in enumerate(keys) if key is None and texts[p].strip()}
    for place, column in enumerate(sheet.columns):
        if column.key not in found and not column.locked:
            faults.append(_gone(column, place, unknown, spot))
    if unknown:
        own = [" ".join(text.split()) for text in unknown.values()]
        sentence = own_columns(spot.file, spot.title, own)
        faults.append(ReturnFault(FaultCode.OWN_COLUMNS, sentence, spot.title))
    order = [found[column.key][0] for column in sheet.columns if column.key in found]
    if order != sorted(order):
        sentence = reordered_columns(spot.file, spot.title)
        faults.append(ReturnFault(FaultCode.REORDERED_COLUMNS, sentence, spot.title))
    locked = {column.key for column in sheet.columns if column.locked}
    return {key: p[0] for key, p in found.items() if len(p) == 1 or key in locked}


def _gone(column: SheetColumn, place: int, unknown: dict[int, str], spot: Spot) -> ReturnFault:
    """Return the fault of an open column that is missing or renamed, taking it from *unknown*."""
    header, title = column.header, spot.title
    other = next((p for p, text in unknown.items() if p == place or _alike(text, header)), None)
    if other is None:
        sentence = missing_column(spot.file, title, header)
        return ReturnFault(FaultCode.MISSING_COLUMN, sentence, title, field=column.key)
    now, where = " ".join(unknown.pop(other).split()), spot.cell(other)
    sentence = renamed_column(spot.file, title, header, now, where)
    return ReturnFault(FaultCode.RENAMED_COLUMN, sentence, title, where, field=column.key)


def _alike(text: str, header: str) -> bool:
    plain = sheets.plain(text[:_COMPARED])
    return SequenceMatcher(None, plain, sheets.plain(header)).ratio() >= _ALIKE


# --- One sheet of a return -> rows of cells by column key, bounded; damage becomes faults (SEC-12)

_ERROR_TEXT = re.compile(
    r"#(NAME\?|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|N/A|NV|NUM!|ZAHL!|NULL!|SPILL!|ÜBERLAUF!|CALC!)"
)


class FoundCell(NamedTuple):
    """One cell: what it shows, where it is, its number format.

    *flag* says that it is a formula (*value* is what it showed, *text* the formula), an error (its
    *text*) or part of merged cells. *struck* is what was struck out of it; all of it where nothing
    is left. With *hidden* nobody sees it.
    """

    value: Value
    where: str
    number_format: str = ""
    flag: FaultCode | None = None
    text: str = ""
    struck: str = ""
    hidden: bool = False


class Shape(NamedTuple):
    """What the rows of a sheet share: place and letters of each column, merged ranges, its look."""

    places: dict[str, tuple[int, str]]
    areas: tuple[Area, ...] = ()
    look: Appearance = Appearance()


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row: its number in the sheet, and its cells, judged as they are asked for."""

    number: int
    shape: Shape
    found: Sequence[Found]

    def cell(self, key: str) -> FoundCell:
        """Return the cell of a column; KeyError where the sheet has no such column."""
        place, letters = self.shape.places[key]
        where = f"{letters}{self.number}"
        if self._is_merged(place):
            return FoundCell(None, where, flag=FaultCode.MERGED_CELLS)
        found = cell_of(self.found[place] if place < len(self.found) else None, where)
        look = self.shape.look
        if where in look.struck:
            found = _without_struck(found, look.struck[where])
        return found._replace(hidden=True) if look.hides(self.number, place) else found

    def get(self, key: str) -> FoundCell | None:
        """Return the cell of a column, None where the sheet has no such column."""
        return self.cell(key) if key in self.shape.places else None

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        found = self.get(key)
        if found is None:
            return ""
        return found.struck if found.value is None else shown(found.value)

    @property
    def is_blank(self) -> bool:
        """Whether no known column says anything here."""
        found, width = self.found, len(self.found)
        for place, _ in self.shape.places.values():
            if (place < width and found[place] not in (None, "")) or self._is_merged(place):
                return False
        return True

    def _is_merged(self, place: int) -> bool:
        areas = self.shape.areas
        return bool(areas) and any(area.holds(self.number, place + 1) for area in areas)


@dataclass(slots=True)
class FoundTable:
    """A sheet as read: *file* and *title* (its tab) say where, *faults* what is wrong with it."""

    sheet: SheetLayout
    file: str
    title: str
    rows: list[FoundRow] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    faults: list[ReturnFault] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    """The texts above the header, which a department wrote."""
    comments: tuple[CellComment, ...] = ()


def read_grid(worksheet: cells.BookSheet, table: FoundTable, expected: int) -> bool:
    """Read a sheet into *table*; False where no header row names its id or its mark.

    *expected* rows were sent; SEC-11's bound counts from there.
    """
    losses = Losses()
    rows, marks = worksheet.rows(losses), worksheet.marks()
    spot = Spot(table.file, table.title)
    found = find_header(rows, table.sheet, spot, table.faults, table.above)
    if found is None:
        return False
    header, places = found
    table.columns = frozenset(places)
    areas = [
        area for area in map(area_of, marks.merged) if area is not None and area.bottom > header
    ]
    _note_marks(table, marks, areas, places)
    named = {key: (place, letter(place)) for key, place in places.items()}
    shape = Shape(named, tuple(areas), appearance_of(worksheet))
    for number, cells in rows:
        row = FoundRow(number, shape, cells)
        if row.is_blank:
            continue
        table.rows.append(row)
        if len(table.rows) > expected + MAX_ROWS:
            sentence = too_many_rows(table.file, table.title, expected + MAX_ROWS)
            table.faults.append(ReturnFault(FaultCode.TOO_MANY_ROWS, sentence, table.title))
            break
    _note_losses(table, losses)
    table.comments = worksheet.comments()
    return True


def _note_losses(table: FoundTable, losses: Losses) -> None:
    """Note what the sheet holds and was not read."""
    file, title = table.file, table.title
    if losses.column is not None:
        sentence = columns_beyond(file, title, letter(losses.column))
        table.faults.append(ReturnFault(FaultCode.COLUMNS_BEYOND, sentence, title))
    if losses.rows:
        sentence = rows_lost(file, title, losses.rows)
        table.faults.append(ReturnFault(FaultCode.ROWS_LOST, sentence, title))


def cell_of(found: Found, where: str) -> FoundCell:
    """Return a cell as it was found; a formula holds what it showed, an error nothing (SEC-12)."""
    if found is None:
        return FoundCell(None, where)
    if isinstance(found, str):
        if found.lstrip().startswith("#") and _ERROR_TEXT.fullmatch(found.strip()):
            return FoundCell(None, where, flag=FaultCode.EXCEL_ERROR, text=found.strip())
        return FoundCell(found, where)
    value = found.value
    if found.data_type == FORMULA:
        said = cell_of(found.shown, where).value
        return FoundCell(said, where, flag=FaultCode.FORMULA, text=str(value))
    if found.data_type == ERROR or is_endless(value):
        return FoundCell(None, where, flag=FaultCode.EXCEL_ERROR, text=str(value))
    known = value if isinstance(value, READABLE) else str(value)
    return FoundCell(known, where, found.number_format)


def _without_struck(cell: FoundCell, look: Struck) -> FoundCell:
    """Return a cell without what is struck in it."""
    if look.kept:
        return cell._replace(value=look.kept, struck=look.struck)
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        whole = shown_number(value, cell.number_format)
    else:
        whole = shown(value)
    return cell._replace(value=None, struck=whole or look.struck or cell.text)


def _note_marks(
    table: FoundTable, marks: SheetMarks, areas: list[Area], places: dict[str, int]
) -> None:
    """Note merged cells in known columns, and that something is hidden (SEC-12)."""
    file, title = table.file, table.title
    used = {place + 1 for place in places.values()}
    for area in areas:
        if any(area.left <= column <= area.right for column in used):
            sentence = merged(file, title, area.name)
            table.faults.append(ReturnFault(FaultCode.MERGED_CELLS, sentence, title, area.name))
    if marks.hidden_rows or marks.hidden_columns:
        sentence = hidden_cells(file, title, marks.hidden_rows, marks.hidden_columns)
        table.faults.append(ReturnFault(FaultCode.HIDDEN_CELLS, sentence, title))


# --- What a return says, put together while it is read -------------------------------------------

if TYPE_CHECKING:
    Place: TypeAlias = tuple[FieldName, str | None]


@dataclass(slots=True)
class MeasureReturn:
    """What a return says about one measure.

    *returned* holds only fields that say something else than was sent; "" means emptied. *cells*
    (sheet, cell) and *faults* are filed under (field, None), or (field, date or address) for an
    entry of a list. *row_faults* speak against everything in the row. *answer* is the stored form
    of the answer, "" for none; *remark* is for the editors only.
    """

    sent: SentMeasure
    returned: dict[FieldName, Json] = field(default_factory=dict)
    cells: dict[Place, tuple[str, str]] = field(default_factory=dict)
    faults: dict[Place, list[ReturnFault]] = field(default_factory=dict)
    row_faults: list[ReturnFault] = field(default_factory=list)
    answer: str = ""
    remark: str = ""


@dataclass(slots=True)
class Return:
    """A return as read. *file* is its name, *faults* are those that belong to no single value."""

    file: str
    sha256: str
    sent: Sent
    measures: dict[str, MeasureReturn] = field(default_factory=dict)
    faults: list[ReturnFault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.measures = {key: MeasureReturn(found) for key, found in self.sent.measures.items()}


_OF_STRUCK: Final = frozenset({FaultCode.STRUCK_OUT, FaultCode.STRUCK_PART})
_AS_SHOWN: Final = frozenset({FaultCode.UNIT_STATED, FaultCode.AMOUNT_LEAPS})
"""Codes whose sentence quotes what the cell shows, not what it stores."""


def cell_fault(  # noqa: PLR0913 - a place has this many parts
    table: FoundTable,
    column: SheetColumn,
    cell: FoundCell,
    code: FaultCode,
    measure_id: str,
    *,
    field_name: str = "",
    value: str | None = None,
) -> ReturnFault:
    """Return the fault of one cell; *value* is what to quote, by default what the cell shows."""
    quoted = value if value is not None else cell.text or str(cell.value or "")
    if value is None and code in _OF_STRUCK:
        quoted = cell.struck
    elif value is None and code in _AS_SHOWN and isinstance(cell.value, int | float):
        quoted = shown_number(cell.value, cell.number_format)
    sentence = CELLS[code].format(value=short(quoted), length=len(quoted))
    text = about_cell(table.file, table.title, cell.where, column.header, sentence)
    return ReturnFault(code, text, table.title, cell.where, measure_id, field_name or column.key)


def row_fault(  # noqa: PLR0913 - a place has this many parts
    table: FoundTable,
    row: FoundRow,
    code: FaultCode,
    measure_id: str = "",
    *,
    value: str = "",
    recovered: str = NOT_TAKEN,
    rows: Sequence[int] = (),
) -> ReturnFault:
    """Return the fault of a whole row."""
    sentence = ROWS[code].format(value=short(value), recovered=recovered, rows=row_numbers(rows))
    text = about_row(table.file, table.title, row.number, sentence)
    return ReturnFault(code, text, table.title, f"A{row.number}", measure_id)
