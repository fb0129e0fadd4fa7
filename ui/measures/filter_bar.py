"""The filters: a menu for each facet, and a chip for each choice that is in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from klimaeditor.search.filters import Facet, Filter, FindingsFilter
from ui import icons, theme
from ui import texts as words
from ui.measures import texts
from ui.measures.facet_menus import MoreFacets
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import safe_tip
from ui.widgets.menus import MenuButton
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from klimaeditor.search.facets import Counts
    from ui.models.measure_rows import MeasureRow

Chip = tuple[str, Filter]


class FilterBar(QWidget):
    """Shows a filter and tells which one the user *wanted*; it keeps nothing else.

    *rows* gives all measures, which name the categories there are; *counts* how many of them each
    choice would show.
    """

    wanted = Signal(object)

    def __init__(
        self,
        rows: Callable[[], Iterable[MeasureRow]],
        counts: Callable[[], Mapping[Facet, Counts]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._counts = counts
        self._filter = Filter()
        self._categories = self._menu_button(words.CATEGORY, self._fill_categories)
        self._statuses = self._menu_button(words.STATUS_TITLE, self._fill_statuses)
        self._findings = self._menu_button(words.FINDINGS, self._fill_findings)
        self._findings.setToolTip(texts.FINDINGS_TIP)
        self._more = MoreFacets(counts, self)
        self._more.ticked.connect(self._on_ticked)
        self._chips = QWidget(self)
        self._chips.setAccessibleName(texts.FILTERS)
        self._chip_flow = FlowLayout(self._chips)
        self._shown: list[QPushButton] = []
        self.buttons = FlowLayout(spacing=theme.Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addLayout(self.buttons)
        column.addWidget(self._chips)
        for button in (self._categories, self._statuses, self._findings, self._more):
            self.buttons.addWidget(button)
        self._chips.hide()

    def show_filter(self, shown: Filter) -> None:
        """Show another filter."""
        self._more.show_filter(shown)
        if shown.facets == self._filter.facets:
            self._filter = shown
            return
        self._filter = shown
        focused = self._focused_chip()
        self._rebuild_chips()
        if focused is not None:
            self._focus_chip(focused)

    def chips(self) -> list[QPushButton]:
        """Return the chips in force, without the button that removes them all."""
        return list(self._shown)

    def _menu_button(self, name: str, fill: Callable[[], None]) -> MenuButton:
        button = MenuButton(name, parent=self)
        button.setToolTip(texts.FILTER_TIP.format(facet=name))
        button.menu().aboutToShow.connect(fill)
        return button

    # --- menus ---------------------------------------------------------------------------

    def _fill_categories(self) -> None:
        counts = self._counts()[Facet.CATEGORIES]
        rows = list(self._rows())
        names = {row.category_id: row.category for row in reversed(rows)}
        order = dict.fromkeys(row.category_id for row in rows)
        entries = [(key, names[key], counts.get(key, 0)) for key in order]
        self._fill(self._categories, entries, Facet.CATEGORIES)

    def _fill_statuses(self) -> None:
        counts = self._counts()[Facet.STATUSES]
        entries = [(status, words.STATUS[status], counts.get(status, 0)) for status in words.STATUS]
        self._fill(self._statuses, entries, Facet.STATUSES)

    def _fill(
        self, button: MenuButton, entries: Sequence[tuple[str, str, int]], facet: Facet
    ) -> None:
        menu = button.menu()
        menu.clear()
        chosen = self._filter.choices(facet)
        for value, name, count in entries:
            shown = one_line(name, texts.LONGEST_CHOICE)
            text = texts.CHOICE_COUNT.format(name=shown, count=count).replace("&", "&&")
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(value in chosen)
            action.toggled.connect(self._ticker(facet, value))
            menu.addAction(action)

    def _ticker(self, facet: Facet, value: str) -> Callable[[bool], None]:
        return lambda checked: self._on_ticked(facet.value, value, checked)

    def _on_ticked(self, facet: str, value: object, checked: bool) -> None:
        self.wanted.emit(self._filter.with_choice(facet, value, chosen=checked))

    def _fill_findings(self) -> None:
        counts = self._counts()[Facet.FINDINGS]
        menu = self._findings.menu()
        menu.clear()
        group = QActionGroup(menu)
        for choice, name in texts.FINDINGS_FILTERS.items():
            text = texts.CHOICE_COUNT.format(name=name, count=counts.get(choice, 0))
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(choice is self._filter.findings)
            action.triggered.connect(self._chooser(choice))
            group.addAction(action)
            menu.addAction(action)

    def _chooser(self, choice: FindingsFilter) -> Callable[[], None]:
        return lambda: self.wanted.emit(replace(self._filter, findings=choice))

    # --- chips ---------------------------------------------------------------------------

    def _rebuild_chips(self) -> None:
        while (item := self._chip_flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self._chips.setVisible(self._filter.has_facets)
        self._shown = [self._chip(name, without) for name, without in self._in_force()]
        for button in (*self._shown, self._remove_all()) if self._shown else ():
            self._chip_flow.addWidget(button)
            button.show()

    def _remove_all(self) -> QPushButton:
        button = QPushButton(texts.REMOVE_ALL, self._chips)
        button.setProperty("role", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self.wanted.emit(Filter(self._filter.text)))
        return button

    def _in_force(self) -> list[Chip]:
        """Return (name, filter without it) of every choice in force."""
        now = self._filter
        names = {row.category_id: row.category for row in self._rows()}
        found = [] if now.pick is None else [(now.pick.title, replace(now, pick=None))]
        found += [
            (names.get(value, value), replace(now, categories=now.categories - {value}))
            for value in sorted(now.categories)
        ]
        found += [
            (text, replace(now, statuses=now.statuses - {status}))
            for status, text in words.STATUS.items()
            if status in now.statuses
        ]
        if now.findings is not FindingsFilter.ALL:
            name = texts.FINDINGS_FILTERS[now.findings]
            found.append((name, replace(now, findings=FindingsFilter.ALL)))
        found += [
            (texts.chip_name(facet, value), now.with_choice(facet, value, chosen=False))
            for facet in texts.MORE_FACETS
            for value in sorted(now.choices(facet), key=str)
        ]
        return found

    def _chip(self, name: str, without: Filter) -> QPushButton:
        chip = QPushButton(one_line(name, texts.LONGEST_CHIP).replace("&", "&&"), self._chips)
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setChecked(True)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setToolTip(safe_tip(texts.REMOVE_FILTER.format(name=name)))
        chip.setAccessibleName(texts.REMOVE_FILTER.format(name=name))
        icons.tint(chip, "x")
        chip.clicked.connect(lambda: self.wanted.emit(without))
        return chip

    def _focused_chip(self) -> int | None:
        """Return the place of the chip with the keyboard, None where it is elsewhere."""
        focused = QApplication.focusWidget()
        if focused is None or not self._chips.isAncestorOf(focused):
            return None
        return self._chip_flow.indexOf(focused)

    def _focus_chip(self, place: int) -> None:
        """Put the keyboard near the chip that has gone."""
        chips = self._shown
        (chips[min(place, len(chips) - 1)] if chips else self._categories).setFocus()
