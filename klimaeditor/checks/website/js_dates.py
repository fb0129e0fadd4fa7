"""What ``new Date(text)`` makes of a text in the browser most readers use (V8: Chrome, Edge).

The site parses every progress date that way (loadData.ts:207-213), so a date that is not
``YYYY-MM-DD`` is either lost or silently read as another day: „01.10.2024“ is the 10th of January
and „Oktober 2024“ the 1st of January, because words V8 does not know are skipped when they stand
before the first number. V8 tries the ISO form first and goes on with a forgiving reading where
that fails; both are rebuilt here. A time without a zone is local time, and the readers of the
site live in Germany. Firefox and Safari read odd texts in other ways, mostly as invalid.
"""

from __future__ import annotations

from typing import Final

from klimaeditor.checks.website import js_clock
from klimaeditor.checks.website.js_tokens import Token, milliseconds, tokenize

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun",
                  "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
_ZONES: Final = {"ut": 0, "utc": 0, "z": 0, "gmt": 0, "cdt": -5, "cst": -6, "edt": -4,
                 "est": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8}  # fmt: skip
_HALVES: Final = {"am": 0, "pm": 12}
_TIME_LIMITS: Final = (24, 60, 60, 1000)


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
        local = js_clock.days(year, month, day) * js_clock.MS_PER_DAY + clock
        moment = local - self._offset(year, local)
        self._require(abs(moment) <= js_clock.MAX_MS)
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
            return js_clock.german_offset(year, local)
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
