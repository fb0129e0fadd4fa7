"""Put new values into the text of a file; every byte that need not change stays.

A container's text is seen as a row of pieces: white space before a member, the member, white space
behind it. Members that stay keep their piece; new ones borrow the white space of a neighbour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from klimaeditor.dataset.jsonwrite import Style, style_of_token, write_string, write_value
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.dataset.jsonnodes import Node
    from klimaeditor.values import Json

_LINE_START = re.compile(r"\n([ \t]*)\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """One member of a container: its text with the white space before (*lead*) and behind it.

    The lead is the white space that stands there when another member comes before this one.
    """

    lead: str
    text: str
    trail: str


@dataclass(frozen=True, slots=True)
class Pieces:
    """The inside of a container: the white space at its two ends, and the members between."""

    opening: str
    members: tuple[Piece, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: its node in a text, the indentation of its line, the file's style."""

    text: str
    node: Node
    margin: str
    style: Style

    def at(self, node: Node, margin: str) -> Place:
        """Return the place of a value inside this one."""
        return replace(self, node=node, margin=margin)


def rewrite(place: Place, old: Json, new: Json) -> str:
    """Return the text for *new* at a place that now holds *old*."""
    text, node = place.text, place.node
    if same(old, new):
        return text[node.start : node.end]
    if isinstance(old, dict) and isinstance(new, dict):
        return _rewrite_object(place, old, new)
    if isinstance(old, list) and isinstance(new, list):
        return _rewrite_array(place, old, new)
    if isinstance(new, str) and isinstance(old, str):
        return write_string(new, style_of_token(text[node.start : node.end], place.style))
    return write_value(new, place.style, place.margin)


def _rewrite_object(place: Place, old: dict[str, Json], new: dict[str, Json]) -> str:
    text, style = place.text, place.style
    members = {key: (start, child) for key, start, child in place.node.members}
    pieces = cut(text, place.node, [(start, child.end) for start, child in members.values()])
    slots = dict(zip(members, pieces.members, strict=True))
    inner = inner_margin(pieces, place.margin, style)
    parts: list[Piece | str] = []
    for key, value in new.items():
        if key not in slots:
            parts.append(f"{write_string(key, style)}: {write_value(value, style, inner)}")
            continue
        start, child = members[key]
        changed = rewrite(place.at(child, inner), old[key], value)
        parts.append(replace(slots[key], text=text[start : child.start] + changed))
    return "{" + assemble(parts, pieces, style, place.margin) + "}"


def _rewrite_array(place: Place, old: list[Json], new: list[Json]) -> str:
    items = place.node.items
    pieces = cut(place.text, place.node, [(item.start, item.end) for item in items])
    inner = inner_margin(pieces, place.margin, place.style)
    parts: list[Piece | str] = []
    for origin, value in _aligned(old, new):
        if origin is None:
            parts.append(write_value(value, place.style, inner))
            continue
        changed = rewrite(place.at(items[origin], inner), old[origin], value)
        parts.append(replace(pieces.members[origin], text=changed))
    return "[" + assemble(parts, pieces, place.style, place.margin) + "]"


def _aligned(old: Sequence[Json], new: Sequence[Json]) -> list[tuple[int | None, Json]]:
    """Pair each new item with the old one it comes from: equal head, equal tail, rest in order."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < shorter - head and same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    pairs: list[tuple[int | None, Json]] = []
    for place, value in enumerate(new):
        if place >= len(new) - tail:
            pairs.append((place - len(new) + len(old), value))
        else:
            pairs.append((place if place < len(old) - tail else None, value))
    return pairs


def cut(text: str, node: Node, spans: Sequence[tuple[int, int]]) -> Pieces:
    """Cut the inside of the container *node* at its members' *spans*; commas drop out."""
    start, end = node.start + 1, node.end - 1
    if not spans:
        return Pieces("", (), "")
    leads, trails = [], []
    for place, (first, last) in enumerate(spans):
        leads.append(text[start:first])
        following = spans[place + 1][0] if place + 1 < len(spans) else end
        trails.append(text[last:following].partition(",")[0])
        start = last + len(trails[-1]) + 1
    opening, closing = leads[0], trails.pop()
    leads[0] = leads[min(1, len(leads) - 1)]
    texts = (text[first:last] for first, last in spans)
    members = map(Piece, leads, texts, (*trails, ""))
    return Pieces(opening, tuple(members), closing)


def inner_margin(pieces: Pieces, margin: str, style: Style) -> str:
    """Return the indentation of the members of a container that stands at *margin*."""
    if not pieces.members:
        return margin + style.indent
    for lead in (pieces.opening, *(piece.lead for piece in pieces.members)):
        found = _LINE_START.search(lead)
        if found:
            return found.group(1)
    return margin


def assemble(parts: Sequence[Piece | str], pieces: Pieces, style: Style, margin: str) -> str:
    """Return the inside of a container from kept pieces and the texts of new members.

    *pieces* is what the container had: new members take the lead of a neighbour, and the white
    space at both ends stays.
    """
    if not parts:
        return ""
    opening, end = pieces.opening, pieces.end
    if not pieces.members:
        opening, end = style.newline + margin + style.indent, style.newline + margin
    lead = pieces.members[0].lead if pieces.members else opening
    whole = [part if isinstance(part, Piece) else Piece(lead, part, "") for part in parts]
    whole[0] = replace(whole[0], lead=opening)
    whole[-1] = replace(whole[-1], trail="")
    return ",".join(piece.lead + piece.text + piece.trail for piece in whole) + end
