"""The line below the list while several measures are selected: how many, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui import icons, theme
from ui.announce import announce
from ui.measures import texts
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import hairline, plain_label


class SelectionBar(QWidget):
    """*edit_clicked* asks for the bulk form, *clear_clicked* to select one measure again."""

    edit_clicked = Signal()
    clear_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._label = plain_label(role="field")
        self.edit_button = QPushButton(texts.BULK_EDIT, self)
        icons.tint(self.edit_button, "square-pen")
        self.edit_button.clicked.connect(self.edit_clicked)
        self.clear_button = QPushButton(texts.CLEAR_SELECTION, self)
        self.clear_button.setProperty("role", "link")
        self.clear_button.clicked.connect(self.clear_clicked)
        inner = QWidget(self)
        flow = FlowLayout(inner, spacing=theme.Space.S)
        space = theme.Space
        flow.setContentsMargins(space.M, space.S, space.M, space.S)
        for widget in (self._label, self.edit_button, self.clear_button):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addWidget(inner)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show that *count* measures are selected; with fewer than two there is nothing to say."""
        if count == self._count:
            return
        self._count = count
        self.setVisible(count > 1)
        if count > 1:
            self._label.setText(texts.selected(count))
            announce(self, texts.selected(count))
