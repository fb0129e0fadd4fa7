"""Pairs of random branches against a three-way merge written anew from docs/git.md (MRG-02).

Branches edit fields, add days, delete measures with all that belongs to them, add new ones, also
under one id on both sides (twins), and move records. What must come out is worked out here on
plain JSON, by the rules of the page, and shares nothing with the program. KLIMAEDITOR_FUZZ=N tries
N pairs of branches instead of 40, and N/20 of them in a real repository.
"""

from __future__ import annotations

import copy
import json
import os
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from klimaeditor.model.changes import FileName
from klimaeditor.publish.gitmerge import UNASKED, merge_versions
from klimaeditor.site.muenster import MUENSTER
from tests.conftest import SAMPLE
from tests.git_helpers import Repository

if TYPE_CHECKING:
    from typing import TypeAlias

    Rows: TypeAlias = dict[FileName, list[dict]]

M, A, P, C = FileName
PAIRS = int(os.environ.get("KLIMAEDITOR_FUZZ", "40"))
IN_GIT = PAIRS // 20
TITLE = ("Action outline", "Action name")
TEXTS = {
    M: [TITLE, ("Action outline", "Action type"),
        ("Reference to impact pathway", "Field of action")],
    A: [("short_title",), ("summary",), ("state", "text")],
    P: [("unit",), ("label",)],
}  # fmt: skip
DAYS = "values"
NEW_IDS = ("bauen90", "bauen91")


# --- branches ------------------------------------------------------------------------------------


def start() -> Rows:
    """Return the first eight measures of the sample with all that belongs to them."""
    rows = {file: json.loads((SAMPLE / file).read_bytes()) for file in FileName}
    ids = [row["id"] for row in rows[M]][:8]
    return {file: [row for row in found if file is C or row["id"] in ids]
            for file, found in rows.items()}  # fmt: skip


def branch(random_: random.Random, base: Rows, name: str) -> Rows:
    """Return what one person makes of the files."""
    rows = copy.deepcopy(base)
    for _ in range(random_.randint(2, 9)):
        random_.choice([edit] * 6 + [add_day] * 2 + [delete, add, move])(random_, rows, name)
    return rows


def edit(random_: random.Random, rows: Rows, name: str) -> None:
    file = random_.choice([M, A, P])
    if rows[file]:
        row, path = random_.choice(rows[file][:3]), random_.choice(TEXTS[file])
        put(row, path, random_.choice([f"{name} {random_.randint(1, 3)}", "Beide gleich", ""]))


def add_day(random_: random.Random, rows: Rows, name: str) -> None:
    if rows[P]:
        entries = random_.choice(rows[P]).setdefault(DAYS, [])
        day = f"20{random_.randint(30, 33)}-0{1 if name == 'eins' else 2}-01"
        if isinstance(entries, list) and day not in [entry["date"] for entry in entries]:
            entries.append({"value": random_.choice([1, 2]), "date": day})
            entries.sort(key=lambda entry: entry["date"])


def delete(random_: random.Random, rows: Rows, _name: str) -> None:
    if rows[M]:
        gone = random_.choice(rows[M])["id"]
        for file in (M, A, P):
            rows[file] = [row for row in rows[file] if row["id"] != gone]


def add(random_: random.Random, rows: Rows, name: str) -> None:
    new = random_.choice(NEW_IDS)
    if new in [row["id"] for row in rows[M]]:
        return
    said = random_.choice([name, name, "Dieselbe"])
    row = {"id": new, "categoryId": "bauen", "category": "Bauen"}
    rows[M].append(row | {"Action outline": {"Action name": f"Neue von {said}"}})
    if random_.random() < 0.6 or said == "Dieselbe":
        rows[A].append({"id": new, "short_title": f"Kurz {said}", "summary": f"Text {said}"})
    if random_.random() < 0.6 or said == "Dieselbe":
        rows[P].append({"id": new, "type": "binary", DAYS: [], "unit": f"Einheit {said}"})


def move(random_: random.Random, rows: Rows, _name: str) -> None:
    found = rows[random_.choice([M, A, P])]
    if found:
        row = found.pop(random_.randrange(len(found)))
        found.insert(random_.randint(0, len(found)), row)


def put(row: dict, path: tuple[str, ...], value: object) -> None:
    for key in path[:-1]:
        row = row.setdefault(key, {})
    row[path[-1]] = value


# --- what must come out --------------------------------------------------------------------------


@dataclass
class Expected:
    """Rows by id, their order, and what somebody has to decide: ids, and (id, path) of fields."""

    rows: dict[str, dict] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    whole: set[str] = field(default_factory=set)
    fields: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)


def by_id(rows: list[dict]) -> dict[str, dict]:
    return {row["id"]: row for row in rows}


def expected(file: FileName, base: Rows, ours: Rows, theirs: Rows) -> Expected:
    """Return the merge of one file, by the rules of docs/git.md."""
    found = Expected()
    was, our, their = (by_id(side[file]) for side in (base, ours, theirs))
    twins = {
        new for new in NEW_IDS
        if new in (one := by_id(ours[M])) and new in (two := by_id(theirs[M]))
        and one[new] != two[new]
    }  # fmt: skip
    for key in dict.fromkeys([*was, *our, *their]):
        row = merged_row(found, key, [side.get(key) for side in (was, our, their)], key in twins)
        if row is not None:
            found.rows[key] = row
    found.order = order_of(list(was), list(our), list(their), found.rows)
    return found


def merged_row(found, key, sides, twin):
    base, ours, theirs = sides
    if base is None:
        if twin:  # theirs is another measure
            if theirs != ours:
                found.whole.add(key)
            return ours
        if ours is not None and theirs is not None and ours != theirs:
            found.whole.add(key)
        return theirs if ours is None else ours
    if ours is None or theirs is None:
        left = theirs if ours is None else ours
        if left is not None and left != base:
            found.whole.add(key)
            return ours
        return None
    return merged_fields(found, key, base, ours, theirs)


def merged_fields(found, key, base, ours, theirs):
    was, our, their = (flat(row) for row in (base, ours, theirs))
    result: dict = {}
    for path in dict.fromkeys([*our, *their]):
        sides = [side.get(path, ...) for side in (was, our, their)]
        if path == (DAYS,) and sides[1] != sides[2]:
            days = {entry["date"]: entry for side in sides if side is not ... for entry in side}
            value: object = [days[day] for day in sorted(days)]
        elif sides[1] == sides[0] or sides[1] == sides[2]:
            value = sides[2]
        else:
            value = sides[1]
            if sides[2] != sides[0]:
                found.fields.add((key, path))
        if value is not ...:
            put(result, path, value)
    return result


def flat(row: dict, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], object]:
    found: dict[tuple[str, ...], object] = {}
    for key, value in row.items():
        found |= flat(value, (*path, key)) if isinstance(value, dict) else {(*path, key): value}
    return found


def order_of(base, ours, theirs, present) -> list[str]:
    """Return the order: theirs, or ours where only we moved; the rest behind what it follows."""
    common = [key for key in base if key in ours and key in theirs]
    moved = [[key for key in side if key in common] != common for side in (ours, theirs)]
    lead, other = (ours, theirs) if moved[0] and not moved[1] else (theirs, ours)
    order = [key for key in lead if key in present]
    last = None
    for key in other:
        if key in present and key not in order:
            order.insert(0 if last is None else order.index(last) + 1, key)
        last = key if key in order else last
    return order


# --- against the driver, and against Git ---------------------------------------------------------


def data_of(rows: list[dict]) -> bytes:
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()


def sides_of(seed: int) -> tuple[Rows, Rows, Rows]:
    random_ = random.Random(seed)  # noqa: S311 - branches, no secrets
    base = start()
    return base, branch(random_, base, "eins"), branch(random_, base, "zwei")


def values(rows: list[dict]) -> dict[str, dict]:
    return {row["id"]: flat(row) for row in rows}


def check(file, sides, data, said, seed) -> None:
    """Compare what came out of one file, and what somebody has to decide there."""
    wanted, now = expected(file, *sides), json.loads(data)
    assert {key: flat(row) for key, row in wanted.rows.items()} == values(now), (seed, file)
    assert wanted.order == [row["id"] for row in now], (seed, file)
    assert wanted.whole | {key for key, _ in wanted.fields} == said, (seed, file)


@pytest.mark.parametrize("first", range(0, PAIRS, 20))
def test_pairs_of_branches_merge_by_the_rules_of_the_page(first):
    for seed in range(first, min(first + 20, PAIRS)):
        sides = sides_of(seed)
        versions = {f: tuple(data_of(side[f]) for side in sides) for f in FileName}
        for file in (M, A, P):
            base, ours, theirs = versions[file]
            if base in (ours, theirs) or ours == theirs:
                continue  # Git takes the other one without asking
            others = {other: versions[other] for other in FileName if other is not file}
            merged = merge_versions(MUENSTER.of(file), base, ours, theirs, others)
            said = {found.record for found in merged.conflicts if UNASKED not in found.label}
            check(file, sides, merged.data, said, seed)


def test_the_branches_hold_all_that_is_to_be_tried():
    """Fields in conflict, deletions of what the other edited, twins, and records that moved."""
    fields = deletions = twins = moves = 0
    for seed in range(PAIRS):
        sides = sides_of(seed)
        for file in (M, A, P):
            found = expected(file, *sides)
            fields += len(found.fields)
            twins += len(found.whole & {*NEW_IDS})
            deletions += len(found.whole - {*NEW_IDS})
            known = [row["id"] for row in sides[0][file]]
            kept = [key for key in found.order if key in known]
            moves += kept != [key for key in known if key in kept]

    assert min(fields, deletions, twins, moves) >= 3


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> Repository:
    return Repository(tmp_path_factory.mktemp("zweige") / "projekt")


@pytest.mark.parametrize("seed", range(IN_GIT))
def test_git_merges_the_same_branches_alike(repository, seed):
    sides = sides_of(seed)
    for name, rows in zip(("basis", "eins", "zwei"), sides, strict=True):
        parent = "main" if name == "basis" else f"basis{seed}"
        repository.git("checkout", "-q", "-b", f"{name}{seed}", parent)
        for file in FileName:
            (repository.data / file).write_bytes(data_of(rows[file]))
        repository.git("add", "-A")
        repository.git("commit", "-q", "--allow-empty", "-m", name)
    repository.git("checkout", "-q", f"eins{seed}")
    asked = {f for f in (M, A, P) if sides[0][f] not in (sides[1][f], sides[2][f])
             and sides[1][f] != sides[2][f]}  # fmt: skip
    open_ones = [f for f in asked if (found := expected(f, *sides)).whole or found.fields]

    done = repository.git("merge", f"zwei{seed}", "-m", "zusammen", code=int(bool(open_ones)))

    for file in (M, A, P):
        data = (repository.data / file).read_bytes()
        if file not in asked:
            assert json.loads(data) == sides[2 if sides[0][file] == sides[1][file] else 1][file]
            continue
        found = expected(file, *sides)
        assert {key: flat(row) for key, row in found.rows.items()} == values(json.loads(data))
        assert (f"daten/{file}: " in done.stderr) == (file in open_ones)
    repository.git("reset", "-q", "--hard")
