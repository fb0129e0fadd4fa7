"""One line of text: no length limit, no history of its own, no hidden line breaks by pasting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.widgets.pasting import fits, refuse_too_long
from ui.widgets.undo_filter import leave_undo_to_window

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent

# Qt cuts text at 32 767 characters by default, without a word.
_NO_LIMIT = 2**31 - 1
_OWN_HISTORY = frozenset({"edit-undo", "edit-redo"})


class LineEdit(QLineEdit):
    """A line edit; *typed* carries the text after each change by the user.

    With *chars* the line wishes to be that many digits wide and may shrink, never grow.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None, chars: int = 0) -> None:
        super().__init__(parent)
        self._chars = chars
        self._breaks = 0
        self.setMaxLength(_NO_LIMIT)
        if chars:
            self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        leave_undo_to_window(self)
        refuse_too_long(self)
        self.textEdited.connect(self._on_text_edited)

    def show_text(self, text: str) -> None:
        """Show *text*; the caret goes behind what changed, or to the start without focus."""
        old = self.text()
        if text == old:
            return
        self._breaks = _line_breaks(text)
        self.setText(text)
        place = units(text[: end_of_change(old, text)]) if self.hasFocus() else 0
        self.setCursorPosition(place)

    def sizeHint(self) -> QSize:
        """Return the wished size."""
        hint = super().sizeHint()
        if not self._chars:
            return hint
        frame = hint.width() - 17 * self.fontMetrics().horizontalAdvance("x")
        return QSize(self.fontMetrics().horizontalAdvance("0") * self._chars + frame, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that fits the narrowest form (A11Y-13)."""
        hint = super().minimumSizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("0") * 6, hint.height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer Qt's menu without undo and redo, which belong to the document."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in _OWN_HISTORY:
                action.setVisible(False)
            elif action.objectName() == "edit-paste" and action.isEnabled():
                action.setEnabled(fits(QGuiApplication.clipboard().mimeData(), self))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _on_text_edited(self, text: str) -> None:
        """Turn line breaks that came with pasted text into blanks; stored ones stay.

        Half characters, which Qt holds and Python is not shown, go at once (SEC-15).
        """
        before = str(self.inputMethodQuery(Qt.InputMethodQuery.ImTextBeforeCursor))
        caret, wanted = units(before), text
        if _line_breaks(text) > self._breaks:
            wanted = text.replace("\r\n", " \n").replace("\n", " ").replace("\r", " ")
        if wanted != text or caret != self.cursorPosition():
            text = wanted
            self.setText(text)
            self.setCursorPosition(caret)
            self.setModified(True)
        self._breaks = _line_breaks(text)
        self.typed.emit(text)


def end_of_change(old: str, new: str) -> int:
    """Return the place in *new* behind the part that differs from *old*."""
    shortest = min(len(old), len(new))
    tail = 0
    while tail < shortest and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return len(new) - tail


def units(text: str) -> int:
    """Return the length of *text* in UTF-16 units, in which Qt counts places."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _line_breaks(text: str) -> int:
    return text.count("\n") + text.count("\r")
