"""One sheet of a return -> rows of cells by column key, bounded; damage becomes faults (SEC-12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.excel.cells.rows import ERROR, FORMULA
from klimaeditor.excel.layout import letter
from klimaeditor.excel.projection import shown
from klimaeditor.excel.request import messages
from klimaeditor.excel.request.columns import Spot, find_header
from klimaeditor.excel.request.faults import Fault, FaultCode
from klimaeditor.excel.sheetread import MAX_ROWS, READABLE, is_endless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.excel.cells import book
    from klimaeditor.excel.cells.rows import Found
    from klimaeditor.excel.layout import Sheet
    from klimaeditor.excel.projection import Found as Value
    from klimaeditor.excel.sheetmarks import Marks

_ERROR_TEXT = re.compile(
    r"#(NAME\?|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|N/A|NV|NUM!|ZAHL!|NULL!|SPILL!|ÜBERLAUF!|CALC!)"
)
_AREA = re.compile(r"\A([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


class FoundCell(NamedTuple):
    """One cell: what it shows, where it is, its number format.

    *flag* says that it is a formula (*value* is what it showed, *text* the formula), an error (its
    *text*) or part of merged cells.
    """

    value: Value
    where: str
    number_format: str = ""
    flag: FaultCode | None = None
    text: str = ""


class Shape(NamedTuple):
    """What the rows of a sheet share: the place and the letters of each column, merged ranges."""

    places: dict[str, tuple[int, str]]
    areas: tuple[Area, ...] = ()


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
        return cell_of(self.found[place] if place < len(self.found) else None, where)

    def get(self, key: str) -> FoundCell | None:
        """Return the cell of a column, None where the sheet has no such column."""
        return self.cell(key) if key in self.shape.places else None

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        found = self.get(key)
        return "" if found is None else shown(found.value)

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

    sheet: Sheet
    file: str
    title: str
    rows: list[FoundRow] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)


class Area(NamedTuple):
    """A merged range: rows and columns from 1, both ends included."""

    name: str
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell is in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


def read_grid(worksheet: book.Sheet, table: FoundTable, expected: int) -> bool:
    """Read a sheet into *table*; False where no header row names its id or its mark.

    *expected* rows were sent; SEC-11's bound counts from there.
    """
    rows, marks = worksheet.rows(), worksheet.marks()
    found = find_header(rows, table.sheet, Spot(table.file, table.title), table.faults)
    if found is None:
        return False
    header, places = found
    table.columns = frozenset(places)
    areas = [area for area in map(_area, marks.merged) if area is not None and area.bottom > header]
    _note_marks(table, marks, areas, places)
    named = {key: (place, letter(place)) for key, place in places.items()}
    shape = Shape(named, tuple(areas))
    for number, cells in rows:
        row = FoundRow(number, shape, cells)
        if row.is_blank:
            continue
        table.rows.append(row)
        if len(table.rows) > expected + MAX_ROWS:
            sentence = messages.too_many_rows(table.file, table.title, expected + MAX_ROWS)
            table.faults.append(Fault(FaultCode.TOO_MANY_ROWS, sentence, table.title))
            break
    return True


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


def _note_marks(table: FoundTable, marks: Marks, areas: list[Area], places: dict[str, int]) -> None:
    """Note merged cells in known columns, and that something is hidden (SEC-12)."""
    file, title = table.file, table.title
    used = {place + 1 for place in places.values()}
    for area in areas:
        if any(area.left <= column <= area.right for column in used):
            sentence = messages.merged(file, title, area.name)
            table.faults.append(Fault(FaultCode.MERGED_CELLS, sentence, title, area.name))
    if marks.hidden_rows or marks.hidden_columns:
        sentence = messages.hidden_cells(file, title, marks.hidden_rows, marks.hidden_columns)
        table.faults.append(Fault(FaultCode.HIDDEN_CELLS, sentence, title))


def _area(name: str) -> Area | None:
    match = _AREA.fullmatch(name)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(name, int(top), _number(left), int(bottom or top), _number(right or left))


def _number(letters: str) -> int:
    total = 0
    for char in letters:
        total = total * 26 + ord(char) - ord("A") + 1
    return total
