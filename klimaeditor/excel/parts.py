"""What the cells of a sheet do not tell: merged cells, hidden rows and columns (SEC-12)."""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from defusedxml.ElementTree import DefusedXMLParser
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from klimaeditor.excel import guard, layout
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


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
        if b"mergeCell" in xml:
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
        self.hold(sys.getsizeof(text))
        return text

    def hold(self, size: int) -> None:
        """Count the memory of texts that are kept, in bytes; raises TooMuchTextError."""
        self.memory -= size
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
    _listen(parser, start, end, texts)
    while chunk := _next(stream, room):
        _feed(parser, chunk, texts)
        yield
    parser.Parse(b"", True)
    yield


def _listen(
    parser: Any,  # noqa: ANN401 - as _guarded returns it
    start: Callable[[str, Attributes], None] | None,
    end: Callable[[str], None] | None,
    texts: list[str],
) -> None:
    """Let the parser call the handlers, or none."""
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append if start else None


def _next(stream: IO[bytes], room: Allowance) -> bytes:
    """Return the next bytes, none at the end; raises TooMuchTextError."""
    chunk = stream.read(_PARSING_CHUNK)
    room.tags -= chunk.count(b"<")
    if room.tags < 0:
        raise TooMuchTextError
    return chunk


def _feed(parser: Any, xml: bytes, texts: list[str]) -> None:  # noqa: ANN401 - as above
    parser.Parse(xml, False)
    if sum(map(len, texts)) > MAX_RAW:
        raise EndlessTextError


def _guarded() -> Any:  # noqa: ANN401 - the stubs know no parser inside defusedxml's
    parser = DefusedXMLParser(forbid_dtd=True).parser
    parser.DefaultHandlerExpand = None
    parser.CommentHandler = parser.ProcessingInstructionHandler = None
    parser.ordered_attributes = False
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    return parser


# --- Items in the form in which every program writes them, a piece of the XML at a time -----------
#
# expat reads every byte and refuses what is unsound. Calling Python for each tag is what takes the
# time: where a piece is nothing but items in their plain form, it does not call, and a pattern
# takes them. Whatever else is in a piece, all of it goes the long way.

_MOST_WAITING: Final = 1024 * 1024
_OTHER_MARKUP: Final = (b"<!", b"<?")
_DECLARATION: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:<\?xml(?:\s[^<>?]{0,60}?)??(?:\sencoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?:\sstandalone=[^<>?]{0,60})?\s?\?>)?"
)
PRESERVED: Final = rb"<t(?: xml:space=\"preserve\")?>"
_REFERENCE: Final = re.compile(r"&(?:#([0-9]+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class ItemReader(Protocol):
    """Who takes up the items of a part, the long way and by pattern.

    *opening* is what stands before the first of them, *closing* what each ends with. *is_inside*
    tells whether the parser is directly inside of what holds the items, *parts* takes the texts.
    """

    opening: re.Pattern[bytes]
    closing: bytes
    parts: list[str]

    @property
    def is_inside(self) -> bool:
        """Whether items may follow, and have the names that they are written with."""

    def start(self, name: str, attributes: Attributes) -> None:
        """Note where something begins."""

    def end(self, name: str) -> None:
        """Take up what ends."""

    def plain(self, xml: bytes) -> Sequence[bytes] | None:
        """Return the items that XML consists of, None where anything else is in it."""

    def take(self, found: Sequence[bytes]) -> None:
        """Take up what :meth:`plain` returned, once it is known to be sound."""


def items(stream: IO[bytes], reader: ItemReader, room: Allowance) -> Iterator[None]:
    """Parse a stream of items as :func:`pieces` does, and yield now and then."""
    parser = _guarded()
    _listen(parser, reader.start, reader.end, reader.parts)
    chunk, waiting = _next(stream, room), b""
    before, may_be_plain = True, True
    while chunk:
        following = _next(stream, room)
        waiting += chunk
        if before and (opening := reader.opening.search(waiting)):
            head, waiting = waiting[: opening.end()], waiting[opening.end() :]
            _feed(parser, head, reader.parts)
            before, may_be_plain = False, reader.is_inside and _is_simple(head)
        if not before and may_be_plain:
            cut = waiting.rfind(reader.closing) + len(reader.closing)
            if cut >= len(reader.closing):
                may_be_plain = _take_piece(parser, waiting[:cut], reader)
                waiting = waiting[cut:]
        if not may_be_plain or not following or len(waiting) > _MOST_WAITING:
            _feed(parser, waiting, reader.parts)
            waiting, before, may_be_plain = b"", False, False
        chunk = following
        yield
    parser.Parse(b"", True)
    yield


def _take_piece(parser: Any, piece: bytes, reader: ItemReader) -> bool:  # noqa: ANN401 - as above
    """Take up a piece that ends with an item; tell whether the next one may be plain."""
    found = reader.plain(piece)
    if found is None:
        _feed(parser, piece, reader.parts)
        return reader.is_inside and not any(mark in piece for mark in _OTHER_MARKUP)
    _listen(parser, None, None, reader.parts)
    parser.Parse(piece, False)
    _listen(parser, reader.start, reader.end, reader.parts)
    reader.take(found)
    return True


def _is_simple(head: bytes) -> bool:
    """Tell whether XML is in UTF-8, and without comments and the like, in which tags could hide."""
    rest = _DECLARATION.sub(b"", head, count=1)
    return not any(mark in rest for mark in _OTHER_MARKUP)


def written(xml: bytes) -> str:
    """Return what stands between two tags, in XML that expat found sound."""
    text = xml.decode()
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_meant, text) if "&" in text else text


def _meant(match: re.Match[str]) -> str:
    number, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    return chr(int(number) if number else int(hexadecimal, 16))


# --- The texts that the sheets of a workbook share -----------------------------------------------

_SHARED: Final = MAIN + "sst"
_PLAIN_ITEM: Final = rb"\s{0,40}+<si>(?:" + PRESERVED + rb"([^<]*+)</t>|<t/>)</si>"
_EACH_ITEM: Final = re.compile(_PLAIN_ITEM)
_ONLY_ITEMS: Final = re.compile(rb"(?:" + _PLAIN_ITEM.replace(b"([", b"(?:[") + rb")*+")
_ITEM: Final = MAIN + "si"
_TEXT: Final = MAIN + "t"
_PHONETIC: Final = MAIN + "rPh"


def read_strings(stream: IO[bytes], room: Allowance) -> list[str]:
    """Return the texts, runs of different looks put together, reading aids left out.

    Each is decoded here, once, however many cells show it (SEC-13). Raises what *room* raises.
    """
    reader = _Strings(room)
    for _ in items(stream, reader, room):
        pass
    return reader.found


class _Strings:
    __slots__ = ("_aid", "_depth", "_length", "_room", "_root", "_texts", "found", "parts")

    opening = re.compile(rb"<sst[^<>]*>")
    closing = b"</si>"

    def __init__(self, room: Allowance) -> None:
        self._room = room
        self._length = self._depth = 0
        self._root = ""
        self.found: list[str] = []
        self.parts: list[str] = []
        self._texts: list[str] = []
        self._aid = False

    @property
    def is_inside(self) -> bool:
        """Whether the next item may begin here."""
        return self._depth == 1 and self._root == _SHARED

    def start(self, name: str, _attributes: Attributes) -> None:
        """Note where a text begins."""
        self._root = self._root or name
        self._depth += 1
        if name == _TEXT:
            self.parts.clear()
        elif name == _PHONETIC:
            self._aid = True

    def end(self, name: str) -> None:
        """Take up a text, or all of an item."""
        self._depth -= 1
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

    def plain(self, xml: bytes) -> list[bytes] | None:
        """Return the texts of items without runs and reading aids."""
        return _EACH_ITEM.findall(xml) if _ONLY_ITEMS.fullmatch(xml) else None

    def take(self, found: Sequence[bytes]) -> None:
        """Take up texts as they stand in the XML."""
        self.found += map(self._room.decoded, map(written, found))


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
