"""Leftovers of PDF and Word files as proposals, one for each hit, never carried out alone (DOM-11).

The judges of :mod:`klimaeditor.checks` say what a leftover is. They look at each text as it reads:
known private characters as the signs they stand for, invisible ones left out. So what one
proposal repairs does not turn up as another one afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.catalogue import Kind
from klimaeditor.checks import characters, texthygiene
from klimaeditor.cleaning import texts
from klimaeditor.dataset.substitution import Substitution, substituting
from klimaeditor.dataset.textplaces import TEXT_FIELDS, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.changes import Batch
    from klimaeditor.dataset.records import Dataset


class Leftover(StrEnum):
    """The kinds of leftovers."""

    HYPHENATION = "hyphenation"
    NO_BREAK_SPACE = "no_break_space"
    TAB = "tab"
    PSEUDO_TABLE = "pseudo_table"
    TRAILING_BLANKS = "trailing_blanks"
    PRIVATE_USE = "private_use"
    INVISIBLE = "invisible"
    """Soft hyphens inside words, zero-width blanks, byte-order marks."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One leftover and what could stand there instead."""

    kind: Leftover
    hit: Substitution


class _Piece(NamedTuple):
    kind: Leftover
    start: int
    end: int
    replacement: str


_FIELDS: Final = tuple(field for field in TEXT_FIELDS if field.kind is not Kind.URL)
_ODD = re.compile(
    "(?<=[^\\W_])\u00ad(?P<gap>[^\\S\\n]*+\\n?[^\\S\\n]*+)(?=[^\\W_])"  # wer-(soft)den
    "|[\u00ad\u200b\u2060\ufeff\ue000-\uf8ff]"
)
_HYPHEN = re.compile("(?P<gap>[-\u2010]\\s+)[^\\W_]{1,40}\\Z")
_JOINS: Final = frozenset({texthygiene.Debris.HYPHENATION, texthygiene.Debris.PSEUDO_TABLE})
_LONGEST_PART: Final = 80  # characters looked at before a hyphen


def propose(dataset: Dataset, measures: Iterable[int] | None = None) -> tuple[Proposal, ...]:
    """Return the leftovers in the texts of *measures* (None: all), in the order of list and form.

    Hits never overlap. Addresses are left alone, and so are private characters nobody knows.
    """
    return tuple(
        Proposal(piece.kind, Substitution(place, text, *piece[1:]))
        for place, text in texts_of(dataset, measures, _FIELDS)
        if place.part != "url"
        for piece in leftovers(text)
    )


def clean(dataset: Dataset, accepted: Iterable[Proposal]) -> Batch:
    """Return the one batch that carries out what was *accepted*, empty for nothing.

    Raises StaleChangeError where a text has changed since it was looked at.
    """
    hits = [proposal.hit for proposal in accepted]
    return substituting(dataset, hits, texts.step_debris(len(hits)))


def leftovers(text: str) -> tuple[_Piece, ...]:
    """Return kind, start, end and replacement of the leftovers of one text, in reading order."""
    odd = list(_odd_characters(text))
    reads, starts = (text, None) if not odd else _as_it_reads(text, odd)
    found = []
    for hit in texthygiene.find_debris(reads):
        if hit.kind is texthygiene.Debris.HYPHENATION and _is_suspended(reads, hit.start):
            continue
        span = (hit.start, hit.end) if starts is None else (starts[hit.start], starts[hit.end])
        found.append(_Piece(Leftover(hit.kind.value), *span, hit.replacement))
    covered = [piece for piece in odd if not any(_overlap(piece, other) for other in found)]
    return tuple(sorted([*found, *covered], key=lambda piece: piece.start))


def _odd_characters(text: str) -> Iterator[_Piece]:
    """Yield the characters that are to be replaced or left out one by one."""
    for match in _ODD.finditer(text):
        better = "" if match["gap"] else characters.propose(match.group())
        if better != match.group():
            kind = Leftover.PRIVATE_USE if better else Leftover.INVISIBLE
            kind = Leftover.HYPHENATION if match["gap"] else kind
            yield _Piece(kind, *match.span(), better)


def _as_it_reads(text: str, odd: list[_Piece]) -> tuple[str, list[int]]:
    """Return the text with *odd* replaced, and for each of its places the one in *text*."""
    letters: list[str] = []
    starts: list[int] = []
    at = 0
    for piece in odd:
        letters.append(text[at : piece.start] + piece.replacement)
        starts += range(at, piece.start + len(piece.replacement))
        at = piece.end
    return "".join([*letters, text[at:]]), [*starts, *range(at, len(text) + 1)]


def _is_suspended(text: str, hyphen: int) -> bool:
    """Tell whether the part before a hyphen stands behind another one that stays: "Haus- und-"."""
    first = max(0, hyphen - _LONGEST_PART)
    earlier = _HYPHEN.search(text[first:hyphen])
    if earlier is None:
        return False
    start, end = first + earlier.start(), first + earlier.end("gap")
    repaired = (hit for hit in texthygiene.find_debris(text[:hyphen]) if hit.kind in _JOINS)
    return not any(hit.start < end and start < hit.end for hit in repaired)


def _overlap(one: _Piece, other: _Piece) -> bool:
    return one.start < other.end and other.start < one.end
