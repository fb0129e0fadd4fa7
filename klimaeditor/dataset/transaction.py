"""Replace several files as one step: all of them, or none, whatever happens at whatever moment.

The order (SAFE-01, -02, -05): claim the folder with a journal; write the new files beside the
targets and copies of the old ones, read back; publish the journal that lists them; replace one
after the other; remove the journal. A process may be killed between any two of these: before the
journal is published nothing has changed, afterwards ``settling.recover`` finishes the work, or
takes it back where that is impossible.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from klimaeditor import texts
from klimaeditor.dataset import disk, savejournal, texts_saving, windows
from klimaeditor.dataset.jsonread import MAX_BYTES, too_large
from klimaeditor.dataset.placing import found_in, move_in, take_back
from klimaeditor.dataset.processes import this_process
from klimaeditor.dataset.savejournal import Entry, SaveJournal, beside
from klimaeditor.dataset.settling import Outcome, recover
from klimaeditor.errors import (
    BusyError,
    ChangedUnderneathError,
    DatasetError,
    OpenOutcomeError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.settling import Keep

_ATTEMPTS: Final = 5
_PAUSE: Final = 0.05


def replace_all(
    folder: Path,
    planned: Mapping[FileName, bytes],
    expected: Mapping[FileName, str | None] | None,
    keep: Keep,
) -> None:
    """Write *planned* into *folder*, all or nothing.

    *expected* holds the SHA-256 of the files as last read or written; a file that is something else
    by now is not overwritten (SAFE-06). None means a new place: the folder is created, and what
    lies there is replaced. *keep*: see ``settling.recover``. Raises DatasetError; then nothing has
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
        if not savejournal.withdraw(folder, claim) and isinstance(error, DatasetError):
            raise _open_outcome(first, error) from error
        raise
    _replace(folder, journal)
    disk.sync_folder(folder)
    savejournal.clear(folder, journal)


def _claim(folder: Path, keep: Keep) -> SaveJournal:
    """Create the journal of a new save, after whatever save is under way or was interrupted.

    On Windows a journal that is just being removed is neither there nor can it be created.
    """
    refusal: Exception = BusyError(texts_saving.busy(""))
    for attempt in range(_ATTEMPTS):
        claim = savejournal.begin(this_process(), datetime.now(UTC).isoformat(timespec="seconds"))
        try:
            disk.create(folder / savejournal.NAME, savejournal.encode(claim), durable=False)
        except FileExistsError:
            if savejournal.is_blocked(folder):
                raise DatasetError(texts_saving.journal_is_no_file(savejournal.NAME)) from None
            found = recover(folder, keep)
            if found is not None and found.outcome is Outcome.NOT_SETTLED:
                raise DatasetError(found.sentence) from None
        except OSError as error:
            if getattr(error, "winerror", None) not in windows.HELD:
                raise
            refusal = error
            time.sleep(_PAUSE * attempt)
        else:
            return claim
    raise refusal


def _prepare(
    folder: Path,
    planned: Mapping[FileName, bytes],
    expected: Mapping[FileName, str | None] | None,
    claim: SaveJournal,
) -> SaveJournal:
    """Lay everything ready and publish the journal. Raises DatasetError; nothing has changed."""
    file = next(iter(planned))
    entries = []
    try:
        savejournal.sweep(folder)
        for file, data in planned.items():
            known = None if expected is None else (expected.get(file),)
            entries.append(_lay_ready(folder, file, data, known, claim.pid))
        journal = replace(claim, entries=tuple(entries))
        if not savejournal.is_current(folder, claim):
            raise BusyError(texts_saving.busy(""))
        savejournal.publish(folder, journal)
        for entry in entries:
            file = entry.file
            _refuse_changed(file, found_in(folder, file), entry.old)
    except OSError as error:
        raise _cannot_write(file, error) from error
    return journal


def _lay_ready(
    folder: Path, file: FileName, data: bytes, known: tuple[str | None] | None, pid: int
) -> Entry:
    """Write the new content and a copy of the old one beside a target, both read back."""
    target = folder / file
    if disk.is_write_protected(target):
        raise DatasetError(texts_saving.write_protected(file))
    old = disk.read(target, MAX_BYTES + 1)
    if known is None and old is not None and len(old) > MAX_BYTES:
        reason = str(too_large(target.stat().st_size, file)).removeprefix(f"{file}, ")
        raise DatasetError(texts.cannot_write(file, reason))
    if known is not None and old != data:
        _refuse_changed(file, disk.digest(old), known[0])
    for kind, content in (("tmp", data), ("old", old)):
        if content is not None:
            durable = kind == "tmp"
            disk.create_checked(beside(folder, file, pid, kind), content, durable=durable)
            disk.copy_mode(target, beside(folder, file, pid, kind))
    return Entry(file, disk.digest(old), disk.digest(data) or "")


def _refuse_changed(file: FileName, found: str | None, known: str | None) -> None:
    if found != known:
        raise ChangedUnderneathError(texts.changed_on_disk(file))


def _replace(folder: Path, journal: SaveJournal) -> None:
    """Replace the targets one after the other; a failure puts back those already replaced."""
    moved: set[FileName] = set()
    for entry in journal.entries:
        try:
            _put(folder, journal, entry, moved)
        except (OSError, DatasetError) as error:
            if not _taken_back(folder, journal, moved):
                raise _open_outcome(entry.file, error) from error
            if isinstance(error, DatasetError):
                raise
            raise _cannot_write(entry.file, error) from error


def _taken_back(folder: Path, journal: SaveJournal, moved: set[FileName]) -> bool:
    """Take a save back; tell whether all files are the old ones and stay it."""
    try:
        take_back(folder, journal, moved)
    except OSError:
        return False
    return savejournal.withdraw(folder, journal)


def _put(folder: Path, journal: SaveJournal, entry: Entry, moved: set[FileName]) -> None:
    """Put the new content of one file in place, if it is not there yet."""
    target = folder / entry.file
    found = found_in(folder, entry.file)
    if found == entry.new:
        return
    _refuse_changed(entry.file, found, entry.old)
    move_in(folder, journal, entry)
    moved.add(entry.file)
    disk.expect(target, entry.new)


def _cannot_write(file: FileName, error: OSError) -> DatasetError:
    return DatasetError(texts.cannot_write(file, _reason(error)))


def _open_outcome(file: FileName, error: Exception) -> OpenOutcomeError:
    cause = error.__cause__ if isinstance(error, DatasetError) else error
    reason = _reason(cause) if isinstance(cause, OSError) else ""
    return OpenOutcomeError(texts_saving.open_outcome(file, reason))


def _reason(error: OSError) -> str:
    if isinstance(error, disk.DamagedError):
        return texts.READ_BACK_FAILED
    return texts_saving.os_reason(error)
