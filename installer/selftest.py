"""The bundle tries itself: both programs run their self-test, and the file they write judges."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Final, TypeAlias

from installer.console import say, stop
from installer.project import VERSION
from installer.wine import Wine, windows_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from installer.project import Target

Runner: TypeAlias = "Callable[..., tuple[int, str]]"
SECONDS: Final = 180
ATTEMPTS: Final = 2
"""Once in some hundred starts Wine ends a program after it did its work; the file then judges."""


def test(target: Target) -> None:
    """Run the self-test of both programs of a bundle; stop where a step fails."""
    if target.is_native:
        _both(target, _natively, str, target.folder)
        return
    with Wine(target.folder / "wine") as wine:
        _both(target, wine, windows_path, target.folder)


def judge(run: Runner, command: list[str], report: Path) -> list[str]:
    """Run a self-test that writes *report*; return what is wrong with the result, [] for nothing.

    The exit code must be good as well, but a run that left no report gets a second chance.
    """
    said = ""
    for _ in range(ATTEMPTS):
        report.unlink(missing_ok=True)
        code, said = run(*command, seconds=SECONDS)
        if report.is_file():
            return faults(report, code)
    return [f"no result file; the program said: {said.strip()[-2000:]}"]


def faults(report: Path, code: int) -> list[str]:
    """Return what a result file and an exit code hold against a bundle."""
    result = json.loads(report.read_text(encoding="utf-8"))
    found = [f"{s['name']}: {s['detail']}" for s in result["steps"] if not s["passed"]]
    if result["version"] != VERSION:
        found.append(f"version {result['version']} instead of {VERSION}")
    if not result["frozen"]:
        found.append("this was not the frozen program")
    if code and not found:
        found.append(f"exit code {code} although all steps passed")
    return found


def window_command(program: str, report: str, picture: str, platform: str = "") -> list[str]:
    """Return the call of the windowed self-test; *platform* is Qt's name of a screen."""
    wish = ["--platform", platform] if platform else []
    return [program, "--selftest", "--result", report, "--picture", picture, *wish]


def _both(target: Target, run: Runner, path: Callable[[Path], str], folder: Path) -> None:
    report, picture = folder / "selftest.json", folder / "selftest.png"
    picture.unlink(missing_ok=True)
    commands = {
        target.console: [str(target.console), "selftest", "--result", path(report)],
        target.program: window_command(
            str(target.program), path(report), path(picture), "offscreen"
        ),
    }
    for program, command in commands.items():
        found = judge(run, command, report)
        if found:
            stop(f"self-test of {program.name} failed:\n  " + "\n  ".join(found))
        steps = len(json.loads(report.read_text(encoding="utf-8"))["steps"])
        say(f"self-test of {program.name}: all {steps} steps passed")
    if not picture.is_file():
        stop("the self-test left no picture of the window.")


def _natively(*words: str, seconds: float) -> tuple[int, str]:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments or paths of our own
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            encoding="utf-8", errors="replace", timeout=seconds, check=False, cwd=os.sep,
        )
    except subprocess.TimeoutExpired:
        return -1, f"no end after {seconds:.0f} s"
    return done.returncode, done.stdout
