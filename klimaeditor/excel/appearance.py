"""What of a sheet nobody sees, or sees crossed out: hidden rows and columns, struck texts (SEC-12).

The cells of a sheet do not tell. Its XML is read once more for it, and only where something in
the package is hidden or struck at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel.layout import decode
from klimaeditor.excel.parts import MAIN, Allowance, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.excel.cells import BookSheet
    from klimaeditor.excel.parts import Attributes

_ROW, _COLUMN, _CELL, _VALUE, _INLINE, _ITEM, _RUN, _LOOK, _STRIKE, _TEXT, _AID = (
    MAIN + name for name in ("row", "col", "c", "v", "is", "si", "r", "rPr", "strike", "t", "rPh")
)
_FONTS, _FONT, _STYLES, _STYLE = (MAIN + name for name in ("fonts", "font", "cellXfs", "xf"))
_TRUE: Final = ("", "1", "true", "on")
_MAX_COLUMNS: Final = 16_384
_STRUCK: Final = re.compile(rb"strike")
_ODD: Final = re.compile(
    rb"""strike|hidden\s*=\s*["'](?!0["']|false["'])|\b(?:ht|width)\s*=\s*["'](?:[^1-9]|[^"']*[eE])"""
)
"""What may hide or strike out something: a size below 1 begins with no digit but 0."""
_CHUNK: Final = 1024 * 1024
_LONGEST: Final = 256
"""No more bytes of a chunk are looked at again with the next one."""


_AREA: Final = re.compile(r"\A([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


class Area(NamedTuple):
    """A merged range: rows and columns from 1, both ends included."""

    name: str
    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell is in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


class Struck(NamedTuple):
    """A text with parts that are struck out: what is left of it, and what is struck."""

    kept: str
    struck: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a sheet looks: hidden rows (from 1), hidden columns (from 0), struck cells by name.

    A cell that is struck as a whole has nothing left.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: Mapping[str, Struck] = field(default_factory=dict)

    @property
    def is_odd(self) -> bool:
        """Whether anything is hidden or struck."""
        return bool(self.hidden_rows or self.hidden_columns or self.struck)

    def hides(self, row: int, place: int) -> bool:
        """Tell whether the cell in a row (from 1) and at a place (from 0) is hidden."""
        return row in self.hidden_rows or place in self.hidden_columns


def appearance_of(sheet: BookSheet) -> Appearance:
    """Return how a sheet looks; what a damaged package raises is as in ``cells.opened``."""
    fonts = _Styles()
    texts = _Texts()
    for kind, reader in (("styles", fonts), ("sharedStrings", texts)):
        stream = sheet.book.shared_part(kind)
        if stream is not None and _mentions(stream, _STRUCK):
            _read(sheet.book.shared_part(kind), reader)
    with sheet.book.open(sheet.part) as stream:
        looked_at = bool(fonts.struck or texts.struck) or _mentions(stream, _ODD)
    if not looked_at:
        return Appearance()
    found = _Sheet(fonts.struck, texts.struck)
    _read(sheet.book.open(sheet.part), found)
    return Appearance(frozenset(found.rows), frozenset(found.columns), found.cells)


def _mentions(stream: IO[bytes], words: re.Pattern[bytes]) -> bool:
    """Tell whether one of the words occurs in a stream, which is closed then."""
    rest = b""
    with stream:
        while chunk := stream.read(_CHUNK):
            if words.search(rest + chunk):
                return True
            rest = chunk[-_LONGEST:]
    return False


def _read(stream: IO[bytes] | None, reader: _Reader) -> None:
    if stream is None:
        return
    with stream:
        for _ in pieces(stream, reader.start, reader.end, reader.parts, Allowance()):
            pass


def _is_true(attributes: Attributes, name: str = "val") -> bool:
    return attributes.get(name, "").lower() in _TRUE


class _Reader:
    """What all readers share: the texts between tags."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Note where something begins."""

    def end(self, name: str) -> None:
        """Take up what ends."""


class _Styles(_Reader):
    """The styles whose font is struck, by their number as cells write it."""

    def __init__(self) -> None:
        super().__init__()
        self.struck: frozenset[str] = frozenset()
        self._path: list[str] = []
        self._fonts: list[bool] = []
        self._number = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a font, or a style with a struck one."""
        inside = self._path[1:]
        self._path.append(name)
        if name == _FONT and inside == [_FONTS]:
            self._fonts.append(False)
        elif name == _STRIKE and inside == [_FONTS, _FONT]:
            self._fonts[-1] = _is_true(attributes)
        elif name == _STYLE and inside == [_STYLES]:
            font = attributes.get("fontId", "0")
            if font.isdecimal() and int(font) < len(self._fonts) and self._fonts[int(font)]:
                self.struck |= {str(self._number)}
            self._number += 1

    def end(self, name: str) -> None:
        """Leave an element."""
        del name
        self._path.pop()
        self.parts.clear()


class _Runs(_Reader):
    """A text made of runs, some of which may be struck."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[str] = []
        self._gone: list[str] = []
        self._struck = self._rich = self._aid = False

    def _begin(self, name: str, attributes: Attributes) -> None:
        if name == _RUN:
            self._struck = False
        elif name == _LOOK:
            self._rich = True
        elif name == _STRIKE:
            self._struck = _is_true(attributes)
        elif name == _AID:
            self._aid = True
        self.parts.clear()

    def _finish(self, name: str) -> None:
        if name == _TEXT and not self._aid:
            (self._gone if self._struck else self._kept).append("".join(self.parts))
        elif name == _AID:
            self._aid = False
        elif name == _RUN:
            self._struck = False
        self.parts.clear()

    def _taken(self) -> tuple[Struck, bool]:
        """Return the text that ends, and whether its runs have looks of their own."""
        kept, gone = (decode("".join(texts)) for texts in (self._kept, self._gone))
        found = Struck(kept.strip() if gone else kept, gone.strip()), self._rich
        self._kept, self._gone = [], []
        self._struck = self._rich = False
        return found


class _Texts(_Runs):
    """The shared texts with struck runs, by their number as cells write it."""

    def __init__(self) -> None:
        super().__init__()
        self.struck: dict[str, Struck] = {}
        self._number = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a run and its look."""
        self._begin(name, attributes)

    def end(self, name: str) -> None:
        """Take up a run, or all of an item."""
        self._finish(name)
        if name == _ITEM:
            found, _ = self._taken()
            if found.struck.strip():
                self.struck[str(self._number)] = found
            self._number += 1


class _Sheet(_Runs):
    """The hidden rows and columns of a sheet, and its struck cells."""

    def __init__(self, styles: frozenset[str], texts: Mapping[str, Struck]) -> None:
        super().__init__()
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.cells: dict[str, Struck] = {}
        self._styles = styles
        self._texts = texts
        self._number = 0
        self._cell: Attributes = {}
        self._value = ""

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a row, a column or a cell."""
        if name == _ROW:
            given = attributes.get("r", "")
            self._number = int(float(given)) if given else self._number + 1
            if _is_hidden(attributes, "ht"):
                self.rows.add(self._number)
        elif name == _COLUMN:
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            if _is_hidden(attributes, "width"):
                self.columns.update(range(first - 1, min(last, _MAX_COLUMNS)))
        elif name == _CELL:
            self._cell, self._value = attributes, ""
        self._begin(name, attributes)

    def end(self, name: str) -> None:
        """Take up a value or a cell."""
        if name == _VALUE:
            self._value = "".join(self.parts)
        self._finish(name)
        if name == _CELL:
            self._end_cell()

    def _end_cell(self) -> None:
        inline, rich = self._taken()
        where = self._cell.get("r", "")
        shared = self._cell.get("t") == "s"
        found = self._texts.get(self._value) if shared else inline
        if found is not None and found.struck.strip():
            self.cells[where] = found if found.kept.strip() else Struck("", found.struck)
        elif self._cell.get("s", "0") in self._styles and not rich and (self._value or inline.kept):
            self.cells[where] = Struck("", "" if shared else self._value or inline.kept)


def _is_hidden(attributes: Attributes, size: str) -> bool:
    """Tell whether a row or column is hidden, or has no height or width."""
    if "hidden" in attributes and _is_true(attributes, "hidden"):
        return True
    return size in attributes and float(attributes[size]) < 1


def area_of(name: str) -> Area | None:
    """Return a merged range by its name, None for no range."""
    match = _AREA.fullmatch(name)
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(name, int(top), _number(left), int(bottom or top), _number(right or left))


def _number(letters: str) -> int:
    total = 0
    for char in letters:
        total = total * 26 + ord(char) - ord("A") + 1
    return total
