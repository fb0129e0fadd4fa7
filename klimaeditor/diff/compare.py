"""Another version of the data against ours: a returned workbook, a second folder."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.diff.decide import decide, link
from klimaeditor.diff.fields import FieldRef, RecordRef, flatten, item_orders, opaque_paths
from klimaeditor.model.changes import FileName
from klimaeditor.model.records import id_of
from klimaeditor.model.values import same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.diff.decide import Found
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.catalogue import Catalogue, FileFields
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Record, Value


# --- Tables of raw records -> the mappings that are decided on, and the way back -----------------

if TYPE_CHECKING:
    Version: TypeAlias = Mapping[RecordRef, Mapping[FieldRef, Value]]


class Sides(NamedTuple):
    """The three versions as record -> field -> value, each in the order of its files."""

    base: Version
    ours: Version
    theirs: Version


def snapshot(catalogue: Catalogue, base: Tables, ours: Tables, theirs: Tables) -> Sides:
    """Return three versions of some files in the form that can be decided on.

    The same record has the same key in all of them (see ``align``). A record is cut into the same
    fields in all versions; where that is impossible, the whole value is one field.
    """
    tables = (base, ours, theirs)
    sides: tuple[dict[RecordRef, Mapping[FieldRef, Value]], ...] = ({}, {}, {})
    for file in FileName:
        found = [table.get(file, {}) for table in tables]
        fields = catalogue.of(file)
        keys = dict.fromkeys(key for table in found for key in table)
        cut = {key: _cut(fields, key, [table.get(key) for table in found]) for key in keys}
        for place, (side, table) in enumerate(zip(sides, found, strict=True)):
            for key in table:
                ref, contents = cut[key]
                side[ref] = contents[place] or {}
    return Sides(*sides)


def _cut(
    fields: FileFields, key: int, rows: Sequence[Record | None]
) -> tuple[RecordRef, Sequence[Mapping[FieldRef, Value] | None]]:
    """Return a record's reference and its fields in each version, None where it is missing."""
    base, ours, theirs = rows
    identifier = next((id_of(row) for row in (ours, theirs, base) if row and id_of(row)), "")
    ref = RecordRef(fields.file, key, identifier)
    present = [row for row in rows if row is not None]
    first = present[0]
    if len(present) == len(rows) and all(row is first or same(row, first) for row in present):
        shared = flatten(fields, first)
        return ref, [shared] * len(rows)
    opaque = opaque_paths(fields, present)
    contents = [flatten(fields, row, opaque) for row in present]
    if len(present) == len(rows):
        for content, order in zip(contents, item_orders(fields, present), strict=True):
            content.update(order)
    following = iter(contents)
    return ref, [None if row is None else next(following) for row in rows]


# --- Which record of another version of a file is which of ours ----------------------------------
#
# Ids decide. Where an id is missing or comes more than once, the same content decides, then the
# order
# (OPN-06, MRG-04). From here on a record has one key in all versions.

if TYPE_CHECKING:
    Table: TypeAlias = Mapping[int, Record]
    Tables: TypeAlias = Mapping[FileName, Table]


def records_of(sources: Mapping[FileName, SourceFile]) -> dict[FileName, Table]:
    """Return the records of files as loaded or saved, by key."""
    return {file: source.records for file, source in sources.items()}


def keyed_like(rows: Iterable[Record], *known: Table, fresh: int = 0) -> dict[int, Record]:
    """Return *rows* in their order, under the keys that the same records have in *known*.

    Earlier tables are asked first; a key is given once. Records that are in none of them get keys
    from *fresh* on, or above all that are known.
    """
    records = list(rows)
    keys: dict[int, int] = {}
    for table in known:
        taken = set(keys.values())
        _match(records, keys, {key: row for key, row in table.items() if key not in taken})
    highest = max((key for table in known for key in table), default=-1)
    following = max(fresh, highest + 1)
    found = {}
    for place, row in enumerate(records):
        if place not in keys:
            keys[place] = following
            following += 1
        found[keys[place]] = row
    return found


def _match(rows: Sequence[Record], keys: dict[int, int], table: Table) -> None:
    """Give the rows that have no key yet, by place, the keys of *table*."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for key, row in table.items():
        waiting[id_of(row)].append(key)
    for exact in (True, False):
        for place, row in enumerate(rows):
            candidates = waiting.get(id_of(row))
            if place in keys or not candidates:
                continue
            found = next((k for k in candidates if not exact or same(table[k], row)), None)
            if found is not None:
                keys[place] = found
                candidates.remove(found)


# --- Another version of the data against ours: a returned workbook, a second folder --------------

if TYPE_CHECKING:
    Rows = Mapping[FileName, Collection[Record]]


def compare(
    dataset: Dataset, base: Rows, theirs: Rows, *, exact: bool = False
) -> tuple[Found, ...]:
    """Return the decisions about *theirs*, which was made from *base*, for the dataset as ours.

    Base and theirs may hold a part of the records only, in file order; what neither has, and does
    not belong to one of their measures, is left alone. Noise such as that of Excel is no change
    (MRG-05), unless the comparison is *exact*. ``apply.to_batch`` carries the decisions out.
    """
    was, our, their = {}, {}, {}
    ids = {id_of(row) for rows in (base, theirs) for row in rows.get(FileName.MEASURES, ())} - {""}
    for file in base.keys() | theirs.keys():
        table = dataset.tables[file]
        was[file] = keyed_like(base.get(file, ()), table.rows, fresh=table.next_key)
        added = {key: row for key, row in table.rows.items() if key not in was[file]}
        known = (was[file], added)
        their[file] = keyed_like(theirs.get(file, ()), *known, fresh=table.next_key)
        concerned = was[file].keys() | their[file].keys()
        our[file] = {
            key: row for key, row in table.rows.items() if key in concerned or id_of(row) in ids
        }
    return link(decide(*snapshot(dataset.site.catalogue, was, our, their), exact=exact))
