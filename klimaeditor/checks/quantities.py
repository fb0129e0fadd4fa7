"""Quantities in free text: ``ca. 4,2 Mio. €/a``, ``13.000 bis 19.000 Tonnen CO2 pro Jahr``.

The finder reports what is written and never decides: bounds stay bounds, ranges stay two ends,
yearly amounts stay yearly, CO2 is not CO2e (DOM-09). Calendar years, dates, file numbers and
numbers inside words are not quantities. Found numbers are only ever proposed (SEC-19).
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import LONGEST_NUMBER

# --- Numerals: German spellings of one number, read into an exact Decimal or refused with a reason
#
# German writes ``1.234,56``: points (or narrow blanks) group three digits, a comma starts the
# decimals. Grouping must be exact, otherwise ``1.5`` would silently become fifteen (SEC-19).

BLANKS: Final = " \u00a0\u2007\u2009\u202f"
"""Blanks that may group digits: plain, no-break, figure, thin, narrow no-break."""

LARGEST: Final = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (SEC-16)."""

_GROUPED = re.compile(rf"[1-9][0-9]{{0,2}}([.{BLANKS}])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_ONE_POINT = re.compile(r"\A[0-9]+\.[0-9]+")
_ENGLISH = re.compile(r"\A(?:[0-9]++(?:,[0-9]{3})+\.[0-9]+|[0-9]++,[0-9]{3}(?:,[0-9]{3})+)")
_NO_DIGIT_OR_COMMA = re.compile(r"[^0-9,]")


class NumeralFault(StrEnum):
    """Why a spelling is not a German number."""

    DECIMAL_POINT = "decimal_point"
    """``1.5``: a point where German has a comma."""
    ENGLISH = "english"
    """``1,234.56``: commas group, the point starts the decimals."""
    GROUPING = "grouping"
    """``1.23.456``: the groups do not have three digits each."""
    TOO_LARGE = "too_large"
    """Beyond ``LARGEST``, or longer than ``LONGEST_NUMBER``."""


def read_numeral(text: str) -> Decimal | NumeralFault:
    """Return the exact value of an unsigned German numeral, or why it is none (SEC-19).

    ``text`` holds digits, points, commas and grouping blanks only, no sign, no unit.
    """
    if len(text) > LONGEST_NUMBER:
        return NumeralFault.TOO_LARGE
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return _fault_of(text)
    value = Decimal(_NO_DIGIT_OR_COMMA.sub("", text).replace(",", "."))
    return NumeralFault.TOO_LARGE if value > LARGEST else value


def is_grouped(text: str) -> bool:
    """Tell whether the numeral has thousands groups."""
    return _GROUPED.fullmatch(text) is not None


def shifted(value: Decimal, places: int) -> Decimal:
    """Return ``value * 10**places`` exactly, whatever the decimal context says."""
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return value  # NaN and infinity have no decimal point to move
    return Decimal((sign, digits, exponent + places))


def _fault_of(text: str) -> NumeralFault:
    if _ENGLISH.fullmatch(text):
        return NumeralFault.ENGLISH
    if _ONE_POINT.fullmatch(text) and not re.fullmatch(r"\A[1-9][0-9]*\.[0-9]{3}", text):
        return NumeralFault.DECIMAL_POINT
    return NumeralFault.GROUPING


# --- Quantities in free text: ``ca. 4,2 Mio. €/a``, ``13.000 bis 19.000 Tonnen CO2 pro Jahr`` ----

EURO: Final = "€"
YEARLY: Final = "a"


class Qualifier(StrEnum):
    """How a quantity is hedged in its sentence."""

    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE_LOW = "range_low"
    RANGE_HIGH = "range_high"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with what its sentence says about it.

    ``unit``: ``€``, ``t``, ``MWh`` … or None; ``substance``: ``CO2`` or ``CO2e``;
    ``per``: ``a`` (year), ``t CO2``, ``Tag`` … or None; ``until``: the year of "bis 2028" behind
    it; ``start`` and ``end``: offsets of number and unit in the text.
    """

    value: Decimal
    unit: str | None = None
    per: str | None = None
    qualifier: Qualifier | None = None
    substance: str | None = None
    until: int | None = None
    start: int = 0
    end: int = 0

    @property
    def cumulative(self) -> bool:
        """Whether the text gives a sum up to a year instead of a yearly amount (DOM-09)."""
        return self.per is None and self.until is not None


@dataclass(frozen=True, slots=True)
class Scan:
    """All quantities of a text, and the numerals in it that cannot be read."""

    quantities: tuple[Quantity, ...]
    faults: tuple[NumeralFault, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    quantity: Quantity
    places: int
    digits: str
    number_start: int

    @property
    def looks_like_year(self) -> bool:
        bare = self.quantity.unit is None and self.places == 0
        return bare and re.fullmatch(r"(?:19|20)[0-9]{2}|2100", self.digits) is not None

    @property
    def stands_alone(self) -> bool:
        """A bare small whole number ("17 Stadtteile") counts things; it is no quantity."""
        q = self.quantity
        marked = q.unit is not None or q.qualifier is not None or self.places > 0
        return marked or is_grouped(self.digits) or "," in self.digits


_UNIT_NAMES: Final = {
    "eur": EURO, "euro": EURO, "euros": EURO,
    "kilowattstunde": "kWh", "kilowattstunden": "kWh",
    "megawattstunde": "MWh", "megawattstunden": "MWh",
    "gigawattstunde": "GWh", "gigawattstunden": "GWh",
    "tonne": "t", "tonnen": "t", "kilogramm": "kg",
    "liter": "l", "litern": "l", "hektar": "ha", "prozent": "%",
    "m2": "m²", "qm": "m²", "m3": "m³", "km2": "km²",
}  # fmt: skip
_SYMBOLS: Final = (
    "kWh", "MWh", "GWh", "TWh", "kWp", "MWp", "GWp", "kW", "MW", "GW",
    "kt", "kg", "m²", "m³", "km²", "km", "ha",
)  # fmt: skip
_CANONICAL: Final = {symbol.casefold(): symbol for symbol in _SYMBOLS} | _UNIT_NAMES
_SCALES: Final = {"m": 6, "t": 3, "k": 3, "mio": 6, "million": 6, "millionen": 6,
                  "mrd": 9, "milliarde": 9, "milliarden": 9, "tsd": 3, "tausend": 3}  # fmt: skip
_ENERGY: Final = {"kWh": 0, "MWh": 3, "GWh": 6, "TWh": 9}

_WORDS = "|".join(sorted((re.escape(word) for word in _CANONICAL), key=len, reverse=True))
_UNIT = rf"(?:[€%]|(?:{_WORDS}|(?-i:[tl]))(?![\w²³]))"
_CO2 = r"CO[2₂](?:[ -]?(?:Äquivalent(?:en?)?|eq|Äq\.?|e))?(?![A-Za-zÄÖÜäöüß0-9])"


@cache
def _suffix() -> re.Pattern[str]:
    """Return what may follow a numeral; slow to compile, so only when the first text is read."""
    return re.compile(
        rf"""(?:\s{{0,3}}(?P<scale>(?:Mio|Mrd|Tsd)(?!\w)\.?
                         |(?:Million(?:en)?|Milliarden?|Tausend)(?!\w)
                         |(?-i:[TkKM])(?=\s?(?:€|EUR))))?
        (?:\s{{0,3}}(?P<unit>{_UNIT})
           (?:\s{{0,2}}(?P<substance>{_CO2})(?:-[A-Za-zÄÖÜäöüß]+)?)?)?
        (?:\s{{0,3}}(?:(?:/|(?:pro|je|per|im)\s)\s{{0,2}}
              (?P<per>jährlich|Jahr(?!\s+[12][0-9]{{3}})|a|Monat|Tag|Kopf|Person|Einwohner(?:\*?in)?
                 |{_UNIT}(?:\s?{_CO2})?)(?!\w)
           |(?P<yearly>jährlich(?!\w)|p\.\s?a\.)))?""",
        re.IGNORECASE | re.VERBOSE,
    )


_HEDGES: Final = (
    (Qualifier.AT_LEAST, r"(?<![-=])>=?|≥|mehr\ als|mindestens|mind\.?|min\.?|über|ab"),
    (Qualifier.AT_MOST, r"<=?|≤|weniger\ als|höchstens|maximal|max\.?|unter|bis(?:\ zu)?"),
    (Qualifier.ABOUT, r"ca\.?|circa\.?|zirka|rund|etwa|ungefähr|knapp|gut|geschätzt|~|≈"),
)
_HEDGE = "|".join(f"(?P<{name}>{words})" for name, words in _HEDGES)


@cache
def _before() -> re.Pattern[str]:
    """Return what may stand before a numeral; compiled late, as above."""
    return re.compile(
        rf"(?:(?<!\w)(?P<yearly>jährlich|pro\ Jahr|im\ Jahr)\s{{1,3}})?"
        rf"(?:(?<!\w)(?:{_HEDGE})\s{{0,3}}){{0,2}}\Z",
        re.IGNORECASE,
    )


_LINK = re.compile(
    r"\s{0,9}(?:bis(?:\s{1,9}zu)?|[-–—])\s{0,9}(?:(?:ca\.?|etwa|rund)\s{1,9})?"
    r"|(?P<und>\s{1,9}und\s{1,9})",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\s{0,9}bis\s{1,9}(?:zum\s{1,9}Jahr\s{1,9}|Ende\s{1,9})?((?:19|20)[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    rf"(?<![0-9])(?:[1-9][0-9]{{0,2}}([{BLANKS}])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:,[0-9]+)?"
    r"(?![.,]?[0-9])|[0-9]+(?:[.,][0-9]+)*)"
)
_DATE = re.compile(
    r"(?<![0-9.,])(?:[0-3]?[0-9]\.\s?[01]?[0-9]\.(?:\s?(?:19|20)[0-9]{2}|[0-9]{2})?(?![0-9])"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
)


def find_amounts(text: str) -> tuple[Quantity, ...]:
    """Return the quantities of a free text in reading order (SEC-19, DOM-09)."""
    return scan(text).quantities


def scan(text: str) -> Scan:
    """Return quantities and unreadable numerals of a text; the latter name why they are."""
    text = _DATE.sub(lambda match: "·" * len(match.group()), text)
    found: list[_Token] = []
    faults: list[NumeralFault] = []
    previous: _Token | None = None
    for match in _TOKEN.finditer(text):
        token = _read_token(text, match)
        if isinstance(token, NumeralFault):
            faults.append(token)
        if not isinstance(token, _Token):
            previous = None
            continue
        pair = _as_range(text, previous, token) if previous else None
        if pair and previous:
            if found and found[-1].number_start == previous.number_start:
                found.pop()
            found.extend(pair)
        elif token.stands_alone and not token.looks_like_year:
            found.append(_signed(text, token))
        previous = token
    return Scan(tuple(token.quantity for token in found), tuple(faults))


def convert_energy(quantity: Quantity, unit: str) -> Quantity:
    """Return the quantity in kWh, MWh, GWh or TWh, exactly; ValueError for other units (DOM-08)."""
    if quantity.unit not in _ENERGY or unit not in _ENERGY:
        raise ValueError(f"not an energy unit: {quantity.unit} -> {unit}")
    places = _ENERGY[quantity.unit] - _ENERGY[unit]
    return replace(quantity, value=shifted(quantity.value, places), unit=unit)


def _read_token(text: str, match: re.Match[str]) -> _Token | NumeralFault | None:
    """Read number, unit and hedge around one numeral; None for numbers inside words or codes."""
    suffix = _suffix().match(text, match.end())
    if suffix is None or _belongs_to_a_word(text, match, suffix.end()):
        return None
    value = read_numeral(match.group())
    if isinstance(value, NumeralFault):
        return value
    places = _SCALES[suffix["scale"].rstrip(".").casefold()] if suffix["scale"] else 0
    before = _before().search(text, max(0, match.start() - 48), match.start())
    hedge = next((q for q, _ in _HEDGES if before and before[q]), None)
    yearly = suffix["yearly"] or (before and before["yearly"] and not suffix["per"])
    until = _UNTIL.match(text, suffix.end())
    quantity = Quantity(
        value=shifted(value, places),
        unit=_unit_name(suffix["unit"]),
        per=YEARLY if yearly else _per_name(suffix["per"]),
        qualifier=hedge,
        substance=_substance_name(suffix["substance"]),
        until=int(until[1]) if until else None,
        start=match.start(),
        end=suffix.end(),
    )
    return _Token(quantity, places, match.group(), match.start())


def _belongs_to_a_word(text: str, match: re.Match[str], end: int) -> bool:
    """Tell codes and compounds apart: ``CO2``, ``B-1.1``, ``V/0192/2024``, ``17-mal``, ``3D``."""
    before = text[max(0, match.start() - 2) : match.start()]
    if before and (before[-1].isalnum() or before[-1] in "_/,§"):
        return True
    if len(before) == 2 and before[-1] in "-.:":
        if before[-1] == "-" and before[0].isalpha():
            return True
        if before[-1] in ".:" and before[0].isdigit():
            return True
    if end > match.end():
        return False  # a unit follows
    after = text[end : end + 2]
    if after[:1].isalpha():
        return True
    joined = len(after) == 2 and after[0] in "/:-" and after[1].isalnum()
    return joined and not (after[0] == "-" and after[1].isdigit())


def _signed(text: str, token: _Token) -> _Token:
    """Apply a minus that touches the number: "−5"; a dash with a blank is a bullet."""
    start = token.number_start
    touches = text[start - 1 : start] in {"-", "−"} if start else False
    if not touches or (start > 1 and not (text[start - 2].isspace() or text[start - 2] in "(:")):
        return token
    quantity = replace(token.quantity, value=-token.quantity.value, start=start - 1)
    return replace(token, quantity=quantity)


def _as_range(text: str, low: _Token, high: _Token) -> tuple[_Token, _Token] | None:
    """Return both ends if the two numbers form a range; the low end borrows the high end's unit."""
    link = _LINK.fullmatch(text, low.quantity.end, high.number_start)
    if link is None or not high.stands_alone or high.looks_like_year:
        return None
    if link["und"] and not re.search(
        r"(?i)zwischen\s+\Z", text[max(0, low.number_start - 16) : low.number_start]
    ):
        return None
    if low.quantity.unit not in {None, high.quantity.unit}:
        return None
    value = low.quantity.value
    if low.places == 0 and not is_grouped(low.digits):
        value = shifted(value, high.places)  # "2 bis 3 Mio. €" means two millions
    if low.looks_like_year and (is_grouped(high.digits) or value >= high.quantity.value):
        return None
    first = replace(
        high.quantity,
        value=value,
        qualifier=Qualifier.RANGE_LOW,
        start=low.quantity.start,
        end=low.quantity.end,
    )
    second = replace(high.quantity, qualifier=Qualifier.RANGE_HIGH)
    return replace(low, quantity=first), replace(high, quantity=second)


def _unit_name(word: str | None) -> str | None:
    return None if word is None else _CANONICAL.get(word.casefold(), word)


def _substance_name(word: str | None) -> str | None:
    if word is None:
        return None
    return "CO2" if word.casefold() in {"co2", "co₂"} else "CO2e"


def _per_name(word: str | None) -> str | None:
    if word is None:
        return None
    if word.casefold() in {"a", "jahr", "jährlich"}:
        return YEARLY
    unit = re.match(_UNIT, word, re.IGNORECASE)
    if unit is None:
        return word
    substance = _substance_name(word[unit.end() :].strip() or None)
    name = _unit_name(unit.group()) or word
    return f"{name} {substance}" if substance else name
