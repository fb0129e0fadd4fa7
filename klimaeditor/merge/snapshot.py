"""Tables of raw records -> the mappings that are decided on, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.changes import FileName
from klimaeditor.dataset.records import id_of
from klimaeditor.merge.fields import FieldRef, RecordRef, flatten, item_orders, opaque_paths
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.merge.align import Tables
    from klimaeditor.values import Record, Value

    Version: TypeAlias = Mapping[RecordRef, Mapping[FieldRef, Value]]


class Sides(NamedTuple):
    """The three versions as record -> field -> value, each in the order of its files."""

    base: Version
    ours: Version
    theirs: Version


def snapshot(base: Tables, ours: Tables, theirs: Tables) -> Sides:
    """Return three versions of some files in the form that can be decided on.

    The same record has the same key in all of them (see ``align``). A record is cut into the same
    fields in all versions; where that is impossible, the whole value is one field.
    """
    tables = (base, ours, theirs)
    sides: tuple[dict[RecordRef, Mapping[FieldRef, Value]], ...] = ({}, {}, {})
    for file in FileName:
        found = [table.get(file, {}) for table in tables]
        keys = dict.fromkeys(key for table in found for key in table)
        cut = {key: _cut(file, key, [table.get(key) for table in found]) for key in keys}
        for place, (side, table) in enumerate(zip(sides, found, strict=True)):
            for key in table:
                ref, contents = cut[key]
                side[ref] = contents[place] or {}
    return Sides(*sides)


def _cut(
    file: FileName, key: int, rows: Sequence[Record | None]
) -> tuple[RecordRef, Sequence[Mapping[FieldRef, Value] | None]]:
    """Return a record's reference and its fields in each version, None where it is missing."""
    base, ours, theirs = rows
    identifier = next((id_of(row) for row in (ours, theirs, base) if row and id_of(row)), "")
    ref = RecordRef(file, key, identifier)
    present = [row for row in rows if row is not None]
    first = present[0]
    if len(present) == len(rows) and all(row is first or same(row, first) for row in present):
        shared = flatten(file, first)
        return ref, [shared] * len(rows)
    opaque = opaque_paths(file, present)
    contents = [flatten(file, row, opaque) for row in present]
    if len(present) == len(rows):
        for content, order in zip(contents, item_orders(file, present), strict=True):
            content.update(order)
    following = iter(contents)
    return ref, [None if row is None else next(following) for row in rows]
