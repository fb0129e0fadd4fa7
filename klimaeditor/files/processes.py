"""Who is who: this process, and whether another one on this machine still lives."""

from __future__ import annotations

import os
import sys
from typing import Final

from klimaeditor.model.dataclass import dataclass

_QUERY: Final = 0x1000
_STILL_ACTIVE: Final = 259
_INVALID_PARAMETER: Final = 87
_LARGEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Identity:
    """A person at a machine in a process."""

    user: str
    host: str
    pid: int


def this_process() -> Identity:
    """Return who is running this; the user is "" where the system does not say."""
    import getpass  # noqa: PLC0415 - both are slow to load, and only who writes needs to be known
    import platform  # noqa: PLC0415 - see above

    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):
        user = ""
    return Identity(user, platform.node(), os.getpid())


def is_alive(pid: int) -> bool:
    """Tell whether a process with this number runs on this machine; unknown counts as alive."""
    return 0 < pid <= _LARGEST and _runs(pid)


if sys.platform == "win32":
    import ctypes  # slow to load

    def _runs(pid: int) -> bool:
        """Ask for the exit code; ``os.kill(pid, 0)`` would end the process here."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(_QUERY, 0, pid)
        if not handle:
            return ctypes.get_last_error() != _INVALID_PARAMETER
        code = ctypes.c_uint32()
        try:
            known = kernel.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(code))
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))
        return not known or code.value == _STILL_ACTIVE

else:

    def _runs(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True
