"""What openpyxl's streaming reader leaves out: merged cells, hidden rows and columns (SEC-12)."""

from __future__ import annotations

import io
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from klimaeditor.excel import contenttypes

if TYPE_CHECKING:
    from collections.abc import Collection
    from xml.etree.ElementTree import Element

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]+)[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*?hidden=[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Marks:
    """The merged ranges of a sheet, and how much of it is hidden."""

    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0


def read_marks(data: bytes, titles: Collection[str], name: str) -> dict[str, Marks]:
    """Return the marks of the sheets with these titles; raises WorkbookError for unsound XML."""
    with ZipFile(io.BytesIO(data)) as archive:
        if not {_WORKBOOK, _RELATIONS} <= set(archive.namelist()):
            return {}
        book = contenttypes.parse(archive, _WORKBOOK, name)
        parts = {
            relation.get("Id"): posixpath.normpath(
                posixpath.join("/xl", relation.get("Target") or "")
            ).lstrip("/")
            for relation in contenttypes.parse(archive, _RELATIONS, name)
        }
        found = {}
        for sheet in _sheets(book):
            title, part = sheet.get("name") or "", parts.get(sheet.get(_ID))
            if title in titles and part in archive.namelist():
                found[title] = _marks(archive.read(part))
    return found


def _sheets(book: Element) -> list[Element]:
    return [child for child in book.iter() if child.tag.endswith("}sheet")]


def _marks(xml: bytes) -> Marks:
    return Marks(
        tuple(match.decode("ascii") for match in _MERGED.findall(xml)),
        len(_HIDDEN_ROW.findall(xml)),
        len(_HIDDEN_COLUMN.findall(xml)),
    )
