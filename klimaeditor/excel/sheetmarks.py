"""What the cells of a sheet do not tell: merged cells, hidden rows and columns (SEC-12)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:]+)[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=[\"'](?:1|true)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*?hidden=[\"'](?:1|true)[\"']")


@dataclass(frozen=True, slots=True)
class Marks:
    """The merged ranges of a sheet, and how much of it is hidden."""

    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0


def marks_of(xml: bytes) -> Marks:
    """Return the marks of a sheet from its XML."""
    hides = b"hidden=" in xml  # far quicker than to look at every row
    return Marks(
        tuple(match.decode("ascii") for match in _MERGED.findall(xml)),
        len(_HIDDEN_ROW.findall(xml)) if hides else 0,
        len(_HIDDEN_COLUMN.findall(xml)) if hides else 0,
    )
