"""A round with departments in the real window: ask, let them fill in, take back, decide, save."""

from __future__ import annotations

import json
import shutil
from collections import deque
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from klimaeditor.exchange import register
from klimaeditor.exchange.register import Status
from klimaeditor.model.changes import FileName
from tests.e2e_driver import ALT, CTRL, SHIFT, Driver, Key
from tests.request_tools import line_of
from tests.waiting import wait_until
from ui.exchange.request_wizard import RequestDialog

CATEGORY_A, CATEGORY_B = "energieerzeugung1", "bauen1"
BOTH = (CATEGORY_A, CATEGORY_B)
MINE, THEIRS = "Von mir inzwischen geändert.", "Vom Amt neu geschrieben."
NEWS = "Das Amt meldet Neues."


def rows(folder: Path) -> dict[FileName, dict[str, dict]]:
    return {
        file: {row["id"]: row for row in json.loads((folder / file).read_bytes())}
        for file in FileName
    }


def fill_in(folder: Path, title: str, label: str, text: str) -> Path:
    """Fill a value in as a clerk does: find the measure's sheet, and the line by its label."""
    for path in sorted(folder.glob("*.xlsx")):
        book = load_workbook(path)
        for sheet in book:
            if sheet.sheet_state == "visible" and _is_of(sheet, title):
                sheet.cell(line_of(sheet, label), 2).value = text
                book.save(path)
                return path
    raise AssertionError(title)


def _is_of(sheet, title: str) -> bool:
    """Tell whether a sheet is that of a measure."""
    return any(a.value == "Maßnahme" and b.value == title for a, b in sheet["A1:B6"])


def press(driver, key, modifier):
    """Press a key in the main window, which is active again after a dialog."""
    driver.window.activateWindow()
    driver.qtbot.waitUntil(driver.window.isActiveWindow)
    driver.press(key, modifier)


def is_pressed(dialog) -> bool:
    """Tell whether a button is down: pressed by its mnemonic, it is seen to be for a tenth."""
    return any(button.isDown() for button in dialog.findChildren(QAbstractButton))


def play(dialog, *presses):
    """Show a dialog, press keys in it as the system would deliver them, and leave it closed."""
    dialog.show()
    dialog.activateWindow()
    wait_until(dialog.isActiveWindow, QApplication.processEvents)  # else no mnemonic works
    for key, modifier in presses:
        QTest.keyClick(dialog.windowHandle(), key, modifier)
        wait_until(lambda: not is_pressed(dialog), QApplication.processEvents)
    assert not dialog.isVisible()
    assert dialog.result()


@pytest.fixture
def driver(qtbot, tmp_path, sample_dataset):
    made = Driver(qtbot, tmp_path)
    made.app.session.open_path(sample_dataset)
    yield made
    made.destroy()


def ask_by_category(dataset, shown, make, _selected=(), _contact=None):
    dialog = RequestDialog(dataset, shown, date(2026, 11, 22))
    dialog.make = make
    forward = (Key.Key_W, ALT)
    play(
        dialog,
        forward,
        (Key.Key_K, ALT),  # by category
        forward,
        forward,
        (Key.Key_A, ALT),
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier),  # the page that says what to send
    )
    dialog.deleteLater()


def test_a_round_with_departments(driver, tmp_path, sample_dataset):
    before = rows(sample_dataset)
    folder = tmp_path / "abfrage"
    driver.ask.answers = {}
    answer(driver, request=ask_by_category, folder=folder)
    press(driver, Key.Key_A, CTRL | SHIFT)
    assert 7 == len(list(folder.glob("*.xlsx")))

    titles = [driver.document.view(driver.document.dataset.find(i)).title for i in BOTH]
    first = fill_in(folder, titles[0], "Zusammenfassung", THEIRS)
    second = fill_in(folder, titles[1], "Sachstand Text", NEWS)
    assert first != second
    key = driver.document.dataset.find(CATEGORY_A)
    driver.app.session.bridge.edit(key, "summary", MINE)
    answer(driver, open_files=[[first, second]])
    press(driver, Key.Key_I, CTRL)
    assert 1 == len(driver.window.pages.page("returns").review.open_items())
    press(driver, Key.Key_1, ALT)  # the one conflict, for the department
    press(driver, Key.Key_Udiaeresis, ALT)
    driver.qtbot.waitUntil(lambda: driver.window.pages.current == "measures")

    steps = driver.app.session.bridge.stack.count()
    press(driver, Key.Key_S, CTRL)
    after = rows(sample_dataset)
    changed = {
        (file, key)
        for file in FileName
        for key in before[file].keys() | after[file].keys()
        if before[file].get(key) != after[file].get(key)
    }
    assert {(FileName.ADDITIONAL, CATEGORY_A), (FileName.ADDITIONAL, CATEGORY_B)} == changed
    assert THEIRS == after[FileName.ADDITIONAL][CATEGORY_A]["summary"]
    assert NEWS == after[FileName.ADDITIONAL][CATEGORY_B]["state"]["text"]
    assert 2 == steps  # my own edit, and the whole import
    found = register.load(folder)
    stands = [entry.status(found.due, date(2026, 11, 22)) for entry in found.departments]
    assert 2 == stands.count(Status.MERGED)
    assert 5 == stands.count(Status.SENT)


def test_a_return_that_was_taken_over_and_lost_is_read_once_more(driver, tmp_path):
    folder = tmp_path / "abfrage"
    answer(driver, request=ask_by_category, folder=folder)
    press(driver, Key.Key_A, CTRL | SHIFT)
    key = driver.document.dataset.find(CATEGORY_B)
    path = fill_in(folder, driver.document.view(key).title, "Sachstand Text", NEWS)
    answer(driver, open_files=[[path]] * 3, confirm_read_again=[False, True])
    press(driver, Key.Key_I, CTRL)
    press(driver, Key.Key_Udiaeresis, ALT)
    driver.qtbot.waitUntil(lambda: driver.window.pages.current == "measures")
    press(driver, Key.Key_Z, CTRL)

    press(driver, Key.Key_I, CTRL)  # it is said, and left at that
    assert "confirm_read_again" == driver.ask.asked[-1][0]
    assert "1 Angabe daraus steht aber nicht im Datensatz" in str(driver.ask.asked[-1])
    assert "measures" == driver.window.pages.current

    press(driver, Key.Key_I, CTRL)
    assert "returns" == driver.window.pages.current
    press(driver, Key.Key_Udiaeresis, ALT)
    driver.qtbot.waitUntil(lambda: driver.window.pages.current == "measures")
    assert NEWS == driver.document.view(key).value("state_text")
    entries = register.load(folder).departments
    assert 1 == [entry.status(None, date(2026, 11, 22)) for entry in entries].count(Status.MERGED)


def test_taking_back_the_same_returns_again_asks_nothing(driver, tmp_path, sample_dataset):
    folder = tmp_path / "abfrage"
    answer(driver, request=ask_by_category, folder=folder)
    press(driver, Key.Key_A, CTRL | SHIFT)
    copy = shutil.copyfile(next(iter(sorted(folder.glob("*.xlsx")))), tmp_path / "zurück.xlsx")
    answer(driver, open_files=[[Path(copy)]], info=None)

    press(driver, Key.Key_I, CTRL)

    assert "info" == driver.ask.asked[-1][0]
    assert driver.app.session.bridge.is_clean


def answer(driver, **answers):
    for name, value in answers.items():
        driver.ask.answers[name] = deque(value if isinstance(value, list) else [value])


def test_esc_in_the_choice_of_a_folder_leaves_the_wizard_open(driver, tmp_path):
    made = []

    def wizard(dataset, shown, make, _selected, _contact):
        def hear(*entered):
            made.append(make(*entered))
            return made[-1]

        ask_by_category(dataset, shown, lambda *entered: hear(*entered) or hear(*entered))

    folder = tmp_path / "abfrage"
    answer(driver, request=wizard, folder=[None, folder])
    press(driver, Key.Key_A, CTRL | SHIFT)

    assert [False, True] == [out is not None for out in made]
    assert 7 == len(list(folder.glob("*.xlsx")))
