"""A sentence for the user, with details on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from ui import texts as words
from ui import theme
from ui.dialogs import texts
from ui.dialogs.frame import DialogFrame

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class MessageDialog(DialogFrame):
    """An error (*is_error*) or an information; *details* may be shown and copied."""

    def __init__(
        self, sentence: str, details: str = "", parent: QWidget | None = None, *, is_error: bool
    ) -> None:
        super().__init__(texts.ERROR_TITLE if is_error else texts.INFO_TITLE, parent)
        self._whole = f"{sentence}\n\n{details}".strip()
        icon, role = ("circle-x", "error") if is_error else ("info", "info")
        self.add_heading(icon, role, sentence)
        self._details = QPlainTextEdit(details, self)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(texts.DETAILS)
        self._details.setMinimumHeight(theme.current().px(120))
        self._details.hide()
        self.body.addWidget(self._details, 1)
        if details:
            self._toggle = self.add_side_button(texts.SHOW_DETAILS, self._toggle_details)
            self.add_side_button(texts.COPY, self._copy)
        self.add_button(words.CLOSE, self.accept, primary=True, default=True)

    def _toggle_details(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._toggle.setText(texts.HIDE_DETAILS if shown else texts.SHOW_DETAILS)
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
