"""A badge as a widget: icon and word, the same as in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.theme import Tone
from ui.widgets.painting import badge_size, paint_badge

if TYPE_CHECKING:
    from PySide6.QtCore import QSize


class BadgeLabel(QWidget):
    """Shows (word, icon, tone); the word is its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = ("", "info", Tone.NEUTRAL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, word: str, icon: str, tone: Tone) -> None:
        """Show another badge."""
        self._mark = (word, icon, tone)
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the badge."""
        return badge_size(self._mark[0], self.font(), theme.current())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        paint_badge(QPainter(self), self.rect(), self._mark, self.font(), theme.current())
