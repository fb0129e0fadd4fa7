"""The menu „Weitere“: a submenu with counts for each of the rarer facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from klimaeditor.catalogue import FIELDS
from klimaeditor.search.filters import Facet, Filter, NewsAge
from ui.measures import texts
from ui.widgets.menus import MenuButton, TickMenu
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from PySide6.QtWidgets import QMenu, QWidget

    from klimaeditor.search.facets import Counts

_MOST: Final = 30
"""So many choices a menu offers, the most frequent ones; a longer menu nobody reads."""
_ORDER = {field.name: place for place, field in enumerate(FIELDS)}


class MoreFacets(MenuButton):
    """*ticked* carries facet, value and whether it is chosen now."""

    ticked = Signal(str, object, bool)

    def __init__(
        self, counts: Callable[[], Mapping[Facet, Counts]], parent: QWidget | None = None
    ) -> None:
        super().__init__(texts.MORE, parent=parent)
        self._counts = counts
        self._filter = Filter()
        self.setToolTip(texts.MORE_TIP)
        menu = self.menu()
        menu.aboutToShow.connect(self._fill)
        self.menus = {facet: TickMenu(menu) for facet in texts.MORE_FACETS}
        for facet, name in texts.MORE_FACETS.items():
            self.menus[facet].setTitle(name)
            menu.addMenu(self.menus[facet])

    def show_filter(self, shown: Filter) -> None:
        """Take over what is chosen now."""
        self._filter = shown

    def _fill(self) -> None:
        counts = self._counts()
        for facet, menu in self.menus.items():
            menu.clear()
            offered = choices(facet, counts[facet], self._filter)
            for value, count in offered:
                menu.addAction(self._choice(menu, facet, value, count))
            if not offered:
                menu.addAction(texts.NOTHING_TO_CHOOSE).setEnabled(False)
            elif len(offered) < len(counts[facet]):
                rest = texts.rarer(len(counts[facet]) - len(offered))
                menu.addAction(rest).setEnabled(False)

    def _choice(self, menu: QMenu, facet: Facet, value: Hashable, count: int) -> QAction:
        name = one_line(texts.value_name(facet, value), texts.LONGEST_CHOICE)
        action = QAction(texts.CHOICE_COUNT.format(name=name, count=count).replace("&", "&&"), menu)
        action.setCheckable(True)
        action.setChecked(value in self._filter.choices(facet))
        action.toggled.connect(lambda on: self.ticked.emit(facet.value, value, on))
        return action


def choices(facet: Facet, counts: Counts, shown: Filter) -> list[tuple[Hashable, int]]:
    """Return what a menu offers of a facet: the chosen ones always, of the rest the frequent ones.

    Ages and years come in their own order, fields in that of the form, the rest by frequency.
    """
    found = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    chosen = shown.choices(facet)
    kept = [p for place, p in enumerate(found) if place < _MOST or p[0] in chosen]
    if facet is Facet.NEWS:
        order = list(NewsAge)
        kept.sort(key=lambda pair: order.index(NewsAge(str(pair[0]))))
    elif facet is Facet.UNTIL:
        kept.sort(key=lambda pair: str(pair[0]))
    elif facet is Facet.MISSING:
        kept.sort(key=lambda pair: _ORDER.get(str(pair[0]), len(_ORDER)))
    return kept
