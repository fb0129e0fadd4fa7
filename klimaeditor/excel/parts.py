"""What the cells of a sheet do not tell: merged cells, hidden rows and columns (SEC-12)."""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING, Any, Final

from defusedxml.ElementTree import DefusedXMLParser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from klimaeditor.excel import guard, layout
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# --- What the cells of a sheet do not tell: merged cells, hidden rows and columns (SEC-12) -------

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:]{1,40})[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?hidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^<>]*?hidden=[\"'](?:1|true)[\"']")


_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """The merged ranges of a sheet, and how much of it is hidden."""

    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0


def marks_of(stream: IO[bytes]) -> SheetMarks:
    """Return the marks of a sheet from its XML, read in pieces."""
    merged: list[str] = []
    rows = columns = 0
    for xml in _whole_tags(stream):
        merged += [match.decode("ascii") for match in _MERGED.findall(xml)]
        if b"hidden=" in xml:  # far quicker than to look at every row
            rows += len(_HIDDEN_ROW.findall(xml))
            columns += len(_HIDDEN_COLUMN.findall(xml))
    return SheetMarks(tuple(merged), rows, columns)


def _whole_tags(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield XML in pieces that end before a tag; what follows a tag without end is left out."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        last = chunk.rfind(b"<")
        if last < 0:
            rest = rest if len(rest) > _CHUNK else rest + chunk
            continue
        yield rest + chunk[:last]
        rest = chunk[last:]
    yield rest


# --- expat as defusedxml guards it: no document types, no entities, nothing from elsewhere (SEC-08)
#
# The handlers of elements are ours, so that no tree is built.

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""What the names of elements begin with; attributes without a prefix have their bare name."""
_PARSING_CHUNK: Final = 256 * 1024
_BUFFER: Final = 64 * 1024
Attributes = dict[str, str]
MAX_RAW: Final = 7 * layout.MAX_UNITS
"""No text of a cell is longer as it stands in the XML, where each of its signs is ``_xHHHH_``."""
_TEXT_MEMORY: Final = 160_000_000
_CHARACTERS: Final = 60_000_000


class TooMuchTextError(Exception):
    """The texts of a workbook are more than anybody reads, in memory or in the cells."""


class EndlessTextError(Exception):
    """A text is longer than Excel can hold in a cell, so Excel has not written it."""


@dataclass(slots=True)
class Allowance:
    """How much may still be read of one workbook, over all its sheets (SEC-07, SEC-11).

    A shared text costs memory once and *characters* in each cell that shows it: somebody is going
    to look at all of them. *tags* are those of every pass, however often a sheet is read.
    """

    characters: int = _CHARACTERS
    memory: int = _TEXT_MEMORY
    tags: int = 2 * guard.MAX_TAGS

    def decoded(self, text: str) -> str:
        """Return what a text of the XML means (SEC-13); raises one of the two errors."""
        if len(text) > layout.MAX_UNITS // 2:
            if len(text) > MAX_RAW:
                raise EndlessTextError
            text = layout.decode(text)
            if layout.units(text) > layout.MAX_UNITS:
                raise EndlessTextError
        else:
            text = layout.decode(text)
        self.hold(text)
        return text

    def hold(self, text: str) -> None:
        """Count the memory of a text that is kept; raises TooMuchTextError."""
        self.memory -= sys.getsizeof(text)
        if self.memory < 0:
            raise TooMuchTextError

    def shown(self, characters: int) -> None:
        """Count what cells show; raises TooMuchTextError."""
        self.characters -= characters
        if self.characters < 0:
            raise TooMuchTextError


def pieces(
    stream: IO[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    texts: list[str],
    room: Allowance,
) -> Iterator[None]:
    """Parse a stream, calling the handlers, and yield after each piece of it.

    What stands between two tags is added to *texts*, which the handlers empty. Raises ExpatError
    for unsound XML, defusedxml's exceptions for what it forbids, and what *room* raises.
    """
    parser = _guarded()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    while chunk := stream.read(_PARSING_CHUNK):
        room.tags -= chunk.count(b"<")
        if room.tags < 0:
            raise TooMuchTextError
        parser.Parse(chunk, False)
        if sum(map(len, texts)) > MAX_RAW:
            raise EndlessTextError
        yield
    parser.Parse(b"", True)
    yield


def _guarded() -> Any:  # noqa: ANN401 - the stubs know no parser inside defusedxml's
    parser = DefusedXMLParser(forbid_dtd=True).parser
    parser.DefaultHandlerExpand = None
    parser.CommentHandler = parser.ProcessingInstructionHandler = None
    parser.ordered_attributes = False
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    return parser


# --- The texts that the sheets of a workbook share -----------------------------------------------

_ITEM: Final = MAIN + "si"
_TEXT: Final = MAIN + "t"
_PHONETIC: Final = MAIN + "rPh"


def read_strings(stream: IO[bytes], room: Allowance) -> list[str]:
    """Return the texts, runs of different looks put together, reading aids left out.

    Each is decoded here, once, however many cells show it (SEC-13). Raises what *room* raises.
    """
    reader = _Strings(room)
    for _ in pieces(stream, reader.start, reader.end, reader.parts, room):
        pass
    return reader.found


class _Strings:
    __slots__ = ("_aid", "_length", "_room", "_texts", "found", "parts")

    def __init__(self, room: Allowance) -> None:
        self._room = room
        self._length = 0
        self.found: list[str] = []
        self.parts: list[str] = []
        self._texts: list[str] = []
        self._aid = False

    def start(self, name: str, _attributes: Attributes) -> None:
        """Note where a text begins."""
        if name == _TEXT:
            self.parts.clear()
        elif name == _PHONETIC:
            self._aid = True

    def end(self, name: str) -> None:
        """Take up a text, or all of an item."""
        if name == _TEXT:
            if not self._aid:
                self._texts += self.parts
                self._length += sum(map(len, self.parts))
                if self._length > MAX_RAW:
                    raise EndlessTextError
        elif name == _ITEM:
            self.found.append(self._room.decoded("".join(self._texts)))
            self._texts.clear()
            self._length = 0
        elif name == _PHONETIC:
            self._aid = False
        self.parts.clear()


# --- The styles of a workbook -> the number format of each, and whether it makes a number a date -

_FORMATS, _FORMAT, _STYLES, _STYLE = (
    MAIN + name for name in ("numFmts", "numFmt", "cellXfs", "xf")
)
_LONGEST_CODE: Final = 255


@dataclass(frozen=True, slots=True)
class Format:
    """How a style shows numbers: the *code*, and whether they are a date or a length of time."""

    code: str
    is_date: bool = False
    is_duration: bool = False


GENERAL: Final = Format("General")


def read_formats(stream: IO[bytes], room: Allowance) -> dict[str, Format]:
    """Return the formats by the number of the style as cells write it; raises what *room* raises.

    A format longer than Excel takes is none.
    """
    reader = _Styles()
    for _ in pieces(stream, reader.start, reader.end, reader.texts, room):
        pass
    codes = {str(number): code for number, code in BUILTIN_FORMATS.items()} | reader.own
    known = {number: _format(codes[number]) for number in set(reader.used) & codes.keys()}
    return {str(place): known.get(number, GENERAL) for place, number in enumerate(reader.used)}


class _Styles:
    """The formats that a workbook brings along, and the one that each of its styles uses."""

    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.used: list[str] = []
        self.texts: list[str] = []
        self._path: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a format or a style."""
        self.texts.clear()
        inside = self._path[1:]
        self._path.append(name)
        if name == _FORMAT and inside == [_FORMATS]:
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == _STYLE and inside == [_STYLES]:
            self.used.append(attributes.get("numFmtId", "0"))

    def end(self, _name: str) -> None:
        """Leave an element."""
        self._path.pop()


def _format(code: str) -> Format:
    if len(code) > _LONGEST_CODE:
        return GENERAL
    return Format(code, is_date_format(code), is_timedelta_format(code))
