"""Characters that must not, or should not, be in a published text (SEC-15).

Forbidden ones break files, Excel or the reading order of a page; doubtful ones are leftovers of
copying (Wingdings arrows, soft hyphens). ``is_plain`` answers for clean text in one search, so a
check of thousands of measures stays fast.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple


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


class Hit(NamedTuple):
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
    "\u2028": "\n",
    "\u2029": "\n",
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


def forbidden(text: str) -> tuple[Hit, ...]:
    """Return the characters that must not be published (SEC-15, reject)."""
    return tuple(hit for hit in _hits(text) if hit.kind in _FORBIDDEN_KINDS)


def doubtful(text: str) -> tuple[Hit, ...]:
    """Return the characters that deserve a warning (SEC-15, warn)."""
    return tuple(hit for hit in _hits(text) if hit.kind not in _FORBIDDEN_KINDS)


def normalise(text: str) -> str:
    """Return the text in NFC with line feeds as its only line breaks (SEC-15)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


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


def _hits(text: str) -> tuple[Hit, ...]:
    if is_plain(text):
        return ()
    return tuple(
        Hit(match.start(), ord(match.group()), CharacterKind(match.lastgroup))
        for match in _BY_KIND.finditer(text)
        if match.lastgroup is not None
    )


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    return "" if match.lastgroup in _REMOVED else character
