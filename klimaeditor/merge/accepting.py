"""Carry out proposals: one Batch, one step of the history (MRG-02, SAFE-13).

Values are stored as the form stores them, so companions and groups come and go as they should.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from klimaeditor.catalogue import FIELDS_BY_NAME, Kind
from klimaeditor.catalogue.types import ITEM_KEYS
from klimaeditor.changes import Batch
from klimaeditor.dataset.edits import set_field
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.changes import Change
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.merge.proposals import Place, Proposal
    from klimaeditor.values import Json, Value


def to_batch(dataset: Dataset, accepted: Iterable[tuple[Proposal, Value]], label: str) -> Batch:
    """Return the batch that stores each accepted proposal's value (ABSENT removes).

    The value is the proposal's *returned*, or what somebody made of it. Later ones win over earlier
    ones at the same place. Raises EditError for what no file can hold and StaleChangeError for a
    measure that is gone; then nothing was changed.
    """
    wanted: dict[tuple[int, str], dict[Place, Value]] = defaultdict(dict)
    for proposal, value in accepted:
        wanted[proposal.measure, proposal.place.field][proposal.place] = value
    steps = [
        partial(_store, dataset, measure, name, values)
        for (measure, name), values in wanted.items()
    ]
    return Batch(label, dataset.rehearse(steps))


def _store(
    dataset: Dataset, measure: int, name: str, values: dict[Place, Value]
) -> tuple[Change, ...]:
    whole = [value for place, value in values.items() if place.item is None]
    if whole:
        return set_field(dataset, measure, name, whole[-1])
    items = {place.item: value for place, value in values.items() if place.item is not None}
    return set_field(dataset, measure, name, _edited(dataset.value(measure, name), name, items))


def _edited(stored: Value, name: str, items: dict[str, Value]) -> list[Json]:
    """Return a list with some of its items replaced, added or (ABSENT) removed.

    What is dated comes in by its date where the list is in order (WEB-04), else at the end.
    """
    kind = FIELDS_BY_NAME[name].kind
    key = ITEM_KEYS[kind]
    before: list[Json] = stored if isinstance(stored, list) else []
    after: list[Json] = []
    left = dict(items)
    for item in before:
        named = _name(item, key)
        value = left.pop(named, item)
        if not isinstance(value, Absent):
            after.append(value)
    after += [value for value in left.values() if not isinstance(value, Absent)]
    names = [_name(item, key) for item in before]
    if kind is Kind.SERIES and names == sorted(names):
        after.sort(key=lambda item: _name(item, key))
    return after


def _name(item: Json, key: str) -> str:
    found = item.get(key, "") if isinstance(item, dict) else ""
    return found if isinstance(found, str) else ""
