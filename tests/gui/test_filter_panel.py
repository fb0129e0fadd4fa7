"""Behaviour 20: one button „Filter · n“, one flat panel, effect at once, chips, „Alle zeigen“."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QRadioButton, QScrollArea

from klimaeditor.document import open_document
from klimaeditor.textwork.filters import Filter
from tests.checking import healthy
from tests.dataset_builders import write_folder
from tests.e2e_driver import CTRL, SHIFT, Key
from tests.gui import measure_cases, theme_helpers
from tests.gui.measure_cases import opened, told
from tests.gui.pane_cases import ids, nameless, settle, shown_window
from tests.gui.reach import one
from tests.other_site import OTHER, moved
from ui.bridge import DocumentBridge
from ui.measures.bars import FilterButton, PaneHead
from ui.measures.filter_bar import FilterChips
from ui.measures.filter_panel import FacetButton, FacetChoices, FilterPanel
from ui.measures.pane import MeasurePane
from ui.widgets.pickers import MenuButton

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True),
]
dressed, bridge, pane = theme_helpers.dressed, measure_cases.bridge, measure_cases.pane
TWO = Filter(statuses=frozenset({"in_progress"}), categories=frozenset({"energieerzeugung"}))


def spoken(pane, title: str) -> list[str]:
    """Return what a facet offers, as it is heard: „Mobilität, 2“."""
    return [box.accessibleName() for box in one(pane, FacetChoices, title).boxes()]


# D 20
def test_one_button_says_how_many_filters_are_in_force(pane):
    button = one(pane, FilterButton)
    names = [(button.text().strip(), button.accessibleName())]
    pane.show_filter(TWO)
    names.append((button.text().strip(), button.accessibleName()))

    assert [("Filter", "Filter, keiner gesetzt"), ("Filter · 2", "Filter, 2 gesetzt")] == names
    assert 0 == len(one(pane, PaneHead).findChildren(MenuButton, "Weitere"))


# D 20
def test_a_choice_takes_effect_at_once_and_the_panel_stays(qtbot, pane, bridge):
    panel = opened(pane)

    one(panel, QCheckBox, "Bauen und Sanieren").click()
    after_one = ids(bridge, pane.shown_keys())
    one(panel, QRadioButton, "mit Fehlern").click()

    assert ["bauen1", "bauen2", "bauen3"] == after_one
    assert ["bauen1"] == ids(bridge, pane.shown_keys())
    assert panel.isVisible()
    assert 2 == len(one(pane, FilterChips).chips())


# D 20
def test_each_choice_says_its_number_under_the_other_filters(pane):
    opened(pane)
    before = spoken(pane, "Kategorie")
    one(pane, QRadioButton, "mit Fehlern").click()

    assert "Bauen und Sanieren, 3" in before
    assert "Bauen und Sanieren, 1" in spoken(pane, "Kategorie")
    assert "Energieerzeugung, 0" in spoken(pane, "Kategorie")
    assert "Unbekannt, 1" in spoken(pane, "Öffentlicher Status")
    assert "Alle, 21" in spoken(pane, "Befunde")  # of the facet itself all count


# D 20
def test_chips_are_24_high_and_all_go_at_once(qtbot, pane):
    pane.show_filter(TWO)
    settle()
    chips = one(pane, FilterChips).chips()
    least = min(min(chip.height(), chip.width()) for chip in chips)

    one(pane, QPushButton, "Alle zeigen").click()

    assert least >= 24
    assert [] == one(pane, FilterChips).chips()
    assert 21 == len(pane.shown_keys())


# D 20
@pytest.mark.parametrize("how", ["esc", "keys", "done", "beside"])
def test_the_panel_closes_and_the_keyboard_is_where_it_was(qtbot, pane, how):
    pane.focus_search()
    before = pane.focusWidget()
    panel = opened(pane)
    if how == "esc":
        qtbot.keyClick(panel, Key.Key_Escape)
    elif how == "keys":
        qtbot.keyClick(panel, Key.Key_L, CTRL | SHIFT)
    elif how == "done":
        one(panel, QPushButton, "Fertig").click()
    else:
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(-300, 400))
    settle()

    assert not panel.isVisible()
    assert pane.focusWidget() is before


# D 20
def test_reset_takes_all_choices_off_and_leaves_the_search(pane):
    pane.restore_filter({"text": "wärme", "statuses": ["in_progress"], "news": ["never"]})
    one(opened(pane), QPushButton, "Zurücksetzen").click()

    assert [] == one(pane, FilterChips).chips()
    assert "wärme" == pane.filter_state()["text"]
    assert not one(pane, QPushButton, "Zurücksetzen").isEnabled()


# D 20
def test_everything_on_the_panel_has_a_name_and_tab_goes_as_one_reads(qtbot, pane):
    panel = opened(pane)
    walk: list = []
    while panel.focusWidget() not in walk:
        walk.append(panel.focusWidget())
        qtbot.keyClick(panel.focusWidget(), Key.Key_Tab)

    assert [] == nameless(panel)
    assert "Energieerzeugung, 4" == walk[0].accessibleName()
    kinds = [type(widget) for widget in walk]
    ticks = [at for at, kind in enumerate(kinds) if kind in (QCheckBox, QRadioButton)]
    assert list(range(len(ticks))) == ticks
    assert [FacetButton] * 5 == kinds[len(ticks) : len(ticks) + 5]
    assert "Fertig" == walk[-1].text()


# D 20
def test_a_rare_facet_says_what_is_chosen(pane):
    pane.restore_filter({"until": [2030]})
    one_year = one(pane, FacetButton, "Geplante Umsetzung bis").text()
    pane.restore_filter({"until": [2030, 2031]})

    assert "2030" == one_year
    assert "2 gewählt" == one(pane, FacetButton, "Geplante Umsetzung bis").text()
    assert "Wer macht es?: alle" == one(pane, FacetButton, "Wer macht es?").accessibleName()


# D 20
def test_another_city_names_its_own_facets_and_statuses(qtbot, tmp_path):
    folder = write_folder(tmp_path / "anderswo", moved(healthy()))
    pane = MeasurePane()
    pane.set_bridge(DocumentBridge(open_document(folder, site=OTHER)))
    shown_window(qtbot, pane)
    panel = opened(pane)

    assert (
        "Wer kümmert sich?: alle" == one(panel, FacetButton, "Wer kümmert sich?").accessibleName()
    )
    assert "Wer kümmert sich?" in {label.text() for label in panel.findChildren(QLabel)}
    assert [
        "Geschafft, 1",
        "Dabei, 0",
        "Lange her, 0",
        "Offen, 0",
        "Website bricht ab, 0",
    ] == spoken(panel, "Öffentlicher Status")
    row = pane.shown_keys()
    assert 1 == len(row)
    pane.show_filter(Filter(statuses=frozenset({"completed"})))
    assert ["Geschafft"] == [chip.text() for chip in one(pane, FilterChips).chips()]


# D 20
@pytest.mark.parametrize(("size", "zoom"), [((1440, 900), 100), ((1024, 768), 100)])
def test_the_keys_open_the_panel_in_the_window(work, size, zoom):
    work.window.resize(*size)
    work.settle(6)
    work.press(Key.Key_L, CTRL | SHIFT)
    panel = one(work.workspace.list, FilterPanel)
    room = QRect(work.window.mapToGlobal(QPoint(0, 0)), work.window.size())
    inside = room.contains(panel.geometry())
    seen = (panel.isVisible(), work.workspace.list.isVisible())
    work.press(Key.Key_Space)
    work.press(Key.Key_Escape)

    assert (True, True) == seen
    assert inside
    assert ["Energieerzeugung"] == [c.text() for c in one(work.window, FilterChips).chips()]
    assert not panel.isVisible()


# A11Y-11
def test_at_200_percent_the_panel_fits_and_never_scrolls_sideways(tight):
    panel = opened(tight.workspace.list)
    area = one(panel, QScrollArea)
    room = QRect(tight.window.mapToGlobal(QPoint(0, 0)), tight.window.size())
    inside = room.contains(panel.geometry())
    panel.hide()

    assert inside
    assert 0 == area.horizontalScrollBar().maximum()


def test_closing_the_document_closes_the_panel(pane, bridge):
    panel = opened(pane)
    pane.set_bridge(bridge)

    assert not panel.isVisible()


def test_keeping_a_view_closes_the_panel_first(pane):
    panel = opened(pane)
    asked = told(pane.view_name_wanted)
    one(panel, QPushButton, "Als Ansicht merken").click()

    assert not panel.isVisible()
    assert 1 == len(asked)
