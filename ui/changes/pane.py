"""Everything that is unsaved, old and new value, and the way back for one field, measure or all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from klimaeditor.catalogue import FileName
from klimaeditor.changes import Change
from ui import theme
from ui.changes import texts
from ui.changes.model import ChangesModel, Row
from ui.changes.table import ChangesTable
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import hairline

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from klimaeditor.differences import FieldChange
    from ui.bridge import DocumentBridge


class ChangesPane(QFrame):
    """The list and its buttons.

    *activated* asks to go to (measure key, field name or None), *revert_requested* carries the
    changes to take back, *revert_all_requested* all of them; *counted* how many there are.
    """

    activated = Signal(object, object)
    revert_requested = Signal(object)
    revert_all_requested = Signal(object)
    counted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(texts.PANE)
        self._bridge: DocumentBridge | None = None
        self._held: tuple[Row, int] | None = None
        self._model = ChangesModel(self)
        self._table = ChangesTable(self._model, self)
        self._empty = EmptyState(self)
        self._field = self._button(texts.REVERT_FIELD, texts.REVERT_FIELD_TIP)
        self._measure = self._button(texts.REVERT_MEASURE, texts.REVERT_MEASURE_TIP)
        self._all = self._button(texts.REVERT_ALL, texts.REVERT_ALL_TIP)
        self._lay_out()
        self._connect()
        self._on_renewed()

    def _lay_out(self) -> None:
        body = QWidget(self)
        space = theme.Space
        buttons = FlowLayout(spacing=space.S)
        buttons.setContentsMargins(space.M, space.S, space.M, space.S)
        for button in (self._field, self._measure, self._all):
            buttons.addWidget(button)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._table, 1)
        column.addWidget(hairline())
        column.addLayout(buttons)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)

    def _connect(self) -> None:
        self._model.renewing.connect(self._on_renewing)
        self._model.renewed.connect(self._on_renewed)
        self._table.entered_row.connect(self._on_entered)
        self._table.selectionModel().selectionChanged.connect(self._offer)
        self._field.clicked.connect(self._revert_field)
        self._measure.clicked.connect(self._revert_measure)
        self._all.clicked.connect(lambda: self.revert_all_requested.emit(self._model.changes))

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        return button

    # --- what others ask of the pane -----------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show the changes of another document, or none."""
        self._bridge = bridge
        self._model.set_bridge(bridge)

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """All unsaved changes, as of the latest look."""
        return self._model.changes

    def focus_list(self) -> None:
        """Put the keyboard into the list, on its first row where none is selected."""
        self._table.setFocus()
        if self._table.selected_row() < 0 and self._model.rowCount():
            self._table.select_row(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow closely from now on."""
        super().showEvent(event)
        self._model.set_live(True)
        self._table.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Only count from now on."""
        super().hideEvent(event)
        self._model.set_live(False)

    # --- what the user does --------------------------------------------------------------

    def _on_entered(self, index: QModelIndex, control: bool) -> None:
        if control:
            self._revert_field()
        else:
            self._go(self._model.row(index.row()))

    def _go(self, row: Row | None) -> None:
        if row is None or not row.changes or self._bridge is None:
            return
        change = row.change or row.changes[0]
        measures = self._bridge.document.dataset.measures
        owners = [change.measure]
        if change.file is FileName.CATEGORIES:
            step = Change(change.file, change.record, change.path, change.before, change.after)
            owners = [*self._bridge.document.dataset.measures_of(step)]
        target = next((key for key in owners if key in measures), None)
        if target is not None:
            self.activated.emit(target, row.change.field if row.change else None)

    def _revert_field(self) -> None:
        row = self._selected()
        if row is not None and row.change is not None and self._field.isEnabled():
            self.revert_requested.emit((row.change,))

    def _revert_measure(self) -> None:
        row = self._selected()
        if row is not None and row.changes:
            self.revert_requested.emit(row.changes)

    def _selected(self) -> Row | None:
        return self._model.row(self._table.selected_row())

    # --- what is shown -------------------------------------------------------------------

    def _on_renewing(self) -> None:
        """Remember what is selected: the same place, or else the same row, will be again."""
        place = self._table.selected_row()
        row = self._model.row(place)
        self._held = None if row is None else (row, place)

    def _on_renewed(self) -> None:
        rows = self._model.rowCount()
        if self._held is not None and rows and self._table.selected_row() < 0:
            row, place = self._held
            same = self._model.row_like(row)
            self._table.select_row(min(place, rows - 1) if same is None else same)
        self._held = None
        self._offer()
        self._show_state()
        self.counted.emit(len(self._model.changes))

    def _offer(self) -> None:
        """Enable what can be done with the selected row."""
        row = self._selected()
        change = None if row is None else row.change
        whole = change is not None and change.structural and change.file is FileName.MEASURES
        self._field.setEnabled(change is not None and not whole)
        self._measure.setEnabled(row is not None and bool(row.changes))
        loose = row is not None and bool(row.changes) and row.changes[0].measure is None
        self._measure.setText(texts.REVERT_ENTRY if loose else texts.REVERT_MEASURE)

    def _show_state(self) -> None:
        if self._model.rowCount():
            self._stack.setCurrentIndex(0)
            return
        if self._bridge is None:
            self._empty.show_state("git-compare", texts.NO_DATASET)
        elif not self._bridge.document.sources:
            hint = texts.NEVER_SAVED_HINT
            self._empty.show_state("git-compare", texts.NEVER_SAVED, hint=hint)
        else:
            self._empty.show_state("circle-check", texts.NOTHING, role="good")
        self._stack.setCurrentWidget(self._empty)
