"""The records of one file, addressed by a key that stays while the dataset is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.values import Record


def id_of(row: Record) -> str:
    """Return the id of a record, "" where it is missing or no text."""
    found = row.get("id")
    return found if isinstance(found, str) else ""


class Table:
    """The records of one file by key, in file order, with an index of their ids.

    A record that comes in between is sorted in when somebody asks for all of them, so that many
    such records take no longer than a few.
    """

    __slots__ = ("_is_sorted", "_order", "_rows", "keys_by_id", "next_key")

    def __init__(self, rows: dict[int, Record]) -> None:
        """Take the records by key, in file order."""
        self._rows = rows
        self._order = list(rows)
        self._is_sorted = True
        self.next_key = max(rows, default=-1) + 1
        self.keys_by_id: dict[str, list[int]] = {}
        for key, row in rows.items():
            self.keys_by_id.setdefault(id_of(row), []).append(key)

    @property
    def rows(self) -> dict[int, Record]:
        """All records by key, in file order; only for reading."""
        self.sort()
        return self._rows

    def sort(self) -> None:
        """Sort in what came in between; afterwards reading changes nothing, in any thread."""
        if not self._is_sorted:
            found = [(key, self._rows[key]) for key in self._order]
            self._rows.clear()
            self._rows.update(found)
            self._is_sorted = True

    def get(self, key: int) -> Record | None:
        """Return one record, None where there is none; quicker than to ask for all."""
        return self._rows.get(key)

    def place(self, key: int) -> int:
        """Return the position of a record in the file."""
        if self._order and self._order[-1] == key:
            return len(self._order) - 1
        return self._order.index(key)

    def before(self, key: int) -> Iterator[int]:
        """Yield the keys of the records before one, the nearest first."""
        return (self._order[place] for place in range(self.place(key) - 1, -1, -1))

    def put(self, key: int, row: Record, index: int | None) -> None:
        """Insert a record at a position (None: at the end), or replace the one with that key."""
        if key in self._rows:
            if id_of(row) == id_of(self._rows[key]):
                self._rows[key] = row
                return
            self._forget(key)
        elif index is None or index >= len(self._order):
            self._order.append(key)
        else:
            self._order.insert(index, key)
            self._is_sorted = False
        self._rows[key] = row
        self.next_key = max(self.next_key, key + 1)
        self._remember(key)

    def remove(self, key: int) -> None:
        """Take a record out."""
        self._forget(key)
        del self._order[self.place(key)]
        del self._rows[key]

    def _forget(self, key: int) -> None:
        keys = self.keys_by_id[id_of(self._rows[key])]
        keys.remove(key)
        if not keys:
            del self.keys_by_id[id_of(self._rows[key])]

    def _remember(self, key: int) -> None:
        keys = self.keys_by_id.setdefault(id_of(self._rows[key]), [])
        keys.append(key)
        if len(keys) > 1:
            order = {key: place for place, key in enumerate(self._order)}
            keys.sort(key=order.__getitem__)
