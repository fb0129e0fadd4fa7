"""A returned workbook -> what it says against what was sent; nothing is written to it (SEC-10).

guard -> baseline -> cells by header -> rows by mark and id -> compared with what was sent. Damage
is named cell by cell; nothing damaged is silently part of the result.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import guard

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.excel.request.returned import Return


class NoRequestError(WorkbookError):
    """A sound workbook that is not one of our requests: perhaps a foreign table."""


class DamagedRequestError(WorkbookError):
    """A request whose hidden sheet is damaged, so that nothing in it can be compared."""


def read_return(path: Path) -> Return:
    """Read a returned request.

    Raises NoRequestError for a workbook that is none, DamagedRequestError where its baseline was
    touched, and WorkbookError for what the guard refuses (SEC-07 to -09); each has its German
    sentence.
    """
    data = guard.read_package(path)
    from klimaeditor.excel.request.content import read_content  # noqa: PLC0415 - loads openpyxl

    return read_content(data, path.name, hashlib.sha256(data).hexdigest())
