"""Leftovers of PDF and Word in texts (DOM-11, A11Y-21).

Every detector returns hits with their replacement; nothing is changed here. A repair is a
proposal for one hit, shown to a person: ``Klimaschutz- und Anpassung`` must never be joined.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Debris(StrEnum):
    """Kinds of leftovers."""

    TRAILING_BLANKS = "trailing_blanks"
    PSEUDO_TABLE = "pseudo_table"
    """Columns made of tabs or rows of blanks: unreadable aloud and on phones."""
    HYPHENATION = "hyphenation"
    """``wer- den``"""
    NO_BREAK_SPACE = "no_break_space"
    TAB = "tab"
    STRUCTURE = "structure"
    """The name of another field stands as a line of its own in the text."""


class Hit(NamedTuple):
    """One leftover: what it is, its offsets, and the text to put there instead."""

    kind: Debris
    start: int
    end: int
    replacement: str


_SUSPECT = re.compile("[\\t\u00a0]| \\n| \\Z| {4}|[-\u2010\u00ad]\\s")
_RUN = re.compile("(?<![ \\t\u00a0])(?! [^ \\t\u00a0\\n])[ \\t\u00a0]++")
_BREAK = re.compile("(?<=[^\\W_])[-\u2010\u00ad]\\s++(?=[^\\W_])")
_WORD = re.compile(r"[^\W_]+")
_LAST_WORD = re.compile(r"[^\W_]{1,40}\Z")
_KEEPS_HYPHEN = re.compile(
    r"und|oder|bzw|beziehungsweise|sowie|bis|als|wie|noch|aber|statt|anstatt|anstelle|respektive"
    r"|resp|u|o|and|or|plus|auch|sondern|ebenso|einschließlich|inklusive|inkl|versus|vs",
    re.IGNORECASE,
)
_COLUMN_END: Final = ":;,.|"


def find_debris(text: str) -> tuple[Hit, ...]:
    """Return the leftovers of a text in reading order; hits never overlap (DOM-11)."""
    if not _SUSPECT.search(text):
        return ()
    hits = [*_hyphenations(text), *_blank_runs(text)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: hit.start):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def find_structure(text: str, names: Iterable[str]) -> tuple[Hit, ...]:
    """Return lines that are nothing but the name of a field or group (requirements section 0.3).

    ``names`` are the contract's keys; the field's own name belongs there too. A name inside a
    sentence ("siehe Action description") is a reference and stays.
    """
    wanted = {" ".join(name.casefold().split()) for name in names}
    hits: list[Hit] = []
    start = kept = 0  # kept: where the text that stays ends so far
    for line in text.split("\n"):
        end = start + len(line)
        if " ".join(line.casefold().split()).rstrip(" :") in wanted:
            cut = end
            while not kept and cut < len(text) and text[cut].isspace():
                cut += 1
            hits.append(Hit(Debris.STRUCTURE, max(kept, hits[-1].end if hits else 0), cut, ""))
        elif line.strip():
            kept = start + len(line.rstrip())
        start = end + 1
    return tuple(hits)


def apply(text: str, hits: Iterable[Hit]) -> str:
    """Return the text with the given hits replaced; they must come from this very text."""
    pieces: list[str] = []
    at = 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        pieces += (text[at : hit.start], hit.replacement)
        at = hit.end
    return "".join(pieces) + text[at:]


def _hyphenations(text: str) -> list[Hit]:
    """Find words broken by a hyphen; a suspended hyphen ("Haus- oder") is none."""
    hits = []
    for match in _BREAK.finditer(text):
        left = _LAST_WORD.search(text, max(0, match.start() - 40), match.start())
        right = _WORD.match(text, match.end())
        gap = match.group()
        if left is None or right is None or gap.count("\n") > 1:
            continue
        if _KEEPS_HYPHEN.fullmatch(right.group()):
            continue
        joins = (
            len(left.group()) > 1
            and len(right.group()) > 1
            and text[match.start() - 1].islower()
            and text[match.end()].islower()
        )
        if joins or gap[0] == "\u00ad":
            hits.append(Hit(Debris.HYPHENATION, *match.span(), ""))
        elif "\n" in gap:  # "ÖPNV-\\nAngebot": only the line break is wrong
            hits.append(Hit(Debris.HYPHENATION, *match.span(), "-"))
    return hits


def _blank_runs(text: str) -> list[Hit]:
    """Judge every run of blanks, tabs and no-break spaces."""
    hits = []
    table_line = -1
    line = seen = 0  # where the line begins, and how far it has been looked at
    filled = False  # whether there are words before the run, in its line
    for match in _RUN.finditer(text):
        start, end = match.span()
        if (ahead := text.rfind("\n", seen, start)) >= 0:
            line, seen, filled = ahead + 1, ahead + 1, False
        filled = filled or bool(text[seen:start].strip(" \t•-–"))
        seen = start
        if end == len(text) or text[end] == "\n":
            hits.append(Hit(Debris.TRAILING_BLANKS, start, end, ""))
        elif _is_column_gap(match.group()) and filled:
            between = " " if text[start - 1] in _COLUMN_END else ": "
            hits.append(
                Hit(Debris.PSEUDO_TABLE, start, end, ", " if table_line == line else between)
            )
            table_line = line
        elif "\u00a0" in match.group() and not _is_good_typography(text, match):
            hits.append(Hit(Debris.NO_BREAK_SPACE, start, end, "" if start == line else " "))
        elif "\t" in match.group():
            hits.append(Hit(Debris.TAB, start, end, "" if start == line else " "))
    return hits


def _is_column_gap(run: str) -> bool:
    """Two tabs, a tab among blanks, or four blanks in the middle of a line make a column."""
    if "\u00a0" in run:
        return False
    return len(run) > 3 or ("\t" in run and (len(run) > 2 or run.count("\t") > 1))


def _is_good_typography(text: str, match: re.Match[str]) -> bool:
    """Tell a no-break space that belongs there: "10 €", "z. B."."""
    if len(match.group()) > 1:
        return False
    before = text[max(0, match.start() - 2) : match.start()]
    after = text[match.end() : match.end() + 2]
    number = before[-1:].isdigit() and (after[0].isalnum() or after[0] in "%€°")
    return number or (before[-1:] == "." and before[0].isalpha() and after[1:] == ".")
