"""What the search has found in the chapter: marked in the text, counted, gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QToolButton, QWidget

from klimaeditor.search.folding import occurrences
from ui import icons, theme
from ui.announce import announce
from ui.handbook import texts
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.handbook.browser import Pages


class HitBar(QWidget):
    """The line above the text while something is searched for. *step_wanted*: 1 or -1."""

    step_wanted = Signal(int)

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._words: Sequence[str] = ()
        self._everywhere = 0
        self._found: tuple[tuple[int, int], ...] = ()
        self._current = 0
        self._label = plain_label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(self._label, 1)
        for name, tip, step in (
            ("chevron-up", texts.PREVIOUS, -1),
            ("chevron-down", texts.NEXT, 1),
        ):
            button = QToolButton(self)
            icons.tint(button, name)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(lambda _checked=False, step=step: self.step_wanted.emit(step))
            row.addWidget(button)
        self.hide()

    @property
    def searching(self) -> bool:
        """Whether something is searched for and found anywhere."""
        return bool(self._everywhere)

    def text(self) -> str:
        """Return what the line says."""
        return self._label.text()

    def search(self, words: Sequence[str], everywhere: int) -> None:
        """Look for folded *words*; *everywhere* is how often they occur in the handbook."""
        self._words, self._everywhere = words, everywhere
        self.setVisible(bool(words))
        self.mark()

    def mark(self) -> None:
        """Find and mark the words in the chapter that is shown now."""
        self._current = 0
        self.mark_again()

    def mark_again(self) -> None:
        """Find and mark the words in the text as it is laid out now."""
        text = self._pages.document().toPlainText()
        self._found = occurrences(text, self._words) if self._words else ()
        self._show()

    def step(self, step: int) -> bool:
        """Go to another hit of the chapter; False where there is none in that direction."""
        wanted = self._current + step
        if not 0 <= wanted < len(self._found):
            return False
        self._go_to(wanted)
        return True

    def go_to_first(self) -> None:
        """Show the first hit of the chapter."""
        self._go_to(0)

    def go_to_end(self) -> None:
        """Show the last hit of the chapter."""
        self._go_to(len(self._found) - 1)

    def marked(self) -> list[str]:
        """Return the marked words, as they stand in the text."""
        return [selection.cursor.selectedText() for selection in self._pages.extraSelections()]

    def _go_to(self, number: int) -> None:
        if 0 <= number < len(self._found):
            self._current = number
            cursor = self._cursor(number)
            cursor.setPosition(cursor.selectionStart())
            self._pages.setTextCursor(cursor)
            self._pages.ensureCursorVisible()
        self._show()
        announce(self, self.text() if self._found else "")

    def _show(self) -> None:
        self._pages.setExtraSelections([self._selection(n) for n in range(len(self._found))])
        none = bool(self._words) and not self._everywhere
        said = texts.hits(self._current + 1, len(self._found), self._everywhere)
        self._label.setText(texts.NO_HIT if none else said)

    def _cursor(self, number: int) -> QTextCursor:
        first, last = self._found[number]
        cursor = QTextCursor(self._pages.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _selection(self, number: int) -> QTextEdit.ExtraSelection:
        tokens = theme.current()
        chosen = number == self._current
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(number)
        look = QTextCharFormat()
        look.setBackground(tokens.color("fill" if chosen else "accent_bg"))
        look.setForeground(tokens.color("on_fill" if chosen else "text"))
        look.setFontUnderline(True)
        selection.format = look
        return selection
