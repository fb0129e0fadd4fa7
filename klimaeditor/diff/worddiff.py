"""What changed in a text, word by word."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_MOST_COMPARED = 4_000_000
_MOST_PAIRS = 40_000


class RunKind(StrEnum):
    """What became of a run of words."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


class Run(NamedTuple):
    """Words that share a fate, white space included."""

    kind: RunKind
    text: str


def word_diff(old: str, new: str) -> tuple[Run, ...]:
    """Return the runs that lead from *old* to *new*; neighbours never have the same kind.

    All but the added ones joined give *old*, all but the removed ones *new*. Texts of more than
    about 2,000 words on both sides are compared at their two ends only.
    """
    left, right = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _common(left, right)
    tail = _common(left[head:][::-1], right[head:][::-1])
    middle = left[head : len(left) - tail], right[head : len(right) - tail]
    runs = [
        Run(RunKind.EQUAL, "".join(left[:head])),
        *_changes(*middle),
        Run(RunKind.EQUAL, "".join(left[len(left) - tail :])),
    ]
    return tuple(run for run in runs if run.text)


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many tokens both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))


def _changes(left: Sequence[str], right: Sequence[str]) -> Iterator[Run]:
    start = new_start = 0
    for at, new_at, length in _blocks(left, right):
        yield Run(RunKind.REMOVED, "".join(left[start:at]))
        yield Run(RunKind.ADDED, "".join(right[new_start:new_at]))
        start, new_start = at + length, new_at + length
        yield Run(RunKind.EQUAL, "".join(left[at:start]))


def _blocks(left: Sequence[str], right: Sequence[str]) -> Iterable[tuple[int, int, int]]:
    """Return what is the same on both sides: (place, place in the other, length), the end last.

    difflib finds the runs a reader would, but a text that repeats itself costs it the cube of its
    length; there the shortest way from one to the other is taken.
    """
    if len(left) * len(right) > _MOST_COMPARED:
        return [(len(left), len(right), 0)]
    often = Counter(right)
    if sum(often[token] for token in left) > _MOST_PAIRS:
        from rapidfuzz.distance import Indel  # noqa: PLC0415 - slow to import, and rarely needed

        return [(b.a, b.b, b.size) for b in Indel.editops(left, right).as_matching_blocks()]
    return SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
