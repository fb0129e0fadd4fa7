"""What can be filtered by, a chip for each choice that is in force, and views kept by name."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from klimaeditor.checks.rulebook import RULES
from klimaeditor.checks.statuswords import status_words
from klimaeditor.textwork.filters import (
    Facet,
    Filter,
    FindingsFilter,
    NewsAge,
    NotedState,
    ReleasedFilter,
    SavedView,
    filter_from_plain,
    known,
    with_view,
    without_view,
)
from ui import theme
from ui.measures.bars import FILTERS
from ui.measures.measure_row import SortKey
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.labels import safe_tip
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import one_line
from ui.widgets.pickers import MenuButton

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    from klimaeditor.model.catalogue import Catalogue, SiteProfile
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json
    from klimaeditor.textwork.filters import Counts
    from ui.measures.measure_row import MeasureName


# --- words ---------------------------------------------------------------------------------------

CHOICE_COUNT: Final = "{name} ({count})"
REMOVE_FILTER: Final = "Filter entfernen: {name}"
FINDINGS_FILTERS: Final = {
    FindingsFilter.ALL: "Alle",
    FindingsFilter.ERRORS: "mit Fehlern",
    FindingsFilter.WARNINGS: "mit Warnungen",
    FindingsFilter.WITHOUT: "ohne Befunde",
}
_OWN_NAMES: Final = {
    Facet.MISSING: "Fehlende Angabe",
    Facet.NEWS: "Letzte Neuigkeit",
    Facet.RULES: "Art des Befunds",
    Facet.NOTED: "Notizen",
    Facet.RELEASED: "Freigabe",
}
NO_BODY: Final = "ohne Angabe, wer es macht"
NOTHING_TO_CHOOSE: Final = "Nichts zur Auswahl"
NEWS_AGES: Final = {
    NewsAge.FRESH: "jünger als 1 Jahr",
    NewsAge.ONE_YEAR: "1 bis 2 Jahre alt",
    NewsAge.TWO_YEARS: "älter als 2 Jahre",
    NewsAge.NEVER: "noch keine",
}
NOTED_STATES: Final = {
    NotedState.OPEN: "mit offener Notiz",
    NotedState.DONE: "nur erledigte Notizen",
    NotedState.NONE: "ohne Notiz",
}
RELEASED_STATES: Final = {
    ReleasedFilter.RELEASED: "freigegeben",
    ReleasedFilter.OPEN: "nicht freigegeben",
}
_CHIPS: Final = {
    Facet.MISSING: "fehlt: {name}",
    Facet.NEWS: "Neuigkeit {name}",
    Facet.UNTIL: "bis {name}",
}
LONGEST_CHIP: Final = 36  # characters
LONGEST_CHOICE: Final = 80

MORE_FACETS: Final = (
    *(Facet.BODIES, Facet.MISSING, Facet.NEWS, Facet.UNTIL, Facet.RULES),
    *(Facet.NOTED, Facet.RELEASED),
)
_FIELDS: Final[Mapping[Facet, FieldName]] = MappingProxyType(
    {Facet.BODIES: "responsible_bodies", Facet.UNTIL: "cost_until"}
)

VIEWS: Final = "Ansichten"
VIEWS_TIP: Final = "Filter und Reihenfolge unter einem Namen merken"
REMOVE_VIEW: Final = "Gemerkte Ansicht entfernen"
NO_VIEWS: Final = "Noch keine Ansicht gemerkt"
EVERYTHING: Final = "Alle Maßnahmen"


def facet_name(catalogue: Catalogue, facet: Facet) -> str:
    """Return what a rarer facet is called: by the label of its field, where it has one."""
    field = _FIELDS.get(facet)
    return _OWN_NAMES[facet] if field is None else catalogue.field(field).label


def value_name(catalogue: Catalogue, facet: Facet, value: object) -> str:
    """Return what to call one choice of the menu „Weitere“."""
    if facet is Facet.MISSING:
        field = catalogue.known_field(str(value))
        return field.label if field else str(value)
    if facet is Facet.RULES:
        return RULES[str(value)].title if value in RULES else str(value)
    if isinstance(value, NewsAge):
        return NEWS_AGES[value]
    if isinstance(value, NotedState):
        return NOTED_STATES[value]
    if isinstance(value, ReleasedFilter):
        return RELEASED_STATES[value]
    return str(value) or NO_BODY


def chip_name(catalogue: Catalogue, facet: Facet, value: object) -> str:
    """Return what stands on the chip of a choice; long names are shortened."""
    name = _CHIPS.get(facet, "{name}").format(name=value_name(catalogue, facet, value))
    return one_line(name, LONGEST_CHIP)


def rarer(count: int) -> str:
    """Return the remark on choices that a menu leaves out."""
    return f"{common_words.thousands(count)} seltenere: über die Suche zu finden"


# --- The choices of the rarer facets --------------------------------------------------------------

_MOST: Final = 30
"""So many choices a menu offers, the most frequent ones; a longer menu nobody reads."""


def choices(
    catalogue: Catalogue, facet: Facet, counts: Counts, shown: Filter
) -> list[tuple[Hashable, int]]:
    """Return what a menu offers of a facet: the chosen ones always, of the rest the frequent ones.

    Ages and years come in their own order, fields in that of the form, the rest by frequency.
    """
    found = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    chosen = shown.choices(facet)
    kept = [p for place, p in enumerate(found) if place < _MOST or p[0] in chosen]
    if facet is Facet.NEWS:
        order = list(NewsAge)
        kept.sort(key=lambda pair: order.index(NewsAge(str(pair[0]))))
    elif facet is Facet.NOTED:
        kept.sort(key=lambda pair: list(NotedState).index(NotedState(str(pair[0]))))
    elif facet is Facet.UNTIL:
        kept.sort(key=lambda pair: str(pair[0]))
    elif facet is Facet.MISSING:
        order_of = catalogue.places
        kept.sort(key=lambda pair: order_of.get(str(pair[0]), len(order_of)))
    return kept


# --- A chip for each choice that is in force -----------------------------------------------------

Chip = tuple[str, Filter]


class FilterChips(QWidget):
    """Shows the choices of a filter and tells which one the user *wanted*; it keeps nothing else.

    *names* gives all measures, which name the categories there are, *site* names fields and
    statuses. *emptied* says that the chip with the keyboard was the last one.
    """

    wanted = Signal(object)
    emptied = Signal()

    def __init__(
        self,
        names: Callable[[], Iterable[MeasureName]],
        site: Callable[[], SiteProfile],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._names, self._site = names, site
        self._filter = Filter()
        self.setAccessibleName(FILTERS)
        self._flow = FlowLayout(self, spacing=theme.Space.XS)
        self._shown: list[QPushButton] = []
        self.hide()

    def show_filter(self, shown: Filter) -> None:
        """Show another filter."""
        if shown.facets == self._filter.facets:
            self._filter = shown
            return
        self._filter = shown
        focused = self._focused_chip()
        self._rebuild_chips()
        if focused is not None:
            self._focus_chip(focused)

    def chips(self) -> list[QPushButton]:
        """Return the chips in force."""
        return list(self._shown)

    def _rebuild_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._shown = [self._chip(name, without) for name, without in self._in_force()]
        for chip in self._shown:
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(self._shown))

    def _in_force(self) -> list[Chip]:
        """Return (name, filter without it) of every choice in force."""
        now = self._filter
        names = {row.category_id: row.category for row in self._names()}
        found = [] if now.pick is None else [(now.pick.title, replace(now, pick=None))]
        found += [
            (names.get(value, value), replace(now, categories=now.categories - {value}))
            for value in sorted(now.categories)
        ]
        found += [
            (text, replace(now, statuses=now.statuses - {status}))
            for status, text in status_words(self._site().words).items()
            if status in now.statuses
        ]
        if now.findings is not FindingsFilter.ALL:
            name = FINDINGS_FILTERS[now.findings]
            found.append((name, replace(now, findings=FindingsFilter.ALL)))
        found += [
            (
                chip_name(self._site().catalogue, facet, value),
                now.with_choice(facet, value, chosen=False),
            )
            for facet in MORE_FACETS
            for value in sorted(now.choices(facet), key=str)
        ]
        return found

    def _chip(self, name: str, without: Filter) -> QPushButton:
        chip = QPushButton(one_line(name, LONGEST_CHIP).replace("&", "&&"), self)
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(safe_tip(REMOVE_FILTER.format(name=name)))
        chip.setAccessibleName(REMOVE_FILTER.format(name=name))
        icons.tint(chip, "x")
        chip.clicked.connect(lambda: self.wanted.emit(without))
        return chip

    def _focused_chip(self) -> int | None:
        """Return the place of the chip with the keyboard, None where it is elsewhere."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return None
        return self._flow.indexOf(focused)

    def _focus_chip(self, place: int) -> None:
        """Put the keyboard near the chip that has gone."""
        if self._shown:
            self._shown[min(place, len(self._shown) - 1)].setFocus()
        else:
            self.emptied.emit()


# --- The button „Ansichten“: filters and orders kept under names ---------------------------------


class ViewsButton(MenuButton):
    """Keeps the views; *chosen* carries the one (SavedView) that shall be shown.

    *changed* says that there are other views now.
    """

    chosen = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(VIEWS, parent=parent)
        self.views: tuple[SavedView, ...] = ()
        self.setToolTip(VIEWS_TIP)
        menu = self.menu()
        menu.aboutToShow.connect(self._fill)
        self._remove = QMenu(REMOVE_VIEW, menu)

    def set_views(self, views: Iterable[SavedView]) -> None:
        """Take over views that were kept."""
        self.views = tuple(views)

    def put(self, view: SavedView) -> None:
        """Keep a view, in the place of one of the same name."""
        self.set_views(with_view(self.views, view))
        self.changed.emit()

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        self._remove.clear()
        everything = SavedView(EVERYTHING, Filter())
        for view in (everything, *self.views):
            menu.addAction(self._entry(menu, view))
        if not self.views:
            menu.addAction(NO_VIEWS).setEnabled(False)
        menu.addSeparator()
        for view in self.views:
            action = QAction(_shown(view.name), self._remove)
            action.triggered.connect(lambda _=False, name=view.name: self._drop(name))
            self._remove.addAction(action)
        self._remove.setEnabled(bool(self.views))
        menu.addMenu(self._remove)

    def _entry(self, menu: QMenu, view: SavedView) -> QAction:
        action = QAction(_shown(view.name), menu)
        action.triggered.connect(lambda _=False: self.chosen.emit(view))
        return action

    def _drop(self, name: str) -> None:
        self.set_views(without_view(self.views, name))
        self.changed.emit()


def _shown(name: str) -> str:
    return name.replace("&", "&&")


# --- Filter and order as plain data, and back; what is not understood is left out ----------------


def to_plain(shown: Filter, sort: SortKey, descending: bool) -> dict[str, Json]:
    """Return filter and order as plain data."""
    return {**shown.to_plain(), "sort": sort.value, "descending": descending}


def from_plain(saved: Mapping[str, Json]) -> tuple[Filter, SortKey, bool]:
    """Return filter and order from plain data."""
    sort = known(SortKey, saved.get("sort")) or SortKey.ORDER
    return filter_from_plain(saved), sort, saved.get("descending") is True


def view_of(name: str, shown: Filter, sort: SortKey, descending: bool) -> SavedView:
    """Return what the list shows as a view called *name*."""
    return SavedView(name, shown, sort.value, descending)


def sorting_of(view: SavedView) -> tuple[SortKey, bool]:
    """Return the order of a view; that of the contract where its word is unknown."""
    return known(SortKey, view.sort) or SortKey.ORDER, view.descending
