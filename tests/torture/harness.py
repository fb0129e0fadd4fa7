"""Kill the program at random moments or at each point, many times, and count what is torn or lost.

    python -m tests.torture.harness --kills 500
    python -m tests.torture.harness --kills 50 --seed 7 --mode cli

Modes: ``loop`` is a process that edits, writes its recovery journal and saves all four files, over
and over (forked where the system can, so that kills are cheap); ``points`` is the same, killed
before its first change to a file, its second and so on, whatever the speed of the machine; ``cli``
is the command line as users start it, killed while it saves. After each kill the dataset is opened
again: all four files have to parse, to be of one generation, to differ from the original in the
marked fields only, and to hold every save that was reported as done; every edit that was reported
as written to the recovery journal has to come back. Now and then a process that opens what a killed
one left is killed as well. Exit code 0 only if nothing is torn and nothing lost.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.document import Document, open_document
from klimaeditor.files import save_journal
from klimaeditor.files.store import copy_of_sample
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.torture import worker
from tests.waiting import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable


ROOT = Path(__file__).resolve().parents[2]
LONGEST = 0.25
"""Seconds that a process may live after it has opened the dataset."""


@dataclass
class Tally:
    """What came of the kills; *during* counts in what phase they struck."""

    kills: int = 0
    torn: int = 0
    lost: int = 0
    litter: int = 0
    settled: int = 0
    recovered: int = 0
    during: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    def complain(self, sentence: str) -> None:
        self.complaints.append(f"kill {self.kills}: {sentence}")

    @property
    def good(self) -> bool:
        return not (self.torn or self.lost or self.litter or self.complaints)

    def report(self) -> str:
        phases = ", ".join(f"{name} {count}" for name, count in sorted(self.during.items()))
        lines = [
            f"kills:             {self.kills} ({phases})",
            f"torn files:        {self.torn}",
            f"lost edits:        {self.lost}",
            f"left-over files:   {self.litter}",
            f"saves settled:     {self.settled}",
            f"journals used:     {self.recovered}",
            *self.complaints,
        ]
        return "\n".join(lines)


@dataclass
class Said:
    """What the killed process had said last."""

    opened: bool = False
    flushed: int = -1
    saving: int = -1
    saved: int = -1
    last: str = "starting"
    stopped: int = -1

    def hear(self, output: bytes) -> None:
        for line in output.decode("ascii").split("\n")[:-1]:
            word, number = line.split()
            if word != "stopped":
                self.last = word
            if word == "open":
                self.opened = True
            else:
                setattr(self, word, int(number))


def prepare(home: Path) -> dict[FileName, list[object]]:
    """Make the dataset, with mark 0 in all files, and return what must never change."""
    folder = copy_of_sample(worker.places(home)[0])
    document = open_document(folder, worker.places(home)[1])
    batch = document.plan_edit(worker.MEASURE, {"progress_type": "count"})
    document.apply(batch)
    worker.edit(document, 0)
    document.save()
    return unmarked(document)


def unmarked(document: Document) -> dict[FileName, list[object]]:
    """Return all records with the marks taken out."""
    rows = {file: table.rows for file, table in document.dataset.tables.items()}
    copy = Document(Dataset.keyed(rows, muenster()), {})
    worker.edit(copy, -1)
    return {file: list(table.rows.values()) for file, table in copy.dataset.tables.items()}


# --- the two ways to die -------------------------------------------------------------------------


def run_loop(home: Path, chance: random.Random, stop: int = 0) -> Said:
    """Let a worker go on for a while, or up to its change number *stop*, and kill it."""
    reading, writing = os.pipe()
    seed = chance.randrange(10**9)
    if hasattr(os, "fork"):
        end = _fork(lambda: (os.dup2(writing, 1), worker.work(home, seed, stop)))
    else:
        command = [sys.executable, "-m", "tests.torture.worker", str(home), str(seed), str(stop)]
        process = subprocess.Popen(command, stdout=writing, cwd=ROOT)  # noqa: S603 - ourselves
        end = _killer(process)
    os.close(writing)
    said = Said()
    _listen(reading, said, PATIENCE_S, lambda: said.opened)
    if stop:
        _listen(reading, said, PATIENCE_S, lambda: said.stopped != -1)
    else:
        _listen(reading, said, chance.random() * LONGEST, lambda: False)
    end()
    while output := os.read(reading, 65536):
        said.hear(output)
    os.close(reading)
    return said


def open_and_die(home: Path, chance: random.Random) -> None:
    """Kill a process that is opening what another killed process left."""
    if hasattr(os, "fork"):
        folder, kept, _ = worker.places(home)
        end = _fork(lambda: open_document(folder, kept))
        time.sleep(chance.random() * 0.012)
        end()


def _fork(work: Callable[[], object]) -> Callable[[], None]:
    """Start *work* in a process of its own; return what kills it."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(1)

    def end() -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    return end


def _killer(process: subprocess.Popen[bytes]) -> Callable[[], None]:
    def end() -> None:
        process.kill()
        process.wait()

    return end


def _listen(reading: int, said: Said, seconds: float, heard: Callable[[], bool]) -> None:
    """Listen for so many *seconds*, or until something was *heard*."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and not heard():
        if os.name == "nt" or select.select([reading], [], [], left)[0]:
            output = os.read(reading, 65536)
            if not output:
                raise RuntimeError("the worker ended by itself")
            said.hear(output)


def run_cli(home: Path, chance: random.Random) -> Said:
    """Let the command line make one edit and kill it while it saves."""
    folder = worker.places(home)[0]
    before = open_document(folder, worker.places(home)[1])
    number = int(str(before.view(worker.MEASURE).value("summary"))) + 1
    measure = before.view(worker.MEASURE).id
    command = [sys.executable, "-m", "klimaeditor", "edit", str(folder), "--measure", measure]
    command += ["--field", "summary", "--value", str(number)]
    environment = os.environ | dict.fromkeys(("XDG_DATA_HOME", "LOCALAPPDATA"), str(home))
    process = subprocess.Popen(  # noqa: S603 - ourselves
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    journal, limit = str(folder / save_journal.NAME), time.monotonic() + PATIENCE_S
    while process.poll() is None and not os.path.exists(journal):  # noqa: PTH110 - a tight loop
        if time.monotonic() > limit:
            break
    time.sleep(chance.random() * 0.008)
    finished = process.poll() is not None
    _killer(process)()
    return Said(True, number - 1, number, number if finished else number - 1, "cli")


# --- what is left --------------------------------------------------------------------------------


def examine(home: Path, said: Said, tally: Tally, original: dict[FileName, list[object]]) -> None:
    """Open what a killed process left, judge it, and put everything in order again."""
    folder, kept, _ = worker.places(home)
    tally.kills += 1
    tally.during[said.last] += 1
    try:
        document = open_document(folder, kept)
    except KlimaError as error:
        tally.torn += 1
        tally.complain(str(error))
        raise SystemExit(tally.report()) from error
    tally.settled += bool(document.notices)
    litter = {path.name for path in folder.iterdir()} - set(FileName)
    tally.litter += len(litter)
    if litter:
        tally.complain(f"left over: {sorted(litter)}")
    _judge(home, said, tally, document)
    if unmarked(document) != original:
        tally.torn += 1
        tally.complain("something else has changed")
    if not document.is_saved:
        document.save()


def _judge(home: Path, said: Said, tally: Tally, document: Document) -> None:
    if said.last == "cli":
        on_disk = int(str(document.view(worker.MEASURE).value("summary")))
        flushed = said.saved
    else:
        on_disk, flushed = worker.mark(document), said.flushed
    if on_disk == -1:
        tally.torn += 1
        tally.complain(f"files of several generations: {sorted(worker.marks(document))}")
        return
    if on_disk not in {said.saved, said.saving} and said.saved != -1:
        tally.torn += 1
        tally.complain(f"found {on_disk}, but {said.saved} was saved, {said.saving} under way")
    if said.last != "cli":
        tally.recovered += worker.rescue(home, document)
        on_disk = worker.mark(document)
    if on_disk < max(flushed, said.saved):
        tally.lost += max(flushed, said.saved) - on_disk
        tally.complain(f"found {on_disk}, but {flushed} was written down, {said.saved} saved")


def torture(home: Path, kills: int, mode: str, seed: int) -> Tally:
    """Kill *kills* processes that work on a dataset in *home*; return what came of it."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - no secrets here
    original = prepare(home)
    lives = itertools.count(1)
    while tally.kills < kills:
        if mode == "cli":
            _align(home)
            said = run_cli(home, chance)
        else:
            said = run_loop(home, chance, next(lives) if mode == "points" else 0)
        if chance.random() < 1 / 3:
            open_and_die(home, chance)
            tally.kills += 1
        examine(home, said, tally, original)
    return tally


def _align(home: Path) -> None:
    """Give all files the mark of the one that the command line edits."""
    folder, kept, _ = worker.places(home)
    document = open_document(folder, kept)
    number = int(str(document.view(worker.MEASURE).value("summary")))
    worker.edit(document, number)
    document.save()


def main(arguments: list[str] | None = None) -> int:
    """Run the harness; 0 only if nothing is torn and nothing lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.harness", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--mode", choices=("loop", "points", "cli"), default="loop")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        tally = torture(Path(home), options.kills, options.mode, seed)
    took = time.monotonic() - started
    sys.stdout.write(f"mode {options.mode}, seed {seed}, {took:.0f} s\n{tally.report()}\n")
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
