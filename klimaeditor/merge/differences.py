"""The changes that turn the records of a table into others: as few and as deep as possible."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from klimaeditor.changes import Change
from klimaeditor.values import ABSENT, get_path, key_index, same, set_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klimaeditor.changes import FileName
    from klimaeditor.values import Path, Record


def differences(
    file: FileName, old: Mapping[int, Record], new: Mapping[int, Record]
) -> tuple[Change, ...]:
    """Return the changes from *old* to *new*, both by key in file order.

    A record that moved is taken out and put in again. The changes fit one after the other.
    """
    stay = _in_order([key for key in new if key in old], list(old))
    order = list(old)
    changes: list[Change] = []
    for key in old:
        if key not in stay:
            place = order.index(key)
            changes.append(Change(file, key, (), old[key], ABSENT, place))
            del order[place]
    for key in old:
        if key in stay:
            changes += _of_record(file, key, old[key], new[key])
    for place, (key, row) in enumerate(new.items()):
        if key not in stay:
            changes.append(Change(file, key, (), ABSENT, row, place))
    return tuple(changes)


def _of_record(file: FileName, key: int, old: Record, new: Record) -> list[Change]:
    """Return the changes of one record; one for all of it where keys changed their order."""
    if old is new or same(old, new):
        return []
    row = old
    changes = []
    for path in _paths(old, new, ()):
        value = get_path(new, path)
        index = key_index(new, path)
        before = get_path(row, path)
        if value is ABSENT:
            index = key_index(row, path)
        elif before is not ABSENT:
            index = None
        changes.append(Change(file, key, path, before, value, index))
        row = set_path(row, path, value, index)
    return changes if same(row, new) else [Change(file, key, (), old, new)]


def _paths(old: Record, new: Record, path: Path) -> Iterator[Path]:
    """Yield the paths that differ: first the keys that go, then those that stay or come."""
    for key in reversed(old):
        if key not in new:
            yield (*path, key)
    for key, value in new.items():
        before = old.get(key, ABSENT)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _paths(before, value, (*path, key))
        elif not same(before, value):
            yield (*path, key)


def _in_order(keys: Sequence[int], order: Sequence[int]) -> set[int]:
    """Return as many of *keys* as come in the same order in *order*: the rest has moved.

    The longest increasing subsequence of their places, by patience sorting.
    """
    place_of = {key: place for place, key in enumerate(order)}
    tops: list[int] = []
    before: dict[int, int | None] = {}
    for key in keys:
        place = place_of[key]
        pile = bisect_left(tops, place)
        before[key] = order[tops[pile - 1]] if pile else None
        tops[pile : pile + 1] = [place]
    stay: set[int] = set()
    found = order[tops[-1]] if tops else None
    while found is not None:
        stay.add(found)
        found = before[found]
    return stay
