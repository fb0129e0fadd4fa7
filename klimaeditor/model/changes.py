"""Change and Batch: the only currency of editing.

A :class:`Change` says: in this record of this file, the value at this path was *before* and is
*after*. It is frozen and invertible, so undo is the inverse, the list of unsaved changes is data,
and one generic undo command serves every kind of editing. A whole record (path ``()``) comes and
goes the same way, with ABSENT on one side.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import (
    ABSENT,
    Absent,
    Path,
    Value,
    get_path,
    key_index,
    same,
    set_path,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from klimaeditor.model.values import Record


# --- Change and Batch: the only currency of editing ----------------------------------------------


class FileName(StrEnum):
    """The four files of a dataset; nothing else is ever read or written (SEC-17)."""

    MEASURES = "measures.json"
    ADDITIONAL = "additional_data.json"
    PROGRESS = "implementations.json"
    CATEGORIES = "categories.json"


HEAD: Final = -1
"""The key of what stands in a file before its records, where a change concerns that."""
MARK: Final[Path] = ("BOM",)
"""The byte order mark in the head of a file: True or ABSENT."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one record, before and after.

    *record* is the record's key in its table (stable while the dataset is open, not its id), or
    HEAD for the file itself, of which only the byte order mark can change.
    *index* is the place among the siblings at which a key or record comes in or was taken out;
    None means at the end.
    """

    file: FileName
    record: int
    path: Path
    before: Value
    after: Value
    index: int | None = None

    def inverse(self) -> Change:
        """Return the change that undoes this one, places included."""
        return replace(self, before=self.after, after=self.before)

    @property
    def structural(self) -> bool:
        """Whether a whole record comes or goes."""
        return self.path == () and (
            isinstance(self.before, Absent) or isinstance(self.after, Absent)
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes that belong together: one step of the history, with its German name.

    *group* lets consecutive batches of one visit to one field be merged into one step; None never
    merges.
    """

    label: str
    changes: tuple[Change, ...]
    group: Hashable | None = None

    def __bool__(self) -> bool:
        return bool(self.changes)

    def inverse(self) -> Batch:
        """Return the batch that undoes this one, in reverse order."""
        return replace(self, changes=tuple(c.inverse() for c in reversed(self.changes)))

    def then(self, later: Batch) -> Batch:
        """Return one batch for this one followed by *later*; what cancels out is left out."""
        changes = list(self.changes)
        for change in later.changes:
            _add(changes, change)
        return replace(self, changes=tuple(changes))


def _add(changes: list[Change], new: Change) -> None:
    """Add a change to a list: joined with the one it continues, else at the end."""
    for place in reversed(range(len(changes))):
        joined = _joined(changes[place], new)
        if joined is not None:
            changes[place : place + 1] = [] if same(joined.before, joined.after) else [joined]
            return
        if not _apart(changes[place], new):
            break
    changes.append(new)


def _apart(first: Change, second: Change) -> bool:
    """Tell whether *second* may as well come before *first*, which adds and removes no key."""
    if isinstance(first.before, Absent) or isinstance(first.after, Absent):
        return False
    depth = min(len(first.path), len(second.path))
    nested = first.path[:depth] == second.path[:depth]
    return (first.file, first.record) != (second.file, second.record) or not nested


def _joined(first: Change, second: Change) -> Change | None:
    """Return the one change that does what *first* and then *second* do, None where none can."""
    if (first.file, first.record) != (second.file, second.record):
        return None
    if first.path == second.path:
        came_back = isinstance(first.after, Absent) and not isinstance(second.after, Absent)
        if came_back and first.index != second.index:
            return None
        removed = isinstance(second.after, Absent)
        return replace(first, after=second.after, index=second.index if removed else first.index)
    depth = len(first.path)
    if isinstance(first.after, dict) and second.path[:depth] == first.path:
        after = set_path(first.after, second.path[depth:], second.after, second.index)
        return replace(first, after=after)
    return None


def mark_changes(file: FileName, *, had: bool, has: bool) -> tuple[Change, ...]:
    """Return the change that gives a file its byte order mark or takes it, none where it stays."""
    if had == has:
        return ()
    return (Change(file, HEAD, MARK, True if had else ABSENT, True if has else ABSENT),)


# --- The changes that turn the records of a table into others: as few and as deep as possible ----


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
