"""Core events -> Qt signals, and batches -> undo commands. Nothing else.

Who shows a document holds a bridge and never None: :func:`no_document` stands in while nothing is
open.

One generic command holds a batch. Typing coalesces per visit to a field: batches with the same
group become one step, but never across the clean point (QUndoStack sees to that).
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QMetaObject, QObject, Signal, SignalInstance
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from klimaeditor.clock import local_now
from klimaeditor.document import Document
from klimaeditor.files.journal import Step
from klimaeditor.model import core_words
from klimaeditor.model.changes import Batch
from klimaeditor.model.errors import EditError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import muenster

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from klimaeditor.document import Event, OneStep
    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Value

_MERGEABLE = 1
PART: Final = 500
"""So many changes are carried out between two events of the window."""


class StepGivenUpError(Exception):
    """The user does not want to wait for a step; nothing of it is done."""


class StepWait(Protocol):
    """Says what takes long while a large step is carried out, and lets the window live."""

    def goes_on(self) -> bool:
        """Return whether to go on; False where the user gives up."""

    def close(self) -> None:
        """Show nothing any more."""


class NoWait:
    """Says nothing: for documents without a window, and small steps."""

    def goes_on(self) -> bool:
        """Go on."""
        return True

    def close(self) -> None:
        """Have nothing to put away."""


class BatchCommand(QUndoCommand):
    """The one undo command: applies a batch, or its inverse.

    The batch has been applied when the command is pushed, so that a batch which does not fit raises
    before it becomes a step; the redo that comes with the push does nothing.
    """

    def __init__(self, bridge: DocumentBridge, batch: Batch) -> None:
        super().__init__(batch.label)
        self._bridge = bridge
        self._batch = batch
        self._applied = True
        self._resting = False
        self.forget_after_undo = False
        self.made = local_now()

    @property
    def batch(self) -> Batch:
        """The batch as it is now, merges included."""
        return self._batch

    def redo(self) -> None:
        """Apply the batch, unless that has been done already."""
        if not self._applied:
            self._bridge.carry_out(self._batch)
        self._applied = True

    def undo(self) -> None:
        """Apply its inverse; Qt drops the command afterwards where it shall be forgotten."""
        if self._resting:
            self._applied = self._resting = False
            return
        if self._applied:
            self._bridge.carry_out(self._batch.inverse())
        self._applied = False
        if self.forget_after_undo:
            self.setObsolete(True)

    def rest(self) -> None:
        """Be undone next without a change: the document is as it is then already."""
        self._resting = True

    def go_ahead(self, *, undo: bool) -> None:
        """Do what Qt is about to ask for; it can be given up, which raises StepGivenUpError."""
        batch = self._batch.inverse() if undo else self._batch
        self._bridge.carry_out(batch, may_cancel=True)
        self._applied = not undo

    def id(self) -> int:
        """Tell Qt which commands may merge: those with a group."""
        return -1 if self._batch.group is None else _MERGEABLE

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over a later batch of the same visit; a visit that changed nothing disappears."""
        if not isinstance(other, BatchCommand) or other.batch.group != self._batch.group:
            return False
        self._batch = self._batch.then(other.batch)
        self.made = other.made
        self.setObsolete(all(same(c.before, c.after) for c in self._batch.changes))
        return True


def batches_in(command: QUndoCommand | None) -> Iterator[BatchCommand]:
    """Yield what a step of the history did: one batch, or those of a step made of several."""
    if isinstance(command, BatchCommand):
        yield command
    elif command is not None:
        for place in range(command.childCount()):
            yield from batches_in(command.child(place))


class DocumentBridge(QObject):
    """A document as Qt sees it: signals for what changed, and the undo stack as the way to write.

    ``fields_changed`` carries a frozenset of (measure key, field name), ``findings_changed`` a
    frozenset of measure keys, empty where at most findings on files changed; ``structure_changed``
    says that measures came or went, ``adopted`` that the files on disk are others than before.
    After opening, and after a large batch, measures wait to be judged; ``judged`` says that all
    findings are there.
    """

    fields_changed = Signal(object)
    findings_changed = Signal(object)
    structure_changed = Signal()
    saved = Signal()
    adopted = Signal()
    judged = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.is_open = True
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(0)
        self.read_only = False
        self.former_steps = 0
        self.is_changing = False
        self.progress: Callable[[bool], StepWait] = lambda _: NoWait()
        self._touched: Batch | None = None
        self._unsubscribe = document.subscribe(self._on_event)
        self.stack.indexChanged.connect(lambda _: self._settle())
        if not document.is_saved:
            self.stack.resetClean()

    def close(self) -> None:
        """Stop listening and telling; the bridge is of no use afterwards."""
        self._unsubscribe()
        self._drop_steps()

    def __del__(self) -> None:
        """Drop the steps while stack and steps are whole: freed in another order, Qt crashes."""
        if isValid(self.stack):
            self._drop_steps()

    def _drop_steps(self) -> None:
        self.stack.blockSignals(True)
        self.stack.clear()

    def bring_back(self, steps: Sequence[Step], done: int) -> None:
        """Take the steps of former sessions, *done* of which lead to what the document says now.

        For a bridge that nobody listens to yet; the document stays as it is.
        """
        commands = [BatchCommand(self, step.batch) for step in steps]
        for command, step in zip(commands, steps, strict=True):
            command.made = step.at.astimezone(command.made.tzinfo)
            self.stack.push(command)
            for change in step.batch.changes:
                table = self.document.dataset.tables[change.file]
                table.next_key = max(table.next_key, change.record + 1)
        for command in commands[done:]:
            command.rest()
        self.stack.setIndex(done)
        if self.document.is_saved:
            self.stack.setClean()
        self.former_steps = len(commands)

    def steps_to_keep(self) -> tuple[list[Step], int]:
        """Return the steps around what is saved, and how many lead there; none where none do.

        What was done, or undone, after saving and is not saved does not count.
        """
        stack = self.stack
        saved, count = stack.cleanIndex(), stack.cleanIndex()
        if self.document.is_saved:
            saved, count = stack.index(), stack.count()
        found = []
        for place in range(max(0, count)):
            batches = list(batches_in(stack.command(place)))
            changes = tuple(change for own in batches for change in own.batch.changes)
            if not batches:
                return [], 0
            found.append(Step(batches[-1].made, Batch(stack.text(place), changes)))
        return found, max(0, saved)

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to save."""
        return self.stack.isClean()

    def push(self, batch: Batch, *, may_cancel: bool = False) -> None:
        """Carry out a batch as one step of the history; an empty batch is no step.

        A large one lets the window live; with *may_cancel* the user may give it up. Raises
        StaleChangeError where the batch does not fit, EditError where the document is open for
        reading only, and StepGivenUpError; then nothing is done.
        """
        if self.read_only:
            raise EditError(core_words.READ_ONLY)
        self.take_in(batch, may_cancel=may_cancel)

    def take_in(self, batch: Batch, *, may_cancel: bool = False) -> None:
        """Do what :meth:`push` does, for what others have written; that may always be shown."""
        if batch:
            self.carry_out(batch, may_cancel=may_cancel)
            self.stack.push(BatchCommand(self, batch))

    def carry_out(self, batch: Batch, *, may_cancel: bool = False) -> None:
        """Apply a batch, a large one part by part; nobody hears of it before all is done."""
        if len(batch.changes) <= PART:
            self.document.apply(batch)
            return
        with self._in_parts(batch.label, may_cancel=may_cancel) as (tick, _):
            for at in range(0, len(batch.changes), PART):
                self.document.apply(replace(batch, changes=batch.changes[at : at + PART]))
                tick()

    @contextmanager
    def as_one_step(self, label: str) -> Iterator[Callable[[], None]]:
        """Make one step of the history of all batches that the document applies inside.

        Whoever works calls what is returned between two of them; StepGivenUpError is raised where
        the user does not want to wait. Whatever the block raises, nothing is done then.
        """
        if self.read_only:
            raise EditError(core_words.READ_ONLY)
        with self._in_parts(label, may_cancel=True) as (tick, step):
            yield tick
        if step.batch:
            self.stack.push(BatchCommand(self, step.batch))

    @contextmanager
    def _in_parts(
        self, label: str, *, may_cancel: bool
    ) -> Iterator[tuple[Callable[[], None], OneStep]]:
        progress = self.progress(may_cancel)

        def tick() -> None:
            if not progress.goes_on():
                raise StepGivenUpError

        self.is_changing = True
        try:
            with self.document.as_one(label) as step:
                yield tick, step
        finally:
            self.is_changing = False
            progress.close()

    def undo(self) -> bool:
        """Undo one step; False where the user does not want to wait for it."""
        return self._step(self.stack.index() - 1, undo=True)

    def redo(self) -> bool:
        """Do again what was undone; False where the user does not want to wait for it."""
        return self._step(self.stack.index(), undo=False)

    def _step(self, place: int, *, undo: bool) -> bool:
        command = self.stack.command(place)
        if isinstance(command, BatchCommand) and len(command.batch.changes) > PART:
            try:
                command.go_ahead(undo=undo)
            except StepGivenUpError:
                return False
        if undo:
            self.stack.undo()
        else:
            self.stack.redo()
        return True

    @property
    def site(self) -> SiteProfile:
        """The site that the document is meant for."""
        return self.document.dataset.site

    @property
    def catalogue(self) -> Catalogue:
        """The fields of the site that the document is meant for."""
        return self.document.dataset.site.catalogue

    def edit(
        self, measure: int, field: FieldName, value: Value, group: Hashable | None = None
    ) -> None:
        """Store a value in a field; steps with the same *group* are one visit and merge.

        Emptying a field again whose missing record this very visit has created takes the record
        back. "No amount" is an answer and stays.
        """
        amount = self.catalogue.field(field).kind is Kind.AMOUNT
        if value in ("", None, []) and not amount and self._has_created(group):
            self.take_back()
        else:
            self.push(self.document.plan_edit(measure, {field: value}, group=group))

    def take_back(self) -> None:
        """Undo the latest step for good: it can neither be undone nor redone any more."""
        place = self.stack.index() - 1
        command = self.stack.command(place)
        if isinstance(command, BatchCommand):
            command.forget_after_undo = True
            self.stack.undo()

    def _settle(self) -> None:
        """Be clean where a step has led to what is on disk, by whatever way.

        Most steps do not, and their own records tell; only where those are as saved, the others
        are looked at.
        """
        touched, self._touched = self._touched, None
        if touched is None or self.stack.isClean() or not self.document.is_saved_in(touched):
            return
        if self.document.is_saved:
            self.stack.setClean()

    def _has_created(self, group: Hashable | None) -> bool:
        """Whether the latest step is of this visit, still unsaved, and brought a new record."""
        place = self.stack.index()
        command = self.stack.command(place - 1) if place else None
        if group is None or place == self.stack.cleanIndex():
            return False
        if not isinstance(command, BatchCommand) or command.batch.group != group:
            return False
        return any(c.path == () and c.before is ABSENT for c in command.batch.changes)

    def _on_event(self, event: Event) -> None:
        if event.structure:
            self.structure_changed.emit()
        if event.fields:
            self.fields_changed.emit(event.fields)
        if event.batch is not None:
            self._touched = event.batch
        if event.batch is not None or event.findings:
            self.findings_changed.emit(event.findings)
        if event.saved:
            self.stack.setClean()
            self.saved.emit()
        elif event.adopted:
            self.stack.resetClean()
        if event.adopted:
            self.adopted.emit()


def no_document() -> DocumentBridge:
    """Return what stands in while nothing is open: without a measure, and not to be changed."""
    bridge = DocumentBridge(Document(Dataset({}, muenster()), {}))
    bridge.is_open, bridge.read_only = False, True
    return bridge


class Connections:
    """What one listener hears of the open document; of the one before, it hears nothing more."""

    def __init__(self) -> None:
        self._made: list[QMetaObject.Connection] = []

    def renew(self, *pairs: tuple[SignalInstance, Callable[..., object]]) -> None:
        """Connect each signal with its slot, in place of those that were connected before."""
        for connection in self._made:
            QObject.disconnect(connection)
        self._made = [signal.connect(slot) for signal, slot in pairs]
