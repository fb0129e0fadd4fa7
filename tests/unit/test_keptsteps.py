"""The steps of a session, kept for the next: only where the files are the same to the byte."""

from __future__ import annotations

import json
import os
import random
import time
from datetime import UTC, datetime, timedelta

import pytest

from klimaeditor import localdata, machine
from klimaeditor.document import Document, open_document
from klimaeditor.files import keptsteps
from klimaeditor.files.journal import Step
from klimaeditor.files.keptsteps import DAMAGED, MOST_BYTES, MOST_STEPS, OTHER_NOW, KeptSteps
from klimaeditor.model.changes import Batch, FileName
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town, write_folder

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "daten", town())


@pytest.fixture
def root(tmp_path):
    return tmp_path / "eigenes"


def opened(folder) -> Document:
    return open_document(folder, folder.parent / "sicherungen", muenster())


def text(document: Document) -> dict[FileName, list[object]]:
    tables = document.dataset.tables
    return {file: [dict(row) for row in tables[file].rows.values()] for file in FileName}


def edited(document: Document, number: int, value: str) -> Batch:
    """Give a measure another summary, and return the step."""
    batch = document.plan_edit(document.dataset.measure_keys()[number], {"summary": value})
    document.apply(batch)
    return batch


def kept(document: Document, root, batches, done: int | None = None) -> None:
    steps = [Step(NOW + timedelta(minutes=n), batch) for n, batch in enumerate(batches)]
    count = len(steps) if done is None else done
    keptsteps.keep(document, root, steps, count, NOW)


def test_steps_come_back_and_lead_back_to_what_was_there(folder, root):
    document = opened(folder)
    at_first = text(document)
    batches = [edited(document, 0, "Eins."), edited(document, 1, "Zwei.")]
    document.save()
    kept(document, root, batches)
    again = opened(folder)

    found = keptsteps.load(again, root)
    for step in reversed(found.steps):
        again.apply(step.batch.inverse())

    assert (2, "") == (found.done, found.notice)
    assert [batch.label for batch in batches] == [step.batch.label for step in found.steps]
    assert NOW == found.steps[0].at
    assert at_first == text(again)


@pytest.mark.parametrize("seed", range(5))
def test_measures_that_came_and_went_come_back_with_their_places(folder, root, seed):
    """Keys are others after the next opening, and some records are not there at all."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    document = opened(folder)
    states, batches = [text(document)], []
    for number in range(12):
        keys = document.dataset.measure_keys()
        kind = chance.choice(("edit", "add", "delete", "duplicate")) if len(keys) > 1 else "add"
        key = chance.choice(keys)
        if kind == "edit":
            batch = document.plan_edit(key, {"summary": f"Nr. {number}"})
        elif kind == "add":
            category = document.view(key).measure["categoryId"]
            batch = document.plan_add(category, f"Neu {number}")[1]
        elif kind == "duplicate":
            batch = document.plan_duplicate(key)[1]
        else:
            batch = document.plan_delete([key])
        document.apply(batch)
        batches.append(batch)
        states.append(text(document))
    done = chance.randrange(len(batches) + 1)
    for batch in reversed(batches[done:]):
        document.apply(batch.inverse())
    document.save()
    kept(document, root, batches, done)
    again = opened(folder)
    found = keptsteps.load(again, root)

    assert (len(batches), done, "") == (len(found.steps), found.done, found.notice)
    for place in range(done, 0, -1):
        assert states[place] == text(again)
        again.apply(found.steps[place - 1].batch.inverse())
    assert states[0] == text(again)
    for place, step in enumerate(found.steps):
        again.apply(step.batch)
        assert states[place + 1] == text(again)


@pytest.mark.parametrize("file", list(FileName))
def test_where_the_files_are_others_the_steps_go_with_a_word(folder, root, file):
    document = opened(folder)
    batch = edited(document, 0, "Eins.")
    document.save()
    kept(document, root, [batch])
    (folder / file).write_bytes((folder / file).read_bytes() + b"\n")

    assert KeptSteps(notice=OTHER_NOW) == keptsteps.load(opened(folder), root)
    assert [] == list(root.iterdir())
    assert KeptSteps() == keptsteps.load(opened(folder), root)


def test_damage_is_said_and_nothing_is_half_taken(folder, root):
    document = opened(folder)
    batches = [edited(document, 0, text) for text in ("Eins.", "Zwei.", "Drei.")]
    document.save()
    kept(document, root, batches)
    (path,) = root.iterdir()
    whole = path.read_bytes()
    chance = random.Random(3)  # noqa: S311 - no secret
    for _ in range(60):
        at = chance.randrange(whole.index(b"\n") + 1, len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        found = keptsteps.load(opened(folder), root)
        assert found.notice in {"", DAMAGED, OTHER_NOW}
        assert len(found.steps) in {0, 3}
        assert bool(found.notice) != bool(found.steps)
    path.write_bytes(whole)
    assert 3 == keptsteps.load(opened(folder), root).done


@pytest.mark.parametrize("done", [-1, 4, 10**9])
def test_a_count_that_cannot_be_is_damage(folder, root, done):
    document = opened(folder)
    batch = edited(document, 0, "Eins.")
    document.save()
    kept(document, root, [batch])
    (path,) = root.iterdir()
    head, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(json.dumps(json.loads(head) | {"done": done}).encode() + b"\n" + rest)

    assert KeptSteps(notice=DAMAGED) == keptsteps.load(opened(folder), root)


def test_steps_that_do_not_fit_are_damage_though_every_line_is_whole(folder, root):
    document = opened(folder)
    one, other = edited(document, 0, "Eins."), edited(document, 0, "Zwei.")
    document.save()
    kept(document, root, [other, one])

    assert KeptSteps(notice=DAMAGED) == keptsteps.load(opened(folder), root)


def test_what_a_later_version_keeps_stays_as_it_is(folder, root):
    document = opened(folder)
    batch = edited(document, 0, "Eins.")
    document.save()
    kept(document, root, [batch])
    (path,) = root.iterdir()
    head, _, rest = path.read_bytes().partition(b"\n")
    later = json.dumps(json.loads(head) | {"version": 2}).encode() + b"\n" + rest
    path.write_bytes(later)

    assert KeptSteps() == keptsteps.load(opened(folder), root)
    kept(document, root, [batch, batch.inverse()])
    assert later == path.read_bytes()


def test_of_too_many_steps_the_oldest_go(folder, root):
    document = opened(folder)
    batches = [edited(document, 0, f"Nr. {number}") for number in range(MOST_STEPS + 5)]
    document.save()
    kept(document, root, batches)

    found = keptsteps.load(opened(folder), root)

    assert MOST_STEPS == len(found.steps) == found.done


def test_steps_too_large_for_the_file_are_left_out(folder, root):
    document = opened(folder)
    large = edited(document, 0, "x" * MOST_BYTES)
    small = edited(document, 1, "Klein.")
    document.save()
    kept(document, root, [large, small])

    found = keptsteps.load(opened(folder), root)

    assert [small.label] == [step.batch.label for step in found.steps]
    (path,) = root.iterdir()
    assert path.stat().st_size < MOST_BYTES
    kept(document, root, [small, large])
    assert [] == list(root.iterdir())


def test_without_steps_nothing_lies_there(folder, root):
    document = opened(folder)
    batch = edited(document, 0, "Eins.")
    document.save()
    kept(document, root, [batch])
    kept(document, root, [])

    assert [] == list(root.iterdir())


def test_what_nobody_has_opened_for_a_month_goes(folder, root):
    document = opened(folder)
    batch = edited(document, 0, "Eins.")
    document.save()
    kept(document, root, [batch])
    old = root / f"{'0' * 16}.jsonl"
    old.write_text("x", "utf-8")
    long_ago = time.time() - 40 * 86_400
    os.utime(old, (long_ago, long_ago))
    kept(document, root, [batch])

    assert not old.exists()
    assert 1 == len(list(root.iterdir()))


def test_a_folder_that_cannot_be_written_is_no_error(folder, root):
    root.write_text("keine Mappe", "utf-8")
    document = opened(folder)

    kept(document, root, [edited(document, 0, "Eins.")])

    assert KeptSteps() == keptsteps.load(document, root)


def test_they_are_local_data_that_can_be_deleted(folder, tmp_path):
    root = tmp_path / keptsteps.FOLDER
    document = opened(folder)
    batch = edited(document, 0, "Eins.")
    document.save()
    kept(document, root, [batch])
    found = {own.label: own for own in localdata.local_data(tmp_path, tmp_path / "config")}
    own = found[localdata.LOCAL_STEPS]

    assert (1, "") == (own.files, own.keep)
    assert () == localdata.delete_local_data([own])
    assert not root.exists()


@pytest.mark.parametrize(
    ("said", "keeps"), [("", True), ("verlauf = ja", True), ("verlauf = nein", False)]
)
def test_an_administrator_may_forbid_it(tmp_path, said, keeps):
    path = tmp_path / machine.machine_file().name
    path.write_text(f"[Vorgaben]\n{said}\n", "utf-8")
    found = machine.load_machine_defaults(path)

    assert () == found.problems
    assert keeps is found.keeps_steps
