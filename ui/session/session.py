"""What the user does with files: open, save, export, close – with every question on the way.

The session is the door to the open document: :attr:`Session.current` is None while there is none,
and what it holds is whole. Questions go through an injected Ask, so nothing here knows a dialog.
Nothing is discarded without asking.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Signal

from klimaeditor import paths
from klimaeditor.files import store
from klimaeditor.model.errors import KlimaError
from ui.dialogs.choices import FolderQuestion, LockedChoice, UnsavedChoice
from ui.review.review_words import ReviewWords
from ui.session import background
from ui.session.background import CancelledError, run, unless_given_up
from ui.session.open_document import DocumentQuestions, OpenDocument, enter_found
from ui.session.opening import Entry, Environment, Found, ask_how, founded, read, real, revived
from ui.session.recovering import RecoveryQuestions, offer_kept, unsaved_lines
from ui.settings import DefaultFolder
from ui.widgets.common_words import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from klimaeditor.document import Document
    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.files.backups import Backup
    from klimaeditor.files.leftovers import Restored
    from klimaeditor.model.catalogue import SiteProfile
    from ui.bridge import DocumentBridge
    from ui.dialogs.choices import TableAnswer, Wait
    from ui.session.keeper import Keeper
    from ui.session.notekeeping import OpenNotebook
    from ui.settings import Settings


# --- words ---------------------------------------------------------------------------------------

RECOVERED: Final = ReviewWords(
    "Wiederhergestellte Änderungen zusammenführen",
    "Seit dem Absturz wurden die Dateien geändert. Entscheiden Sie, welche Fassung gelten soll.",
    "Vor dem Absturz gespeichert",
    "Auf dem Datenträger",
    "Wiederhergestellt",
)


RECOVERED_TEXT: Final = (
    "Die nicht gespeicherten Änderungen sind wieder da, aber noch nicht gespeichert. Strg+Z "
    "macht sie auf einmal rückgängig."
)
FOLDER_GONE: Final = (
    "Der Ordner, aus dem sie stammen, ist nicht erreichbar. Speichern Sie mit „Speichern "
    "unter“ in einem anderen."
)
KEPT_FOR_LATER: Final = (
    "Die nicht gespeicherten Änderungen bleiben aufbewahrt und werden beim nächsten Start wieder "
    "angeboten."
)


OPEN_FOLDER = "Ordner des Datensatzes öffnen"
OPEN_WORKBOOK = "Excel-Datei oder Tabelle öffnen"
TABLE_FILTER = "Tabellen (*.xlsx *.csv);;Alle Dateien (*)"
SAVE_FOLDER = "Ordner zum Speichern wählen"
SAMPLE_FAILED = (
    "Der Beispieldatensatz ließ sich nicht in Ihren Benutzerordner kopieren. Prüfen Sie, ob dort "
    "Platz ist und Sie schreiben dürfen."
)


class SessionQuestions(DocumentQuestions, RecoveryQuestions, FolderQuestion, Protocol):
    """What the session asks. Cancelling is always possible and always changes nothing."""

    def open_file(self, title: str, start: Path | None, filters: str) -> Path | None:
        """Ask for a file to read; *filters* as Qt writes them, e.g. ``Excel (*.xlsx)``."""

    def new_dataset(self, found: Recognition, wait: Wait) -> TableAnswer | None:
        """Ask what the columns of a table stand for that becomes a dataset of its own.

        *wait* does beside the window what takes long. None where cancelled.
        """

    def unsaved(self, titles: Sequence[str], *, may_save: bool) -> UnsavedChoice:
        """Ask what to do with unsaved work in these measures."""

    def leave_notes(self, reason: str) -> bool:
        """Say why notes are not written, and ask whether to leave without them."""


class Session(QObject):
    """The open document, if any: *current*.

    *opened* carries the new bridge, *notices* remarks about what was opened, *notice* further
    ones, *status_message* a line for the user; *clean_up_wanted*: the texts of what was opened
    shall be cleaned up.
    """

    opened = Signal(object)
    notices = Signal(object)
    notice = Signal(object)
    saved = Signal()
    closing = Signal()  # the document is still there
    closed = Signal()
    status_message = Signal(str)
    clean_up_wanted = Signal()

    def __init__(
        self,
        ask: SessionQuestions,
        settings: Settings,
        environment: Environment | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._settings = settings
        self._environment = environment or real()
        self.current: OpenDocument | None = None
        self.written: datetime | None = None  # the latest file of what was opened last

    @property
    def site(self) -> SiteProfile:
        """The public page that datasets are for."""
        return self._environment.site

    @property
    def bridge(self) -> DocumentBridge | None:
        """The bridge of the open document."""
        return self.current.bridge if self.current else None

    @property
    def keeper(self) -> Keeper | None:
        """What keeps the open document safe."""
        return self.current.keeper if self.current else None

    @property
    def document(self) -> Document | None:
        """The open document."""
        return self.current.document if self.current else None

    @property
    def name(self) -> str:
        """What the open document is called, "" where there is none."""
        return self.current.name if self.current else ""

    @property
    def notes(self) -> OpenNotebook | None:
        """The notebook of the open document."""
        return self.current.notes if self.current else None

    @property
    def read_only(self) -> bool:
        """Whether the open document may only be read."""
        return self.current.read_only if self.current else False

    @property
    def place(self) -> Path | None:
        """The folder of the open document; None where it has none, or nothing is open."""
        return self.current.place if self.current else None

    def tell(self, sentence: str) -> None:
        """Show a sentence until it is put away."""
        self.notice.emit((sentence,))

    # --- opening -----------------------------------------------------------------------------

    def open_folder(self) -> bool:
        """Ask for a folder and open it; False where nothing was opened."""
        chosen = self._ask.folder(OPEN_FOLDER, self._open_from())
        return chosen is not None and self.open_path(chosen)

    def open_workbook(self) -> None:
        """Ask for a workbook and open it as a document in its own right."""
        chosen = self._ask.open_file(OPEN_WORKBOOK, self._open_from(), TABLE_FILTER)
        if chosen is not None:
            self.open_path(chosen)

    def open_for_editing(self) -> None:
        """Open what is open for reading once more, to change it; asks where somebody has it."""
        if self.place is not None and self.read_only:
            self.open_path(self.place)

    def open_sample(self) -> bool:
        """Open a working copy of the sample dataset in the user's own folder; False if not."""
        try:
            copy = store.copy_of_sample(paths.user_data() / store.FOLDER)
        except OSError as error:
            self._ask.error(SAMPLE_FAILED, str(error))
            return False
        return self.open_path(copy)

    @property
    def is_sample(self) -> bool:
        """Whether the sample's working copy is open."""
        return self.place == paths.user_data() / store.FOLDER

    def open_path(self, path: Path) -> bool:
        """Open a folder, one of its files or a workbook; False where it was not opened.

        The document that is open stays until the new one has been read and may be opened.
        """
        found = self._try_to_read(path)
        if found is None:
            return False
        place, target = self.place, found.document.location
        choice = ask_how(found.held, self._ask, self._environment)
        if choice is LockedChoice.CANCEL or not self.close():
            return False
        if place is not None and target == place:
            found = self._try_to_read(path)  # the question on the way may have saved it
            if found is None:
                return False
        if not found.fresh:
            self._settings.add_recent(target or path)
        self._start(found, enter_found(found, choice, self._environment), path.stem)
        if found.clean_up:
            self.clean_up_wanted.emit()
        return True

    def resume(self, restored: Restored) -> bool:
        """Go on where a crash has stopped; False where the user does not want that now."""
        found = run(lambda: revived(restored, self._environment), background.OPENING)
        choice = ask_how(found.held, self._ask, self._environment)
        if choice is not LockedChoice.EDIT_ANYWAY or not self.close():
            self.tell(KEPT_FOR_LATER)
            return False
        entry = enter_found(found, choice, self._environment)
        if entry.read_only:
            self.tell(KEPT_FOR_LATER)
            self._start(found, entry, PRODUCT)
            return False
        current = self._start(found, entry, PRODUCT)
        kept = current.take_back_in(restored.batch)
        self.tell(RECOVERED_TEXT)
        if current.place is None and restored.folder is not None:
            self.tell(FOLDER_GONE)
        current.reconcile(RECOVERED)
        return kept

    def _try_to_read(self, path: Path) -> Found | None:
        try:
            found = run(lambda: read(path, self._environment), background.OPENING, may_cancel=True)
            return found if isinstance(found, Found) else self._ask_about(found)
        except KlimaError as error:
            self._ask.error(str(error))
        except CancelledError:
            pass
        return None

    def _ask_about(self, table: Recognition) -> Found | None:
        """Return the document that a table of others becomes; None where the user leaves."""
        answer = self._ask.new_dataset(table, unless_given_up)
        return founded(answer, self._environment) if answer is not None else None

    def _start(self, found: Found, entry: Entry, name: str) -> OpenDocument:
        current = OpenDocument(found.document, entry, name, self._ask, self._environment)
        current.setParent(self)  # what is closed is still spoken to until Qt comes to remove it
        current.notices.connect(self.notice)
        current.status_message.connect(self.status_message)
        current.saved.connect(self.saved)
        current.placed.connect(self._settings.add_recent)
        said = current.bring_back(found.kept)
        self.current = current
        self.written = found.written
        self.opened.emit(current.bridge)
        self.notices.emit((*found.document.notices, *entry.notices))
        if said:
            self.status_message.emit(said)
        return current

    # --- what others do ----------------------------------------------------------------------

    def look(self) -> None:
        """See whether somebody has changed the files; when the window is entered, for instance."""
        if self.current:
            self.current.keeper.look()
            self.current.notes.look()

    def reconcile(self) -> None:
        """Merge what others have saved, asking about conflicts."""
        if self.current:
            self.current.reconcile(quiet=False)

    def backups(self) -> Sequence[Backup]:
        """Return the backups of the open dataset, the latest first."""
        return self.current.backups() if self.current else ()

    def restore_backup(self) -> None:
        """Ask for a backup and bring it back as one step."""
        if self.current:
            self.current.restore_backup()

    def recover_kept(self) -> None:
        """Offer what crashes left unsaved, whenever that was."""
        offer_kept(self, self._ask, self._environment)

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save in place, or ask where; False where it was not saved."""
        current = self.current
        if current is None or current.place is None or current.read_only:
            return self.save_as()
        return current.save()

    def save_as(self) -> bool:
        """Ask for a folder and save all four files there; it becomes the document's place."""
        if not self.current:
            return False
        target = self._ask.folder(SAVE_FOLDER, self.start_folder())
        return target is not None and self.current.save_to(target)

    # --- leaving -----------------------------------------------------------------------------

    def revert(self) -> bool:
        """Discard unsaved work after asking, and read the files again; False where it stays."""
        current = self.current
        if current is None or current.place is None:
            return False
        lines = unsaved_lines(current.document)
        if lines and self._ask.unsaved(lines, may_save=False) is not UnsavedChoice.DISCARD:
            return False
        if not current.may_discard() or not self._may_leave_notes(current):
            return False
        fresh = self._try_to_read(current.place)
        if fresh is None:
            return False
        self._end()
        self._start(
            fresh, enter_found(fresh, LockedChoice.EDIT_ANYWAY, self._environment), current.name
        )
        return True

    def close(self) -> bool:
        """Close the document; unsaved work is named and asked about. False where it stays."""
        current = self.current
        if current is None:
            return True
        if current.has_unsaved:
            choice = self._ask.unsaved(unsaved_lines(current.document), may_save=True)
            if choice is UnsavedChoice.CANCEL:
                return False
            if choice is UnsavedChoice.SAVE and not self.save():
                return False
            if choice is UnsavedChoice.DISCARD and not current.may_discard():
                return False
        if not self._may_leave_notes(current):
            return False
        self._end()
        self.closed.emit()
        return True

    def _may_leave_notes(self, current: OpenDocument) -> bool:
        """Write what was noted; False where that is not possible and the user stays."""
        refusal = current.notes.flush()
        return not refusal or self._ask.leave_notes(refusal)

    def _end(self) -> None:
        if self.current:
            self.closing.emit()
            self.current.close()
        self.current = None

    def start_folder(self) -> Path | None:
        """Return the folder to begin with when a place is asked for."""
        if self.place is not None:
            return self.place.parent
        recent = self._settings.recent()
        latest = Path(recent[0].path).parent if recent else None
        return self._settings.folder(DefaultFolder.DATASETS) or latest

    def _open_from(self) -> Path | None:
        """Return the folder to begin with when something is to be opened."""
        return self._settings.folder(DefaultFolder.DATASETS) or self.start_folder()

    def keep_backups_in(self, root: Path) -> None:
        """Keep the backups of what is opened from now on in the folder *root*."""
        self._environment = replace(self._environment, backups=root)
