"""One open document: made when it is opened, gone when it is closed, and never half there.

Here stands what lives exactly as long: the bridge with its undo stack, the keeper with journal,
lock and watch, the notebook, the name, whether it may be changed, and every save. Nobody asks here
whether there is a document; the one place where there may be none is ``Session.current``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal

from klimaeditor.files import keptsteps
from klimaeditor.files.backups import all_backups
from klimaeditor.files.store import same_folder, settle
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import ChangedUnderneathError, KlimaError, OpenOutcomeError
from klimaeditor.notes import editlog
from ui.bridge import DocumentBridge
from ui.dialogs.choices import LockedChoice, Messages, OverwriteQuestion
from ui.review.review_words import ON_DISK
from ui.session import background
from ui.session.background import StepProgress, run
from ui.session.judging import Judging
from ui.session.keeper import Keeper, MergeQuestions
from ui.session.notekeeping import OpenNotebook
from ui.session.opening import Entry, Found, LockQuestion, ask_how, enter, look
from ui.session.recovering import BackupQuestion, restore_backup, saved_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from klimaeditor.document import Document
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.formervalues import LoggedChange
    from klimaeditor.files.keptsteps import KeptSteps
    from klimaeditor.files.locks import HeldLock
    from klimaeditor.model.changes import Batch
    from ui.review.review_words import ReviewWords
    from ui.session.opening import Environment


# --- words ---------------------------------------------------------------------------------------


def cannot_look(reason: str) -> str:
    """Return that the folder cannot be looked at; everything stays as it is."""
    return f"{reason} Ihre Änderungen sind noch da."


_ATTEMPTS: Final = 3


def enter_found(found: Found, choice: LockedChoice, environment: Environment) -> Entry:
    """Go into the dataset that was found, as was chosen; without a folder nothing is locked."""
    folder = found.document.location
    if folder is None:
        return Entry()
    return run(lambda: enter(folder, found.held, choice, environment), background.OPENING)


class DocumentQuestions(
    LockQuestion, MergeQuestions, BackupQuestion, Messages, OverwriteQuestion, Protocol
):
    """What is asked while a document is open. Cancelling always changes nothing."""


class OpenDocument(QObject):
    """A document while it is open; *name* is what it is called while it has no folder.

    *notices* carries sentences for the user, *status_message* a line about something done; *saved*
    says that it has just been saved, *placed* carries the folder it lies in since.
    """

    notices = Signal(object)
    status_message = Signal(str)
    saved = Signal()
    placed = Signal(object)

    def __init__(
        self,
        document: Document,
        entry: Entry,
        name: str,
        ask: DocumentQuestions,
        environment: Environment,
    ) -> None:
        super().__init__()
        self._name, self._ask, self._environment = name, ask, environment
        self.bridge = DocumentBridge(document, self)
        self.bridge.read_only = entry.read_only
        self._keeps_steps = True
        self.bridge.progress = lambda may_cancel: StepProgress(
            background.CHANGING, may_cancel=may_cancel
        )
        self.judging = Judging(self.bridge, self)
        self.keeper = Keeper(self.bridge, entry, environment, self)
        self.keeper.notices.connect(self.notices)
        self.keeper.status_message.connect(self.status_message)
        self.notes = OpenNotebook(self)
        self.notes.notices.connect(self.notices)
        self.notes.failed.connect(lambda sentence: self.notices.emit((sentence,)))
        self.notes.keep_beside(document.location)
        self._unsettled: Path | None = None  # where a save of ours failed with an open outcome

    @property
    def document(self) -> Document:
        """The document itself."""
        return self.bridge.document

    @property
    def place(self) -> Path | None:
        """The folder it lies in; None before the first save."""
        return self.document.location

    @property
    def name(self) -> str:
        """What the document is called."""
        return self.place.name if self.place else self._name

    @property
    def read_only(self) -> bool:
        """Whether it may only be read."""
        return self.bridge.read_only

    @property
    def has_unsaved(self) -> bool:
        """Whether work would be lost by leaving."""
        return not (self.bridge.is_clean or self.document.is_saved or self.read_only)

    def close(self) -> None:
        """Give the files free and stop telling; the object is of no use afterwards."""
        self._keep_steps()
        self.judging.close()
        self.keeper.close()
        self.notes.close()
        self.bridge.close()
        self.deleteLater()

    # --- what others do, and what was before -------------------------------------------------

    def reconcile(self, words: ReviewWords = ON_DISK, *, quiet: bool = True) -> bool:
        """Merge what others have saved, asking about conflicts; False where that did not work."""
        try:
            return self.keeper.reconcile(self._ask, words, quiet=quiet)
        except KlimaError as error:
            self._ask.error(cannot_look(str(error)))
            return False

    @property
    def backup_root(self) -> Path:
        """The folder of all backups."""
        return self._environment.backups

    def backups(self) -> Sequence[Backup]:
        """Return the backups of the dataset, the latest first."""
        return () if self.place is None else all_backups(self.place, self._environment.backups)

    def restore_backup(self) -> None:
        """Ask for a backup and bring it back as one step."""
        try:
            done = restore_backup(self.bridge, self._ask, self._environment)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        if done:
            self.status_message.emit(done)

    def bring_back(self, kept: KeptSteps) -> str:
        """Take up the steps of former sessions, before anybody listens; return what to say of it.

        Where nothing may be changed, nothing can be undone.
        """
        if self.read_only:
            return ""
        self.bridge.bring_back(kept.steps, kept.done)
        return kept.notice

    def keep_no_steps(self) -> None:
        """Leave nothing of this session to be undone later: the user has local data deleted."""
        self._keeps_steps = False

    def _keep_steps(self) -> None:
        """Keep the steps, so that they can be undone after the next start."""
        root = self._environment.steps
        if root is None or self.read_only or not self._keeps_steps:
            return
        steps, done = self.bridge.steps_to_keep()
        keptsteps.keep(self.document, root, steps, done, self._environment.clock())

    def take_back_in(self, batch: Batch) -> bool:
        """Do again what a crash has lost; whether the journal holds it now."""
        self.bridge.push(batch)
        return self.keeper.journal.flush()

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save in place; False where it was not saved."""
        return self.reconcile() and self._save(None)

    def save_to(self, target: Path) -> bool:
        """Save all four files in a folder, which becomes its place; False where that was not done.

        What is there already is not replaced unasked.
        """
        place = self.place
        if place is None or not run(lambda: same_folder(target, place), background.LOOKING):
            return self._save_elsewhere(target)
        if self.read_only:
            self._ask.error(core_words.READ_ONLY)
            return False
        return self.save()

    def may_discard(self) -> bool:
        """Settle a save whose outcome is open; False, and said why, where that is not possible.

        Else the next who opens the folder would finish what has been discarded (SAFE-05).
        """
        folder = self._unsettled
        if folder is None:
            return True
        try:
            done = run(lambda: settle(folder, self._environment.backups), background.LOOKING)
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        self._unsettled = None
        if done:
            self.notices.emit((done,))
        return True

    def _save_elsewhere(self, target: Path) -> bool:
        exists, held = run(
            lambda: (_holds_files(target), look(target, self._environment)), background.LOOKING
        )
        if exists and not self._ask.overwrite(target):
            return False
        if ask_how(held, self._ask, self._environment) is not LockedChoice.EDIT_ANYWAY:
            return False
        return self._save(target, held)

    def _save(
        self, target: Path | None, held: HeldLock | None = None, *, again: int = _ATTEMPTS
    ) -> bool:
        document = self.document
        summary = saved_sentence(document)
        logged = self._to_log()
        try:
            job = run(lambda: document.begin_save(target), background.SAVING)
            document.finish_save(self.keeper.write(job))
        except ChangedUnderneathError as error:
            if target is None and again:  # in the moment between looking and writing
                self.keeper.doubt()
                return self.reconcile() and self._save(None, again=again - 1)
            self._ask.error(str(error))
            return False
        except OpenOutcomeError as error:
            self._unsettled = target or self.place
            self._ask.error(str(error))
            return False
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        self._unsettled = None  # settled on the way, or the work is safe elsewhere
        self._settle(target, held)
        self._keep_steps()
        self.notes.log(logged)
        self.saved.emit()
        if summary:
            self.status_message.emit(summary)
        for remark in document.save_notices:
            self._ask.info(remark)
        return True

    def _to_log(self) -> tuple[LoggedChange, ...]:
        """Return who is about to save which fields, where that is to be logged."""
        document = self.document
        if not self.notes.logs or not document.sources:
            return ()
        author, now = self.notes.author(), self._environment.clock()
        return editlog.logged(document.changed_fields(), document.dataset, author, now)

    def _settle(self, target: Path | None, held: HeldLock | None) -> None:
        """Keep the document where it has just been saved."""
        self.placed.emit(self.place)
        self.notes.keep_beside(self.place)
        if target is None:
            self.keeper.settle()
            return
        entry = enter_found(Found(self.document, held), LockedChoice.EDIT_ANYWAY, self._environment)
        self.bridge.read_only = entry.read_only
        self.keeper.move_in(entry)
        if entry.notices:
            self.notices.emit(entry.notices)


def _holds_files(folder: Path) -> bool:
    """Tell whether a file of a dataset lies in a folder; saving says why it cannot be known."""
    try:
        return any((folder / name).exists() for name in FileName)
    except OSError:
        return False
