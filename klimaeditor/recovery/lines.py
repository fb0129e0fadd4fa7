"""The lines of a recovery journal: what the changes rest on, and the changes, each one JSON line.

A line begins with the checksum of its JSON, and each step has a number, so that a line that was
damaged is known to be, and how many steps are missing between two that are whole. The first line,
without which no other says anything, is written twice. Version 1 had neither and is still read.
ABSENT is ``[]`` and any value ``v`` is ``[v]``, so that absent, null and "" stay three different
things. What is read may have been written by anybody: nothing of it is believed unseen.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from klimaeditor.changes import Batch, Change, FileName
from klimaeditor.dataset.jsonnodes import MAX_DEPTH, MAX_INTEGER
from klimaeditor.values import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.values import Value

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
    return Change(FileName(file), _number(record), keys, _value(before), _value(after), place)


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
