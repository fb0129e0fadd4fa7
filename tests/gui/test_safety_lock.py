"""Who comes second: locks, windows for reading, and shares that may not be written (SAFE-07)."""

from __future__ import annotations

import errno
import os
from datetime import timedelta

import pytest

from klimaeditor.clock import local_now
from klimaeditor.files import disk, locks
from klimaeditor.files.processes import Identity
from tests.e2e_driver import CTRL, SHIFT
from tests.gui.safety_cases import Key, built, house, press, push, words
from tests.torture.people import BERT, Person
from ui.review.dialogs import EDIT_ANYWAY, LOCKED_TITLE, TAKE_OVER
from ui.session.opening import EDITING_ANYWAY, READING_BESIDE_STALE, READING_ONLY, SAVE_ELSEWHERE

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui
MODE = "(schreibgeschützt)"


def bert_locks(house, ago: timedelta = timedelta()) -> locks.Lock:
    taken = locks.acquire(house.folder, lambda: local_now() - ago, BERT)
    assert isinstance(taken, locks.Lock)
    return taken


def opened_after_bert(house, home, answer) -> Person:
    """Return Bert, who has the dataset open; the house has opened it too, with *answer*."""
    bert = Person(home, BERT)
    assert bert.session.open_path(house.folder)
    house.dialogs.expect(answer)
    assert house.open()
    return bert


def holder(house) -> str:
    return locks.find(house.folder, local_now(), house.environment.me).holder.identity.user


def test_the_second_opener_reads_who_is_there_and_gets_a_window_that_changes_nothing(house):
    bert_locks(house)
    asked = []
    house.dialogs.expect(lambda d: (asked.append(words(d)), press(d, Key.Key_Return)))
    assert house.open()

    assert "„bert“ hat diesen Datensatz heute um" in asked[0]
    assert "„pc-bert“" in asked[0]
    assert MODE in house.shown_title()
    assert READING_ONLY in house.notices()
    assert "bert" == holder(house)
    before = house.value("summary")
    house.edit("summary", "verboten")
    for keys in ((Key.Key_S, CTRL), (Key.Key_Z, CTRL), (Key.Key_N, CTRL), (Key.Key_D, CTRL)):
        house.press(*keys)
    assert before == house.value("summary")
    assert 0 == house.stack.count()
    writing = (
        "save",
        "new",
        "duplicate",
        "delete",
        "undo",
        "redo",
        "clean_up",
        "restore",
        "revert",
    )
    assert [] == [name for name in writing if house.actions[name].isEnabled()]


def test_no_field_of_a_window_for_reading_takes_a_key(house):
    bert_locks(house)
    house.dialogs.expect(lambda d: press(d, Key.Key_Return))
    assert house.open()
    batches = []
    house.document.subscribe(lambda event: batches.append(event.batch))

    for name in house.form.rows:
        house.form.focus_field(name)
        for key in (Key.Key_A, Key.Key_Delete, Key.Key_Down, Key.Key_Space, Key.Key_Backspace):
            house.press(key)
    for key in (Key.Key_V, Key.Key_X):
        house.press(key, CTRL)

    assert [] == batches


def test_a_window_for_reading_shows_what_others_save(house):
    bert_locks(house)
    house.dialogs.expect(lambda d: press(d, Key.Key_Return))
    assert house.open()
    house.colleague(outcome="Von Bert")
    house.look()

    assert "Von Bert" == house.value("outcome") == house.row("outcome").editor.value()
    assert MODE in house.shown_title()
    assert not house.actions["undo"].isEnabled()
    assert house.app.session.close()  # and asks nothing


def test_saving_elsewhere_makes_what_was_for_reading_writable(house, tmp_path):
    bert_locks(house)
    house.dialogs.expect(lambda d: press(d, Key.Key_Return))
    assert house.open()
    target = tmp_path / "Eigene Kopie"
    target.mkdir()
    house.answer(folder=target)
    house.press(Key.Key_S, CTRL | SHIFT)

    assert MODE not in house.shown_title()
    house.edit("summary", " Neu.")
    assert str(house.value("summary")).endswith(" Neu.")
    house.press(Key.Key_S, CTRL)
    assert not house.window.isWindowModified()
    house.folder, original = target, house.folder
    assert str(house.stored("summary")).endswith(" Neu.")
    assert house.environment.me.user == holder(house)
    assert locks.find(original, local_now(), house.environment.me).holder.identity == BERT


def test_editing_anyway_merges_when_saving(house, tmp_path):
    bert = opened_after_bert(house, tmp_path, lambda d: push(d, EDIT_ANYWAY))
    assert MODE not in house.shown_title()
    assert EDITING_ANYWAY in house.notices()
    bert.edit("energieerzeugung1", "outcome", "Von Bert")
    assert bert.session.save()
    house.edit("summary", " Neu.")
    house.press(Key.Key_S, CTRL)

    assert "Von Bert" == house.stored("outcome") == house.value("outcome")
    assert str(house.stored("summary")).endswith(" Neu.")
    assert "bert" == holder(house)
    assert bert.session.close()


def test_who_edits_anyway_has_the_lock_as_soon_as_the_other_has_left(house, tmp_path):
    bert = opened_after_bert(house, tmp_path, lambda d: push(d, EDIT_ANYWAY))
    house.look()
    house.quiet()
    assert "bert" == holder(house)

    assert bert.session.close()
    house.look()
    house.quiet()

    assert house.environment.me.user == holder(house)
    assert house.app.session.close()
    assert locks.find(house.folder, local_now(), BERT) is None


def test_a_lock_that_became_ours_while_the_window_closed_is_left_to_nobody(house, tmp_path):
    bert = opened_after_bert(house, tmp_path, lambda d: push(d, EDIT_ANYWAY))
    house.quiet()
    assert bert.session.close()

    house.app.session.keeper._refresh()
    assert house.app.session.close()  # before the outcome is heard

    assert locks.find(house.folder, local_now(), BERT) is None


def test_a_window_for_reading_takes_no_lock_when_the_other_has_left(house, tmp_path):
    bert = opened_after_bert(house, tmp_path, lambda d: press(d, Key.Key_Return))

    assert bert.session.close()
    house.look()
    house.quiet()

    assert locks.find(house.folder, local_now(), BERT) is None


def test_escape_leaves_the_dataset_and_its_lock_alone(house):
    bert_locks(house)
    house.dialogs.expect(lambda d: press(d, Key.Key_Escape))

    assert not house.open()
    assert "bert" == holder(house)


def test_a_stale_lock_is_said_to_be_stale_and_taken_over_only_on_request(house):
    bert_locks(house, timedelta(minutes=11))
    asked = []
    house.dialogs.expect(lambda d: (asked.append(words(d)), press(d, Key.Key_Return)))
    assert house.open()
    assert "Der Datensatz wirkt noch geöffnet" in asked[0]
    assert MODE in house.shown_title()
    assert "bert" == holder(house)

    house.put_away()
    house.dialogs.expect(lambda d: push(d, TAKE_OVER))
    assert house.open()
    assert MODE not in house.shown_title()
    assert house.environment.me.user == holder(house)


def own_lock(house, user: str = "", pid: int = 4_194_303) -> None:
    """Leave the lock of a process of this computer that has ended."""
    me = house.environment.me
    taken = locks.acquire(house.folder, local_now, Identity(user or me.user, me.host, pid))
    assert isinstance(taken, locks.Lock)


def test_the_lock_of_ones_own_dead_process_is_taken_over_without_a_question(house):
    own_lock(house)
    assert house.open()  # a question would be unexpected

    assert MODE not in house.shown_title()
    assert "" == house.notices()
    found = locks.find(house.folder, local_now(), house.environment.me)
    assert house.environment.me == found.holder.identity


def test_saving_where_ones_own_dead_process_was_asks_nothing_either(house, tmp_path):
    target = tmp_path / "dort"
    target.mkdir()
    own, house.folder = house.folder, target
    own_lock(house)
    house.folder = own
    assert house.open()
    house.answer(folder=target)
    house.press(Key.Key_S, CTRL | SHIFT)

    assert (
        house.environment.me
        == locks.find(target, local_now(), house.environment.me).holder.identity
    )


def test_the_lock_of_ones_own_living_process_is_asked_about(house):
    own_lock(house, pid=os.getppid())
    asked = []
    house.dialogs.expect(lambda d: (asked.append(words(d)), press(d, Key.Key_Escape)))
    house.open()

    assert "schon in einem anderen Fenster" in asked[0]


def test_the_lock_of_another_users_dead_process_takes_a_question_and_gives_no_false_reason(house):
    own_lock(house, user="bert")
    house.dialogs.expect(lambda d: press(d, Key.Key_Return))
    assert house.open()

    assert MODE in house.shown_title()
    assert READING_BESIDE_STALE in house.notices()
    assert READING_ONLY not in house.notices()


def test_reading_turns_into_editing_as_soon_as_the_other_has_left(house, tmp_path):
    bert = opened_after_bert(house, tmp_path, lambda d: press(d, Key.Key_Return))
    assert house.actions["edit_again"].isEnabled()
    bert.edit("energieerzeugung1", "outcome", "Von Bert")
    assert bert.session.save()
    assert bert.session.close()

    house.trigger("edit_again")

    assert MODE not in house.shown_title()
    assert not house.actions["edit_again"].isEnabled()
    assert "Von Bert" == house.value("outcome")
    assert (
        house.environment.me
        == locks.find(house.folder, local_now(), house.environment.me).holder.identity
    )
    house.edit("summary", " Neu.")
    assert house.app.session.save()


def test_reading_turns_into_editing_beside_the_other_only_where_that_is_chosen(house, tmp_path):
    bert = opened_after_bert(house, tmp_path, lambda d: press(d, Key.Key_Return))
    house.dialogs.expect(lambda d: press(d, Key.Key_Return))
    house.trigger("edit_again")
    assert MODE in house.shown_title()
    house.dialogs.expect(lambda d: press(d, Key.Key_Escape))
    house.trigger("edit_again")
    assert MODE in house.shown_title()

    house.dialogs.expect(lambda d: push(d, EDIT_ANYWAY))
    house.trigger("edit_again")

    assert MODE not in house.shown_title()
    assert bert.session.close()


def test_what_is_open_for_editing_has_no_way_there(house):
    assert not house.actions["edit_again"].isEnabled()
    assert house.open()
    assert not house.actions["edit_again"].isEnabled()


def test_a_lock_without_a_sign_of_life_for_nine_minutes_is_not_stale(house):
    bert_locks(house, timedelta(minutes=9))
    asked = []
    house.dialogs.expect(lambda d: (asked.append(words(d)), press(d, Key.Key_Escape)))
    house.open()

    assert LOCKED_TITLE in asked[0]
    assert TAKE_OVER not in asked[0]


def test_whose_lock_was_taken_over_is_told(house):
    assert house.open()
    held = locks.find(house.folder, local_now(), BERT)
    locks.take_over(held, local_now, BERT)
    house.app.session.keeper._refresh()
    house.quiet()

    assert "wird jetzt an anderer Stelle bearbeitet" in house.notices()
    assert "„bert“" in house.notices()
    assert house.app.session.close()
    assert "bert" == holder(house)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "no"), "keine Berechtigung"),
        (OSError(errno.EROFS, "read-only"), "Der Datenträger ist schreibgeschützt"),
    ],
    ids=["no permission", "read-only medium"],
)
def test_a_share_without_write_permission_opens_for_reading_and_says_why(
    house, monkeypatch, error, reason
):
    create = disk.create

    def refuse(path, *arguments, **options):
        if path.parent == house.folder:
            raise error
        create(path, *arguments, **options)

    monkeypatch.setattr(disk, "create", refuse)
    assert house.open()

    assert MODE in house.shown_title()
    assert reason in house.notices()
    assert SAVE_ELSEWHERE in house.notices()
    assert not house.actions["save"].isEnabled()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_really_may_not_be_written_opens_for_reading(house):
    house.folder.chmod(0o500)
    try:
        assert house.open()
        assert MODE in house.shown_title()
    finally:
        house.folder.chmod(0o700)
