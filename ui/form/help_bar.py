"""The strip under the form: what to write in the current field and where the public sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.form import form_texts
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from klimaeditor.catalogue import Field


class HelpBar(QFrame):
    """Keeps its height, so that nothing jumps when the focus moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "help")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.Space.XL, theme.Space.S, theme.Space.XL, theme.Space.S)
        layout.setSpacing(1)
        self._help = plain_label(role="note", wrap=True)
        self._shown = plain_label(role="note", wrap=True)
        layout.addWidget(self._help)
        layout.addWidget(self._shown)
        self._help.setText(form_texts.HELP_IDLE)

    def show_field(self, field: Field) -> None:
        """Show the help of a field."""
        self._help.setText(f"{field.label}: {field.help}")
        self._shown.setText(form_texts.HELP_SHOWN.format(shown=field.shown))

