"""A colleague's copy of the dataset, and what both began with: read, never written.

A copy is a folder with the four files, a package as publishing makes it, or either of them packed
as a zip archive. Opening a dataset settles a save that was interrupted there; a copy is only
looked at, so one that is half saved is refused instead.
"""

from __future__ import annotations

import json
import time
import zlib
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile, ZipFile

from klimaeditor.files import disk, save_journal
from klimaeditor.files.file_words import listed, os_reason
from klimaeditor.files.jsontext import MAX_BYTES, too_large
from klimaeditor.files.source import read_source
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError, JsonFaultError, KlimaError
from klimaeditor.model.records import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from zipfile import ZipInfo

    from klimaeditor.files.formervalues import FormerState
    from klimaeditor.model.catalogue import SiteProfile


# --- words ---------------------------------------------------------------------------------------


def not_there(path: str) -> str:
    """Return that there is nothing at a path."""
    return f"{quoted(path)} gibt es nicht. Prüfen Sie, ob das Laufwerk verbunden ist."


def no_dataset(name: str) -> str:
    """Return that neither a dataset nor a package was found."""
    return (
        f"In {quoted(name)} liegt kein Datensatz. Wählen Sie den Ordner mit den vier Dateien oder "
        "ein Paket, als Ordner oder als Zip-Datei."
    )


def lacks_files(name: str, names: list[str]) -> str:
    """Return that some of the four files are not there."""
    verb = inflected(len(names), "fehlt", "fehlen")
    return (
        f"In {quoted(name)} {verb} {listed(names)}. Es wurde nichts übernommen. Lassen Sie sich "
        "die vier Dateien noch einmal geben."
    )


def half_saved(name: str) -> str:
    """Return that somebody saves there, or that a save was interrupted there."""
    return (
        f"In {quoted(name)} wird gerade gespeichert, oder ein Speichern wurde dort unterbrochen. "
        "Öffnen Sie diesen Datensatz einmal mit dem Klimaeditor, und versuchen Sie es noch einmal."
    )


def in_copy(name: str, reason: str) -> str:
    """Return which copy is damaged, and where."""
    return f"{quoted(name)} ist beschädigt: {reason}"


def not_an_archive(name: str) -> str:
    """Return that a zip archive cannot be read."""
    return (
        f"{quoted(name)} ist keine lesbare Zip-Datei. Lassen Sie sich die Datei noch einmal geben."
    )


def archive_too_large(name: str) -> str:
    """Return that a zip archive is larger than any dataset."""
    return (
        f"{quoted(name)} ist größer als 256 MB. Packen Sie nur die vier Dateien ein, oder wählen "
        "Sie den Ordner."
    )


def locked_archive(name: str) -> str:
    """Return that a zip archive has a password."""
    return f"{quoted(name)} hat ein Kennwort. Entpacken Sie die Datei, und wählen Sie den Ordner."


def several_datasets(name: str, places: list[str]) -> str:
    """Return that an archive holds more than one dataset."""
    return (
        f"In {quoted(name)} liegen mehrere Datensätze: {', '.join(map(quoted, places))}. Entpacken "
        "Sie die Datei, und wählen Sie einen der Ordner."
    )


# --- A copy as it was read -----------------------------------------------------------------------

ZIP: Final = ".zip"
_DATA: Final = "json"  # the folder of a package with the four files; publish/folder.py lays it out
_DESCRIPTION: Final = "datapackage.json"
_MOST_PACKED: Final = 256 * 1024 * 1024
_ATTEMPTS: Final = 5
_PAUSE: Final = 0.1
_SHOWN: Final = 3
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error)


@dataclass(frozen=True, slots=True)
class DatasetCopy:
    """A dataset that is only read; *published*: a package, made at *made* (None: nobody knows)."""

    path: Path
    dataset: Dataset
    published: bool = False
    made: datetime | None = None

    @property
    def name(self) -> str:
        """What to call it."""
        return self.path.name or str(self.path)


def is_copy(path: Path) -> bool:
    """Tell whether a path leads to a dataset, whole or not: a folder, a package or a zip archive.

    A folder with returns is none, and neither is one file of a dataset. Nothing is read but names.
    """
    try:
        if path.is_dir():
            return bool(_present(path) or _present(path / _DATA))
        if path.suffix.lower() != ZIP or not path.is_file():
            return False
        with ZipFile(BytesIO(disk.read(path, _MOST_PACKED) or b"")) as archive:
            return any(_file_of(part.filename) for part in archive.infolist())
    except (OSError, *_BROKEN):
        return False


def read_copy(path: Path, site: SiteProfile) -> DatasetCopy:
    """Return the dataset at *path*: a folder, one of its files, a package, or a zip archive of it.

    Nothing there is written or renamed. Raises DatasetError with a German sentence that names file
    and place, for anything that is not a whole dataset.
    """
    path = path.absolute()
    try:
        if not path.exists():
            raise DatasetError(not_there(str(path)))
        if path.is_dir():
            return _read_folder(path, site)
        if path.suffix.lower() == ZIP:
            return _read_archive(path, site)
    except OSError as error:
        raise DatasetError(core_words.cannot_read(path.name, os_reason(error))) from error
    if _file_of(path.name) is None:
        raise DatasetError(no_dataset(path.name))
    return _read_folder(path.parent, site)


def dataset_of(path: Path, data: Mapping[FileName, bytes], site: SiteProfile) -> Dataset:
    """Return the dataset that four files hold; *path* is what a fault is named by.

    Raises DatasetError where one is missing or is no strict JSON.
    """
    missing = [file.value for file in FileName if file not in data]
    if missing:
        raise DatasetError(lacks_files(path.name, missing))
    rows = {}
    for file in FileName:
        try:
            rows[file] = read_source(data[file], file).records.values()
        except JsonFaultError as error:
            raise DatasetError(in_copy(path.name, str(error))) from error
    return Dataset(rows, site)


def read_state(state: FormerState, site: SiteProfile) -> DatasetCopy | None:
    """Return a backup or a package of ours; None where it cannot be read any more."""
    with suppress(KlimaError, OSError):
        dataset = dataset_of(state.path, _of_folder(state.path), site)
        return DatasetCopy(state.path, dataset, state.published, state.made)
    return None


def _file_of(name: str) -> FileName | None:
    """Return which of the four files a name in a folder or archive means."""
    plain = name.replace("\\", "/").rpartition("/")[2].casefold()
    return next((file for file in FileName if file.value == plain), None)


def _present(folder: Path) -> list[FileName]:
    return [file for file in FileName if (folder / file).is_file()]


def _read_folder(folder: Path, site: SiteProfile) -> DatasetCopy:
    published = not _present(folder) and bool(_present(folder / _DATA))
    place = folder / _DATA if published else folder
    if not _present(place):
        raise DatasetError(no_dataset(folder.name or str(folder)))
    data = _of_folder(place)
    made = _made(disk.read(folder / _DESCRIPTION, MAX_BYTES)) if published else None
    return DatasetCopy(folder, dataset_of(folder, data, site), published, made)


def _of_folder(folder: Path) -> dict[FileName, bytes]:
    """Return the files of a folder as they were at one moment; missing ones are left out."""
    for attempt in range(_ATTEMPTS):
        before = _stamps(folder)
        data = {file: _bounded(folder / file) for file in FileName}
        if before == _stamps(folder) and not (folder / save_journal.NAME).exists():
            return {file: found for file, found in data.items() if found is not None}
        time.sleep(_PAUSE * attempt)
    raise DatasetError(half_saved(folder.name or str(folder)))


def _stamps(folder: Path) -> list[tuple[int, int, int] | None]:
    """Return what changes with every replacement of one of the files."""
    found: list[tuple[int, int, int] | None] = []
    for file in FileName:
        try:
            stat = (folder / file).stat()
        except FileNotFoundError:
            found.append(None)
        else:
            found.append((stat.st_ino, stat.st_mtime_ns, stat.st_size))
    return found


def _bounded(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none; DatasetError names it."""
    try:
        data = disk.read(path, MAX_BYTES + 1)
    except OSError as error:
        raise DatasetError(core_words.cannot_read(path.name, os_reason(error))) from error
    if data is not None and len(data) > MAX_BYTES:
        raise too_large(path.stat().st_size, path.name)
    return data


# --- The same from a zip archive, which is never unpacked to the disk ----------------------------


def _read_archive(path: Path, site: SiteProfile) -> DatasetCopy:
    packed = disk.read(path, _MOST_PACKED + 1) or b""
    if len(packed) > _MOST_PACKED:
        raise DatasetError(archive_too_large(path.name))
    try:
        with ZipFile(BytesIO(packed)) as archive:
            parts = _parts(archive, path.name)
            data = {file: _unpacked(archive, part, path.name) for file, part in parts.items()}
            described = _description(archive, parts)
    except _BROKEN as error:
        raise DatasetError(not_an_archive(path.name)) from error
    dataset = dataset_of(path, data, site)
    return DatasetCopy(path, dataset, described is not None, _made(described))


def _parts(archive: ZipFile, name: str) -> dict[FileName, ZipInfo]:
    """Return the parts of an archive that are the four files of its one dataset."""
    places: dict[str, dict[FileName, ZipInfo]] = {}
    for part in archive.infolist():
        file = _file_of(part.filename)
        if file is not None and not part.is_dir():
            place = part.filename.replace("\\", "/").rpartition("/")[0]
            places.setdefault(place, {}).setdefault(file, part)
    if not places:
        raise DatasetError(no_dataset(name))
    whole = {place: parts for place, parts in places.items() if len(parts) == len(FileName)}
    if len(whole) > 1:
        raise DatasetError(several_datasets(name, [place or "." for place in whole][:_SHOWN]))
    return next(iter((whole or places).values()))


def _unpacked(archive: ZipFile, part: ZipInfo, name: str) -> bytes:
    """Return the content of a part, never more than a little over what the reader accepts."""
    if part.flag_bits & _ENCRYPTED:
        raise DatasetError(locked_archive(name))
    with archive.open(part) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise too_large(max(part.file_size, len(data)), part.filename)
    return data


def _description(archive: ZipFile, parts: Mapping[FileName, ZipInfo]) -> bytes | None:
    """Return how a package describes itself, None where the archive holds none."""
    names = {part.filename.replace("\\", "/") for part in archive.infolist()}
    inside = next(iter(parts.values())).filename.replace("\\", "/").rpartition("/")[0]
    above, _, last = inside.rpartition("/")
    wanted = f"{above}/{_DESCRIPTION}" if above else _DESCRIPTION
    if last != _DATA or wanted not in names:
        return None
    with archive.open(wanted) as stream:
        return stream.read(MAX_BYTES)


def _made(description: bytes | None) -> datetime | None:
    """Return when a package was made, as it says itself; None where it does not."""
    with suppress(KeyError, TypeError, ValueError, RecursionError):
        return datetime.fromisoformat(json.loads(description or b"")["created"]).astimezone()
    return None


def named_measures(titles: Iterable[str], most: int = 5) -> str:
    """Return titles as a sentence names them: „A“, „B“ und 3 weitere."""
    known = list(titles)
    shown = ", ".join(quoted(shortened(title)) for title in known[:most])
    return f"{shown} und {len(known) - most} weitere" if len(known) > most else shown
