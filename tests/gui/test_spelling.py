"""Spelling in the real window: underlined while one types, mended from a menu, never waited for."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QMenu, QToolTip

from klimaeditor.paths import user_data
from tests.e2e_driver import ALT, CTRL, SHIFT, Key
from tests.gui.window_cases import Program  # noqa: TC001 - fixtures are annotated
from ui.commands.spelling import SpellingCommands
from ui.form.spelling import ADD_PERSONAL, ADD_SHARED
from ui.widgets.text_edits import LineEdit

pytestmark = pytest.mark.gui


@pytest.fixture
def spelling(work: Program):
    """Return the commands, the dictionary asked; off again afterwards."""
    commands = work.window.findChild(SpellingCommands)
    commands.switch()
    work.qtbot.waitUntil(lambda: not commands.service.busy)
    yield commands
    if work.app.controller.groups and work.app.session.bridge is not None:
        commands.switch()


def field_of(work: Program, name: str):
    return work.row(name).editor.focus_widget()


def wait_for(work: Program, name: str, words: list[str]) -> None:
    field = field_of(work, name)

    def underlined() -> list[str]:
        text = field.text().encode("utf-16-le")
        return [text[2 * start : 2 * end].decode("utf-16-le") for start, end in field.underlined()]

    work.qtbot.waitUntil(lambda: underlined() == words)


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text() and action.isEnabled()]


def open_menu(work: Program) -> QMenu:
    """Press Ctrl+. in the word at the caret and return the menu once it has suggestions."""
    work.press(Key.Key_Period, CTRL)
    menu = work.app.qt.activePopupWidget()
    assert isinstance(menu, QMenu)
    work.qtbot.waitUntil(lambda: len(entries(menu)) > 2)
    return menu


@pytest.mark.parametrize("name", ["summary", "short_title"])
def test_a_misspelt_word_is_underlined_once_it_is_finished(work, spelling, name):
    work.edit(name, " 🌳 Begrünnung")
    work.qtbot.waitUntil(lambda: not spelling.service.busy)

    wait_for(work, name, [])

    work.type(" und")

    wait_for(work, name, ["Begrünnung"])


@pytest.mark.parametrize("name", ["summary", "short_title"])
def test_a_suggestion_replaces_the_word_and_can_be_undone(work, spelling, name):
    work.edit(name, " Begrünnung und")
    wait_for(work, name, ["Begrünnung"])
    for _ in range(6):
        work.press(Key.Key_Left)
    menu = open_menu(work)
    assert "Begrünung" == entries(menu)[0]

    work.press(Key.Key_Return)

    assert work.value(name).endswith(" Begrünung und")
    wait_for(work, name, [])
    work.press(Key.Key_Z, CTRL)
    assert not work.value(name).endswith(" Begrünung und")


@pytest.mark.parametrize(("entry", "shared"), [(ADD_PERSONAL, False), (ADD_SHARED, True)])
def test_a_word_is_taken_into_a_list_and_not_underlined_any_more(work, spelling, entry, shared):
    work.edit("summary", " Xyzzyhaus da")
    wait_for(work, "summary", ["Xyzzyhaus"])
    for _ in range(4):
        work.press(Key.Key_Left)
    menu = open_menu(work) if shared else _popup(work)
    next(action for action in menu.actions() if action.text() == entry).trigger()
    menu.close()

    wait_for(work, "summary", [])
    shared_list = work.folder.parent / f"{work.folder.name}-woerter.txt"
    place = shared_list if shared else user_data() / "woerter.txt"
    assert "Xyzzyhaus" in place.read_text(encoding="utf-8").split()
    assert not list(work.folder.glob("*woerter*"))
    place.unlink()


def _popup(work: Program) -> QMenu:
    work.press(Key.Key_Period, CTRL)
    menu = work.app.qt.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_without_a_misspelt_word_ctrl_dot_fixes_the_finding(work, spelling):
    work.form.focus_field("summary")
    work.press(Key.Key_Period, CTRL)

    assert work.app.qt.activePopupWidget() is None


def test_spelling_is_switched_off_and_on(work, spelling):
    work.edit("summary", " Begrünnung und")
    wait_for(work, "summary", ["Begrünnung"])

    work.press(Key.Key_F7, SHIFT)
    wait_for(work, "summary", [])
    work.press(Key.Key_F7, SHIFT)

    wait_for(work, "summary", ["Begrünnung"])


def test_a_process_that_ends_is_told_and_stops_nothing(work, spelling, monkeypatch):
    monkeypatch.setattr("ui.session.spelling.command", lambda: ["gibt-es-nicht"])
    work.press(Key.Key_F7, SHIFT)
    work.press(Key.Key_F7, SHIFT)
    work.edit("summary", " Begrünnung und")
    work.qtbot.waitUntil(lambda: bool(spelling.service.reason))

    assert not spelling.service.busy
    assert work.value("summary").endswith(" Begrünnung und")
    assert [] == field_of(work, "summary").underlined()


def test_the_page_of_findings_names_the_words_of_the_whole_dataset(work, spelling):
    work.edit("summary", " Begrünnung und")
    work.press(Key.Key_F8)
    page = work.window.pages.page("check")

    def found() -> list[str]:
        rows = [row for row in page.tree.rows() if row.rule.id == "spelling" and row.group]
        return [finding.message for row in rows for finding in row.group.findings]

    work.qtbot.waitUntil(lambda: any("„Begrünnung“" in message for message in found()))
    work.press(Key.Key_F8)


def test_the_field_panel_says_what_makes_a_text_at_the_head_hard_to_read(work, spelling):
    work.edit("summary", " Wir planen" + " und bauen" * 12 + " mit der XYZ.")
    work.form.focus_field("summary")
    work.settle(6)

    def said() -> str:
        return " ".join(label.text() for label in work.workspace.side.panel.findChildren(QLabel))

    work.qtbot.waitUntil(lambda: "Der längste Satz hat" in said())
    assert "XYZ" in said()
    work.form.focus_field("description")


def test_the_public_page_underlines_the_word_too(work, spelling):
    work.edit("summary", " Begrünnung und")
    wait_for(work, "summary", ["Begrünnung"])
    sheet = work.workspace.side.preview.sheet
    marked = [button for button in sheet.buttons() if "Begrünnung" in button.found.misspelt]

    assert any("Begrünnung" in button.item.text for button in marked)


def test_a_title_in_the_table_of_links_is_underlined_while_one_types(work, spelling):
    work.form.focus_field("links")
    work.press(Key.Key_F2)
    cell = work.focused()
    assert isinstance(cell, LineEdit)
    work.type("Begrünnung im Hof")

    work.qtbot.waitUntil(lambda: cell.underlined() == [(0, 10)])
    work.press(Key.Key_Escape)
    work.settle()
    work.edit("summary", " Begrünnung und")  # the cell is gone, and nothing is asked of it
    wait_for(work, "summary", ["Begrünnung"])


@pytest.mark.parametrize("entry", [ADD_PERSONAL, ADD_SHARED])
def test_a_word_that_cannot_be_taken_is_told_with_place_and_way_out(
    work, spelling, monkeypatch, entry
):
    def refuse(_path, _word):
        raise PermissionError(13, "Permission denied")

    said = []
    monkeypatch.setattr("ui.session.spelling.add_word", refuse)
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_: said.append(text))
    work.edit("summary", " Xyzzyhaus da")
    wait_for(work, "summary", ["Xyzzyhaus"])
    for _ in range(4):
        work.press(Key.Key_Left)
    menu = _popup(work)
    next(action for action in menu.actions() if action.text() == entry).trigger()
    menu.close()

    (sentence,) = said
    assert "„Xyzzyhaus“" in sentence
    assert "oerter.txt" in sentence
    assert "Schreibrechte" in sentence
    assert "Errno" not in sentence
    wait_for(work, "summary", ["Xyzzyhaus"])


def test_words_of_the_former_text_are_not_offered_in_the_next(work, spelling):
    work.edit("summary", " Begrünnung und")
    wait_for(work, "summary", ["Begrünnung"])
    shown = []
    work.workspace.side.preview.sheet.set_misspelt(())
    work.press(Key.Key_Down, ALT)
    field = field_of(work, "summary")
    shown.append(field.underlined())
    work.form.focus_field("summary")
    work.press(Key.Key_End)

    assert [[]] == shown
    assert [] == field.underlined()
