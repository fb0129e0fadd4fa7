"""What can be wrong with a returned workbook: one code per kind of damage, for machines."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


# --- What can be wrong with a returned workbook: one code per kind of damage, for machines -------


class FaultCode(StrEnum):
    """The kinds of damage and remarks; each sentence stands where it is found."""

    # the file as a whole
    UNREADABLE = "unreadable"
    BASELINE_DAMAGED = "baseline_damaged"
    SHEET_MISSING = "sheet_missing"
    SHEET_REPLACED = "sheet_replaced"
    FOREIGN_SHEETS = "foreign_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    HIDDEN_CELLS = "hidden_cells"
    COLUMNS_BEYOND = "columns_beyond"
    ROWS_LOST = "rows_lost"
    COMMENT = "comment"
    # columns
    MISSING_COLUMN = "missing_column"
    RENAMED_COLUMN = "renamed_column"
    REORDERED_COLUMNS = "reordered_columns"
    DUPLICATE_COLUMN = "duplicate_column"
    OWN_COLUMNS = "own_columns"
    # rows
    BLANK_ID = "blank_id"
    CHANGED_ID = "changed_id"
    UNKNOWN_ID = "unknown_id"
    DUPLICATE_ID = "duplicate_id"
    COPIED_ROW = "copied_row"
    MIXED_ROW = "mixed_row"
    FOREIGN_ROW = "foreign_row"
    MISSING_ROWS = "missing_rows"
    ANSWER_CONTRADICTS = "answer_contradicts"
    UNKNOWN_ANSWER = "unknown_answer"
    INCOMPLETE_ENTRY = "incomplete_entry"
    DUPLICATE_DATE = "duplicate_date"
    # cells
    FORMULA = "formula"
    EXCEL_ERROR = "excel_error"
    MERGED_CELLS = "merged_cells"
    LOCKED_CHANGED = "locked_changed"
    EMPTIED_CELL = "emptied_cell"
    DATE_FOR_NUMBER = "date_for_number"
    DATE_FOR_TEXT = "date_for_text"
    NUMBER_FOR_DATE = "number_for_date"
    NUMBER_FOR_TEXT = "number_for_text"
    THOUSANDS_LOST = "thousands_lost"
    PERCENT_FORMAT = "percent_format"
    VALUE_OF_OTHER_MEASURE = "value_of_other_measure"
    FILLED_SERIES = "filled_series"
    HIDDEN_CELL = "hidden_cell"
    STRUCK_OUT = "struck_out"
    STRUCK_PART = "struck_part"
    UNIT_STATED = "unit_stated"
    AMOUNT_LEAPS = "amount_leaps"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    UNREADABLE_NUMBER = "unreadable_number"
    SHORT_YEAR = "short_year"
    UNREADABLE_DATE = "unreadable_date"
    UNKNOWN_CHOICE = "unknown_choice"
    TEXT_CUT = "text_cut"
    TEXT_OF_OTHER_MEASURE = "text_of_other_measure"


HARMLESS = frozenset(
    {
        FaultCode.FOREIGN_SHEETS,
        FaultCode.HIDDEN_CELLS,
        FaultCode.COLUMNS_BEYOND,
        FaultCode.REORDERED_COLUMNS,
        FaultCode.OWN_COLUMNS,
        FaultCode.COPIED_ROW,
        FaultCode.MISSING_ROWS,
        FaultCode.LOCKED_CHANGED,
        FaultCode.UNKNOWN_ANSWER,
    }
)
"""Codes of what is worth knowing, but takes nothing away."""


class ReturnFault(NamedTuple):
    """One thing found: code, German sentence, and where it is as far as known."""

    code: FaultCode
    message: str
    sheet: str = ""
    cell: str = ""
    measure_id: str = ""
    field: str = ""

    @property
    def severe(self) -> bool:
        """Whether something was not taken over or needs a person."""
        return self.code not in HARMLESS


# --- German sentences for everything that can be wrong in a return: file, sheet, cell, way out ---

_SHOWN: Final = 12
"""What is wrong with one cell, and the way out."""
"""What is wrong with a row, and the way out."""


def listed(items: Sequence[str]) -> str:
    """Return a list that stays readable."""
    more = len(items) - _SHOWN
    return ", ".join(items[:_SHOWN]) + (f" und {more} weitere" if more > 0 else "")
