"""Keeps one open document safe: journal, lock, and an eye on what others do to its files.

Everything that touches a disk runs beside the window. The keeper tells in sentences; it asks only
where somebody has come to it with :meth:`reconcile`.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.compare import records_of
from klimaeditor.diff.decide import Action
from klimaeditor.diff.rebase import rebase
from klimaeditor.files import locks, store
from klimaeditor.files.journal import record
from klimaeditor.files.locks import HEARTBEAT, HeldLock, Lock
from klimaeditor.files.source import marked
from klimaeditor.files.watch import Watch
from klimaeditor.model.core_words import counted, inflected, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.values import Absent
from ui.review.review_rows import titles_of
from ui.review.review_words import ON_DISK
from ui.session import background
from ui.session.background import CancelledError, Errand, Soon, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from typing import TypeAlias, TypeVar

    from klimaeditor.diff.compare import Tables
    from klimaeditor.diff.decide import Chosen, Found
    from klimaeditor.diff.rebase import Rebased
    from klimaeditor.document import Event
    from klimaeditor.files.journal import Journal
    from klimaeditor.files.source import SourceFile
    from klimaeditor.files.store import Opened, Saved, SaveJob
    from klimaeditor.model.changes import FileName
    from ui.bridge import DocumentBridge
    from ui.review.review_rows import Titles
    from ui.review.review_words import ReviewWords
    from ui.session.opening import Entry, Environment


# --- words ---------------------------------------------------------------------------------------


def renumbered(old: str, new: str) -> str:
    """Return the notice about a new measure of ours that had to take another id (WEB-09)."""
    return (
        f"Ihre neue Maßnahme hat jetzt die Kennung {quoted(new)}, weil eine andere Person die "
        f"Kennung {quoted(old)} inzwischen gespeichert hat. Beide bleiben erhalten."
    )


CLOSING: Final = "Der Datensatz wird geschlossen …"
STEP_MERGE: Final = "Änderungen anderer übernehmen"
NOTHING_NEW: Final = "Die Dateien sind unverändert; es gibt nichts zusammenzuführen."
NOT_MERGED: Final = (
    "Nicht zusammengeführt. Ihre Änderungen sind noch da; beim Speichern wird erneut gefragt."
)


def taken_over(who: str) -> str:
    """Return that somebody has taken our lock; *who* is the sentence of their lock."""
    return f"Der Datensatz wird jetzt an anderer Stelle bearbeitet. {who}"


def merged(fields: int, titles: Sequence[str], *, mine: bool) -> str:
    """Return what was taken over from others without a question; *mine* tells of unsaved work."""
    what = counted(fields, "Änderung", "Änderungen")
    where = f" ({_some(titles)})" if titles else ""
    verb = inflected(fields, "wurde", "wurden")
    rest = " Ihre eigenen Änderungen bleiben." if mine else ""
    return f"Die Dateien wurden von anderer Seite geändert: {what} {verb} übernommen{where}.{rest}"


def waiting(conflicts: int) -> str:
    """Return that somebody has changed what we change, too."""
    what = inflected(conflicts, "ein Feld", f"{conflicts} Felder")
    return (
        f"Die Dateien wurden von anderer Seite geändert: {what} haben Sie und eine andere Person "
        "unterschiedlich geändert. Entscheiden Sie beim Speichern, was gilt, oder gleich: Datei "
        "› Änderungen anderer zusammenführen (F5)."
    )


def emptied(files: Sequence[str]) -> str:
    """Return that records have gone from files by the dozen."""
    return (
        f"In {' und '.join(files)} fehlen auf einmal viele Maßnahmen. Es wurde nichts "
        "übernommen. Fragen Sie nach, ob das so gewollt ist; zusammenführen: Datei › Änderungen "
        "anderer zusammenführen (F5)."
    )


def record_line(title: str, file: str) -> str:
    """Return how a record that has gone is listed."""
    return f"{shortened(title)} ({file})"


def _some(titles: Sequence[str]) -> str:
    shown = ", ".join(quoted(title) for title in titles[:3])
    return shown if len(titles) <= 3 else f"{shown} und {len(titles) - 3} weitere"


# --- Keeps one open document safe: journal, lock, and an eye on what others do to its files ------

if TYPE_CHECKING:
    T = TypeVar("T")
    Sources: TypeAlias = Mapping[FileName, SourceFile]
    News: TypeAlias = tuple[tuple[FileName, ...], Opened | None]

FLUSH_S: Final = 0.1
"""Pause between two writes of the recovery journal, so that fast typing is not one by one."""
RETRY_MS: Final = 5_000
LOOK_MS: Final = 30_000


class MergeQuestions(Protocol):
    """What is asked where others have changed the files, too."""

    def confirm_gone(self, files: Sequence[str], lines: Sequence[str]) -> bool:
        """Ask whether it is meant that these records, *lines*, have gone from *files*."""

    def review(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: ReviewWords,
        *,
        settled_is_final: bool,
    ) -> Chosen | None:
        """Show what two sides changed and ask where both did; None where cancelled (MRG-02)."""


class Keeper(QObject):
    """Keeps one open document safe while it is open.

    *notices* carries sentences for the user; *status_message* a line about something done.
    """

    notices = Signal(object)
    status_message = Signal(str)

    def __init__(
        self, bridge: DocumentBridge, entry: Entry, environment: Environment, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._environment = bridge, environment
        self.lock = entry.lock
        self._watch: Watch | None = None
        self._told: tuple[FileName, ...] = ()
        self._problem = ""
        self._resting = 0
        self._files = threading.Lock()
        self._seen: Sources | None = None
        self.journal: Journal = record(bridge.document, environment.journals)
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
                run(lambda: locks.release(left), CLOSING, may_cancel=True)
        self.settle()

    def close(self) -> None:
        """Stop; the journal goes with what was in it, the lock is free."""
        self._unsubscribe()
        for timer in (self._again, self._beat, self._round):
            timer.stop()
        with self._alone(), suppress(CancelledError):
            run(self._leave, CLOSING, may_cancel=True)
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
        found = locks.find(folder, self._environment.clock(), self._environment.me)
        if found is None or found.holder is None or found.holder.identity != self._environment.me:
            return None
        return Lock(folder, found.holder)

    # --- the journal -----------------------------------------------------------------------

    def _on_event(self, _event: Event) -> None:
        self._flushing.ask()

    def _on_flushed(self) -> None:
        problem = self.journal.problem
        if problem and problem != self._problem:
            self.notices.emit((problem,))
        self._problem = problem
        if problem:
            self._again.start()

    # --- the lock --------------------------------------------------------------------------

    def _refresh(self) -> None:
        folder, lock, environment = self._bridge.document.location, self.lock, self._environment
        if folder is None or self._bridge.read_only:
            return

        def beat() -> Lock | HeldLock:
            if lock is None:
                return locks.succeed(folder, environment.clock, environment.me)
            return locks.refresh(lock, environment.clock, environment.me)

        self._beating.start(beat, self._on_beaten)

    def _on_beaten(self, outcome: Future[object]) -> None:
        found = cast("Lock | HeldLock", outcome.result())
        if found.folder != self._bridge.document.location:  # moved while the sign of life went out
            if isinstance(found, Lock):
                locks.release(found)
            return
        if isinstance(found, Lock):
            self.lock = found if found.holder is not None else self.lock
        elif self.lock is not None:
            self.lock = None
            self.notices.emit((taken_over(found.sentence),))

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
            return run(lambda: self._one_at_a_time(work), background.SAVING)

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
        return changed, store.load(
            watch.folder, self._environment.backups, site=self._environment.site
        )

    def _on_looked(self, outcome: Future[object]) -> None:
        if self._seen is not self._bridge.document.sources or self._bridge.is_changing:
            return  # saved or merged since, or amid a step; the next look sees what is then
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
            self.notices.emit(result.sentences)

    def reconcile(
        self, ask: MergeQuestions, words: ReviewWords = ON_DISK, *, quiet: bool = True
    ) -> bool:
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
                self.status_message.emit(NOTHING_NEW)
            while opened is not None:
                result = self._absorb(opened, ask, words)
                if result.done:
                    self.settle()
                if result.sentences:
                    self.notices.emit(result.sentences)
                if not result.done:
                    return False
                opened = self._news(watch)
            return True

    def _news(self, watch: Watch) -> Opened | None:
        """Return the files where they are others than the document rests on; the window lives."""
        look = partial(self._one_at_a_time, partial(self._read_news, watch))
        return run(look, background.LOOKING)[1]

    def _absorb(self, opened: Opened, ask: MergeQuestions | None, words: ReviewWords) -> Absorbed:

        return absorb(self._bridge, opened, ask, words)


# --- Take over what somebody else has saved: theirs and ours in one document (SAFE-06) -----------
#
# Nothing is asked where only one side changed a field. Where both did, the user decides – or, where
# nobody may be asked now, nothing is done at all.

MANY: Final = 3
MANY_OF: Final = 10
"""A tenth of a file, and three records at least, do not go without a question."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What came of it: whether anything was *done*; *sentences* tell the user."""

    done: bool
    sentences: tuple[str, ...]


def absorb(
    bridge: DocumentBridge, opened: Opened, ask: MergeQuestions | None, words: ReviewWords
) -> Absorbed:
    """Merge the files as just *opened* into the document of *bridge*, as one step.

    *ask* settles conflicts, *words* say what they are about; None leaves the document alone where
    there are any, as does a user who cancels. Where a good part of a file has gone, the user is
    asked, too.
    """
    document = bridge.document
    base, begin = records_of(document.sources), marked(document.sources)
    result = rebase(base, document.dataset, opened.sources, STEP_MERGE, marked=begin)
    gone = missing(result, base)
    titles = titles_of(document.dataset)
    choices: Chosen | None = {}
    if ask is None:
        if gone or result.conflicts:
            count = len(result.conflicts)
            return Absorbed(False, (emptied(gone) if gone else waiting(count),))
    elif gone and not ask.confirm_gone(gone, [_line(found, titles) for found in _removed(result)]):
        choices = None
    elif result.conflicts:
        choices = ask.review(result.decisions, titles, words, settled_is_final=True)
    if choices is None:
        return Absorbed(False, (NOT_MERGED,))
    _carry_out(bridge, result, choices)
    return Absorbed(True, _report(bridge, result))


def missing(result: Rebased, base: Tables) -> tuple[str, ...]:
    """Return the files in which so many records are gone that it was hardly meant.

    A file that a program cut short or emptied must not empty the document without a word.
    """
    gone = Counter(found.record.file for found in _removed(result))
    return tuple(
        file for file, count in gone.items() if count >= MANY and count * MANY_OF >= len(base[file])
    )


def _removed(result: Rebased) -> list[Found]:
    return [
        found
        for found in result.decisions
        if found.field is None
        and isinstance(found.theirs, Absent)
        and not isinstance(found.base, Absent)
        and not isinstance(found.ours, Absent)
    ]


def _line(found: Found, titles: Titles) -> str:
    return record_line(titles.of(found.record), found.record.file)


def _carry_out(bridge: DocumentBridge, result: Rebased, choices: Chosen) -> None:
    document, stack = bridge.document, bridge.stack
    if result.batch:  # an empty macro would be a step that does nothing
        stack.beginMacro(result.batch.label)
    try:
        bridge.take_in(result.batch)
        label = result.batch.label
        bridge.take_in(to_batch(document.dataset, result.conflicts, label, choices))
    finally:
        if result.batch:
            stack.endMacro()
    document.adopt(result.sources)


def _report(bridge: DocumentBridge, result: Rebased) -> tuple[str, ...]:
    taken = [found for found in result.decisions if found.action is Action.TAKE]
    title = titles_of(bridge.document.dataset).of
    titles = list(dict.fromkeys(title(found.record) for found in taken))
    sentences = [renumbered(old, new) for old, new in result.renumbered]
    if taken:
        mine = not bridge.document.is_saved
        sentences.insert(0, merged(len(taken), titles, mine=mine))
    return tuple(sentences)
