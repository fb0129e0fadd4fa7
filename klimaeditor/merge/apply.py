"""Carry out decisions: one Batch, one step of the history (MRG-02, SAFE-13)."""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from klimaeditor import texts
from klimaeditor.changes import Batch
from klimaeditor.dataset.records import id_of
from klimaeditor.errors import StaleChangeError
from klimaeditor.merge.decide import Action
from klimaeditor.merge.differences import differences
from klimaeditor.merge.lay import Edit, lay, row_of
from klimaeditor.merge.linked import with_companions
from klimaeditor.values import Absent, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from klimaeditor.catalogue import FileName
    from klimaeditor.dataset.records import Dataset, Table
    from klimaeditor.merge.decide import Content
    from klimaeditor.merge.fields import FieldRef, RecordRef
    from klimaeditor.merge.linked import Chosen, Found
    from klimaeditor.values import Path, Record, Value

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
            file, dataset.tables[file].rows, _rows(file, dataset.tables[file], of_file, wanted)
        )
    ]
    return Batch(label, tuple(changes))


def laid(
    file: FileName, row: Record, decisions: Sequence[Found], wanted: Chosen, *, onto_theirs: bool
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
    return lay(file, row, _edits_of(fields, wanted, onto_theirs=onto_theirs), chain, kept)


def _edits_of(decisions: Iterable[Found], wanted: Chosen, *, onto_theirs: bool) -> list[Edit]:
    """Return the field edits that give one side's record the *wanted* values."""
    edits = [
        Edit(
            decision.field,
            cast("Value", decision.theirs if onto_theirs else decision.ours),
            cast("Value", wanted[decision.key]),
        )
        for decision in decisions
        if decision.field is not None and decision.key in wanted
    ]
    return [edit for edit in edits if not same(edit.old, edit.new)]


def _rows(
    file: FileName, table: Table, decisions: Sequence[Found], wanted: Chosen
) -> dict[int, Record]:
    """Return the records of one table with the *wanted* values."""
    rows = dict(table.rows)
    by_record: dict[RecordRef, list[Found]] = defaultdict(list)
    for decision in decisions:
        by_record[decision.record].append(decision)
    chain = {d.record: cast("RecordRef | None", d.after) for d in decisions if d.field is None}
    for ref, found in by_record.items():
        if found[0].field is None:
            if found[0].key in wanted:
                rows = _with_whole(table, rows, ref, wanted[found[0].key], chain)
        elif any(decision.key in wanted for decision in found):
            if ref.key not in rows:
                raise StaleChangeError(texts.STALE_CHANGE)
            rows[ref.key] = laid(file, rows[ref.key], found, wanted, onto_theirs=False)
    return rows


def _with_whole(
    table: Table,
    rows: dict[int, Record],
    ref: RecordRef,
    content: Content[FieldRef],
    chain: Mapping[RecordRef, RecordRef | None],
) -> dict[int, Record]:
    """Return *rows* without a record, or with it behind the one it follows in theirs."""
    if isinstance(content, Absent):
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
    items.insert(index, (key, row_of(ref.file, cast("Mapping[FieldRef, Value]", content))))
    return dict(items)
