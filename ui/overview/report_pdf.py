"""The report as a PDF in A4: composed first, so that every page number is known, then painted."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from klimaeditor import excel, reports
from klimaeditor.checks.completeness import missing_fields
from klimaeditor.model.dataclass import dataclass
from klimaeditor.publish.folder import read_other
from klimaeditor.reports import report_words
from klimaeditor.reports.overview import OverviewIndex
from klimaeditor.reports.yearly import ReportContext, ReportOrder, report_of
from ui import theme
from ui.overview import report_pages
from ui.overview.report_pages import ContentsEntry, write_budget, write_costs, write_measure
from ui.overview.report_paper import Bookmark, Paper, Text, finished, style
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from klimaeditor.document import Document
    from klimaeditor.reports.yearly_model import YearlyReport
    from ui.overview.report_dialog import ReportChoice
    from ui.overview.report_paper import PaperPage


# --- words ---------------------------------------------------------------------------------------

AUTHOR: Final = "Klimaeditor"
LANGUAGE: Final = "de-DE"


def page_of(number: int, total: int) -> str:
    """Return the number of a page as it stands on it."""
    return f"Seite {number} von {total}"


# --- The report as a PDF in A4: composed first, so that every page number is known, then painted -

_INCH: Final = 96
_RESOLUTION: Final = 600
_WIDTH, _HEIGHT = 210 * _INCH / 25.4, 297 * _INCH / 25.4  # A4
_SIDE: Final = 75.0
_TOP: Final = 92.0
_BOTTOM: Final = 78.0
_MOST_PASSES: Final = 4
_BOOKMARK: Final = 120


@dataclass(frozen=True, slots=True)
class Composed:
    """The pages of a report, and what begins on which of them."""

    pages: tuple[PaperPage, ...]
    entries: tuple[ContentsEntry, ...]


def pdf_bytes(report: YearlyReport) -> bytes:
    """Return the report as a PDF with title, author, language, bookmarks and page numbers."""
    composed = compose(report)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title_of(report))
    writer.setAuthor(report.name or AUTHOR)
    writer.setCreator(AUTHOR)
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    scale = _RESOLUTION / _INCH
    painter.scale(scale, scale)
    paint_pages(painter, report, composed, writer.newPage)
    painter.end()
    buffer.close()
    return finished(bytes(data.data()), LANGUAGE, bookmarks_of(composed.entries))


def bookmarks_of(entries: Sequence[ContentsEntry]) -> list[Bookmark]:
    """Return the contents as bookmarks: measures below their category."""
    found: list[Bookmark] = []
    for entry in entries:
        level = found[-1].below if entry.level and found else found
        level.append(Bookmark(one_line(entry.words, _BOOKMARK), entry.page))
    return found


def title_of(report: YearlyReport) -> str:
    """Return the title of the document."""
    return f"{report_words.TITLE} – {report.name}" if report.name else report_words.TITLE


def compose(report: YearlyReport) -> Composed:
    """Place everything, as often as it takes for the page numbers in it to be right."""
    entries: tuple[ContentsEntry, ...] = ()
    found, where = _pass(report, entries, {})
    for _ in range(_MOST_PASSES):
        if found.entries == entries:
            break
        entries = found.entries
        found, where = _pass(report, entries, where)
    return found


def _pass(
    report: YearlyReport, known: tuple[ContentsEntry, ...], where: dict[int, int]
) -> tuple[Composed, dict[int, int]]:
    """Place everything once, with the page numbers *known* from the time before."""
    paper = Paper(_WIDTH - 2 * _SIDE, _HEIGHT - _TOP - _BOTTOM)
    entries: list[ContentsEntry] = []
    places: dict[int, int] = {}
    report_pages.write_cover(paper, report)
    report_pages.write_contents(paper, known or _blank(report))

    def begin(words: str, level: int = 0) -> None:
        entries.append(ContentsEntry(words, paper.number + 1, level))

    begin(report_words.OVERVIEW)
    report_pages.write_overview(paper, report)
    begin(report_words.changes_since(report.since))
    report_pages.write_news(paper, report, where)
    begin(report_words.COSTS)
    paper.turn()
    report_pages.chapter(paper, report_words.COSTS)
    write_costs(paper, report)
    write_budget(paper, report)
    for category, measures in report.by_category().items():
        begin(category)
        for measure in measures:
            begin(measure.title, 1)
            places[measure.key] = paper.number + 1
            write_measure(paper, measure, report)
    begin(report_words.QUALITY)
    report_pages.write_quality(paper, report)
    return Composed(tuple(paper.pages), tuple(entries)), places


def _blank(report: YearlyReport) -> tuple[ContentsEntry, ...]:
    """Return contents as long as the real ones, for the first time."""
    groups = report.by_category()
    lines = [
        (name, 0)
        for name in (
            report_words.OVERVIEW,
            report_words.changes_since(report.since),
            report_words.COSTS,
            *groups,
        )
    ]
    lines += [(measure.title, 1) for own in groups.values() for measure in own]
    return tuple(
        ContentsEntry(words, 0, level) for words, level in [*lines, (report_words.QUALITY, 0)]
    )


def paint_pages(
    painter: QPainter, report: YearlyReport, composed: Composed, turn: Callable[[], object]
) -> None:
    """Paint all pages, calling *turn* between them; the painter counts 96 px to the inch."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, page in enumerate(composed.pages, 1):
        if number > 1:
            turn()
        painter.save()
        painter.translate(_SIDE, _TOP)
        for paint in page.paints:
            paint(painter)
        painter.restore()
        if not page.bare:
            _paint_frame(painter, report, number, len(composed.pages))


def _paint_frame(painter: QPainter, report: YearlyReport, number: int, total: int) -> None:
    """Paint the running header and the page number."""
    width, look = _WIDTH - 2 * _SIDE, style(0.85, "muted")
    painter.save()
    painter.translate(_SIDE, 0)
    day = Text(report_words.as_of(report.day), look, width)
    day.paint(painter, QPointF(width - day.width, 46))
    name = Text(title_of(report), look, width - day.width - 20, most=1)
    name.paint(painter, QPointF(0, 46))
    painter.setPen(QPen(theme.tokens().color("line"), 1))
    painter.drawLine(QLineF(0, 68, width, 68))
    words = Text(page_of(number, total), look, width)
    words.paint(painter, QPointF(width - words.width, _HEIGHT - _BOTTOM + 24))
    painter.restore()


# --- From the answers of the dialog to the report, and from there to files' contents -------------


def make_report(
    document: Document,
    choice: ReportChoice,
    shown: Sequence[int],
    today: date,
    groups: Mapping[str, str] = MappingProxyType({}),
) -> YearlyReport:
    """Return the report on what is open, unsaved edits included; *shown* are keys of measures.

    *groups* are the product groups of the budget by the measure's id.

    Raises DatasetError and PublicationError, with a German sentence, where the former version
    cannot be read.
    """
    former = choice.former
    wanted = ReportOrder(
        name=choice.name,
        today=today,
        since=choice.since,
        measures=tuple(shown) if choice.only_shown else None,
        former=None if former is None else read_other(former.folder, document.dataset.site),
        former_label="" if former is None else former.label,
        groups=groups,
    )
    overview = OverviewIndex(document.dataset, document.findings).overview(today)
    return report_of(document.dataset, ReportContext(overview, missing_fields), wanted)


def workbook_bytes(report: YearlyReport, now: datetime) -> bytes:
    """Return the report as a workbook; *now* is an aware time. Raises WorkbookError."""
    return excel.handout.render_tables(
        reports.yearly_workbook.tables_of(report), reports.yearly_workbook.about(report, now)
    )
