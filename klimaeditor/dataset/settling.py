"""Settle a save that was interrupted: finish it, or take it back, and say which (SAFE-05)."""

from __future__ import annotations

import errno
import os
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.clock import local_now
from klimaeditor.dataset import disk, savejournal, texts_saving
from klimaeditor.dataset.jsonread import MAX_BYTES
from klimaeditor.dataset.placing import found_in, move_in, take_back
from klimaeditor.dataset.processes import is_alive, this_process
from klimaeditor.dataset.savejournal import SaveJournal, Torn, beside
from klimaeditor.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeAlias

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.savejournal import Entry

    Keep: TypeAlias = Callable[[Mapping[FileName, bytes]], bool]

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
        sentence = texts_saving.not_settled(_since(journal), texts_saving.os_reason(error))
        return Recovery(Outcome.NOT_SETTLED, sentence)


def settle_own(folder: Path, keep: Keep) -> Recovery | None:
    """Settle a save of this process whose outcome is open; return what was done, if anything.

    Raises OSError where that is not possible yet, DatasetError where a sentence says why.
    """
    found = savejournal.find(folder)
    if not isinstance(found, SaveJournal) or not found.of(this_process()):
        return None
    recovery = recover(folder, keep)
    if recovery is not None and recovery.outcome is Outcome.NOT_SETTLED:
        raise DatasetError(recovery.sentence)
    if savejournal.is_current(folder, found):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    return recovery


def _interrupted(folder: Path) -> SaveJournal | Torn | None:
    """Return the journal of a save that nobody is at, waiting for one that somebody is at."""
    try:
        found = latest = savejournal.find(folder)
        started = time.monotonic()
        while found is not None and not _is_over(found):
            if found != latest:
                latest, started = found, time.monotonic()
            limit = TORN_PATIENCE if isinstance(found, Torn) else PATIENCE
            if time.monotonic() - started >= limit:
                break
            time.sleep(_POLL)
            found = savejournal.find(folder)
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
        return Recovery(Outcome.NOT_SETTLED, texts_saving.alien_journal(savejournal.NAME))
    if isinstance(journal, Torn) or not journal.entries:
        savejournal.end(folder, journal)
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
        done = Recovery(
            Outcome.FINISHED, texts_saving.finished(since, [e.file for e in journal.entries])
        )
    elif may_return:
        take_back(folder, journal)
        done = Recovery(Outcome.ROLLED_BACK, texts_saving.rolled_back(since))
    else:
        done = _leave(folder, journal, keep)
    if done.outcome is not Outcome.NOT_SETTLED:
        disk.sync_folder(folder)
        savejournal.end(folder, journal)
    return done


def _can_finish(folder: Path, journal: SaveJournal, entry: Entry, found: str | None) -> bool:
    new = beside(folder, entry.file, journal.pid, "tmp")
    return found == entry.new or (
        found in (entry.old, None) and disk.digest(disk.read(new, MAX_BYTES + 1)) == entry.new
    )


def _can_return(folder: Path, journal: SaveJournal, entry: Entry, found: str | None) -> bool:
    kept = beside(folder, entry.file, journal.pid, "old")
    return found == entry.old or (
        found in (entry.new, None) and disk.digest(disk.read(kept, MAX_BYTES + 1)) == entry.old
    )


def _leave(folder: Path, journal: SaveJournal, keep: Keep) -> Recovery:
    """Change nothing; put aside what of the new content is still there."""
    unsaved: dict[FileName, bytes] = {}
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
        sentence = texts_saving.not_settled(since, texts_saving.NO_BACKUP)
        return Recovery(Outcome.NOT_SETTLED, sentence)
    if foreign:
        return Recovery(Outcome.LEFT_ALONE, texts_saving.left_alone(since, foreign))
    return Recovery(Outcome.LEFT_ALONE, texts_saving.left_mixed(since, new))


def _since(journal: SaveJournal) -> str:
    """Return when an interrupted save began, as a person says it."""
    now = local_now()
    try:
        return texts_saving.moment(datetime.fromisoformat(journal.since), now)
    except (ValueError, OverflowError):
        return texts_saving.EARLIER
