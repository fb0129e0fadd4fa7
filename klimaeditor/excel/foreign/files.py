"""Any file of other people -> its sheets as text, after the guard has looked at it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from klimaeditor.excel import filemessages, guard, target
from klimaeditor.excel.foreign import delimited

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.excel.foreign.grid import Grids


def read_file(path: Path) -> Grids:
    """Return the sheets of an .xlsx or delimited file; nothing is written to it (SEC-10).

    Raises WorkbookError with a German sentence for everything else: other formats, hostile or
    broken packages, text that cannot be read, a file that is not there.
    """
    if path.suffix.lower() in delimited.SUFFIXES and not path.is_dir():
        return delimited.read_delimited(path)
    data = guard.read_package(path)
    from klimaeditor.excel.foreign.book import read_book  # noqa: PLC0415 - loads openpyxl

    grids = read_book(data, path.name)
    lock = target.find_lock(path)
    if lock is None:
        return grids
    open_elsewhere = filemessages.open_elsewhere(path.name, lock[1])
    return replace(grids, notices=(open_elsewhere, *grids.notices))
