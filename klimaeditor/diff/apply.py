"""Carry out decisions: one Batch, one step of the history (MRG-02, SAFE-13)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from klimaeditor.diff.decide import Action, with_companions
from klimaeditor.diff.fields import FieldRef, named_items
from klimaeditor.model import core_words
from klimaeditor.model.changes import Batch, differences
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import id_of
from klimaeditor.model.values import ABSENT, Absent, get_path, same, set_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.diff.decide import Content as decide_Content
    from klimaeditor.diff.fields import Content, RecordRef
    from klimaeditor.model.catalogue import FileFields
    from klimaeditor.model.changes import FileName
    from klimaeditor.model.records import Dataset, RecordTable
    from klimaeditor.model.values import Json, Path, Record, Value


# --- Put field values into a raw record; everything else stays, the order of keys included -------

if TYPE_CHECKING:
    Chain = Mapping[FieldRef, "FieldRef | None"]

_NO_CHAIN: Chain = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """One field of a record: what the record holds there now, and what it shall hold."""

    field: FieldRef
    old: Value
    new: Value


def row_of(fields: FileFields, content: Content) -> Record:
    """Return the record with these fields, in their order: the way back from ``flatten``."""
    before: FieldRef | None = None
    chain: dict[FieldRef, FieldRef | None] = {}
    edits = []
    for field, value in content.items():
        if not field.order:
            edits.append(RecordEdit(field, ABSENT, value))
            chain[field] = before
            before = field
    return lay(fields, {}, edits, chain)


def lay(
    fields: FileFields,
    row: Record,
    edits: Iterable[RecordEdit],
    chain: Chain = _NO_CHAIN,
    kept: Collection[Path] = (),
) -> Record:
    """Return *row* with the edits carried out.

    *chain* says what stands before a new field where it comes from; a field that is not in it goes
    where the format wants it, else to the end. A group that loses its last key goes, and so does a
    list that loses its last item, but for the lists at *kept* paths. Raises StaleChangeError where
    a text stands in the way of a group.
    """
    todo = _Todo(fields, chain)
    for edit in edits:
        todo.sort_in(row, edit)
    for field, value in todo.put:
        row = todo.place(row, field, value)
    for path in todo.items:
        row = todo.list_at(row, path, keep=path in kept or path in todo.kept)
    for path in todo.gone:
        row = _without(row, path, todo.kept)
    for path in todo.gone_if_empty:
        if get_path(row, path) in ({}, []):
            row = _without(row, path, todo.kept)
    return row


class _Todo:
    """The edits of one record, sorted by what has to be done: first put, then remove."""

    def __init__(self, fields: FileFields, chain: Chain) -> None:
        self._fields = fields
        self._chain = chain
        self.put: list[tuple[FieldRef, Json]] = []
        self.items: dict[Path, list[tuple[FieldRef, Value]]] = defaultdict(list)
        self.gone: list[Path] = []
        self.gone_if_empty: list[Path] = []
        self.kept: set[Path] = set()

    def sort_in(self, row: Record, edit: RecordEdit) -> None:
        """Note what an edit means for *row* as it is before all edits.

        A field that is an empty object or list says that nothing is in it, unless other fields say
        what is.
        """
        field, value = edit.field, edit.new
        if field.item is not None or field.order:
            self.items[field.path].append((field, value))
        elif isinstance(value, Absent):
            (self.gone_if_empty if edit.old in ({}, []) else self.gone).append(field.path)
        elif value in ({}, []) and isinstance(edit.old, Absent) and get_path(row, field.path):
            self.kept.add(field.path)
        else:
            self.put.append((field, value))

    def place(self, row: Record, field: FieldRef, value: Json) -> Record:
        """Return *row* with a value at the field's path, groups on the way created.

        Raises StaleChangeError where something else than a group stands in the way.
        """
        path = field.path
        depth = 0
        while depth < len(path) - 1 and isinstance(get_path(row, path[: depth + 1]), dict):
            depth += 1
        if depth < len(path) - 1:
            if not isinstance(get_path(row, path[: depth + 1]), Absent):
                raise StaleChangeError(core_words.STALE_CHANGE)
            for key in reversed(path[depth + 1 :]):
                value = {key: value}
        index = self._index(row, field, depth)
        return set_path(row, path[: depth + 1], value, index)

    def _index(self, row: Record, field: FieldRef, depth: int) -> int | None:
        """Return where the new key belongs among its siblings, None for "at the end"."""
        parent, key = field.path[:depth], field.path[depth]
        siblings = get_path(row, parent)
        names = list(siblings) if isinstance(siblings, dict) else []
        if field not in self._chain:
            return self._fields.place_among(parent, key, names)
        before = self._chain[field]
        while before is not None:
            if before.path[:depth] != parent or len(before.path) <= depth:
                return 0
            if before.path[depth] in names:
                return names.index(before.path[depth]) + 1
            before = self._chain.get(before)
        return 0

    def list_at(self, row: Record, path: Path, *, keep: bool) -> Record:
        """Return *row* with the edits of one list carried out; an emptied one stays if *keep*.

        Raises StaleChangeError where there is no list whose items can be told apart.
        """
        value = get_path(row, path)
        old: Json = [] if isinstance(value, Absent) else value
        items = named_items(old, self._fields.item_key(path))
        if items is None:
            raise StaleChangeError(core_words.STALE_CHANGE)
        new = self._edited(items, path)
        if new:
            return self.place(row, self.items[path][0][0], new)
        if isinstance(value, Absent):
            return row
        return set_path(row, path, []) if keep else _without(row, path, self.kept)

    def _edited(self, items: dict[str, Json], path: Path) -> list[Json]:
        fresh: list[tuple[str, Json]] = []
        order: list[str] = []
        for field, value in self.items[path]:
            if field.item is None:
                order = _names(value)
            elif isinstance(value, Absent):
                items.pop(field.item, None)
            elif field.item in items:
                items[field.item] = value
            else:
                fresh.append((field.item, value))
        by_date = bool(items) and self._fields.lists[path].kind is Kind.SERIES
        result = _reordered(items, order)
        for name, item in fresh:
            names = [found for found, _ in result]
            result.insert(self._item_index(path, name, names, by_date=by_date), (name, item))
        return [item for _, item in result]

    def _item_index(self, path: Path, name: str, names: list[str], *, by_date: bool) -> int:
        """Return where a new item belongs: by its date in a series that is in order (WEB-04)."""
        if by_date and names == sorted(names):
            return bisect_right(names, name)
        field = FieldRef(path, name)
        if field not in self._chain:
            return len(names)
        before = self._chain[field]
        while before is not None and before.path == path and before.item is not None:
            if before.item in names:
                return names.index(before.item) + 1
            before = self._chain.get(before)
        return 0


def _names(order: Value) -> list[str]:
    """Return the names in a field of order; a choice that is none means no order."""
    if not isinstance(order, list):
        return []
    return [name for name in order if isinstance(name, str)]


def _reordered(items: dict[str, Json], order: list[str]) -> list[tuple[str, Json]]:
    """Return the items with those that *order* names in that order, the others where they are."""
    wanted = {name: None for name in order if name in items}
    following = iter(wanted)
    names = [next(following) if name in wanted else name for name in items]
    return [(name, items[name]) for name in names]


def _without(row: Record, path: Path, kept: Collection[Path]) -> Record:
    """Return *row* without what is at *path*, and without groups that are empty then."""
    if isinstance(get_path(row, path), Absent):
        return row
    row = set_path(row, path, ABSENT)
    parent = path[:-1]
    if parent and parent not in kept and get_path(row, parent) == {}:
        return _without(row, parent, kept)
    return row


# --- Carry out decisions: one Batch, one step of the history (MRG-02, SAFE-13) -------------------

_NOTHING_CHOSEN: Chosen = MappingProxyType({})


def to_batch(
    dataset: Dataset, decisions: Iterable[Found], label: str, choices: Chosen = _NOTHING_CHOSEN
) -> Batch:
    """Return the batch that carries out decisions on *dataset*, which holds ours.

    *choices* (decision key -> value) settle conflicts and may overrule any decision: a field gets
    the value, ABSENT removes it; a record gets the ``ours`` or ``theirs`` of its decision. What was
    chosen for a measure holds for its companions. Conflicts without a choice leave ours. Pass only
    decisions that have not been carried out before. Raises StaleChangeError where a record has gone
    since.
    """
    found = tuple(decisions)
    choices = with_companions(found, choices)
    wanted = {
        decision.key: choices.get(decision.key, decision.theirs)
        for decision in found
        if decision.key in choices or decision.action is Action.TAKE
    }
    by_file: dict[FileName, list[Found]] = defaultdict(list)
    for decision in found:
        by_file[decision.record.file].append(decision)
    changes = [
        change
        for file, of_file in by_file.items()
        for change in differences(
            file, dataset.tables[file].rows, _rows(dataset, file, of_file, wanted)
        )
    ]
    return Batch(label, tuple(changes))


def laid(
    shape: FileFields,
    row: Record,
    decisions: Sequence[Found],
    wanted: Chosen,
    *,
    onto_theirs: bool,
) -> Record:
    """Return *row*, ours or theirs, with the *wanted* values of its decisions.

    A list stays, if empty, where the other side still has items in it.
    """
    fields = [decision for decision in decisions if decision.field is not None]
    others = ((d.field, d.ours if onto_theirs else d.theirs) for d in fields)
    kept: set[Path] = {
        ref.path
        for ref, other in others
        if ref is not None and ref.item is not None and not isinstance(other, Absent)
    }
    chain = {d.field: cast("FieldRef | None", d.after) for d in fields if d.field is not None}
    edits = _edits_of(fields, wanted, onto_theirs=onto_theirs)
    return lay(shape, row, edits, chain, kept)


def _edits_of(decisions: Iterable[Found], wanted: Chosen, *, onto_theirs: bool) -> list[RecordEdit]:
    """Return the field edits that give one side's record the *wanted* values."""
    edits = [
        RecordEdit(
            decision.field,
            cast("Value", decision.theirs if onto_theirs else decision.ours),
            cast("Value", wanted[decision.key]),
        )
        for decision in decisions
        if decision.field is not None and decision.key in wanted
    ]
    return [edit for edit in edits if not same(edit.old, edit.new)]


def _rows(
    dataset: Dataset, file: FileName, decisions: Sequence[Found], wanted: Chosen
) -> dict[int, Record]:
    """Return the records of one table with the *wanted* values."""
    table, shape = dataset.tables[file], dataset.site.catalogue.of(file)
    rows = dict(table.rows)
    by_record: dict[RecordRef, list[Found]] = defaultdict(list)
    for decision in decisions:
        by_record[decision.record].append(decision)
    chain = {d.record: cast("RecordRef | None", d.after) for d in decisions if d.field is None}
    for ref, found in by_record.items():
        if found[0].field is None:
            if found[0].key in wanted:
                row = _whole(shape, wanted[found[0].key])
                rows = _with_whole(table, rows, ref, row, chain)
        elif any(decision.key in wanted for decision in found):
            if ref.key not in rows:
                raise StaleChangeError(core_words.STALE_CHANGE)
            rows[ref.key] = laid(shape, rows[ref.key], found, wanted, onto_theirs=False)
    return rows


def _whole(shape: FileFields, content: decide_Content[FieldRef]) -> Record | None:
    if isinstance(content, Absent):
        return None
    return row_of(shape, cast("Mapping[FieldRef, Value]", content))


def _with_whole(
    table: RecordTable,
    rows: dict[int, Record],
    ref: RecordRef,
    row: Record | None,
    chain: Mapping[RecordRef, RecordRef | None],
) -> dict[int, Record]:
    """Return *rows* without a record, or with it behind the one it follows in theirs."""
    if row is None:
        rows.pop(ref.key, None)
        return rows
    key = ref.key
    if key in rows:
        if id_of(rows[key]) == ref.id:
            return rows
        key = max(table.next_key, max(rows) + 1)
    before, index = chain.get(ref), 0
    places = {found: place for place, found in enumerate(rows)}
    while before is not None:
        if before.key in places:
            index = places[before.key] + 1
            break
        before = chain.get(before)
    items = list(rows.items())
    items.insert(index, (key, row))
    return dict(items)
