"""German numbers: what a typed amount means, and how an amount is written.

``read_amount`` answers for an input field. Only an unmistakable spelling becomes a value; what
could mean something else is shown for confirmation, text with a number in it only yields
proposals, and the rest is refused with an example (SEC-19, requirements section 9). Everything is
``Decimal``; nothing here ever writes a value anywhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from klimaeditor.checks.quantities import (
    BLANKS,
    EURO,
    NumeralFault,
    Qualifier,
    Quantity,
    find_amounts,
    is_grouped,
    read_numeral,
    scan,
    shifted,
)
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.placeholders import is_placeholder
from klimaeditor.model.values import LONGEST_NUMBER

# --- German numbers: what a typed amount means, and how an amount is written ---------------------


class Certainty(StrEnum):
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


class Inexactness(StrEnum):
    """Why a reading is not exact."""

    THOUSANDS_POINT = "thousands_point"
    """``862.139``: read as thousands, but somebody may have meant decimals."""
    THOUSANDS_COMMA = "thousands_comma"
    """``1,500``: an amount in euro has no three decimals; the comma may part thousands."""
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
class AmountReading:
    """What a typed text says; ``value`` is set for EXACT and CONFIRM only."""

    kind: Certainty
    value: Decimal | None = None
    candidates: tuple[Quantity, ...] = ()
    reason: Inexactness | None = None
    example: str | None = None

    @property
    def proposed(self) -> Decimal | None:
        """The one number worth offering; None if there are several, or only a bound."""
        if self.kind is not Certainty.PROPOSAL or len(self.candidates) != 1:
            return None
        only = self.candidates[0]
        return only.value if only.qualifier in {None, Qualifier.ABOUT} else None


_EXAMPLES: Final = {
    Inexactness.DECIMAL_POINT: "1,5",
    Inexactness.ENGLISH: "1.234,56",
    Inexactness.GROUPING: "1.234.567,89",
    Inexactness.TOO_MANY_DECIMALS: "1.234,56",
    Inexactness.EXPONENT: "100000",
    Inexactness.TOO_LARGE: "350.000.000",
    Inexactness.OTHER_UNIT: "350.000 €",
    Inexactness.NOT_A_NUMBER: "350.000 €",
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
_THOUSANDS_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_GERMAN_DATE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}")
_LONGEST_RUN = 12


def read_amount(text: str) -> AmountReading:
    """Read one amount in euro from an input field (SEC-19, requirements section 9)."""
    stripped = text.strip()
    plain = stripped.rstrip(".!")
    if not stripped or is_placeholder(stripped):
        return AmountReading(Certainty.NONE)
    if _FREE_OF_COST.fullmatch(plain):
        return AmountReading(Certainty.CONFIRM, Decimal(0), reason=Inexactness.FREE_OF_COST)
    match = _whole(stripped)
    if match is None or _GERMAN_DATE.fullmatch(stripped):
        return _read_sentence(stripped)
    value = read_numeral(match["digits"])
    if isinstance(value, NumeralFault):
        return _refused(Inexactness(value))
    return _euro(match, value)


def read_number(text: str) -> AmountReading:
    """Read a plain number without a unit from an input field; any count of decimals (SEC-19)."""
    stripped = text.strip()
    if not stripped or is_placeholder(stripped):
        return AmountReading(Certainty.NONE)
    match = _whole(stripped)
    if match is None or match["front"] or match["dash"] or match["back"]:
        exponent = _EXPONENT.fullmatch(stripped)
        return _refused(Inexactness.EXPONENT if exponent else Inexactness.NOT_A_NUMBER, "1.250,5")
    value = read_numeral(match["digits"])
    if isinstance(value, NumeralFault):
        return _refused(Inexactness(value))
    reading = _judged(_with_sign(value, match["sign"]), match["digits"], certain=False)
    if reading.reason is Inexactness.LOOKS_LIKE_YEAR:
        return AmountReading(Certainty.EXACT, reading.value)
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


def _read_sentence(text: str) -> AmountReading:
    """Collect what a text that is not just a number offers; never choose."""
    if _EXPONENT.fullmatch(text):
        return _refused(Inexactness.EXPONENT)
    found = scan(text)
    if found.faults:
        return _refused(Inexactness(found.faults[0]))
    in_euro = tuple(q for q in found.quantities if q.unit == EURO)
    candidates = in_euro or tuple(q for q in found.quantities if q.unit is None)
    if not candidates:
        return _refused(Inexactness.OTHER_UNIT if found.quantities else Inexactness.NOT_A_NUMBER)
    if any(_decimals(q.value) > 2 for q in candidates):
        return _refused(Inexactness.TOO_MANY_DECIMALS)
    return AmountReading(Certainty.PROPOSAL, candidates=candidates)


def _judged(value: Decimal, digits: str, *, certain: bool) -> AmountReading:
    if not certain and is_grouped(digits) and re.fullmatch(r"\A[0-9]+\.[0-9]{3}", digits):
        return AmountReading(Certainty.CONFIRM, value, reason=Inexactness.THOUSANDS_POINT)
    if not certain and _YEAR.fullmatch(digits):
        return AmountReading(Certainty.CONFIRM, value, reason=Inexactness.LOOKS_LIKE_YEAR)
    return AmountReading(Certainty.EXACT, value)


def _euro(match: re.Match[str], value: Decimal) -> AmountReading:
    """Judge a number of euros: it has two decimals at most."""
    if _THOUSANDS_COMMA.fullmatch(match["digits"]):
        return _either(value, match["sign"])
    if _decimals(value) > 2:
        return _refused(Inexactness.TOO_MANY_DECIMALS)
    marked = match["front"] or match["dash"] or match["back"]
    return _judged(_with_sign(value, match["sign"]), match["digits"], certain=bool(marked))


def _either(value: Decimal, sign: str | None) -> AmountReading:
    """Offer an amount with three decimals as thousands, and as what it says where euro can."""
    meant = [shifted(value, 3), value] if _decimals(value) <= 2 else [shifted(value, 3)]
    offers = tuple(Quantity(_with_sign(found, sign), EURO) for found in meant)
    reason = Inexactness.THOUSANDS_COMMA
    return AmountReading(Certainty.PROPOSAL, candidates=offers, reason=reason)


def _refused(reason: Inexactness, example: str | None = None) -> AmountReading:
    return AmountReading(Certainty.REFUSED, reason=reason, example=example or _EXAMPLES[reason])


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
