"""The one table of actions: menus, keys, what is enabled when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from ui.commands.command_list import ACTIONS
from ui.shell import actions
from ui.shell.actions import Menu, Needs

if TYPE_CHECKING:
    from tests.gui.window_cases import Program


pytestmark = pytest.mark.gui
KEYS = [(spec.id, keys) for spec in ACTIONS for keys in spec.shortcuts]


def mnemonic(text: str) -> str:
    return text[text.index("&") + 1].lower()


def menus(work: Program) -> dict[str, QMenu]:
    return {menu.title(): menu for menu in work.window.menuBar().findChildren(QMenu)}


def test_ids_and_keys_are_given_once():
    keys = Counter(QKeySequence(keys).toString() for _, keys in KEYS)

    assert len(ACTIONS) == len({spec.id for spec in ACTIONS})
    assert [] == [key for key, count in keys.items() if count > 1]


def test_every_key_means_something():
    assert [] == [keys for _, keys in KEYS if QKeySequence(keys).isEmpty()]


@pytest.mark.parametrize("menu", Menu)
def test_mnemonics_are_given_once_in_every_menu(menu):
    letters = Counter(mnemonic(spec.text) for spec in ACTIONS if spec.menu is menu)
    if menu is Menu.FILE:
        letters["z"] += 1  # recently used

    assert [] == [letter for letter, count in letters.items() if count > 1]


def test_every_action_is_in_its_menu_in_the_order_of_the_table(work):
    shown = menus(work)
    for menu in Menu:
        wanted = [f"action_{spec.id}" for spec in ACTIONS if spec.menu is menu]
        names = [a.objectName() for a in shown[menu.value].actions() if a.objectName()]

        assert wanted == [name for name in names if name.startswith("action_")]


def test_what_asks_a_question_ends_in_an_ellipsis():
    asking = {"open", "open_workbook", "save_as", "revert", "export", "new", "delete", "clean_up"}

    assert asking <= {spec.id for spec in ACTIONS if spec.text.endswith("…")}


@pytest.mark.parametrize("needs", [Needs.NOTHING, Needs.DOCUMENT, Needs.MEASURE])
def test_what_is_enabled_follows_what_is_there(program, tmp_path, needs):
    if needs is not Needs.NOTHING:
        program.start_over(tmp_path)
    if needs is Needs.DOCUMENT:
        program.workspace.show_measure(None)
    there = {Needs.NOTHING, Needs.FOCUS}  # what the keyboard is on is looked at in the open menu
    if needs is not Needs.NOTHING:
        there |= {Needs.DOCUMENT, Needs.FOLDER, needs}
    wanted = {spec.id for spec in ACTIONS if spec.needs in there}
    enabled = {name for name, action in program.actions.items() if action.isEnabled()}
    if needs is not Needs.NOTHING:
        program.put_away()

    assert wanted == enabled


def test_what_needs_a_document_does_nothing_without_one(program):
    program.forget()
    handlers = {
        k: do for group in program.app.controller.groups for k, do in group.handlers().items()
    }
    for spec in ACTIONS:
        if spec.needs is not Needs.NOTHING:
            handlers[spec.id]()

    assert {spec.id for spec in ACTIONS} == set(handlers)
    assert program.app.session.document is None
    assert [] == program.asked()


@pytest.mark.parametrize("name", ["find", "fix_here", "next_pane"])
def test_what_is_about_measures_brings_them_into_sight(work, name):
    work.trigger("overview")
    away = not work.workspace.isVisible()
    work.trigger(name)

    assert away
    assert work.workspace.isVisible()


def test_undo_and_redo_say_what_they_are_about(work):
    assert not work.actions["undo"].isEnabled()
    work.edit("summary", "x")
    assert "Zusammenfassung" in work.actions["undo"].text()
    assert "Zusammenfassung" in work.actions["undo"].toolTip()
    work.trigger("undo")

    assert "&Rückgängig" == work.actions["undo"].text()
    assert "Zusammenfassung" in work.actions["redo"].text()


def test_the_tool_bar_keeps_its_words_whatever_undo_is_about(work):
    work.edit("summary", "x")
    button = next(
        b for b in work.window.findChildren(QToolButton)
        if b.defaultAction() is work.actions["undo"]
    )  # fmt: skip

    assert "Rückgängig" == button.text().strip()
    assert "Rückgängig" == button.accessibleName()


def test_tool_tips_name_the_keys(work):
    assert "Speichern (Strg+S)" == work.actions["save"].toolTip()


def test_the_table_of_keys_has_every_key():
    listed = {(what, keys) for _, what, keys in actions.shortcut_table(ACTIONS)}

    assert len([spec for spec in ACTIONS if spec.shortcuts]) == len(listed)
    assert all("&" not in what and not what.endswith("…") for what, _ in listed)


@pytest.mark.parametrize("field", ["summary", "short_title", "action_type", "cost_value",
                                   "progress_type", "links", None])  # fmt: skip
def test_no_field_keeps_a_key_of_an_action_to_itself(work, field):
    work.edit("summary", "x")  # something to undo, some text to move about in
    if field is None:
        work.workspace.list.focus_list()
    else:
        work.form.focus_field(field)
    kept = []
    own = {spec.id for spec in ACTIONS if spec.needs is Needs.FOCUS}  # what a field does itself
    for name, keys in KEYS:
        if name in own:
            continue
        combination = QKeySequence(keys)[0]
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride, combination.key(), combination.keyboardModifiers()
        )
        event.ignore()
        QApplication.sendEvent(work.focused(), event)
        if event.isAccepted():
            kept.append((name, keys))

    assert [] == kept
