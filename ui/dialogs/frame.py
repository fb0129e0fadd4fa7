"""What all dialogs share: a body, and a row of buttons in the order Windows has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import icons
from ui.widgets.labels import plain_label
from ui.widgets.layouts import screen_area
from ui.widgets.painting import one_line
from ui.widgets.text_guards import refuse_too_long_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent


# --- What all dialogs share: a body, and a row of buttons in the order Windows has them ----------

_LONGEST = 1_000  # characters of the sentence that matters
_PICTURE = 24  # logical pixels at 100 %
_WIDEST_ROW = 1_200  # pixels: the smallest screen is 1280 wide, whatever the letters (A11Y-13)


class DialogFrame(QDialog):
    """A titled dialog; heirs fill :attr:`body` and add buttons from left to right.

    Esc and the window's cross reject. What can lose work is never the button that Enter presses.
    """

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = 480) -> None:
        """Take the least *width* in logical pixels at 100 %."""
        super().__init__(parent)
        self.fits_content = True
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.current().px(width))
        panel = QFrame(self)
        panel.setProperty("role", "panel")
        space = theme.Space
        self.body = QVBoxLayout(panel)
        self.body.setContentsMargins(space.XL, space.XL, space.XL, space.L)
        self.body.setSpacing(space.M)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setContentsMargins(space.XL, space.M, space.XL, space.M)
        self._buttons.setSpacing(space.S)
        self._stretch_at = 0
        self._buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(panel, 1)
        whole.addLayout(self._buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the content needs, unless the dialog has a size of its own.

        No field in it takes in what no file could hold.
        """
        super().showEvent(event)
        refuse_too_long_in(self)
        if self.fits_content and not event.spontaneous():
            self.fit()

    def fit(self) -> None:
        """Be as high as the content needs at the present width, and stay on the screen."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            area, least = screen_area(self), self.minimumSizeHint()
            width = max(self.width(), least.width())
            room = max(area.height() - _FRAME, least.height())
            self.resize(width, min(layout.totalHeightForWidth(width), room))
            over = self.frameGeometry().bottom() - area.bottom()
            if over > 0:
                self.move(self.x(), max(area.top(), self.y() - over))

    def add_button(
        self, text: str, slot: Callable[[], object], *, primary: bool = False, default: bool = False
    ) -> QPushButton:
        """Add a button to the right of the others; *default* is the one that Enter presses."""
        button = self.make_button(text, slot)
        if primary:
            button.setProperty("role", "primary")
        button.setAutoDefault(True)
        button.setDefault(default)
        if default:
            button.setFocus()
        self._buttons.addWidget(button)
        if self._buttons.sizeHint().width() > _WIDEST_ROW:
            self._buttons.setDirection(QBoxLayout.Direction.TopToBottom)
        return button

    def add_side_button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        """Add a button at the left, for what does not end the dialog."""
        button = self.make_button(text, slot)
        button.setAutoDefault(False)
        self._buttons.insertWidget(self._stretch_at, button)
        self._stretch_at += 1
        return button

    def add_heading(self, icon: str, role: str, sentence: str) -> QLabel:
        """Put a picture and the sentence that matters at the top of the body."""
        picture = QLabel(self)
        icons.tint_label(picture, icon, role, _PICTURE)
        if len(sentence) > _LONGEST:
            sentence = one_line(sentence, _LONGEST)
        label = plain_label(sentence, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(theme.Space.M)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.setAccessibleDescription(sentence)
        return label

    def add_indented(self, widget: QWidget) -> None:
        """Put a widget under the sentence of the heading."""
        row = QHBoxLayout()
        row.setContentsMargins(theme.current().px(_PICTURE) + theme.Space.M, 0, 0, 0)
        row.addWidget(widget)
        self.body.addLayout(row)

    def make_button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        """Return a button for the body, placed by whoever asks for it."""
        button = QPushButton(text, self)
        button.clicked.connect(lambda _checked=False: slot())
        return button


# --- How large a dialog opens that is no higher for its content ----------------------------------

_FRAME = 60  # logical pixels kept free for the window frame and the task bar


def fit_screen(dialog: DialogFrame, width: int, height: int) -> None:
    """Open *dialog* at this size (logical pixels at 100 %), but never larger than its screen."""
    room = screen_area(dialog)
    px = theme.current().px
    dialog.fits_content = False
    dialog.setMinimumWidth(min(dialog.minimumWidth(), room.width()))
    dialog.resize(min(px(width), room.width()), min(px(height), room.height() - _FRAME))
