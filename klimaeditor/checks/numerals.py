"""Numerals: German spellings of one number, read into an exact Decimal or refused with a reason.

German writes ``1.234,56``: points (or narrow blanks) group three digits, a comma starts the
decimals. Grouping must be exact, otherwise ``1.5`` would silently become fifteen (SEC-19).
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from klimaeditor.values import LONGEST_NUMBER

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
