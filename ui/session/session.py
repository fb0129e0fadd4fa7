"""What the user does with files: open, save, export, close – with every question on the way.

The session holds the open document's bridge. Questions go through an injected Ask, so nothing here
knows a dialog. Nothing is discarded without asking.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from klimaeditor import paths
from klimaeditor.files import store
from klimaeditor.files.store import same_folder, settle
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import ChangedUnderneathError, KlimaError, OpenOutcomeError
from ui.bridge import DocumentBridge
from ui.dialogs.choices import LockedChoice, UnsavedChoice
from ui.review.review_words import ON_DISK, ReviewWords
from ui.session import session_words
from ui.session.background import CancelledError, run
from ui.session.exporting import XLSX, XLSX_FILTER, export_workbook
from ui.session.keeper import Keeper
from ui.session.opening import Entry, Found, Surroundings, ask_how, enter, look, read, real, revived
from ui.session.recovering import saved_sentence, unsaved_lines
from ui.widgets.common_words import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.document import Document
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.leftovers import Restored
    from klimaeditor.files.locks import HeldLock
    from ui.questions import Ask
    from ui.settings import Settings


# --- words ---------------------------------------------------------------------------------------

RECOVERED: Final = ReviewWords(
    "Wiederhergestellte Änderungen abgleichen",
    "Seit dem Absturz wurden die Dateien geändert. "
    "Bitte entscheiden Sie, welche Fassung gelten soll.",
    "Vor dem Absturz gespeichert",
    "Auf dem Datenträger",
    "Wiederhergestellt",
)


OPENING: Final = "Der Datensatz wird geöffnet …"
RECOVERED_TEXT: Final = (
    "Die nicht gespeicherten Änderungen sind wieder da, aber noch nicht gespeichert. "
    "Sie sind ein Schritt, der sich rückgängig machen lässt (Strg+Z)."
)
FOLDER_GONE: Final = (
    "Der Ordner, aus dem sie stammen, ist nicht erreichbar. Bitte über „Speichern unter“ sichern."
)
KEPT_FOR_LATER: Final = (
    "Die nicht gespeicherten Änderungen bleiben aufbewahrt und werden beim nächsten Start wieder "
    "angeboten."
)


def cannot_look(reason: str) -> str:
    """Return that the folder cannot be looked at; everything stays as it is."""
    return f"{reason} Ihre Änderungen sind noch da."


OPEN_FOLDER = "Ordner des Datensatzes öffnen"
OPEN_WORKBOOK = "Excel-Arbeitsmappe öffnen"
SAVE_FOLDER = "Ordner zum Speichern wählen"
SAMPLE_FAILED = (
    "Der Beispieldatensatz ließ sich nicht in Ihren Benutzerordner kopieren. "
    "Bitte prüfen, ob dort Platz ist und Sie schreiben dürfen."
)

_ATTEMPTS = 3


class Session(QObject):
    """The open document, if any.

    *opened* carries the new bridge, *noticed* remarks about what was opened, *told* further ones,
    *said* a line for the user.
    """

    opened = Signal(object)
    noticed = Signal(object)
    told = Signal(object)
    saved = Signal()
    closed = Signal()
    said = Signal(str)

    def __init__(
        self,
        ask: Ask,
        settings: Settings,
        here: Surroundings | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._settings = settings
        self._here = here or real()
        self.bridge: DocumentBridge | None = None
        self.keeper: Keeper | None = None
        self.name = ""
        self._unsettled: Path | None = None  # where a save of ours failed with an open outcome

    @property
    def document(self) -> Document | None:
        """The open document."""
        return self.bridge.document if self.bridge else None

    @property
    def read_only(self) -> bool:
        """Whether the open document may only be read."""
        return self.bridge is not None and self.bridge.read_only

    def tell(self, sentence: str) -> None:
        """Show a sentence until it is put away."""
        self.told.emit((sentence,))

    # --- opening -----------------------------------------------------------------------------

    def open_folder(self) -> None:
        """Ask for a folder and open it."""
        chosen = self._ask.folder(OPEN_FOLDER, self.start_folder())
        if chosen is not None:
            self.open_path(chosen)

    def open_workbook(self) -> None:
        """Ask for a workbook and open it as a document in its own right."""
        chosen = self._ask.open_file(OPEN_WORKBOOK, self.start_folder(), XLSX_FILTER)
        if chosen is not None:
            self.open_path(chosen)

    def open_for_editing(self) -> None:
        """Open what is open for reading once more, to change it; asks where somebody has it."""
        place = self._place()
        if place is not None and self.read_only:
            self.open_path(place)

    def open_sample(self) -> None:
        """Open a working copy of the sample dataset in the user's own folder."""
        try:
            copy = store.copy_of_sample(paths.user_data() / store.FOLDER)
        except OSError as error:
            self._ask.error(SAMPLE_FAILED, str(error))
            return
        self.open_path(copy)

    def open_path(self, path: Path) -> bool:
        """Open a folder, one of its files or a workbook; False where it was not opened.

        The document that is open stays until the new one has been read and may be opened.
        """
        found = self._try_to_read(path)
        if found is None:
            return False
        place, target = self._place(), found.document.location
        choice = ask_how(found.held, self._ask, self._here)
        if choice is LockedChoice.CANCEL or not self.close():
            return False
        if place is not None and target == place:
            found = self._try_to_read(path)  # the question on the way may have saved it
            if found is None:
                return False
        self.name = target.name if target else path.stem
        self._settings.add_recent(target or path)
        self._start(found.document, self._enter(found, choice))
        return True

    def resume(self, restored: Restored) -> bool:
        """Go on where a crash has stopped; False where the user does not want that now."""
        found = run(lambda: revived(restored, self._here), OPENING)
        choice = ask_how(found.held, self._ask, self._here)
        if choice is not LockedChoice.EDIT_ANYWAY or not self.close():
            self.tell(KEPT_FOR_LATER)
            return False
        location = found.document.location
        self.name = location.name if location else PRODUCT
        entry = self._enter(found, choice)
        if entry.read_only:
            self.tell(KEPT_FOR_LATER)
            self._start(found.document, entry)
            return False
        self._start(found.document, entry)
        assert self.bridge is not None  # noqa: S101 - just started
        assert self.keeper is not None  # noqa: S101 - as above
        self.bridge.push(restored.batch)
        kept = self.keeper.journal.flush()
        self.tell(RECOVERED_TEXT)
        if location is None and restored.folder is not None:
            self.tell(FOLDER_GONE)
        self._reconcile(RECOVERED)
        return kept

    def _place(self) -> Path | None:
        return self.document.location if self.document else None

    def _try_to_read(self, path: Path) -> Found | None:
        try:
            return run(lambda: read(path, self._here), OPENING, may_cancel=True)
        except KlimaError as error:
            self._ask.error(str(error))
        except CancelledError:
            pass
        return None

    def _enter(self, found: Found, choice: LockedChoice) -> Entry:
        folder = found.document.location
        if folder is None:
            return Entry()
        return run(lambda: enter(folder, found.held, choice, self._here), OPENING)

    def _start(self, document: Document, entry: Entry) -> None:
        self.bridge = DocumentBridge(document, self)
        self.bridge.read_only = entry.read_only
        self.keeper = Keeper(self.bridge, entry, self._here, self)
        self.keeper.noticed.connect(self.told)
        self.keeper.said.connect(self.said)
        self.opened.emit(self.bridge)
        self.noticed.emit((*document.notices, *entry.notices))

    # --- what others do ----------------------------------------------------------------------

    def look(self) -> None:
        """See whether somebody has changed the files; when the window is entered, for instance."""
        if self.keeper is not None:
            self.keeper.look()

    def reconcile(self) -> None:
        """Merge what others have saved, asking about conflicts."""
        self._reconcile(ON_DISK, quiet=False)

    def _reconcile(self, words: ReviewWords, *, quiet: bool = True) -> bool:
        if self.keeper is None:
            return True
        try:
            return self.keeper.reconcile(self._ask, words, quiet=quiet)
        except KlimaError as error:
            self._ask.error(cannot_look(str(error)))
            return False

    def backups(self) -> Sequence[Backup]:
        """Return the backups of the open dataset, the latest first."""
        from klimaeditor.files.backups import list_backups  # noqa: PLC0415

        place = self._place()
        return () if place is None else list_backups(place, self._here.backups)

    def restore_backup(self) -> None:
        """Ask for a backup and bring it back as one step."""
        from ui.session.recovering import restore_backup  # noqa: PLC0415

        if self.bridge is not None:
            try:
                done = restore_backup(self.bridge, self._ask, self._here)
            except KlimaError as error:
                self._ask.error(str(error))
                return
            if done:
                self.said.emit(done)

    def recover_kept(self) -> None:
        """Offer what crashes left unsaved, whenever that was."""
        from ui.session.recovering import offer_kept  # noqa: PLC0415

        offer_kept(self, self._ask, self._here)

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save in place, or ask where; False where it was not saved."""
        if self.document is None or self.document.location is None or self.read_only:
            return self.save_as()
        return self._reconcile(ON_DISK) and self._save(None)

    def save_as(self) -> bool:
        """Ask for a folder and save all four files there; it becomes the document's place."""
        if self.document is None:
            return False
        target = self._ask.folder(SAVE_FOLDER, self.start_folder())
        if target is None:
            return False
        place = self.document.location
        if place is None or not run(lambda: same_folder(target, place), session_words.LOOKING):
            return self._save_elsewhere(target)
        if self.read_only:
            self._ask.error(core_words.READ_ONLY)
            return False
        return self._reconcile(ON_DISK) and self._save(None)

    def _save_elsewhere(self, target: Path) -> bool:
        exists, held = run(
            lambda: (_holds_files(target), look(target, self._here)), session_words.LOOKING
        )
        if exists and not self._ask.overwrite(target):
            return False
        if ask_how(held, self._ask, self._here) is not LockedChoice.EDIT_ANYWAY:
            return False
        return self._save(target, held)

    def _save(
        self, target: Path | None, held: HeldLock | None = None, *, again: int = _ATTEMPTS
    ) -> bool:
        assert self.document is not None  # noqa: S101 - all callers checked
        assert self.keeper is not None  # noqa: S101 - as above
        document = self.document
        summary = saved_sentence(document)
        try:
            job = run(lambda: document.begin_save(target), session_words.SAVING)
            document.finish_save(self.keeper.write(job))
        except ChangedUnderneathError as error:
            if target is None and again:  # in the moment between looking and writing
                self.keeper.doubt()
                return self._reconcile(ON_DISK) and self._save(None, again=again - 1)
            self._ask.error(str(error))
            return False
        except OpenOutcomeError as error:
            self._unsettled = target or document.location
            self._ask.error(str(error))
            return False
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        self._unsettled = None  # settled on the way, or the work is safe elsewhere
        self._settle(target, held)
        self.saved.emit()
        if summary:
            self.said.emit(summary)
        for remark in document.save_notices:
            self._ask.info(remark)
        return True

    def _settle(self, target: Path | None, held: HeldLock | None) -> None:
        """Keep the document where it has just been saved."""
        assert self.bridge is not None  # noqa: S101 - saved just now
        assert self.keeper is not None  # noqa: S101 - as above
        location = self.bridge.document.location
        if location is not None:
            self.name = location.name
            self._settings.add_recent(location)
        if target is None or location is None:
            self.keeper.settle()
            return
        entry = self._enter(Found(self.bridge.document, held), LockedChoice.EDIT_ANYWAY)
        self.bridge.read_only = entry.read_only
        self.keeper.move_in(entry)
        if entry.notices:
            self.told.emit(entry.notices)

    def _may_discard(self) -> bool:
        """Settle a save whose outcome is open; False, and said why, where that is not possible.

        Else the next who opens the folder would finish what has been discarded (SAFE-05).
        """
        folder = self._unsettled
        if folder is None:
            return True
        try:
            done = run(lambda: settle(folder, self._here.backups), session_words.LOOKING)
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        self._unsettled = None
        if done:
            self.tell(done)
        return True

    # --- leaving -----------------------------------------------------------------------------

    def revert(self) -> bool:
        """Discard unsaved work after asking, and read the files again; False where it stays."""
        document = self.document
        if document is None or document.location is None:
            return False
        lines = unsaved_lines(document)
        if lines and self._ask.unsaved(lines, may_save=False) is not UnsavedChoice.DISCARD:
            return False
        if not self._may_discard():
            return False
        fresh = self._try_to_read(document.location)
        if fresh is None:
            return False
        self._end()
        self._start(fresh.document, self._enter(fresh, LockedChoice.EDIT_ANYWAY))
        return True

    def close(self) -> bool:
        """Close the document; unsaved work is named and asked about. False where it stays."""
        if self.bridge is None:
            return True
        document = self.bridge.document
        if not self.bridge.is_clean and not document.is_saved and not self.bridge.read_only:
            choice = self._ask.unsaved(unsaved_lines(document), may_save=True)
            if choice is UnsavedChoice.CANCEL:
                return False
            if choice is UnsavedChoice.SAVE and not self.save():
                return False
            if choice is UnsavedChoice.DISCARD and not self._may_discard():
                return False
        self._end()
        self.closed.emit()
        return True

    def _end(self) -> None:
        self._unsettled = None
        if self.keeper is not None:
            self.keeper.close()
            self.keeper.deleteLater()
        if self.bridge is not None:
            self.bridge.close()
            self.bridge.deleteLater()
        self.bridge, self.keeper = None, None

    def export(self, shown: Sequence[int]) -> None:
        """Ask what and where, and write a workbook; *shown* are the measures the list shows."""
        if self.document is None:
            return
        folder = self.start_folder() or Path.home()
        suggestion = folder / f"{paths.plain_name(self.name) or PRODUCT}{XLSX}"
        said = export_workbook(self.document, suggestion, shown, self._ask)
        if said:
            self.said.emit(said)

    def start_folder(self) -> Path | None:
        """Return the folder to begin with when a place is asked for."""
        if self.document is not None and self.document.location is not None:
            return self.document.location.parent
        recent = self._settings.recent()
        return Path(recent[0].path).parent if recent else None


def _holds_files(folder: Path) -> bool:
    """Tell whether a file of a dataset lies in a folder; saving says why it cannot be known."""
    try:
        return any((folder / name).exists() for name in FileName)
    except OSError:
        return False
