"""Open, search, edit, check, save, export, merge and undo without a mouse (A11Y-01, -19)."""

from __future__ import annotations

import copy

import pytest
from openpyxl import load_workbook

from klimaeditor.model.changes import FileName
from tests.e2e.test_main_job import MouseSpy
from tests.e2e_driver import CTRL, Key
from tests.gui.safety_cases import built, house, push
from tests.gui.window_cases import WINDMILLS
from ui.review import review_words
from ui.review.dialogs import APPLY

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui


@pytest.fixture
def spy(house):
    made = MouseSpy()
    house.app.qt.installEventFilter(made)
    yield made
    house.app.qt.removeEventFilter(made)


def state(house) -> dict[FileName, list]:
    """Return the records as they are now."""
    tables = house.document.dataset.tables
    return copy.deepcopy({file: list(tables[file].rows.values()) for file in FileName})


def decide_for_theirs(review) -> None:
    push(review, review_words.TAKE)
    push(review, APPLY)


def test_the_whole_work_goes_without_a_mouse(house, spy, tmp_path):
    house.answer(folder=house.folder, save_file=tmp_path / "liste.xlsx")
    house.press(Key.Key_O, CTRL)
    assert house.document is not None

    house.find("Windkraft", WINDMILLS)
    house.tab_to("summary")
    house.type("Neu: ")
    assert "Neu: " in house.value("summary")

    house.press(Key.Key_F8)
    before = len(house.document.findings.all())
    house.press(Key.Key_End)
    house.press(Key.Key_Home)  # a rule; its places come below
    house.press(Key.Key_Right)
    house.press(Key.Key_Down)
    house.press(Key.Key_Return)
    assert house.workspace.form.page.row_of(house.focused()) is not None
    assert before == len(house.document.findings.all())

    house.press(Key.Key_S, CTRL)
    assert house.app.session.bridge.is_clean

    house.press(Key.Key_E, CTRL)
    assert "Maßnahmen" in load_workbook(tmp_path / "liste.xlsx").sheetnames

    house.find("Windkraft", WINDMILLS)
    house.tab_to("summary")
    house.type("Von mir")
    ours = state(house)
    house.colleague(summary="Von Bert")
    house.dialogs.expect(decide_for_theirs)
    house.press(Key.Key_F5)
    assert "Von Bert" == house.value("summary")

    house.press(Key.Key_Z, CTRL)
    assert ours == state(house)
    assert 0 == spy.count
