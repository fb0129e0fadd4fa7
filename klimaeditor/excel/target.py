"""The file a workbook is written to: who has it open, and replacing it in one step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from klimaeditor.dataset import disk
from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages
from klimaeditor.excel.names import SUFFIX
from klimaeditor.paths import read_at_most
from klimaeditor.texts import os_reason

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_PATH: Final = 218  # SAFE-14
_RESERVED = re.compile(r"\A(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')
_SHARING = frozenset({32, 33})
_LARGEST_LOCK: Final = 4096
_WIDE = 55  # where an owner file of 165 bytes has the name in UTF-16, after its length


def refuse_bad_name(path: Path) -> None:
    """Raise WorkbookError where the name is none for a workbook (SEC-17)."""
    name = path.name
    if _RESERVED.fullmatch(name) or _FORBIDDEN.search(name) or name.startswith("~$"):
        raise WorkbookError(filemessages.reserved_name(name))
    if path.suffix.lower() != SUFFIX:
        raise WorkbookError(filemessages.target_suffix(name))


def refuse_locked(path: Path) -> None:
    """Raise WorkbookError where somebody has the workbook open (SAFE-08)."""
    found = find_lock(path)
    if found is not None:
        lock, holder = found
        other = free_name(path).name
        raise WorkbookError(filemessages.target_locked(path.name, holder, lock.name, other))


def find_lock(path: Path) -> tuple[Path, str] | None:
    """Return the lock file of Excel or LibreOffice beside *path* and who holds it ("" unknown)."""
    for lock, reader in (
        (path.with_name(f"~${path.name}"), _excel_holder),
        (path.with_name(f".~lock.{path.name}#"), _libreoffice_holder),
    ):
        try:
            if lock.is_file():
                return lock, reader(_read_if_allowed(lock))
        except OSError:
            continue
    return None


def free_name(path: Path) -> Path:
    """Return a name beside *path* that is not taken: ``X (2).xlsx``, else the next number."""
    number = 2
    while (found := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return found


def replace(path: Path, data: bytes) -> None:
    """Write *data* beside *path*, read it back and put it in place in one step.

    Raises WorkbookError; then a file that was there is as it was.
    """
    try:
        disk.write_whole(path, data)
    except disk.DamagedError as error:
        unread = filemessages.cannot_write(path.name, filemessages.READ_BACK_FAILED)
        raise WorkbookError(unread) from error
    except OSError as error:
        raise WorkbookError(_sentence(path, error)) from error


def _sentence(path: Path, error: OSError) -> str:
    winerror = getattr(error, "winerror", None)
    if winerror in _SHARING:
        return filemessages.target_in_use(path.name, free_name(path).name)
    return filemessages.cannot_write(
        path.name, os_reason(error.errno, winerror, error.strerror or "")
    )


def _read_if_allowed(lock: Path) -> bytes:
    """Return the lock's bytes; while Excel runs it may not be readable at all."""
    try:
        return read_at_most(lock, _LARGEST_LOCK)
    except OSError:
        return b""


def _excel_holder(data: bytes) -> str:
    """Return the name in an owner file: its length, the name in ANSI, and again in UTF-16."""
    length = int.from_bytes(data[_WIDE : _WIDE + 2], "little")
    wide = data[_WIDE + 2 : _WIDE + 2 + 2 * length]
    if length and len(wide) == 2 * length:
        return wide.decode("utf-16-le", "replace").strip()
    return data[1 : 1 + data[0]].decode("cp1252", "replace").strip() if data else ""


def _libreoffice_holder(data: bytes) -> str:
    """Return the name in a LibreOffice lock: full name, login, machine, separated by commas."""
    parts = [*data.decode("utf-8", "replace").split(","), "", ""]
    return parts[0].strip() or parts[1].strip()
