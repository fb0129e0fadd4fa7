"""Working on many texts: search, filters, bulk edits, replacing, clean-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from klimaeditor.textwork import cleanup, misspelt

__all__: Final = ("cleanup", "misspelt")

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
