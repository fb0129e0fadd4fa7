"""What differs from the saved state, in words a person recognises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor import texts
from klimaeditor.catalogue import FileName
from klimaeditor.dataset.records import Dataset, id_of
from klimaeditor.dataset.source import unchanged
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klimaeditor.dataset.source import Source
    from klimaeditor.values import Record

    Sources = Mapping[FileName, Source]


def is_saved(dataset: Dataset, sources: Sources) -> bool:
    """Tell whether *sources*, the files as last read or written, say what the dataset says."""
    return all(
        file in sources and unchanged(sources[file], table.rows)
        for file, table in dataset.tables.items()
    )


def changed_titles(dataset: Dataset, sources: Sources) -> list[str]:
    """Return the titles of measures that differ from *sources*, those that are gone included.

    Records that belong to no measure, or to many, are named by their file. Empty if and only if
    everything is saved.
    """
    saved = Dataset.keyed({file: source.records for file, source in sources.items()})
    changed: set[int] = set()
    others: list[str] = []
    for file, key, ids in _differences(dataset, saved):
        if file is FileName.MEASURES:
            changed.add(key)
            continue
        owners = [] if file is FileName.CATEGORIES else _owners(dataset, ids)
        changed.update(owners)
        if not owners and (file is FileName.CATEGORIES or not _owners(saved, ids)):
            others.append(texts.deleted_record(file))
    titles = [dataset.view(key).title for key in dataset.measures if key in changed]
    titles += [saved.view(key).title for key in saved.measures if key not in dataset.measures]
    if not titles and not others:
        others = [texts.deleted_record(file) for file in _reordered(dataset, sources)]
    return titles + list(dict.fromkeys(others))


def _differences(dataset: Dataset, saved: Dataset) -> Iterator[tuple[FileName, int, set[str]]]:
    """Yield file and key of every record that is not as saved, with the ids it has and had."""
    for file, table in dataset.tables.items():
        old = saved.tables[file].rows
        for key in old | table.rows:
            pair = (old.get(key), table.rows.get(key))
            if not _alike(*pair):
                yield file, key, {id_of(row) for row in pair if row is not None} - {""}


def _alike(old: Record | None, new: Record | None) -> bool:
    return old is new or (old is not None and new is not None and same(old, new))


def _owners(dataset: Dataset, ids: set[str]) -> list[int]:
    by_id = dataset.tables[FileName.MEASURES].keys_by_id
    return [key for found in ids for key in by_id.get(found, ())]


def _reordered(dataset: Dataset, sources: Sources) -> list[FileName]:
    """Return the files that hold the same records in another order, or do not exist yet."""
    return [
        file
        for file, table in dataset.tables.items()
        if file not in sources or list(sources[file].records) != list(table.rows)
    ]
