"""German numbers: what a typed amount means, and how an amount is written.

``read_amount`` answers for an input field. Only an unmistakable spelling becomes a value; what
could mean something else is shown for confirmation, text with a number in it only yields
proposals, and the rest is refused with an example (SEC-19, requirements section 9). Everything is
``Decimal``; nothing here ever writes a value anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from klimaeditor.checks.numerals import BLANKS, NumeralFault, is_grouped, read_numeral, shifted
from klimaeditor.checks.placeholders import is_placeholder
from klimaeditor.checks.quantities import (
    EURO,
    Qualifier,
    Quantity,
    convert_energy,
    find_amounts,
    scan,
)
from klimaeditor.values import LONGEST_NUMBER

__all__ = [
    "Kind",
    "Qualifier",
    "Quantity",
    "Reading",
    "Reason",
    "convert_energy",
    "decimal_point_misread",
    "find_amounts",
    "format_amount",
    "format_number",
    "read_amount",
    "read_number",
    "to_json_number",
]


class Kind(StrEnum):
    """What a field may do with a reading."""

    EXACT = "exact"
    """Take ``value``."""
    CONFIRM = "confirm"
    """Show ``value`` and ask; ``reason`` says why."""
    PROPOSAL = "proposal"
    """Keep the text, offer ``candidates``; ``value`` is None."""
    NONE = "none"
    """Blank or a placeholder: no number, null."""
    REFUSED = "refused"
    """Keep the text as a fault; ``reason`` and ``example`` explain."""


class Reason(StrEnum):
    """Why a reading is not exact."""

    THOUSANDS_POINT = "thousands_point"
    """``862.139``: read as thousands, but somebody may have meant decimals."""
    LOOKS_LIKE_YEAR = "looks_like_year"
    """``2030`` without a unit in an amount field."""
    FREE_OF_COST = "free_of_cost"
    """"Keine Kosten": nought, or nothing known?"""
    DECIMAL_POINT = "decimal_point"
    """``1.5``"""
    ENGLISH = "english"
    """``1,234.56``"""
    GROUPING = "grouping"
    """``1.23.456``"""
    TOO_MANY_DECIMALS = "too_many_decimals"
    """``12,345``: an amount in euro has two decimals at most."""
    EXPONENT = "exponent"
    """``1e5``"""
    TOO_LARGE = "too_large"
    OTHER_UNIT = "other_unit"
    """``58.000 t CO2``: a quantity, but no money."""
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text says; ``value`` is set for EXACT and CONFIRM only."""

    kind: Kind
    value: Decimal | None = None
    candidates: tuple[Quantity, ...] = ()
    reason: Reason | None = None
    example: str | None = None

    @property
    def proposed(self) -> Decimal | None:
        """The one number worth offering; None if there are several, or only a bound."""
        if self.kind is not Kind.PROPOSAL or len(self.candidates) != 1:
            return None
        only = self.candidates[0]
        return only.value if only.qualifier in {None, Qualifier.ABOUT} else None


_EXAMPLES: Final = {
    Reason.DECIMAL_POINT: "1,5",
    Reason.ENGLISH: "1.234,56",
    Reason.GROUPING: "1.234.567,89",
    Reason.TOO_MANY_DECIMALS: "1.234,56",
    Reason.EXPONENT: "100000",
    Reason.TOO_LARGE: "350.000.000",
    Reason.OTHER_UNIT: "350.000 €",
    Reason.NOT_A_NUMBER: "350.000 €",
}
_FIELD = re.compile(
    rf"\A(?P<front>(?:€|EUR|Euro)\s*+)?(?P<sign>[-−–+])?"
    rf"(?P<digits>[0-9](?:[{BLANKS}]*+[0-9.,])*?)"
    r"(?P<dash>,[-–—]{1,2})?\s*+(?P<back>€|EUR|Euros?)?",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\A[-−+]?[0-9][0-9.,]*+e[-−+]?[0-9]+", re.IGNORECASE)
_FREE_OF_COST = re.compile(
    r"kein(?:e|erlei)(?:\s+(?:zusätzlichen?|weiteren?|direkten?))?\s+(?:mehr)?kosten|kosten(?:los|frei)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"199[0-9]|20[0-5][0-9]|2060")
_GERMAN_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_LONGEST_RUN = 12


def read_amount(text: str) -> Reading:
    """Read one amount in euro from an input field (SEC-19, requirements section 9)."""
    stripped = text.strip()
    plain = stripped.rstrip(".!")
    if not stripped or is_placeholder(stripped):
        return Reading(Kind.NONE)
    if _FREE_OF_COST.fullmatch(plain):
        return Reading(Kind.CONFIRM, Decimal(0), reason=Reason.FREE_OF_COST)
    match = _whole(stripped)
    if match is None or _GERMAN_DATE.fullmatch(stripped):
        return _read_sentence(stripped)
    value = read_numeral(match["digits"])
    if isinstance(value, NumeralFault):
        return _refused(Reason(value))
    if _decimals(value) > 2:
        return _refused(Reason.TOO_MANY_DECIMALS)
    marked = match["front"] or match["dash"] or match["back"]
    return _judged(_with_sign(value, match["sign"]), match["digits"], certain=bool(marked))


def read_number(text: str) -> Reading:
    """Read a plain number without a unit from an input field; any count of decimals (SEC-19)."""
    stripped = text.strip()
    if not stripped or is_placeholder(stripped):
        return Reading(Kind.NONE)
    match = _whole(stripped)
    if match is None or match["front"] or match["dash"] or match["back"]:
        exponent = _EXPONENT.fullmatch(stripped)
        return _refused(Reason.EXPONENT if exponent else Reason.NOT_A_NUMBER, "1.250,5")
    value = read_numeral(match["digits"])
    if isinstance(value, NumeralFault):
        return _refused(Reason(value))
    reading = _judged(_with_sign(value, match["sign"]), match["digits"], certain=False)
    if reading.reason is Reason.LOOKS_LIKE_YEAR:
        return Reading(Kind.EXACT, reading.value)
    return reading


def decimal_point_misread(value: float, text: str) -> Decimal | None:
    """Return what a stored cost was meant to be if its thousands point became a decimal point.

    ``value`` in euro, below 1,000 (``862.139``); ``text`` is the cost text of the same measure.
    Evidence is an amount in the text, or a sum of neighbouring amounts, that is 1,000 times the
    value to the euro. None without evidence, or if the text also names the value as it stands.
    Only ever a proposal (requirements section 0.3).
    """
    stored = Decimal(str(value))
    if not stored.is_finite() or not 1 <= stored < 1000:
        return None
    meant = shifted(stored, 3)
    if meant != meant.to_integral_value():
        return None
    amounts = [q.value for q in find_amounts(text) if q.unit == EURO and q.per is None]
    if stored in amounts:
        return None
    for evidence in (amounts, _sums(amounts)):
        hits = {amount for amount in evidence if meant <= amount < meant + 1}
        if hits:
            return hits.pop() if len(hits) == 1 else None
    return None


def format_amount(value: Decimal | float) -> str:
    """Write euro the German way, without the sign: "1.234,56", whole amounts without decimals.

    Never rounds: a third decimal is shown, because it is a fault the reader should see.
    """
    whole, decimals = _parts(value)
    return f"{whole},{decimals.ljust(2, '0')}" if decimals else whole


def format_number(value: Decimal | float) -> str:
    """Write a number the German way with exactly the decimals it has: "1.234,5"."""
    whole, decimals = _parts(value)
    return f"{whole},{decimals}" if decimals else whole


def to_json_number(value: Decimal) -> int | float:
    """Return the number to store: int for whole values, else the nearest float."""
    return int(value) if value == value.to_integral_value() else float(value)


def _whole(text: str) -> re.Match[str] | None:
    """Match a text that is one number and nothing else."""
    return _FIELD.fullmatch(text) if len(text) <= LONGEST_NUMBER else None


def _read_sentence(text: str) -> Reading:
    """Collect what a text that is not just a number offers; never choose."""
    if _EXPONENT.fullmatch(text):
        return _refused(Reason.EXPONENT)
    found = scan(text)
    if found.faults:
        return _refused(Reason(found.faults[0]))
    in_euro = tuple(q for q in found.quantities if q.unit == EURO)
    candidates = in_euro or tuple(q for q in found.quantities if q.unit is None)
    if not candidates:
        return _refused(Reason.OTHER_UNIT if found.quantities else Reason.NOT_A_NUMBER)
    if any(_decimals(q.value) > 2 for q in candidates):
        return _refused(Reason.TOO_MANY_DECIMALS)
    return Reading(Kind.PROPOSAL, candidates=candidates)


def _judged(value: Decimal, digits: str, *, certain: bool) -> Reading:
    if not certain and is_grouped(digits) and re.fullmatch(r"\A[0-9]+\.[0-9]{3}", digits):
        return Reading(Kind.CONFIRM, value, reason=Reason.THOUSANDS_POINT)
    if not certain and _YEAR.fullmatch(digits):
        return Reading(Kind.CONFIRM, value, reason=Reason.LOOKS_LIKE_YEAR)
    return Reading(Kind.EXACT, value)


def _refused(reason: Reason, example: str | None = None) -> Reading:
    return Reading(Kind.REFUSED, reason=reason, example=example or _EXAMPLES[reason])


def _with_sign(value: Decimal, sign: str | None) -> Decimal:
    return value.copy_negate() if value and sign not in {None, "+"} else value


def _decimals(value: Decimal) -> int:
    """Count the decimals that matter: 1,500 has one."""
    return len(_parts(value)[1])


def _sums(amounts: list[Decimal]) -> set[Decimal]:
    """Return the sums of two and more neighbouring amounts."""
    few = amounts[:_LONGEST_RUN]
    return {
        sum(few[start:end], Decimal(0))
        for start in range(len(few))
        for end in range(start + 2, len(few) + 1)
    }


def _parts(value: Decimal | float) -> tuple[str, str]:
    """Split into the grouped whole part with its sign and the decimals without trailing noughts."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("a number without an end cannot be written")
    whole, _, decimals = format(exact.copy_abs(), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return ("-" if exact < 0 else "") + grouped, decimals.rstrip("0")
