"""The line above the list: how many are shown, in which order, which columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from ui import icons, theme
from ui.measures import texts
from ui.models.measure_list import HEADERS, Column
from ui.models.measure_rows import SortKey
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label
from ui.widgets.menus import MenuButton, TickMenu

if TYPE_CHECKING:
    from collections.abc import Callable


class OrderBar(QWidget):
    """Tells *sorting_wanted* (SortKey, descending)."""

    sorting_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = plain_label(role="muted")
        self._sorting = (SortKey.ORDER, False)
        self._short = False
        self._button = MenuButton("", QMenu(self), self)
        self._button.setProperty("role", "quiet")
        self._button.setToolTip(texts.SORT_TIP)
        self._choices: dict[SortKey, QAction] = {}
        self._fill()
        flow = FlowLayout(self, spacing=theme.Space.S, justify=True)
        flow.addWidget(self._count)
        flow.addWidget(self._button)
        self.show_sorting(*self._sorting)

    def show_count(self, shown: int, total: int) -> None:
        """Show „12 von 68 angezeigt“."""
        self._count.setText(texts.shown_of(shown, total))

    def count_text(self) -> str:
        """Return the line as it is shown."""
        return self._count.text()

    def show_sorting(self, sort: SortKey, descending: bool) -> None:
        """Show what the list is sorted by."""
        self._sorting = (sort, descending)
        name = texts.SORT_SHORT.get(sort, texts.SORT_KEYS[sort])
        name = texts.REVERSED.format(name=name) if descending else name
        text = texts.SORTED_BY.format(name=name)
        self._button.setText(name if self._short else text)
        self._button.setAccessibleName(text)
        self._choices[sort].setChecked(True)
        self._reverse.setChecked(descending)

    def set_short(self, *, short: bool) -> None:
        """Write only the name of the order on the button, beside the count, or the sentence."""
        self._short = short
        self.show_sorting(*self._sorting)

    def line_height(self) -> int:
        """Return the height of the line where count and order fit beside each other."""
        return max(self._count.sizeHint().height(), self._button.sizeHint().height())

    def _fill(self) -> None:
        menu = self._button.menu()
        group = QActionGroup(menu)
        for sort, name in texts.SORT_KEYS.items():
            action = QAction(name, menu)
            action.setCheckable(True)
            action.triggered.connect(self._chooser(sort))
            group.addAction(action)
            menu.addAction(action)
            self._choices[sort] = action
        menu.addSeparator()
        self._reverse = QAction(texts.DESCENDING, menu)
        self._reverse.setCheckable(True)
        self._reverse.triggered.connect(
            lambda checked: self.sorting_wanted.emit(self._sorting[0], checked)
        )
        menu.addAction(self._reverse)

    def _chooser(self, sort: SortKey) -> Callable[[], None]:
        return lambda: self.sorting_wanted.emit(sort, self._sorting[1])


class ColumnsButton(QToolButton):
    """A button with the columns to choose from; *toggled_column* tells (column, shown)."""

    toggled_column = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(texts.COLUMNS)
        self.setAccessibleName(texts.COLUMNS)
        icons.tint(self, "list")
        menu = TickMenu(self)
        self.choices: dict[Column, QAction] = {}
        for column in list(Column)[1:]:
            action = QAction(HEADERS[column], menu)
            action.setCheckable(True)
            action.toggled.connect(self._toggler(column))
            menu.addAction(action)
            self.choices[column] = action
        self.setMenu(menu)

    def _toggler(self, column: Column) -> Callable[[bool], None]:
        return lambda shown: self.toggled_column.emit(int(column), shown)
