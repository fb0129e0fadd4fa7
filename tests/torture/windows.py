"""Kill the real window at random moments, many times, and count what is torn or lost.

    python -m tests.torture.windows --kills 500
    python -m tests.torture.windows --kills 24 --lanes 4 --seed 7 --points

Each kill is SIGKILL to a process with the program's window (without a screen) that edits in the
form and saves. Now and then a colleague changes the files before the next start, and the program
that recovers is killed as well. Then the judge starts the program and answers „Wiederherstellen“:
all four files have to parse and to be of one generation, equal to a state that was there, with
every edit in it that was reported as saved or as written to the recovery journal – and, with --age,
every one that is so many seconds old; after a clean close no journal, lock or temporary file is
left. With --points the window is killed where it stops, before a change to a file, whatever the
speed of the machine. *lanes* run at the same time, each with a dataset of its own. Exit code 0 only
if nothing is torn and nothing lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.document import Document, open_document
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.records import Dataset
from klimaeditor.site.muenster import muenster
from tests.torture import harness, window, worker
from tests.torture.harness import Tally
from tests.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.model.changes import FileName


ROOT = Path(__file__).resolve().parents[2]
LONGEST = 2.2
RESCUE_LONGEST = 0.8
IN_A_SAVE = 0.025
FIRST_STOP, LAST_STOP = 60, 80
"""Where to stop the first life, so that something is to be recovered, and the latest stop."""


@dataclass
class Life:
    """What a killed window had said: (what, number, when), and when it was killed.

    *age* is that after which an edit may not be lost any more (SAFE-12), in seconds.
    """

    age: float = float("inf")
    said: list[tuple[str, int, float]] = field(default_factory=list)
    ended: float = 0.0

    def hear(self, output: bytes) -> None:
        for line in output.decode("ascii").splitlines():
            word, number, *moment = line.split()
            self.said.append((word, int(number), float(moment[0]) if moment else 0.0))

    def numbers(self, word: str, until: float = float("inf")) -> list[int]:
        return [number for said, number, moment in self.said if said == word and moment < until]

    @property
    def owed(self) -> int:
        """The latest edit that has to be there again."""
        old = self.numbers("edited", self.ended - self.age)
        kept = [*self.numbers("flushed"), *self.numbers("saved")]
        return max([*self.numbers("open"), *old, *kept])

    @property
    def latest(self) -> int:
        """The latest edit that can be there: the one under way is not said yet."""
        return max([*self.numbers("open"), *self.numbers("edited")]) + 1


@dataclass(frozen=True)
class How:
    """How to kill: at *points* or at random moments; and from what *age* on edits may not go."""

    points: bool = False
    age: float = float("inf")


class Child:
    """A process of its own, forked, with its standard output at the other end of a pipe."""

    def __init__(self, work: Callable[[], object]) -> None:
        self.reading, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._become(work, writing)
        os.close(writing)
        os.set_blocking(self.reading, False)

    def _become(self, work: Callable[[], object], writing: int) -> None:
        code = 1
        try:
            os.dup2(writing, 1)
            work()
            code = 0
        except SystemExit as error:
            sys.stderr.write(f"{error}\n")
        finally:
            os._exit(code)

    def heard(self) -> bytes:
        """Return what the child has said since."""
        try:
            return os.read(self.reading, 1 << 20)
        except BlockingIOError:
            return b""

    def heard_until(self, word: bytes) -> bytes:
        """Return what the child says up to *word*, and perhaps more."""
        output = [self.heard()]
        wait_until(
            lambda: word in b"".join(output),
            lambda: output.append(self.heard()),
            f"it never said {word!r}",
        )
        return b"".join(output)

    def kill(self) -> float:
        """Kill the child; return when."""
        moment = time.monotonic()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return moment

    def wait(self) -> bytes:
        """Let the child come to its end; return all it said."""
        os.set_blocking(self.reading, True)
        parts = []
        while part := os.read(self.reading, 1 << 20):
            parts.append(part)
        os.waitpid(self.pid, 0)
        os.close(self.reading)
        return b"".join(parts)


def live(home: Path, chance: random.Random, how: How, *, first: bool) -> Life:
    """Let somebody work in the window for a while, and kill it."""
    seed = chance.randrange(10**9)
    stop = (FIRST_STOP if first else chance.randrange(1, LAST_STOP)) if how.points else 0
    child = Child(lambda: window.Worker(home, seed, stop).work())
    life, output = Life(how.age), child.heard_until(b"stopped" if stop else b"edited")
    if not stop:
        time.sleep(chance.random() * LONGEST)
        if chance.random() < 1 / 3:
            output += _until_it_saves(child, chance)
    life.ended = child.kill()
    life.hear(output + child.heard())
    os.close(child.reading)
    return life


def _until_it_saves(child: Child, chance: random.Random) -> bytes:
    """Wait for the next save, if one comes soon, and for a moment in it; return what was said."""
    output, limit = child.heard(), time.monotonic() + 1.0
    known = output.count(b"saving")
    while output.count(b"saving") == known and time.monotonic() < limit:
        time.sleep(0.0005)
        output += child.heard()
    time.sleep(chance.random() * IN_A_SAVE)
    return output


def meddle(home: Path, chance: random.Random) -> dict[str, str]:
    """Let a colleague change something, perhaps; return what."""
    if chance.random() > 1 / 3:
        return {}
    folder, kept, _ = worker.places(home)
    name = chance.choice([window.FOREIGN, window.CONFLICTING])
    document = open_document(folder, kept)
    values = {name: f"fremd {chance.randrange(10**6)}"}
    document.apply(document.plan_edit(worker.MEASURE, values))
    document.save()
    return values


def unmarked(folder: Path) -> dict[FileName, list[object]]:
    """Return all records with everything taken out that anybody here writes."""
    document = open_document(folder)
    rows = {file: table.rows for file, table in document.dataset.tables.items()}
    copy = Document(Dataset.keyed(rows, muenster()), {})
    names = (*worker.FIELDS.values(), window.TYPED, window.FOREIGN)
    copy.apply(copy.plan_edit(worker.MEASURE, dict.fromkeys(names, "-")))
    return {file: list(table.rows.values()) for file, table in copy.dataset.tables.items()}


def examine(home: Path, life: Life, foreign: dict[str, str], tally: Tally) -> None:
    """Start the program again, judge what it finds, and put everything in order."""
    output = Child(lambda: window.judge(home)).wait()
    if not output:
        tally.torn += 1
        tally.complain("the program could not open what was left")
        return
    found = window.Verdict(*json.loads(output))
    for complaint in found.complaints:
        tally.complain(complaint)
    tally.settled += bool(found.notices)
    tally.recovered += "recovery" in found.asked
    tally.during["merged"] += bool(foreign) and "recovery" in found.asked
    tally.during["conflicts"] += bool(found.conflicts)
    mark = _judge_marks(found, foreign, life, tally)
    if mark is not None:
        _judge_typed(found.typed, mark, life, tally)
    if window.FOREIGN in foreign and found.foreign != foreign[window.FOREIGN]:
        tally.lost += 1
        tally.complain(f"the colleague wrote {foreign}, there is {found.foreign}")


def _judge_marks(
    found: window.Verdict, foreign: dict[str, str], life: Life, tally: Tally
) -> int | None:
    marks = [mark for mark in found.marks if mark not in foreign.values()]
    if len(marks) != len(found.marks) and found.conflicts:
        tally.lost += 1
        tally.complain(f"a conflict was decided for ours, and theirs is there: {found.marks}")
    if len(marks) != 1 or not marks[0].isdigit():
        tally.torn += 1
        tally.complain(f"files of several generations: {found.marks}")
        return None
    mark = int(marks[0])
    if not life.owed <= mark <= life.latest:
        tally.lost += max(life.owed - mark, 1)
        told = [(*said, round(moment - life.ended, 2)) for *said, moment in life.said]
        tally.complain(f"found {mark}, owed {life.owed}; asked {found.asked}; said {told}")
    return mark


def _judge_typed(typed: str, mark: int, life: Life, tally: Tally) -> None:
    """The text of the form is that of the mark, or on its way there from the one before."""
    texts = {str(mark), str(mark - 1), *(str(mark)[:count] for count in range(len(str(mark))))}
    if typed not in texts and mark != life.numbers("open")[0]:
        tally.torn += 1
        tally.complain(f"typed {typed!r} at mark {mark}")
    elif mark == life.owed and typed != str(mark) and mark in life.numbers("edited"):
        tally.lost += 1
        tally.complain(f"typed {typed!r}, owed {mark}")


def torture(home: Path, kills: int, seed: int, how: How) -> Tally:
    """Kill *kills* windows on a dataset in *home*; return what came of it."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - no secrets here
    harness.prepare(home)
    folder, _, rescued = worker.places(home)
    beside = {path.name for path in folder.iterdir()}
    original = unmarked(folder)
    while tally.kills < kills:
        life = live(home, chance, how, first=not tally.kills)
        tally.kills += 1
        tally.during[[word for word, *_ in life.said if word != "stopped"][-1]] += 1
        if life.numbers("failed"):
            tally.complain(f"something failed in the window: {life.said[-5:]}")
        try:
            foreign = meddle(home, chance)
        except KlimaError as error:
            tally.torn += 1
            tally.complain(str(error))
            break
        if chance.random() < 1 / 4:
            child = Child(lambda: window.resume_and_wait(home))
            time.sleep(chance.random() * RESCUE_LONGEST)
            child.kill()
            tally.kills += 1
            tally.during["recovering"] += 1
        examine(home, life, foreign, tally)
        _look_around(folder, rescued, beside, original, tally)
    return tally


def _look_around(
    folder: Path,
    rescued: Path,
    beside: set[str],
    original: dict[FileName, list[object]],
    tally: Tally,
) -> None:
    litter = {path.name for path in folder.iterdir()} - beside
    litter |= {path.name for path in rescued.iterdir()} if rescued.is_dir() else set()
    tally.litter += len(litter)
    if litter:
        tally.complain(f"left over: {sorted(litter)}")
    if unmarked(folder) != original:
        tally.torn += 1
        tally.complain("something else has changed")


def run_lanes(lanes: int, kills: int, seed: int, how: How) -> int:
    """Run several tortures at once and add them up; 0 only if all went well."""
    command = [sys.executable, "-m", "tests.torture.windows", "--kills", str(-(-kills // lanes))]
    command += ["--age", str(how.age), *(["--points"] if how.points else [])]
    running = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [*command, "--seed", str(seed + lane)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for lane in range(lanes)
    ]
    reports = "".join(process.communicate()[0] for process in running)
    sums = []
    for name in ("kills", "torn files", "lost edits", "left-over files", "journals used"):
        counts = re.findall(rf"^{name}: +([0-9]+)", reports, re.MULTILINE)
        sums.append(f"{name} {sum(map(int, counts))}")
    sys.stdout.write(reports + f"altogether: {', '.join(sums)}\n")
    return max(process.returncode for process in running)


def main(arguments: list[str] | None = None) -> int:
    """Run the harness; 0 only if nothing is torn and nothing lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture.windows", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--lanes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--points", action="store_true")
    parser.add_argument("--age", type=float, default=float("inf"))
    options = parser.parse_args(arguments)
    how = How(options.points, options.age)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    if options.lanes > 1:
        return run_lanes(options.lanes, options.kills, seed, how)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        tally = torture(Path(home), options.kills, seed, how)
    took = time.monotonic() - started
    sys.stdout.write(f"mode window, seed {seed}, {took:.0f} s\n{tally.report()}\n")
    return 0 if tally.good else 1


if __name__ == "__main__":
    sys.exit(main())
