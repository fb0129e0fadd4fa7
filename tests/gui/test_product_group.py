"""The product group of a measure: chosen by keyboard, noted at once, seen, summed in the report."""

from __future__ import annotations

import json
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton

from klimaeditor.notes import notebook_file
from klimaeditor.notes.productgroups import FILE, NO_FILE
from klimaeditor.reports import report_words
from tests.gui.pane_cases import shown_window
from tests.gui.reach import one
from tests.gui.window_cases import WINDMILLS
from tests.word_tools import headings
from ui.dialogs.product_group import NONE_FOUND, TAKE, GroupOffer, ProductGroupDialog
from ui.overview.report_dialog import ReportChoice

pytestmark = pytest.mark.gui
GROUPS = {"09 01": "Wohnungsbau", "12": "Verkehr", "12 02": "Radwege und Fußwege"}


@pytest.fixture
def dialog(qtbot):
    return shown_window(qtbot, ProductGroupDialog(GroupOffer("Windkraft", GROUPS, "12")))


def shown(dialog) -> list[str]:
    rows = one(dialog, QListWidget)
    items = [rows.item(place) for place in range(rows.count())]
    return [item.text() for item in items if not item.isHidden()]


def known(work) -> None:
    work.qtbot.waitUntil(lambda: not work.app.session.notes.busy)
    work.settle()


# --- the dialog ------------------------------------------------------------------------------


def test_it_begins_with_the_present_group_and_the_keyboard_in_the_search(dialog):
    assert "12 Verkehr" == dialog.answer()
    assert one(dialog, QLineEdit).hasFocus()
    assert 4 == len(shown(dialog))


def test_typing_finds_and_enter_takes(dialog):
    QTest.keyClicks(one(dialog, QLineEdit), "fuß")
    found = shown(dialog)
    QTest.keyClick(one(dialog, QLineEdit), Qt.Key.Key_Return)

    assert ["12 02 Radwege und Fußwege"] == found
    assert not dialog.isVisible()
    assert "12 02 Radwege und Fußwege" == dialog.answer()


def test_arrows_walk_through_the_list_from_the_search(dialog):
    QTest.keyClick(one(dialog, QLineEdit), Qt.Key.Key_Down)

    assert "12 02 Radwege und Fußwege" == dialog.answer()
    assert one(dialog, QLineEdit).hasFocus()


def test_nothing_found_is_said_and_cannot_be_taken(dialog):
    QTest.keyClicks(one(dialog, QLineEdit), "xyz")
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]

    assert NONE_FOUND in said
    assert not one(dialog, QPushButton, TAKE).isEnabled()
    one(dialog, QLineEdit).clear()
    assert one(dialog, QPushButton, TAKE).isEnabled()


def test_no_group_can_be_chosen(dialog):
    one(dialog, QListWidget).setCurrentRow(0)

    assert "" == dialog.answer()


# --- in the window ---------------------------------------------------------------------------


def test_a_group_is_noted_shown_at_the_costs_and_summed_in_the_report(work, tmp_path):
    (work.folder / FILE).write_text(json.dumps(GROUPS), "utf-8")
    work.go(WINDMILLS, "cost_value")
    known(work)
    work.answer(product_group="12 02 Radwege und Fußwege")
    work.trigger("product_group")
    known(work)
    panel = [w.text() for w in work.workspace.side.panel.findChildren(QLabel) if w.isVisible()]
    kept = notebook_file.load(work.app.session.notes.place).notebook.budget_keys
    choice = ReportChoice("Stadt", date(2026, 1, 1), False, None, False, False, word=True)
    work.answer(report=choice, save_file=tmp_path / "bericht.docx")
    work.trigger("report")

    assert {WINDMILLS: "12 02 Radwege und Fußwege"} == dict(kept)
    assert "12 02 Radwege und Fußwege" in panel
    assert work.bridge.is_clean
    assert (2, report_words.BUDGET) in headings((tmp_path / "bericht.docx").read_bytes())


def test_the_group_of_before_is_offered_and_can_be_taken_away(work):
    (work.folder / FILE).write_text(json.dumps(GROUPS), "utf-8")
    work.go(WINDMILLS, None)
    known(work)
    work.answer(product_group="12 Verkehr")
    work.trigger("product_group")
    work.answer(product_group="")
    work.trigger("product_group")
    known(work)

    assert "12" == work.ask.asked[-1][1][0].chosen
    assert {} == dict(notebook_file.load(work.app.session.notes.place).notebook.budget_keys)


@pytest.mark.parametrize(("content", "words"), [(None, NO_FILE), ("[]", "nicht zu verstehen")])
def test_without_groups_it_is_said_what_to_do(work, content, words):
    if content is not None:
        (work.folder / FILE).write_text(content, "utf-8")
    work.go(WINDMILLS, None)
    known(work)
    work.answer(info=None)
    work.trigger("product_group")

    assert ["info"] == work.asked()
    assert words in work.ask.asked[0][1][0]
