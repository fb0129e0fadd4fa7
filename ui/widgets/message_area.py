"""Text that is as high as it needs to be, up to a number of lines; then it scrolls.

What has to be scrolled takes the keyboard, so that it can be read without a mouse (A11Y-01).
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ui.widgets.labels import plain_label


class MessageArea(QScrollArea):
    """Plain, selectable text of at most *lines* lines at once."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._is_named = False
        self._label = plain_label(wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(self._label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._judge())

    def set_name(self, name: str) -> None:
        """Call the area *name* for screen readers; without one its text is its name."""
        self._is_named = True
        self.setAccessibleName(name)

    def text(self) -> str:
        """Return the text."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Show *text* from its beginning."""
        self._label.setText(text)
        if not self._is_named:
            self.setAccessibleName(text)
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def _judge(self) -> None:
        """Let Tab stop here where the text is longer than the room; never move the keyboard."""
        if not self.hasFocus():
            scrolls = self.verticalScrollBar().maximum() > 0
            policy = Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus
            self.setFocusPolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text at *width*, but no more than the lines allowed."""
        frame = 2 * self.frameWidth()  # of the ring that shows the keyboard
        return frame + min(self._most(), self._label.heightForWidth(max(40, width - frame)))

    def sizeHint(self) -> QSize:
        """Return a handy width and the height at the present one."""
        return QSize(self.fontMetrics().averageCharWidth() * 40, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(40, self.fontMetrics().lineSpacing())

    def _most(self) -> int:
        return self._lines * self._label.fontMetrics().lineSpacing() + 2
