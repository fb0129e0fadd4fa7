"""Core events -> Qt signals, and batches -> undo commands. Nothing else.

One generic command holds a batch. Typing coalesces per visit to a field: batches with the same
group become one step, but never across the clean point (QUndoStack sees to that).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Hashable

    from klimaeditor.changes import Batch
    from klimaeditor.document import Document, Event
    from klimaeditor.values import Value

_MERGEABLE = 1


class BatchCommand(QUndoCommand):
    """The one undo command: applies a batch, or its inverse."""

    def __init__(self, document: Document, batch: Batch) -> None:
        super().__init__(batch.label)
        self._document = document
        self._batch = batch

    @property
    def batch(self) -> Batch:
        """The batch as it is now, merges included."""
        return self._batch

    def redo(self) -> None:
        """Apply the batch."""
        self._document.apply(self._batch)

    def undo(self) -> None:
        """Apply its inverse."""
        self._document.apply(self._batch.inverse())

    def id(self) -> int:
        """Tell Qt which commands may merge: those with a group."""
        return -1 if self._batch.group is None else _MERGEABLE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over a later batch of the same visit; a visit that changed nothing disappears."""
        if not isinstance(other, BatchCommand) or other.batch.group != self._batch.group:
            return False
        self._batch = self._batch.then(other.batch)
        self.setObsolete(all(same(c.before, c.after) for c in self._batch.changes))
        return True


class DocumentBridge(QObject):
    """A document as Qt sees it: signals for what changed, and the undo stack as the way to write.

    ``fields_changed`` carries a frozenset of (measure key, field name), ``findings_changed`` a
    frozenset of measure keys; ``structure_changed`` says that measures came or went.
    """

    fields_changed = Signal(object)
    findings_changed = Signal(object)
    structure_changed = Signal()
    saved = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(0)
        self._unsubscribe = document.subscribe(self._on_event)
        if not document.is_saved:
            self.stack.resetClean()

    def close(self) -> None:
        """Stop listening; the bridge is of no use afterwards."""
        self._unsubscribe()

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to save."""
        return self.stack.isClean()

    def push(self, batch: Batch) -> None:
        """Carry out a batch as one step of the history; an empty batch is no step."""
        if batch:
            self.stack.push(BatchCommand(self.document, batch))

    def edit(self, measure: int, field: str, value: Value, group: Hashable | None = None) -> None:
        """Store a value in a field; steps with the same *group* are one visit and merge."""
        self.push(self.document.plan_edit(measure, {field: value}, group=group))

    def _on_event(self, event: Event) -> None:
        if event.structure:
            self.structure_changed.emit()
        if event.fields:
            self.fields_changed.emit(event.fields)
        if event.findings:
            self.findings_changed.emit(event.findings)
        if event.saved:
            self.stack.setClean()
            self.saved.emit()
