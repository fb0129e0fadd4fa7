"""What is checked before anything is parsed: size, bombs, names, active content (SEC-07 to -09).

The file is read once, into memory; what was checked is what is parsed. Sizes come from the stream,
because headers can lie. Each refusal names the part and says what to do.
"""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import contenttypes, filemessages
from klimaeditor.excel.names import SUFFIX
from klimaeditor.paths import read_at_most
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from pathlib import Path

MAX_MEGABYTES: Final = 20
MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_RATIO: Final = 200
_RATIO_FROM: Final = 1024 * 1024
MAX_TAGS: Final = 5_000_000
"""An export of 10,000 measures has half of them."""
MAX_LINKS: Final = 200_000
"""Tags of the parts that say what belongs together; Excel allows 65,530 links in a sheet."""
_CHUNK: Final = 256 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTRY = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
_BAD_NAME = re.compile(r"\\|^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\x00-\x1f]")
_DTD = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype", b"<!entity")
_LONGEST_DTD = 9
_LONGEST_TEXT: Final = 256 * 1024
"""Bytes without a tag: 32,767 signs take seven each where XML or Excel spells them out."""
_LINKS = (".rels", "[content_types].xml")
XML: Final = (".xml", ".rels", ".vml")
"""What the names of parts end with that are looked at as XML; nothing else is parsed."""
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"<\x00")  # where a DTD could hide
_DECLARED = re.compile(
    rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]*)", re.IGNORECASE
)
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"iso-8859-1", b"windows-1252")
_BROKEN = (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error)


def read_package(path: Path) -> bytes:
    """Return the bytes of a workbook that may be parsed; raises WorkbookError otherwise."""
    name = path.name
    if name.startswith("~$"):
        raise WorkbookError(filemessages.owner_file(name))
    data = _read(path)
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise WorkbookError(filemessages.too_large(name, MAX_MEGABYTES))
    if data.startswith(_OLE):
        raise WorkbookError(filemessages.old_or_encrypted(name, encrypted=_ENCRYPTED in data))
    if path.suffix.lower() != SUFFIX:
        raise WorkbookError(filemessages.wrong_suffix(name, path.suffix))
    if data.count(_ENTRY) > MAX_PARTS:
        raise WorkbookError(filemessages.too_many_parts(name, MAX_PARTS))
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check_names(archive.infolist(), name)
            _check_contents(archive, name)
            contenttypes.check(archive, name)
    except _BROKEN as error:
        raise WorkbookError(filemessages.not_a_workbook(name)) from error
    return data


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise WorkbookError(filemessages.not_a_workbook(path.name))
    try:
        return read_at_most(path, MAX_MEGABYTES * 1024 * 1024 + 1)
    except FileNotFoundError as error:
        raise WorkbookError(filemessages.missing(path.name)) from error
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise WorkbookError(filemessages.unreadable(path.name, reason)) from error


def _check_names(parts: list[ZipInfo], name: str) -> None:
    """Refuse names that lead out of the package, come twice or stand for active content."""
    seen = set()
    for part in parts:
        lower = part.orig_filename.lower()
        if _BAD_NAME.search(part.orig_filename) or lower in seen:
            raise WorkbookError(filemessages.bad_part_name(name, part.orig_filename))
        seen.add(lower)
        for mark, what in filemessages.ACTIVE_CONTENT:
            if lower.startswith(mark) or lower.endswith("/" + mark):
                raise WorkbookError(filemessages.active_content(name, what, part.filename))
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise WorkbookError(filemessages.old_or_encrypted(name, encrypted=True))
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise WorkbookError(filemessages.not_a_workbook(name))


def _check_contents(archive: ZipFile, name: str) -> None:
    """Unpack everything once, in small pieces, and stop as soon as it is too much."""
    unpacked = tags = links = 0
    for part in archive.infolist():
        before = unpacked
        is_xml = part.filename.lower().endswith(XML)
        tail = b""
        gap = 0
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                _refuse_bomb(part, unpacked - before, unpacked, name)
                if is_xml:
                    if any(mark in tail + chunk for mark in _DTD):
                        raise WorkbookError(filemessages.dtd(name, part.filename))
                    if not tail and _hides(chunk):
                        raise WorkbookError(filemessages.broken(name))
                    tail = chunk[-_LONGEST_DTD:]
                    count = chunk.count(b"<")
                    tags += count
                    links += count if part.filename.lower().endswith(_LINKS) else 0
                    if tags > MAX_TAGS or links > MAX_LINKS:
                        raise WorkbookError(filemessages.unpacks_too_large(name, part.filename))
                    gap = len(chunk) - chunk.rfind(b"<") if count else gap + len(chunk)
                    if gap > _LONGEST_TEXT:
                        raise WorkbookError(filemessages.endless_text(name, part.filename))


def _hides(start: bytes) -> bool:
    """Tell whether XML is in letters in which a tag would not be seen as one."""
    declared = _DECLARED.match(start)
    odd = declared is not None and declared[1].lower() not in _ENCODINGS
    return odd or start.startswith(_OTHER_ENCODINGS)


def _refuse_bomb(part: ZipInfo, size: int, total: int, name: str) -> None:
    swollen = size > _RATIO_FROM and size > MAX_RATIO * max(part.compress_size, 1)
    if swollen or total > MAX_UNPACKED:
        raise WorkbookError(filemessages.unpacks_too_large(name, part.filename))
