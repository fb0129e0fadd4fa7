"""What is typed while the window may not answer is not lost: it is held back and handed on.

A user who saves and types on does not look whether the share is slow. Keys go to the field they
were meant for as soon as the work is done; clicks and shortcuts would mean something else by then
and are dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_AGAIN_MS: Final = 50
_Type = QEvent.Type
_KEYS: Final = frozenset({_Type.KeyPress, _Type.KeyRelease})
_DROPPED: Final = frozenset(
    {
        *(_Type.MouseButtonPress, _Type.MouseButtonRelease, _Type.MouseButtonDblClick),
        *(_Type.Wheel, _Type.ContextMenu, _Type.Shortcut, _Type.ShortcutOverride),
        *(_Type.TouchBegin, _Type.TouchEnd, _Type.TabletPress, _Type.TabletRelease, _Type.Drop),
    }
)


class Held(QObject):
    """Holds input back from its making until :meth:`hand_on`."""

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._target = _keyboard()
        self._typed: list[QEvent] = []
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep keys, drop clicks, let nothing be closed; a modal dialog sees to that itself."""
        kind = event.type()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            typed = (event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
            self._typed.append(QKeyEvent(kind, *typed))
            return True
        if kind == _Type.InputMethod and isinstance(event, QInputMethodEvent):
            copy = QInputMethodEvent()
            copy.setCommitString(event.commitString())
            self._typed.append(copy)
            return True
        modal = QApplication.activeModalWidget() is not None
        if kind == _Type.Close and event.spontaneous() and not modal:
            event.ignore()
            return True
        return kind in _DROPPED

    def hand_on(self) -> None:
        """Hold nothing back any more; what was typed arrives when no dialog is in its way."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        QTimer.singleShot(0, self, self._deliver)

    def _deliver(self) -> None:
        if self._typed and QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_AGAIN_MS, self, self._deliver)
            return
        for event in self._typed:
            target = self._target
            if target is not None and shiboken6.isValid(target) and target.isVisible():
                QApplication.sendEvent(target, event)
        self.deleteLater()


def _keyboard() -> QWidget | None:
    """Return where the keyboard is, or will be as soon as a window of ours is active again."""
    focused = QApplication.focusWidget()
    if focused is None and (window := main_window()) is not None:
        focused = window.focusWidget()
    return focused


def main_window() -> QMainWindow | None:
    """Return the main window that the active window belongs to, else one that is to be seen."""
    window = QApplication.activeWindow()
    while window is not None and not isinstance(window, QMainWindow):
        window = window.parentWidget()
    if window is not None:
        return window
    windows = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
    return next((each for each in windows if each.isVisible()), None)
