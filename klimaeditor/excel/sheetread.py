"""One sheet -> rows of cells by column key, bounded and judged (SEC-11, SEC-12)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor.excel import headers, layout, messages, xstring
from klimaeditor.excel.projection import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.excel.projection import Found
    from klimaeditor.excel.report import Report
    from klimaeditor.excel.sheetmarks import Marks

MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 200
_HEADER_WITHIN: Final = 20
_MOST_FORMULAS: Final = 500
Cells = tuple["Cell", ...]
_KNOWN = (str, bool, int, float, date, datetime, time, timedelta)


class Cell(Protocol):
    """A cell as openpyxl's streaming reader gives it; blank ones have no coordinate."""

    @property
    def value(self) -> object:
        """What the cell shows, a formula as its text."""

    @property
    def data_type(self) -> str:
        """One letter: f for a formula, e for an error."""

    @property
    def coordinate(self) -> str:
        """Where it is, e.g. B7."""


class Grid(Protocol):
    """A sheet as openpyxl's streaming reader gives it."""

    def reset_dimensions(self) -> None:
        """Forget the size the file claims."""

    def iter_rows(self, *, max_col: int) -> Iterable[Cells]:
        """Yield the rows from 1 on, gaps filled."""


@dataclass(slots=True)
class TableRow:
    """A row as found: its number in the sheet, its cells by column key.

    A key that is missing was not answered: no such column, or a formula that is not taken.
    """

    number: int
    cells: dict[str, Found]

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        return shown(self.cells.get(key))

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return all(found is None or found == "" for found in self.cells.values())


@dataclass(slots=True)
class Table:
    """A sheet as read. *formulas* are the cells whose formula was not taken: cell -> formula."""

    sheet: layout.Sheet
    columns: frozenset[str] = frozenset()
    rows: list[TableRow] = field(default_factory=list)
    formulas: dict[str, str] = field(default_factory=dict)


def read_table(
    worksheet: Grid, sheet: layout.Sheet, marks: Marks, expected: int, report: Report
) -> Table | None:
    """Return the table of a sheet, None where no header row with the id column is found.

    *expected* rows were exported; SEC-11's bound counts from there, so that an export of any size
    can be opened again. Rows beyond the bound are a problem, never dropped silently.
    """
    rows = numbered_rows(worksheet)
    header, places = _find_header(rows, sheet, report)
    if layout.ID not in places:
        return None
    table = Table(sheet, frozenset(places))
    limit = expected + MAX_ROWS
    errors: list[str] = []
    for number, cells in rows:
        row = TableRow(number, {})
        for key, place in places.items():
            if place < len(cells) and cells[place].value is not None:
                _take(cells[place], row, key, table, errors)
            else:
                row.cells[key] = None
        if not row.is_blank:
            table.rows.append(row)
            if len(table.rows) > limit:
                report.problem(messages.too_many_rows(sheet.title, limit))
                break
    _judge(sheet, marks, header, errors, report)
    return table


def numbered_rows(worksheet: Grid) -> Iterator[tuple[int, Cells]]:
    """Yield row number and cells; rows the file leaves out are one object and skipped."""
    worksheet.reset_dimensions()
    last = None
    for number, cells in enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if cells is not last:
            last = cells
            yield number, cells


def _find_header(
    rows: Iterator[tuple[int, Cells]], sheet: layout.Sheet, report: Report
) -> tuple[int, dict[str, int]]:
    """Return number and columns of the header: the first row that names the id column."""
    names = headers.names_of(sheet)
    for number, cells in rows:
        if number > _HEADER_WITHIN:
            break
        found = [xstring.decode(str(c.value)) if c.value is not None else "" for c in cells]
        if any(names.get(headers.plain(text)) == layout.ID for text in found):
            return number, headers.match(sheet, found, number, report)
    return 0, {}


def _take(cell: Cell, row: TableRow, key: str, table: Table, errors: list[str]) -> None:
    """Put a cell into its row; formulas and errors are noted instead (SEC-12)."""
    if cell.data_type == "f":
        if len(table.formulas) < _MOST_FORMULAS:
            table.formulas[cell.coordinate] = str(getattr(cell.value, "text", cell.value))
    elif cell.data_type == "e" or _is_endless(cell.value):
        errors.append(cell.coordinate)
    elif isinstance(cell.value, str):
        row.cells[key] = xstring.decode(cell.value)
    elif isinstance(cell.value, _KNOWN):
        row.cells[key] = cell.value


def _is_endless(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _judge(
    sheet: layout.Sheet, marks: Marks, header: int, errors: list[str], report: Report
) -> None:
    if errors:
        report.problem(messages.error_cells(sheet.title, errors))
    merged = [area for area in marks.merged if _last_row(area) >= header]
    if merged:
        report.problem(messages.merged_cells(sheet.title, merged))
    if marks.hidden_rows or marks.hidden_columns:
        report.notice(messages.hidden_cells(sheet.title, marks.hidden_rows, marks.hidden_columns))


def _last_row(area: str) -> int:
    digits = "".join(char for char in area.rpartition(":")[2] if char.isdigit())
    return int(digits or 0)
