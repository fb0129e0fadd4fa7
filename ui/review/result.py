"""What a field will hold; on request its text can be typed right there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.form.editors.growing_text import as_shown, raw_text
from ui.review import texts
from ui.review.diff_pane import DiffPane
from ui.review.diffing import word
from ui.widgets.pasting import fits

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ui.review.diffing import Version

_LEAST_HEIGHT = 88  # logical pixels at 100 %
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ResultPane(QWidget):
    """*finished* carries the text as typed (Fertig, Strg+Enter); *dropped* says: leave it."""

    finished = Signal(str)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = ""
        self._shown = DiffPane(texts.RESULT, self)
        self._editor = _Editor(self)
        self._editor.setAccessibleName(texts.EDITOR_NAME)
        self._editor.setTabChangesFocus(True)
        policy = QSizePolicy.Policy
        self._editor.setSizePolicy(policy.Expanding, policy.Ignored)
        self._editor.setMinimumHeight(theme.current().px(_LEAST_HEIGHT))
        self._editor.done.connect(self._finish)
        done = QPushButton(texts.EDIT_DONE, self)
        drop = QPushButton(texts.EDIT_DROP, self)
        for button in (done, drop):
            button.setAutoDefault(False)
        done.clicked.connect(self._finish)
        drop.clicked.connect(self.dropped)
        self._buttons = QWidget(self)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(done)
        row.addWidget(drop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._shown, 1)
        column.addWidget(self._editor, 1)
        column.addWidget(self._buttons)
        self.stop_editing()

    def show_version(self, version: Version, *, open_: bool) -> None:
        """Show the result; *open_* that there is none yet."""
        shown = word(texts.UNDECIDED) if open_ else version
        self._shown.show_version(shown, texts.RESULT)

    def text(self) -> str:
        """Return what is shown as the result."""
        return self._shown.text()

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self._shown.reader, self._editor, *self._buttons.findChildren(QPushButton)]

    def is_editing(self) -> bool:
        """Whether the text is being typed."""
        return not self._editor.isHidden()

    def start_editing(self, text: str) -> None:
        """Show the editor with *text* in it."""
        self._start = text
        self._editor.setPlainText(text)
        self._set_editing(editing=True)
        self._editor.setFocus()

    def stop_editing(self) -> None:
        """Show the result again."""
        self._set_editing(editing=False)

    def _finish(self) -> None:
        """Hand over the text; where nothing was typed, as it was and not as Qt holds it."""
        text = raw_text(self._editor)
        self.finished.emit(self._start if text == as_shown(self._start) else text)

    def _set_editing(self, *, editing: bool) -> None:
        self._shown.setVisible(not editing)
        self._editor.setVisible(editing)
        self._buttons.setVisible(editing)


class _Editor(QPlainTextEdit):
    """*done* says that Ctrl+Enter was pressed."""

    done = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste, unless no file could hold it."""
        if fits(source, self):
            super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Ctrl+Enter."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() in _ENTER:
            self.done.emit()
        else:
            super().keyPressEvent(event)
