"""A field that the machine's administrator has fixed: grey, with the reason (DEL-04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.texts import LOCKED_HERE
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget


def lock(editor: QWidget) -> QLabel:
    """Make a field unchangeable; return the label that says why, to be put below it.

    The label is seen; a tool tip and the accessible description tell it to everyone else.
    """
    editor.setEnabled(False)
    editor.setToolTip(LOCKED_HERE)
    editor.setAccessibleDescription(LOCKED_HERE)
    return plain_label(LOCKED_HERE, "muted", wrap=True)
