"""Labels that show data as plain text, and lines between things."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label that never takes its text for markup (SEC-03).

    *role* is a role of the style sheet, e.g. ``"muted"``; *wrap* breaks long texts into lines.
    """
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if role:
        label.setProperty("role", role)
    return label


def hairline() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("role", "hairline")
    return line


def safe_tip(text: str) -> str:
    """Return *text* so that a tool tip shows it as it is: Qt guesses markup there (SEC-03)."""
    return f"<qt>{html.escape(text)}</qt>".replace("\n", "<br>")


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and have it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
