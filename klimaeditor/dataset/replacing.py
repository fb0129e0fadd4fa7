"""Replace several files as one step: all of them, or none (SAFE-01, SAFE-02).

New bytes go to temporary files beside the targets and are read back; only then each target is
replaced in one move of the file system. Where that fails half-way, the old bytes are put back.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from klimaeditor import texts
from klimaeditor.dataset.texts import half_saved
from klimaeditor.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from klimaeditor.changes import FileName

RETRIED_WINERRORS = frozenset({5, 32, 33})
BACKOFF = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Pauses in seconds between the attempts to replace a file."""


def replace_all(
    folder: Path,
    planned: Mapping[FileName, bytes],
    check: Callable[[Iterable[FileName]], None] | None,
) -> None:
    """Write *planned* into *folder*.

    *check* is called immediately before the first file is replaced and refuses by raising; without
    one, the folder is created where it is missing. Raises DatasetError; then nothing has changed.
    """
    temporary = {file: folder / f".{file}.{os.getpid()}.tmp" for file in planned}
    file = next(iter(planned))
    try:
        if check is None:
            folder.mkdir(parents=True, exist_ok=True)
        for file, data in planned.items():
            _write_durably(temporary[file], data, folder / file)
        if check is not None:
            check(planned)
        _replace(folder, temporary, planned)
    except OSError as error:
        raise DatasetError(texts.cannot_write(file, os_reason(error))) from error
    finally:
        for path in temporary.values():
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a temporary file that is there; Windows needs it writable for that."""
    with suppress(OSError):
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
        path.unlink()


def _write_durably(path: Path, data: bytes, target: Path) -> None:
    """Write a temporary file, see that it is on the disk, and give it the target's permissions."""
    _remove(path)
    with path.open("wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    if path.read_bytes() != data:
        raise DatasetError(texts.cannot_write(target.name, texts.READ_BACK_FAILED))
    with suppress(OSError):
        shutil.copymode(target, path)


def _replace(
    folder: Path, temporary: Mapping[FileName, Path], planned: Mapping[FileName, bytes]
) -> None:
    """Replace the targets one after the other; a failure puts back those already replaced."""
    old: dict[FileName, bytes | None] = {}
    for file, path in temporary.items():
        target = folder / file
        try:
            before = target.read_bytes() if target.exists() else None
            _retrying(path, target)
            old[file] = before
            reason = "" if target.read_bytes() == planned[file] else texts.READ_BACK_FAILED
        except OSError as error:
            reason = os_reason(error)
        if reason:
            left = [done.value for done, data in old.items() if not _put_back(folder, done, data)]
            sentence = half_saved(file, left) if left else texts.cannot_write(file, reason)
            raise DatasetError(sentence)


def _put_back(folder: Path, file: FileName, data: bytes | None) -> bool:
    """Give a file its old content again, or take it away; tell whether that worked."""
    target = folder / file
    path = folder / f".{file}.{os.getpid()}.old.tmp"
    try:
        if data is None:
            target.unlink()
        else:
            _write_durably(path, data, target)
            _retrying(path, target)
    except (OSError, DatasetError):
        return False
    finally:
        _remove(path)
    return True


def _retrying(source: Path, target: Path) -> None:
    """Move *source* over *target*, again after a pause where another program holds the file.

    Virus scanners, the indexer and OneDrive do so for a moment (SAFE-02).
    """
    for pause in BACKOFF:
        try:
            source.replace(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in RETRIED_WINERRORS:
                raise
            time.sleep(pause)
        else:
            return
    source.replace(target)


def os_reason(error: OSError) -> str:
    """Return the German reason for an error of the operating system."""
    return texts.os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
