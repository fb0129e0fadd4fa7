"""The text of a cell -> the value of a field, with what speaks against taking it unseen (SEC-19).

Only an unmistakable spelling becomes a value without a word. What could mean something else is
offered and has to be looked at; what cannot be read is named and left out. A placeholder such as
"k. A." is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import Kind
from klimaeditor.checks import numbers
from klimaeditor.checks.dates import DateFault, parse_date, read_year
from klimaeditor.checks.placeholders import is_placeholder
from klimaeditor.foreign import texts
from klimaeditor.foreign.reportdates import find_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.catalogue import Field
    from klimaeditor.values import Json


class Code:
    """The codes of problems in foreign files; stable, for machines."""

    UNCERTAIN_MATCH: Final = "uncertain_match"
    NO_MEASURE: Final = "no_measure"
    DOUBLE_ROW: Final = "double_row"
    NO_COLUMNS: Final = "no_columns"
    NO_TITLES: Final = "no_titles"
    FORMULA: Final = "formula"
    ERROR_CELL: Final = "error_cell"
    MERGED_CELLS: Final = "merged_cells"
    UNREADABLE_VALUE: Final = "unreadable_value"
    DOUBTFUL_VALUE: Final = "doubtful_value"
    FROM_SENTENCE: Final = "from_sentence"
    CUT_TEXT: Final = "cut_text"
    NO_ANSWER: Final = "no_answer"
    NO_DATE: Final = "no_date"
    MONTH_ONLY: Final = "month_only"
    READING: Final = "reading"


@dataclass(frozen=True, slots=True)
class ReadValue:
    """What a cell means. *answered* is False for a placeholder or what cannot be read.

    *code* and *message* speak against the value, "" for nothing.
    """

    value: Json = None
    answered: bool = True
    code: str = ""
    message: str = ""


_CUT_AT: Final = (255, 256, 1024, 8192, 32_767)
_NO_ANSWER: Final = ReadValue(answered=False, code=Code.NO_ANSWER)


def read_value(field: Field, text: str) -> ReadValue:
    """Return what the text of a cell means for *field*; *text* is not blank."""
    text = text.strip()
    if is_placeholder(text):
        return _NO_ANSWER
    reader = _READERS.get(field.kind)
    if reader is not None:
        return reader(text)
    if field.kind is not Kind.LONG_TEXT:
        text = " ".join(text.split())
    if len(text) in _CUT_AT and text[-1].isalnum():
        return ReadValue(text, code=Code.CUT_TEXT, message=texts.cut_text(len(text)))
    return ReadValue(text)


def _amount(text: str) -> ReadValue:
    return _judged(numbers.read_amount(text), text)


def _number(text: str) -> ReadValue:
    return _judged(numbers.read_number(text), text)


def _judged(reading: numbers.Reading, text: str) -> ReadValue:
    """Return a value for what the number readers say."""
    if reading.kind is numbers.Kind.NONE:
        return _NO_ANSWER
    if reading.value is not None:
        value = numbers.to_json_number(reading.value)
        if reading.kind is numbers.Kind.EXACT:
            return ReadValue(value)
        shown = numbers.format_number(reading.value)
        return ReadValue(value, code=Code.DOUBTFUL_VALUE, message=texts.doubtful(text, shown))
    if reading.proposed is not None:
        shown = numbers.format_number(reading.proposed)
        message = texts.from_sentence(text, shown)
        value = numbers.to_json_number(reading.proposed)
        return ReadValue(value, code=Code.FROM_SENTENCE, message=message)
    message = texts.no_number(text, reading.example or "")
    return ReadValue(answered=False, code=Code.UNREADABLE_VALUE, message=message)


def _year(text: str) -> ReadValue:
    reading = read_year(text)
    if reading.year is not None:
        return ReadValue(reading.year)
    day = parse_date(text).value
    year = day.year if day is not None else reading.proposal
    if year is not None:
        message = texts.from_sentence(text, str(year))
        return ReadValue(year, code=Code.FROM_SENTENCE, message=message)
    return ReadValue(answered=False, code=Code.UNREADABLE_VALUE, message=texts.no_year(text))


def _date(text: str) -> ReadValue:
    reading = parse_date(text)
    if reading.iso is not None:
        return ReadValue(reading.iso)
    found = find_day([(text, "")])
    if reading.fault is DateFault.NOT_IN_CALENDAR or found is None:
        return ReadValue(answered=False, code=Code.UNREADABLE_VALUE, message=texts.no_date(text))
    if not found.exact:
        return ReadValue(found.iso, code=Code.MONTH_ONLY, message=texts.month_only(text))
    shown = texts.german(found.iso)
    message = texts.from_sentence(text, shown)
    return ReadValue(found.iso, code=Code.FROM_SENTENCE, message=message)


_READERS: Final[dict[Kind, Callable[[str], ReadValue]]] = {
    Kind.AMOUNT: _amount,
    Kind.NUMBER: _number,
    Kind.YEAR: _year,
    Kind.DATE: _date,
}
