"""Above the list: filters behind one button, and shorter rows where the pane is tight (A11Y-13)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QToolButton

from klimaeditor.textwork.filters import Filter
from tests.e2e_driver import CTRL, Key
from tests.gui.reach import one, table
from ui.measures.bars import FilterButton, OrderButton, PaneHead
from ui.measures.filter_panel import FilterPanel

pytestmark = pytest.mark.gui

TWO = Filter(statuses=frozenset({"in_progress"}), categories=frozenset({"energieerzeugung"}))


@pytest.fixture
def pane(tight):
    return tight.workspace.list


def whole_rows(pane) -> int:
    """Return how many rows of the list are to be seen from top to bottom."""
    rows = table(pane)
    return rows.viewport().height() // rows.rowHeight(1)


def top_in(widget, pane) -> int:
    return widget.mapTo(pane, widget.rect().topLeft()).y()


@pytest.mark.parametrize("zoom", [150, 200])
def test_three_rows_are_seen_with_large_letters_on_a_small_screen(zoomed, zoom):
    zoomed.on_small_screen(zoom)
    pane = zoomed.workspace.list

    assert 3 <= whole_rows(pane)
    assert one(pane, FilterButton).isVisible()
    assert not one(pane, FilterPanel).isVisible()


def test_the_order_is_said_in_full(pane):
    button = one(pane, OrderButton)

    assert "Vertrag" == button.text().strip()
    assert "Sortiert nach: Vertrag" == button.accessibleName()


# D 16
def test_at_200_percent_the_list_never_scrolls_sideways_and_nothing_is_cut(tight):
    tight.press(Key.Key_L, CTRL)
    tight.settle(6)
    pane = tight.workspace.list
    buttons = [b for b in one(pane, PaneHead).findChildren(QToolButton) if b.isVisible()]

    assert pane.isVisible()
    assert 0 == table(pane).horizontalScrollBar().maximum()
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert one(pane, PaneHead).width() == pane.width()


# D 19
@pytest.mark.parametrize("number", [0, 2])
def test_filter_order_and_new_share_a_line_at_1280(work, number):
    work.window.resize(1280, 720)
    if number:
        work.workspace.list.show_filter(TWO)
    work.settle(6)
    pane = work.workspace.list
    buttons = [one(pane, FilterButton), one(pane, OrderButton), one(pane, QToolButton, "Neue")]

    assert 1 == len({top_in(button, pane) for button in buttons})
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


# D 19
def test_the_hint_of_the_search_is_read_whole_at_1280(work):
    work.window.resize(1280, 720)
    work.settle(6)
    search = one(work.workspace.list, QLineEdit)
    room = search.width() - search.textMargins().left() - search.textMargins().right()

    assert search.fontMetrics().horizontalAdvance(search.placeholderText()) < room


def test_brief_rows_are_spoken_in_full(pane):
    pane.show_filter(Filter(text="Energie"))
    index = table(pane).model().index(0, 0)

    assert table(pane).itemDelegate().brief
    assert "energieerzeugung1" in index.data(11)  # Qt.AccessibleTextRole


def test_the_measure_in_the_form_stays_in_sight_when_letters_grow(work):
    work.window.resize(1280, 720)
    work.settle(6)
    listed = table(work.workspace.list)
    work.workspace.go_to(work.workspace.list.shown_keys()[4], None)
    for zoom in (150, 200):
        work.zoom(zoom)
        work.settle(6)
        row = listed.selected_row()
        top = listed.rowViewportPosition(row)

        assert 4 == row
        assert 0 <= top <= listed.viewport().height() - listed.rowHeight(row)


def test_rows_stay_as_they_are_when_the_measure_in_the_form_was_out_of_sight(work):
    work.window.resize(1280, 720)
    work.settle(6)
    listed = table(work.workspace.list)
    listed.verticalScrollBar().setValue(listed.verticalHeader().sectionPosition(3))
    work.zoom(200)
    work.settle(6)

    assert 3 == listed.rowAt(0)


@pytest.mark.parametrize("zoom", [150, 180, 200])
def test_three_rows_are_seen_while_searching_with_large_letters(zoomed, zoom):
    zoomed.on_small_screen(zoom)
    zoomed.workspace.list.show_filter(Filter(text="Energie"))
    zoomed.settle(6)

    assert 3 <= whole_rows(zoomed.workspace.list)
