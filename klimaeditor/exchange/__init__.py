"""Files from outside: requests, returns, other people's tables and reports -> proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from klimaeditor.exchange import (
        columns,
        copies,
        copymerge,
        drafts,
        importing,
        keptreviews,
        mergereport,
        missingmeasures,
        newdataset,
        newmeasures,
        proposals,
        register,
        requests,
        verdicts,
        waitingreturns,
    )

__all__: Final = (
    "columns",
    "copies",
    "copymerge",
    "drafts",
    "importing",
    "keptreviews",
    "mergereport",
    "missingmeasures",
    "newdataset",
    "newmeasures",
    "proposals",
    "register",
    "requests",
    "verdicts",
    "waitingreturns",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
