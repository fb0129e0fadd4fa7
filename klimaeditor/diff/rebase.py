"""Somebody saved while we were editing: their files become the new ground, our changes stay on top.

Afterwards the document rests on the files as they are now on disk, so saving writes what they wrote
and what we changed, and nothing else (SAFE-06, design decision 2).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from klimaeditor.diff.apply import laid
from klimaeditor.diff.compare import keyed_like, snapshot
from klimaeditor.diff.decide import Action, DecisionReason, conflicts, decide, link
from klimaeditor.diff.fields import normalised
from klimaeditor.files.source import read_source, render
from klimaeditor.model.changes import Batch, FileName, differences, mark_changes
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import EditError
from klimaeditor.model.records import COMPANIONS, Dataset, category_of, id_of
from klimaeditor.model.structure import next_id
from klimaeditor.model.values import get_path, same

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from klimaeditor.diff.compare import Table, Tables
    from klimaeditor.diff.decide import Found
    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.catalogue import Catalogue, FileFields
    from klimaeditor.model.changes import Change
    from klimaeditor.model.values import Record

    Settled: TypeAlias = Callable[[tuple[Found, ...]], tuple[Found, ...]]


# --- words ---------------------------------------------------------------------------------------

STEP_REBASE: Final = "Änderungen anderer übernehmen"


# --- Two people added a measure each, and both measures got the same id --------------------------
#
# The next id of a category is the same for everybody, so this is what happens when two people work
# side by side. The id of a measure that is not saved yet can still change (WEB-09): ours moves on.


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
        if name in waiting if other is None else not one_measure(ours.site.catalogue, row, other):
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
    scratch = Dataset(dict(theirs), ours.site)
    scratch.retired_ids |= ours.retired_ids.union(*(t.keys_by_id for t in ours.tables.values()))
    for key in keys:
        category = category_of(ours.measures[key], ours.site)[0]
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
        replace(found, action=Action.CONFLICT, reason=DecisionReason.BOTH_DIFFER)
        if found.record.id in ids and found.action is Action.TAKE
        else found
        for found in decisions
    )


def one_measure(catalogue: Catalogue, left: Record, right: Record) -> bool:
    """Tell whether two new measures are one that came in on both sides: same content or title."""
    if same(normalised(left), normalised(right)):
        return True
    path = catalogue.path("action_name")
    titles = [normalised(get_path(row, path)) for row in (left, right)]
    return bool(titles[0]) and same(*titles)


# --- Three versions of files with common keys -> the merged records, built on theirs -------------
#
# What only one side touched is that side's record, byte for byte. Only where both worked on the
# same
# record are our fields put into theirs, so that the text of the file stays as they wrote it.


@dataclass(frozen=True, slots=True)
class Combined:
    """Merged records by key, in file order, and how they came about."""

    rows: dict[FileName, dict[int, Record]]
    decisions: tuple[Found, ...]

    @property
    def conflicts(self) -> tuple[Found, ...]:
        """What both sides changed differently; the records hold ours there."""
        return conflicts(self.decisions)


def combine(
    catalogue: Catalogue,
    base: Tables,
    ours: Tables,
    theirs: Tables,
    settled: Settled = tuple,
) -> Combined:
    """Return theirs with our changes; where both changed the same, ours, and a conflict.

    The same record has the same key in all three. *settled* has the last word on the decisions.
    """
    sides = snapshot(catalogue, base, ours, theirs)
    decisions = settled(link(decide(*sides, exact=True)))
    by_file: dict[FileName, list[Found]] = defaultdict(list)
    for decision in decisions:
        by_file[decision.record.file].append(decision)
    rows = {
        file: _merged(
            catalogue.of(file),
            base.get(file, {}),
            ours.get(file, {}),
            theirs.get(file, {}),
            by_file[file],
        )
        for file in FileName
    }
    return Combined(rows, decisions)


def _merged(
    fields: FileFields,
    base: Table,
    ours: Table,
    theirs: Table,
    decisions: Iterable[Found],
) -> dict[int, Record]:
    by_record: dict[int, list[Found]] = defaultdict(list)
    for decision in decisions:
        by_record[decision.record.key].append(decision)
    present = {
        key
        for key in (*ours, *theirs)
        if (key in ours and key in theirs) or key in (theirs if _taken(by_record[key]) else ours)
    }
    order = _merged_order(list(base), list(ours), list(theirs), present)
    return {
        key: _record(fields, base.get(key), ours.get(key), theirs.get(key), by_record.get(key, ()))
        for key in order
    }


def _taken(decisions: Sequence[Found]) -> bool:
    return any(d.field is None and d.action is Action.TAKE for d in decisions)


def _record(
    fields: FileFields,
    base: Record | None,
    ours: Record | None,
    theirs: Record | None,
    decisions: Sequence[Found],
) -> Record:
    """Return the merged record of one that is known to be there afterwards."""
    if ours is None or theirs is None:
        return theirs if ours is None else ours  # type: ignore[return-value]  # one side has it
    if base is not None and same(theirs, base):
        return ours
    wanted = {
        d.key: d.ours
        for d in decisions
        if d.field is not None and d.action in (Action.KEEP, Action.CONFLICT)
    }
    return laid(fields, theirs, decisions, wanted, onto_theirs=True)


def _merged_order(
    base: Sequence[int], ours: Sequence[int], theirs: Sequence[int], present: Collection[int]
) -> list[int]:
    """Return the keys in theirs' order, or in ours where only we moved records.

    What the other side added stands behind the record it follows there.
    """
    common = set(base) & set(ours) & set(theirs)
    was, our, their = ([key for key in keys if key in common] for keys in (base, ours, theirs))
    lead, other = (ours, theirs) if their == was and our != was else (theirs, ours)
    order = [key for key in lead if key in present]
    known = set(order)
    behind: int | None = None
    for key in other:
        if key in present and key not in known:
            order.insert(0 if behind is None else order.index(behind) + 1, key)
            known.add(key)
        behind = key if key in known else behind
    return order


# --- Somebody saved while we were editing: our changes stay on top of theirs ----------------------


@dataclass(frozen=True, slots=True)
class Rebased:
    """What a document needs to rest on other files, and to tell the user about it.

    *sources* are the files on disk, under our keys; *rows* the merged records. *batch* turns our
    dataset into them: one step that can be undone. *renumbered* are the measures of ours that got
    another id (old, new), because somebody else's new measure has theirs.
    """

    sources: dict[FileName, SourceFile]
    rows: dict[FileName, dict[int, Record]]
    batch: Batch
    decisions: tuple[Found, ...]
    renumbered: tuple[tuple[str, str], ...] = ()

    @property
    def conflicts(self) -> tuple[Found, ...]:
        """What both changed differently; the rows hold ours until somebody chooses."""
        return conflicts(self.decisions)


def rebase(
    base: Tables,
    ours: Dataset,
    theirs: Mapping[FileName, SourceFile],
    label: str = "",
    *,
    marked: Collection[FileName] | None = None,
) -> Rebased:
    """Return our changes since *base* on top of *theirs*.

    *base* are the records as we last loaded or saved them, under the keys of *ours*
    (``records_of`` of the document's sources), *marked* those of its files that had a byte order
    mark, None: as ours; *theirs* are the sources just loaded. Nothing is written or changed. To
    go on, give the document the new sources and push the batch; to settle conflicts, push
    ``to_batch(dataset, rebased.conflicts, label, choices)`` after that.
    """
    records = {file: source.records.values() for file, source in theirs.items()}
    twins = collisions(base, ours, records)
    ids = new_ids(twins, ours, records)
    apart = {id_of(ours.measures[key]) for key in twins if key not in ids}
    our_rows = with_new_ids(base, ours, ids)
    sources = {
        file: _keyed(source, base.get(file, {}), our_rows[file], ours.tables[file].next_key)
        for file, source in theirs.items()
    }
    tables = {file: source.records for file, source in sources.items()}
    combined = combine(ours.site.catalogue, base, our_rows, tables, partial(held_apart, ids=apart))
    changes = tuple(
        change
        for file, rows in combined.rows.items()
        for change in (
            *_mark(file, ours, theirs, ours.marked if marked is None else marked),
            *differences(file, ours.tables[file].rows, rows),
        )
    )
    renumbered = tuple((id_of(ours.measures[key]), new) for key, new in ids.items())
    batch = Batch(label or STEP_REBASE, changes)
    return Rebased(sources, combined.rows, batch, combined.decisions, renumbered)


def _mark(
    file: FileName,
    ours: Dataset,
    theirs: Mapping[FileName, SourceFile],
    marked: Collection[FileName],
) -> tuple[Change, ...]:
    """Return the change of our byte order mark: whoever touched it decides."""
    our = ours.tables[file].bom
    touched = our != (file in marked) or file not in theirs
    return mark_changes(file, had=our, has=our if touched else theirs[file].bom)


def _keyed(source: SourceFile, base: Table, ours: Table, fresh: int) -> SourceFile:
    """Return *source* under the keys of the versions we have, new ones from *fresh* on.

    What we added without an id is one of theirs only where it is the same.
    """
    theirs = source.records.values()
    added = {
        key: row
        for key, row in ours.items()
        if key not in base and (id_of(row) or any(same(row, other) for other in theirs))
    }
    following = max(fresh, max(ours, default=-1) + 1)
    rows = keyed_like(theirs, base, added, fresh=following)
    return replace(source, records=rows)


def merge_file(
    fields: FileFields,
    base: bytes,
    ours: bytes,
    theirs: bytes,
    settled: Settled = tuple,
) -> tuple[bytes, tuple[Found, ...]]:
    """Return one file merged from three versions, and the decisions: what a Git merge driver does.

    It has the formatting of *theirs*; *settled* has the last word on the decisions. Raises
    JsonFaultError for a version that cannot be read.
    """
    file = fields.file
    was, our, their = (read_source(data, file) for data in (base, ours, theirs))
    our_rows = keyed_like(our.records.values(), was.records)
    source = _keyed(their, was.records, our_rows, 0)
    combined = combine(
        fields.catalogue,
        {file: was.records},
        {file: our_rows},
        {file: source.records},
        settled,
    )
    bom = their.bom if our.bom == was.bom else our.bom
    return render(source, combined.rows[file], bom=bom), combined.decisions
