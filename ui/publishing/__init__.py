"""Publish: the gate, what has changed, what the publication says about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.publishing import (
        gate_dialog,
    )

__all__: Final = ("gate_dialog",)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
