"""Which row of a list is which entry it was exported from.

Rows carry no number of their own, so that people can sort, insert and copy freely.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

_MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class Alignment:
    """*pairs* maps entries to rows, both by place; the rest are *new* rows and entries *gone*."""

    pairs: dict[int, int]
    new: tuple[int, ...]
    gone: tuple[int, ...]


def align(entries: Sequence[Sequence[Hashable]], rows: Sequence[Sequence[Hashable]]) -> Alignment:
    """Pair entries (as exported cells) with rows (cells now, made comparable).

    First what is the same, then what shares a cell, then in order. A blank row that is left over
    means nothing; an entry without a row is *gone*: not answered, which is not "deleted".
    """
    if entries == rows:
        return Alignment({place: place for place in range(len(rows))}, (), ())
    waiting: dict[tuple[Hashable, ...], deque[int]] = defaultdict(deque)
    for place, row in enumerate(rows):
        waiting[tuple(row)].append(place)
    pairs: dict[int, int] = {}
    for place, entry in enumerate(entries):
        if waiting[tuple(entry)]:
            pairs[place] = waiting[tuple(entry)].popleft()
    taken = set(pairs.values())
    free = [place for place in range(len(rows)) if place not in taken]
    left = [place for place in range(len(entries)) if place not in pairs]
    if len(left) <= _MOST_COMPARED:
        for place in tuple(left):
            alike = next((row for row in free if _share(entries[place], rows[row])), None)
            if alike is not None:
                pairs[place] = alike
                free.remove(alike)
                left.remove(place)
    together = min(len(left), len(free))
    pairs.update(zip(left[:together], free[:together], strict=True))
    new = tuple(place for place in free[together:] if not all(map(is_blank, rows[place])))
    return Alignment(pairs, new, tuple(left[together:]))


def _share(entry: Sequence[Hashable], row: Sequence[Hashable]) -> bool:
    return any(a == b and not is_blank(a) for a, b in zip(entry, row, strict=True))


def is_blank(cell: Hashable) -> bool:
    """Whether a cell says nothing; 0 says something."""
    return cell is None or cell == ""
