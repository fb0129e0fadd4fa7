"""Size and start of our bundle, measured against that of an empty window in one run."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from installer import environment
from installer.bundle import size_of
from installer.commands import run
from installer.console import megabytes, say, stop
from installer.project import HERE, ROOT, Target
from installer.table import Table
from installer.wine import Wine, windows_path

RUNS: Final = 9
MOST_SIZE: Final = 1.5
MOST_START: Final = 2.0
EMPTY: Final = "Leer"


def compare(target: Target) -> int:
    """Build the empty window untrimmed and trimmed like ours, measure all three, print the ratios.

    The bounds are judged against the trimmed one, the stricter of the two. The start is measured
    where the target is native. Returns 0: a busy machine is no reason to hold a release back.
    """
    if not target.program.is_file():
        stop(f"there is no {target.name} bundle; please run the step bundle first.")
    bundles = {"Klimaeditor": target.bundle}
    for trimmed in (False, True):
        looks = "trimmed" if trimmed else "as it comes"
        bundles[f"empty window, {looks}"] = _empty(target, trimmed)
    sizes = {name: size_of(folder) for name, folder in bundles.items()}
    for name, size in sizes.items():
        say(f"{name}: {megabytes(size)}")
    table, base = Table(), list(sizes.values())[-1]
    _judge(table, "size", sizes["Klimaeditor"] / base, MOST_SIZE)
    if target.is_native:
        _compare_starts(target, bundles, table)
    return 0


def _compare_starts(target: Target, bundles: dict[str, Path], table: Table) -> None:
    empty = list(bundles.values())[-1] / f"{EMPTY}{target.suffix}"
    screen = ["-platform", "offscreen"]
    times: dict[str, list[float]] = {"ours": [], "empty": []}
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:  # a start leaves its lock, as it does not end
            shutil.copytree(ROOT / "resources" / "sample", Path(folder) / "datensatz")
            times["ours"].append(_seconds([str(target.program), "--start-only", folder, *screen]))
            times["empty"].append(_seconds([str(empty), *screen]))
    first, second = (statistics.median(found) for found in times.values())
    say(f"start to usable form: {first:.2f} s, empty window: {second:.2f} s (median of {RUNS})")
    _judge(table, "start", first / second, MOST_START)


def _judge(table: Table, what: str, ratio: float, most: float) -> None:
    fault = "above the bound" if ratio > most else ""
    table.note(f"{what}: {ratio:.2f} of the empty window, at most {most}", fault)


def _empty(target: Target, trimmed: bool) -> Path:
    """Build the bundle of an empty window and return it; an earlier one is kept."""
    name = "trimmed" if trimmed else "plain"
    folder = target.folder / "empty" / name
    made = folder / "bundle" / EMPTY
    if (made / f"{EMPTY}{target.suffix}").is_file():
        return made
    shutil.rmtree(folder, ignore_errors=True)
    python = environment.ensure(target)
    path = str if target.is_native else windows_path
    command = [
        str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath",
        path(folder / "bundle"), "--workpath", path(folder / "work"), path(HERE / "empty.spec"),
    ]
    variables = {"KLIMAEDITOR_TRIM": "1" if trimmed else ""}
    if target.is_native:
        run(command, "PyInstaller", variables, ROOT)
    else:
        with Wine(target.folder / "wine") as wine:
            wine(*command, seconds=1200, folder=ROOT, environment=variables)
    return made


def _seconds(command: list[str]) -> float:
    started = time.monotonic()
    subprocess.run(  # noqa: S603 - fixed arguments or paths of our own
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        check=True, cwd=os.sep, timeout=60,
    )
    return time.monotonic() - started
