"""A package that passed the guard -> its sheets: where they are, how they are read (SEC-10)."""

from __future__ import annotations

import io
import posixpath
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, LargeZipFile, ZipFile

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import contenttypes, filemessages, guard
from klimaeditor.excel.cells.formats import read_formats
from klimaeditor.excel.cells.parsing import EndlessTextError, Room, TooMuchTextError
from klimaeditor.excel.cells.rows import Common, read_rows, value_of
from klimaeditor.excel.cells.strings import read_strings
from klimaeditor.excel.sheetmarks import marks_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from klimaeditor.excel.cells.rows import Row
    from klimaeditor.excel.sheetmarks import Marks

_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRINGS, _STYLES, _WORKSHEET = "sharedStrings", "styles", "worksheet"
_TRUE: Final = ("1", "true", "on")
VISIBLE: Final = "visible"
DAMAGE: Final = (
    *(BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ParseError, ExpatError, ValueError, LookupError, OverflowError),
)
"""What a damaged package raises: the archive first, then what is in its parts.

DefusedXmlException is a ValueError, and a part or shared string that is missing a LookupError.
"""


class Book:
    """An open package. *sheets* are its tables in the order of the tabs, charts left out."""

    def __init__(self, archive: ZipFile, name: str, room: Room) -> None:
        self._archive = archive
        self._room = room
        self._name = name
        main = contenttypes.main_part(archive, name)
        root = contenttypes.parse(archive, main, name)
        relations = self._relations(main)
        self._known = dict(relations.values())
        self._epoch = MAC_EPOCH if _counts_from_1904(root) else WINDOWS_EPOCH
        self.sheets = tuple(
            Sheet(found.get("name") or "", found.get("state") or VISIBLE, relations[key][1], self)
            for found in root.iter()
            if found.tag.endswith("}sheet")
            and (key := found.get(_ID)) in relations
            and relations[key][0] == _WORKSHEET
        )
        if len({sheet.part for sheet in self.sheets}) < len(self.sheets):
            raise WorkbookError(filemessages.broken(name))  # one part read over and over

    @cached_property
    def common(self) -> Common:
        """What the sheets share; read when the first of them is."""
        strings: list[str] = []
        if _STRINGS in self._known:
            with self.open(self._known[_STRINGS]) as stream:
                strings = read_strings(stream, self._room)
        formats = {}
        if _STYLES in self._known:
            with self.open(self._known[_STYLES]) as stream:
                formats = read_formats(stream, self._room)
        return Common(strings, formats, self._epoch, self._room)

    def open(self, part: str) -> IO[bytes]:
        """Return the stream of a part; WorkbookError where the guard did not look for XML."""
        if not part.lower().endswith(guard.XML):
            raise WorkbookError(filemessages.broken(self._name))
        return self._archive.open(part)

    def _relations(self, main: str) -> dict[str | None, tuple[str, str]]:
        """Return kind and part by id of what the workbook consists of, as far as it is there."""
        folder, base = posixpath.split(main)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        names = set(self._archive.namelist())
        if part not in names:
            raise WorkbookError(filemessages.broken(self._name))
        found = {}
        for relation in contenttypes.parse(self._archive, part, self._name):
            target = posixpath.join("/", folder, relation.get("Target") or "")
            kind = (relation.get("Type") or "").rpartition("/")[2]
            found[relation.get("Id")] = kind, posixpath.normpath(target).lstrip("/")
        return {key: pair for key, pair in found.items() if pair[1] in names}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an open package: its tab, and *state* visible, hidden or veryHidden."""

    title: str
    state: str
    part: str
    book: Book

    def rows(self) -> Iterator[Row]:
        """Yield number and cells of its rows, see ``rows.read_rows``."""
        with self.book.open(self.part) as stream:
            yield from read_rows(stream, self.book.common)

    def values(self, width: int) -> Iterator[list[Any]]:
        """Yield the values below row 1 that are not all blank, *width* in a row."""
        for number, cells in self.rows():
            found = [value_of(cell) for cell in cells[:width]]
            if number > 1 and any(value is not None for value in found):
                yield found + [None] * (width - len(found))

    def marks(self) -> Marks:
        """Return what is merged or hidden in it (SEC-12)."""
        with self.book.open(self.part) as stream:
            return marks_of(stream)


@contextmanager
def opened(data: bytes, name: str, room: Room | None = None) -> Iterator[Book]:
    """Open a package that passed the guard; *name* is the file's, for messages.

    *room* bounds what is read of it, by default what an export of ours may hold.

    What archive, parser and numbers of a stranger's file can raise means that it is broken:
    WorkbookError, which is also raised where defusedxml is missing or switched off. A fault of our
    own stays what it is.
    """
    if openpyxl.DEFUSEDXML is not True:
        raise WorkbookError(filemessages.UNSAFE_XML)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            yield Book(archive, name, room or Room())
    except WorkbookError:
        raise
    except EndlessTextError as error:
        raise WorkbookError(filemessages.endless_text(name)) from error
    except TooMuchTextError as error:
        raise WorkbookError(filemessages.too_much_text(name)) from error
    except DAMAGE as error:
        raise WorkbookError(filemessages.broken(name)) from error


def _counts_from_1904(workbook: Element) -> bool:
    return any(
        found.get("date1904", "").lower() in _TRUE
        for found in workbook.iter()
        if found.tag.endswith("}workbookPr")
    )
