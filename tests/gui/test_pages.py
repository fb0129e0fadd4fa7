"""The pages of the window: one at a time, made late, and Esc leads back with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from tests.e2e_driver import Key
from tests.gui.window_cases import WINDMILLS
from ui.shell.pages import MEASURES, START

pytestmark = pytest.mark.gui
OTHER = "energieerzeugung2"


class LettersPage(QWidget):
    """Two lines to type in; remembers which documents it was shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bridges: list[object] = []
        self.lines = [QLineEdit(self), QLineEdit(self)]
        column = QVBoxLayout(self)
        for line in self.lines:
            column.addWidget(line)

    def set_bridge(self, bridge) -> None:
        self.bridges.append(bridge)

    def focus_list(self) -> None:
        self.lines[1].setFocus()


@pytest.fixture
def lettered_pages(work):
    """Return how to add a page of letters; what was made lies in the returned list."""
    made: list[LettersPage] = []

    def make(parent) -> LettersPage:
        made.append(LettersPage(parent))
        return made[-1]

    number = len(work.window.pages.names())
    work.letters = [f"letters{number}", f"letters{number + 1}"]
    for name in work.letters:
        work.window.pages.add_late(name, make)
    return made


def test_a_page_is_made_when_it_is_first_wanted_and_gets_the_document(work, lettered_pages):
    assert [] == lettered_pages

    work.window.pages.toggle(work.letters[0])
    work.window.pages.toggle(work.letters[0])
    work.window.pages.toggle(work.letters[0])

    (page,) = lettered_pages
    assert [work.bridge] == page.bridges
    assert page.isVisible()
    assert not work.workspace.isVisible()


def test_a_page_hears_of_another_document(work, lettered_pages):
    work.window.pages.show_page(work.letters[0])
    work.put_away()
    assert work.app.session.open_path(work.folder)

    (page,) = lettered_pages
    assert work.bridge is page.bridges[-1]
    assert not page.bridges[-2].is_open
    assert MEASURES == work.window.pages.current


def test_closing_shows_the_start_page(work, lettered_pages):
    work.window.pages.show_page(work.letters[0])
    work.put_away()

    assert START == work.window.pages.current
    assert not work.window.pages.go_back()


def test_the_keyboard_begins_where_the_page_says(work, lettered_pages):
    work.window.pages.show_page(work.letters[0])

    assert lettered_pages[0].lines[1].hasFocus()


@pytest.mark.parametrize("by_escape", [True, False])
def test_back_in_the_form_the_keyboard_is_in_the_field_it_left(work, lettered_pages, by_escape):
    work.go(WINDMILLS, "summary")
    work.window.pages.toggle(work.letters[0])
    if by_escape:
        work.press(Key.Key_Escape)
    else:
        work.window.pages.toggle(work.letters[0])

    assert MEASURES == work.window.pages.current
    assert work.row("summary").has_focus()


def test_what_led_to_a_field_is_found_again_at_its_place(work, lettered_pages):
    pages = work.window.pages
    pages.show_page(work.letters[0])
    lettered_pages[0].lines[0].setFocus()
    pages.show_page(MEASURES)
    work.go(OTHER, "summary")
    led = work.row("summary").has_focus()
    work.press(Key.Key_Escape)

    assert led
    assert lettered_pages[0].lines[0].hasFocus()
    work.press(Key.Key_Escape)
    assert MEASURES == pages.current
    assert work.row("summary").has_focus()
    assert not pages.go_back()


def test_pages_after_each_other_lead_back_one_by_one(work, lettered_pages):
    pages = work.window.pages
    pages.show_page(work.letters[0])
    pages.show_page(work.letters[1])
    pages.show_page(work.letters[0])
    seen = []
    for _ in range(3):
        seen.append(pages.current)
        work.press(Key.Key_Escape)

    assert [work.letters[0], work.letters[1], MEASURES] == seen


def test_who_goes_on_to_another_measure_is_not_led_back(work, lettered_pages):
    work.window.pages.show_page(work.letters[0])
    work.window.pages.show_page(MEASURES)
    work.workspace.list.focus_list()
    work.press(Key.Key_Down)
    work.press(Key.Key_Escape)

    assert MEASURES == work.window.pages.current


def test_the_command_of_the_page_seen_is_pressed(work):
    assert not work.actions["overview"].isChecked()
    work.press(Key.Key_F9)
    assert work.actions["overview"].isChecked()
    work.press(Key.Key_Escape)
    assert not work.actions["overview"].isChecked()
