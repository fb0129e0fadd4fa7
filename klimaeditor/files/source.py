"""The text of one file as it lies on disk, and the text it becomes with other records.

Rendering is a function of (text as loaded, records as loaded, records now): undoing everything
therefore gives back the original bytes, whatever happened in between. A save in between is no
exception: the text as first read is kept for records that become again what they were.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from klimaeditor.files.jsonnodes import JsonNode, parse
from klimaeditor.files.jsontext import (
    JsonStyle,
    read_json,
    style_of,
    style_of_token,
    write_document,
    write_string,
    write_value,
)
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.model.changes import FileName
    from klimaeditor.model.values import Json, Record


# --- Put new values into the text of a file; every byte that need not change stays ---------------
#
# A container's text is seen as a row of pieces: white space before a member, the member, white
# space
# behind it. Members that stay keep their piece; new ones borrow the white space of a neighbour.

_LINE_START = re.compile(r"\n([ \t]*)\Z")


@dataclass(frozen=True, slots=True)
class Member:
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
    members: tuple[Member, ...]
    end: str


@dataclass(frozen=True, slots=True)
class TextSpot:
    """Where a value stands: its node in a text, the indentation of its line, the file's style."""

    text: str
    node: JsonNode
    margin: str
    style: JsonStyle

    def at(self, node: JsonNode, margin: str) -> TextSpot:
        """Return the place of a value inside this one."""
        return replace(self, node=node, margin=margin)


def rewrite(place: TextSpot, old: Json, new: Json) -> str:
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


def _rewrite_object(place: TextSpot, old: dict[str, Json], new: dict[str, Json]) -> str:
    text, style = place.text, place.style
    members = {key: (start, child) for key, start, child in place.node.members}
    pieces = cut(text, place.node, [(start, child.end) for start, child in members.values()])
    slots = dict(zip(members, pieces.members, strict=True))
    inner = inner_margin(pieces, place.margin, style)
    parts: list[Member | str] = []
    for key, value in new.items():
        if key not in slots:
            parts.append(f"{write_string(key, style)}: {write_value(value, style, inner)}")
            continue
        start, child = members[key]
        changed = rewrite(place.at(child, inner), old[key], value)
        parts.append(replace(slots[key], text=text[start : child.start] + changed))
    return "{" + assemble(parts, pieces, style, place.margin) + "}"


def _rewrite_array(place: TextSpot, old: list[Json], new: list[Json]) -> str:
    items = place.node.items
    pieces = cut(place.text, place.node, [(item.start, item.end) for item in items])
    inner = inner_margin(pieces, place.margin, place.style)
    parts: list[Member | str] = []
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


def cut(text: str, node: JsonNode, spans: Sequence[tuple[int, int]]) -> Pieces:
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
    members = map(Member, leads, texts, (*trails, ""))
    return Pieces(opening, tuple(members), closing)


def inner_margin(pieces: Pieces, margin: str, style: JsonStyle) -> str:
    """Return the indentation of the members of a container that stands at *margin*."""
    if not pieces.members:
        return margin + style.indent
    for lead in (pieces.opening, *(piece.lead for piece in pieces.members)):
        found = _LINE_START.search(lead)
        if found:
            return found.group(1)
    return margin


def assemble(parts: Sequence[Member | str], pieces: Pieces, style: JsonStyle, margin: str) -> str:
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
    whole = [part if isinstance(part, Member) else Member(lead, part, "") for part in parts]
    whole[0] = replace(whole[0], lead=opening)
    whole[-1] = replace(whole[-1], trail="")
    return ",".join(piece.lead + piece.text + piece.trail for piece in whole) + end


# --- The text of one file as it lies on disk, and the text it becomes with other records ---------


@dataclass(frozen=True)
class SourceFile:
    """A file as loaded or saved: its bytes, and its records by key, in file order.

    Bytes, as they take half the room of the text. *first* is the file as it was read before this
    program saved it, None where it did not.
    """

    data: bytes
    bom: bool
    records: Mapping[int, Record]
    first: SourceFile | None = None

    @property
    def text(self) -> str:
        """The text, without a byte order mark; made anew each time."""
        return self.data.decode("utf-8-sig" if self.bom else "utf-8")

    @cached_property
    def style(self) -> JsonStyle:
        """The file's prevailing style."""
        return style_of(self.text)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of every record in the text."""
        decode = json.JSONDecoder().raw_decode
        spans, text = [], self.text
        at = text.index("[") + 1
        for _ in self.records:
            start = text.index("{", at)
            _, at = decode(text, start)
            spans.append((start, at))
        return spans

    @cached_property
    def pieces(self) -> Pieces:
        """The records as pieces of text."""
        return cut(self.text, self.node, self.spans)

    @cached_property
    def node(self) -> JsonNode:
        """The list of records in the text."""
        text = self.text
        return JsonNode(text.index("["), text.rindex("]") + 1)

    @cached_property
    def piece_of(self) -> dict[int, Member]:
        """The piece of text of each record."""
        return dict(zip(self.records, self.pieces.members, strict=True))

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_source(data: bytes, file: str) -> SourceFile:
    """Return the source of a file; raises JsonFaultError."""
    parsed = read_json(data, file)
    return SourceFile(data, parsed.bom, dict(enumerate(parsed.records)))


def saved_source(source: SourceFile | None, data: bytes, rows: Mapping[int, Record]) -> SourceFile:
    """Return the source of a file that was *source* and now holds *rows*, written as *data*."""
    first = source if source is None or source.first is None else source.first
    return SourceFile(data, data.startswith(codecs.BOM_UTF8), dict(rows), first)


def marked(sources: Mapping[FileName, SourceFile]) -> frozenset[FileName]:
    """Return the files that begin with a byte order mark."""
    return frozenset(file for file, source in sources.items() if source.bom)


def render(
    source: SourceFile | None, rows: Mapping[int, Record], *, bom: bool | None = None
) -> bytes:
    """Return the bytes of a file that shall hold *rows* (key -> record, in order).

    Records whose key the source knows keep their text as far as they are the same. Without a
    source the file is written in canonical form. *bom* says whether there shall be a byte order
    mark, None: as in the source.
    """
    if source is None:
        return _encode(write_document(list(rows.values())), bom=bool(bom))
    bom = source.bom if bom is None else bom
    for known in filter(None, (source, source.first)):
        if unchanged(known, rows):
            return known.data if bom == known.bom else _encode(known.text, bom=bom)
    margin = inner_margin(source.pieces, "", source.style)
    parts = [_part(source, key, row, margin) for key, row in rows.items()]
    inside = assemble(parts, source.pieces, source.style, "")
    start, end, text = source.node.start, source.node.end, source.text
    return _encode(f"{text[:start]}[{inside}]{text[end:]}", bom=bom)


def unchanged(source: SourceFile, rows: Mapping[int, Record]) -> bool:
    """Tell whether *rows* are the records of the source, in the same order."""
    return list(rows) == list(source.records) and all(
        row is source.records[key] or same(row, source.records[key]) for key, row in rows.items()
    )


def _part(source: SourceFile, key: int, row: Record, margin: str) -> Member | str:
    if (kept := _kept(source, key, row)) or (kept := _kept(source.first, key, row)):
        return kept
    if key not in source.records:
        return write_value(row, source.style, margin)
    piece, old = source.piece_of[key], source.records[key]
    place = TextSpot(piece.text, parse(piece.text), margin, source.style)
    return replace(piece, text=rewrite(place, old, row))


def _kept(source: SourceFile | None, key: int, row: Record) -> Member | None:
    """Return the text that *source* has for exactly this record."""
    old = None if source is None else source.records.get(key)
    if source is None or old is None or not (row is old or same(row, old)):
        return None
    return source.piece_of[key]


def _encode(text: str, *, bom: bool) -> bytes:
    return (codecs.BOM_UTF8 if bom else b"") + text.encode("utf-8")
