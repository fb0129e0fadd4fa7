"""The overview and the yearly report, as data and as workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from klimaeditor.reports import (
        overview,
        report_words,
        site_list,
        word,
        wordfile,
        yearly,
        yearly_workbook,
    )

__all__: Final = (
    "overview",
    "report_words",
    "site_list",
    "word",
    "wordfile",
    "yearly",
    "yearly_workbook",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
