"""What lives as long as a document is open: keeper, background work, recovery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.session import (
        recovering,
        spelling,
    )

__all__: Final = ("recovering", "spelling")

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
