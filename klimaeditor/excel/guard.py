"""What is checked before anything is parsed: size, bombs, names, active content (SEC-07 to -09).

The file is read once, into memory; what was checked is what is parsed. Sizes come from the stream,
because headers can lie. Each refusal names the part and says what to do.
"""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from klimaeditor.excel import workbook_words
from klimaeditor.excel.target import SUFFIX
from klimaeditor.excel.workbook_words import _DAMAGED, _TOO_BIG, _UNSAFE
from klimaeditor.model.core_words import os_reason, quoted, shortened
from klimaeditor.model.errors import WorkbookError
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element


# --- words ---------------------------------------------------------------------------------------

SAVE_AS_XLSX: Final = (
    "Speichern Sie in Excel mit „Speichern unter“ als „Excel-Arbeitsmappe (*.xlsx)“, und öffnen "
    "Sie diese Datei."
)


def owner_file(name: str) -> str:
    """Return the message for Excel's owner file, mistaken for a workbook."""
    return (
        f"{quoted(name)} ist nur eine Sperrdatei, die Excel neben einer geöffneten Datei anlegt. "
        "Öffnen Sie die Excel-Datei selbst."
    )


def wrong_suffix(name: str, suffix: str) -> str:
    """Return the message for a file that is no .xlsx."""
    kind = f"das Format {quoted(suffix)}" if suffix else "eine Datei ohne Endung"
    return f"{quoted(name)}: Der Klimaeditor öffnet {kind} nicht. {SAVE_AS_XLSX}"


def old_or_encrypted(name: str, *, encrypted: bool) -> str:
    """Return the message for an OLE container: encrypted, or the old binary format."""
    if encrypted:
        return (
            f"{quoted(name)} ist mit einem Kennwort verschlüsselt. Entfernen Sie es in Excel "
            "unter „Datei – Informationen – Arbeitsmappe schützen“, und speichern Sie neu."
        )
    return f"{quoted(name)} ist im alten Excel-Format (.xls) gespeichert. {SAVE_AS_XLSX}"


def not_a_workbook(name: str) -> str:
    """Return the message for a file that is no package at all."""
    return f"{quoted(name)} ist keine Excel-Datei oder beschädigt. {_DAMAGED}"


def too_many_parts(name: str, limit: int) -> str:
    """Return the message for a package with too many parts (SEC-07)."""
    return f"{quoted(name)} besteht aus mehr als {limit} Teilen. {_TOO_BIG}"


def unpacks_too_large(name: str, part: str) -> str:
    """Return the message for a package that swells when unpacked (SEC-07)."""
    return f"{quoted(name)}: Der Teil {quoted(part)} wird beim Entpacken übermäßig groß. {_TOO_BIG}"


def bad_part_name(name: str, part: str) -> str:
    """Return the message for a part whose name leads elsewhere (SEC-07)."""
    return (
        f"{quoted(name)} enthält einen Teil mit unzulässigem Namen: {quoted(part)}. "
        f"{_UNSAFE}{_DAMAGED}"
    )


def active_content(name: str, what: str, part: str) -> str:
    """Return the message for macros and their like (SEC-09)."""
    return (
        f"{quoted(name)} enthält {what} (Teil {quoted(part)}). {_UNSAFE}Entfernen Sie das in "
        "Excel, und speichern Sie als „Excel-Arbeitsmappe (*.xlsx)“ neu."
    )


def external_target(name: str, part: str, target: str) -> str:
    """Return the message for a relationship that fetches something from elsewhere (SEC-09)."""
    return (
        f"{quoted(name)} verweist auf einen Inhalt außerhalb der Excel-Datei: "
        f"{shortened(target)} (Teil {quoted(part)}). {_UNSAFE}Lösen Sie in Excel die "
        "Verknüpfung, und speichern Sie neu."
    )


def dtd(name: str, part: str) -> str:
    """Return the message for a document type declaration (SEC-08)."""
    return (
        f"{quoted(name)}: Der Teil {quoted(part)} enthält eine Angabe, wie sie für Angriffe "
        f"benutzt wird; Excel schreibt so etwas nicht. {_UNSAFE}Fragen Sie nach, woher die Datei "
        "kommt. Einzelheiten: Dokumenttyp-Deklaration."
    )


def strict_format(name: str) -> str:
    """Return the message for ISO strict workbooks, whose names differ."""
    return f"{quoted(name)} ist als „Strict Open XML“ gespeichert. {SAVE_AS_XLSX}"


ACTIVE_CONTENT: Final = (
    ("vbaproject.bin", "Makros"),
    ("xl/vbaproject", "Makros"),
    ("xl/macrosheets/", "Makros (Excel 4.0)"),
    ("xl/dialogsheets/", "alte Dialogblätter"),
    ("xl/externallinks/", "Verknüpfungen mit anderen Excel-Dateien"),
    ("xl/embeddings/", "eingebettete Dateien"),
    ("xl/activex/", "ActiveX-Steuerelemente"),
    ("xl/ctrlprops/", "Formularsteuerelemente"),
    ("xl/connections.xml", "Datenverbindungen"),
    ("xl/querytables/", "Datenabfragen"),
    ("xl/model/", "ein Datenmodell"),
    ("xl/webextensions/", "Office-Add-Ins"),
    ("customui/", "eigene Menüs"),
)
MACROS: Final = "Makros"


# --- What a package says it is: content types and relationships (SEC-09) -------------------------

_CONTENT_TYPES: Final = "[Content_Types].xml"
_RELATIONS: Final = "_rels/.rels"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_TEMPLATE: Final = _SPREADSHEET + "template.main+xml"
_WORKBOOK: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}workbook"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_OFFICE_DOCUMENT: Final = "/officeDocument"
_HYPERLINK: Final = "/hyperlink"
MAX_TREE: Final = 150_000
"""Tags of a part of which a tree is built in memory."""


def check(archive: ZipFile, name: str) -> None:
    """Raise WorkbookError unless the package is a plain .xlsx that fetches nothing."""
    types = _types(archive, name)
    for part, content_type in types.items():
        if "macroenabled" in content_type.lower() or "vbaproject" in content_type.lower():
            raise WorkbookError(active_content(name, MACROS, part))
    main = main_part(archive, name)
    suffix = main.rpartition(".")[2].lower()
    if types.get(f"/{main.lower()}", types.get(suffix)) == _TEMPLATE:
        raise WorkbookError(wrong_suffix(name, ".xltx"))
    root = parse(archive, main, name).tag
    if _STRICT in root:
        raise WorkbookError(strict_format(name))
    if root != _WORKBOOK:
        raise WorkbookError(not_a_workbook(name))
    for part in archive.namelist():
        if part.lower().endswith(".rels"):
            _check_targets(parse(archive, part, name), part, name)


def main_part(archive: ZipFile, name: str) -> str:
    """Return the part that lists the sheets; raises WorkbookError unless there is exactly one.

    The relation of the package names it, as Excel finds it: programs of .NET write its content
    type for a whole suffix instead.
    """
    names = part_names(archive)
    if _RELATIONS not in names:
        raise WorkbookError(not_a_workbook(name))
    relations = parse(archive, names[_RELATIONS], name)
    mains = [
        part_at("", found.get("Target") or "")
        for found in relations
        if (found.get("Type") or "").endswith(_OFFICE_DOCUMENT)
    ]
    if len(mains) != 1 or mains[0] not in names or not mains[0].endswith(XML):
        raise WorkbookError(not_a_workbook(name))
    return names[mains[0]]


def part_names(archive: ZipFile) -> dict[str, str]:
    """Return the names of the parts by what they are compared by: letters have no case there."""
    return {part.lower(): part for part in archive.namelist()}


def part_at(folder: str, target: str) -> str:
    """Return what the target of a relation is compared by, seen from the folder of its source."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()


def _types(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the content types by part, or by suffix where they hold for all parts with it."""
    part = part_names(archive).get(_CONTENT_TYPES.lower())
    if part is None:
        raise WorkbookError(not_a_workbook(name))
    return {
        (entry.get("PartName") or entry.get("Extension") or "").lower(): (
            entry.get("ContentType") or ""
        )
        for entry in parse(archive, part, name)
    }


def parse(archive: ZipFile, part: str, name: str) -> Element:
    """Return the root of a part; raises WorkbookError where it is no sound XML, or too much."""
    try:
        data = archive.read(part)
        if data.count(b"<") > MAX_TREE:
            raise WorkbookError(unpacks_too_large(name, part))
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise WorkbookError(dtd(name, part)) from error
    except (ParseError, ValueError) as error:
        raise WorkbookError(workbook_words.broken(name)) from error
    return root


def _check_targets(relations: Element, part: str, name: str) -> None:
    """Refuse what is fetched from elsewhere; links that a reader may click are harmless."""
    for relation in relations:
        outside = (relation.get("TargetMode") or "").lower() == "external"
        if outside and not (relation.get("Type") or "").endswith(_HYPERLINK):
            raise WorkbookError(external_target(name, part, relation.get("Target") or ""))


# --- What is checked before anything is parsed: size, bombs, names, active content (SEC-07 to -09)

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
        raise WorkbookError(owner_file(name))
    data = _read(path)
    if not data:
        raise WorkbookError(workbook_words.empty(name))
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise WorkbookError(workbook_words.too_large(name, MAX_MEGABYTES))
    if data.startswith(_OLE):
        raise WorkbookError(old_or_encrypted(name, encrypted=_ENCRYPTED in data))
    if path.suffix.lower() != SUFFIX:
        raise WorkbookError(wrong_suffix(name, path.suffix))
    if data.count(_ENTRY) > MAX_PARTS:
        raise WorkbookError(too_many_parts(name, MAX_PARTS))
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _check_names(archive.infolist(), name)
            _check_contents(archive, name)
            check(archive, name)
    except _BROKEN as error:
        raise WorkbookError(not_a_workbook(name)) from error
    return data


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise WorkbookError(not_a_workbook(path.name))
    try:
        return read_at_most(path, MAX_MEGABYTES * 1024 * 1024 + 1)
    except FileNotFoundError as error:
        raise WorkbookError(workbook_words.missing(path.name)) from error
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise WorkbookError(workbook_words.unreadable(path.name, reason)) from error


def _check_names(parts: list[ZipInfo], name: str) -> None:
    """Refuse names that lead out of the package, come twice or stand for active content."""
    seen = set()
    for part in parts:
        lower = part.orig_filename.lower()
        if _BAD_NAME.search(part.orig_filename) or lower in seen:
            raise WorkbookError(bad_part_name(name, part.orig_filename))
        seen.add(lower)
        for mark, what in ACTIVE_CONTENT:
            if lower.startswith(mark) or lower.endswith("/" + mark):
                raise WorkbookError(active_content(name, what, part.filename))
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise WorkbookError(old_or_encrypted(name, encrypted=True))
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise WorkbookError(not_a_workbook(name))


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
                        raise WorkbookError(dtd(name, part.filename))
                    if not tail and _hides(chunk):
                        raise WorkbookError(workbook_words.broken(name))
                    tail = chunk[-_LONGEST_DTD:]
                    count = chunk.count(b"<")
                    tags += count
                    links += count if part.filename.lower().endswith(_LINKS) else 0
                    if tags > MAX_TAGS or links > MAX_LINKS:
                        raise WorkbookError(unpacks_too_large(name, part.filename))
                    gap = len(chunk) - chunk.rfind(b"<") if count else gap + len(chunk)
                    if gap > _LONGEST_TEXT:
                        raise WorkbookError(workbook_words.endless_text(name, part.filename))


def _hides(start: bytes) -> bool:
    """Tell whether XML is in letters in which a tag would not be seen as one."""
    declared = _DECLARED.match(start)
    odd = declared is not None and declared[1].lower() not in _ENCODINGS
    return odd or start.startswith(_OTHER_ENCODINGS)


def _refuse_bomb(part: ZipInfo, size: int, total: int, name: str) -> None:
    swollen = size > _RATIO_FROM and size > MAX_RATIO * max(part.compress_size, 1)
    if swollen or total > MAX_UNPACKED:
        raise WorkbookError(unpacks_too_large(name, part.filename))
