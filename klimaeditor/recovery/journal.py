"""Writes every change to a journal outside the dataset, within a second (SAFE-12).

One folder per session, ``Wiederherstellung/<hash of the dataset's folder>-<pid>-<moment>/``, with
``journal.jsonl``, copies of the files that the changes rest on, and a lock that the operating
system lets go of when the process ends, however it ends. There is no journal while nothing is
unsaved. ``append`` and ``rest_on`` only remember; ``flush`` writes, from whatever thread, and never
raises: what could not be written is tried again the next time, and ``problem`` says why.
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from klimaeditor import paths
from klimaeditor.changes import Batch, FileName
from klimaeditor.dataset import disk
from klimaeditor.dataset.backups import shelf
from klimaeditor.dataset.source import render
from klimaeditor.dataset.texts_saving import os_reason
from klimaeditor.merge.differences import differences
from klimaeditor.recovery import texts
from klimaeditor.recovery.lines import (
    MOST_BYTES,
    MOST_LINES,
    Ground,
    Step,
    ground_line,
    is_too_much,
    step_line,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from filelock import BaseFileLock

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.source import Source
    from klimaeditor.document import Document, Event
    from klimaeditor.values import Record

_log = logging.getLogger(__name__)
FOLDER: Final = "Wiederherstellung"
JOURNAL: Final = "journal.jsonl"
FIRST: Final = f"{JOURNAL}.tmp"
SPARE: Final = f"{JOURNAL}.bak"
LOCK: Final = "lock"
COMPACT_AT: Final = 4 * 1024 * 1024
"""Bytes after which a journal is begun anew with the net changes."""
COMPACT_AFTER: Final = MOST_LINES // 4
"""Steps after which it is."""


def default_root() -> Path:
    """Return the folder of all journals; may not exist."""
    return paths.user_data() / FOLDER


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Base:
    """What the changes rest on: sources, or where a file has none, its records at the time."""

    at: datetime
    folder: Path | None
    sources: Mapping[FileName, Source]
    rows: Mapping[FileName, Mapping[int, Record]]

    def files(self) -> dict[FileName, bytes]:
        """Return the content of the four files."""
        return {
            file: self.sources[file].data if file in self.sources else render(None, rows)
            for file, rows in self.rows.items()
        }

    def ground(self, copies: Mapping[FileName, str]) -> Ground:
        """Return the base as it is written down."""
        hashes = {file: source.sha256 for file, source in self.sources.items()}
        keys = {file: tuple(rows) for file, rows in self.rows.items()}
        return Ground(self.at, self.folder, hashes, copies, keys)


class Journal:
    """The unsaved changes of one open document, on the user's own disk."""

    def __init__(self, root: Path, name: str, clock: Callable[[], datetime] = _now) -> None:
        """Prepare a journal in *root*; *name* is that of the dataset, *clock* returns aware times.

        Says nothing before the first :meth:`rest_on`.
        """
        self._clock = clock
        started = clock().astimezone()
        self.path = root / f"{name}-{os.getpid()}-{started:%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"
        self.problem = ""
        self.on_close: Callable[[], None] = _nothing
        self._lock: BaseFileLock | None = None
        self._memory, self._disk = threading.Lock(), threading.Lock()
        self._base: _Base | None = None
        self._moved = False
        self._pending: list[Step] = []
        self._size, self._limit = -1, COMPACT_AT
        self._written = 0

    def rest_on(
        self, folder: Path | None, sources: Mapping[FileName, Source], dataset: Dataset
    ) -> None:
        """Take *sources* as what is on disk: after opening, saving, or taking over others' files.

        What the dataset says differently is unsaved; where it says nothing different, nothing is.
        """
        rows = {
            file: sources[file].records if file in sources else dict(table.rows)
            for file, table in dataset.tables.items()
        }
        changes = [
            change
            for file, table in dataset.tables.items()
            for change in differences(file, rows[file], table.rows)
        ]
        now = self._clock()
        with self._memory:
            self._base = _Base(now, folder, dict(sources), rows)
            self._moved = True
            self._pending = [Step(now, Batch("", tuple(changes)))] if changes else []

    def append(self, batch: Batch) -> None:
        """Remember a batch that was carried out, undo and redo included, for the next flush."""
        step = Step(self._clock(), batch)
        with self._memory:
            last = self._pending[-1].batch if self._pending else None
            if last is not None and last.group is not None and last.group == batch.group:
                self._pending[-1] = replace(step, batch=last.then(batch))
            else:
                self._pending.append(step)

    @property
    def is_large(self) -> bool:
        """Whether so much has been appended that starting anew pays (see :func:`record`)."""
        return self._size > self._limit or self._written > COMPACT_AFTER

    def flush(self) -> bool:
        """Write what is remembered, so that it survives a power cut; tell whether that worked."""
        with self._disk:
            with self._memory:
                base, steps, moved = self._base, self._pending, self._moved
                self._pending, self._moved = [], False
            written, unwritable = self._written, 0
            try:
                unwritable = self._write(base, steps, moved=moved)
            except Exception as error:  # noqa: BLE001 - whoever asks has a thread to lose
                self._written = written
                with self._memory:
                    if not self._moved:
                        self._pending, self._moved = steps + self._pending, moved
                _log.info("recovery journal not written", exc_info=True)
                self.problem = texts.not_kept(_reason(error))
            else:
                self.problem = texts.not_kept(texts.UNWRITABLE) if unwritable else ""
            return not self.problem

    def _write(self, base: _Base | None, steps: list[Step], *, moved: bool) -> int:
        """Write what is remembered; return how many steps cannot be said in JSON."""
        if moved:
            self._size, self._written = -1, 0
            if not steps:
                disk.remove(self.path / JOURNAL)
        if base is None or not steps:
            return 0
        found = [self._line(step) for step in steps]
        lines = "".join(filter(None, found)).encode("ascii")
        if self._size < 0 and lines:
            self._start(base, lines)
        elif lines:
            if self._size + len(lines) > MOST_BYTES or is_too_much(lines):
                self._limit = 0  # the next change begins anew with what differs
                raise TooMuchError
            disk.write_at(self.path / JOURNAL, self._size, lines)
            self._size += len(lines)
        return found.count(None)

    def _line(self, step: Step) -> str | None:
        """Return the line of the next step; one that cannot be written is missed by its number."""
        self._written += 1
        try:
            return step_line(step, self._written)
        except (TypeError, ValueError, RecursionError):
            return None

    def _start(self, base: _Base, lines: bytes) -> None:
        """Write copies of the base, then the journal that rests on them, in one step.

        A copy of a file that is on the disk need not survive a power cut at once: until somebody
        changes that file, it is as good. Waiting for each would cost the first keystroke most.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        if self._lock is None:
            self._lock = hold(self.path)
        copies = {}
        for file, data in base.files().items():
            copies[file] = f"{disk.digest(data)}.json"
            if disk.read(self.path / copies[file]) != data:
                disk.remove(self.path / copies[file])
                disk.create(self.path / copies[file], data, durable=file not in base.sources)
        content = 2 * ground_line(base.ground(copies)).encode("ascii") + lines
        if is_too_much(content):
            raise TooMuchError
        disk.remove(self.path / FIRST)
        disk.create(self.path / FIRST, content)
        disk.move(self.path / FIRST, self.path / JOURNAL, self.path / SPARE)
        disk.sync_folder(self.path)
        self._size, self._limit = len(content), max(COMPACT_AT, 2 * len(content))
        for path in self.path.glob("*.json"):
            if path.name not in copies.values():
                disk.remove(path)

    def close(self) -> None:
        """Forget everything: on a clean exit, or where unsaved changes are given up."""
        self.on_close()
        with self._disk:
            with self._memory:
                self._base, self._pending, self._moved = None, [], False
            if self._lock is not None:
                self._lock.release()
            discard(self.path)


class TooMuchError(Exception):
    """There is more to be written than is ever read again (``lines.is_too_much``)."""


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return os_reason(error)
    return texts.TOO_MUCH if isinstance(error, TooMuchError) else texts.UNEXPECTED


def _nothing() -> None:
    """Do nothing."""


def hold(path: Path) -> BaseFileLock | None:
    """Hold the lock of a session's folder; None where it is held, or cannot be."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import, and rarely needed

    lock = FileLock(path / LOCK, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except (Timeout, NotImplementedError, OSError):
        return None
    return lock


def discard(path: Path) -> None:
    """Remove a session's folder as far as possible, the journal first.

    Only for what a person has taken over or thrown away, and for what holds no change.
    """
    for name in (JOURNAL, FIRST, SPARE):
        with suppress(OSError):
            disk.remove(path / name)
    with suppress(OSError):
        shutil.rmtree(path)


def record(document: Document, root: Path, clock: Callable[[], datetime] = _now) -> Journal:
    """Return a journal that hears of every change and save of a document until it is closed.

    The caller flushes it at least once a second, and closes it.
    """
    name = "neu" if document.location is None else shelf(document.location, root).name
    journal = Journal(root, name, clock)

    def rest() -> None:
        journal.rest_on(document.location, document.sources, document.dataset)

    def hear(event: Event) -> None:
        if event.batch is None or journal.is_large:
            rest()
        else:
            journal.append(event.batch)

    rest()
    journal.on_close = document.subscribe(hear)
    return journal
