"""A workbook of other people -> its sheets as text, bounded and judged (SEC-10 to -12)."""

from __future__ import annotations

import io
import re
import warnings
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZipFile

import openpyxl

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages
from klimaeditor.excel.foreign import texts
from klimaeditor.excel.foreign.astext import as_text
from klimaeditor.excel.foreign.grid import CellFault, Grid, GridRow, Grids
from klimaeditor.excel.sheetmarks import Marks, read_marks
from klimaeditor.excel.sheetread import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

LAST_ROW: Final = MAX_ROWS + 20
MAX_SHEETS: Final = 200
MAX_CELLS: Final = 500_000
MAX_MERGED: Final = 20_000
_FORMULA: Final = "f"
_ERROR: Final = "e"
_SHEET_PART: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA_TAG: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")


@dataclass(slots=True)
class _Budget:
    """How many cells may still be read; the same bound holds for the whole file."""

    cells: int
    notices: list[str] = field(default_factory=list)


def read_book(data: bytes, name: str) -> Grids:
    """Return the visible sheets of a package that passed the guard.

    Formulas count as what they showed last, marked as such; hidden sheets are named and left out.
    Raises WorkbookError where the package is broken.
    """
    if openpyxl.DEFUSEDXML is not True:
        raise WorkbookError(filemessages.UNSAFE_XML)
    budget = _Budget(MAX_CELLS)
    with _opened(data, name, values=False) as book:
        worksheets = list(book.worksheets)
        titles = tuple(sheet.title for sheet in worksheets)
        visible = [sheet for sheet in worksheets if sheet.sheet_state == "visible"]
        hidden = [sheet.title for sheet in worksheets if sheet.sheet_state != "visible"]
        wanted = visible[:MAX_SHEETS]
        marks = read_marks(data, {sheet.title for sheet in wanted}, name)
        with _shown_values(data, name) as values:
            grids = [_read_sheet(sheet, marks, values, budget) for sheet in wanted]
    if hidden:
        budget.notices.append(texts.hidden_sheets(hidden))
    if len(visible) > len(wanted):
        budget.notices.append(texts.too_many_sheets(len(visible), MAX_SHEETS))
    return Grids(name, tuple(grids), titles, tuple(budget.notices))


@contextmanager
def _opened(data: bytes, name: str, *, values: bool) -> Iterator[Any]:
    """Open a package; whatever goes wrong inside a stranger's file means that it is broken."""
    book = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "extension is not supported": nothing of ours
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, keep_links=False, data_only=values
            )
            yield book
    except WorkbookError:
        raise
    except Exception as error:  # a damaged package makes openpyxl raise almost anything
        raise WorkbookError(filemessages.broken(name)) from error
    finally:
        if book is not None:
            book.close()


@contextmanager
def _shown_values(data: bytes, name: str) -> Iterator[Any]:
    """Open the package a second time for what formulas showed; None where there are none."""
    if not _has_formulas(data):
        yield None
        return
    with _opened(data, name, values=True) as book:
        yield book


def _has_formulas(data: bytes) -> bool:
    with ZipFile(io.BytesIO(data)) as archive:
        return any(
            _FORMULA_TAG.search(archive.read(part))
            for part in archive.namelist()
            if _SHEET_PART.fullmatch(part)
        )


def _read_sheet(sheet: Any, marks: dict[str, Marks], values: Any, budget: _Budget) -> Grid:  # noqa: ANN401 - openpyxl's streaming sheet has no type of its own
    rows: list[GridRow] = []
    formulas: list[GridRow] = []
    for number, cells in _numbered(sheet):
        row = _row(number, cells)
        if row is None:
            continue
        budget.cells -= len(row.cells)
        if number > LAST_ROW or budget.cells < 0:
            budget.notices.append(texts.rows_left_out(sheet.title, number))
            break
        rows.append(row)
        if CellFault.FORMULA in row.faults.values():
            formulas.append(row)
    if formulas and values is not None:
        rows = _with_values(rows, values[sheet.title])
    found = marks.get(sheet.title, Marks())
    return Grid(sheet.title, tuple(rows), found.merged[:MAX_MERGED])


def _numbered(sheet: Any) -> Iterator[tuple[int, Any]]:  # noqa: ANN401 - as above
    """Yield row number and cells; the rows that a file leaves out are one object and skipped."""
    sheet.reset_dimensions()
    last = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1):
        if cells is not last:
            last = cells
            yield number, cells


def _row(number: int, cells: Any) -> GridRow | None:  # noqa: ANN401 - as above
    """Return a row as text, None where nothing is in it."""
    found: list[str] = []
    faults: dict[int, CellFault] = {}
    for place, cell in enumerate(cells):
        if cell.value is None:
            found.append("")
            continue
        if cell.data_type == _FORMULA:
            faults[place] = CellFault.FORMULA
            found.append("")
            continue
        if cell.data_type == _ERROR:
            faults[place] = CellFault.ERROR
        found.append(as_text(cell.value, cell.number_format or ""))
    while found and not found[-1] and len(found) - 1 not in faults:
        found.pop()
    return GridRow(number, tuple(found), faults) if found else None


def _with_values(rows: list[GridRow], sheet: Any) -> list[GridRow]:  # noqa: ANN401 - as above
    """Return the rows with what their formulas showed when the file was saved last."""
    wanted = {row.number: row for row in rows if CellFault.FORMULA in row.faults.values()}
    shown: dict[int, GridRow] = {}
    for number, cells in _numbered(sheet):
        if number in wanted:
            shown[number] = _merged(wanted[number], cells)
        if len(shown) == len(wanted):
            break
    return [shown.get(row.number, row) for row in rows]


def _merged(row: GridRow, cells: Any) -> GridRow:  # noqa: ANN401 - as above
    texts_ = list(row.cells)
    faults = dict(row.faults)
    for place, fault in row.faults.items():
        if fault is CellFault.FORMULA and place < len(cells):
            cell = cells[place]
            texts_[place] = as_text(cell.value, getattr(cell, "number_format", "") or "")
            if cell.data_type == _ERROR:
                faults[place] = CellFault.ERROR
    return GridRow(row.number, tuple(texts_), faults)
