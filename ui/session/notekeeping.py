"""The notebook of the open document: read beside the window, written at once, never lost.

What somebody notes is in memory at once and on its way to the file, in a thread: the share may be
slow. Where writing fails, a sentence says so, it waits on this machine, and it is tried again with
the next note, when the window is entered, before the document is closed and at its next opening.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from klimaeditor.clock import local_now
from klimaeditor.files.processes import this_process
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes import editlog, notebook_file
from klimaeditor.notes import notebook as notes
from klimaeditor.notes.notebook import EMPTY, Note, Notebook
from ui.session.background import CancelledError, Errand, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future
    from pathlib import Path

    from klimaeditor.files.formervalues import LoggedChange
    from klimaeditor.notes.notebook_file import KeptNotebook


# --- words ---------------------------------------------------------------------------------------

NO_FOLDER: Final = (
    "Notizen liegen neben dem Ordner des Datensatzes. Speichern Sie den Datensatz zuerst."
)
WRITING: Final = "Notizen werden gespeichert …"
GIVEN_UP: Final = "Die letzten Notizen sind noch nicht gespeichert."
UNKNOWN: Final = "Die Notizen ließen sich nicht lesen oder schreiben."

_log = logging.getLogger(__name__)


# --- The notebook --------------------------------------------------------------------------------


class OpenNotebook(QObject):
    """The notebook of one open document; *changed* says that it is another now.

    *failed* carries a sentence for the user about what could not be read or written, *notices*
    remarks about the place of the file. *logged* says that the log of changes has new ones.
    """

    changed = Signal()
    failed = Signal(str)
    notices = Signal(object)
    logged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errand, self._logging = Errand(self), Errand(self)
        self._unlogged: tuple[LoggedChange, ...] = ()
        self._forgotten = ""
        self._log_is_due = False
        self._folder: Path | None = None
        self._kept: KeptNotebook | None = None
        self._stale = False
        self._refusal = NO_FOLDER
        self._told: set[str] = set()
        self._one = threading.Lock()  # the transaction takes a second thread for a crash of ours
        self.notebook = EMPTY

    @property
    def refusal(self) -> str:
        """Why nothing can be noted, in German; "" where something can."""
        return self._refusal

    @property
    def place(self) -> Path | None:
        """The file, None as long as it is not known."""
        return None if self._kept is None else self._kept.path

    @property
    def busy(self) -> bool:
        """Whether the file is being read or written."""
        return self._errand.busy

    @property
    def is_written(self) -> bool:
        """Whether nothing would be lost by leaving."""
        if self._kept is None:
            return self.notebook == EMPTY
        return bool(self._kept.read_only) or self.notebook == self._kept.notebook

    def keep_beside(self, folder: Path | None) -> None:
        """Keep the notebook of the dataset in *folder* from now on; what is noted goes along."""
        if folder == self._folder:
            return
        self._folder, self._kept = folder, None
        self._refusal = NO_FOLDER if folder is None else ""
        self.look()

    def move(self) -> None:
        """Keep the notebook where the settings say now; what is noted goes along."""
        self._kept = None
        self.look()

    def look(self) -> None:
        """See what others have noted, and try again to write what could not be written."""
        self._stale = self._folder is not None
        self._go_on()

    def author(self) -> str:
        """Return who notes something here, as the rules of the notebook let it be named."""
        return notes.named(this_process().user, self.notebook.rules.names)

    def change(self, make: Callable[[Notebook], Notebook]) -> None:
        """Note something: *make* returns the notebook with it; it is written at once."""
        made = make(self.notebook)
        if made != self.notebook:
            self.notebook = made
            self.changed.emit()
        self._told.clear()
        self._go_on()

    def add(self, measure: str, field: str | None, text: str) -> Note:
        """Add a note about a measure, or a field of it; return it."""
        note = notes.new_note(measure, field, text, self.author(), local_now())
        self.change(lambda known: notes.with_entries(known, [note]))
        return note

    def put(self, note: Note) -> None:
        """Add a note, or put it in the place of the one with its key."""
        self.change(lambda known: notes.with_entries(known, [note]))

    def remove(self, note: Note) -> None:
        """Remove a note."""
        self.change(lambda known: notes.without_entries(known, [note]))

    def mark_done(self, note: Note, *, done: bool) -> None:
        """Mark a note as done, or as open again."""
        self.put(replace(note, done=done))

    # --- who changed what ----------------------------------------------------------------------

    @property
    def logs(self) -> bool:
        """Whether it is to be logged who changes what."""
        return self.notebook.rules.log_days > 0 and self._kept is not None and not self._refusal

    def log(self, changes: Iterable[LoggedChange]) -> None:
        """Log who changed what, now that it is saved; nothing where that is turned off."""
        if self.logs:
            now = local_now().astimezone(UTC).replace(microsecond=0)
            self._unlogged += tuple(replace(own, at=now) for own in changes)
            self._log_is_due = True
            self._write_log()

    def renew_log(self, without: str = "") -> None:
        """Have the log follow the rules as they are now, and name a person no more."""
        self._forgotten = without or self._forgotten
        self._log_is_due = True
        self._write_log()

    def _write_log(self) -> None:
        place, rules = self.place, self.notebook.rules
        if place is None or self._refusal or self._logging.busy:
            return
        fresh, without = self._unlogged, self._forgotten
        self._unlogged, self._forgotten, self._log_is_due = (), "", False
        path, now = editlog.log_path(place), local_now()
        self._logging.start(
            lambda: editlog.write(path, fresh, rules, now, without),
            lambda outcome: self._on_logged(fresh, without, outcome),
        )

    def _on_logged(
        self, fresh: tuple[LoggedChange, ...], without: str, outcome: Future[object]
    ) -> None:
        error = outcome.exception()
        if error is not None:
            self._unlogged = (*fresh, *self._unlogged)
            self._forgotten = self._forgotten or without
            _log.warning("the log of changes cannot be written", exc_info=error)
            self._tell(str(error) if isinstance(error, KlimaError) else UNKNOWN)
        elif outcome.result():
            self.notices.emit((outcome.result(),))
        if error is None and fresh:
            self.logged.emit()
        if error is None and self._log_is_due:
            self._write_log()

    def flush(self) -> str:
        """Write what is not written yet, waiting for it; return why it would be lost, "" if not."""
        folder, kept = self._folder, self._kept
        if folder is None or self.is_written:
            return ""
        self._errand.close()
        wanted = self.notebook
        try:
            found = run(lambda: _written(folder, kept, wanted, self._one), WRITING, may_cancel=True)
        except notebook_file.LostNotesError as error:
            return str(error)
        except KlimaError as error:
            _log.info("notes wait to be written: %s", type(error).__name__)
            return ""  # they are on this machine and are written at the next opening
        except CancelledError:
            return GIVEN_UP
        self._take(found, wanted)
        return ""

    def close(self) -> None:
        """Tell nothing more; what is under way is finished."""
        self._errand.close()
        self._logging.close()
        self._folder = None

    # --- reading and writing beside the window -------------------------------------------------

    def _go_on(self) -> None:
        folder, kept, wanted = self._folder, self._kept, self.notebook
        if folder is None or self._errand.busy:
            return
        if kept is None or self._stale:
            self._stale = False
            self._errand.start(
                lambda: _read(folder, self._one), lambda outcome: self._on_read(folder, outcome)
            )
        elif not self.is_written:
            self._errand.start(
                lambda: _written(folder, kept, wanted, self._one),
                lambda outcome: self._on_written(folder, wanted, outcome),
            )

    def _on_read(self, folder: Path, outcome: Future[object]) -> None:
        if folder != self._folder:
            self._go_on()
            return
        found = self._result(outcome)
        if found is None:
            return
        base = EMPTY if self._kept is None else self._kept.notebook
        first = self._kept is None
        self._refusal = found.read_only
        self._take(found, base)
        if found.read_only:
            self._tell(found.read_only)
        if first and found.notices:
            self.notices.emit(found.notices)
        if first and not found.read_only:
            self.change(lambda known: notes.expired(known, local_now()))
        self._go_on()

    def _on_written(self, folder: Path, wanted: Notebook, outcome: Future[object]) -> None:
        if folder != self._folder:
            self._go_on()
            return
        found = self._result(outcome)
        if found is None:
            return
        if self._kept is not None and found.notices != self._kept.notices:
            self.notices.emit(found.notices)
        self._take(found, wanted)
        self._go_on()

    def _take(self, found: KeptNotebook, base: Notebook) -> None:
        """Go on with what is in the file now, and with what was noted since *base*."""
        merged = notes.merge(base, self.notebook, found.notebook)
        before, self.notebook, self._kept = self.notebook, merged, found
        if merged != before:
            self.changed.emit()

    def _result(self, outcome: Future[object]) -> KeptNotebook | None:
        error = outcome.exception()
        if error is None:
            found = outcome.result()
            return found if isinstance(found, notebook_file.KeptNotebook) else None
        _log.warning("the notebook cannot be kept", exc_info=error)
        sentence = str(error) if isinstance(error, KlimaError) else UNKNOWN
        if self._kept is None:
            self._refusal = sentence
        if not (isinstance(error, notebook_file.NoPlaceError) and self.is_written):
            self._tell(sentence)
        return None

    def _tell(self, sentence: str) -> None:
        """Say once what is wrong; again only after something new was noted."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.failed.emit(sentence)


def _read(folder: Path, one: threading.Lock) -> KeptNotebook:
    place = notebook_file.notebook_path(
        folder, load_machine_defaults(), notebook_file.chosen_folder()
    )
    with one:
        return notebook_file.load(place, folder)


def _written(
    folder: Path, kept: KeptNotebook | None, wanted: Notebook, one: threading.Lock
) -> KeptNotebook:
    """Write a notebook; what was noted before the file had been read is merged with it."""
    if kept is None:
        kept = _read(folder, one)
        wanted = notes.merge(EMPTY, wanted, kept.notebook)
    with one:
        return notebook_file.save(kept, wanted, local_now())
