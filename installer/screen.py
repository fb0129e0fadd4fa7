"""The picture on a virtual screen: Xvfb's frame buffer (XWD) as PNG, with nothing but Python."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "Xvfb_screen0"
_HEADER: Final = struct.Struct(">25I")
_SIZE, _WIDTH, _HEIGHT, _BITS, _ROW, _COLOURS = 0, 4, 5, 11, 12, 19


def picture(frame: Path) -> bytes:
    """Return what the screen of a frame buffer folder shows, as PNG; ValueError for odd depths."""
    data = (frame / FILE).read_bytes()
    fields = _HEADER.unpack_from(data)
    if fields[_BITS] != 32:
        raise ValueError(f"{fields[_BITS]} bits per point, 32 expected")
    start = fields[_SIZE] + 12 * fields[_COLOURS]
    width, height, row = fields[_WIDTH], fields[_HEIGHT], fields[_ROW]
    lines = (data[start + y * row : start + y * row + 4 * width] for y in range(height))
    return png(width, height, b"".join(b"\0" + _rgb(line) for line in lines))


def _rgb(line: bytes) -> bytes:
    """Return a row of blue, green, red, nothing as red, green, blue."""
    points = bytearray(len(line) // 4 * 3)
    points[0::3], points[1::3], points[2::3] = line[2::4], line[1::4], line[0::4]
    return bytes(points)


def png(width: int, height: int, rows: bytes) -> bytes:
    """Return a PNG of rows of RGB points, each row led by its filter byte."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
