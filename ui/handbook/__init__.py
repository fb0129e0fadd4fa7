"""The handbook in a window of its own: chapters, search, print. Its pages are ours, never data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.handbook import (
        handbook_window,
    )

__all__: Final = ("handbook_window",)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
