"""Find what a crash left, and bring it back as one step (SAFE-12).

A leftover holds the files as they were and what was changed in them, so it can be brought back in
full even when the files have changed since: the document is put together as it was, the changes
are one batch on top, and from there on it is a document whose files somebody else has changed.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor.changes import Batch, FileName
from klimaeditor.dataset import disk
from klimaeditor.dataset.processes import is_alive
from klimaeditor.dataset.records import Dataset
from klimaeditor.dataset.source import Source, read_source
from klimaeditor.dataset.texts_saving import moment
from klimaeditor.errors import DatasetError, JsonFaultError, KlimaError, StaleChangeError
from klimaeditor.merge.differences import differences
from klimaeditor.recovery import texts
from klimaeditor.recovery.journal import JOURNAL, LOCK, discard
from klimaeditor.recovery.lines import Ground, Step, read_lines
from klimaeditor.values import same

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPIRES: Final = timedelta(days=14)
_SESSION: Final = re.compile(r"\A\w+-(?P<pid>\d{1,10})-\d{8}-\d{6}-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Restored:
    """A document as it was when the program ended: the files as read then, and one batch.

    *dataset* and *sources* are the state before *batch*. *folder* is None for a document that had
    no place; then *sources* is empty.
    """

    folder: Path | None
    dataset: Dataset
    sources: dict[FileName, Source]
    batch: Batch


@dataclass(frozen=True, slots=True)
class Leftover:
    """What a session left: where it was, when its last change was made, how many there are.

    *hashes* are those of the files that the changes rest on.
    """

    path: Path
    folder: Path | None
    last: datetime
    changes: int
    hashes: Mapping[FileName, str]

    def question(self, now: datetime) -> str:
        """Return the German question whether to bring this back."""
        name = "" if self.folder is None else self.folder.name
        return texts.offer(self.changes, name, moment(self.last, now))


def find_leftovers(root: Path, now: datetime) -> tuple[Leftover, ...]:
    """Return what sessions that are no longer alive left, the latest first. Never raises.

    What has expired and what holds no change is removed; what cannot be read stays until it has
    expired, and is not offered.
    """
    try:
        found = [_look(path, now) for path in root.iterdir() if _SESSION.fullmatch(path.name)]
    except OSError:
        return ()
    return tuple(sorted(filter(None, found), key=lambda left: left.last, reverse=True))


def _look(path: Path, now: datetime) -> Leftover | None:
    if is_owned(path):
        return None
    try:
        last = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        data = disk.read(path / JOURNAL)
        lines = None if data is None else read_lines(data)
        if data is None or now - (lines[1][-1].at if lines and lines[1] else last) > EXPIRES:
            discard(path)
        elif lines is not None:
            ground, steps = lines
            restored = _rebuild(path, ground, steps)
            if restored.batch:
                count = len(restored.batch.changes)
                return Leftover(path, ground.folder, steps[-1].at, count, ground.hashes)
            discard(path)
    except (OSError, KlimaError):
        return None
    return None


def is_owned(path: Path) -> bool:
    """Tell whether the session of a folder is alive: it holds the lock, or is about to take it."""
    name = _SESSION.fullmatch(path.name)
    alive = name is not None and is_alive(int(name["pid"]))
    if not (path / LOCK).exists():
        return alive
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import, and rarely needed

    try:
        with FileLock(path / LOCK, thread_local=False, blocking=False):
            return False
    except Timeout:
        return True
    except (NotImplementedError, OSError):
        return alive


def restore(leftover: Leftover) -> Restored:
    """Return a leftover as files and a batch on top; raises DatasetError with a German sentence.

    To go on: make a document of it, push the batch, let its new journal flush, and only then
    :func:`discard` the leftover. Where `hashes` are not those of the files on disk, the files have
    changed since, and the way on is that of any document whose files changed (``merge.rebase``).
    """
    try:
        lines = read_lines(disk.read(leftover.path / JOURNAL) or b"")
        if lines is None:
            raise DatasetError(texts.UNREADABLE)
        return _rebuild(leftover.path, *lines)
    except (OSError, JsonFaultError) as error:
        raise DatasetError(texts.UNREADABLE) from error


def _rebuild(path: Path, ground: Ground, steps: list[Step]) -> Restored:
    copies = {}
    for file in FileName:
        data = disk.read(path / Path(ground.copies.get(file, "-")).name)
        if data is None or f"{disk.digest(data)}.json" != ground.copies.get(file):
            raise DatasetError(texts.UNREADABLE)
        source = read_source(data, file)
        keys = ground.keys.get(file, ())
        if len(keys) != len(source.records):
            raise DatasetError(texts.UNREADABLE)
        records = dict(zip(keys, source.records.values(), strict=True))
        copies[file] = replace(source, records=records)
    rows = {file: source.records for file, source in copies.items()}
    before, now = Dataset.keyed(rows), Dataset.keyed(rows)
    for step in steps:
        with suppress(StaleChangeError):
            now.apply(step.batch)
    changes = [
        change
        for file, table in now.tables.items()
        for change in differences(file, rows[file], table.rows)
    ]
    sources = {file: source for file, source in copies.items() if file in ground.hashes}
    return Restored(ground.folder, before, sources, Batch(texts.STEP, tuple(changes)))


def is_saved_already(restored: Restored, sources: Mapping[FileName, Source]) -> bool:
    """Tell whether files as just read hold everything that a leftover holds.

    So it is where the program was killed at the end of a save, or somebody recovered elsewhere.
    """
    now = Dataset.keyed({file: table.rows for file, table in restored.dataset.tables.items()})
    now.apply(restored.batch)
    return all(
        file in sources and same(list(table.rows.values()), list(sources[file].records.values()))
        for file, table in now.tables.items()
    )
