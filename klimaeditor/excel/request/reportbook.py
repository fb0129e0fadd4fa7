"""A plain table as a workbook: one sheet, header in row 1, everything locked (A11Y-22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import Kind
from klimaeditor.errors import WorkbookError
from klimaeditor.excel import layout, unfit
from klimaeditor.excel.plan import SheetPlan
from klimaeditor.excel.sheetxml import UnfitTextError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from klimaeditor.excel.tables import Row


def render_table(
    sheet: str,
    columns: Sequence[tuple[str, str, int]],
    rows: Iterable[Sequence[str]],
    created: datetime,
) -> bytes:
    """Return a workbook with one table; *columns* are (key, header, width), all cells are text.

    Raises WorkbookError for a text that fits into no cell (SEC-14).
    """
    from klimaeditor.excel.package import build  # noqa: PLC0415 - openpyxl loads when needed

    found = layout.Sheet(
        sheet,
        tuple(
            layout.Column(key, header, width, Kind.LONG_TEXT, "", locked=True)
            for key, header, width in columns
        ),
        frozen=3,
    )
    lines: list[Row] = [[text or None for text in row] for row in rows]
    try:
        return build([SheetPlan(found, lines, editable=False)], created)
    except UnfitTextError as fault:
        raise WorkbookError(unfit.sentence(fault, str(fault.row[0] or ""))) from fault
