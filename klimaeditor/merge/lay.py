"""Put field values into a raw record; everything else stays, the order of keys included."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from klimaeditor import texts
from klimaeditor.catalogue import Kind
from klimaeditor.catalogue.keyorder import place_among
from klimaeditor.errors import StaleChangeError
from klimaeditor.merge.fields import FieldRef, item_key, list_fields, named_items
from klimaeditor.values import ABSENT, Absent, get_path, set_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from klimaeditor.changes import FileName
    from klimaeditor.merge.fields import Content
    from klimaeditor.values import Json, Path, Record, Value

    Chain = Mapping[FieldRef, "FieldRef | None"]

_NO_CHAIN: Chain = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of a record: what the record holds there now, and what it shall hold."""

    field: FieldRef
    old: Value
    new: Value


def row_of(file: FileName, content: Content) -> Record:
    """Return the record with these fields, in their order: the way back from ``flatten``."""
    before: FieldRef | None = None
    chain: dict[FieldRef, FieldRef | None] = {}
    edits = []
    for field, value in content.items():
        if not field.order:
            edits.append(Edit(field, ABSENT, value))
            chain[field] = before
            before = field
    return lay(file, {}, edits, chain)


def lay(
    file: FileName,
    row: Record,
    edits: Iterable[Edit],
    chain: Chain = _NO_CHAIN,
    kept: Collection[Path] = (),
) -> Record:
    """Return *row* with the edits carried out.

    *chain* says what stands before a new field where it comes from; a field that is not in it goes
    where the format wants it, else to the end. A group that loses its last key goes, and so does a
    list that loses its last item, but for the lists at *kept* paths. Raises StaleChangeError where
    a text stands in the way of a group.
    """
    todo = _Todo(file, chain)
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

    def __init__(self, file: FileName, chain: Chain) -> None:
        self._file = file
        self._chain = chain
        self.put: list[tuple[FieldRef, Json]] = []
        self.items: dict[Path, list[tuple[FieldRef, Value]]] = defaultdict(list)
        self.gone: list[Path] = []
        self.gone_if_empty: list[Path] = []
        self.kept: set[Path] = set()

    def sort_in(self, row: Record, edit: Edit) -> None:
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
                raise StaleChangeError(texts.STALE_CHANGE)
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
            return place_among(self._file, parent, key, names)
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
        items = named_items(old, item_key(self._file, path))
        if items is None:
            raise StaleChangeError(texts.STALE_CHANGE)
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
        by_date = bool(items) and list_fields(self._file)[path].kind is Kind.SERIES
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
