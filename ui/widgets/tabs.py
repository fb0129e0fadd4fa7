"""Tabs whose contents are made when they are first wanted, or when the program is idle."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from ui import theme
from ui.theme import icons
from ui.widgets.common_words import thousands
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from PySide6.QtGui import QResizeEvent


# --- Tabs of which none ever hides behind arrows: where words do not fit, all but one are icons --

_RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


@dataclass(frozen=True, slots=True)
class _Title:
    """The word of a tab, what is written behind it (a number), and the icon for both."""

    word: str
    behind: str
    icon: str

    @property
    def full(self) -> str:
        return f"{self.word} {self.behind}" if self.behind else self.word


class ShortTabs(QTabWidget):
    """Add tabs with :meth:`add_titled`; they keep their places."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: list[_Title] = []
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.fit_titles)
        self.currentChanged.connect(lambda _: self.fit_titles())
        self.setUsesScrollButtons(False)

    def add_titled(self, page: QWidget, word: str, icon: str) -> int:
        """Add a tab that is called *word*, or shown by *icon* where there is no room for words."""
        self._titles.append(_Title(word, "", icon))
        return self.addTab(page, word)

    def show_number(self, index: int, number: int) -> None:
        """Write a number behind the word, or behind the icon, of a tab; nothing for 0."""
        behind = thousands(number) if number else ""
        self._titles[index] = replace(self._titles[index], behind=behind)
        self.fit_titles()

    def title(self, index: int) -> str:
        """Return word and number of a tab, whether they are spelt out or not."""
        return self._titles[index].full

    def fit_titles(self) -> None:
        """Spell all titles out, or only that of the open tab."""
        bar = self.tabBar()
        for index, title in enumerate(self._titles):
            self.setTabText(index, title.full)
            self.setTabToolTip(index, "")
            self.setTabIcon(index, icons.no_icon())
            bar.setAccessibleTabName(index, title.full)
        if bar.sizeHint().width() <= self.width():
            return
        color = theme.current().muted
        for index, title in enumerate(self._titles):
            if index != self.currentIndex():
                self.setTabText(index, title.behind)
                self.setTabToolTip(index, safe_tip(title.full))
                self.setTabIcon(index, icons.icon(title.icon, color))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See again what fits."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit_titles()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and colours once all of it is dressed."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_later"):
            self._later.start()


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
