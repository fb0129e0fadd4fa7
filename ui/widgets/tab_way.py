"""The way of the Tab key through widgets that are made late: Qt puts what is new at its end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def lead_through(widgets: Iterable[QWidget], place: QWidget) -> None:
    """Let Tab reach *widgets* one after the other, directly after *place*.

    Neither *place* nor a widget that hands the keyboard on to another need take it itself. What
    hands it on has to be moved too: from where it stayed, Tab would jump and go round in a circle.
    """
    before = place
    for widget in widgets:
        with _taking_tab(before), _taking_tab(widget):  # Qt sets no order where one does not
            QWidget.setTabOrder(before, widget)
        before = widget


@contextmanager
def _taking_tab(widget: QWidget) -> Iterator[None]:
    """Let *widget* take the keyboard by Tab for the time being.

    Qt gives its policy to the widget that it hands the keyboard on to, so that one is kept too.
    """
    proxy = widget.focusProxy()
    kept = [(part, part.focusPolicy()) for part in (widget, proxy) if part is not None]
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    yield
    for part, policy in kept:
        part.setFocusPolicy(policy)


def by_tab(inside: QWidget) -> list[QWidget]:
    """Return what Tab can reach in *inside*, in the order in which it was made.

    What hands the keyboard on belongs to it: an editor to its field, a viewport to its list.
    """
    window = inside.window()
    found = inside.findChildren(QWidget)
    return [widget for widget in found if _on_the_way(widget) and widget.window() is window]


def _on_the_way(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return policy == Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None
