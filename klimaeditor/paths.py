"""Where the program's own files and the user's local files lie, and the door to any file."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import unicodedata
from pathlib import Path
from typing import Final

import platformdirs

APP = "Klimaeditor"
_BINARY = getattr(os, "O_BINARY", 0)
AT_ONCE = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe waits for whoever is at its other end; of ordinary files this changes nothing."""
_CHUNK = 1024 * 1024
MARKER: Final = "portable.ini"
"""Beside the frozen program: settings and local data lie beside it, too."""
PLACE: Final = "KLIMAEDITOR_DATEN"
"""The variable that names another folder of local data, as an administrator may (machine.py)."""
_MACHINE_FILE: Final = "klimaeditor.ini"
_PORTABLE: Final = "Daten"
_PORTABLE_SETTINGS: Final = "Einstellungen"
_LONGEST_NAME: Final = 90
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\s\x00-\x1f\x7f-\x9f]+')
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f"
    "\uffa0\U000e0000-\U000e0fff]"
)


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


def plain_name(text: str) -> str:
    """Return a text of the data as a file name, without suffix; "" where nothing is left.

    It is one that Windows and mail programs accept (SEC-17) and that reads as it is: no sign that
    steers the direction of writing, hides or shows nothing (Unicode's Cf, Cc, Cs, Co, Cn, and what
    is to be ignored where it is not known), which could make it look like another kind of file.
    """
    seen = "".join(
        char
        for char in _NOT_IN_NAMES.sub(" ", text)
        if not _UNSEEN.match(char) and not unicodedata.category(char).startswith("C")
    )
    name = " ".join(unicodedata.normalize("NFC", seen).split())
    return name[:_LONGEST_NAME].rstrip(". ")


def resources() -> Path:
    """Return the folder of shipped resources, in the source tree and in a frozen program."""
    bundled = getattr(sys, "_MEIPASS", None)
    return (Path(bundled) if bundled else Path(__file__).resolve().parent.parent) / "resources"


def sample_dataset() -> Path:
    """Return the folder of the shipped sample dataset; it is never written to."""
    return resources() / "sample"


def portable_data() -> Path | None:
    """Return the folder beside a portable program for all it keeps, None where it is not portable.

    A frozen program is where a file MARKER lies beside it (DEL-01); the folder may not exist.
    """
    home = Path(sys.executable).parent
    is_portable = getattr(sys, "frozen", False) and (home / MARKER).is_file()
    return home / _PORTABLE if is_portable else None


def user_data() -> Path:
    """Return the user's local folder of the program; may not exist.

    Beside a portable program, else the folder of PLACE, else Windows' %LOCALAPPDATA%.
    """
    beside, moved = portable_data(), Path(os.environ.get(PLACE, ""))
    if beside is not None:
        return beside
    return moved if moved.is_absolute() else Path(platformdirs.user_data_dir(APP, appauthor=False))


def user_config() -> Path:
    """Return the user's folder of settings; may not exist (DEL-04).

    Beside a portable program, else Windows' %APPDATA%.
    """
    beside = portable_data()
    if beside is not None:
        return beside / _PORTABLE_SETTINGS
    return Path(platformdirs.user_config_dir(APP, appauthor=False, roaming=True))


def machine_file() -> Path:
    """Return where the machine's defaults lie (machine.py); the file may not exist."""
    return machine_config() / _MACHINE_FILE


def machine_config() -> Path:
    """Return the folder of what an administrator decides (DEL-04); may not exist."""
    return Path(platformdirs.site_config_dir(APP, appauthor=False))
