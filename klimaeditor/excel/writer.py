"""Dataset -> workbook, always generated anew (SEC-10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.clock import local_now
from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages, room, target, unfit
from klimaeditor.excel.guard import MAX_MEGABYTES
from klimaeditor.excel.plan import workbook_plan
from klimaeditor.excel.sheetxml import UnfitTextError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.plan import SheetPlan

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: *measures* rows into *path*.

    *notices* are German remarks, *room* says how near the fullest cells come to Excel's limits.
    """

    path: Path
    measures: int
    notices: tuple[str, ...]
    room: str = ""


def export(
    dataset: Dataset,
    path: Path,
    measures: Iterable[int] | None = None,
    clock: Callable[[], datetime] = local_now,
) -> Exported:
    """Write the measures with these keys (None: all) to a new workbook at *path*.

    An existing file is replaced in one step. Raises WorkbookError with a German sentence where the
    name is none, somebody has the workbook open, a text fits into no cell or the disk refuses; then
    an existing file is as it was.
    """
    target.refuse_bad_name(path)
    target.refuse_locked(path)
    wanted = set(dataset.measures if measures is None else measures)
    keys = [key for key in dataset.measure_keys() if key in wanted]
    exported = clock()
    plans = workbook_plan(dataset, keys, exported)
    data = _build(plans, exported)
    target.replace(path, data)
    return Exported(path, len(keys), tuple(_notices(path, len(data))), room.sentence(plans))


def render(dataset: Dataset, measures: list[int], exported: datetime) -> bytes:
    """Return the bytes of the workbook; the same for the same dataset, measures and time."""
    return _build(workbook_plan(dataset, measures, exported), exported)


def _build(plans: tuple[SheetPlan, ...], exported: datetime) -> bytes:
    from klimaeditor.excel.package import build  # noqa: PLC0415 - openpyxl loads when it is needed

    try:
        return build(plans, exported)
    except UnfitTextError as fault:
        raise WorkbookError(unfit.sentence_of_record(fault)) from fault


def _notices(path: Path, size: int) -> list[str]:
    found = []
    length = len(str(path.absolute()))
    if length > target.LONGEST_PATH:
        found.append(filemessages.long_path(length, target.LONGEST_PATH))
    if size > MAX_MEGABYTES * _MEGABYTE:
        found.append(filemessages.large_file(size // _MEGABYTE + 1, MAX_MEGABYTES))
    return found
