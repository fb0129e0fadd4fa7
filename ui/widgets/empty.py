"""What stands in place of a list without rows: a picture, a sentence, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ui import icons
from ui.widgets.labels import plain_label

_ICON = 32


class EmptyState(QWidget):
    """Shows what :meth:`show_state` was given; *button_clicked* says that the way out was taken."""

    button_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._sentence = plain_label(wrap=True)
        self._hint = plain_label(role="muted", wrap=True)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.button_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._sentence, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            column.addWidget(label)
        column.addSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_state(
        self, icon: str, sentence: str, *, hint: str = "", button: str = "", role: str = "muted"
    ) -> None:
        """Show a picture in the colour *role*, a sentence, and where given a hint and a button."""
        self._sentence.setText(sentence)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        icons.tint_label(self._picture, icon, role, _ICON)

    def sentence(self) -> str:
        """Return the sentence shown."""
        return self._sentence.text()
