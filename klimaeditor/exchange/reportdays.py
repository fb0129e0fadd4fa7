"""The day a report speaks of, from its name, a heading or a row title (MRG-08).

Only what is written as a date counts. A month stands for its first day and is marked as not exact;
a year alone says nothing, and a quarter or a week is no month.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import FIRST_DATE, LAST_DATE
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS: Final = (
    "jan",
    "feb",
    "mär",
    "apr",
    "mai",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dez",
)
_NAMED: Final = {name: number for number, name in enumerate(_MONTHS, 1)} | {"mrz": 3, "mae": 3}
_MONTH: Final = r"(?P<name>jan|feb|mär|mrz|mae|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*\.?"
_YEAR: Final = r"(?P<year>(?:19|20)[0-9]{2})"
_GAP: Final = "[-_. ]{1,2}"
_EXACT: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![0-9]){_YEAR}[-_. ](?P<month>[0-9]{{2}})[-_. ](?P<day>[0-9]{{2}})(?![0-9])",
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}}){_GAP}(?P<month>[0-9]{{1,2}}){_GAP}{_YEAR}(?![0-9])",
        rf"(?<![0-9]){_YEAR}(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?![0-9])",
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}})\.?[ _]*{_MONTH}[ _]*{_YEAR}(?![0-9])",
    )
)
_MONTHLY: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![a-zäöü]){_MONTH}[ _-]*{_YEAR}(?![0-9])",
        rf"(?<![0-9])(?<![0-9][._/-])(?P<month>0?[1-9]|1[0-2])[/_.-]{_YEAR}(?![0-9])",
        rf"(?<![0-9]){_YEAR}[/_.-](?P<month>0[1-9]|1[0-2])(?![0-9])",
    )
)


_OTHER_COUNT: Final = re.compile(
    r"(?:\b(?:kw|kalenderwoche|woche|q|quartal|hj|halbjahr|h|nr|nummer|heft|ausgabe|vorlage|v)\.?"
    r")[ _]*\Z|[^\W_]\Z",
    re.IGNORECASE,
)
_BEFORE: Final = 20
"""What stands before a number that is no month: a week, a quarter, the number of a paper."""


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day, where it was found (German) and whether the day itself was written."""

    iso: str
    source: str
    exact: bool
    short: str = ""
    """The text where its year has two digits, so that somebody has to look at it."""


def find_day(texts: Iterable[tuple[str, str]]) -> FoundDay | None:
    """Return the first day named in (text, source) pairs, exact ones before months."""
    pairs = list(texts)
    for patterns, exact in ((_EXACT, True), (_MONTHLY, False)):
        for text, source in pairs:
            iso = _first(text, patterns, exact=exact)
            if iso is not None:
                return FoundDay(iso, source, exact)
    return None


def _first(text: str, patterns: tuple[re.Pattern[str], ...], *, exact: bool) -> str | None:
    for pattern in patterns:
        for match in pattern.finditer(text):
            iso = _iso(match.groupdict())
            counts = not exact and _OTHER_COUNT.search(text[: match.start()][-_BEFORE:])
            if iso is not None and not counts:
                return iso
    return None


def _iso(found: dict[str, str | None]) -> str | None:
    name = (found.get("name") or "").casefold()
    month = _NAMED.get(name) or int(found.get("month") or 0)
    try:
        day = date(int(found["year"] or 0), month, int(found.get("day") or 1))
    except ValueError:
        return None
    return day.isoformat() if FIRST_DATE <= day <= LAST_DATE else None


_WORD: Final = re.compile(r"[^\W\d_]+")
_DAY_WORDS: Final = frozenset(
    [
        "stand",
        "jahr",
        "anfang",
        "mitte",
        "ende",
        "frühjahr",
        "frühling",
        "sommer",
        "herbst",
        "winter",
        "q",
        "quartal",
        "kw",
        "woche",
        "kalenderwoche",
        "hj",
        "h",
        "halbjahr",
        "heute",
        "vom",
        "des",
        "im",
        "in",
        "zum",
        "bis",
        "und",
        "seit",
        "uhr",
        "i",
        "ii",
        "iii",
        "iv",
    ]
)
_LONGEST: Final = 70


def is_day_text(text: str) -> bool:
    """Tell whether a text is a day, or nothing but words and numbers that name days."""
    found = find_day([(text, "")])
    if found is not None or len(text) > _LONGEST:
        return found is not None
    words = [word.casefold() for word in _WORD.findall(text)]
    return all(word in _DAY_WORDS or word[:3] in _NAMED for word in words)
