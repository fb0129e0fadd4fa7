"""Tabs of which none ever hides behind arrows: where words do not fit, all but one are icons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QTabWidget, QWidget

from ui import icons, theme
from ui.texts import thousands
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

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
