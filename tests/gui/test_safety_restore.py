"""Back to a backup: shown first, one step, undoable; nothing on disk changes before a save."""

from __future__ import annotations

import pytest

from klimaeditor.files import backups
from klimaeditor.site.muenster import muenster
from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press, push, words
from ui.review.dialogs import RESTORE, RestoreDialog
from ui.session.recovering import RESTORED

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui


@pytest.fixture
def saved(house):
    """The window after a save, which has made a backup."""
    assert house.open()
    house.before = house.value("summary")
    house.edit("summary", " Neu.")
    house.press(Key.Key_S, CTRL)
    house.after = house.value("summary")
    assert 1 == len(backups.list_backups(house.folder, house.environment.backups))
    return house


def test_a_backup_shows_what_it_would_change_and_comes_back_as_one_step(saved):
    shown = []

    def restore(dialog) -> None:
        assert isinstance(dialog, RestoreDialog)
        shown.append(words(dialog))
        push(dialog, RESTORE)

    saved.dialogs.expect(restore)
    steps = saved.stack.count()
    saved.trigger("restore")

    assert "1 Feld ändert sich" in shown[0]
    assert saved.before == saved.value("summary")
    assert steps + 1 == saved.stack.count()
    assert RESTORED == saved.said()
    assert saved.window.isWindowModified()
    assert saved.after == saved.stored("summary")
    saved.activate()
    saved.press(Key.Key_Z, CTRL)
    assert saved.after == saved.value("summary")
    assert not saved.window.isWindowModified()


def test_what_was_restored_is_saved_like_any_other_change(saved):
    saved.dialogs.expect(lambda dialog: push(dialog, RESTORE))
    saved.trigger("restore")
    saved.activate()
    saved.press(Key.Key_S, CTRL)

    assert saved.before == saved.stored("summary")


def test_a_restored_state_survives_a_crash_too(saved):
    saved.dialogs.expect(lambda dialog: push(dialog, RESTORE))
    saved.trigger("restore")
    saved.crash()
    saved.dialogs.expect(lambda dialog: press(dialog, Key.Key_Return))
    saved.begin()

    assert saved.before == saved.value("summary")


def test_escape_changes_nothing(saved):
    saved.dialogs.expect(lambda dialog: press(dialog, Key.Key_Escape))
    saved.trigger("restore")

    assert saved.after == saved.value("summary")


def test_a_damaged_backup_is_told_and_cannot_be_chosen(saved):
    (backup,) = backups.list_backups(saved.folder, saved.environment.backups)
    (backup.path / backup.files[0]).write_bytes(b"[{")
    shown = []

    def look(dialog) -> None:
        shown.append((words(dialog), dialog._restore.isEnabled()))
        press(dialog, Key.Key_Escape)

    saved.dialogs.expect(look)
    saved.trigger("restore")

    assert "measures.json, Zeile 1" in shown[0][0]
    assert not shown[0][1]
    assert saved.after == saved.value("summary")


def test_before_a_merge_the_files_of_the_other_are_backed_up(saved):
    saved.colleague(summary="Von Bert")
    saved.look()
    latest = backups.list_backups(saved.folder, saved.environment.backups)[0]
    content = backups.read_backup(latest, site=muenster()).dataset

    assert "Von Bert" == content.value(content.find("energieerzeugung1"), "summary")


def test_a_backup_that_says_what_is_on_disk_leaves_nothing_to_save(saved):
    saved.edit("summary", " Mehr.")
    saved.press(Key.Key_S, CTRL)
    saved.colleague(summary=saved.before)  # the disk is as in the backup again, and one types on
    saved.look()
    saved.edit("outcome", " Anders.")
    saved.dialogs.expect(
        lambda dialog: (
            dialog._list.select_row(len(dialog._backups) - 1),
            push(dialog, RESTORE),
        )
    )
    saved.trigger("restore")

    assert saved.document.is_saved
    assert not saved.window.isWindowModified()
    assert saved.window.bar.save.text().strip().startswith("Gespeichert")
