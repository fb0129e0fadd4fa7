"""What kind of file it is, and the shortest way from a file to its proposals."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.dataset.jsonread import MAX_BYTES
from klimaeditor.errors import WorkbookError
from klimaeditor.excel import layout
from klimaeditor.excel.foreign.files import read_file
from klimaeditor.foreign import columns, records, reporting, table, texts
from klimaeditor.foreign.report import read_report
from klimaeditor.foreign.rows import Source
from klimaeditor.paths import read_at_most

if TYPE_CHECKING:
    from pathlib import Path

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.excel.foreign.grid import Grids
    from klimaeditor.excel.foreign.table import RawTable
    from klimaeditor.foreign.memory import Memory
    from klimaeditor.foreign.report import Report
    from klimaeditor.merge.proposals import Returned


class Kind(StrEnum):
    """The kinds of file."""

    OURS = "ours"
    """Made by this program: an export or a request."""
    REPORT = "report"
    """The city's yearly report, one measure per sheet."""
    TABLE = "table"
    """Any other table with a header row."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A file as read: its kind, its sheets, and what was found in them.

    *tables* has the likeliest table first; *report* is set for a report.
    """

    kind: Kind
    name: str
    sha256: str
    grids: Grids
    tables: tuple[RawTable, ...] = ()
    report: Report | None = None

    @property
    def source(self) -> Source:
        """The file, as proposals name it."""
        notices = () if self.report is not None else self.grids.notices
        return Source(self.name, self.sha256, notices)


def recognise(path: Path) -> Recognition:
    """Return what kind of file *path* is; nothing is written to it.

    Raises WorkbookError with a German sentence for what the guard refuses or nobody can read.
    """
    grids = read_file(path)
    digest = _digest(path)
    if _is_ours(grids.titles):
        return Recognition(Kind.OURS, path.name, digest, grids)
    report = read_report(grids)
    if report is not None:
        return Recognition(Kind.REPORT, path.name, digest, grids, report=report)
    tables = table.tables_of(grids)
    kind = Kind.TABLE if tables else Kind.UNKNOWN
    return Recognition(kind, path.name, digest, grids, tables)


def propose(
    dataset: Dataset,
    found: Recognition,
    memory: Memory | None = None,
    day: str | None = None,
) -> Returned:
    """Return what a recognised table or report suggests, matched without asking anybody.

    *day* is the day a report speaks of (``YYYY-MM-DD``), where the caller knows it. Raises
    WorkbookError for a file of our own, which is read elsewhere, and for one with nothing in it.
    """
    if found.kind is Kind.OURS:
        raise WorkbookError(texts.ours(found.name))
    if found.report is not None:
        names = records.Names(dataset, records.Basis.STATE_TITLE)
        matches = reporting.match_entries(names, found.report)
        return reporting.propose(dataset, found.source, found.report, matches, day)
    if not found.tables:
        raise WorkbookError(texts.unknown_file(found.name))
    raw = found.tables[0]
    matched = columns.match(raw, memory.recall(raw) if memory is not None else None)
    rows = table.match_rows(records.Names(dataset), raw, matched)
    return table.propose(dataset, found.source, raw, matched, rows)


def _is_ours(titles: tuple[str, ...]) -> bool:
    """Tell whether a workbook is an export or a request; other people have a sheet "Basis" too."""
    besides = {layout.MEASURES.title, layout.NOTES.title}
    return layout.BASELINE.title in titles and not besides.isdisjoint(titles)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(read_at_most(path, MAX_BYTES)).hexdigest()
    except OSError:
        return ""
