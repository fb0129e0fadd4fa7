
"""The facts every step shares: names, version, places, the time that all files carry."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import klimaeditor

NAME: Final = "Klimaeditor"
CONSOLE: Final = "klimaeditor-cli"
"""The console twin. Windows tells no upper from lower case, so it cannot be klimaeditor.exe."""
CODE_FILE: Final = "klimaeditor.pyz"
"""The Python code of both programs, beside Python itself."""
PUBLISHER: Final = "Klimaeditor contributors"
VERSION: Final = klimaeditor.__version__
ROOT: Final = Path(__file__).resolve().parent.parent
HERE: Final = ROOT / "installer"
BUILD: Final = ROOT / "build" / "installer"
DIST: Final = ROOT / "dist"
ICON: Final = HERE / "klimaeditor.ico"
WINDOWS: Final = "windows"
LINUX: Final = "linux"
_NO_COMMIT: Final = 1767225600
"""2026-01-01, for a source tree without Git."""


@dataclass(frozen=True, slots=True)
class Target:
    """The system a bundle is for, and where its parts lie while it is built."""

    name: str

    @property
    def folder(self) -> Path:
        """Everything that is made on the way."""
        return BUILD / self.name

    @property
    def bundle(self) -> Path:
        """The finished one-folder program."""
        return self.folder / "bundle" / NAME

    @property
    def program(self) -> Path:
        """The windowed program in the bundle."""
        return self.bundle / f"{NAME}{self.suffix}"

    @property
    def console(self) -> Path:
        """The console twin in the bundle."""
        return self.bundle / f"{CONSOLE}{self.suffix}"

    @property
    def code(self) -> Path:
        """The archive of Python code that both programs read."""
        return self.bundle / "_internal" / CODE_FILE

    @property
    def suffix(self) -> str:
        """What the name of a program ends with."""
        return ".exe" if self.name == WINDOWS else ""

    @property
    def is_native(self) -> bool:
        """Tell whether this machine runs programs for the target by itself."""
        return self.name == host()


def host() -> str:
    """Return which of the two systems this machine is."""
    return WINDOWS if sys.platform == "win32" else LINUX


def setup_file() -> Path:
    """Return where the installer goes."""
    return DIST / f"{NAME}-{VERSION}-Setup.exe"


def msi_file() -> Path:
    """Return where the MSI goes."""
    return DIST / f"{NAME}-{VERSION}.msi"


def epoch() -> int:
    """Return the time that goes into the files: that of the last commit, in seconds since 1970."""
    return int(_git("log", "-1", "--format=%ct") or _NO_COMMIT)


def commit() -> str:
    """Return the commit built from, marked where files differ from it; "" without Git."""
    name = _git("rev-parse", "HEAD")
    return f"{name}+changes" if name and _git("status", "--porcelain") else name


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments or paths of our own
            ["git", "-C", str(ROOT), *arguments],  # noqa: S607 - whichever is installed
            capture_output=True, text=True, check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
