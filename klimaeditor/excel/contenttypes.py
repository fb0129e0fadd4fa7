"""What a package says it is: content types and relationships (SEC-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile

_CONTENT_TYPES: Final = "[Content_Types].xml"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MAIN: Final = _SPREADSHEET + "sheet.main+xml"
_TEMPLATE: Final = _SPREADSHEET + "template.main+xml"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_HYPERLINK: Final = "/hyperlink"
MAX_TREE: Final = 150_000
"""Tags of a part of which a tree is built in memory."""


def check(archive: ZipFile, name: str) -> None:
    """Raise WorkbookError unless the package is a plain .xlsx that fetches nothing."""
    types = _types(archive, name)
    for part, content_type in types.items():
        if "macroenabled" in content_type.lower() or "vbaproject" in content_type.lower():
            raise WorkbookError(filemessages.active_content(name, filemessages.MACROS, part))
    if _TEMPLATE in types.values() and _MAIN not in types.values():
        raise WorkbookError(filemessages.wrong_suffix(name, ".xltx"))
    main = main_part(archive, name)
    if _STRICT in parse(archive, main, name).tag:
        raise WorkbookError(filemessages.strict_format(name))
    for part in archive.namelist():
        if part.lower().endswith(".rels"):
            _check_targets(parse(archive, part, name), part, name)


def main_part(archive: ZipFile, name: str) -> str:
    """Return the part that lists the sheets; raises WorkbookError unless there is exactly one."""
    types = _types(archive, name)
    mains = [part.lstrip("/") for part, content_type in types.items() if content_type == _MAIN]
    if len(mains) != 1 or mains[0] not in archive.namelist():
        raise WorkbookError(filemessages.not_a_workbook(name))
    return mains[0]


def _types(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the content types by part, or by suffix where they hold for all parts with it."""
    if _CONTENT_TYPES not in archive.namelist():
        raise WorkbookError(filemessages.not_a_workbook(name))
    return {
        (entry.get("PartName") or entry.get("Extension") or ""): entry.get("ContentType") or ""
        for entry in parse(archive, _CONTENT_TYPES, name)
    }


def parse(archive: ZipFile, part: str, name: str) -> Element:
    """Return the root of a part; raises WorkbookError where it is no sound XML, or too much."""
    try:
        data = archive.read(part)
        if data.count(b"<") > MAX_TREE:
            raise WorkbookError(filemessages.unpacks_too_large(name, part))
        root: Element = ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise WorkbookError(filemessages.dtd(name, part)) from error
    except (ParseError, ValueError) as error:
        raise WorkbookError(filemessages.broken(name)) from error
    return root


def _check_targets(relations: Element, part: str, name: str) -> None:
    """Refuse what is fetched from elsewhere; links that a reader may click are harmless."""
    for relation in relations:
        outside = (relation.get("TargetMode") or "").lower() == "external"
        if outside and not (relation.get("Type") or "").endswith(_HYPERLINK):
            raise WorkbookError(
                filemessages.external_target(name, part, relation.get("Target") or "")
            )
