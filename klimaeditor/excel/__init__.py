"""Workbooks out and in; the only place that knows openpyxl.

Writing is :func:`klimaeditor.excel.write.export`, reading is
:func:`klimaeditor.excel.read.open_workbook`. Importing either imports openpyxl, which is slow:
whoever may never need it imports this package, which loads its modules when they are first used.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from klimaeditor.late import on_first_use

if TYPE_CHECKING:
    from klimaeditor.excel import (
        handout,
        read,
        request_layout,
        write,
    )

os.environ["OPENPYXL_LXML"] = "False"
"""openpyxl would read with lxml where it is installed, past defusedxml's protection (SEC-08)."""

__all__: Final = (
    "handout",
    "read",
    "request_layout",
    "write",
)

if not TYPE_CHECKING:
    __getattr__ = on_first_use(__name__, __all__)
