"""Markup in texts that the website prints as raw HTML (SEC-01).

Markup is reported and can be removed, never encoded: the same texts are also printed escaped, and
``&lt;`` would show up literally there (requirements section 0.1). A plain ``< 10.000 Euro``,
``<300``, ``R&D`` or ``>`` is ordinary text.
"""

from __future__ import annotations

import html
import re
from enum import StrEnum
from html.entities import html5
from typing import Final, NamedTuple


class MarkupKind(StrEnum):
    """What a browser would take a piece of text for."""

    TAG = "tag"
    ENTITY = "entity"


class Markup(NamedTuple):
    """One piece of markup: its offsets and what it is."""

    start: int
    end: int
    kind: MarkupKind


_ENTITY: Final = r"&(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,40};)|\#(?:[xX][0-9A-Fa-f]*|[0-9]+);?)"
_FOUND = re.compile(rf"(?P<tag><[A-Za-z/!?][^<>]{{0,200}}>?)|{_ENTITY}")
_TAG = re.compile(r"<[A-Za-z/!?][^<>]*>")
_BREAKING = re.compile(r"<(?:br|/(?:p|div|li|tr|h[1-6]|ul|ol|table))\b[^<>]*>", re.IGNORECASE)
_SWALLOWED: Final = tuple(
    (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE))
    for start, end in (
        (r"<!--", r"-->"),
        (r"<script\b[^<>]*>", r"</script\b[^<>]*>"),
        (r"<style\b[^<>]*>", r"</style\b[^<>]*>"),
    )
)
_OPEN_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_MOST_ROUNDS: Final = 8
_PLAIN_INSTEAD: Final = {"&nbsp;": " ", "&shy;": ""}


def find_markup(text: str) -> tuple[Markup, ...]:
    """Return all tags, comments and character references in reading order (SEC-01)."""
    if "<" not in text and "&" not in text:
        return ()
    return tuple(
        Markup(*match.span(), MarkupKind.TAG if match["tag"] else MarkupKind.ENTITY)
        for match in _FOUND.finditer(text)
        if match["tag"] or _is_entity(match)
    )


def decode_references(text: str) -> str:
    """Return the text with the characters that its references mean, however often written."""
    for _ in range(_MOST_ROUNDS):
        decoded = re.sub(_ENTITY, _decoded, text)
        if decoded == text:
            break
        text = decoded
    return text


def strip_markup(text: str) -> str:
    """Return a repair that passes ``find_markup``: tags removed, references decoded.

    Ends of paragraphs become line breaks. A ``<`` without its ``>`` only gets a blank behind it,
    so that no words are lost. What is still markup after a few rounds (a reference to a reference
    to a reference) is treated the same way: each round costs as much as the text is long.
    """
    for _ in range(_MOST_ROUNDS):
        if not find_markup(text):
            return text
        cleaned = _strip_once(text)
        if cleaned == text:
            break
        text = cleaned
    return re.sub(_ENTITY, _defused, _OPEN_TAG.sub("< ", text))


def _is_entity(match: re.Match[str]) -> bool:
    """Only names that HTML knows count: ``R&D;`` stays text in every browser."""
    return match["name"] is None or match["name"] in html5


def _strip_once(text: str) -> str:
    for opening, closing in _SWALLOWED:
        text = _without(text, opening, closing)
    text = _TAG.sub("", _BREAKING.sub("\n", text))
    return re.sub(_ENTITY, _decoded, text)


def _without(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """Cut out elements whose content is not text; one pass, however hostile the text."""
    kept: list[str] = []
    position = 0
    while start := opening.search(text, position):
        end = closing.search(text, start.end())
        if end is None:
            break
        kept.append(text[position : start.start()])
        position = end.end()
    return "".join(kept) + text[position:]


def _decoded(match: re.Match[str]) -> str:
    reference = match.group()
    if not _is_entity(match):
        return reference
    return _PLAIN_INSTEAD.get(reference, html.unescape(reference))


def _defused(match: re.Match[str]) -> str:
    reference = match.group()
    return f"& {reference[1:]}" if _is_entity(match) else reference
