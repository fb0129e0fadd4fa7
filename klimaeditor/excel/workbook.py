"""A checked package -> its tables. openpyxl reads cell by cell, values only (SEC-10)."""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import baseline, filemessages, layout, messages, tables, xstring
from klimaeditor.excel.sheetmarks import Marks, read_marks
from klimaeditor.excel.sheetread import Grid, Table, numbered_rows, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.excel.baseline import Baseline
    from klimaeditor.excel.report import Report

_MOST_PIECES = 200_000
_OURS = frozenset(
    {sheet.title for sheet in layout.DATA_SHEETS}
    | {layout.NOTES.title, layout.BASELINE.title, layout.LISTS_TITLE}
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a workbook holds: the records it was made from, and its tables by title."""

    baseline: Baseline
    tables: dict[str, Table]


def read_content(data: bytes, name: str, report: Report) -> Content:
    """Return baseline and tables of a package that passed the guard.

    Raises WorkbookError where it is not one of ours or broken.
    """
    if openpyxl.DEFUSEDXML is not True:
        raise WorkbookError(filemessages.UNSAFE_XML)
    with _opened(data, name) as book:
        marks = read_marks(data, {sheet.title for sheet in layout.DATA_SHEETS}, name)
        worksheets = {sheet.title: sheet for sheet in book.worksheets}
        base = _read_baseline(worksheets, name)
        found = {}
        for sheet in layout.DATA_SHEETS:
            expected = _expected(sheet, base)
            table = None
            if sheet.title in worksheets:
                worksheet = worksheets[sheet.title]
                sheet_marks = marks.get(sheet.title, Marks())
                table = read_table(worksheet, sheet, sheet_marks, expected, report)
            if table is not None:
                found[sheet.title] = table
            elif sheet is layout.MEASURES:
                raise WorkbookError(messages.not_ours(name))
            else:
                report.notice(messages.missing_sheet(sheet.title))
        _report_foreign(worksheets, report)
    _report_formulas(data, found, name, report)
    return Content(base, found)


@contextmanager
def _opened(data: bytes, name: str, *, values: bool = False) -> Iterator[Any]:
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


def _read_baseline(worksheets: dict[str, Any], name: str) -> Baseline:
    sheet = worksheets.get(layout.BASELINE.title)
    if sheet is None or layout.MEASURES.title not in worksheets:
        raise WorkbookError(messages.not_ours(name))
    sheet.reset_dimensions()
    width = len(layout.BASELINE.columns)
    rows: list[list[Any]] = []
    for cells in sheet.iter_rows(min_row=2, max_col=width, values_only=True):
        if any(cell is not None for cell in cells):
            rows.append([xstring.decode(c) if isinstance(c, str) else c for c in cells])
        if len(rows) > _MOST_PIECES:
            raise WorkbookError(messages.baseline_damaged(name))
    return baseline.restore(rows, name)


def _expected(sheet: layout.Sheet, base: Baseline) -> int:
    """Return an upper bound of the rows a sheet was exported with."""
    records = sum(map(len, base.records.values()))
    if sheet is layout.PROGRESS:
        return records + _entries(base, "values")
    return records + (_entries(base, "links") if sheet is layout.LINKS else 0)


def _entries(base: Baseline, key: str) -> int:
    return sum(
        len(tables.entries_of(row.get(key))) for records in base.records.values() for row in records
    )


def _report_foreign(worksheets: dict[str, Any], report: Report) -> None:
    foreign = [sheet for title, sheet in worksheets.items() if title not in _OURS]
    for hidden in (False, True):
        titles = [s.title for s in foreign if (s.sheet_state != "visible") == hidden]
        if titles:
            report.notice(messages.ignored_sheets(titles, hidden=hidden))


def _report_formulas(data: bytes, found: dict[str, Table], name: str, report: Report) -> None:
    """Say which formulas were not taken, each with the value it shows (SEC-12)."""
    concerned = [table for table in found.values() if table.formulas]
    if not concerned:
        return
    with _opened(data, name, values=True) as book:
        for table in concerned:
            shown = _shown(book[table.sheet.title], set(table.formulas))
            listed = [
                (cell, formula, shown.get(cell, "–")) for cell, formula in table.formulas.items()
            ]
            report.notice(messages.formula_cells(table.sheet.title, listed))


def _shown(worksheet: Grid, wanted: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, cells in numbered_rows(worksheet):
        for cell in cells:
            if cell.value is not None and cell.coordinate in wanted:
                found[cell.coordinate] = str(cell.value)
    return found
