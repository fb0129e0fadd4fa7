"""Folder -> dataset -> folder. Only the four known names are ever read or written (SEC-17).

Saving is careful in a fixed order: render, parse back and compare with the model, back up, and
replace what changed as one transaction. Files without changes stay as they are (SAFE-16); a file
that changed on disk since it was read is never overwritten (SAFE-06). Opening first settles a save
that was interrupted, and reads files of one state only, also while a colleague saves.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.files import backups, file_words, save_journal, transaction, watch
from klimaeditor.files.disk import refuse_reserved
from klimaeditor.files.file_words import os_reason
from klimaeditor.files.jsontext import MAX_BYTES, too_large
from klimaeditor.files.source import (
    SourceFile,
    marked,
    read_source,
    render,
    saved_source,
    unchanged,
)
from klimaeditor.late import note_in_log
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError, JsonFaultError, OpenOutcomeError
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import same
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from klimaeditor.files.transaction import Keep
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.values import Record


# --- words ---------------------------------------------------------------------------------------


def link_notice(file: str) -> str:
    """Return the notice about a file that lies somewhere else (SEC-17)."""
    return (
        f"{file} ist eine Verknüpfung zu einer Datei außerhalb des Ordners. Beim Speichern "
        "entsteht daraus eine eigene Datei in diesem Ordner."
    )


UNWRITABLE_CHARACTER = "Ein Text enthält ein Zeichen, das sich nicht speichern lässt."
SELF_CHECK_FAILED = (
    "Die Prüfung vor dem Speichern ist gescheitert. Ihre Änderungen sind noch da. Geben Sie das "
    "Protokoll an Ihre Betreuung (Hilfe › Protokoll zeigen)."
)


def path_missing(name: str, path: str) -> str:
    """Return the message for a path that does not exist."""
    return (
        f"{quoted(name)} gibt es nicht mehr: {path}. Prüfen Sie, ob das Laufwerk verbunden ist "
        "oder der Ordner umbenannt wurde."
    )


def not_a_dataset_file(name: str) -> str:
    """Return the message for a file that is none of the four."""
    return (
        f"{quoted(name)} ist keine Datei eines Datensatzes. Öffnen Sie den Ordner des "
        "Datensatzes. Einzelheiten: Er enthält measures.json, additional_data.json, "
        "implementations.json und categories.json."
    )


def files_missing(folder: str, names: list[str]) -> str:
    """Return the message for a folder that lacks some of the four files."""
    verb = inflected(len(names), "fehlt", "fehlen")
    return (
        f"Im Ordner {quoted(folder)} {verb} {', '.join(names)}. Ein Datensatz besteht aus vier "
        "Dateien. Wählen Sie den richtigen Ordner, oder stellen Sie die Datei aus einer "
        "Sicherung oder aus Git wieder her."
    )


def dataset_inside(folder: str, names: list[str]) -> str:
    """Return the message for a folder that is none, but holds the folders of datasets."""
    what = inflected(len(names), "Ein Datensatz liegt", "Datensätze liegen")
    return (
        f"Im Ordner {quoted(folder)} selbst liegt kein Datensatz. {what} in einem Ordner darin: "
        f"{', '.join(map(quoted, names))}. Öffnen Sie diesen Ordner."
    )


def bom_notice(file: str) -> str:
    """Return the notice about a byte order mark."""
    return (
        "Eine Datei beginnt mit einer unsichtbaren Marke, an der die öffentliche Seite "
        f"scheitert. Der Befund dazu entfernt sie; sonst bleibt sie stehen. Einzelheiten: {file} "
        "beginnt mit einer Byte-Reihenfolge-Marke (BOM)."
    )


def still_open(reason: str) -> str:
    """Return why changes cannot be discarded: a save of them may still be finished."""
    return (
        "Ob das letzte Speichern gelungen ist, ist noch offen und lässt sich nicht klären: "
        f"{reason} Verwerfen Sie jetzt nichts, es kann schon gespeichert sein. Stellen Sie die "
        "Verbindung zum Ordner wieder her, oder wählen Sie mit „Speichern unter“ einen anderen."
    )


def no_backup(reason: str) -> str:
    """Return the notice that a save went on without a backup of the former state."""
    return (
        f"Vor dem Speichern konnte keine Sicherung angelegt werden: {reason} Gespeichert ist "
        "trotzdem. Den Ordner der Sicherungen nennt Datei › Einstellungen."
    )


# --- Folder -> dataset -> folder. Only the four known names are ever read or written (SEC-17) ----

OPEN_CONFLICTS: Final = "offene-konflikte.json"
"""Beside the files: what a merge in Git left to be decided."""
_ATTEMPTS: Final = 5
_PAUSE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Safety:
    """What a save does for backups (SAFE-11).

    *before* is called once, when there is something to write and before any of it is written;
    *keep* stores what an interrupted save of somebody else left and what cannot be put in place.
    """

    before: Callable[[], None]
    keep: transaction.Keep


@dataclass(frozen=True, slots=True)
class Opened:
    """A dataset as read from a folder; *notices* are German remarks about the reading."""

    folder: Path
    dataset: Dataset
    sources: dict[FileName, SourceFile]
    notices: tuple[str, ...]


def locate(path: Path) -> Path:
    """Return the dataset's folder for a folder or one of its four files, as an absolute path.

    Raises DatasetError where the path is neither or one of the four files is missing.
    """
    folder = _folder_of(path)
    try:
        missing = [file.value for file in FileName if not (folder / file).is_file()]
    except OSError as error:
        raise DatasetError(core_words.cannot_read(path.name, os_reason(error))) from error
    name = folder.name or str(folder)
    if len(missing) == len(FileName) and (inside := _datasets_in(folder)):
        raise DatasetError(dataset_inside(name, inside))
    if missing:
        raise DatasetError(files_missing(name, missing))
    return folder


_LOOKED_AT: Final = 200
_NAMED: Final = 3


def _datasets_in(folder: Path) -> list[str]:
    """Return the names of folders in *folder* that are datasets; a few, and of a few looked at."""
    with suppress(OSError):
        inside = sorted(islice((p for p in folder.iterdir() if p.is_dir()), _LOOKED_AT))
        found = [p.name for p in inside if all((p / file).is_file() for file in FileName)]
        return found[:_NAMED]
    return []


def _folder_of(path: Path) -> Path:
    path = path.absolute()
    try:
        if not path.exists():
            raise DatasetError(path_missing(path.name, str(path)))
        folder = path if path.is_dir() else path.parent
        if path != folder and path.name.casefold() not in set(FileName):
            raise DatasetError(not_a_dataset_file(path.name))
    except OSError as error:
        raise DatasetError(core_words.cannot_read(path.name, os_reason(error))) from error
    return folder


def same_folder(first: Path, second: Path) -> bool:
    """Tell whether two paths, however spelled, are one existing folder."""
    if first == second:
        return True  # without asking a disk that may be slow
    try:
        return first.samefile(second)
    except OSError:
        return first.absolute() == second.absolute()


def load(path: Path, backup_root: Path | None = None, *, site: SiteProfile) -> Opened:
    """Read the dataset at *path* (a folder or one of its files), whole or not at all.

    A save that was interrupted is finished or taken back first, which the first notice says; what
    can be neither goes to the backups (*backup_root*: where those lie). *site* is the public page
    that the dataset is for. Raises DatasetError or JsonFaultError with a German sentence.
    """
    folder = _folder_of(path)
    settled, data = _snapshot(path, folder, _keeper(folder, backup_root))
    sources = {file: read_source(found, file) for file, found in data.items()}
    rows = {file: source.records.values() for file, source in sources.items()}
    dataset = Dataset(rows, site, marked(sources))
    notices = list(dict.fromkeys(settled))
    notices += [bom_notice(file) for file in FileName if sources[file].bom]
    notices += [link_notice(file) for file in FileName if _leads_away(folder, file)]
    notices += watch.place_notices(folder)
    note_in_log(__name__, "opened %d measures, %d notices", len(dataset.measures), len(notices))
    return Opened(folder, dataset, sources, tuple(notices))


def save(
    folder: Path,
    dataset: Dataset,
    sources: Mapping[FileName, SourceFile],
    *,
    fresh: bool = False,
    safety: Safety | None = None,
) -> dict[FileName, SourceFile]:
    """Write what changed and return the sources as they are now on disk.

    *fresh* writes all four files, into a folder that need not exist and replaces what is there (the
    caller has asked). *safety* makes backups; without one there is none. Raises DatasetError; then
    every file is as it was, unless even putting back the old ones failed, which the sentence says.
    """
    if fresh:
        refuse_reserved(folder)
    planned: dict[FileName, bytes] = {}
    for file in FileName:
        source, table = sources.get(file), dataset.tables[file]
        if fresh or source is None or not unchanged(source, table.rows) or source.bom != table.bom:
            planned[file] = _rendered(file, source, table.rows, bom=table.bom)
    if planned:
        expected = {file: sources[file].sha256 if file in sources else None for file in planned}
        if safety is not None:
            safety.before()
        keep = safety.keep if safety is not None else _keeper(folder, None)
        transaction.replace_all(folder, planned, None if fresh else expected, keep)
    saved = dict(sources)
    for file, data in planned.items():
        saved[file] = saved_source(sources.get(file), data, dataset.tables[file].rows)
    return saved


def settle(folder: Path, backup_root: Path | None = None) -> str:
    """Settle a save of ours whose outcome is open, before what it holds is discarded (SAFE-05).

    Returns what was done as a German sentence, "" where nothing was open. Raises OpenOutcomeError
    where it stays open.
    """
    try:
        done = transaction.settle_own(folder, _keeper(folder, backup_root))
    except OSError as error:
        raise OpenOutcomeError(still_open(os_reason(error))) from error
    except DatasetError as error:
        raise OpenOutcomeError(still_open(str(error))) from error
    return "" if done is None or done.outcome is transaction.Outcome.ROLLED_BACK else done.sentence


def _keeper(folder: Path, backup_root: Path | None) -> transaction.Keep:
    return partial(backups.keep_unsaved, folder, backup_root or backups.default_root())


def _snapshot(
    path: Path, folder: Path, keep: transaction.Keep
) -> tuple[list[str], dict[FileName, bytes]]:
    """Return the files as they were at one moment, and what was done about interrupted saves.

    Where somebody saves meanwhile they are read again. Five saves within one reading do not occur;
    should they, what is read is refused at the next save, because the hashes tell.
    """
    notices = []
    for attempt in range(_ATTEMPTS):
        recovery = transaction.recover(folder, keep)
        if recovery is not None:
            note_in_log(__name__, "interrupted save: %s", recovery.outcome)
            notices.append(recovery.sentence)
        locate(path)
        before = _stamps(folder)
        data = {file: _read(folder / file) for file in FileName}
        stuck = recovery is not None and recovery.outcome is transaction.Outcome.NOT_SETTLED
        under_way = not stuck and (folder / save_journal.NAME).is_file()
        if not under_way and before == _stamps(folder):
            break
        time.sleep(_PAUSE * attempt)
    return notices, data


def _stamps(folder: Path) -> list[tuple[int, int, int]]:
    """Return what changes with every replacement of one of the files."""
    try:
        found = [(folder / file).stat() for file in FileName]
    except OSError as error:
        raise DatasetError(core_words.cannot_read(folder.name, os_reason(error))) from error
    return [(stat.st_ino, stat.st_mtime_ns, stat.st_size) for stat in found]


def _read(path: Path) -> bytes:
    """Return the bytes of a file, never more than a little over what the reader accepts."""
    try:
        data = read_at_most(path, MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise too_large(path.stat().st_size, path.name)
    except OSError as error:
        raise DatasetError(core_words.cannot_read(path.name, os_reason(error))) from error
    return data


def _leads_away(folder: Path, file: FileName) -> bool:
    try:
        return (folder / file).resolve().parent != folder.resolve()
    except OSError:
        return False


def _rendered(
    file: FileName, source: SourceFile | None, rows: Mapping[int, Record], *, bom: bool
) -> bytes:
    """Return the bytes to write, after the check that they say what the model says (SAFE-01)."""
    try:
        data = render(source, rows, bom=bom)
        written = list(read_source(data, file).records.values())
    except UnicodeEncodeError as error:
        raise DatasetError(core_words.cannot_write(file, UNWRITABLE_CHARACTER)) from error
    except JsonFaultError as error:
        reason = str(error).removeprefix(f"{file}, ")
        raise DatasetError(core_words.cannot_write(file, reason)) from error
    except (TypeError, ValueError) as error:
        raise DatasetError(core_words.cannot_write(file, SELF_CHECK_FAILED)) from error
    if len(written) != len(rows) or not all(map(same, written, rows.values())):
        raise DatasetError(core_words.cannot_write(file, SELF_CHECK_FAILED))
    return data


# --- One save as a piece of work that knows everything it needs and touches no document ----------
#
# It works on the records as they were when it was made, so it can run in another thread while the
# window stays alive (SAFE-10).


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to: where, the files as they are on disk now, German remarks.

    *backed_up* says that what was overwritten lies among the backups.
    """

    folder: Path
    sources: dict[FileName, SourceFile]
    notices: tuple[str, ...]
    backed_up: bool


@dataclass(frozen=True, slots=True)
class SaveJob:
    """A save to be done: the records as they are now, into *folder*.

    *fresh* writes all four files. *secure* first copies what lies there to the backups and returns
    "" or why not; None where that has been done. *keep*: see ``transaction.recover``.
    """

    folder: Path
    dataset: Dataset
    sources: Mapping[FileName, SourceFile]
    fresh: bool
    secure: Callable[[], str] | None
    keep: Keep

    def run(self) -> Saved:
        """Save; raises DatasetError, then nothing has changed unless the sentence says so."""
        remarks: list[str] = []
        done: list[bool] = []

        def before() -> None:
            if self.secure is not None:
                remark = self.secure()
                remarks.extend([remark] if remark else [])
                done.append(not remark)

        safety = Safety(before, self.keep)
        try:
            sources = save(self.folder, self.dataset, self.sources, fresh=self.fresh, safety=safety)
        except DatasetError:
            note_in_log(__name__, "save failed", failed=True)
            raise
        written = sum(sources[file] is not self.sources.get(file) for file in sources)
        note_in_log(__name__, "saved %d files", written)
        return Saved(self.folder, sources, tuple(remarks), any(done))


def back_up(folder: Path, root: Path) -> str:
    """Copy the files of *folder*, as they are, to the backups; return "" or why not, in German."""
    try:
        backups.make_backup(folder, root, datetime.now(UTC))
    except OSError as error:
        note_in_log(__name__, "backup failed", failed=True)
        return no_backup(file_words.os_reason(error))
    except DatasetError as error:
        return str(error)
    return ""


# --- A working copy of the shipped sample dataset, so that the sample itself stays pristine ------

FOLDER: Final = "Beispieldatensatz"
"""Where the working copy lies, below the user's own data."""


def copy_of_sample(target: Path) -> Path:
    """Copy the sample's four files into *target* where they are missing and return *target*.

    What the user has changed there stays. Raises OSError where the folder cannot be written.
    """
    target.mkdir(parents=True, exist_ok=True)
    for file in FileName:
        if not (target / file).exists():
            shutil.copyfile(paths.sample_dataset() / file, target / file)
    return target
