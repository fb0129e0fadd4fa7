"""List, form and findings together: measures come and go, steps, panes, repairs."""

from __future__ import annotations

import itertools
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from klimaeditor.model.changes import FileName
from klimaeditor.textwork.bulk import Replacement, find, replace
from tests.conftest import SAMPLE
from tests.e2e_driver import ALT, CTRL, SHIFT, Key
from tests.gui.reach import one, table
from tests.gui.window_cases import WINDMILLS, Program
from ui.commands.edit import NO_TEXT_FOR_TAB
from ui.dialogs.choices import UnsavedChoice
from ui.widgets.labels import EmptyState
from ui.widgets.search_field import SearchField

pytestmark = pytest.mark.gui
SECOND = "energieerzeugung2"


def snapshot(work: Program) -> dict:
    """Return all rows of all files in their order."""
    tables = work.document.dataset.tables
    return {file: list(tables[file].rows.items()) for file in FileName}


def ids(work: Program) -> list[str]:
    return [work.document.view(key).id for key in work.document.dataset.measure_keys()]


def search(work: Program, text: str) -> None:
    """Narrow the list."""
    work.workspace.list.restore_filter({"text": text})
    work.settle()


def keep_only(work: Program, *wanted: str) -> None:
    """Delete all other measures, as one step."""
    keys = [work.key(name) for name in ids(work) if name not in wanted]
    work.bridge.push(work.document.plan_delete(keys))
    work.settle()


# --- measures come and go --------------------------------------------------------------------


def test_a_new_measure_begins_with_the_category_of_the_place_in_the_list(work):  # D.2
    work.go("mobilitaet2", None)
    work.answer(new_measure=None)
    work.trigger("new")

    assert "mobilitaet" == work.ask.asked[-1][1][1]


def test_a_new_measure_is_shown_with_the_keyboard_in_its_title(work):
    work.answer(new_measure=("bauen", "Dächer begrünen"))
    work.press(Key.Key_N, CTRL)

    assert "bauen4" == work.shown_id()
    assert "Dächer begrünen" == work.value("action_name", "bauen4")
    assert work.row("action_name").has_focus()
    assert work.workspace.list.current() == work.key("bauen4")
    assert 1 == work.stack.count()


def test_a_finding_of_a_measure_that_a_filter_hides_shows_it_in_list_and_form(work):  # D.2
    work.workspace.list.restore_filter({"categories": ["mobilitaet"]})
    hidden = work.key(WINDMILLS)
    assert hidden == work.workspace.measure
    assert hidden not in work.workspace.list.shown_keys()

    work.workspace.go_to(hidden, "summary")

    assert [hidden] == work.workspace.list.selected_keys()
    assert "Filter aufgehoben" in work.said()


def test_typing_in_a_measure_that_a_filter_hides_lifts_no_filter(work):
    work.workspace.list.restore_filter({"categories": ["mobilitaet"]})
    work.edit("short_title", "x")
    work.trigger("undo")

    assert 2 == len(work.workspace.list.shown_keys())


def test_categories_are_offered_with_their_names(work):
    work.answer(new_measure=None)
    work.press(Key.Key_N, CTRL)

    (_, (categories, _chosen)) = work.ask.asked[-1]
    assert "Energieerzeugung" == categories["energieerzeugung"]
    assert 0 == work.stack.count()


def test_a_new_measure_is_shown_even_if_the_list_was_narrowed(work):
    search(work, "Windkraft")
    work.answer(new_measure=("bauen", "Dächer begrünen"))
    work.trigger("new")

    assert work.key("bauen4") in work.workspace.list.shown_keys()


def test_undoing_a_new_measure_shows_a_neighbour(work):
    before = snapshot(work)
    work.answer(new_measure=("bauen", "Dächer begrünen"))
    work.trigger("new")
    work.press(Key.Key_Z, CTRL)

    assert before == snapshot(work)
    assert work.workspace.measure in work.document.dataset.measures
    assert work.workspace.measure == work.workspace.list.current()
    work.press(Key.Key_Y, CTRL)
    assert "bauen4" == work.shown_id()


def test_a_copy_is_shown_and_one_step(work):
    work.press(Key.Key_D, CTRL)

    assert WINDMILLS != work.shown_id()
    assert work.value("summary") == work.value("summary", work.shown_id())
    work.press(Key.Key_Z, CTRL)
    assert not work.stack.canUndo()


def test_deleting_asks_by_name_and_shows_the_next_one(work):
    work.answer(confirm_delete=True)
    work.press(Key.Key_Delete, CTRL | SHIFT)

    assert [("confirm_delete", (["Windkraft am Stadtrand"],))] == work.ask.asked
    assert WINDMILLS not in ids(work)
    assert SECOND == work.shown_id()
    assert work.workspace.list.current() == work.key(SECOND)


def test_deleting_takes_all_that_are_selected_as_one_step(work):
    listed, before = table(work.workspace.list), ids(work)
    listed.select_rows([0, 1, 2], 0)
    work.answer(confirm_delete=True)
    work.trigger("delete")

    assert 3 == len(work.ask.asked[0][1][0])
    assert before[3:] == ids(work)
    assert 1 == work.stack.count()


def test_duplicating_copies_all_that_are_selected_each_behind_its_original(work):
    before = ids(work)
    table(work.workspace.list).select_rows([0, 1], 0)
    work.trigger("duplicate")
    after = ids(work)

    assert before[:2] == [after[0], after[2]]
    assert before[2:] == after[4:]
    assert after[1] == work.shown_id()
    assert len(set(after)) == len(before) + 2
    assert 1 == work.stack.count()


def test_deleting_spares_the_selection_while_the_measure_shown_is_not_in_it(work):
    before = ids(work)
    search(work, "Wärmepumpe")
    assert work.key(WINDMILLS) not in work.workspace.list.shown_keys()
    work.answer(confirm_delete=True)
    work.trigger("delete")

    assert [name for name in before if name != WINDMILLS] == ids(work)


def test_deleting_can_be_declined(work):
    before = snapshot(work)
    work.answer(confirm_delete=False)
    work.trigger("delete")

    assert before == snapshot(work)
    assert WINDMILLS == work.shown_id()


def test_undo_brings_a_deleted_measure_back_and_shows_it(work):
    before = snapshot(work)
    work.answer(confirm_delete=True)
    work.trigger("delete")
    work.press(Key.Key_Z, CTRL)

    assert before == snapshot(work)
    assert WINDMILLS == work.shown_id()
    assert work.value("summary") == work.row("summary").editor.value()


def test_after_the_last_of_the_list_the_one_before_is_shown(work):
    last = ids(work)[-1]
    work.go(last, None)
    work.answer(confirm_delete=True)
    work.trigger("delete")

    assert ids(work)[-1] == work.shown_id()


def test_the_neighbour_is_the_one_of_the_list_as_it_is_shown(work):
    search(work, "Stadtgesellschaft")
    shown = work.workspace.list.shown_keys()
    work.workspace.go_to(shown[0], None)
    work.answer(confirm_delete=True)
    work.trigger("delete")

    assert shown[1] == work.workspace.measure


def test_without_any_measure_the_form_says_what_to_do(work):
    keep_only(work, WINDMILLS)
    work.answer(confirm_delete=True)
    work.trigger("delete")

    assert work.workspace.measure is None
    assert work.form.is_empty()
    assert not work.actions["duplicate"].isEnabled()
    work.trigger("undo")
    assert WINDMILLS == work.shown_id()
    assert not work.form.is_empty()


def test_a_measure_that_goes_in_any_other_way_leaves_the_form(work):
    work.form.focus_field("summary")
    work.bridge.push(work.document.plan_delete([work.key(WINDMILLS), work.key(SECOND)]))
    work.settle()

    assert "energieerzeugung3" == work.shown_id()


# --- from measure to measure -----------------------------------------------------------------


def test_alt_down_and_up_keep_the_field(work):
    work.form.focus_field("action_scale")
    work.press(Key.Key_Down, ALT)
    assert (SECOND, True) == (work.shown_id(), work.row("action_scale").has_focus())

    work.press(Key.Key_Up, ALT)
    assert (WINDMILLS, True) == (work.shown_id(), work.row("action_scale").has_focus())


def test_a_field_that_does_not_apply_there_gives_the_keyboard_to_one_that_does(work):
    work.form.focus_field("progress_goal")
    work.press(Key.Key_Down, ALT)

    assert work.focused().isVisible()
    assert work.form.isAncestorOf(work.focused())


def test_the_end_of_the_list_is_told(work):
    work.press(Key.Key_Up, ALT)
    assert "erste Maßnahme" in work.said()

    work.go(ids(work)[-1], None)
    work.press(Key.Key_Down, ALT)
    assert "letzte Maßnahme" in work.said()


def test_ctrl_shift_down_passes_over_what_is_in_order(work):
    work.go("mobilitaet1", None)
    stops = []
    for _ in range(30):
        work.press(Key.Key_Down, CTRL | SHIFT)
        if stops and stops[-1] == work.shown_id():
            break
        stops.append(work.shown_id())

    open_ones = [
        name
        for name in ids(work)[ids(work).index("mobilitaet1") + 1 :]
        if any(f.severity != "hint" for f in work.document.findings.of(work.key(name)))
    ]
    assert open_ones == stops
    assert "Befunden" in work.said()


def test_steps_follow_the_list_even_from_a_measure_it_hides(work):
    search(work, "Lastenrad")
    first = work.workspace.list.shown_keys()[0]
    assert work.workspace.measure != first

    work.press(Key.Key_Down, ALT)

    assert first == work.workspace.measure


def test_walking_the_list_shows_the_measure_and_leaves_the_keyboard_in_the_list(work):
    work.press(Key.Key_Down)

    assert SECOND == work.shown_id()
    assert work.workspace.list.isAncestorOf(work.focused())


def test_enter_in_the_list_goes_to_the_field_last_used(work):
    work.form.focus_field("action_scale")
    work.leave()
    work.press(Key.Key_Down)
    work.press(Key.Key_Return)

    assert work.row("action_scale").has_focus()


def test_the_measure_shown_is_marked_in_the_list_after_every_way_to_it(work):
    work.workspace.go_to(work.key("mobilitaet2"), "summary")

    assert work.key("mobilitaet2") == work.workspace.list.current()


# --- panes -----------------------------------------------------------------------------------


def pane_with_keyboard(work: Program) -> str:
    panes = {"list": work.workspace.list, "form": work.form, "side": work.workspace.side}
    return next((n for n, pane in panes.items() if pane.isAncestorOf(work.focused())), "none")


def test_f6_goes_round_the_panes(work):
    seen = []
    for _ in range(4):
        work.press(Key.Key_F6)
        seen.append(pane_with_keyboard(work))

    assert ["form", "side", "list", "form"] == seen


def test_f6_begins_with_the_list_from_outside(work):
    work.window.menuBar().setFocus()
    work.press(Key.Key_F6)

    assert "list" == pane_with_keyboard(work)


def test_f6_goes_to_the_search_where_the_list_is_empty(work):
    search(work, "gibtesnicht")
    work.form.focus_field("summary")
    work.press(Key.Key_F6)
    work.press(Key.Key_F6)

    assert "list" == pane_with_keyboard(work)


def test_f6_comes_back_to_the_field(work):
    work.form.focus_field("action_scale")
    for _ in range(3):
        work.press(Key.Key_F6)

    assert work.row("action_scale").has_focus()


def test_f6_needs_no_measure(work):
    keep_only(work)
    for _ in range(4):
        work.press(Key.Key_F6)

    assert work.focused().isVisible()


# --- what stays when something goes -------------------------------------------------------------


def test_undoing_a_copy_leads_back_to_its_original(work):
    work.go(SECOND, "action_name")
    work.press(Key.Key_D, CTRL)
    work.press(Key.Key_Z, CTRL)

    assert SECOND == work.shown_id()


def test_a_field_the_next_measure_lacks_is_found_again_in_the_one_after(work):
    rows = work.document.dataset
    counts = [k for k in rows.measure_keys() if rows.view(k).value("progress_type") == "count"]
    others = [k for k in rows.measure_keys() if k not in counts]
    assert counts
    assert others
    keys = work.workspace.list.shown_keys()
    pairs = itertools.pairwise(keys)
    start = next(key for key, after in pairs if key in counts and after in others)
    work.workspace.go_to(start, "progress_goal")
    work.settle()

    work.press(Key.Key_Down, ALT)
    assert "progress_goal" != work.form.field
    work.press(Key.Key_Up, ALT)

    assert (start, "progress_goal") == (work.workspace.measure, work.form.field)


def test_another_field_chosen_on_the_way_counts_from_there(work):
    rows = work.document.dataset
    keys = work.workspace.list.shown_keys()
    counts = [k for k in keys if rows.view(k).value("progress_type") == "count"]
    start = next(k for k in counts if k != keys[-1])
    work.workspace.go_to(start, "progress_goal")
    work.press(Key.Key_Down, ALT)
    work.form.focus_field("summary")
    work.press(Key.Key_Up, ALT)

    assert "summary" == work.form.field


def test_reloading_keeps_search_and_measure(work):
    work.go(SECOND, "summary")
    search(work, "wind")
    shown = len(work.workspace.list.shown_keys())
    here = work.shown_id()
    work.bridge.edit(work.workspace.measure, "summary", "Neu und anders")
    work.answer(unsaved=UnsavedChoice.DISCARD)
    work.trigger("revert")

    assert shown == len(work.workspace.list.shown_keys()) < len(ids(work))
    assert here == work.shown_id()
    assert work.bridge.is_clean


def test_reloading_leaves_the_keyboard_in_its_field(work):
    work.go(SECOND, "responsible_bodies")
    work.trigger("revert")

    assert work.row("responsible_bodies").has_focus()


def test_the_new_folder_of_a_dataset_knows_the_measure_that_is_open(work, tmp_path):
    work.go(SECOND, "summary")
    work.answer(folder=tmp_path / "neu")
    work.trigger("save_as")
    work.put_away()
    assert work.app.session.open_path(tmp_path / "neu")

    assert SECOND == work.shown_id()


def test_a_tab_comes_into_a_text_by_the_menu(work):
    work.go(SECOND, "action_description")
    work.edit("action_description", "vor")
    work.trigger("insert_tab")
    work.edit("action_description", "nach")
    work.leave()
    assert work.value("action_description", SECOND).endswith("vor\tnach")

    work.trigger("insert_tab")
    assert NO_TEXT_FOR_TAB == work.said()


# --- from place to place of the search (D 22, 23) ----------------------------------------------


def look_for(work: Program, words: str) -> None:
    work.press(Key.Key_F, CTRL)
    work.type(words)


def test_f3_shows_the_place_everywhere_and_leaves_the_keyboard_in_the_search(work):
    """D 23: form and public page follow, typing goes on in the search."""
    look_for(work, "Kanal")
    for _ in range(8):
        work.press(Key.Key_F3)
    work.settle()
    place = work.workspace.list.found.place
    page = {item.item.field: item for item in work.workspace.side.preview.sheet.buttons()}

    assert "energieerzeugung3" == work.shown_id()
    assert ("action_description", 1) == (place.hit.field, place.number)
    assert isinstance(work.focused(), SearchField)
    assert "8 von 17" == work.focused().accessibleDescription()
    assert 2 == len(work.row("action_description").editor.focus_widget().extraSelections())
    assert page["action_description"].found_places()


def test_f3_works_backwards_and_behind_the_last_place_says_that_it_begins_again(work):
    """D 23: after 17 comes 1, announced; before 1 comes 17."""
    look_for(work, "Kanal")
    work.press(Key.Key_F3)
    work.press(Key.Key_F3, SHIFT)
    back = work.window.status.message()
    work.press(Key.Key_F3)

    assert back.startswith("Wieder vom Ende: Stelle 17 von 17: ")
    assert work.window.status.message().startswith("Wieder von vorn: Stelle 1 von 17: ")


def test_enter_sets_the_cursor_at_the_place_and_f3_goes_on_from_there(work):
    """D 23: find and change a word in all places, without leaving the keys."""
    look_for(work, "Kanalwohnen")
    work.press(Key.Key_Return)
    first = work.focused()
    work.type("Hafenwohnen")
    work.press(Key.Key_F3)
    work.type("Hafenwohnen")
    work.settle()

    assert "Heizungstausch Hafenwohnen" == first.text()
    assert work.row("action_description").has_focus()
    assert work.value("action_description", "bauen3").startswith("Die Hafenwohnen GmbH")


def test_esc_in_the_form_ends_the_search_and_leaves_the_cursor(work):
    """D 23: Esc clears the marks, the list is whole again."""
    everything = len(work.workspace.list.shown_keys())
    look_for(work, "Kanalwohnen")
    work.press(Key.Key_Return)
    field = work.focused()
    work.press(Key.Key_Escape)
    work.settle()

    assert everything == len(work.workspace.list.shown_keys())
    assert field is work.focused()
    assert () == work.workspace.list.found.words
    assert [] == work.row("action_description").editor.focus_widget().extraSelections()


def test_enter_on_a_row_of_the_list_leads_to_the_place_found_in_it(work):
    """D 23."""
    look_for(work, "Anglerverein")
    work.press(Key.Key_Down)
    work.press(Key.Key_Return)

    assert work.row("involved_stakeholders").has_focus()
    assert "Anglerverein" == work.focused().textCursor().selectedText()


def test_f3_from_the_form_passes_a_list_of_choices_and_goes_on_in_the_search(work):
    """Issue 14, 2: no list opens over the form by F3, and none stands closed under the cursor."""
    look_for(work, "Energieerzeugung")
    work.press(Key.Key_Return)  # the id, which comes before the category
    before = work.focused()
    work.press(Key.Key_F3)
    place = work.workspace.list.found.place

    assert isinstance(before, QLineEdit)
    assert "category" == place.hit.field
    assert isinstance(work.focused(), SearchField)
    assert not work.row("category_id").editor.focus_widget().view().isVisible()


def test_a_click_in_the_folded_list_leads_to_the_place_found(work):
    """D 16, 23: the list goes, the keyboard stands at what was looked for."""
    work.window.resize(1100, 800)
    work.settle()
    look_for(work, "Anglerverein")
    rows = table(work.workspace.list)
    place = rows.visualRect(rows.model().index(0, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    work.settle()

    assert not work.workspace.list.isVisible()
    assert "Anglerverein" == work.focused().textCursor().selectedText()


def test_after_a_search_for_a_category_no_arrow_changes_it(work):
    """Issue 14, 2: the list of choices is open, never closed under the cursor."""
    look_for(work, "Energieerzeugung")
    while work.workspace.list.found.place is None or (
        work.workspace.list.found.place.hit.field != "category"
    ):
        work.press(Key.Key_F3)
    work.press(Key.Key_Return)
    box = work.row("category_id").editor.focus_widget()
    before = work.value("category_id")
    work.qtbot.waitUntil(box.view().isVisible)
    box.hidePopup()
    work.activate()
    for key in (Key.Key_PageDown, Key.Key_End, Key.Key_Home):
        work.press(key)

    assert before == work.value("category_id")
    assert 0 == work.stack.count()


def test_another_dataset_begins_without_the_field_that_had_the_keyboard(work, tmp_path):
    work.go("bauen2", "cost_until")
    assert work.workspace.side.panel.isVisible()
    other = shutil.copytree(SAMPLE, tmp_path / "anders", copy_function=shutil.copyfile)
    assert work.app.session.open_path(other)
    work.settle()

    assert not work.workspace.side.panel.isVisible()
    marked = [b for b in work.workspace.side.preview.sheet.buttons() if b.is_current]
    assert [] == marked
    assert not work.form.isAncestorOf(work.focused())


# --- find and change a word in all places ------------------------------------------------------


def replacing(work: Program, old: str, new: str) -> None:
    """Let the dialog, once asked, replace *old* everywhere."""
    dataset = work.document.dataset
    wanted = Replacement(old, new)
    work.answer(replace=replace(dataset, wanted, find(dataset, wanted)))


def test_replacing_begins_with_what_is_searched_for(work):
    look_for(work, "Kanal")
    work.answer(replace=None)
    work.press(Key.Key_H, CTRL)
    name, (_, shown, _, text) = work.ask.asked[-1]

    assert ("replace", "Kanal") == (name, text)
    assert shown == work.workspace.list.shown_keys()


def test_replacing_begins_with_the_word_that_is_marked_in_a_field(work):
    work.go(WINDMILLS, "short_title")
    work.focused().setSelection(0, 9)
    work.answer(replace=None)
    work.press(Key.Key_H, CTRL)

    assert "Windkraft" == work.ask.asked[-1][1][3]


def test_a_search_ends_where_all_its_places_were_replaced(work):
    """Nobody stands before an empty list after a job well done."""
    everything = len(work.workspace.list.shown_keys())
    look_for(work, "Kanalwohnen")
    work.press(Key.Key_F3)
    replacing(work, "Kanalwohnen", "Hafenwohnen")
    work.press(Key.Key_H, CTRL)
    work.settle()

    assert everything == len(work.workspace.list.shown_keys())
    assert "Heizungstausch Hafenwohnen" == work.value("short_title", "bauen3")
    assert work.said().startswith("„Kanalwohnen“ durch „Hafenwohnen“ ersetzen (3 Stellen)")


def test_words_that_nobody_has_written_are_named_with_the_way_back(work):
    everything = len(work.workspace.list.shown_keys())
    look_for(work, "Kanaldeckel")
    empty = one(work.workspace.list, EmptyState)
    said = empty.sentence()
    one(empty, QPushButton, "Suche beenden").click()

    assert "„Kanaldeckel“ kommt in keiner Maßnahme vor." == said
    assert everything == len(work.workspace.list.shown_keys())
