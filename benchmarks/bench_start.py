"""Start to a usable form, time and memory, against an empty PySide6 window.

Usable: all measures are read and checked, list, findings and the form of the first measure are
painted and take input. What nobody sees yet (the form below the fold, the other tabs, the texts of
the search) is made afterwards, in slices.

The second table says where the floor is (docs/decisions.md 35): the same number of Qt's plain
widgets, and reading and judging without any window, each started in the same run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import start_programs as programs
from benchmarks.common import Result, generate, show

_USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
MOST = 2.0
IDEAL = 1.35
ROUNDS = 6


def main() -> int:
    """Start the programs in turn; returns 1 where the claim is not kept."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = generate(Path(temporary) / "68", 68)
        arguments = [str(folder), str(Path(temporary) / "settings.ini")]
        plan = _run(programs.counting(), arguments)[0]
        codes = {
            "empty": programs.EMPTY,
            "editor": programs.EDITOR,
            "widgets": programs.WIDGETS,
            "core": programs.CORE,
            "python": programs.NOTHING,
        }
        times: dict[str, list[float]] = {name: [] for name in codes}
        memory: dict[str, int] = {}
        for turn in range(ROUNDS + 1):
            for name, program in codes.items():
                _, taken, kilobytes = _run(program, [*arguments, plan])
                if turn:  # the first one compiles
                    times[name].append(taken)
                memory[name] = kilobytes
    shortest = {name: min(taken) for name, taken in times.items()}
    reference = shortest["empty"]
    kept = shortest["editor"] <= MOST * reference
    claim = f"≤ {MOST:g} × (ideal {IDEAL:g})"
    code = show(
        "Start with 68 measures, checked",
        [
            Result(
                "usable form (against an empty window)", shortest["editor"], reference, claim, kept
            ),
        ],
    )
    core = shortest["core"] - shortest["python"]
    floor = shortest["widgets"] + core
    show(
        "Where its floor is",
        [
            Result(
                "as many plain widgets, same style", shortest["widgets"], reference, "", kept=True
            ),
            Result("reading and judging, no window", core, reference, "", kept=True),
            Result("both together", floor, reference, "", kept=True),
        ],
    )
    print(f"       memory: {memory['editor'] / 1024:.0f} MB, empty {memory['empty'] / 1024:.0f} MB")
    return code


def _run(code: str, arguments: list[str]) -> tuple[str, float, int]:
    """Return what it said, seconds from the start of the process to ready, and memory in KiB."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    environment["PYTHONPYCACHEPREFIX"] = str(Path(arguments[0]).parent / "compiled")
    given, settings = (Path(argument) for argument in arguments[:2])
    settings.unlink(missing_ok=True)
    copy = Path(shutil.copytree(given, given.parent / f"copy {time.time()}"))  # no lock of others
    environment |= dict.fromkeys(_USER_FOLDERS, str(given.parent / "user"))
    start = time.time()
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code, str(copy), str(settings), *arguments[2:]],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    *said, last = done.stdout.splitlines()
    ready, kilobytes = last.split()
    return "\n".join(said), float(ready) - start, int(kilobytes)


if __name__ == "__main__":
    sys.exit(main())
