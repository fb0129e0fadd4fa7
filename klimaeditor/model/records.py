"""The dataset in memory: four tables of raw records, joined by id.

Records are addressed by an int key that is stable while the dataset is open, because ids can be
missing or double in a faulty file. The joins are those of the site (loadData.ts): the first
additional record with the id counts, but the last progress record.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING, Final

from klimaeditor.model import core_words
from klimaeditor.model.changes import HEAD, MARK, FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.values import ABSENT, Absent, get_path, same, set_path

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.changes import Batch, Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Profile
    from klimaeditor.model.values import Record, Value


# --- The records of one file, addressed by a key that stays while the dataset is open ------------


def id_of(row: Record) -> str:
    """Return the id of a record, "" where it is missing or no text."""
    found = row.get("id")
    return found if isinstance(found, str) else ""


class RecordTable:
    """The records of one file by key, in file order, with an index of their ids.

    A record that comes in between is sorted in when somebody asks for all of them, so that many
    such records take no longer than a few.
    """

    __slots__ = ("_between", "_order", "_rows", "bom", "keys_by_id", "next_key")

    def __init__(self, rows: dict[int, Record], *, bom: bool = False) -> None:
        """Take the records by key, in file order; *bom*: the file begins with a byte order mark."""
        self._rows = rows
        self.bom = bom
        self._order = list(rows)
        self._between: set[int] = set()  # what came in between and stands at the end so far
        self.next_key = max(rows, default=-1) + 1
        self.keys_by_id: dict[str, list[int]] = {}
        for key, row in rows.items():
            self.keys_by_id.setdefault(id_of(row), []).append(key)

    @property
    def rows(self) -> dict[int, Record]:
        """All records by key, in file order; only for reading."""
        self.sort()
        return self._rows

    def sort(self) -> None:
        """Sort in what came in between; afterwards reading changes nothing, in any thread."""
        if self._between:
            found = [(key, self._rows[key]) for key in self._order]
            self._rows.clear()
            self._rows.update(found)
            self._between.clear()

    def get(self, key: int) -> Record | None:
        """Return one record, None where there is none; quicker than to ask for all."""
        return self._rows.get(key)

    def place(self, key: int) -> int:
        """Return the position of a record in the file."""
        if self._order and self._order[-1] == key:
            return len(self._order) - 1
        return self._order.index(key)

    def before(self, key: int) -> Iterator[int]:
        """Yield the keys of the records before one, the nearest first."""
        return (self._order[place] for place in range(self.place(key) - 1, -1, -1))

    def put(self, key: int, row: Record, index: int | None) -> None:
        """Insert a record at a position (None: at the end), or replace the one with that key."""
        if key in self._rows:
            if id_of(row) == id_of(self._rows[key]):
                self._rows[key] = row
                return
            self._forget(key)
        elif index is None or index >= len(self._order):
            self._order.append(key)
        else:
            self._order.insert(index, key)
            self._between.add(key)
        self._rows[key] = row
        self.next_key = max(self.next_key, key + 1)
        self._remember(key)

    def remove(self, key: int) -> None:
        """Take a record out."""
        self._forget(key)
        del self._order[self.place(key)]
        del self._rows[key]
        self._between.discard(key)

    def _forget(self, key: int) -> None:
        keys = self.keys_by_id[id_of(self._rows[key])]
        keys.remove(key)
        if not keys:
            del self.keys_by_id[id_of(self._rows[key])]

    def _remember(self, key: int) -> None:
        keys = self.keys_by_id.setdefault(id_of(self._rows[key]), [])
        keys.append(key)
        if len(keys) > 1:
            order = {key: place for place, key in enumerate(self._order)}
            keys.sort(key=order.__getitem__)


# --- The dataset in memory: four tables of raw records, joined by id -----------------------------

if TYPE_CHECKING:
    _Marks: TypeAlias = tuple[set[str], dict[FileName, int]]

COMPANIONS = (FileName.ADDITIONAL, FileName.PROGRESS)
TITLED_BY: Final[tuple[FieldName, ...]] = ("short_title", "action_name")
"""The fields whose text a measure is called by, the first that says something; else its id."""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """One measure with its companions, as it is at this moment, and the site it is meant for."""

    key: int
    measure: Record
    additional: Record | None
    progress: Record | None
    category: Record | None
    site: SiteProfile
    _values: dict[FieldName, Value] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def id(self) -> str:
        """The id of the measure."""
        return id_of(self.measure)

    @property
    def profile(self) -> Profile:
        """What the measure has to have (DOM-02)."""
        catalogue = self.site.catalogue
        return catalogue.profile_of(self.measure.get(catalogue.category_key))

    def row(self, file: FileName) -> Record | None:
        """Return the raw record in *file*, None where there is none."""
        if file is FileName.MEASURES:
            return self.measure
        if file is FileName.ADDITIONAL:
            return self.additional
        return self.progress if file is FileName.PROGRESS else self.category

    def value(self, name: FieldName) -> Value:
        """Return the value of a catalogue field, ABSENT where it or its record is missing."""
        known = self._values
        if name not in known:
            field_ = self.site.catalogue.by_name[name]
            row = self.row(field_.file)
            known[name] = ABSENT if row is None else get_path(row, field_.path)
        return known[name]

    @property
    def title(self) -> str:
        """What to call the measure: short title, else contract title, else id."""
        for name in TITLED_BY:
            value = self.value(name)
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return self.id or core_words.UNNAMED


class Dataset:
    """The four tables. Reading is free; the only way to write is :meth:`apply`.

    *site* is the profile of the public page they are meant for: it says where each field stands.
    *retired_ids* are the ids of measures removed since the dataset was opened, which no new measure
    gets (WEB-09); *former_categories* are the names that categories had before a change.
    """

    def __init__(
        self,
        rows: Mapping[FileName, Iterable[Record]],
        site: SiteProfile,
        marked: Iterable[FileName] = (),
    ) -> None:
        """Take the records of each file, in file order; keys count from 0.

        *marked* are the files that begin with a byte order mark.
        """
        self.site = site
        self.tables = {file: RecordTable(dict(enumerate(rows.get(file, ())))) for file in FileName}
        for file in marked:
            self.tables[file].bom = True
        self.retired_ids: set[str] = set()
        self.former_categories: dict[str, str] = {}

    @classmethod
    def keyed(
        cls,
        rows: Mapping[FileName, Mapping[int, Record]],
        site: SiteProfile,
        marked: Collection[FileName] = (),
    ) -> Dataset:
        """Return a dataset whose records have the given keys; *marked* as for a new one."""
        dataset = cls({}, site, marked)
        dataset.tables |= {
            file: RecordTable(dict(found), bom=file in marked) for file, found in rows.items()
        }
        return dataset

    @property
    def marked(self) -> frozenset[FileName]:
        """The files that begin with a byte order mark."""
        return frozenset(file for file, table in self.tables.items() if table.bom)

    @property
    def measures(self) -> dict[int, Record]:
        """The rows of measures.json by key, in file order."""
        return self.tables[FileName.MEASURES].rows

    def measure_keys(self) -> list[int]:
        """Return the keys of all measures in file order."""
        return list(self.measures)

    def companion_key(self, file: FileName, measure: int) -> int | None:
        """Return the key of the measure's record in *file*, None where there is none."""
        row = self.measures[measure]
        if file is FileName.MEASURES:
            return measure
        table = self.tables[file]
        wanted = (
            row.get(self.site.catalogue.category_key) if file is FileName.CATEGORIES else id_of(row)
        )
        keys = table.keys_by_id.get(wanted) if wanted and isinstance(wanted, str) else None
        if not keys:
            return None
        return keys[-1] if file is FileName.PROGRESS else keys[0]

    def view(self, measure: int) -> MeasureView:
        """Return a measure with its companions; KeyError for an unknown key."""

        def row(file: FileName) -> Record | None:
            key = self.companion_key(file, measure)
            return None if key is None else self.tables[file].get(key)

        return MeasureView(
            measure,
            self.measures[measure],
            row(FileName.ADDITIONAL),
            row(FileName.PROGRESS),
            row(FileName.CATEGORIES),
            self.site,
        )

    def value(self, measure: int, name: FieldName) -> Value:
        """Return one value as :meth:`MeasureView.value` does, without looking at other records."""
        field_ = self.site.catalogue.by_name[name]
        key = self.companion_key(field_.file, measure)
        row = None if key is None else self.tables[field_.file].get(key)
        return ABSENT if row is None else get_path(row, field_.path)

    def find(self, measure_id: str) -> int | None:
        """Return the key of the first measure with that id."""
        keys = self.tables[FileName.MEASURES].keys_by_id.get(measure_id)
        return keys[0] if keys else None

    def apply(self, batch: Batch, *, sort: bool = True) -> None:
        """Carry out all changes of a batch, or none.

        Whoever applies many leaves out to *sort*, and does that at the end. Raises StaleChangeError
        where a *before* is not what the dataset holds.
        """
        self._remember_categories(batch)
        marks = self._marks()
        done: list[Change] = []
        try:
            for change in batch.changes:
                self._apply_one(change)
                done.append(change)
        except StaleChangeError:
            self._take_back(done, marks)
            raise
        finally:
            if sort:
                self.sort()

    def rehearse(self, steps: Iterable[Callable[[], tuple[Change, ...]]]) -> tuple[Change, ...]:
        """Return the changes of several plans, each made as if the ones before were carried out.

        The dataset is afterwards what it was, also when a plan raises.
        """
        marks = self._marks()
        done: list[Change] = []
        try:
            for step in steps:
                for change in step():
                    self._apply_one(change)
                    done.append(change)
        finally:
            self._take_back(done, marks)
            self.sort()
        return tuple(done)

    def sort(self) -> None:
        """Sort in what came in between; afterwards reading changes nothing, in any thread."""
        for table in self.tables.values():
            table.sort()

    def _marks(self) -> _Marks:
        return set(self.retired_ids), {file: t.next_key for file, t in self.tables.items()}

    def _take_back(self, done: list[Change], marks: _Marks) -> None:
        for change in reversed(done):
            self._apply_one(change.inverse())
        self.retired_ids, keys = marks
        for file, next_key in keys.items():
            self.tables[file].next_key = next_key

    def _apply_one(self, change: Change) -> None:
        table = self.tables[change.file]
        if change.record == HEAD:
            table.bom = _marked(change, now=table.bom)
            return
        found = table.get(change.record)
        row: Value = ABSENT if found is None else found
        if not same(get_path(row, change.path), change.before):
            raise StaleChangeError(core_words.STALE_CHANGE)
        after = _with(row, change)
        if isinstance(after, dict):
            table.put(change.record, after, change.index)
        elif isinstance(row, dict):
            if change.file is FileName.MEASURES:
                self.retired_ids.add(id_of(row))
            table.remove(change.record)

    def _remember_categories(self, batch: Batch) -> None:
        """Keep the names that the rows which a batch is about to change give their categories."""
        touched = [c.record for c in batch.changes if c.file is FileName.MEASURES]
        for row in (self.measures.get(key, {}) for key in touched):
            identifier, name = category_of(row, self.site)
            if isinstance(identifier, str) and isinstance(name, str) and name:
                self.former_categories[identifier] = name

    def measures_of(self, change: Change) -> list[int]:
        """Return the measures that a change concerns, whether it is carried out or not.

        A measure that it adds or removes is among them.
        """
        if change.record == HEAD:
            return []
        if change.file is FileName.MEASURES:
            return [change.record]
        row = self.tables[change.file].get(change.record)
        whole = () if change.path else (change.before, change.after)
        wanted = {id_of(found) for found in (row, *whole) if isinstance(found, dict)} - {""}
        if change.file is FileName.CATEGORIES:
            return [
                key
                for key, measure in self.measures.items()
                if isinstance(name := category_of(measure, self.site)[0], str) and name in wanted
            ]
        by_id = self.tables[FileName.MEASURES].keys_by_id
        return [key for found in wanted for key in by_id.get(found, ())]


def _marked(change: Change, *, now: bool) -> bool:
    """Tell whether a file has a byte order mark after a change; one that does not fit raises."""
    before, after = (True, ABSENT) if now else (ABSENT, True)
    fits = same(change.before, before) and same(change.after, after)
    if change.path != MARK or not fits:
        raise StaleChangeError(core_words.STALE_CHANGE)
    return not now


def _with(row: Value, change: Change) -> Value:
    """Return the record as it is after a change; a change that does not fit raises."""
    if not change.path:
        comes = isinstance(change.after, dict)
        goes = isinstance(change.after, Absent) and isinstance(row, dict)
        if comes or goes:
            return change.after
    elif isinstance(row, dict):
        with suppress(KeyError):
            return set_path(row, change.path, change.after, change.index)
    raise StaleChangeError(core_words.STALE_CHANGE)


# --- The categories of a dataset; measures.json itself says which id bears which name ------------


def category_of(measure: Record, site: SiteProfile) -> tuple[Value, Value]:
    """Return id and name of the category that a record of measures.json gives itself."""
    catalogue = site.catalogue
    return measure.get(catalogue.category_key), get_path(measure, catalogue.path("category"))


def category_names(dataset: Dataset) -> dict[str, str]:
    """Return the name of each category by id: those with a text first, in file order.

    The name is the one most of its measures have (WEB-08), else the one they last had while the
    dataset is open: icons of the site hang on the name. A category that never had one is called by
    its id.
    """
    described = map(id_of, dataset.tables[FileName.CATEGORIES].rows.values())
    counts: dict[str, Counter[str]] = {found: Counter() for found in described if found}
    key, path = dataset.site.catalogue.category_key, dataset.site.catalogue.path("category")
    pairs = (
        (identifier, name if isinstance(name := get_path(row, path), str) else "")
        for row in dataset.measures.values()
        if isinstance(identifier := row.get(key), str) and identifier
    )
    for (identifier, name), times in Counter(pairs).items():
        names = counts.setdefault(identifier, Counter())
        if name:
            names[name] += times
    return {
        identifier: usual_name(names) or dataset.former_categories.get(identifier, identifier)
        for identifier, names in counts.items()
    }


def usual_name(names: Counter[str]) -> str:
    """Return the most frequent name, the first in the alphabet among equals, "" for none."""
    return min(names, key=lambda name: (-names[name], name), default="")
