"""Findings in the workspace: shown, gone to and mended."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressDialog, QPushButton

from klimaeditor.model.changes import FileName
from klimaeditor.model.core_words import READ_ONLY
from klimaeditor.textwork.cleanup import propose
from tests.e2e_driver import CTRL, SHIFT, Key
from tests.gui.test_workspace import snapshot
from tests.gui.window_cases import INITIATIVE
from ui.commands import cleaning
from ui.session import background
from ui.shell import workspace

pytestmark = pytest.mark.gui

# --- findings --------------------------------------------------------------------------------


def test_f8_shows_all_findings_with_the_keyboard_in_their_list(work):  # D 4
    work.press(Key.Key_F8)
    everywhere = {row.finding.measure for row in work.findings.tree.places()}

    assert len(everywhere) > 1
    assert work.findings.isAncestorOf(work.focused())


def test_shift_f8_shows_those_of_the_measure(work):
    work.press(Key.Key_F8)
    work.press(Key.Key_F8, SHIFT)

    assert {work.workspace.measure} == {row.finding.measure for row in work.findings.tree.places()}


def test_enter_on_a_finding_goes_to_its_field_and_esc_comes_back_to_its_row(work):  # D 5
    work.press(Key.Key_F8)
    work.press(Key.Key_Home)
    work.press(Key.Key_Return)  # unfolds
    work.press(Key.Key_Down)
    row = work.findings.tree.current_row()
    work.press(Key.Key_Return)
    work.settle()
    there = (work.workspace.measure, work.form.field)

    assert (row.finding.measure, row.finding.field) == there
    assert work.row(row.finding.field).has_focus()
    work.press(Key.Key_Escape)
    work.settle()
    assert work.findings.tree.hasFocus()
    assert row == work.findings.tree.current_row()


@pytest.mark.parametrize("how", ["click", "F8"])
def test_a_click_on_a_finding_goes_to_its_field_and_f8_comes_back(work, how):  # D 5
    work.trigger("check_measure")
    tree = work.findings.tree
    row = tree.places()[0]
    assert tree.select_finding(row.finding)
    tree.clicked.emit(tree.currentIndex())
    work.settle()

    assert work.row(row.finding.field).has_focus()
    work.press(Key.Key_F8) if how == "F8" else work.press(Key.Key_Escape)
    work.settle()
    assert tree.hasFocus()


def test_a_group_is_repaired_in_one_step_and_its_line_says_how_many(work):  # D 6
    work.press(Key.Key_F8)
    tree = work.findings.tree
    row = next(r for r in tree.rows() if r.group.fix and not r.group.fix.decide)
    tree.repair_wanted.emit(row.group.fix)
    work.settle()
    line = next(r for r in tree.rows() if r.rule.id == row.rule.id)
    texts = [label.text() for label in tree.findChildren(QLabel)]

    assert 1 == work.stack.count()
    assert row.count == line.done
    assert f"{row.count} behoben, Strg+Z" in texts
    work.press(Key.Key_Z, CTRL)
    work.findings.renew()
    again = next(r for r in tree.rows() if r.rule.id == row.rule.id)
    assert (row.count, 0) == (again.count, again.done)


def test_proposals_are_shown_with_all_places_before_they_are_taken(work):  # D 6
    work.press(Key.Key_F8)
    row = next(r for r in work.findings.tree.rows() if r.group.fix and r.group.fix.decide)
    work.answer(confirm_fixes=False)
    work.findings.tree.repair_wanted.emit(row.group.fix)

    ((name, (lines,)),) = work.ask.asked
    assert "confirm_fixes" == name
    assert len(row.group.fix.findings) == len(lines)
    assert 0 == work.stack.count()


def tidy(work, task: str, **answers: object) -> list[str]:
    """Press the button of a kind in Aufräumen; returns what each kind says afterwards."""
    states = []

    def play(tasks, _states, look) -> None:
        next(found for found in tasks if found.title == task).act()
        states.extend(state.words for state in look())

    work.answer(clean_up=play, **answers)
    work.press(Key.Key_F8, CTRL | SHIFT)
    return states


def test_mending_all_is_one_step(work):
    before = snapshot(work)
    counted = len(work.document.findings.all())
    left = tidy(work, cleaning.FIXES, confirm_fixes=True)

    messages = work.ask.asked[1][1][0]
    assert len(messages) > 1
    assert "KlimaWerkstatt im Quartier – Kosten der Maßnahme: Keine Angabe setzen" in messages
    assert len(work.document.findings.all()) < counted
    assert not [f for f in work.document.findings.all() if f.fix is not None and f.fix.automatic]
    assert cleaning.NO_FIXES == left[0]
    assert 1 == work.stack.count()
    assert "behoben" in work.said()
    work.press(Key.Key_Z, CTRL)
    assert before == snapshot(work)
    assert counted == len(work.document.findings.all())


def test_mending_all_can_be_declined(work):
    before = snapshot(work)
    tidy(work, cleaning.FIXES, confirm_fixes=False)

    assert before == snapshot(work)
    assert 0 == work.stack.count()


@pytest.mark.parametrize("done", [0, 2])
def test_mending_that_takes_long_can_be_given_up_and_changes_nothing(work, monkeypatch, done):
    before, patience = snapshot(work), iter([False] * done)
    monkeypatch.setattr(background, "SHOW_AFTER_MS", 0)
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda _dialog: next(patience, True))
    tidy(work, cleaning.FIXES, confirm_fixes=True)

    assert before == snapshot(work)
    assert (False, False) == (work.stack.canUndo(), work.stack.canRedo())
    assert cleaning.GIVEN_UP == work.said()


def test_who_does_not_wait_for_the_counts_is_asked_nothing(work, monkeypatch):
    monkeypatch.setattr(cleaning, "unless_given_up", lambda *_: None)
    work.trigger("clean_up")

    assert [] == work.asked()


@pytest.mark.parametrize(
    ("task", "question"),
    [(cleaning.LEFTOVERS, "leftovers"), (cleaning.SPELLINGS, "vocabulary")],
)
def test_what_is_taken_of_texts_is_one_step(work, task, question):
    def change(document):
        return document.plan_edit(work.workspace.measure, {"summary": "Aufgeräumt"})

    tidy(work, task, **{question: change})

    assert 1 == work.stack.count()
    assert "Aufgeräumt" == work.document.view(work.workspace.measure).value("summary")


def test_tidying_counts_before_anything_is_asked(work):
    """The counts are those of what each kind would show."""
    counts = []
    work.answer(clean_up=lambda _tasks, states, _look: counts.extend(s.words for s in states))
    work.trigger("clean_up")
    found = [f for f in work.document.findings.all() if f.fix is not None and f.fix.automatic]
    debris = propose(work.document.dataset)

    assert f"{len(found)} Befunde" == counts[0]
    assert counts[1].startswith(f"{len(debris)} Stelle")
    assert ["clean_up"] == work.asked()


def test_mending_one_rule_is_one_step_and_leaves_the_others(work):
    rules = {f.rule for f in work.document.findings.all() if f.fix and f.fix.automatic}
    rule = sorted(rules)[0]
    cleaning.fix_automatic(work.bridge, rule)

    left = {f.rule for f in work.document.findings.all() if f.fix and f.fix.automatic}
    assert rule not in left
    assert rules - {rule} <= left
    assert 1 == work.stack.count()


def test_a_rule_without_anything_to_mend_leaves_no_step(work):
    work.edit("summary", "x")
    work.press(Key.Key_Z, CTRL)

    assert 0 == cleaning.fix_automatic(work.bridge, "gibt_es_nicht")
    assert (False, True) == (work.stack.canUndo(), work.stack.canRedo())


def test_a_record_without_a_measure_can_be_taken_out(work):
    work.reopen_with(FileName.ADDITIONAL, lambda rows: rows.append({"id": "niemand9"}))
    finding = work.document.findings.of_files()[0]
    errors = work.window.status.findings_shown()

    workspace.fix(work.workspace, finding)

    assert () == work.document.findings.of_files()
    assert errors != work.window.status.findings_shown()
    workspace.fix(work.workspace, finding)
    assert 1 == work.stack.count()


def test_a_finding_mended_in_the_list_leaves_list_form_and_status(work):
    work.go(INITIATIVE, None)
    before = work.window.status.findings_shown()
    finding = next(f for f in work.document.findings.of(work.key(INITIATIVE)) if f.fix)
    workspace.fix(work.workspace, finding)
    work.settle()

    assert finding.message not in work.lines(finding.field)
    assert before != work.window.status.findings_shown()


# --- what the list does not show -------------------------------------------------------------


def test_a_finding_of_a_hidden_measure_shows_that_measure_in_the_list(work):
    work.workspace.list.restore_filter({"text": "Windräder"})
    hidden = work.key("mobilitaet2")
    assert hidden not in work.workspace.list.shown_keys()

    work.findings.activated.emit(hidden, "summary", None)
    work.settle()

    assert hidden == work.workspace.measure
    table = work.workspace.list._table
    assert [work.workspace.list.shown_keys().index(hidden)] == table.selected_rows()
    assert work.said().startswith("Filter aufgehoben, damit „")
    assert work.row("summary").has_focus()


def test_mending_a_measure_out_of_the_filter_keeps_the_filter(work):
    work.workspace.list.restore_filter({"findings": "errors"})
    document = work.document
    finding = next(
        found
        for key in work.workspace.list.shown_keys()
        for found in document.findings.of(key)
        if found.severity == "error" and found.fix is not None and found.fix.edits
        and sum(f.severity == "error" for f in document.findings.of(key)) == 1
        and key != work.workspace.measure
    )  # fmt: skip
    before = work.workspace.list.filter_state()

    workspace.fix(work.workspace, finding)
    work.settle()

    assert finding.measure == work.workspace.measure
    assert [finding.measure] == work.workspace.list.selected_keys()  # until another is at hand
    assert before == work.workspace.list.filter_state()


def test_a_fix_under_a_field_says_why_it_is_locked(work):
    key = work.key("mobilitaet2")
    work.workspace.go_to(key, None)
    work.bridge.edit(key, "state_text", "Sieben\u00ad Räder", ())
    work.settle()
    work.workspace.set_read_only(read_only=True)
    work.form.focus_field("state_text")
    work.settle()
    buttons = work.row("state_text").findChildren(QPushButton)
    button = next(each for each in buttons if each.isVisible())
    locked = (button.isEnabled(), button.toolTip(), button.accessibleDescription())
    work.workspace.set_read_only(read_only=False)

    assert not locked[0]
    assert "schreibgeschützt geöffnet" in locked[1]
    assert READ_ONLY == locked[2]
    assert button.isEnabled()
    assert "" == button.toolTip()
