"""SHORT_TEXT: one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.form.editors.base import FieldEditor, shown_text
from ui.form.editors.layouts import row
from ui.form.editors.line_edit import LineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from klimaeditor.values import Value


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
