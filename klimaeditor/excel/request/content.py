"""A checked package -> what it says: sheets found, read and put together."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import openpyxl

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages, xstring
from klimaeditor.excel import layout as common
from klimaeditor.excel.request import baseline, layout, messages
from klimaeditor.excel.request.columns import named_columns
from klimaeditor.excel.request.faults import Fault, FaultCode
from klimaeditor.excel.request.grid import FoundTable, cell_of, read_grid
from klimaeditor.excel.request.reader import DamagedRequestError, NoRequestError
from klimaeditor.excel.request.readlists import SPECS, read_list
from klimaeditor.excel.request.readmeasures import read_measures
from klimaeditor.excel.request.returned import Return
from klimaeditor.excel.sheetmarks import Marks, read_marks
from klimaeditor.excel.sheetread import numbered_rows
from klimaeditor.excel.workbook import _MOST_PIECES, _opened

if TYPE_CHECKING:
    from klimaeditor.excel.layout import Sheet
    from klimaeditor.excel.request.baseline import Sent

_OTHERS: Final = frozenset({common.NOTES.title, common.BASELINE.title, common.LISTS_TITLE})


def read_content(data: bytes, name: str, sha256: str) -> Return:
    """Return what a package that passed the guard says; errors as in ``reader.read_return``."""
    if openpyxl.DEFUSEDXML is not True:
        raise WorkbookError(filemessages.UNSAFE_XML)
    with _opened(data, name) as book:
        worksheets = {sheet.title: sheet for sheet in book.worksheets}
        result = Return(name, sha256, _sent(worksheets, name))
        tables = _tables(worksheets, result, data)
    _show_formulas(data, name, tables)
    for table in tables:
        result.faults += table.faults
    for table in sorted(tables, key=lambda table: table.sheet.title not in SPECS):
        if table.sheet.title in SPECS:
            read_list(table, result)
        else:
            read_measures(table, result)
    return result


def _sent(worksheets: dict[str, Any], name: str) -> Sent:
    sheet = worksheets.get(common.BASELINE.title)
    if sheet is None:
        raise NoRequestError(messages.not_a_request(name))
    sheet.reset_dimensions()
    rows: list[list[Any]] = []
    width = len(common.BASELINE.columns)
    for cells in sheet.iter_rows(min_row=2, max_col=width, values_only=True):
        if any(cell is not None for cell in cells):
            rows.append([xstring.decode(c) if isinstance(c, str) else c for c in cells])
        if len(rows) > _MOST_PIECES:
            raise DamagedRequestError(messages.baseline_damaged(name))
    try:
        return baseline.restore(rows)
    except baseline.NotARequestError as error:
        raise NoRequestError(messages.not_a_request(name)) from error
    except baseline.DamagedBaselineError as error:
        raise DamagedRequestError(messages.baseline_damaged(name)) from error


def _tables(worksheets: dict[str, Any], result: Return, data: bytes) -> list[FoundTable]:
    """Read the sheets of the request, wherever they are, and note what else is there."""
    sheets = layout.data_sheets(result.sent.about.fields)
    titles = _titles(worksheets, sheets)
    marks = read_marks(data, set(titles.values()), result.file)
    found = []
    for sheet in sheets:
        title = titles.get(sheet.title, "")
        table = FoundTable(sheet, result.file, title)
        if not title:
            sentence = messages.sheet_missing(result.file, sheet.title)
            result.faults.append(Fault(FaultCode.SHEET_MISSING, sentence, sheet.title))
        elif read_grid(
            worksheets[title], table, marks.get(title, Marks()), _expected(sheet, result.sent)
        ):
            found.append(table)
        else:
            header = sheet.column(layout.ID).header
            sentence = messages.sheet_replaced(result.file, title, header)
            result.faults.append(Fault(FaultCode.SHEET_REPLACED, sentence, title))
    foreign = [title for title in worksheets if title not in {*titles.values(), *_OTHERS}]
    if foreign:
        sentence = messages.foreign_sheets(result.file, foreign)
        result.faults.append(Fault(FaultCode.FOREIGN_SHEETS, sentence))
    return found


def _titles(worksheets: dict[str, Any], sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Return the tab of each sheet: its own, or the one that looks most like it."""
    found = {sheet.title: sheet.title for sheet in sheets if sheet.title in worksheets}
    for sheet in sheets:
        if sheet.title in found:
            continue
        free = [t for t in worksheets if t not in {*found.values(), *_OTHERS}]
        alike = {t: named_columns(numbered_rows(worksheets[t]), sheet) for t in islice(free, 50)}
        best = max(alike, key=lambda title: alike[title], default="")
        if best and alike[best] > len(sheet.columns) // 2:
            found[sheet.title] = best
    return found


def _expected(sheet: Sheet, sent: Sent) -> int:
    """Return an upper bound of the rows a sheet was sent with."""
    if sheet.title not in SPECS:
        return len(sent.measures)
    name = SPECS[sheet.title].field
    lists = (measure.value(name) for measure in sent.measures.values())
    return sum(3 + len(entries) if isinstance(entries, list) else 3 for entries in lists)


def _show_formulas(data: bytes, name: str, tables: list[FoundTable]) -> None:
    """Put into each cell with a formula what it showed when it was saved last (SEC-12)."""
    concerned = [table for table in tables if table.formulas]
    if not concerned:
        return
    with _opened(data, name, values=True) as book:
        for table in concerned:
            wanted = {cell.where: cell for cell in table.formulas}
            for _, cells in numbered_rows(book[table.title]):
                for cell in cells:
                    if cell.value is not None and cell.coordinate in wanted:
                        wanted[cell.coordinate].value = cell_of(cell, cell.coordinate).value
