"""The steps in the history, below what is unsaved (D 11): each by its name, and the way to it."""

from __future__ import annotations

import functools
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from klimaeditor.diff.describe import describe
from tests.gui import pane_cases, theme_helpers
from tests.gui.pane_cases import nameless, settle, shown_window
from tests.gui.reach import one, rows_of, table
from ui.bridge import no_document
from ui.history.changes_model import ChangesRow
from ui.history.steps import HistoryModel, HistoryState
from ui.history.timeline import GO_TO_STATE, NO_STEP, STEPS, UNSAVED, TimelineHeading, TimelinePane
from ui.widgets.labels import EmptyState

pytestmark = pytest.mark.gui
dressed, bridge = theme_helpers.dressed, pane_cases.bridge


@pytest.fixture
def pane(qtbot, bridge):
    made = TimelinePane()
    made.set_bridge(bridge)
    made.jump_requested.connect(bridge.stack.setIndex)
    return shown_window(qtbot, made)


def three_steps(bridge) -> int:
    key = bridge.document.dataset.find("bauen1")
    for field, value in (("summary", "Neu"), ("cost_value", 5), ("short_title", "Name")):
        bridge.edit(key, field, value)
    return key


def states(pane) -> dict[int, HistoryState]:
    """Return the states by their place in the list, the latest first."""
    model = rows_of(pane)
    found = {place: model.row(place) for place in range(model.rowCount())}
    return {place: row for place, row in found.items() if isinstance(row, HistoryState)}


def spoken(pane) -> list[str]:
    """Return what is read out of the states, the oldest first; no times, no former values."""
    model, role = rows_of(pane), Qt.ItemDataRole.AccessibleTextRole
    told = []
    for place, state in states(pane).items():
        text = model.index(place, 0).data(role)
        assert state.former in text
        extra = [f", {part}" for part in (state.former, state.time) if part]
        told.append(functools.reduce(lambda said, part: said.replace(part, ""), extra, text))
    return list(reversed(told))


def place_of(pane, steps) -> int:
    return next(place for place, state in states(pane).items() if state.steps == steps)


def double_click(qtbot, pane, steps) -> None:
    """Click twice on the state after so many steps."""
    table(pane).select_row(place_of(pane, steps))
    place = table(pane).visualRect(rows_of(pane).index(place_of(pane, steps), 0)).center()
    qtbot.mouseDClick(table(pane).viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()


def test_qt_finds_no_fault_in_the_model(bridge, qtmodeltester):
    model = HistoryModel()
    qtmodeltester.check(model)
    model.set_bridge(bridge)
    three_steps(bridge)
    bridge.stack.undo()
    bridge.edit(0, "summary", "Anders")

    qtmodeltester.check(model)


def test_before_the_first_step_a_sentence_says_what_will_stand_here(pane):
    assert NO_STEP in rows_of(pane).index(rows_of(pane).rowCount() - 1, 0).data()
    pane.set_bridge(no_document())
    assert "Kein Datensatz geöffnet." == one(pane, EmptyState).sentence()


def test_steps_have_their_german_names_and_states_their_marks(pane, bridge):
    key = three_steps(bridge)
    bridge.stack.undo()
    title = bridge.document.view(key).title

    first, second, third, fourth = spoken(pane)

    assert "Stand beim Öffnen, gespeichert" == first
    assert f"{bridge.stack.text(0)}, {title}" == second
    assert f"{bridge.stack.text(1)}, {title}, aktueller Stand" == third
    assert f"{bridge.stack.text(2)}, {title}, rückgängig gemacht" == fourth


def test_11_one_list_names_measure_field_and_time_and_what_is_unsaved_comes_first(pane, bridge):
    key = three_steps(bridge)
    pane.renew()
    settle()
    model = rows_of(pane)
    rows = [model.row(place) for place in range(model.rowCount())]
    kinds = [type(row) for row in rows]
    title = bridge.document.view(key).title

    assert [TimelineHeading, *[ChangesRow] * 4, TimelineHeading, *[HistoryState] * 4] == kinds
    assert [UNSAVED, STEPS] == [row.title for row in rows if isinstance(row, TimelineHeading)]
    fields = {row.change.label for row in rows if isinstance(row, ChangesRow) and row.change}
    assert {"Zusammenfassung", "Kosten der Maßnahme", "Kurztitel"} == fields
    for row in rows[6:9]:
        assert title in row.place
        assert any(label in row.name for label in fields)
        assert re.fullmatch(r"\d\d:\d\d", row.time)
    assert all(re.fullmatch(r"\d\d:\d\d", row.time) for row in rows[2:5])


def test_11_a_step_about_many_measures_says_how_many_and_one_without_a_field_its_field(
    pane, bridge
):
    document = bridge.document
    keys = document.dataset.measure_keys()[:3]
    bridge.push(document.plan_delete(keys))
    found = next(f for f in document.findings.all() if f.fix is not None and f.fix.edits)
    bridge.push(document.plan_fix(found.fix))
    many, one_field = states(pane)[place_of(pane, 1)], states(pane)[place_of(pane, 2)]

    assert "3 Maßnahmen" == many.place
    assert document.dataset.site.catalogue.field(found.fix.edits[0].field).label in one_field.place


def test_11_a_step_about_one_field_says_what_stood_there_also_after_saving(pane, bridge):
    key = bridge.document.dataset.find("bauen1")
    before = describe(bridge.document.view(key).value("summary"))
    three_steps(bridge)
    bridge.document.save()
    settle()
    told = {state.steps: state.former for state in states(pane).values()}

    assert "" == told[0]
    assert f"Vorher: {' '.join(before.split())}" == told[1]
    assert told[2].startswith("Vorher: ")
    bridge.push(bridge.document.plan_delete([key]))
    assert "" == states(pane)[place_of(pane, 4)].former


def test_saving_moves_the_mark(pane, bridge):
    three_steps(bridge)

    bridge.document.save()

    assert spoken(pane)[3].endswith("aktueller Stand, gespeichert")
    assert "Stand beim Öffnen" == spoken(pane)[0]


def test_a_double_click_goes_to_a_state_and_another_one_back(qtbot, pane, bridge):
    key = three_steps(bridge)

    double_click(qtbot, pane, 1)
    after_one = bridge.stack.index(), bridge.document.view(key).value("cost_value")
    double_click(qtbot, pane, 3)

    assert 1 == after_one[0]
    assert 5 != after_one[1]
    assert (3, 5) == (bridge.stack.index(), bridge.document.view(key).value("cost_value"))


def test_a_click_alone_undoes_nothing_and_the_button_does(qtbot, pane, bridge):
    three_steps(bridge)
    at = table(pane).visualRect(rows_of(pane).index(place_of(pane, 1), 0)).center()
    qtbot.mouseClick(table(pane).viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    before = bridge.stack.index()
    one(pane, QPushButton, GO_TO_STATE).click()

    assert (3, 1) == (before, bridge.stack.index())


def test_arrow_keys_choose_and_enter_goes(qtbot, pane, bridge):
    three_steps(bridge)
    pane.focus_list()
    qtbot.keyClick(table(pane), Qt.Key.Key_End)
    chosen = bridge.stack.index()
    qtbot.keyClick(table(pane), Qt.Key.Key_Return)

    assert 3 == chosen
    assert 0 == bridge.stack.index()
    assert bridge.document.is_saved


def test_the_selection_goes_with_the_present_state(pane, bridge):
    three_steps(bridge)
    pane.focus_list()
    begun = table(pane).selected_row() == place_of(pane, 3)
    bridge.stack.undo()

    assert begun
    assert place_of(pane, 2) == table(pane).selected_row()


def test_a_new_step_takes_the_place_of_those_taken_back(pane, bridge):
    key = three_steps(bridge)
    bridge.stack.setIndex(1)

    bridge.edit(key, "cost_until", 2031)

    assert 3 == len(states(pane))
    assert spoken(pane)[2].endswith("aktueller Stand")


def test_one_visit_to_a_field_is_one_step(pane, bridge):
    key = bridge.document.dataset.find("bauen1")

    for text in ("A", "Ab", "Abc"):
        bridge.edit(key, "summary", text, group="visit")

    assert 2 == len(states(pane))


def test_the_list_has_a_name(pane, bridge):
    three_steps(bridge)

    assert [] == nameless(pane)


def test_in_the_window_a_state_is_gone_to_and_its_measure_shown(work):
    work.edit("summary", " Mehr")
    work.leave()
    work.go("bauen1", None)
    work.trigger("timeline")
    history = work.workspace.side.timeline
    history.focus_list()

    history.jump_requested.emit(0)
    work.settle()

    assert work.document.is_saved
    assert "energieerzeugung1" == work.shown_id()
    assert history.isAncestorOf(work.window.focusWidget())
