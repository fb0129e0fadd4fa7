"""The steps of a session, kept so that they can be undone after the next start (SAFE-13).

One file per dataset in the user's own folder, never beside the data: it holds former texts, also
those that somebody took out. It rests on the bytes of the four files. Where they are others, no
step fits any more, and the file goes. Its lines are those of the recovery journal, which believes
nothing unseen.
"""

from __future__ import annotations

import json
import logging
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from klimaeditor import __version__, paths
from klimaeditor.files import disk, journal
from klimaeditor.files.backups import shelf
from klimaeditor.files.journal import Ground, Step
from klimaeditor.model.changes import HEAD, Batch, FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.records import Dataset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from klimaeditor.files.journal import Recordable, Recorded
    from klimaeditor.model.changes import Change

_log = logging.getLogger(__name__)


# --- words ---------------------------------------------------------------------------------------

OTHER_NOW: Final = (
    "Der Datensatz hat sich seit Ihrer letzten Sitzung geändert; deren Schritte lassen sich nicht "
    "mehr rückgängig machen."
)
DAMAGED: Final = (
    "Die Schritte Ihrer letzten Sitzung sind nicht lesbar und lassen sich nicht mehr rückgängig "
    "machen."
)


# --- What is kept --------------------------------------------------------------------------------

FOLDER: Final = "Verlauf"
MOST_STEPS: Final = 500
MOST_BYTES: Final = 4 * 1024 * 1024
KEEP_DAYS: Final = 30
_FORMAT: Final = "klimaeditor-schritte"
_VERSION: Final = 1
_SUFFIX: Final = ".jsonl"
_LONGEST_HEAD: Final = 1_000
_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class KeptSteps:
    """Steps of former sessions, the oldest first; *done* of them are done.

    *notice* says in German why there are none where there were some, "" otherwise.
    """

    steps: tuple[Step, ...] = ()
    done: int = 0
    notice: str = ""


def default_root() -> Path:
    """Return the folder of all kept steps; may not exist."""
    return paths.user_data() / FOLDER


def keep(document: Recordable, root: Path, steps: Sequence[Step], done: int, now: datetime) -> None:
    """Keep the steps of a document whose files are as after *done* of them; never raises.

    Of too many the oldest go. Without any the file goes, and so do those of datasets that nobody
    has opened for a month. What a later version of the program has kept stays as it is.
    """
    folder = document.location
    if folder is None:
        return
    place = _place(folder, root)
    try:
        if _head_of(place)[0] > _VERSION:
            return
        content = _content(document, steps, done, now)
        if content:
            place.parent.mkdir(parents=True, exist_ok=True)
            disk.write_whole(place, content, durable=False)
        else:
            disk.remove(place)
        _forget_old(root)
    except (OSError, TypeError, ValueError, RecursionError):
        _log.info("the steps of a session were not kept", exc_info=True)
        forget(folder, root)  # what is there may not fit any more


def load(document: Recordable, root: Path) -> KeptSteps:
    """Return the steps that lead to what a document says now; none where they do not fit.

    What does not fit is removed, and *notice* says so. Keys are those of the document's records;
    records that are not there now get keys that none has. Never raises.
    """
    folder = document.location
    if folder is None:
        return KeptSteps()
    place = _place(folder, root)
    version, done = _head_of(place)
    if version != _VERSION:
        return KeptSteps()
    data = _read(place)
    recorded = journal.read_lines(data.partition(b"\n")[2])
    notice = DAMAGED
    if recorded is not None and not recorded.lost and 0 <= done <= len(recorded.steps):
        hashes = {file: source.sha256 for file, source in document.sources.items()}
        if hashes != dict(recorded.ground.hashes):
            notice = OTHER_NOW
        else:
            found = KeptSteps(_rekeyed(recorded, document), done)
            if _fit(found, document.dataset):
                return found
    forget(folder, root)
    return KeptSteps(notice=notice)


def forget(folder: Path, root: Path) -> None:
    """Remove what was kept of a dataset, as far as possible."""
    with suppress(OSError):
        disk.remove(_place(folder, root))


def forget_all(root: Path) -> None:
    """Remove all that was kept: an administrator does not want it."""
    with suppress(OSError):
        for path in root.glob(f"*{_SUFFIX}"):
            disk.remove(path)
        root.rmdir()


def _forget_old(root: Path) -> None:
    oldest = time.time() - KEEP_DAYS * _DAY_S
    for path in root.glob(f"*{_SUFFIX}"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                disk.remove(path)


def _place(folder: Path, root: Path) -> Path:
    found = shelf(folder, root)
    return found.with_name(found.name + _SUFFIX)


# --- As lines ------------------------------------------------------------------------------------


def _content(document: Recordable, steps: Sequence[Step], done: int, now: datetime) -> bytes:
    """Return the file, b"" where there is nothing to keep."""
    sources = document.sources
    first = max(0, len(steps) - MOST_STEPS)
    lines = [
        journal.step_line(replace(step, batch=replace(step.batch, group=None)), number).encode()
        for number, step in enumerate(steps[first:], 1)
    ]
    size = sum(map(len, lines))
    while lines and size > MOST_BYTES:
        size -= len(lines.pop(0))
        first += 1
    left = steps[first:]
    if not left or done < first or len(sources) < len(FileName):
        return b""
    hashes = {file: source.sha256 for file, source in sources.items()}
    keys = {file: tuple(source.records) for file, source in sources.items()}
    ground = journal.ground_line(Ground(now, document.location, hashes, {}, keys)).encode()
    said = {"format": _FORMAT, "version": _VERSION, "app": __version__, "done": done - first}
    head = json.dumps(said).encode() + b"\n"
    numbered = [journal.step_line(step, number).encode() for number, step in enumerate(left, 1)]
    return head + 2 * ground + b"".join(numbered)


def _read(place: Path) -> bytes:
    try:
        return paths.read_at_most(place, 2 * MOST_BYTES)
    except OSError:
        return b""


def _head_of(place: Path) -> tuple[int, int]:
    """Return the version of a file and how many of its steps are done; 0 where there is none."""
    try:
        found = json.loads(paths.read_at_most(place, _LONGEST_HEAD).partition(b"\n")[0])
        if found["format"] != _FORMAT:
            return 0, 0
        return int(found["version"]), int(found["done"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return 0, 0


# --- Into a document -----------------------------------------------------------------------------


def _rekeyed(recorded: Recorded, document: Recordable) -> tuple[Step, ...]:
    """Return the steps with the keys of a document's records, in the order of the files."""
    known: dict[FileName, dict[int, int]] = {}
    fresh: dict[FileName, int] = {}
    for file, table in document.dataset.tables.items():
        here = document.sources[file].records if file in document.sources else ()
        known[file] = dict(zip(recorded.ground.keys.get(file, ()), here, strict=False))
        fresh[file] = table.next_key

    def key_of(file: FileName, old: int) -> int:
        if old not in known[file]:
            known[file][old] = fresh[file]
            fresh[file] += 1
        return known[file][old]

    def moved(change: Change) -> Change:
        if change.record == HEAD:
            return change
        return replace(change, record=key_of(change.file, change.record))

    return tuple(
        replace(step, batch=Batch(step.batch.label, tuple(map(moved, step.batch.changes))))
        for step in recorded.steps
    )


def _fit(found: KeptSteps, dataset: Dataset) -> bool:
    """Tell whether all steps can be undone and done again, tried on a copy."""
    rows = {file: table.rows for file, table in dataset.tables.items()}
    copy = Dataset.keyed(rows, dataset.site, dataset.marked)
    try:
        for step in reversed(found.steps[: found.done]):
            copy.apply(step.batch.inverse())
        for step in found.steps:
            copy.apply(step.batch)
    except (KlimaError, KeyError, ValueError, IndexError, TypeError):
        return False
    return True
