"""Reading Windows program files: for which processor, how protected, what they need."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

X64: Final = 0x8664
_WIDE: Final = 0x20B
_CERTIFICATES: Final = 4
_FIXED_VERSION: Final = bytes.fromhex("bd04effe")
"""What the fixed part of a version resource begins with."""
_ASLR, _DEP = 0x40, 0x100
_IMPORTS, _DELAYED = 1, 13
_ENTRY_SIZE: Final = {_IMPORTS: (20, 12), _DELAYED: (32, 4)}
"""Size of an entry of either table, and where in it the name's address stands."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a program file says of itself; *imports* are names of libraries in small letters."""

    machine: int
    protected: bool
    imports: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Section:
    address: int
    size: int
    offset: int


def is_program(path: Path) -> bool:
    """Tell by its name whether a file is a program file of Windows."""
    return path.suffix.lower() in {".exe", ".dll", ".pyd"}


def read(data: bytes) -> Program:
    """Return what the bytes of a 64-bit program file say; ValueError where they are none."""
    if data[:2] != b"MZ":
        raise ValueError("not a program file")
    start = _number(data, 0x3C, "<I")
    machine, sections = struct.unpack_from("<HH", data, start + 4)
    optional_size = _number(data, start + 20, "<H")
    optional = start + 24
    if data[start : start + 4] != b"PE\0\0" or _number(data, optional, "<H") != 0x20B:
        raise ValueError("not a 64-bit program file")
    flags = _number(data, optional + 70, "<H")
    table = [_section(data, optional + optional_size + 40 * n) for n in range(sections)]
    names = {name for kind in (_IMPORTS, _DELAYED) for name in _names(data, optional, table, kind)}
    protected = bool(flags & _ASLR and flags & _DEP)
    return Program(machine, protected, frozenset(names))


def _section(data: bytes, at: int) -> _Section:
    virtual_size, address, raw_size, offset = struct.unpack_from("<8xIIII", data, at)
    return _Section(address, max(virtual_size, raw_size), offset)


def _names(data: bytes, optional: int, sections: list[_Section], kind: int) -> list[str]:
    """Return the libraries of one of the two tables of imports."""
    address = _number(data, optional + 112 + 8 * kind, "<I")
    names: list[str] = []
    if not address:
        return names
    size, name_at = _ENTRY_SIZE[kind]
    at = _offset(sections, address)
    while name := _number(data, at + name_at, "<I"):
        begin = _offset(sections, name)
        names.append(data[begin : data.index(b"\0", begin)].decode("ascii").lower())
        at += size
    return names


def _offset(sections: list[_Section], address: int) -> int:
    """Return where in the file an address of the loaded program lies."""
    for section in sections:
        if section.address <= address < section.address + section.size:
            return address - section.address + section.offset
    raise ValueError(f"address {address:#x} lies in no section")


def _number(data: bytes, at: int, kind: str) -> int:
    return int(struct.unpack_from(kind, data, at)[0])


def image_hash(data: bytes) -> str:
    """Return the SHA-256 of a program file as signatures and AppLocker count it (Authenticode).

    Without checksum, the entry of the table of certificates, and the signature itself; an unsigned
    file is filled up to eight bytes, as it is where it is signed. ValueError where it is none.
    """
    if data[:2] != b"MZ":
        raise ValueError("not a program file")
    optional = _number(data, 0x3C, "<I") + 24
    entry = optional + (112 if _number(data, optional, "<H") == _WIDE else 96) + 8 * _CERTIFICATES
    begin = _number(data, entry, "<I") or len(data)  # of this table the place in the file
    checksum = optional + 64
    parts = (data[:checksum], data[checksum + 4 : entry], data[entry + 8 : begin])
    return hashlib.sha256(b"".join(parts) + bytes(-begin % 8)).hexdigest()


def resource_text(data: bytes, name: str) -> str:
    """Return a text of the version resource („ProductName“), "" where it has none."""
    key = f"{name}\0".encode("utf-16-le")
    at = data.find(key)
    if at < 0:
        return ""
    at += len(key)
    while data[at : at + 2] == b"\0\0":
        at += 2
    end = at
    while data[end : end + 2] not in {b"\0\0", b""}:
        end += 2
    return data[at:end].decode("utf-16-le", "replace")


def file_version(data: bytes) -> str:
    """Return the version that Windows Installer compares („6.11.0.0“), "" where a file has none."""
    at = data.find(_FIXED_VERSION)
    if at < 0 or len(data) < at + 16:
        return ""
    high, low = struct.unpack_from("<II", data, at + 8)
    return ".".join(str(part) for half in (high, low) for part in (half >> 16, half & 0xFFFF))
