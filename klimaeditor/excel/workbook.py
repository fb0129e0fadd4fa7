"""A checked package -> its tables, cell by cell, values only (SEC-10)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import baseline, layout, messages, tables
from klimaeditor.excel.cells.book import VISIBLE, opened
from klimaeditor.excel.cells.rows import value_of
from klimaeditor.excel.sheetread import Table, read_table

if TYPE_CHECKING:
    from klimaeditor.excel.baseline import Baseline
    from klimaeditor.excel.cells.book import Sheet
    from klimaeditor.excel.report import Report

MOST_PIECES: Final = 200_000
"""The sheet of records holds at most so many rows."""
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
    with opened(data, name) as book:
        sheets = {sheet.title: sheet for sheet in book.sheets}
        base = _read_baseline(sheets, name)
        found = {}
        for sheet in layout.DATA_SHEETS:
            table = None
            if sheet.title in sheets:
                table = read_table(sheets[sheet.title], sheet, _expected(sheet, base), report)
            if table is not None:
                found[sheet.title] = table
            elif sheet is layout.MEASURES:
                raise WorkbookError(messages.not_ours(name))
            else:
                report.notice(messages.missing_sheet(sheet.title))
        _report_foreign(sheets, report)
    _report_formulas(found, report)
    return Content(base, found)


def _read_baseline(sheets: dict[str, Sheet], name: str) -> Baseline:
    sheet = sheets.get(layout.BASELINE.title)
    if sheet is None or layout.MEASURES.title not in sheets:
        raise WorkbookError(messages.not_ours(name))
    rows = list(islice(sheet.values(len(layout.BASELINE.columns)), MOST_PIECES + 1))
    if len(rows) > MOST_PIECES:
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


def _report_foreign(sheets: dict[str, Sheet], report: Report) -> None:
    foreign = [sheet for title, sheet in sheets.items() if title not in _OURS]
    for hidden in (False, True):
        titles = [sheet.title for sheet in foreign if (sheet.state != VISIBLE) == hidden]
        if titles:
            report.notice(messages.ignored_sheets(titles, hidden=hidden))


def _report_formulas(found: dict[str, Table], report: Report) -> None:
    """Say which formulas were not taken, each with the value it shows (SEC-12)."""
    for table in found.values():
        listed = [
            (cell.coordinate, cell.value, "–" if cell.shown is None else str(value_of(cell.shown)))
            for cell in table.formulas
        ]
        if listed:
            report.notice(messages.formula_cells(table.sheet.title, listed))
