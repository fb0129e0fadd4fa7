"""The pane with the list of measures: the sample in a window of its own, and how tests reach in."""

from __future__ import annotations

import pytest

from tests.gui.pane_cases import ERROR, WARNING, sample_bridge, settle, shown_window
from tests.gui.reach import one
from ui.measures.filter_panel import FilterPanel
from ui.measures.pane import MeasurePane
from ui.widgets.search_field import SearchField


@pytest.fixture
def bridge(qapp):
    """The sample dataset with two measures that have findings."""
    return sample_bridge({"bauen1": (ERROR, WARNING), "bauen2": (WARNING,)})


@pytest.fixture
def pane(qtbot, bridge):
    """The pane with the sample dataset, on screen."""
    made = MeasurePane()
    made.set_bridge(bridge)
    return shown_window(qtbot, made)


def told(signal) -> list:
    """Collect what *signal* carries."""
    found: list = []
    signal.connect(lambda *values: found.append(values[0] if len(values) == 1 else values))
    return found


def search(pane):
    return one(pane, SearchField)


def opened(pane) -> FilterPanel:
    """Return the panel with the filters, open."""
    panel = one(pane, FilterPanel)
    if not panel.isVisible():
        pane.open_filters()
        settle()
    return panel


def entries(menu) -> dict[str, object]:
    """Open *menu* as a user would and return its entries by text."""
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions()}
