"""A text that no file of a dataset could hold is refused before a field takes it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QToolTip

from klimaeditor.dataset.jsonread import MAX_BYTES

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

TOO_LONG: Final = (
    "Der Text wurde nicht eingefügt: Er ist größer als die 20 MB, die eine Datei des Datensatzes "
    "haben darf. Bitte nur den Teil kopieren, der in dieses Feld gehört."
)


def fits(data: QMimeData | None, field: QWidget) -> bool:
    """Tell whether a pasted or dropped text may be taken in; says why not beside the *field*."""
    if data is None or not data.hasText():
        return True
    text = data.text()
    if len(text) <= MAX_BYTES // 4 or len(text.encode("utf-8", "replace")) <= MAX_BYTES:
        return True
    QToolTip.showText(field.mapToGlobal(QPoint(0, field.height())), TOO_LONG, field)
    return False


def refuse_too_long(line: QWidget) -> None:
    """Let a line edit, whose pasting cannot be taken over, refuse what is too long."""
    line.installEventFilter(_Filter(line))


class _Filter(QObject):
    """Stops the keys and drops that would put too long a text into the widget it is made for."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self._field = watched

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Swallow what would paste too long a text."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pastes = event.matches(QKeySequence.StandardKey.Paste)
            return pastes and not fits(QGuiApplication.clipboard().mimeData(), self._field)
        if event.type() is QEvent.Type.Drop and isinstance(event, QDropEvent):
            return not fits(event.mimeData(), self._field)
        return False
