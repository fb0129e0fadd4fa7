"""Two people added a measure each, and both measures got the same id.

The next id of a category is the same for everybody, so this is what happens when two people work
side by side. The id of a measure that is not saved yet can still change (WEB-09): ours moves on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.changes import FileName
from klimaeditor.dataset.records import COMPANIONS, Dataset, id_of
from klimaeditor.dataset.structure import next_id
from klimaeditor.errors import EditError
from klimaeditor.merge.normal import normalised
from klimaeditor.values import get_path, same

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from klimaeditor.merge.align import Tables
    from klimaeditor.values import Record

_TITLE = ("Action outline", "Action name")


def new_ids(
    base: Tables, ours: Dataset, theirs: Mapping[FileName, Collection[Record]]
) -> dict[int, str]:
    """Return free ids for measures of ours, by key, that share their id with a new one of theirs.

    Not for the same measure that came in on both sides: it has the same title or content. Nor where
    the format allows no id to be made; then the two are merged like any record.
    """
    known = {id_of(row) for row in base.get(FileName.MEASURES, {}).values()}
    fresh = {id_of(row): row for row in theirs[FileName.MEASURES] if id_of(row) not in known}
    found: dict[int, str] = {}
    scratch = Dataset(dict(theirs))
    scratch.retired_ids |= ours.retired_ids.union(*(t.keys_by_id for t in ours.tables.values()))
    for key, row in ours.measures.items():
        other = fresh.get(id_of(row)) if id_of(row) else None
        if other is None or one_measure(row, other):
            continue
        category = row.get("categoryId")
        try:
            found[key] = next_id(scratch, category if isinstance(category, str) else "")
        except EditError:
            continue
        scratch.retired_ids.add(found[key])
    return found


def with_new_ids(base: Tables, ours: Dataset, ids: Mapping[int, str]) -> Tables:
    """Return our records with new ids for measures (by key) and for the companions we added."""
    rows = {file: dict(table.rows) for file, table in ours.tables.items()}
    for key, new in ids.items():
        old = id_of(ours.measures[key])
        rows[FileName.MEASURES][key] = {**ours.measures[key], "id": new}
        for file in COMPANIONS:
            for companion in ours.tables[file].keys_by_id.get(old, ()):
                if companion not in base.get(file, {}):
                    rows[file][companion] = {**rows[file][companion], "id": new}
    return rows


def one_measure(left: Record, right: Record) -> bool:
    """Tell whether two new measures are one that came in on both sides: same content or title."""
    if same(normalised(left), normalised(right)):
        return True
    titles = [normalised(get_path(row, _TITLE)) for row in (left, right)]
    return bool(titles[0]) and same(*titles)
