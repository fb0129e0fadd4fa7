"""The city's yearly report: sheets made for people -> one entry per measure (MRG-08).

One measure per sheet, row titles in one column, texts beside them. Titles and texts are broken over
rows, cells are merged, rows are missing or in another order; the sheets are called Tabelle1 or
anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from klimaeditor.foreign import texts
from klimaeditor.foreign.blocks import Block, cut, label_column
from klimaeditor.foreign.labels import ORDER, Part
from klimaeditor.foreign.reportdates import FoundDay, find_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.excel.foreign.grid import Grid, GridRow, Grids

_GENERIC = re.compile(r"(?:tabelle|sheet|blatt|table|seite|page)\s*_?\d*(?:\s*\(\d+\))?", re.I)
_HEADING = re.compile(r"sachstandsbericht|jahresbericht|\A(?:anlage|stand)\b", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure of a report. *title_cell* is "" where the title is no row of its own."""

    sheet: str
    title: str
    title_cell: str
    blocks: tuple[Block, ...]
    day: FoundDay | None = None
    faulty: bool = False
    """Whether a cell held a formula or an error (SEC-12)."""

    def block(self, part: Part) -> Block | None:
        """Return the blocks of a part as one, None where nothing is said there."""
        return _joined(self.blocks, part)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as read: its entries, the day it speaks of, the sheets that hold no measure."""

    name: str
    entries: tuple[Entry, ...]
    day: FoundDay | None = None
    skipped: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())


def read_report(grids: Grids) -> Report | None:
    """Return the report in a file, None where no sheet is laid out as one."""
    entries: list[Entry] = []
    skipped: list[str] = []
    headings: list[tuple[str, str]] = [(grids.name.rpartition(".")[0], texts.IN_FILE_NAME)]
    notices = list(grids.notices)
    for grid in grids.sheets:
        column = label_column(grid)
        if column is None:
            skipped.append(grid.title)
            headings += _texts_of(grid.rows)
            continue
        found, above = _read_sheet(grid, column)
        headings += [(grid.title, texts.IN_SHEET_NAME)] if len(grids.sheets) == 1 else []
        headings += above
        if entries and len(found) == 1 and _continues(entries[-1], found[0], grid.title):
            notices.append(texts.continued_sheet(grid.title, entries[-1].sheet))
            blocks = entries[-1].blocks + found[0].blocks
            faulty = entries[-1].faulty or found[0].faulty
            entries[-1] = replace(entries[-1], blocks=blocks, faulty=faulty)
        else:
            entries += found
    if not entries:
        return None
    day = find_day(headings)
    return Report(grids.name, tuple(entries), day, tuple(skipped), tuple(notices))


def _read_sheet(grid: Grid, column: int) -> tuple[list[Entry], list[tuple[str, str]]]:
    """Return the entries of a sheet, and the texts above its first row title."""
    blocks, above = cut(grid, column)
    entries: list[Entry] = []
    part: list[Block] = []
    parts: set[Part] = set()
    for block in blocks:
        own = block.part
        if own is Part.TITLE and Part.TITLE in parts and len(parts) > 1:
            entries.append(_entry(grid, part, above))
            part, above = [], []
            parts = set()
        part.append(block)
        parts.add(own)
    headings = _texts_of(above)
    entries.append(_entry(grid, part, above))
    faulty = any(row.faults for row in grid.rows)
    return [replace(entry, faulty=faulty) for entry in entries], headings


def _entry(grid: Grid, blocks: list[Block], above: Sequence[GridRow]) -> Entry:
    """Return one measure of a sheet, its title and day found."""
    titled = _joined(blocks, Part.TITLE)
    if titled is not None:
        title, cell = " ".join(titled.text.split()), titled.cell
    else:
        title, cell = _heading(grid.title, above), ""
    dated = [
        (block.text if block.part is Part.DATE else block.label, texts.IN_SHEET)
        for block in sorted(blocks, key=lambda block: block.part is not Part.DATE)
        if block.part in (Part.DATE, Part.STATE)
    ]
    return Entry(grid.title, title, cell, tuple(blocks), find_day(dated))


def _joined(blocks: Sequence[Block], part: Part) -> Block | None:
    """Return the blocks of a part as one, None where nothing is said there."""
    found = [block for block in blocks if block.part is part and block.text]
    if not found:
        return None
    lines = [line for block in found for line in block.lines]
    return Block(found[0].label, tuple(lines), found[0].cell)


def _heading(sheet: str, above: Sequence[GridRow]) -> str:
    """Return a title for a sheet without one: a line above the rows, else the sheet's own name."""
    for text, _ in _texts_of(above):
        words = " ".join(text.split())
        if len(words) > 3 and not _HEADING.search(words) and find_day([(words, "")]) is None:
            return words
    return "" if _GENERIC.fullmatch(sheet.strip()) else sheet.strip()


def _texts_of(rows: Iterable[GridRow]) -> list[tuple[str, str]]:
    return [
        (cell, texts.IN_SHEET) for row in rows for cell in row.cells if 0 < len(cell.strip()) < 200
    ]


def _continues(before: Entry, found: Entry, sheet: str) -> bool:
    """Tell whether a sheet without a title goes on with the measure of the one before."""
    if found.title or not _GENERIC.fullmatch(sheet.strip()):
        return False
    had = {block.part for block in before.blocks} - {Part.OTHER}
    has = {block.part for block in found.blocks} - {Part.OTHER}
    return bool(had and has) and max(map(ORDER.index, had)) < min(map(ORDER.index, has))
