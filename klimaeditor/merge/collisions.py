"""Two people added a measure each, and both measures got the same id.

The next id of a category is the same for everybody, so this is what happens when two people work
side by side. The id of a measure that is not saved yet can still change (WEB-09): ours moves on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klimaeditor.changes import FileName
from klimaeditor.dataset.records import COMPANIONS, Dataset, id_of
from klimaeditor.dataset.structure import next_id
from klimaeditor.errors import EditError
from klimaeditor.merge.decide import Action, Reason
from klimaeditor.merge.normal import normalised
from klimaeditor.values import get_path, same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from klimaeditor.merge.align import Tables
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Record

_TITLE = ("Action outline", "Action name")


def collisions(
    base: Tables, ours: Dataset, theirs: Mapping[FileName, Collection[Record]]
) -> tuple[int, ...]:
    """Return the keys of our measures whose id is new on both sides and not that of one measure.

    A companion without a measure that is new on their side counts, too, unless we have the same.
    """
    known = {id_of(row) for row in base.get(FileName.MEASURES, {}).values()} | {""}
    fresh = {id_of(row): row for row in theirs[FileName.MEASURES] if id_of(row) not in known}
    waiting = _waiting(base, ours, theirs)
    found = []
    for key, row in ours.measures.items():
        name = id_of(row)
        other = fresh.get(name)
        if name in known:
            continue
        if name in waiting if other is None else not one_measure(row, other):
            found.append(key)
    return tuple(found)


def _waiting(
    base: Tables, ours: Dataset, theirs: Mapping[FileName, Collection[Record]]
) -> set[str]:
    """Return the ids of their new companions that none of ours equals."""
    found = set()
    for file in COMPANIONS:
        known = {id_of(row) for row in base.get(file, {}).values()}
        mine = list(ours.tables[file].rows.values())
        for row in theirs.get(file, ()):
            if id_of(row) not in known and not any(same(row, own) for own in mine):
                found.add(id_of(row))
    return found


def new_ids(
    keys: Iterable[int], ours: Dataset, theirs: Mapping[FileName, Collection[Record]]
) -> dict[int, str]:
    """Return free ids for measures of ours, by key.

    Those for which the format allows no id to be made are left out.
    """
    found: dict[int, str] = {}
    scratch = Dataset(dict(theirs))
    scratch.retired_ids |= ours.retired_ids.union(*(t.keys_by_id for t in ours.tables.values()))
    for key in keys:
        category = ours.measures[key].get("categoryId")
        try:
            found[key] = next_id(scratch, category if isinstance(category, str) else "")
        except EditError:
            continue
        scratch.retired_ids.add(found[key])
    return found


def with_new_ids(base: Tables, ours: Dataset, ids: Mapping[int, str]) -> Tables:
    """Return our records with new ids for measures (by key) and for the companions we added.

    A companion that was there before its measure stays where it is; what we wrote into it since
    goes along in a record of its own.
    """
    rows = {file: dict(table.rows) for file, table in ours.tables.items()}
    for key, new in ids.items():
        old = id_of(ours.measures[key])
        rows[FileName.MEASURES][key] = {**ours.measures[key], "id": new}
        for file in COMPANIONS:
            for companion in ours.tables[file].keys_by_id.get(old, ()):
                row = rows[file][companion]
                before = base.get(file, {}).get(companion)
                if before is None or id_of(before) != old:
                    rows[file][companion] = {**row, "id": new}
                elif not same(row, before):
                    rows[file][companion] = before
                    fresh = max(ours.tables[file].next_key, max(rows[file]) + 1)
                    rows[file][fresh] = {**row, "id": new}
    return rows


def held_apart(decisions: Iterable[Found], ids: Collection[str]) -> tuple[Found, ...]:
    """Return the decisions; where two measures have to share an id, nothing of theirs is taken."""
    return tuple(
        replace(found, action=Action.CONFLICT, reason=Reason.BOTH_DIFFER)
        if found.record.id in ids and found.action is Action.TAKE
        else found
        for found in decisions
    )


def one_measure(left: Record, right: Record) -> bool:
    """Tell whether two new measures are one that came in on both sides: same content or title."""
    if same(normalised(left), normalised(right)):
        return True
    titles = [normalised(get_path(row, _TITLE)) for row in (left, right)]
    return bool(titles[0]) and same(*titles)
