"""Writes every change to a journal outside the dataset, within a second (SAFE-12).

One folder per session, ``Wiederherstellung/<hash of the dataset's folder>-<pid>-<moment>/``, with
``journal.jsonl``, copies of the files that the changes rest on, and a lock that the operating
system lets go of when the process ends, however it ends. There is no journal while nothing is
unsaved. ``append`` and ``rest_on`` only remember; ``flush`` writes, from whatever thread, and never
raises: what could not be written is tried again the next time, and ``problem`` says why.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from uuid import uuid4
from zlib import crc32

from klimaeditor import paths
from klimaeditor.files import disk
from klimaeditor.files.backups import shelf
from klimaeditor.files.file_words import os_reason
from klimaeditor.files.jsonnodes import MAX_DEPTH
from klimaeditor.files.source import render
from klimaeditor.model.changes import HEAD, Batch, Change, FileName, differences, mark_changes
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import ABSENT, MAX_INTEGER, Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from filelock import BaseFileLock

    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Record, Value


# --- words ---------------------------------------------------------------------------------------

UNWRITABLE = "Eine Änderung enthält etwas, das sich nicht aufschreiben lässt."
TOO_MUCH = "Es sind zu viele auf einmal."
UNEXPECTED = "Ein unerwarteter Fehler ist aufgetreten; er steht im Protokoll."


def not_kept(reason: str) -> str:
    """Return the warning that changes are not kept for the case of a crash."""
    return (
        f"Ihre Änderungen lassen sich gerade nicht für den Fall eines Absturzes merken: {reason} "
        "Speichern Sie öfter."
    )


# --- The lines of a recovery journal: what the changes rest on, and the changes, each one JSON line
#
# A line begins with the checksum of its JSON, and each step has a number, so that a line that was
# damaged is known to be, and how many steps are missing between two that are whole. The first line,
# without which no other says anything, is written twice. Version 1 had neither and is still read.
# ABSENT is ``[]`` and any value ``v`` is ``[v]``, so that absent, null and "" stay three different
# things. What is read may have been written by anybody: nothing of it is believed unseen.

VERSION: Final = 2
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_LINES: Final = 200_000
MOST_BRACKETS: Final = 2_000_000
"""Of ``[``, of which each change has four: what a journal may hold, counted without parsing it."""
_MOST_RECORDS: Final = 200_000
_GROUND_WITHIN: Final = 2
"""Lines after the first in which a ground may be found: a damaged byte may have made two of one."""
_BEGINNING: Final = re.compile(rb'(?=[0-9a-f]{8} \{"n":)')
"""Of a step; in a text that it holds, the quotes would be escaped."""
_COPY: Final = re.compile(r"[0-9a-f]{64}\.json")
_EARLIEST, _LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
_NOT_AS_WRITTEN: Final = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(OverflowError, RecursionError, MemoryError),
)
"""What looking at foreign JSON piece by piece may raise."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the changes of a journal rest on: the files as last read or written.

    *folder* is None for a document without a place. *hashes* name the files that were on disk,
    *copies* the copies kept beside the journal, *keys* the keys of their records in order.
    """

    at: datetime
    folder: Path | None
    hashes: Mapping[FileName, str]
    copies: Mapping[FileName, str]
    keys: Mapping[FileName, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One batch and when it was carried out."""

    at: datetime
    batch: Batch


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a journal holds: its ground and the steps that can be read, in their order.

    *lost* is how many others there were at least, *whole* how many of *steps* come before the first
    of them.
    """

    ground: Ground
    steps: tuple[Step, ...]
    lost: int
    whole: int


def ground_line(ground: Ground) -> str:
    """Return the line of a ground."""
    return _line(
        {
            "version": VERSION,
            "at": ground.at.isoformat(),
            "folder": None if ground.folder is None else str(ground.folder),
            "hashes": {file.value: found for file, found in ground.hashes.items()},
            "copies": {file.value: name for file, name in ground.copies.items()},
            "keys": {file.value: _ranges(keys) for file, keys in ground.keys.items()},
        }
    )


def step_line(step: Step, number: int) -> str:
    """Return the line of a batch, which is step *number* (from 1) on its ground.

    Raises TypeError, ValueError or RecursionError where it holds what JSON cannot say.
    """
    changes = [
        [c.file.value, c.record, list(c.path), _boxed(c.before), _boxed(c.after), c.index]
        for c in step.batch.changes
    ]
    at = step.at.isoformat()
    return _line({"n": number, "at": at, "label": step.batch.label, "changes": changes})


def _line(content: dict[str, Any]) -> str:
    text = json.dumps(content, separators=(",", ":"))
    return f"{crc32(text.encode('ascii')):08x} {text}\n"


def _boxed(value: Value) -> list[Any]:
    return [] if isinstance(value, Absent) else [value]


def _ranges(keys: Iterable[int]) -> list[list[int]]:
    """Return keys as [first, count] for each run of numbers that follow one another."""
    runs: list[list[int]] = []
    for key in keys:
        if runs and key == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([key, 1])
    return runs


def is_too_much(data: bytes) -> bool:
    """Tell whether a journal holds more than is ever read; takes no longer than copying it."""
    return (
        len(data) > MOST_BYTES or data.count(b"\n") > MOST_LINES or data.count(b"[") > MOST_BRACKETS
    )


def read_lines(data: bytes) -> Recorded | None:
    """Return what a journal holds, without the lines that are not as they were written.

    None where not even the ground is there, or more than is ever read. Never raises.
    """
    if is_too_much(data):
        return None
    first, *lines = data.split(b"\n")
    half = first[: len(first) // 2]  # where the break between the two copies of the ground has gone
    for place, line in enumerate((first, half, *lines[:_GROUND_WITHIN])):
        try:
            version, ground = _ground(_content(line))
        except _NOT_AS_WRITTEN:
            continue
        steps = [later for later in lines[max(0, place - 1) :] if later != line]
        if version > 1:
            steps = [piece for later in steps for piece in _apart(later)]
        return _steps(ground, list(filter(None, steps)), checked=version > 1)
    return None


def _apart(line: bytes) -> list[bytes]:
    """Return the steps in a line: several where the break between two has been damaged."""
    *parts, last = _BEGINNING.split(line)
    return [*(part[:-1] for part in parts), last]


def _steps(ground: Ground, lines: list[bytes], *, checked: bool) -> Recorded:
    steps: list[Step] = []
    lost = bad = last = 0
    whole = None
    for line in lines:
        try:
            content = _content(line, checked=checked)
            number = content["n"] if checked else last + bad + 1
            step = _step(content)
            if not last < _number(number) <= last + MOST_LINES:
                raise ValueError
        except _NOT_AS_WRITTEN:
            bad += 1
            continue
        if number > last + 1 and whole is None:
            whole = len(steps)
        lost += number - last - 1
        last, bad = number, 0
        steps.append(step)
    if not steps:
        bad = max(bad, 1)  # no journal is begun without a step
    if bad and whole is None:
        whole = len(steps)
    return Recorded(ground, tuple(steps), lost + bad, len(steps) if whole is None else whole)


def _content(line: bytes, *, checked: bool = False) -> Any:  # noqa: ANN401 - any JSON
    """Return what a line says; raises ValueError where it is not as it was written."""
    if checked or not line.startswith(b"{"):
        said, line = line[:9], line[9:]
        if said != b"%08x " % crc32(line):
            raise ValueError
    return json.loads(line)


def _ground(found: Any) -> tuple[int, Ground]:  # noqa: ANN401 - JSON, looked at piece by piece
    if found["version"] not in (1, VERSION):
        raise ValueError
    folder = found["folder"]
    copies = {FileName(file): _text(value) for file, value in found["copies"].items()}
    if (folder is not None and "\0" in folder) or not all(map(_COPY.fullmatch, copies.values())):
        raise ValueError
    return found["version"], Ground(
        _moment(found["at"]),
        None if folder is None else Path(folder),
        {FileName(file): _text(value) for file, value in found["hashes"].items()},
        copies,
        {FileName(file): _keys(runs) for file, runs in found["keys"].items()},
    )


def _text(found: Any) -> str:  # noqa: ANN401 - as above
    if type(found) is not str:
        raise TypeError
    return found


def _number(found: Any) -> int:  # noqa: ANN401 - as above
    if type(found) is not int or not 0 <= found <= MAX_INTEGER:
        raise TypeError
    return found


def _moment(text: str) -> datetime:
    """Return an aware time that any zone can show; one without a zone counts as UTC."""
    found = datetime.fromisoformat(text)
    aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found
    if aware.replace(tzinfo=UTC) > _LATEST:
        return _LATEST
    return _EARLIEST if aware.replace(tzinfo=UTC) < _EARLIEST else aware


def _keys(runs: list[list[int]]) -> tuple[int, ...]:
    found = [(_number(first), _number(count)) for first, count in runs]
    total = sum(count for _, count in found)
    if total > _MOST_RECORDS:
        raise ValueError
    keys = tuple(key for first, count in found for key in range(first, first + count))
    if len(set(keys)) != len(keys):
        raise ValueError
    return keys


def _step(found: Any) -> Step:  # noqa: ANN401 - as above
    changes = tuple(map(_change, found["changes"]))
    return Step(_moment(found["at"]), Batch(_text(found["label"]), changes))


def _change(found: Any) -> Change:  # noqa: ANN401 - as above
    file, record, path, before, after, index = found
    if type(path) is not list:
        raise TypeError
    place = None if index is None else _number(index)
    keys = tuple(map(_text, path))
    key = record if type(record) is int and record == HEAD else _number(record)
    return Change(FileName(file), key, keys, _value(before), _value(after), place)


def _value(boxed: Any) -> Value:  # noqa: ANN401 - as above
    if type(boxed) is not list:
        raise TypeError
    if not boxed:
        return ABSENT
    (value,) = boxed
    _expect_sound(value, MAX_DEPTH)
    found: Value = value
    return found


def _expect_sound(value: Any, allowed: int) -> None:  # noqa: ANN401 - as above
    """Raise ValueError where a value is none that a file of the dataset can hold."""
    if isinstance(value, dict | list):
        if not allowed:
            raise ValueError
        for child in value.values() if isinstance(value, dict) else value:
            _expect_sound(child, allowed - 1)
    elif type(value) is float and value - value != 0:
        raise ValueError  # Infinity and NaN
    elif type(value) is int and abs(value) > MAX_INTEGER:
        raise ValueError


# --- Writes every change to a journal outside the dataset, within a second (SAFE-12) -------------

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
    sources: Mapping[FileName, SourceFile]
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
        self, folder: Path | None, sources: Mapping[FileName, SourceFile], dataset: Dataset
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
            for change in (
                *mark_changes(file, had=file in sources and sources[file].bom, has=table.bom),
                *differences(file, rows[file], table.rows),
            )
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
                self.problem = not_kept(_reason(error))
            else:
                self.problem = not_kept(UNWRITABLE) if unwritable else ""
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
    """There is more to be written than is ever read again (:func:`is_too_much`)."""


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return os_reason(error)
    return TOO_MUCH if isinstance(error, TooMuchError) else UNEXPECTED


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


class Happened(Protocol):
    """What a journal hears: the batch that was carried out, None where the files were read anew."""

    @property
    def batch(self) -> Batch | None:
        """The batch, if one was carried out."""


class Recordable(Protocol):
    """What a journal can be kept of: a document, which stands above this room."""

    @property
    def location(self) -> Path | None:
        """Its folder, None while it has none."""

    @property
    def sources(self) -> Mapping[FileName, SourceFile]:
        """Its files as last read or written."""

    @property
    def dataset(self) -> Dataset:
        """Its records as they are now."""

    def subscribe(self, listener: Callable[[Happened], None]) -> Callable[[], None]:
        """Call *listener* after every change; returns the function that ends it."""


def record(document: Recordable, root: Path, clock: Callable[[], datetime] = _now) -> Journal:
    """Return a journal that hears of every change and save of a document until it is closed.

    The caller flushes it at least once a second, and closes it.
    """
    name = "neu" if document.location is None else shelf(document.location, root).name
    journal = Journal(root, name, clock)

    def rest() -> None:
        journal.rest_on(document.location, document.sources, document.dataset)

    def hear(event: Happened) -> None:
        if event.batch is None or journal.is_large:
            rest()
        else:
            journal.append(event.batch)

    rest()
    journal.on_close = document.subscribe(hear)
    return journal
