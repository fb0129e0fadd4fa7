"""One value of a record <-> one cell.

A cell shows less than a record holds: absent, null and "" are all a blank cell, 350.0 is 350, and
what is of the wrong type is shown as its JSON. So a cell is always compared with what the record
*looked like* (:func:`unchanged`); only a cell that says something else is read (:func:`from_cell`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.catalogue import Kind
from klimaeditor.catalogue.types import NUMBER_KINDS
from klimaeditor.excel import texts, xstring
from klimaeditor.values import LONGEST_NUMBER, Absent

if TYPE_CHECKING:
    from klimaeditor.values import Json, Value

CellValue: TypeAlias = "str | int | float | date | None"
Found: TypeAlias = "str | bool | int | float | date | datetime | time | timedelta | None"
Choices: TypeAlias = "tuple[tuple[Json, str], ...]"

EPOCH: Final = date(1899, 12, 30)
_FIRST_EXACT_DAY = date(1900, 3, 1)  # before it, Excel counts a 29 February 1900 that never was
_SERIALS = range(32_874, 58_805)  # 1990-01-01 to 2060-12-31 (WEB-03)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GERMAN_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_BLANKS = "\u0020\u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"(?P<sign>[-−]?)(?P<whole>[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+"
    rf"|[0-9]+)(?P<decimals>,[0-9]+)?(?P<unit>[{_BLANKS}]*(?:€|EUR|Euro))?"
)
_MOST_DIGITS = 15
_YEAR = re.compile(r"199[0-9]|20[0-5][0-9]|2060")


def to_cell(kind: Kind, value: Value, choices: Choices = ()) -> CellValue:
    """Return what the cell of a stored *value* shows; None for a blank one.

    Numbers stay numbers where the kind is one, dates become real dates (SEC-18), choices show
    their German label.
    """
    if isinstance(value, Absent) or value is None or value == "":
        return None
    for stored, label in choices:
        if stored == value and type(stored) is type(value):
            return label
    if isinstance(value, str):
        day = read_iso_date(value) if kind is Kind.DATE else None
        return xstring.line_feeds(value) if day is None else day
    if isinstance(value, int | float) and not isinstance(value, bool) and _holds_numbers(kind):
        return value
    return json.dumps(value, ensure_ascii=False)


def from_cell(kind: Kind, found: Found, choices: Choices = ()) -> Json:
    """Return the value a cell means, "" for a blank one.

    What cannot be read as its kind stays the text it is; a check reports it (SEC-18, SEC-19).
    """
    if found is None:
        return ""
    if isinstance(found, str):
        return _from_text(kind, found, choices)
    if isinstance(found, bool):
        return texts.TRUE if found else texts.FALSE
    if isinstance(found, int | float):
        return _from_number(kind, found)
    if isinstance(found, date):
        return found.strftime("%Y-%m-%d" if kind is Kind.DATE else "%d.%m.%Y")
    return str(found)


def unchanged(kind: Kind, base: Value, found: Found, choices: Choices = ()) -> bool:
    """Tell whether a cell still says what the stored value *base* looked like (MRG-05)."""
    cell = to_cell(kind, base, choices)
    if type(cell) is type(found) and cell == found:
        return True
    before = comparable(cell)
    if _alike(before, comparable(found)):
        return True
    return _alike(before, comparable(to_cell(kind, from_cell(kind, found, choices), choices)))


def shown(found: Json | Found) -> str:
    """Return an id or a name as it is compared: as text, without noise around it."""
    cell = to_cell(Kind.IDENTIFIER, found) if isinstance(found, list | dict) else found
    text = comparable(cell)
    return "" if text is None else str(text).strip()


def read_iso_date(text: str) -> date | None:
    """Return the day of a valid ``YYYY-MM-DD`` that Excel can count, else None."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_EXACT_DAY else None


def _holds_numbers(kind: Kind) -> bool:
    return kind in NUMBER_KINDS or kind is Kind.SERIES


def _alike(left: Found, right: Found) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def comparable(found: Found) -> Found:
    """Return a cell without what office programs change on their own (MRG-05)."""
    if isinstance(found, datetime):
        return found.date()
    if not isinstance(found, str):
        return found
    return unicodedata.normalize("NFC", xstring.line_feeds(found)).rstrip() or None


def _from_text(kind: Kind, text: str, choices: Choices) -> Json:
    text = xstring.line_feeds(text)
    wanted = text.strip().casefold()
    for stored, label in choices:
        if wanted in (label.casefold(), str(stored).casefold()):
            return stored
    if kind is Kind.DATE:
        return _from_date_text(text)
    if _holds_numbers(kind):
        number = read_number(kind, text.strip())
        return text if number is None else number
    return text


def _from_date_text(text: str) -> str:
    match = _GERMAN_DATE.fullmatch(text.strip())
    if match is None:
        return text.strip() if _ISO_DATE.fullmatch(text.strip()) else text
    try:
        return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
    except ValueError:
        return text


def _from_number(kind: Kind, number: float) -> Json:
    if _holds_numbers(kind):
        return int(number) if number == int(number) else number
    if kind is Kind.DATE and number == int(number) and int(number) in _SERIALS:
        return (EPOCH + timedelta(days=int(number))).isoformat()
    return f"{number:.15g}".replace(".", ",")


def read_number(kind: Kind, text: str) -> int | float | None:
    """Return the number of an unmistakable German spelling, else None (SEC-19).

    ``862.139`` could be two numbers and ``2030`` no amount: both stay text, and the check asks.
    """
    match = _NUMBER.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None or _is_doubtful(kind, match):
        return None
    whole, decimals = re.sub(rf"[.{_BLANKS}]", "", match["whole"]), match["decimals"] or ""
    if len(whole) + len(decimals) > _MOST_DIGITS:
        return None
    sign = -1 if match["sign"] else 1
    if not decimals.strip(",0"):
        return sign * int(whole)
    return sign * float(f"{whole}.{decimals[1:]}")


def _is_doubtful(kind: Kind, match: re.Match[str]) -> bool:
    """Tell whether a spelling could mean something else, or does not belong into the field."""
    if kind is not Kind.AMOUNT and match["unit"]:
        return True
    decimals = match["decimals"] or ""
    if decimals or match["unit"]:
        return kind is Kind.AMOUNT and len(decimals.rstrip("0")) > len(",00")
    if re.fullmatch(r"\A[0-9]+\.[0-9]{3}", match["whole"]):
        return True
    return kind is Kind.AMOUNT and _YEAR.fullmatch(match.group()) is not None
