"""The list of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.findings import findings_page

__all__: Final = ("findings_page",)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
