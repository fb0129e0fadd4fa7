"""Replacing a file the way Windows means it, so that rights and creation time stay (SAFE-03).

``ReplaceFileW`` works in several steps. It is always given a backup name: without one, a failure in
the middle (1176) leaves no file at all under the name; with one, both still exist.
"""

from __future__ import annotations

import ctypes
import errno
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeAlias

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
