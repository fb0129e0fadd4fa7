"""What all field editors share: one value in, the user's changes out, marks and names.

An editor shows a stored value and emits the new stored value on each change by the user, never
on :meth:`FieldEditor.set_value`. What cannot be read as the field's kind is stored as typed, so
nothing is lost; a check reports it. An editor never emits ABSENT: emptying a field is None or "".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleStateChangeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.values import ABSENT, Json, Value, same
from ui import theme
from ui.theme import icons
from ui.widgets.found import FoundMarks, Markable
from ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton


# --- words ---------------------------------------------------------------------------------------

OPEN_LINK = "Öffnen"


# --- What all field editors share: one value in, the user's changes out, marks and names ---------

Choice = tuple[Json, str]


class FieldEditor(QWidget):
    """One field's editor; kinds derive from it and fill in the methods that start with ``_``.

    Signals: *edited* carries the new stored value; *open_requested* an address the user wants to
    see (URL and LINKS only; whoever listens shows the target before opening it, SEC-04);
    *step_began* says that what is edited from now on is a step of its own.
    """

    edited = Signal(object)
    open_requested = Signal(str)
    step_began = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Value = ABSENT
        self._invalid = False
        self._read_only = False

    @property
    def invalid(self) -> bool:
        """Whether the field is marked as faulty."""
        return self._invalid

    def value(self) -> Value:
        """Return the stored value that is shown."""
        return self._value

    def set_value(self, value: Value) -> None:
        """Show *value*; emits nothing and leaves the caret alone where it is shown already."""
        if same(value, self._value):
            return
        self._value = value
        self._show(value)

    def set_invalid(self, invalid: bool) -> None:
        """Mark the field as faulty: border by style sheet, state for screen readers (A11Y-17)."""
        if invalid == self._invalid:
            return
        self._invalid = invalid
        for widget in self._marked():
            set_flag(widget, "invalid", on=invalid)
        changed = QAccessible.State()
        changed.invalid = True
        QAccessible.updateAccessibility(QAccessibleStateChangeEvent(self, changed))

    def set_read_only(self, read_only: bool) -> None:
        """Lock or unlock the field; a locked field can still be read, marked and copied."""
        self._read_only = read_only
        self._lock(locked=read_only)
        for widget in self._marked():  # the style sheet looks at readOnly only when it is told to
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def attend(self, *, entered: bool, quiet: bool) -> None:
        """Follow the cursor: *entered* says that it is in the field, *quiet* to make no remarks.

        Remarks are left to the finding under the field where there is one. Kinds without ignore it.
        """

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        """Offer *choices*: (stored value, German label), or a word that is both.

        Kinds without choices ignore it.
        """

    def set_accessible(self, name: str, description: str = "") -> None:
        """Name the field for screen readers; inner buttons get names of their own (A11Y-05)."""
        for widget in (self, self.focus_widget()):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(description)
        for button, purpose in self._buttons():
            button.setAccessibleName(f"{purpose}: {name}")

    def mark_found(self, marks: FoundMarks, entry: int | None = None) -> None:
        """Mark words that were searched for; *entry* is that of a list with the place at hand."""
        widget = self.focus_widget()
        if isinstance(widget, Markable):
            widget.mark(marks)

    def found_place(self) -> QRect:
        """Return where the place at hand stands in the editor; all of it where that is unknown."""
        widget = self.focus_widget()
        if not isinstance(widget, Markable):
            return self.rect()
        return widget.mark_place().translated(widget.mapTo(self, QPoint(0, 0)))

    def enter_found(self) -> None:
        """Put the keyboard at the place at hand; a list of choices is opened for it (D 23)."""
        widget = self.focus_widget()
        if isinstance(widget, Markable):
            widget.enter_mark()
        else:
            widget.setFocus()

    def focus_widget(self) -> QWidget:
        """Return the widget that takes the keyboard; also the buddy of the field's label."""
        raise NotImplementedError

    def _show(self, value: Value) -> None:
        """Put *value* on the screen without emitting."""
        raise NotImplementedError

    def _lock(self, *, locked: bool) -> None:
        """Make the parts read only, or editable again."""
        raise NotImplementedError

    def _marked(self) -> Sequence[QWidget]:
        """Return the widgets whose border shows that the field is faulty."""
        return (self.focus_widget(),)

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        """Return inner buttons with what they do, in German."""
        return ()

    def _emit(self, value: Json) -> None:
        """Remember and emit what the user made of the value, unless nothing changed."""
        if same(value, self._value):
            return
        self._value = value
        self.edited.emit(value)


def pairs(choices: Sequence[Choice | str]) -> tuple[Choice, ...]:
    """Return *choices* as (stored value, label)."""
    return tuple((item, item) if isinstance(item, str) else item for item in choices)


def set_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Set the dynamic property *name* and have the style sheet look again."""
    if bool(widget.property(name)) == on:
        return
    widget.setProperty(name, on)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


# --- Small helpers for the insides of editors ----------------------------------------------------

Layout = TypeVar("Layout", bound=QBoxLayout)


def column(owner: QWidget) -> QVBoxLayout:
    """Give *owner* a tight vertical layout."""
    return _tight(QVBoxLayout(owner), theme.Space.XS)


def row(owner: QWidget | None = None) -> QHBoxLayout:
    """Return a tight horizontal layout, set on *owner* where given."""
    layout = QHBoxLayout(owner) if owner else QHBoxLayout()
    return _tight(layout, theme.Space.S)


def note(parent: QWidget) -> QLabel:
    """Return a small grey label for remarks; it shows data, so it is plain text (SEC-03)."""
    label = PlainLabel("", parent, wrap=True)
    label.setProperty("role", "note")
    label.hide()
    return label


def word_button(parent: QWidget, text: str, picture: str = "") -> QPushButton:
    """Return a button with a word and, where named, an icon; Enter elsewhere never presses it."""
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    if picture:
        icons.tint(button, picture)
    return button


def small_button(parent: QWidget, text: str, picture: str = "") -> QPushButton:
    """Return a small button with a word and, where named, an icon."""
    button = word_button(parent, text, picture)
    button.setProperty("role", "small")
    return button


def icon_button(parent: QWidget, picture: str, purpose: str, *, small: bool = False) -> QToolButton:
    """Return a button that shows only an icon; *purpose* is its tool tip and accessible name."""
    button = QToolButton(parent)
    button.setProperty("role", "small" if small else "outline")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setToolTip(purpose)
    button.setAccessibleName(purpose)
    icons.tint(button, picture)
    return button


def _tight(layout: Layout, spacing: int) -> Layout:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    return layout
