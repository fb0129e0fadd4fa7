"""Two people work on one folder in random turns, and every edit is in the files or was decided.

    python -m tests.torture.together --rounds 200            two sessions in one process, in turns
    python -m tests.torture.together --rounds 6 --processes  two processes at once

Each has the session of the window, with answers instead of dialogs. They write values that occur
once into a few fields, save, look what the other one has done, and add measures. In the end each
value has to be in the files, or somebody has replaced it having it before the eyes, or it was one
of the two sides of a conflict that somebody was asked about. Exit code 0 only if nothing is lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from klimaeditor.document import Document, open_document
from klimaeditor.files.store import copy_of_sample
from tests.torture.people import ANNA, BERT, Opinion, Person
from tests.waiting import PATIENCE_S, wait_until

ROOT = Path(__file__).resolve().parents[2]
MEASURES = ("energieerzeugung1", "iniative5")
FIELDS = ("summary", "outcome", "short_title", "action_scale")


@dataclass
class Log:
    """What one or both did: *written* values, those *replaced* knowingly, those *decided* on."""

    written: list[tuple[str, str, str]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def add(self, other: Log) -> None:
        """Take over what somebody else did."""
        for name in self.__dataclass_fields__:
            getattr(self, name).extend(getattr(other, name))


class Player:
    """Somebody with the dataset open, who does this and that."""

    def __init__(self, home: Path, who, folder: Path, chance: random.Random) -> None:
        self.name, self.chance, self.log, self.count = who.user, chance, Log(), 0
        self.opinion = Opinion(theirs=lambda: chance.random() < 0.5)
        self.person = Person(home, who, self.opinion)
        if not self.person.session.open_path(folder):
            raise SystemExit(f"not opened: {self.opinion.errors}")

    def act(self) -> None:
        """Do one thing."""
        what = self.chance.choices(["edit", "save", "look", "add"], [6, 3, 1, 0.3])[0]
        getattr(self, what)()

    def edit(self) -> None:
        """Write a value that occurs once, somewhere."""
        self.write(self.chance.choice(MEASURES), self.chance.choice(FIELDS))

    def write(self, measure: str, name: str) -> None:
        """Write a value that occurs once into a field."""
        value = self._fresh()
        self.log.replaced.append(str(self.person.value(measure, name)))
        self.person.edit(measure, name, value)
        self.log.written.append((measure, name, value))

    def add(self) -> None:
        """Add a measure."""
        title = self._fresh()
        _key, batch = self.person.document.plan_add("energieerzeugung", title)
        self.person.session.bridge.push(batch)
        self.log.titles.append(title)

    def save(self) -> None:
        """Save, again where the other one is just saving, too."""
        limit = time.monotonic() + PATIENCE_S
        while not self.person.session.save() or not self.person.document.is_saved:
            if time.monotonic() > limit:
                self.log.complaints.append(f"{self.name} could not save: {self.opinion.errors[-1]}")
                return
            self.opinion.errors.clear()  # somebody else was saving: said, and tried again

    def look(self) -> None:
        """See what the other one has saved, as F5 does."""
        self.person.session.reconcile()

    def finish(self) -> Log:
        """Save for the last time, close, and return what was done."""
        self.save()
        if self.person.session.keeper.journal.problem or not self.person.session.close():
            self.log.complaints.append(f"{self.name} could not close")
        self.log.complaints += self.opinion.errors
        for _, _, ours, theirs in self.opinion.seen:
            self.log.decided += [str(ours), str(theirs)]
        return self.log

    def _fresh(self) -> str:
        self.count += 1
        return f"{self.name}-{os.getpid()}-{self.count}-{self.chance.randrange(10**9)}"


def judge(log: Log, document: Document) -> list[str]:
    """Return what is lost."""
    settled = {*log.replaced, *log.decided}
    titles = {document.view(key).title for key in document.dataset.measure_keys()}
    lost = [f"title {title}" for title in log.titles if title not in titles]
    for measure, name, value in log.written:
        key = document.dataset.find(measure)
        if value not in settled and document.view(key).value(name) != value:
            lost.append(f"{measure} {name}: {value}")
    return lost


def alternate(home: Path, seed: int, tally: Counter[str]) -> list[str]:
    """Let two sessions in this process take turns; return what is lost or went wrong."""
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    folder = copy_of_sample(home / "daten")
    players = [Player(home, who, folder, chance) for who in (ANNA, BERT)]
    for _ in range(chance.randint(6, 14)):
        chance.choice(players).act()
    players.reverse()
    for player in players:
        player.save()
    log = Log()
    for player in players:
        log.add(player.finish())
    return count_and_judge(log, folder, tally)


def compete(home: Path, seed: int, tally: Counter[str]) -> list[str]:
    """Let two processes work at once; return what is lost or went wrong."""
    folder = copy_of_sample(home / "daten")
    command = [sys.executable, "-m", "tests.torture.together", "--home", str(home)]
    running = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [*command, "--person", str(place), "--seed", str(2 * seed + place)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        for place in range(2)
    ]
    log = Log()
    for process in running:
        output = process.communicate()[0]
        if process.returncode:
            log.complaints.append(f"a process ended with {process.returncode}")
        else:
            log.add(Log(**json.loads(output)))
    return count_and_judge(log, folder, tally)


def count_and_judge(log: Log, folder: Path, tally: Counter[str]) -> list[str]:
    """Count what was done; return what is lost or went wrong."""
    tally["edits"] += len(log.written) + len(log.titles)
    tally["conflicts"] += len(log.decided) // 2
    left = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    lost = judge(log, open_document(folder, folder.parent / "Sicherungen"))
    tally["lost"] += len(lost)
    return [*lost, *log.complaints, *(f"left over: {name}" for name in sorted(left))]


def play(home: Path, place: int, seed: int) -> None:
    """Be one of two people in a process of one's own; both begin with the same field."""
    chance = random.Random(seed)  # noqa: S311 - no secrets here
    player = Player(home, (ANNA, BERT)[place], home / "daten", chance)
    player.write(MEASURES[0], FIELDS[0])
    (home / f"bereit-{place}").touch()
    wait_until((home / f"bereit-{1 - place}").exists, what="the other one never came")
    player.save()
    for _ in range(40):
        player.act()
        time.sleep(chance.random() * 0.03)
    log = player.finish()
    sys.stdout.write(json.dumps({name: getattr(log, name) for name in log.__dataclass_fields__}))


def run(rounds: int, seed: int, *, processes: bool) -> tuple[bool, str]:
    """Play *rounds*; return whether nothing is lost, and the report."""
    tally: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as home:
            found = (compete if processes else alternate)(Path(home), seed + number, tally)
        wrong += [f"seed {seed + number}: {sentence}" for sentence in found]
    report = [
        f"interleavings: {rounds}, {'in two processes' if processes else 'in turns'}, seed {seed}",
        f"edits:         {tally['edits']}",
        f"conflicts:     {tally['conflicts']} shown",
        f"lost edits:    {tally['lost']}",
        *wrong,
    ]
    return not wrong, "\n".join(report)


def main() -> int:
    """Play; 0 only if nothing is lost."""
    from ui.app import make_application  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m tests.torture.together", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--processes", action="store_true")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--person", type=int)
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt = make_application(["torture"])
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    if options.person is not None:
        play(options.home, options.person, seed)
        return 0
    good, report = run(options.rounds, seed, processes=options.processes)
    sys.stdout.write(f"{report}\n")
    del qt
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
