"""Where a Windows shortcut (.lnk) leads, read from its bytes (MS-SHLLINK 2.1 and 2.3)."""

from __future__ import annotations

import struct
from typing import Final

_HEADER_SIZE: Final = 0x4C
_HAS_ID_LIST, _HAS_LINK_INFO = 1, 2


def target(data: bytes) -> str:
    """Return the local path a shortcut leads to; ValueError where it names none."""
    if struct.unpack_from("<I", data)[0] != _HEADER_SIZE:
        raise ValueError("not a shortcut")
    flags = struct.unpack_from("<I", data, 0x14)[0]
    at = _HEADER_SIZE
    if flags & _HAS_ID_LIST:
        at += 2 + struct.unpack_from("<H", data, at)[0]
    if not flags & _HAS_LINK_INFO:
        raise ValueError("the shortcut names no file")
    path = at + struct.unpack_from("<I", data, at + 0x10)[0]
    return data[path : data.index(b"\0", path)].decode("cp1252")
