"""What the list offers by itself: a menu, Del, and a search that leaves undo to the data."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.answers import Answers
from tests.e2e_driver import CTRL, Key
from tests.gui.reach import one
from ui.widgets.row_table import RowTable
from ui.widgets.search_field import SearchField

pytestmark = [
    pytest.mark.gui,
    pytest.mark.qt_log_ignore("^This plugin does not support grabbing the keyboard", extend=True),
]


@pytest.fixture
def ask(work, monkeypatch):
    """Return answers that a test may give, in place of those of the window."""

    def give(**answers: object) -> Answers:
        given = Answers(**answers)
        monkeypatch.setattr(work.ask, "answers", given.answers)
        return given

    return give


def open_menu(work) -> QMenu:
    """Press the menu key in the list and return what comes up."""
    table = one(work.workspace.list, RowTable)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(table.viewport(), QContextMenuEvent(reason, QPoint(), QPoint()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def names(menu: QMenu) -> list[str]:
    return [action.objectName() for action in menu.actions() if not action.isSeparator()]


def test_the_menu_key_offers_what_can_be_done_with_the_measure(work):
    menu = open_menu(work)
    offered = names(menu)
    menu.close()

    assert {"action_duplicate", "action_delete", "action_bulk"} <= set(offered)
    assert "Maßnahme" in menu.title() or menu.accessibleName()


def test_an_entry_of_the_menu_does_what_the_command_does(work):
    before = len(work.document.dataset.measures)
    menu = open_menu(work)
    next(a for a in menu.actions() if a.objectName() == "action_duplicate").trigger()
    menu.close()

    assert before + 1 == len(work.document.dataset.measures)


def test_del_in_the_list_asks_before_it_deletes(work, ask):
    measure, before = work.workspace.measure, len(work.document.dataset.measures)
    ask(confirm_delete=[False, True])

    work.press(Key.Key_Delete)
    kept = len(work.document.dataset.measures)
    work.press(Key.Key_Delete)

    assert before == kept
    assert measure not in work.document.dataset.measures


def test_what_may_only_be_read_is_not_deleted(work, ask):
    ask(confirm_delete=[True])
    before = len(work.document.dataset.measures)
    work.window.actions_by_id["delete"].setEnabled(False)

    work.press(Key.Key_Delete)

    assert before == len(work.document.dataset.measures)


@pytest.mark.parametrize("place", ["list", "findings"])
def test_ctrl_z_in_a_search_undoes_what_was_typed_there_and_then_the_data(work, place):
    work.findings.show_all()
    bridge, search = work.app.session.bridge, one(work.workspace.list, SearchField)
    if place == "findings":
        search = one(work.findings, SearchField)
    bridge.edit(work.workspace.measure, "summary", "Neu")
    search.setFocus()
    work.type("Wind")

    work.press(Key.Key_Z, CTRL)
    assert ("", False) == (search.text(), bridge.is_clean)
    work.press(Key.Key_Z, CTRL)
    assert bridge.is_clean
    search.setFocus()
    work.press(Key.Key_Y, CTRL)
    assert ("Wind", True) == (search.text(), bridge.is_clean)
    work.press(Key.Key_Y, CTRL)
    assert not bridge.is_clean
