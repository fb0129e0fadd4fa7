"""Start to a usable form, time and memory, against an empty PySide6 window.

The first picture: list and the form of the first measure are painted with their values and what is
wrong with them, and take input. Judged: all other measures are checked, too, and the numbers in
the status bar are there. What nobody sees yet (the form below the fold, the other tabs, the texts
of the search) is made afterwards, in slices. Processor time counts, so that other programs matter
less.

The second table says where the floor is: the same number of Qt's plain
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
MOST, MOST_JUDGED = 2.5, 3.8
ROUNDS = 6


def main() -> int:
    """Start the programs in turn; returns 1 where the claim is not kept."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = generate(Path(temporary) / "68", 68)
        arguments = [str(folder), str(Path(temporary) / "settings.ini")]
        plan = _run(programs.counting(), arguments)[0].splitlines()[-1]
        codes = {
            "empty": programs.EMPTY,
            "editor": programs.EDITOR,
            "widgets": programs.WIDGETS,
            "core": programs.CORE,
            "python": programs.NOTHING,
        }
        times: dict[str, list[float]] = {name: [] for name in (*codes, "picture")}
        memory: dict[str, int] = {}
        for turn in range(ROUNDS + 1):
            for name, program in codes.items():
                said, taken, kilobytes = _run(program, [*arguments, plan])
                if turn:  # the first one compiles
                    times[name].append(taken)
                    if name == "editor":
                        times["picture"].append(float(said))
                memory[name] = kilobytes
    shortest = {name: min(taken) for name, taken in times.items()}
    reference = shortest["empty"]
    claims = (
        ("first picture, takes input (against an empty window)", shortest["picture"], MOST),
        ("all measures judged", shortest["editor"], MOST_JUDGED),
    )
    code = show(
        "Start with 68 measures",
        [
            Result(what, taken, reference, f"≤ {most:g} ×", taken <= most * reference)
            for what, taken, most in claims
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
    """Return what it said, seconds of processor time until it was ready, and memory in KiB."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    environment["PYTHONPYCACHEPREFIX"] = str(Path(arguments[0]).parent / "compiled")
    given, settings = (Path(argument) for argument in arguments[:2])
    settings.unlink(missing_ok=True)
    copy = Path(shutil.copytree(given, given.parent / f"copy {time.time()}"))  # no lock of others
    environment |= dict.fromkeys(_USER_FOLDERS, str(given.parent / "user"))
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
    return "\n".join(said), float(ready), int(kilobytes)


if __name__ == "__main__":
    sys.exit(main())
