"""Killed at any moment, or two at once: what is found is one state, and the user is told which."""

from __future__ import annotations

import errno
import json
import os
import platform
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import pytest

from klimaeditor.files import disk, save_journal, store, transaction
from klimaeditor.files.processes import Identity
from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import DatasetError, OpenOutcomeError
from tests import saving_helpers
from tests.faulty import DEAD_PID, Calls, Killed, from_on
from tests.saving_helpers import (
    AFTER,
    EXPECTED,
    NEW,
    OLD,
    A,
    C,
    M,
    die_at,
    image,
    interrupted,
    lay,
    never_kept,
    recover,
    save,
)

if TYPE_CHECKING:
    from pathlib import Path


folder, waits = saving_helpers.folder, saving_helpers.waits
no_collecting = saving_helpers.no_collecting


# Killed


def test_a_kill_at_any_call_leaves_one_state_after_opening(tmp_path, monkeypatch):
    outcomes = []
    for call in range(999):
        folder = lay(tmp_path / f"{call}")
        killed = die_at(monkeypatch, folder, call)
        recovery = recover(folder)
        state = image(folder)
        assert state in (OLD, AFTER)
        if recovery is not None:
            assert transaction.Outcome.FINISHED is recovery.outcome
            assert AFTER == state
            assert "wurde jetzt abgeschlossen" in recovery.sentence
        outcomes.append((state == AFTER, recovery is not None))
        if not killed:
            break
    else:
        pytest.fail("the save never came to its end")
    assert sorted(outcomes, key=lambda found: found[0]) == outcomes
    assert {(False, False), (True, True), (True, False)} == set(outcomes)


def published_states(tmp_path, monkeypatch) -> list[dict[str, bytes]]:
    """Return what kills leave from the moment on that the journal lists the files."""
    states: dict[str, dict[str, bytes]] = {}
    for call in range(999):
        folder = lay(tmp_path / f"{call}")
        if not die_at(monkeypatch, folder, call):
            break
        found = image(folder)
        if b'"old"' in found.get(save_journal.NAME, b""):
            states.setdefault(f"{sorted(found)} {[found[file] for file in (M, A, C)]}", found)
    return list(states.values())


@pytest.mark.parametrize("missing", ["", f".{C}.{DEAD_PID}.tmp"], ids=["finish", "take back"])
def test_a_kill_while_settling_is_settled_the_next_time(tmp_path, monkeypatch, missing):
    states = published_states(tmp_path, monkeypatch)
    assert len(states) > 5
    for place, state in enumerate(states):
        for call in range(999):
            folder = tmp_path / f"{place}-{call}"
            folder.mkdir()
            for name in state.keys() - {missing}:
                (folder / name).write_bytes(state[name])
            calls = Calls(from_on(call, Killed()))
            with monkeypatch.context() as other, suppress(Killed):
                calls.install(other)
                recover(folder)
            recover(folder)
            assert image(folder) in (OLD, AFTER)
            if not calls.failed:
                break
        else:
            pytest.fail("settling never came to its end")


def test_without_the_new_files_a_save_is_taken_back(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    (folder / f".{C}.{DEAD_PID}.tmp").unlink()

    recovery = recover(folder)

    assert transaction.Outcome.ROLLED_BACK is recovery.outcome
    assert "wieder den Stand davor" in recovery.sentence
    assert OLD == image(folder)


def test_what_somebody_changed_since_is_left_alone_and_the_rest_is_kept(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    (folder / A).write_bytes(b"[1]")
    kept = {}

    recovery = recover(folder, lambda unsaved: not kept.update(unsaved))

    assert transaction.Outcome.LEFT_ALONE is recovery.outcome
    assert "wurde additional_data.json von anderer Stelle geändert" in recovery.sentence
    assert NEW == kept
    assert OLD | {M: NEW[M], A: b"[1]"} == image(folder)


def test_what_cannot_be_kept_stays_where_it_is(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    (folder / A).write_bytes(b"[1]")
    before = image(folder)

    recovery = recover(folder, lambda _unsaved: False)

    assert transaction.Outcome.NOT_SETTLED is recovery.outcome
    with pytest.raises(DatasetError) as caught:
        transaction.replace_all(folder, NEW, None, lambda _unsaved: False)
    assert recovery.sentence == str(caught.value)
    assert before == image(folder)


def test_where_too_little_is_left_the_mixed_state_is_named(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    for kind in ("tmp", "old"):
        for path in folder.glob(f".*.{kind}"):
            path.unlink()

    recovery = recover(folder, lambda unsaved: unsaved == {M: NEW[M]})

    assert transaction.Outcome.LEFT_ALONE is recovery.outcome
    assert "measures.json enthält den neuen Stand" in recovery.sentence
    assert OLD | {M: NEW[M]} == image(folder)


def test_a_file_that_windows_had_moved_away_is_put_in_place(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    (folder / A).rename(folder / f".{A}.{DEAD_PID}.bak")

    assert transaction.Outcome.FINISHED is recover(folder).outcome
    assert AFTER == image(folder)


def test_an_interrupted_save_on_a_read_only_share_is_told(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    before = image(folder)
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", partial(refuse, OSError(errno.EROFS, "read-only")))
        recovery = recover(folder)

    assert transaction.Outcome.NOT_SETTLED is recovery.outcome
    assert "schreibgeschützt" in recovery.sentence
    assert before == image(folder)


def refuse(error, *_arguments):
    raise error


def test_the_next_save_settles_what_the_last_one_left(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)

    with pytest.raises(DatasetError, match=r"measures.json wurde seit dem Öffnen"):
        transaction.replace_all(folder, {M: b"[1]"}, EXPECTED, never_kept)
    assert AFTER == image(folder)


# Two programs


def claim(folder: Path, owner: Identity) -> bytes:
    data = save_journal.encode(save_journal.begin(owner, "2026-05-03T12:00:00+00:00"))
    (folder / save_journal.NAME).write_bytes(data)
    return data


def test_nobody_saves_while_somebody_else_does(folder, waits):
    claim(folder, Identity("anna", platform.node(), os.getppid()))
    before = image(folder)

    def finished(pause):
        waits[0] += pause
        if waits[0] > 1:
            (folder / save_journal.NAME).unlink(missing_ok=True)
            assert before[M] == (folder / M).read_bytes()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", finished)
        assert "" == save(folder)
    assert 1 < waits[0] < 2
    assert AFTER == image(folder)


@pytest.mark.parametrize(
    "owner",
    [Identity("anna", "anderswo", 5), Identity("anna", platform.node(), os.getppid())],
    ids=["another machine", "a process that hangs"],
)
def test_a_save_without_a_sign_of_life_is_settled_after_a_while(folder, waits, owner):
    claim(folder, owner)
    (folder / f".measures.json.{owner.pid}.tmp").write_bytes(b"[")

    assert None is recover(folder)
    assert transaction.PATIENCE <= waits[0] < transaction.PATIENCE + 1
    assert OLD == image(folder)


def test_the_clock_of_another_save_runs_from_its_own_beginning(folder, waits):
    claim(folder, Identity("anna", "anderswo", 5))

    def another(pause):
        waits[0] += pause
        if 3 < waits[0] < 3.1:
            claim(folder, Identity("berta", "anderswo", 6))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "sleep", another)
        recover(folder)
    assert waits[0] >= 3 + transaction.PATIENCE


@pytest.mark.parametrize("data", [b"", b'{"version": 1, "gen', b"\xff"])
def test_a_journal_that_was_never_finished_means_nothing(folder, waits, data):
    (folder / save_journal.NAME).write_bytes(data)

    assert None is recover(folder)
    assert transaction.TORN_PATIENCE <= waits[0] < transaction.PATIENCE
    assert OLD == image(folder)


@pytest.mark.parametrize("since", ["gestern", "0001-01-01", "9999-12-31T23:59:59-23:59"])
def test_a_save_of_an_impossible_time_is_settled_like_any_other(folder, monkeypatch, since):
    interrupted(monkeypatch, folder, folder / M)
    journal = json.loads((folder / save_journal.NAME).read_bytes())
    (folder / save_journal.NAME).write_text(json.dumps(journal | {"since": since}), "utf-8")

    recovery = recover(folder)

    assert transaction.Outcome.FINISHED is recovery.outcome
    assert recovery.sentence.startswith("Das Speichern ")
    assert AFTER == image(folder)


@pytest.mark.parametrize("half", [b"", b'{"version": 1, "gen', None])
def test_a_journal_that_changed_nothing_and_cannot_be_removed_is_no_news(
    folder, waits, monkeypatch, half
):
    dead = Identity("anna", platform.node(), DEAD_PID)
    (folder / save_journal.NAME).write_bytes(claim(folder, dead) if half is None else half)

    def refused(_):
        raise OSError(errno.EACCES, "no")

    monkeypatch.setattr(disk, "remove", refused)

    assert None is recover(folder)


def test_nobody_waits_for_a_dead_process_or_for_themselves(tmp_path, monkeypatch, waits):
    dead, own = (lay(tmp_path / name) for name in ("dead", "own"))
    interrupted(monkeypatch, dead, dead / M)
    left_open(own, monkeypatch)

    assert transaction.Outcome.FINISHED is recover(dead).outcome
    assert transaction.Outcome.ROLLED_BACK is recover(own).outcome

    assert [0.0] == waits


def left_open(folder, monkeypatch) -> None:
    """Leave a save of ours whose outcome is open: two files are new, nothing can be moved."""
    move, moved = disk.move, []

    def broken_move(source, target, backup):
        if target.name in set(FileName):
            if len(moved) == 2:
                raise OSError(errno.EIO, "gone")
            moved.append(target)
        move(source, target, backup)

    with monkeypatch.context() as broken:
        broken.setattr(disk, "move", broken_move)
        assert "Ob gespeichert wurde, ist noch offen" in save(folder)
    assert image(folder) not in (OLD, AFTER)


def test_settling_what_is_open_takes_it_back(folder, monkeypatch, tmp_path):
    left_open(folder, monkeypatch)

    assert "" == store.settle(folder, tmp_path / "Sicherungen")
    assert OLD == image(folder)
    assert "" == store.settle(folder, tmp_path / "Sicherungen")


def test_settling_says_where_it_could_only_be_finished(folder, monkeypatch, tmp_path):
    left_open(folder, monkeypatch)
    for file in (M, A):
        (folder / f".{file}.{os.getpid()}.old").unlink()
        (folder / f".{file}.{os.getpid()}.tmp").write_bytes(NEW[file])
    (folder / f".{C}.{os.getpid()}.tmp").write_bytes(NEW[C])

    assert "abgeschlossen" in store.settle(folder, tmp_path / "Sicherungen")
    assert AFTER == image(folder)


@pytest.mark.parametrize("call", ["read", "move", "remove"])
def test_what_stays_open_is_told(folder, monkeypatch, tmp_path, call):
    left_open(folder, monkeypatch)

    def broken_call(*_, **__):
        raise OSError(errno.EIO, "gone")

    with monkeypatch.context() as broken:
        broken.setattr(disk, call, broken_call)
        with pytest.raises(OpenOutcomeError, match="noch offen"):
            store.settle(folder, tmp_path / "Sicherungen")
    assert "" == store.settle(folder, tmp_path / "Sicherungen")
    assert OLD == image(folder)


def test_a_save_of_somebody_else_is_not_ours_to_settle(folder, monkeypatch, tmp_path):
    interrupted(monkeypatch, folder, folder / M)
    before = image(folder)

    assert "" == store.settle(folder, tmp_path / "Sicherungen")
    assert before == image(folder)


def test_what_cannot_be_taken_back_stays_until_it_can(folder, monkeypatch):
    """An error of the disk was taken for files that somebody removed, and the old copies went."""
    interrupted(monkeypatch, folder, folder / A)
    for file in (M, A, C):
        (folder / f".{file}.{DEAD_PID}.tmp").unlink(missing_ok=True)

    def broken_move(*_):
        raise OSError(errno.EIO, "gone")

    with monkeypatch.context() as broken:
        broken.setattr(disk, "move", broken_move)
        recovery = recover(folder)
    assert transaction.Outcome.NOT_SETTLED is recovery.outcome
    assert "Lese- oder Schreibfehler" in recovery.sentence

    assert transaction.Outcome.ROLLED_BACK is recover(folder).outcome
    assert OLD == image(folder)


def test_a_file_longer_than_any_journal_is_not_read_to_its_end(folder, waits, monkeypatch):
    """1.5 GB under this name took 73 s and 2.5 GB; it is none of ours, so nobody removes it."""
    asked = []
    read = os.read
    with (folder / save_journal.NAME).open("wb") as journal:
        journal.truncate(3 * 1024**3)
    with monkeypatch.context() as counting:
        counting.setattr(os, "read", lambda handle, n: asked.append(n) or read(handle, n))
        recovery = recover(folder)
        sentence = save(folder)

    assert transaction.Outcome.NOT_SETTLED is recovery.outcome
    assert ".klimaeditor-journal.json" in sentence
    assert max(asked) <= 128 * 1024
    assert len(asked) * 128 * 1024 < 64 * 1024**2
    assert 3 * 1024**3 == (folder / save_journal.NAME).stat().st_size


def test_a_file_larger_than_any_of_ours_is_somebody_elses(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    with (folder / C).open("wb") as changed:
        changed.truncate(3 * 1024**3)
    kept = []

    recovery = recover(folder, lambda unsaved: kept.append(unsaved) or True)

    assert transaction.Outcome.LEFT_ALONE is recovery.outcome
    assert {M, A, C} == set(kept[0])
    assert 3 * 1024**3 == (folder / C).stat().st_size


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"files": [{"name": "../x.json", "old": None, "new": "0" * 64}]},
        {"files": [{"name": "measures.json", "old": None, "new": "x"}]},
        {"pid": "1"},
        {"pid": True},
        {"host": None},
        {"files": 5},
    ],
)
def test_a_strange_journal_is_told_and_touched_by_nobody(folder, waits, change):
    claimed = json.loads(claim(folder, Identity("anna", platform.node(), DEAD_PID)))
    (folder / save_journal.NAME).write_text(json.dumps(claimed | change), encoding="utf-8")
    before = image(folder)

    recovery = recover(folder)

    assert transaction.Outcome.NOT_SETTLED is recovery.outcome
    assert ".klimaeditor-journal.json" in recovery.sentence
    assert recovery.sentence == save(folder)
    assert before == image(folder)


def test_a_program_that_was_overtaken_in_its_sleep_replaces_nothing(folder, monkeypatch):
    publish = save_journal.publish
    current = save_journal.is_current

    def asleep(place, journal):
        claim(place, Identity("berta", "anderswo", 6))
        return current(place, journal)

    monkeypatch.setattr(save_journal, "is_current", asleep)
    assert "wird gerade" in save(folder)
    assert publish is save_journal.publish
    assert OLD == {name: data for name, data in image(folder).items() if name in OLD}


def test_two_that_finish_the_same_save_do_not_disturb_each_other(folder, monkeypatch):
    interrupted(monkeypatch, folder, folder / M)
    move, inside = disk.move, []

    def overtaken(source, target, backup):
        if not inside:
            inside.append(1)
            assert transaction.Outcome.FINISHED is recover(folder).outcome
        move(source, target, backup)

    monkeypatch.setattr(disk, "move", overtaken)

    assert transaction.Outcome.FINISHED is recover(folder).outcome
    assert AFTER == image(folder)
