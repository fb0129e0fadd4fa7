"""Before an address opens: where it leads, in full (SEC-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from klimaeditor.checks.urls import shown_target
from ui import texts as words
from ui.dialogs import texts
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import plain_label
from ui.widgets.message_area import MessageArea

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_LINES = 8


class LinkDialog(DialogFrame):
    """Shows the whole target; accepted means that it may open. Enter presses Abbrechen."""

    def __init__(self, target: str, parent: QWidget | None = None) -> None:
        super().__init__(texts.LINK_TITLE, parent)
        host, address = shown_target(target)
        mail = address.lower().startswith("mailto:")
        self.add_heading("external-link", "accent", texts.LINK_SENTENCE)
        area = MessageArea(_LINES, self)
        area.set_text(address)
        area.setAccessibleName(address)
        self.add_indented(area)
        if not mail:
            sentence = texts.LINK_HOST.format(host=host) if host else texts.LINK_ODD
            note = plain_label(sentence, "heading", wrap=True)
            if not host:
                note.setProperty("tone", "warning")
            self.add_indented(note)
        self.add_side_button(texts.COPY_LINK, lambda: QGuiApplication.clipboard().setText(target))
        self.add_button(texts.LINK_MAIL if mail else texts.LINK_OPEN, self.accept, primary=True)
        self.add_button(words.CANCEL, self.reject, default=True)
