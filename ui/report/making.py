"""From the answers of the dialog to the report, and from there to files' contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.completeness import missing_fields
from klimaeditor.overview import OverviewIndex
from klimaeditor.publish.former import read_other
from klimaeditor.publish.yearly import Insight, Wanted, report_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from klimaeditor.document import Document
    from klimaeditor.publish.yearly import Report
    from ui.report.dialog import ReportChoice


def make_report(
    document: Document, choice: ReportChoice, shown: Sequence[int], today: date
) -> Report:
    """Return the report on what is open, unsaved edits included; *shown* are keys of measures.

    Raises DatasetError and PublicationError, with a German sentence, where the former version
    cannot be read.
    """
    former = choice.former
    wanted = Wanted(
        name=choice.name,
        today=today,
        since=choice.since,
        measures=tuple(shown) if choice.only_shown else None,
        former=None if former is None else read_other(former.folder),
        former_label="" if former is None else former.label,
    )
    overview = OverviewIndex(document.dataset, document.findings).overview(today)
    return report_of(document.dataset, Insight(overview, missing_fields), wanted)


def workbook_bytes(report: Report, now: datetime) -> bytes:
    """Return the report as a workbook; *now* is an aware time. Raises WorkbookError."""
    from klimaeditor.excel.yearbook import render_tables  # noqa: PLC0415 - openpyxl loads late
    from klimaeditor.publish.yearly.sheets import about, tables_of  # noqa: PLC0415

    return render_tables(tables_of(report), about(report, now))
