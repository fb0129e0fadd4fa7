"""A folder of files, written as a whole or not at all; a former one is replaced in one go.

The new folder is made beside the target, everything in it is on the disk and read back, then the
old one is moved aside and the new one takes its name. A process may be killed between any two
steps: what is found the next time is put right by :func:`settle`, which everybody calls first.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from klimaeditor.dataset import disk, windows
from klimaeditor.dataset.foldernames import refuse_reserved
from klimaeditor.dataset.processes import is_alive
from klimaeditor.publish import texts
from klimaeditor.publish.errors import PublicationError
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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


def write_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* (path with ``/`` -> content) as the folder *target*, which they then make up.

    What was there before is replaced; the caller has made sure that it may be. Raises
    PublicationError; then the former folder is as it was.
    """
    target = target.absolute()
    refuse_reserved(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        settle(target)
        fresh = _beside(target, _NEW)
        try:
            _fill(fresh, files)
            _swap(fresh, target)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    except OSError as error:
        reason = os_reason(error.errno, getattr(error, "winerror", None), error.strerror or "")
        raise PublicationError(texts.cannot_write(target.name, reason)) from error


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
            if getattr(error, "winerror", None) not in windows.HELD:
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
