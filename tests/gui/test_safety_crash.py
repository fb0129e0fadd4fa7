"""What nobody caught: told, kept, logged – and the log knows nothing of what was typed."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QTimer

from klimaeditor import logs
from klimaeditor.model.changes import FileName
from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press, words
from ui.session.recovering import CRASHED

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui
TYPED = "Geheimnis-der-Frau-Muster"


@pytest.fixture
def begun(house):
    house.begin(house.folder)
    house.edit("summary", TYPED)
    return house


def fail() -> None:
    raise RuntimeError(f"{TYPED} im Text eines Fehlers")


def log() -> str:
    return "".join(p.read_text("utf-8") for p in logs.default_folder().glob(f"{logs.NAME}*"))


@pytest.fixture
def crashed(begun):
    """The window after an exception in its event loop; what it said."""
    said = []
    begun.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    QTimer.singleShot(0, fail)
    begun.qtbot.waitUntil(lambda: said)
    begun.settle()
    begun.said_then = said[0]
    return begun


def test_an_uncaught_exception_is_told_and_the_work_goes_on(crashed):
    assert CRASHED in crashed.said_then
    crashed.activate()
    crashed.press(Key.Key_S, CTRL)

    assert str(crashed.stored("summary")).endswith(TYPED)


def test_the_journal_is_written_before_the_user_is_told(crashed):
    (name,) = crashed.leftovers()
    content = (crashed.environment.journals / name / "journal.jsonl").read_text("ascii")

    assert TYPED in content


def test_the_log_names_type_and_place_and_nothing_that_was_typed(crashed):
    crashed.activate()
    crashed.press(Key.Key_S, CTRL)
    (crashed.folder / FileName.ADDITIONAL).write_text(f'[{{"id": "{TYPED}"', "utf-8")
    crashed.look()

    assert "uncaught exception" in log()
    assert "RuntimeError (" in log()
    assert "test_safety_crash.py" in log()
    assert TYPED not in log()
    assert "Muster" not in log()


def test_an_exception_in_another_thread_is_told_too(begun):
    said = []
    begun.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    begun.qtbot.waitUntil(lambda: said)

    assert CRASHED in said[0]


def test_a_storm_of_exceptions_is_told_once(begun):
    said = []

    def storm() -> None:
        for _ in range(5):
            QTimer.singleShot(0, fail)

    def read(dialog) -> None:
        said.append(words(dialog))
        begun.settle()
        press(dialog, Key.Key_Return)

    begun.dialogs.expect(read)
    storm()
    begun.qtbot.waitUntil(lambda: said)
    begun.settle(10)

    assert 1 == len(said)
    assert 5 == log().count("uncaught exception")


def test_an_exception_while_nothing_is_open_is_told(house):
    said = []
    house.begin()
    house.dialogs.expect(lambda d: (said.append(words(d)), press(d, Key.Key_Return)))
    QTimer.singleShot(0, fail)
    house.qtbot.waitUntil(lambda: said)

    assert CRASHED in said[0]
