"""What changed in a text, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_MOST_COMPARED = 4_000_000


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
    if len(left) * len(right) > _MOST_COMPARED:
        blocks = [("replace", 0, len(left), 0, len(right))]
    else:
        blocks = list(SequenceMatcher(None, left, right, autojunk=False).get_opcodes())
    for kind, start, end, new_start, new_end in blocks:
        if kind == "equal":
            yield Run(RunKind.EQUAL, "".join(left[start:end]))
        else:
            yield Run(RunKind.REMOVED, "".join(left[start:end]))
            yield Run(RunKind.ADDED, "".join(right[new_start:new_end]))
