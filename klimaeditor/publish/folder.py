"""A folder of files, written as a whole or not at all; a former one is replaced in one go.

The new folder is made beside the target, everything in it is on the disk and read back, then the
old one is moved aside and the new one takes its name. A process may be killed between any two
steps: what is found the next time is put right by :func:`settle`, which everybody calls first.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk, store
from klimaeditor.files.disk import refuse_reserved
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.files.processes import is_alive
from klimaeditor.files.retired import IdRegister, decode
from klimaeditor.model.core_words import inflected, os_reason, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError, KlimaError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from klimaeditor.files.source import SourceFile
    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.changes import FileName
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------


def cannot_write(name: str, reason: str) -> str:
    """Return the message for a package that cannot be written."""
    return f"Die Veröffentlichung {quoted(name)} kann nicht geschrieben werden: {reason}"


def cannot_read(name: str, reason: str) -> str:
    """Return the message for a folder that cannot be read."""
    return f"Der Ordner {shortened(name)} kann nicht gelesen werden: {reason}"


def not_a_folder(name: str) -> str:
    """Return the message for a target that is a file."""
    return f"{quoted(name)} ist eine Datei. Geben Sie einen Ordner an."


def foreign_folder(name: str) -> str:
    """Return the refusal to replace a folder that is no publication."""
    return (
        f"Der Ordner {shortened(name)} enthält etwas anderes als eine frühere Veröffentlichung "
        "und wird nicht ersetzt. Wählen Sie einen neuen oder leeren Ordner."
    )


def package_name(day: date) -> str:
    """Return what a new folder for a package is called."""
    return f"Klimapaket {day:%Y-%m-%d}"


def strangers_refusal(name: str, found: list[str]) -> str:
    """Return the refusal to replace a publication that has more files than its own."""
    return (
        f"Im Ordner {shortened(name)} {inflected(len(found), 'liegt', 'liegen')} neben der "
        f"früheren Veröffentlichung noch {', '.join(map(shortened, found))}. Beim Ersetzen ginge "
        "das verloren. Legen Sie es woanders ab, oder wählen Sie einen anderen Ordner."
    )


def former_unreadable(name: str, reason: str) -> str:
    """Return the message for a former publication whose data cannot be read."""
    return (
        f"Die frühere Veröffentlichung in {shortened(name)} ist beschädigt: {reason} Wählen Sie "
        "einen anderen Ordner."
    )


# --- The error of a publication that cannot be made ----------------------------------------------


class PublicationError(KlimaError):
    """A package, setting or former publication that cannot be read or written."""


class FilledFolderError(PublicationError):
    """A folder for a package holds something else, so that it must not be replaced."""


# --- A folder of files, written as a whole or not at all; a former one is replaced in one go -----

_NEW, _OLD = "neu", "alt"


def settle(target: Path) -> None:
    """Put right what an interrupted publication left beside *target*; raises OSError.

    Where the target is missing, the former one gets its name back; half-made folders of processes
    that are gone are removed.
    """
    leftovers = list(_leftovers(target))
    for path, kind, pid in leftovers:
        if kind == _OLD and not target.exists() and not _runs(pid):
            path.rename(target)
    for path, _kind, pid in leftovers:
        if not _runs(pid):
            shutil.rmtree(path, ignore_errors=True)


def _runs(pid: int) -> bool:
    return pid != os.getpid() and is_alive(pid)


def _leftovers(target: Path) -> Iterator[tuple[Path, str, int]]:
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(\d{{1,10}})\.({_NEW}|{_OLD})")
    if not target.parent.is_dir():
        return
    for path in sorted(target.parent.iterdir()):
        match = pattern.fullmatch(path.name)
        if match and path.is_dir():
            yield path, match[2], int(match[1])


def write_folder(
    target: Path, files: Mapping[str, bytes], approve: Callable[[Path], None] | None = None
) -> None:
    """Write *files* (path with ``/`` -> content) as the folder *target*, which they then make up.

    What was there before is replaced; the caller has made sure that it may be. *approve* looks at
    the new folder before that and raises where it must not take the place of the former one.
    Raises PublicationError; then the former folder is as it was.
    """
    target = target.absolute()
    refuse_reserved(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        settle(target)
        fresh = _beside(target, _NEW)
        try:
            _fill(fresh, files)
            if approve is not None:
                approve(fresh)
            _swap(fresh, target)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise PublicationError(cannot_write(target.name, reason)) from error


def _beside(target: Path, kind: str) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.{kind}")


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files, to the disk and read back."""
    folder.mkdir()
    folders = {folder}
    for name, data in files.items():
        path = folder.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        folders.add(path.parent)
        disk.create_checked(path, data)
    for path in folders:
        disk.sync_folder(path)


def _rename(source: Path, target: Path) -> None:
    """Rename a folder, again after a pause where something on Windows holds it (SAFE-02)."""
    for pause in disk.BACKOFF:
        try:
            source.rename(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in disk.HELD:
                raise
            time.sleep(pause)
        else:
            return
    source.rename(target)


def _swap(fresh: Path, target: Path) -> None:
    """Give the new folder its name; where that fails, the old one has its name again."""
    old = _beside(target, _OLD)
    had = target.exists()
    if had:
        _rename(target, old)
    try:
        _rename(fresh, target)
    except BaseException:
        if had:
            with suppress(OSError):
                old.rename(target)
        raise
    with suppress(OSError):
        disk.sync_folder(target.parent)
        if had:
            shutil.rmtree(old)


# --- Which file of a package is what: paths, media types, titles; one list for all documents -----

CHANGES: Final = "AENDERUNGEN.md"
COMMIT: Final = "COMMIT.txt"
README: Final = "LIESMICH.md"
SUMS: Final = "SHA256SUMS"
DATAPACKAGE: Final = "datapackage.json"
DCAT: Final = "dcat-ap-de.jsonld"
REGISTER: Final = "kennungen.json"
WORKBOOK: Final = "massnahmen.xlsx"
NUMBERS: Final = "zahlen.xlsx"
JSON: Final = "json"
CSV: Final = "csv"
CSV_EXCEL: Final = "csv-excel"
SCHEMA: Final = "schema"

MEDIA_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of data: its path in the package, what it is in German, its content."""

    path: str
    title: str
    data: bytes

    @property
    def format(self) -> str:
        """The ending of the name: json, csv, xlsx."""
        return self.path.rpartition(".")[2]

    @property
    def media_type(self) -> str:
        """The media type of the content."""
        return MEDIA_TYPES[self.format]


# --- The publication that a folder holds: may it be replaced, what did it say --------------------

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Former:
    """A former publication, or a dataset to compare with; then *register* is None.

    *moment* is the time that the publication names for its data, *changes* its whole list of what
    was new; None and "" where it does not say.
    """

    dataset: Dataset
    sources: Mapping[FileName, SourceFile]
    register: IdRegister | None
    moment: datetime | None = None
    changes: str = ""


def read_former(folder: Path, site: SiteProfile) -> Former | None:
    """Return the publication in *folder*, None where there is nothing yet.

    Raises PublicationError where something else is in the folder, so that it must not be replaced.
    """
    target = folder.absolute()
    try:
        if target.parent.is_dir():
            settle(target)
        if not target.exists():
            return None
        if not target.is_dir():
            raise PublicationError(not_a_folder(target.name))
        if not any(target.iterdir()):
            return None
        data = disk.read(target / REGISTER, MAX_BYTES)
        register = None if data is None else decode(data)
        if register is None:
            raise FilledFolderError(foreign_folder(str(folder)))
        _refuse_strangers(target)
        moment = _moment(disk.read(target / DATAPACKAGE, MAX_BYTES) or b"")
        changes = (disk.read(target / CHANGES, MAX_BYTES) or b"").decode("utf-8", "replace")
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise PublicationError(cannot_read(str(folder), reason)) from error
    try:
        opened = store.load(target / JSON, site=site)
    except DatasetError as error:
        raise PublicationError(former_unreadable(str(folder), str(error))) from error
    return Former(opened.dataset, opened.sources, register, moment, changes)


def _moment(description: bytes) -> datetime | None:
    """Return the time that the description of a package names for its data, None without one."""
    try:
        said = json.loads(description)
        found = datetime.fromisoformat(said["created"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if found.tzinfo is not None else None


def fresh_folder(inside: Path, day: date) -> Path:
    """Return a folder of that *day* for a package in a folder that holds something else."""
    name = package_name(day)
    paths = (inside / (f"{name} ({number})" if number > 1 else name) for number in count(1))
    return next(path for path in paths if not path.exists())


def read_other(folder: Path, site: SiteProfile) -> Former:
    """Return a publication or a dataset to compare with; raises DatasetError, PublicationError."""
    if (folder / REGISTER).is_file():
        found = read_former(folder, site)
        if found is not None:
            return found
    opened = store.load(folder, site=site)
    return Former(opened.dataset, opened.sources, None)


def _refuse_strangers(target: Path) -> None:
    """Refuse a folder with files that no publication wrote: replacing it would lose them."""
    sums = (disk.read(target / SUMS, MAX_BYTES) or b"").decode("utf-8", "replace")
    listed = {line.partition("  ")[2] for line in sums.splitlines()} | {SUMS}
    strangers = sorted(
        name
        for path in target.rglob("*")
        if not path.is_dir() or path.is_symlink()
        if (name := path.relative_to(target).as_posix()) not in listed
    )
    if strangers:
        raise PublicationError(strangers_refusal(str(target), strangers[:_SHOWN]))
