"""The real window with its real dialogs, answered by keys; and colleagues beside it."""

from __future__ import annotations

import sys
import threading
from collections import deque
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressDialog, QPushButton

from klimaeditor import logs
from klimaeditor.clock import local_now
from klimaeditor.document import open_document
from klimaeditor.files.processes import this_process
from klimaeditor.site.muenster import muenster
from tests.gui.theme_helpers import undress
from tests.gui.window_cases import WINDMILLS, Patience, Program
from tests.waiting import wait_until
from ui.app import WindowAnswers, begin
from ui.session.opening import Environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QDialog

    from klimaeditor.document import Document
    from tests.answers import Answers


Key = Qt.Key


class Dialogs(QObject):
    """Has a function answer each modal dialog that appears; an unexpected one is a failure."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: deque[Callable[[QDialog], None]] = deque()
        self.faults: list[BaseException] = []
        self._current: object = QApplication.activeModalWidget()  # left by a test before
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def expect(self, *handlers: Callable[[QDialog], None]) -> None:
        """Let *handlers* answer the next dialogs, one after the other."""
        self.handlers.extend(handlers)

    def stop(self) -> None:
        """Leave the dialogs to others."""
        self._timer.stop()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is self._current or isinstance(dialog, QProgressDialog):
            return
        self._current = dialog
        if dialog is None:
            return
        try:
            assert self.handlers, f"unexpected dialog: {words(dialog)}"
            self.handlers.popleft()(dialog)
        except BaseException as error:  # noqa: BLE001 - a dialog that stays would hang the test
            self.faults.append(error)
        if dialog is QApplication.activeModalWidget() and self.faults:
            dialog.reject()


def words(dialog: QDialog) -> str:
    """Return what a dialog says."""
    labels = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    return "\n".join([dialog.windowTitle(), *labels])


def press(dialog: QDialog, key: Qt.Key) -> None:
    """Press a key in a dialog."""
    QTest.keyClick(dialog.windowHandle(), key)


def push(dialog: QDialog, text: str) -> None:
    """Go to a button with Tab and press it with Space."""
    for _ in range(60):
        focused = dialog.focusWidget()
        if isinstance(focused, QPushButton) and focused.text() == text:
            press(dialog, Key.Key_Space)
            return
        press(dialog, Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {text}")


class SomeDialogs(WindowAnswers):
    """Shows dialogs; the system's own, and the question that ends a test, are answered at once."""

    def __init__(self, answers: Answers, window) -> None:
        super().__init__(window)
        self.folder, self.unsaved = answers.folder, answers.unsaved
        self.open_file, self.save_file = answers.open_file, answers.save_file


def wait_until_quiet(keeper) -> None:
    """Let what is under way beside the window come to its end."""
    errands = (keeper._looking, keeper._flushing, keeper._beating)
    wait_until(
        lambda: not any(errand.busy for errand in errands),
        QApplication.processEvents,
        "something never ended beside the window",
    )


class House(Program):
    """The window with dialogs; everybody who works here has folders of their own in *home*."""

    def __init__(self, qtbot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.answers, self.dialogs = self.ask, Dialogs()
        asker = SomeDialogs(self.answers, lambda: self.window)
        controller = self.app.controller
        for owner in (self.app.session, controller, self.workspace, *controller.groups):
            assert hasattr(owner, "_ask")
            owner._ask = asker
        self.asker = asker

    def move(self, home: Path, folder: Path) -> None:
        """Work in other folders from now on."""
        self.home, self.folder = home, folder
        self.environment = Environment(
            local_now,
            this_process(),
            home / "Sicherungen",
            home / "Wiederherstellung",
            site=muenster(),
        )
        self.app.session._environment = self.environment
        self.window.notices.hide()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key; offscreen, the window does not get active again after a dialog."""
        if not self.window.isActiveWindow():
            self.activate()
        super().press(key, modifier)
        self.settle()

    def open(self) -> bool:
        """Open the folder."""
        done = self.app.session.open_path(self.folder)
        self.settle()
        self.activate()
        return done

    def begin(self, path: Path | None = None) -> None:
        """Start as the program does."""
        app = type(self.app)(self.app.qt, self.app.controller, self.app.session, self.asker)
        begin(app, self.environment, path, sample=False)
        self.settle()
        self.activate()

    def crash(self) -> None:
        """Be gone without a word; the operating system lets go of the journal's lock."""
        keeper = self.app.session.keeper
        keeper._unsubscribe()
        for timer in (keeper._again, keeper._beat, keeper._round):
            timer.stop()
        keeper._flushing.close()
        keeper.journal.flush()
        keeper.journal.on_close()
        if keeper.journal._lock is not None:
            keeper.journal._lock.release()
        keeper.journal = _Nothing()
        self.app.session._end()
        self.app.session.closed.emit()
        self.settle()

    def colleague(self, measure: str = WINDMILLS, **values: object) -> None:
        """Let somebody else save into the folder."""
        document = open_document(self.folder, self.home / "bert")
        document.apply(document.plan_edit(document.dataset.find(measure), values))
        document.save()

    def on_disk(self) -> Document:
        """Return the dataset as it is in the folder now."""
        return open_document(self.folder, self.home / "bert")

    def stored(self, field: str, measure: str = WINDMILLS) -> object:
        """Return the value of a field on disk."""
        document = self.on_disk()
        return document.view(document.dataset.find(measure)).value(field)

    def look(self) -> None:
        """Come back to the window, and wait until it has looked."""
        self.app.session.look()
        self.quiet()

    def quiet(self) -> None:
        """Wait until nothing is done behind the user's back any more."""
        wait_until_quiet(self.app.session.keeper)

    def notices(self) -> str:
        """Return what stands in the bar above the panes."""
        return "" if self.window.notices.isHidden() else self.window.notices.text()

    def leftovers(self) -> list[str]:
        """Return what lies in the folder of the recovery journals."""
        folder = self.environment.journals
        return [path.name for path in folder.iterdir()] if folder.is_dir() else []


class _Nothing:
    """The journal of a process that is gone."""

    problem = ""

    def close(self) -> None:
        """Be gone already."""

    def flush(self) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def built(qapp, tmp_path_factory):
    """The window without a document."""
    made = House(Patience(qapp), tmp_path_factory.mktemp("window"))
    yield made
    made.dialogs.stop()
    made.destroy()
    undress(qapp)


@pytest.fixture
def house(built, sample_dataset, tmp_path, monkeypatch):
    """The window at a folder that nobody has opened yet."""
    for owner, name in ((sys, "excepthook"), (threading, "excepthook")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    built.answers.answers.clear()
    built.move(tmp_path, sample_dataset)
    yield built
    built.dialogs.handlers.clear()
    built.put_away()
    logs.shut_down()
    faults, built.dialogs.faults = built.dialogs.faults, []
    assert not faults, faults
