"""Backups, recovery and locks: what would happen is seen before it does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from klimaeditor.diff.apply import to_batch
from klimaeditor.files.backups import list_backups, make_backup, read_backup
from klimaeditor.model.errors import DatasetError
from klimaeditor.model.values import same
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import additional_row, rows, sources_of, write_folder
from tests.gui import theme_helpers
from tests.gui.pane_cases import mnemonics, nameless, settle, shown_window
from tests.gui.reach import one
from tests.gui.review_cases import NOW, backups, changes, held
from tests.merge_helpers import opened
from ui.app import WindowAnswers
from ui.dialogs.choices import LockedChoice, RecoveryChoice
from ui.dialogs.questions import QuestionDialog
from ui.review.dialogs import (
    BACKUPS_NAME,
    NO_BACKUPS,
    RESTORE,
    SAME_AS_NOW,
    RecoveryDialog,
    RestoreDialog,
    locked,
)
from ui.review.review_rows import differences_to, restored_rows
from ui.review.row_list import RowList
from ui.review.versions import VersionColumns

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SENTENCE = "3 ungespeicherte Änderungen wiederherstellen?"


DIALOGS = {
    "restore": lambda: RestoreDialog(backups(), lambda _: changes(), NOW),
    "no backups": lambda: RestoreDialog((), lambda _: changes(), NOW),
    "recovery": lambda: RecoveryDialog(SENTENCE, changes()),
    "recovery without rows": lambda: RecoveryDialog(SENTENCE, ()),
    "locked": lambda: QuestionDialog(locked(held(stale=False))),
    "stale": lambda: QuestionDialog(locked(held(stale=True))),
}


def shown(qtbot, dialog: QDialog) -> QDialog:
    return shown_window(qtbot, dialog, 940, 640)


def button(dialog, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == text)


def words(dialog) -> str:
    return "\n".join(x.text() for x in dialog.findChildren(QLabel) if x.isVisible())


def answer(text: str) -> None:
    """Press the button *text* of the dialog that is about to be open."""
    QTimer.singleShot(0, lambda: button(QApplication.activeModalWidget(), text).click())


# --- all of them ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIALOGS)
def test_letters_are_unique_and_everything_has_a_name(qtbot, name):
    dialog = shown(qtbot, DIALOGS[name]())
    letters = mnemonics(dialog)

    assert len(set(letters)) == len(letters)
    assert [] == nameless(dialog)


@pytest.mark.parametrize("name", DIALOGS)
def test_esc_closes_without_consequence(qtbot, name):
    dialog = shown(qtbot, DIALOGS[name]())

    qtbot.keyClick(dialog, Key.Key_Escape)

    assert not dialog.isVisible()
    assert QDialog.DialogCode.Rejected == dialog.result()


@pytest.mark.parametrize("name", DIALOGS)
def test_no_button_is_cut_at_double_size(lettered, qtbot, name):
    dialog = shown(qtbot, DIALOGS[name]())

    cut = [
        b.text()
        for b in dialog.findChildren(QPushButton)
        if b.isVisible() and b.width() < b.minimumSizeHint().width()
    ]

    assert [] == cut


# --- backups -------------------------------------------------------------------------------


def test_backups_are_named_by_day_and_time_and_by_what_made_them(qtbot):
    dialog = shown(qtbot, DIALOGS["restore"]())

    found = [row.title for row in one(dialog, RowList, BACKUPS_NAME).rows()]
    made_by = [row.label.partition(" · ")[0] for row in one(dialog, RowList, BACKUPS_NAME).rows()]

    assert ["Heute um 14:30 Uhr", "Gestern um 18:30 Uhr", "Am 20. November 2026 um 22:30 Uhr"] == (
        found
    )
    assert ["vor einem Speichern", "unterbrochenes Speichern", "vor einem Speichern"] == made_by


def test_each_backup_is_read_once_and_only_when_looked_at(qtbot):
    asked = []
    looked = shown(
        qtbot, RestoreDialog(backups(), lambda backup: asked.append(backup) or changes(), NOW)
    )

    for place in (1, 0, 1):
        one(looked, RowList, BACKUPS_NAME).select_row(place)

    assert list(backups()[:2]) == asked


def test_the_selected_backup_is_the_answer(qtbot):
    dialog = shown(qtbot, DIALOGS["restore"]())
    one(dialog, RowList, BACKUPS_NAME).select_row(2)

    qtbot.mouseClick(button(dialog, "Diese Sicherung wiederherstellen"), LEFT)

    assert QDialog.DialogCode.Accepted == dialog.result()
    assert backups()[2] == dialog.chosen()


def test_a_backup_that_changes_nothing_cannot_be_restored(qtbot):
    dialog = shown(qtbot, RestoreDialog(backups(), lambda _: (), NOW))

    assert SAME_AS_NOW in words(dialog)
    assert not button(dialog, "Diese Sicherung wiederherstellen").isEnabled()


def test_a_backup_that_cannot_be_read_says_why(qtbot):
    def broken(_backup):
        raise DatasetError("In dieser Sicherung fehlt eine Datei.")

    dialog = shown(qtbot, RestoreDialog(backups(), broken, NOW))

    assert "In dieser Sicherung fehlt eine Datei." in words(dialog)
    assert not button(dialog, "Diese Sicherung wiederherstellen").isEnabled()


def test_without_backups_there_is_a_sentence_instead_of_a_list(qtbot):
    dialog = shown(qtbot, DIALOGS["no backups"]())

    assert NO_BACKUPS in words(dialog)
    assert dialog.chosen() is None
    assert not one(dialog, QPushButton, RESTORE).isVisible()


def test_a_real_backup_is_shown_field_by_field_and_restored_in_one_step(tmp_path):
    folder, root = tmp_path / "daten", tmp_path / "sicherungen"
    then = rows(additional=[additional_row(summary="damals")])
    write_folder(folder, then)
    make_backup(folder, root, datetime.now(UTC))
    current = rows(additional=[additional_row(summary="jetzt")], categories=[])
    now = opened(sources_of(current))
    content = read_backup(list_backups(folder, root)[0], site=muenster())

    shown_rows = restored_rows(now, content.dataset)
    now.apply(to_batch(now, differences_to(now, content.dataset), "Sicherung"))

    assert [("Kurz bauen1", "jetzt", "damals")] == [
        (row.title, row.before, row.after) for row in shown_rows[:1]
    ]
    assert "Ganze Kategorie" == shown_rows[1].label
    assert all(
        same(list(now.tables[file].rows.values()), list(content.dataset.tables[file].rows.values()))
        for file in now.tables
    )


# --- changes ---------------------------------------------------------------------------------


def test_before_and_after_of_the_selected_change_are_shown(qtbot):
    dialog = shown(qtbot, DIALOGS["restore"]())
    qtbot.keyClick(dialog, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle()

    panes = [pane.text() for pane in one(dialog, VersionColumns).panes]

    assert ["12.500.000 €", "12.500.000 € 14.200.000 €"] == panes
    assert "3 Felder ändern sich" in words(dialog)


# --- recovery --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Wiederherstellen", RecoveryChoice.RESTORE),
        ("Verwerfen", RecoveryChoice.DISCARD),
        ("Später", RecoveryChoice.LATER),
    ],
)
def test_recovery_is_answered_by_its_buttons(qtbot, text, choice):
    answer(text)

    assert choice is WindowAnswers(lambda: None).recovery(SENTENCE, changes())


def test_enter_recovers_and_never_discards(qtbot):
    dialog = shown(qtbot, DIALOGS["recovery"]())

    qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)

    assert RecoveryChoice.RESTORE is dialog.value


# --- locks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stale", "text", "choice"),
    [
        (False, "Schreibgeschützt öffnen", LockedChoice.READ_ONLY),
        (False, "Trotzdem bearbeiten", LockedChoice.EDIT_ANYWAY),
        (False, "Abbrechen", LockedChoice.CANCEL),
        (True, "Übernehmen und bearbeiten", LockedChoice.EDIT_ANYWAY),
    ],
)
def test_a_lock_is_answered_by_its_buttons(qtbot, stale, text, choice):
    answer(text)

    assert choice is WindowAnswers(lambda: None).locked(held(stale=stale))


@pytest.mark.parametrize("stale", [False, True])
def test_enter_never_takes_over_a_lock(qtbot, stale):
    dialog = shown(qtbot, QuestionDialog(locked(held(stale=stale))))

    qtbot.keyClick(dialog.focusWidget(), Key.Key_Return)

    assert LockedChoice.READ_ONLY is dialog.value


def test_the_answer_about_backups_is_the_backup_or_nothing(qtbot):
    answer("Diese Sicherung wiederherstellen")
    chosen = WindowAnswers(lambda: None).restore(backups(), lambda _: changes())
    answer("Abbrechen")
    cancelled = WindowAnswers(lambda: None).restore(backups(), lambda _: changes())

    assert backups()[0] == chosen
    assert cancelled is None
