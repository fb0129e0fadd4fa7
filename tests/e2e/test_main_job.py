"""The main job in the real window, by keyboard only: find, fill in, save, reopen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject

from klimaeditor.clock import local_today
from klimaeditor.document import open_document
from klimaeditor.model.changes import FileName
from tests.e2e_driver import CTRL, Driver, Key

CASES = {"sample": ("KlimaWerkstatt", "iniative5"), "real": ("KlimaTrainings", "iniative8")}
EACH_CASE = [pytest.param("sample"), pytest.param("real", marks=pytest.mark.real)]
MENDED = {"summary", "cost_value", "action_scale", "cost_until", "progress_values"}
SUMMARY = "Ziel: Zwölf Kurse im Jahr. Fortschritt: Der erste Kurs läuft."


class MouseSpy(QObject):
    """Counts mouse presses that reach the program (A11Y-01)."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.MouseButtonPress
        return False


@pytest.fixture(params=EACH_CASE)
def case(request, tmp_path: Path):
    name = request.param
    source = "sample_dataset" if name == "sample" else "real_dataset"
    folder = Path(
        shutil.copytree(
            request.getfixturevalue(source), tmp_path / "muster", copy_function=shutil.copyfile
        )
    )
    return folder, *CASES[name]


def records(folder: Path) -> dict[FileName, dict[str, dict]]:
    return {
        file: {row["id"]: row for row in json.loads((folder / file).read_bytes())}
        for file in FileName
    }


def fill_in(driver: Driver) -> None:
    driver.tab_to("summary")
    driver.type(SUMMARY)
    driver.tab_to("cost_value")
    driver.type("12.500,50")
    driver.tab_to("action_scale")
    driver.type("Alle Stadtteile, Haushalte")
    driver.tab_to("cost_until")
    driver.type("2030")
    driver.tab_to("progress_values")
    button = driver.workspace.form.rows["progress_values"].editor.button("Stand hinzufügen")
    while driver.focused() is not button:
        driver.press(Key.Key_Tab)
    driver.press(Key.Key_Space)
    driver.press(Key.Key_Down)
    driver.press(Key.Key_Return)


def findings(folder: Path, measure_id: str) -> set[tuple[str | None, str]]:
    document = open_document(folder)
    return {(f.field, f.rule) for f in document.findings.of(document.dataset.find(measure_id))}


def test_the_main_job_by_keyboard_changes_exactly_the_values_filled_in(qtbot, case):
    folder, words, measure_id = case
    begun = local_today()
    before, reported = records(folder), findings(folder, measure_id)
    driver = Driver(qtbot, folder.parent)
    spy = MouseSpy()
    driver.app.qt.installEventFilter(spy)
    driver.app.session.open_path(folder)

    driver.find(words, measure_id)
    measure = driver.document.dataset.find(measure_id)
    assert measure == driver.workspace.measure
    fill_in(driver)
    driver.press(Key.Key_S, CTRL)

    assert driver.app.session.bridge.is_clean
    driver.app.qt.removeEventFilter(spy)
    driver.close()
    after = records(folder)
    expected = json.loads(json.dumps(before))
    expected[FileName.ADDITIONAL][measure_id] = {
        "id": measure_id,
        "short_title": "",
        "summary": SUMMARY,
        "cost": {"until_in_years": 2030, "value": 12500.5, "quantity": None},
    }
    expected[FileName.MEASURES][measure_id]["Implementation"][
        "Action scale & addressed entities"
    ] = "Alle Stadtteile, Haushalte"
    values = after[FileName.PROGRESS][measure_id]["values"]
    expected[FileName.PROGRESS][measure_id] = {
        "id": measure_id,
        "type": "binary",
        "values": values,
    }
    assert expected == after
    (entry,) = values
    assert "in_progress" == entry["value"]
    assert entry["date"] in {day.isoformat() for day in (begun, local_today())}
    assert 0 == spy.count
    assert {field for field, _ in reported} >= MENDED
    left = reported & findings(folder, measure_id)
    assert not {found for found in left if found[0] in MENDED}
