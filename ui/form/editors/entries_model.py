"""A list of JSON objects as a model: what the tables of LINKS and SERIES show.

Keys the columns do not know stay in their objects; entries that are no objects are shown and kept
as they are. The model never changes an entry in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Json, same
from ui.widgets.painting import one_line
from ui.widgets.reading import shown_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ui.widgets.reading import Reading


Index = QModelIndex | QPersistentModelIndex
STORED = Qt.ItemDataRole.UserRole
_LONGEST = 500  # a cell is one line; its editor shows all of it
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One column: the entry's key, the German header, and the way from value to text and back."""

    key: str
    header: str
    show: Callable[[Json], str]
    read: Callable[[str], Reading]


class EntriesModel(QAbstractTableModel):
    """Entries by row; *changed* after each change by the user, never after set_entries."""

    changed = Signal()

    def __init__(self, columns: Sequence[EntryColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._entries: list[Json] = []
        self._locked = False

    def entries(self) -> list[Json]:
        """Return the entries as a new list."""
        return list(self._entries)

    def set_entries(self, entries: Sequence[Json]) -> None:
        """Show *entries*; rows stay what they are where their number does not change."""
        if len(entries) == len(self._entries):
            self._entries = list(entries)
            self._tell_all()
        else:
            self.beginResetModel()
            self._entries = list(entries)
            self.endResetModel()

    def columns(self) -> tuple[EntryColumn, ...]:
        """Return the columns."""
        return self._columns

    def set_columns(self, columns: Sequence[EntryColumn]) -> None:
        """Change headers and spelling; the number of columns stays."""
        self._columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self._tell_all()

    def lock(self, *, locked: bool) -> None:
        """Forbid or allow editing."""
        self._locked = locked

    def insert(self, row: int, entry: Json) -> None:
        """Insert *entry* before *row*."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._entries.insert(row, entry)
        self.endInsertRows()
        self.changed.emit()

    def remove(self, row: int) -> None:
        """Take the entry at *row* out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._entries[row]
        self.endRemoveRows()
        self.changed.emit()

    def put(self, entries: Sequence[Json]) -> None:
        """Replace all entries at once, as one change by the user."""
        self.set_entries(entries)
        self.changed.emit()

    def move(self, row: int, target: int) -> None:
        """Move the entry at *row* so that it ends up at *target*."""
        if row == target or not 0 <= target < len(self._entries):
            return
        before = target + 1 if target > row else target
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), before)
        self._entries.insert(target, self._entries.pop(row))
        self.endMoveRows()
        self.changed.emit()

    def stored(self, row: int, key: str) -> Json:
        """Return the value of *key* in the entry at *row*, None where it has none."""
        entry = self._entries[row]
        return entry.get(key) if isinstance(entry, dict) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the shown text, or the stored value for the role STORED."""
        column = self._columns[index.column()]
        if role == STORED:
            return self.stored(index.row(), column.key)
        if role not in _TEXT_ROLES:
            return None
        entry = self._entries[index.row()]
        if not isinstance(entry, dict):
            return one_line(shown_text(entry), _LONGEST) if index.column() == 0 else ""
        return one_line(column.show(entry.get(column.key)), _LONGEST)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Store *value* (as it is stored, not as it is shown); False where nothing changed."""
        entry = self._entries[index.row()]
        key = self._columns[index.column()].key
        if role != Qt.ItemDataRole.EditRole or not isinstance(entry, dict):
            return False
        stored = _json(value)
        if key in entry and same(entry[key], stored):
            return False
        self._entries[index.row()] = {**entry, key: stored}
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with the cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        fixed = self._locked or not isinstance(self._entries[index.row()], dict)
        return base if fixed else base | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the German header of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].header

    def _tell_all(self) -> None:
        if self._entries:
            last = self.index(len(self._entries) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _json(value: object) -> Json:
    """Return *value* as the JSON scalar it is."""
    return value if value is None or isinstance(value, str | int | float) else str(value)
