"""The records of one file, addressed by a key that stays while the dataset is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from klimaeditor.values import Record


def id_of(row: Record) -> str:
    """Return the id of a record, "" where it is missing or no text."""
    found = row.get("id")
    return found if isinstance(found, str) else ""


@dataclass(slots=True)
class Table:
    """The records of one file by key, in file order, with an index of their ids."""

    rows: dict[int, Record]
    keys_by_id: dict[str, list[int]] = field(default_factory=dict)
    next_key: int = 0

    def __post_init__(self) -> None:
        self.next_key = max(self.rows, default=-1) + 1
        for key, row in self.rows.items():
            self.keys_by_id.setdefault(id_of(row), []).append(key)

    def place(self, key: int) -> int:
        """Return the position of a record in the file."""
        return list(self.rows).index(key)

    def put(self, key: int, row: Record, index: int | None) -> None:
        """Insert a record at a position (None: at the end), or replace the one with that key."""
        if key in self.rows:
            if id_of(row) == id_of(self.rows[key]):
                self.rows[key] = row
                return
            self._forget(key)
            self.rows[key] = row
        elif index is None or index >= len(self.rows):
            self.rows[key] = row
        else:
            order = list(self.rows)
            order.insert(index, key)
            rows = self.rows | {key: row}
            self.rows.clear()
            self.rows.update((key, rows[key]) for key in order)
        self.next_key = max(self.next_key, key + 1)
        self._remember(key)

    def remove(self, key: int) -> None:
        """Take a record out."""
        self._forget(key)
        del self.rows[key]

    def _forget(self, key: int) -> None:
        keys = self.keys_by_id[id_of(self.rows[key])]
        keys.remove(key)
        if not keys:
            del self.keys_by_id[id_of(self.rows[key])]

    def _remember(self, key: int) -> None:
        keys = self.keys_by_id.setdefault(id_of(self.rows[key]), [])
        keys.append(key)
        if len(keys) > 1:
            order = {key: place for place, key in enumerate(self.rows)}
            keys.sort(key=order.__getitem__)
