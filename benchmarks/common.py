"""Generated datasets, timing, and the table every benchmark prints."""

from __future__ import annotations

import gc
import json
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.paths import sample_dataset

if TYPE_CHECKING:
    from collections.abc import Callable


SIZES = (68, 1_000, 10_000)
LONGEST_S = 6.0
"""After so many seconds no further round of one line is begun."""
FOUND, UNTIL = "KLIMAEDITOR_BENCH_FOUND", "KLIMAEDITOR_BENCH_UNTIL"
"""The file that gets every line of a table, and when time is up; set by `benchmarks.together`."""


@dataclass(frozen=True, slots=True)
class Result:
    """One line: what was measured, how long it took, against what, and what we claim, if we do."""

    what: str
    ours: float
    reference: float
    claim: str
    kept: bool

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the reference."""
        return self.ours / self.reference


def generate(folder: Path, count: int, seed: int = 1) -> Path:
    """Write a dataset of *count* measures into *folder*, as mixed as the sample.

    Texts are those of the sample in random order and length; categories.json is the sample's.
    """
    chance = random.Random(seed)  # noqa: S311 - data for timing, no secret
    rows = {file: json.loads((sample_dataset() / file).read_bytes()) for file in FileName}
    short = [row for row in rows[FileName.MEASURES] if len(json.dumps(row)) < 2_600]
    companions = {
        file: {row["id"]: row for row in rows[file]}
        for file in (FileName.ADDITIONAL, FileName.PROGRESS)
    }
    made: dict[FileName, list[object]] = {file: [] for file in FileName}
    made[FileName.CATEGORIES] = rows[FileName.CATEGORIES]
    for number in range(count):
        original = chance.choice(short)
        name = f"{original['categoryId']}{number + 1000}"
        outline = dict(original["Action outline"])
        outline["Action name"] = f"{outline['Action name']} {number}"
        outline["Action description"] = outline["Action description"][: chance.randrange(80, 500)]
        made[FileName.MEASURES].append({**original, "id": name, "Action outline": outline})
        for file, known in companions.items():
            if original["id"] in known:
                made[file].append({**known[original["id"]], "id": name})
    folder.mkdir(parents=True, exist_ok=True)
    for file, records in made.items():
        text = json.dumps(records, ensure_ascii=False, indent=2)
        (folder / file).write_text(text + "\n", encoding="utf-8")
    return folder


def enough(made: int, rounds: int, begun: float) -> bool:
    """Whether *made* rounds will do: all, or at least one where they take long or time is short."""
    if made < 1:
        return False
    late = time.time() > float(os.environ.get(UNTIL, "inf"))
    return late or made >= rounds or time.monotonic() - begun > LONGEST_S


def best(action: Callable[[], object], rounds: int = 5) -> float:
    """Return the shortest of *rounds* times in seconds, garbage collected before each."""
    times: list[float] = []
    begun = time.monotonic()
    while not enough(len(times), rounds, begun):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def against(
    what: str,
    ours: Callable[[], object],
    reference: Callable[[], object],
    most: float,
    rounds: int = 5,
) -> Result:
    """Measure *ours* and *reference* in turn and claim at most *most* times the reference."""
    mine: list[float] = []
    theirs: list[float] = []
    begun = time.monotonic()
    while not enough(len(mine), rounds, begun):
        mine.append(best(ours, 1))
        theirs.append(best(reference, 1))
    ratio = min(mine) / min(theirs)
    return Result(what, min(mine), min(theirs), f"≤ {most:g} ×", ratio <= most)


def within(what: str, ours: Callable[[], object], limit: float, rounds: int = 7) -> Result:
    """Measure *ours* and claim at most *limit* seconds."""
    taken = best(ours, rounds)
    return Result(what, taken, limit, f"≤ {limit * 1000:g} ms", taken <= limit)


def show(title: str, results: list[Result]) -> int:
    """Print the table; returns 1 where a claim is not kept."""
    print(f"\n{title}", flush=True)
    for result in results:
        mark = "   " if not result.claim else "ok " if result.kept else "NO "
        claim = f"   claim {result.claim}" if result.claim else ""
        print(
            f"  {mark} {result.what:<58} {result.ours * 1000:>10.1f} ms "
            f"{result.ratio:>8.2f} × of {result.reference * 1000:>9.1f} ms{claim}"
        )
        remember(
            title,
            result.what,
            (f"{result.ours * 1000:,.1f} ms", f"{result.reference * 1000:,.1f} ms"),
            f"{result.ratio:.2f} ×",
            (result.claim, mark.strip()),
        )
    return 0 if all(result.kept for result in results) else 1


def remember(
    title: str, what: str, figures: tuple[str, str], ratio: str, claim: tuple[str, str]
) -> None:
    """Add a line to the one table of all benchmarks, where one is being made."""
    if FOUND in os.environ:
        line = {"title": title, "what": what, "ours": figures[0], "reference": figures[1]}
        line |= {"ratio": ratio, "claim": claim[0], "mark": claim[1]}
        with Path(os.environ[FOUND]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
