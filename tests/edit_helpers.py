"""Carrying out one edit, and seeing that it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.changes import Batch
from klimaeditor.model.edits import set_field

if TYPE_CHECKING:
    from klimaeditor.model.records import Dataset


def edit(dataset: Dataset, name: str, value: object, measure: int = 0) -> Batch:
    """Store a value, see that undo leaves nothing behind, and leave it stored."""
    before = content(dataset)
    batch = Batch("", set_field(dataset, measure, name, value))
    assert before == content(dataset)
    dataset.apply(batch)
    dataset.apply(batch.inverse())
    assert before == content(dataset)
    dataset.apply(batch)
    return batch


def content(dataset: Dataset) -> str:
    return repr([list(table.rows.items()) for table in dataset.tables.values()])
