"""A table model over keys that shows other keys with as little noise as it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


# --- A table model over keys that shows other keys with as little noise as it can ----------------

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

_STEPS = 8  # so many rows come and go one by one; beyond that the list is shown anew


class KeyedRows(QAbstractTableModel):
    """Rows by key; what the cells say is up to the heirs.

    *changing* and *changed* enclose whatever moves rows, so that a view can keep its selection by
    key instead of by place.
    """

    changing = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: list[int] = []
        self._places: dict[int, int] = {}

    def keys(self) -> list[int]:
        """Return the keys shown, in the order shown."""
        return list(self._shown)

    def place_of(self, key: int | None) -> int | None:
        """Return the row in which a key is shown, None where it is not."""
        return None if key is None else self._places.get(key)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def show_keys(self, keys: list[int], *, anew: bool = False) -> None:
        """Show *keys*: row by row where few come or go, by moving, or (then always) all *anew*.

        Any number of rows may come at the end.
        """
        if keys == self._shown and not anew:
            return
        self.changing.emit()
        if anew or not self._stepwise(keys):
            self.beginResetModel()
            self._remember(keys)
            self.endResetModel()
        self.changed.emit()

    def _stepwise(self, keys: list[int]) -> bool:
        """Go to *keys* in small steps; False where that would take too many."""
        here = len(self._shown)
        if here and len(keys) > here and keys[:here] == self._shown:
            self.beginInsertRows(QModelIndex(), here, len(keys) - 1)
            self._remember(keys)
            self.endInsertRows()
            return True
        if abs(len(keys) - len(self._shown)) > _STEPS:
            return False
        gone, come = set(self._shown).difference(keys), set(keys).difference(self._shown)
        if not gone and not come:
            self._move(keys)
            return True
        stay = [key for key in self._shown if key not in gone]
        if len(gone) + len(come) > _STEPS or stay != [key for key in keys if key not in come]:
            return False
        self._take_out(gone)
        self._put_in(keys, come)
        return True

    def _move(self, keys: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(self._shown[index.row()], index.column()) for index in before]
        self._remember(keys)
        after = [self.index(self._places[key], column) for key, column in held]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _take_out(self, gone: set[int]) -> None:
        for place in sorted((self._places[key] for key in gone), reverse=True):
            self.beginRemoveRows(QModelIndex(), place, place)
            self._remember(self._shown[:place] + self._shown[place + 1 :])
            self.endRemoveRows()

    def _put_in(self, keys: list[int], come: set[int]) -> None:
        for place, key in enumerate(keys):
            if key in come:
                self.beginInsertRows(QModelIndex(), place, place)
                self._remember([*self._shown[:place], key, *self._shown[place:]])
                self.endInsertRows()

    def _remember(self, keys: list[int]) -> None:
        self._shown = keys
        self._places = {key: place for place, key in enumerate(keys)}


# --- What a table model tells of its columns -----------------------------------------------------

_TITLED: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})


def column_title(
    titles: Sequence[str], section: int, orientation: Qt.Orientation, role: int
) -> str | None:
    """Return the title of a column, read and spoken; rows have none."""
    if orientation != Qt.Orientation.Horizontal or role not in _TITLED:
        return None
    return titles[section] if 0 <= section < len(titles) else None
