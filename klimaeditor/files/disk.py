"""Every file-system call that writing makes, so that each can be made to fail in a test.

Nothing here knows datasets. All functions raise OSError and leave the decision to the caller.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import DatasetError
from klimaeditor.paths import AT_ONCE, read_at_most

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias


# --- words ---------------------------------------------------------------------------------------


def reserved_name(name: str) -> str:
    """Return the refusal of a folder name that Windows does not allow (SEC-17)."""
    return (
        f"Der Ordner kann nicht {quoted(name)} heißen, weil Windows diesen Namen nicht zulässt. "
        'Wählen Sie einen anderen Namen. Einzelheiten: Nicht erlaubt sind < > : " / \\ | ? *, '
        "ein Punkt oder Leerzeichen am Ende und die Namen CON, PRN, AUX, NUL, COM1 bis COM9 und "
        "LPT1 bis LPT9."
    )


# --- Replacing a file the way Windows means it, so that rights and creation time stay (SAFE-03) --
#
# ``ReplaceFileW`` works in several steps. It is always given a backup name: without one, a
# failure in
# the middle (1176) leaves no file at all under the name; with one, both still exist.

if TYPE_CHECKING:
    ReplaceCall: TypeAlias = Callable[[str, str, str], int]
    """ReplaceFileW of kernel32: target, source, backup -> 0, or the number of the error."""

IGNORE_MERGE_ERRORS: Final = 2
MOVED_AWAY: Final = 1177
"""The old file has got the backup's name and the new one could not take its place."""
HELD: Final = frozenset({5, 32, 33})
"""Somebody holds the file: virus scanner, indexer, OneDrive (a moment) or Excel (longer)."""

_ERRNO: Final = {2: errno.ENOENT, 3: errno.ENOENT, 5: errno.EACCES, 32: errno.EACCES}


class WindowsError(OSError):
    """An error of Windows with its number, also where Python runs elsewhere (in tests)."""

    def __init__(self, number: int, target: Path) -> None:
        super().__init__(_ERRNO.get(number, errno.EIO), f"Windows-Fehler {number}", str(target))
        self.winerror = number


def replace_file(source: Path, target: Path, backup: Path, call: ReplaceCall) -> bool:
    """Put *source* in the place of the existing *target*, which keeps rights and creation time.

    Returns False where this way is not to be had and the caller shall move the file plainly. Raises
    OSError, with ``winerror`` where somebody holds the file. Either way *target* is the old file.
    """
    backup.unlink(missing_ok=True)
    number = call(str(target), str(source), str(backup))
    if number == 0:
        with suppress(OSError):
            backup.unlink()
        return True
    if number == MOVED_AWAY:
        backup.replace(target)
    if number in HELD:
        raise WindowsError(number, target)
    return False


def kernel_call() -> ReplaceCall | None:
    """Return ``ReplaceFileW``, None where this is not Windows."""
    found: ReplaceCall | None = None
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - slow to load, and only Windows needs it

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        function = kernel.ReplaceFileW
        strings = [ctypes.c_wchar_p] * 3
        function.argtypes = [*strings, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p]
        function.restype = ctypes.c_int

        def call(target: str, source: str, backup: str) -> int:
            done = function(target, source, backup, IGNORE_MERGE_ERRORS, None, None)
            return 0 if done else ctypes.get_last_error()

        found = call
    return found


# --- Every file-system call that writing makes, so that each can be made to fail in a test -------

BACKOFF: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)
"""Pauses in seconds between the attempts to replace a file (SAFE-02: 3 s in all)."""
_BINARY: Final = getattr(os, "O_BINARY", 0)
_STEM: Final = 40  # of a name that may itself be as long as names can be


class DamagedError(OSError):
    """What was written does not read back as it was written."""


def digest(data: bytes | None) -> str | None:
    """Return the SHA-256 of *data*, None for None."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def read(path: Path, most: int | None = None) -> bytes | None:
    """Return the first *most* bytes of a file (None: all), None where there is no such file.

    A pipe or a device, which might never end, is an error (ENODEV).
    """
    try:
        return read_at_most(path, most)
    except FileNotFoundError:
        return None


def create(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file that must not exist yet; *durable* sees that it survives a power cut.

    Raises FileExistsError where it does; after any other OSError there is no such file, as far as
    that can be had.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
    handle = os.open(path, flags, 0o666)
    try:
        _fill(handle, data, durable=durable)
    except OSError:
        with suppress(OSError):
            remove(path)
        raise


def _fill(handle: int, data: bytes, *, durable: bool) -> None:
    try:
        rest = memoryview(data)
        while rest:
            written = os.write(handle, rest)
            if not written:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            rest = rest[written:]
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)


def create_checked(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a file that must not exist yet and read it back (SAFE-01); raises DamagedError."""
    create(path, data, durable=durable)
    expect(path, digest(data))


def sync(path: Path) -> None:
    """See that a file that was written before survives a power cut."""
    handle = os.open(path, os.O_RDWR | _BINARY | AT_ONCE)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def expect(path: Path, sha256: str | None) -> None:
    """Raise DamagedError unless the file has this content."""
    if digest(read(path)) != sha256:
        raise DamagedError(path.name)


def move(source: Path, target: Path, backup: Path) -> None:
    """Put *source* in the place of *target* in one step, again after a pause where it is held.

    Virus scanners, the indexer and OneDrive hold files for a moment (SAFE-02). *backup* is the name
    that Windows needs for a moment beside the target (SAFE-03). There is no other way: never delete
    and rename, never copy over.
    """
    for pause in BACKOFF:
        try:
            _move(source, target, backup)
        except OSError as error:
            if getattr(error, "winerror", None) not in HELD:
                raise
            time.sleep(pause)
        else:
            return
    _move(source, target, backup)


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Give a file that may be there a new content, all of it or none (SAFE-01).

    What is written beside it for a moment has a name of this process only; a file that was there
    keeps its rights. Raises OSError, DamagedError among them; then *path* is as it was.
    """
    temporary, spare = (
        path.with_name(f".{path.stem[:_STEM]}.{os.getpid()}.{end}") for end in ("tmp", "bak")
    )
    remove(temporary)
    try:
        create_checked(temporary, data, durable=durable)
        copy_mode(path, temporary)
        move(temporary, path, spare)
    except OSError:
        with suppress(OSError):
            remove(temporary)
        raise


def _move(source: Path, target: Path, backup: Path) -> None:
    call = kernel_call()
    if call is not None and replace_file(source, target, backup, call):
        return
    os.replace(source, target)  # noqa: PTH105 - a call to make fail, like its neighbours


def remove(path: Path) -> None:
    """Remove a file that may be missing; Windows needs it writable for that."""
    try:
        os.unlink(path)  # noqa: PTH108 - as above
    except FileNotFoundError:
        return
    except PermissionError:
        os.chmod(path, stat.S_IREAD | stat.S_IWRITE)  # noqa: PTH101 - as above
        os.unlink(path)  # noqa: PTH108 - as above


def is_write_protected(path: Path) -> bool:
    """Tell whether a file exists and is marked as read-only (attribute, or no w for its owner)."""
    with suppress(OSError):
        return not path.stat().st_mode & stat.S_IWRITE
    return False


def copy_mode(source: Path, target: Path) -> None:
    """Give *target* the permissions of *source*, as far as both have any."""
    with suppress(OSError):
        target.chmod(stat.S_IMODE(source.stat().st_mode))


def sync_folder(folder: Path) -> None:
    """See that names created and replaced in a folder are on the disk, where the system can."""
    if os.name == "nt":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_at(path: Path, size: int, data: bytes) -> None:
    """Write *data* behind the first *size* bytes of a file, cutting off what follows them there."""
    handle = os.open(path, os.O_WRONLY | _BINARY | AT_ONCE)
    try:
        os.ftruncate(handle, size)
        os.lseek(handle, size, os.SEEK_SET)
    except OSError:
        os.close(handle)
        raise
    _fill(handle, data, durable=True)


# --- Names of folders that Windows does not allow, refused before anything is created (SEC-17) ---

_DEVICE: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])( *\..*| *)", re.IGNORECASE
)
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')


def refuse_reserved(folder: Path) -> None:
    """Raise DatasetError where a folder that does not exist yet has a name Windows does not allow.

    On every system, because the dataset may be opened elsewhere. What exists is left in peace.
    """
    path = folder.absolute()
    while path != path.parent and not _exists(path):
        if _DEVICE.fullmatch(path.name) or _FORBIDDEN.search(path.name):
            raise DatasetError(reserved_name(path.name))
        path = path.parent


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
