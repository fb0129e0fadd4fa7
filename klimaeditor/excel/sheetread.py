"""One sheet -> rows of cells by column key, bounded and judged (SEC-11, SEC-12)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import headers, layout, messages
from klimaeditor.excel.cells.rows import ERROR, FORMULA, Cell, value_of
from klimaeditor.excel.projection import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klimaeditor.excel.cells.book import Sheet
    from klimaeditor.excel.cells.rows import Found, Row
    from klimaeditor.excel.projection import Found as Value
    from klimaeditor.excel.report import Report
    from klimaeditor.excel.sheetmarks import Marks

MAX_ROWS: Final = 5_000
HEADER_WITHIN: Final = 20
"""The header is looked for in so many rows."""
_MOST_FORMULAS: Final = 500
READABLE: Final = (str, bool, int, float, date, datetime, time, timedelta)
"""The types of the values that can be taken over."""


@dataclass(slots=True)
class TableRow:
    """A row as found: its number in the sheet, its cells by column key.

    A key that is missing was not answered: no such column, or a formula that is not taken.
    """

    number: int
    cells: dict[str, Value]

    def text(self, key: str) -> str:
        """Return a cell as text to compare, "" where it is blank or missing."""
        return shown(self.cells.get(key))

    @property
    def is_blank(self) -> bool:
        """Whether no cell says anything."""
        return all(found is None or found == "" for found in self.cells.values())


@dataclass(slots=True)
class Table:
    """A sheet as read. *formulas* are the cells whose formula was not taken, as they were found."""

    sheet: layout.Sheet
    columns: frozenset[str] = frozenset()
    rows: list[TableRow] = field(default_factory=list)
    formulas: list[Cell] = field(default_factory=list)


def read_table(
    found_sheet: Sheet, sheet: layout.Sheet, expected: int, report: Report
) -> Table | None:
    """Return the table of a sheet, None where no header row with the id column is found.

    *expected* rows were exported; SEC-11's bound counts from there, so that an export of any size
    can be opened again. Rows beyond the bound are a problem, never dropped silently.
    """
    rows = found_sheet.rows()
    header, places = _find_header(rows, sheet, report)
    if layout.ID not in places:
        return None
    table = Table(sheet, frozenset(places))
    limit = expected + MAX_ROWS
    errors: list[str] = []
    for number, cells in rows:
        row = TableRow(number, {})
        for key, place in places.items():
            found = cells[place] if place < len(cells) else None
            if isinstance(found, Cell):
                _take(found, row, key, table, errors)
            else:
                row.cells[key] = found
        if not row.is_blank:
            table.rows.append(row)
            if len(table.rows) > limit:
                report.problem(messages.too_many_rows(sheet.title, limit))
                break
    _judge(sheet, found_sheet.marks(), header, errors, report)
    return table


def _find_header(
    rows: Iterator[Row], sheet: layout.Sheet, report: Report
) -> tuple[int, dict[str, int]]:
    """Return number and columns of the header: the first row that names the id column."""
    names = headers.names_of(sheet)
    for number, cells in rows:
        if number > HEADER_WITHIN:
            break
        found = header_texts(cells)
        if any(names.get(headers.plain(text)) == layout.ID for text in found):
            return number, headers.match(sheet, found, number, report)
    return 0, {}


def header_texts(cells: Sequence[Found]) -> list[str]:
    """Return the texts of a row, "" for a blank cell."""
    values = map(value_of, cells)
    return ["" if value is None else str(value) for value in values]


def _take(cell: Cell, row: TableRow, key: str, table: Table, errors: list[str]) -> None:
    """Put a cell into its row; formulas and errors are noted instead (SEC-12)."""
    if cell.data_type == FORMULA:
        if len(table.formulas) < _MOST_FORMULAS:
            table.formulas.append(cell)
    elif cell.data_type == ERROR or is_endless(cell.value):
        errors.append(cell.coordinate)
    elif isinstance(cell.value, READABLE):
        row.cells[key] = cell.value


def is_endless(value: object) -> bool:
    """Tell whether a value is a number beyond all bounds, or none at all."""
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
