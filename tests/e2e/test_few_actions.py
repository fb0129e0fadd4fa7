"""From the start page to a clean public page of one measure, by keyboard, in few actions (D)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from klimaeditor.model.findings import Severity
from tests.e2e_driver import CTRL, SHIFT, Driver, Key

CASES = {"sample": ("KlimaWerkstatt", "iniative5"), "real": ("KlimaTrainings", "iniative8")}
MOST = 25


class Clerk:
    """Presses keys and counts them; what is typed into a field does not count."""

    def __init__(self, driver: Driver) -> None:
        self.driver, self.done = driver, []

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier, times: int = 1) -> None:
        for _ in range(times):
            self.driver.press(key, modifier)
            self.driver.app.qt.processEvents()
            self.done.append(f"{modifier.name} {key.name} -> {self.at()}")

    def fix(self) -> None:
        """Take the offer of the field at hand."""
        at = self.at()
        self.press(Key.Key_Period, CTRL)
        self.must_be_at(at)

    def to_next(self, field: str) -> None:
        """Go on to the next field with a finding."""
        self.press(Key.Key_Period, CTRL)
        self.must_be_at(field)

    def type(self, text: str) -> None:
        self.driver.type(text)
        self.driver.app.qt.processEvents()

    def at(self) -> str:
        row = self.driver.workspace.form.page.focused_row()
        return row.field.name if row else type(self.driver.focused()).__name__

    def must_be_at(self, field: str) -> None:
        assert field == self.at(), "\n".join(self.done)


@pytest.fixture(params=["sample", pytest.param("real", marks=pytest.mark.real)])
def case(request, qtbot, tmp_path: Path):
    """The start page after a session with the dataset, what to look for, and the measure."""
    source = "sample_dataset" if request.param == "sample" else "real_dataset"
    folder = Path(
        shutil.copytree(
            request.getfixturevalue(source), tmp_path / "muster", copy_function=shutil.copyfile
        )
    )
    driver = Driver(qtbot, tmp_path)
    driver.app.session.open_path(folder)
    driver.press(Key.Key_W, CTRL)
    assert driver.document is None
    yield driver, *CASES[request.param]
    driver.destroy()


def test_from_the_start_page_to_a_clean_public_page_in_few_actions(case):
    driver, words, measure_id = case
    clerk = Clerk(driver)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_F, CTRL)
    clerk.type(words)
    while driver.document.dataset.find(measure_id) != driver.workspace.measure:
        clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    clerk.must_be_at("action_name")
    clerk.press(Key.Key_Backtab, SHIFT)
    clerk.must_be_at("summary")
    clerk.type("Ziel: Zwölf Kurse im Jahr. Fortschritt: Der erste Kurs läuft.")
    # Its cost is no fault any more: the record that the summary has made says „Keine Angabe“.
    for field in ("renewable_energy", "substituted_energy", "ghg_reduction"):
        clerk.to_next(field)
        clerk.fix()
    clerk.to_next("action_scale")
    clerk.type("Alle Stadtteile")
    clerk.to_next("involved_stakeholders")
    clerk.type("Vereine, Kirchen")
    clerk.to_next("cost_until")
    clerk.type("2030")
    clerk.to_next("implementation_comments")
    clerk.fix()
    clerk.to_next("progress_values")
    clerk.press(Key.Key_Tab)  # Stand hinzufügen
    clerk.press(Key.Key_Space)
    clerk.press(Key.Key_Down)
    clerk.press(Key.Key_Return)
    clerk.press(Key.Key_S, CTRL)

    assert [] == wrong(driver)
    assert driver.app.session.bridge.is_clean
    assert len(clerk.done) <= MOST, "\n".join(clerk.done)


def wrong(driver) -> list[str]:
    """Return what the public page of the measure shows wrongly, and the findings behind it."""
    found = driver.document.findings.of(driver.workspace.measure)
    page = driver.workspace.side.preview.page
    marks = [f"{item.field}: {mark.caption}" for item in page.items() for mark in item.marks]
    return marks + [f.rule for f in found if f.severity is not Severity.HINT]
