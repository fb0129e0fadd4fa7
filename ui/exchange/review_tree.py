"""Returned files and their measures as a tree, each with how much of it waits for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from klimaeditor.model.core_words import shortened
from ui import theme
from ui.theme import icons
from ui.widgets.labels import safe_tip
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex


# --- words ---------------------------------------------------------------------------------------

TREE: Final = "Dateien und Maßnahmen"
DONE: Final = "fertig"


def still_open(count: int) -> str:
    """Return how many values of a file or measure wait."""
    return f"{count} offen"


def not_back(name: str) -> str:
    """Return the line of a department that has not answered yet."""
    return f"{shortened(name)}: noch nicht zurück"


# --- the tree at the left: every file with its measures, and how much waits ----------------------

_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_NAME_ROLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)


class ReviewNode(NamedTuple):
    """A file by number, and in it a measure by key; None: the file itself, -1: not back yet."""

    file: int
    measure: int | None = None


class ReviewTree(QTreeView):
    """*node_chosen* carries the node that was chosen."""

    node_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._rows: dict[ReviewNode, tuple[QStandardItem, QStandardItem]] = {}
        self.setModel(self._model)
        self.setProperty("role", "flush")
        self.setHeaderHidden(True)
        self.setAccessibleName(TREE)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setMinimumHeight(theme.current().px(30))
        self.setIndentation(theme.current().px(16))

    def show_nodes(self, nodes: Sequence[ReviewNode], missing: Sequence[str]) -> None:
        """Build the tree; *missing* are the departments that have not answered."""
        chosen = self.chosen()
        self.blockSignals(True)
        self._model.clear()
        self._rows = {}
        for node in nodes:
            above = self._model.invisibleRootItem()
            if node.measure is not None:
                above = self._rows[ReviewNode(node.file)][0]
            self._rows[node] = self._add(above, node)
        for name in missing:
            item, _ = self._add(self._model.invisibleRootItem(), ReviewNode(-1))
            item.setText(not_back(one_line(name)))
            item.setEnabled(False)
            self.setFirstColumnSpanned(item.row(), self.rootIndex(), True)
        header = self.header()
        header.setStretchLastSection(False)
        if self._model.columnCount() > 1:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.expandAll()
        self.blockSignals(False)
        if chosen in self._rows:
            self.choose(chosen)

    def label(self, text_of: Callable[[ReviewNode], tuple[str, int]]) -> None:
        """Write every node anew: its name, and how many of its values are open."""
        tokens = theme.current()
        for node, (name, count) in self._rows.items():
            text, left = text_of(node)
            said = still_open(left) if left else ""
            name.setText(one_line(text))
            name.setToolTip(safe_tip(text))
            name.setData(f"{one_line(text)}, {said or DONE}", _NAME_ROLE)
            count.setText(said)
            count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            count.setIcon(icons.no_icon() if left else icons.icon("check", tokens.good))
            count.setData(said or DONE, _NAME_ROLE)
            if node.measure is None:
                name.setIcon(icons.icon("file-spreadsheet", tokens.muted))

    def show_only(self, wanted: Callable[[ReviewNode], bool]) -> None:
        """Hide all nodes but those *wanted*."""
        for node, (name, _) in self._rows.items():
            self.setRowHidden(name.row(), name.index().parent(), not wanted(node))

    def choose(self, node: ReviewNode) -> None:
        """Select a node."""
        self.setCurrentIndex(self._rows[node][0].index())

    def chosen(self) -> ReviewNode | None:
        """Return the node that is selected."""
        found = self.currentIndex().siblingAtColumn(0).data(_ROLE)
        return ReviewNode(*found) if isinstance(found, list | tuple) else None

    def nodes(self) -> tuple[ReviewNode, ...]:
        """Return the nodes from top to bottom."""
        return tuple(self._rows)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]  # Qt's stubs name a union here
        """Tell which node is selected now."""
        super().currentChanged(current, previous)
        if current.isValid() and current.siblingAtColumn(0) != previous.siblingAtColumn(0):
            self.node_chosen.emit(self.chosen())

    def _add(self, above: QStandardItem, node: ReviewNode) -> tuple[QStandardItem, QStandardItem]:
        name, count = QStandardItem(), QStandardItem()
        name.setData(tuple(node), _ROLE)
        above.appendRow([name, count])
        return name, count
