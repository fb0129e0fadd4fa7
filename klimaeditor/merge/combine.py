"""Three versions of files with common keys -> the merged records, built on theirs.

What only one side touched is that side's record, byte for byte. Only where both worked on the same
record are our fields put into theirs, so that the text of the file stays as they wrote it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.changes import FileName
from klimaeditor.merge.apply import laid
from klimaeditor.merge.collisions import held_apart
from klimaeditor.merge.decide import Action, conflicts, decide
from klimaeditor.merge.linked import link
from klimaeditor.merge.snapshot import snapshot
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from klimaeditor.merge.align import Table, Tables
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Record


@dataclass(frozen=True, slots=True)
class Combined:
    """Merged records by key, in file order, and how they came about."""

    rows: dict[FileName, dict[int, Record]]
    decisions: tuple[Found, ...]

    @property
    def conflicts(self) -> tuple[Found, ...]:
        """What both sides changed differently; the records hold ours there."""
        return conflicts(self.decisions)


def combine(base: Tables, ours: Tables, theirs: Tables, apart: Collection[str] = ()) -> Combined:
    """Return theirs with our changes; where both changed the same, ours, and a conflict.

    The same record has the same key in all three. Under the ids in *apart* the sides have different
    measures; there everything is ours, and what theirs has is a conflict.
    """
    decisions = held_apart(link(decide(*snapshot(base, ours, theirs), exact=True)), apart)
    by_file: dict[FileName, list[Found]] = defaultdict(list)
    for decision in decisions:
        by_file[decision.record.file].append(decision)
    rows = {
        file: _merged(file, base.get(file, {}), ours.get(file, {}), theirs.get(file, {}), found)
        for file, found in ((file, by_file[file]) for file in FileName)
    }
    return Combined(rows, decisions)


def _merged(
    file: FileName, base: Table, ours: Table, theirs: Table, decisions: Iterable[Found]
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
        key: _record(file, base.get(key), ours.get(key), theirs.get(key), by_record.get(key, ()))
        for key in order
    }


def _taken(decisions: Sequence[Found]) -> bool:
    return any(d.field is None and d.action is Action.TAKE for d in decisions)


def _record(
    file: FileName,
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
    return laid(file, theirs, decisions, wanted, onto_theirs=True)


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
