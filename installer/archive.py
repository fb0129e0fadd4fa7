"""Looking into a frozen program: which Python modules are inside, and what they say."""

from __future__ import annotations

import marshal
import struct
import zlib
from typing import TYPE_CHECKING, Final

from installer.console import stop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LIBRARY: Final = b"PYZ\0"
_COOKIE: Final = b"MEI\014\013\012\013\016"
_COOKIE_FORMAT: Final = "!8sIIII64s"
_ENTRY_FORMAT: Final = "!IIIIBc"
_ENTRY_SIZE: Final = struct.calcsize(_ENTRY_FORMAT)


def modules(program: Path) -> dict[str, bytes]:
    """Return {dotted name: bytes of its compiled code} of what a frozen program brings itself.

    *program* may also be the archive of modules that several programs share.
    """
    data = program.read_bytes()
    found: dict[str, bytes] = _library(data) if data[:4] == _LIBRARY else {}
    for name, content in _entries(data):
        found |= _library(content) if content[:4] == _LIBRARY else {name: content}
    if not found:
        stop(f"{program.name} holds no modules; PyInstaller's format may have changed.")
    return found


def _entries(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of everything that PyInstaller appended to a program."""
    at = data.rfind(_COOKIE)
    if at < 0:
        return
    _, length, toc, toc_size, *_ = struct.unpack_from(_COOKIE_FORMAT, data, at)
    start = at + struct.calcsize(_COOKIE_FORMAT) - length
    here, end = start + toc, start + toc + toc_size
    while here < end:
        size, offset, packed, _, is_packed, _ = struct.unpack_from(_ENTRY_FORMAT, data, here)
        name = data[here + _ENTRY_SIZE : here + size].rstrip(b"\0").decode("utf-8")
        content = data[start + offset : start + offset + packed]
        yield name, zlib.decompress(content) if is_packed else content
        here += size


def packed_sizes(library: Path) -> dict[str, int]:
    """Return {dotted name: bytes it takes} of the modules in an archive that programs share."""
    return {name: size for name, (_, _, size) in _contents(library.read_bytes())}


def _library(data: bytes) -> dict[str, bytes]:
    return {
        name: zlib.decompress(data[offset : offset + size]) if size else b""
        for name, (_, offset, size) in _contents(data)
    }


def _contents(data: bytes) -> list[tuple[str, tuple[int, int, int]]]:
    (toc,) = struct.unpack_from("!i", data, 8)
    found: list[tuple[str, tuple[int, int, int]]] = marshal.loads(data[toc:])  # noqa: S302 - our own
    return found
