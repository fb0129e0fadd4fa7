"""Where the program's own files and the user's local files lie."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

APP = "Klimaeditor"


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
