"""Notice what others do to the files: the content decides, not the time stamp (SAFE-06, -15)."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from klimaeditor.files import disk, file_words
from klimaeditor.files.file_words import listed
from klimaeditor.files.jsontext import MAX_BYTES
from klimaeditor.model import core_words
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import inflected, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from klimaeditor.files.source import SourceFile


# --- words ---------------------------------------------------------------------------------------


def conflict_copies_warning(names: Sequence[str]) -> str:
    """Return the warning about conflict copies beside the files (SAFE-15)."""
    verb = inflected(len(names), "liegt", "liegen")
    return (
        f"Im Ordner {verb} {listed(quoted(name) for name in names)}. Solche Kopien legt "
        "OneDrive an, wenn zwei Personen gleichzeitig gespeichert haben; der Klimaeditor liest "
        "sie nicht. Prüfen Sie, ob dort Änderungen stehen, die fehlen."
    )


def synced_folder(service: str) -> str:
    """Return the warning that a dataset lies in a synchronised folder (SAFE-15)."""
    return (
        f"Der Datensatz liegt in einem synchronisierten Ordner ({service}). Arbeiten zwei Personen "
        "gleichzeitig daran, können Konfliktkopien entstehen. Besser ist ein Netzlaufwerk."
    )


GRAIN_NS: Final = 2_000_000_000
"""A file looked at so shortly after it was written may change again under the same time stamp."""
_SYNCED: Final = re.compile(
    r"\A(onedrive|dropbox|nextcloud|owncloud|google ?drive|icloud ?drive)( - .*)?",
    re.IGNORECASE,
)
_STEMS: Final = "|".join(name.removesuffix(".json") for name in FileName)
_CONFLICT: Final = re.compile(
    rf"\A(?P<stem>{_STEMS})(?:-(?=[^.]*[A-Z0-9])[A-Z0-9][\w-]*| ?\([^()]+\)(?: \([^()]+\))*"
    r"|_conflict[^.]*|\.sync-conflict-[\w-]+| - Kopie(?: \(\d+\))?)\.json"
)
_DOUBLED: Final = re.compile(r"\A(?P<stem>.+) \([\w ]+-[\w. -]+\)(?P<suffix>\.xlsx)")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file as last known: its hash, and size and time stamp when the hash was found to hold.

    *mtime_ns* is -1 where the next look shall compare the content in any case.
    """

    sha256: str
    size: int = -1
    mtime_ns: int = -1


class Watch:
    """The files of an open dataset, and whether somebody else has changed them since."""

    def __init__(self, folder: Path, sources: Mapping[FileName, SourceFile]) -> None:
        """Watch *folder*; *sources* are the files as last read or written by us."""
        self.folder = folder
        self._known = fingerprints(sources)

    def accept(self, sources: Mapping[FileName, SourceFile]) -> None:
        """Take the files as they are now in *sources*: after a save of ours, or a merge."""
        self._known = fingerprints(sources)

    def changed_files(self) -> tuple[FileName, ...]:
        """Return the files whose content is no longer what we know, missing ones included.

        Only files with another size or time stamp are read. Raises DatasetError with the reason
        where the folder cannot be reached; then nothing is known.
        """
        changed = []
        for file, known in self._known.items():
            try:
                seen = _look(self.folder / file, known)
            except OSError as error:
                reason = file_words.os_reason(error)
                raise DatasetError(core_words.cannot_read(file, reason)) from error
            if seen is None:
                changed.append(file)
            else:
                self._known[file] = seen
        return tuple(changed)


def fingerprints(sources: Mapping[FileName, SourceFile]) -> dict[FileName, Fingerprint]:
    """Return the fingerprints of files as they were read or written."""
    return {file: Fingerprint(source.sha256, len(source.data)) for file, source in sources.items()}


def _look(path: Path, known: Fingerprint) -> Fingerprint | None:
    """Return the fingerprint to remember, None where the content is another one."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        path.parent.stat()  # where the folder is gone too, that is the news
        return None
    if (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime_ns):
        return known
    now = time.time_ns()
    if stat.st_size != known.size >= 0 or _digest(path) != known.sha256:
        return None
    settled = stat.st_mtime_ns + GRAIN_NS < now
    mtime = stat.st_mtime_ns if settled else -1
    return replace(known, size=stat.st_size, mtime_ns=mtime)


def _digest(path: Path) -> str | None:
    return disk.digest(disk.read(path, MAX_BYTES + 1))  # no file of ours is larger


def conflict_copies(folder: Path) -> tuple[str, ...]:
    """Return the names of siblings that a synchronising program made of two versions (SAFE-15).

    Known are OneDrive (``measures-PC.json``, ``measures (PC-Datum).json``), Dropbox, Nextcloud,
    Syncthing and copies by hand; workbooks as OneDrive doubles them, beside the one they are made
    of (``Liste (PC-Datum).xlsx``). Empty where the folder cannot be listed.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ()
    doubled = ((name, _DOUBLED.fullmatch(name)) for name in names)
    workbooks = {name for name, made in doubled if made and f"{made[1]}{made[2]}" in names}
    return tuple(name for name in names if _CONFLICT.fullmatch(name) or name in workbooks)


def synced_by(folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the synchronised folder that a dataset lies in, "" where none is recognised."""
    for name in ("OneDriveCommercial", "OneDriveConsumer", "OneDrive"):
        root = environment.get(name, "")
        if root and folder.is_relative_to(root):
            return "OneDrive"
    return next((part for part in folder.parts if _SYNCED.fullmatch(part)), "")


def place_notices(folder: Path) -> tuple[str, ...]:
    """Return German remarks about the place of a dataset: conflict copies, synchronised folder."""
    notices = []
    if copies := conflict_copies(folder):
        notices.append(conflict_copies_warning(copies))
    if service := synced_by(folder):
        notices.append(synced_folder(service))
    return tuple(notices)
