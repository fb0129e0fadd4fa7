"""A package that passed the guard -> its sheets: where they are, how they are read (SEC-10)."""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from contextlib import contextmanager
from dataclasses import field
from functools import cached_property
from sys import getsizeof
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, LargeZipFile, ZipFile

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

from klimaeditor.excel import comments, guard, workbook_words
from klimaeditor.excel.layout import MAX_UNITS, letter
from klimaeditor.excel.parts import (
    GENERAL,
    MAIN,
    MAX_RAW,
    PRESERVED,
    Allowance,
    Attributes,
    EndlessTextError,
    Format,
    TooMuchTextError,
    items,
    marks_of,
    read_formats,
    read_strings,
    written,
)
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import WorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from xml.etree.ElementTree import Element

    from klimaeditor.excel.comments import CellComment
    from klimaeditor.excel.parts import SheetMarks


# --- words ---------------------------------------------------------------------------------------

UNSAFE_XML: Final = (
    "Excel-Dateien lassen sich gerade nicht öffnen, weil ein Sicherheitsbaustein fehlt oder "
    "abgeschaltet ist. Lassen Sie den Klimaeditor neu installieren. Einzelheiten: Es fehlt "
    "defusedxml."
)


def too_much_text(name: str) -> str:
    """Return the message for a workbook whose cells hold more than anybody reads (SEC-07)."""
    return (
        f"{quoted(name)} enthält zu viele oder zu lange Texte und wurde nicht gelesen. Teilen "
        "Sie die Datei auf; ist sie eigentlich klein, fragen Sie nach, woher sie kommt."
    )


# --- The XML of one sheet -> its rows, in one pass -----------------------------------------------
#
# Formulas are never evaluated: such a cell holds the formula, and the cell it showed when the file
# was saved last. Numbers under a date format are dates, in the calendar of the workbook (SEC-18).

MAX_COLUMNS: Final = 200
FORMULA: Final = "f"
ERROR: Final = "e"
_TEXTUAL: Final = "s"
_NUMERIC: Final = "n"
_DIGITS: Final = "0123456789"
_NO_DATE: Final = "#VALUE!"
_NO_NUMBER: Final = "#NUM!"
_LONGEST_NUMBER: Final = 64
_MOST_TRANSLATED: Final = 500_000
_LONGEST_FORMULA: Final = 8_192
_MOST_LOST: Final = 1_000
_SHORT: Final = (_NUMERIC, _TEXTUAL, "b", "d")
_DATA, _ROW, _CELL, _VALUE, _FORMULA, _INLINE, _TEXT, _PHONETIC = (
    MAIN + name for name in ("sheetData", "row", "c", "v", "f", "is", "t", "rPh")
)
_PLAIN_CELL: Final = (
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,9})")?'
    rb'(?: t="(inlineStr)"><is>' + PRESERVED + rb"([^<]*+)</t></is></c>"
    rb'|(?: t="(s|n|str|b|e)")?(?:><v>([^<&\r]*+)</v></c>|/>|></c>))'
)
"""Column, row, style; then for a text of its own a word and the text, else type and value."""
_EACH_CELL: Final = re.compile(_PLAIN_CELL)
_PLAIN_ROW: Final = re.compile(
    rb'\s{0,40}+<row r="([0-9]{1,9})"(?: [\w:]+="[^"<>]*+")*+'
    rb"(?:/>|>((?:" + re.sub(rb"[(](?![?])", b"(?:", _PLAIN_CELL) + rb")*+)</row>)"
)


@dataclass(slots=True)
class Cell:
    """A cell that is more than a text.

    *data_type* is one letter: f for a formula, e for an error, n, b, d for number, truth, date; a
    letter we do not know stands with the text as it was found. *shown* is what a formula showed
    when the file was saved last.
    """

    value: Any
    data_type: str
    coordinate: str
    number_format: str = GENERAL.code
    shown: Found = None


Found: TypeAlias = "str | Cell | None"
"""A text cell is its text and a blank one None: most cells are one of them."""
Row: TypeAlias = "tuple[int, Sequence[Found]]"


def value_of(found: Found) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return the value of a cell, of a formula its text."""
    return found.value if isinstance(found, Cell) else found


@dataclass(frozen=True, slots=True)
class SharedParts:
    """What the sheets of a workbook share: texts, formats by style, day nought, room left."""

    strings: Sequence[str] = ()
    formats: Mapping[str, Format] = field(default_factory=dict)
    epoch: datetime = WINDOWS_EPOCH
    room: Allowance = field(default_factory=Allowance)


@dataclass(slots=True)
class Losses:
    """What a sheet holds that is not read: rows that come too late or twice, columns too far right.

    *rows* are their numbers, *column* is the place of the first column left out.
    """

    rows: list[int] = field(default_factory=list)
    column: int | None = None


def read_rows(
    stream: IO[bytes], common: SharedParts, losses: Losses | None = None
) -> Iterator[Row]:
    """Yield number and cells of the rows that the sheet holds, at most MAX_COLUMNS cells each.

    Rows that are left out in the file are not yielded, blank cells behind the last one neither.
    Texts are decoded. Raises ExpatError, defusedxml's exceptions, ValueError or IndexError for a
    damaged sheet, and what the room in *common* raises. *losses* takes up what is not yielded.
    """
    reader = _Reader(common, losses or Losses())
    for _ in items(stream, reader, common.room):
        yield from reader.rows
        reader.rows.clear()


class _Places(dict[Any, int]):
    """The place of a column by its letters, from 0, which are text or bytes."""

    def __missing__(self, letters: str | bytes) -> int:
        name = letters.decode() if isinstance(letters, bytes) else letters
        self[letters] = place = column_index_from_string(name) - 1
        return place


class _Reader:
    """The state between the calls of the parser; *rows* are those that are complete."""

    __slots__ = (
        *("rows", "parts", "_common", "_places", "_translators", "_number", "_last", "_row"),
        *("_place", "_attributes", "_value", "_text", "_formula", "_how", "_aid"),
        *("_room", "_left", "_shared", "_losses", "_depth", "_has_left", "_holder"),
    )

    opening = re.compile(rb"<sheetData>")
    closing = b"</row>"

    def __init__(self, common: SharedParts, losses: Losses) -> None:
        self._losses = losses
        self.rows: list[Row] = []
        self.parts: list[str] = []
        self._common = common
        self._room = common.room
        self._left = _MOST_TRANSLATED
        self._places = _Places()
        self._shared: dict[str | None, tuple[str, str]] = {}
        self._translators: dict[str | None, Translator] = {}
        self._number = self._last = 0
        self._row: list[Found] = []
        self._place = 0
        self._attributes: Attributes = {}
        self._value = ""
        self._text: str | None = None
        self._formula: str | None = None
        self._how: Attributes = {}
        self._aid = False
        self._depth = 0
        self._holder = ""
        self._has_left = False

    @property
    def is_inside(self) -> bool:
        """Whether the next row may begin here."""
        return self._depth == 2 and self._holder == _DATA and not self._has_left

    def start(self, name: str, attributes: Attributes) -> None:
        """Note where something begins."""
        self._depth += 1
        if name == _CELL:
            self._attributes = attributes
            self._value, self._text, self._formula = "", None, None
        elif name == _ROW:
            self._row, self._place = [], 0
            given = attributes.get("r")
            self._number = self._number + 1 if given is None else _whole(given)
        elif name == _INLINE:
            self._text = ""
        elif name == _PHONETIC:
            self._aid = True
        elif name == _FORMULA:
            self._how = attributes
        elif name == _DATA and self._depth == 2:
            self._holder = name
        self.parts.clear()

    def end(self, name: str) -> None:
        """Take up what ends."""
        self._depth -= 1
        if name == _TEXT:
            if not self._aid and self._text is not None:
                self._text += "".join(self.parts)
                if len(self._text) > MAX_RAW:
                    raise EndlessTextError
        elif name == _CELL:
            self._end_cell()
        elif name == _VALUE:
            self._value = self._value or "".join(self.parts)
        elif name == _ROW:
            self._end_row()
        elif name == _FORMULA:
            self._formula = "".join(self.parts)
        elif name == _PHONETIC:
            self._aid = False
        elif name == _DATA:
            self._has_left = True

    def plain(self, xml: bytes) -> list[bytes] | None:
        """Return number and cells of rows, one after the other, that hold plain cells only."""
        found: list[bytes] = []
        end = 0
        while match := _PLAIN_ROW.match(xml, end):
            found += match.groups(b"")
            end = match.end()
        return found if end == len(xml) else None

    def take(self, found: Sequence[bytes]) -> None:
        """Take up rows as they stand in the XML."""
        numbers_and_cells = iter(found)
        for number, cells in zip(numbers_and_cells, numbers_and_cells, strict=True):
            self._number = int(number)
            self._take_cells(cells)
            self._end_row()

    def _take_cells(self, xml: bytes) -> None:
        """Take up the plain cells of a row."""
        row = self._row = []
        places, held = self._places, 0
        is_simple = len(xml) < MAX_UNITS // 2 and not (b"&" in xml or b"_x" in xml or b"\r" in xml)
        cell: Found
        for letters, digits, style, inline, text, kind, value in _EACH_CELL.findall(xml):
            if inline and is_simple:
                cell = text.decode()
                held += getsizeof(cell)
            elif inline:
                cell = self._room.decoded(written(text))
            elif value:
                where, of = (letters + digits).decode(), kind.decode() or _NUMERIC
                cell = self._typed(value.decode(), of, style.decode() or "0", where)
            else:
                cell = None
            place = places[letters]
            if place == len(row) and cell is not None and place < MAX_COLUMNS:
                row.append(cell)
            else:
                self._put(place, cell)
        self._room.hold(held)

    def _end_row(self) -> None:
        """Take up a row; one that stands behind a later one does not count."""
        if self._number > self._last:
            self._last = self._number
            self._room.shown(sum([len(cell) for cell in self._row if cell.__class__ is str]))
            self.rows.append((self._number, self._row))
        elif any(cell is not None for cell in self._row) and len(self._losses.rows) < _MOST_LOST:
            self._losses.rows.append(self._number)

    def _end_cell(self) -> None:
        given = self._attributes.get("r")
        place = self._places[given.rstrip(_DIGITS)] if given else self._place
        self._place = place + 1
        where = given or f"{letter(place)}{self._number}"
        cell = self._shown(where)
        if self._formula is not None:
            text = self._formula_text(self._formula, where)
            self._room.hold(getsizeof(text))
            cell = Cell(text, FORMULA, where, shown=cell)
        self._put(place, cell)

    def _put(self, place: int, cell: Found) -> None:
        """Put a cell into the row that is read."""
        row = self._row
        gap = place - len(row)
        if place >= MAX_COLUMNS and cell is not None:
            first = self._losses.column
            self._losses.column = place if first is None else min(place, first)
        if place >= MAX_COLUMNS or (cell is None and gap >= 0):
            return
        if gap > 0:
            row.extend([None] * gap)
        if gap >= 0:
            row.append(cell)
        else:
            row[place] = cell

    def _shown(self, where: str) -> Found:
        """Return what the cell shows, a formula aside; None where it is blank."""
        kind = self._attributes.get("t", _NUMERIC)
        if kind == "inlineStr":
            return None if self._text is None else self._room.decoded(self._text)
        return self._typed(self._value, kind, self._attributes.get("s", "0"), where)

    def _typed(self, value: Any, kind: str, style: str, where: str) -> Found:  # noqa: ANN401
        """Return what the value of a cell says, by its type and style."""
        if not value:
            return None
        if len(value) > _LONGEST_NUMBER and kind in _SHORT:
            return Cell(_NO_NUMBER, ERROR, where)
        if kind == _NUMERIC:
            return self._number_cell(value, style, where)
        if kind == _TEXTUAL:
            return self._common.strings[_index(value)]
        if kind == "b":
            value = bool(int(value))
        elif kind == "d":
            value = from_ISO8601(value)  # type: ignore[no-untyped-call]  # openpyxl has none
        else:
            value = self._room.decoded(value)
        return value if kind == "str" else Cell(value, kind, where)

    def _number_cell(self, text: str, style: str, where: str) -> Cell:
        number = float(text) if "." in text or "E" in text or "e" in text else int(text)
        known = self._common.formats.get(style, GENERAL)
        if not known.is_date:
            return Cell(number, _NUMERIC, where, known.code)
        try:
            moment = from_excel(number, self._common.epoch, timedelta=known.is_duration)
        except (OverflowError, ValueError):  # no calendar has such a day
            return Cell(_NO_DATE, ERROR, where, known.code)
        return Cell(moment, "d", where, known.code)

    def _formula_text(self, text: str, where: str) -> str:
        """Return a formula; one that cells share stands only in the first of them.

        It is moved to where the cell is – but not without end: later on it stands as in the first.
        """
        formula = f"={text}"
        if self._how.get("t") != "shared":
            return formula
        number = self._how.get("si")
        if number in self._shared:
            return self._moved(number, where)
        if text:
            self._shared[number] = formula, where
        return formula

    def _moved(self, number: str | None, where: str) -> str:
        formula, origin = self._shared[number]
        self._left -= len(formula)
        if self._left < 0 or len(formula) > _LONGEST_FORMULA:
            return formula
        if number not in self._translators:
            self._translators[number] = Translator(formula, origin)
        return str(self._translators[number].translate_formula(where))


def _index(text: str) -> int:
    """Return the place of a shared text; one before the first is none (LookupError)."""
    if (place := int(text)) < 0:
        raise LookupError(text)
    return place


def _whole(text: str) -> int:
    """Return a row number; some programs write ``3.0``."""
    number = float(text) if "." in text else int(text)
    if number != int(number):
        raise ValueError(text)
    return int(number)


# --- A package that passed the guard -> its sheets: where they are, how they are read (SEC-10) ---

_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRINGS, _STYLES, _WORKSHEET = "sharedStrings", "styles", "worksheet"
_NOTES, _TALKS, _PEOPLE = "comments", "threadedComment", "person"
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
    """An open package. *sheets* are its tables in the order of the tabs, charts left out.

    *looks* is what ``appearance`` found out about the parts that they share.
    """

    def __init__(self, archive: ZipFile, name: str, room: Allowance) -> None:
        self.looks: Any = None
        self._archive = archive
        self._room = room
        self._name = name
        main = guard.main_part(archive, name)
        root = guard.parse(archive, main, name)
        relations = self._relations(main)
        self._known = dict(relations.values())
        self._epoch = MAC_EPOCH if _counts_from_1904(root) else WINDOWS_EPOCH
        self.sheets = tuple(
            BookSheet(
                found.get("name") or "", found.get("state") or VISIBLE, relations[key][1], self
            )
            for found in root.iter()
            if found.tag.endswith("}sheet")
            and (key := found.get(_ID)) in relations
            and relations[key][0] == _WORKSHEET
        )
        if len({sheet.part for sheet in self.sheets}) < len(self.sheets):
            raise WorkbookError(workbook_words.broken(name))  # one part read over and over

    @cached_property
    def common(self) -> SharedParts:
        """What the sheets share; read when the first of them is."""
        strings: list[str] = []
        if _STRINGS in self._known:
            with self.open(self._known[_STRINGS]) as stream:
                strings = read_strings(stream, self._room)
        formats = {}
        if _STYLES in self._known:
            with self.open(self._known[_STYLES]) as stream:
                formats = read_formats(stream, self._room)
        return SharedParts(strings, formats, self._epoch, self._room)

    def shared_part(self, kind: str) -> IO[bytes] | None:
        """Return the stream of what the sheets share, "styles" or "sharedStrings", if it is there.

        WorkbookError as in :meth:`open`.
        """
        return self.open(self._known[kind]) if kind in self._known else None

    def open(self, part: str) -> IO[bytes]:
        """Return the stream of a part; WorkbookError where the guard did not look for XML."""
        if not part.lower().endswith(guard.XML):
            raise WorkbookError(workbook_words.broken(self._name))
        return self._archive.open(part)

    def comments(self, sheet: str) -> tuple[CellComment, ...]:
        """Return the comments of a sheet by the name of its part."""
        related = list((self._related(sheet) or {}).values())
        notes = [part for kind, part in related if kind == _NOTES]
        talks = [part for kind, part in related if kind == _TALKS]
        people = (
            comments.people_of(self._tree(self._known[_PEOPLE])) if _PEOPLE in self._known else {}
        )
        return comments.merged(
            [note for part in notes for note in comments.notes_of(self._tree(part))],
            [
                talk
                for part in talks
                for talk in comments.conversations_of(self._tree(part), people)
            ],
        )

    def _tree(self, part: str) -> Element:
        if not part.lower().endswith(guard.XML):
            raise WorkbookError(workbook_words.broken(self._name))
        return guard.parse(self._archive, part, self._name)

    def _relations(self, main: str) -> dict[str | None, tuple[str, str]]:
        """Return kind and part by id of what the workbook consists of, as far as it is there."""
        found = self._related(main)
        if found is None:
            raise WorkbookError(workbook_words.broken(self._name))
        return found

    def _related(self, source: str) -> dict[str | None, tuple[str, str]] | None:
        """Return kind and part by id of what belongs to a part, None where nobody says."""
        folder, base = posixpath.split(source)
        names = guard.part_names(self._archive)
        part = names.get(guard.part_at(folder, f"_rels/{base}.rels"))
        if part is None:
            return None
        found = {}
        for relation in guard.parse(self._archive, part, self._name):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = names.get(guard.part_at(folder, relation.get("Target") or ""))
            if target is not None:
                found[relation.get("Id")] = kind, target
        return found


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet of an open package: its tab, and *state* visible, hidden or veryHidden."""

    title: str
    state: str
    part: str
    book: Book

    def rows(
        self, losses: Losses | None = None, texts: Mapping[str, str] | None = None
    ) -> Iterator[Row]:
        """Yield number and cells of its rows, see :func:`read_rows`.

        A cell that says one of *texts* holds that one: no text is kept twice.
        """
        with self.book.open(self.part) as stream:
            if not texts:
                yield from read_rows(stream, self.book.common, losses)
                return
            known = texts.get
            for number, row in read_rows(stream, self.book.common, losses):
                yield number, [known(c, c) if c.__class__ is str else c for c in row]

    def values(self, width: int) -> Iterator[list[Any]]:
        """Yield the values below row 1 that are not all blank, *width* in a row."""
        for number, cells in self.rows():
            found = [value_of(cell) for cell in cells[:width]]
            if number > 1 and any(value is not None for value in found):
                yield found + [None] * (width - len(found))

    def marks(self) -> SheetMarks:
        """Return what is merged or hidden in it (SEC-12)."""
        with self.book.open(self.part) as stream:
            return marks_of(stream)

    def comments(self) -> tuple[CellComment, ...]:
        """Return what people wrote beside its cells, with their names."""
        return self.book.comments(self.part)


@contextmanager
def opened(data: bytes, name: str, room: Allowance | None = None) -> Iterator[Book]:
    """Open a package that passed the guard; *name* is the file's, for messages.

    *room* bounds what is read of it, by default what an export of ours may hold.

    What archive, parser and numbers of a stranger's file can raise means that it is broken:
    WorkbookError, which is also raised where defusedxml is missing or switched off. A fault of our
    own stays what it is.
    """
    if openpyxl.DEFUSEDXML is not True or openpyxl.LXML:
        raise WorkbookError(UNSAFE_XML)
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            yield Book(archive, name, room or Allowance())
    except WorkbookError:
        raise
    except EndlessTextError as error:
        raise WorkbookError(workbook_words.endless_text(name)) from error
    except TooMuchTextError as error:
        raise WorkbookError(too_much_text(name)) from error
    except DAMAGE as error:
        raise WorkbookError(workbook_words.broken(name)) from error


def _counts_from_1904(workbook: Element) -> bool:
    return any(
        found.get("date1904", "").lower() in _TRUE
        for found in workbook.iter()
        if found.tag.endswith("}workbookPr")
    )
