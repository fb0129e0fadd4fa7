"""One cell of a return against what was sent: what it says, and what is doubtful about it.

A blank cell is not an answer (MRG-04); the word „leeren“ is. What looks like damage done by Excel
or by typing is offered with its code, never taken unseen (SEC-12, SEC-18, SEC-19).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel.layout import (
    comparable,
    from_cell,
    read_iso_date,
    to_cell,
    unchanged,
)
from klimaeditor.excel.numberformats import (
    is_scaled_percent,
    is_shown_smaller,
    odd_unit,
    shown_factor,
    shown_number,
)
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.model.fieldtypes import TEXT_KINDS, Kind
from klimaeditor.model.shortdates import read_short_date

if TYPE_CHECKING:
    from klimaeditor.excel.layout import SheetColumn
    from klimaeditor.excel.return_grid import FoundCell
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

CLEAR: Final = "leeren"


# --- One cell of a return against what was sent: what it says, and what is doubtful about it -----

BINARY: Final = "binary"
_DAYS: Final = (date, datetime, time, timedelta)
_AMBIGUOUS = re.compile(r"[0-9]{1,3}\.[0-9]{3}(?:\s*(?:€|EUR|Euro))?")
_THREE_DECIMALS = re.compile(r"0\.000(?!0)")
_ENGLISH = re.compile(r"[0-9]{1,3},[0-9]{3}(?:\s*(?:€|EUR|Euro))?")
_SMALL: Final = 1_000
_LEAP: Final = 100
_CUT_LENGTHS: Final = frozenset({255, 256, 1_024, 8_203, 32_767})
_CUT_FROM: Final = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2060


class CellAnswer(NamedTuple):
    """What a cell says. *clear* is the explicit wish to empty it, *code* what is doubtful.

    With *lost*, nothing can be offered: the cell says nothing usable.
    """

    value: Json = ""
    code: FaultCode | None = None
    clear: bool = False
    lost: bool = False


def judge(
    column: SheetColumn, base: Value, cell: FoundCell, progress_type: str = ""
) -> CellAnswer | None:
    """Return what the cell says, None where it says what was sent, or nothing at all.

    *progress_type* is given for the values of a series only. What is struck does not count; a cell
    with nothing left asks whether its value shall go. What nobody sees is doubtful.
    """
    if cell.struck and cell.value is None:
        gone = to_cell(column.kind, base, column.choices) is not None
        return CellAnswer("", FaultCode.STRUCK_OUT, lost=not gone)
    verdict = _judged(column, base, cell, progress_type)
    if cell.struck:
        if verdict is None:
            return CellAnswer(code=FaultCode.STRUCK_PART, lost=True)
        return verdict._replace(code=verdict.code or FaultCode.STRUCK_PART)
    if cell.hidden and verdict is not None and verdict.code is None:
        return verdict._replace(code=FaultCode.HIDDEN_CELL)
    return verdict


def _judged(
    column: SheetColumn, base: Value, cell: FoundCell, progress_type: str
) -> CellAnswer | None:
    if cell.flag is not None:
        return _flagged(column, base, cell, progress_type)
    found = cell.value
    if unchanged(column.kind, base, found, column.choices):
        return None
    if isinstance(base, str) and isinstance(found, str) and _only_joined(base, found):
        return None
    if comparable(found) is None:
        return CellAnswer("", FaultCode.EMPTIED_CELL)
    if isinstance(found, str) and found.strip().casefold() == CLEAR:
        blank = to_cell(column.kind, base, column.choices) is None
        return None if blank else CellAnswer("", clear=True)
    return _said(column, base, cell, progress_type)


def _said(column: SheetColumn, base: Value, cell: FoundCell, progress_type: str) -> CellAnswer:
    if column.kind in TEXT_KINDS:
        return _text(column, base, cell)
    if column.kind is Kind.DATE:
        return _date(column, cell)
    if column.kind is Kind.CHOICE or progress_type == BINARY:
        value = from_cell(column.kind, cell.value, column.choices)
        known = isinstance(value, str) and any(value == stored for stored, _ in column.choices)
        return CellAnswer(value, None if known else FaultCode.UNKNOWN_CHOICE)
    return _number(column, base, cell)


def _flagged(
    column: SheetColumn, base: Value, cell: FoundCell, progress_type: str
) -> CellAnswer | None:
    """Return the verdict on a formula by what it showed; on an error or merged cell, nothing."""
    if cell.flag is not FaultCode.FORMULA or cell.value in (None, ""):
        return CellAnswer(code=cell.flag, lost=True)
    plain = type(cell)(cell.value, cell.where, cell.number_format)
    found = judge(column, base, plain, progress_type)
    if found is None or found.clear:
        return None if found is None else CellAnswer(code=cell.flag, lost=True)
    return CellAnswer(found.value, cell.flag)


def _text(column: SheetColumn, base: Value, cell: FoundCell) -> CellAnswer:
    found = cell.value
    value = from_cell(column.kind, found, column.choices)
    if isinstance(found, _DAYS):
        return CellAnswer(value, FaultCode.DATE_FOR_TEXT)
    if isinstance(found, int | float):
        if not isinstance(found, bool):
            value = shown_number(found, cell.number_format)
        lost = _thousands_lost(base, found, cell.number_format)
        return CellAnswer(value, FaultCode.THOUSANDS_LOST if lost else FaultCode.NUMBER_FOR_TEXT)
    return CellAnswer(value, FaultCode.TEXT_CUT if _is_cut(base, str(value)) else None)


def _only_joined(base: str, text: str) -> bool:
    """Tell whether a text lost nothing but line breaks, as on its way through other programs."""
    return text.count("\n") < base.count("\n") and "".join(base.split()) == "".join(text.split())


def _is_cut(base: Value, text: str) -> bool:
    """Tell whether a text ends where some program stopped reading, or is the sent one's start."""
    if len(text) in _CUT_LENGTHS and not text.rstrip().endswith((".", "!", "?", ")", "“")):
        return True
    before = comparable(base) if isinstance(base, str) else None
    now = comparable(text)
    if not isinstance(before, str) or not isinstance(now, str) or len(now) < _CUT_FROM:
        return False
    inside_a_word = before[len(now) : len(now) + 1].isalnum() and now[-1:].isalnum()
    return before.startswith(now) and (inside_a_word or len(text) in _CUT_LENGTHS)


def _date(column: SheetColumn, cell: FoundCell) -> CellAnswer:
    found = cell.value
    value = from_cell(column.kind, found, column.choices)
    short = read_short_date(value) if isinstance(value, str) else None
    if short is not None:
        return CellAnswer(short.isoformat(), FaultCode.SHORT_YEAR)
    day = read_iso_date(value) if isinstance(value, str) else None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return CellAnswer(value, FaultCode.UNREADABLE_DATE)
    number = isinstance(found, int | float)
    return CellAnswer(value, FaultCode.NUMBER_FOR_DATE if number else None)


def _number(column: SheetColumn, base: Value, cell: FoundCell) -> CellAnswer:
    found = cell.value
    value = from_cell(column.kind, found, column.choices)
    if isinstance(found, _DAYS):
        return CellAnswer(value, FaultCode.DATE_FOR_NUMBER)
    english = isinstance(found, str) and _ENGLISH.fullmatch(found.strip())
    if english or isinstance(value, bool) or not isinstance(value, int | float):
        return _no_number(column, found if isinstance(found, str) else value)
    if is_scaled_percent(cell.number_format, value):
        return CellAnswer(_whole(round(value * 100, 10)), FaultCode.PERCENT_FORMAT)
    if column.kind is Kind.YEAR and not _is_year(value):
        return CellAnswer(value, FaultCode.UNREADABLE_NUMBER)
    if column.kind is Kind.AMOUNT:
        return _amount(base, value, cell)
    code = FaultCode.THOUSANDS_LOST if _thousands_lost(base, value, cell.number_format) else None
    if odd_unit(cell.number_format, value) or is_shown_smaller(cell.number_format, value):
        code = FaultCode.UNIT_SHOWN
    return CellAnswer(value, code)


def _amount(base: Value, value: float, cell: FoundCell) -> CellAnswer:
    """Return the verdict on a number of euros: as the cell shows it, and against what was sent."""
    factor = shown_factor(cell.number_format, value)
    if factor != 1:
        return CellAnswer(times(value, factor), FaultCode.UNIT_STATED)
    if is_shown_smaller(cell.number_format, value):
        return CellAnswer(value, FaultCode.UNIT_STATED)
    if odd_unit(cell.number_format, value):
        return CellAnswer(value, FaultCode.UNIT_SHOWN)
    small = 0 < value < _SMALL and not _was_small(base)
    if small or _thousands_lost(base, value, cell.number_format):
        return CellAnswer(value, FaultCode.THOUSANDS_LOST)
    return CellAnswer(value, FaultCode.AMOUNT_LEAPS if _leaps(base, value) else None)


def times(value: float, factor: Decimal) -> float:
    """Return an amount in euro that was stated in a larger unit."""
    return _whole(float(Decimal(f"{value:.15g}") * factor))


def _leaps(base: Value, value: float) -> bool:
    """Tell whether an amount is a hundred times what was sent, or a hundredth."""
    if isinstance(base, bool) or not isinstance(base, int | float) or base <= 0 or value <= 0:
        return False
    return value >= base * _LEAP or base >= value * _LEAP


def _no_number(column: SheetColumn, value: Json) -> CellAnswer:
    """Return the verdict on a text where a number belongs; „1.234“ is offered as 1234 (SEC-19)."""
    text = value.strip() if isinstance(value, str) else ""
    if column.kind is not Kind.YEAR and (_AMBIGUOUS.fullmatch(text) or _ENGLISH.fullmatch(text)):
        return CellAnswer(int(re.sub(r"[^0-9]", "", text)), FaultCode.AMBIGUOUS_NUMBER)
    return CellAnswer(value, FaultCode.UNREADABLE_NUMBER)


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _is_year(value: float) -> bool:
    return value == int(value) and _FIRST_YEAR <= value <= _LAST_YEAR


def _was_small(base: Value) -> bool:
    return isinstance(base, int | float) and not isinstance(base, bool) and 0 < base < _SMALL


def _thousands_lost(base: Value, value: float, number_format: str) -> bool:
    """Tell whether „60.000“ was read as 60: so says the format, or what was sent."""
    if _THREE_DECIMALS.search(number_format):
        return True
    before = base
    if isinstance(base, str):
        digits = re.sub(r"[.\s]", "", base)
        before = int(digits) if re.fullmatch(r"[0-9]{4,12}", digits) else None
    if isinstance(before, bool) or not isinstance(before, int | float) or not value:
        return False
    return abs(before - value * _SMALL) < 1e-6 * abs(before)
