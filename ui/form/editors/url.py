"""URL: one address, and a button that asks for it to be opened (SEC-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.form import texts
from ui.form.editors.base import FieldEditor, shown_text
from ui.form.editors.layouts import row, word_button
from ui.form.editors.line_edit import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

    from klimaeditor.values import Value


class UrlEditor(FieldEditor):
    """One address; emits str. The button only emits *open_requested*."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = LineEdit(self)
        self._line.setPlaceholderText(texts.URL_HINT)
        self._open = word_button(self, texts.OPEN_LINK, "external-link")
        self._open.setToolTip(texts.OPEN_LINK_TIP)
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
        return ((self._open, texts.OPEN_LINK),)

    def _show(self, value: Value) -> None:
        self._line.show_text(shown_text(value))
        self._open.setEnabled(bool(self._line.text().strip()))

    def _lock(self, *, locked: bool) -> None:
        self._line.setReadOnly(locked)

    def _on_typed(self, text: str) -> None:
        self._open.setEnabled(bool(text.strip()))
        self._emit(text)
