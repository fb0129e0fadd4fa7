"""Workbook -> dataset: a document in its own right.

guard -> cells by header -> compared with what was exported -> what differs is stored as the form
would store it. What nobody touched keeps its raw record: unknown keys, key order, null and 350.0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.errors import WorkbookError
from klimaeditor.excel import filemessages, guard, layout, messages, target
from klimaeditor.excel.readcategories import names_with_new, read_categories
from klimaeditor.excel.readlists import LINKS, PROGRESS, read_lists
from klimaeditor.excel.readmeasures import read_measures
from klimaeditor.excel.report import Report
from klimaeditor.excel.session import begin

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.workbook import Content


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A dataset as read from a workbook; *notices* are German remarks about the reading."""

    path: Path
    dataset: Dataset
    notices: tuple[str, ...]


def open_workbook(path: Path) -> ReadResult:
    """Read a workbook that the editor exported, whole or not at all; nothing is written to it.

    Raises WorkbookError with a German sentence where the file is not a workbook, not one of ours,
    unsafe, damaged, or holds what cannot be taken over – everything of that kind in one message.
    """
    report = Report()
    data = guard.read_package(path)
    lock = target.find_lock(path)
    if lock is not None:
        report.notice(filemessages.open_elsewhere(path.name, lock[1]))
    dataset = _dataset(_content(data, path.name, report), report)
    if report.problems:
        raise WorkbookError(messages.problems(path.name, report.problems))
    return ReadResult(path, dataset, tuple(report.notices))


def _content(data: bytes, name: str, report: Report) -> Content:
    from klimaeditor.excel.workbook import read_content  # noqa: PLC0415 - loads openpyxl

    return read_content(data, name, report)


def _dataset(content: Content, report: Report) -> Dataset:
    session = begin(content.baseline, report)
    categories = content.tables.get(layout.CATEGORIES.title)
    names = names_with_new(session, categories)
    read_measures(session, content.tables[layout.MEASURES.title], names)
    for spec in (PROGRESS, LINKS):
        table = content.tables.get(spec.sheet.title)
        if table is not None:
            read_lists(session, table, spec)
    if categories is not None:
        read_categories(session, categories)
    return session.dataset
