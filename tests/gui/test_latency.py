"""A slow share: the window answers within 200 ms whatever it does, and typing is not lost."""

from __future__ import annotations

import io
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog

from tests.e2e_driver import CTRL
from tests.gui.safety_cases import Key, built, house, press
from ui.safety import texts
from ui.safety.background import run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["built", "house"]
pytestmark = pytest.mark.gui
LARGEST = 0.2
NAP, NAPS = 0.25, 6  # each call longer than what anybody may notice; 1.5 s in all
CALLS = ("open", "stat", "lstat", "listdir", "scandir", "mkdir", "replace", "rename", "unlink")
HANDLES = ("read", "write", "fsync", "ftruncate")


class SlowDisk:
    """Calls of the operating system that concern some folders take their time.

    *in_window* are those that were made in the thread of the window: there must not be any.
    """

    def __init__(self, monkeypatch, *folders: Path) -> None:
        self.folders = [str(folder) for folder in folders]
        self.naps, self.in_window, self.handles = 0, [], set()
        self.on = False
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
                self._nap(name)
            found = real(path, *arguments, **options)
            if concerned and isinstance(found, int):
                self.handles.add(found)
            return found

        return call

    def _slowed_handle(self, name, real):
        def call(handle, *arguments):
            if handle in self.handles:
                self._nap(name)
            return real(handle, *arguments)

        return call

    def _closing(self, real):
        def call(handle):
            self.handles.discard(handle)  # the number is free for other files
            real(handle)

        return call

    def _concerns(self, path) -> bool:
        return self.on and any(str(path).startswith(folder) for folder in self.folders)

    def _nap(self, name: str) -> None:
        if not self.on:
            return
        if threading.current_thread() is threading.main_thread():
            self.in_window.append(name)
        if self.naps < NAPS:
            self.naps += 1
            time.sleep(NAP)


class Probe(QObject):
    """Measures the longest time for which the window did not answer."""

    def __init__(self) -> None:
        super().__init__()
        self.largest, self._last = 0.0, time.monotonic()
        self._timer = QTimer(self, interval=5)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        self.largest, self._last = max(self.largest, now - self._last), now

    def stop(self) -> float:
        self._tick()
        self._timer.stop()
        return self.largest


@pytest.fixture
def slow(house, monkeypatch):
    """The share, slow as soon as it is switched on."""
    return SlowDisk(monkeypatch, house.folder, house.home / "Anderswo")


def answers(house, slow, action) -> None:
    """Carry *action* out on a slow share, and look how long the window did not answer.

    A machine that is busy with something else may stop us for a while, but not three times.
    """
    gaps = []
    for _ in range(3):
        slow.on, slow.naps = True, 0
        probe = Probe()
        action()
        house.quiet()
        gaps.append(probe.stop())
        slow.on = False
        assert [] == slow.in_window
        if gaps[-1] <= LARGEST:
            break
    assert NAPS == slow.naps
    assert min(gaps) <= LARGEST, gaps


def test_saving(house, slow):
    assert house.open()
    count = iter(range(9))

    def save() -> None:
        house.bridge.edit(house.key("energieerzeugung1"), "summary", f"Neu {next(count)}")
        house.trigger("save")

    answers(house, slow, save)
    assert house.stored("summary").startswith("Neu")


def test_looking_for_others(house, slow):
    assert house.open()
    count = iter(range(9))

    def look() -> None:
        slow.on = False
        house.colleague(outcome=f"Von Bert {next(count)}")
        slow.on = True
        house.look()

    answers(house, slow, look)
    assert house.value("outcome").startswith("Von Bert")


def test_merging_on_request(house, slow):
    assert house.open()
    count = iter(range(9))

    def reconcile() -> None:
        slow.on = False
        house.colleague(outcome=f"Von Bert {next(count)}")
        slow.on = True
        house.trigger("reconcile")

    answers(house, slow, reconcile)


def test_giving_signs_of_life(house, slow):
    assert house.open()

    answers(house, slow, house.app.session.keeper._refresh)


def test_writing_the_recovery_journal(house, slow):
    assert house.open()
    slow.folders = [str(house.here.journals)]
    count = iter(range(9))

    def type_on() -> None:
        house.bridge.edit(house.key("energieerzeugung1"), "summary", f"Neu {next(count)}")

    answers(house, slow, type_on)


def test_the_journal_is_written_even_while_the_window_is_stuck(house):
    assert house.open()
    house.bridge.edit(house.key("energieerzeugung1"), "summary", "Kurz davor")
    time.sleep(0.9)  # nothing is processed

    (name,) = house.leftovers()
    assert b"Kurz davor" in (house.here.journals / name / "journal.jsonl").read_bytes()


def open_again(house) -> None:
    assert house.app.session.open_path(house.folder)


def test_opening_and_closing(house, slow):
    """Building the panes of a new document is work of its own, so only the calls are judged."""
    assert house.open()
    slow.on = True
    open_again(house)
    slow.on = False

    assert [] == slow.in_window
    assert NAPS == slow.naps


def test_reading_anew(house, slow):
    assert house.open()
    slow.on = True
    house.trigger("revert")
    slow.on = False

    assert [] == slow.in_window


def test_closing(house, slow):
    def close() -> None:
        slow.on = False
        house.open()
        slow.on = True
        probe = Probe()
        assert house.app.session.close()
        gaps.append(probe.stop())

    gaps = []
    for _ in range(3):
        slow.naps = 0
        close()
    assert [] == slow.in_window
    assert min(gaps) <= LARGEST, gaps


def test_saving_elsewhere(house, slow):
    assert house.open()
    target = house.home / "Anderswo"
    target.mkdir()
    house.answer(folder=target)
    slow.on = True
    house.trigger("save_as")
    slow.on = False

    assert [] == slow.in_window
    assert target == house.document.location


def test_recovering_at_the_start(house, slow):
    assert house.open()
    house.edit("summary", " Neu.")
    house.crash()
    house.dialogs.expect(lambda dialog: press(dialog, Key.Key_Return))
    slow.on = True
    house.begin()
    slow.on = False

    assert [] == slow.in_window
    assert str(house.value("summary")).endswith(" Neu.")


def test_typing_goes_on_while_the_share_is_slow(house, slow):
    assert house.open()
    house.colleague(outcome="Von Bert")
    slow.on = True
    house.edit("summary", " eins")
    house.app.session.keeper._refresh()
    house.app.session.look()
    for letter in " zwei drei":
        assert house.app.session.keeper._looking.busy
        house.type(letter)
        time.sleep(0.01)
    house.quiet()
    slow.on = False

    assert str(house.value("summary")).endswith(" eins zwei drei")
    assert "Von Bert" == house.value("outcome")


def type_into_what_has_the_keyboard(text: str) -> None:
    """Type as the system does: to the window that has the keyboard at this moment."""
    for letter in text:
        QTest.keyClick(QApplication.focusWindow(), letter)


def test_what_is_typed_while_a_save_is_under_way_arrives_afterwards(house, slow):
    assert house.open()
    house.edit("summary", " eins")
    seen = []

    def type_on(text: str) -> None:
        seen.append(isinstance(QApplication.activeModalWidget(), QProgressDialog))
        type_into_what_has_the_keyboard(text)

    QTimer.singleShot(150, lambda: type_on(" zwei"))
    QTimer.singleShot(900, lambda: type_on(" drei"))
    slow.on = True
    house.press(Key.Key_S, CTRL)
    slow.on = False
    house.settle(10)

    assert [False, True] == seen
    assert str(house.value("summary")).endswith(" eins zwei drei")
    assert str(house.stored("summary")).endswith(" eins")
    assert house.window.isWindowModified()


def test_keys_and_clicks_do_nothing_else_while_work_is_under_way(house):
    assert house.open()
    count = house.stack.count()
    house.leave()

    def meddle() -> None:
        for key in (Key.Key_N, Key.Key_D, Key.Key_S, Key.Key_W, Key.Key_Z):
            QTest.keyClick(house.window.windowHandle(), key, CTRL)
        QTest.mouseClick(house.window.windowHandle(), Qt.MouseButton.LeftButton)

    QTimer.singleShot(100, meddle)
    run(lambda: time.sleep(0.25), texts.SAVING)
    house.settle(10)

    assert count == house.stack.count()
    assert house.document is not None


def test_after_a_third_of_a_second_a_dialog_says_what_takes_so_long(house):
    assert house.open()
    seen = []
    QTimer.singleShot(150, lambda: seen.append(QApplication.activeModalWidget()))
    QTimer.singleShot(600, lambda: seen.append(QApplication.activeModalWidget().labelText()))
    run(lambda: time.sleep(0.9), texts.SAVING)

    assert [None, texts.SAVING] == seen
    assert QApplication.activeModalWidget() is None
