"""Plans -> a workbook that is read and sorted, not filled in: nothing in it is protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.excel import package

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.plan import SheetPlan
    from klimaeditor.excel.yearbook import About


def build(plans: Sequence[SheetPlan], about: About) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted."""
    return package.build(plans, about.created, (about.title, about.subject), _open_up)


def _open_up(sheet: Worksheet, _plan: SheetPlan) -> None:
    sheet.protection.sheet = False
    sheet.data_validations.dataValidation.clear()
