"""SHORT_TEXT: one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.form.editors.base import OPEN_LINK, FieldEditor, row, word_button
from ui.widgets.reading import shown_text
from ui.widgets.text_edits import GrowingText, LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

    from klimaeditor.model.values import Value


# --- words ---------------------------------------------------------------------------------------

URL_HINT = "https://…"
OPEN_LINK_TIP = "Adresse im Browser öffnen"


# --- SHORT_TEXT: one line ------------------------------------------------------------------------


class ShortTextEditor(FieldEditor):
    """One line of text; emits str."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = LineEdit(self)
        row(self).addWidget(self._line)
        self.setFocusProxy(self._line)
        self._line.typed.connect(self._emit)

    def focus_widget(self) -> LineEdit:
        """Return the line."""
        return self._line

    def _show(self, value: Value) -> None:
        self._line.show_text(shown_text(value))

    def _lock(self, *, locked: bool) -> None:
        self._line.setReadOnly(locked)


# --- LONG_TEXT: paragraphs; grows with the text, Tab moves on ------------------------------------


class LongTextEditor(FieldEditor):
    """Text of several lines; emits str with line feeds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = GrowingText(self, least=1)
        row(self).addWidget(self._text)
        self.setFocusProxy(self._text)
        self._text.typed.connect(self._emit)

    def focus_widget(self) -> GrowingText:
        """Return the text area."""
        return self._text

    def _show(self, value: Value) -> None:
        self._text.show_text(shown_text(value))

    def _lock(self, *, locked: bool) -> None:
        self._text.setReadOnly(locked)


# --- IDENTIFIER: text to read, mark and copy, never to change (WEB-09) ---------------------------


class IdentifierEditor(FieldEditor):
    """One line that is always read only; emits nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = LineEdit(self)
        self._line.setReadOnly(True)
        row(self).addWidget(self._line)
        self.setFocusProxy(self._line)

    def focus_widget(self) -> LineEdit:
        """Return the line."""
        return self._line

    def _show(self, value: Value) -> None:
        self._line.show_text(shown_text(value))

    def _lock(self, *, locked: bool) -> None:
        """Stay as it is: there is nothing to unlock."""


# --- URL: one address, and a button that asks for it to be opened (SEC-04) -----------------------


class UrlEditor(FieldEditor):
    """One address; emits str. The button only emits *open_requested*."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = LineEdit(self)
        self._line.setPlaceholderText(URL_HINT)
        self._open = word_button(self, OPEN_LINK, "external-link")
        self._open.setToolTip(OPEN_LINK_TIP)
        layout = row(self)
        layout.addWidget(self._line, 1)
        layout.addWidget(self._open)
        self.setFocusProxy(self._line)
        self._line.typed.connect(self._on_typed)
        self._open.clicked.connect(lambda: self.open_requested.emit(self._line.text().strip()))
        self._open.setEnabled(False)

    @property
    def open_button(self) -> QPushButton:
        """The button that asks for the address to be opened."""
        return self._open

    def focus_widget(self) -> LineEdit:
        """Return the line."""
        return self._line

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._open, OPEN_LINK),)

    def _show(self, value: Value) -> None:
        self._line.show_text(shown_text(value))
        self._open.setEnabled(bool(self._line.text().strip()))

    def _lock(self, *, locked: bool) -> None:
        self._line.setReadOnly(locked)

    def _on_typed(self, text: str) -> None:
        self._open.setEnabled(bool(text.strip()))
        self._emit(text)
