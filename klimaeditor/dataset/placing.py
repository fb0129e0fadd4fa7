"""Put the new content of a file in place, or its old content back; the steps of a save.

Both can be done by the program that saves and by any other that finds its journal, even at the
same time: each looks at what is there and does what is left to do.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from klimaeditor.dataset import disk
from klimaeditor.dataset.savejournal import beside

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from klimaeditor.changes import FileName
    from klimaeditor.dataset.savejournal import Entry, SaveJournal


def found_in(folder: Path, file: FileName) -> str | None:
    """Return the hash of what a file holds at this moment, None where it is missing."""
    return disk.digest(disk.read(folder / file))


def move_in(folder: Path, journal: SaveJournal, entry: Entry) -> None:
    """Move the new content in place; somebody else may have been faster."""
    names = [beside(folder, entry.file, journal.pid, kind) for kind in ("tmp", "bak")]
    try:
        disk.move(names[0], folder / entry.file, names[1])
    except FileNotFoundError:
        if found_in(folder, entry.file) != entry.new:
            raise


def take_back(folder: Path, journal: SaveJournal, moved: Collection[FileName] = ()) -> bool:
    """Give all files their old content again; tell whether that worked.

    The new contents go first, so that nobody who finds the journal finishes what is being taken
    back; from then on the copies of the old ones have to survive a power cut. *moved* are files
    that are ours, whatever they hold by now.
    """
    with suppress(OSError):
        for entry in journal.entries:
            if entry.old is not None:
                disk.sync(beside(folder, entry.file, journal.pid, "old"))
        for entry in journal.entries:
            disk.remove(beside(folder, entry.file, journal.pid, "tmp"))
    done = [_restore(folder, journal, entry, entry.file in moved) for entry in journal.entries]
    return all(done)


def _restore(folder: Path, journal: SaveJournal, entry: Entry, ours: bool) -> bool:
    target = folder / entry.file
    kept, spare = (beside(folder, entry.file, journal.pid, kind) for kind in ("old", "bak"))
    try:
        found = found_in(folder, entry.file)
        if found == entry.old:
            return True
        if found not in (entry.new, None) and not ours:
            return True
        if entry.old is None:
            disk.remove(target)
        else:
            disk.expect(kept, entry.old)
            disk.move(kept, target, spare)
        disk.expect(target, entry.old)
    except OSError:
        return False
    return True
