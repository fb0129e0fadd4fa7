"""Searching and filtering the list of measures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton

from tests.gui import measure_cases, theme_helpers
from tests.gui.measure_cases import opened, search, told
from tests.gui.pane_cases import ids, settle
from tests.gui.reach import one, table
from ui.bridge import no_document
from ui.measures.bars import FilterButton, PaneHead
from ui.measures.filter_bar import FilterChips
from ui.measures.pane import MeasurePane
from ui.widgets.labels import EmptyState

pytestmark = pytest.mark.gui
Key = Qt.Key
dressed, bridge, pane = theme_helpers.dressed, measure_cases.bridge, measure_cases.pane


# --- searching and filtering ----------------------------------------------------------------


def test_down_leads_from_the_search_into_the_list_and_esc_empties_it(qtbot, pane):
    pane.focus_search()
    qtbot.keyClicks(search(pane), "kanalhafen")
    found = pane.shown_keys()
    selected = told(pane.selected)

    qtbot.keyClick(search(pane), Key.Key_Down)
    assert table(pane).hasFocus()
    assert found[:1] == selected
    pane.focus_search()
    qtbot.keyClick(search(pane), Key.Key_Escape)

    assert "" == search(pane).text()
    assert len(found) < len(pane.shown_keys())


def test_the_line_above_the_list_counts(pane):
    everything = pane.count_text()
    pane.restore_filter({"findings": "errors"})

    assert "21 Maßnahmen" == everything
    assert "1 von 21 Maßnahmen" == pane.count_text()


def test_ticking_categories_adds_chips_and_a_click_on_a_chip_removes_it(qtbot, pane, bridge):
    for name in ("Bauen und Sanieren, 3", "Mobilität, 2"):
        one(opened(pane), QCheckBox, name).click()
    chosen = {i.rstrip("0123456789") for i in ids(bridge, pane.shown_keys())}
    chips = one(pane, FilterChips).chips()

    names = [chip.text() for chip in chips]

    qtbot.mouseClick(chips[0], Qt.MouseButton.LeftButton)

    assert {"bauen", "mobilitaet"} == chosen
    assert ["Bauen und Sanieren", "Mobilität"] == names
    assert {"mobilitaet"} == {i.rstrip("0123456789") for i in ids(bridge, pane.shown_keys())}


def test_all_filters_go_at_once_but_the_search_stays(qtbot, pane):
    pane.restore_filter({"text": "a", "findings": "errors", "statuses": ["unknown"]})
    link = one(one(pane, PaneHead), QPushButton, "Alle zeigen")
    link.setFocus()

    qtbot.keyClick(link, Key.Key_Space)

    assert not link.isVisible()
    assert one(pane, FilterButton).hasFocus()
    assert [] == one(pane, FilterChips).chips()
    assert "a" == search(pane).text()


def test_the_keyboard_stays_near_a_chip_that_goes(qtbot, pane):
    pane.restore_filter({"categories": ["bauen", "mobilitaet"]})
    settle()
    first, second = one(pane, FilterChips).chips()
    name = second.text()
    first.setFocus()

    qtbot.keyClick(first, Key.Key_Space)
    settle()

    assert [name] == [chip.text() for chip in one(pane, FilterChips).chips()]
    assert one(pane, FilterChips).chips()[0].hasFocus()


def test_an_empty_list_says_why_and_offers_the_way_out(qtbot, pane):
    search(pane).setText("gibtesnicht")
    sentence = one(pane, EmptyState).sentence()
    button = one(pane, EmptyState).findChild(QPushButton)
    offered = button.text()

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert search(pane).hasFocus()
    assert "„gibtesnicht“ kommt in keiner Maßnahme vor." == sentence
    assert "Suche beenden" == offered
    assert 21 == len(pane.shown_keys())


def test_without_a_dataset_nothing_can_be_searched(pane):
    pane.set_bridge(no_document())
    settle()

    assert "Kein Datensatz geöffnet." == one(pane, EmptyState).sentence()
    assert not search(pane).isVisible()
    assert [] == pane.shown_keys()


def test_search_filters_and_order_can_be_remembered(qtbot, pane, bridge):
    state = {
        "text": "en",
        "categories": ["bauen", "mobilitaet"],
        "statuses": ["in_progress", "unknown"],
        "findings": "all",
        "sort": "title",
        "descending": True,
    }
    pane.restore_filter(state)
    keys = pane.shown_keys()
    other = MeasurePane()
    qtbot.addWidget(other)
    other.set_bridge(bridge)

    other.restore_filter(pane.filter_state())

    assert state == pane.filter_state()
    assert keys == other.shown_keys()
    assert keys


@pytest.mark.parametrize(
    "garbage",
    [{}, {"text": 5, "categories": "bauen", "statuses": [7, "no"], "findings": 1, "sort": []}],
)
def test_garbage_in_the_settings_shows_everything(pane, garbage):
    pane.restore_filter(garbage)

    assert 21 == len(pane.shown_keys())
