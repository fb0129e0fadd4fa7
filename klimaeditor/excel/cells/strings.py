"""The texts that the sheets of a workbook share."""

from __future__ import annotations

from typing import IO, Final

from klimaeditor.excel.cells.parsing import (
    MAIN,
    MAX_RAW,
    Attributes,
    EndlessTextError,
    Room,
    pieces,
)

_ITEM: Final = MAIN + "si"
_TEXT: Final = MAIN + "t"
_PHONETIC: Final = MAIN + "rPh"


def read_strings(stream: IO[bytes], room: Room) -> list[str]:
    """Return the texts, runs of different looks put together, reading aids left out.

    Each is decoded here, once, however many cells show it (SEC-13). Raises what *room* raises.
    """
    reader = _Strings(room)
    for _ in pieces(stream, reader.start, reader.end, reader.parts, room):
        pass
    return reader.found


class _Strings:
    __slots__ = ("_aid", "_length", "_room", "_texts", "found", "parts")

    def __init__(self, room: Room) -> None:
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
