"""The model of recently used datasets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from klimaeditor.clock import local_now
from ui.pages import texts
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ui.settings import RecentEntry

    AnyIndex = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
WHEN_ROLE = ENTRY_ROLE + 1  # the words for when it was used


def _spoken(entry: RecentEntry, now: datetime) -> str:
    moment = texts.when(entry.opened, now)
    return texts.spoken(entry.name, entry.path, moment, missing=entry.missing)


_TOLD: Final[dict[int, Callable[[RecentEntry, datetime], object]]] = {
    ENTRY_ROLE: lambda entry, _now: entry,
    WHEN_ROLE: lambda entry, now: texts.when(entry.opened, now),
    int(Qt.ItemDataRole.DisplayRole): lambda entry, _now: entry.name,
    int(Qt.ItemDataRole.ToolTipRole): lambda entry, _now: safe_tip(entry.path),
    int(Qt.ItemDataRole.AccessibleTextRole): _spoken,
}


class RecentModel(QAbstractListModel):
    """The entries, latest first; *clock* says what „heute“ is."""

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], datetime] = local_now
    ) -> None:
        super().__init__(parent)
        self._clock = clock
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
        told = _TOLD.get(role)
        return None if entry is None or told is None else told(entry, self._clock())
