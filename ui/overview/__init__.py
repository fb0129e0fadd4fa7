"""The overview: what needs attention, as charts that work without colour and without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from ui.overview import (
        export,
        overview_page,
        report_dialog,
        report_pdf,
        report_word,
        word_dialog,
    )

__all__: Final = (
    "export",
    "overview_page",
    "report_dialog",
    "report_pdf",
    "report_word",
    "word_dialog",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
