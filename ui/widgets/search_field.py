"""A line to search with: a magnifier, a button that clears, keys that lead into the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from ui import icons, theme
from ui.widgets.pasting import refuse_too_long

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

_INTO_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown})
_ICON, _SIDE = 16, 8  # logical pixels at 100 %


class SearchField(QLineEdit):
    """*left_down* asks to go into the list, by Down or Enter; Esc empties the field.

    The magnifier and the button are children of the line and grow with the zoom, which Qt's own
    line actions do not.
    """

    left_down = Signal()

    def __init__(self, name: str, hint: str, clear: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        refuse_too_long(self)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._picture = QLabel(self)
        self._picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture.setAccessibleName(name)
        self._picture.setBuddy(self)  # the label that is seen is the magnifier (A11Y-06)
        icons.tint_label(self._picture, "search", "muted", _ICON)
        self._clear = QToolButton(self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setToolTip(clear)
        self._clear.setAccessibleName(clear)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        icons.tint(self._clear, "x")
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field, Down and Enter go into the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif Qt.Key(event.key()) in _INTO_LIST:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep magnifier and button at their ends."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_clear"):
            self._place()

    def _place(self) -> None:
        tokens = theme.current()
        side, extent = tokens.px(_SIDE), tokens.px(_ICON)
        self.setTextMargins(extent + side, 0, extent + side, 0)
        self._picture.move(side + 2, (self.height() - extent) // 2)
        button = self._clear.sizeHint()
        height = min(button.height(), self.height() - 4)
        self._clear.setGeometry(
            self.width() - button.width() - 4, (self.height() - height) // 2, button.width(), height
        )
