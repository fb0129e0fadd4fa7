"""Starting other programs: what is missing is named with its package, what fails with its words."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

from installer.console import stop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PACKAGES: Final = {
    "wine": "wine wine64",
    "Xvfb": "xvfb",
    "makensis": "nsis",
    "wixl": "wixl",
    "wixl-heat": "wixl",
    "msiinfo": "msitools",
    "msibuild": "msitools",
    "osslsigncode": "osslsigncode",
    "openssl": "openssl",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32",
    "strip": "binutils",
    "objdump": "binutils",
}
"""Debian's package of every tool; on Windows only makensis is needed."""
ON_WINDOWS: Final = {
    "makensis": "Please install NSIS 3 (64-bit stubs included) and put its folder on the PATH.",
    "signtool": "Please install the signing tools of the Windows SDK and put them on the PATH.",
}
_WINDOWS_PLACES: Final = {"makensis": r"C:\Program Files (x86)\NSIS\makensis.exe"}
LAST_LINES: Final = 30


def need(*tools: str) -> None:
    """Stop with one sentence that names all missing tools and the command that installs them."""
    missing = [tool for tool in tools if not find(tool)]
    if not missing:
        return
    if os.name == "nt":
        stop(" ".join(ON_WINDOWS.get(tool, f"{tool} is missing.") for tool in missing))
    stop(
        f"missing: {', '.join(missing)}. On Debian and Ubuntu:\n"
        f"  apt-get install --no-install-recommends {' '.join(packages(*missing))}"
    )


def packages(*tools: str) -> list[str]:
    """Return Debian's packages of those tools that are not installed."""
    missing = [tool for tool in tools if not find(tool)]
    return list(dict.fromkeys(PACKAGES.get(tool, tool) for tool in missing))


def find(tool: str) -> str | None:
    """Return where a tool lies, None where it is not installed."""
    known = _WINDOWS_PLACES.get(tool, "") if os.name == "nt" else ""
    return shutil.which(tool) or (known if known and os.path.exists(known) else None)  # noqa: PTH110 - a plain string


def run(
    command: Sequence[str | Path],
    what: str,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> str:
    """Run a command and return what it printed; stop with its last lines where it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments or paths of our own
            [find(words[0]) or words[0], *words[1:]],
            env={**os.environ, **(environment or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        stop(f"{what} could not be started: {error}")
    if done.returncode:
        last = "\n".join(done.stdout.splitlines()[-LAST_LINES:])
        stop(f"{what} failed (exit code {done.returncode}):\n{last}")
    return done.stdout
