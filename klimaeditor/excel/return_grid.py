"""One sheet of a return -> rows of cells by column key, bounded; damage becomes faults (SEC-12)."""

from __future__ import annotations

import re
from dataclasses import field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel import request_layout, sheets
from klimaeditor.excel.appearance import Appearance, appearance_of, area_of
from klimaeditor.excel.cells import ERROR, FORMULA, MAX_COLUMNS, VISIBLE, Losses
from klimaeditor.excel.layout import letter, shown
from klimaeditor.excel.numberformats import shown_number, shows_nothing
from klimaeditor.excel.return_faults import (
    CELLS,
    COLUMN,
    FIELD,
    FORMS,
    NOT_TAKEN,
    ROWS,
    FaultCode,
    ReturnFault,
    about_cell,
    about_form,
    about_row,
    columns_beyond,
    duplicate_column,
    hidden_cells,
    merged,
    missing_column,
    no_header,
    own_columns,
    renamed_column,
    reordered_columns,
    row_numbers,
    rows_lost,
    short,
    too_many_rows,
)
from klimaeditor.excel.sheets import HEADER_WITHIN, MAX_ROWS, READABLE, header_texts, is_endless
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.excel import cells
    from klimaeditor.excel.appearance import Area, Struck
    from klimaeditor.excel.cells import Found, Row
    from klimaeditor.excel.comments import CellComment
    from klimaeditor.excel.layout import Found as Value
    from klimaeditor.excel.layout import ListSheet, SheetColumn, SheetLayout
    from klimaeditor.excel.parts import SheetMarks
    from klimaeditor.excel.request_baseline import Sent, SentMeasure
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json
    from klimaeditor.model.values import Value as Stored


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


class Header(NamedTuple):
    """A header row: its number, the columns (from 0) by key, and all columns that say something."""

    row: int
    places: dict[str, int]
    headed: frozenset[int]


def find_header(
    rows: Iterator[Row], sheet: SheetLayout, spot: Spot, faults: list[ReturnFault], above: list[str]
) -> Header | None:
    """Return the first row that names the id or the mark.

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
            places = column_places(sheet, texts, keys, spot._replace(row=number), faults)
            headed = frozenset(place for place, text in enumerate(texts) if text.strip())
            return Header(number, places, headed)
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


def column_places(
    sheet: SheetLayout,
    texts: Sequence[str],
    keys: Sequence[str | None],
    spot: Spot,
    faults: list[ReturnFault],
) -> dict[str, int]:
    """Return the place of each column that a header row names; what is odd goes to *faults*."""
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
    is left. With *hidden* nobody sees it. *sheet* is the tab where it is not the table's.
    """

    value: Value
    where: str
    number_format: str = ""
    flag: FaultCode | None = None
    text: str = ""
    struck: str = ""
    hidden: bool = False
    sheet: str = ""
    colour: str = ""


class Shape(NamedTuple):
    """What the rows of a sheet share: place and letters of each column, merged ranges, its look.

    *unseen* says that the whole sheet is hidden. With *speaks* what stands in the cells is all that
    there is to know about those that say what was sent: nothing is merged, struck or coloured.
    """

    places: dict[str, tuple[int, str]]
    areas: tuple[Area, ...] = ()
    look: Appearance = Appearance()
    unseen: bool = False
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row: its number in the sheet, and its cells, judged when they are asked for."""

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
        if where in look.coloured:
            found = found._replace(colour=look.coloured[where])
        unseen = self.shape.unseen or _is_unseen(found, look, self.number, place)
        return found._replace(hidden=True) if unseen else found

    def says(self, key: str, sent: Stored) -> bool:
        """Tell at one glance whether a cell is blank or a text, and says what was sent.

        False where that takes a closer look.
        """
        shape = self.shape
        if not shape.speaks or key not in shape.places:
            return False
        place = shape.places[key][0]
        found = self.found[place] if place < len(self.found) else None
        if found is None:
            return sent is None or sent == "" or isinstance(sent, Absent)
        return isinstance(found, str) and found == sent and "#" not in found

    def get(self, key: str) -> FoundCell | None:
        """Return the cell of a column, None where the sheet has no such column."""
        return self.cell(key) if key in self.shape.places else None

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        place = self.shape.places[key][0] if key in self.shape.places else len(self.found)
        raw = self.found[place] if place < len(self.found) else None
        if self.shape.speaks and isinstance(raw, str) and "#" not in raw:
            return shown(raw)
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

    @property
    def tab(self) -> str:
        """The tab of a sheet per measure that it was put together from, "" in a table."""
        return ""

    @property
    def order(self) -> int:
        """Where it stands among all rows; neighbours count on by one."""
        return self.number

    @property
    def is_form(self) -> bool:
        """Whether it stands for the whole sheet of a measure."""
        return False

    def beside(self, key: str) -> tuple[str, ...]:
        """Return what stands beside a cell and may name its unit: the remark."""
        del key
        remark = self.get(request_layout.REMARK)
        return (str(remark.value or ""),) if remark else ()


class PlacedComment(NamedTuple):
    """A comment on a sheet per measure: its tab, whose it is, and the field beside it, or ""."""

    tab: str
    comment: CellComment
    measure_id: str
    field: str


@dataclass(slots=True)
class FoundTable:
    """A sheet as read: *file* and *title* (its tab) say where, *faults* what is wrong with it.

    It may be put together from the sheets of the measures: *of_forms*. Then *present* are the
    measures whose sheet is there, though it was not read, and *placed* are the comments.
    """

    sheet: SheetLayout
    file: str
    title: str
    rows: list[FoundRow] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    faults: list[ReturnFault] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    """The texts above the header, which a department wrote."""
    comments: tuple[CellComment, ...] = ()
    placed: tuple[PlacedComment, ...] = ()
    of_forms: bool = False
    present: frozenset[str] = frozenset()


def read_grid(
    worksheet: cells.BookSheet, table: FoundTable, expected: int, texts: Mapping[str, str]
) -> bool:
    """Read a sheet into *table*; False where no header row names its id or its mark.

    *expected* rows were sent; SEC-11's bound counts from there. *texts* are those that were sent.
    """
    losses = Losses()
    rows, marks = worksheet.rows(losses, texts), worksheet.marks()
    spot = Spot(table.file, table.title)
    found = find_header(rows, table.sheet, spot, table.faults, table.above)
    if found is None:
        return False
    header, places, headed = found
    table.columns = frozenset(places)
    areas = [
        area for area in map(area_of, marks.merged) if area is not None and area.bottom > header
    ]
    _note_marks(table, marks, areas, places)
    named = {key: (place, letter(place)) for key, place in places.items()}
    unseen = worksheet.state != VISIBLE
    look = appearance_of(worksheet)
    speaks = not (areas or look.struck or look.coloured)
    shape = Shape(named, tuple(areas), look, unseen, speaks)
    loose: dict[int, list[str]] = {}
    gaps = sorted(set(range(MAX_COLUMNS)) - headed)
    for number, cells in rows:
        _take_loose(cells, gaps, loose)
        row = FoundRow(number, shape, cells)
        if row.is_blank:
            continue
        table.rows.append(row)
        if len(table.rows) > expected + MAX_ROWS:
            sentence = too_many_rows(table.file, table.title, expected + MAX_ROWS)
            table.faults.append(ReturnFault(FaultCode.TOO_MANY_ROWS, sentence, table.title))
            break
    for place, found_loose in loose.items():
        sentence = no_header(table.file, table.title, letter(place), found_loose)
        table.faults.append(ReturnFault(FaultCode.NO_HEADER, sentence, table.title))
    _note_losses(table, losses)
    table.comments = worksheet.comments()
    return True


def _take_loose(cells: Sequence[Found], gaps: Sequence[int], loose: dict[int, list[str]]) -> None:
    """Take up by column what stands where the header says nothing."""
    for place in gaps:
        if place >= len(cells):
            break
        if cells[place] not in (None, ""):
            text = shown(cell_of(cells[place], "").value)
            if text.strip():
                loose.setdefault(place, []).append(text)


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


def _is_unseen(cell: FoundCell, look: Appearance, number: int, place: int) -> bool:
    """Tell whether nobody sees a cell: its row or column is hidden, or its format shows nothing."""
    value = cell.value
    if isinstance(value, int | float) and shows_nothing(cell.number_format, value):
        return True
    return look.hides(number, place)


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

    @property
    def lists(self) -> Mapping[str, ListSheet]:
        """How each list stands in its sheet, by the title of that."""
        return request_layout.list_sheets(self.sent.about.catalogue)

    def __post_init__(self) -> None:
        self.measures = {key: MeasureReturn(found) for key, found in self.sent.measures.items()}


_OF_STRUCK: Final = frozenset({FaultCode.STRUCK_OUT, FaultCode.STRUCK_PART})
_AS_SHOWN: Final = frozenset({FaultCode.UNIT_STATED, FaultCode.UNIT_SHOWN, FaultCode.AMOUNT_LEAPS})
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
    tab, what = (cell.sheet, FIELD) if cell.sheet else (table.title, COLUMN)
    text = about_cell(table.file, tab, cell.where, column.header, sentence, what)
    return ReturnFault(code, text, tab, cell.where, measure_id, field_name or column.key)


def tab_of(table: FoundTable, cell: FoundCell) -> str:
    """Return the tab that a cell stands on."""
    return cell.sheet or table.title


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
    """Return the fault of a whole row, or of the sheet of a measure."""
    if row.is_form:
        sentence = FORMS[code].format(value=short(value))
        return form_fault(table.file, row.tab, code, sentence, measure_id)
    title = row.tab or table.title
    sentence = ROWS[code].format(value=short(value), recovered=recovered, rows=row_numbers(rows))
    text = about_row(table.file, title, row.number, sentence)
    return ReturnFault(code, text, title, f"A{row.number}", measure_id)


def form_fault(
    file: str, tab: str, code: FaultCode, sentence: str, measure_id: str = ""
) -> ReturnFault:
    """Return the fault of the sheet of a measure."""
    return ReturnFault(code, about_form(file, tab, sentence), tab, measure_id=measure_id)
