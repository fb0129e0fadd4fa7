"""What is new in a dataset since another version of it, measure by measure (OPN-12).

Fields, not lines: the same in whatever way the files are formatted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import Dataset, id_of
from klimaeditor.differences import ChangeKind, FieldChange, changed_fields
from klimaeditor.merge.align import keyed_like
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.dataset.source import Source


@dataclass(frozen=True, slots=True)
class Owner:
    """A measure, category or stray record with its changes.

    *kind* says whether all of it is new, gone or changed. *id* may be "" in a faulty file.
    """

    title: str
    id: str
    file: FileName
    kind: ChangeKind
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs, in the order of the list of measures."""

    owners: tuple[Owner, ...]

    def __bool__(self) -> bool:
        return bool(self.owners)

    def measures(self, kind: ChangeKind) -> tuple[Owner, ...]:
        """Return the measures that are new, gone or changed."""
        found = (o for o in self.owners if o.file is FileName.MEASURES)
        return tuple(owner for owner in found if owner.kind is kind)

    @property
    def others(self) -> tuple[Owner, ...]:
        """Categories, and records that belong to no measure."""
        return tuple(o for o in self.owners if o.file is not FileName.MEASURES)

    @property
    def counts(self) -> Counter[ChangeKind]:
        """How many measures are new, gone, changed."""
        return Counter(o.kind for o in self.owners if o.file is FileName.MEASURES)


def compared(before: Mapping[FileName, Source], now: Dataset) -> Comparison:
    """Return what *now* has otherwise than the files *before*, whose keys do not matter."""
    sources = {
        file: replace(
            source,
            records=keyed_like(
                source.records.values(), now.tables[file].rows, fresh=now.tables[file].next_key
            ),
        )
        for file, source in before.items()
    }
    then = Dataset.keyed({file: source.records for file, source in sources.items()})
    groups: dict[tuple[object, ...], list[FieldChange]] = {}
    for change in changed_fields(now, sources):
        place = (change.measure,) if change.measure is not None else (change.file, change.record)
        groups.setdefault(place, []).append(change)
    return Comparison(tuple(_owner(found, now, then) for found in groups.values()))


def _owner(changes: list[FieldChange], now: Dataset, then: Dataset) -> Owner:
    first = changes[0]
    file = first.file if first.measure is None else FileName.MEASURES
    record = first.record if first.measure is None else first.measure
    rows = (now.tables[file].rows.get(record), then.tables[file].rows.get(record))
    found = next((id_of(row) for row in rows if row is not None), "")
    return Owner(first.title, found, file, _kind(changes, file, record), tuple(changes))


def _kind(changes: Iterable[FieldChange], file: FileName, record: int) -> ChangeKind:
    for change in changes:
        if change.structural and (change.file, change.record) == (file, record):
            gone = isinstance(change.after, Absent)
            return ChangeKind.REMOVED if gone else ChangeKind.ADDED
    return ChangeKind.CHANGED
