"""Dialogs that change many texts at once: bulk edits, replacing, clean-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.textwork import (
        bulk_dialog,
        clean_up_dialog,
        cleanup_dialogs,
        replace_dialog,
    )

__all__: Final = (
    "bulk_dialog",
    "clean_up_dialog",
    "cleanup_dialogs",
    "replace_dialog",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
