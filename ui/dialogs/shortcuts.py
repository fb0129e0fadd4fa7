"""The list of keys, to be searched; it stays open beside the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from klimaeditor.search.folding import fold
from ui import texts as words
from ui.dialogs import texts
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.widgets.labels import plain_label
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

Shortcut = tuple[str, str, str]


class ShortcutsDialog(DialogFrame):
    """Shows (menu, command, keys) rows."""

    def __init__(self, table: Sequence[Shortcut], parent: QWidget | None = None) -> None:
        super().__init__(texts.SHORTCUTS_TITLE, parent, width=520)
        self._search = SearchField(
            texts.SHORTCUTS_SEARCH, texts.SHORTCUTS_SEARCH, texts.CLEAR_SEARCH, self
        )
        self._rows = list(table)
        self._table = _make_table(self._rows, self)
        self._none = plain_label(texts.SHORTCUTS_NONE, "muted")
        self._none.hide()
        self.body.addWidget(self._search)
        self.body.addWidget(self._none)
        self.body.addWidget(self._table, 1)
        self.add_button(words.CLOSE, self.close)
        self._search.textChanged.connect(self._filter)
        self._search.left_down.connect(self._table.setFocus)
        self._search.setFocus()
        fit_screen(self, 660, 560)

    def shown(self) -> list[str]:
        """Return the commands that match the search."""
        shown = enumerate(self._rows)
        return [command for row, (_, command, _) in shown if not self._table.isRowHidden(row)]

    def _filter(self, text: str) -> None:
        wanted = fold(text).split()
        for row, cells in enumerate(self._rows):
            found = fold(" ".join(cells))
            self._table.setRowHidden(row, not all(word in found for word in wanted))
        self._none.setVisible(not self.shown())


def _make_table(rows: Sequence[Shortcut], parent: QWidget) -> QTableWidget:
    table = QTableWidget(len(rows), 3, parent)
    table.setAccessibleName(texts.SHORTCUTS_TITLE)
    table.setHorizontalHeaderLabels(list(texts.SHORTCUTS_HEADERS))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.setItem(row, column, QTableWidgetItem(text))
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table
