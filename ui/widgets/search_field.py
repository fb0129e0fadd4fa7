"""A line to search with, and one that leads from place to place of what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from ui import theme
from ui.theme import icons
from ui.widgets.labels import plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.text_guards import refuse_too_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent


# --- words ---------------------------------------------------------------------------------------

NEXT_PLACE: Final = "Nächste Fundstelle (F3)"
PREVIOUS_PLACE: Final = "Vorige Fundstelle (Umschalt+F3)"


# --- A line to search with: a magnifier, a button that clears, keys that lead into the list ------

_INTO_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageDown})
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ICON, _SIDE = 16, 8  # logical pixels at 100 %
_BUTTON: Final = 24
_LEAST_TEXT: Final = 40  # px at 100 % that the words themselves need beside the number
_BESIDE_WORDS: Final = 14  # px at 100 % around the words, with which the buttons leave room


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
        self._clear = self._button("x", clear)
        self._clear.clicked.connect(self.clear)
        self.textChanged.connect(lambda _: self._place())
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
        """Follow zoom and colours; what stands inside is dressed after the line."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_clear"):
            self._place()
            QTimer.singleShot(0, self, self._place)

    def _button(self, picture: str, name: str) -> QToolButton:
        """Return a button inside the line; the keyboard never stands on it."""
        button = QToolButton(self)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.hide()
        icons.tint(button, picture)
        return button

    def _at_end(self) -> list[QWidget]:
        """Return what stands at the end of the line now, from left to right."""
        return [self._clear] if self.text() else []

    def _place(self) -> None:
        """Put everything where it belongs, with the words in between."""
        tokens = theme.current()
        side, extent = tokens.px(_SIDE), tokens.px(_ICON)
        self._picture.move(side + 2, (self.height() - extent) // 2)
        right, shown = self.width() - 4, self._at_end()
        for child in reversed(shown):
            height = min(child.sizeHint().height(), self.height() - 4)
            width = self._width_of(child)
            right -= width
            child.setGeometry(right, (self.height() - height) // 2, width, height)
        for child in self._movable():
            child.setVisible(child in shown)
        taken = self.width() - 4 - right if shown else extent + side
        self.setTextMargins(extent + side, 0, max(taken, extent + side), 0)

    def _movable(self) -> list[QWidget]:
        return [self._clear]

    @staticmethod
    def _width_of(child: QWidget) -> int:
        wished = child.sizeHint().width()
        return (
            max(wished, theme.current().px(_BUTTON)) if isinstance(child, QToolButton) else wished
        )


# --- The same with the number of places found, and the way from one to the next (D 22, 23) -------


class PlaceSearchField(SearchField):
    """*step_wanted* asks for the next place (1) or the previous one (-1).

    *entered* asks for the place at hand itself, by Enter. Where the line is short, the buttons go
    first, then the number. While nothing is searched for, the *keys* that lead here stand there.
    """

    step_wanted = Signal(int)
    entered = Signal()
    _number: QLabel | None = None

    def __init__(
        self, name: str, hint: str, clear: str, parent: QWidget | None = None, *, keys: str = ""
    ) -> None:
        super().__init__(name, hint, clear, parent)
        self._keys = plain_label(keys, "keycap")
        self._keys.setParent(self)
        self._keys.setCursor(Qt.CursorShape.ArrowCursor)
        self._number = plain_label("", "muted")
        self._number.setParent(self)
        self._number.setCursor(Qt.CursorShape.ArrowCursor)
        self._previous = self._button("chevron-up", PREVIOUS_PLACE)
        self._next = self._button("chevron-down", NEXT_PLACE)
        self._previous.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._next.clicked.connect(lambda: self.step_wanted.emit(1))
        self._place()

    def show_number(self, text: str) -> None:
        """Say which place is at hand and how many there are, "" for nothing."""
        if self._number is not None and text != self._number.text():
            self._number.setText(text)
            self.setAccessibleDescription(text)
            self._place()

    def number(self) -> str:
        """Return what is said of the places found."""
        return self._number.text() if self._number is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the place at hand."""
        if Qt.Key(event.key()) in _ENTER and self.text().strip():
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _at_end(self) -> list[QWidget]:
        shown, tokens = super()._at_end(), theme.current()
        if self._number is not None and not shown:
            hint = self.fontMetrics().horizontalAdvance(self.placeholderText())
            room = self.width() - tokens.px(_ICON + 3 * _SIDE) - hint
            return [self._keys] if self._keys.text() and room > self._width_of(self._keys) else []
        if not shown or self._number is None or not self._number.text():
            return shown
        room = self.width() - tokens.px(_ICON + 2 * _SIDE + _LEAST_TEXT + _BUTTON)
        room -= self._number.sizeHint().width()
        if room < 0:
            return shown
        words = self.fontMetrics().horizontalAdvance(self.text()) + tokens.px(_BESIDE_WORDS)
        enough = room + tokens.px(_LEAST_TEXT - 2 * _BUTTON) >= words
        steps = [self._previous, self._next] if enough else []
        return [self._number, *steps, *shown]

    def _movable(self) -> list[QWidget]:
        if self._number is None:
            return super()._movable()
        return [self._keys, self._number, self._previous, self._next, *super()._movable()]


# --- What the keys do during a search -------------------------------------------------------------


class KeyHints(QWidget):
    """Keys, each with what it does, side by side as there is room."""

    def __init__(self, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, spacing=theme.Space.S)
        space = theme.Space
        flow.setContentsMargins(space.M, space.S, space.M, space.S)
        for key, does in hints:
            pair = QWidget(self)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(space.XS)
            row.addWidget(plain_label(key, "keycap"))
            row.addWidget(plain_label(does, "note"))
            flow.addWidget(pair)
