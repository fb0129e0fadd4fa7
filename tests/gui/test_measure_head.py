"""Above the list: filters behind one button, and shorter rows where the pane is tight (A11Y-13)."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from klimaeditor.textwork.filters import Filter
from tests.e2e_driver import Key
from tests.gui.reach import one, table
from ui.measures.bars import FilterFold, OrderBar
from ui.measures.filter_bar import FilterBar
from ui.widgets.common_words import CATEGORY, STATUS_TITLE
from ui.widgets.pickers import MenuButton

pytestmark = pytest.mark.gui

TWO = Filter(statuses=frozenset({"in_progress"}), categories=frozenset({"energieerzeugung"}))


@pytest.fixture
def pane(tight):
    return tight.workspace.list


def whole_rows(pane) -> int:
    """Return how many rows of the list are to be seen from top to bottom."""
    rows = table(pane)
    return rows.viewport().height() // rows.rowHeight(0)


def top_in(widget, pane) -> int:
    return widget.mapTo(pane, widget.rect().topLeft()).y()


@pytest.mark.parametrize("zoom", [150, 200])
def test_three_rows_are_seen_with_large_letters_on_a_small_screen(zoomed, zoom):
    zoomed.on_small_screen(zoom)
    pane = zoomed.workspace.list

    assert 3 <= whole_rows(pane)
    assert one(pane, FilterFold).isVisible()
    assert not one(pane, FilterBar).isVisible()


def test_the_filters_stand_behind_one_button_at_100_percent_too(work):
    work.window.resize(1280, 720)
    work.settle(6)
    pane = work.workspace.list

    assert one(pane, FilterFold).isVisible()
    assert not one(pane, FilterBar).isVisible()


def test_what_is_in_force_is_seen_while_the_filters_are_closed(pane):
    pane.show_filter(TWO)

    assert not one(pane, FilterBar).isVisible()
    assert [True, True] == [chip.isVisible() for chip in one(pane, FilterBar).chips()]


def test_count_and_order_share_a_line_and_the_order_is_still_said_in_full(pane):
    count, button = one(pane, OrderBar).findChild(QLabel), one(pane, MenuButton, "Sortiert nach")

    assert abs(count.geometry().center().y() - button.geometry().center().y()) <= 1
    assert "Vertrag" == button.text()
    assert "Sortiert nach: Vertrag" == button.accessibleName()


def test_the_button_says_how_many_filters_are_in_force(pane):
    fold = one(pane, FilterFold)
    names = [fold.accessibleName()]
    pane.show_filter(TWO)

    assert ["Filter, keiner gesetzt"] == names
    assert ("Filter · 2", "Filter, 2 gesetzt") == (fold.text(), fold.accessibleName())


def test_filters_open_and_close_from_the_keyboard(tight, pane):
    pane.focus_search()
    tight.press(Key.Key_Tab)
    fold = tight.focused()
    assert fold is one(pane, FilterFold)
    seen = []
    for key in (Key.Key_Space, Key.Key_Return, Key.Key_Enter):
        for _ in range(2):
            tight.press(key)
            seen.append((one(pane, FilterBar).isVisible(), fold.toolTip()))

    assert [(True, "Filter ausblenden"), (False, "Filter zeigen")] * 3 == seen


def test_opened_filters_are_the_next_stop_and_stay_open(tight, pane):
    one(pane, FilterFold).setFocus()
    tight.press(Key.Key_Space)
    tight.press(Key.Key_Tab)
    tight.zoom(100)
    tight.settle(6)
    tight.zoom(200)
    tight.settle(6)

    assert tight.focused() is one(pane, MenuButton, CATEGORY)
    assert one(pane, FilterBar).isVisible()
    one(pane, FilterFold).click()


def test_the_keyboard_leaves_filters_that_close(tight, pane):
    fold = one(pane, FilterFold)
    fold.click()
    one(pane, MenuButton, STATUS_TITLE).setFocus()
    fold.setChecked(False)
    tight.settle()

    assert tight.focused() is fold


def test_many_open_filters_scroll_and_none_lies_over_another(tight, pane):
    pane.show_filter(TWO)
    one(pane, FilterFold).click()
    tight.settle(6)
    shown = [b for b in one(pane, FilterBar).findChildren(QAbstractButton) if b.isVisible()]
    places = [b.geometry().translated(b.parentWidget().pos()) for b in shown if b.parentWidget()
              is not one(pane, FilterBar)] + [b.geometry() for b in shown
                                       if b.parentWidget() is one(pane, FilterBar)]  # fmt: skip
    last = shown[-1]
    last.setFocus()
    tight.press(Key.Key_Backtab)
    tight.press(Key.Key_Tab)

    assert (1280, 720) == tight.window.size().toTuple()
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[:at])
    assert top_in(tight.focused(), pane) < top_in(one(pane, OrderBar), pane)
    one(pane, FilterFold).click()


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
    listed.verticalScrollBar().setValue(3 * listed.rowHeight(0))
    work.zoom(200)
    work.settle(6)

    assert 3 == listed.rowAt(0)


@pytest.mark.parametrize("zoom", [150, 180, 200])
def test_three_rows_are_seen_while_searching_with_large_letters(zoomed, zoom):
    zoomed.on_small_screen(zoom)
    zoomed.workspace.list.show_filter(Filter(text="Energie"))
    zoomed.settle(6)

    assert 3 <= whole_rows(zoomed.workspace.list)
