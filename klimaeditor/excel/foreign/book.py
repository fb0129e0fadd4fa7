"""A workbook of other people -> its sheets as text, bounded and judged (SEC-10 to -12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.cells.book import VISIBLE, opened
from klimaeditor.excel.cells.parsing import Room
from klimaeditor.excel.cells.rows import ERROR, FORMULA, Cell
from klimaeditor.excel.foreign import texts
from klimaeditor.excel.foreign.astext import as_text
from klimaeditor.excel.foreign.grid import CellFault, Grid, GridRow, Grids
from klimaeditor.excel.sheetread import MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.excel.cells.book import Sheet
    from klimaeditor.excel.cells.rows import Found

LAST_ROW: Final = MAX_ROWS + 20
MAX_SHEETS: Final = 200
MAX_CELLS: Final = 500_000
MAX_CHARACTERS: Final = 20_000_000
"""What all cells show together; a table of 5,000 rows has 4,000 in each of them."""
MAX_MERGED: Final = 20_000


@dataclass(slots=True)
class _Budget:
    """How many cells may still be read; the same bound holds for the whole file."""

    cells: int
    notices: list[str] = field(default_factory=list)


def read_book(data: bytes, name: str) -> Grids:
    """Return the visible sheets of a package that passed the guard.

    Formulas count as what they showed last, marked as such; hidden sheets are named and left out.
    Raises WorkbookError where the package is broken, or its texts are more than anybody reads.
    """
    budget = _Budget(MAX_CELLS)
    with opened(data, name, Room(characters=MAX_CHARACTERS)) as book:
        titles = tuple(sheet.title for sheet in book.sheets)
        visible = [sheet for sheet in book.sheets if sheet.state == VISIBLE]
        hidden = [sheet.title for sheet in book.sheets if sheet.state != VISIBLE]
        wanted = visible[:MAX_SHEETS]
        grids = [_read_sheet(sheet, budget) for sheet in wanted]
    if hidden:
        budget.notices.append(texts.hidden_sheets(hidden))
    if len(visible) > len(wanted):
        budget.notices.append(texts.too_many_sheets(len(visible), MAX_SHEETS))
    return Grids(name, tuple(grids), titles, tuple(budget.notices))


def _read_sheet(sheet: Sheet, budget: _Budget) -> Grid:
    rows: list[GridRow] = []
    for number, cells in sheet.rows():
        row = _row(number, cells)
        if row is None:
            continue
        budget.cells -= len(row.cells)
        if number > LAST_ROW or budget.cells < 0:
            budget.notices.append(texts.rows_left_out(sheet.title, number))
            break
        rows.append(row)
    return Grid(sheet.title, tuple(rows), sheet.marks().merged[:MAX_MERGED])


def _row(number: int, cells: Sequence[Found]) -> GridRow | None:
    """Return a row as text, None where nothing is in it."""
    found: list[str] = []
    faults: dict[int, CellFault] = {}
    for place, cell in enumerate(cells):
        shown = cell
        if isinstance(cell, Cell) and cell.data_type == FORMULA:
            faults[place] = CellFault.FORMULA
            shown = cell.shown
        if not isinstance(shown, Cell):
            found.append(as_text(shown))
            continue
        if shown.data_type == ERROR:
            faults[place] = CellFault.ERROR
        found.append(as_text(shown.value, shown.number_format))
    while found and not found[-1] and len(found) - 1 not in faults:
        found.pop()
    return GridRow(number, tuple(found), faults) if found else None
