"""One sheet of a return -> rows of cells by column key, bounded; damage becomes faults (SEC-12)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.excel import xstring
from klimaeditor.excel.layout import letter
from klimaeditor.excel.projection import shown
from klimaeditor.excel.request import messages
from klimaeditor.excel.request.columns import Spot, find_header
from klimaeditor.excel.request.faults import Fault, FaultCode
from klimaeditor.excel.sheetread import _KNOWN, MAX_ROWS, _is_endless, numbered_rows

if TYPE_CHECKING:
    from klimaeditor.excel.layout import Sheet
    from klimaeditor.excel.projection import Found
    from klimaeditor.excel.sheetmarks import Marks
    from klimaeditor.excel.sheetread import Cell, Cells, Grid

_ERROR_TEXT = re.compile(
    r"#(NAME\?|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|N/A|NV|NUM!|ZAHL!|NULL!|SPILL!|ÜBERLAUF!|CALC!)"
)
_AREA = re.compile(r"([A-Z]+)([0-9]+)(?::([A-Z]+)([0-9]+))?")


@dataclass(slots=True)
class FoundCell:
    """One cell: what it shows, where it is, its number format.

    *flag* says that it is a formula (*value* is what it showed, *text* the formula), an error (its
    *text*) or part of merged cells.
    """

    value: Found
    where: str
    number_format: str = ""
    flag: FaultCode | None = None
    text: str = ""


@dataclass(slots=True)
class FoundRow:
    """A row: its number in the sheet, its cells by column key; no key means no such column."""

    number: int
    cells: dict[str, FoundCell] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        found = self.cells.get(key)
        return "" if found is None else shown(found.value)


@dataclass(slots=True)
class FoundTable:
    """A sheet as read: *file* and *title* (its tab) say where, *faults* what is wrong with it."""

    sheet: Sheet
    file: str
    title: str
    rows: list[FoundRow] = field(default_factory=list)
    columns: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)

    @property
    def formulas(self) -> list[FoundCell]:
        """The cells with a formula."""
        cells = (cell for row in self.rows for cell in row.cells.values())
        return [cell for cell in cells if cell.flag is FaultCode.FORMULA]


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


def read_grid(worksheet: Grid, table: FoundTable, marks: Marks, expected: int) -> bool:
    """Read a sheet into *table*; False where no header row names its id or its mark.

    *expected* rows were sent; SEC-11's bound counts from there.
    """
    rows = numbered_rows(worksheet)
    found = find_header(rows, table.sheet, Spot(table.file, table.title), table.faults)
    if found is None:
        return False
    header, places = found
    table.columns = frozenset(places)
    areas = [area for area in map(_area, marks.merged) if area is not None and area.bottom > header]
    _note_marks(table, marks, areas, places)
    named = [(key, place, letter(place)) for key, place in places.items()]
    for number, cells in rows:
        row = _row(number, cells, named, areas)
        if any(cell.value not in (None, "") or cell.flag for cell in row.cells.values()):
            table.rows.append(row)
            if len(table.rows) > expected + MAX_ROWS:
                sentence = messages.too_many_rows(table.file, table.title, expected + MAX_ROWS)
                table.faults.append(Fault(FaultCode.TOO_MANY_ROWS, sentence, table.title))
                break
    return True


def _row(
    number: int, cells: Cells, places: list[tuple[str, int, str]], areas: list[Area]
) -> FoundRow:
    row = FoundRow(number)
    for key, place, letters in places:
        found = cells[place] if place < len(cells) else None
        where = f"{letters}{number}"
        cell = FoundCell(None, where) if found is None else cell_of(found, where)
        if areas and any(area.holds(number, place + 1) for area in areas):
            cell = FoundCell(None, where, flag=FaultCode.MERGED_CELLS)
        row.cells[key] = cell
    return row


def cell_of(found: Cell, where: str) -> FoundCell:
    """Return a cell as it was found; formulas and errors hold no value yet (SEC-12)."""
    value = found.value
    if value is None:
        return FoundCell(None, where)
    if found.data_type == "f":
        text = str(getattr(value, "text", value))
        return FoundCell(None, where, flag=FaultCode.FORMULA, text=text)
    if found.data_type == "e" or _is_endless(value):
        return FoundCell(None, where, flag=FaultCode.EXCEL_ERROR, text=str(value))
    if isinstance(value, str):
        text = xstring.decode(value)
        if _ERROR_TEXT.fullmatch(text.strip()):
            return FoundCell(None, where, flag=FaultCode.EXCEL_ERROR, text=text.strip())
        return FoundCell(text, where)
    number_format = str(getattr(found, "number_format", "") or "")
    return FoundCell(value if isinstance(value, _KNOWN) else str(value), where, number_format)


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
