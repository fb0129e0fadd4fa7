"""How alike two titles are, whatever Word, PDF and people did to their spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from klimaeditor.checks.titles import propose_title

MOST_BY_TITLE: Final = 0.99
"""The score of equal titles; 1 is for ids alone."""
_CONTAINED: Final = 0.9
_NUMBERED: Final = 0.98
_CUT: Final = 0.92
_LONG_START: Final = 24  # the name of a sheet has at most 31 characters
_LETTERS: Final = 400
_BROKEN_WORD = re.compile(r"(?<=[a-zäöüß])[-\u2010\u00ad]\s+(?=[a-zäöüß])(?!und\b|oder\b|bzw\b)")
_NUMBER_IN_FRONT = re.compile(
    r"\A\s*(?:(?:ma(?:ß|ss)nahme|nr\.?)\s*)?(?:[a-zäöü]{1,3}[-_ ]?)?"
    r"\d+(?:[.-]\d+)*(?:\s*+[.:)–-]++)?\s++(?=\S)",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[^\w+%]+|_")
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """Return a title to compare by: without price class, case, signs and broken words."""
    text = unicodedata.normalize("NFC", text[:_LETTERS]).translate(_SUBSCRIPTS)
    text = _BROKEN_WORD.sub("", propose_title(text).replace("\u00ad", ""))
    return " ".join(_NO_WORD.sub(" ", text.casefold()).split())


def alike(left: str, right: str) -> float:
    """Return from 0 to 0.99 how alike two titles are; order of words counts little.

    A title whose words are all in the other one is alike, but never the same: "Wasserstoff" is not
    "Gasnetztransformation & Wasserstoff". A number in front ("M 3.2:") counts hardly.
    """
    best = _alike(title_key(left), title_key(right))
    first, second = (
        _NUMBER_IN_FRONT.sub("", propose_title(text[:_LETTERS])) for text in (left, right)
    )
    if best < MOST_BY_TITLE and (first, second) != (left, right):
        best = max(best, round(_alike(title_key(first), title_key(second)) * _NUMBERED, 4))
    return best


def _alike(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return MOST_BY_TITLE
    straight = max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)) / 100
    shorter, longer = sorted((len(first.split()), len(second.split())))
    contained = fuzz.token_set_ratio(first, second) / 100 * _CONTAINED
    contained *= min(1.0, (0.5 + shorter / longer) ** 0.5) if shorter > 1 or longer < 3 else 0.5
    begun = min(len(first), len(second)) >= _LONG_START and (
        first.startswith(second) or second.startswith(first)
    )
    return round(min(max(straight, contained, _CUT if begun else 0.0), 0.98), 4)
