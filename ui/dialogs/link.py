"""Before an address opens: where it leads, in full (SEC-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from klimaeditor.checks.urls import shown_target
from ui import texts as words
from ui import theme
from ui.dialogs import texts
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import plain_label
from ui.widgets.lines import line_height

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_LINES = 8
_WIDE = 400  # logical pixels of a line at least


def _address_area(address: str, parent: QWidget) -> QPlainTextEdit:
    """Return a field that breaks the address anywhere: a long word must not hide its end."""
    area = QPlainTextEdit(address, parent)
    area.setReadOnly(True)
    area.setTabChangesFocus(True)
    area.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
    area.setAccessibleName(address)
    lines = 1 + area.fontMetrics().horizontalAdvance(address) // theme.current().px(_WIDE)
    around = 2 * (area.document().documentMargin() + area.frameWidth()) + theme.Space.M
    area.setFixedHeight(min(lines, _LINES) * line_height(area.font()) + round(around))
    return area


class LinkDialog(DialogFrame):
    """Shows the whole target; accepted means that it may open. Enter presses Abbrechen."""

    def __init__(self, target: str, parent: QWidget | None = None) -> None:
        super().__init__(texts.LINK_TITLE, parent)
        host, address = shown_target(target)
        mail = address.lower().startswith("mailto:")
        self.add_heading("external-link", "accent", texts.LINK_SENTENCE)
        self.add_indented(_address_area(address, self))
        if not mail:
            sentence = texts.LINK_HOST.format(host=host) if host else texts.LINK_ODD
            note = plain_label(sentence, "heading", wrap=True)
            if not host:
                note.setProperty("tone", "warning")
            self.add_indented(note)
        self.add_side_button(texts.COPY_LINK, lambda: QGuiApplication.clipboard().setText(target))
        self.add_button(texts.LINK_MAIL if mail else texts.LINK_OPEN, self.accept, primary=True)
        self.add_button(words.CANCEL, self.reject, default=True)
