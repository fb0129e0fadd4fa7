"""The lines of a recovery journal: what the changes rest on, and the changes, each one JSON line.

A line that is not whole, because the power went, is no line. ABSENT is ``[]`` and any value ``v``
is ``[v]``, so that absent, null and "" stay three different things.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from klimaeditor.changes import Batch, Change, FileName
from klimaeditor.values import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.values import Value

VERSION: Final = 1
_MOST_RECORDS: Final = 10_000_000


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


def step_line(step: Step) -> str:
    """Return the line of a batch."""
    changes = [
        [c.file.value, c.record, list(c.path), _boxed(c.before), _boxed(c.after), c.index]
        for c in step.batch.changes
    ]
    return _line({"at": step.at.isoformat(), "label": step.batch.label, "changes": changes})


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":")) + "\n"


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


def read_lines(data: bytes) -> tuple[Ground, list[Step]] | None:
    """Return what a journal holds, up to the first line that is not whole.

    None where not even the ground is there.
    """
    lines = data.split(b"\n")[:-1]
    try:
        ground = _ground(json.loads(lines[0]))
    except (IndexError, ValueError, TypeError, KeyError, RecursionError):
        return None
    steps = []
    for line in lines[1:]:
        try:
            steps.append(_step(json.loads(line)))
        except (ValueError, TypeError, KeyError, RecursionError):
            break
    return ground, steps


def _ground(found: Any) -> Ground:  # noqa: ANN401 - JSON, looked at piece by piece
    if found["version"] != VERSION:
        raise ValueError
    folder = found["folder"]
    return Ground(
        datetime.fromisoformat(found["at"]),
        None if folder is None else Path(folder),
        {FileName(file): str(value) for file, value in found["hashes"].items()},
        {FileName(file): str(value) for file, value in found["copies"].items()},
        {FileName(file): _keys(runs) for file, runs in found["keys"].items()},
    )


def _keys(runs: list[list[int]]) -> tuple[int, ...]:
    if sum(count for _, count in runs) > _MOST_RECORDS:
        raise ValueError
    return tuple(key for first, count in runs for key in range(first, first + count))


def _step(found: Any) -> Step:  # noqa: ANN401 - as above
    changes = tuple(
        Change(FileName(file), int(record), tuple(path), _value(before), _value(after), index)
        for file, record, path, before, after, index in found["changes"]
    )
    return Step(datetime.fromisoformat(found["at"]), Batch(str(found["label"]), changes))


def _value(boxed: list[Any]) -> Value:
    if not boxed:
        return ABSENT
    (value,) = boxed
    found: Value = value
    return found
