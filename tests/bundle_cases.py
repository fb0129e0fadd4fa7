"""Small bundles, program files and frozen programs, made by hand."""

from __future__ import annotations

import marshal
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from installer.project import CODE_FILE, CONSOLE, NAME, VERSION

if TYPE_CHECKING:
    from pathlib import Path

COOKIE = b"MEI\014\013\012\013\016"
MANIFEST = b"<longPathAware/> level='asInvoker'"
REQUIRED = (
    "qtbase_de.qm",
    "klimaeditor.qss",
    "measures.json",
    "kapitel.json",
    "handbuch.css",
    "LGPL-3.0.txt",
    "GPL-3.0.txt",
    "EUPL-1.2.txt",
)
PRINTING = ("PySide6/QtPrintSupport.pyd", "PySide6/Qt6PrintSupport.dll")


@dataclass(frozen=True)
class FakeTarget:
    """Stands for a Target whose folder is of the test's own."""

    folder: Path
    name: str = "windows"
    is_native: bool = False

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle" / NAME

    @property
    def program(self) -> Path:
        return self.bundle / f"{NAME}.exe"

    @property
    def console(self) -> Path:
        return self.bundle / f"{CONSOLE}.exe"

    @property
    def code(self) -> Path:
        return self.bundle / "_internal" / CODE_FILE


def program_file(imports=("kernel32.dll",), *, flags=0x140, machine=0x8664, tail=b"") -> bytes:
    """Return a 64-bit program file with one section that holds its table of imports."""
    optional = struct.pack("<H", 0x20B).ljust(70, b"\0") + struct.pack("<H", flags)
    optional = optional.ljust(112, b"\0") + struct.pack("<II", 0, 0) + struct.pack("<II", 0x1000, 0)
    optional = optional.ljust(240, b"\0")
    head = b"PE\0\0" + struct.pack("<HHIIIHH", machine, 1, 0, 0, 0, len(optional), 0) + optional
    table, names = b"", b""
    start = 20 * (len(imports) + 1)
    for name in imports:
        table += struct.pack("<IIIII", 0, 0, 0, 0x1000 + start + len(names), 0)
        names += name.encode() + b"\0"
    body = table + b"\0" * 20 + names
    section = b".idata\0\0" + struct.pack("<IIII", len(body), 0x1000, len(body), 0x400) + b"\0" * 16
    image = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x80)
    return (image.ljust(0x80, b"\0") + head + section).ljust(0x400, b"\0") + body + tail


def code_library(modules: dict[str, bytes]) -> bytes:
    """Return a library of modules as PyInstaller writes it."""
    content, entries = b"", []
    for name, code in modules.items():
        packed = zlib.compress(code)
        entries.append((name, (0, 16 + len(content), len(packed))))
        content += packed
    head = b"PYZ\0" + b"\0" * 4 + struct.pack("!i", 16 + len(content)) + b"\0" * 4
    return head + content + marshal.dumps(entries)


def frozen(modules: dict[str, bytes]) -> bytes:
    """Return what PyInstaller appends to a program: an archive with a library of modules."""
    library = code_library(modules)
    name = b"PYZ.pyz\0".ljust(16, b"\0")
    size = struct.calcsize("!IIIIBc") + len(name)
    entry = struct.pack("!IIIIBc", size, 0, len(library), len(library), 0, b"z") + name
    length = len(library) + len(entry) + struct.calcsize("!8sIIII64s")
    cookie = struct.pack("!8sIIII64s", COOKIE, length, len(library), len(entry), 311, b"python")
    return library + entry + cookie


def resource() -> bytes:
    """Return the words of a version resource as they lie in a program file."""
    words = ("ProductName", NAME, "ProductVersion", VERSION)
    return b"\0\0".join(word.encode("utf-16-le") for word in words)


def good_bundle(folder: Path) -> FakeTarget:
    """Return a Windows bundle that every gate lets through."""
    target = FakeTarget(folder)
    inside = target.bundle / "_internal"
    inside.mkdir(parents=True)
    for name in REQUIRED:
        (inside / name).write_text("", encoding="utf-8")
    (inside / "PySide6").mkdir()
    for name in PRINTING:
        (inside / name).write_bytes(program_file())
    for path in (target.program, target.console):
        code = frozen({"klimaeditor": b"code"})
        path.write_bytes(program_file(("python311.dll",), tail=MANIFEST + resource() + code))
    target.code.write_bytes(code_library({"klimaeditor.cli": b"code"}))
    runtime = folder / "python"
    (runtime / "DLLs").mkdir(parents=True)
    for place in (inside, runtime):
        (place / "python311.dll").write_bytes(program_file(("kernel32.dll", "ws2_32.dll")))
    return target
