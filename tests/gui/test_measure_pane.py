"""The pane with the list of measures, as it is used by keyboard and from outside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui import measure_cases, theme_helpers
from tests.gui.measure_cases import search, told
from tests.gui.pane_cases import (
    ERROR,
    WARNING,
    focusable,
    ids,
    key_of,
    mnemonics,
    nameless,
    plan,
    settle,
    shown_window,
    tab_walk,
)
from tests.gui.reach import one, table
from ui import theme
from ui.measures.bars import ColumnsButton, LiftedBar, OrderButton
from ui.measures.measure_row import ListColumn
from ui.measures.pane import MeasurePane

pytestmark = pytest.mark.gui
Key = Qt.Key
dressed, bridge, pane = theme_helpers.dressed, measure_cases.bridge, measure_cases.pane


# --- choosing ----------------------------------------------------------------------------


def test_arrow_keys_tell_which_measure_is_wanted(qtbot, pane, bridge):
    keys = pane.shown_keys()
    pane.select(keys[0])
    selected = told(pane.selected)
    pane.focus_list()

    qtbot.keyClick(table(pane), Key.Key_Down)
    qtbot.keyClick(table(pane), Key.Key_End)
    qtbot.keyClick(table(pane), Key.Key_Home)

    assert [keys[1], keys[-1], keys[0]] == selected


def test_selecting_from_outside_tells_nobody(pane):
    selected = told(pane.selected)
    key = pane.shown_keys()[3]

    pane.select(key)

    assert key == pane.current()
    assert [] == selected


def test_coming_into_the_list_chooses_nothing(qtbot, pane):
    selected = told(pane.selected)

    pane.focus_list()
    settle()

    assert [] == selected
    assert pane.current() is None


def test_enter_and_double_click_ask_for_the_form(qtbot, pane):
    activated = told(pane.activated)
    key = pane.shown_keys()[0]
    pane.select(key)
    pane.focus_list()

    qtbot.keyClick(table(pane), Key.Key_Return)
    place = table(pane).visualRect(table(pane).model().index(0, 0)).center()
    qtbot.mouseDClick(table(pane).viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert [key, key] == activated


def test_the_menu_key_asks_for_a_menu_of_the_current_measure(pane):
    wanted = told(pane.context_menu)
    key = pane.shown_keys()[2]
    pane.select(key)
    pane.focus_list()

    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(table(pane).viewport(), QContextMenuEvent(reason, QPoint(), QPoint()))

    assert key == wanted[0][0]


def test_a_filter_that_hides_the_measure_keeps_it_as_the_current_one(pane, bridge):
    key = key_of(bridge, "energieerzeugung1")
    pane.select(key)
    selected = told(pane.selected)

    search(pane).setText("kanalhafen")
    hidden = (pane.current(), table(pane).selected_row())
    search(pane).clear()

    assert (key, -1) == hidden
    assert key == pane.current()
    assert pane.shown_keys().index(key) == table(pane).selected_row()
    assert [] == selected


def test_a_measure_that_an_edit_makes_unfit_stays_while_it_is_at_hand(pane, bridge):  # D.2
    pane.restore_filter({"findings": "warnings"})
    key = key_of(bridge, "bauen1")
    pane.select(key)
    selected = told(pane.selected)

    plan(bridge, "bauen1")
    held = ids(bridge, pane.shown_keys())
    row = table(pane).model().index(table(pane).selected_row(), 0)
    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)
    at_hand = pane.current()
    pane.select(key_of(bridge, "bauen2"))
    settle()

    assert (["bauen1", "bauen2"], key) == (held, at_hand)
    assert "passt nicht mehr zum Filter" in spoken
    assert ["bauen2"] == ids(bridge, pane.shown_keys())
    assert [] == selected


def test_another_filter_shows_no_measure_that_does_not_fit_it(pane, bridge):
    pane.restore_filter({"findings": "warnings"})
    pane.select(key_of(bridge, "bauen1"))
    plan(bridge, "bauen1")

    pane.restore_filter({"findings": "warnings", "categories": ["bauen"]})

    assert ["bauen2"] == ids(bridge, pane.shown_keys())


def test_a_held_measure_that_fits_again_is_like_any_other(pane, bridge):
    pane.restore_filter({"findings": "warnings"})
    pane.select(key_of(bridge, "bauen1"))
    plan(bridge, "bauen1")
    plan(bridge, "bauen1", ERROR, WARNING)
    pane.select(key_of(bridge, "bauen2"))
    settle()

    assert ["bauen1", "bauen2"] == ids(bridge, pane.shown_keys())


def test_a_deleted_measure_is_no_longer_current(pane, bridge):
    key = key_of(bridge, "bauen1")
    pane.select(key)
    selected = told(pane.selected)

    bridge.push(bridge.document.plan_delete([key]))

    assert pane.current() is None
    assert [] == selected


def test_a_filter_that_was_lifted_can_be_set_again(pane, bridge):
    key = key_of(bridge, "energieerzeugung1")
    search(pane).setText("kanalhafen")
    before = pane.shown_keys()
    lifted = pane.reveal(key)
    note = one(pane, LiftedBar)
    shown = (note.isVisible(), note.text(), key in pane.shown_keys())
    QTest.mouseClick(note.button, Qt.MouseButton.LeftButton)

    title = bridge.document.view(key).title
    assert lifted
    assert (True, f"Filter aufgehoben, damit „{title}“ zu sehen ist.", True) == shown
    assert "kanalhafen" == search(pane).text()
    assert before == pane.shown_keys()
    assert not note.isVisible()


def test_another_filter_makes_the_lifted_one_forgotten(pane, bridge):
    search(pane).setText("kanalhafen")
    pane.reveal(key_of(bridge, "energieerzeugung1"))
    search(pane).setText("Wind")

    assert not one(pane, LiftedBar).isVisible()


def test_nothing_is_lifted_for_a_measure_that_is_shown(pane, bridge):
    pane.restore_filter({"findings": "warnings"})

    assert not pane.reveal(key_of(bridge, "bauen1"))
    assert not one(pane, LiftedBar).isVisible()
    assert pane.filter_state()["findings"] == "warnings"


def test_a_new_measure_can_be_revealed_through_all_filters(pane, bridge):
    pane.restore_filter({"text": "gibtesnicht", "findings": "errors"})
    key, batch = bridge.document.plan_add("bauen", "Ganz neu")
    bridge.push(batch)

    pane.reveal(key)

    assert key == pane.current()
    assert key in pane.shown_keys()


def test_neighbours_follow_the_filter(pane, bridge):
    pane.restore_filter({"findings": "warnings"})
    first = key_of(bridge, "bauen1")

    assert key_of(bridge, "bauen2") == pane.neighbour(first, 1)
    assert pane.neighbour(first, 1, with_findings=True) == pane.neighbour(first, 1)
    assert pane.neighbour(first, -1) is None


# --- order and columns --------------------------------------------------------------------


def test_the_order_is_chosen_from_a_menu(pane, bridge):
    order = one(pane, OrderButton)
    actions = {action.text(): action for action in order.menu().actions()}

    actions["Fehler zuerst"].trigger()
    first = ids(bridge, pane.shown_keys())[0]
    actions["Umgekehrte Reihenfolge"].trigger()

    assert "bauen1" == first
    assert "Sortiert nach: Fehler zuerst (umgekehrt)" == order.accessibleName()
    assert "bauen1" == ids(bridge, pane.shown_keys())[-1]


def test_columns_can_be_shown_and_are_remembered(qtbot, pane, bridge):
    one(pane, ColumnsButton).choices[ListColumn.STATUS].trigger()
    table(pane).horizontalHeader().resizeSection(ListColumn.STATUS, 177)
    other = MeasurePane()
    qtbot.addWidget(other)

    other.restore_columns(pane.columns_state())

    assert not table(other).isColumnHidden(ListColumn.STATUS)
    assert table(other).isColumnHidden(ListColumn.CATEGORY)
    assert 177 == table(other).columnWidth(ListColumn.STATUS)
    assert one(other, ColumnsButton).choices[ListColumn.STATUS].isChecked()


def test_the_titles_stay_readable_beside_further_columns(pane):
    pane.resize(310, 600)
    for column in (ListColumn.STATUS, ListColumn.FINDINGS):
        table(pane).show_column(column, True)
    settle()

    letters = table(pane).fontMetrics().averageCharWidth()
    assert table(pane).columnWidth(ListColumn.MEASURE) >= 20 * letters
    assert table(pane).horizontalScrollBar().maximum() > 0


def test_the_only_column_is_as_wide_as_the_list(pane):
    table(pane).show_column(ListColumn.STATUS, True)
    table(pane).show_column(ListColumn.STATUS, False)
    pane.resize(500, 600)
    settle()

    assert table(pane).viewport().width() == table(pane).columnWidth(ListColumn.MEASURE)
    assert 0 == table(pane).horizontalScrollBar().maximum()


def test_wider_columns_leave_the_rest_to_the_titles(pane):
    table(pane).show_column(ListColumn.STATUS, True)
    pane.resize(800, 600)
    settle()

    table(pane).horizontalHeader().resizeSection(ListColumn.STATUS, 200)
    settle()

    assert table(pane).viewport().width() == table(pane).horizontalHeader().length()


def test_garbage_for_columns_changes_nothing(pane):
    pane.restore_columns(b"nonsense")

    assert not table(pane).isColumnHidden(ListColumn.MEASURE)


def test_a_click_on_a_header_sorts_and_a_second_one_turns_the_order(qtbot, pane, bridge):
    table(pane).show_column(ListColumn.FINDINGS, True)
    header = table(pane).horizontalHeader()

    header.sectionClicked.emit(ListColumn.FINDINGS)
    first = ids(bridge, pane.shown_keys())[0]
    header.sectionClicked.emit(ListColumn.FINDINGS)

    assert "bauen1" == first
    assert "bauen1" == ids(bridge, pane.shown_keys())[-1]


def test_a_row_is_44_high_and_62_with_a_hit_whatever_columns_there_are(pane):
    plain = table(pane).rowHeight(1)
    table(pane).show_column(ListColumn.STATUS, True)
    table(pane).show_column(ListColumn.FINDINGS, True)
    with_columns = table(pane).rowHeight(1)
    pane.restore_filter({"text": "energie"})

    assert (44, 44) == (plain, with_columns)
    assert 62 == table(pane).rowHeight(0)


# --- access -------------------------------------------------------------------------------


def test_everything_that_takes_the_keyboard_has_a_name(pane):
    pane.restore_filter({"findings": "warnings"})
    settle()

    assert [] == nameless(pane)


def test_tab_goes_through_all_parts_in_the_order_seen_and_leaves_the_list(qtbot, pane):
    pane.focus_search()
    wanted = len(focusable(pane))

    walk = [search(pane), *tab_walk(qtbot, pane, wanted)]

    assert table(pane) in walk
    assert walk[0] is walk[-1]
    places = [(w.mapTo(pane, QPoint()).y(), w.mapTo(pane, QPoint()).x()) for w in walk[:-1]]
    assert sorted(places) == places


def test_no_letter_is_taken_twice(pane):
    letters = mnemonics(pane)

    assert len(set(letters)) == len(letters)


def test_cells_and_headers_speak(pane):
    QAccessible.setActive(True)
    for column in ListColumn:
        table(pane).show_column(column, True)
    settle()
    interface = QAccessible.queryAccessibleInterface(table(pane))
    children = [interface.child(place) for place in range(interface.childCount())]
    roles = [child.role() for child in children]

    headers = [c for c in children if c.role() == QAccessible.Role.ColumnHeader]
    cells = [c for c in children if c.role() == QAccessible.Role.Cell]
    assert ["Maßnahme", "Kategorie", "Status", "Befunde"] == [
        header.text(QAccessible.Text.Name) for header in headers
    ]
    assert 4 * 21 == len(cells), roles
    assert all(each.text(QAccessible.Text.Name) for each in cells)


@pytest.mark.parametrize("zoom", [100, 200])
def test_nothing_is_cut_at_the_sides(lettered, qtbot, bridge, zoom):
    made = MeasurePane()
    made.set_bridge(bridge)
    made.restore_filter({"findings": "warnings", "categories": ["bauen"]})
    shown_window(qtbot, made, 320 * zoom // 100, 700)

    right = [w.mapTo(made, QPoint(w.width(), 0)).x() for w in focusable(made)]

    assert max(right) <= made.width()


def test_a_selected_row_differs_in_more_than_colour(pane):
    pane.select(pane.shown_keys()[1])
    settle()
    rect = table(pane).visualRect(table(pane).model().index(1, 0))
    picture = table(pane).viewport().grab(rect).toImage()

    bar = picture.pixelColor(1, picture.height() // 2)

    assert theme.current().color("accent") == bar
