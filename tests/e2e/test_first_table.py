"""A city begins with a table: start page, wizard, document, saved and opened again, by keyboard."""

from __future__ import annotations

import json
from collections import deque

import pytest

from klimaeditor.model.changes import FileName
from tests.e2e.test_departments import play
from tests.e2e_driver import ALT, CTRL, SHIFT, Driver, Key
from tests.foreign_cases import table_file
from tests.gui.test_importing import choose
from ui.exchange.new_dataset_wizard import NewDatasetWizard

TABLE = [
    ["Sparte", "Vorhaben", "Gesamtkosten"],
    ["Verkehr", "Busse mit Strom", "ca. 3 Mio. €"],
    ["Verkehr", "Den Radweg am Kanal verbreitern", 500],
    ["Bauen", "Turnhallen dämmen", None],
]


@pytest.fixture
def driver(qtbot, tmp_path):
    made = Driver(qtbot, tmp_path)
    yield made
    made.destroy()


def test_a_table_becomes_a_dataset_that_is_saved_and_opened_again(driver, tmp_path):
    source = table_file(tmp_path / "vorhaben.xlsx", TABLE)
    target = tmp_path / "klima"
    target.mkdir()

    def decide(found, wait):
        wizard = NewDatasetWizard(found, None, driver.window, wait)
        wizard.show()
        wizard.activateWindow()
        driver.qtbot.waitUntil(wizard.isActiveWindow)
        choose(driver.qtbot, wizard.columns.list, 0, "Kategorie")
        choose(driver.qtbot, wizard.columns.list, 1, "Worum geht es?")
        play(
            wizard,
            (Key.Key_W, ALT),
            (Key.Key_W, ALT),
            (Key.Key_L, ALT),
            (Key.Key_A, ALT),
        )
        return wizard.answer

    driver.ask.answers |= {
        "open_file": deque([source]),
        "new_dataset": deque([decide]),
        "folder": deque([target, target]),
    }
    driver.press(Key.Key_O, CTRL | SHIFT)
    assert ["verkehr1", "verkehr2", "bauen1"] == [
        driver.document.view(key).id for key in driver.document.dataset.measure_keys()
    ]

    driver.window.activateWindow()
    driver.qtbot.waitUntil(driver.window.isActiveWindow)
    driver.press(Key.Key_S, CTRL)
    assert target == driver.document.location
    assert {file.value for file in FileName} <= {path.name for path in target.iterdir()}

    driver.press(Key.Key_W, CTRL)
    assert driver.document is None
    driver.press(Key.Key_O, CTRL)
    costs = {
        row["id"]: row["cost"]["value"]
        for row in json.loads((target / FileName.ADDITIONAL).read_bytes())
    }
    assert {"verkehr1": 3_000_000, "verkehr2": 500, "bauen1": None} == costs
    assert 3 == len(driver.document.dataset.measures)
    assert source.is_file()
