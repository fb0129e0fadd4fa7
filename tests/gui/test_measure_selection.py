"""Facets, hits, views and several measures at once in the list of measures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from klimaeditor.site.muenster import MUENSTER
from klimaeditor.textwork.filters import Filter, NewsAge
from tests.gui import measure_cases, theme_helpers
from tests.gui.measure_cases import entries, opened, search, told
from tests.gui.pane_cases import ERROR, key_of, mnemonics, nameless, plan, settle
from tests.gui.reach import one, table
from ui import theme
from ui.measures.bars import SelectionBar
from ui.measures.filter_bar import (
    MORE_FACETS,
    NEWS_AGES,
    NO_VIEWS,
    REMOVE_VIEW,
    FilterChips,
    ViewsButton,
    facet_name,
)
from ui.measures.filter_panel import SAVE_AS_VIEW, FacetButton, FacetChoices
from ui.measures.hit_line import runs
from ui.measures.measure_list import ListRole
from ui.measures.pane import MeasurePane
from ui.measures.table import spans
from ui.widgets.common_words import CATEGORY

pytestmark = pytest.mark.gui
Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


dressed, bridge, pane = theme_helpers.dressed, measure_cases.bridge, measure_cases.pane


def more(pane, name) -> dict[str, object]:
    """Open the choices of the facet *name*."""
    return entries(one(pane, FacetButton, name).menu())


# --- several measures ------------------------------------------------------------------------


def test_shift_and_arrows_select_several_and_the_form_follows_the_current_one(qtbot, pane):
    keys = pane.shown_keys()
    pane.select(keys[2])
    pane.focus_list()
    selected, counts = told(pane.selected), told(pane.selection_changed)

    qtbot.keyClick(table(pane), Key.Key_Down, SHIFT)
    qtbot.keyClick(table(pane), Key.Key_Down, SHIFT)

    assert keys[2:5] == pane.selected_keys()
    assert keys[3:5] == selected
    assert 3 == counts[-1]
    assert one(pane, SelectionBar).isVisible()
    assert "3 Maßnahmen ausgewählt" == one(one(pane, SelectionBar), QLabel).text()


def test_ctrl_a_selects_all_that_are_shown_and_space_on_the_button_asks_to_edit(qtbot, pane):
    pane.restore_filter({"categories": ["bauen"]})
    pane.select(pane.shown_keys()[0])
    pane.focus_list()
    wanted = told(pane.bulk_wanted)

    qtbot.keyClick(table(pane), Key.Key_A, CTRL)
    one(pane, SelectionBar).edit_button.setFocus()
    qtbot.keyClick(one(pane, SelectionBar).edit_button, Key.Key_Space)

    assert [pane.shown_keys()] == wanted
    assert 3 == len(wanted[0])


def test_an_edit_and_a_narrower_list_keep_the_selection(qtbot, pane, bridge):
    keys = pane.shown_keys()
    pane.select(keys[0])
    table(pane).select_rows([0, 1, 2], 0)

    plan(bridge, bridge.document.view(keys[1]).id, ERROR)
    settle()
    after_edit = pane.selected_keys()
    bridge.push(bridge.document.plan_edit(keys[0], {"summary": "Zauberwort"}))
    bridge.push(bridge.document.plan_edit(keys[2], {"summary": "Zauberwort"}))
    search(pane).setText("zauberwort")

    assert keys[:3] == after_edit
    assert [keys[0], keys[2]] == pane.selected_keys()


def test_a_plain_arrow_and_the_link_select_one_again(qtbot, pane):
    keys = pane.shown_keys()
    pane.select(keys[0])
    table(pane).select_rows([0, 1, 2], 0)

    qtbot.mouseClick(one(pane, SelectionBar).clear_button, Qt.MouseButton.LeftButton)
    cleared, focused = pane.selected_keys(), table(pane).hasFocus()
    table(pane).select_rows([0, 1], 1)
    qtbot.keyClick(table(pane), Key.Key_Down)

    assert [keys[0]] == cleared
    assert focused
    assert [keys[2]] == pane.selected_keys()
    assert not one(pane, SelectionBar).isVisible()


def test_ctrl_and_a_click_take_one_out_and_the_form_shows_it_still(qtbot, pane):
    keys = pane.shown_keys()
    pane.select(keys[0])
    table(pane).select_rows([0, 1, 2], 0)
    place = table(pane).visualRect(table(pane).model().index(1, 0)).center()
    view = table(pane).viewport()

    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, CTRL, place)

    pane.select(pane.current())

    assert [keys[0], keys[2]] == pane.selected_keys()
    assert keys[1] == pane.current()
    assert "2 Maßnahmen ausgewählt" == one(one(pane, SelectionBar), QLabel).text()


def test_rows_that_follow_each_other_are_one_span():
    assert [(0, 2), (5, 5), (7, 8)] == spans([8, 0, 2, 1, 5, 7])
    assert [] == spans([])


def test_another_measure_from_outside_ends_the_selection_of_several(pane):
    keys = pane.shown_keys()
    pane.select(keys[0])
    table(pane).select_rows([0, 1], 0)

    pane.select(keys[5])

    assert [keys[5]] == pane.selected_keys()


def test_a_row_selected_beside_the_current_one_can_be_told_from_others(pane):
    pane.select(pane.shown_keys()[0])
    before = table(pane).viewport().grab().toImage()
    table(pane).select_rows([0, 1], 0)
    after = table(pane).viewport().grab().toImage()
    row = table(pane).visualRect(table(pane).model().index(1, 0))

    bar = after.pixelColor(row.x() + 1, row.center().y())

    assert before.pixelColor(row.x() + 1, row.center().y()) != bar
    assert theme.current().color("accent") == bar


def test_with_the_bar_shown_everything_has_a_name_and_letters_are_taken_once(pane):
    pane.restore_filter({"text": "a", "missing": ["summary", "cost_until"]})
    pane.select(pane.shown_keys()[0])
    table(pane).select_rows([0, 1], 0)
    settle()
    letters = mnemonics(pane)

    assert [] == nameless(pane)
    assert len(letters) == len(set(letters))


# --- hits --------------------------------------------------------------------------------------


def test_a_search_shows_where_the_words_stand_and_says_so(pane, bridge):
    key = key_of(bridge, "bauen2")
    bridge.push(bridge.document.plan_edit(key, {"summary": "Vor dem Zauberwort steht etwas"}))

    search(pane).setText("zauberwort")
    index = table(pane).model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)

    assert [key] == pane.shown_keys()
    assert ("Zauberwort", True) in list(runs(index.data(ListRole.HIT)))
    assert spoken.endswith("Treffer in „Zusammenfassung“")


def test_rows_have_a_line_more_while_searching(pane):
    header = table(pane).verticalHeader()
    before = header.defaultSectionSize()
    search(pane).setText("a")
    searching = header.defaultSectionSize()
    search(pane).setText("")

    assert before < searching
    assert before == header.defaultSectionSize()


def test_words_that_only_keys_contain_have_no_place(pane):
    search(pane).setText("binary")

    hits = {row.data(ListRole.HIT) for row in (table(pane).model().index(0, 0),)}

    assert pane.shown_keys()
    assert table(pane).viewport().grab().width() > 0
    assert hits <= {None} or all(hit.field == "progress_type" for hit in hits)


def test_a_hit_follows_the_edit_of_its_text(pane, bridge):
    key = key_of(bridge, "bauen2")
    bridge.push(bridge.document.plan_edit(key, {"summary": "Zauberwort eins"}))
    search(pane).setText("zauberwort")
    before = table(pane).model().index(0, 0).data(ListRole.HIT).text
    bridge.push(bridge.document.plan_edit(key, {"summary": "Zauberwort zwei"}))

    assert "Zauberwort eins" == before
    assert "Zauberwort zwei" == table(pane).model().index(0, 0).data(ListRole.HIT).text


def test_copying_takes_all_rows_selected(qtbot, pane):  # D.2
    keys = pane.shown_keys()
    pane.select(keys[4])
    pane.focus_list()
    qtbot.keyClick(table(pane), Key.Key_Down, SHIFT)

    qtbot.keyClick(table(pane), Key.Key_C, CTRL)

    lines = QApplication.clipboard().text().splitlines()
    assert 2 == len(lines)
    assert ["Städtische Gebäude", "bauen1", "Bauen und Sanieren"] == lines[0].split("\t")[:3]
    assert "Unbekannt" in lines[0].split("\t")
    assert 5 == len(lines[1].split("\t"))


# --- facets ------------------------------------------------------------------------------------


def test_the_menu_of_further_facets_counts_and_its_choices_become_chips(pane, bridge):
    missing = more(pane, "Fehlende Angabe")
    name = next(text for text in missing if text.startswith("Geplante Umsetzung bis"))
    count = int(name.rpartition("(")[2].rstrip(")"))

    missing[name].trigger()

    assert ["fehlt: Geplante Umsetzung bis"] == [c.text() for c in one(pane, FilterChips).chips()]
    assert count == len(pane.shown_keys()) > 0
    values = {bridge.document.view(key).value("cost_until") for key in pane.shown_keys()}
    assert not any(values)


def test_counts_follow_the_search_and_the_other_facets(pane):
    def total() -> int:
        boxes = one(opened(pane), FacetChoices, CATEGORY).boxes()
        return sum(int(box.accessibleName().rpartition(", ")[2]) for box in boxes)

    everything = total()
    pane.restore_filter({"text": "wärme", "news": ["never"]})
    narrowed = total()

    assert 21 == everything
    assert len(pane.shown_keys()) == narrowed < 21


def test_every_further_facet_offers_something_by_words_of_its_own(pane):
    names = [facet_name(MUENSTER, facet) for facet in MORE_FACETS]
    menus = {name: list(more(pane, name)) for name in names}

    ages = {text.rpartition(" (")[0] for text in menus["Letzte Neuigkeit"]}
    assert ages <= set(NEWS_AGES.values())
    assert any("Stadt" in text for text in menus["Wer macht es?"])
    assert any(text.startswith("2030 (") for text in menus["Geplante Umsetzung bis"])
    assert ["Nichts zur Auswahl"] != menus["Fehlende Angabe"]


def test_a_facet_of_several_choices_stays_open_while_ticking_by_keyboard(qtbot, pane):
    menu = one(opened(pane), FacetButton, "Wer macht es?").menu()
    menu.popup(pane.mapToGlobal(pane.rect().center()))
    qtbot.keyClick(menu, Key.Key_Down)

    qtbot.keyClick(menu, Key.Key_Space)
    still_open = menu.isVisible()
    menu.hide()

    assert still_open
    assert 1 == len(one(pane, FilterChips).chips())


def test_a_segment_of_a_chart_can_narrow_the_list(pane):
    pane.show_filter(Filter(until=frozenset({2030}), news=frozenset(NewsAge)))

    assert 5 == len(one(pane, FilterChips).chips())
    assert len(pane.shown_keys()) < 21


def test_all_facets_are_remembered(qtbot, pane, bridge):
    pane.restore_filter({"missing": ["summary"], "until": [2030], "news": ["fresh"]})
    saved = pane.filter_state()
    other = MeasurePane()
    qtbot.addWidget(other)
    other.set_bridge(bridge)

    other.restore_filter(saved)

    assert saved == other.filter_state()
    assert ["summary"] == saved["missing"]


def test_choices_too_rare_for_the_menu_are_told(pane, bridge, monkeypatch):
    monkeypatch.setattr("ui.measures.filter_bar._MOST", 3)
    bodies = list(more(pane, "Wer macht es?"))

    assert 4 == len(bodies)
    assert bodies[-1].endswith("seltenere: über die Suche zu finden")


# --- views -------------------------------------------------------------------------------------


def test_a_view_is_kept_by_name_and_brings_filter_and_order_back(pane):
    pane.restore_filter({"text": "wärme", "categories": ["bauen"], "sort": "title"})
    state = pane.filter_state()
    proposals, changes = told(pane.view_name_wanted), told(pane.views_changed)

    one(opened(pane), QPushButton, SAVE_AS_VIEW).click()
    pane.keep_view(" Meine & deine ")
    entries(one(pane, ViewsButton).menu())["Alle Maßnahmen"].trigger()
    everything = len(pane.shown_keys())
    entries(one(pane, ViewsButton).menu())["Meine && deine"].trigger()

    assert ["Bauen und Sanieren, wärme"] == proposals
    assert 1 == len(changes)
    assert 21 == everything
    assert state == pane.filter_state()


def test_views_are_remembered_and_can_be_removed(qtbot, pane):
    pane.keep_view("Eins")
    pane.keep_view("Zwei")
    saved = pane.views_state()
    other = MeasurePane()
    qtbot.addWidget(other)
    other.restore_views(saved)

    removing = entries(one(other, ViewsButton).menu())[REMOVE_VIEW].menu()
    next(a for a in removing.actions() if a.text() == "Eins").trigger()

    assert ["Eins", "Zwei"] == [view["name"] for view in saved]
    assert ["Zwei"] == [view["name"] for view in other.views_state()]


def test_a_view_without_a_name_is_not_kept(pane):
    pane.keep_view("  ")

    assert [] == pane.views_state()
    assert NO_VIEWS in entries(one(pane, ViewsButton).menu())
