"""The texts that the sheets of a workbook share."""

from __future__ import annotations

from typing import IO, Final

from klimaeditor.excel.cells.parsing import MAIN, Attributes, pieces

_ITEM: Final = MAIN + "si"
_TEXT: Final = MAIN + "t"
_PHONETIC: Final = MAIN + "rPh"


def read_strings(stream: IO[bytes]) -> list[str]:
    """Return the texts, runs of different looks put together, reading aids left out."""
    reader = _Strings()
    for _ in pieces(stream, reader.start, reader.end, reader.parts.append):
        pass
    return reader.found


class _Strings:
    __slots__ = ("_aid", "_texts", "found", "parts")

    def __init__(self) -> None:
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
        elif name == _ITEM:
            self.found.append("".join(self._texts))
            self._texts.clear()
        elif name == _PHONETIC:
            self._aid = False
        self.parts.clear()
