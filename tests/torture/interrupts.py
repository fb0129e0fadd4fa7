"""Ctrl+C at any moment of a command: what it says about the disk is what is there.

    python -m tests.torture.interrupts --presses 200

A command edits one field of a copy of the sample; it gets a real SIGINT at a random moment between
the program's first line and its end, in every third run a second one soon after. Exit code 0 only
if every run ended with 130 or 0, without a traceback, in one true sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample"
STARTING = """
import os, runpy, sys
class First:
    def find_spec(self, name, *_):
        if name == "klimaeditor.cli":
            os.write(1, b">")
sys.meta_path.insert(0, First())
runpy.run_module("klimaeditor", run_name="__main__", alter_sys=True)
"""
"""Tells when the program's own first line is reached; what comes before is Python's."""
ENDED = (130, -signal.SIGINT)
"""What a shell calls 130: ended by the program, or by Python as it was ending already."""
NOTHING = "Abgebrochen. Es wurde nichts geschrieben."
WRITTEN = "Abgebrochen. Vorher fertig geschrieben: "
OPEN = "Abgebrochen, während "
PATIENCE_S = 60


def main(arguments: list[str] | None = None) -> int:
    """Press Ctrl+C so many times; return 1 where a sentence was not true."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.interrupts")
    parser.add_argument("--presses", type=int, default=40)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.randrange(2**32)  # noqa: S311
    chance = random.Random(seed)  # noqa: S311 - no secret
    seen: Counter[str] = Counter()
    faults = []
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(shutil.copytree(SAMPLE, Path(temporary) / "sample"))
        lasts = _run(data, "vorher", None)[3]
        for number in range(options.presses):
            value = f"Satz {number}."
            second = chance.random() / 50 if number % 3 == 0 else None
            pressed = _run(data, value, (chance.random() * lasts * 1.1, second))
            code, out, err, _ = pressed
            what, fault = _judge(code, err, now=_stored(data) == value)
            seen[what] += 1
            if fault:
                faults.append(f"{number}: {fault}: {code} {out!r} {err!r}")
    sys.stdout.write(f"seed {seed}: {dict(seen)}\n" + "".join(f"{line}\n" for line in faults))
    return 1 if faults else 0


def _run(
    data: Path, value: str, moments: tuple[float, float | None] | None
) -> tuple[int, str, str, float]:
    """Run one edit; return exit code, stdout, stderr, and the seconds after its first line."""
    words = ["--measure", "bauen1", "--field", "summary", "--value", value]
    environment = os.environ | {"XDG_DATA_HOME": str(data.parent / "home")}
    process = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", STARTING, "edit", str(data), *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    started = time.perf_counter()
    for pause in moments or ():
        if pause is not None:
            time.sleep(pause)
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out.decode(), err.decode(), time.perf_counter() - started


def _stored(data: Path) -> str:
    rows = json.loads((data / "additional_data.json").read_text(encoding="utf-8"))
    return next(row for row in rows if row["id"] == "bauen1").get("summary", "")


def _judge(code: int, err: str, *, now: bool) -> tuple[str, str]:
    """Return what a run said, and what is wrong with it ("" for nothing)."""
    if code == 0:
        return "too late", "" if now and not err else "ended well, but it is not on disk"
    if code not in ENDED or "Traceback" in err or err.count("\n") != 1:
        return "wrong", "not one sentence and 130"
    if err.startswith(NOTHING):
        return "nothing written", "said that nothing was written" if now else ""
    if err.startswith(WRITTEN):
        return "written", "" if now else "said that it was written"
    return ("open", "") if err.startswith(OPEN) else ("wrong", "another sentence")


if __name__ == "__main__":
    sys.exit(main())
