"""Every field that is not as saved: where it is, what to call it, its value before and after."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.diff.compare import keyed_like
from klimaeditor.diff.describe import describe, describe_item, label_of
from klimaeditor.diff.fields import FieldRef, flatten, named_items
from klimaeditor.files.source import unchanged
from klimaeditor.model.changes import HEAD, MARK, FileName, differences
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.records import Dataset, category_names, id_of
from klimaeditor.model.values import ABSENT, Absent, get_path, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.catalogue import Catalogue, FileFields
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.values import Path, Record, Value


# --- words ---------------------------------------------------------------------------------------


def deleted_record(file: str) -> str:
    """Return how an unsaved change without a measure is listed."""
    return f"Eintrag in {file}"


KEY_ORDER: Final = "Reihenfolge der Angaben"
PLACE: Final = "Platz in der Datei"
WHOLE: Final = {
    FileName.MEASURES: "Ganze Maßnahme",
    FileName.ADDITIONAL: "Zusatzangaben",
    FileName.PROGRESS: "Fortschritt",
    FileName.CATEGORIES: "Ganze Kategorie",
}


def category(name: str) -> str:
    """Return the title of a category."""
    return f"Kategorie {quoted(name)}"


def entry(file: str, record_id: str) -> str:
    """Return the title of a record that belongs to no measure."""
    return f"Eintrag {quoted(record_id)} in {file}" if record_id else f"Eintrag in {file}"


def line(label: str, value: str) -> str:
    """Return one field of a whole record."""
    return f"{label}: {value}"


def place(number: int) -> str:
    """Return a place among the records of a file."""
    return f"{number}. Stelle"


CAME: Final = "neu"
WENT: Final = "entfernt"


def change_line(label: str, before: str, after: str) -> str:
    """Return a changed line as one line of text."""
    if not before:
        return f"{label}: {after}" if after == CAME else f"{label}: neu „{after}“"
    if not after:
        return f"{label}: {before}" if before == WENT else f"{label}: entfernt, war „{before}“"
    return f"{label}: „{before}“ → „{after}“"


# --- Every field that is not as saved: where it is, what to call it, its value before and after --

if TYPE_CHECKING:
    Sources: TypeAlias = Mapping[FileName, SourceFile]
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
    catalogue: Catalogue = dataclasses.field(compare=False, repr=False)

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
    measure come in the order of the form. A byte order mark comes before the records of its file.
    Empty if and only if everything is as saved.
    """
    names = _Names(dataset, sources)
    found = [
        change
        for file, table in dataset.tables.items()
        for change in (
            *_of_head(names, file, had=file in sources and sources[file].bom, has=table.bom),
            *_of_table(names, file, rows_of(sources, file), table.rows),
        )
    ]
    order = {key: number for number, key in enumerate(dataset.measures)}
    files = {file: number for number, file in enumerate(FileName)}
    rank = _ranking(dataset.site.catalogue)

    def place(change: FieldChange) -> tuple[int, ...]:
        file = files[change.file]
        if change.measure is None:
            return len(order) + 1, file, change.record, rank(change)
        listed = order.get(change.measure, len(order))
        return listed, change.measure, rank(change), file, change.record

    return tuple(sorted(found, key=place))


def rows_of(sources: Sources, file: FileName) -> Mapping[int, Record]:
    """Return the saved records of a file by key, none for a file that was never saved."""
    return sources[file].records if file in sources else {}


def _of_head(names: _Names, file: FileName, *, had: bool, has: bool) -> Iterator[FieldChange]:
    if had != has:
        yield names.change(file, HEAD, MARK, (True if had else ABSENT, True if has else ABSENT))


def _of_table(
    names: _Names, file: FileName, old: Mapping[int, Record], new: Mapping[int, Record]
) -> Iterator[FieldChange]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            whole = ABSENT if before is None else before, ABSENT if after is None else after
            yield names.change(file, key, (), whole)
        elif before is not after:
            for path in paths_of(names.catalogue.of(file), before, after):
                pair = get_path(before, path), get_path(after, path)
                yield names.change(file, key, path, pair)
    yield from _moved(names, file, old, new)


def paths_of(fields: FileFields, old: Value, new: Value, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the fields, and of the unknown keys, that differ.

    *path* is where the two values are in their record. It is yielded itself where it divides no
    further, and where nothing but the order of its keys differs.
    """
    if same(old, new):
        return
    known = fields.at(path) is not None
    sides = [side for side in (old, new) if not isinstance(side, Absent)]
    divides = not known and all(isinstance(side, dict) for side in sides)
    inside: list[Path] = []
    if divides:
        keys = dict.fromkeys(key for side in sides if isinstance(side, dict) for key in side)
        for key in keys:
            pair = get_path(old, (key,)), get_path(new, (key,))
            inside += paths_of(fields, *pair, (*path, key))
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


def _ranking(catalogue: Catalogue) -> Callable[[FieldChange], int]:
    """Return what places the changes of one measure: whole records, fields, unknown keys."""
    order = catalogue.places
    return lambda change: order.get(change.field, len(order)) if change.path else -1


class _Names:
    """Finds what a record belongs to, and what to call it."""

    def __init__(self, dataset: Dataset, sources: Sources) -> None:
        self.catalogue = dataset.site.catalogue
        self._now = dataset
        self._sources = sources
        self._titles: dict[tuple[FileName, int], tuple[int | None, str]] = {}

    @cached_property
    def _saved(self) -> Dataset:
        return Dataset.keyed(
            {file: rows_of(self._sources, file) for file in FileName}, self._now.site
        )

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
        fields = self.catalogue.of(file)
        known = fields.at(path)
        kind = ChangeKind.MOVED if moved else _kind(*pair)
        label = label_of(fields, FieldRef(path)) if path else _whole(file, kind)
        name = None if known is None else known.name
        return FieldChange(
            measure, title, file, record, path, name, label, *pair, kind, self.catalogue
        )

    def _owner(self, file: FileName, record: int) -> tuple[int | None, str]:
        if record == HEAD:
            return None, file.value
        if file is FileName.MEASURES:
            return record, self._title(record)
        versions = (self._now.tables[file].rows, rows_of(self._sources, file))
        ids = [id_of(rows[record]) for rows in versions if record in rows]
        found = next(filter(None, ids), "")
        if file is FileName.CATEGORIES:
            name = self._categories.get(found, found)
            return None, category(name) if name else entry(file, found)
        for measure_id in filter(None, ids):
            keys = self._measures(self._now, measure_id) or self._measures(self._saved, measure_id)
            if keys:
                return keys[0], self._title(keys[0])
        return None, entry(file, found)

    @staticmethod
    def _measures(dataset: Dataset, measure_id: str) -> Sequence[int]:
        return dataset.tables[FileName.MEASURES].keys_by_id.get(measure_id, ())

    def _title(self, measure: int) -> str:
        dataset = self._now if measure in self._now.measures else self._saved
        return dataset.view(measure).title


def _kind(before: Value, after: Value) -> ChangeKind:
    if isinstance(before, Absent):
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if isinstance(after, Absent) else ChangeKind.CHANGED


def _whole(file: FileName, kind: ChangeKind) -> str:
    if kind is ChangeKind.MOVED:
        return PLACE
    return KEY_ORDER if kind is ChangeKind.CHANGED else WHOLE[file]


# --- The two values of a change as a person reads them -------------------------------------------

_NOTHING = ("", None)


def shown_before(change: FieldChange) -> str:
    """Return the saved value in German; a whole record line by line."""
    return _shown(change, change.before)


def shown_after(change: FieldChange) -> str:
    """Return the present value in German; a whole record line by line."""
    return _shown(change, change.after)


def _shown(change: FieldChange, value: Value) -> str:
    if change.kind is ChangeKind.MOVED and isinstance(value, int):
        return place(value)
    if not change.path and isinstance(value, dict):
        whole = change.kind is not ChangeKind.CHANGED
        return _record(change.catalogue.of(change.file), value) if whole else ", ".join(value)
    return describe(value, change.catalogue.known_field(change.field))


def _record(fields: FileFields, row: Record) -> str:
    """Return the fields of a record that say something, one a line."""
    lines = []
    lists = frozenset(fields.lists)
    for ref, value in flatten(fields, row, lists).items():
        if ref.path != ("id",) and value not in _NOTHING and value != []:
            label = label_of(fields, FieldRef(ref.path))
            lines.append(line(label, describe(value, fields.at(ref.path))))
    return "\n".join(lines) or describe("")


# --- What differs from the saved state, in words a person recognises -----------------------------

if TYPE_CHECKING:
    SavedSources = Mapping[FileName, SourceFile]


def is_saved(dataset: Dataset, sources: SavedSources) -> bool:
    """Tell whether *sources*, the files as last read or written, say what the dataset says."""
    return all(
        file in sources and sources[file].bom == table.bom and unchanged(sources[file], table.rows)
        for file, table in dataset.tables.items()
    )


class UnsavedRecords:
    """Which records are not as in *sources*, the files as last read or written.

    All are compared once; from then on only those that :meth:`note` names, so that asking after
    each key takes no longer where there are many measures.
    """

    def __init__(self, dataset: Dataset, sources: SavedSources) -> None:
        self.sources = sources
        self._dataset = dataset
        self._differing = {
            (file, key)
            for file, table in dataset.tables.items()
            for key in {*self._old(file), *table.rows}
            if not _alike(self._old(file).get(key), table.get(key))
        }

    def note(self, batch: Batch) -> None:
        """Compare the records again that a batch has just changed."""
        for file, key in {(change.file, change.record) for change in batch.changes}:
            if _alike(self._old(file).get(key), self._dataset.tables[file].get(key)):
                self._differing.discard((file, key))
            else:
                self._differing.add((file, key))

    def titles(self) -> list[str]:
        """Return the titles of measures that are not as saved, those that are gone included.

        Records that belong to no measure, or to many, are named by their file. Empty if and only if
        everything is saved.
        """
        dataset, tables = self._dataset, self._dataset.tables
        changed: set[int] = set()
        gone: set[int] = set()
        others = [
            file.value
            for file, table in tables.items()
            if file in self.sources and self.sources[file].bom != table.bom
        ]
        for file, key in sorted(self._differing, key=lambda at: (_FILES.index(at[0]), at[1])):
            if file is FileName.MEASURES:
                (changed if tables[file].get(key) is not None else gone).add(key)
                continue
            ids = self._ids(file, key)
            owners = [] if file is FileName.CATEGORIES else _owners(dataset, ids)
            changed.update(owners)
            if not owners and (file is FileName.CATEGORIES or not _owners(self._saved, ids)):
                others.append(deleted_record(file))
        titles = [dataset.view(key).title for key in self._in_order(changed)]
        if gone:
            titles += [self._saved.view(k).title for k in self._saved.measures if k in gone]
        if not titles and not others:
            others = [deleted_record(file) for file in _reordered(dataset, self.sources)]
        return titles + list(dict.fromkeys(others))

    def _in_order(self, keys: set[int]) -> list[int]:
        """Return keys of measures in file order; few are looked up, many found on the way."""
        table = self._dataset.tables[FileName.MEASURES]
        if len(keys) <= _FEW:
            return sorted(keys, key=table.place)
        return [key for key in table.rows if key in keys]

    def _ids(self, file: FileName, key: int) -> set[str]:
        pair = (self._old(file).get(key), self._dataset.tables[file].get(key))
        return {id_of(row) for row in pair if row is not None} - {""}

    def _old(self, file: FileName) -> Mapping[int, Record]:
        return self.sources[file].records if file in self.sources else {}

    @cached_property
    def _saved(self) -> Dataset:
        rows = {file: source.records for file, source in self.sources.items()}
        return Dataset.keyed(rows, self._dataset.site)


_FEW: Final = 100
_FILES: Final = tuple(FileName)


def _alike(old: Record | None, new: Record | None) -> bool:
    return old is new or (old is not None and new is not None and same(old, new))


def _owners(dataset: Dataset, ids: set[str]) -> list[int]:
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    return [key for found in ids for key in by_id.get(found, ())]


def _reordered(dataset: Dataset, sources: SavedSources) -> list[FileName]:
    """Return the files that hold the same records in another order, or do not exist yet."""
    return [
        file
        for file, table in dataset.tables.items()
        if file not in sources or list(sources[file].records) != list(table.rows)
    ]


# --- What is new in a dataset since another version of it, measure by measure (OPN-12) -----------
#
# Fields, not lines: the same in whatever way the files are formatted.


@dataclass(frozen=True, slots=True)
class ChangedOwner:
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

    owners: tuple[ChangedOwner, ...]

    def __bool__(self) -> bool:
        return bool(self.owners)

    def measures(self, kind: ChangeKind) -> tuple[ChangedOwner, ...]:
        """Return the measures that are new, gone or changed."""
        found = (o for o in self.owners if o.file is FileName.MEASURES)
        return tuple(owner for owner in found if owner.kind is kind)

    @property
    def others(self) -> tuple[ChangedOwner, ...]:
        """Categories, and records that belong to no measure."""
        return tuple(o for o in self.owners if o.file is not FileName.MEASURES)

    @property
    def counts(self) -> Counter[ChangeKind]:
        """How many measures are new, gone, changed."""
        return Counter(o.kind for o in self.owners if o.file is FileName.MEASURES)


def compared(before: Mapping[FileName, SourceFile], now: Dataset) -> Comparison:
    """Return what *now* has otherwise than the files *before*, whose keys do not matter."""
    sources = {
        file: replace(
            source,
            bom=now.tables[file].bom,
            records=keyed_like(
                source.records.values(), now.tables[file].rows, fresh=now.tables[file].next_key
            ),
        )
        for file, source in before.items()
    }
    then = Dataset.keyed({file: source.records for file, source in sources.items()}, now.site)
    groups: dict[tuple[object, ...], list[FieldChange]] = {}
    for change in changed_fields(now, sources):
        place = (change.measure,) if change.measure is not None else (change.file, change.record)
        groups.setdefault(place, []).append(change)
    return Comparison(tuple(_owner(found, now, then) for found in groups.values()))


def _owner(changes: list[FieldChange], now: Dataset, then: Dataset) -> ChangedOwner:
    first = changes[0]
    file = first.file if first.measure is None else FileName.MEASURES
    record = first.record if first.measure is None else first.measure
    rows = (now.tables[file].rows.get(record), then.tables[file].rows.get(record))
    found = next((id_of(row) for row in rows if row is not None), "")
    return ChangedOwner(
        first.title, found, file, _kind_changed(changes, file, record), tuple(changes)
    )


def _kind_changed(changes: Iterable[FieldChange], file: FileName, record: int) -> ChangeKind:
    for change in changes:
        if change.structural and (change.file, change.record) == (file, record):
            gone = isinstance(change.after, Absent)
            return ChangeKind.REMOVED if gone else ChangeKind.ADDED
    return ChangeKind.CHANGED


# --- One change as a line that a person reads: label, value before, value after, both short ------

LONGEST: Final = 120
_CONTEXT: Final = 24


class ChangedLine(NamedTuple):
    """One line; *before* or *after* is "" where there is nothing on that side."""

    label: str
    before: str
    after: str


def lines_of(change: FieldChange) -> tuple[ChangedLine, ...]:
    """Return the lines of a change: one, or one for each entry of a list that differs."""
    return tuple(_items(change)) or (_whole_lines(change),)


def _whole_lines(change: FieldChange) -> ChangedLine:
    if change.path == () and change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return ChangedLine(change.label, *_came_or_went(change.kind))
    before, after = shown_before(change), shown_after(change)
    return ChangedLine(change.label, *excerpts(before, after))


def _came_or_went(kind: ChangeKind) -> tuple[str, str]:
    added = kind is ChangeKind.ADDED
    return ("", CAME) if added else (WENT, "")


def _items(change: FieldChange) -> Iterator[ChangedLine]:
    """Yield a line for each dated value or link that differs."""
    key = change.catalogue.of(change.file).item_key(change.path)
    sides = [[] if isinstance(v, Absent) else v for v in (change.before, change.after)]
    named = [named_items(side, key) if key else None for side in sides]
    old, new = named
    if old is None or new is None:
        return
    known = change.catalogue.known_field(change.field)
    for name in dict.fromkeys((*old, *new)):
        before: Value = old.get(name, ABSENT)
        after: Value = new.get(name, ABSENT)
        if same(before, after):
            continue
        shown = ["" if isinstance(v, Absent) else describe_item(v, known) for v in (before, after)]
        yield ChangedLine(change.label, *excerpts(*shown))


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Return two texts short enough for a line: where both are long, only what differs."""
    old, new = " ".join(before.split()), " ".join(after.split())
    if max(len(old), len(new)) <= LONGEST or not (old and new) or old == new:
        return _cut(old), _cut(new)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start = max(0, head - _CONTEXT)
    return tuple(  # type: ignore[return-value]  # two texts, two excerpts
        _cut(_framed(text, start, len(text) - max(0, tail - _CONTEXT))) for text in (old, new)
    )


def _framed(text: str, start: int, end: int) -> str:
    """Return a part of a text, cut between words, with marks where something is left out."""
    if start > 0:
        blank = text.find(" ", start, start + _CONTEXT)
        start = blank + 1 if blank >= 0 else start
    if end < len(text):
        blank = text.rfind(" ", max(start, end - _CONTEXT), end)
        end = blank if blank > start else end
    head, tail = "… " if start > 0 else "", " …" if end < len(text) else ""
    return f"{head}{text[start:end]}{tail}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _common(left: str, right: str) -> int:
    """Return how many characters both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
