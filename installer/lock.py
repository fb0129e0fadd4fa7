"""The pinned packages with their hashes: for running (`runtime.txt`) and for building.

`python -m installer.lock` renews both files after requirements.lock or the list below changed.
It asks pip for the wheels of both systems and notes their SHA-256; nothing else is trusted later.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from pathlib import Path
from typing import Final

from installer.commands import run
from installer.console import say
from installer.project import HERE, LINUX, ROOT, WINDOWS

PYTHON: Final = {WINDOWS: "3.13", LINUX: "3.11"}
"""Which Python a bundle runs on: the newest that can be had for Windows, on Linux Debian 12's."""
RUNTIME: Final = HERE / "locks" / "runtime.txt"
BUILDING: Final = HERE / "locks" / "build.txt"
RUNTIME_PACKAGES: Final = (
    "PySide6_Essentials", "annotated-types", "chunspell", "defusedxml", "et_xmlfile", "filelock",
    "lxml", "openpyxl", "platformdirs", "pydantic", "pydantic_core", "python-docx", "rapidfuzz",
    "shiboken6", "typing-inspection", "typing_extensions",
)
"""What the program needs when it runs; the versions come from requirements.lock."""
BUILD_PINS: Final = (
    "altgraph==0.17.5", "packaging==26.3", "pefile==2024.8.26", "pyinstaller==6.22.3",
    "pyinstaller-hooks-contrib==2026.9", "pywin32-ctypes==0.2.3", "setuptools==84.2.1",
)
"""PyInstaller and what it needs, that for Windows included: pip judges markers by the host."""
PLATFORMS: Final = {
    WINDOWS: ("win_amd64",),
    LINUX: (
        *(f"manylinux_2_{minor}_x86_64" for minor in (36, 35, 34, 31, 28, 26, 17)),
        "manylinux2014_x86_64",
    ),
}
_HEADER: Final = "# Made by `python -m installer.lock`; one hash for each system's wheel.\n"


def pins(lock: str) -> dict[str, str]:
    """Return the version of every package that a lock file's text names."""
    return dict(re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE))


def runtime_pins() -> list[str]:
    """Return the run-time packages as requirements.lock pins them."""
    versions = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    return [f"{name}=={versions[name]}" for name in RUNTIME_PACKAGES]


def download_command(platform: str, target: Path) -> list[str]:
    """Return the start of pip's call that fetches wheels for a system, whatever this one is."""
    tags = [word for tag in PLATFORMS[platform] for word in ("--platform", tag)]
    return [
        sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
        "--disable-pip-version-check", "--python-version", PYTHON[platform],
        "--implementation", "cp",
        *tags, "-d", str(target),
    ]


def locked(requirements: list[str]) -> str:
    """Return the text of a lock file for the requirements."""
    lines = []
    for requirement in requirements:
        hashes: set[str] = set()
        for platform in PLATFORMS:
            with tempfile.TemporaryDirectory() as folder:
                run([*download_command(platform, Path(folder)), requirement], requirement)
                hashes |= {
                    hashlib.sha256(wheel.read_bytes()).hexdigest()
                    for wheel in Path(folder).iterdir()
                }
        parts = [requirement, *(f"--hash=sha256:{one}" for one in sorted(hashes))]
        lines.append(" \\\n    ".join(parts))
    return _HEADER + "\n".join(lines) + "\n"


def main() -> int:
    """Write both lock files anew."""
    for target, requirements in ((RUNTIME, runtime_pins()), (BUILDING, list(BUILD_PINS))):
        target.write_text(locked(requirements), encoding="utf-8", newline="\n")
        say(f"{target.relative_to(ROOT)}: {len(requirements)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
