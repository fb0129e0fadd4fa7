"""Releases in the window: turned on, given, ended, shown, and asked for by the gate."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from klimaeditor.notes import notebook_file
from klimaeditor.notes.notebook import (
    AuthorNames,
    LastEdit,
    NotebookRules,
    with_entries,
    with_rules,
)
from klimaeditor.notes.releasing import Releases, ReleaseState
from klimaeditor.textwork.filters import Filter, ReleasedFilter
from tests.e2e_driver import CTRL, Key
from tests.gui.window_cases import WINDMILLS, Program
from tests.publish_helpers import repaired
from ui.commands.release_measures import NOTHING_TO_END, NOTHING_TO_RELEASE
from ui.dialogs.accept_dialogs import ReleaseRulesDialog
from ui.measures.measure_list import ListRole
from ui.measures.table import MeasureTable
from ui.publishing.internal_notes import SHOW_UNRELEASED
from ui.widgets.painting import BadgeLabel

pytestmark = pytest.mark.gui
ON = NotebookRules(releases=True)


def known(work: Program) -> None:
    work.qtbot.waitUntil(lambda: not work.app.session.notes.busy)
    work.settle()


@pytest.fixture
def work(program, tmp_path, start_zoom):
    program.zoom(start_zoom)
    program.start_over(tmp_path)
    known(program)
    yield program
    program.put_away()


def use(work, rules=ON):
    work.app.session.notes.change(lambda notebook: with_rules(notebook, rules))
    known(work)


def badges(work):
    found = work.form.header.findChildren(BadgeLabel)
    return [badge.accessibleName() for badge in found if badge.isVisible()]


def edit(work, text="Anders"):
    key = work.bridge.document.dataset.find(WINDMILLS)
    work.bridge.edit(key, "summary", text)
    work.settle()


def stored(work):
    known(work)
    return notebook_file.load(work.app.session.notes.place).notebook


def test_releases_are_off_until_somebody_turns_them_on(work):
    off = badges(work)
    work.answer(release_rules=None)

    work.press(Key.Key_R, CTRL)

    assert ["release_rules"] == work.asked()
    assert {} == stored(work).releases
    assert off == badges(work)


def test_turned_on_at_the_first_release_the_measure_is_released_by_keyboard(work):
    work.answer(release_rules=ON)

    work.press(Key.Key_R, CTRL)

    (release,) = stored(work).releases.values()
    assert (WINDMILLS, work.app.session.notes.author()) == (release.measure, release.author)
    assert "Freigegeben" in badges(work)
    assert work.bridge.is_clean


def test_changed_content_is_no_longer_released_and_undo_brings_it_back(work):
    use(work)
    work.trigger("release")
    edit(work)
    changed = badges(work)

    work.trigger("undo")

    assert "Freigabe überholt" in changed
    assert "Freigegeben" in badges(work)


def test_all_that_is_selected_is_released_and_ended_at_once(work):
    use(work)
    select_all(work)

    work.trigger("release")
    given = len(stored(work).releases)
    work.trigger("end_release")

    assert len(work.bridge.document.dataset.measure_keys()) == given
    assert {} == stored(work).releases


def select_all(work):
    work.workspace.list.focus_list()
    work.press(Key.Key_A, CTRL)
    work.settle()


def test_what_is_released_already_or_not_at_all_is_told(work):
    use(work)
    work.trigger("release")
    work.answer(info=[None, None])

    work.trigger("release")
    work.trigger("end_release")
    work.trigger("end_release")

    said = [words[0] for name, words in work.ask.asked if name == "info"]
    assert [NOTHING_TO_RELEASE, NOTHING_TO_END] == said


def test_where_another_person_is_asked_for_who_saved_it_last_is_refused(work):
    use(work, replace(ON, second_person=True))
    edit(work)
    work.trigger("save")
    edits = stored(work).edits
    work.answer(info=None)

    work.trigger("release")

    assert [WINDMILLS] == list(edits)
    assert "haben Sie zuletzt selbst bearbeitet" in str(work.ask.asked[-1])
    assert {} == stored(work).releases


def test_another_persons_measure_is_released(work):
    use(work, replace(ON, second_person=True))
    key = work.bridge.document.dataset.find(WINDMILLS)
    notes = work.app.session.notes
    digest = Releases(work.bridge.document.dataset, notes.notebook).digest(key)
    edit_of_other = LastEdit(WINDMILLS, "bernd", notebook_now(), digest)
    notes.change(lambda notebook: with_entries(notebook, [edit_of_other]))

    work.trigger("release")

    assert [WINDMILLS] == list(stored(work).releases)


def notebook_now():
    from klimaeditor.clock import local_now  # noqa: PLC0415 - used once

    return local_now()


def test_without_that_rule_nobody_is_noted_for_saving(work):
    use(work)
    edit(work)

    work.trigger("save")

    assert {} == stored(work).edits


# --- Publishing ----------------------------------------------------------------------------------


def page(work):
    work.trigger("publish")
    work.settle()
    return work.window.pages.page("publish")


def test_the_publishing_page_lists_what_is_not_released(work):
    use(work)
    work.trigger("release")
    total = len(work.bridge.document.dataset.measure_keys())

    shown = page(work)

    assert f"{total - 1} von {total} Maßnahmen sind nicht freigegeben" in shown.gate.internal.text()


def test_it_says_nothing_of_releases_where_they_are_off(work):
    assert not page(work).gate.internal.isVisible()


def test_required_it_locks_the_next_step_until_all_is_released(work, tmp_path):
    mended = shutil.copytree(work.folder, tmp_path / "heil")
    repaired(mended).save()
    work.put_away()
    work.start_over(tmp_path / "zwei", mended)
    known(work)
    use(work, replace(ON, release_required=True))
    shown = page(work)
    total = len(work.bridge.document.dataset.measures)
    locked = (shown.reason(), shown.next.isEnabled())

    work.trigger("publish")
    select_all(work)
    work.trigger("release")
    known(work)

    assert (f"Weiter geht es, sobald alle {total} Maßnahmen freigegeben sind.", False) == locked
    assert page(work).next.isEnabled()
    assert "Alle Maßnahmen sind freigegeben." in shown.gate.internal.text()


def test_from_there_one_gets_to_the_list_of_them(work):
    use(work)
    work.trigger("release")
    shown = page(work)
    (button,) = [
        b for b in shown.gate.internal.findChildren(QPushButton) if b.text() == SHOW_UNRELEASED
    ]

    button.click()
    work.settle()

    keys = work.workspace.list.shown_keys()
    assert len(work.bridge.document.dataset.measure_keys()) - 1 == len(keys)
    assert work.bridge.document.dataset.find(WINDMILLS) not in keys


# --- List ----------------------------------------------------------------------------------------


def states(work):
    (table,) = work.workspace.list.findChildren(MeasureTable)
    model = table.model()
    rows = [model.index(at, 0).data(ListRole.ROW) for at in range(model.rowCount())]
    return {row.id: row.facts.release for row in rows}


def test_the_list_knows_what_is_released_and_follows_edits_and_undo(work):
    off = set(states(work).values())
    use(work)
    work.trigger("release")
    given = states(work)[WINDMILLS]
    edit(work)
    changed = states(work)[WINDMILLS]
    work.trigger("undo")

    assert {None} == off
    assert (ReleaseState.RELEASED, ReleaseState.CHANGED) == (given, changed)
    assert ReleaseState.RELEASED is states(work)[WINDMILLS]


def test_the_list_is_narrowed_to_what_is_released_or_is_not(work):
    use(work)
    work.trigger("release")
    found = []
    for choice in (ReleasedFilter.RELEASED, ReleasedFilter.OPEN):
        work.workspace.list.show_filter(Filter(released=frozenset({choice})))
        work.settle()
        found.append(work.workspace.list.shown_keys())
    released, others = found

    key = work.bridge.document.dataset.find(WINDMILLS)
    assert [key] == released
    assert len(work.bridge.document.dataset.measure_keys()) - 1 == len(others)


@pytest.mark.parametrize("names", list(AuthorNames))
def test_the_dialog_says_what_is_kept_and_what_cannot_be_known(qtbot, names):
    rules = replace(ON, second_person=True, names=names)
    dialog = ReleaseRulesDialog(rules)
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))

    expected = {
        AuthorNames.FULL: "wer eine Maßnahme zuletzt bearbeitet hat",
        AuthorNames.INITIALS: "mit demselben Kürzel",
        AuthorNames.NONE: "lässt sich deshalb nicht prüfen",
    }
    assert expected[names] in said
    assert "kein Nachweis" in said
    assert rules == dialog.rules()
