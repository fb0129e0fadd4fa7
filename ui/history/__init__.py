"""The steps that can be undone and redone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.history import (
        change_look,
        steps,
        timeline,
    )

__all__: Final = (
    "change_look",
    "steps",
    "timeline",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
