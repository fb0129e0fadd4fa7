"""A return is decided by keyboard only, interrupted, continued after a restart, stored as one step.

Behaviours 28 to 30 of the mock-ups.
"""

from __future__ import annotations

import json
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel

from klimaeditor.exchange import keptreviews, waitingreturns
from klimaeditor.files import store
from klimaeditor.model.changes import FileName
from klimaeditor.site.muenster import muenster
from tests.e2e_driver import ALT, CTRL, Driver, Key
from tests.request_tools import requested
from tests.workbook_tools import headers
from ui.settings import Settings

if TYPE_CHECKING:
    from ui.exchange.returns_page import ReturnsPage

FIELDS = ("summary", "cost_value", "cost_until", "responsible_bodies", "state_text")
WINDMILLS, HOUSES = "energieerzeugung1", "bauen1"
COMMENT, STRUCK = "Zahl stimmt, Ratsbeschluss liegt vor.", "entfällt"


def measures(folder):
    return {row["id"]: row for row in json.loads((folder / FileName.ADDITIONAL).read_text("utf-8"))}


@pytest.fixture
def path(tmp_path, sample_dataset):
    """Return a return in which most of what happens to workbooks has happened."""
    dataset = store.load(sample_dataset, site=muenster()).dataset
    folder = tmp_path / "post"
    folder.mkdir()
    path = requested(dataset, folder, FIELDS)
    book = load_workbook(path, rich_text=True)
    sheet = book["Maßnahmen"]
    columns = {name: place + 1 for place, name in enumerate(headers(sheet))}
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}

    def cell(measure, header):
        return sheet.cell(rows[measure], columns[header])

    cell(WINDMILLS, "Kosten (Euro)").value = "ca. 3 Mio. €"
    cell(WINDMILLS, "Kosten (Euro)").comment = Comment(COMMENT, "Amt 67")
    cell(WINDMILLS, "Zusammenfassung").value = CellRichText(
        "Zwanzig Windräder ", TextBlock(InlineFont(strike=True), STRUCK), "bis 2035."
    )
    cell(HOUSES, "Zusammenfassung").value = None  # blank: not answered
    years = [(row, sheet.cell(row, columns["Umsetzung bis (Jahr)"]).value) for row in rows.values()]
    for (row, _), (_, year) in pairwise(years):  # shifted by one row
        sheet.cell(row, columns["Umsetzung bis (Jahr)"]).value = year
    book.save(path)
    return path


def started(qtbot, tmp_path, dataset, **answers):
    driver = Driver(qtbot, tmp_path, **answers)
    assert driver.app.session.open_path(dataset)
    driver.app.qt.processEvents()
    return driver


def recent(folder):
    """Return what the start page tells of the datasets."""
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    return Settings(store).recent()


def page(driver) -> ReturnsPage:
    found = driver.window.pages.page("returns")
    assert found.isVisible()
    return found


def store_decisions(driver):
    """Press „n übernehmen“ and wait until its button, pressed by its key, is let go."""
    driver.press(Key.Key_Udiaeresis, ALT)
    driver.qtbot.waitUntil(lambda: 1 == driver.app.session.bridge.stack.count())
    driver.app.qt.processEvents()


def type_result(driver, text):
    """Go into the result of the value at hand and type another."""
    driver.press(Key.Key_F2)
    driver.press(Key.Key_A, CTRL)
    driver.type(text)


def keep_the_rest(driver):
    """Decide for what is there wherever something is open; returns the fields asked about."""
    asked = set()
    while page(driver).review.open_items():
        asked.add(here(driver)[1])
        driver.press(Key.Key_2, ALT)
    return asked


def here(driver):
    """Return the value at hand: measure and field."""
    found = page(driver).current.item.proposal
    return found.measure_id, found.place.field


def test_30_decided_interrupted_continued_and_stored_as_one_step(
    qtbot, tmp_path, sample_dataset, path, own_user_folders
):
    before = measures(sample_dataset)
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]])
    driver.press(Key.Key_I, CTRL)
    opened = len(page(driver).review.open_items())
    assert opened > 3

    assert (WINDMILLS, "summary") == here(driver)
    driver.press(Key.Key_1, ALT)  # what was struck is left out
    assert (WINDMILLS, "cost_value") == here(driver)
    type_result(driver, "2,9 Mio")
    driver.destroy()  # half-made

    driver = started(qtbot, tmp_path, sample_dataset)
    action = driver.window.actions_by_id["returns"]
    assert "Rückläufe (1)" == action.text().replace("&", "")
    assert "Rückläufe · 1" == driver.window.bar.tools["returns"].accessibleName()
    assert [1] == [entry.standing.waiting for entry in recent(tmp_path)]  # 24
    driver.workspace.go_to(driver.document.dataset.find(WINDMILLS), "cost_value")  # 9
    panel = driver.workspace.side.panel
    qtbot.waitUntil(lambda: COMMENT in [own.text() for own in panel.findChildren(QLabel)])
    action.trigger()
    driver.app.qt.processEvents()
    review = page(driver).review
    assert opened - 1 == len(review.open_items())
    assert (WINDMILLS, "cost_value") == here(driver)
    item = page(driver).current.item
    assert [COMMENT in own.message for own in item.comments] == [True]
    assert "2,9 Mio" == review.result(item)
    type_result(driver, "2.900.000")
    driver.press(Key.Key_Return, CTRL)  # takes it
    assert {"cost_until", "summary"} == keep_the_rest(driver)  # shifted column, blank cell
    assert driver.app.session.bridge.is_clean
    store_decisions(driver)
    assert "measures" == driver.window.pages.current
    assert "summary" == driver.workspace.form.page.focused_row().field.name  # the first one taken
    assert "Rückläufe" == action.text().replace("&", "")
    driver.press(Key.Key_S, CTRL)
    after = measures(sample_dataset)
    assert [WINDMILLS] == [key for key in before if before[key] != after[key]]
    assert 2_900_000 == after[WINDMILLS]["cost"]["value"]
    assert "Zwanzig Windräder bis 2035." == after[WINDMILLS]["summary"]
    driver.destroy()


def test_30_an_undone_step_brings_the_decisions_back(
    qtbot, tmp_path, sample_dataset, path, own_user_folders
):
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]])
    driver.press(Key.Key_I, CTRL)
    driver.press(Key.Key_1, ALT)
    store_decisions(driver)
    left = len(page(driver).review.items)
    driver.press(Key.Key_Escape)
    driver.press(Key.Key_Z, CTRL)
    driver.window.actions_by_id["returns"].trigger()

    assert left + 1 == len(page(driver).review.items)
    assert 0 == driver.app.session.bridge.stack.index()
    driver.destroy()


def test_30_the_decision_at_hand_is_taken_back_before_any_step(
    qtbot, tmp_path, sample_dataset, path, own_user_folders
):
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]])
    driver.press(Key.Key_I, CTRL)
    driver.press(Key.Key_1, ALT)
    opened = len(page(driver).review.open_items())
    driver.press(Key.Key_Z, CTRL)

    assert opened + 1 == len(page(driver).review.open_items())
    assert (WINDMILLS, "summary") == here(driver)
    driver.press(Key.Key_Escape)
    assert "measures" == driver.window.pages.current
    driver.ask.answers["open_files"] = deque()
    driver.destroy()


@pytest.mark.usefixtures("own_user_folders")
def test_30_later_keeps_everything_and_leads_back(qtbot, tmp_path, sample_dataset, path):
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]])
    driver.press(Key.Key_I, CTRL)
    driver.press(Key.Key_2, ALT)
    driver.press(Key.Key_S, ALT)
    driver.qtbot.waitUntil(lambda: "measures" == driver.window.pages.current)

    shelf = waitingreturns.shelf(sample_dataset, driver.document.dataset)
    assert 1 == waitingreturns.waiting(shelf)
    assert driver.app.session.bridge.is_clean
    driver.destroy()


@pytest.mark.usefixtures("own_user_folders")
def test_30_what_is_changed_in_the_form_meanwhile_is_asked_anew(
    qtbot, tmp_path, sample_dataset, path
):
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]])
    driver.press(Key.Key_I, CTRL)
    driver.press(Key.Key_1, ALT)
    opened = len(page(driver).review.open_items())
    driver.press(Key.Key_Escape)
    driver.app.session.bridge.edit(driver.document.dataset.find(WINDMILLS), "summary", "Anders.")
    driver.window.actions_by_id["returns"].trigger()

    review = page(driver).review
    assert opened + 1 == len(review.open_items())
    assert review.is_stale(review.items[0])
    driver.destroy()


@pytest.mark.usefixtures("own_user_folders")
def test_30_decisions_nobody_can_read_are_said_and_stay(qtbot, tmp_path, sample_dataset, path):
    shelf = waitingreturns.shelf(
        sample_dataset, store.load(sample_dataset, site=muenster()).dataset
    )
    shelf.mkdir(parents=True)
    (shelf / waitingreturns.NAME).write_text("{", "utf-8")
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]], error=None)
    driver.press(Key.Key_I, CTRL)

    said = [arguments[0] for name, arguments in driver.ask.asked if name == "error"]
    assert 1 == len(said)
    assert "nicht lesbar" in said[0]
    assert page(driver).review.items
    driver.close()
    aside = shelf / keptreviews.ASIDE.format(number=1)
    assert "{" == aside.read_text("utf-8")
    assert 1 == waitingreturns.waiting(shelf)
    driver.destroy()


@pytest.mark.usefixtures("own_user_folders")
def test_a_file_can_be_taken_from_the_list(qtbot, tmp_path, sample_dataset, path):
    driver = started(qtbot, tmp_path, sample_dataset, open_files=[[path]], confirm_drop=True)
    driver.press(Key.Key_I, CTRL)
    page(driver).drop_wanted.emit(0)

    assert () == page(driver).review.files
    shelf = waitingreturns.shelf(sample_dataset, driver.document.dataset)
    assert 0 == waitingreturns.waiting(shelf)
    assert "Rückläufe" == driver.window.actions_by_id["returns"].text().replace("&", "")
    driver.destroy()
