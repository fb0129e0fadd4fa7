"""A line for a day that never changes by the wheel (A11Y-20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDateEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QDate
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QWidget


class CalmDateEdit(QDateEdit):
    """A day as people write it, without arrows; the wheel belongs to what is around it."""

    def __init__(self, day: QDate, parent: QWidget | None = None) -> None:
        super().__init__(day, parent)
        self.setDisplayFormat("dd.MM.yyyy")
        self.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to others."""
        event.ignore()
