"""Sdist and wheel, and the proof that the wheel works: without Qt, and with the extra `window`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import tomllib
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from installer import lock
from installer.console import say, stop
from installer.project import DIST, ROOT, VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "__pycache__", "*.egg-info", ".*_cache", "node_modules"
)
PIP: Final = ("-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check")
SDIST: Final = "import sys; from setuptools import build_meta as b; b.build_sdist(sys.argv[1])"
PACK: Final = ("-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w")
LOCK: Final = ROOT / "requirements.lock"
WITHOUT_QT: Final = """
import importlib.util as u, pathlib, subprocess, sys
assert u.find_spec("PySide6") is None, "Qt came along"
from klimaeditor.api import open_dataset
data = open_dataset(sys.argv[1])
assert data.measures and data.fix() > 0
program = pathlib.Path(sys.executable).with_name("klimaeditor-fenster")
done = subprocess.run([program], capture_output=True, encoding="utf-8")
assert done.returncode == 2 and "klimaeditor[window]" in done.stderr, done
"""
WITH_QT: Final = """
from ui.app import make_application
from ui import theme
assert make_application(["probe"]) is not None
"""
NEEDED: Final = ("LICENSE", "docs/api.md", "klimaeditor/py.typed", "resources/sample/measures.json")


def build() -> None:
    """Build both from a copy of the project, try the wheel in two clean environments, keep both."""
    with tempfile.TemporaryDirectory(prefix="klimaeditor-wheel-") as folder:
        here = Path(folder)
        shutil.copytree(ROOT, here / "source", ignore=LEFT_OUT)
        made = here / "made"
        made.mkdir()
        tools = _environment(here / "tools", _build_requires())
        _run([tools, "-c", SDIST, made], here / "source")
        (sdist,) = made.glob("*.tar.gz")
        shutil.unpack_archive(sdist, here / "unpacked", filter="data")
        (inside,) = (here / "unpacked").iterdir()
        lacking = [name for name in NEEDED if not (inside / name).is_file()]
        if lacking:
            stop(f"the sdist lacks {', '.join(lacking)}")
        _run([tools, *PACK, made, inside])
        (wheel,) = made.glob("*.whl")
        _try(wheel, here)
        DIST.mkdir(exist_ok=True)
        for file in (sdist, wheel):
            shutil.copy2(file, DIST / file.name)
            say(f"{file.name}, {file.stat().st_size / 1e6:.1f} MB")


def _try(wheel: Path, here: Path) -> None:
    """Install the wheel as others do, without and with the window, and use it there."""
    sample = here / "source" / "resources" / "sample"
    versions = here / "versions.txt"  # without hashes, which would be asked of our wheel as well
    found = lock.pins(LOCK.read_text(encoding="utf-8"))
    versions.write_text("".join(f"{name}=={pin}\n" for name, pin in found.items()), "utf-8")
    plain = _environment(here / "plain", ["-c", str(versions), str(wheel)])
    _run([plain, "-c", WITHOUT_QT, sample], here)
    said = _run([plain.with_name("klimaeditor"), "--version"], here)
    if VERSION not in said:
        stop(f"klimaeditor --version says {said!r}")
    _run([plain.with_name("klimaeditor"), "check", sample], here, codes=(0, 1))
    window = _environment(here / "window", ["-c", str(versions), f"{wheel}[window]"])
    _run([window, "-c", WITH_QT], here)


def _build_requires() -> list[str]:
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requires: list[str] = found["build-system"]["requires"]
    return [*requires, "wheel"]


def _environment(folder: Path, requirements: Sequence[str]) -> Path:
    """Return the interpreter of a new environment with what pip calls *requirements*."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    _run([python, *PIP, *requirements])
    return python


def _run(
    command: Sequence[str | Path], folder: Path | None = None, codes: Sequence[int] = (0,)
) -> str:
    """Return what a command prints; stop where it ends with another code than those."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(  # noqa: S603 - fixed commands
        [str(word) for word in command],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in codes:
        stop(f"{Path(command[0]).name} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout
