"""The way of the Tab key through widgets that are made late: Qt puts what is new at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable


def lead_through(widgets: Iterable[QWidget], place: QWidget) -> None:
    """Let Tab reach *widgets* one after the other, directly after *place*.

    *place* need not take the keyboard itself.
    """
    policy, before = place.focusPolicy(), place
    place.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt sets no order behind what takes no keyboard
    for widget in widgets:
        QWidget.setTabOrder(before, widget)
        before = widget
    place.setFocusPolicy(policy)


def by_tab(inside: QWidget) -> list[QWidget]:
    """Return what Tab can reach in *inside*, in the order in which it was made."""
    window = inside.window()
    found = inside.findChildren(QWidget)
    return [widget for widget in found if _takes_tab(widget) and widget.window() is window]


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return policy == Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
