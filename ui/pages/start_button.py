"""A large button of the start page: picture, what it opens, and a line about that."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme
from ui.texts import plain
from ui.widgets.labels import plain_label

_ICON = 28


class StartButton(QPushButton):
    """Its text is written by labels, so that it can take two lines; *text* has a mnemonic."""

    def __init__(self, icon: str, text: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(plain(text))
        self.setAccessibleDescription(hint)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        picture = QLabel(self)
        icons.tint_label(picture, icon, "accent", _ICON)
        title = QLabel(text, self)
        title.setProperty("role", "heading")
        title.setBuddy(self)
        title.setWordWrap(True)
        note = plain_label(hint, "muted", wrap=True)
        for label in (picture, title, note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(title)
        lines.addWidget(note)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.Space.L, theme.Space.L, theme.Space.L, theme.Space.L)
        row.setSpacing(theme.Space.M)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)

    def sizeHint(self) -> QSize:
        """Return the room the labels need."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the room the labels need at the present width, or at a handy one."""
        layout, width = self.layout(), theme.current().px(180)
        if layout is None:
            return QSize(width, 0)
        return QSize(width, layout.heightForWidth(max(width, self.width())))
