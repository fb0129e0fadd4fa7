"""How typed text is understood: stored value, spelling on the screen, remark and proposals.

A reader turns text into a :class:`Reading`; the editors of numbers, years and dates differ only in
their reader. What cannot be read exactly is stored as typed (the text itself), never guessed; why
it cannot be read is said by the checks, not here.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from klimaeditor.checks import dates, numbers
from klimaeditor.checks.readable import readable
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.shortdates import read_short_date
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from klimaeditor.model.values import Json, Value


# --- words ---------------------------------------------------------------------------------------

TAKE = "{value} übernehmen"
AMOUNT_READ = "gelesen als {amount} €"
AMOUNT_THOUSANDS = (
    "gelesen als {amount} €, der Punkt trennt die Tausender. Schreiben Sie Cent mit Komma."
)
AMOUNT_YEAR = "gelesen als {amount} €, nicht als Jahr."
AMOUNT_FREE = "Kostet die Maßnahme nichts, übernehmen Sie 0 €; sonst wählen Sie „Keine Angabe“."
AMOUNT_CHOOSE = "Noch ein Text, kein Betrag. Gemeint ist:"
NUMBER_THOUSANDS = (
    "gelesen als {number}, der Punkt trennt die Tausender. Schreiben Sie Dezimalen mit Komma."
)
DATE_CHOOSE = "Noch ein Text, kein Datum. Gemeint ist:"
YEAR_CHOOSE = "Noch ein Text, kein Jahr. Gemeint ist:"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text means: the value to store, a German remark ("" for none), and proposals.

    *proposals* are (German words for a button, value to store).
    """

    stored: Json
    remark: str = ""
    proposals: tuple[tuple[str, Json], ...] = ()


def read_amount(text: str) -> Reading:
    """Read an amount in euro: int or float where exact, None where empty, else the text."""
    found = numbers.read_amount(text)
    if found.kind is numbers.Certainty.NONE:
        return Reading(None)
    if found.reason is numbers.Inexactness.FREE_OF_COST:
        return Reading(text, AMOUNT_FREE, _offers(Kind.AMOUNT, text))
    if found.value is not None:
        return _exact(text, found.value, _remark_on_amount(text, found))
    offers = _offers(Kind.AMOUNT, text)
    return Reading(text, AMOUNT_CHOOSE if offers else "", offers)


def read_number(text: str) -> Reading:
    """Read a plain number: int or float where exact, None where empty, else the text."""
    found = numbers.read_number(text)
    if found.kind is numbers.Certainty.NONE:
        return Reading(None)
    if found.value is None:
        return Reading(text)
    thousands = found.reason is numbers.Inexactness.THOUSANDS_POINT
    remark = NUMBER_THOUSANDS.format(number=numbers.format_number(found.value))
    return _exact(text, found.value, remark if thousands else "")


def read_year(text: str) -> Reading:
    """Read a calendar year: int for up to four digits, None where empty, else the text."""
    stripped = text.strip()
    if not stripped:
        return Reading(None)
    if stripped.isascii() and stripped.isdigit() and len(stripped) <= 4:
        return Reading(int(stripped))
    if dates.read_year(text).proposal is None:
        return Reading(text)
    return Reading(text, YEAR_CHOOSE, _offers(Kind.YEAR, text))


def read_date(text: str) -> Reading:
    """Read a day: ISO text where certain, None where empty, else the text (WEB-03).

    A year of two digits is offered in full.
    """
    found = dates.parse_date(text)
    if found.fault is dates.DateFault.EMPTY:
        return Reading(None)
    if read_short_date(text) is None:
        return Reading(found.iso or text)
    return Reading(text, DATE_CHOOSE, _offers(Kind.DATE, text))


def read_text(text: str) -> Reading:
    """Take the text as it is."""
    return Reading(text)


def shown_text(value: Value) -> str:
    """Return *value* as text: strings as they are, nothing as "", the rest as JSON."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Absent):
        return ""
    return json.dumps(value, ensure_ascii=False)


def show_amount(value: Value) -> str:
    """Return *value* as German euro without the sign, "1.234,56"; texts as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return shown_text(value)
    return numbers.format_amount(value)


def show_number(value: Value) -> str:
    """Return *value* as a German number with the decimals it has; texts as they are."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return shown_text(value)
    return numbers.format_number(value)


def show_year(value: Value) -> str:
    """Return *value* without thousands point."""
    return shown_text(value)


def show_date(value: Value) -> str:
    """Return a stored day as TT.MM.JJJJ; anything else as it is."""
    return dates.format_german(shown_text(value))


def _remark_on_amount(text: str, found: numbers.AmountReading) -> str:
    """Say how an amount was read, where the spelling does not say it by itself."""
    if found.value is None:
        return ""
    amount = numbers.format_amount(found.value)
    if found.reason is numbers.Inexactness.THOUSANDS_POINT:
        return AMOUNT_THOUSANDS.format(amount=amount)
    if found.reason is numbers.Inexactness.LOOKS_LIKE_YEAR:
        return AMOUNT_YEAR.format(amount=amount)
    return "" if text.strip() == amount else AMOUNT_READ.format(amount=amount)


def _offers(kind: Kind, text: str) -> tuple[tuple[str, Json], ...]:
    return tuple((TAKE.format(value=found.shown), found.value) for found in readable(kind, text))


def _exact(text: str, value: Decimal, remark: str) -> Reading:
    """Return the number where JSON can hold it exactly, else the text."""
    stored = numbers.to_json_number(value)
    return Reading(stored, remark) if Decimal(str(stored)) == value else Reading(text)
