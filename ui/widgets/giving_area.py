"""A part of a pane that scrolls instead of pushing the rest out of a small window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_LEAST_LINES = 2


class GivingArea(QScrollArea):
    """As high as *content* wants where there is room; a few lines always, the rest scrolls."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside comes into sight by Tab
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._content = content
        self.setWidget(content)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return the height that the content wants at the present width.

        No height-for-width on purpose: a layout never gives less than that.
        """
        high = self._content.heightForWidth(self.width())
        hint = self._content.sizeHint()
        return QSize(hint.width(), high if high >= 0 else hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the content, and the height of a few lines or less."""
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        content = self._content.minimumSizeHint()
        return QSize(content.width(), min(least, content.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the width has changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content as it becomes higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
