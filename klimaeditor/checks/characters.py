"""Characters that must not, or should not, be in a published text (SEC-15).

Forbidden ones break files, Excel or the reading order of a page; doubtful ones are leftovers of
copying (Wingdings arrows, soft hyphens). ``is_plain`` answers for clean text in one search, so a
check of thousands of measures stays fast.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.model.linebreaks import line_feeds

if TYPE_CHECKING:
    from collections.abc import Iterable


# --- Characters that must not, or should not, be in a published text (SEC-15) --------------------


class CharacterKind(StrEnum):
    """What is wrong with a character; the first seven are forbidden, the others doubtful."""

    CONTROL = "control"
    CARRIAGE_RETURN = "carriage_return"
    DELETE = "delete"
    NONCHARACTER = "noncharacter"
    SURROGATE = "surrogate"
    REPLACEMENT = "replacement"
    DIRECTION = "direction"
    PRIVATE_USE = "private_use"
    ZERO_WIDTH = "zero_width"
    SOFT_HYPHEN = "soft_hyphen"
    OLD_CONTROL = "old_control"
    """U+0080–U+009F: Windows-1252 read as Latin-1."""
    SEPARATOR = "separator"
    """U+2028, U+2029: line breaks that only some programs know."""


class CharacterHit(NamedTuple):
    """One character: its offset, its code point, what is wrong with it."""

    offset: int
    code_point: int
    kind: CharacterKind


_FORBIDDEN: Final = (
    (CharacterKind.CARRIAGE_RETURN, "\r", "Wagenrücklauf"),
    (CharacterKind.CONTROL, "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f", "Steuerzeichen"),
    (CharacterKind.DELETE, "\\x7f", "Löschzeichen"),
    (CharacterKind.NONCHARACTER, "\\ufffe\\uffff", "Nichtzeichen"),
    (CharacterKind.SURROGATE, "\\ud800-\\udfff", "halbes Zeichenpaar"),
    (CharacterKind.REPLACEMENT, "\\ufffd", "Ersatzzeichen"),
    (CharacterKind.DIRECTION, "\\u202a-\\u202e\\u2066-\\u2069", "Schreibrichtungszeichen"),
)
_DOUBTFUL: Final = (
    (
        CharacterKind.PRIVATE_USE,
        "\\ue000-\\uf8ff\\U000f0000-\\U000ffffd\\U00100000-\\U0010fffd",
        "Privatzeichen",
    ),
    (
        CharacterKind.ZERO_WIDTH,
        "\\u061c\\u180e\\u200b-\\u200f\\u2060-\\u2064\\ufeff",
        "unsichtbares Zeichen",
    ),
    (CharacterKind.SOFT_HYPHEN, "\\xad", "weiches Trennzeichen"),
    (CharacterKind.OLD_CONTROL, "\\x80-\\x9f", "Steuerzeichen"),
    (CharacterKind.SEPARATOR, "\\u2028\\u2029", "Zeilentrennzeichen"),
)
_ALL_KINDS = (*_FORBIDDEN, *_DOUBTFUL)
_FORBIDDEN_KINDS = frozenset(kind for kind, _, _ in _FORBIDDEN)
_GERMAN_NAMES = {kind: name for kind, _, name in _ALL_KINDS}
_SUSPECT = re.compile("[" + "".join(characters for _, characters, _ in _ALL_KINDS) + "]")
_BY_KIND = re.compile("|".join(f"(?P<{kind}>[{characters}])" for kind, characters, _ in _ALL_KINDS))
_SYMBOLS: Final = {
    "\uf0e0": "→",  # Wingdings, as Word and PDF readers leave it behind
    "\uf0e8": "→",
    "\uf0a7": "•",
    "\uf0b7": "•",  # Symbol
    "\uf0d8": "•",
    "\uf0fc": "✓",
}
_REMOVED = frozenset(
    {
        CharacterKind.CONTROL,
        CharacterKind.DELETE,
        CharacterKind.NONCHARACTER,
        CharacterKind.DIRECTION,
        CharacterKind.ZERO_WIDTH,
        CharacterKind.SOFT_HYPHEN,
    }
)


def is_plain(text: str) -> bool:
    """Tell in one search that a text has neither forbidden nor doubtful characters."""
    return _SUSPECT.search(text) is None


def forbidden(text: str) -> tuple[CharacterHit, ...]:
    """Return the characters that must not be published (SEC-15, reject)."""
    return tuple(hit for hit in _hits(text) if hit.kind in _FORBIDDEN_KINDS)


def doubtful(text: str) -> tuple[CharacterHit, ...]:
    """Return the characters that deserve a warning (SEC-15, warn)."""
    return tuple(hit for hit in _hits(text) if hit.kind not in _FORBIDDEN_KINDS)


def normalise(text: str) -> str:
    """Return the text in NFC with line feeds as its only line breaks (SEC-15)."""
    return unicodedata.normalize("NFC", line_feeds(text))


def propose(text: str) -> str:
    """Return a repair: known symbols replaced, invisible characters removed.

    What cannot be known stays: U+FFFD and lone surrogates (the character is lost), old control
    characters and unknown private ones.
    """
    return normalise(_BY_KIND.sub(_replacement, normalise(text)))


def german_name(code_point: int) -> str:
    """Return what to call a character in a message: "Privatzeichen U+F0E0"."""
    code = f"U+{code_point:04X}"
    match = _BY_KIND.match(chr(code_point))
    if match is None or match.lastgroup is None:
        return f"Zeichen {code}"
    return f"{_GERMAN_NAMES[CharacterKind(match.lastgroup)]} {code}"


def _hits(text: str) -> tuple[CharacterHit, ...]:
    if is_plain(text):
        return ()
    return tuple(
        CharacterHit(match.start(), ord(match.group()), CharacterKind(match.lastgroup))
        for match in _BY_KIND.finditer(text)
        if match.lastgroup is not None
    )


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    return "" if match.lastgroup in _REMOVED else character


# --- Leftovers of PDF and Word in texts (DOM-11, A11Y-21) ----------------------------------------
#
# Every detector returns hits with their replacement; nothing is changed here. A repair is a
# proposal for one hit, shown to a person: ``Klimaschutz- und Anpassung`` must never be joined.


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


class DebrisHit(NamedTuple):
    """One leftover: what it is, its offsets, and the text to put there instead."""

    kind: Debris
    start: int
    end: int
    replacement: str


_TEXTHYGIENE_SUSPECT = re.compile("[\\t\u00a0]| \\n| \\Z| {4}|[-\u2010\u00ad]\\s")
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


def find_debris(text: str) -> tuple[DebrisHit, ...]:
    """Return the leftovers of a text in reading order; hits never overlap (DOM-11)."""
    if not _TEXTHYGIENE_SUSPECT.search(text):
        return ()
    hits = [*_hyphenations(text), *_blank_runs(text)]
    kept: list[DebrisHit] = []
    for hit in sorted(hits, key=lambda hit: hit.start):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def find_structure(text: str, names: Iterable[str]) -> tuple[DebrisHit, ...]:
    """Return lines that are nothing but the name of a field or group (requirements section 0.3).

    ``names`` are the contract's keys; the field's own name belongs there too. A name inside a
    sentence ("siehe Action description") is a reference and stays.
    """
    wanted = {" ".join(name.casefold().split()) for name in names}
    hits: list[DebrisHit] = []
    start = kept = 0  # kept: where the text that stays ends so far
    for line in text.split("\n"):
        end = start + len(line)
        if " ".join(line.casefold().split()).rstrip(" :") in wanted:
            cut = end
            while not kept and cut < len(text) and text[cut].isspace():
                cut += 1
            hits.append(
                DebrisHit(Debris.STRUCTURE, max(kept, hits[-1].end if hits else 0), cut, "")
            )
        elif line.strip():
            kept = start + len(line.rstrip())
        start = end + 1
    return tuple(hits)


def apply(text: str, hits: Iterable[DebrisHit]) -> str:
    """Return the text with the given hits replaced; they must come from this very text."""
    pieces: list[str] = []
    at = 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        pieces += (text[at : hit.start], hit.replacement)
        at = hit.end
    return "".join(pieces) + text[at:]


def _hyphenations(text: str) -> list[DebrisHit]:
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
            hits.append(DebrisHit(Debris.HYPHENATION, *match.span(), ""))
        elif "\n" in gap:  # "ÖPNV-\\nAngebot": only the line break is wrong
            hits.append(DebrisHit(Debris.HYPHENATION, *match.span(), "-"))
    return hits


def _blank_runs(text: str) -> list[DebrisHit]:
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
            hits.append(DebrisHit(Debris.TRAILING_BLANKS, start, end, ""))
        elif _is_column_gap(match.group()) and filled:
            between = " " if text[start - 1] in _COLUMN_END else ": "
            hits.append(
                DebrisHit(Debris.PSEUDO_TABLE, start, end, ", " if table_line == line else between)
            )
            table_line = line
        elif "\u00a0" in match.group() and not _is_good_typography(text, match):
            hits.append(DebrisHit(Debris.NO_BREAK_SPACE, start, end, "" if start == line else " "))
        elif "\t" in match.group():
            hits.append(DebrisHit(Debris.TAB, start, end, "" if start == line else " "))
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
