"""The history: every step by its name, and the way to each state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.gui import pane_cases, theme_helpers
from tests.gui.pane_cases import nameless, settle, shown_window
from tests.gui.reach import one, rows_of, table
from ui.bridge import no_document
from ui.history.steps import HistoryModel, HistoryPane
from ui.widgets.labels import EmptyState

pytestmark = pytest.mark.gui
dressed, bridge = theme_helpers.dressed, pane_cases.bridge


@pytest.fixture
def pane(qtbot, bridge):
    made = HistoryPane()
    made.set_bridge(bridge)
    made.jump_requested.connect(bridge.stack.setIndex)
    return shown_window(qtbot, made)


def three_steps(bridge) -> int:
    key = bridge.document.dataset.find("bauen1")
    for field, value in (("summary", "Neu"), ("cost_value", 5), ("short_title", "Name")):
        bridge.edit(key, field, value)
    return key


def spoken(pane) -> list[str]:
    model = rows_of(pane)
    role = Qt.ItemDataRole.AccessibleTextRole
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def click(qtbot, pane, row) -> None:
    place = table(pane).visualRect(rows_of(pane).index(row, 0)).center()
    qtbot.mouseClick(table(pane).viewport(), Qt.MouseButton.LeftButton, pos=place)
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
    assert "Noch kein Schritt." == one(pane, EmptyState).sentence()
    pane.set_bridge(no_document())
    assert "Kein Datensatz geöffnet." == one(pane, EmptyState).sentence()


def test_steps_have_their_german_names_and_states_their_marks(pane, bridge):
    three_steps(bridge)
    bridge.stack.undo()

    first, second, third, fourth = spoken(pane)

    assert "Stand beim Öffnen, gespeichert" == first
    assert bridge.stack.text(0) == second
    assert f"{bridge.stack.text(1)}, aktueller Stand" == third
    assert f"{bridge.stack.text(2)}, zurückgenommen" == fourth


def test_saving_moves_the_mark(pane, bridge):
    three_steps(bridge)

    bridge.document.save()

    assert spoken(pane)[3].endswith("aktueller Stand, gespeichert")
    assert "Stand beim Öffnen" == spoken(pane)[0]


def test_a_click_goes_to_a_state_and_another_one_back(qtbot, pane, bridge):
    key = three_steps(bridge)

    click(qtbot, pane, 1)
    after_one = bridge.stack.index(), bridge.document.view(key).value("cost_value")
    click(qtbot, pane, 3)

    assert 1 == after_one[0]
    assert 5 != after_one[1]
    assert (3, 5) == (bridge.stack.index(), bridge.document.view(key).value("cost_value"))


def test_arrow_keys_choose_and_enter_goes(qtbot, pane, bridge):
    three_steps(bridge)
    pane.focus_list()

    qtbot.keyClick(table(pane), Qt.Key.Key_Up)
    chosen = bridge.stack.index()
    qtbot.keyClick(table(pane), Qt.Key.Key_Home)
    qtbot.keyClick(table(pane), Qt.Key.Key_Return)

    assert 3 == chosen
    assert 0 == bridge.stack.index()
    assert bridge.document.is_saved


def test_the_present_state_is_selected(pane, bridge):
    three_steps(bridge)
    bridge.stack.undo()

    assert 2 == table(pane).selected_row()


def test_a_new_step_takes_the_place_of_those_taken_back(pane, bridge):
    key = three_steps(bridge)
    bridge.stack.setIndex(1)

    bridge.edit(key, "cost_until", 2031)

    assert 3 == rows_of(pane).rowCount()
    assert spoken(pane)[2].endswith("aktueller Stand")


def test_one_visit_to_a_field_is_one_step(pane, bridge):
    key = bridge.document.dataset.find("bauen1")

    for text in ("A", "Ab", "Abc"):
        bridge.edit(key, "summary", text, group="visit")

    assert 2 == rows_of(pane).rowCount()


def test_the_list_has_a_name(pane, bridge):
    three_steps(bridge)

    assert [] == nameless(pane)


def test_in_the_window_a_state_is_gone_to_and_its_measure_shown(work):
    work.edit("summary", " Mehr")
    work.leave()
    work.go("bauen1", None)
    work.trigger("timeline")
    history = work.workspace.side.timeline.steps
    history.focus_list()

    history.jump_requested.emit(0)
    work.settle()

    assert work.document.is_saved
    assert "energieerzeugung1" == work.shown_id()
    assert history.isAncestorOf(work.window.focusWidget())
