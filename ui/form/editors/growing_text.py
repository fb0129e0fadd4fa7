"""Text of several lines that grows with its content and never traps keyboard or wheel.

``toPlainText`` of Qt turns no-break spaces into plain ones; the data holds hundreds of them, so
text is read raw (:func:`raw_text`). Half characters, which other programs leave in the clipboard,
Qt holds and Python is not shown: they go at once, else places would be counted differently
(SEC-15).
"""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from ui.form.editors import wheel
from ui.form.editors.line_edit import end_of_change, units
from ui.widgets.lines import line_height
from ui.widgets.pasting import fits
from ui.widgets.undo_filter import leave_undo_to_window

INDENT = 4
_LINE_ENDS = re.compile("\r\n|[\r\u2029\ufdd0\ufdd1]")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_FONT_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class GrowingText(QPlainTextEdit):
    """A plain text editor between *least* and *most* lines high; *typed* after user changes."""

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None, least: int = 2, most: int = 16) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self._showing = False
        self._held = ""
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.document().setDocumentMargin(2)
        self.setViewportMargins(INDENT, 0, INDENT, 0)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        leave_undo_to_window(self)
        self.textChanged.connect(self._on_text_changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def text(self) -> str:
        """Return the text as it is stored: line feeds, no-break spaces kept."""
        return raw_text(self)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste, unless no file could hold it."""
        if fits(source, self):
            super().insertFromMimeData(source)

    def show_text(self, text: str) -> None:
        """Show *text* without *typed*; with focus only the part that differs is replaced."""
        old, new = self.text(), as_shown(text)
        whole = self._holds(old)
        if old == new and whole:
            return
        self._held = new
        self._showing = True
        if self.hasFocus() and whole:
            self._replace_difference(old, new)
        else:
            self.setPlainText(new)
        self._showing = False

    def lines(self) -> int:
        """Return how many lines the text takes at the present width."""
        return max(1, round(self.document().size().height()))

    def sizeHint(self) -> QSize:
        """Return a height that shows all lines, within the limits."""
        return QSize(super().sizeHint().width(), self._height(self.lines()))

    def minimumSizeHint(self) -> QSize:
        """Return the least height, and a width that fits the narrowest form (A11Y-13)."""
        width = self.fontMetrics().horizontalAdvance("0") * 8
        return QSize(width, self._height(self._least))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Shift+Enter break the line as Enter does; Qt would insert U+2028."""
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self.isReadOnly():
                self.textCursor().insertText("\n")
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll only with focus and only while there is something to scroll; else the page."""
        if wheel.belongs_to_page(self, event):
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again how many lines the text takes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the height in step with letters and style."""
        super().changeEvent(event)
        if event.type() in _FONT_EVENTS:
            self._grow()

    def _grow(self) -> None:
        height = self._height(self.lines())
        if self.minimumHeight() != height:
            self.setFixedHeight(height)
            self.updateGeometry()
        scrolls = self.lines() > self._most
        policy = Qt.ScrollBarPolicy
        wanted = policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != wanted:
            self.setVerticalScrollBarPolicy(wanted)

    def _height(self, lines: int) -> int:
        shown = min(self._most, max(self._least, lines))
        margins = 2 * self.document().documentMargin() + 2 * self.frameWidth()
        whole_lines = 1 if shown > 1 else 0  # else Qt takes the last line for hidden
        return shown * line_height(self.font()) + math.ceil(margins) + whole_lines

    def _replace_difference(self, old: str, new: str) -> None:
        """Replace what lies between common head and tail; the caret goes behind it."""
        end_new = end_of_change(old, new)
        end_old = end_new + len(old) - len(new)
        start = 0
        while start < min(end_old, end_new) and old[start] == new[start]:
            start += 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(old[:start]))
        cursor.setPosition(units(old[:end_old]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[start:end_new])
        self.setTextCursor(cursor)

    def _on_text_changed(self) -> None:
        if self._showing:
            return
        text = self.text()
        if not self._holds(text):
            self._drop_halves(text)
        if text != self._held:  # Qt also speaks up where an input method has begun, and no more
            self._held = text
            self.typed.emit(text)

    def _holds(self, text: str) -> bool:
        """Whether the widget holds *text* to the unit, without half characters in between."""
        return self.document().characterCount() - 1 == units(text)

    def _drop_halves(self, text: str) -> None:
        """Put *text*, which is all Python is shown, in place of what Qt holds; the caret stays."""
        before = QTextCursor(self.document())
        before.setPosition(self.textCursor().position(), QTextCursor.MoveMode.KeepAnchor)
        place = units(before.selectedText())
        self._showing = True
        self.setPlainText(text)
        self._showing = False
        caret = self.textCursor()
        caret.setPosition(place)
        self.setTextCursor(caret)


def raw_text(edit: QPlainTextEdit) -> str:
    """Return the text of *edit* with line feeds between paragraphs and all else untouched."""
    return edit.document().toRawText().replace("\u2029", "\n")


def as_shown(text: str) -> str:
    """Return *text* as an area holds it: Qt makes a line feed of each of these (SEC-15)."""
    return _LINE_ENDS.sub("\n", text)
