"""The undo stack as a list of states: the one at the beginning, and one after every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from ui.history import texts
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QUndoStack

    AnyIndex = QModelIndex | QPersistentModelIndex

STATE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class State:
    """A state that can be gone to: the name of the step that leads there, and what it is."""

    name: str
    current: bool
    undone: bool
    saved: bool


class HistoryModel(QAbstractTableModel):
    """One row a state. *renewed* says that any of them may be another."""

    renewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack: QUndoStack | None = None
        self._count = 0

    def set_stack(self, stack: QUndoStack | None) -> None:
        """Show the states of another stack, or none."""
        if self._stack is not None:
            self._stack.indexChanged.disconnect(self._renew)
            self._stack.cleanChanged.disconnect(self._renew)
        self._stack = stack
        if stack is not None:
            stack.indexChanged.connect(self._renew)
            stack.cleanChanged.connect(self._renew)
        self._renew()

    @property
    def current(self) -> int:
        """The row of the present state."""
        return 0 if self._stack is None else self._stack.index()

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return 0 if self._stack is None else self._stack.count()

    def state(self, row: int) -> State | None:
        """Return the state of a row, None outside the list."""
        if self._stack is None or not 0 <= row < self._count:
            return None
        step = self._stack.text(row - 1) or texts.UNNAMED if row else texts.START
        index, clean = self._stack.index(), self._stack.cleanIndex()
        return State(step, row == index, row > index, row == clean)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of states."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return that there is one column."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows or tells."""
        state = self.state(index.row()) if index.isValid() else None
        if state is None:
            return None
        if role == STATE_ROLE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return state.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            marks = {"current": state.current, "undone": state.undone, "saved": state.saved}
            return texts.spoken(state.name, **marks)
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(f"{state.name}\n{texts.TIP}")
        return None

    def _renew(self, _: object = None) -> None:
        """Take over the states; rows come and go at the end, all others may look different."""
        wanted = 0 if self._stack is None or not self._stack.count() else self._stack.count() + 1
        if wanted == 0 or self._count == 0:
            self.beginResetModel()
            self._count = wanted
            self.endResetModel()
        elif wanted > self._count:
            self.beginInsertRows(self.index(-1, -1), self._count, wanted - 1)
            self._count = wanted
            self.endInsertRows()
        elif wanted < self._count:
            self.beginRemoveRows(self.index(-1, -1), wanted, self._count - 1)
            self._count = wanted
            self.endRemoveRows()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))
        self.renewed.emit()
