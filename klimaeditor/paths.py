"""Where the program's own files and the user's local files lie, and the door to any file."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import platformdirs

APP = "Klimaeditor"
_BINARY = getattr(os, "O_BINARY", 0)
AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe waits for whoever is at its other end; of ordinary files this changes nothing."""
_CHUNK = 1024 * 1024


def read_at_most(path: Path, most: int | None = None) -> bytes:
    """Return the first *most* bytes of a file (None: all of it). Every file is read through here.

    Never waits for another program: a pipe, a socket or a device, which might never end, is an
    OSError (ENODEV, ENXIO), a folder and a missing file are, too. Who wants to know whether there
    is more than it takes asks for one byte more.
    """
    handle = os.open(path, os.O_RDONLY | _BINARY | AT_ONCE)
    parts = []
    try:
        kind = os.fstat(handle).st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))
        rest = _CHUNK if most is None else most
        while rest and (part := os.read(handle, min(rest, _CHUNK))):
            parts.append(part)
            rest -= 0 if most is None else len(part)
    finally:
        os.close(handle)
    return b"".join(parts)


def resources() -> Path:
    """Return the folder of shipped resources, in the source tree and in a frozen program."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parent.parent) / "resources"


def sample_dataset() -> Path:
    """Return the folder of the shipped sample dataset; it is never written to."""
    return resources() / "sample"


def user_data() -> Path:
    """Return the user's local folder of the program (Windows: %LOCALAPPDATA%); may not exist."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def user_config() -> Path:
    """Return the user's folder of settings (Windows: %APPDATA%); may not exist (DEL-04)."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False, roaming=True))
