"""What a request adds to an ordinary workbook: help in every open column, and marked gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from klimaeditor.excel import layout as common
from klimaeditor.excel import package
from klimaeditor.excel.request import texts
from klimaeditor.excel.validations import ROWS_BELOW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.plan import SheetPlan

_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_ACCENT: Final = 5  # place in the theme of the reader's own Excel


def build(plans: Sequence[SheetPlan], created: datetime) -> bytes:
    """Return the workbook; raises sheetxml.UnfitTextError, with the plan of the sheet noted."""
    names = (texts.WORKBOOK_TITLE, texts.WORKBOOK_SUBJECT)
    return package.build(plans, created, names, _dress)


def _dress(sheet: Worksheet, plan: SheetPlan) -> None:
    if plan.editable:
        _add_help(sheet, plan)
        _mark_gaps(sheet, plan)


def _add_help(sheet: Worksheet, plan: SheetPlan) -> None:
    """Show the help of a column as soon as one of its cells is chosen, where nothing does yet."""
    helped = {
        str(area).rstrip("0123456789").rpartition(":")[2]
        for found in sheet.data_validations.dataValidation
        for area in found.sqref.ranges
    }
    last = len(plan.rows) + 1 + ROWS_BELOW
    for place, column in enumerate(plan.sheet.columns):
        letter = common.letter(place)
        if column.locked or letter in helped:
            continue
        prompt = DataValidation(showInputMessage=True, allow_blank=True)
        prompt.promptTitle = column.header[:_LONGEST_TITLE]
        prompt.prompt = column.help[:_LONGEST_PROMPT]
        prompt.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(prompt)


def _mark_gaps(sheet: Worksheet, plan: SheetPlan) -> None:
    """Hatch the required cells that are blank; a pattern, so that colour is not all there is."""
    if not plan.rows:
        return
    accent = Color(theme=_ACCENT, tint=0.4)
    side = Side(style="thin", color=accent)
    look = DifferentialStyle(
        fill=PatternFill("lightUp", fgColor=accent),
        border=Border(left=side, right=side, top=side, bottom=side),
    )
    last = len(plan.rows) + 1
    for place, column in enumerate(plan.sheet.columns):
        if column.required and not column.locked:
            letter = common.letter(place)
            formula = f"LEN(TRIM({letter}2))=0"
            rule = Rule(type="expression", dxf=look, formula=[formula])
            sheet.conditional_formatting.add(f"{letter}2:{letter}{last}", rule)
