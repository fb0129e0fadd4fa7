"""The model of recently used datasets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from ui.pages import texts
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.settings import RecentEntry

    AnyIndex = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class RecentModel(QAbstractListModel):
    """The entries, latest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[RecentEntry] = []

    def set_entries(self, entries: Sequence[RecentEntry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def mark(self, path: str, *, missing: bool) -> None:
        """Note whether *path* is there."""
        for row, entry in enumerate(self._entries):
            if entry.path == path and entry.missing != missing:
                self._entries[row] = replace(entry, missing=missing)
                self.dataChanged.emit(self.index(row), self.index(row))

    def entry(self, row: int) -> RecentEntry | None:
        """Return the entry in a row, None outside the list."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return how many entries there are."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what an entry shows or tells."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(entry.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            moment = texts.when(entry.opened, datetime.now().astimezone())
            return texts.spoken(entry.name, entry.path, moment, missing=entry.missing)
        return None
