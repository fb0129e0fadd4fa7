"""Asking departments, and the review of what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.exchange import (
        common_version,
        import_wizard,
        new_dataset_wizard,
        request_wizard,
        returns_page,
        take_measures,
        tracking,
    )

__all__: Final = (
    "common_version",
    "import_wizard",
    "new_dataset_wizard",
    "request_wizard",
    "returns_page",
    "take_measures",
    "tracking",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
