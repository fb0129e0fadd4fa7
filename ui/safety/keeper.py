"""Keeps one open document safe: journal, lock, and an eye on what others do to its files.

Everything that touches a disk runs beside the window. The keeper tells in sentences; it asks only
where somebody has come to it with :meth:`reconcile`.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from klimaeditor.dataset import locks, store
from klimaeditor.dataset.locks import HEARTBEAT, Held, Lock
from klimaeditor.dataset.watch import Watch
from klimaeditor.errors import KlimaError
from klimaeditor.recovery.journal import record
from ui.review.texts import ON_DISK
from ui.safety import texts
from ui.safety.background import CancelledError, Errand, Soon, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from concurrent.futures import Future
    from typing import TypeAlias, TypeVar

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.savejob import Saved, SaveJob
    from klimaeditor.dataset.source import Source
    from klimaeditor.dataset.store import Opened
    from klimaeditor.document import Event
    from klimaeditor.recovery.journal import Journal
    from ui.ask import Ask
    from ui.bridge import DocumentBridge
    from ui.review.texts import ReviewWords
    from ui.safety.absorb import Absorbed
    from ui.safety.entry import Entry
    from ui.safety.surroundings import Surroundings

    T = TypeVar("T")
    Sources: TypeAlias = Mapping[FileName, Source]
    News: TypeAlias = tuple[tuple[FileName, ...], Opened | None]

FLUSH_S: Final = 0.1
"""Pause between two writes of the recovery journal, so that fast typing is not one by one."""
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
        self._files = threading.Lock()
        self._seen: Sources | None = None
        self.journal: Journal = record(bridge.document, here.journals)
        self._unsubscribe = bridge.document.subscribe(self._on_event)
        self._beating, self._looking = Errand(self), Errand(self)
        self._flushing = Soon(self.journal.flush, FLUSH_S, self)
        self._flushing.done.connect(self._on_flushed, Qt.ConnectionType.QueuedConnection)
        self._again = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._again.timeout.connect(self._flushing.ask)
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
        self._flushing.ask(at_once=True)

    def move_in(self, entry: Entry) -> None:
        """Keep the document at its new place, of which *entry* is the lock."""
        left, self.lock = self.lock, entry.lock
        if left is not None and left != entry.lock:
            with suppress(CancelledError):
                run(lambda: locks.release(left), texts.CLOSING, may_cancel=True)
        self.settle()

    def close(self) -> None:
        """Stop; the journal goes with what was in it, the lock is free."""
        self._unsubscribe()
        for timer in (self._again, self._beat, self._round):
            timer.stop()
        with self._alone(), suppress(CancelledError):
            run(self._leave, texts.CLOSING, may_cancel=True)
        self.lock = None

    def _leave(self) -> None:
        self.journal.close()
        for errand in (self._flushing, self._beating, self._looking):
            errand.close()
        lock = self.lock or self._unheard_lock()
        if lock is not None:
            locks.release(lock)

    def _unheard_lock(self) -> Lock | None:
        """Return the lock that the last sign of life may have taken while nobody listened."""
        folder = self._bridge.document.location
        if folder is None:
            return None
        found = locks.find(folder, self._here.clock(), self._here.me)
        if found is None or found.holder is None or found.holder.identity != self._here.me:
            return None
        return Lock(folder, found.holder)

    # --- the journal -----------------------------------------------------------------------

    def _on_event(self, _event: Event) -> None:
        self._flushing.ask()

    def _on_flushed(self) -> None:
        problem = self.journal.problem
        if problem and problem != self._problem:
            self.noticed.emit((problem,))
        self._problem = problem
        if problem:
            self._again.start()

    # --- the lock --------------------------------------------------------------------------

    def _refresh(self) -> None:
        folder, lock, here = self._bridge.document.location, self.lock, self._here
        if folder is None or self._bridge.read_only:
            return

        def beat() -> Lock | Held:
            if lock is None:
                return locks.succeed(folder, here.clock, here.me)
            return locks.refresh(lock, here.clock, here.me)

        self._beating.start(beat, self._on_beaten)

    def _on_beaten(self, outcome: Future[object]) -> None:
        found = cast("Lock | Held", outcome.result())
        if found.folder != self._bridge.document.location:  # moved while the sign of life went out
            if isinstance(found, Lock):
                locks.release(found)
            return
        if isinstance(found, Lock):
            self.lock = found if found.holder is not None else self.lock
        elif self.lock is not None:
            self.lock = None
            self.noticed.emit((texts.taken_over(found.sentence),))

    # --- the files -------------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Look for nobody's changes meanwhile, and forget what an earlier look is about to tell."""
        self._resting += 1
        self._seen = None
        try:
            yield
        finally:
            self._resting -= 1

    def _one_at_a_time(self, work: Callable[[], T]) -> T:
        """Do one thing with the files at a time; who looks takes a journal of ours for left over.

        That is right after a crash, and would take back what another thread is just saving.
        """
        with self._files:
            return work()

    def write(self, job: SaveJob) -> Saved:
        """Return what *job* comes to, carried out while nobody looks; raises what it raises.

        The journal is brought up to date before: killed right after this save, it then says what
        the files say, and nobody is asked to choose between two states of their own.
        """

        def work() -> Saved:
            self.journal.flush()
            return job.run()

        with self._alone():
            return run(lambda: self._one_at_a_time(work), texts.SAVING)

    def doubt(self) -> None:
        """Compare contents at the next look: time stamps and sizes have turned out to tell lies."""
        if self._watch is not None:
            self._watch.accept(self._bridge.document.sources)

    def look(self) -> None:
        """See whether somebody has changed the files; merge where nobody needs to be asked.

        Who works without a lock takes it, too, as soon as its holder has gone: the next to open the
        dataset shall be told of them.
        """
        if self.lock is None:
            self._refresh()
        watch = self._watch
        if watch is None or self._resting or self._looking.busy:
            return
        self._seen = self._bridge.document.sources
        self._looking.start(
            lambda: self._one_at_a_time(lambda: self._read_news(watch)), self._on_looked
        )

    def _read_news(self, watch: Watch) -> News:
        changed = watch.changed_files()
        if not changed or changed == self._told:
            return changed, None
        self._bridge.document.back_up(watch.folder)
        return changed, store.load(watch.folder, self._here.backups)

    def _on_looked(self, outcome: Future[object]) -> None:
        if self._seen is not self._bridge.document.sources:
            return  # saved or merged since; what was seen is the past
        error = outcome.exception()
        if isinstance(error, KlimaError):
            return  # a share that is away for a moment is told when it matters: at saving
        changed, opened = cast("News", outcome.result())
        if opened is None:
            self._told = changed
            return
        result = self._absorb(opened, None, ON_DISK)
        self._told = () if result.done else changed
        if result.done:
            self.settle()
        if result.sentences:
            self.noticed.emit(result.sentences)

    def reconcile(self, ask: Ask, words: ReviewWords = ON_DISK, *, quiet: bool = True) -> bool:
        """Merge what others have saved, asking about conflicts; False where the user cancels.

        *quiet* says nothing where there is nothing new. Raises DatasetError where the files cannot
        be read. Whoever is asked may take long, and others save meanwhile: the files are compared
        again until they are as the document takes them to be.
        """
        watch = self._watch
        if watch is None:
            return True
        with self._alone():
            self._told = ()
            opened = self._news(watch)
            if opened is None and not quiet:
                self.said.emit(texts.NOTHING_NEW)
            while opened is not None:
                result = self._absorb(opened, ask, words)
                if result.done:
                    self.settle()
                if result.sentences:
                    self.noticed.emit(result.sentences)
                if not result.done:
                    return False
                opened = self._news(watch)
            return True

    def _news(self, watch: Watch) -> Opened | None:
        """Return the files where they are others than the document rests on; the window lives."""
        look = partial(self._one_at_a_time, partial(self._read_news, watch))
        return run(look, texts.LOOKING)[1]

    def _absorb(self, opened: Opened, ask: Ask | None, words: ReviewWords) -> Absorbed:
        from ui.safety.absorb import absorb  # noqa: PLC0415 - merging is loaded when it is needed

        return absorb(self._bridge, opened, ask, words)
