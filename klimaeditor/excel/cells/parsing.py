"""expat as defusedxml guards it: no document types, no entities, nothing from elsewhere (SEC-08).

The handlers of elements are ours, so that no tree is built.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from defusedxml.ElementTree import DefusedXMLParser

from klimaeditor.excel import guard, xstring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""What the names of elements begin with; attributes without a prefix have their bare name."""
_CHUNK: Final = 256 * 1024
_BUFFER: Final = 64 * 1024
Attributes = dict[str, str]
MAX_RAW: Final = 7 * xstring.MAX_UNITS
"""No text of a cell is longer as it stands in the XML, where each of its signs is ``_xHHHH_``."""
_TEXT_MEMORY: Final = 160_000_000
_CHARACTERS: Final = 60_000_000


class TooMuchTextError(Exception):
    """The texts of a workbook are more than anybody reads, in memory or in the cells."""


class EndlessTextError(Exception):
    """A text is longer than Excel can hold in a cell, so Excel has not written it."""


@dataclass(slots=True)
class Room:
    """How much may still be read of one workbook, over all its sheets (SEC-07, SEC-11).

    A shared text costs memory once and *characters* in each cell that shows it: somebody is going
    to look at all of them. *tags* are those of every pass, however often a sheet is read.
    """

    characters: int = _CHARACTERS
    memory: int = _TEXT_MEMORY
    tags: int = 2 * guard.MAX_TAGS

    def decoded(self, text: str) -> str:
        """Return what a text of the XML means (SEC-13); raises one of the two errors."""
        if len(text) > xstring.MAX_UNITS // 2:
            if len(text) > MAX_RAW:
                raise EndlessTextError
            text = xstring.decode(text)
            if xstring.units(text) > xstring.MAX_UNITS:
                raise EndlessTextError
        else:
            text = xstring.decode(text)
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
    room: Room,
) -> Iterator[None]:
    """Parse a stream, calling the handlers, and yield after each piece of it.

    What stands between two tags is added to *texts*, which the handlers empty. Raises ExpatError
    for unsound XML, defusedxml's exceptions for what it forbids, and what *room* raises.
    """
    parser = _guarded()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    while chunk := stream.read(_CHUNK):
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
