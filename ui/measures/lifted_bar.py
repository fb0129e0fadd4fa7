"""The line above the list when filters were taken off to show a measure, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.measures import texts
from ui.widgets.labels import plain_label


class LiftedBar(QWidget):
    """*back_clicked* asks for the filters that were taken off."""

    back_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label(role="note", wrap=True)
        self.button = QPushButton(texts.FILTER_AGAIN, self)
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self.back_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._label)
        column.addWidget(self.button)
        self.hide()

    def show_for(self, title: str) -> None:
        """Say for which measure the filters went."""
        self._label.setText(texts.lifted(title))
        self.show()

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()
