"""A sheet as rows of texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class CellFault(StrEnum):
    """Why the text of a cell is not to be trusted (SEC-12)."""

    FORMULA = "formula"
    """The text is what the formula showed when the file was saved last."""
    ERROR = "error"
    """``#NAME?`` and its like."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row that says something: its number in the file, its texts without blank ones behind.

    *faults* maps places in the row to what is wrong there.
    """

    number: int
    cells: tuple[str, ...]
    faults: dict[int, CellFault] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class Grids:
    """A file: its visible sheets in order, all *titles*, and German *notices* about reading it."""

    name: str
    sheets: tuple[Grid, ...]
    titles: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
