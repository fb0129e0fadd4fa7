"""Which files are taken for workbooks, by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX: Final = ".xlsx"
"""What is written, and the only one that is read."""
TAKEN_FOR_WORKBOOKS: Final = frozenset({SUFFIX, ".xlsm", ".xls", ".xlsb", ".ods"})
"""What is meant to be a workbook; whether it is one that is accepted, the reader says (SEC-09)."""


def is_workbook(path: Path) -> bool:
    """Tell by the name whether *path* is meant to be a workbook; a folder never is."""
    return path.suffix.lower() in TAKEN_FOR_WORKBOOKS and not path.is_dir()
