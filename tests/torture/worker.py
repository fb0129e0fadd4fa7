"""The program under torture: edits, flushes and saves in a loop until it is killed.

What it has done it says on standard output, one line each, before anything else happens:
``flushed N`` (edit N is in the recovery journal), ``saving N``, ``saved N``. Edit N writes the mark
``N`` into one field of each of the four files, so that files of different states can be told.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from klimaeditor.document import Document, open_document
from klimaeditor.files import journal, leftovers
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import muenster
from tests.waiting import PATIENCE_S

FIELDS = {
    FileName.MEASURES: "outcome",
    FileName.ADDITIONAL: "summary",
    FileName.PROGRESS: "progress_label",
    FileName.CATEGORIES: "category_description",
}
MEASURE = 0
CHANGES = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def say(word: str, number: int) -> None:
    """Say what has happened; the line is out of the process when this returns."""
    os.write(1, f"{word} {number}\n".encode("ascii"))


def marks(document: Document) -> set[str]:
    """Return the marks of the four files; one if they belong together."""
    view = document.view(MEASURE)
    return {str(view.value(name)) for name in FIELDS.values()}


def mark(document: Document) -> int:
    """Return the number of the latest edit in a document; -1 where the files differ."""
    found = marks(document)
    return int(found.pop()) if len(found) == 1 else -1


def stop_at(folder: Path, count: int) -> None:
    """Stop before the *count*-th change to a file in *folder* from now on, say so, and wait.

    What counts is opening to write, renaming, removing and making folders, as Python's own audit
    tells of it, and writing through to the disk. So kills strike where they shall, however fast
    the machine is; those at random moments strike within the calls, too.
    """
    place, left, inside = str(folder), [count], [False]
    sync = os.fsync

    def step() -> None:
        left[0] -= 1
        if left[0] == 0:
            say("stopped", count)
            while True:
                time.sleep(PATIENCE_S)

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event not in CHANGES:
            return
        inside[0] = str(arguments[0]).startswith(place)
        reads = event == "open" and not int(str(arguments[2])) & WRITING
        if inside[0] and not reads:
            step()

    def synced(handle: int) -> None:
        if inside[0]:  # what was opened last is what is written
            step()
        sync(handle)

    os.fsync = synced
    sys.addaudithook(hear)


def edit(document: Document, number: int) -> None:
    """Make edit *number*."""
    values = dict.fromkeys(FIELDS.values(), str(number))
    document.apply(document.plan_edit(MEASURE, values))


def places(home: Path) -> tuple[Path, Path, Path]:
    """Return the folders of the dataset, the backups and the recovery journals."""
    return home / "daten", home / "Sicherungen", home / "Wiederherstellung"


def work(home: Path, seed: int, stop: int = 0) -> None:
    """Open the dataset, or what a killed program left of it, and go on for ever.

    With *stop* until so many changes are made from then on: in the dataset where it is odd, else to
    the recovery journal, half as many of each.
    """
    folder, kept, rescued = places(home)
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    document = open_document(folder, kept)
    number = mark(document)
    notes = journal.record(document, rescued)
    say("open", number)
    if stop:
        stop_at(folder if stop % 2 else rescued, stop // 2 + stop % 2)
    while True:
        for _ in range(chance.randint(1, 4)):
            number += 1
            edit(document, number)
            if chance.random() < 0.7:
                notes.flush()
                say("flushed", number)
        if chance.random() < 0.7:
            say("saving", number)
            document.save()
            say("saved", number)
            notes.flush()


def rescue(home: Path, document: Document) -> int:
    """Apply what a killed program left to *document* and remove it; return how much it was."""
    from datetime import UTC, datetime  # noqa: PLC0415 - the worker itself has no use for it

    count = 0
    for leftover in leftovers.find_leftovers(places(home)[2], datetime.now(UTC), site=muenster()):
        restored = leftovers.restore(leftover)
        now = Document(restored.dataset, restored.sources, restored.folder)
        now.apply(restored.batch)
        if mark(now) > mark(document):
            edit(document, mark(now))
            count += 1
        journal.discard(leftover.path)
    return count


if __name__ == "__main__":
    work(Path(sys.argv[1]), *map(int, sys.argv[2:]))
