"""Cut, copy and paste for whatever has the keyboard: the menu asks here what can be done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QPlainTextEdit, QTextEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


class Clip(StrEnum):
    """What can be done with the clipboard."""

    CUT = "cut"
    COPY = "copy"
    PASTE = "paste"


@runtime_checkable
class Clips(Protocol):
    """A widget that cuts, copies and pastes what it shows in a way of its own."""

    def can_clip(self, what: Clip) -> bool:
        """Whether that can be done now."""

    def clip(self, what: Clip) -> None:
        """Do it."""


_KEYS: Final = {Qt.Key.Key_X: Clip.CUT, Qt.Key.Key_C: Clip.COPY, Qt.Key.Key_V: Clip.PASTE}


def clip_of(event: QKeyEvent) -> Clip | None:
    """Return what a key asks of the clipboard, None for any other; Shift+Del is no key of lists."""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return None
    return _KEYS.get(Qt.Key(event.key()))


def can(widget: QWidget | None, what: Clip) -> bool:
    """Whether *widget*, which has the keyboard, can cut, copy or paste now."""
    own: object = widget
    if isinstance(own, Clips):
        return own.can_clip(what)
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        if what is Clip.COPY:
            return _has_selection(widget)
        if widget.isReadOnly():
            return False
        return _has_selection(widget) if what is Clip.CUT else _has_text()
    if isinstance(widget, QLabel):
        return what is Clip.COPY and widget.hasSelectedText()
    return isinstance(widget, QAbstractItemView) and what is Clip.COPY and bool(_cell(widget))


def carry_out(widget: QWidget | None, what: Clip) -> None:
    """Cut, copy or paste in *widget*; nothing happens where it cannot."""
    if not can(widget, what):
        return
    own: object = widget
    if isinstance(own, Clips):
        own.clip(what)
    elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        {Clip.CUT: widget.cut, Clip.COPY: widget.copy, Clip.PASTE: widget.paste}[what]()
    elif isinstance(widget, QLabel):
        QGuiApplication.clipboard().setText(widget.selectedText())
    elif isinstance(widget, QAbstractItemView):
        QGuiApplication.clipboard().setText(_cell(widget))


def _has_selection(widget: QLineEdit | QPlainTextEdit | QTextEdit) -> bool:
    if isinstance(widget, QLineEdit):
        return widget.hasSelectedText()
    return widget.textCursor().hasSelection()


def _has_text() -> bool:
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    return data is not None and data.hasText()  # None while nobody has copied anything


def _cell(view: QAbstractItemView) -> str:
    """Return the text of the current cell, as Qt's own key would copy it."""
    return str(view.currentIndex().data() or "")
