"""What was not saved is found after a crash and comes back as one step (SAFE-12)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from klimaeditor.diff.compare import records_of
from klimaeditor.diff.rebase import rebase
from klimaeditor.document import Document, open_document
from klimaeditor.files import journal, leftovers, store
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.errors import DatasetError
from klimaeditor.model.values import same
from klimaeditor.site.muenster import muenster
from tests import recovery_session
from tests.dataset_builders import dataset_of, town
from tests.recovery_session import NOON, Session, only, reopened, tables

M, A, P, C = FileName
folder, root = recovery_session.folder, recovery_session.root
session = recovery_session.session


# Finding


def test_what_a_living_session_writes_is_not_offered(session, root, monkeypatch):
    session.edit(summary="a")

    assert () == leftovers.find_leftovers(root, NOON, site=muenster())
    session.crash()
    assert 1 == len(leftovers.find_leftovers(root, NOON, site=muenster()))


def test_a_session_that_is_just_beginning_is_left_alone(session, root, monkeypatch):
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: True)
    session.journal.path.mkdir(parents=True)

    assert () == leftovers.find_leftovers(root, NOON, site=muenster())
    assert session.journal.path.exists()


def test_a_leftover_says_where_when_and_how_much(session, folder, root):
    session.edit(summary="a", outcome="b")
    session.now = NOON + timedelta(hours=1)
    session.edit(1, summary="c")
    session.crash()

    leftover = only(root)

    assert (folder, session.now, 3) == (leftover.folder, leftover.last, leftover.changes)
    assert {f: s.sha256 for f, s in session.document.sources.items()} == leftover.hashes
    assert (
        "3 ungespeicherte Änderungen an „daten“ wiederherstellen? Zuletzt wurde heute um 13:00 Uhr "
        "etwas geändert." == leftover.question(NOON)
    )


def test_what_was_undone_is_not_offered(session, root):
    batch = session.edit(summary="a")
    session.do(batch.inverse())
    session.crash()

    assert () == leftovers.find_leftovers(root, NOON, site=muenster())
    assert [] == list(root.iterdir())


@pytest.mark.parametrize(("days", "old"), [(-4000, False), (13, False), (15, True), (4000, True)])
def test_a_leftover_is_old_after_fourteen_days_and_stays_however_the_clock_jumps(
    session, root, days, old
):
    session.edit(summary="a")
    session.crash()

    leftover = only(root, NOON + timedelta(days=days))

    assert old == leftover.is_old(NOON + timedelta(days=days))
    assert "1 ungespeicherte" in leftover.question(NOON + timedelta(days=days))
    assert "a" == reopened(leftover).view(0).value("summary")


def test_what_was_set_aside_is_kept_under_its_date_and_not_offered_at_the_start(session, root):
    session.edit(summary="a")
    session.crash()

    moved = leftovers.set_aside(only(root), NOON)

    assert moved.path.name.startswith("beiseite-20260503-")
    assert () == leftovers.find_leftovers(root, NOON, site=muenster())
    (found,) = leftovers.find_leftovers(root, NOON, aside=True, site=muenster())
    assert moved == found == leftovers.set_aside(found, NOON)
    assert "a" == reopened(found).view(0).value("summary")
    assert not leftovers.is_owned(found.path)


def test_what_cannot_be_moved_aside_stays_where_it_is(session, root, monkeypatch):
    session.edit(summary="a")
    session.crash()
    leftover = only(root)
    monkeypatch.setattr("pathlib.Path.rename", _refused)

    assert leftover == leftovers.set_aside(leftover, NOON)
    assert leftover == only(root)


def _refused(*_):
    raise PermissionError


def test_the_latest_comes_first(session, folder, root):
    session.edit(summary="a")
    session.crash()
    second = Session(open_document(folder), root)
    second.now = NOON + timedelta(hours=1)
    second.edit(summary="b")
    second.crash()

    found = leftovers.find_leftovers(root, NOON, site=muenster())

    assert ["b", "a"] == [reopened(one).view(0).value("summary") for one in found]


def test_foreign_things_in_the_folder_are_ignored(session, root):
    session.edit(summary="a")
    session.crash()
    (root / "notiz.txt").write_text("x", encoding="utf-8")
    (root / "fremd").mkdir()

    assert 1 == len(leftovers.find_leftovers(root, NOON, site=muenster()))
    assert {"notiz.txt", "fremd"} < {path.name for path in root.iterdir()}


@pytest.mark.parametrize("cut", [2, 10, 200])
def test_a_torn_last_line_costs_that_line_only_and_that_is_said(session, root, cut):
    session.edit(summary="a")
    session.edit(1, summary="b" * 300)
    session.crash()
    path = session.journal.path / journal.JOURNAL
    path.write_bytes(path.read_bytes()[:-cut])

    document = reopened(only(root))

    assert ["a", "Kurz gesagt"] == [document.view(n).value("summary") or "" for n in (0, 2)]
    assert "b" * 300 != document.view(1).value("summary")
    assert 1 == only(root).lost
    assert "1 Schritt konnte nicht gelesen werden" in only(root).question(NOON)


def test_a_last_line_that_lacks_nothing_but_its_end_is_whole(session, root):
    session.edit(summary="a")
    session.crash()
    path = session.journal.path / journal.JOURNAL
    path.write_bytes(path.read_bytes()[:-1])

    assert (1, 0) == (only(root).changes, only(root).lost)


@pytest.mark.parametrize("name", [*(f.value for f in FileName), journal.JOURNAL])
def test_what_cannot_be_read_is_said_and_stays(session, folder, root, name):
    session.edit(summary="a")
    session.crash()
    leftover = only(root)
    path = leftover.path / (name if name == journal.JOURNAL else _copy_of(leftover, name))
    path.write_bytes(b"kaputt")
    if name != journal.JOURNAL:
        (folder / name).write_bytes(b"[]")

    for now in (NOON, datetime.now(UTC) + timedelta(days=20)):
        found = only(root, now)
        assert (False, 0) == (found.readable, found.changes)
        assert "lassen sich nicht lesen" in found.question(now)
        assert str(found.path) in found.question(now)
    with pytest.raises(DatasetError, match="lassen sich nicht lesen"):
        leftovers.restore(leftover)


@pytest.mark.parametrize("name", list(FileName))
def test_a_damaged_copy_of_a_file_that_is_still_the_same_costs_nothing(session, root, name):
    session.edit(summary="a")
    session.crash()
    (only(root).path / _copy_of(only(root), name)).write_bytes(b"kaputt")

    assert "a" == reopened(only(root)).view(0).value("summary")


def _copy_of(leftover, name: str) -> str:
    data = (leftover.path / journal.JOURNAL).read_bytes()
    return journal.read_lines(data).ground.copies[FileName(name)]


def test_a_name_in_a_journal_leads_nowhere_else(session, folder, root, tmp_path):
    session.edit(summary="a")
    session.crash()
    path = session.journal.path / journal.JOURNAL
    data = journal.read_lines(path.read_bytes())
    name = data.ground.copies[C]
    shutil.copy(path.parent / name, tmp_path / name)
    (path.parent / name).unlink()
    (folder / C).write_bytes(b"[]")
    elsewhere = replace(data.ground, copies={**data.ground.copies, C: f"../../../{name}"})
    path.write_text(2 * journal.ground_line(elsewhere), encoding="ascii")

    assert not only(root).readable


def test_a_journal_that_was_not_put_into_place_yet_counts(session, root):
    session.edit(summary="a")
    session.crash()
    path = session.journal.path
    (path / journal.JOURNAL).rename(path / journal.FIRST)

    assert "a" == reopened(only(root)).view(0).value("summary")


@pytest.mark.parametrize("data", [b"", b"12345678 {", b"\0" * 100])
def test_half_of_a_first_journal_promised_nothing(session, root, data):
    session.edit(summary="a")
    session.crash()
    (session.journal.path / journal.JOURNAL).unlink()
    (session.journal.path / journal.FIRST).write_bytes(data)

    assert () == leftovers.find_leftovers(root, NOON, site=muenster())
    assert [] == list(root.iterdir())


# Bringing back


def test_everything_comes_back_as_one_step(session, folder, root):
    key, batch = session.document.plan_add("bauen", "Neu")
    session.do(batch)
    session.edit(key, summary="s", cost_value=5, links=[{"title": "t", "url": "u"}])
    session.edit(0, outcome="", action_name="Anders")
    session.do(session.document.plan_delete([1, 3]))
    session.do(session.document.plan_duplicate(2)[1])
    before = {file: (folder / file).read_bytes() for file in FileName}
    session.crash()

    document = reopened(only(root))

    assert same(tables(session.document.dataset), tables(document.dataset))
    assert sorted(session.document.changed_measures()) == sorted(document.changed_measures())
    document.apply(leftovers.restore(only(root)).batch.inverse())
    assert document.is_saved
    document.save()
    assert before == {file: (folder / file).read_bytes() for file in FileName}


def test_changes_after_a_save_with_other_keys_come_back(session, root):
    session.do(session.document.plan_delete([1, 3]))
    key, batch = session.document.plan_add("bauen", "Neu")
    session.do(batch)
    session.document.save()
    session.edit(key, summary="nach dem Speichern")
    session.do(session.document.plan_duplicate(key)[1])
    session.crash()

    document = reopened(only(root))

    assert same(tables(session.document.dataset), tables(document.dataset))
    document.save()
    assert same(tables(document.dataset), tables(open_document(document.location).dataset))


def test_undo_over_a_save_comes_back(session, root):
    batch = session.edit(summary="a")
    session.document.save()
    session.do(batch.inverse())
    session.crash()

    assert "a" != reopened(only(root)).view(0).value("summary")


def test_files_that_changed_since_lose_nothing_of_either_side(session, folder, root):
    session.edit(0, summary="unsere")
    session.edit(1, summary="strittig, wir")
    session.crash()
    colleague = open_document(folder)
    colleague.apply(colleague.plan_edit(0, {"outcome": "ihre"}))
    colleague.apply(colleague.plan_edit(1, {"summary": "strittig, sie"}))
    colleague.save()

    document = reopened(only(root))
    opened = store.load(folder, site=muenster())
    rebased = rebase(records_of(document.sources), document.dataset, opened.sources)
    document.sources = rebased.sources
    document.apply(rebased.batch)

    assert only(root).hashes != {f: s.sha256 for f, s in opened.sources.items()}
    assert "unsere" == document.view(0).value("summary")
    assert "ihre" == document.view(0).value("outcome")
    assert ["strittig, sie"] == [found.theirs for found in rebased.conflicts]


def test_a_journal_rests_on_the_files_that_were_merged_in(session, folder, root):
    session.edit(0, summary="unsere")
    colleague = open_document(folder)
    colleague.apply(colleague.plan_edit(1, {"summary": "ihre"}))
    colleague.save()
    document = session.document
    rebased = rebase(
        records_of(document.sources), document.dataset, store.load(folder, site=muenster()).sources
    )
    document.sources = rebased.sources
    document.apply(rebased.batch)
    session.journal.rest_on(folder, document.sources, document.dataset)
    session.journal.flush()
    session.crash()

    leftover = only(root)

    assert 1 == leftover.changes
    assert {
        f: s.sha256 for f, s in store.load(folder, site=muenster()).sources.items()
    } == leftover.hashes
    assert ["unsere", "ihre"] == [reopened(leftover).view(n).value("summary") for n in (0, 1)]


def test_what_was_saved_in_the_last_moment_is_not_offered_again(session, folder, root):
    session.edit(summary="a")
    store.save(folder, session.document.dataset, session.document.sources)
    session.crash()
    restored = leftovers.restore(only(root))

    assert leftovers.is_saved_already(restored, store.load(folder, site=muenster()).sources)
    (folder / C).write_bytes(b"[]")
    assert not leftovers.is_saved_already(restored, store.load(folder, site=muenster()).sources)


def test_a_document_without_a_place_comes_back_whole(root, monkeypatch, tmp_path):
    monkeypatch.setattr(leftovers, "is_alive", lambda _pid: False)
    session = Session(Document(dataset_of(town()), {}), root)
    session.edit(summary="a")
    session.do(session.document.plan_delete([2]))
    session.crash()

    leftover = only(root)
    document = reopened(leftover)

    assert (None, {}, None) == (leftover.folder, leftover.hashes, document.location)
    assert same(tables(session.document.dataset), tables(document.dataset))
    document.save(tmp_path / "neu")
    assert same(tables(document.dataset), tables(open_document(tmp_path / "neu").dataset))


def test_a_process_that_is_killed_leaves_what_it_flushed(folder, root):
    program = (
        "import os, pathlib, sys\n"
        "from klimaeditor.document import open_document\n"
        "from klimaeditor.files import journal\n"
        "document = open_document(pathlib.Path(sys.argv[1]))\n"
        "kept = journal.record(document, pathlib.Path(sys.argv[2]))\n"
        "document.apply(document.plan_edit(0, {'summary': 'überlebt'}))\n"
        "kept.flush()\n"
        "os._exit(9)\n"
    )
    command = [sys.executable, "-c", program, str(folder), str(root)]
    done = subprocess.run(command, check=False)  # noqa: S603 - our own program

    assert 9 == done.returncode
    assert "überlebt" == reopened(only(root, datetime.now(UTC))).view(0).value("summary")


# What is whole is carried out strictly, what comes behind a missing step leniently


def written(session, *steps: tuple[int, str, str, str]) -> leftovers.Leftover:
    """Leave a journal of steps (number, measure's field, before, after), each line as written."""
    session.edit(summary="Anfang")
    path = session.journal.path / journal.JOURNAL
    lines = []
    for number, key, before, after in steps:
        change = Change(A, 0, (key,), before, after)
        step = journal.Step(session.now, Batch("Schritt", (change,)))
        lines.append(journal.step_line(step, number).encode("ascii"))
    path.write_bytes(path.read_bytes() + b"".join(lines))
    session.crash()
    return leftovers._look(session.journal.path, NOON, muenster())


def summary(leftover) -> object:
    return leftovers.restore(leftover), reopened(leftover).view(0).value("summary")


def test_a_step_of_a_whole_journal_that_does_not_fit_is_not_forced(session):
    left = written(session, (2, "summary", "etwas anderes", "erzwungen"))
    restored, value = summary(left)

    assert (1, "Anfang") == (restored.lost, value)


def test_before_the_first_missing_step_nothing_is_forced_either(session):
    left = written(
        session,
        (2, "summary", "etwas anderes", "erzwungen"),
        (4, "short_title", "egal", "danach"),
    )
    recorded = journal.read_lines((left.path / journal.JOURNAL).read_bytes())
    assert (2, 1) == (recorded.whole, recorded.lost)
    restored, value = summary(left)

    assert (2, "Anfang") == (restored.lost, value)
    assert "danach" == reopened(left).view(0).value("short_title")


def test_behind_a_missing_step_what_was_typed_last_goes_in(session):
    left = written(session, (3, "summary", "etwas anderes", "zuletzt"))
    restored, value = summary(left)

    assert (1, "zuletzt") == (restored.lost, value)


def test_a_number_that_comes_again_is_a_damaged_line(session):
    left = written(session, (2, "summary", "Anfang", "zwei"), (2, "summary", "zwei", "noch einmal"))
    restored, value = summary(left)

    assert (1, "zwei") == (restored.lost, value)
