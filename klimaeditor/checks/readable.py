"""What a text may mean where a number, a year or a day belongs: offered to a person, never taken.

„ca. 3 Mio. €“ is no amount, but 3.000.000 € can be read in it. The form and the review of returns
offer the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.checks import dates, numbers
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.shortdates import read_short_date

if TYPE_CHECKING:
    from decimal import Decimal

    from klimaeditor.model.values import Json, Value

AMOUNT_UNIT: Final = "€"
_MOST: Final = 4
_UNTIL: Final = re.compile(
    r"\bbis (?:(?:zum )?(?:Jahr|Jahre|Ende|Mitte|Anfang) )*([0-9]{4})(?![0-9])", re.IGNORECASE
)
_DAY_INSIDE: Final = re.compile(r"(?<![0-9.])[0-9]{1,2}\.[ ]?[0-9]{1,2}\.[ ]?[0-9]{4}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Readable:
    """A value that can be read in a text, and how it is written in German.

    *source* is the text, where it stands elsewhere than in the field.
    """

    value: Json
    shown: str
    source: str = ""


def readable(kind: Kind, text: Value) -> tuple[Readable, ...]:
    """Return what a text may mean in a field of this kind, the likeliest first; mostly nothing."""
    if not isinstance(text, str) or not text.strip():
        return ()
    if kind is Kind.AMOUNT:
        return _amounts(text)
    if kind is Kind.YEAR:
        return _years(text)
    if kind is Kind.NUMBER:
        value = numbers.read_number(text).value
        return () if value is None else (_number(value, numbers.format_number(value)),)
    if kind is Kind.DATE:
        return _days(text)
    return ()


def _amounts(text: str) -> tuple[Readable, ...]:
    found = numbers.read_amount(text)
    if found.value is not None:
        return (_number(found.value, _euro(found.value)),)
    offers = dict.fromkeys((quantity.value, quantity.per) for quantity in found.candidates)
    return tuple(_number(value, _euro(value, per)) for value, per in offers)[:_MOST]


def _euro(value: Decimal, per: str | None = None) -> str:
    amount = numbers.format_amount(value)
    return f"{amount} {AMOUNT_UNIT}" if per is None else f"{amount} {AMOUNT_UNIT}/{per}"


def _number(value: Decimal, shown: str) -> Readable:
    return Readable(numbers.to_json_number(value), shown)


def _years(text: str) -> tuple[Readable, ...]:
    """Return the only year in a text; of several the one that something lasts until."""
    found = dates.read_year(text)
    year = found.proposal or found.year
    if year is None:
        until = {dates.read_year(year).year for year in _UNTIL.findall(text)} - {None}
        year = until.pop() if len(until) == 1 else None
    return () if year is None else (Readable(year, str(year)),)


def _days(text: str) -> tuple[Readable, ...]:
    """Return the only day in a text."""
    inside = _DAY_INSIDE.findall(text)
    text = inside[0] if len(inside) == 1 else text
    short = read_short_date(text)
    iso = dates.parse_date(text).iso if short is None else short.isoformat()
    return () if iso is None else (Readable(iso, dates.format_german(iso)),)
