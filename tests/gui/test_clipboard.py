"""Cut, copy and paste in the menu: what the widget with the keyboard can do (D, 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from tests.e2e_driver import CTRL, Key
from ui.form.editors.series import LinksEditor
from ui.shell.actions import Menu
from ui.widgets import clipboard
from ui.widgets.clipboard import Clip
from ui.widgets.text_edits import GrowingText, LineEdit

if TYPE_CHECKING:
    from tests.gui.window_cases import Program

pytestmark = pytest.mark.gui


def possible(widget) -> set[Clip]:
    return {what for what in Clip if clipboard.can(widget, what)}


@pytest.fixture(params=[LineEdit, GrowingText])
def text(request, qtbot):
    made = request.param()
    qtbot.addWidget(made)
    made.show_text("Am Kanal")
    QApplication.clipboard().setText("Hafen")
    return made


def test_a_text_can_be_copied_where_something_is_marked_and_pasted_where_it_is_free(text):
    nothing_marked = possible(text)
    text.selectAll()
    marked = possible(text)
    text.setReadOnly(True)

    assert {Clip.PASTE} == nothing_marked
    assert set(Clip) == marked
    assert {Clip.COPY} == possible(text)


def test_cut_and_paste_are_told_as_what_was_typed(text):
    """What comes and goes by the menu reaches the document as keys do."""
    typed = []
    text.typed.connect(typed.append)
    text.selectAll()
    clipboard.carry_out(text, Clip.CUT)
    clipboard.carry_out(text, Clip.PASTE)

    assert ["", "Am Kanal"] == [typed[0], typed[-1]]


def test_a_list_of_links_takes_rows_and_gives_the_one_at_hand(qtbot):
    editor = LinksEditor()
    qtbot.addWidget(editor)
    editor.set_value([{"title": "A", "url": "https://a.example"}])
    table = editor.focus_widget()
    without_row = possible(table)
    table.go_to(0)

    assert {Clip.PASTE} == without_row
    assert set(Clip) == possible(table)


def test_what_holds_no_text_offers_nothing(qtbot):
    label = QLabel("nur zum Lesen")
    qtbot.addWidget(label)

    assert set() == possible(label) == possible(None)


# --- the menu -----------------------------------------------------------------------------------


def offered(work: Program) -> set[Clip]:
    """Open the menu as a person does and return what it offers."""
    menus = work.window.menuBar().findChildren(QMenu)
    menu = next(menu for menu in menus if menu.title() == Menu.EDIT)
    menu.aboutToShow.emit()
    found = {what for what in Clip if work.actions[what].isEnabled()}
    menu.aboutToHide.emit()
    return found


def test_the_menu_offers_what_the_field_with_the_keyboard_can_do(work):
    QApplication.clipboard().setText("Hafen")
    work.form.focus_field("short_title")
    work.focused().deselect()
    unmarked = offered(work)
    work.focused().selectAll()
    marked = offered(work)
    work.form.focus_field("id")
    work.focused().selectAll()

    assert {Clip.PASTE} == unmarked
    assert set(Clip) == marked
    assert {Clip.COPY} == offered(work)


def test_the_menu_acts_where_the_keyboard_is(work):
    work.form.focus_field("short_title")
    work.focused().selectAll()
    work.trigger(Clip.COPY)
    work.form.focus_field("summary")
    work.focused().selectAll()
    work.trigger(Clip.PASTE)

    assert work.value("short_title") == work.value("summary")


def test_rows_pasted_into_the_links_are_one_step_of_their_own(work):
    work.form.focus_field("links")
    count = len(work.value("links"))
    QApplication.clipboard().setText("B\thttps://b.example\nC\thttps://c.example\n")
    work.press(Key.Key_V, CTRL)
    added = len(work.value("links")) - count
    QApplication.clipboard().setText("D\thttps://d.example\n")
    work.press(Key.Key_V, CTRL)
    work.trigger("undo")

    assert 2 == added
    assert count + 2 == len(work.value("links"))
    assert 1 == work.stack.index()
