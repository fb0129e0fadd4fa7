"""A sheet made for people -> its row titles, each with the text that belongs to it (MRG-08)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from klimaeditor.excel.layout import letter
from klimaeditor.foreign import labels
from klimaeditor.foreign.labels import Part
from klimaeditor.foreign.reportdates import find_day

if TYPE_CHECKING:
    from klimaeditor.excel.foreign.grid import Grid, GridRow

_MOST_LINES: Final = 2_000
_COLUMNS_SEARCHED: Final = 20
_SHARE: Final = 0.4
_SHARE_ALONE: Final = 0.15
_HEADER_WORDS: Final = 3
_LONG: Final = 70
_TELLING: Final = frozenset({Part.TITLE, Part.STATE})


@dataclass(frozen=True, slots=True)
class Block:
    """A row title, the lines of text beside it, and the cell where they begin."""

    label: str
    lines: tuple[str, ...]
    cell: str

    @property
    def part(self) -> Part:
        """What the row title stands for; "Stand" is a date, or what happened until now."""
        part = labels.part_of(self.label) or Part.OTHER
        if part is Part.DATE and self.text and find_day([(self.text, "")]) is None:
            return Part.STATE
        return part

    @property
    def text(self) -> str:
        """The lines as one text, without blank ones around it."""
        return "\n".join(self.lines).strip("\n \t\u00a0")


@dataclass(slots=True)
class _Open:
    """A block that is being read; *last* is the number of its last row."""

    label: str
    cell: str
    last: int
    lines: list[str] = field(default_factory=list)

    def add(self, number: int, text: str) -> None:
        """Add a line; rows the file leaves out between texts are one blank line."""
        if number > self.last + 1 and self.lines and text.strip():
            self.lines.append("")
        if len(self.lines) < _MOST_LINES:
            self.lines.append(text)


def label_column(grid: Grid) -> int | None:
    """Return the column of the row titles, None where the sheet has no such column.

    Row titles are most of what stands in their column; a table that happens to have a few such
    words among its texts is no report, and a row with several of them is the header of a table.
    """
    hits: dict[int, set[Part]] = {}
    titles: Counter[int] = Counter()
    others: Counter[int] = Counter()
    for row in grid.rows:
        beside: set[Part] = set()
        for place, cell in enumerate(row.cells[:_COLUMNS_SEARCHED]):
            split = labels.split_cell(cell)
            part = labels.part_of(split[0] if split else cell)
            if part is not None:
                hits.setdefault(place, set()).add(part)
                titles[place] += 1
                beside.add(part)
            elif cell.strip():
                others[place] += 1
        if len(beside) >= _HEADER_WORDS and Part.BUDGET not in beside:
            return None
    filled = {place for row in grid.rows for place, cell in enumerate(row.cells) if cell.strip()}
    alone = {place for place in hits if place == max(filled)}
    fit = [
        place
        for place, parts in hits.items()
        if (len(parts) > 2 or parts == _TELLING)
        and parts & _TELLING
        and titles[place] >= others[place] * (_SHARE_ALONE if place in alone else _SHARE)
    ]
    return min(fit, key=lambda place: (-len(hits[place]), place)) if fit else None


def cut(grid: Grid, column: int) -> tuple[list[Block], list[GridRow]]:
    """Cut a sheet at the row titles in *column*; return the blocks, and the rows above the first.

    The text stands beside its title, or below it where nothing stands beside.
    """
    below = not any(_beside(row, column).strip() for row in grid.rows)
    found: list[_Open] = []
    above: list[GridRow] = []
    for row in grid.rows:
        label, text, cell = _cells(row, column, below=below)
        before = found[-1] if found else None
        if before is None and labels.part_of(label) is None:
            above.append(row)
            continue
        if before is None or (label and not _goes_on(before.label, label, below=below)):
            found.append(_Open(label, cell, row.number, [text] if text else []))
            continue
        if label:
            before.label = labels.joined(before.label, label)
        if text or not label:
            before.add(row.number, text)
        before.last = row.number
    return [Block(block.label, tuple(block.lines), block.cell) for block in found], above


def _cells(row: GridRow, column: int, *, below: bool) -> tuple[str, str, str]:
    """Return title, text, and the cell of the text of a row."""
    label, text = row.text(column).strip(), _beside(row, column)
    own, next_ = f"{letter(column)}{row.number}", f"{letter(column + 1)}{row.number}"
    if text.strip():
        return label, text, next_
    split = labels.split_cell(label)
    if split is not None:
        return split[0], split[1], own
    prose = len(label) > _LONG or len(label.split()) > labels.MOST_WORDS
    if label and labels.part_of(label) is None and (below or prose):
        return "", row.text(column), own
    return label, text, next_


def _goes_on(before: str, label: str, *, below: bool) -> bool:
    """Tell whether a row title is the rest of the one above."""
    if below and not before.rstrip().endswith("-"):
        return False
    return labels.continues(before, label)


def _beside(row: GridRow, column: int) -> str:
    """Return what stands beside a row title; several cells are one line."""
    cells = row.cells[column + 1 :]
    filled = [cell for cell in cells if cell.strip()]
    return " ".join(filled) if filled else next((cell for cell in cells if cell), "")
