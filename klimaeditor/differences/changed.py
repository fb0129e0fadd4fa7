"""Every field that is not as saved: where it is, what to call it, its value before and after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS, FileName
from klimaeditor.dataset.categories import category_names
from klimaeditor.dataset.records import Dataset, id_of
from klimaeditor.differences import texts
from klimaeditor.merge.describe import label_of
from klimaeditor.merge.differences import differences
from klimaeditor.merge.fields import FieldRef, field_of
from klimaeditor.values import ABSENT, Absent, get_path, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from klimaeditor.dataset.source import Source
    from klimaeditor.values import Path, Record, Value

    Sources: TypeAlias = Mapping[FileName, Source]
    Place: TypeAlias = tuple[FileName, int, Path, bool]


class ChangeKind(StrEnum):
    """What became of a value or record since it was saved."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that is not as saved.

    *measure* is the key of the measure it belongs to (one that is deleted, too), None for
    categories and for records without a measure; *title* is what to call that. *path* is () for a
    whole record. *field* is the name in the catalogue, None for unknown keys and whole records.
    For a record that MOVED, *before* and *after* are its places among the saved records that are
    still there, counted from 1.
    """

    measure: int | None
    title: str
    file: FileName
    record: int
    path: Path
    field: str | None
    label: str
    before: Value
    after: Value
    kind: ChangeKind

    @property
    def place(self) -> Place:
        """What tells this change from all others of the same moment."""
        return self.file, self.record, self.path, self.kind is ChangeKind.MOVED

    @property
    def structural(self) -> bool:
        """Whether a whole record came or went."""
        return self.path == () and ABSENT in (self.before, self.after)


def changed_fields(dataset: Dataset, sources: Sources) -> tuple[FieldChange, ...]:
    """Return everything that is not as in *sources*, the files as last read or written.

    Measures come in the order of the list, deleted ones after them, then the rest; the fields of a
    measure come in the order of the form. Empty if and only if all records are as saved.
    """
    names = _Names(dataset, sources)
    found = [
        change
        for file, table in dataset.tables.items()
        for change in _of_table(names, file, rows_of(sources, file), table.rows)
    ]
    order = {key: number for number, key in enumerate(dataset.measures)}
    files = {file: number for number, file in enumerate(FileName)}

    def place(change: FieldChange) -> tuple[int, ...]:
        file = files[change.file]
        if change.measure is None:
            return len(order) + 1, file, change.record, _rank(change)
        listed = order.get(change.measure, len(order))
        return listed, change.measure, _rank(change), file, change.record

    return tuple(sorted(found, key=place))


def rows_of(sources: Sources, file: FileName) -> Mapping[int, Record]:
    """Return the saved records of a file by key, none for a file that was never saved."""
    return sources[file].records if file in sources else {}


def _of_table(
    names: _Names, file: FileName, old: Mapping[int, Record], new: Mapping[int, Record]
) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            whole = ABSENT if before is None else before, ABSENT if after is None else after
            yield names.change(file, key, (), whole)
        elif before is not after:
            for path in paths_of(file, before, after):
                pair = get_path(before, path), get_path(after, path)
                yield names.change(file, key, path, pair)
    yield from _moved(names, file, old, new)


def paths_of(file: FileName, old: Value, new: Value, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the fields, and of the unknown keys, that differ.

    *path* is where the two values are in their record. It is yielded itself where it divides no
    further, and where nothing but the order of its keys differs.
    """
    if same(old, new):
        return
    known = field_of(file, FieldRef(path)) is not None
    sides = [side for side in (old, new) if not isinstance(side, Absent)]
    divides = not known and all(isinstance(side, dict) for side in sides)
    inside: list[Path] = []
    if divides:
        keys = dict.fromkeys(key for side in sides if isinstance(side, dict) for key in side)
        for key in keys:
            pair = get_path(old, (key,)), get_path(new, (key,))
            inside += paths_of(file, *pair, (*path, key))
    yield from inside or [path]


def _moved(
    names: _Names, file: FileName, old: Mapping[int, Record], new: Mapping[int, Record]
) -> Iterator[FieldChange]:
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before == after:
        return
    empty: Record = {}
    steps = differences(file, dict.fromkeys(before, empty), dict.fromkeys(after, empty))
    for key in dict.fromkeys(step.record for step in steps):
        places = before.index(key) + 1, after.index(key) + 1
        yield names.change(file, key, (), places, moved=True)


def _rank(change: FieldChange) -> int:
    """Return the place among the changes of one measure: whole records, fields, unknown keys."""
    if change.path == ():
        return -1
    return _FORM_ORDER.get(change.field, len(_FORM_ORDER))


_FORM_ORDER: Mapping[str | None, int] = {found.name: place for place, found in enumerate(FIELDS)}


class _Names:
    """Finds what a record belongs to, and what to call it."""

    def __init__(self, dataset: Dataset, sources: Sources) -> None:
        self._now = dataset
        self._sources = sources
        self._titles: dict[tuple[FileName, int], tuple[int | None, str]] = {}

    @cached_property
    def _saved(self) -> Dataset:
        return Dataset.keyed({file: rows_of(self._sources, file) for file in FileName})

    @cached_property
    def _categories(self) -> dict[str, str]:
        return category_names(self._saved) | category_names(self._now)

    def change(
        self,
        file: FileName,
        record: int,
        path: Path,
        pair: tuple[Value, Value],
        *,
        moved: bool = False,
    ) -> FieldChange:
        """Return a change with its names."""
        if (file, record) not in self._titles:
            self._titles[file, record] = self._owner(file, record)
        measure, title = self._titles[file, record]
        field = field_of(file, FieldRef(path)) if path else None
        kind = ChangeKind.MOVED if moved else _kind(*pair)
        label = label_of(file, FieldRef(path)) if path else _whole(file, kind)
        name = None if field is None else field.name
        return FieldChange(measure, title, file, record, path, name, label, *pair, kind)

    def _owner(self, file: FileName, record: int) -> tuple[int | None, str]:
        if file is FileName.MEASURES:
            return record, self._title(record)
        versions = (self._now.tables[file].rows, rows_of(self._sources, file))
        ids = [id_of(rows[record]) for rows in versions if record in rows]
        found = next(filter(None, ids), "")
        if file is FileName.CATEGORIES:
            name = self._categories.get(found, found)
            return None, texts.category(name) if name else texts.entry(file, found)
        for measure_id in filter(None, ids):
            for dataset in (self._now, self._saved):
                keys = dataset.tables[FileName.MEASURES].keys_by_id.get(measure_id)
                if keys:
                    return keys[0], self._title(keys[0])
        return None, texts.entry(file, found)

    def _title(self, measure: int) -> str:
        dataset = self._now if measure in self._now.measures else self._saved
        return dataset.view(measure).title


def _kind(before: Value, after: Value) -> ChangeKind:
    if isinstance(before, Absent):
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if isinstance(after, Absent) else ChangeKind.CHANGED


def _whole(file: FileName, kind: ChangeKind) -> str:
    if kind is ChangeKind.MOVED:
        return texts.PLACE
    return texts.KEY_ORDER if kind is ChangeKind.CHANGED else texts.WHOLE[file]
