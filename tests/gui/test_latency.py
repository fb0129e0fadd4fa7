"""A slow share: the window goes on living whatever it does, and typing is not lost.

The share of these tests is as slow as can be: its calls are held until the window has answered. How
long that takes is measured by ``benchmarks/bench_limits.py``.
"""

from __future__ import annotations

import io
import os
import threading
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QProgressDialog,
    QPushButton,
    QVBoxLayout,
)

from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press
from tests.waiting import PATIENCE_S, Gate, wait_until
from ui.session import background
from ui.session.background import OPENING, CancelledError, run
from ui.session.recovering import RESTORING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


__all__ = ["built", "house"]
pytestmark = pytest.mark.gui
HOLDS = 6
"""So many calls are held, one after the other."""
NEVER_MS = 1_000_000_000
CALLS = ("open", "stat", "lstat", "listdir", "scandir", "mkdir", "replace", "rename", "unlink")
HANDLES = ("read", "write", "fsync", "ftruncate")


class Window(QObject):
    """Answers other threads from the event loop of the window."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def _answer(self, answered: threading.Event) -> None:
        answered.set()

    def answers(self) -> bool:
        """Ask from another thread; False where the window does not answer."""
        answered = threading.Event()
        self.asked.emit(answered)
        return answered.wait(PATIENCE_S)


class SlowDisk:
    """Calls of the operating system that concern some folders come back when they may.

    That is when the window has answered meanwhile, or when *gate* is open where there is one.
    *in_window* are calls that were made in the thread of the window, *unanswered* those during
    which it did not answer: there must not be any of either.
    """

    def __init__(self, monkeypatch, *folders: Path) -> None:
        self.folders = [str(folder) for folder in folders]
        self.held, self.handles = 0, set()
        self.in_window: list[str] = []
        self.unanswered: list[str] = []
        self.on = False
        self.gate: Gate | None = None
        self._window = Window()
        for name in CALLS:
            monkeypatch.setattr(os, name, self._slowed(name, getattr(os, name)))
        for name in HANDLES:
            monkeypatch.setattr(os, name, self._slowed_handle(name, getattr(os, name)))
        monkeypatch.setattr(io, "open", self._slowed("open", io.open))
        monkeypatch.setattr(os, "close", self._closing(os.close))

    def _slowed(self, name, real):
        def call(path=".", *arguments, **options):
            concerned = not isinstance(path, int) and self._concerns(path)
            if concerned:
                self._hold(name)
            found = real(path, *arguments, **options)
            if concerned and isinstance(found, int):
                self.handles.add(found)
            return found

        return call

    def _slowed_handle(self, name, real):
        def call(handle, *arguments):
            if handle in self.handles:
                self._hold(name)
            return real(handle, *arguments)

        return call

    def _closing(self, real):
        def call(handle):
            self.handles.discard(handle)  # the number is free for other files
            real(handle)

        return call

    def _concerns(self, path) -> bool:
        return self.on and any(str(path).startswith(folder) for folder in self.folders)

    def _hold(self, name: str) -> None:
        if not self.on:
            return
        if threading.current_thread() is threading.main_thread():
            self.in_window.append(name)
        elif self.gate is not None:
            self.held += 1
            self.gate.pass_through()
        elif self.held < HOLDS:
            self.held += 1
            if not self._window.answers():
                self.unanswered.append(name)

    @property
    def faults(self) -> list[str]:
        """What the window did itself, or waited for."""
        return self.in_window + self.unanswered


@pytest.fixture
def slow(house, monkeypatch):
    """The share, slow as soon as it is switched on."""
    return SlowDisk(monkeypatch, house.folder, house.home / "Anderswo")


@pytest.fixture
def at_once(monkeypatch):
    """Say at once what takes so long."""
    monkeypatch.setattr(background, "SHOW_AFTER_MS", 0)


@pytest.fixture
def never(monkeypatch):
    """Never say what takes so long."""
    monkeypatch.setattr(background, "SHOW_AFTER_MS", NEVER_MS)


def answers(house, slow, action) -> None:
    """Carry *action* out on a slow share, and look whether the window answered all the time."""
    slow.on = True
    action()
    house.quiet()
    slow.on = False

    assert HOLDS == slow.held
    assert [] == slow.faults


def meanwhile(*steps: tuple[Callable[[], object], Callable[[], object]]) -> QTimer:
    """Carry steps out from the event loop, one after the other: as soon as this, do that.

    The steps are over with the timer that is returned.
    """
    left, timer = list(steps), QTimer(interval=1)

    def look() -> None:
        if left and left[0][0]():
            left.pop(0)[1]()

    timer.timeout.connect(look)
    timer.start()
    return timer


def busy_dialog() -> QProgressDialog | None:
    """Return the dialog that says what takes so long, once it has the keyboard."""
    dialog = QApplication.activeModalWidget()
    ready = isinstance(dialog, QProgressDialog) and dialog.isActiveWindow()
    return dialog if ready else None


def test_saving(house, slow):
    assert house.open()

    def save() -> None:
        house.bridge.edit(house.key("energieerzeugung1"), "summary", "Neu")
        house.trigger("save")

    answers(house, slow, save)
    assert "Neu" == house.stored("summary")


def test_looking_for_others(house, slow):
    assert house.open()
    house.colleague(outcome="Von Bert")

    answers(house, slow, house.look)
    assert "Von Bert" == house.value("outcome")


def test_merging_on_request(house, slow):
    assert house.open()
    house.colleague(outcome="Von Bert")

    answers(house, slow, lambda: house.trigger("reconcile"))


def test_giving_signs_of_life(house, slow):
    assert house.open()

    answers(house, slow, house.app.session.keeper._refresh)


def test_writing_the_recovery_journal(house, slow):
    assert house.open()
    slow.folders = [str(house.environment.journals)]

    def type_on() -> None:
        house.bridge.edit(house.key("energieerzeugung1"), "summary", "Neu")

    answers(house, slow, type_on)


def test_the_journal_is_written_even_while_the_window_is_stuck(house):
    assert house.open()
    house.bridge.edit(house.key("energieerzeugung1"), "summary", "Kurz davor")

    def written() -> bool:
        texts_of = [
            path.read_bytes() for path in house.environment.journals.glob("*/journal.jsonl")
        ]
        return len(texts_of) == 1 and b"Kurz davor" in texts_of[0]

    wait_until(written)  # nothing is processed


def open_again(house) -> None:
    assert house.app.session.open_path(house.folder)


def test_opening_and_closing(house, slow):
    assert house.open()

    answers(house, slow, lambda: open_again(house))


def test_reading_anew(house, slow):
    assert house.open()
    slow.on = True
    house.trigger("revert")
    slow.on = False

    assert [] == slow.faults


def test_closing(house, slow):
    assert house.open()
    slow.on = True
    assert house.app.session.close()
    slow.on = False

    assert slow.held
    assert [] == slow.faults


def test_saving_elsewhere(house, slow):
    assert house.open()
    target = house.home / "Anderswo"
    target.mkdir()
    house.answer(folder=target)
    slow.on = True
    house.trigger("save_as")
    slow.on = False

    assert [] == slow.faults
    assert target == house.document.location


def test_recovering_at_the_start(house, slow):
    assert house.open()
    house.edit("summary", " Neu.")
    house.crash()
    house.dialogs.expect(lambda dialog: press(dialog, Key.Key_Return))
    slow.on = True
    house.begin()
    slow.on = False

    assert [] == slow.faults
    assert str(house.value("summary")).endswith(" Neu.")


def test_typing_goes_on_while_the_share_is_slow(house, slow):
    assert house.open()
    house.colleague(outcome="Von Bert")
    slow.on, slow.gate = True, Gate()
    house.edit("summary", " eins")
    house.app.session.keeper._refresh()
    house.app.session.look()
    wait_until(lambda: slow.gate.reached)
    for letter in " zwei drei":
        house.type(letter)
    assert house.app.session.keeper._looking.busy
    slow.gate.open()
    house.quiet()
    slow.on = False

    assert [] == slow.faults
    assert str(house.value("summary")).endswith(" eins zwei drei")
    assert "Von Bert" == house.value("outcome")


# --- the dialog that says what takes so long --------------------------------------------------


def save_slowly(house, slow, when: Callable[[], object], action: Callable[[], object]) -> None:
    """Press Ctrl+S; the files are held until *when*, and *action* has been done then."""
    slow.on, slow.gate = True, Gate()
    timer = meanwhile((lambda: slow.gate.reached and when(), action), (when, slow.gate.open))
    house.press(Key.Key_S, CTRL)
    timer.stop()
    slow.on = False
    house.settle(10)
    assert [] == slow.faults


def type_into_what_has_the_keyboard(text: str) -> None:
    """Type as the system does: to the window that has the keyboard at this moment."""
    for letter in text:
        QTest.keyClick(QApplication.focusWindow(), letter)


@pytest.mark.usefixtures("never")
def test_what_is_typed_while_a_save_is_under_way_arrives_afterwards(house, slow):
    assert house.open()
    house.edit("summary", " eins")

    save_slowly(house, slow, lambda: True, lambda: type_into_what_has_the_keyboard(" zwei"))

    assert str(house.value("summary")).endswith(" eins zwei")
    assert str(house.stored("summary")).endswith(" eins")
    assert house.window.isWindowModified()


@pytest.mark.usefixtures("at_once")
def test_what_is_typed_while_the_dialog_is_shown_arrives_afterwards(house, slow):
    assert house.open()
    house.edit("summary", " eins")

    save_slowly(house, slow, busy_dialog, lambda: type_into_what_has_the_keyboard(" zwei"))

    assert str(house.value("summary")).endswith(" eins zwei")
    assert str(house.stored("summary")).endswith(" eins")


@pytest.mark.usefixtures("at_once")
def test_after_the_dialog_the_keyboard_is_back_in_the_field(house, slow):
    assert house.open()
    house.edit("summary", " eins")
    field = QApplication.focusWidget()

    save_slowly(house, slow, busy_dialog, lambda: None)

    assert house.row("summary").editor.focus_widget() is field is QApplication.focusWidget()
    house.type(" zwei")
    assert str(house.value("summary")).endswith(" eins zwei")
    assert str(house.stored("summary")).endswith(" eins")


@pytest.mark.usefixtures("at_once")
def test_after_giving_up_the_keyboard_is_back_in_the_field(house):
    assert house.open()
    house.edit("summary", " eins")
    gate = Gate()
    timer = meanwhile((busy_dialog, lambda: busy_dialog().findChild(QPushButton).click()))

    with pytest.raises(CancelledError):
        run(gate.pass_through, OPENING, may_cancel=True)
    gate.open()
    timer.stop()
    house.settle(10)

    assert house.row("summary").editor.focus_widget() is QApplication.focusWidget()


def beside(house) -> QDialog:
    """Return a dialog with a line that has the keyboard, over the window."""
    dialog = QDialog(house.window)
    QVBoxLayout(dialog).addWidget(line := QLineEdit())
    dialog.show()
    dialog.activateWindow()
    line.setFocus()
    house.qtbot.waitUntil(line.hasFocus)
    return dialog


@pytest.mark.usefixtures("at_once")
def test_the_keyboard_goes_back_to_the_dialog_that_had_it(house):
    assert house.open()
    dialog, gate = beside(house), Gate()
    timer = meanwhile((busy_dialog, gate.open))

    run(gate.pass_through, RESTORING)
    timer.stop()
    house.settle(10)

    assert dialog.findChild(QLineEdit) is QApplication.focusWidget()
    dialog.deleteLater()


@pytest.mark.usefixtures("at_once")
def test_a_dialog_may_go_while_something_is_done_for_it(house):
    """The busy dialog went with it once, and whoever had asked got a RuntimeError."""
    assert house.open()
    house.edit("summary", " eins")
    dialog, gate = beside(house), Gate()
    timer = meanwhile((busy_dialog, lambda: (shiboken6.delete(dialog), gate.open())))

    assert "getan" == run(lambda: gate.pass_through() or "getan", RESTORING)
    timer.stop()
    house.settle(10)

    assert house.row("summary").editor.focus_widget() is QApplication.focusWidget()


@pytest.mark.usefixtures("never")
def test_keys_and_clicks_do_nothing_else_while_work_is_under_way(house):
    assert house.open()
    count = house.stack.count()
    house.leave()
    gate = Gate()

    def meddle() -> None:
        for key in (Key.Key_N, Key.Key_D, Key.Key_S, Key.Key_W, Key.Key_Z):
            QTest.keyClick(house.window.windowHandle(), key, CTRL)
        QTest.mouseClick(house.window.windowHandle(), Qt.MouseButton.LeftButton)
        gate.open()

    timer = meanwhile((lambda: gate.reached, meddle))
    run(gate.pass_through, background.SAVING)
    timer.stop()
    house.settle(10)

    assert count == house.stack.count()
    assert house.document is not None


def test_a_dialog_says_what_takes_longer_than_a_third_of_a_second(house, monkeypatch):
    assert house.open()
    assert 300 == background.SHOW_AFTER_MS
    seen = []
    for delay in (NEVER_MS, 0):
        monkeypatch.setattr(background, "SHOW_AFTER_MS", delay)
        gate = Gate()

        def look(gate: Gate = gate) -> None:
            dialog = busy_dialog()
            seen.append(dialog and dialog.labelText())
            gate.open()

        timer = meanwhile((lambda: gate.reached and (busy_dialog() or delay), look))  # noqa: B023
        run(gate.pass_through, background.SAVING)
        timer.stop()

    assert [None, background.SAVING] == seen
    assert QApplication.activeModalWidget() is None
