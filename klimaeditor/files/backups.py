"""Copies of the four files in the user's own folder, never inside the dataset's (SAFE-11).

Layout: ``Sicherungen/<hash of the dataset's folder>/<JJJJMMTT-HHMMSS>/``. A copy is made under
another name and gets its own in one step, so a folder with such a name is always whole. The last
twenty stay, and the latest of each day for thirty days.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from klimaeditor import paths
from klimaeditor.files import disk, file_words, save_journal
from klimaeditor.files.file_words import listed
from klimaeditor.files.processes import is_alive
from klimaeditor.files.source import SourceFile, read_source
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError
from klimaeditor.model.records import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.model.catalogue import SiteProfile


# --- words ---------------------------------------------------------------------------------------

BACKUP_INSIDE = (
    "Die Sicherungen lägen im Ordner des Datensatzes, wo sie stören. Legen Sie den Datensatz in "
    "einen anderen Ordner."
)

NOT_WHOLE = "Geben Sie den ganzen Pfad an, mit Laufwerk."
IN_DATASET = (
    "Dieser Ordner gehört zu einem Datensatz und wird mit ihm öffentlich. Wählen Sie einen Ordner "
    "außerhalb."
)


def no_folder(path: str) -> str:
    """Return that a folder is not there."""
    return f"Den Ordner {core_words.quoted(path)} gibt es nicht. Ist das Laufwerk verbunden?"


def interrupted_copy(when: str) -> str:
    """Return the name of a copy made of an interrupted save."""
    return f"{when} (Stand eines unterbrochenen Speicherns)"


def incomplete_backup(missing: list[str]) -> str:
    """Return the message for a backup that lacks files."""
    verb = inflected(len(missing), "fehlt", "fehlen")
    return (
        f"In dieser Sicherung {verb} {listed(missing)}. Damals gab es die Datei im Ordner nicht, "
        "oder sie wurde später entfernt. Wählen Sie eine andere Sicherung."
    )


FOLDER: Final = "Sicherungen"
CHOSEN: Final = "Klimaeditor-Sicherungen"
"""The folder of backups in a folder that the user chose."""
CHOICE: Final = "sicherungsordner.txt"
_LONGEST_CHOICE: Final = 32_768
KEEP_LAST: Final = 20
KEEP_DAYS: Final = 30
ORIGIN: Final = "herkunft.json"
_STAMP: Final = "%Y%m%d-%H%M%S"
_NAME: Final = re.compile(r"(\d{8}-\d{6})(?:-\d+)?(-unterbrochen)?")
_HALF_MADE: Final = re.compile(r"\A\..*\.(\d{1,10})\.tmp")
_SAME_SECOND: Final = 1000
_TAKEN: Final = (errno.EEXIST, errno.ENOTEMPTY)
"""A name that others have; they may have forgotten that backup again by the time we look."""
_ATTEMPTS: Final = 5
_PAUSE: Final = 0.1
_INTERRUPTED: Final = "-unterbrochen"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy: where it lies, when it was made (local time), which files it holds.

    *interrupted* marks the new content of a save that could not be finished.
    """

    path: Path
    made: datetime
    files: tuple[FileName, ...]
    interrupted: bool

    def label(self, now: datetime) -> str:
        """Return what to call it: „heute um 14:03 Uhr“."""
        when = file_words.moment(self.made, now)
        return interrupted_copy(when) if self.interrupted else when


@dataclass(frozen=True, slots=True)
class BackupContent:
    """A backup as read, to be compared with what is open."""

    backup: Backup
    dataset: Dataset
    sources: dict[FileName, SourceFile]


def standard_root() -> Path:
    """Return the folder of all backups where no other was chosen; may not exist."""
    return paths.user_data() / FOLDER


def default_root() -> Path:
    """Return the folder of all backups, the chosen one or the standard one; may not exist."""
    return chosen_root() or standard_root()


def chosen_root(config: Path | None = None) -> Path | None:
    """Return the folder of backups in the folder that the user chose, None where none was.

    *config* is the folder of the user's settings. Backups have a folder of their own in the chosen
    one, so that nothing else can be taken for a backup, or go with them.
    """
    try:
        said = disk.read((config or paths.user_config()) / CHOICE, _LONGEST_CHOICE)
    except OSError:
        return None
    folder = Path((said or b"").decode("utf-8", "replace").strip())
    return folder / CHOSEN if folder.is_absolute() else None


def is_chosen(root: Path) -> bool:
    """Tell whether a folder of backups is one that somebody chose, not one of the program's own."""
    return root.name == CHOSEN


def choose_root(folder: Path | None) -> None:
    """Keep backups in *folder* from now on, None for the standard one; raises OSError.

    Backups made before stay where they are, and :func:`all_backups` finds the standard ones.
    """
    place = paths.user_config() / CHOICE
    if folder is None:
        place.unlink(missing_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    disk.write_whole(place, str(folder).encode("utf-8"))


def refusal(folder: Path) -> str:
    """Return why backups cannot lie in a folder that somebody chose, "" where they can.

    They may hold what was taken out of the data, and a dataset's folder is public (WEB-12).
    """
    if not folder.is_absolute():
        return NOT_WHOLE
    try:
        if not folder.is_dir():
            return no_folder(str(folder))
        around = (folder, *folder.parents)
        inside = any((each / name).is_file() for each in around for name in FileName)
    except OSError as error:
        return file_words.os_reason(error)
    return IN_DATASET if inside else ""


def shelf(folder: Path, root: Path) -> Path:
    """Return where the backups of a dataset's folder lie."""
    name = os.path.normcase(folder.absolute())
    return root / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def make_backup(
    folder: Path, root: Path, now: datetime, instead: Mapping[FileName, bytes] | None = None
) -> Backup | None:
    """Copy the files of a dataset as they are on disk, and forget backups that have expired.

    *now* is an aware time. *instead* is the content of files that could not be put in place
    (an interrupted save). Returns None where there is nothing to copy, or where the newest backup
    holds the same. Raises OSError, and DatasetError where the backups would lie in the dataset.
    """
    place = shelf(folder, root)
    if place.resolve().is_relative_to(folder.resolve()):
        raise DatasetError(BACKUP_INSIDE)
    found = _read_files(folder, settled=not instead) | dict(instead or {})
    content = {file: data for file, data in found.items() if data is not None}
    existing = list_backups(folder, root)
    if not content or (existing and not instead and _holds(existing[0], content)):
        return None
    suffix = _INTERRUPTED if instead else ""
    made = _store(place, folder, content, f"{now.astimezone():{_STAMP}}", suffix)
    forget_expired(folder, root, now, spare=made)
    return made


def _read_files(folder: Path, *, settled: bool) -> dict[FileName, bytes | None]:
    """Return the files; *settled* waits a little for somebody who is saving, to get one state."""
    for attempt in range(_ATTEMPTS):
        before = _stamps(folder)
        found = {file: disk.read(folder / file) for file in FileName}
        saving = (folder / save_journal.NAME).exists()
        if not settled or (before == _stamps(folder) and not saving):
            break
        time.sleep(_PAUSE * attempt)
    return found


def _stamps(folder: Path) -> list[tuple[int, int, int] | None]:
    """Return what changes with every replacement of one of the files."""
    stamps: list[tuple[int, int, int] | None] = []
    for file in FileName:
        try:
            found = (folder / file).stat()
        except FileNotFoundError:
            stamps.append(None)
        else:
            stamps.append((found.st_ino, found.st_mtime_ns, found.st_size))
    return stamps


def keep_unsaved(folder: Path, root: Path, unsaved: Mapping[str, bytes]) -> bool:
    """Keep the new content of an interrupted save as a backup; tell whether that worked.

    It does not where there is more than the four files.
    """
    try:
        if unsaved:
            found = {FileName(name): data for name, data in unsaved.items()}
            make_backup(folder, root, datetime.now(UTC), found)
    except (OSError, ValueError, DatasetError):
        return False
    return True


def _holds(backup: Backup, content: Mapping[FileName, bytes]) -> bool:
    with suppress(OSError):
        return {file: disk.read(backup.path / file) for file in backup.files} == content
    return False


def _store(
    place: Path, folder: Path, content: Mapping[FileName, bytes], stamp: str, suffix: str
) -> Backup | None:
    place.mkdir(parents=True, exist_ok=True)
    if not (place / ORIGIN).exists():
        origin = json.dumps({"folder": str(folder.absolute())}, ensure_ascii=False)
        (place / ORIGIN).write_text(origin + "\n", encoding="utf-8", errors="backslashreplace")
    temporary = place / f".{stamp}{suffix}.{os.getpid()}.tmp"
    _discard(temporary)
    try:
        temporary.mkdir()
        for file, data in content.items():
            disk.create_checked(temporary / file, data)
        made = _named(temporary, place, stamp, suffix)
    except OSError:
        _discard(temporary)
        raise
    disk.sync_folder(place)
    return _backup(made)


def _named(temporary: Path, place: Path, stamp: str, suffix: str) -> Path:
    """Give a copy the first free name of its second; others may be giving theirs meanwhile."""
    for number in range(1, _SAME_SECOND):
        name = f"{stamp}-{number}{suffix}" if number > 1 else f"{stamp}{suffix}"
        if (place / name).exists():
            continue
        try:
            return temporary.rename(place / name)
        except OSError as error:
            if error.errno not in _TAKEN and not (place / name).exists():
                raise
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))


def list_backups(folder: Path, root: Path) -> tuple[Backup, ...]:
    """Return the backups of a dataset's folder, newest first."""
    place = shelf(folder, root)
    try:
        found = [_backup(path) for path in place.iterdir()]
    except OSError:
        return ()
    return tuple(sorted(filter(None, found), key=lambda b: (b.made, b.path.name), reverse=True))


def all_backups(folder: Path, root: Path) -> tuple[Backup, ...]:
    """Return the backups in *root* and, where that was chosen, those made before, newest first."""
    found = list_backups(folder, root)
    if is_chosen(root):
        found += list_backups(folder, standard_root())
    return tuple(sorted(found, key=lambda b: (b.made, b.path.name), reverse=True))


def _backup(path: Path) -> Backup | None:
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None
    try:
        made = datetime.strptime(name[1], _STAMP).astimezone()
    except ValueError:
        return None
    files = tuple(file for file in FileName if (path / file).is_file())
    return Backup(path, made, files, bool(name[2]))


def forget_expired(folder: Path, root: Path, now: datetime, spare: Backup | None = None) -> None:
    """Remove the backups that are neither among the last nor one of a recent day.

    *spare* stays whatever its time says: where the clock went back, the newest looks the oldest.
    What copying left half-made, because it was killed, goes too.
    """
    backups = list_backups(folder, root)
    kept = surviving((b.made for b in backups), now)
    for backup in backups:
        if backup.made not in kept and backup != spare:
            _discard(backup.path)
    with suppress(OSError):
        for path in shelf(folder, root).iterdir():
            half = _HALF_MADE.fullmatch(path.name)
            if half is not None and not is_alive(int(half[1])):
                _discard(path)


def surviving(moments: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Return which moments of backups are kept: the last twenty and the last of recent days."""
    newest = sorted(set(moments), reverse=True)
    days: dict[object, datetime] = {}
    for moment in newest:
        if moment > now - timedelta(days=KEEP_DAYS):
            days.setdefault(moment.date(), moment)
    return frozenset(newest[:KEEP_LAST]) | frozenset(days.values())


def _discard(path: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(path)


def read_backup(backup: Backup, site: SiteProfile) -> BackupContent:
    """Read a backup as a dataset of its own; raises DatasetError with a German sentence."""
    missing = [file.value for file in FileName if file not in backup.files]
    if missing:
        raise DatasetError(incomplete_backup(missing))
    sources = {}
    for file in FileName:
        try:
            data = disk.read(backup.path / file)
        except OSError as error:
            reason = file_words.os_reason(error)
            raise DatasetError(core_words.cannot_read(file, reason)) from error
        sources[file] = read_source(data or b"", file)
    dataset = Dataset({file: source.records.values() for file, source in sources.items()}, site)
    return BackupContent(backup, dataset, sources)
