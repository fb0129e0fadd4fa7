"""Another version of the data against ours: a returned workbook, a second folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import id_of
from klimaeditor.merge.align import keyed_like
from klimaeditor.merge.decide import decide
from klimaeditor.merge.linked import link
from klimaeditor.merge.snapshot import snapshot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.merge.linked import Found
    from klimaeditor.values import Record

    Rows = Mapping[FileName, Collection[Record]]


def compare(
    dataset: Dataset, base: Rows, theirs: Rows, *, exact: bool = False
) -> tuple[Found, ...]:
    """Return the decisions about *theirs*, which was made from *base*, for the dataset as ours.

    Base and theirs may hold a part of the records only, in file order; what neither has, and does
    not belong to one of their measures, is left alone. Noise such as that of Excel is no change
    (MRG-05), unless the comparison is *exact*. ``apply.to_batch`` carries the decisions out.
    """
    was, our, their = {}, {}, {}
    ids = {id_of(row) for rows in (base, theirs) for row in rows.get(FileName.MEASURES, ())} - {""}
    for file in base.keys() | theirs.keys():
        table = dataset.tables[file]
        was[file] = keyed_like(base.get(file, ()), table.rows, fresh=table.next_key)
        added = {key: row for key, row in table.rows.items() if key not in was[file]}
        known = (was[file], added)
        their[file] = keyed_like(theirs.get(file, ()), *known, fresh=table.next_key)
        concerned = was[file].keys() | their[file].keys()
        our[file] = {
            key: row for key, row in table.rows.items() if key in concerned or id_of(row) in ids
        }
    return link(decide(*snapshot(was, our, their), exact=exact))
