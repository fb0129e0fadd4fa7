"""Plain tables -> a workbook to hand out: no protection, no hidden sheets, no formulas (A11Y-22).

One table a sheet, its header in row 1, frozen and with filters; numbers and dates are real ones.
The same tables at the same time give the same bytes (OPN-14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import Kind
from klimaeditor.errors import WorkbookError
from klimaeditor.excel import layout, target, unfit
from klimaeditor.excel.plan import SheetPlan
from klimaeditor.excel.sheetxml import UnfitTextError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from klimaeditor.excel.projection import CellValue

LONGEST_TITLE: Final = 31
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: unique header, width in characters, and what its numbers are (amount, date ...)."""

    header: str
    width: int
    kind: Kind = Kind.LONG_TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with one table; *frozen* columns stay in sight. A row has a cell for each column."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]
    frozen: int = 1


@dataclass(frozen=True, slots=True)
class About:
    """What the properties of the workbook say; *created* is an aware time."""

    title: str
    subject: str
    created: datetime


def write_tables(tables: Sequence[Table], about: About, path: Path) -> None:
    """Write the workbook to *path*; an existing file is replaced in one step.

    Raises WorkbookError with a German sentence, as the export does; then nothing has changed.
    """
    target.refuse_bad_name(path)
    target.refuse_locked(path)
    target.replace(path, render_tables(tables, about))


def render_tables(tables: Sequence[Table], about: About) -> bytes:
    """Return the bytes of the workbook; raises WorkbookError for a text no cell holds (SEC-14)."""
    from klimaeditor.excel.handout import build  # noqa: PLC0415 - openpyxl loads when needed

    plans = [SheetPlan(_sheet(table), [list(row) for row in table.rows]) for table in tables]
    try:
        return build(plans, about)
    except UnfitTextError as fault:
        raise WorkbookError(unfit.sentence(fault, str(fault.row[0] or ""))) from fault


def _sheet(table: Table) -> layout.Sheet:
    columns = tuple(
        layout.Column(str(place), column.header, column.width, column.kind, "")
        for place, column in enumerate(table.columns)
    )
    return layout.Sheet(sheet_title(table.title), columns, table.frozen)


def sheet_title(text: str) -> str:
    """Return *text* as Excel allows it on a tab: without its marks, at most 31 characters."""
    return _FORBIDDEN.sub(" ", text)[:LONGEST_TITLE].strip(" '")
