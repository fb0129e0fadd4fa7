"""The findings of a measure or of the whole dataset, and what can be done about each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QVBoxLayout, QWidget

from ui.findings import texts
from ui.findings.details import FindingDetails
from ui.findings.head import FindingsHead
from ui.findings.table import FindingsTable
from ui.models.findings import Entry, FindingsModel, Scope
from ui.widgets.empty import EmptyState
from ui.widgets.giving_area import GivingArea
from ui.widgets.labels import hairline

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from klimaeditor.checks.findings import Severity
    from ui.bridge import DocumentBridge

_LEAST_LIST = 100  # pixels; at 200 % what is above and below needs the rest of a small screen
_LIST, _EMPTY = range(2)  # the places of the stack


class _Body(QWidget):
    """Tells its height."""

    resized = Signal(int)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the new height."""
        super().resizeEvent(event)
        self.resized.emit(event.size().height())


class FindingsPane(QFrame):
    """The list and the selected finding in full.

    *activated* asks to go to (measure key or None, field or None, place or None), *fix_requested*
    carries the Finding, *fix_all_requested* the id of a rule.
    """

    activated = Signal(object, object, object)
    fix_requested = Signal(object)
    fix_all_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(texts.PANE)
        self._bridge: DocumentBridge | None = None
        self._held: tuple[Entry, int] | None = None
        self._model = FindingsModel(self)
        self._head = FindingsHead(self)
        self._table = FindingsTable(self._model, self)
        self._details = FindingDetails(self)
        self._empty = EmptyState(self)
        self._lay_out()
        self._connect()
        self._on_renewed()

    def _lay_out(self) -> None:
        body = _Body(self)
        body.resized.connect(self._share)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._table.setMinimumHeight(_LEAST_LIST)
        column.addWidget(self._table, 1)
        column.addWidget(hairline())
        self._below = GivingArea(self._details, body)
        column.addWidget(self._below)
        self._stack = QStackedLayout()
        self._stack.addWidget(body)
        self._stack.addWidget(GivingArea(self._empty, self))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head)
        whole.addWidget(hairline())
        whole.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self._model.renewing.connect(self._on_renewing)
        self._model.renewed.connect(self._on_renewed)
        self._head.scope_wanted.connect(self._set_scope)
        self._head.narrowed.connect(self._model.narrow)
        self._head.search.left_down.connect(self.focus_list)
        self._table.selectionModel().selectionChanged.connect(self._show_details)
        self._table.entered_row.connect(self._on_entered)
        self._table.fix_clicked.connect(self._fix)
        self._details.go_clicked.connect(lambda: self._go(self._table.selected_row()))
        self._details.fix_clicked.connect(lambda: self._fix(self._table.selected_row()))
        self._details.fix_all_clicked.connect(self._fix_all)
        self._empty.button_clicked.connect(self._head.clear)

    def _share(self, height: int) -> None:
        """Leave the list at least as much of *height* as what is said of one finding."""
        self._below.setMaximumHeight((height - 1) // 2)  # without the line between

    # --- what others ask of the pane -----------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show the findings of another document, or none."""
        self._bridge = bridge
        self._model.set_bridge(bridge)

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer no fixes while nothing may be changed, and say once why."""
        self._model.set_read_only(read_only=read_only)

    def set_measure(self, measure: int | None) -> None:
        """Take another measure as „this one“; the scope stays."""
        self._model.set_measure(measure)

    def show_measure(self) -> None:
        """Show the findings of this measure."""
        self._set_scope(Scope.MEASURE)

    def show_all(self, only: Severity | None = None) -> None:
        """Show the findings of the whole dataset, or *only* those of one severity."""
        self._head.clear(only)
        self._set_scope(Scope.ALL)

    def focus_list(self) -> None:
        """Put the keyboard into the list, on its first row where none is selected."""
        if self._stack.currentIndex() == _EMPTY:
            self._head.focus_scope()
            return
        self._table.setFocus()
        if self._table.selected_row() < 0:
            self._table.select_row(0)

    # --- what the user does --------------------------------------------------------------

    def _set_scope(self, scope: Scope) -> None:
        self._model.set_scope(scope)
        self._model.narrow(self._head.severities(), self._head.text())

    def _on_entered(self, index: QModelIndex, control: bool) -> None:
        (self._fix if control else self._go)(index.row())

    def _go(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            found = entry.finding
            self.activated.emit(found.measure, found.field, found.place)

    def _fix(self, row: int) -> None:
        """Ask for the fix; a finding without one leads to its field."""
        entry = self._model.entry(row)
        if entry is not None and entry.finding.fix is not None and not entry.locked:
            self.fix_requested.emit(entry.finding)
        else:
            self._go(row)

    def _fix_all(self) -> None:
        entry = self._model.entry(self._table.selected_row())
        if entry is not None:
            self.fix_all_requested.emit(entry.finding.rule)

    # --- what is shown -------------------------------------------------------------------

    def _on_renewing(self) -> None:
        """Remember what is selected: the same finding, or else the same row, will be again."""
        row = self._table.selected_row()
        entry = self._model.entry(row)
        self._held = None if entry is None else (entry, row)

    def _on_renewed(self) -> None:
        self._head.show_counts(self._model)
        rows = self._model.rowCount()
        if self._held is not None and rows:
            entry, row = self._held
            same = self._model.row_like(entry)
            self._table.select_row(min(row, rows - 1) if same is None else same)
        self._held = None
        self._show_details()
        self._show_state()

    def _show_details(self) -> None:
        entry = self._model.entry(self._table.selected_row())
        automatic = self._model.automatic(entry.finding.rule) if entry else 0
        everything = self._model.scope is Scope.ALL
        self._details.show_entry(entry, automatic, with_title=everything)

    def _show_state(self) -> None:
        was = self._empty.sentence() if self._stack.currentIndex() == _EMPTY else ""
        self._head.setVisible(self._bridge is not None)
        if self._model.rowCount():
            self._stack.setCurrentIndex(_LIST)
            return
        everything = self._model.scope is Scope.ALL
        if self._bridge is None:
            self._empty.show_state("list-checks", texts.NO_DATASET)
        elif not everything and self._model.measure is None:
            self._empty.show_state("list-checks", texts.NO_MEASURE, hint=texts.NO_MEASURE_HINT)
        elif self._model.counts():
            self._empty.show_state("search", texts.NO_MATCH, button=texts.NO_MATCH_BUTTON)
        else:
            sentence = texts.DATASET_READY if everything else texts.MEASURE_READY
            self._empty.show_state("circle-check", sentence, role="good")
        self._stack.setCurrentIndex(_EMPTY)
        if self._empty.sentence() != was and self.isVisible():
            event = QAccessibleAnnouncementEvent(self, self._empty.sentence())
            QAccessible.updateAccessibility(event)
