"""Several processes note into one notebook at once and are killed at it, and no note is lost.

    python -m tests.torture.notetakers --processes 2 --kills 20

Each process adds notes one after the other, saves after each and then says its key. All are killed
at a moment by chance, in the midst of a save as a rule; a last one always is, and leaves a save to
be settled. In the end the notebook has to hold every note that was said to be kept, and the folder
nothing else. Exit code 0 only if it does.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from klimaeditor.files import save_journal
from klimaeditor.notes.notebook import new_note, with_entries
from klimaeditor.notes.notebook_file import NotebookError, load, save
from tests.notebook_helpers import NOW

ROOT = Path(__file__).resolve().parents[2]
NAME = "klima-notizen.json"
DYING = "--dying"
_LONGEST_S = 0.05
_BETWEEN_S = 0.03


def take_notes(path: Path) -> None:
    """Add notes until somebody ends this process; says the key of each that is kept."""
    kept, number = load(path), 0
    while True:
        number += 1
        note = new_note("bauen1", None, f"Notiz {number}", "anna", NOW)
        with suppress(NotebookError):  # somebody is at it for long: the next one takes this along
            kept = save(kept, with_entries(kept.notebook, [note]))
            sys.stdout.write(f"{note.key}\n")
            sys.stdout.flush()
        time.sleep(_BETWEEN_S)  # who notes something reads and writes meanwhile


def run(home: Path, processes: int, kills: int, seed: int) -> tuple[bool, str]:
    """Let processes note and die; return whether nothing is lost, and the report."""
    path, chance = home / NAME, random.Random(seed)  # noqa: S311 - no secret
    said: set[str] = set()
    interrupted = 0
    for _ in range(kills):
        running = [_start(path) for _ in range(processes)]
        for process in running:
            for _ in range(chance.randint(1, 3)):
                said.add(_heard(process))
        time.sleep(chance.uniform(0, _LONGEST_S))
        for process in running:
            process.kill()
            said |= set((process.communicate()[0] or "").split())
        interrupted += (home / save_journal.NAME).exists()
    _start(path, DYING).communicate()
    left_open = (home / save_journal.NAME).exists()
    found = set(load(path).notebook.notes)
    lost, left = said - found, {other.name for other in home.iterdir()} - {NAME}
    report = (
        f"kills {kills * processes + 1}, saves left to settle {interrupted + left_open}, "
        f"notes said {len(said)}, lost {len(lost)}, left over {sorted(left)}"
    )
    return not lost and not left and left_open, report


def die_in_a_save(path: Path) -> None:
    """Note something and die when all of it is written, and the save not yet ended."""
    save_journal.end = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    take_notes(path)


def _start(path: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.torture.notetakers", "--path", str(path), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours


def _heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def main() -> int:
    """Play both roles: a process that takes notes, or the one that starts and kills them."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.notetakers")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--path", type=Path)
    parser.add_argument(DYING, action="store_true")
    options = parser.parse_args()
    if options.path is not None:
        (die_in_a_save if options.dying else take_notes)(options.path)
    with tempfile.TemporaryDirectory() as home:
        well, report = run(Path(home), options.processes, options.kills, options.seed)
    sys.stdout.write(f"{report}\n")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
