"""Replace several files as one step: all of them, or none, whatever happens at whatever moment.

The order (SAFE-01, -02, -05): claim the folder with a journal; write the new files beside the
targets and copies of the old ones, read back; publish the journal that lists them; replace one
after the other; remove the journal. A process may be killed between any two of these: before the
journal is published nothing has changed, afterwards :func:`recover` finishes the work, or
takes it back where that is impossible.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.clock import local_now
from klimaeditor.files import disk, file_words, save_journal
from klimaeditor.files.file_words import listed
from klimaeditor.files.jsontext import MAX_BYTES, too_large
from klimaeditor.files.processes import is_alive, this_process
from klimaeditor.files.save_journal import FileEntry, SaveJournal, Torn, beside
from klimaeditor.model import core_words
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import (
    BusyError,
    ChangedUnderneathError,
    DatasetError,
    OpenOutcomeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias, TypeVar

    _Name = TypeVar("_Name", bound=str)


# --- words ---------------------------------------------------------------------------------------


def changed_on_disk(name: str) -> str:
    """Return the refusal to overwrite a file that somebody else changed."""
    return (
        f"{name} wurde seit dem Öffnen von anderer Stelle geändert und wird nicht überschrieben. "
        "Ihre Änderungen sind noch da. Speichern Sie sie mit „Speichern unter“ in einem anderen "
        "Ordner, und vergleichen Sie beide Fassungen."
    )


NO_BACKUP = (
    "Eine Datei wurde inzwischen von anderer Stelle geändert. Der unterbrochene Stand ließ sich "
    "nicht in Ihren Sicherungen ablegen. Schaffen Sie auf dem eigenen Rechner Platz."
)


def _hold(files: Sequence[str]) -> str:
    return f"{listed(files)} {inflected(len(files), 'enthält', 'enthalten')}"


def _were_changed(files: Sequence[str]) -> str:
    return f"{inflected(len(files), 'wurde', 'wurden')} {listed(files)}"


def finished(since: str, files: Sequence[str]) -> str:
    """Return the notice that an interrupted save was finished (SAFE-05)."""
    return (
        f"Das Speichern {since} war unterbrochen und wurde jetzt abgeschlossen: {_hold(files)} "
        "den neuen Stand. Sie müssen nichts weiter tun."
    )


def rolled_back(since: str) -> str:
    """Return the notice that an interrupted save was taken back (SAFE-05)."""
    return (
        f"Das Speichern {since} war unterbrochen und ließ sich nicht abschließen. Alle vier "
        "Dateien haben wieder den Stand davor. Prüfen Sie, ob die letzten Änderungen fehlen."
    )


def left_alone(since: str, files: Sequence[str]) -> str:
    """Return the notice about an interrupted save whose files somebody changed since."""
    return (
        f"Das Speichern {since} war unterbrochen, und danach {_were_changed(files)} von anderer "
        "Stelle geändert. Es wurde nichts überschrieben; der unterbrochene Stand liegt unter den "
        "Sicherungen. Prüfen Sie, ob die Dateien noch zusammenpassen."
    )


def left_mixed(since: str, new: Sequence[str]) -> str:
    """Return the notice about an interrupted save of which too little is left to settle it."""
    state = f"{_hold(new)} den neuen Stand, die übrigen Dateien den alten. " if new else ""
    return (
        f"Das Speichern {since} war unterbrochen; was zum Abschließen nötig wäre, fehlt. "
        f"{state}Was vom neuen Stand noch da ist, liegt unter den Sicherungen. Prüfen Sie, ob "
        "die Dateien zusammenpassen, oder stellen Sie eine Sicherung wieder her."
    )


def not_settled(since: str, reason: str) -> str:
    """Return the notice about an interrupted save that cannot be settled here."""
    return (
        f"Das Speichern {since} ist unterbrochen und lässt sich hier nicht abschließen: {reason} "
        "Die Dateien können von verschiedenen Ständen sein. Öffnen Sie den Ordner mit "
        "Schreibrechten noch einmal."
    )


def alien_journal(name: str) -> str:
    """Return the notice about a journal that another version of the program left."""
    return (
        f"Im Ordner liegt {name} von einer anderen Version des Klimaeditors; vermutlich wurde "
        "dort ein Speichern unterbrochen. Öffnen Sie den Ordner mit der neuesten Version. "
        "Arbeitet niemand sonst damit, können Sie diese Datei löschen."
    )


def journal_is_no_file(name: str) -> str:
    """Return the refusal of a save where a folder lies in the place of its journal."""
    return (
        "Es wurde nichts gespeichert; Ihre Änderungen sind noch da. Im Datensatz liegt ein "
        f"Ordner {quoted(name)}, dessen Namen der Klimaeditor zum Speichern braucht. Benennen "
        "Sie ihn um, oder löschen Sie ihn, und speichern Sie noch einmal."
    )


def open_outcome(name: str, reason: str) -> str:
    """Return the message for a save that failed and could not be taken back for sure (SAFE-05)."""
    place = f"bei {name}: {reason}" if reason else f"bei {name}."
    return (
        "Ob gespeichert wurde, ist noch offen; beim nächsten Öffnen klärt es sich. Das Speichern "
        f"stockte {place} Ihre Änderungen sind noch da: Speichern Sie später erneut oder mit "
        "„Speichern unter“ in einen anderen Ordner."
    )


def busy(host: str) -> str:
    """Return the message that somebody else is saving at this moment."""
    who = f"an {quoted(host)} " if host else ""
    return (
        f"In diesen Ordner wird gerade {who}gespeichert; es wurde noch nichts geschrieben. Ihre "
        "Änderungen sind noch da. Speichern Sie in einigen Sekunden erneut."
    )


def write_protected(name: str) -> str:
    """Return the refusal to replace a file that is marked as read-only (SAFE-10)."""
    return (
        f"{name} wurde nicht gespeichert, weil die Datei schreibgeschützt ist. Ihre Änderungen "
        "sind noch da. Heben Sie den Schreibschutz in den Eigenschaften der Datei auf, oder "
        "wählen Sie mit „Speichern unter“ einen anderen Ordner."
    )


# --- Put the new content of a file in place, or its old content back; the steps of a save --------
#
# Both can be done by the program that saves and by any other that finds its journal, even at the
# same time: each looks at what is there and does what is left to do.


def found_in(folder: Path, file: str) -> str | None:
    """Return the hash of what a file holds at this moment, None where it is missing.

    Of a file that is larger than one of ours can be it is a hash that no journal names.
    """
    return disk.digest(disk.read(folder / file, MAX_BYTES + 1))


def move_in(folder: Path, journal: SaveJournal, entry: FileEntry) -> None:
    """Move the new content in place; somebody else may have been faster."""
    names = [beside(folder, entry.file, journal.pid, kind) for kind in ("tmp", "bak")]
    try:
        disk.move(names[0], folder / entry.file, names[1])
    except FileNotFoundError:
        if found_in(folder, entry.file) != entry.new:
            raise


def take_back(folder: Path, journal: SaveJournal, moved: Collection[str] = ()) -> None:
    """Give all files their old content again.

    The copies of the old contents that are needed have to survive a power cut before one of them
    takes its place. The new contents go before that, so that nobody who finds the journal finishes
    what is being taken back. *moved* are files that are ours, whatever they hold by now. Raises
    OSError where a file could not be put back; as many as possible are.
    """
    for entry in journal.entries:
        if entry.old is not None and _is_other(folder, entry):
            disk.sync(beside(folder, entry.file, journal.pid, "old"))
    for entry in journal.entries:
        with suppress(OSError):  # one that is gone is enough; who says "taken back" looks again
            disk.remove(beside(folder, entry.file, journal.pid, "tmp"))
    failure: OSError | None = None
    for entry in journal.entries:
        try:
            _restore(folder, journal, entry, entry.file in moved)
        except OSError as error:
            failure = failure or error
    if failure is not None:
        raise failure


def _is_other(folder: Path, entry: FileEntry) -> bool:
    """Tell whether a file does not hold its old content, or may not."""
    try:
        return found_in(folder, entry.file) != entry.old
    except OSError:
        return True


def _restore(folder: Path, journal: SaveJournal, entry: FileEntry, ours: bool) -> None:
    target = folder / entry.file
    kept, spare = (beside(folder, entry.file, journal.pid, kind) for kind in ("old", "bak"))
    found = found_in(folder, entry.file)
    if found == entry.old:
        return
    if found not in (entry.new, None) and not ours:
        return
    if entry.old is None:
        disk.remove(target)
    else:
        disk.expect(kept, entry.old)
        disk.move(kept, target, spare)
    disk.expect(target, entry.old)


# --- Settle a save that was interrupted: finish it, or take it back, and say which (SAFE-05) -----

if TYPE_CHECKING:
    Keep: TypeAlias = Callable[[Mapping[str, bytes]], bool]

PATIENCE: Final = 10.0
"""Seconds without a sign of life after which a save on another machine counts as interrupted."""
TORN_PATIENCE: Final = 2.0
"""The same for a journal of which only a part is there."""
_POLL: Final = 0.05


class Outcome(StrEnum):
    """What became of an interrupted save."""

    FINISHED = "finished"
    ROLLED_BACK = "rolled back"
    LEFT_ALONE = "left alone"
    NOT_SETTLED = "not settled"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done about an interrupted save, with its German sentence."""

    outcome: Outcome
    sentence: str


def recover(folder: Path, keep: Keep) -> Recovery | None:
    """Settle an interrupted save; None where there is none, or none that had changed anything.

    Waits for a save that another program is at. *keep* is given the new content of files that
    cannot be put in place, because somebody changed the folder since, and tells whether it could
    store them.
    """
    journal = _interrupted(folder)
    if journal is None:
        return None
    try:
        return _settle(folder, journal, keep)
    except OSError as error:
        if isinstance(journal, Torn) or not journal.entries:
            return None
        sentence = not_settled(_since(journal), file_words.os_reason(error))
        return Recovery(Outcome.NOT_SETTLED, sentence)


def settle_own(folder: Path, keep: Keep) -> Recovery | None:
    """Settle a save of this process whose outcome is open; return what was done, if anything.

    Raises OSError where that is not possible yet, DatasetError where a sentence says why.
    """
    found = save_journal.find(folder)
    if not isinstance(found, SaveJournal) or not found.of(this_process()):
        return None
    recovery = recover(folder, keep)
    if recovery is not None and recovery.outcome is Outcome.NOT_SETTLED:
        raise DatasetError(recovery.sentence)
    if save_journal.is_current(folder, found):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return recovery


def _interrupted(folder: Path) -> SaveJournal | Torn | None:
    """Return the journal of a save that nobody is at, waiting for one that somebody is at."""
    try:
        found = latest = save_journal.find(folder)
        started = time.monotonic()
        while found is not None and not _is_over(found):
            if found != latest:
                latest, started = found, time.monotonic()
            limit = TORN_PATIENCE if isinstance(found, Torn) else PATIENCE
            if time.monotonic() - started >= limit:
                break
            time.sleep(_POLL)
            found = save_journal.find(folder)
    except OSError:
        return None
    return found


def _is_over(journal: SaveJournal | Torn) -> bool:
    """Tell whether a journal is surely left over: ours, or that of a dead process on this host."""
    if isinstance(journal, Torn):
        return False
    me = this_process()
    return journal.of(me) or (journal.host == me.host and not is_alive(journal.pid))


def _settle(folder: Path, journal: SaveJournal | Torn, keep: Keep) -> Recovery | None:
    """Finish, else take back, else leave everything as it is.

    Our own save was reported as failed: that one is taken back first, finished only if need be.
    """
    if isinstance(journal, Torn) and journal.alien:
        return Recovery(Outcome.NOT_SETTLED, alien_journal(save_journal.NAME))
    if isinstance(journal, Torn) or not journal.entries:
        save_journal.end(folder, journal)
        return None
    since = _since(journal)
    hashes = [found_in(folder, entry.file) for entry in journal.entries]
    pairs = list(zip(journal.entries, hashes, strict=True))
    complete = all(found == entry.new for entry, found in pairs)
    may_finish = complete or all(_can_finish(folder, journal, *pair) for pair in pairs)
    may_return = all(_can_return(folder, journal, *pair) for pair in pairs)
    mine = journal.of(this_process()) and not complete
    if may_finish and not (mine and may_return):
        for entry, found in pairs:
            if found != entry.new:
                move_in(folder, journal, entry)
                disk.expect(folder / entry.file, entry.new)
        done = Recovery(Outcome.FINISHED, finished(since, [e.file for e in journal.entries]))
    elif may_return:
        take_back(folder, journal)
        done = Recovery(Outcome.ROLLED_BACK, rolled_back(since))
    else:
        done = _leave(folder, journal, keep)
    if done.outcome is not Outcome.NOT_SETTLED:
        disk.sync_folder(folder)
        save_journal.end(folder, journal)
    return done


def _can_finish(folder: Path, journal: SaveJournal, entry: FileEntry, found: str | None) -> bool:
    new = beside(folder, entry.file, journal.pid, "tmp")
    return found == entry.new or (
        found in (entry.old, None) and disk.digest(disk.read(new, MAX_BYTES + 1)) == entry.new
    )


def _can_return(folder: Path, journal: SaveJournal, entry: FileEntry, found: str | None) -> bool:
    kept = beside(folder, entry.file, journal.pid, "old")
    return found == entry.old or (
        found in (entry.new, None) and disk.digest(disk.read(kept, MAX_BYTES + 1)) == entry.old
    )


def _leave(folder: Path, journal: SaveJournal, keep: Keep) -> Recovery:
    """Change nothing; put aside what of the new content is still there."""
    unsaved: dict[str, bytes] = {}
    foreign, new = [], []
    for entry in journal.entries:
        for path in (beside(folder, entry.file, journal.pid, "tmp"), folder / entry.file):
            data = disk.read(path, MAX_BYTES + 1)
            if data is not None and disk.digest(data) == entry.new:
                unsaved[entry.file] = data
        found = found_in(folder, entry.file)
        if found == entry.new:
            new.append(entry.file)
        elif found not in (entry.old, None):
            foreign.append(entry.file)
    since = _since(journal)
    if not keep(unsaved):
        sentence = not_settled(since, NO_BACKUP)
        return Recovery(Outcome.NOT_SETTLED, sentence)
    if foreign:
        return Recovery(Outcome.LEFT_ALONE, left_alone(since, foreign))
    return Recovery(Outcome.LEFT_ALONE, left_mixed(since, new))


def _since(journal: SaveJournal) -> str:
    """Return when an interrupted save began, as a person says it."""
    now = local_now()
    try:
        return file_words.moment(datetime.fromisoformat(journal.since), now)
    except (ValueError, OverflowError):
        return file_words.EARLIER


# --- Replace several files as one step: all of them, or none, whatever happens at whatever moment

_ATTEMPTS: Final = 5
_PAUSE: Final = 0.05


def replace_all(
    folder: Path,
    planned: Mapping[_Name, bytes],
    expected: Mapping[_Name, str | None] | None,
    keep: Keep,
) -> None:
    """Write *planned* into *folder*, all or nothing.

    *expected* holds the SHA-256 of the files as last read or written; a file that is something else
    by now is not overwritten (SAFE-06). None means a new place: the folder is created, and what
    lies there is replaced. *keep*: see :func:`recover`. Raises DatasetError; then nothing has
    changed and nothing will, unless it is an OpenOutcomeError.
    """
    first = next(iter(planned))
    try:
        if expected is None:
            folder.mkdir(parents=True, exist_ok=True)
        claim = _claim(folder, keep)
    except OSError as error:
        raise _cannot_write(first, error) from error
    try:
        journal = _prepare(folder, planned, expected, claim)
    except BaseException as error:
        if not save_journal.withdraw(folder, claim) and isinstance(error, DatasetError):
            raise _open_outcome(first, error) from error
        raise
    _replace(folder, journal)
    disk.sync_folder(folder)
    save_journal.clear(folder, journal)


def _claim(folder: Path, keep: Keep) -> SaveJournal:
    """Create the journal of a new save, after whatever save is under way or was interrupted.

    On Windows a journal that is just being removed is neither there nor can it be created.
    """
    refusal: Exception = BusyError(busy(""))
    for attempt in range(_ATTEMPTS):
        claim = save_journal.begin(this_process(), datetime.now(UTC).isoformat(timespec="seconds"))
        try:
            disk.create(folder / save_journal.NAME, save_journal.encode(claim), durable=False)
        except FileExistsError:
            if save_journal.is_blocked(folder):
                raise DatasetError(journal_is_no_file(save_journal.NAME)) from None
            found = recover(folder, keep)
            if found is not None and found.outcome is Outcome.NOT_SETTLED:
                raise DatasetError(found.sentence) from None
        except OSError as error:
            if getattr(error, "winerror", None) not in disk.HELD:
                raise
            refusal = error
            time.sleep(_PAUSE * attempt)
        else:
            return claim
    raise refusal


def _prepare(
    folder: Path,
    planned: Mapping[_Name, bytes],
    expected: Mapping[_Name, str | None] | None,
    claim: SaveJournal,
) -> SaveJournal:
    """Lay everything ready and publish the journal. Raises DatasetError; nothing has changed."""
    file: str = next(iter(planned))
    entries = []
    try:
        save_journal.sweep(folder)
        for name, data in planned.items():
            file, known = name, None if expected is None else (expected.get(name),)
            entries.append(_lay_ready(folder, file, data, known, claim.pid))
        journal = replace(claim, entries=tuple(entries))
        if not save_journal.is_current(folder, claim):
            raise BusyError(busy(""))
        save_journal.publish(folder, journal)
        for entry in entries:
            file = entry.file
            _refuse_changed(file, found_in(folder, file), entry.old)
    except OSError as error:
        raise _cannot_write(file, error) from error
    return journal


def _lay_ready(
    folder: Path, file: str, data: bytes, known: tuple[str | None] | None, pid: int
) -> FileEntry:
    """Write the new content and a copy of the old one beside a target, both read back."""
    target = folder / file
    if disk.is_write_protected(target):
        raise DatasetError(write_protected(file))
    old = disk.read(target, MAX_BYTES + 1)
    if known is None and old is not None and len(old) > MAX_BYTES:
        reason = str(too_large(target.stat().st_size, file)).removeprefix(f"{file}, ")
        raise DatasetError(core_words.cannot_write(file, reason))
    if known is not None and old != data:
        _refuse_changed(file, disk.digest(old), known[0])
    for kind, content in (("tmp", data), ("old", old)):
        if content is not None:
            durable = kind == "tmp"
            disk.create_checked(beside(folder, file, pid, kind), content, durable=durable)
            disk.copy_mode(target, beside(folder, file, pid, kind))
    return FileEntry(file, disk.digest(old), disk.digest(data) or "")


def _refuse_changed(file: str, found: str | None, known: str | None) -> None:
    if found != known:
        raise ChangedUnderneathError(changed_on_disk(file))


def _replace(folder: Path, journal: SaveJournal) -> None:
    """Replace the targets one after the other; a failure puts back those already replaced."""
    moved: set[str] = set()
    for entry in journal.entries:
        try:
            _put(folder, journal, entry, moved)
        except (OSError, DatasetError) as error:
            if not _taken_back(folder, journal, moved):
                raise _open_outcome(entry.file, error) from error
            if isinstance(error, DatasetError):
                raise
            raise _cannot_write(entry.file, error) from error


def _taken_back(folder: Path, journal: SaveJournal, moved: set[str]) -> bool:
    """Take a save back; tell whether all files are the old ones and stay it."""
    try:
        take_back(folder, journal, moved)
    except OSError:
        return False
    return save_journal.withdraw(folder, journal)


def _put(folder: Path, journal: SaveJournal, entry: FileEntry, moved: set[str]) -> None:
    """Put the new content of one file in place, if it is not there yet."""
    target = folder / entry.file
    found = found_in(folder, entry.file)
    if found == entry.new:
        return
    _refuse_changed(entry.file, found, entry.old)
    move_in(folder, journal, entry)
    moved.add(entry.file)
    disk.expect(target, entry.new)


def _cannot_write(file: str, error: OSError) -> DatasetError:
    return DatasetError(core_words.cannot_write(file, _reason(error)))


def _open_outcome(file: str, error: Exception) -> OpenOutcomeError:
    cause = error.__cause__ if isinstance(error, DatasetError) else error
    reason = _reason(cause) if isinstance(cause, OSError) else ""
    return OpenOutcomeError(open_outcome(file, reason))


def _reason(error: OSError) -> str:
    if isinstance(error, disk.DamagedError):
        return core_words.READ_BACK_FAILED
    return file_words.os_reason(error)
