"""The changes that bring former values back: what was saved, or what a measure said long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.diff.changed import ChangeKind, FieldChange, changed_fields, paths_of, rows_of
from klimaeditor.diff.compare import compare
from klimaeditor.model.changes import HEAD, FileName, differences, mark_changes
from klimaeditor.model.core_words import quoted
from klimaeditor.model.records import COMPANIONS, Dataset, category_names, category_of
from klimaeditor.model.values import Absent, get_path, same, set_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from klimaeditor.diff.changed import Sources
    from klimaeditor.diff.decide import Found
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Path, Record


# --- words ---------------------------------------------------------------------------------------

STEP_ALL: Final = "Alle Änderungen rückgängig machen"


def step_field(label: str) -> str:
    """Return the name of taking back one field as a step."""
    return f"Änderung an {quoted(label)} rückgängig machen"


def step_measure(title: str) -> str:
    """Return the name of taking back a measure as a step."""
    return f"Änderungen an {quoted(title)} rückgängig machen"


def step_some(count: int) -> str:
    """Return the name of taking back several changes as a step."""
    return f"{count} Änderungen rückgängig machen"


def step_former_field(label: str, day: str) -> str:
    """Return the name of bringing back what a field said, as a step."""
    return f"{quoted(label)} vom {day} wiederherstellen"


def step_former_measure(title: str, day: str) -> str:
    """Return the name of bringing back what a measure said, as a step."""
    return f"Maßnahme {quoted(title)} vom {day} wiederherstellen"


_CATEGORY: Final[tuple[FieldName, ...]] = ("category_id", "category")


def selected(
    wanted: Iterable[FieldChange], present: Sequence[FieldChange]
) -> tuple[FieldChange, ...]:
    """Return those of *present* that have to be taken back where *wanted* shall be.

    What is wanted but no longer there is left out. A measure comes and goes with its companions,
    and the id of a category changes with its name (WEB-08). The order of a file is one thing: which
    of its records count as moved may be another after each of them that is put back.
    """
    wanted = tuple(wanted)
    places = {change.place for change in wanted}
    measures = {c.measure for c in wanted if c.structural and c.file is FileName.MEASURES}
    pairs = {(c.file, c.record) for c in wanted if c.field in _CATEGORY}
    orders = {c.file for c in wanted if c.kind is ChangeKind.MOVED}
    return tuple(
        change
        for change in present
        if change.place in places
        or (change.measure is not None and change.measure in measures)
        or (change.field in _CATEGORY and (change.file, change.record) in pairs)
        or (change.kind is ChangeKind.MOVED and change.file in orders)
    )


def reverting(
    dataset: Dataset, sources: Sources, wanted: Iterable[FieldChange]
) -> tuple[Change, ...]:
    """Return the changes that take *wanted* back; structure, order and places included."""
    present = changed_fields(dataset, sources)
    chosen = {change.place for change in selected(wanted, present)}
    steps: list[Change] = []
    for file, table in dataset.tables.items():
        here = [change for change in present if change.file is file]
        taken = [change for change in here if change.place in chosen]
        if any(change.record == HEAD for change in taken):
            steps += mark_changes(file, had=table.bom, has=not table.bom)
        here, taken = ([c for c in found if c.record != HEAD] for found in (here, taken))
        if taken:
            old = rows_of(sources, file)
            rows = old if len(taken) == len(here) else _partly(old, table.rows, here, taken)
            steps += differences(file, table.rows, rows)
    return tuple(steps)


def name_of_step(chosen: Sequence[FieldChange], *, everything: bool) -> str:
    """Return the German name of taking *chosen* back."""
    if len(chosen) == 1:
        return step_field(chosen[0].label)
    if everything or not chosen:
        return STEP_ALL
    owners = {(change.measure, change.title) for change in chosen}
    return step_measure(chosen[0].title) if len(owners) == 1 else step_some(len(chosen))


def _partly(
    old: Mapping[int, Record],
    new: Mapping[int, Record],
    here: Sequence[FieldChange],
    taken: Sequence[FieldChange],
) -> dict[int, Record]:
    """Return the records of a file with what is *taken* as saved and the rest as it is now."""
    rows = dict(new)
    inside = {change.place for change in here if _inside(change)}
    for record in dict.fromkeys(change.record for change in taken):
        mine = [change.place for change in taken if change.record == record and _inside(change)]
        if record not in old:
            del rows[record]
        elif record in new and mine:
            everything = {place for place in inside if place[1] == record} == set(mine)
            paths = [path for _, _, path, _ in mine]
            row = old[record] if everything else _restored(new[record], old[record], paths)
            rows[record] = _in_order(taken[0], row, old[record], paths)
    strayed = {change.record for change in taken if not _inside(change)} & old.keys()
    moved = {change.record for change in here if change.kind is ChangeKind.MOVED} - strayed
    order = [key for key in old if key not in moved]  # a place beside what has moved is none
    for key in order:
        if key in strayed:
            rows = _put_in(rows, key, rows.pop(key, old[key]), order)
    return rows


def _inside(change: FieldChange) -> bool:
    """Tell whether a change is one inside a record that stays where it is."""
    return change.kind is not ChangeKind.MOVED and not change.structural


def _put_in(
    rows: Mapping[int, Record], key: int, row: Record, order: Sequence[int]
) -> dict[int, Record]:
    items = list(rows.items())
    items.insert(_place(key, order, list(rows)), (key, row))
    return dict(items)


def _restored(row: Record, old: Record, paths: Collection[Path]) -> Record:
    """Return *row* with the values that *old* has at *paths*."""
    for path in paths:
        value = get_path(old, path)
        if isinstance(value, Absent):
            row = _without(row, old, path)
        else:
            for depth in range(1, len(path)):
                if isinstance(get_path(row, path[:depth]), Absent):
                    row = set_path(row, path[:depth], {}, _index(row, old, path[:depth]))
            row = set_path(row, path, value, _index(row, old, path)) if path else row
    return row


def _in_order(one: FieldChange, row: Record, old: Record, paths: Collection[Path]) -> Record:
    """Return *row* with the order of keys that *old* has, in groups where only that was left.

    The order of a group is no line of its own as long as a value in it differs; it goes back with
    the last of these.
    """
    for path in paths:
        for depth in range(len(path) - 1, -1, -1):
            group = path[:depth]
            saved = get_path(old, group)
            left = paths_of(one.catalogue.of(one.file), saved, get_path(row, group), group)
            if list(left) == [group]:
                row = set_path(row, group, saved) if group else old
    return row


def _without(row: Record, old: Record, path: Path) -> Record:
    """Return *row* without a key, and without the groups that were made for it."""
    row = set_path(row, path, get_path(old, path))
    parent = path[:-1]
    made = bool(parent) and isinstance(get_path(old, parent), Absent)
    return _without(row, old, parent) if made and get_path(row, parent) == {} else row


def _index(row: Record, old: Record, path: Path) -> int:
    """Return where a key comes in: behind its nearest neighbour of before."""
    siblings = [
        list(found) if isinstance(found := get_path(r, path[:-1]), dict) else [] for r in (old, row)
    ]
    return _place(path[-1], *siblings)


def _place(key: object, order: Sequence[object], present: Sequence[object]) -> int:
    before = list(order[: order.index(key)])
    neighbour = next((found for found in reversed(before) if found in present), None)
    return 0 if neighbour is None else present.index(neighbour) + 1


# --- What a measure said long ago (formervalues), against what it says now -----------------------


def differences_to_former(dataset: Dataset, measure: int, former: MeasureView) -> tuple[Found, ...]:
    """Return the decisions that turn a measure and its companions into what it was.

    ``diff.apply.to_batch(dataset, these, label)`` makes one step of them. The category keeps the
    name that it has now (WEB-08); what is written about the category is not the measure's.
    """
    names = category_names(dataset)
    catalogue = former.site.catalogue
    identifier, _ = category_of(former.measure, former.site)
    row, path = former.measure, catalogue.path("category")
    if isinstance(identifier, str) and identifier in names:
        now, name = category_of(dataset.measures[measure], dataset.site)
        name = name if now == identifier else names[identifier]
        row = row if same(get_path(row, path), name) else set_path(row, path, name)
    theirs = _own_rows(former) | {FileName.MEASURES: (row,)}
    return compare(dataset, _own_rows(dataset.view(measure)), theirs, exact=True)


def differences_between(older: MeasureView, newer: MeasureView) -> tuple[Found, ...]:
    """Return the decisions that turn one former state of a measure into another."""
    before = _own_rows(older)
    return compare(Dataset(before, older.site), before, _own_rows(newer), exact=True)


def in_same_step(catalogue: Catalogue, found: Sequence[Found], wanted: Found) -> tuple[Found, ...]:
    """Return the decision *wanted*; id and name of a category only go together (WEB-08)."""
    pair = {catalogue.path(name) for name in _CATEGORY}

    def is_one(own: Found) -> bool:
        return own.record == wanted.record and own.field is not None and own.field.path in pair

    both = wanted.record.file is FileName.MEASURES and is_one(wanted)
    return tuple(own for own in found if own.key == wanted.key or (both and is_one(own)))


def _own_rows(view: MeasureView) -> dict[FileName, tuple[Record, ...]]:
    rows = {file: view.row(file) for file in (FileName.MEASURES, *COMPANIONS)}
    return {file: () if row is None else (row,) for file, row in rows.items()}
