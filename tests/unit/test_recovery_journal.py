"""Every change is written down within a second, line by line (SAFE-12)."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klimaeditor.files import disk, journal, leftovers
from klimaeditor.model.changes import Batch, Change, FileName
from klimaeditor.model.values import ABSENT, same
from klimaeditor.site.muenster import muenster
from tests import recovery_session
from tests.json_strategies import values
from tests.recovery_session import NOON, only, reopened

M, A, P, C = FileName
folder, root = recovery_session.folder, recovery_session.root
session = recovery_session.session
TOO_MANY = (
    b'{"version":1,"at":"2026-05-03","folder":null,"hashes":{},"copies":{},'
    b'"keys":{"measures.json":[[0,99999999999]]}}\n'
)


def test_nothing_is_written_while_nothing_is_unsaved(session, root):
    assert session.journal.flush()

    assert not root.exists()


def test_every_change_is_a_line(session):
    session.edit(summary="a")
    session.edit(summary="b")
    session.edit(1, outcome="c")

    assert 1 + 3 == len(session.lines())


def test_typing_between_two_flushes_is_one_line(session):
    for text in ("a", "ab", "abc"):
        batch = session.document.plan_edit(0, {"summary": text}, group="visit")
        session.document.apply(batch)
    session.journal.flush()

    assert 1 + 1 == len(session.lines())
    assert b'"abc"' in session.lines()[-1]


def test_saving_leaves_nothing_to_recover(session, root):
    session.edit(summary="a")
    session.document.save()
    session.journal.flush()

    assert [] == session.lines()
    session.crash()
    assert () == leftovers.find_leftovers(root, NOON, site=muenster())
    assert [] == list(root.iterdir())


def test_a_clean_exit_leaves_nothing(session, root):
    session.edit(summary="a")
    session.journal.close()

    assert [] == list(root.iterdir())


def test_a_closed_journal_hears_nothing_more(session, root):
    session.journal.close()
    session.document.apply(session.document.plan_edit(0, {"summary": "x"}))
    session.journal.flush()

    assert not root.exists()


def test_a_journal_that_grows_large_is_begun_anew_with_what_differs(session, monkeypatch):
    monkeypatch.setattr(journal, "COMPACT_AT", 20_000)
    for number in range(30):
        session.edit(summary=f"{number}" * 1000)

    assert len(session.lines()) < 20
    session.crash()
    assert "29" * 1000 == reopened(only(session.journal.path.parent)).view(0).value("summary")


def test_the_first_keystroke_waits_for_no_copy_of_a_file_that_is_on_the_disk(session, monkeypatch):
    waited, real = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (waited.append(handle), real(handle)))
    session.edit(summary="a")

    assert len(waited) <= 2  # the journal and its folder
    session.edit(summary="b")
    assert len(waited) <= 3


# A disk that fails


def broken(*_):
    raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("call", ["open", "write", "fsync", "mkdir", "replace"])
@pytest.mark.parametrize("begun", [False, True])
def test_what_could_not_be_written_is_written_the_next_time(session, monkeypatch, call, begun):
    if begun:
        session.edit(summary="vorher")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, broken)
        session.document.apply(session.document.plan_edit(0, {"summary": "a"}))
        done = session.journal.flush()
        assert done == (begun and call in ("mkdir", "replace"))
        assert done or "Der Datenträger ist voll" in session.journal.problem

    session.edit(1, summary="b")

    assert "" == session.journal.problem
    session.crash()
    document = reopened(only(session.journal.path.parent))
    assert ["a", "b"] == [document.view(n).value("summary") for n in (0, 1)]


def test_half_a_line_is_cut_off_before_the_next_one(session, monkeypatch):
    session.edit(summary="a")
    write = os.write

    def half(handle, data):
        write(handle, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", half)
        session.document.apply(session.document.plan_edit(1, {"summary": "b"}))
        assert not session.journal.flush()
    session.edit(2, outcome="c")

    session.crash()
    document = reopened(only(session.journal.path.parent))
    assert ["a", "b"] == [document.view(n).value("summary") for n in (0, 1)]
    assert "c" == document.view(2).value("outcome")


# Lines


@given(before=st.one_of(st.just(ABSENT), values), after=st.one_of(st.just(ABSENT), values))
def test_any_value_survives_a_line(before, after):
    change = Change(A, 3, ("a", "ä\n"), before, after, None)
    ground = journal.Ground(NOON, None, {}, {}, {})
    step = journal.Step(NOON, Batch("ü", (change,)))
    text = journal.ground_line(ground) + journal.step_line(step, 1)

    found = journal.read_lines(text.encode("ascii"))
    (step,) = found.steps

    assert (ground, 0, 1) == (found.ground, found.lost, found.whole)
    assert (NOON, "ü") == (step.at, step.batch.label)
    (read,) = step.batch.changes
    assert (change.file, change.record, change.path) == (read.file, read.record, read.path)
    assert same(before, read.before)
    assert same(after, read.after)


@given(keys=st.lists(st.integers(0, 60), unique=True, max_size=40))
def test_keys_survive_a_line_in_their_order(keys):
    copies = {M: f"{'0' * 64}.json"}
    ground = journal.Ground(NOON, Path("x"), {M: "h"}, copies, {M: tuple(keys)})

    assert ground == journal.read_lines(journal.ground_line(ground).encode("ascii")).ground


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"[]\n",
        b'{"version": 2}\n',
        b"\xff\n",
        b'{"version":1,"at":"x"}\n',
        TOO_MANY,
    ],
)
def test_what_is_no_journal_holds_nothing(data):
    assert None is journal.read_lines(data)


def test_a_line_that_cannot_be_written_stops_nothing(session):
    strange = Batch("", (Change(A, 0, ("summary",), "Kurz gesagt", object()),))
    session.journal.append(strange)

    assert not session.journal.flush()
    assert "nicht aufschreiben" in session.journal.problem
    session.edit(summary="a")
    assert "" == session.journal.problem


def test_writing_behind_a_point_cuts_off_what_follows(tmp_path):
    disk.create(tmp_path / "x", b"12345")

    disk.write_at(tmp_path / "x", 2, b"ab")

    assert b"12ab" == disk.read(tmp_path / "x")
