"""Document: the one door. Plans become batches, batches are applied, listeners hear what changed.

The window pushes batches through its undo stack, the command line applies them at once; both use
the same plans. The document knows where it was opened, what is unsaved and which findings stand.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from klimaeditor.checks.engine import FindingIndex
from klimaeditor.clock import local_today
from klimaeditor.diff.changed import FieldChange, UnsavedRecords, changed_fields, is_saved
from klimaeditor.diff.revert import name_of_step, reverting, selected
from klimaeditor.files import backups, retired, store
from klimaeditor.files.store import SaveJob, back_up
from klimaeditor.model import structure
from klimaeditor.model.changes import HEAD, Batch, FileName
from klimaeditor.model.core_words import quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.edits import set_field
from klimaeditor.model.records import Dataset, category_names
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import muenster

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from klimaeditor.files.source import SourceFile
    from klimaeditor.files.store import Saved
    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import FieldEdit, Finding, Fix, Removal
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------


def step_edit(label: str) -> str:
    """Return the name of an editing step."""
    return f"{quoted(label)} ändern"


def step_fix(label: str) -> str:
    """Return the name of a fix as a step."""
    return f"Befund beheben: {label}"


def step_add(title: str) -> str:
    """Return the name of adding a measure as a step."""
    return f"Maßnahme {quoted(title)} anlegen"


def step_duplicate(title: str) -> str:
    """Return the name of duplicating a measure as a step."""
    return f"Maßnahme {quoted(title)} duplizieren"


def step_duplicates(count: int) -> str:
    """Return the name of duplicating several measures as a step."""
    return f"{count} Maßnahmen duplizieren"


def step_delete(titles: list[str]) -> str:
    """Return the name of deleting measures as a step."""
    if len(titles) != 1:
        return f"{len(titles)} Maßnahmen löschen"
    return f"Maßnahme {quoted(titles[0])} löschen"


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: the fields that may show something else now, and the findings that changed.

    *fields* are (measure key, field name) pairs; *structure* says that measures came or went;
    *saved* that what is shown is what is on disk; *adopted* that the document rests on other files
    than before; *batch* is what was carried out, if anything.
    """

    fields: frozenset[tuple[int, FieldName]] = frozenset()
    findings: frozenset[int] = frozenset()
    structure: bool = False
    saved: bool = False
    adopted: bool = False
    batch: Batch | None = None

    @property
    def measures(self) -> frozenset[int]:
        """The measures of which anything shown may have changed."""
        return self.findings | {measure for measure, _ in self.fields}


@dataclass(slots=True)
class OneStep:
    """Batches that are carried out as one: what they did so far."""

    label: str
    _events: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Take in what one more batch has done."""
        self._events.append(event)

    @property
    def batch(self) -> Batch:
        """All of it as one batch."""
        batches = [event.batch for event in self._events if event.batch is not None]
        return Batch(self.label, tuple(change for batch in batches for change in batch.changes))

    def event(self) -> Event:
        """Return what listeners hear of it."""
        return Event(
            frozenset().union(*(event.fields for event in self._events)),
            frozenset().union(*(event.findings for event in self._events)),
            any(event.structure for event in self._events),
            batch=self.batch,
        )


@dataclass(slots=True)
class Document:
    """A dataset being edited. *location* is its folder, None while it has none (from Excel).

    *backup_root* is where backups go, None for the user's own folder; *save_notices* are German
    remarks about the latest save. *today* is the clock of the checks.
    """

    dataset: Dataset
    sources: dict[FileName, SourceFile]
    location: Path | None = None
    notices: tuple[str, ...] = ()
    backup_root: Path | None = None
    today: Callable[[], date] = field(default=local_today, kw_only=True)
    save_notices: tuple[str, ...] = field(default=(), init=False)
    findings: FindingIndex = field(init=False)
    _listeners: list[Callable[[Event], None]] = field(default_factory=list)
    _backed_up: set[Path] = field(default_factory=set, init=False)
    _unsaved: UnsavedRecords | None = field(default=None, init=False)
    _step: OneStep | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.findings = FindingIndex(self.dataset, self.today)

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call *listener* after every change; returns the function that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def view(self, measure: int) -> MeasureView:
        """Return a measure as it is now."""
        return self.dataset.view(measure)

    def plan_edit(
        self,
        measure: int,
        values: Mapping[FieldName, Value],
        label: str = "",
        group: Hashable | None = None,
    ) -> Batch:
        """Return the batch that stores *values* (field name -> value) in a measure."""
        steps = [
            partial(set_field, self.dataset, measure, name, value) for name, value in values.items()
        ]
        first = self.dataset.site.catalogue.field(next(iter(values))).label if values else ""
        return Batch(label or step_edit(first), self.dataset.rehearse(steps), group)

    def plan_fix(self, fix: Fix) -> Batch:
        """Return the batch of a finding's fix: its edits, and the records it removes."""
        return self.plan_fixes(fix.edits, step_fix(fix.label), fix.removals)

    def plan_fixes(
        self, edits: Iterable[FieldEdit], label: str, removals: Iterable[Removal] = ()
    ) -> Batch:
        """Return one batch for the edits and removals of many fixes.

        Raises StaleChangeError where one of them concerns a record that is gone.
        """
        steps = [partial(set_field, self.dataset, e.measure, e.field, e.value) for e in edits]
        remove = partial(structure.delete_record, self.dataset)
        steps += [partial(remove, removal.file, removal.record) for removal in removals]
        return Batch(label, self.dataset.rehearse(steps))

    def plan_add(self, category_id: str, title: str) -> tuple[int, Batch]:
        """Return key and batch of a new measure (WEB-06, WEB-09)."""
        name = category_names(self.dataset).get(category_id, category_id)
        key, changes = structure.add_measure(self.dataset, category_id, name, title)
        return key, Batch(step_add(title), changes)

    def plan_duplicate(self, measure: int) -> tuple[int, Batch]:
        """Return key and batch of a copy."""
        key, changes = structure.duplicate_measure(self.dataset, measure)
        return key, Batch(step_duplicate(self.view(measure).title), changes)

    def plan_duplicates(self, measures: Iterable[int]) -> tuple[list[int], Batch]:
        """Return keys and batch of copies, each behind its original."""
        originals, copies = list(dict.fromkeys(measures)), list[int]()
        if len(originals) == 1:
            key, batch = self.plan_duplicate(originals[0])
            return [key], batch

        def copy(measure: int) -> tuple[Change, ...]:
            key, changes = structure.duplicate_measure(self.dataset, measure)
            copies.append(key)
            return changes

        changes = self.dataset.rehearse([partial(copy, key) for key in originals])
        return copies, Batch(step_duplicates(len(originals)), changes)

    def plan_delete(self, measures: Iterable[int]) -> Batch:
        """Return the batch that deletes measures with their companions."""
        keys = list(dict.fromkeys(measures))
        steps = [partial(structure.delete_measure, self.dataset, key) for key in keys]
        changes = self.dataset.rehearse(steps)
        return Batch(step_delete([self.view(key).title for key in keys]), changes)

    def changed_fields(self) -> tuple[FieldChange, ...]:
        """Return every field that is not as saved, in the order of the list and of the form."""
        return changed_fields(self.dataset, self.sources)

    def plan_revert(self, wanted: Iterable[FieldChange]) -> Batch:
        """Return the batch that brings the saved values of *wanted* back, structure included.

        Changes that are no longer there are left out; a measure comes and goes with its companions.
        """
        present = self.changed_fields()
        chosen = selected(wanted, present)
        changes = reverting(self.dataset, self.sources, chosen)
        everything = len(chosen) == len(present)
        return Batch(name_of_step(chosen, everything=everything), changes)

    def apply(self, batch: Batch) -> None:
        """Carry out a batch and tell the listeners.

        Raises StaleChangeError where it does not fit the data; then nothing is done.
        """
        if not batch:
            return
        event = self._carry_out(batch)
        if self._step is None:
            self._tell(event)
        else:
            self._step.add(event)

    @contextmanager
    def as_one(self, label: str) -> Iterator[OneStep]:
        """Carry out the batches applied inside as one step called *label*.

        Listeners hear of it once, at the end, and what many batches have touched is judged after
        all of them. Where the block raises, everything is taken back and nobody hears of it, except
        that what was touched may have to be shown again.
        """
        self._step = step = OneStep(label)
        try:
            yield step
        except BaseException:
            self._step = None
            if step.batch:
                gone = self._carry_out(step.batch.inverse())
                fields = step.event().fields | gone.fields
                self._tell(Event(fields, step.event().findings | gone.findings, gone.structure))
            raise
        finally:
            self._step = None
            self.dataset.sort()
        if step.batch:
            self._tell(step.event())

    def _carry_out(self, batch: Batch) -> Event:
        """Carry out a batch; return what happened, of which nobody has heard yet."""
        before = self._shown(batch)
        self.dataset.apply(batch, sort=self._step is None)
        if self._unsaved is not None:
            self._unsaved.note(batch)
        after = self._shown(batch)
        fields = {
            (measure, name)
            for measure, name in before.keys() | after.keys()
            if (measure, name) not in before
            or (measure, name) not in after
            or not same(before[measure, name], after[measure, name])
        }
        structural = any(c.structural and c.file is FileName.MEASURES for c in batch.changes)
        concerned = {key for change in batch.changes for key in self.dataset.measures_of(change)}
        concerned.update(measure for measure, _ in before)
        findings = self.findings.refresh(batch, concerned)
        return Event(frozenset(fields), findings, structural, batch=batch)

    def fold_accepted(self, is_accepted: Callable[[Finding], bool]) -> None:
        """Fold findings away that somebody has accepted, and tell the listeners."""
        changed = self.findings.fold(is_accepted)
        if changed:
            self._tell(Event(findings=changed))

    def _shown(self, batch: Batch) -> dict[tuple[int, FieldName], Value]:
        """Return the values of all fields that a batch can touch, as they are now."""
        shown = {}
        for change in batch.changes:
            names = _fields_concerned(self.dataset.site.catalogue, change)
            for measure in self.dataset.measures_of(change):
                if measure in self.dataset.measures:
                    shown.update({(measure, n): self.dataset.value(measure, n) for n in names})
        return shown

    def _tell(self, event: Event) -> None:
        for listener in tuple(self._listeners):
            listener(event)

    @property
    def is_saved(self) -> bool:
        """Whether the files on disk say what the document says."""
        return self.location is not None and is_saved(self.dataset, self.sources)

    def is_saved_in(self, batch: Batch) -> bool:
        """Tell whether the records that *batch* concerns are as on disk; takes no time to ask."""
        for file, key in {(change.file, change.record) for change in batch.changes}:
            source = self.sources.get(file)
            if key == HEAD:
                if (source is not None and source.bom) != self.dataset.tables[file].bom:
                    return False
                continue
            old = ABSENT if source is None else source.records.get(key, ABSENT)
            new = self.dataset.tables[file].get(key)
            if not same(old, ABSENT if new is None else new):
                return False
        return True

    def changed_measures(self) -> list[str]:
        """Return the titles of measures that differ from the saved state, deleted ones included.

        Other unsaved records are named by their file; with a location the list is empty if and
        only if the document is saved.
        """
        if self._unsaved is None or self._unsaved.sources is not self.sources:
            self._unsaved = UnsavedRecords(self.dataset, self.sources)
        return self._unsaved.titles()

    def save(self, folder: Path | None = None) -> None:
        """Save in place, or into *folder* as the new location (all four files).

        What is overwritten for the first time since the document was opened is backed up before
        (SAFE-11); where that fails, `save_notices` says so. Raises DatasetError; the document and
        its unsaved changes stay as they were.
        """
        self.finish_save(self.begin_save(folder).run())

    def begin_save(self, folder: Path | None = None) -> SaveJob:
        """Return what :meth:`save` would do, to be run in any thread (SAFE-10).

        Raises ValueError where neither *folder* nor the document says where to.
        """
        target = folder or self.location
        if target is None:
            raise ValueError("a document without location needs a folder")
        rows = {file: table.rows for file, table in self.dataset.tables.items()}
        root = self.backup_root or backups.default_root()
        return SaveJob(
            folder=target,
            dataset=Dataset.keyed(rows, self.dataset.site, self.dataset.marked),
            sources=dict(self.sources),
            fresh=self.location is None or not store.same_folder(target, self.location),
            secure=None if target in self._backed_up else partial(self.back_up, target),
            keep=partial(backups.keep_unsaved, target, root),
        )

    def finish_save(self, saved: Saved) -> None:
        """Take over what a job has saved. The event says saved unless there were edits since."""
        self.sources, self.location = saved.sources, saved.folder
        self.save_notices = saved.notices
        retired.known_ids(saved.folder, self.dataset, _lists(self.backup_root))
        if saved.backed_up:
            self._backed_up.add(saved.folder)
        self._tell(Event(saved=self.is_saved))

    def adopt(self, sources: Mapping[FileName, SourceFile]) -> None:
        """Rest on files that somebody else has written, as ``diff.rebase`` has keyed them.

        To be called when the dataset holds what was merged; tells what is unsaved from now on.
        """
        self.sources = dict(sources)
        self._tell(Event(saved=self.is_saved, adopted=True))

    def back_up(self, folder: Path) -> str:
        """Copy the files of *folder*, as they are, to the backups: before a merge, for instance.

        Returns "" or the German reason why that was not possible.
        """
        return back_up(folder, self.backup_root or backups.default_root())


def open_document(
    path: Path, backup_root: Path | None = None, site: SiteProfile | None = None
) -> Document:
    """Open the dataset at *path*, a folder or one of its files; raises DatasetError.

    *backup_root* is where backups go, None for the user's own folder; *site* the public page the
    dataset is for, None for the one of this machine.
    """
    opened = store.load(path, backup_root, site=site or muenster())
    known = retired.known_ids(opened.folder, opened.dataset, _lists(backup_root))
    opened.dataset.retired_ids |= known
    return Document(opened.dataset, opened.sources, opened.folder, opened.notices, backup_root)


def _lists(backup_root: Path | None) -> Path | None:
    """Return where the lists of ids lie: beside the backups, unless their folder was chosen."""
    if backup_root is None or backups.is_chosen(backup_root):
        return None
    return backup_root.parent / retired.FOLDER


def _joins(catalogue: Catalogue) -> tuple[tuple[str, ...], ...]:
    return (), catalogue.path("id"), catalogue.path("category_id")


def _fields_concerned(catalogue: Catalogue, change: Change) -> list[FieldName]:
    """Return the fields that can show something else after a change.

    Id and category of a measure decide which companions belong to it.
    """
    if change.file is FileName.MEASURES and change.path in _joins(catalogue):
        return [found.name for found in catalogue.fields]
    return [found.name for found in catalogue.fields_touched(change.file, change.path)]
