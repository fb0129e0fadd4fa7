"""Windows programs on Linux: a prefix, a home and a screen of their own for each piece of work."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING, Final

from installer.commands import need, run
from installer.console import say, stop
from installer.project import HERE, epoch

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

SHIMS: Final = {"bcryptprimitives": ["-ladvapi32"], "icuuc": [], "mscms": []}
"""What Wine 8 lacks, with the libraries each links to; never part of a bundle."""
COMPILER: Final = "x86_64-w64-mingw32-gcc"
SETTLE_SECONDS: Final = 40
SCREEN: Final = "1280x900x24"


class Wine:
    """A Wine prefix in *folder*; calls run in it, and leaving the block ends everything in it."""

    def __init__(self, folder: Path) -> None:
        need("wine", "Xvfb", COMPILER)
        self.prefix, self._home, self.frame = folder / "prefix", folder / "home", folder / "screen"
        for path in (self._home, self.frame):
            path.mkdir(parents=True, exist_ok=True)
        self._screen, display = _screen(self.frame)
        self._environment = {
            **os.environ,
            "HOME": str(self._home),  # otherwise Wine links into the real home
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscms=n;winemenubuilder.exe=d;mscoree=;mshtml=",
            "DISPLAY": f":{display}",
            "LC_ALL": "C.UTF-8",  # otherwise umlauts in arguments break
            "SOURCE_DATE_EPOCH": str(epoch()),
            "PYTHONHASHSEED": "0",
        }

    def __enter__(self) -> Wine:
        if not (self.prefix / "system.reg").is_file():
            self._create()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.settle(kill=True)
        self._screen.terminate()
        self._screen.wait(10)

    def __call__(
        self, *words: str | Path, seconds: float = 120, folder: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Run a Windows program; return its exit code and what it printed.

        Waits for the process, not for the end of its output: Wine's services keep that open.
        """
        process = self.start(*words, folder=folder, environment=environment)
        heard = bytearray()
        listener = threading.Thread(target=_listen, args=(process, heard), daemon=True)
        listener.start()
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            code = -1
        listener.join(1.0)
        return code, heard.decode("utf-8", "replace")

    def start(
        self, *words: str | Path, folder: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a Windows program and return at once."""
        self._keep_screen()
        return subprocess.Popen(  # noqa: S603 - our own programs
            ["wine", *map(str, words)],  # noqa: S607 - whichever Wine is installed
            env={**self._environment, **(environment or {})},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def settle(self, kill: bool = False) -> None:
        """Wait until nothing runs in the prefix any more and its registry is written down."""
        if not kill and self._serve("-w"):
            return
        self._serve("-k")
        if not self._serve("-w"):
            say("something in the Wine prefix does not end")

    def _serve(self, switch: str) -> bool:
        """Call Wine's server; tell whether it was done in time."""
        command = ["wineserver", switch]
        try:
            subprocess.run(  # noqa: S603 - fixed arguments
                command, env=self._environment, check=False, timeout=SETTLE_SECONDS
            )
        except subprocess.TimeoutExpired:
            say(f"wineserver {switch} was not done after {SETTLE_SECONDS:.0f} s")
            return False
        return True

    def _keep_screen(self) -> None:
        """Start another screen where the one we had has ended."""
        if self._screen.poll() is not None:
            say(f"the screen ended ({self._screen.returncode}); starting another one")
            self._screen, display = _screen(self.frame)
            self._environment["DISPLAY"] = f":{display}"

    def _create(self) -> None:
        code, heard = self("wineboot", "-i", seconds=300)
        if code:
            stop(f"Wine could not make a prefix (exit code {code}):\n{heard}")
        system = self.prefix / "drive_c" / "windows" / "system32"
        for name, libraries in SHIMS.items():
            run([COMPILER, "-shared", "-O2", "-s", HERE / "shims" / f"{name}.c", *libraries,
                 "-o", system / f"{name}.dll"], f"Compiling {name}")
        self("winecfg", "-v", "win10")
        self.settle()
        for link in (self.prefix / "drive_c" / "users").glob("*/Desktop"):
            if link.is_symlink():  # Wine's installer removes an empty one, and what it leads to
                link.unlink()
                link.mkdir()
                (link / "desktop.ini").write_text("", encoding="ascii")  # as on Windows


def windows_path(path: Path) -> str:
    """Return how a Windows program under Wine names a file of this machine."""
    return "Z:" + str(path).replace("/", "\\")


def _screen(frame: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start an X server whose picture lies in *frame*; return it and its number."""
    reading, writing = os.pipe()
    said = (frame / "xvfb.log").open("a", encoding="utf-8")
    server = subprocess.Popen(  # noqa: S603 - fixed arguments
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-noreset",  # noqa: S607 - any
         "-nolisten", "tcp", "-fbdir", str(frame)],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=said,
    )
    said.close()
    os.close(writing)
    with os.fdopen(reading) as told:
        display = told.readline().strip()  # to its end: Xvfb writes number and line break apart
    if not display:
        stop("Xvfb did not start; does another one hold all displays?")
    return server, display


def _listen(process: subprocess.Popen[bytes], heard: bytearray) -> None:
    if process.stdout is None:
        return
    while block := os.read(process.stdout.fileno(), 65536):
        heard.extend(block)
