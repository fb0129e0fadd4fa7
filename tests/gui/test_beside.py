"""The layout that keeps two things on one line while neither has to be broken."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from tests.gui.theme_helpers import settle
from ui.widgets.labels import plain_label
from ui.widgets.layouts import BesideLayout

pytestmark = pytest.mark.gui


@pytest.fixture
def pair(qtbot):
    """Return a window with a label and a short word in the layout."""
    first, second = plain_label("Wer macht es?", wrap=True), plain_label("(freiwillig)")
    window = QWidget()
    window.setLayout(BesideLayout(first, second))
    qtbot.addWidget(window)
    window.resize(400, 60)
    window.show()
    settle()
    return window, first, second


def needed(window: QWidget) -> int:
    return window.layout().heightForWidth(window.width())


def test_what_fits_stands_side_by_side(pair):
    _, first, second = pair

    assert first.geometry().right() < second.geometry().left()
    assert abs(first.geometry().center().y() - second.geometry().center().y()) <= 1


def test_what_does_not_fit_stands_below(pair):
    window, first, second = pair
    window.resize(first.width() + 10, 60)
    settle()

    assert first.geometry().bottom() < second.geometry().top()
    assert first.x() == second.x()


def test_a_longer_text_needs_more_height_at_once(pair):
    window, first, _ = pair
    one_line = needed(window)
    first.setText("Wer macht es, und mit wem zusammen, und bis wann soll es fertig sein? " * 3)
    settle()

    assert needed(window) > 2 * one_line


def test_what_is_hidden_needs_no_room(pair):
    window, first, second = pair
    window.resize(first.width() + 10, 60)
    both = needed(window)
    second.hide()
    settle()

    assert needed(window) < both


def test_margins_count(pair):
    window, _, _ = pair
    bare = needed(window)
    window.layout().setContentsMargins(5, 7, 5, 7)
    window.layout().invalidate()

    assert bare + 14 == needed(window)
