"""Measures -> the bytes of a request workbook, always generated anew (SEC-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import unfit
from klimaeditor.excel.request.plan import what_is_sent, workbook_plan
from klimaeditor.excel.sheetxml import UnfitTextError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.request.baseline import About


def render(dataset: Dataset, measures: Iterable[int], about: About) -> bytes:
    """Return the workbook about the measures with these keys; the same for the same arguments.

    Raises WorkbookError with a German sentence for a text that fits into no cell (SEC-14). Each
    measure needs an id of its own.
    """
    from klimaeditor.excel.request.dressing import build  # noqa: PLC0415 - loads openpyxl

    try:
        return build(workbook_plan(dataset, what_is_sent(dataset, measures, about)), about.sent)
    except UnfitTextError as fault:
        raise WorkbookError(unfit.sentence_of_record(fault)) from fault
