"""How JavaScript and Vue treat the values of a record: true or false, number, text, date.

``undefined`` is :data:`klimaeditor.values.ABSENT`, ``null`` is None. Only what JSON can hold is
covered. Numbers are doubles there, so an integer beyond 2**53 loses digits and one beyond
1.8e308 is Infinity.
"""

from __future__ import annotations

import json
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING, Final, TypeGuard

from klimaeditor.checks.website import js_clock, js_dates
from klimaeditor.checks.website.js_tokens import WHITESPACE
from klimaeditor.values import ABSENT, Absent

if TYPE_CHECKING:
    from klimaeditor.values import Value

_DECIMAL: Final = re.compile(
    r"\A[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?"
)
_RADIX: Final = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_LEADING_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_EXACT: Final = Context(prec=1000)


def member(value: Value, key: str) -> Value:
    """Return ``value?.[key]``: ABSENT where the value is no object or has no such key."""
    return value.get(key, ABSENT) if isinstance(value, dict) else ABSENT


def nullish(value: Value) -> bool:
    """Whether *value* is null or undefined, at which ``?.`` and ``??`` stop."""
    return value is None or value is ABSENT


def truthy(value: Value) -> bool:
    """Whether *value* counts as true; unlike in Python, empty lists and objects do."""
    if isinstance(value, float) and math.isnan(value):
        return False
    return isinstance(value, list | dict) or bool(value)


def is_number(value: Value) -> TypeGuard[int | float]:
    """Whether ``typeof value === 'number'``; True and False are not numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same_number(left: Value, right: Value) -> bool:
    """Whether *left* === *right* for a number *left*: 100 and 100.0 are the same, True is not 1."""
    return is_number(left) and is_number(right) and to_number(left) == to_number(right)


def to_number(value: Value) -> float:
    """Return ``Number(value)``, the number the operators < and >= compare with."""
    if isinstance(value, bool | int | float):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if value is None:
        return 0.0
    return math.nan if isinstance(value, Absent) else _text_to_number(to_text(value))


def _text_to_number(text: str) -> float:
    text = text.strip(WHITESPACE)
    if _RADIX.fullmatch(text):
        return to_number(int(text, 0))
    if text.lstrip("+-") == "Infinity" and len(text) <= 9:
        return -math.inf if text.startswith("-") else math.inf
    if text and not _DECIMAL.fullmatch(text):
        return math.nan
    return float(text or "0")


def parse_int(value: Value) -> float:
    """Return ``parseInt(value, 10)``: the whole number a text begins with, or NaN."""
    match = _LEADING_INTEGER.match(to_text(value).lstrip(WHITESPACE))
    return float(match.group()) if match else math.nan


def to_text(value: Value) -> str:
    """Return ``String(value)``."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(to_number(value))
    if isinstance(value, list):
        return ",".join("" if entry is None else to_text(entry) for entry in value)
    if isinstance(value, dict):
        return "[object Object]"
    return "null" if value is None else "undefined"


def number_text(number: float) -> str:
    """Return ``String(number)``: 2030.0 is ``2030``, 1e21 is ``1e+21``."""
    if math.isnan(number) or math.isinf(number):
        return "NaN" if math.isnan(number) else "-Infinity" if number < 0 else "Infinity"
    if number < 0:
        return "-" + number_text(-number)
    shortest = Decimal(repr(abs(number))).normalize()
    digits = "".join(map(str, shortest.as_tuple().digits))
    point = shortest.adjusted() + 1
    if not -6 < point <= 21:
        fraction = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{digits[0]}{fraction}e{point - 1:+d}"
    return f"{shortest:f}"


def display(value: Value) -> str:
    """Return what Vue prints for ``{{ value }}``: nothing for null, JSON for lists and objects."""
    if nullish(value):
        return ""
    return _pretty_json(value) if isinstance(value, list | dict) else to_text(value)


def _pretty_json(value: Value, indent: str = "\n") -> str:
    """Return ``JSON.stringify(value, null, 2)``."""
    inner = indent + "  "
    if isinstance(value, list) and value:
        entries = [_pretty_json(entry, inner) for entry in value]
        return f"[{inner}{f',{inner}'.join(entries)}{indent}]"
    if isinstance(value, dict) and value:
        entries = [
            f"{_pretty_json(key)}: {_pretty_json(entry, inner)}" for key, entry in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(entries)}{indent}}}"
    if isinstance(value, list | dict):
        return "[]" if isinstance(value, list) else "{}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else to_text(value)


def to_moment(value: Value) -> int | None:
    """Return ``new Date(value)`` in milliseconds UTC, None for "Invalid Date"."""
    if isinstance(value, str | list | dict):
        return js_dates.parse(to_text(value))
    moment = to_number(value)
    if math.isnan(moment) or abs(moment) > js_clock.MAX_MS:
        return None
    return int(moment)


def german_number(value: Value) -> str:
    """Return ``new Intl.NumberFormat('de').format(value)``: 1.234,568 with at most 3 decimals."""
    exact = _exact(value)
    if exact.is_nan() or exact.is_infinite():
        return "NaN" if exact.is_nan() else "-∞" if exact < 0 else "∞"
    rounded = exact.quantize(Decimal("0.001"), ROUND_HALF_UP, _EXACT)
    english = f"{rounded:,f}".rstrip("0").rstrip(".")
    return english.translate(str.maketrans(",.", ".,"))


def _exact(value: Value) -> Decimal:
    """Return the number to format; digits of a text are kept that a double would lose."""
    text = to_text(value).strip(WHITESPACE) if isinstance(value, str | list) else ""
    if _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return Decimal(text)
    return Decimal(repr(to_number(value)))
