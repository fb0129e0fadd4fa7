"""Into a dataset that somebody else may have open: who is there, and how to go in (SAFE-07)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor import exchange, publish
from klimaeditor.clock import local_now
from klimaeditor.document import Document, open_document
from klimaeditor.excel.target import is_table
from klimaeditor.files import backups, journal, keptsteps, locks, store
from klimaeditor.files.keptsteps import KeptSteps
from klimaeditor.files.locks import HeldLock, Lock
from klimaeditor.files.processes import Identity, this_process
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.site.muenster import muenster
from ui.dialogs.choices import LockedChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from klimaeditor.exchange.importing import Recognition
    from klimaeditor.files.leftovers import Restored
    from klimaeditor.model.catalogue import SiteProfile
    from ui.dialogs.choices import TableAnswer


# --- words ---------------------------------------------------------------------------------------

EDITING_ANYWAY: Final = (
    "Dieser Datensatz ist noch an anderer Stelle geöffnet. Beim Speichern werden beide Fassungen "
    "zusammengeführt."
)
READING_ONLY: Final = (
    "Schreibgeschützt geöffnet, weil der Datensatz an anderer Stelle bearbeitet wird. Sobald "
    "dort niemand mehr arbeitet: Datei › Zum Bearbeiten öffnen. Mit „Speichern unter“ bearbeiten "
    "Sie eine eigene Kopie."
)
READING_BESIDE_STALE: Final = (
    "Schreibgeschützt geöffnet, wie gewünscht; der Datensatz wirkt noch an anderer Stelle "
    "geöffnet. Zum Bearbeiten: Datei › Zum Bearbeiten öffnen."
)
EDIT_AGAIN: Final = "Zum Bearbeiten: Datei › Zum Bearbeiten öffnen."
SAVE_ELSEWHERE: Final = "Mit „Speichern unter“ bearbeiten Sie eine eigene Kopie an anderer Stelle."


def read_only(reason: str) -> str:
    """Return why a folder without write permission is open for reading only."""
    return f"Schreibgeschützt geöffnet: {reason} {EDIT_AGAIN} {SAVE_ELSEWHERE}"


def open_conflicts(count: int) -> str:
    """Return that a merge in Git waits for decisions."""
    what = inflected(count, "Ein Konflikt ist", f"{count} Konflikte sind")
    return (
        f"Nach dem Zusammenführen in Git: {what} noch zu entscheiden. "
        "Datei › Offene Konflikte entscheiden."
    )


_MOST_NAMED: Final = 5


def left_out(sentences: Sequence[str]) -> str:
    """Return what of a table is not in the dataset that was made of it."""
    more = len(sentences) - _MOST_NAMED
    rest = f" … und {more} weitere." if more > 0 else ""
    return f"Nicht übernommen: {' '.join(sentences[:_MOST_NAMED])}{rest}"


# --- Into a dataset that somebody else may have open: who is there, and how to go in (SAFE-07) ---


@dataclass(frozen=True, slots=True)
class Entry:
    """How a dataset is open: with which lock, if any; *reason* says why it is only for reading."""

    lock: Lock | None = None
    reason: str = ""
    notice: str = ""

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed."""
        return bool(self.reason)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should read about it."""
        return tuple(filter(None, (self.reason, self.notice)))


def look(folder: Path, environment: Environment) -> HeldLock | None:
    """Return who else has the dataset in *folder* open, None where nobody has."""
    held = locks.find(folder, environment.clock(), environment.me)
    ours = held is not None and held.holder is not None and held.holder.identity == environment.me
    return None if ours else held


class LockQuestion(Protocol):
    """What opening asks where somebody else has the dataset open."""

    def locked(self, held: HeldLock) -> LockedChoice:
        """Say who has the dataset open and ask how to open it (SAFE-07)."""


def ask_how(held: HeldLock | None, ask: LockQuestion, environment: Environment) -> LockedChoice:
    """Return how to open a dataset of which :func:`look` has told *held*.

    The lock that the user's own process has left on this very computer needs no question: nobody
    else can be there (SAFE-07 as amended).
    """
    if held is None or _is_own_crash(held, environment):
        return LockedChoice.EDIT_ANYWAY
    return ask.locked(held)


def _is_own_crash(held: HeldLock, environment: Environment) -> bool:
    if not held.crashed or held.holder is None:
        return False
    who = held.holder.identity
    return (who.user, who.host) == (environment.me.user, environment.me.host)


def enter(
    folder: Path, held: HeldLock | None, choice: LockedChoice, environment: Environment
) -> Entry:
    """Take the lock, or go in without one, as was chosen; what *held* said may be past by now."""
    if choice is LockedChoice.READ_ONLY:
        stale = held is not None and held.stale
        return Entry(reason=READING_BESIDE_STALE if stale else READING_ONLY)
    taken = _take(folder, held, environment)
    if isinstance(taken, HeldLock):
        return Entry(notice=EDITING_ANYWAY)
    if taken.holder is None:
        return Entry(reason=read_only(taken.reason))
    return Entry(taken)


def _take(folder: Path, held: HeldLock | None, environment: Environment) -> Lock | HeldLock:
    if held is not None and held.stale:
        return locks.take_over(held, environment.clock, environment.me)
    return locks.acquire(folder, environment.clock, environment.me)


# --- Read what shall be opened, and see who is there; all of it may run beside the window --------


@dataclass(frozen=True, slots=True)
class Found:
    """A document that can be opened, and who else has it open.

    *written* says when the latest of its files was written, None where there are none. *fresh* is
    a document that was made of a table of others and is nowhere yet; with *clean_up* its texts
    shall be cleaned up next. *kept* are the steps of former sessions.
    """

    document: Document
    held: HeldLock | None
    written: datetime | None = None
    fresh: bool = False
    clean_up: bool = False
    kept: KeptSteps = field(default_factory=KeptSteps)


def read(path: Path, environment: Environment) -> Found | Recognition:
    """Return the document at *path*: a folder, one of its files, or a workbook.

    A table of others comes back as what it is: a person has to say what its columns mean.
    Raises DatasetError or WorkbookError with a German sentence.
    """
    if is_table(path):
        result = exchange.newdataset.look(path, environment.site)
        if isinstance(result, exchange.importing.Recognition):
            return result
        document = Document(result.dataset, {}, None, result.notices, environment.backups)
        return Found(document, None)
    document = open_document(path, environment.backups, environment.site)
    document.notices += _of_conflicts(document.location)
    document.findings.of_files()  # what measures share is looked at beside the window
    held = None if document.location is None else look(document.location, environment)
    return Found(document, held, _written(document.location), kept=_kept(document, environment))


def _of_conflicts(folder: Path | None) -> tuple[str, ...]:
    """Return the remark about what a merge left open; Git is only asked where there is a list."""
    if folder is None or not (folder / store.OPEN_CONFLICTS).exists():
        return ()
    count = len(publish.openconflicts.tidied(folder))
    return (open_conflicts(count),) if count else ()


def _kept(document: Document, environment: Environment) -> KeptSteps:
    """Return the steps of former sessions that fit, where they are kept at all."""
    root = environment.steps
    return KeptSteps() if root is None else keptsteps.load(document, root)


def _written(folder: Path | None) -> datetime | None:
    """Return when the latest file of a dataset was written, None where nobody can tell."""
    times = []
    for file in () if folder is None else [folder / name for name in FileName]:
        with suppress(OSError):
            times.append(file.stat().st_mtime)
    return datetime.fromtimestamp(max(times)).astimezone() if times else None


def founded(answer: TableAnswer, environment: Environment) -> Found:
    """Return the document of a dataset that was made of a table, with what is to say of it."""
    made = answer.made
    notices = [problem.message for problem in made.notices]
    if made.left_out:
        notices.append(left_out([problem.message for problem in made.left_out]))
    document = Document(made.dataset, {}, None, tuple(notices), environment.backups)
    return Found(document, None, fresh=True, clean_up=answer.clean_up)


def revived(restored: Restored, environment: Environment) -> Found:
    """Return the document as it was before a crash; without a place where its folder has gone."""
    if restored.folder is not None:
        with suppress(KlimaError):
            folder = store.locate(restored.folder)
            document = Document(
                restored.dataset, restored.sources, folder, backup_root=environment.backups
            )
            found = look(folder, environment)
            return Found(document, found, kept=_kept(document, environment))
    return Found(Document(restored.dataset, {}, backup_root=environment.backups), None)


# --- Where and when and by whom: what the safety of a document depends on, passed in for tests ---


@dataclass(frozen=True, slots=True)
class Environment:
    """*clock* returns aware local times; *backups* and *journals* are folders of the user.

    *site* is the public page that the datasets are for. Steps of sessions are kept in *steps*,
    nowhere where that is None.
    """

    clock: Callable[[], datetime]
    me: Identity
    backups: Path
    journals: Path
    site: SiteProfile
    steps: Path | None = None


def real() -> Environment:
    """Return the surroundings of this process."""
    places = backups.default_root(), journal.default_root()
    steps, allowed = keptsteps.default_root(), load_machine_defaults().keeps_steps
    if not allowed:
        keptsteps.forget_all(steps)
    return Environment(local_now, this_process(), *places, muenster(), steps if allowed else None)
