"""Publishing as a page: what the public will read, folder and settings, the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.publishing import (
        internal_notes,
        publish_page,
        setup_dialog,
    )

__all__: Final = ("internal_notes", "publish_page", "setup_dialog")

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
