"""Small helpers for the insides of editors."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.widgets.labels import PlainLabel

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
