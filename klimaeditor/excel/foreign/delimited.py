"""A delimited text file of other people -> a grid: encoding and delimiter are found out.

Excel in Germany writes semicolons in Windows-1252, or in UTF-8 with a mark at the beginning; other
programs write commas, tabs and UTF-16.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages, guard
from klimaeditor.excel.cells.rows import MAX_COLUMNS
from klimaeditor.excel.foreign import texts
from klimaeditor.excel.foreign.grid import Grid, GridRow, Grids
from klimaeditor.excel.sheetread import MAX_ROWS
from klimaeditor.excel.xstring import MAX_UNITS, line_feeds
from klimaeditor.paths import read_at_most
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES: Final = (".csv", ".tsv", ".txt")
LAST_ROW: Final = MAX_ROWS + 20
DELIMITERS: Final = ";\t,|"
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD: Final = (("cp1252", "Windows-1252"), ("cp850", "DOS (CP 850)"), ("mac_roman", "Mac Roman"))
_EXPECTED: Final = re.compile("[äöüÄÖÜß„“”–€é²₂§°]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_GUARDED: Final = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")
_SAMPLE_ROWS: Final = 50
_SAMPLE_LETTERS: Final = 200_000
_MAX_BYTES: Final = guard.MAX_MEGABYTES * 1024 * 1024


def read_delimited(path: Path) -> Grids:
    """Return the only sheet of a delimited file; raises WorkbookError where there is none."""
    text, notices = decode(_bytes(path), path.name)
    rows = _rows(text, path.name)
    if rows is None:
        raise WorkbookError(texts.no_table(path.name))
    if len(rows) > LAST_ROW:
        notices.append(texts.rows_left_out(path.stem, rows[LAST_ROW].number))
    grid = Grid(path.stem, tuple(rows[:LAST_ROW]))
    return Grids(path.name, (grid,), (grid.title,), tuple(notices))


def _bytes(path: Path) -> bytes:
    try:
        data = read_at_most(path, _MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise WorkbookError(filemessages.missing(path.name)) from error
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise WorkbookError(filemessages.unreadable(path.name, reason)) from error
    if len(data) > _MAX_BYTES:
        raise WorkbookError(filemessages.too_large(path.name, guard.MAX_MEGABYTES))
    return data


def decode(data: bytes, name: str) -> tuple[str, list[str]]:
    """Return the text of a file and what to say about its encoding; WorkbookError for no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding), name), []
            except UnicodeDecodeError as error:
                raise WorkbookError(texts.undecodable(name)) from error
    try:
        return _checked(data.decode("utf-8"), name), []
    except UnicodeDecodeError:
        pass
    best = max(_OLD, key=lambda old: _likelihood(data, old[0]))
    if _likelihood(data, best[0]) < 0:
        raise WorkbookError(texts.undecodable(name))
    text = _checked(data.decode(best[0], "replace"), name)
    return text, [texts.odd_encoding(best[1])] if best[0] != "cp1252" else []


def _likelihood(data: bytes, encoding: str) -> int:
    """Return how many letters of German texts come out, -1 where the bytes do not fit."""
    try:
        return len(_EXPECTED.findall(data.decode(encoding)))
    except UnicodeDecodeError:
        return -1


def _checked(text: str, name: str) -> str:
    if _CONTROL.search(text):
        raise WorkbookError(texts.undecodable(name))
    return text


def _rows(text: str, name: str) -> list[GridRow] | None:
    """Return the rows that are not blank; None where nothing is delimited."""
    given = _SEP_LINE.match(text)
    if given:
        text = text[given.end() :]
    delimiter = given[1] if given else _delimiter(text)
    if delimiter is None:
        return None
    _refuse_endless_quote(text, delimiter, name)
    rows = []
    try:
        # Excel counts records, not lines: a line break inside quotes belongs to the cell.
        for number, record in enumerate(_records(text, delimiter), 2 if given else 1):
            cells = [_cell(cell, name) for cell in record[:MAX_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append(GridRow(number, tuple(cells)))
            if len(rows) > LAST_ROW:
                break
    except csv.Error as error:
        raise WorkbookError(texts.broken_quotes(name)) from error
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
            raise WorkbookError(texts.broken_quotes(name)) from error


def _cell(text: str, name: str) -> str:
    """Return a cell's text without the sign that guards against formulas (SEC-06)."""
    if len(text) > MAX_UNITS:
        raise WorkbookError(texts.broken_quotes(name))
    return line_feeds(_GUARDED.sub("", text, count=1) if text.startswith("'") else text)


def _delimiter(text: str) -> str | None:
    """Return the sign that cuts the first records into the same number of cells most often."""
    sample = text[:_SAMPLE_LETTERS]
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        widths: list[int] = []
        try:
            for record in _records(sample, delimiter):
                if any(cell.strip() for cell in record):
                    widths.append(len(record))
                if len(widths) == _SAMPLE_ROWS:
                    break
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        score = sum(width == widths[0] for width in widths) / len(widths) * min(widths[0], 4)
        if score > best_score:
            best, best_score = delimiter, score
    return best
