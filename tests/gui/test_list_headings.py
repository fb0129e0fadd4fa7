"""Behaviour 19: name and worst counter, status and what is empty; categories as sticky headings."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui import measure_cases, theme_helpers
from tests.gui.measure_cases import told
from tests.gui.pane_cases import key_of, settle
from tests.gui.reach import one, table
from ui.measures.headings import MOST, CategoryHeading, groups_of
from ui.measures.measure_list import ListRole
from ui.measures.measure_row import ListColumn, SortKey

pytestmark = pytest.mark.gui
Key = Qt.Key
dressed, bridge, pane = theme_helpers.dressed, measure_cases.bridge, measure_cases.pane
HIGH = 28


def headings(pane) -> list[tuple[int, str]]:
    """Return the headings in sight: upper edge and words, from top to bottom."""
    found = [h for h in pane.findChildren(CategoryHeading) if h.isVisible()]
    return sorted((heading.y(), heading.text()) for heading in found)


def row_of(pane, bridge, measure_id: str) -> int:
    return pane.shown_keys().index(key_of(bridge, measure_id))


def cell(pane, row: int):
    return table(pane).visualRect(table(pane).model().index(row, 0))


# D 19
def test_each_category_has_a_heading_with_its_number_above_its_measures(pane, bridge):
    found = headings(pane)

    first = cell(pane, row_of(pane, bridge, "bauen1"))
    assert ["Energieerzeugung, 4", "Bauen und Sanieren, 3", "Mobilität, 2"] == [
        words for _, words in found[:3]
    ]
    assert (first.top() - HIGH, "Bauen und Sanieren, 3") == found[1]
    assert 44 == first.height()


# D 19
def test_the_heading_of_the_topmost_measure_stays_in_sight(pane, bridge):
    bar = table(pane).verticalScrollBar()
    bar.setValue(60)
    within = headings(pane)[:2]
    next_one = cell(pane, row_of(pane, bridge, "bauen1")).top() - HIGH
    bar.setValue(bar.value() + next_one - 10)  # the next heading pushes it out
    pushed = headings(pane)[:2]

    assert [(0, "Energieerzeugung, 4"), (next_one, "Bauen und Sanieren, 3")] == within
    assert [(10 - HIGH, "Energieerzeugung, 4"), (10, "Bauen und Sanieren, 3")] == pushed


# D 19
def test_no_measure_hides_below_a_heading_when_it_is_chosen(qtbot, pane):
    pane.select(pane.shown_keys()[-1])
    pane.focus_list()

    for _ in pane.shown_keys():
        assert cell(pane, table(pane).selected_row()).top() >= HIGH
        qtbot.keyClick(table(pane), Key.Key_Up)

    assert 0 == table(pane).selected_row()


# D 19
def test_a_click_on_a_heading_chooses_nothing(pane, bridge):
    selected = told(pane.selected)
    heading = pane.findChildren(CategoryHeading)[1]

    QTest.mouseClick(heading, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))

    assert [] == selected


# D 19
def test_an_order_that_mixes_categories_has_no_headings(pane):
    pane.restore_filter({"sort": "errors"})
    settle()
    mixed = (headings(pane), {table(pane).rowHeight(row) for row in range(3)})
    pane.restore_filter({"sort": "category"})
    settle()

    assert ([], {44}) == mixed
    assert (0, "Bauen und Sanieren, 3") == headings(pane)[1 - 1]


# D 19
def test_a_filter_counts_what_is_shown(pane):
    pane.restore_filter({"findings": "warnings"})
    settle()

    assert [(0, "Bauen und Sanieren, 2")] == headings(pane)


# D 19
def test_a_measure_of_another_category_moves_to_its_heading(pane, bridge):
    key = key_of(bridge, "energieerzeugung1")

    bridge.edit(key, "category_id", "mobilitaet")
    settle()

    assert "Energieerzeugung, 3" == headings(pane)[0][1]
    assert "Mobilität, 3" in [words for _, words in headings(pane)]
    assert row_of(pane, bridge, "bauen3") < row_of(pane, bridge, "energieerzeugung1")
    assert row_of(pane, bridge, "energieerzeugung1") < row_of(pane, bridge, "klimahaushalt1")


# D 19
def test_the_second_line_says_what_is_empty_and_no_share(pane, bridge):
    row = table(pane).model().index(row_of(pane, bridge, "bauen1"), 0)
    facts = row.data(ListRole.ROW).facts
    spoken = row.data(Qt.ItemDataRole.AccessibleTextRole)

    assert f"{len(facts.missing)} Angaben leer" in spoken
    assert "Bauen und Sanieren" in spoken  # who hears rows needs no heading
    assert "%" not in spoken


def test_a_column_for_the_category_takes_the_place_of_headings(pane):
    table(pane).show_column(ListColumn.CATEGORY, True)
    settle()

    assert [] == headings(pane)
    assert 44 == table(pane).rowHeight(0)


def test_headings_that_would_say_no_more_than_rows_are_left_out():
    each = [(str(number), str(number)) for number in range(MOST + 1)]

    assert [] == groups_of(each)
    assert [] == groups_of([])
    assert MOST == len(groups_of(each[:MOST]))


def test_the_contracts_order_brings_the_measures_of_a_category_together(pane, bridge):
    key, batch = bridge.document.plan_add("bauen", "Ganz neu")
    bridge.push(batch)
    model = table(pane).model()
    titles = [group.title for group in model.groups()]

    assert SortKey.ORDER == model.sorting[0]
    assert len(titles) == len(set(titles))
    assert key in pane.shown_keys()
    assert one(pane, type(table(pane))) is table(pane)
