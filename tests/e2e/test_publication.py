"""From today's data to a written package, by keyboard alone, on one page in three steps."""

from __future__ import annotations

import shutil
from collections import deque
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from klimaeditor.model.findings import Severity
from tests.e2e_driver import CTRL, SHIFT, Driver, Key


@pytest.fixture(params=["sample_dataset", pytest.param("real_dataset", marks=pytest.mark.real)])
def driver(request, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("klimaeditor.paths.user_config", lambda: tmp_path / "einstellungen")
    source = request.getfixturevalue(request.param)
    folder = Path(shutil.copytree(source, tmp_path / "muster", copy_function=shutil.copyfile))
    made = Driver(qtbot, tmp_path)
    made.app.session.open_path(folder)
    yield made
    made.destroy()


class Clerk:
    """Presses keys and counts them; finds a button as one does without a mouse, by Tab."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.keys = driver, 0

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.driver.press(key, modifier)
        self.driver.app.qt.processEvents()
        self.keys += 1

    def publish(self) -> None:
        self.press(Key.Key_P, CTRL | SHIFT)
        self.driver.app.qt.processEvents()

    def at(self) -> str:
        focused = self.driver.focused()
        return focused.text().replace("&", "") if isinstance(focused, QAbstractButton) else ""

    def tab_to(self, beginning: str, most: int = 200) -> None:
        for _ in range(most):
            if self.at().startswith(beginning):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches „{beginning}“")


def errors(document) -> list:
    return [f for f in document.findings.all() if f.severity is Severity.ERROR]


def test_from_todays_data_to_a_package(driver, tmp_path):
    target = tmp_path / "paket"
    clerk = Clerk(driver)
    clerk.publish()
    page = driver.window.pages.page("publish")
    assert "Ansehen" == clerk.at()

    while errors(driver.document):
        fixable = [f for f in errors(driver.document) if f.fix and f.fix.automatic]
        if fixable:
            clerk.press(Key.Key_Tab)
            assert clerk.at().endswith("Keine Angabe setzen")
            clerk.press(Key.Key_Return)
            assert "Ansehen" == clerk.at()
            continue
        clerk.press(Key.Key_Return)  # „Ansehen“
        finding = page.gate.place.finding
        assert finding.severity is Severity.ERROR
        clerk.tab_to("Zum Feld")
        clerk.press(Key.Key_Return)
        assert driver.workspace.form.rows[finding.field].has_focus()
        driver.press(Key.Key_A, CTRL)
        driver.type("2040")
        clerk.publish()
        assert "Zum Feld" == clerk.at()

    clerk.tab_to("Weiter")
    clerk.press(Key.Key_Return)
    assert "Ordner wählen…" == clerk.at()
    driver.ask.answers["folder"] = deque([target])
    clerk.press(Key.Key_Return)
    clerk.tab_to("Ich habe das geprüft")
    clerk.press(Key.Key_Space)
    clerk.tab_to("Paket erstellen")
    clerk.press(Key.Key_Return)
    driver.qtbot.waitUntil(lambda: page.step == 2)

    assert "Ordner öffnen" == clerk.at()
    assert (target / "AENDERUNGEN.md").is_file()
    assert {*FileName} <= {path.name for path in (target / "json").iterdir()}
    assert [] == errors(open_document(target / "json"))
    assert ["folder"] == [name for name, _ in driver.ask.asked]
    assert clerk.keys <= 60
