"""What stands above the list: search, filters, order; where the pane is low, filters fold away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import quoted
from ui import theme
from ui.measures import list_words
from ui.measures.list_words import FILTERS
from ui.measures.measure_list import HEADERS, ListColumn, SortKey
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import hairline, plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.pickers import MenuButton, TickMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from ui.measures.filter_bar import FilterBar


# --- words ---------------------------------------------------------------------------------------

FOLDED_COUNT: Final = "Filter · {count}"
UNFOLD_FILTERS: Final = "Filter zeigen"
FOLD_FILTERS: Final = "Filter ausblenden"

MEASURES: Final = "Maßnahmen"
BULK_EDIT: Final = "Gemeinsam bearbeiten…"
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


def shown_of(shown: int, total: int) -> str:
    """Return the line above the list: „12 von 68 angezeigt“, or „68 Maßnahmen“ if that is all."""
    if shown == total:
        return f"{common_words.thousands(total)} {common_words.MEASURE if total == 1 else MEASURES}"
    return f"{common_words.thousands(shown)} von {common_words.thousands(total)} angezeigt"


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


# --- What stands above the list: search, filters, order; filters open below their button

LEAST_LIST: Final = 80  # pixels; at 200 % open filters need the rest of a small screen
_ROWS: Final = 3  # so many rows of the list are worth more than filters that are not in use
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterFold(QToolButton):
    """Opens and closes the filters; says how many are in force."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.toggled.connect(self._say)
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Say how many filters are in force."""
        self.setText(FOLDED_COUNT.format(count=number) if number else list_words.FILTERS)
        self.setAccessibleName(filters_in_force(number))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as well as Space."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        doing = FOLD_FILTERS if self.isChecked() else UNFOLD_FILTERS
        self.setToolTip(doing)
        self.setAccessibleDescription(doing)


class _Sheet(QScrollArea):
    """Holds the filters; not to be seen, and no stop on the way by Tab."""

    def __init__(self, filters: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted = 0
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(filters)
        for widget in (self.viewport(), filters):
            widget.setAutoFillBackground(False)

    def set_heights(self, least: int, wanted: int) -> None:
        """Take *wanted* pixels of height, or down to *least* where they are missing."""
        self._wanted = wanted
        self.setMinimumHeight(least)
        self.setMaximumHeight(wanted)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height that is wanted."""
        return QSize(super().sizeHint().width(), self._wanted)


class PaneHead(QWidget):
    """The widgets above the list, from top to bottom; the button for the filters is made here.

    The choices in force stay in sight as chips; whether the rest is open is the user's choice and
    kept while the window lives.
    """

    def __init__(
        self,
        search: QWidget,
        filters: FilterBar,
        lifted: QWidget,
        order: OrderBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._search, self._filters, self._order = search, filters, order
        self._most = 0  # pixels that open filters may take
        self._sheet = _Sheet(filters, self)
        self.fold = FilterFold(self)
        self.fold.toggled.connect(lambda _: self._show())
        space = theme.Space
        line = QHBoxLayout()
        line.setSpacing(space.S)
        line.addWidget(search, 1, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(space.M, space.M, space.M, space.XS)
        self._column.setSpacing(space.S)
        self._column.addLayout(line)
        for widget in (self._sheet, filters.chip_line, lifted, order):
            self._column.addWidget(widget)
        self.setTabOrder(search, self.fold)
        self._show()

    def show_number(self, number: int) -> None:
        """Take over how many filters are in force."""
        self.fold.show_number(number)
        self.fit_filters()

    def fit(self, size: tuple[int, int], row: int) -> bool:
        """Leave open filters so much room that some of the list stays.

        *size* is width and height of the pane, *row* the height of a row, in pixels. Returns
        whether three rows have room while the filters are closed.
        """
        width, height = size
        margins, gap = self._column.contentsMargins(), self._column.spacing()
        inside = width - margins.left() - margins.right()
        least = margins.top() + self._search.sizeHint().height() + gap
        least += self._order.line_height() + margins.bottom()
        room = height - least
        self._most = room - gap - LEAST_LIST
        self.fit_filters(inside)
        return room >= _ROWS * row

    def fit_filters(self, width: int = 0) -> None:
        """Give the filters the height they take; where that is missing, they scroll."""
        wanted = self._filters.heightForWidth(width or self._sheet.width())
        line = self._filters.buttons.sizeHint().height()
        self._sheet.set_heights(line, max(line, min(wanted, self._most)))

    def _show(self) -> None:
        """Show what is to be seen; the keyboard leaves what goes."""
        shown = self.fold.isChecked()
        if not shown and self._filters.isAncestorOf(self.window().focusWidget()):
            self.fold.setFocus()
        self._sheet.setVisible(shown)


# --- The line above the list: how many are shown, in which order, which columns ------------------


class OrderBar(QWidget):
    """Tells *sorting_wanted* (SortKey, descending)."""

    sorting_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = plain_label(role="muted")
        self._sorting = (SortKey.ORDER, False)
        self._button = MenuButton("", QMenu(self), self)
        self._button.setProperty("role", "quiet")
        self._button.setToolTip(SORT_TIP)
        self._choices: dict[SortKey, QAction] = {}
        self._fill()
        flow = FlowLayout(self, spacing=theme.Space.S, justify=True)
        flow.addWidget(self._count)
        flow.addWidget(self._button)
        self.show_sorting(*self._sorting)

    def show_count(self, shown: int, total: int) -> None:
        """Show „12 von 68 angezeigt“."""
        self._count.setText(shown_of(shown, total))

    def count_text(self) -> str:
        """Return the line as it is shown."""
        return self._count.text()

    def show_sorting(self, sort: SortKey, descending: bool) -> None:
        """Show what the list is sorted by."""
        self._sorting = (sort, descending)
        name = SORT_SHORT.get(sort, SORT_KEYS[sort])
        name = REVERSED.format(name=name) if descending else name
        self._button.setText(name)
        self._button.setAccessibleName(SORTED_BY.format(name=name))
        self._choices[sort].setChecked(True)
        self._reverse.setChecked(descending)

    def line_height(self) -> int:
        """Return the height of the line where count and order fit beside each other."""
        return max(self._count.sizeHint().height(), self._button.sizeHint().height())

    def _fill(self) -> None:
        menu = self._button.menu()
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


class ColumnsButton(QToolButton):
    """A button with the columns to choose from; *toggled_column* tells (column, shown)."""

    toggled_column = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "outline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(COLUMNS)
        self.setAccessibleName(COLUMNS)
        icons.tint(self, "list")
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
