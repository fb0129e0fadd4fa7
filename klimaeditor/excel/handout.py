"""Plain tables -> a workbook to hand out: no protection, no hidden sheets, no formulas (A11Y-22).

One table a sheet, its header in row 1, frozen and with filters; numbers and dates are real ones.
The same tables at the same time give the same bytes (OPN-14).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from openpyxl.chart import BarChart, Reference, Series

from klimaeditor.excel import layout, target, write
from klimaeditor.excel.plan import SheetPlan
from klimaeditor.excel.sheetxml import UnfitTextError
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.fieldtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.layout import CellValue
    from klimaeditor.excel.plan import Row


# --- Plain tables -> a workbook to hand out: no protection, no hidden sheets, no formulas (A11Y-22)

LONGEST_TITLE: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: unique header, width in characters, and what its numbers are (amount, date ...)."""

    header: str
    width: int
    kind: Kind = Kind.LONG_TEXT


@dataclass(frozen=True, slots=True)
class TableChart:
    """Bars beside a table: *names* is the column of their words, *values* those of their lengths.

    Columns and rows count from 0; the rows from *first* to *last*, both included, are drawn.
    """

    title: str
    names: int
    values: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A sheet with one table; *frozen* columns stay in sight. A row has a cell for each column.

    *charts* stand to the right of the table.
    """

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    frozen: int = 1
    charts: tuple[TableChart, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookInfo:
    """What the properties of the workbook say; *created* is an aware time."""

    title: str
    subject: str
    created: datetime


def write_tables(tables: Sequence[PlainTable], about: WorkbookInfo, path: Path) -> None:
    """Write the workbook to *path*; an existing file is replaced in one step.

    Raises WorkbookError with a German sentence, as the export does; then nothing has changed.
    """
    target.refuse_bad_name(path)
    target.refuse_locked(path)
    target.replace(path, render_tables(tables, about))


def render_tables(tables: Sequence[PlainTable], about: WorkbookInfo) -> bytes:
    """Return the bytes of the workbook; raises WorkbookError for a text no cell holds (SEC-14)."""
    plans = [SheetPlan(_sheet(table), [list(row) for row in table.rows]) for table in tables]
    charts = {sheet_title(table.title): table for table in tables}

    def finish(sheet: Worksheet, plan: SheetPlan) -> None:
        _open_up(sheet, plan)
        _draw(sheet, charts[plan.sheet.title])

    try:
        return write.build(plans, about.created, (about.title, about.subject), finish)
    except UnfitTextError as fault:
        raise WorkbookError(write.unfit_sentence(fault, str(fault.row[0] or ""))) from fault


_CHART_ROWS: Final = 18
_CHART_SIZE: Final = (18, 8)  # cm
_LONG_BAR: Final = "bar"


def _draw(sheet: Worksheet, table: PlainTable) -> None:
    """Put the charts of a table to its right, one below the other."""
    column = layout.letter(len(table.columns) + 1)
    for place, wanted in enumerate(table.charts):
        chart = BarChart()
        chart.type, chart.title = _LONG_BAR, wanted.title
        chart.width, chart.height = _CHART_SIZE
        first, last = wanted.first + 2, wanted.last + 2  # row 1 has the headers
        for values in wanted.values:
            found = Reference(sheet, min_col=values + 1, min_row=first, max_row=last)
            series = Series(found, title=table.columns[values].header)
            chart.series.append(series)
        names = Reference(sheet, min_col=wanted.names + 1, min_row=first, max_row=last)
        chart.set_categories(names)
        chart.x_axis.delete = chart.y_axis.delete = False  # Excel hides them otherwise
        chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
        if len(wanted.values) == 1:
            chart.legend = None
        sheet.add_chart(chart, f"{column}{2 + place * _CHART_ROWS}")


def _sheet(table: PlainTable) -> layout.SheetLayout:
    columns = tuple(
        layout.SheetColumn(str(place), column.header, column.width, column.kind, "")
        for place, column in enumerate(table.columns)
    )
    return layout.SheetLayout(sheet_title(table.title), columns, table.frozen)


def sheet_title(text: str) -> str:
    """Return *text* as Excel allows it on a tab: without its marks, at most 31 characters."""
    return _FORBIDDEN.sub(" ", text)[:LONGEST_TITLE].strip(" '")


# --- Plans -> a workbook that is read and sorted, not filled in: nothing in it is protected ------


def build(plans: Sequence[SheetPlan], about: WorkbookInfo) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted."""
    return write.build(plans, about.created, (about.title, about.subject), _open_up)


def _open_up(sheet: Worksheet, _plan: SheetPlan) -> None:
    sheet.protection.sheet = False
    sheet.data_validations.dataValidation.clear()


# --- A plain table as a workbook: one sheet, header in row 1, everything locked (A11Y-22) --------


def render_table(
    sheet: str,
    columns: Sequence[tuple[str, str, int]],
    rows: Iterable[Sequence[str]],
    created: datetime,
) -> bytes:
    """Return a workbook with one table; *columns* are (key, header, width), all cells are text.

    Raises WorkbookError for a text that fits into no cell (SEC-14).
    """
    found = layout.SheetLayout(
        sheet,
        tuple(
            layout.SheetColumn(key, header, width, Kind.LONG_TEXT, "", locked=True)
            for key, header, width in columns
        ),
        frozen=3,
    )
    lines: list[Row] = [[text or None for text in row] for row in rows]
    try:
        return write.build([SheetPlan(found, lines, editable=False)], created)
    except UnfitTextError as fault:
        raise WorkbookError(write.unfit_sentence(fault, str(fault.row[0] or ""))) from fault
