"""Somebody else saves, too: merging while one types, conflicts, false alarms, a clean end."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from klimaeditor.clock import local_now
from klimaeditor.files import locks
from klimaeditor.model.changes import FileName
from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press, push, words
from ui.dialogs.confirm import GONE_TAKE, GONE_TITLE
from ui.review import review_words
from ui.review.dialogs import APPLY, ReviewDialog
from ui.session.keeper import NOT_MERGED, NOTHING_NEW

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui
DAMAGE = {
    "emptied": lambda _rows: [],
    "cut": lambda rows: rows[: len(rows) // 2],
}


# --- what others save --------------------------------------------------------------------------


def test_what_others_saved_appears_while_one_types_on(house):
    assert house.open()
    house.edit("summary", " Eins")
    house.colleague(outcome="Von Bert", action_scale="Von Bert")
    widget, caret = house.focused(), house.focused().textCursor().position()
    house.look()

    assert "Von Bert" == house.value("outcome") == house.row("outcome").editor.value()
    assert "2 Änderungen wurden übernommen (" in house.notices()
    assert "Ihre eigenen Änderungen bleiben." in house.notices()
    assert widget is house.focused()
    assert caret == widget.textCursor().position()
    house.type(" Zwei")
    assert str(house.value("summary")).endswith(" Eins Zwei")
    assert house.window.isWindowModified()
    house.press(Key.Key_S, CTRL)
    assert str(house.stored("summary")).endswith(" Eins Zwei")
    assert "Von Bert" == house.stored("outcome")


def test_coming_back_to_the_window_is_a_reason_to_look(house):
    assert house.open()
    house.colleague(outcome="Von Bert")
    house.app.qt.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    house.quiet()

    assert "Von Bert" == house.value("outcome")


def test_without_a_reason_it_looks_every_30_s_and_gives_a_sign_of_life_every_60_s(house):
    assert house.open()
    keeper = house.app.session.keeper

    assert (True, 30_000) == (keeper._round.isActive(), keeper._round.interval())
    assert (True, 60_000) == (keeper._beat.isActive(), keeper._beat.interval())
    before = locks.find(house.folder, house.environment.clock(), house.environment.me).holder
    keeper._environment = replace(
        house.environment, clock=lambda: local_now() + timedelta(minutes=1)
    )
    keeper._beat.timeout.emit()
    house.quiet()
    after = locks.find(house.folder, house.environment.clock(), house.environment.me).holder
    assert (before.token, before.since) == (after.token, after.since)
    assert before.heartbeat + timedelta(seconds=59) < after.heartbeat


# A11Y-19, SAFE-13
def test_what_was_merged_is_one_step_that_can_be_undone(house):
    assert house.open()
    before = house.value("outcome")
    house.colleague(outcome="Von Bert", action_scale="Von Bert")
    house.look()
    assert 1 == house.stack.count()

    house.press(Key.Key_Z, CTRL)
    assert before == house.value("outcome")
    assert house.window.isWindowModified()
    house.press(Key.Key_S, CTRL)
    assert before == house.stored("outcome")


def test_merging_into_an_untouched_document_leaves_nothing_to_save(house):
    assert house.open()
    house.colleague(outcome="Von Bert")
    house.look()

    assert "Von Bert" == house.value("outcome")
    assert not house.window.isWindowModified()
    assert "Ihre eigenen" not in house.notices()


def test_the_measure_in_the_form_may_be_deleted_by_others(house):
    assert house.open()
    document = house.on_disk()
    document.apply(document.plan_delete([document.dataset.find("energieerzeugung1")]))
    document.save()
    house.look()

    assert house.key("energieerzeugung1") is None
    assert house.shown_id() != "energieerzeugung1"


def test_a_conflict_is_announced_and_decided_with_f5(house):
    assert house.open()
    house.edit("summary", " Von mir")
    mine = house.value("summary")
    house.colleague(summary="Von Bert", outcome="Auch von Bert")
    house.look()
    assert mine == house.value("summary")
    assert "ein Feld haben Sie und eine andere Person unterschiedlich geändert" in house.notices()
    assert "(F5)" in house.notices()
    shown = []

    def take_theirs(dialog) -> None:
        assert isinstance(dialog, ReviewDialog)
        shown.append("\n".join(str(d.ours) + str(d.theirs) for d in decisions(dialog)))
        push(dialog, review_words.TAKE)
        push(dialog, APPLY)

    house.dialogs.expect(take_theirs)
    house.press(Key.Key_F5)

    assert mine in shown[0]
    assert "Von Bert" in shown[0]
    assert ("Von Bert", "Auch von Bert") == (house.value("summary"), house.value("outcome"))
    assert not house.window.isWindowModified()


def test_what_was_saved_again_under_the_open_review_is_no_news_of_tomorrow(house):
    assert house.open()
    house.edit("summary", " Von mir")
    house.colleague(summary="Von Bert")
    house.look()

    def take_theirs_late(dialog) -> None:
        house.colleague(summary="Von Bert, noch einmal", outcome="Auch von Bert")
        push(dialog, review_words.TAKE)
        push(dialog, APPLY)

    house.dialogs.expect(take_theirs_late)
    house.press(Key.Key_F5)

    assert "Von Bert, noch einmal" == house.value("summary") == house.stored("summary")
    assert "Auch von Bert" == house.value("outcome")
    assert not house.window.isWindowModified()
    assert house.window.bar.save.text().strip().startswith("Gespeichert")


def test_what_was_saved_again_under_the_open_review_may_be_a_conflict_again(house):
    assert house.open()
    house.edit("summary", " Von mir")
    mine = house.value("summary")
    house.colleague(summary="Von Bert")

    def keep_late(dialog) -> None:
        house.colleague(summary="Von Bert, noch einmal")
        push(dialog, review_words.KEEP)
        push(dialog, APPLY)

    house.dialogs.expect(keep_late, lambda dialog: press(dialog, Key.Key_Escape))
    house.press(Key.Key_F5)

    assert mine == house.value("summary")
    assert house.window.isWindowModified()
    assert NOT_MERGED in house.notices()


def decisions(dialog: ReviewDialog) -> list:
    return [row.decision for row in dialog._review.conflicts]


def test_a_conflict_is_not_announced_again_and_again(house):
    assert house.open()
    house.edit("summary", " Von mir")
    house.colleague(summary="Von Bert")
    house.look()
    house.window.notices.hide()
    house.look()

    assert "" == house.notices()


def test_saving_with_a_conflict_asks_and_cancelling_keeps_everything(house):
    assert house.open()
    house.edit("summary", " Von mir")
    mine = house.value("summary")
    house.colleague(summary="Von Bert")
    house.dialogs.expect(lambda d: press(d, Key.Key_Escape))
    house.press(Key.Key_S, CTRL)

    assert (mine, "Von Bert") == (house.value("summary"), house.stored("summary"))
    assert house.window.isWindowModified()
    assert NOT_MERGED in house.notices()
    house.dialogs.expect(lambda d: (push(d, review_words.KEEP), push(d, APPLY)))
    house.press(Key.Key_S, CTRL)
    assert mine == house.stored("summary")


def test_f5_says_where_there_is_nothing_new(house):
    assert house.open()
    house.press(Key.Key_F5)

    assert NOTHING_NEW == house.said()


@pytest.mark.parametrize("damage", DAMAGE)
def test_records_that_are_gone_by_the_dozen_do_not_go_without_a_question(house, damage):
    assert house.open()
    count = len(house.document.dataset.measures)
    path = house.folder / FileName.MEASURES
    whole = path.read_bytes()
    rows = json.loads(whole)
    path.write_text(json.dumps(DAMAGE[damage](rows)), "utf-8")
    house.look()
    assert count == len(house.document.dataset.measures)
    assert "fehlen auf einmal viele Maßnahmen" in house.notices()

    asked = []
    house.dialogs.expect(lambda d: (asked.append(words(d)), press(d, Key.Key_Return)))
    house.press(Key.Key_F5)
    assert GONE_TITLE in asked[0]
    assert count == len(house.document.dataset.measures)

    house.dialogs.expect(lambda d: push(d, GONE_TAKE))
    house.press(Key.Key_F5)
    assert len(DAMAGE[damage](rows)) == len(house.document.dataset.measures)
    house.press(Key.Key_Z, CTRL)
    assert count == len(house.document.dataset.measures)


def test_a_file_that_is_broken_on_disk_changes_nothing_here(house):
    assert house.open()
    house.edit("summary", " Von mir")
    path = house.folder / FileName.ADDITIONAL
    path.write_bytes(path.read_bytes()[:99])
    house.look()
    assert str(house.value("summary")).endswith(" Von mir")

    asked = []
    house.dialogs.expect(lambda d: (asked.append(words(d)), press(d, Key.Key_Return)))
    house.press(Key.Key_S, CTRL)
    assert "additional_data.json, Zeile" in asked[0]
    assert "Ihre Änderungen sind noch da." in asked[0]
    assert 99 == len(path.read_bytes())
    assert house.window.isWindowModified()


# --- false alarms, and a clean end ---------------------------------------------------------------


def test_own_saves_and_touched_files_raise_no_alarm(house):
    assert house.open()
    house.edit("summary", " Neu.")
    house.press(Key.Key_S, CTRL)
    steps = house.stack.count()
    house.look()
    for step, file in enumerate(FileName):
        os.utime(house.folder / file, (time.time() + step, time.time() + step))
    house.look()
    for file in FileName:  # rewritten by a program that changes nothing
        path = house.folder / file
        (house.folder / "neu").write_bytes(path.read_bytes())
        (house.folder / "neu").replace(path)
    house.look()

    assert "" == house.notices()
    assert steps == house.stack.count()
    assert not house.window.isWindowModified()


def test_a_share_that_is_away_for_a_moment_raises_no_alarm(house):
    assert house.open()
    away = house.folder.rename(house.folder.with_name("weg"))
    house.look()
    assert "" == house.notices()
    away.rename(house.folder)
    house.look()

    assert "" == house.notices()


def test_a_clean_close_leaves_neither_lock_nor_journal(house):
    before = sorted(path.name for path in house.folder.iterdir())
    assert house.open()
    assert [*sorted([*before, locks.NAME])] == sorted(p.name for p in house.folder.iterdir())
    house.edit("summary", " Neu.")
    house.app.session.keeper._flushing.ask(at_once=True)
    house.quiet()
    assert house.leftovers()
    house.press(Key.Key_S, CTRL)
    house.press(Key.Key_W, CTRL)

    assert before == sorted(path.name for path in house.folder.iterdir())
    assert [] == house.leftovers()


def test_giving_work_up_leaves_no_journal_either(house):
    assert house.open()
    house.edit("summary", " Neu.")
    house.app.session.keeper._flushing.ask(at_once=True)
    house.quiet()
    house.put_away()

    assert [] == house.leftovers()
