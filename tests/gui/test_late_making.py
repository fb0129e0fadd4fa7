"""What is made only when it is needed: the start page, tabs nobody has opened, the form's end."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QWidget

from klimaeditor.document import open_document
from klimaeditor.model.fieldtypes import Section
from tests.conftest import SAMPLE
from tests.gui import theme_helpers
from tests.gui.pane_cases import settle, shown_window
from tests.gui.window_cases import WINDMILLS
from ui.bridge import DocumentBridge
from ui.form.form import MeasureForm
from ui.shell.start_page import StartButton, StartPlace
from ui.widgets.tabs import LateTabs

pytestmark = pytest.mark.gui
dressed = theme_helpers.dressed


@pytest.fixture
def stack(qtbot):
    """A window with the place of the start page and something else."""
    window = QStackedWidget()
    qtbot.addWidget(window)
    window.addWidget(StartPlace(window))
    window.addWidget(QWidget(window))
    return window


@pytest.fixture
def tabs(qtbot):
    made = LateTabs()
    qtbot.addWidget(made)
    made.add_late("Vorn", lambda: QPushButton("vorn"))
    made.add_late("Hinten", lambda: QPushButton("hinten"))
    made.page(0)
    return made


def test_a_start_page_that_is_left_at_once_is_never_made(stack):
    stack.show()
    stack.setCurrentIndex(1)
    settle()

    assert [] == stack.findChildren(StartButton)


def test_a_start_page_that_stays_is_made_and_has_the_keyboard(qtbot, stack):
    stack.show()
    stack.activateWindow()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), StartButton))

    assert "Beispiel ansehen" == QApplication.focusWidget().accessibleName()


def test_the_start_page_hands_its_wishes_on(qtbot, stack):
    place = stack.widget(0)

    first = next(b for b in place.page().findChildren(StartButton) if not b.isHidden())
    with qtbot.waitSignal(place.sample_requested):
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)


def test_a_tab_is_made_when_it_is_opened(tabs):
    tabs.show()
    before = tabs.is_made(1)

    tabs.setCurrentIndex(1)

    assert (False, True) == (before, tabs.is_made(1))
    assert ("hinten", "Hinten") == (tabs.currentWidget().text(), tabs.tabText(1))


def test_a_tab_is_made_when_there_is_nothing_else_to_do_and_stays_behind(qtbot, tabs):
    tabs.make_when_idle()
    qtbot.waitUntil(lambda: tabs.is_made(1))

    assert "vorn" == tabs.currentWidget().text()
    assert ["Vorn", "Hinten"] == [tabs.tabText(place) for place in range(tabs.count())]


def test_making_a_tab_is_no_change_of_the_tab(qtbot, tabs):
    changes = []
    tabs.currentChanged.connect(changes.append)

    tabs.page(1)

    assert [] == changes


# --- the form ----------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot):
    """The form alone with a measure of the sample, of which only the first rows are made."""
    document = open_document(SAMPLE)
    made = shown_window(qtbot, MeasureForm(), 600, 500)
    made.set_bridge(DocumentBridge(document, made))
    made.show_measure(document.dataset.find(WINDMILLS))
    made.page.verticalScrollBar().setValue(0)
    return made


def test_the_form_scrolls_back_when_all_of_it_is_made_and_says_so_until_then(qtbot, form):  # D 24
    first = form.page.is_complete
    form.scroll_back("IMPLEMENTATION", 30)
    waiting, at_first = form.scrolled(), form.page.verticalScrollBar().value()
    qtbot.waitUntil(lambda: form.page.is_complete and form.page.verticalScrollBar().value() > 0)

    assert (False, 0) == (first, at_first)
    assert (Section.IMPLEMENTATION, 30) == waiting == form.scrolled()


def test_who_has_begun_to_work_is_not_scrolled_away(qtbot, form):
    completed = []
    form.page.completed.connect(lambda: completed.append(True))
    form.scroll_back("IMPLEMENTATION", 30)
    form.focus_field("summary")
    settle()
    before = form.page.verticalScrollBar().value()
    qtbot.waitUntil(lambda: bool(completed))

    assert before == form.page.verticalScrollBar().value()
    assert form.page.focused_row() is form.rows["summary"]
