"""What the cells of a sheet do not tell: merged cells, hidden rows and columns (SEC-12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:]{1,40})[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?hidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^<>]*?hidden=[\"'](?:1|true)[\"']")


_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Marks:
    """The merged ranges of a sheet, and how much of it is hidden."""

    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0


def marks_of(stream: IO[bytes]) -> Marks:
    """Return the marks of a sheet from its XML, read in pieces."""
    merged: list[str] = []
    rows = columns = 0
    for xml in _whole_tags(stream):
        merged += [match.decode("ascii") for match in _MERGED.findall(xml)]
        if b"hidden=" in xml:  # far quicker than to look at every row
            rows += len(_HIDDEN_ROW.findall(xml))
            columns += len(_HIDDEN_COLUMN.findall(xml))
    return Marks(tuple(merged), rows, columns)


def _whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield XML in pieces that end before a tag; what follows a tag without end is left out."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        last = chunk.rfind(b"<")
        if last < 0:
            rest = rest if len(rest) > _CHUNK else rest + chunk
            continue
        yield rest + chunk[:last]
        rest = chunk[last:]
    yield rest
