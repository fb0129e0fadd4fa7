"""The command line from its start to its end, against a Python that does nothing.

Hooks, merge drivers and CI call it for each file or commit, so what it loads before it works is
most of what it takes. All are started in turn in one run, and what counts is the least processor
time of each: a busy machine concerns that little.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.common import Result, generate, show
from klimaeditor.paths import sample_dataset

ROUNDS = 15
CLAIMS = {"--version": 8.0, "fields": 8.0, "check (21 measures)": 12.0}


def main() -> int:
    """Start the commands in turn; returns 1 where a claim is not kept."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        dataset = generate(folder / "68", 68)
        file = sample_dataset() / "measures.json"
        versions = [folder / name for name in ("base", "ours", "theirs")]
        for version in versions:
            version.write_bytes(file.read_bytes())
        calls = {
            "--version": ["--version"],
            "fields": ["fields"],
            "check (21 measures)": ["check", sample_dataset()],
            "check (68 measures)": ["check", dataset],
            "check (68 measures, JSON)": ["check", dataset, "--format", "json"],
            "git text": ["git", "text", file],
            "merge": ["merge", *versions, "daten/measures.json"],
            "--help": ["--help"],
        }
        nothing: list[float] = []
        times: dict[str, list[float]] = {name: [] for name in calls}
        for turn in range(ROUNDS + 1):
            taken = {name: _run("-m", "klimaeditor", *words) for name, words in calls.items()}
            if turn:  # the first one compiles
                nothing.append(_run("-c", "pass"))
                for name, seconds in taken.items():
                    times[name].append(seconds)
    reference = min(nothing)
    return show(
        "The command line, processor time against python -c pass",
        [_result(name, min(taken), reference) for name, taken in times.items()],
    )


def _result(name: str, taken: float, reference: float) -> Result:
    most = CLAIMS.get(name)
    claim = "" if most is None else f"≤ {most:g} ×"
    return Result(name, taken, reference, claim, kept=most is None or taken <= most * reference)


def _run(*words: object) -> float:
    """Return the processor time of a Python of its own, in seconds."""
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, *map(str, words)],
        env=environment,
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        check=False,
    )
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
