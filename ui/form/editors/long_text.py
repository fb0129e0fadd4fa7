"""LONG_TEXT: paragraphs; grows with the text, Tab moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.form.editors.base import FieldEditor, shown_text
from ui.form.editors.growing_text import GrowingText
from ui.form.editors.layouts import row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from klimaeditor.values import Value


class LongTextEditor(FieldEditor):
    """Text of several lines; emits str with line feeds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = GrowingText(self)
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
