"""A grid -> header row and data rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.layout import letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.excel.foreign.grid import Grid, GridRow

HEADER_WITHIN: Final = 20
_LONGEST_HEADER: Final = 150
_NUMBERLIKE = re.compile(r"[\d.,\s%€+-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column with something in it: its place in the rows, its letters, its header."""

    place: int
    letter: str
    header: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """The table of a sheet as text. *merged* are merged ranges that reach below the header."""

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    merged: tuple[str, ...] = ()

    def column_texts(self, column: Column) -> list[str]:
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
        Column(place, letter(place), " ".join(header.text(place).split()))
        for place in range(width)
        if header.text(place).strip() or any(row.text(place).strip() for row in rows)
    )
    merged = tuple(area for area in grid.merged if _last_row(area) > header.number)
    return RawTable(grid.title, header.number, columns, rows, merged)


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
