"""Undo belongs to the document: text fields must not answer Ctrl+Z with a history of their own.

By default a text field claims the undo keys (it accepts ShortcutOverride) and the window's action
is never called; even with its own history off it still eats the key and nothing happens. The
filter leaves the key unclaimed, so the window's action wins, and keeps it from the field where
that action is disabled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def leave_undo_to_window(widget: QWidget) -> None:
    """Make *widget* pass the keys for undo and redo on to its window."""
    widget.installEventFilter(UndoFilter(widget))


def prefer_own_undo(line: QLineEdit) -> None:
    """Let *line* undo and redo its own text while it can; else the window's history has the key.

    For a line that is no data, as a search: who has mistyped there means that, and whoever has
    not means the step the menu names.
    """
    line.installEventFilter(UndoFilter(line, own_first=True))


def is_history_key(event: QKeyEvent) -> bool:
    """Whether *event* is undo or redo: Ctrl+Z, Ctrl+Y, Ctrl+Shift+Z or the platform's own."""
    standard = QKeySequence.StandardKey
    if event.matches(standard.Undo) or event.matches(standard.Redo):
        return True
    return event.keyCombination() in _keys()


class UndoFilter(QObject):
    """Keeps undo and redo keys away from the widget it is installed on."""

    def __init__(self, watched: QWidget, *, own_first: bool = False) -> None:
        super().__init__(watched)
        self._line = watched if own_first and isinstance(watched, QLineEdit) else None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Leave the event unaccepted and stop it where it is a key of the history."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if isinstance(event, QKeyEvent) and is_history_key(event):
            if self._line is not None and _has_own(self._line, event):
                return False
            event.ignore()
            return True
        return False


def _has_own(line: QLineEdit, event: QKeyEvent) -> bool:
    undo = event.keyCombination() == _keys()[0]
    return line.isUndoAvailable() if undo else line.isRedoAvailable()


def _keys() -> tuple[QKeyCombination, ...]:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    return (
        QKeyCombination(control, Qt.Key.Key_Z),
        QKeyCombination(control, Qt.Key.Key_Y),
        QKeyCombination(control | shift, Qt.Key.Key_Z),
    )
