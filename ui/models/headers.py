"""What a table model tells of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLED: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole})


def column_title(
    titles: Sequence[str], section: int, orientation: Qt.Orientation, role: int
) -> str | None:
    """Return the title of a column, read and spoken; rows have none."""
    if orientation != Qt.Orientation.Horizontal or role not in _TITLED:
        return None
    return titles[section] if 0 <= section < len(titles) else None
