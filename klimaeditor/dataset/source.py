"""The text of one file as it lies on disk, and the text it becomes with other records.

Rendering is a function of (text as loaded, records as loaded, records now): undoing everything
therefore gives back the original bytes, whatever happened in between. A save in between is no
exception: the text as first read is kept for records that become again what they were.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from klimaeditor.dataset.jsonnodes import Node, parse
from klimaeditor.dataset.jsonpatch import (
    Piece,
    Pieces,
    Place,
    assemble,
    cut,
    inner_margin,
    rewrite,
)
from klimaeditor.dataset.jsonread import read_json
from klimaeditor.dataset.jsonwrite import Style, style_of, write_document, write_value
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.values import Record


@dataclass(frozen=True)
class Source:
    """A file as loaded or saved: its text, and its records by key, in file order.

    *first* is the file as it was read before this program saved it, None where it did not.
    """

    text: str
    bom: bool
    records: Mapping[int, Record]
    first: Source | None = None

    @cached_property
    def style(self) -> Style:
        """The file's prevailing style."""
        return style_of(self.text)

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of every record in the text."""
        decode = json.JSONDecoder().raw_decode
        spans = []
        at = self.text.index("[") + 1
        for _ in self.records:
            start = self.text.index("{", at)
            _, at = decode(self.text, start)
            spans.append((start, at))
        return spans

    @cached_property
    def pieces(self) -> Pieces:
        """The records as pieces of text."""
        return cut(self.text, self.node, self.spans)

    @cached_property
    def node(self) -> Node:
        """The list of records in the text."""
        return Node(self.text.index("["), self.text.rindex("]") + 1)

    @cached_property
    def piece_of(self) -> dict[int, Piece]:
        """The piece of text of each record."""
        return dict(zip(self.records, self.pieces.members, strict=True))

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file."""
        return _encode(self.text, bom=self.bom)

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


def read_source(data: bytes, file: str) -> Source:
    """Return the source of a file; raises JsonFaultError."""
    parsed = read_json(data, file)
    return Source(parsed.text, parsed.bom, dict(enumerate(parsed.records)))


def saved_source(
    source: Source | None, data: bytes, file: str, rows: Mapping[int, Record]
) -> Source:
    """Return the source of a file that was *source* and now holds *rows*, written as *data*."""
    parsed = read_json(data, file)
    first = source if source is None or source.first is None else source.first
    return Source(parsed.text, parsed.bom, dict(rows), first)


def render(source: Source | None, rows: Mapping[int, Record]) -> bytes:
    """Return the bytes of a file that shall hold *rows* (key -> record, in order).

    Records whose key the source knows keep their text as far as they are the same. Without a
    source the file is written in canonical form.
    """
    if source is None:
        return write_document(list(rows.values())).encode("utf-8")
    for known in filter(None, (source, source.first)):
        if unchanged(known, rows):
            return known.data
    margin = inner_margin(source.pieces, "", source.style)
    parts = [_part(source, key, row, margin) for key, row in rows.items()]
    inside = assemble(parts, source.pieces, source.style, "")
    start, end = source.node.start, source.node.end
    return _encode(f"{source.text[:start]}[{inside}]{source.text[end:]}", bom=source.bom)


def unchanged(source: Source, rows: Mapping[int, Record]) -> bool:
    """Tell whether *rows* are the records of the source, in the same order."""
    return list(rows) == list(source.records) and all(
        row is source.records[key] or same(row, source.records[key]) for key, row in rows.items()
    )


def _part(source: Source, key: int, row: Record, margin: str) -> Piece | str:
    if (kept := _kept(source, key, row)) or (kept := _kept(source.first, key, row)):
        return kept
    if key not in source.records:
        return write_value(row, source.style, margin)
    piece, old = source.piece_of[key], source.records[key]
    place = Place(piece.text, parse(piece.text), margin, source.style)
    return replace(piece, text=rewrite(place, old, row))


def _kept(source: Source | None, key: int, row: Record) -> Piece | None:
    """Return the text that *source* has for exactly this record."""
    old = None if source is None else source.records.get(key)
    if source is None or old is None or not (row is old or same(row, old)):
        return None
    return source.piece_of[key]


def _encode(text: str, *, bom: bool) -> bytes:
    return (codecs.BOM_UTF8 if bom else b"") + text.encode("utf-8")
