"""Files up to the bounds: how long until a result or a refusal, and how much memory it takes.

Each file is taken in by the command line in a process of its own. Claimed are 5 s of the processor
and 300 MB, the start of the program included. The files are those of the torture with one seed, a
table of 5,000 rows among them, and our own export and request of 10,000 measures.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import bench_excel
from benchmarks.common import Result, generate, show
from klimaeditor.paths import sample_dataset
from tests.torture.bounded_files import RECIPES

ROOT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 5.0, 300.0
COUNT = 10_000


def main() -> int:
    """Measure all; with numbers, an export of so many measures instead of 10,000."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    times, memory = [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = Path(shutil.copytree(sample_dataset(), folder / "sample"))
        for recipe in RECIPES:
            made = recipe(random.Random(1))  # noqa: S311 - no secret
            path = folder / f"{recipe.__name__}{'.xlsx' if isinstance(made, bytes) else '.csv'}"
            path.write_bytes(made if isinstance(made, bytes) else made.encode())
            _add(path.name, ["import", str(data), str(path), "--dry-run"], times, memory)
        large = generate(folder / "large", count)
        for step in ("export", "request"):
            command = [sys.executable, "-m", "benchmarks.bench_excel", "step", step, str(large)]
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - ours
        for what, name in (("open", bench_excel.DATASET), ("return", bench_excel.REQUEST)):
            size = (large / name).stat().st_size // 1024
            command = [sys.executable, "-m", "benchmarks.bench_excel", "step", what, str(large)]
            _measure(f"{what}: {count} measures, {size} KB", command, times, memory)
    return show("seconds of the processor", times) | show("megabytes", memory)


def _add(what: str, words: list[str], times: list[Result], memory: list[Result]) -> None:
    _measure(what, [sys.executable, "-m", "klimaeditor", *words], times, memory)


def _measure(what: str, command: list[str], times: list[Result], memory: list[Result]) -> None:
    """Run a command and add what it took."""
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)  # noqa: S603 - ours
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    times.append(Result(what, seconds, SECONDS, f"≤ {SECONDS:g} s", seconds <= SECONDS))
    kept = megabytes <= MEGABYTES
    memory.append(Result(what, megabytes, MEGABYTES, f"≤ {MEGABYTES:g} MB", kept))


if __name__ == "__main__":
    sys.exit(main())
