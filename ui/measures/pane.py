"""The list of measures with search, filters and order above it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from klimaeditor.model.core_words import quoted, shortened
from klimaeditor.textwork import filters
from klimaeditor.textwork.filters import Filter, PickedOut
from ui.bridge import DocumentBridge, no_document
from ui.measures import filter_bar
from ui.measures.bars import (
    LEAST_LIST,
    ColumnsButton,
    LiftedBar,
    OrderButton,
    PaneHead,
    SelectionBar,
)
from ui.measures.filter_bar import FilterChips, ViewsButton
from ui.measures.filter_panel import FilterPanel
from ui.measures.measure_list import AT_ONCE, MeasureListModel, places_found
from ui.measures.measure_row import ListColumn, SortKey
from ui.measures.place_walk import (
    FROM_THE_END,
    FROM_THE_TOP,
    PlaceWalk,
    SearchState,
    place_spoken,
)
from ui.measures.table import PANE, MeasureTable
from ui.widgets.announce import announce
from ui.widgets.common_words import NO_DATASET
from ui.widgets.labels import EmptyState
from ui.widgets.search_field import KeyHints, PlaceSearchField
from ui.widgets.text_guards import prefer_own_undo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json
    from klimaeditor.notes.notebook import Notebook
    from klimaeditor.notes.releasing import Releases
    from klimaeditor.textwork.filters import SavedView


# --- words ---------------------------------------------------------------------------------------

SEARCH_HINT: Final = "Alles durchsuchen"
SEARCH: Final = "Suchen in allen Feldern"
SEARCH_KEY: Final = "Strg+F"
CLEAR_SEARCH: Final = "Suche leeren (Esc)"
COUNTING: Final = "…"
SEARCH_KEYS: Final = (
    ("F3", "nächste"),
    ("Umschalt+F3", "vorige"),
    ("Eingabe", "ins Feld"),
    ("Esc", "beenden"),
    ("Strg+H", "ersetzen"),
)

STILL_LOOKING: Final = "Noch keine gefunden, die Suche läuft …"
NO_MATCH: Final = "Keine Maßnahme passt zu den Filtern."
NO_MATCH_BUTTON: Final = "Filter entfernen"
NOT_FOUND: Final = "{words} kommt in keiner Maßnahme vor."
NOT_FOUND_BUTTON: Final = "Suche beenden"
NO_MEASURES: Final = "Dieser Datensatz enthält noch keine Maßnahme."
NO_MEASURES_HINT: Final = "Mit „Neue Maßnahme“ (Strg+N) legen Sie die erste an."

_COLUMN_SORTS = {
    ListColumn.MEASURE: SortKey.TITLE,
    ListColumn.CATEGORY: SortKey.CATEGORY,
    ListColumn.STATUS: SortKey.STATUS,
    ListColumn.FINDINGS: SortKey.ERRORS,
}
_ANNOUNCE_AFTER = 600  # ms without a further keystroke
_COUNT_SECONDS = 0.004  # so long many places are counted between two events
_COUNT_PAUSE_MS = 15  # about a frame: what a key has painted is seen before
_RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})
_FEW: Final = 20  # measures that are asked whether only notes hold what is searched for


class MeasurePane(QFrame):
    """The list; its signals tell what the user did.

    *selected* a measure (key), *clicked* one (key), *activated* one with Enter or a double click
    (key), asked for a *context_menu* (key, global place), pressed Del (*delete_wanted*), wants to
    change the measures selected together (*bulk_wanted*, keys), or to keep the view under a name
    (*view_name_wanted*, a proposal; answer with :meth:`keep_view`). *shown_changed* says that other
    measures are shown, *selection_changed* how many are selected, *views_changed* that views came
    or went, *new_wanted* asks for a new measure. *found_changed* says that other words are searched
    for or another place is at hand (:attr:`found`), *place_entered* that the user wants the
    keyboard there; *status_message* carries a line for the user.
    """

    selected = Signal(int)
    activated = Signal(int)
    clicked = Signal(int)
    context_menu = Signal(int, QPoint)
    delete_wanted = Signal()
    shown_changed = Signal()
    selection_changed = Signal(int)
    bulk_wanted = Signal(object)
    view_name_wanted = Signal(str)
    views_changed = Signal()
    found_changed = Signal()
    place_entered = Signal()
    status_message = Signal(str)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "list")
        self.setAccessibleName(PANE)
        self._bridge = no_document()
        self._key: int | None = None
        self._selected: list[int] = []
        self._count = 0
        self._quiet = False
        self._model = MeasureListModel(self)
        self._walk = PlaceWalk(self._model)
        self._told: SearchState = SearchState()
        self._scrolled: int | None = None
        self._search = PlaceSearchField(SEARCH, SEARCH_HINT, CLEAR_SEARCH, self, keys=SEARCH_KEY)
        prefer_own_undo(self._search)
        self._chips = FilterChips(self._model.names, lambda: self._bridge.site, self)
        self._views = ViewsButton(self)
        self._columns = ColumnsButton(self)
        self._panel = FilterPanel(
            self._model,
            lambda: self._bridge.site,
            (self._views, self._columns),
            self,
        )
        self._order = OrderButton(self)
        self._lifted = LiftedBar(self)
        self._before = Filter()
        self._table = MeasureTable(self._model, self)
        self._empty = EmptyState(self)
        self._several = SelectionBar(self)
        self._keys = KeyHints(SEARCH_KEYS, self)
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_PAUSE_MS)
        self._announcer = QTimer(self)
        self._announcer.setSingleShot(True)
        self._announcer.setInterval(_ANNOUNCE_AFTER)
        self._lay_out()
        self._order_tabs()
        self._connect()
        self._show_state()

    def _lay_out(self) -> None:
        self._head = PaneHead(self._search, self._order, self._chips, self._lifted, self)
        self._table.setMinimumHeight(LEAST_LIST)
        self._empty.setMinimumHeight(LEAST_LIST)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._keys.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(self._stack, 1)
        column.addWidget(self._keys)
        column.addWidget(self._several)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_text_changed)
        self._search.left_down.connect(self._enter_list)
        self._search.step_wanted.connect(self.step_place)
        self._search.entered.connect(self._enter_place)
        self._counting.timeout.connect(lambda: self._show_number(_COUNT_SECONDS))
        self._model.places_changed.connect(self._renew_place)
        self._head.filter_clicked.connect(self.open_filters)
        self._head.new_clicked.connect(self.new_wanted)
        self._head.count.all_wanted.connect(self._show_all)
        self._chips.wanted.connect(self._set_filter)
        self._chips.emptied.connect(self._head.filter_button.setFocus)
        self._panel.wanted.connect(self._set_filter)
        self._panel.save_clicked.connect(lambda: self.view_name_wanted.emit(self._view_name()))
        self._lifted.back_clicked.connect(self._set_again)
        self._order.sorting_wanted.connect(self._set_sorting)
        self._columns.toggled_column.connect(self._table.show_column)
        self._table.columns_changed.connect(self._show_columns)
        self._table.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._table.selectionModel().currentRowChanged.connect(self._on_selection_changed)
        self._several.edit_clicked.connect(lambda: self.bulk_wanted.emit(self.selected_keys()))
        self._several.clear_clicked.connect(self._select_one)
        self._views.chosen.connect(self._show_view)
        self._views.changed.connect(self.views_changed)
        self._table.clicked.connect(lambda i: self._on_clicked(self._key_at(i)))
        self._table.entered_row.connect(lambda i, _: self._on_entered(self._key_at(i)))
        self._table.menu_requested.connect(
            lambda i, place: self.context_menu.emit(self._key_at(i), place)
        )
        self._table.deleted_row.connect(lambda _: self.delete_wanted.emit())
        self._model.changing.connect(self._on_changing)
        self._model.changed.connect(self._on_changed)
        self._model.settled.connect(self._on_settled)
        self._empty.button_clicked.connect(self._leave_empty)
        self._announcer.timeout.connect(self._announce)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten rows where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the zoom once all of it is dressed."""
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        row, height = self._table.full_row(), self.height()
        self._table.show_brief(not self._head.fit(height, row))
        with_keys = self._head.fit(height - self._keys.heightForWidth(self.width()), row)
        self._keys.setVisible(with_keys and bool(self._model.filter.words))

    # --- what others ask of the pane -----------------------------------------------------

    def noted_field(self, key: int) -> FieldName | None:
        """Return the field of the note that was found in a measure, None where none was."""
        return self._model.noted_field(key)

    def set_notebook(self, notebook: Notebook) -> None:
        """Filter by what is noted now, and find it."""
        self._model.set_notebook(notebook)

    def set_releases(self, releases: Releases | None) -> None:
        """Show which measures are released, None where releases are not used."""
        self._model.set_releases(releases)

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document; the filters stay, nothing is selected."""
        self._panel.hide()
        self._bridge = bridge
        self._key = None
        self._selected = []
        self._model.set_bridge(bridge)

    def select(self, key: int | None) -> None:
        """Select a measure without telling; one that the filter hides stays current unseen."""
        if key != self._key and key not in self._selected:
            self._selected = []
        self._key = key if self._model.knows(key) else None
        self._model.keep(self._key)
        self._restore()

    def selected_keys(self) -> list[int]:
        """Return the measures selected in the list, in its order; one, several or none."""
        keys = self._model.keys()
        return [keys[row] for row in self._table.selected_rows()]

    def current(self) -> int | None:
        """Return the measure selected, also one that the filter hides."""
        return self._key

    def reveal(self, key: int) -> bool:
        """Select a measure and take the filters off that hide it; return whether there were any.

        A line above the list then says so and offers them again.
        """
        hidden = self._model.place_of(key) is None
        if hidden and self._model.knows(key):
            before = self._model.filter
            self._clear_all()
            self._before = before
            self._lifted.show_for(self._bridge.document.view(key).title)
        self.select(key)
        return hidden

    def lifted_text(self) -> str:
        """Return for which measure the filters were taken off, as a sentence."""
        return self._lifted.text()

    @property
    def is_all_read(self) -> bool:
        """Whether nothing is left to be read of the measures in slices."""
        return self._bridge.document.findings.is_complete and self._model.is_all_read

    def settle(self) -> None:
        """Read at once all that filter and order need; it may take seconds with thousands."""
        self._model.settle()

    def shown_keys(self) -> list[int]:
        """Return the measures shown, in the order shown."""
        return self._model.keys()

    def neighbour(self, key: int, step: int, with_findings: bool = False) -> int | None:
        """Return the measure *step* places further in the list, None at its end."""
        return self._model.neighbour(key, step, with_findings=with_findings)

    # --- places found ----------------------------------------------------------------------

    @property
    def found(self) -> SearchState:
        """What is searched for, and the place at hand."""
        return self._walk.found

    def search_text(self) -> str:
        """Return what is searched for, as it was typed."""
        return self._model.filter.text.strip()

    def places(self) -> int:
        """Return how many places were found; 0 without a search."""
        return self._model.count_places() or 0

    def step_place(self, step: int) -> None:
        """Go to the next place found (1) or the previous one (-1); behind the last comes the first.

        The keyboard stays where it is. Without a search the search field gets it.
        """
        if not self._model.filter.words:
            self.focus_search()
            return
        passed = self._walk.step(step)
        self._show_place_at_hand()
        if passed:
            turned = FROM_THE_TOP if step > 0 else FROM_THE_END
            self.status_message.emit(f"{turned}: {self._spoken_place()}")
        else:
            announce(self, self._spoken_place())

    def end_search(self) -> bool:
        """Search for nothing any more, the list is as before; False where there was no search."""
        searching = bool(self._model.filter.words)
        self._search.clear()
        return searching

    def _enter_place(self) -> None:
        """Ask for the keyboard at the place at hand, without one at the first."""
        if self._walk.found.place is None:
            self._walk.step(1)
            self._show_place_at_hand()
        if self._walk.found.place is not None:
            self.place_entered.emit()

    def _show_place_at_hand(self) -> None:
        """Show the place at hand in field and list, and tell of it."""
        found = self._walk.found
        if found.measure is not None and found.measure != self._key:
            self._key, self._selected = found.measure, []
            self._model.keep(self._key)
            self._restore()
        self._show_number()
        self._table.viewport().update()
        self._tell_found()

    def _renew_place(self) -> None:
        """Follow an edit: other places may be left, and the one at hand may be gone."""
        if self._model.filter.words:
            self._walk.renew()
            self._show_number()
            self._table.viewport().update()
            self._tell_found()

    def _tell_found(self) -> None:
        if self._walk.found != self._told:
            self._told = self._walk.found
            self.found_changed.emit()

    def _show_number(self, seconds: float = 0) -> None:
        """Say in the search field which place is at hand and how many there are.

        A key has only a few counted; where there are more, the rest follows between two events.
        """
        if not self._model.filter.words:
            self._search.show_number("")
            return
        if not self._model.is_settled:
            self._search.show_number(COUNTING)
            return
        few = self._model.rowCount() <= AT_ONCE
        total = self._model.count_places(None if few else seconds)
        if total is None:
            self._search.show_number(COUNTING)
            self._counting.start()
            return
        noted = not total and any(map(self._model.hit, self._model.keys()[:_FEW]))
        self._search.show_number(self._walk.number(total) or places_found(total, noted=noted))

    def _spoken_place(self) -> str:
        found = self._walk.found
        if found.measure is None:
            return self._search.number()
        title = self._bridge.document.view(found.measure).title
        return place_spoken(self._search.number(), self._walk.label(), title)

    def focus_search(self) -> None:
        """Put the keyboard into the search field, its text marked."""
        self._search.setFocus()
        self._search.selectAll()

    def open_filters(self) -> None:
        """Open the panel with the filters; the keyboard comes back when it closes."""
        self._panel.open_beside(self._head.filter_button, self)

    def allow_new(self, allowed: bool) -> None:
        """Offer the button for a new measure, or not."""
        self._head.new_button.setEnabled(allowed)

    def count_text(self) -> str:
        """Return how many measures are shown: „12 von 68 Maßnahmen“."""
        return self._head.count.text()

    def focus_list(self) -> None:
        """Put the keyboard into the list, or into the search where there is none."""
        has_rows = self._stack.currentWidget() is self._table
        (self._table if has_rows else self._search).setFocus()

    def filter_state(self) -> dict[str, Json]:
        """Return search, filters and order as plain data, for the settings."""
        return filter_bar.to_plain(self._model.filter, *self._model.sorting)

    def restore_filter(self, saved: Mapping[str, Json]) -> None:
        """Take over what :meth:`filter_state` returned; what it does not know is left out."""
        wanted, sort, descending = filter_bar.from_plain(saved)
        self._set_sorting(sort, descending)
        self._set_filter(wanted)

    def show_filter(self, wanted: Filter) -> None:
        """Narrow the list, as a segment of a chart does."""
        self._set_filter(wanted)

    def show_only(self, title: str, measures: Iterable[int]) -> None:
        """Show the measures behind a number of the overview, called *title*."""
        self._set_filter(Filter(pick=PickedOut(title, frozenset(measures))))

    def views_state(self) -> list[Json]:
        """Return the views kept, as plain data for the settings."""
        return filters.to_plain(self._views.views)

    def restore_views(self, saved: Json) -> None:
        """Take over what :meth:`views_state` returned; what it does not know is left out."""
        self._views.set_views(filters.from_plain(saved))

    def keep_view(self, name: str) -> None:
        """Keep filters and order under a name; another view of this name is replaced."""
        if name.strip():
            self._views.put(
                filter_bar.view_of(name.strip(), self._model.filter, *self._model.sorting)
            )

    def columns_state(self) -> bytes:
        """Return which columns are shown and how wide, for the settings."""
        return self._table.columns_state()

    def restore_columns(self, saved: bytes) -> None:
        """Take over what :meth:`columns_state` returned."""
        self._table.restore_columns(saved)

    # --- what the user does --------------------------------------------------------------

    def _on_text_changed(self, text: str) -> None:
        self._set_filter(replace(self._model.filter, text=text))

    def _set_filter(self, wanted: Filter) -> None:
        self._lifted.hide()
        other = wanted.words != self._model.filter.words
        if other:
            self._walk.forget()
        began = bool(wanted.words) and not self._model.filter.words
        if began:
            self._scrolled = self._table.verticalScrollBar().value()
        searching = self._table.begin_searching(bool(wanted.words))
        self._model.set_filter(wanted)
        if searching:
            self._table.adapt()
            self._fit()
        if searching and not began:
            self._scroll_back()
        self._chips.show_filter(wanted)
        self._panel.show_filter(wanted)
        self._order_tabs()
        self._head.filter_button.show_number(len(self._chips.chips()))
        self._head.count.show_filtered(filtered=wanted.has_facets, searching=bool(wanted.words))
        self._table.viewport().update()
        if self._search.text() != wanted.text:
            self._search.setText(wanted.text)
        self._show_state()
        self._show_number()
        self._tell_found()
        self._announcer.start()

    def _scroll_back(self) -> None:
        """Stand where the list stood before the search, unless what is selected is elsewhere."""
        if self._scrolled is not None:
            self._table.scroll_back(self._scrolled)
            self._scrolled = None

    def _order_tabs(self) -> None:
        """Let Tab go as one reads: chips are made anew and would come last."""
        head = self._head
        way = [head.new_button, *self._chips.chips(), head.count.link(), self._lifted.button]
        for before, after in pairwise([*way, self._table]):
            self.setTabOrder(before, after)

    def _show_view(self, view: SavedView) -> None:
        self._set_sorting(*filter_bar.sorting_of(view))
        self._set_filter(view.filter)

    def _view_name(self) -> str:
        """Propose a name: what stands on the chips, and the words searched for."""
        names = [chip.text().replace("&&", "&") for chip in self._chips.chips()]
        text = self._model.filter.text.strip()
        return ", ".join([*names, *([text] if text else [])])

    def _set_sorting(self, sort: SortKey, descending: bool) -> None:
        self._model.set_sorting(sort, descending=descending)
        self._order.show_sorting(sort, descending)
        self._show_columns()

    def _on_header_clicked(self, column: int) -> None:
        wanted = _COLUMN_SORTS[ListColumn(column)]
        sort, descending = self._model.sorting
        self._set_sorting(wanted, sort is wanted and not descending)

    def _clear_all(self) -> None:
        self._set_filter(Filter())

    def _show_all(self) -> None:
        """Take all filters off; the button clicked goes, so the keyboard moves."""
        self._set_filter(Filter(self._model.filter.text))
        self._head.filter_button.setFocus()

    def _set_again(self) -> None:
        """Set the filters that were lifted; the button clicked goes, so the keyboard moves."""
        self._set_filter(self._before)
        self.focus_list()

    def _leave_empty(self) -> None:
        """Show everything again; the button that was clicked is gone, so the keyboard moves."""
        self._clear_all()
        self._search.setFocus()

    def _enter_list(self) -> None:
        """Go from the search into the list; its first row where nothing is selected there.

        A measure that was selected before the search is chosen by that, too: it is not left for
        another place of it that is at hand already.
        """
        if self._stack.currentWidget() is not self._table:
            return
        self._table.setFocus()
        if self._table.selected_row() < 0:
            self._table.select_row(0)
        elif self._key is not None:
            self._begin_at(self._key)

    def _on_selection_changed(self) -> None:
        """Follow the row that is current and selected; in between Qt tells of half a change."""
        if self._quiet:
            return
        self._selected = self.selected_keys()
        self._tell_selection()
        row = self._table.currentIndex().row()
        key = self._model.keys()[row] if row >= 0 else None
        if key is not None and key in self._selected and key != self._key:
            self._key = key
            self._model.keep(key)
            self.selected.emit(key)
            self._begin_at(key)

    def _on_clicked(self, key: int) -> None:
        self._begin_at(key)
        self.clicked.emit(key)

    def _on_entered(self, key: int) -> None:
        self._begin_at(key)
        self.activated.emit(key)

    def _begin_at(self, key: int) -> None:
        """Take the first place of a measure that was chosen during a search (D 23)."""
        if self._model.filter.words and self._walk.found.measure != key and self._walk.go_to(key):
            self._show_place_at_hand()
            announce(self, self._spoken_place())

    def _select_one(self) -> None:
        """Select the current measure alone."""
        self._selected = []
        self._restore()
        self._table.setFocus()

    def _tell_selection(self) -> None:
        count = len(self._table.selected_rows())
        if count != self._count:
            self._count = count
            self._several.show_count(count)
            self.selection_changed.emit(count)

    def _key_at(self, index: QModelIndex) -> int:
        return self._model.keys()[index.row()]

    # --- what is shown -------------------------------------------------------------------

    def _on_changing(self) -> None:
        self._quiet = True

    def _on_changed(self) -> None:
        if not self._model.knows(self._key):
            self._key = None
        self._restore()
        self._show_state()
        self._renew_place()
        self.shown_changed.emit()

    def _on_settled(self) -> None:
        self._show_state()
        self._show_number()
        self._announcer.start()

    def _restore(self) -> None:
        """Select the current measure again wherever it is shown now, others selected with it."""
        self._quiet = True
        place = self._model.place_of(self._key)
        places = [self._model.place_of(key) for key in self._selected]
        rows = sorted(row for row in places if row is not None)
        if place is not None and len(rows) > 1:
            if rows != self._table.selected_rows():
                self._table.select_rows(rows, place)
        elif place is None or [place] != self._table.selected_rows():
            self._table.select_row(place)
        self._quiet = False
        self._tell_selection()

    def _show_state(self) -> None:
        shown, total = self._model.rowCount(), self._model.total()
        self._head.count.show_count(shown, total, final=self._model.is_settled)
        self._head.setVisible(self._bridge.is_open)
        if not self._bridge.is_open:
            self._empty.show_state("folder-open", NO_DATASET)
        elif not total:
            self._empty.show_state("list", NO_MEASURES, hint=NO_MEASURES_HINT)
        elif not self._model.is_settled:
            self._empty.show_state("search", STILL_LOOKING)
        elif self._model.filter.words and not self._model.filter.has_facets:
            said = NOT_FOUND.format(words=quoted(shortened(self.search_text())))
            self._empty.show_state("search", said, button=NOT_FOUND_BUTTON)
        else:
            self._empty.show_state("search", NO_MATCH, button=NO_MATCH_BUTTON)
        self._stack.setCurrentWidget(self._table if shown else self._empty)

    def _show_columns(self) -> None:
        """Show in menu and header which columns there are and which one sorts."""
        for column, action in self._columns.choices.items():
            action.setChecked(not self._table.isColumnHidden(column))
        sort, descending = self._model.sorting
        header = self._table.horizontalHeader()
        sorting = next((c for c, key in _COLUMN_SORTS.items() if key is sort), None)
        header.setSortIndicatorShown(sorting is not None)
        if sorting is not None:
            order = Qt.SortOrder
            header.setSortIndicator(
                sorting, order.DescendingOrder if descending else order.AscendingOrder
            )

    def _announce(self) -> None:
        """Tell screen readers how many measures are left, and how many places."""
        if not self._model.is_settled:
            return
        number = self._search.number()
        announce(self, ", ".join(filter(None, (self._head.count.text(), number))))
