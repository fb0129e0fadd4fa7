"""Versions beside each other, or one below the other where there is little room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui import theme
from ui.review.diff_pane import DiffPane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from ui.review.diffing import Version

_LEAST_WIDTH = 170  # of one version, logical pixels at 100 %


class Columns(QWidget):
    """One pane for each heading; *shares* are their widths in proportion."""

    def __init__(
        self, headings: Sequence[str], shares: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.panes = tuple(DiffPane(heading, self) for heading in headings)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.Space.S)
        for pane, share in zip(self.panes, shares, strict=True):
            self._row.addWidget(pane, share)
            pane.setMinimumWidth(1)

    def show_versions(self, versions: Sequence[Version], label: str) -> None:
        """Show one version of the field *label* in each pane."""
        for pane, version in zip(self.panes, versions, strict=True):
            pane.show_version(version, label)

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [pane.reader for pane in self.panes]

    def is_stacked(self) -> bool:
        """Whether the versions stand one below the other."""
        return self._row.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between side by side and stacked."""
        super().resizeEvent(event)
        least = theme.current().px(_LEAST_WIDTH) * len(self.panes)
        stacked = self.width() < least
        if stacked != self.is_stacked():
            way = QBoxLayout.Direction
            self._row.setDirection(way.TopToBottom if stacked else way.LeftToRight)
