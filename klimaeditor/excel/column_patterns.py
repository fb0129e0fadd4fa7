"""Values that belong to other rows: a column that was partly sorted or shifted, or filled down.

A single value tells nothing; what was sent in the other rows, and what came back beside it, do.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.model.values import Value

_LEAST_STEPS: Final = 3
_LEAST_MOVED: Final = 3
_SHARE: Final = 0.8
_GAP: Final = 3
"""Rows of a moved piece may lie apart: what is the same there was moved onto its like."""
_NEAR: Final = range(1, 6)
"""So many rows further on a series counts on."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class ColumnCell(NamedTuple):
    """One cell of a column: number of its row, whose it is, what was sent, what it says now."""

    row: int
    owner: str
    sent: Value
    now: Value

    @property
    def is_changed(self) -> bool:
        """Whether it says something, and something else than was sent."""
        return not _is_nothing(self.now) and _key(self.sent) != _key(self.now)

    @property
    def is_emptied(self) -> bool:
        """Whether what was sent is gone: perhaps it stands elsewhere."""
        return _is_nothing(self.now) and not _is_nothing(self.sent)


class FilledRun(NamedTuple):
    """A filled series: first and last value, and how many rows it has."""

    first: str
    last: str
    rows: int


def moved_values(cells: Sequence[ColumnCell]) -> Mapping[int, str]:
    """Return by row whose value a cell holds, where a piece of the column changed places.

    That is where the changed values of at least three rows are, but for a few, the values that were
    sent in these rows, and differ among each other. Two rows must have swapped theirs exactly.
    """
    changed = [cell for cell in cells if cell.is_changed or cell.is_emptied]
    found: dict[int, str] = {}
    for piece in (changed, *_pieces(changed)):
        found |= _moved(piece)
    return found


def _pieces(changed: Sequence[ColumnCell]) -> list[list[ColumnCell]]:
    """Return changed cells by neighbourhood."""
    pieces: list[list[ColumnCell]] = []
    for cell in changed:
        if pieces and cell.row - pieces[-1][-1].row <= _GAP:
            pieces[-1].append(cell)
        else:
            pieces.append([cell])
    return pieces


def _moved(piece: Sequence[ColumnCell]) -> dict[int, str]:
    sent = Counter(_key(cell.sent) for cell in piece if not _is_nothing(cell.sent))
    now = Counter(_key(cell.now) for cell in piece if cell.is_changed)
    kept = sum((sent & now).values())
    if len(piece) == 2:
        enough = kept == 2 and _is_a_swap(piece)
    else:
        enough = kept >= max(_LEAST_MOVED, now.total() * _SHARE)
    if not enough or len(sent & now) < 2:
        return {}
    owners: dict[object, str] = {}
    for cell in piece:
        owners.setdefault(_key(cell.sent), cell.owner)
    return {c.row: owners[_key(c.now)] for c in piece if c.is_changed and _key(c.now) in owners}


def _is_a_swap(pair: Sequence[ColumnCell]) -> bool:
    """Tell whether two measures hardly got each other's values by chance."""
    values = [cell.now for cell in pair]
    amounts = all(not isinstance(v, str) and not _is_year(v) for v in values)
    return (any if amounts else all)(_is_telling(value) for value in values)


def _is_telling(value: Value) -> bool:
    """Tell whether two measures hardly have this value by chance: no round number, no year."""
    if isinstance(value, str):
        return len(value) > 12 and not _DAY.fullmatch(value)
    digits = f"{value}".replace(".", "").rstrip("0")
    return len(digits) > 2 and not _is_year(value)


def _is_year(value: Value) -> bool:
    return isinstance(value, int | float) and 1990 <= value <= 2060


def _is_nothing(value: Value) -> bool:
    return isinstance(value, bool) or not isinstance(value, str | int | float) or value == ""


def _key(value: Value) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


# --- filled series -------------------------------------------------------------------------------


def filled_series(cells: Sequence[ColumnCell]) -> dict[int, FilledRun]:
    """Return by row the filled series that a changed cell is part of.

    A series has at least three steps of one size, and three values that differ from what was sent;
    equal values are none. A column that counted on when it was sent is none either. A few
    cells that say nothing leave a gap over which a series goes on.
    """
    found: dict[int, FilledRun] = {}
    if sum(cell.is_changed for cell in cells) < _LEAST_STEPS:
        return found
    for run in _runs([cell for cell in cells if not _is_nothing(cell.now)]):
        changed = [cell for cell in run if cell.is_changed]
        if len(changed) >= _LEAST_STEPS and not _was_a_series(run):
            series = FilledRun(str(run[0].now), str(run[-1].now), len(run))
            found |= {cell.row: series for cell in changed}
    return found


def _runs(cells: Sequence[ColumnCell]) -> list[list[ColumnCell]]:
    """Return the longest pieces of neighbouring rows whose values count on evenly."""
    runs: list[list[ColumnCell]] = []
    start = 0
    while start < len(cells) - _LEAST_STEPS:
        end = start + 1
        first = _step(cells[start], cells[end])
        while first is not None and end < len(cells) and _step(*cells[end - 1 : end + 1]) == first:
            end += 1
        if end - start > _LEAST_STEPS:
            runs.append(list(cells[start:end]))
        start = max(start + 1, end - 1)
    return runs


def _was_a_series(run: Sequence[ColumnCell]) -> bool:
    sent = [cell._replace(now=cell.sent) for cell in run]
    steps = {_step(*pair) for pair in pairwise(sent)}
    return len(steps) == 1 and None not in steps


def _step(above: ColumnCell, below: ColumnCell) -> tuple[object, ...] | None:
    """Return by what the lower of two neighbouring cells counts on, None where it does not."""
    before, after = above.now, below.now
    rows = below.row - above.row
    if rows not in _NEAR or isinstance(before, bool) or isinstance(after, bool):
        return None
    if isinstance(before, int | float) and isinstance(after, int | float):
        return ("number", (after - before) / rows) if after != before else None
    if isinstance(before, str) and isinstance(after, str):
        return _step_of_texts(before, after, rows)
    return None


def _step_of_texts(before: str, after: str, rows: int) -> tuple[object, ...] | None:
    first, second = _day(before), _day(after)
    if first is not None and second is not None:
        months = (second.year - first.year) * 12 + second.month - first.month
        if second.day == first.day and months:
            return ("months", months / rows)
        return ("days", (second - first).days / rows) if second != first else None
    frame = _NUMBER.sub("#", before)
    if frame != _NUMBER.sub("#", after):
        return None
    pairs = zip(_NUMBER.findall(before), _NUMBER.findall(after), strict=True)
    steps = {place: (int(b) - int(a)) / rows for place, (a, b) in enumerate(pairs) if a != b}
    return ("text", frame, *steps.items()) if len(steps) == 1 else None


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
