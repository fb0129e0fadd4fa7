"""Put the new content of a file in place, or its old content back; the steps of a save.

Both can be done by the program that saves and by any other that finds its journal, even at the
same time: each looks at what is there and does what is left to do.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from klimaeditor.dataset import disk
from klimaeditor.dataset.jsonread import MAX_BYTES
from klimaeditor.dataset.savejournal import beside

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.savejournal import Entry, SaveJournal


def found_in(folder: Path, file: FileName) -> str | None:
    """Return the hash of what a file holds at this moment, None where it is missing.

    Of a file that is larger than one of ours can be it is a hash that no journal names.
    """
    return disk.digest(disk.read(folder / file, MAX_BYTES + 1))


def move_in(folder: Path, journal: SaveJournal, entry: Entry) -> None:
    """Move the new content in place; somebody else may have been faster."""
    names = [beside(folder, entry.file, journal.pid, kind) for kind in ("tmp", "bak")]
    try:
        disk.move(names[0], folder / entry.file, names[1])
    except FileNotFoundError:
        if found_in(folder, entry.file) != entry.new:
            raise


def take_back(folder: Path, journal: SaveJournal, moved: Collection[FileName] = ()) -> None:
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


def _is_other(folder: Path, entry: Entry) -> bool:
    """Tell whether a file does not hold its old content, or may not."""
    try:
        return found_in(folder, entry.file) != entry.old
    except OSError:
        return True


def _restore(folder: Path, journal: SaveJournal, entry: Entry, ours: bool) -> None:
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
