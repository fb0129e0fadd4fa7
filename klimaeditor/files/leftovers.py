"""Find what a crash left, and bring it back as one step (SAFE-12).

A leftover holds the files as they were and what was changed in them, so it can be brought back in
full even when the files have changed since: the document is put together as it was, the changes
are one batch on top, and from there on it is a document whose files somebody else has changed.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk
from klimaeditor.files.file_words import moment
from klimaeditor.files.journal import FIRST, JOURNAL, LOCK, MOST_BYTES, SPARE, discard, read_lines
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.files.processes import is_alive
from klimaeditor.files.source import SourceFile, marked, read_source
from klimaeditor.model.changes import HEAD, MARK, Batch, FileName, differences, mark_changes
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError, StaleChangeError
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT, get_path, same

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from klimaeditor.files.journal import Ground, Recorded
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.changes import Change


# --- words ---------------------------------------------------------------------------------------

STEP = "Nicht gespeicherte Änderungen wiederherstellen"
UNREADABLE = (
    "Die aufbewahrten Änderungen lassen sich nicht lesen, weil eine Datei dazu fehlt oder "
    "beschädigt ist. Der Datensatz selbst ist davon nicht betroffen."
)


def offer(count: int, name: str, when: str, lost: int = 0) -> str:
    """Return the question whether to recover; *name* is that of the dataset's folder.

    *lost* is how many steps could not be read.
    """
    last = f"Zuletzt wurde {when} etwas geändert."
    sentence = f"{_changes(count, name)} wiederherstellen? {last}"
    return " ".join(filter(None, (sentence, not_read(lost))))


def kept(count: int, name: str, when: str, lost: int) -> str:
    """Return what a session left, as a sentence."""
    sentence = f"{_changes(count, name)}, zuletzt {when}."
    return " ".join(filter(None, (sentence, not_read(lost))))


def _changes(count: int, name: str) -> str:
    what = counted(count, "ungespeicherte Änderung", "ungespeicherte Änderungen")
    return f"{what} an {quoted(name)}" if name else what


def not_read(steps: int) -> str:
    """Return how many steps are missing in what can be recovered, "" where none is."""
    if not steps:
        return ""
    what = counted(steps, "Schritt konnte", "Schritte konnten")
    return f"{what} nicht gelesen werden. Prüfen Sie danach die betroffenen Felder."


def unreadable(name: str, when: str, place: str) -> str:
    """Return that what a session left cannot be read; *place* is the folder it lies in."""
    where = f" an {quoted(name)}" if name else ""
    return (
        f"Nicht gespeicherte Änderungen{where} von einer Sitzung, die {when} endete, lassen sich "
        f"nicht lesen. Der Datensatz selbst ist davon nicht betroffen. Sie liegen noch unter "
        f"{place}."
    )


EXPIRES: Final = timedelta(days=14)
"""Age after which nobody is asked at the start any more; it is set aside, never removed."""
ASIDE: Final = "beiseite"
_SESSION: Final = re.compile(
    rf"\A(?P<aside>{ASIDE}-[0-9]{{8}}-)?\w+-(?P<pid>[0-9]{{1,10}})-[0-9]{{8}}-[0-9]{{6}}-[0-9a-f]{{6}}"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Restored:
    """A document as it was when the program ended: the files as read then, and one batch.

    *dataset* and *sources* are the state before *batch*. *folder* is None for a document that had
    no place; then *sources* is empty. *lost* is how many steps could not be read, or no longer fit
    where one before them is missing.
    """

    folder: Path | None
    dataset: Dataset
    sources: dict[FileName, SourceFile]
    batch: Batch
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Leftover:
    """What a session left: where it was, when its last change was made, how many there are.

    *hashes* are those of the files that the changes rest on, *lost* is as in :class:`Restored`.
    Where nothing can be read, *readable* is false and there are no *changes*.
    """

    path: Path
    folder: Path | None
    last: datetime
    changes: int
    hashes: Mapping[FileName, str]
    site: SiteProfile = field(compare=False, repr=False)
    lost: int = 0
    readable: bool = True

    def name(self, now: datetime) -> str:
        """Return in German what this is, to be named beside others."""
        if not self.readable:
            return self.question(now)
        name = "" if self.folder is None else self.folder.name
        return kept(self.changes, name, moment(self.last, now), self.lost)

    def question(self, now: datetime) -> str:
        """Return the German question whether to bring this back, or that it cannot be read."""
        name = "" if self.folder is None else self.folder.name
        when = moment(self.last, now)
        if not self.readable:
            return unreadable(name, when, str(self.path))
        return offer(self.changes, name, when, self.lost)

    def is_old(self, now: datetime) -> bool:
        """Tell whether nobody is to be asked about this at the start any more."""
        return now - self.last > EXPIRES


def find_leftovers(
    root: Path, now: datetime, site: SiteProfile, *, aside: bool = False
) -> tuple[Leftover, ...]:
    """Return what sessions that are no longer alive left, the latest first. Never raises.

    Only what holds no change at all is removed. What was set aside is left out unless *aside*.
    *now* is an aware time, *site* the public page that the datasets are for.
    """
    found = []
    try:
        for path in root.iterdir():
            name = _SESSION.fullmatch(path.name)
            if name is not None and (aside or not name["aside"]):
                found.append(_look(path, now, site))
    except OSError:
        _log.info("recovery folder not listed", exc_info=True)
    return tuple(sorted(filter(None, found), key=lambda left: left.last, reverse=True))


def _look(path: Path, now: datetime, site: SiteProfile) -> Leftover | None:
    """Return what one session left, None where it is alive or left nothing."""
    try:
        if is_owned(path):
            return None
        data = _journal(path)
        if data is None:
            discard(path)
            return None
        restored, recorded = _read(path, data, site)
        if not restored.batch and not restored.lost:
            discard(path)
            return None
    except Exception as error:  # noqa: BLE001 - whatever lies in that folder, the program starts
        _log.info("leftover not read: %s", type(error).__name__)
        return _unreadable(path, now, site)
    ground, steps = recorded.ground, recorded.steps
    last = steps[-1].at if steps else ground.at
    count = len(restored.batch.changes)
    readable = bool(restored.batch)
    return Leftover(path, ground.folder, last, count, ground.hashes, site, restored.lost, readable)


def _unreadable(path: Path, now: datetime, site: SiteProfile) -> Leftover:
    """Return a leftover of which nothing is known but when its journal was written."""
    last = now
    for name in (path / JOURNAL, path):
        with suppress(OSError, OverflowError, ValueError):
            last = datetime.fromtimestamp(name.stat().st_mtime, UTC)
            break
    return Leftover(path, None, last, 0, {}, site, readable=False)


def is_owned(path: Path) -> bool:
    """Tell whether the session of a folder is alive: it holds the lock, or is about to take it."""
    name = _SESSION.fullmatch(path.name)
    alive = name is not None and not name["aside"] and is_alive(int(name["pid"]))
    try:
        if not (path / LOCK).exists():
            return alive
    except OSError:
        return alive
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import, and rarely needed

    try:
        with FileLock(path / LOCK, thread_local=False, blocking=False):
            return False
    except Timeout:
        return True
    except (NotImplementedError, OSError):
        return alive


def set_aside(leftover: Leftover, now: datetime) -> Leftover:
    """Keep a leftover for good, under the date of today; nobody is asked about it at the start.

    Returns it at its new place, or as it was where it cannot be moved. Never raises.
    """
    if leftover.path.name.startswith(f"{ASIDE}-"):
        return leftover
    target = leftover.path.with_name(f"{ASIDE}-{now:%Y%m%d}-{leftover.path.name}")
    try:
        leftover.path.rename(target)
    except OSError:
        _log.info("leftover not set aside", exc_info=True)
        return leftover
    return replace(leftover, path=target)


def restore(leftover: Leftover) -> Restored:
    """Return a leftover as files and a batch on top; raises DatasetError with a German sentence.

    To go on: make a document of it, push the batch, let its new journal flush, and only then
    :func:`discard` the leftover. Where `hashes` are not those of the files on disk, the files have
    changed since, and the way on is that of any document whose files changed (``diff.rebase``).
    """
    try:
        return _read(leftover.path, _journal(leftover.path) or b"", leftover.site)[0]
    except DatasetError:
        raise
    except Exception as error:
        _log.info("leftover not read: %s", type(error).__name__)
        raise DatasetError(UNREADABLE) from error


def _journal(path: Path) -> bytes | None:
    """Return the journal of a session, None where it had nothing unsaved.

    Killed while it put its first journal into place, it left that under another name.
    """
    data = _bounded(path / JOURNAL, MOST_BYTES)
    if data is not None:
        return data
    for name in (FIRST, SPARE):
        data = _bounded(path / name, MOST_BYTES)
        if data is not None and read_lines(data) is not None:
            return data
    return None


def _bounded(path: Path, most: int) -> bytes | None:
    """Return the content of a file, None where there is none; raises DatasetError beyond *most*."""
    try:
        if path.stat().st_size > most:
            raise DatasetError(UNREADABLE)
    except FileNotFoundError:
        return None
    return disk.read(path)


def _read(path: Path, data: bytes, site: SiteProfile) -> tuple[Restored, Recorded]:
    recorded = read_lines(data)
    if recorded is None:
        raise DatasetError(UNREADABLE)
    ground = recorded.ground
    copies = {}
    for file in FileName:
        source = read_source(_copy(path, ground, file), file)
        keys = ground.keys.get(file, ())
        if len(keys) != len(source.records):
            raise DatasetError(UNREADABLE)
        records = dict(zip(keys, source.records.values(), strict=True))
        copies[file] = replace(source, records=records)
    rows = {file: source.records for file, source in copies.items()}
    begin = marked(copies)
    before, now = Dataset.keyed(rows, site, begin), Dataset.keyed(rows, site, begin)
    lost = recorded.lost + _carry_out(now, recorded)
    changes = [
        change
        for file, table in now.tables.items()
        for change in (
            *mark_changes(file, had=file in begin, has=table.bom),
            *differences(file, rows[file], table.rows),
        )
    ]
    sources = {file: source for file, source in copies.items() if file in ground.hashes}
    batch = Batch(STEP, tuple(changes))
    return Restored(ground.folder, before, sources, batch, lost), recorded


def _copy(path: Path, ground: Ground, file: FileName) -> bytes:
    """Return a file that the changes rest on: its copy, or the file itself if it is still so."""
    wanted = ground.copies[file].removesuffix(".json")
    places = [path / ground.copies[file]]
    if ground.folder is not None:
        places.append(ground.folder / file)
    for place in places:
        with suppress(OSError, DatasetError):
            data = _bounded(place, MAX_BYTES)
            if data is not None and disk.digest(data) == wanted:
                return data
    raise DatasetError(UNREADABLE)


def _carry_out(now: Dataset, recorded: Recorded) -> int:
    """Carry out the steps that fit; return how many do not.

    After a step that is missing, another value than expected in the same place is no surprise: what
    was typed last goes in there all the same. Record and place have to be there.
    """
    lost = 0
    for number, step in enumerate(recorded.steps):
        batch = step.batch
        try:
            if lost or number >= recorded.whole:
                changes = now.rehearse([partial(_onto, now, change) for change in batch.changes])
                batch = replace(batch, changes=changes)
            now.apply(batch)
        except StaleChangeError:
            lost += 1
    return lost


def _onto(now: Dataset, change: Change) -> tuple[Change, ...]:
    """Return a change as it is upon the value that is in its place now."""
    if (change.record, change.path) == (HEAD, MARK):
        had = now.tables[change.file].bom
        return mark_changes(change.file, had=had, has=change.after is True)
    row = now.tables[change.file].get(change.record)
    value = get_path(ABSENT if row is None else row, change.path)
    return () if same(value, change.after) else (replace(change, before=value),)


def is_saved_already(restored: Restored, sources: Mapping[FileName, SourceFile]) -> bool:
    """Tell whether files as just read hold everything that a leftover holds.

    So it is where the program was killed at the end of a save, or somebody recovered elsewhere.
    """
    before = restored.dataset
    rows = {file: table.rows for file, table in before.tables.items()}
    now = Dataset.keyed(rows, before.site, before.marked)
    now.apply(restored.batch)
    return all(
        file in sources
        and sources[file].bom == table.bom
        and same(list(table.rows.values()), list(sources[file].records.values()))
        for file, table in now.tables.items()
    )
