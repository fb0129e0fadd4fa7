"""Tabs whose contents are made when they are first wanted, or when the program is idle."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from ui.widgets.common_words import thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


# --- The way of the Tab key through widgets that are made late: Qt puts what is new at its end ---


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


# --- Tabs whose contents are made when they are first wanted, or when the program is idle --------

_IDLE_MS = 100  # behind what the form still makes after the first painting


class LateTabs(QTabWidget):
    """A tab widget that makes its pages later; a number may stand behind a title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[str] = []
        self._makers: dict[QWidget, Callable[[], QWidget]] = {}
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._make_one)
        self.currentChanged.connect(self._on_changed)
        self.setUsesScrollButtons(False)

    def add_late(self, title: str, make: Callable[[], QWidget]) -> int:
        """Add a tab whose page *make* returns when it is first wanted; returns its index."""
        place = QWidget()
        self._makers[place] = make
        self._titles.append(title)
        return self.addTab(place, title)

    def show_number(self, index: int, number: int) -> None:
        """Write a number behind the title of a tab; nothing for 0."""
        title = self._titles[index]
        self.setTabText(index, f"{title} {thousands(number)}" if number else title)

    def page(self, index: int) -> QWidget | None:
        """Return the page of a tab, made where it is still missing; None beyond the last."""
        place = self.widget(index)
        make = self._makers.pop(place, None) if place is not None else None
        if make is None or place is None:
            return place
        made, current, title = make(), self.currentIndex(), self.tabText(index)
        self.blockSignals(True)  # for others it is the same tab all the time
        self.removeTab(index)
        self.insertTab(index, made, title)
        self.setCurrentIndex(current)
        self.blockSignals(False)
        lead_through([made, *by_tab(made)], place)
        place.deleteLater()
        return made

    def _on_changed(self, index: int) -> None:
        """Make the page that the user has chosen; what nobody sees yet has time."""
        if self.isVisible():
            self.page(index)

    def is_made(self, index: int) -> bool:
        """Whether the page of a tab is there."""
        return self.widget(index) not in self._makers

    def make_when_idle(self) -> None:
        """Make the missing pages, one at a time, as soon as there is nothing else to do."""
        if self._makers:
            QTimer.singleShot(0, self, self._idle.start)  # the pause begins with the first idling

    def _make_one(self) -> None:
        if self._makers:
            self.page(self.indexOf(next(iter(self._makers))))
            self.make_when_idle()
