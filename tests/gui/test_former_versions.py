"""What a measure said before: seen, compared and brought back, in the dialog and in the window."""

from __future__ import annotations

import json
import os
import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTextEdit

from klimaeditor.clock import local_now
from klimaeditor.document import Document
from klimaeditor.files import backups
from klimaeditor.files.formervalues import (
    FormerMeasure,
    FormerState,
    FormerValues,
    Sighting,
    StateKind,
    digest_of_value,
)
from klimaeditor.files.processes import this_process
from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import READ_ONLY
from klimaeditor.model.records import Dataset
from klimaeditor.notes import editlog
from klimaeditor.notes.notebook import with_rules
from klimaeditor.site.muenster import muenster
from tests.dataset_builders import town
from tests.e2e_driver import CTRL, SHIFT, Key
from tests.git_helpers import Repository
from tests.gui import theme_helpers
from tests.gui.pane_cases import mnemonics, nameless, shown_window
from tests.gui.test_field_panel import backed_up, buttons, known, texts
from tests.gui.window_cases import WINDMILLS, Program
from tests.waiting import PATIENCE_S
from ui.review.former_versions import (
    LIST_NAME,
    LOG,
    NONE_KNOWN,
    OLDEST,
    SAME_AS_NOW,
    WHOLE,
    FormerQuestion,
    FormerVersionsDialog,
    when,
)
from ui.review.row_list import CHANGES_NAME, RowList
from ui.session import notekeeping

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIELD = "summary"


def state(days: int, kind: StateKind = StateKind.BACKUP, author: str = "") -> FormerState:
    made = NOW - timedelta(days=days)
    return FormerState(None, made, tuple(FileName), kind, author, "Ergänzt" if author else "")


def edited(**values) -> Dataset:
    """Return the little town with other values in its first measure."""
    made = Document(Dataset(town(), muenster()), {})
    key = made.dataset.measure_keys()[0]
    if values:
        made.apply(made.plan_edit(key, values))
    return made.dataset


def question(*versions, now=None, field="", locked=False, notices=()) -> FormerQuestion:
    """Ask about the first measure, which had been *versions*, (values, state), the oldest first."""
    dataset = edited(**(now or {}))
    key = dataset.measure_keys()[0]
    found = []
    for values, own in versions:
        view = edited(**values).view(key)
        commit = own if own.kind is StateKind.COMMIT else None
        found.append(FormerMeasure(view, Sighting(own, own, commit)))
    values = FormerValues({dataset.view(key).id: tuple(found)}, notices)
    return FormerQuestion(dataset, key, values, field, NOW, locked)


ANNA = state(20, StateKind.COMMIT, "Anna Beispiel")
TWO = (({FIELD: "Eins. Zwei."}, state(30)), ({FIELD: "Eins. Drei.", "short_title": "K"}, ANNA))


def make(*versions, **named) -> FormerVersionsDialog:
    return FormerVersionsDialog(question(*versions, **named))


DIALOGS = {
    "former versions": lambda: make(*TWO, now={FIELD: "Vier."}),
    "former versions of a field": lambda: make(*TWO, now={FIELD: "Vier."}, field=FIELD),
    "no former versions": make,
    "former versions, locked": lambda: make(*TWO, locked=True, notices=("Ein Hinweis.",)),
}


def shown(qtbot, dialog) -> FormerVersionsDialog:
    return shown_window(qtbot, dialog, 1040, 640)


def listed(dialog, name: str) -> RowList:
    return next(own for own in dialog.findChildren(RowList) if own.accessibleName() == name)


def versions(dialog) -> list[tuple[str, str]]:
    return [row[:2] for row in listed(dialog, LIST_NAME).rows()]


def fields(dialog) -> list[str]:
    return [row.title for row in listed(dialog, CHANGES_NAME).rows()]


def select(dialog, row: int) -> None:
    listed(dialog, LIST_NAME).select_row(row)


def boxes(dialog) -> list[QComboBox]:
    return dialog.findChildren(QComboBox)


def button(dialog, text: str) -> QPushButton:
    found = dialog.findChildren(QPushButton)
    return next(own for own in found if text in own.text().replace("&", ""))


def words(dialog) -> list[str]:
    return [own.text() for own in dialog.findChildren(QLabel) if own.isVisible()]


def sides(dialog) -> list[str]:
    return [own.toPlainText() for own in dialog.findChildren(QTextEdit) if own.isVisible()]


# --- the dialog ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DIALOGS)
def test_everything_has_a_name_and_letters_are_unique(qtbot, name):
    dialog = shown(qtbot, DIALOGS[name]())
    letters = mnemonics(dialog)

    assert [] == nameless(dialog)
    assert len(set(letters)) == len(letters)


def test_the_latest_version_comes_first_with_day_and_person(qtbot):
    dialog = shown(qtbot, make(*TWO, now={FIELD: "Vier."}))

    assert [
        ("seit 31.10.2026, 12:00", "Anna Beispiel: Ergänzt"),
        ("bis 21.10.2026, 12:00", "Sicherung"),
    ] == versions(dialog)
    assert WHOLE == boxes(dialog)[0].currentText()
    assert {"Zusammenfassung", "Kurztitel"} == set(fields(dialog))


def test_when_a_version_was_there_is_said_as_exactly_as_it_is_known():
    commit, later = state(9, StateKind.COMMIT, "A"), state(5, StateKind.COMMIT, "B")
    package = state(3, StateKind.PACKAGE)
    same_day = FormerState(None, commit.made + timedelta(hours=1), (), StateKind.BACKUP)

    assert "11.11.2026 bis 15.11.2026" == when(
        Sighting(commit, commit, commit), Sighting(later, later, later), NOW
    )
    assert "11.11.2026 bis 15.11.2026" == when(Sighting(commit, state(5), commit), None, NOW)
    assert "11.11.2026, 12:00 bis 13:00" == when(Sighting(commit, same_day, commit), None, NOW)
    assert "veröffentlicht 17.11.2026, 12:00" == when(Sighting(package, package), None, NOW)
    assert "bis 15.11.2026, 12:00" == when(Sighting(later, later), None, NOW)


def test_a_field_is_compared_with_now_and_with_the_version_before(qtbot):
    dialog = shown(qtbot, make(*TWO, now={FIELD: "Vier."}, field=FIELD))
    with_now = sides(dialog)
    boxes(dialog)[1].setCurrentIndex(1)
    with_before = sides(dialog)
    select(dialog, 1)

    assert "Eins. Drei." == with_now[0]
    assert "Vier." in with_now[1]
    assert "Eins. Zwei." == with_before[0]
    assert "Eins." in with_before[1]
    assert "Drei" in with_before[1]
    assert ["nicht bekannt", "Eins. Zwei."] == sides(dialog)


def test_of_a_field_only_versions_in_which_it_differs_are_listed(qtbot):
    dialog = shown(qtbot, make(*TWO, ({FIELD: "Vier."}, state(1)), now={}, field="short_title"))

    assert 3 == len(versions(dialog))  # as at first, K, as at first
    assert versions(dialog)[0][1].startswith("wie jetzt · ")
    assert "K" == sides(dialog)[0]


def test_where_nothing_stood_there_are_no_words_to_compare(qtbot):
    dialog = shown(qtbot, make(({FIELD: "Eins."}, state(2)), now={FIELD: ""}, field=FIELD))

    assert ["Eins.", "leer"] == sides(dialog)


def test_the_oldest_version_has_none_before_it(qtbot):
    dialog = shown(qtbot, make(*TWO, now={FIELD: "Vier."}))
    boxes(dialog)[1].setCurrentIndex(1)
    select(dialog, 1)

    assert OLDEST in words(dialog)


def test_a_version_that_says_what_is_there_now_brings_nothing_back(qtbot):
    dialog = shown(qtbot, make(*TWO, now={FIELD: "Eins. Drei.", "short_title": "K"}))
    other = [button(dialog, "Ganze Maßnahme").isEnabled()]
    select(dialog, 0)

    assert SAME_AS_NOW in words(dialog)
    assert [True, False] == [*other, button(dialog, "Ganze Maßnahme").isEnabled()]
    assert not button(dialog, "Dieses Feld").isEnabled()


def test_without_any_version_that_is_said(qtbot):
    dialog = shown(qtbot, make())

    assert NONE_KNOWN in words(dialog)
    assert button(dialog, "Schließen").hasFocus()


def test_who_may_only_read_sees_all_and_restores_nothing(qtbot):
    dialog = shown(qtbot, DIALOGS["former versions, locked"]())
    said = " ".join(words(dialog))

    assert READ_ONLY in said
    assert "Ein Hinweis." in said
    assert versions(dialog)
    assert not button(dialog, "Dieses Feld").isEnabled()
    assert not button(dialog, "Ganze Maßnahme").isEnabled()


@pytest.mark.parametrize("backwards", [0, 1])
def test_one_field_of_a_measure_is_chosen_by_itself(qtbot, backwards):
    dialog = shown(qtbot, make(*TWO, now={FIELD: "Vier."}))
    boxes(dialog)[1].setCurrentIndex(backwards)
    row = fields(dialog).index("Kurztitel")
    listed(dialog, CHANGES_NAME).select_row(row)
    button(dialog, "Dieses Feld").click()

    choice = dialog.choice
    assert ("Kurztitel", "31.10.2026") == (choice.label, choice.day)
    assert ["K"] == [own.theirs for own in choice.decisions]


# --- in the window ---------------------------------------------------------------------------


def playing(step):
    """Return an answer that plays the dialog through as a person does."""

    def play(asked):
        dialog = FormerVersionsDialog(asked)
        dialog.show()
        try:
            step(dialog)
        finally:
            dialog.deleteLater()
        return dialog.choice

    return play


def test_a_field_is_two_keys_away_from_what_it_said_and_comes_back_as_one_step(work: Program):
    backed_up(work, "Alt.", "Neuer.")
    before = work.value(FIELD)
    work.go(WINDMILLS, FIELD)
    seen = []

    def choose(dialog):
        seen.extend([boxes(dialog)[0].currentText(), versions(dialog)])
        select(dialog, 1)
        button(dialog, "Dieses Feld").click()

    work.answer(former_versions=playing(choose))
    work.press(Key.Key_H, CTRL | SHIFT)
    work.settle()

    assert seen[0].startswith("Zusammenfassung (")
    assert ["bis 11.03.2026, 09:00", "bis 10.03.2026, 09:00"] == [row[0] for row in seen[1]][-2:]
    assert ["Alt.", 1] == [work.value(FIELD), work.stack.count()]
    assert work.row(FIELD).has_focus()
    work.stack.undo()
    assert before == work.value(FIELD)


def test_the_whole_measure_comes_back_as_one_step(work: Program):
    backed_up(work, "Alt.")
    work.go(WINDMILLS, FIELD)
    document = work.app.session.document
    measure = document.dataset.find(WINDMILLS)
    batch = document.plan_edit(measure, {FIELD: "Jetzt.", "short_title": "Jetzt"})
    work.app.session.bridge.push(batch)
    title = work.value("short_title")
    work.leave()

    def choose(dialog):
        assert WHOLE == boxes(dialog)[0].currentText()
        button(dialog, "Ganze Maßnahme").click()

    work.answer(former_versions=playing(choose))
    work.trigger("former_versions")

    assert "Jetzt" == title
    assert "Alt." == work.value(FIELD)
    assert "Jetzt" != work.value("short_title")
    assert 2 == work.stack.count()


def test_cancelled_nothing_changes(work: Program):
    backed_up(work, "Alt.")
    work.go(WINDMILLS, FIELD)
    work.answer(former_versions=None)
    work.trigger("former_versions")

    assert 0 == work.stack.count()


def test_the_panel_and_the_history_lead_there(work: Program):
    backed_up(work, "Alt.")
    work.go(WINDMILLS, FIELD)
    known(work)
    asked = []
    work.answer(former_versions=[lambda found: asked.append(found.field)] * 2)
    (link,) = buttons(work, "Frühere Fassungen…")
    link.click()
    work.trigger("timeline")
    pane = work.workspace.side.timeline
    button(pane, "Frühere Fassungen…").click()

    assert [FIELD, ""] == asked


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_what_git_knows_comes_with_its_author(work: Program, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository = Repository(tmp_path / "projekt")
    path = repository.data / FileName.ADDITIONAL
    rows = json.loads(path.read_bytes())
    next(row for row in rows if row["id"] == WINDMILLS)["summary"] = "Von Anna."
    path.write_text(json.dumps(rows), encoding="utf-8")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Neu gefasst", "--author=Anna Beispiel <a@b.example>")
    work.put_away()
    assert work.app.session.open_path(repository.data)
    work.settle()
    work.go(WINDMILLS, FIELD)
    work.app.session.bridge.push(
        work.app.session.document.plan_edit(
            work.app.session.document.dataset.find(WINDMILLS), {FIELD: "Anders."}
        )
    )
    known(work)
    work.qtbot.waitUntil(lambda: any(t.startswith("Anna Beispiel, ") for t in texts(work)))
    seen = []
    work.answer(former_versions=playing(lambda dialog: seen.extend(versions(dialog))))
    work.trigger("former_versions")

    assert "Anna Beispiel: Neu gefasst" == seen[0][1]


# --- who changed what, where that is logged ----------------------------------------------------


def turn_on(work: Program, days: int = 30) -> None:
    notes = work.app.session.notes
    work.qtbot.waitUntil(lambda: notes.place is not None and not notes.busy)
    notes.change(lambda known: with_rules(known, replace(known.rules, log_days=days)))


def log_of(work: Program):
    return editlog.read(editlog.log_path(work.app.session.notes.place)).changes


def test_nothing_is_logged_until_somebody_turns_it_on(work: Program):
    work.go(WINDMILLS, FIELD)
    notes = work.app.session.notes
    work.qtbot.waitUntil(lambda: notes.place is not None)
    work.edit(FIELD, " Mehr.")
    assert work.app.session.save()
    work.settle()

    assert not editlog.log_path(notes.place).exists()


def test_turned_on_it_is_logged_at_saving_and_told_at_the_field(work: Program, monkeypatch):
    turn_on(work)
    start = local_now()
    document = work.app.session.document
    key = document.dataset.find(WINDMILLS)
    logged = []
    work.app.session.notes.logged.connect(lambda: logged.append(log_of(work)))
    for hours, text in ((3, "Eins."), (1, "Zwei.")):
        monkeypatch.setattr(
            notekeeping, "local_now", lambda hours=hours: start - timedelta(hours=hours)
        )
        work.app.session.bridge.push(document.plan_edit(key, {FIELD: text}))
        assert work.app.session.save()
        root = work.app.session.current.backup_root
        backups.make_backup(work.folder, root, start - timedelta(hours=hours - 1))
        work.qtbot.waitUntil(lambda: logged)  # and from then on it is read anew
        logged.clear()
        assert _has(work, text)
    work.go(WINDMILLS, FIELD)
    known(work)
    seen = []
    work.answer(
        former_versions=playing(
            lambda dialog: seen.extend([*versions(dialog), " ".join(words(dialog))])
        )
    )
    work.trigger("former_versions")

    user = this_process().user
    assert any(row[1] == f"{user}: {LOG}" for row in seen[:-1])
    assert f"({user})" in seen[-1]  # who has written what stands there now


def _has(work: Program, text: str) -> bool:
    return digest_of_value(text) in {own.digest for own in log_of(work)}


def test_turned_off_while_it_is_written_the_log_goes_all_the_same(work: Program, monkeypatch):
    turn_on(work)
    notes, gate, real = work.app.session.notes, threading.Event(), editlog.write
    path = editlog.log_path(notes.place)
    writes = []

    def write(*words):
        writes.append(words)
        assert gate.wait(PATIENCE_S)
        return real(*words)

    monkeypatch.setattr(editlog, "write", write)
    document = work.app.session.document
    work.app.session.bridge.push(
        document.plan_edit(document.dataset.find(WINDMILLS), {FIELD: "Eins."})
    )
    assert work.app.session.save()
    work.qtbot.waitUntil(lambda: len(writes) == 1)
    turn_on(work, 0)
    notes.renew_log()
    gate.set()
    work.qtbot.waitUntil(lambda: len(writes) == 2 and not path.exists())


def test_turned_off_again_the_log_goes(work: Program):
    turn_on(work)
    notes = work.app.session.notes
    path = editlog.log_path(notes.place)
    work.app.session.bridge.push(
        work.app.session.document.plan_edit(
            work.app.session.document.dataset.find(WINDMILLS), {FIELD: "Eins."}
        )
    )
    assert work.app.session.save()
    work.qtbot.waitUntil(path.exists)
    turn_on(work, 0)
    notes.renew_log()
    work.qtbot.waitUntil(lambda: not path.exists())
