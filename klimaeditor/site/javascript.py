"""How JavaScript and Vue treat the values of a record: true or false, number, text, date.

``undefined`` is :data:`klimaeditor.model.values.ABSENT`, ``null`` is None. Only what JSON can hold
is covered. Numbers are doubles there, so an integer beyond 2**53 loses digits and one beyond
1.8e308 is Infinity.
"""

from __future__ import annotations

import json
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.model.values import ABSENT, Absent, is_number

if TYPE_CHECKING:
    from klimaeditor.model.values import Path, Value


def at(record: Value, path: Path) -> Value:
    """Return what ``record.a.b`` is for the path (a, b)."""
    for key in path:
        record = record.get(key, ABSENT) if isinstance(record, dict) else ABSENT
    return record


# --- Moments as JavaScript keeps them: whole milliseconds since 1970-01-01 00:00 UTC -------------
#
# Years are not limited to four digits there, which ``datetime`` does not follow, so the few lines
# of calendar are written out. German summer time follows the rule in force since 1996.

_MS_PER_HOUR: Final = 3_600_000
MS_PER_DAY: Final = 24 * _MS_PER_HOUR
MAX_MS: Final = 100_000_000 * MS_PER_DAY


def iso_day(moment: int) -> str:
    """Return the UTC day of *moment*, as ``toISOString().split('T')[0]`` prints it."""
    year, month, day = civil(moment // MS_PER_DAY)
    if 0 <= year <= 9999:
        return f"{year:04d}-{month:02d}-{day:02d}"
    return f"{year:+07d}-{month:02d}-{day:02d}"


def german_offset(year: int, local: int) -> int:
    """Return how far German local time is ahead of UTC (MEZ, or MESZ from March to October)."""
    begins = _last_sunday(year, 3) * MS_PER_DAY + 3 * _MS_PER_HOUR
    ends = _last_sunday(year, 10) * MS_PER_DAY + 3 * _MS_PER_HOUR
    return (2 if begins <= local < ends else 1) * _MS_PER_HOUR


def _last_sunday(year: int, month: int) -> int:
    last = days(year, month, 31)
    return last - (last + 4) % 7


def days(year: int, month: int, day: int) -> int:
    """Return the days since 1970-01-01; a day beyond the month runs into the next one."""
    if month <= 2:
        year, month = year - 1, month + 12
    leap_days = year // 4 - year // 100 + year // 400
    return 365 * year + leap_days + (153 * (month - 3) + 2) // 5 + day - 1 - 719_468


def civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of a count of days; the inverse of :func:`days`."""
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (
        day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_index + 2) // 5 + 1
    month = month_index + 3 if month_index < 10 else month_index - 9
    return era * 400 + year_of_era + (month <= 2), month, day


# --- The pieces into which V8 splits a text before it reads a date from it -----------------------

WHITESPACE: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_TOKEN: Final = re.compile(
    rf"(?P<number>[0-9]+)|(?P<symbol>[-+:.)])|(?P<word>[^\x00-@{WHITESPACE}]+)"
    rf"|(?P<space>[{WHITESPACE}])|(?P<other>.)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of the text: a number, symbol, word, space, anything else, or the end."""

    kind: str
    text: str

    @property
    def value(self) -> int:
        """The number; V8 keeps nine significant digits and drops the rest."""
        return int(self.text.lstrip("0")[:9] or "0") if self.kind == "number" else 0

    def fixed(self, length: int) -> bool:
        """Whether this is a number of exactly *length* digits, leading zeros included."""
        return self.kind == "number" and len(self.text) == length

    def sign(self) -> int:
        """Return 1 for plus, -1 for minus, 0 for anything else."""
        return {"+": 1, "-": -1}.get(self.text, 0)


def tokenize(text: str) -> list[Token]:
    """Split *text*; a part in parentheses counts as one unknown character."""
    tokens = [
        Token(match.lastgroup or "", match.group())
        for match in _TOKEN.finditer(_without_parentheses(text.split("\0", 1)[0]))
    ]
    return [*tokens, Token("end", "")]


def _without_parentheses(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for char in text:
        if char == "(":
            kept.append("/" if depth == 0 else "")
            depth += 1
        elif depth == 0:
            kept.append(char)
        elif char == ")":
            depth -= 1
    return "".join(kept)


def milliseconds(token: Token) -> int:
    """Read the digits after the decimal point as thousandths, cutting off what is beyond."""
    length = len(token.text)
    scale: int = 10 ** abs(3 - min(length, 9))
    return token.value * scale if length <= 3 else token.value // scale


# --- What ``new Date(text)`` makes of a text in the browser most readers use (V8: Chrome, Edge) --
#
# The site parses every progress date that way (loadData.ts:207-213), so a date that is not
# ``YYYY-MM-DD`` is either lost or silently read as another day: „01.10.2024“ is the 10th of January
# and „Oktober 2024“ the 1st of January, because words V8 does not know are skipped when they stand
# before the first number. V8 tries the ISO form first and goes on with a forgiving reading where
# that fails; both are rebuilt here. A time without a zone is local time, and the readers of the
# site live in Germany. Firefox and Safari read odd texts in other ways, mostly as invalid.

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun",
                  "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
_ZONES: Final = {"ut": 0, "utc": 0, "z": 0, "gmt": 0, "cdt": -5, "cst": -6, "edt": -4,
                 "est": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8}  # fmt: skip
_HALVES: Final = {"am": 0, "pm": 12}
_TIME_LIMITS: Final = (24, 60, 60, 1000)


@lru_cache(maxsize=2048)
def parse(text: str) -> int | None:
    """Return the moment V8 reads from *text* in Germany (ms UTC), None for "Invalid Date"."""
    reader = _Reader(tokenize(text))
    try:
        reader.read_loosely(reader.read_iso())
        return reader.moment()
    except _InvalidDateError:
        return None


class _InvalidDateError(Exception):
    """The text is no date to V8."""


class _Reader:
    """The two readings of one text, and what they found so far."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._day: list[int] = []
        self._month: int | None = None
        self._time: list[int] = []
        self._half: int | None = None
        self._sign: int | None = None
        self._zone_hour: int | None = None
        self._zone_minute: int | None = None
        self._iso = False

    def read_iso(self) -> Token:
        """Read as far as the ISO form goes; return the first token that does not fit."""
        unfit = self._read_iso_year()
        if unfit:
            return unfit
        for highest in (12, 31):
            if not self._skip("-"):
                break
            if not self._peek().fixed(2) or not 1 <= self._peek().value <= highest:
                return self._next()
            self._day.append(self._next().value)
        if self._peek().text.lower() == "t":
            self._read_iso_time()
        elif self._peek().kind != "end":
            return self._next()
        if self._zone_hour is None and not self._time:
            self._set_zone(0)
        self._iso = True
        return self._next()

    def _read_iso_year(self) -> Token | None:
        """Read four digits, or a sign and six; return the first token of anything else."""
        first = self._next()
        year = first.value
        if first.sign():
            if not self._peek().fixed(6):
                return first
            year = first.sign() * self._next().value
            if first.sign() < 0 and year == 0:
                return first
        elif not first.fixed(4):
            return first
        self._day.append(year)
        return None

    def _read_iso_time(self) -> None:
        """Read ``T12:00``, seconds and zone; after the T nothing else is allowed."""
        self._next()
        self._two_digits(24)
        self._require(self._skip(":"))
        self._two_digits(59)
        if self._skip(":"):
            self._two_digits(59)
            if self._skip("."):
                self._require(self._peek().kind == "number")
                self._time.append(milliseconds(self._next()))
        self._require(self._time[0] < 24 or not any(self._time[1:]))
        if self._peek().text.lower() == "z":
            self._next()
            self._set_zone(0)
        elif self._peek().sign():
            self._sign = self._next().sign()
            self._read_iso_offset()
        self._require(self._peek().kind == "end")

    def _read_iso_offset(self) -> None:
        if self._peek().fixed(4):
            self._zone_hour, self._zone_minute = divmod(self._next().value, 100)
        else:
            self._require(self._peek().fixed(2))
            self._zone_hour = self._next().value
            self._require(self._skip(":") and self._peek().fixed(2))
            self._zone_minute = self._next().value
        self._require(self._zone_hour < 24 and self._zone_minute < 60)

    def read_loosely(self, token: Token) -> None:
        """Read the rest from *token* on, in any order V8 can make sense of."""
        seen_number = bool(self._day)
        while token.kind != "end":
            if token.kind == "number":
                self._read_number(token)
                seen_number = True
            elif token.kind == "word":
                self._read_word(token, seen_number=seen_number)
            elif token.sign() and (self._time or (self._zone_hour, self._zone_minute) == (0, 0)):
                self._read_offset(token.sign())
                seen_number = True
            else:
                self._require(not (seen_number and token.text in {"+", "-", ")"}))
            token = self._next()

    def _read_number(self, token: Token) -> None:
        number = token.value
        if self._skip(":"):
            if self._skip(":"):
                self._require(not self._time)
                self._time = [number, 0]
            else:
                self._add_time(number)
                self._skip(".")
        elif self._skip(".") and self._expects_time(number):
            self._add_time(number)
            self._require(self._peek().kind == "number")
            self._add_time(milliseconds(self._next()), final=True)
        elif self._zone_hour is not None and self._zone_minute is None and number < 60:
            self._zone_minute = number
        elif self._expects_time(number):
            self._add_time(number, final=True)
            following = self._peek()
            ends = following.kind in {"end", "space"} or following.sign()
            self._require(bool(ends) or following.text.lower() == "z")
        else:
            self._require(len(self._day) < 3)
            self._day.append(number)
            self._skip("-")

    def _read_word(self, token: Token, *, seen_number: bool) -> None:
        word = token.text.lower()
        if word in _HALVES and self._time:
            self._half = _HALVES[word]
        elif word[:3] in _MONTHS:
            self._month = _MONTHS.index(word[:3]) + 1
            self._skip("-")
        elif word in _ZONES and seen_number:
            self._set_zone(_ZONES[word])
        else:
            self._require(not seen_number and self._peek().kind != "number")

    def _read_offset(self, sign: int) -> None:
        self._sign = sign
        digits = self._next() if self._peek().kind == "number" else Token("number", "")
        if self._peek().text == ":":
            self._zone_hour, self._zone_minute = digits.value, None
        elif len(digits.text) in {1, 2}:
            self._zone_hour, self._zone_minute = digits.value, 0
        else:
            self._require(len(digits.text) in {3, 4})
            self._zone_hour, self._zone_minute = divmod(digits.value, 100)

    def moment(self) -> int:
        """Return the moment that was read, in milliseconds UTC."""
        year, month, day = self._date()
        clock = self._clock()
        local = days(year, month, day) * MS_PER_DAY + clock
        moment = local - self._offset(year, local)
        self._require(abs(moment) <= MAX_MS)
        return moment

    def _date(self) -> tuple[int, int, int]:
        """Return year, month and day; which number is which follows V8's guesses."""
        self._require(bool(self._day))
        first, second, third = (*self._day, 1, 1)[:3]
        year_first = not 1 <= first <= 31
        if self._month is not None:
            month = self._month
            year, day = (first, second) if year_first else (second, first)
        elif self._iso or year_first:
            year, month, day = first, second, third
        else:
            year, month, day = third, first, second
        if not self._iso and 0 <= year < 100:
            year += 2000 if year < 50 else 1900
        self._require(1 <= month <= 12 and 1 <= day <= 31)
        return year, month, day

    def _clock(self) -> int:
        hour, minute, second, ms = (*self._time, 0, 0, 0, 0)[:4]
        if self._half is not None:
            self._require(0 <= hour <= 12)
            hour = hour % 12 + self._half
        fits = hour < 24 and minute < 60 and second < 60 and ms < 1000
        self._require(fits or (hour, minute, second, ms) == (24, 0, 0, 0))
        return ((hour * 60 + minute) * 60 + second) * 1000 + ms

    def _offset(self, year: int, local: int) -> int:
        if self._sign is None:
            return german_offset(year, local)
        minutes = (self._zone_hour or 0) * 60 + (self._zone_minute or 0)
        return self._sign * minutes * 60_000

    def _set_zone(self, hours: int) -> None:
        self._sign = -1 if hours < 0 else 1
        self._zone_hour, self._zone_minute = abs(hours), 0

    def _expects_time(self, number: int) -> bool:
        known = len(self._time)
        return 1 <= known <= 3 and number < _TIME_LIMITS[known]

    def _add_time(self, number: int, *, final: bool = False) -> None:
        self._require(len(self._time) < 4)
        self._time.append(number)
        if final:
            self._time = [*self._time, 0, 0, 0][:4]

    def _two_digits(self, highest: int) -> None:
        self._require(self._peek().fixed(2) and self._peek().value <= highest)
        self._time.append(self._next().value)

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _skip(self, symbol: str) -> bool:
        found = self._peek().text == symbol
        if found:
            self._next()
        return found

    @staticmethod
    def _require(condition: bool) -> None:
        if not condition:
            raise _InvalidDateError


# --- How JavaScript and Vue treat the values of a record: true or false, number, text, date ------

_DECIMAL: Final = re.compile(r"\A[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?")
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
        return parse(to_text(value))
    moment = to_number(value)
    if math.isnan(moment) or abs(moment) > MAX_MS:
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
