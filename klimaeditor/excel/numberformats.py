"""What a number format adds to a number, and by which factor a stated unit scales it.

A cell shows more than it stores: 350 under ``#,##0 "T€"`` reads "350 T€", and 0,85 under ``0%``
reads "85 %", while 85 under ``0" %"`` reads "85 %" too.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from klimaeditor.model.dataclass import dataclass

_THOUSAND: Final = r"(?:t|tsd\.?|tausend|k)"
_MILLION: Final = r"(?:mio\.?|million(?:en)?|mn\.?|m(?=eur|€))"
_BILLION: Final = r"(?:mrd\.?|milliarden?|bn\.?)"
_MONEY: Final = r"(?:€|eur|euro)"
_THOUSANDS: Final = (
    rf"(?:\bin |[(\[/])\s*1[. ]?000[ -]*{_MONEY}(?![^\W_])",
    rf"{_MONEY}\s*[x×*]\s*1[. ]?000(?![^\W_])",
    rf"[x×*]\s*1[. ]?000\s*{_MONEY}(?![^\W_])",
)
_FACTORS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), factor)
    for word, factor, others in (
        (_THOUSAND, 1_000, _THOUSANDS),
        (_MILLION, 1_000_000, ()),
        (_BILLION, 1_000_000_000, ()),
    )
    for pattern in (
        rf"(?<![^\W_]){word}[ -]*{_MONEY}(?![^\W_])",
        rf"{_MONEY}\s*(?:\(|in )\s*{word}(?![^\W_])",
        *others,
    )
)
_ALONE: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), factor)
    for pattern, factor in (
        (r"(?<![^\W_])(?:tsd\.?|tausend)(?![^\W_])", 1_000),
        (rf"(?<![^\W_]){_MILLION}(?![^\W_])", 1_000_000),
        (rf"(?<![^\W_]){_BILLION}(?![^\W_])", 1_000_000_000),
    )
)
_TOKEN: Final = re.compile(r'"([^"]{0,255})"|\\(.)|\[([^\]]{0,80})\]|_.|\*.|(.)', re.DOTALL)
_CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_PLACEHOLDERS: Final = "0#?"
_KEYWORDS: Final = re.compile(r"General|Standard|@|E[+-]")
_MEANT: Final = "%€$£°‰"
_CURRENCIES: Final = ("€", "EUR", "Euro")
_SCALES: Final = ("", "Tsd.", "Mio.", "Mrd.")
"""What a number is shown in that the format divides by 1,000 without saying so."""
_DIGITS: Final = 15
_LONGEST: Final = 255


@dataclass(frozen=True, slots=True)
class FormatSection:
    """One section of a number format, taken apart.

    *prefix* and *suffix* are the texts before and behind the digits, *percent* tells whether the
    number itself is shown times 100, *thousands* how often it is shown by 1,000. *zeros* are the
    digits that are always shown. A *blank* one shows nothing at all.
    """

    prefix: str = ""
    suffix: str = ""
    percent: bool = False
    thousands: int = 0
    zeros: int = 0
    grouped: bool = False
    condition: tuple[str, float] | None = None
    blank: bool = False

    @property
    def unit(self) -> str:
        """The texts around the digits that say something."""
        return f"{self.prefix} {self.suffix}".strip()


def unit_factor(text: str, *, alone: bool = False) -> int:
    """Return by how much a unit of money scales, "Kosten in T€": 1000; 1 where none is stated.

    With *alone*, "Mio." scales without a currency, too. An amount, "2 Mio. €", is no unit.
    """
    text = text[:_LONGEST]
    for pattern, factor in (*_FACTORS, *(_ALONE if alone else ())):
        for match in pattern.finditer(text):
            if not text[: match.start()].rstrip()[-1:].isdigit():
                return factor
    return 1


def section_for(number_format: str, value: float) -> FormatSection:
    """Return the section of a format that shows *value*."""
    sections = _sections(number_format[:_LONGEST])
    conditioned = [found for found in sections if found.condition is not None]
    for found in conditioned:
        if _holds(found.condition, value):
            return found
    if conditioned:
        plain = [found for found in sections if found.condition is None]
        return plain[0] if plain else sections[-1]
    if value < 0 and len(sections) > 1:
        return sections[1]
    if value == 0 and len(sections) > 2:
        return sections[2]
    return sections[0]


def is_scaled_percent(number_format: str, value: float) -> bool:
    """Tell whether the format shows the number times 100; a quoted "%" does not."""
    return "%" in number_format and section_for(number_format, value).percent


def shown_factor(number_format: str, value: float) -> Decimal:
    """Return by how much what the cell shows, with its unit, differs from what it stores."""
    found = section_for(number_format, value)
    unit = unit_factor(found.unit, alone=True)
    return Decimal(unit) / Decimal(1_000) ** found.thousands if unit != 1 else Decimal(1)


def is_shown_smaller(number_format: str, value: float) -> bool:
    """Tell whether a cell shows a number divided by 1,000, and does not say so."""
    found = section_for(number_format, value)
    return bool(found.thousands) and unit_factor(found.unit, alone=True) == 1


def odd_unit(number_format: str, value: float) -> str:
    """Return the unit that a format puts beside a number, "" for none or plain euros."""
    unit = section_for(number_format, value).unit
    return "" if unit in _CURRENCIES else unit


def shows_nothing(number_format: str, value: float) -> bool:
    """Tell whether a format hides a number, as ``;;;`` does."""
    return section_for(number_format, value).blank


def shown_number(value: int | float, number_format: str = "") -> str:
    """Return what a number shows: with a decimal comma, and whatever the format adds to it.

    There is no rounding, so that it reads back exactly, and grouping only beside a unit other than
    plain euros. A number that no cell can hold shows nothing.
    """
    if isinstance(value, int):
        exact = Decimal(value)
    elif math.isfinite(value):
        exact = Decimal(f"{value:.{_DIGITS}g}")
    else:
        return ""
    found = section_for(number_format, value) if number_format else FormatSection()
    unit = _CURRENCIES[0] if found.unit in _CURRENCIES else found.unit
    if found.percent:
        exact *= 100
    exact /= Decimal(1_000) ** found.thousands
    scale = "" if unit_factor(unit, alone=True) != 1 else _SCALES[min(found.thousands, 3)]
    text = _plain(exact, found, grouped=found.grouped and unit not in ("", *_CURRENCIES))
    if unit in _CURRENCIES:
        return " ".join(filter(None, (text, scale, unit)))
    return " ".join(filter(None, (found.prefix, text, scale, found.suffix, "%" * found.percent)))


def _plain(exact: Decimal, found: FormatSection, *, grouped: bool) -> str:
    text = f"{exact:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    sign = "-" if text.startswith("-") else ""
    whole, _, decimals = text.lstrip("-").partition(".")
    if found.zeros > 1:
        whole = whole.zfill(found.zeros)
    if grouped:
        whole = f"{int(whole or 0):,}".replace(",", ".")
    return sign + whole + (f",{decimals}" if decimals else "")


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[FormatSection, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(number_format):
        if match[4] == ";":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(_section(part) for part in parts)


def _section(tokens: list[re.Match[str]]) -> FormatSection:
    prefix, suffix, digits = "", "", ""
    percent = False
    condition = None
    for match in tokens:
        quoted, escaped, bracket, sign = match.groups()
        text = quoted if quoted is not None else escaped or ""
        if bracket is not None:
            found = _CONDITION.fullmatch(bracket.strip())
            condition = (found[1], float(found[2])) if found else condition
            text = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
        elif sign == "%":
            percent, text = True, ""
        elif sign is not None and (sign in _PLACEHOLDERS or (sign in ".," and digits)):
            digits += sign
            continue
        elif sign is not None:
            text = sign
        prefix, suffix = (prefix, suffix + text) if digits else (prefix + text, suffix)
    whole = digits.partition(".")[0]
    thousands = len(digits) - len(digits.rstrip(","))
    return FormatSection(
        _words(prefix),
        _words(suffix),
        percent,
        thousands,
        whole.count("0"),
        "," in whole.rstrip(","),
        condition,
        blank=not tokens,
    )


def _words(text: str) -> str:
    """Return what a text around digits says: not the signs of negative or odd formats."""
    text = _KEYWORDS.sub("", text).strip(" \u00a0\u202f-+()/")
    return text if any(char.isalpha() or char in _MEANT for char in text) else ""


def _holds(condition: tuple[str, float] | None, value: float) -> bool:
    if condition is None:
        return False
    sign, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[sign]
