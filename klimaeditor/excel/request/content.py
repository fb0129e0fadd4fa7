"""A checked package -> what it says: sheets found, read and put together."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import layout as common
from klimaeditor.excel.cells.book import opened
from klimaeditor.excel.request import baseline, layout, messages
from klimaeditor.excel.request.columns import named_columns
from klimaeditor.excel.request.faults import Fault, FaultCode
from klimaeditor.excel.request.grid import FoundTable, read_grid
from klimaeditor.excel.request.reader import DamagedRequestError, NoRequestError
from klimaeditor.excel.request.readlists import SPECS, read_list
from klimaeditor.excel.request.readmeasures import read_measures
from klimaeditor.excel.request.returned import Return
from klimaeditor.excel.workbook import MOST_PIECES

if TYPE_CHECKING:
    from klimaeditor.excel.cells import book as package
    from klimaeditor.excel.layout import Sheet
    from klimaeditor.excel.request.baseline import Sent

_OTHERS: Final = frozenset({common.NOTES.title, common.BASELINE.title, common.LISTS_TITLE})


def read_content(data: bytes, name: str, sha256: str) -> Return:
    """Return what a package that passed the guard says; errors as in ``reader.read_return``."""
    with opened(data, name) as book:
        worksheets = {sheet.title: sheet for sheet in book.sheets}
        result = Return(name, sha256, _sent(worksheets, name))
        tables = _tables(worksheets, result)
    for table in tables:
        result.faults += table.faults
    for table in sorted(tables, key=lambda table: table.sheet.title not in SPECS):
        if table.sheet.title in SPECS:
            read_list(table, result)
        else:
            read_measures(table, result)
    return result


def _sent(worksheets: dict[str, package.Sheet], name: str) -> Sent:
    sheet = worksheets.get(common.BASELINE.title)
    if sheet is None:
        raise NoRequestError(messages.not_a_request(name))
    rows = list(islice(sheet.values(len(common.BASELINE.columns)), MOST_PIECES + 1))
    if len(rows) > MOST_PIECES:
        raise DamagedRequestError(messages.baseline_damaged(name))
    try:
        return baseline.restore(rows)
    except baseline.NotARequestError as error:
        raise NoRequestError(messages.not_a_request(name)) from error
    except baseline.DamagedBaselineError as error:
        raise DamagedRequestError(messages.baseline_damaged(name)) from error


def _tables(worksheets: dict[str, package.Sheet], result: Return) -> list[FoundTable]:
    """Read the sheets of the request, wherever they are, and note what else is there."""
    sheets = layout.data_sheets(result.sent.about.fields)
    titles = _titles(worksheets, sheets)
    found = []
    for sheet in sheets:
        title = titles.get(sheet.title, "")
        table = FoundTable(sheet, result.file, title)
        if not title:
            sentence = messages.sheet_missing(result.file, sheet.title)
            result.faults.append(Fault(FaultCode.SHEET_MISSING, sentence, sheet.title))
        elif read_grid(worksheets[title], table, _expected(sheet, result.sent)):
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


def _titles(worksheets: dict[str, package.Sheet], sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Return the tab of each sheet: its own, or the one that looks most like it."""
    found = {sheet.title: sheet.title for sheet in sheets if sheet.title in worksheets}
    for sheet in sheets:
        if sheet.title in found:
            continue
        free = [t for t in worksheets if t not in {*found.values(), *_OTHERS}]
        alike = {t: named_columns(worksheets[t].rows(), sheet) for t in islice(free, 50)}
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
