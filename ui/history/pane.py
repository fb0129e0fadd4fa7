"""The history: every step since the document was opened, and the way to each state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QStackedLayout, QWidget

from ui.history import texts
from ui.history.delegate import HistoryDelegate, row_height
from ui.history.model import HistoryModel
from ui.widgets.empty import EmptyState
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from ui.bridge import DocumentBridge


class HistoryTable(RowTable):
    """The list of states."""

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(texts.PANE, parent)
        self.double_click_enters = False
        self.setItemDelegate(HistoryDelegate(self))
        self.setModel(model)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.fit()

    def fit(self) -> None:
        """Give all rows the height of a line."""
        self.verticalHeader().setDefaultSectionSize(row_height(self.font()))


class HistoryPane(QFrame):
    """*jump_requested* carries the number of steps that shall be done, 0 for none of them.

    *counted* says how many steps can be undone.
    """

    jump_requested = Signal(int)
    counted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(texts.PANE)
        self._open = False
        self._model = HistoryModel(self)
        self._table = HistoryTable(self._model, self)
        self._empty = EmptyState(self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._model.renewed.connect(self._on_renewed)
        self._table.clicked.connect(self._jump)
        self._table.entered_row.connect(self._jump)
        self._on_renewed()

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Show the steps of another document, or none."""
        self._open = bridge is not None
        self._model.set_stack(None if bridge is None else bridge.stack)

    def focus_list(self) -> None:
        """Put the keyboard into the list, on the present state."""
        self._table.setFocus()
        self._select()

    def _jump(self, index: QModelIndex) -> None:
        if index.row() != self._model.current:
            self.jump_requested.emit(index.row())

    def _select(self) -> None:
        if self._model.rowCount():
            self._table.select_row(self._model.current)

    def _on_renewed(self) -> None:
        self.counted.emit(self._model.current)
        if self._model.rowCount():
            self._stack.setCurrentWidget(self._table)
            self._select()
            return
        sentence, hint = texts.NO_DATASET, ""
        if self._open:
            sentence, hint = texts.NOTHING, texts.NOTHING_HINT
        self._empty.show_state("history", sentence, hint=hint)
        self._stack.setCurrentWidget(self._empty)
