"""The preview of the public page beside the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.page import (
        page_paper,
        preview,
    )

__all__: Final = ("page_paper", "preview")

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
