"""Drop-downs and input checks of the columns; none of them can lose what somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from openpyxl.worksheet.datavalidation import DataValidation

from klimaeditor.catalogue import Kind
from klimaeditor.excel import layout, texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from klimaeditor.excel.plan import SheetPlan

_Type = Literal["date", "whole", "decimal"]
_Operator = Literal["between", "greaterThanOrEqual"]
ROWS_BELOW: Final = 500
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
_CHECKED: Final[dict[Kind, tuple[_Type, _Operator, str, str | None, str]]] = {
    Kind.DATE: ("date", "between", "32874", "58804", texts.ALERT_DATE),
    Kind.YEAR: ("whole", "between", "1990", "2060", texts.ALERT_YEAR),
    Kind.AMOUNT: ("decimal", "greaterThanOrEqual", "0", None, texts.ALERT_AMOUNT),
    Kind.NUMBER: ("decimal", "greaterThanOrEqual", "-1000000000000", None, texts.ALERT_NUMBER),
}


def add_validations(sheet: Worksheet, plan: SheetPlan) -> None:
    """Add the drop-downs and checks of all columns, for the data and the free rows below it."""
    last = len(plan.rows) + 1 + ROWS_BELOW
    for place, column in enumerate(plan.sheet.columns):
        found = _validation(column, plan.drop_downs.get(column.key))
        if found is None:
            continue
        letter = layout.letter(place)
        first = len(plan.rows) + 2 if column.locked else 2
        found.add(f"{letter}{first}:{letter}{last}")
        found.promptTitle = column.header[:_LONGEST_TITLE]
        found.prompt = column.help[:_LONGEST_PROMPT]
        found.showInputMessage = True
        sheet.add_data_validation(found)


def _validation(column: layout.Column, source: str | None) -> DataValidation | None:
    if source is not None:
        closed = column.kind in (Kind.CHOICE, Kind.CATEGORY)
        return DataValidation(
            type="list",
            formula1=source,
            allow_blank=True,
            showErrorMessage=closed,
            errorTitle=texts.ALERT_TITLE,
            error=texts.ALERT_CHOICE,
        )
    if column.locked or column.kind not in _CHECKED:
        return None
    kind, operator, first, second, alert = _CHECKED[column.kind]
    return DataValidation(
        type=kind,
        operator=operator,
        formula1=first,
        formula2=second,
        allow_blank=True,
        errorStyle="warning",  # the reader may insist; our own check judges again
        showErrorMessage=True,
        errorTitle=texts.ALERT_TITLE,
        error=alert,
    )
