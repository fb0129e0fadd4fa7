"""Keeps one open document safe: journal, lock, and an eye on what others do to its files.

Everything that touches a disk runs beside the window. The keeper tells in sentences; it asks only
where somebody has come to it with :meth:`reconcile`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal

from klimaeditor.dataset import locks, store
from klimaeditor.dataset.locks import HEARTBEAT, Held, Lock
from klimaeditor.dataset.watch import Watch
from klimaeditor.errors import KlimaError
from klimaeditor.recovery.journal import record
from ui.review.texts import ON_DISK
from ui.safety import texts
from ui.safety.absorb import absorb
from ui.safety.background import Errand, run

if TYPE_CHECKING:
    from concurrent.futures import Future

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.store import Opened
    from klimaeditor.document import Event
    from klimaeditor.recovery.journal import Journal
    from ui.ask import Ask
    from ui.bridge import DocumentBridge
    from ui.review.texts import ReviewWords
    from ui.safety.entry import Entry
    from ui.safety.surroundings import Surroundings

FLUSH_MS: Final = 500
RETRY_MS: Final = 5_000
LOOK_MS: Final = 30_000


class Keeper(QObject):
    """*noticed* carries sentences for the user; *said* a line about something done."""

    noticed = Signal(object)
    said = Signal(str)

    def __init__(
        self, bridge: DocumentBridge, entry: Entry, here: Surroundings, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._here = bridge, here
        self.lock = entry.lock
        self._watch: Watch | None = None
        self._told: tuple[FileName, ...] = ()
        self._problem = ""
        self._resting = 0
        self.journal: Journal = record(bridge.document, here.journals)
        self._unsubscribe = bridge.document.subscribe(self._on_event)
        self._flushing, self._beating, self._looking = (Errand(self) for _ in range(3))
        self._soon = QTimer(self, singleShot=True, interval=FLUSH_MS)
        self._soon.timeout.connect(self._flush)
        self._beat = QTimer(self, interval=int(HEARTBEAT.total_seconds() * 1000))
        self._beat.timeout.connect(self._refresh)
        self._round = QTimer(self, interval=LOOK_MS)
        self._round.timeout.connect(self.look)
        self.settle()

    def settle(self) -> None:
        """Take the document's place and files as they are now: after opening, and after a save."""
        document = self._bridge.document
        if document.location is None:
            return
        if self._watch is None or self._watch.folder != document.location:
            self._watch = Watch(document.location, document.sources)
        else:
            self._watch.accept(document.sources)
        self._told = ()
        self._beat.start()
        self._round.start()
        self._soon.start()

    def move_in(self, entry: Entry) -> None:
        """Keep the document at its new place, of which *entry* is the lock."""
        if self.lock is not None and self.lock != entry.lock:
            locks.release(self.lock)
        self.lock = entry.lock
        self.settle()

    def close(self) -> None:
        """Stop; the journal goes with what was in it, the lock is free."""
        self._unsubscribe()
        for timer in (self._soon, self._beat, self._round):
            timer.stop()
        for errand in (self._flushing, self._beating, self._looking):
            errand.close()
        self.journal.close()
        if self.lock is not None:
            locks.release(self.lock)
            self.lock = None

    # --- the journal -----------------------------------------------------------------------

    def _on_event(self, _event: Event) -> None:
        if not self._soon.isActive():
            self._soon.start(FLUSH_MS)

    def _flush(self) -> None:
        if not self._flushing.start(self.journal.flush, self._on_flushed):
            self._soon.start(FLUSH_MS)

    def _on_flushed(self, _outcome: Future[object]) -> None:
        problem = self.journal.problem
        if problem and problem != self._problem:
            self.noticed.emit((problem,))
        self._problem = problem
        if problem:
            self._soon.start(RETRY_MS)

    # --- the lock --------------------------------------------------------------------------

    def _refresh(self) -> None:
        folder, lock, here = self._bridge.document.location, self.lock, self._here
        if folder is None or self._bridge.read_only:
            return

        def beat() -> Lock | Held:
            if lock is None:
                return locks.acquire(folder, here.clock, here.me)
            return locks.refresh(lock, here.clock, here.me)

        self._beating.start(beat, self._on_beaten)

    def _on_beaten(self, outcome: Future[object]) -> None:
        found = cast("Lock | Held", outcome.result())
        if isinstance(found, Lock):
            self.lock = found if found.holder is not None else self.lock
        elif self.lock is not None:
            self.lock = None
            self.noticed.emit((texts.taken_over(found.sentence),))

    # --- the files -------------------------------------------------------------------------

    def look(self) -> None:
        """See whether somebody has changed the files; merge where nobody needs to be asked."""
        watch = self._watch
        if watch is not None and not self._resting:
            self._looking.start(lambda: self._read_news(watch), self._on_looked)

    def _read_news(self, watch: Watch) -> tuple[tuple[FileName, ...], Opened | None]:
        changed = watch.changed_files()
        if not changed or changed == self._told:
            return changed, None
        self._bridge.document.back_up(watch.folder)
        return changed, store.load(watch.folder, self._here.backups)

    def _on_looked(self, outcome: Future[object]) -> None:
        if self._resting:
            return  # a save or a review has begun meanwhile; it looks for itself
        error = outcome.exception()
        if isinstance(error, KlimaError):
            return  # a share that is away for a moment is told when it matters: at saving
        changed, opened = cast("tuple[tuple[FileName, ...], Opened | None]", outcome.result())
        if opened is None:
            self._told = changed
            return
        result = absorb(self._bridge, opened, None, ON_DISK)
        self._told = () if result.done else changed
        if result.done:
            self.settle()
        if result.sentences:
            self.noticed.emit(result.sentences)

    def reconcile(self, ask: Ask, words: ReviewWords = ON_DISK, *, quiet: bool = True) -> bool:
        """Merge what others have saved, asking about conflicts; False where the user cancels.

        *quiet* says nothing where there is nothing new. Raises DatasetError where the files cannot
        be read.
        """
        watch = self._watch
        if watch is None:
            return True
        self._resting += 1
        try:
            self._told = ()
            opened = run(lambda: self._read_news(watch)[1], texts.LOOKING)
            if opened is None:
                if not quiet:
                    self.said.emit(texts.NOTHING_NEW)
                return True
            result = absorb(self._bridge, opened, ask, words)
            if result.done:
                self.settle()
            if result.sentences:
                self.noticed.emit(result.sentences)
            return result.done
        finally:
            self._resting -= 1
