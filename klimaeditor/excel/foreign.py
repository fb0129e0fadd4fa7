"""Any file of other people -> its sheets as text, after the guard has looked at it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.excel import guard, target, workbook_words
from klimaeditor.excel.appearance import appearance_of
from klimaeditor.excel.cells import ERROR, FORMULA, MAX_COLUMNS, VISIBLE, Cell, Losses, opened
from klimaeditor.excel.layout import MAX_UNITS, letter
from klimaeditor.excel.numberformats import shown_number, shows_nothing
from klimaeditor.excel.parts import Allowance
from klimaeditor.excel.sheets import MAX_ROWS
from klimaeditor.excel.workbook_words import listed
from klimaeditor.model.core_words import os_reason, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import WorkbookError
from klimaeditor.model.linebreaks import line_feeds
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from klimaeditor.excel.appearance import Appearance
    from klimaeditor.excel.cells import BookSheet, Found
    from klimaeditor.excel.comments import CellComment


# --- words ---------------------------------------------------------------------------------------


def hidden_sheets(titles: Sequence[str]) -> str:
    """Return the notice about hidden sheets (SEC-12)."""
    return f"Ausgeblendete Blätter wurden nicht gelesen: {listed(titles)}."


def too_many_sheets(found: int, limit: int) -> str:
    """Return the notice about more sheets than anybody fills by hand (SEC-11)."""
    return (
        f"Die Excel-Datei hat {found} Blätter; gelesen wurden die ersten {limit}. Lesen Sie die "
        "übrigen aus einer eigenen Datei ein."
    )


def rows_left_out(sheet: str, row: int) -> str:
    """Return the notice about rows beyond the bound (SEC-11)."""
    return (
        f"Blatt {quoted(sheet)}: Ab Zeile {row} wurde nicht weitergelesen, weil die Datei zu "
        "groß ist. Teilen Sie sie auf mehrere Dateien auf."
    )


def columns_left_out(sheet: str, letters: str) -> str:
    """Return the notice about columns beyond the bound (SEC-11)."""
    return (
        f"Blatt {quoted(sheet)}: Ab Spalte {shortened(letters)} wurde nicht weitergelesen, "
        "obwohl dort etwas steht. Holen Sie die Spalten, die gebraucht werden, in der Datei nach "
        "vorn."
    )


def rows_lost(sheet: str, numbers: Sequence[int]) -> str:
    """Return the problem of rows that stand in the file too late or twice."""
    return (
        f"Blatt „{sheet}“: Die Datei ist beschädigt. Nicht gelesen wurden Zeilen, die in "
        f"falscher Reihenfolge oder doppelt darin stehen: {listed([str(n) for n in numbers])}. "
        "Öffnen Sie die Datei in Excel, prüfen Sie sie, und speichern Sie sie neu."
    )


def workbook_in_disguise(name: str) -> str:
    """Return the refusal of a workbook whose name says that it is a text file."""
    return (
        f"{quoted(name)} ist eine Excel-Datei mit falscher Endung. Ändern Sie die Endung in "
        "„.xlsx“, oder speichern Sie in Excel als „CSV UTF-8 (*.csv)“."
    )


def undecodable(name: str) -> str:
    """Return the refusal of a text file whose letters cannot be told."""
    return (
        f"{quoted(name)} ist keine lesbare Textdatei. Speichern Sie in Excel mit „Speichern "
        "unter“ als „CSV UTF-8 (durch Trennzeichen getrennt) (*.csv)“, und öffnen Sie diese "
        "Datei."
    )


def no_table(name: str) -> str:
    """Return the refusal of a delimited file without rows and columns."""
    return (
        f"{quoted(name)} enthält keine Tabelle. Nötig sind eine Kopfzeile und Spalten, die durch "
        "Semikolon, Komma oder Tabulator getrennt sind."
    )


def broken_quotes(name: str) -> str:
    """Return the refusal of a delimited file with a field without end."""
    return (
        f"{quoted(name)}: Ein Anführungszeichen wird nicht geschlossen, oder ein Feld ist länger "
        "als 32.767 Zeichen. Öffnen Sie die Datei in Excel, prüfen Sie sie, und speichern Sie "
        "neu als CSV."
    )


def escaped_quotes() -> str:
    """Return the notice that quotation marks are written as programs write them, not as Excel."""
    return (
        'Anführungszeichen stehen in der Datei hinter einem umgekehrten Schrägstrich (\\") und '
        "wurden so gelesen. Prüfen Sie Texte mit Anführungszeichen."
    )


def odd_encoding(encoding: str) -> str:
    """Return the notice that the letters were read in an old encoding."""
    return (
        f"Die Datei ist in der Kodierung {encoding} gespeichert und wurde so gelesen. Prüfen Sie "
        "Umlaute und Anführungszeichen."
    )


# --- A sheet as rows of texts --------------------------------------------------------------------


class CellDoubt(StrEnum):
    """Why the text of a cell is not to be trusted (SEC-12)."""

    FORMULA = "formula"
    """The text is what the formula showed when the file was saved last."""
    ERROR = "error"
    """``#NAME?`` and its like."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row that says something: its number in the file, its texts without blank ones behind.

    *faults* maps places in the row to what is wrong there, *struck* to what is struck out there:
    the cell holds the rest, or all of it where nothing is left. *hidden* are places nobody sees,
    *coloured* those written in a colour, with its name. *delimited* is True in a text file, where a
    missing quotation mark cuts one text into several cells.
    """

    number: int
    cells: tuple[str, ...]
    faults: dict[int, CellDoubt] = field(default_factory=dict)
    delimited: bool = False
    struck: dict[int, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    coloured: dict[int, str] = field(default_factory=dict)

    def is_struck(self, place: int) -> bool:
        """Tell whether all of a cell is struck out."""
        return bool(self.struck.get(place)) and self.struck[place] == self.text(place)

    def text(self, place: int) -> str:
        """Return the text at a place from 0, "" beyond the last."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing but blanks is there."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its title, its rows that are not blank, its merged ranges such as ``A2:A3``."""

    title: str
    rows: tuple[GridRow, ...]
    merged: tuple[str, ...] = ()
    hidden: bool = False
    comments: tuple[CellComment, ...] = ()


@dataclass(frozen=True, slots=True)
class Grids:
    """A file: its visible sheets in order, all *titles*, and German *notices* about reading it.

    *lost* are sentences about what is damaged in it, so that something could not be read.
    """

    name: str
    sheets: tuple[Grid, ...]
    titles: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


# --- A delimited text file of other people -> a grid: encoding and delimiter are found out -------
#
# Excel in Germany writes semicolons in Windows-1252, or in UTF-8 with a mark at the beginning;
# other
# programs write commas, tabs and UTF-16.

LAST_ROW: Final = MAX_ROWS + 20
DELIMITERS: Final = ";\t,|"
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD: Final = (("cp1252", "Windows-1252"), ("cp850", "DOS (CP 850)"), ("mac_roman", "Mac Roman"))
_EXPECTED: Final = re.compile("[äöüÄÖÜß„“”–€é²₂§°]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f]")
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_GUARDED: Final = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")
_ESCAPED: Final = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_EVEN: Final = 0.5
"""More of the first records than that are as wide as the first where it is the header."""
_WIDE: Final = 4
HEADER_WITHIN: Final = 20
_SAMPLE_ROWS: Final = 50
_SAMPLE_LETTERS: Final = 200_000
_PACKAGE: Final = b"PK\x03\x04"
_MAX_BYTES: Final = guard.MAX_MEGABYTES * 1024 * 1024


def read_delimited(path: Path) -> Grids:
    """Return the only sheet of a delimited file; raises WorkbookError where there is none."""
    text, notices = decode(_bytes(path), path.name)
    plain = _without_escapes(text)
    if plain != text:
        notices.append(escaped_quotes())
    rows = _rows(plain, path.name, notices)
    if rows is None:
        raise WorkbookError(no_table(path.name))
    if len(rows) > LAST_ROW:
        notices.append(rows_left_out(path.stem, rows[LAST_ROW].number))
    grid = Grid(path.stem, tuple(rows[:LAST_ROW]))
    return Grids(path.name, (grid,), (grid.title,), tuple(notices))


def _bytes(path: Path) -> bytes:
    try:
        data = read_at_most(path, _MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise WorkbookError(workbook_words.missing(path.name)) from error
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise WorkbookError(workbook_words.unreadable(path.name, reason)) from error
    if len(data) > _MAX_BYTES:
        raise WorkbookError(workbook_words.too_large(path.name, guard.MAX_MEGABYTES))
    if not data:
        raise WorkbookError(workbook_words.empty(path.name))
    if data.startswith(_PACKAGE):
        raise WorkbookError(workbook_in_disguise(path.name))
    return data


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text of a file and what to say about its encoding; WorkbookError for no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding), name), []
            except UnicodeDecodeError as error:
                raise WorkbookError(undecodable(name)) from error
    try:
        return _checked(data.decode("utf-8"), name), []
    except UnicodeDecodeError:
        pass
    best = max(_OLD, key=lambda old: _likelihood(data, old[0]))
    if _likelihood(data, best[0]) < 0:
        raise WorkbookError(undecodable(name))
    text = _checked(data.decode(best[0], "replace"), name)
    return text, [odd_encoding(best[1])] if best[0] != "cp1252" else []


def _likelihood(data: bytes, encoding: str) -> int:
    """Return how many letters of German texts come out, -1 where the bytes do not fit."""
    try:
        return len(_EXPECTED.findall(data.decode(encoding)))
    except UnicodeDecodeError:
        return -1


def _checked(text: str, name: str) -> str:
    if _CONTROL.search(text):
        raise WorkbookError(undecodable(name))
    return text


def _rows(text: str, name: str, notices: list[str]) -> list[GridRow] | None:
    """Return the rows that are not blank; None where nothing is delimited."""
    given = _SEP_LINE.match(text)
    if given:
        text = text[given.end() :]
    delimiter = given[1] if given else _delimiter(text)
    if delimiter is None:
        return None
    _refuse_endless_quote(text, delimiter, name)
    rows = []
    wider = False
    try:
        # Excel counts records, not lines: a line break inside quotes belongs to the cell.
        for number, record in enumerate(_records(text, delimiter), 2 if given else 1):
            cells = [_cell(cell, name) for cell in record[:MAX_COLUMNS]]
            wider = wider or any(cell.strip() for cell in record[MAX_COLUMNS:])
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append(GridRow(number, tuple(cells), delimited=True))
            if len(rows) > LAST_ROW:
                break
    except csv.Error as error:
        raise WorkbookError(broken_quotes(name)) from error
    if wider:
        notices.append(columns_left_out(name.rpartition(".")[0], letter(MAX_COLUMNS)))
    return rows if rows and max(len(row.cells) for row in rows) > 1 else None


def _records(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _refuse_endless_quote(text: str, delimiter: str, name: str) -> None:
    """Raise WorkbookError where the last quotation mark swallows the rest of the file."""
    try:
        for _ in _records(text, delimiter, strict=True):
            pass
    except csv.Error as error:
        if "end of data" in str(error):
            raise WorkbookError(broken_quotes(name)) from error


def _cell(text: str, name: str) -> str:
    """Return a cell's text without the sign that guards against formulas (SEC-06)."""
    if len(text) > MAX_UNITS:
        raise WorkbookError(broken_quotes(name))
    return line_feeds(_GUARDED.sub("", text, count=1) if text.startswith("'") else text)


def _without_escapes(text: str) -> str:
    """Return a text with doubled quotation marks for those behind a backslash.

    Only where Excel's way of quoting is broken by them: a folder's name may end with a backslash.
    """
    if _ESCAPED.search(text) is None:
        return text
    delimiter = _delimiter(text)
    if delimiter is None or _is_quoted_well(text, delimiter):
        return text
    return _ESCAPED.sub(r'\1""', text)


def _is_quoted_well(text: str, delimiter: str) -> bool:
    try:
        for _ in _records(text, delimiter, strict=True):
            pass
    except csv.Error:
        return False
    return True


def _delimiter(text: str) -> str | None:
    """Return the sign that cuts the first records into the same number of cells most often.

    Titles or comments may stand above the header, but only where no sign fits from the first line.
    """
    widths = {delimiter: _widths(text[:_SAMPLE_LETTERS], delimiter) for delimiter in DELIMITERS}
    best, best_score = _best({sign: _evenness(found) for sign, found in widths.items()})
    if best is not None and best_score > _EVEN * min(widths[best][0], _WIDE):
        return best
    below, below_score = _best({sign: _evenness_below(found) for sign, found in widths.items()})
    return below if below_score > best_score else best


def _best(scores: dict[str, float]) -> tuple[str | None, float]:
    best = max(scores, key=lambda delimiter: scores[delimiter])
    return (best, scores[best]) if scores[best] > 0 else (None, 0.0)


def _widths(sample: str, delimiter: str) -> list[int]:
    """Return how many cells the first records have that are not blank."""
    widths: list[int] = []
    try:
        for record in _records(sample, delimiter):
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return []
    return widths


def _evenness(widths: Sequence[int]) -> float:
    if not widths or widths[0] < 2:
        return 0.0
    return sum(width == widths[0] for width in widths) / len(widths) * min(widths[0], _WIDE)


def _evenness_below(widths: Sequence[int]) -> float:
    """Return the score of the best header below titles; at least one row is as wide as it."""
    starts = range(1, min(HEADER_WITHIN, len(widths) - 1))
    fit = [start for start in starts if widths[start:].count(widths[start]) > 1]
    return max((_evenness(widths[start:]) for start in fit), default=0.0)


# --- Any file of other people -> its sheets as text, after the guard has looked at it ------------


def read_file(path: Path) -> Grids:
    """Return the sheets of an .xlsx or delimited file; nothing is written to it (SEC-10).

    Raises WorkbookError with a German sentence for everything else: other formats, hostile or
    broken packages, text that cannot be read, a file that is not there.
    """
    if path.suffix.lower() in target.DELIMITED and not path.is_dir():
        return read_delimited(path)
    data = guard.read_package(path)

    grids = read_book(data, path.name)
    lock = target.find_lock(path)
    if lock is None:
        return grids
    open_elsewhere = workbook_words.open_elsewhere(path.name, lock[1])
    return replace(grids, notices=(open_elsewhere, *grids.notices))


# --- One value of a cell -> the text a person would type for it; "" for a blank cell -------------


def as_text(value: object, number_format: str = "") -> str:
    """Return the text of a cell's value.

    Numbers have a decimal comma and the unit that their format shows; shares that the cell shows in
    percent are percent. Dates are ``TT.MM.JJJJ`` (SEC-18).
    """
    if value is None:
        text = ""
    elif isinstance(value, str):
        text = line_feeds(value)
    elif isinstance(value, bool):
        text = workbook_words.TRUE if value else workbook_words.FALSE
    elif isinstance(value, int | float):
        text = shown_number(value, number_format)
    elif isinstance(value, datetime):
        text = value.strftime("%d.%m.%Y" if value.time() == time() else "%d.%m.%Y %H:%M")
    elif isinstance(value, date):
        text = value.strftime("%d.%m.%Y")
    else:
        text = str(value)
    return text


# --- A workbook of other people -> its sheets as text, bounded and judged (SEC-10 to -12) --------

MAX_SHEETS: Final = 200
MAX_CELLS: Final = 500_000
MAX_CHARACTERS: Final = 20_000_000
"""What all cells show together; a table of 5,000 rows has 4,000 in each of them."""
MAX_MERGED: Final = 20_000


@dataclass(slots=True)
class _Budget:
    """How many cells may still be read; the same bound holds for the whole file."""

    cells: int
    notices: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def read_book(data: bytes, name: str) -> Grids:
    """Return the visible sheets of a package that passed the guard.

    Formulas count as what they showed last, marked as such; hidden sheets are named and left out.
    Raises WorkbookError where the package is broken, or its texts are more than anybody reads.
    """
    budget = _Budget(MAX_CELLS)
    with opened(data, name, Allowance(characters=MAX_CHARACTERS)) as book:
        titles = tuple(sheet.title for sheet in book.sheets)
        visible = [sheet for sheet in book.sheets if sheet.state == VISIBLE]
        hidden = [sheet.title for sheet in book.sheets if sheet.state != VISIBLE]
        wanted = visible[:MAX_SHEETS]
        grids = [_read_sheet(sheet, budget) for sheet in wanted]
    if hidden:
        budget.notices.append(hidden_sheets(hidden))
    if len(visible) > len(wanted):
        budget.notices.append(too_many_sheets(len(visible), MAX_SHEETS))
    return Grids(name, tuple(grids), titles, tuple(budget.notices), tuple(budget.lost))


def _read_sheet(sheet: BookSheet, budget: _Budget) -> Grid:
    rows: list[GridRow] = []
    look = appearance_of(sheet)
    losses = Losses()
    for number, cells in sheet.rows(losses):
        row = _row(number, cells)
        if row is None:
            continue
        if look.is_odd:
            row = _as_seen(row, look)
        budget.cells -= len(row.cells)
        if number > LAST_ROW or budget.cells < 0:
            budget.notices.append(rows_left_out(sheet.title, number))
            break
        rows.append(row)
    if losses.column is not None:
        budget.notices.append(columns_left_out(sheet.title, letter(losses.column)))
    if losses.rows:
        budget.lost.append(rows_lost(sheet.title, losses.rows))
    merged = sheet.marks().merged[:MAX_MERGED]
    return Grid(sheet.title, tuple(rows), merged, comments=sheet.comments())


def _as_seen(row: GridRow, look: Appearance) -> GridRow:
    """Return a row with what is hidden or struck in it."""
    cells = list(row.cells)
    struck = {}
    for place, text in enumerate(cells):
        found = look.struck.get(f"{letter(place)}{row.number}")
        if found is not None and found.kept:
            cells[place] = line_feeds(found.kept)
            struck[place] = found.struck
        elif found is not None:
            struck[place] = text
    places = range(len(cells))
    hidden = frozenset(place for place in places if look.hides(row.number, place))
    named = {place: f"{letter(place)}{row.number}" for place in places}
    coloured = {p: look.coloured[cell] for p, cell in named.items() if cell in look.coloured}
    hidden |= row.hidden
    return replace(row, cells=tuple(cells), struck=struck, hidden=hidden, coloured=coloured)


def _row(number: int, cells: Sequence[Found]) -> GridRow | None:
    """Return a row as text, None where nothing is in it."""
    found: list[str] = []
    faults: dict[int, CellDoubt] = {}
    unseen = set()
    for place, cell in enumerate(cells):
        shown = cell
        if isinstance(cell, Cell) and cell.data_type == FORMULA:
            faults[place] = CellDoubt.FORMULA
            shown = cell.shown
        if not isinstance(shown, Cell):
            found.append(as_text(shown))
            continue
        if shown.data_type == ERROR:
            faults[place] = CellDoubt.ERROR
        if _shows_nothing(shown):
            unseen.add(place)
        found.append(as_text(shown.value, shown.number_format))
    while found and not found[-1] and len(found) - 1 not in faults:
        found.pop()
    return GridRow(number, tuple(found), faults, hidden=frozenset(unseen)) if found else None


def _shows_nothing(cell: Cell) -> bool:
    """Tell whether the format of a cell hides its number."""
    value = cell.value
    return isinstance(value, int | float) and shows_nothing(cell.number_format, value)


# --- A grid -> header row and data rows ----------------------------------------------------------

_LONGEST_HEADER: Final = 150
_NUMBERLIKE = re.compile(r"[\d.,\s%€+-]+")


@dataclass(frozen=True, slots=True)
class ForeignColumn:
    """A column with something in it: its place in the rows, its letters, its header."""

    place: int
    letter: str
    header: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """The table of a sheet as text. *merged* are merged ranges that reach below the header.

    *above* are the texts above the header.
    """

    sheet: str
    header_row: int
    columns: tuple[ForeignColumn, ...]
    rows: tuple[GridRow, ...]
    merged: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    comments: tuple[CellComment, ...] = ()

    def column_texts(self, column: ForeignColumn) -> list[str]:
        """Return the texts of a column, blank ones included."""
        return [row.text(column.place) for row in self.rows]


def find_table(grid: Grid, known: Callable[[str], float]) -> RawTable | None:
    """Return the table of a sheet, None where no row looks like a header with rows below.

    *known* says from 0 to 1 how much a text is the name of a field. The header is, among the first
    rows that are not blank, the one with most known names, else the first with two short texts.
    """
    best, best_score = None, 0.0
    for place, row in enumerate(grid.rows[:HEADER_WITHIN]):
        score = _likeness(row, known)
        if score > best_score and any(not below.is_blank for below in grid.rows[place + 1 :]):
            best, best_score = place, score
    if best is None:
        return None
    header = grid.rows[best]
    rows = tuple(row for row in grid.rows[best + 1 :] if not row.is_blank)
    width = max(len(row.cells) for row in (header, *rows))
    columns = tuple(
        ForeignColumn(place, letter(place), " ".join(header.text(place).split()))
        for place in range(width)
        if header.text(place).strip() or any(row.text(place).strip() for row in rows)
    )
    merged = tuple(area for area in grid.merged if _last_row(area) > header.number)
    above = tuple(cell for row in grid.rows[:best] for cell in row.cells if cell.strip())
    return RawTable(grid.title, header.number, columns, rows, merged, above, grid.comments)


def _likeness(row: GridRow, known: Callable[[str], float]) -> float:
    """Return how much a row looks like a header; 0 for none."""
    found = [cell.strip() for cell in row.cells if cell.strip()]
    short = [text for text in found if len(text) <= _LONGEST_HEADER]
    words = [text for text in short if not _NUMBERLIKE.fullmatch(text)]
    names = sum(known(text) for text in words)
    if len(found) < 2 or len(words) < 2 or len(words) < len(found) / 2:
        return 0.0
    distinct = len(set(words)) / len(words)
    return 10 * names + distinct * len(words) / len(found)


def _last_row(area: str) -> int:
    digits = "".join(char for char in area.rpartition(":")[2] if char.isdigit())
    return int(digits or 0)
