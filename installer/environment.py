"""A clean Python with nothing but the pinned packages: what is bundled is what was locked."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import sysconfig
from ctypes.util import find_library
from typing import TYPE_CHECKING, Final

from installer import lock, runtime
from installer.commands import run
from installer.console import stop
from installer.project import LINUX, WINDOWS, host

if TYPE_CHECKING:
    from pathlib import Path

    from installer.project import Target

STAMP: Final = "klimaeditor.stamp"
_PIP: Final = ("-m", "pip", "install", "-q", "--no-deps", "--only-binary=:all:", "--no-compile",
               "--disable-pip-version-check", "--require-hashes")


def ensure(target: Target) -> Path:
    """Return the Python of the clean environment for the target; made where missing or stale."""
    version = ".".join(map(str, sys.version_info[:2]))
    wanted = lock.PYTHON[target.name]
    if target.is_native and version != wanted:
        stop(f"the pinned packages are for Python {wanted}, this is {version}. "
             f"Please start build_installer.py with Python {wanted}.")
    folder = target.folder / "python"
    python = _python_of(folder, target)
    if _read(folder / STAMP) == _stamp():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    if target.is_native:
        base = getattr(sys, "_base_executable", None) or sys.executable
        run([base, "-m", "venv", folder], "Making the clean environment")
        run([python, *_PIP, *_locks()], "Installing the pinned packages")
    elif target.name == WINDOWS:
        runtime.unpack(folder)
        tags = [word for tag in lock.PLATFORMS[WINDOWS] for word in ("--platform", tag)]
        command = [sys.executable, *_PIP, "--python-version", wanted, "--implementation", "cp"]
        run([*command, *tags, "--target", folder / "Lib" / "site-packages", *_locks()],
            "Installing the pinned packages for Windows")
    else:
        stop("a Linux bundle is built on Linux.")
    (folder / STAMP).write_text(_stamp(), encoding="utf-8")
    return python


def missing_python() -> list[str]:
    """Return the Debian packages without which this machine's Python makes no Linux bundle.

    PyInstaller bundles Python's library, which Debian keeps apart from the interpreter.
    """
    python = f"python{lock.PYTHON[LINUX]}"
    if sys.version_info[:2] != tuple(map(int, lock.PYTHON[LINUX].split("."))):
        return [python]
    if sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return []
    return [] if find_library(python) else [f"lib{python}"]


def packages(target: Target) -> Path:
    """Return the folder of the installed packages of the target's environment."""
    folder = target.folder / "python"
    if target.name == LINUX:
        return folder / "lib" / f"python{lock.PYTHON[LINUX]}" / "site-packages"
    return folder / "Lib" / "site-packages"


def _python_of(folder: Path, target: Target) -> Path:
    if target.name == LINUX:
        return folder / "bin" / "python"
    return folder / "Scripts" / "python.exe" if host() == WINDOWS else folder / "python.exe"


def _locks() -> list[str]:
    return [word for file in (lock.RUNTIME, lock.BUILDING) for word in ("-r", str(file))]


def _stamp() -> str:
    content = b"".join(file.read_bytes() for file in (lock.RUNTIME, lock.BUILDING))
    content += runtime.recipe().encode()
    return f"{os.name} {sys.version_info[:3]} {hashlib.sha256(content).hexdigest()}\n"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
