"""expat as defusedxml guards it: no document types, no entities, nothing from elsewhere (SEC-08).

The handlers of elements are ours, so that no tree is built.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

from defusedxml.ElementTree import DefusedXMLParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""What the names of elements begin with; attributes without a prefix have their bare name."""
_CHUNK: Final = 256 * 1024
_BUFFER: Final = 64 * 1024
Attributes = dict[str, str]


def pieces(
    stream: IO[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], object],
) -> Iterator[None]:
    """Parse a stream, calling the handlers, and yield after each piece of it.

    Raises ExpatError for unsound XML and defusedxml's exceptions for what it forbids.
    """
    parser = _guarded()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
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
