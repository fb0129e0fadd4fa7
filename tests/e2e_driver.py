"""Drives the real window as a person without a mouse would: keys to whatever has the focus."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from tests.answers import Answers
from ui.app import build, make_application
from ui.dialogs.choices import UnsavedChoice
from ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ui.app import App


Key, Modifier = Qt.Key, Qt.KeyboardModifier
CTRL, SHIFT, ALT = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier


class Driver:
    """The program in its real window, and the keyboard."""

    def __init__(
        self,
        qtbot,
        folder: Path,
        size: tuple[int, int] | None = (1440, 900),
        *,
        spelling: bool = False,
        **answers: object,
    ) -> None:
        self.qtbot = qtbot
        self.ask = Answers(**answers)
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.says_first("public")  # a notice of the very first time
        settings.set_spelling(on=spelling)  # a process of its own, which few tests need
        self.app: App = build(make_application(["test"]), settings, self.ask)
        self.window = self.app.controller.window
        if size is not None:
            self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def workspace(self):
        return self.window.workspace

    @property
    def document(self):
        return self.app.session.document

    def focused(self):
        return self.app.qt.focusWidget()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        """Press a key as the system would deliver it: to the window, or to its pop-up."""
        popup = self.app.qt.activePopupWidget()
        QTest.keyClick((popup or self.window).windowHandle(), key, modifier)
        self.app.qt.processEvents()

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        for letter in text:  # QTest.keyClicks knows no umlauts
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Modifier.NoModifier, letter)
                focused = self.focused()
                if focused is None:  # Qt would crash
                    raise AssertionError(f"the keyboard is nowhere: {letter!r} of {text!r}")
                self.app.qt.sendEvent(focused, event)
        self.app.qt.processEvents()

    def tab_to(self, field: str, most: int = 120) -> None:
        """Press Tab until the keyboard is in a field of the form."""
        for _ in range(most):
            row = self.workspace.form.rows[field]
            if row.editor.isAncestorOf(self.focused()):
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {field}")

    def find(self, words: str, measure_id: str) -> None:
        """Search, walk down the hits to a measure and go into its form."""
        self.press(Key.Key_F, CTRL)
        self.type(words)
        wanted = self.document.dataset.find(measure_id)
        for _ in self.workspace.list.shown_keys():
            self.press(Key.Key_Down)
            if self.workspace.measure == wanted:
                break
        self.press(Key.Key_Return)

    def drag_panes(self, sizes: list[int]) -> None:
        """Give list, form and public page these widths, as a mouse does."""
        self.splitter.setSizes(sizes)
        self.splitter.splitterMoved.emit(sizes[0], 1)

    @property
    def splitter(self):
        return self.workspace.room.splitter

    @property
    def findings(self):
        """The page with all findings; it is made now where it was not."""
        return self.window.pages.page("check")

    def close(self) -> None:
        """Close the window, giving unsaved work up."""
        self.ask.answers["unsaved"] = deque([UnsavedChoice.DISCARD] * 2)
        self.window.close()
        self.app.qt.processEvents()

    def destroy(self) -> None:
        """Close the window for good: what is left would be dressed with every theme to come."""
        self.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
