"""Reading past case and accents, and the way back from a folded text to the one it was made of."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Accents standing alone after decomposition, and the soft hyphen.
_IGNORED = re.compile("[\u0300-\u036f\u00ad]+")


def fold(text: str) -> str:
    """Return *text* without case and accents: „Straße“ and „STRASSE“ are one, „é“ and „e“ too."""
    return _IGNORED.sub("", unicodedata.normalize("NFKD", text.casefold()))


def occurrences(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where folded *words* occur in *text*: (start, end), in order, touching ones joined."""
    wanted = [word for word in dict.fromkeys(words) if word]
    folded = fold(text)
    spans = sorted(
        (match.start(), match.end())
        for word in wanted
        for match in re.finditer(re.escape(word), folded)
    )
    if not spans:
        return ()
    joined = _joined(spans)
    if len(folded) == len(text) and text.isascii():
        return tuple(joined)
    starts = _starts(text)
    return tuple((starts[first], starts[last - 1] + 1) for first, last in joined)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = spans[:1]
    for start, end in spans[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _starts(text: str) -> list[int]:
    """Return for each character of the folded text the place of the one it comes from.

    Folding goes character by character; only the order of accents behind a letter depends on its
    neighbours, and accents are dropped.
    """
    lengths = list(accumulate((len(fold(letter)) for letter in text), initial=0))
    starts = [0] * lengths[-1]
    for place in range(len(text)):
        starts[lengths[place] : lengths[place + 1]] = [place] * (
            lengths[place + 1] - lengths[place]
        )
    return starts
