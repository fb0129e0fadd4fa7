"""All benchmarks, one after the other, within ten minutes, and one table of what they found.

Each runs in a process of its own. Where time runs short, fewer rounds are made (see
:func:`benchmarks.common.enough`); what did not come to its end within the time is named, and what
it had found until then stands in the table.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks import bench_keys
from benchmarks.common import FOUND, UNTIL

SECONDS: Final = 600
KEPT_BACK: Final = 15
"""Seconds for ending what runs, and for the table."""
MOST_EACH: Final = 200
"""Seconds for one of them, so that no other is left out for it."""
FIRST: Final = ("start", "keys", "core", "excel")
"""What says most comes first."""


def main(arguments: list[str]) -> int:
    """Run all, print the table; with `--write` it goes into README.md. Returns 0, whatever it says.

    A promise that is not kept says NO in its line: figures of a shared machine stop nobody.
    """
    end = time.monotonic() + SECONDS - KEPT_BACK
    scripts = {
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    }
    order = (*FIRST, *sorted(scripts - set(FIRST)))
    unfinished = []
    with tempfile.TemporaryDirectory() as home:
        found = Path(home) / "found"
        environment = {
            **os.environ,
            FOUND: str(found),
            UNTIL: str(time.time() + end - time.monotonic()),
        }
        for name in order:
            begun = time.monotonic()
            if not _ran(name, environment, min(MOST_EACH, end - begun)):
                unfinished.append(name)
            print(f"-- {name}: {time.monotonic() - begun:.0f} s", flush=True)
        lines = found.read_text(encoding="utf-8").splitlines() if found.exists() else []
    text = table([json.loads(line) for line in lines])
    text += f"\n\nTaken on {bench_keys.machine()}."
    if unfinished:
        text += f" Not to its end: {', '.join(unfinished)}."
    print(f"\n{text}")
    if "--write" in arguments:
        bench_keys.write(text)
    return 0


def table(found: list[dict[str, str]]) -> str:
    """Return the lines of all benchmarks as one Markdown table."""
    heads = ("measured", "ours", "against", "ratio", "claim", "")
    lines = [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|---|---|"]
    title = ""
    for line in found:
        if line["title"] != title:
            title = line["title"]
            lines.append(f"| **{title}** | | | | | |")
        cells = (line[key] for key in ("what", "ours", "reference", "ratio", "claim", "mark"))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _ran(name: str, environment: dict[str, str], seconds: float) -> bool:
    """Run one benchmark for at most *seconds*; False where it did not come to its end."""
    if seconds <= 0:
        return False
    command = [sys.executable, "-m", f"benchmarks.bench_{name}"]
    process = subprocess.Popen(  # noqa: S603 - our own
        command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        said = process.communicate(timeout=seconds)[1]
    except subprocess.TimeoutExpired:
        _end(process)
        return False
    if process.returncode not in (0, 1) or "Traceback" in said:
        print(said[-2000:])
        return False
    return True


def _end(process: subprocess.Popen[str]) -> None:
    """End a benchmark and the processes that it measures."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
