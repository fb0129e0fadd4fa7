"""What differs from a former version of the dataset: a folder, a package or a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.changes import FileName
from klimaeditor.differences import ChangeKind
from klimaeditor.publish.changed import compared
from klimaeditor.publish.changelog import subject
from klimaeditor.publish.lines import lines_of
from klimaeditor.publish.yearly import texts
from klimaeditor.publish.yearly.model import DataChange, FormerChanges
from klimaeditor.publish.yearly.reading import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.publish.changed import Owner
    from klimaeditor.publish.former import Former

_WHOLE: Final = {ChangeKind.ADDED: texts.NEW_MEASURE, ChangeKind.REMOVED: texts.GONE_MEASURE}


def former_changes(
    former: Former, label: str, dataset: Dataset, wanted: Collection[int] | None
) -> FormerChanges:
    """Return what *dataset* has otherwise than *former*, which is called *label*.

    *wanted* limits it to measures with these keys; None is everything, also what is gone and what
    belongs to no measure.
    """
    comparison = compared(former.sources, dataset)
    changes = tuple(
        change
        for owner in comparison.owners
        for change in _of(owner)
        if wanted is None or change.measure in wanted
    )
    return FormerChanges(one_line(label), subject(comparison), changes)


def _of(owner: Owner) -> Iterator[DataChange]:
    title, measure = one_line(owner.title), owner.changes[0].measure
    whole = _WHOLE.get(owner.kind) if owner.file is FileName.MEASURES else None
    if whole is not None:
        yield DataChange(title, one_line(owner.id), whole, "", "", measure)
        return
    for found in owner.changes:
        for line in lines_of(found):
            label, before, after = (one_line(part) for part in line)
            yield DataChange(title, one_line(owner.id), label, before, after, measure)
