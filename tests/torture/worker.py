"""The program under torture: edits, flushes and saves in a loop until it is killed.

What it has done it says on standard output, one line each, before anything else happens:
``flushed N`` (edit N is in the recovery journal), ``saving N``, ``saved N``. Edit N writes the mark
``N`` into one field of each of the four files, so that files of different states can be told.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from klimaeditor.changes import FileName
from klimaeditor.document import Document, open_document
from klimaeditor.recovery import journal, leftovers

FIELDS = {
    FileName.MEASURES: "outcome",
    FileName.ADDITIONAL: "summary",
    FileName.PROGRESS: "progress_label",
    FileName.CATEGORIES: "category_description",
}
MEASURE = 0


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


def edit(document: Document, number: int) -> None:
    """Make edit *number*."""
    values = dict.fromkeys(FIELDS.values(), str(number))
    document.apply(document.plan_edit(MEASURE, values))


def places(home: Path) -> tuple[Path, Path, Path]:
    """Return the folders of the dataset, the backups and the recovery journals."""
    return home / "daten", home / "Sicherungen", home / "Wiederherstellung"


def work(home: Path, seed: int) -> None:
    """Open the dataset, or what a killed program left of it, and go on for ever."""
    folder, kept, rescued = places(home)
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    document = open_document(folder, kept)
    number = mark(document)
    notes = journal.record(document, rescued)
    say("open", number)
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
    for leftover in leftovers.find_leftovers(places(home)[2], datetime.now(UTC)):
        restored = leftovers.restore(leftover)
        now = Document(restored.dataset, restored.sources, restored.folder)
        now.apply(restored.batch)
        if mark(now) > mark(document):
            edit(document, mark(now))
            count += 1
        journal.discard(leftover.path)
    return count


if __name__ == "__main__":
    work(Path(sys.argv[1]), int(sys.argv[2]))
