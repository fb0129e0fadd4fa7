"""Who works on a dataset: telling it, finding out, taking over (SAFE-07)."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from klimaeditor.files import disk, locks
from klimaeditor.files.processes import Identity, is_alive, this_process
from tests.faulty import DEAD_PID

if TYPE_CHECKING:
    from pathlib import Path


NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)
ANNA = Identity("anna", "PC-1", os.getppid())
BERTA = Identity("berta", "PC-2", 4711)
CARLA = Identity("carla", "PC-1", os.getpid())


def at(minutes: float = 0):
    return lambda: NOON + timedelta(minutes=minutes)


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path


@pytest.fixture
def annas(folder) -> locks.Lock:
    lock = locks.acquire(folder, at(), ANNA)
    assert isinstance(lock, locks.Lock)
    return lock


def on_disk(folder: Path) -> dict:
    return json.loads((folder / locks.NAME).read_text(encoding="utf-8"))


def test_a_lock_says_who_where_and_since_when(folder, annas):
    found = on_disk(folder)

    assert ("anna", "PC-1", ANNA.pid) == (found["user"], found["host"], found["pid"])
    assert NOON == datetime.fromisoformat(found["since"])
    assert NOON == datetime.fromisoformat(found["heartbeat"])
    assert annas.holder is not None


def test_the_second_opener_reads_who_is_there(folder, annas):
    held = locks.acquire(folder, at(3), BERTA)

    assert isinstance(held, locks.HeldLock)
    assert (ANNA, NOON) == (held.holder.identity, held.holder.since)
    assert (False, False) == (held.stale, held.crashed)
    assert "„anna“ hat diesen Datensatz heute um 12:00 Uhr an „PC-1“ geöffnet." in held.sentence
    assert "bearbeiten Sie ihn trotzdem" in held.sentence


def test_the_same_process_gets_its_own_lock_again(folder, annas):
    again = locks.acquire(folder, at(1), ANNA)

    assert isinstance(again, locks.Lock)
    assert annas.holder.token == again.holder.token


def test_a_released_lock_is_free(folder, annas):
    locks.release(annas)

    assert [] == list(folder.iterdir())
    assert isinstance(locks.acquire(folder, at(), BERTA), locks.Lock)


def test_a_heartbeat_keeps_a_lock_fresh(folder, annas):
    lock = annas
    for minute in range(1, 31):
        lock = locks.refresh(lock, at(minute), ANNA)

    held = locks.acquire(folder, at(31), BERTA)
    assert (False, NOON) == (held.stale, held.holder.since)
    assert [locks.NAME] == [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(("minutes", "stale"), [(9.9, False), (10.1, True)])
def test_a_lock_without_a_sign_of_life_for_ten_minutes_is_stale(folder, minutes, stale):
    locks.acquire(folder, at(), BERTA)

    held = locks.acquire(folder, at(minutes), CARLA)

    assert (stale, False) == (held.stale, held.crashed)
    assert stale == ("zuletzt heute um 12:00 Uhr aktiv" in held.sentence)


def test_a_lock_of_a_process_that_is_gone_is_left_over_from_a_crash(folder):
    locks.acquire(folder, at(), Identity("anna", "PC-1", DEAD_PID))

    held = locks.acquire(folder, at(1), CARLA)

    assert (True, True) == (held.stale, held.crashed)
    assert "läuft dort nicht mehr" in held.sentence


def test_nobody_can_know_whether_a_process_elsewhere_is_gone(folder):
    locks.acquire(folder, at(), Identity("anna", "PC-9", DEAD_PID))

    assert not locks.acquire(folder, at(1), CARLA).stale


def test_a_lock_is_taken_over_on_request_only(folder, annas):
    held = locks.acquire(folder, at(60), BERTA)
    assert held.stale
    assert "anna" == on_disk(folder)["user"]

    lock = locks.take_over(held, at(61), BERTA)

    assert isinstance(lock, locks.Lock)
    assert "berta" == on_disk(folder)["user"]
    assert [locks.NAME] == [path.name for path in folder.iterdir()]


def test_who_works_without_a_lock_gets_the_one_that_has_become_free(folder, annas):
    assert isinstance(locks.succeed(folder, at(1), BERTA), locks.HeldLock)
    locks.release(annas)

    lock = locks.succeed(folder, at(2), BERTA)

    assert isinstance(lock, locks.Lock)
    assert BERTA == locks.find(folder, NOON, CARLA).holder.identity


def test_who_works_without_a_lock_succeeds_whom_a_crash_has_ended(folder):
    locks.acquire(folder, at(), Identity("anna", "PC-1", DEAD_PID))

    lock = locks.succeed(folder, at(1), CARLA)

    assert isinstance(lock, locks.Lock)
    assert "carla" == on_disk(folder)["user"]


def test_a_lock_that_is_only_stale_is_nobodys_to_succeed(folder):
    """Who holds it may be asleep on another machine; taking that over needs a yes (SAFE-07)."""
    locks.acquire(folder, at(), BERTA)

    held = locks.succeed(folder, at(60), CARLA)

    assert isinstance(held, locks.HeldLock)
    assert held.stale
    assert "berta" == on_disk(folder)["user"]


def test_what_a_killed_heartbeat_left_goes_with_the_next_lock(folder):
    (folder / f"{locks.NAME}.4711.tmp").touch()
    (folder / "measures.json").touch()

    locks.acquire(folder, at(), ANNA)

    assert [locks.NAME, "measures.json"] == sorted(path.name for path in folder.iterdir())


def test_whose_lock_was_taken_over_learns_it_and_leaves_it_alone(folder, annas):
    locks.take_over(locks.acquire(folder, at(60), BERTA), at(61), BERTA)

    held = locks.refresh(annas, at(62), ANNA)
    locks.release(annas)

    assert BERTA == held.holder.identity
    assert "berta" == on_disk(folder)["user"]


def test_of_two_that_take_over_the_second_reads_who_was_faster(folder, annas):
    seen_by_berta = locks.acquire(folder, at(60), BERTA)
    seen_by_carla = locks.acquire(folder, at(60), CARLA)
    locks.take_over(seen_by_berta, at(61), BERTA)

    held = locks.take_over(seen_by_carla, at(62), CARLA)

    assert isinstance(held, locks.HeldLock)
    assert BERTA == held.holder.identity


def test_a_lock_that_is_gone_by_then_is_simply_taken(folder, annas):
    held = locks.acquire(folder, at(60), BERTA)
    locks.release(annas)

    assert isinstance(locks.take_over(held, at(61), BERTA), locks.Lock)


def test_a_lock_that_somebody_removed_is_taken_again_with_the_next_heartbeat(folder, annas):
    (folder / locks.NAME).unlink()

    lock = locks.refresh(annas, at(1), ANNA)

    assert isinstance(lock, locks.Lock)
    assert "anna" == on_disk(folder)["user"]


@pytest.mark.parametrize("error", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_folder_that_takes_no_lock_is_no_error(folder, monkeypatch, error):
    monkeypatch.setattr(disk, "create", lambda *_: (_ for _ in ()).throw(OSError(error, "no")))

    lock = locks.acquire(folder, at(), ANNA)

    assert (True, None) == (isinstance(lock, locks.Lock), lock.holder)
    assert lock.reason.startswith("Andere sehen nicht, dass Sie")
    assert lock is locks.refresh(lock, at(1), ANNA)
    locks.release(lock)
    assert [] == list(folder.iterdir())


def test_a_share_that_is_lost_for_a_while_changes_nothing(folder, annas, monkeypatch):
    def lost(*_):
        raise OSError(errno.EIO, "gone")

    with monkeypatch.context() as broken:
        broken.setattr(disk, "read", lost)
        assert annas == locks.refresh(annas, at(1), ANNA)
        locks.release(annas)
    with monkeypatch.context() as broken:
        broken.setattr(disk, "create", lost)
        assert annas.holder.token == locks.refresh(annas, at(1), ANNA).holder.token

    assert isinstance(locks.refresh(annas, at(2), ANNA), locks.Lock)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"user": 1}', b"\xff", b'{"user": "a", "host": "b", "pid": 1}']
)
def test_a_lock_that_cannot_be_read_is_somebodys(folder, data):
    (folder / locks.NAME).write_bytes(data)
    now = datetime.now(UTC)

    held = locks.acquire(folder, lambda: now, ANNA)
    assert (None, False) == (held.holder, held.stale)
    assert "wer, lässt sich nicht lesen" in held.sentence

    later = locks.acquire(folder, lambda: now + timedelta(hours=1), ANNA)
    assert later.stale
    assert isinstance(locks.take_over(later, lambda: now, ANNA), locks.Lock)


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=9000)])
def test_a_heartbeat_from_a_clock_that_is_ahead_goes_stale_all_the_same(folder, ahead):
    locks.acquire(folder, lambda: NOON + ahead, BERTA)
    beat(folder, NOON)

    fresh = locks.acquire(folder, at(9), CARLA)
    left_over = locks.acquire(folder, at(11), CARLA)

    assert (False, True) == (fresh.stale, left_over.stale)
    assert "zuletzt heute um 12:00 Uhr aktiv" in left_over.sentence


def test_a_lock_from_the_future_in_every_respect_is_stale(folder):
    locks.acquire(folder, at(600), BERTA)
    beat(folder, NOON + timedelta(hours=10))

    held = locks.acquire(folder, at(), CARLA)

    assert held.stale
    assert "zuletzt vor einiger Zeit aktiv" in held.sentence


def test_a_clock_that_is_a_little_ahead_makes_no_lock_stale(folder):
    locks.acquire(folder, at(5), BERTA)

    assert not locks.acquire(folder, at(), CARLA).stale


def beat(folder: Path, when: datetime) -> None:
    """Let the lock have been written at a time."""
    os.utime(folder / locks.NAME, (when.timestamp(), when.timestamp()))


GARBAGE = [b"{", b"\0" * 300, b"[]", b"[" * 4000, b"x" * 100_000, b'{"user": "a", "pid": true}']


@pytest.mark.parametrize("data", GARBAGE)
def test_a_damaged_lock_is_written_anew_by_its_holder(folder, annas, data):
    (folder / locks.NAME).write_bytes(data)

    lock = locks.refresh(annas, at(1), ANNA)

    assert (annas.holder.token, "anna") == (lock.holder.token, on_disk(folder)["user"])
    assert ANNA == locks.find(folder, NOON, BERTA).holder.identity


@pytest.mark.parametrize("data", GARBAGE)
def test_a_damaged_lock_goes_with_its_holder(folder, annas, data):
    (folder / locks.NAME).write_bytes(data)

    locks.release(annas)

    assert [] == list(folder.iterdir())


@pytest.mark.parametrize(("minutes", "rewritten"), [(0.5, False), (2, True)])
def test_an_empty_lock_may_be_somebodys_who_is_just_writing_it(folder, annas, minutes, rewritten):
    (folder / locks.NAME).write_bytes(b"")
    beat(folder, NOON)

    locks.refresh(annas, at(minutes), ANNA)

    assert rewritten == bool((folder / locks.NAME).stat().st_size)


def test_of_a_lock_only_a_little_is_read(folder, monkeypatch):
    """One of 1.5 GB took a minute (SAFE-07)."""
    asked = []
    read = os.read
    monkeypatch.setattr(os, "read", lambda handle, n: asked.append(n) or read(handle, n))
    with (folder / locks.NAME).open("wb") as lock:
        lock.truncate(3 * 1024**3)

    held = locks.acquire(folder, at(), ANNA)
    locks.take_over(held, at(), ANNA)

    assert None is held.holder
    assert sum(asked) <= 64 * 1024
    assert "anna" == on_disk(folder)["user"]


@pytest.mark.parametrize("zone", [-11, 0, 13])
@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00", "9999-12-31T23:59:59"])
@pytest.mark.parametrize("offset", ["", "+00:00", "-23:59", "+23:59"])
def test_times_at_the_edge_of_all_calendars_are_only_some_time_ago(folder, zone, edge, offset):
    words = {"user": "anna", "host": "PC-9", "pid": 5, "token": "t"}
    times = dict.fromkeys(("since", "heartbeat"), edge + offset)
    (folder / locks.NAME).write_text(json.dumps(words | times), encoding="utf-8")
    now = NOON.astimezone(timezone(timedelta(hours=zone)))

    held = locks.acquire(folder, lambda: now, CARLA)

    assert held.sentence
    assert isinstance(locks.take_over(held, lambda: now, CARLA), locks.Lock)


@pytest.mark.parametrize("call", ["create", "move"])
def test_a_take_over_that_cannot_be_written_says_so_and_leaves_nothing(
    folder, annas, monkeypatch, call
):
    held = locks.acquire(folder, at(60), BERTA)

    def refused(*_, **__):
        raise OSError(errno.EACCES, "no")

    with monkeypatch.context() as broken:
        broken.setattr(disk, call, refused)
        lock = locks.take_over(held, at(61), BERTA)

    assert None is lock.holder
    assert "keine Berechtigung" in lock.reason
    assert [locks.NAME] == [path.name for path in folder.iterdir()]
    assert "anna" == on_disk(folder)["user"]


def test_a_lock_without_a_usable_time_stamp_is_stale(folder, monkeypatch):
    locks.acquire(folder, at(600), BERTA)
    monkeypatch.setattr(locks, "_written", lambda _: None)

    assert locks.acquire(folder, at(), CARLA).stale


def test_a_lock_that_appears_and_disappears_is_given_up(folder, monkeypatch):
    monkeypatch.setattr(disk, "create", lambda *_: (_ for _ in ()).throw(FileExistsError()))

    lock = locks.acquire(folder, at(), ANNA)

    assert None is lock.holder
    assert "erscheint und verschwindet" in lock.reason


def test_odd_and_endless_names_in_a_lock_are_shown_short_and_plain(folder):
    words = {"user": "A\u202e\ud800\n" + "x" * 900, "host": "PC-9\0" + "y" * 900, "pid": 5}
    times = {"since": NOON.isoformat(), "heartbeat": NOON.isoformat(), "token": "t"}
    (folder / locks.NAME).write_text(json.dumps(words | times), encoding="utf-8")

    sentence = locks.acquire(folder, at(), CARLA).sentence

    assert len(sentence) < 500
    assert sentence.isprintable()
    assert "A���xxx" in sentence


def test_a_user_without_a_name_is_somebody(folder):
    locks.acquire(folder, at(), Identity("", "PC-2", 1))

    assert locks.acquire(folder, at(), ANNA).sentence.startswith(
        "Eine andere Person hat diesen Datensatz"
    )


def test_this_process_is_alive_and_a_number_nobody_has_is_not():
    me = this_process()

    assert me.pid == os.getpid()
    assert me.host
    assert [True, False, False, False] == [is_alive(n) for n in (me.pid, DEAD_PID, 0, -1)]


def test_a_system_that_does_not_know_the_user_is_no_obstacle(monkeypatch):
    def unknown():
        raise KeyError("uid")

    monkeypatch.setattr("getpass.getuser", unknown)

    assert ("", os.getpid()) == (this_process().user, this_process().pid)
