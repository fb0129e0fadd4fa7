"""Somebody saved while we were editing: their files become the new ground, our changes stay on top.

Afterwards the document rests on the files as they are now on disk, so saving writes what they wrote
and what we changed, and nothing else (SAFE-06, design decision 2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from klimaeditor.changes import Batch, FileName
from klimaeditor.dataset.records import id_of
from klimaeditor.dataset.source import read_source, render
from klimaeditor.merge import texts
from klimaeditor.merge.align import keyed_like
from klimaeditor.merge.collisions import collisions, new_ids, with_new_ids
from klimaeditor.merge.combine import combine
from klimaeditor.merge.decide import conflicts
from klimaeditor.merge.differences import differences
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.source import Source
    from klimaeditor.merge.align import Table, Tables
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Record


@dataclass(frozen=True, slots=True)
class Rebased:
    """What a document needs to rest on other files, and to tell the user about it.

    *sources* are the files on disk, under our keys; *rows* the merged records. *batch* turns our
    dataset into them: one step that can be undone. *renumbered* are the measures of ours that got
    another id (old, new), because somebody else's new measure has theirs.
    """

    sources: dict[FileName, Source]
    rows: dict[FileName, dict[int, Record]]
    batch: Batch
    decisions: tuple[Found, ...]
    renumbered: tuple[tuple[str, str], ...] = ()

    @property
    def conflicts(self) -> tuple[Found, ...]:
        """What both changed differently; the rows hold ours until somebody chooses."""
        return conflicts(self.decisions)


def rebase(
    base: Tables, ours: Dataset, theirs: Mapping[FileName, Source], label: str = ""
) -> Rebased:
    """Return our changes since *base* on top of *theirs*.

    *base* are the records as we last loaded or saved them, under the keys of *ours*
    (``align.records_of`` of the document's sources); *theirs* are the sources just loaded. Nothing
    is written and nothing changed. To go on, give the document the new sources and push the batch;
    to settle conflicts, push ``to_batch(dataset, rebased.conflicts, label, choices)`` after that.
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
    combined = combine(base, our_rows, tables, apart)
    changes = tuple(
        change
        for file, rows in combined.rows.items()
        for change in differences(file, ours.tables[file].rows, rows)
    )
    renumbered = tuple((id_of(ours.measures[key]), new) for key, new in ids.items())
    batch = Batch(label or texts.STEP_REBASE, changes)
    return Rebased(sources, combined.rows, batch, combined.decisions, renumbered)


def _keyed(source: Source, base: Table, ours: Table, fresh: int) -> Source:
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
    file: FileName, base: bytes, ours: bytes, theirs: bytes
) -> tuple[bytes, tuple[Found, ...]]:
    """Return one file merged from three versions, and the decisions: what a Git merge driver does.

    It has the formatting of *theirs*. Raises JsonFaultError for a version that cannot be read.
    """
    was, our, their = (read_source(data, file) for data in (base, ours, theirs))
    our_rows = keyed_like(our.records.values(), was.records)
    source = _keyed(their, was.records, our_rows, 0)
    combined = combine({file: was.records}, {file: our_rows}, {file: source.records})
    return render(source, combined.rows[file]), combined.decisions
