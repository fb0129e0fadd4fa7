"""Plans -> a workbook that is read and sorted, not filled in: nothing in it is protected."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from klimaeditor.excel.package import _Archive, _furnish, _set_properties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.excel.plan import SheetPlan
    from klimaeditor.excel.yearbook import About


def build(plans: Sequence[SheetPlan], about: About) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _set_properties(book, about.created)
    book.properties.title, book.properties.subject = about.title, about.subject
    rows = {}
    for number, plan in enumerate(plans, 1):
        sheet = book.create_sheet(plan.sheet.title)
        rows[f"xl/worksheets/sheet{number}.xml"] = _furnish(sheet, plan)
        sheet.protection.sheet = False
        sheet.data_validations.dataValidation.clear()
    target = io.BytesIO()
    with _Archive(target, rows) as archive:
        ExcelWriter(book, archive).write_data()
    return target.getvalue()
