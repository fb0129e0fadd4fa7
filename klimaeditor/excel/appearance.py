"""How a sheet looks: hidden rows and columns, struck texts (SEC-12), and coloured ones.

The cells of a sheet do not tell. Its XML is read once more for it, and only where something in
the package is hidden, struck or coloured at all. A colour of the theme is the program's, and none.
"""

from __future__ import annotations

import re
from colorsys import rgb_to_hsv
from dataclasses import field
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from klimaeditor.excel.layout import decode
from klimaeditor.excel.parts import MAIN, Allowance, pieces
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from klimaeditor.excel.cells import Book, BookSheet
    from klimaeditor.excel.parts import Attributes

_ROW, _COLUMN, _CELL, _VALUE, _INLINE, _ITEM, _RUN, _LOOK, _STRIKE, _COLOUR, _TEXT, _AID = (
    MAIN + name
    for name in ("row", "col", "c", "v", "is", "si", "r", "rPr", "strike", "color", "t", "rPh")
)
_FONTS, _FONT, _STYLES, _STYLE = (MAIN + name for name in ("fonts", "font", "cellXfs", "xf"))
_TRUE: Final = ("", "1", "true", "on")
_MAX_COLUMNS: Final = 16_384
_COLOUR_IN: Final = re.compile(rb"color\s[^<>]{0,200}rgb=")
_COLOUR_OF: Final = re.compile(rb"color(?<=<color|:color)\s[^<>]{0,200}rgb=")
_HIDDEN: Final = re.compile(rb"""hidden\s*=\s*["'](?!0["']|false["'])""")
_SIZES: Final = tuple(
    re.compile(name + rb"(?<=\b" + name + rb""")\s*=\s*["'](?:[^1-9]|[^"']*[eE])""")
    for name in (b"ht", b"width")
)
"""What may hide something: a size below 1 begins with no digit but 0.

A pattern that begins with letters is found many times as fast as one that begins with a choice.
"""
_CHUNK: Final = 1024 * 1024
_LONGEST: Final = 256
"""No more bytes of a chunk are looked at again with the next one."""


WHITE: Final = "weiß"
_WHITE: Final = 0xF4
_GREY: Final = 0x40
_HUES: Final = (
    *((20, "rot"), (45, "orange"), (70, "gelb"), (170, "grün"), (260, "blau"), (320, "violett")),
    (361, "rot"),
)
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

    A cell that is struck as a whole has nothing left. *coloured* are cells with text in a colour,
    with its German name.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck: Mapping[str, Struck] = field(default_factory=dict)
    coloured: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_odd(self) -> bool:
        """Whether anything is hidden, struck or coloured."""
        return bool(self.hidden_rows or self.hidden_columns or self.struck or self.coloured)

    def hides(self, row: int, place: int) -> bool:
        """Tell whether the cell in a row (from 1) and at a place (from 0) is hidden."""
        return row in self.hidden_rows or place in self.hidden_columns


def appearance_of(sheet: BookSheet) -> Appearance:
    """Return how a sheet looks; what a damaged package raises is as in ``cells.opened``."""
    fonts, texts = _shared_looks(sheet.book)
    looked_at = bool(fonts.struck or texts.struck or texts.coloured)
    if not looked_at and not _mentions(sheet.book.open(sheet.part), _odd(fonts.coloured)):
        return Appearance()
    found = _Sheet(fonts, texts)
    _read(sheet.book.open(sheet.part), found)
    looks = found.cells, found.coloured
    return Appearance(frozenset(found.rows), frozenset(found.columns), *looks)


def _shared_looks(book: Book) -> tuple[_Styles, _Texts]:
    """Return the looks of the styles and texts that all sheets share, read once for all."""
    if book.looks is None:
        fonts, texts = _Styles(), _Texts()
        for kind, reader in (("styles", fonts), ("sharedStrings", texts)):
            stream = book.shared_part(kind)
            if stream is not None and _mentions(stream, _is_looked):
                _read(book.shared_part(kind), reader)
        book.looks = fonts, texts
    fonts, texts = book.looks
    return fonts, texts


def _is_looked(xml: bytes) -> bool:
    """Tell whether something may be struck or coloured in XML."""
    return b"strike" in xml or _COLOUR_IN.search(xml) is not None


def _odd(styles: Iterable[str]) -> Callable[[bytes], bool]:
    """Return what tells whether XML of a sheet may be odd, coloured styles included."""
    numbers = "|".join(styles)
    used = re.compile(rf"""s=(?<=\bs=)["'](?:{numbers})["']""".encode()) if numbers else None

    def is_odd(xml: bytes) -> bool:
        return (
            b"strike" in xml
            or _COLOUR_OF.search(xml) is not None
            or _HIDDEN.search(xml) is not None
            or any(size.search(xml) for size in _SIZES)
            or (used is not None and used.search(xml) is not None)
        )

    return is_odd


def colour_of(rgb: str) -> str:
    """Return the German name of a font's colour ("FFFF0000"), "" for black, grey and no colour."""
    try:
        red, green, blue = bytes.fromhex(rgb[-6:])
    except ValueError:
        return ""
    if min(red, green, blue) >= _WHITE:
        return WHITE
    if max(red, green, blue) - min(red, green, blue) < _GREY:
        return ""
    hue, _, _ = rgb_to_hsv(red, green, blue)
    return next(name for end, name in _HUES if hue * 360 < end)


def _mentions(stream: IO[bytes], is_odd: Callable[[bytes], bool]) -> bool:
    """Tell whether something odd occurs in a stream, which is closed then."""
    rest = b""
    with stream:
        while chunk := stream.read(_CHUNK):
            if is_odd(rest + chunk):
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
    """The styles whose font is struck or coloured, by their number as cells write it."""

    def __init__(self) -> None:
        super().__init__()
        self.struck: frozenset[str] = frozenset()
        self.coloured: dict[str, str] = {}
        self._path: list[str] = []
        self._fonts: list[bool] = []
        self._colours: list[str] = []
        self._number = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Note a font, or a style with a struck one."""
        inside = self._path[1:]
        self._path.append(name)
        if name == _FONT and inside == [_FONTS]:
            self._fonts.append(False)
            self._colours.append("")
        elif name == _COLOUR and inside == [_FONTS, _FONT]:
            self._colours[-1] = colour_of(attributes.get("rgb", ""))
        elif name == _STRIKE and inside == [_FONTS, _FONT]:
            self._fonts[-1] = _is_true(attributes)
        elif name == _STYLE and inside == [_STYLES]:
            font = attributes.get("fontId", "0")
            number = int(font) if font.isdecimal() else len(self._fonts)
            if number < len(self._fonts) and self._fonts[number]:
                self.struck |= {str(self._number)}
            if number < len(self._fonts) and self._colours[number]:
                self.coloured[str(self._number)] = self._colours[number]
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
        self._colour = self.colour = ""

    def _begin(self, name: str, attributes: Attributes) -> None:
        if name == _RUN:
            self._struck, self._colour = False, ""
        elif name == _LOOK:
            self._rich = True
        elif name == _COLOUR:
            self._colour = colour_of(attributes.get("rgb", ""))
        elif name == _STRIKE:
            self._struck = _is_true(attributes)
        elif name == _AID:
            self._aid = True
        self.parts.clear()

    def _finish(self, name: str) -> None:
        if name == _TEXT and not self._aid:
            (self._gone if self._struck else self._kept).append("".join(self.parts))
            self.colour = self.colour or ("" if self._struck else self._colour)
        elif name == _AID:
            self._aid = False
        elif name == _RUN:
            self._struck, self._colour = False, ""
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
        self.coloured: dict[str, str] = {}
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
            if self.colour:
                self.coloured[str(self._number)] = self.colour
            self.colour = ""
            self._number += 1


class _Sheet(_Runs):
    """The hidden rows and columns of a sheet, and its struck and coloured cells."""

    def __init__(self, styles: _Styles, texts: _Texts) -> None:
        super().__init__()
        self.rows: set[int] = set()
        self.columns: set[int] = set()
        self.cells: dict[str, Struck] = {}
        self.coloured: dict[str, str] = {}
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
        where, style = self._cell.get("r", ""), self._cell.get("s", "0")
        shared = self._cell.get("t") == "s"
        found = self._texts.struck.get(self._value) if shared else inline
        colour = self._texts.coloured.get(self._value, "") if shared else self.colour
        self.colour = ""
        if not colour and (self._value or inline.kept):
            colour = self._styles.coloured.get(style, "")
        if colour:
            self.coloured[where] = colour
        if found is not None and found.struck.strip():
            self.cells[where] = found if found.kept.strip() else Struck("", found.struck)
        elif style in self._styles.struck and not rich and (self._value or inline.kept):
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
