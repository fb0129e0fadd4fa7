"""Tabs whose contents are made when they are first wanted, or when the program is idle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.widgets.short_tabs import ShortTabs
from ui.widgets.tab_way import by_tab, lead_through

if TYPE_CHECKING:
    from collections.abc import Callable

_IDLE_MS = 100  # behind what the form still makes after the first painting


class LateTabs(ShortTabs):
    """A tab widget that knows how to make some of its pages later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers: dict[QWidget, Callable[[], QWidget]] = {}
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._make_one)
        self.currentChanged.connect(self.page)

    def add_late(self, title: str, icon: str, make: Callable[[], QWidget]) -> int:
        """Add a tab whose page *make* returns when it is first wanted; returns its index."""
        place = QWidget()
        self._makers[place] = make
        return self.add_titled(place, title, icon)

    def page(self, index: int) -> QWidget | None:
        """Return the page of a tab, made where it is still missing; None beyond the last."""
        place = self.widget(index)
        make = self._makers.pop(place, None) if place is not None else None
        if make is None or place is None:
            return place
        made, current = make(), self.currentIndex()
        lead_through(by_tab(made), place)
        self.blockSignals(True)  # for others it is the same tab all the time
        self.removeTab(index)
        self.insertTab(index, made, self.title(index))
        self.setCurrentIndex(current)
        self.blockSignals(False)
        self.fit_titles()
        place.deleteLater()
        return made

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
