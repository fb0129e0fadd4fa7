"""The tree at the left: every file with its measures, and how much of it waits for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from ui.returns import texts
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QModelIndex

    from klimaeditor.merge.proposals import Returned
    from ui.returns.rows import ProposalRow

_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class Node(NamedTuple):
    """A place in the tree: a file by number (None: all files), and in it a measure by key."""

    file: int | None = None
    measure: int | None = None

    def holds(self, row: ProposalRow) -> bool:
        """Whether a row belongs here."""
        if self.file is not None and row.file != self.file:
            return False
        return self.measure is None or row.proposal.measure == self.measure


class FileTree(QTreeView):
    """*node_chosen* carries the node that was chosen."""

    node_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._items: dict[Node, QStandardItem] = {}
        self.setModel(self._model)
        self.setHeaderHidden(True)
        self.setAccessibleName(texts.TREE)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformRowHeights(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_files(self, files: Sequence[Returned], rows: Sequence[ProposalRow]) -> None:
        """Build the tree: all files, every file, every measure in it."""
        self._add(self._model.invisibleRootItem(), Node())
        for number, _ in enumerate(files):
            node = Node(number)
            parent = self._add(self._model.invisibleRootItem(), node)
            for key in dict.fromkeys(row.proposal.measure for row in rows if node.holds(row)):
                self._add(parent, Node(number, key))
        self.expandAll()

    def label(self, text_of: Callable[[Node], str]) -> None:
        """Write every node anew."""
        for node, item in self._items.items():
            text = text_of(node)
            if item.text() != text:
                item.setText(text)
                item.setToolTip(safe_tip(text))

    def choose(self, node: Node) -> None:
        """Select a node."""
        self.setCurrentIndex(self._items[node].index())

    def chosen(self) -> Node:
        """Return the node that is selected."""
        found = self.currentIndex().data(_ROLE)
        return found if isinstance(found, Node) else Node()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]  # Qt's stubs name a union here
        """Tell which node is selected now."""
        super().currentChanged(current, previous)
        self.node_chosen.emit(self.chosen())

    def _add(self, parent: QStandardItem, node: Node) -> QStandardItem:
        item = QStandardItem()
        item.setData(node, _ROLE)
        parent.appendRow(item)
        self._items[node] = item
        return item
