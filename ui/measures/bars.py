"""What stands above and below the list: search, filters, order; several measures selected."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import quoted
from ui import theme
from ui.measures.measure_list import HEADERS
from ui.measures.measure_row import ListColumn, SortKey
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import hairline, plain_label, set_role
from ui.widgets.layouts import FlowLayout
from ui.widgets.pickers import MenuButton, TickMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent


# --- words ---------------------------------------------------------------------------------------

FILTERS: Final = "Filter"

FOLDED_COUNT: Final = "Filter · {count}"
FILTER_TIP: Final = "Filter wählen (Strg+Umschalt+L)"
SHOW_ALL: Final = "Alle zeigen"
NEW: Final = "Neu"
NEW_MEASURE: Final = "Neue Maßnahme"
NEW_TIP: Final = "Neue Maßnahme anlegen (Strg+N)"

MEASURES: Final = "Maßnahmen"
BULK_EDIT: Final = "Mehrere Maßnahmen bearbeiten…"
FILTER_AGAIN: Final = "Filter wieder setzen"
CLEAR_SELECTION: Final = "Auswahl aufheben"

SORTED_BY: Final = "Sortiert nach: {name}"
SORT_TIP: Final = "Reihenfolge der Liste"
SORT_KEYS: Final = {
    SortKey.ORDER: "Vertragsreihenfolge",
    SortKey.TITLE: "Titel",
    SortKey.CATEGORY: "Kategorie",
    SortKey.STATUS: "Status",
    SortKey.ERRORS: "Fehler zuerst",
    SortKey.ID: "Kennung",
}
SORT_SHORT: Final = {SortKey.ORDER: "Vertrag"}
DESCENDING: Final = "Umgekehrte Reihenfolge"
REVERSED: Final = "{name} (umgekehrt)"
COLUMNS: Final = "Spalten auswählen"
COLUMNS_SHORT: Final = "Spalten"


def shown_of(shown: int, total: int) -> str:
    """Return the line above the list: „12 von 68 Maßnahmen“, or „68 Maßnahmen“ if that is all."""
    whole = f"{common_words.thousands(total)} {common_words.MEASURE if total == 1 else MEASURES}"
    return whole if shown == total else f"{common_words.thousands(shown)} von {whole}"


SO_FAR: Final = "bisher {count}"


def filters_in_force(number: int) -> str:
    """Return what the button with the folded filters says: „Filter, 2 gesetzt“."""
    return (
        f"{FILTERS}, {common_words.thousands(number)} gesetzt"
        if number
        else f"{FILTERS}, keiner gesetzt"
    )


def selected(count: int) -> str:
    """Return the line below the list while several measures are selected."""
    return f"{common_words.thousands(count)} {MEASURES} ausgewählt"


def lifted(title: str) -> str:
    """Return why the filters are gone."""
    return f"Filter aufgehoben, damit {quoted(title)} zu sehen ist."


# --- The buttons above the list: filters, order, a new measure -----------------------------------

_GAP: Final = "\u2009"  # Qt leaves hardly any room behind an icon
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)


class FilterButton(QToolButton):
    """Opens the panel with the filters; says how many are in force."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self, "list-filter")
        self.setToolTip(FILTER_TIP)
        self.setAccessibleDescription(FILTER_TIP)
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Say how many filters are in force."""
        name = FOLDED_COUNT.format(count=number) if number else FILTERS
        self.setText(f"{_GAP}{name}")
        self.setAccessibleName(filters_in_force(number))
        set_role(self, "on", "true" if number else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Down as well as Space."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class OrderButton(MenuButton):
    """Shows the order; *sorting_wanted* carries (SortKey, descending)."""

    sorting_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", QMenu(parent), parent)
        _dress(self, "arrow-down-wide-narrow")
        self.setToolTip(SORT_TIP)
        self._sorting = (SortKey.ORDER, False)
        self._choices: dict[SortKey, QAction] = {}
        self._fill()
        self.show_sorting(*self._sorting)

    def show_sorting(self, sort: SortKey, descending: bool) -> None:
        """Show what the list is sorted by."""
        self._sorting = (sort, descending)
        name = SORT_SHORT.get(sort, SORT_KEYS[sort])
        name = REVERSED.format(name=name) if descending else name
        self.setText(f"{_GAP}{name}")
        self.setAccessibleName(SORTED_BY.format(name=name))
        self._choices[sort].setChecked(True)
        self._reverse.setChecked(descending)

    def _fill(self) -> None:
        menu = self.menu()
        group = QActionGroup(menu)
        for sort, name in SORT_KEYS.items():
            action = QAction(name, menu)
            action.setCheckable(True)
            action.triggered.connect(self._chooser(sort))
            group.addAction(action)
            menu.addAction(action)
            self._choices[sort] = action
        menu.addSeparator()
        self._reverse = QAction(DESCENDING, menu)
        self._reverse.setCheckable(True)
        self._reverse.triggered.connect(
            lambda checked: self.sorting_wanted.emit(self._sorting[0], checked)
        )
        menu.addAction(self._reverse)

    def _chooser(self, sort: SortKey) -> Callable[[], None]:
        return lambda: self.sorting_wanted.emit(sort, self._sorting[1])


def new_button(parent: QWidget) -> QToolButton:
    """Return the button for a new measure."""
    button = QToolButton(parent)
    _dress(button, "plus")
    button.setText(f"{_GAP}{NEW}")
    button.setAccessibleName(NEW_MEASURE)
    button.setToolTip(NEW_TIP)
    button.setProperty("accent", "true")
    return button


def _dress(button: QToolButton, icon: str) -> None:
    button.setProperty("role", "tool")
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    icons.tint(button, icon)


# --- What stands above the list ------------------------------------------------------------------

LEAST_LIST: Final = 80  # pixels
_ROWS: Final = 3  # so many rows of the list are worth more than a line with the status


class CountLine(QWidget):
    """How many measures are shown, and the way back to all: *all_wanted*."""

    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = plain_label(role="muted")
        self._all = QPushButton(SHOW_ALL, self)
        self._all.setProperty("role", "link")
        self._all.setCursor(Qt.CursorShape.PointingHandCursor)
        self._all.clicked.connect(self.all_wanted)
        flow = FlowLayout(self, spacing=theme.Space.S, justify=True)
        flow.addWidget(self._count)
        flow.addWidget(self._all)

    def show_count(self, shown: int, total: int, *, final: bool = True) -> None:
        """Show „12 von 68 Maßnahmen“; while more may come „bisher 12 von 68 Maßnahmen“."""
        said = shown_of(shown, total)
        self._count.setText(said if final else SO_FAR.format(count=said))

    def show_filtered(self, *, filtered: bool, searching: bool) -> None:
        """Be seen while anything narrows the list; a search has its own way back."""
        self._all.setVisible(filtered)
        self.setVisible(filtered or searching)

    def link(self) -> QPushButton:
        """Return the button that shows all again."""
        return self._all

    def text(self) -> str:
        """Return the line, also while it is not seen."""
        return self._count.text()


class PaneHead(QWidget):
    """The widgets above the list, from top to bottom: search, buttons, chips, how many are shown.

    *filter_clicked* and *new_clicked* tell of the buttons made here.
    """

    filter_clicked = Signal()
    new_clicked = Signal()

    def __init__(
        self,
        search: QWidget,
        order: OrderButton,
        chips: QWidget,
        lifted: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search = search
        self.filter_button = FilterButton(self)
        self.filter_button.clicked.connect(self.filter_clicked)
        self.new_button = new_button(self)
        self.new_button.clicked.connect(self.new_clicked)
        self.count = CountLine(self)
        space = theme.Space
        self._buttons = FlowLayout(spacing=0, justify=True)
        for widget in (self.filter_button, order, self.new_button):
            self._buttons.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space.S, space.S, space.S, space.XS)
        self._column.setSpacing(space.XS)
        for part in (search, chips, self.count, lifted):
            line = QHBoxLayout()
            line.setContentsMargins(space.XS, 0, space.XS, 0)
            line.addWidget(part)
            self._column.addLayout(line)
        self._column.insertLayout(1, self._buttons)  # they bring room of their own
        for before, after in pairwise((search, self.filter_button, order, self.new_button)):
            self.setTabOrder(before, after)

    def fit(self, height: int, row: int) -> bool:
        """Return whether three rows have room during a search without filters.

        *height* is that of the pane, *row* that of a row, in pixels.
        """
        margins = self._column.contentsMargins()
        lines = (self._search, self._buttons, self.count)
        taken = margins.top() + margins.bottom() + len(lines) * self._column.spacing()
        taken += sum(line.sizeHint().height() for line in lines)
        return height - taken >= _ROWS * row


class ColumnsButton(QToolButton):
    """A button with the columns to choose from; *toggled_column* tells (column, shown)."""

    toggled_column = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setText(COLUMNS_SHORT)
        self.setToolTip(COLUMNS)
        self.setAccessibleName(COLUMNS)
        menu = TickMenu(self)
        self.choices: dict[ListColumn, QAction] = {}
        for column in list(ListColumn)[1:]:
            action = QAction(HEADERS[column], menu)
            action.setCheckable(True)
            action.toggled.connect(self._toggler(column))
            menu.addAction(action)
            self.choices[column] = action
        self.setMenu(menu)

    def _toggler(self, column: ListColumn) -> Callable[[bool], None]:
        return lambda shown: self.toggled_column.emit(int(column), shown)


# --- The line above the list when filters were taken off to show a measure, and the way back -----


class LiftedBar(QWidget):
    """*back_clicked* asks for the filters that were taken off."""

    back_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label(role="note", wrap=True)
        self.button = QPushButton(FILTER_AGAIN, self)
        self.button.setProperty("role", "link")
        self.button.clicked.connect(self.back_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(self._label)
        column.addWidget(self.button)
        self.hide()

    def show_for(self, title: str) -> None:
        """Say for which measure the filters went."""
        self._label.setText(lifted(title))
        self.show()

    def text(self) -> str:
        """Return what is said."""
        return self._label.text()


# --- The line below the list while several measures are selected: how many, and what can be done -


class SelectionBar(QWidget):
    """*edit_clicked* asks for the bulk form, *clear_clicked* to select one measure again."""

    edit_clicked = Signal()
    clear_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._label = plain_label(role="field")
        self.edit_button = QPushButton(BULK_EDIT, self)
        icons.tint(self.edit_button, "square-pen")
        self.edit_button.clicked.connect(self.edit_clicked)
        self.clear_button = QPushButton(CLEAR_SELECTION, self)
        self.clear_button.setProperty("role", "link")
        self.clear_button.clicked.connect(self.clear_clicked)
        inner = QWidget(self)
        flow = FlowLayout(inner, spacing=theme.Space.S)
        space = theme.Space
        flow.setContentsMargins(space.M, space.S, space.M, space.S)
        for widget in (self._label, self.edit_button, self.clear_button):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addWidget(inner)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show that *count* measures are selected; with fewer than two there is nothing to say."""
        if count == self._count:
            return
        self._count = count
        self.setVisible(count > 1)
        if count > 1:
            self._label.setText(selected(count))
            announce(self, selected(count))
