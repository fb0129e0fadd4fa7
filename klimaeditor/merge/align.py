"""Which record of another version of a file is which of ours.

Ids decide. Where an id is missing or comes more than once, the same content decides, then the order
(OPN-06, MRG-04). From here on a record has one key in all versions.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from klimaeditor.dataset.records import id_of
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.source import Source
    from klimaeditor.values import Record

    Table: TypeAlias = Mapping[int, Record]
    Tables: TypeAlias = Mapping[FileName, Table]


def records_of(sources: Mapping[FileName, Source]) -> dict[FileName, Table]:
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
