"""The form in the real window: typing, findings under fields, sections, what applies."""

from __future__ import annotations

import html

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import ABSENT
from tests.checking import healthy
from tests.dataset_builders import write_folder
from tests.e2e_driver import ALT, CTRL, SHIFT, Key
from tests.gui.pane_cases import shown_window
from tests.gui.window_cases import INITIATIVE, TEXT_FIELDS, WINDMILLS, Program
from tests.muenster_fields import FIELDS_BY_NAME
from tests.other_site import COST, OTHER, moved
from ui.bridge import DocumentBridge
from ui.form.form import MeasureForm
from ui.form.header import ALL_PUBLIC
from ui.shell.workspace import NOTHING_LEFT
from ui.widgets.painting import BadgeLabel

pytestmark = pytest.mark.gui
FAULTY_YEAR = "bauen1"  # says 15 where a year belongs
PRIVATE_SIGN = "state_text"  # of the windmills: a character of Word's own, with an automatic fix


def retype(work: Program, field: str, text: str) -> None:
    """Put the keyboard into a field and type over all of its text."""
    work.form.focus_field(field)
    work.row(field).editor.focus_widget().selectAll()
    work.type(text)


def text_in(work: Program, field: str) -> str:
    widget = work.row(field).editor.focus_widget()
    return widget.text() if hasattr(widget, "text") else widget.currentText()


def fix_button(work: Program, field: str) -> QPushButton:
    work.form.focus_field(field)
    work.settle()
    buttons = work.row(field).line.findChildren(QPushButton)
    return next(button for button in buttons if button.isVisible())


# --- typing and the history ------------------------------------------------------------------


def test_every_letter_is_in_the_document_at_once_and_all_are_one_step(work):
    before = work.value("summary")
    work.edit("summary", "öäü ß–!")

    assert f"{before}öäü ß–!" == work.value("summary")
    assert 1 == work.stack.count()


def test_leaving_a_field_and_coming_back_begins_a_new_step(work):
    work.edit("summary", "a")
    work.leave()
    work.edit("summary", "b")

    assert 2 == work.stack.count()


def test_leaving_the_window_and_coming_back_begins_a_new_step(work):
    work.edit("summary", "a")
    work.form.nav.setFocus()
    work.row("summary").editor.focus_widget().setFocus()
    work.type("b")

    assert 2 == work.stack.count()


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_ctrl_z_with_the_caret_in_a_field_undoes_the_document(work, field):
    before, shown = work.value(field), text_in(work, field)
    work.edit(field, "7")
    assert before != work.value(field)

    work.press(Key.Key_Z, CTRL)

    assert before == work.value(field)
    assert shown == text_in(work, field)
    assert work.row(field).has_focus()
    assert not work.stack.canUndo()


@pytest.mark.parametrize("field", ["progress_values", "links"])
def test_a_row_removed_with_del_is_one_step_and_comes_back_with_ctrl_z(work, field):
    before = work.value(field)
    work.form.focus_field(field, place=0)
    work.settle()

    work.press(Key.Key_Delete)
    after, steps = work.value(field), work.stack.count()
    work.press(Key.Key_Z, CTRL)

    assert before[1:] == after
    assert 1 == steps
    assert before == work.value(field)


@pytest.mark.parametrize(("key", "modifier"), [(Key.Key_Y, CTRL), (Key.Key_Z, CTRL | SHIFT)])
def test_redo_with_the_caret_in_the_field(work, key, modifier):
    work.edit("summary", "neu")
    after = work.value("summary")
    work.press(Key.Key_Z, CTRL)

    work.press(key, modifier)

    assert after == work.value("summary")


def test_typing_that_is_taken_back_by_hand_leaves_no_step_and_no_star(work):
    work.edit("summary", "x")
    assert work.window.isWindowModified()

    work.press(Key.Key_Backspace)

    assert 0 == work.stack.count()
    assert not work.window.isWindowModified()


def test_typing_goes_on_in_a_new_step_after_saving_in_the_middle(work):
    work.edit("summary", "eins")
    work.press(Key.Key_S, CTRL)
    work.type("zwei")

    assert work.window.isWindowModified()
    work.press(Key.Key_Z, CTRL)
    assert work.value("summary").endswith("eins")
    assert not work.window.isWindowModified()
    assert work.saved()[WINDMILLS]["summary"] == work.value("summary")


def test_going_to_another_measure_in_the_middle_of_typing_loses_nothing(work):
    work.edit("summary", "Mitten im")
    work.press(Key.Key_Down, ALT)
    work.type("Anderswo")
    other = work.shown_id()
    work.press(Key.Key_Up, ALT)

    assert work.value("summary").endswith("Mitten im")
    assert "Anderswo" in work.value("summary", other)
    assert text_in(work, "summary").endswith("Mitten im")
    assert 2 == work.stack.count()


def test_undo_goes_to_the_measure_and_the_field_it_changes(work):
    work.edit("action_type", "!")
    work.go("mobilitaet2", "summary")

    work.press(Key.Key_Z, CTRL)

    assert WINDMILLS == work.shown_id()
    assert work.row("action_type").has_focus()


def test_redo_goes_there_as_well(work):
    work.edit("action_type", "!")
    work.press(Key.Key_Z, CTRL)
    work.go("mobilitaet2", "summary")

    work.press(Key.Key_Y, CTRL)

    assert WINDMILLS == work.shown_id()
    assert work.row("action_type").has_focus()


def test_text_that_is_no_year_is_kept_as_typed(work):
    retype(work, "cost_until", "etwa 2030")
    work.leave()

    assert "etwa 2030" == work.value("cost_until")
    assert "etwa 2030" == text_in(work, "cost_until")


def test_emptying_what_one_has_just_begun_leaves_no_trace(work):
    work.go(INITIATIVE, "summary")
    assert ABSENT is work.value("summary", INITIATIVE)
    work.type("Zw")
    work.press(Key.Key_Backspace)
    work.press(Key.Key_Backspace)

    assert ABSENT is work.value("summary", INITIATIVE)
    assert not work.window.isWindowModified()


@pytest.mark.parametrize(
    ("keys", "shown"), [((Key.Key_S, CTRL), WINDMILLS), ((Key.Key_Down, ALT), "energieerzeugung2")]
)
def test_a_cell_still_being_typed_in_is_not_lost(work, keys, shown):
    work.form.focus_field("links")
    work.press(Key.Key_F2)
    work.type("Neuer Titel")
    work.press(*keys)

    assert "Neuer Titel" == work.value("links")[0]["title"]
    assert shown == work.shown_id()


def test_ctrl_z_in_a_cell_undoes_the_document(work):
    before = work.value("links")
    work.form.focus_field("links")
    work.press(Key.Key_F2)
    work.type("Neuer Titel")
    work.press(Key.Key_Z, CTRL)

    assert before == work.value("links")
    assert work.row("links").has_focus()
    assert not work.stack.canUndo()


# --- findings under fields -------------------------------------------------------------------


def test_half_typed_input_is_not_scolded_while_the_keyboard_is_in_the_field(work):
    retype(work, "cost_until", "20")

    assert [] == work.lines("cost_until")
    assert not work.row("cost_until").editor.invalid
    work.leave()
    assert 1 == len(work.lines("cost_until"))
    assert work.row("cost_until").editor.invalid


def test_tab_to_the_next_field_shows_what_is_wrong(work):
    retype(work, "cost_until", "20")
    work.press(Key.Key_Tab)
    work.settle()

    assert 1 == len(work.lines("cost_until"))


def test_what_is_mended_goes_at_once(work):
    work.go(FAULTY_YEAR, None)
    assert 1 == len(work.lines("cost_until"))

    retype(work, "cost_until", "2031")

    assert [] == work.lines("cost_until")
    assert not work.row("cost_until").editor.invalid


def test_the_description_of_a_field_tells_its_findings_and_its_help(work):
    work.go(FAULTY_YEAR, None)
    widget = work.row("cost_until").editor.focus_widget()

    assert work.lines("cost_until")[0] in widget.accessibleDescription()
    assert FIELDS_BY_NAME["cost_until"].help in widget.accessibleDescription()


def test_the_description_still_tells_them_after_the_category_has_changed(work):
    work.go(FAULTY_YEAR, None)
    work.bridge.edit(work.key(FAULTY_YEAR), "category_id", "mobilitaet")
    widget = work.row("cost_until").editor.focus_widget()

    assert work.lines("cost_until")[0] in widget.accessibleDescription()


def test_the_button_under_a_field_mends_it_in_one_step(work):
    assert 1 == len(work.lines(PRIVATE_SIGN))

    fix_button(work, PRIVATE_SIGN).click()
    work.settle()

    assert [] == work.lines(PRIVATE_SIGN)
    assert 1 == work.stack.count()
    assert work.row(PRIVATE_SIGN).has_focus()
    work.press(Key.Key_Z, CTRL)
    work.leave()
    assert 1 == len(work.lines(PRIVATE_SIGN))


def test_ctrl_period_mends_the_field_the_keyboard_is_in(work):
    work.form.focus_field(PRIVATE_SIGN)
    work.press(Key.Key_Period, CTRL)

    assert 1 == work.stack.count()
    assert [] == work.lines(PRIVATE_SIGN)


def test_ctrl_period_goes_on_to_the_next_finding_where_there_is_nothing_to_mend(work):
    work.form.focus_field("summary")
    work.press(Key.Key_Period, CTRL)

    assert 0 == work.stack.count()
    assert PRIVATE_SIGN == work.form.field


def test_ctrl_period_says_when_no_other_field_has_a_finding(work):
    work.form.focus_field(PRIVATE_SIGN)
    for _ in range(3):  # mends, goes on to a quantity without a unit, finds no other
        work.press(Key.Key_Period, CTRL)
        work.settle()

    assert 1 == work.stack.count()
    assert ("cost_quantity", NOTHING_LEFT) == (work.form.field, work.said())


def test_findings_on_the_name_of_the_category_stand_under_the_category(work):
    def misname(rows):
        rows[0]["category"] = "Energie und so"

    work.reopen_with(FileName.MEASURES, misname)
    work.go(WINDMILLS, None)

    assert any("Energie und so" in line for line in work.lines("category_id"))


# --- labels, required, what applies ----------------------------------------------------------


def voluntary_now(work: Program) -> set[str]:
    return {name for name, row in work.form.rows.items() if row.is_voluntary}


def test_voluntary_fields_say_so_in_a_word(work):  # D 21
    shown = voluntary_now(work)

    assert {"state_date", "state_title", "links", "user_action_href"} <= shown
    assert not {"action_name", "cost_value", "id", "category_id", "progress_type"} & shown
    assert all(not FIELDS_BY_NAME[name].required for name in shown)


def test_what_is_voluntary_follows_the_category(work):  # D 21
    before = voluntary_now(work)
    work.bridge.edit(work.key(WINDMILLS), "category_id", "urban_social_projects")

    assert before < voluntary_now(work)
    work.trigger("undo")
    assert before == voluntary_now(work)


def test_the_rows_of_a_goal_apply_to_a_number_with_a_goal_only(work):
    shown = [name for name, row in work.form.rows.items() if row.isVisibleTo(work.form)]
    assert "progress_goal" in shown

    work.bridge.edit(work.key(WINDMILLS), "progress_type", "percent")

    assert not work.row("progress_goal").isVisibleTo(work.form)
    assert work.row("progress_values").isVisibleTo(work.form)
    work.trigger("undo")
    assert work.row("progress_goal").isVisibleTo(work.form)


def test_the_id_can_be_read_and_copied_but_not_changed(work):
    work.form.focus_field("id")
    work.type("x")
    work.press(Key.Key_Delete)

    assert WINDMILLS == work.shown_id()
    assert 0 == work.stack.count()
    assert work.row("id").has_focus()


def test_the_counter_counts_and_warns(work):
    retype(work, "short_title", "x" * 51)
    work.leave()

    assert "51 von 50 Zeichen – zu lang" == work.row("short_title").counter()


def test_the_head_follows_what_is_typed(work):
    retype(work, "short_title", "Anderer Kurztitel")

    assert "Anderer Kurztitel" == work.form.header.title()


def test_markup_in_the_data_is_shown_as_it_is(work):
    retype(work, "short_title", "<b>fett</b>")
    work.leave()

    assert "<b>fett</b>" == work.form.header.title()
    assert text_in(work, "short_title") == "<b>fett</b>"


def test_the_category_text_is_the_same_for_all_its_measures(work):
    work.edit("category_description", " Zusatz")
    work.go("energieerzeugung2", None)

    assert text_in(work, "category_description").endswith(" Zusatz")


def test_a_word_in_use_elsewhere_is_offered(work):
    retype(work, "action_type", "Ganz neue Art")
    work.go("mobilitaet2", "action_type")
    arrow = work.row("action_type").editor.findChild(QToolButton)

    assert arrow.isVisible()
    assert "Ganz neue Art" in work.form.vocabulary("action_type")


def test_a_placeholder_is_offered_as_it_is_agreed_on(work):
    retype(work, "action_type", "keine Angaben")

    offered = work.form.vocabulary("action_type")
    assert "Keine Angabe" in offered
    assert "keine Angaben" not in offered


def test_f4_opens_the_suggestions_as_it_opens_a_choice(work):
    work.form.focus_field("action_type")
    work.press(Key.Key_F4)

    assert work.row("action_type").editor.focus_widget().suggestions().isVisible()
    work.press(Key.Key_Escape)
    assert work.row("action_type").has_focus()


def test_a_measure_without_id_says_why_it_takes_no_further_data(work):
    def add_nameless(rows):
        rows.append({key: value for key, value in rows[-1].items() if key != "id"})

    work.reopen_with(FileName.MEASURES, add_nameless)
    last = work.document.dataset.measure_keys()[-1]

    work.workspace.go_to(last, "summary")
    work.type("x")

    assert work.said()
    assert 0 == work.stack.count()


# WEB-12
def test_the_status_says_that_everything_is_public(work):
    badge = work.form.header.findChild(BadgeLabel)

    assert ALL_PUBLIC in html.unescape(badge.toolTip())
    assert ALL_PUBLIC in badge.accessibleDescription()


# --- the site a dataset is meant for --------------------------------------------------------


def test_the_form_has_the_fields_of_the_site_of_its_document(qtbot, tmp_path):
    path = write_folder(tmp_path / "anderswo", moved(healthy()))
    bridge = DocumentBridge(open_document(path, site=OTHER))
    form = shown_window(qtbot, MeasureForm(), 700, 600)
    form.set_bridge(bridge)
    form.show_measure(0)

    assert COST == form.rows["cost_value"].field.label
    assert "Stadt Anderswo" == form.rows["responsible_bodies"].editor.value()
    bridge.edit(0, "cost_value", 4711)
    assert 4711 == form.rows["cost_value"].editor.value()
