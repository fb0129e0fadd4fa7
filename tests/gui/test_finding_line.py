"""The one line under a field: short without the cursor, sentence and button with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton

from klimaeditor.checks.rulebook import RULES
from klimaeditor.model.fieldtypes import Section
from tests.e2e_driver import ALT, SHIFT, Key
from tests.gui.reach import one
from tests.gui.window_cases import WINDMILLS, Program
from ui.form.finding_line import FindingLine, further
from ui.widgets.labels import ShortLabel

pytestmark = pytest.mark.gui
FAULTY = "bauen1"  # says 15 where a year belongs
PRIVATE_SIGN = "state_text"  # of the windmills: a character of Word's own, with an automatic fix
MARKED = "Sieben\u00ad Räder <b>neu</b>"  # two faults in one field


def line_of(work: Program, field: str) -> FindingLine:
    line = work.row(field).line
    assert line is not None
    return line


def buttons(work: Program) -> list[QPushButton]:
    """Return the buttons of findings that can be seen, wherever in form and head."""
    lines = work.form.findChildren(FindingLine)
    found = [button for line in lines for button in line.findChildren(QPushButton)]
    return [b for b in found if b.isVisible() and b.property("role") != "link"]


def top_of(work: Program, field: str) -> int:
    """Return the upper edge of an editor on the screen."""
    return work.row(field).editor.mapToGlobal(QPoint(0, 0)).y()


def spoil_twice(work: Program) -> None:
    work.bridge.edit(work.key(WINDMILLS), "summary", MARKED, ())
    work.leave()


# --- without the cursor --------------------------------------------------------------------------


def test_without_the_cursor_a_field_has_one_short_line_and_no_button(work):  # D 1
    work.go(FAULTY, None)
    work.leave()
    line = line_of(work, "cost_until")

    assert not line.is_open
    assert RULES["year_not_calendar"].title == line.text()
    assert [] == buttons(work)


def test_the_worst_is_said_and_the_rest_is_counted(work):  # D 1
    spoil_twice(work)
    line = line_of(work, "summary")

    assert len(line.findings) > 1
    assert line.finding.severity == min(line.findings, key=lambda f: f.severity.rank).severity
    assert RULES[line.finding.rule].title == line.text()
    words = [label.text() for label in line.findChildren(QLabel) if label.isVisible()]
    assert further(len(line.findings) - 1) in words


def test_every_field_of_every_measure_has_at_most_one_line_and_no_button(work):  # D 1
    for key in work.document.dataset.measure_keys()[:8]:
        work.workspace.go_to(key, None)
        work.leave()
        for row in work.form.rows.values():
            assert len([x for x in row.findChildren(FindingLine) if x.isVisibleTo(row)]) <= 1
        assert [] == buttons(work)


# --- with the cursor -----------------------------------------------------------------------------


def test_with_the_cursor_the_line_is_the_sentence_with_one_button(work):  # D 2
    work.form.focus_field(PRIVATE_SIGN)
    work.settle()
    line = line_of(work, PRIVATE_SIGN)

    assert line.is_open
    assert line.text().replace("\u00a0", " ").startswith(line.finding.problem)
    assert line.finding.effect in line.text().replace("\u00a0", " ")
    assert 1 == len(buttons(work))
    assert line.finding.fix.label == buttons(work)[0].text()


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_sentence_takes_two_lines_at_most(zoomed, zoom):  # D 2
    zoomed.window.resize(1280, 720)
    zoomed.go(FAULTY, "cost_until")
    zoomed.settle(6)
    texts = line_of(zoomed, "cost_until").findChildren(ShortLabel)
    (text,) = [label for label in texts if label.isVisible()]

    assert text.height() <= 2 * text.fontMetrics().lineSpacing() + 2


def test_a_sentence_without_room_is_not_cut_but_says_what_is_wrong(work):  # D 2
    work.on_small_screen(100)
    work.go(FAULTY, "cost_until")
    line = line_of(work, "cost_until")
    label = one(line, ShortLabel)
    finding = line.finding
    whole = f"{finding.problem} {finding.effect}".split()

    label.setFixedWidth(label.fontMetrics().horizontalAdvance(finding.problem) // 2 + 80)
    work.settle()
    assert finding.problem.split() == QLabel.text(label).split()
    label.setFixedWidth(1_200)
    work.settle()
    assert whole == QLabel.text(label).split()


def test_leaving_the_field_takes_the_button_away(work):  # D 2
    work.form.focus_field(PRIVATE_SIGN)
    work.settle()
    work.leave()

    assert [] == buttons(work)
    assert not line_of(work, PRIVATE_SIGN).is_open


def test_tab_leads_to_the_button_which_stays_while_it_has_the_keyboard(work):  # D 2
    work.form.focus_field(PRIVATE_SIGN)
    work.settle()
    work.press(Key.Key_Tab)
    work.settle()

    assert buttons(work) == [work.focused()]
    work.press(Key.Key_Space)
    work.settle()
    assert [] == work.lines(PRIVATE_SIGN)
    assert work.row(PRIVATE_SIGN).has_focus()


def test_the_other_findings_of_a_field_are_shown_one_by_one(work):  # D 2
    spoil_twice(work)
    work.form.focus_field("summary")
    work.settle()
    line = line_of(work, "summary")
    first = line.finding
    link = next(b for b in line.findChildren(QPushButton) if b.property("role") == "link")

    link.click()

    assert line.finding is not first
    assert len(buttons(work)) <= 1


def test_head_and_sections_have_no_button_of_a_finding(work):  # D 2
    work.go(FAULTY, "cost_until")
    work.settle()
    labels = {f.fix.label for f in work.document.findings.of(work.key(FAULTY)) if f.fix}
    shown = {b.text() for b in work.form.header.findChildren(QPushButton)}

    assert not labels & shown


# --- nothing jumps -------------------------------------------------------------------------------


FAULTY_PAIR = ("substituted_energy", "ghg_reduction")  # one under the other


@pytest.mark.parametrize("start", ["top", "middle", "end"])
def test_a_field_does_not_jump_when_the_line_above_folds(work, start):  # D 3
    key = work.key(WINDMILLS)
    for field in (*FAULTY_PAIR, "short_title", "summary", "category_description"):
        work.bridge.edit(key, field, MARKED, ())
    work.leave()
    above, below = {
        "top": ("short_title", "summary"),
        "middle": FAULTY_PAIR,
        "end": ("user_action_description", "category_description"),
    }[start]
    bar = work.form.page.verticalScrollBar()
    work.form.focus_field(above)
    work.settle(6)
    if start != "middle":
        bar.setValue(0 if start == "top" else bar.maximum())
    work.settle()
    for field in (below, above, below):
        before = top_of(work, field)
        work.row(field).editor.focus_widget().setFocus()
        work.settle(6)

        assert before == top_of(work, field), field


def test_a_field_stays_when_its_own_line_unfolds(work):  # D 3
    work.go(FAULTY, None)
    work.form.go_to_section(Section.IMPLEMENTATION)
    work.settle(6)
    before = top_of(work, "cost_until")
    work.row("cost_until").editor.focus_widget().setFocus()
    work.settle(6)

    assert line_of(work, "cost_until").is_open
    assert before == top_of(work, "cost_until")


def test_the_room_that_was_lent_is_taken_back(work):  # D 3
    bar = work.form.page.verticalScrollBar()
    work.settle(6)
    whole = bar.maximum()
    for field in ("short_title", "summary"):
        work.bridge.edit(work.key(WINDMILLS), field, MARKED, ())
    work.form.focus_field("short_title")
    work.settle(6)
    bar.setValue(0)
    work.row("summary").editor.focus_widget().setFocus()
    work.settle(6)
    work.go("energieerzeugung2", None)
    work.go(WINDMILLS, None)
    work.trigger("undo")
    work.trigger("undo")
    work.leave()
    work.settle(6)

    assert abs(whole - bar.maximum()) <= 2


# --- a new measure, and lists that are closed ----------------------------------------------------


def test_a_measure_one_steps_to_says_what_is_wrong_with_the_field_that_keeps_the_cursor(work):
    work.go("energieerzeugung4", "cost_until")
    before = work.lines("cost_until")
    work.press(Key.Key_Down, ALT)
    work.settle()

    assert "bauen1" == work.shown_id()
    assert [] == before
    assert work.row("cost_until").has_focus()
    assert work.lines("cost_until")
    assert line_of(work, "cost_until").is_open  # D 2


def test_f1_says_the_whole_of_what_two_lines_have_no_room_for(work):  # D 2
    work.answer(show_help=None)
    work.go("bauen1", "cost_until")
    work.press(Key.Key_F1)

    (_, (field, said)) = work.ask.asked[-1]
    assert "cost_until" == field
    assert ["Fehler: " + message for message in work.lines("cost_until")] == said


def test_a_new_measure_is_quiet_until_it_is_left(work):  # D.2
    work.answer(new_measure=("mobilitaet", "Neue Radwege"))
    work.trigger("new")
    work.settle()
    key = work.workspace.measure

    assert work.document.findings.of(key)
    assert all(row.line is None for row in work.form.rows.values())
    assert all(work.form.nav.fault(section) is None for section in Section)
    work.go(WINDMILLS, None)
    work.workspace.go_to(key, None)
    work.settle()
    assert any(row.line is not None for row in work.form.rows.values())


def test_a_new_measure_speaks_up_when_it_is_saved(work):  # D.2
    work.answer(new_measure=("mobilitaet", "Neue Radwege"))
    work.trigger("new")
    work.trigger("save")
    work.qtbot.waitUntil(lambda: work.bridge.is_clean)
    work.settle()

    assert any(row.line is not None for row in work.form.rows.values())


def test_after_a_search_the_caret_stands_in_no_closed_list(work):  # D.2
    work.form.focus_field("category_id")
    before = work.value("category_id")
    work.find("Windkraft", WINDMILLS)
    work.settle()
    work.press(Key.Key_Down)
    work.press(Key.Key_Up, SHIFT)

    assert "category_id" != work.form.field
    assert before == work.value("category_id")


def test_arrow_keys_open_a_closed_list_and_change_nothing(work):  # D.2
    work.form.focus_field("category_id")
    work.settle()
    combo = work.row("category_id").editor.focus_widget()
    before = work.value("category_id")
    work.press(Key.Key_Down)
    opened = combo.view().isVisible()
    combo.hidePopup()
    work.settle()

    assert opened
    assert before == work.value("category_id")
