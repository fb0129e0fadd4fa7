"""The mouse wheel over an editor that can scroll and stands in a page that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QAbstractScrollArea


def belongs_to_page(area: QAbstractScrollArea, event: QWheelEvent) -> bool:
    """Tell whether the page shall scroll: *area* has no focus or nothing more that way."""
    bar = area.verticalScrollBar()
    up = event.angleDelta().y() > 0
    at_end = bar.value() == (bar.minimum() if up else bar.maximum())
    return at_end or not area.hasFocus()
