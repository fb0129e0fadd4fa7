"""Change and Batch: the only currency of editing.

A :class:`Change` says: in this record of this file, the value at this path was *before* and is
*after*. It is frozen and invertible, so undo is the inverse, the list of unsaved changes is data,
and one generic undo command serves every kind of editing. A whole record (path ``()``) comes and
goes the same way, with ABSENT on one side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.values import Absent, Path, Value, same, set_path

if TYPE_CHECKING:
    from collections.abc import Hashable


class FileName(StrEnum):
    """The four files of a dataset; nothing else is ever read or written (SEC-17)."""

    MEASURES = "measures.json"
    ADDITIONAL = "additional_data.json"
    PROGRESS = "implementations.json"
    CATEGORIES = "categories.json"


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one record, before and after.

    *record* is the record's key in its table (stable while the dataset is open, not its id).
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
