"""From today's data to a package without errors, as a user would: count what it takes."""

from __future__ import annotations

import shutil
from collections import deque
from pathlib import Path

import pytest

from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from tests.e2e_driver import CTRL, SHIFT, Driver, Key
from ui.publishing.gate_conversation import make_dialog

LEAST_ERRORS = 1


class Counter:
    """Counts what the user does at the gate."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, button) -> None:
        assert button.isEnabled()
        button.click()
        self.clicks += 1


@pytest.fixture(params=["sample_dataset", pytest.param("real_dataset", marks=pytest.mark.real)])
def driver(request, qtbot, tmp_path):
    source = request.getfixturevalue(request.param)
    folder = Path(shutil.copytree(source, tmp_path / "muster", copy_function=shutil.copyfile))
    made = Driver(qtbot, tmp_path)
    made.app.session.open_path(folder)
    yield made
    made.destroy()


def publish(driver, play, target: Path) -> None:
    driver.ask.answers["folder"] = deque([target])
    driver.ask.answers["publish"] = deque([play])
    driver.window.activateWindow()
    driver.qtbot.waitUntil(driver.window.isActiveWindow)
    driver.press(Key.Key_P, CTRL | SHIFT)


def test_from_todays_data_to_a_package(driver, tmp_path):
    counter, target = Counter(), tmp_path / "paket"
    left = []

    def mend(plan, desk):
        """Mend what needs no decision, and be led to the first error that needs one."""
        dialog = make_dialog(plan, desk, None)
        assert not dialog._publish.isEnabled()
        counter.click(dialog._fix_all)
        left.extend(item.finding for item in dialog._items if item.stand.value == "error")
        if left:
            counter.click(dialog._go)
        dialog.deleteLater()
        return dialog.goal

    def settle(plan, desk):
        """Confirm and publish."""
        dialog = make_dialog(plan, desk, None)
        if dialog._confirm.isVisibleTo(dialog):
            dialog._confirm.setChecked(True)
            counter.clicks += 1
        counter.click(dialog._publish)
        dialog.deleteLater()
        return dialog.plan, dialog.confirmed

    publish(driver, mend, target)
    keys = 0
    while left and keys < 400:
        finding = left.pop()
        driver.workspace.go_to(finding.measure, finding.field, finding.place)
        assert driver.workspace.form.rows[finding.field].has_focus()
        driver.press(Key.Key_A, CTRL)
        driver.type("2040")
        keys += 5
        found = driver.document.findings.all()
        left = [f for f in found if f.severity.value == "error"]
    publish(driver, settle, target)

    assert (target / "AENDERUNGEN.md").is_file()
    json = target / "json"
    assert {*FileName} <= {path.name for path in json.iterdir()}
    errors = [f for f in open_document(json).findings.all() if f.severity.value == "error"]
    assert [] == errors
    assert counter.clicks <= 4
    assert keys <= 15
