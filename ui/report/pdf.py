"""The report as a PDF in A4: composed first, so that every page number is known, then painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from klimaeditor.publish.yearly import texts
from ui import theme
from ui.report import chapters
from ui.report.chapters import Entry
from ui.report.cost_chapter import write_costs
from ui.report.finish import Bookmark, finished
from ui.report.measure_page import write_measure
from ui.report.paper import Paper, Text, style
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.publish.yearly import Report
    from ui.report.paper import Page

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

    pages: tuple[Page, ...]
    entries: tuple[Entry, ...]


def pdf_bytes(report: Report) -> bytes:
    """Return the report as a PDF with title, author, language, bookmarks and page numbers."""
    composed = compose(report)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title_of(report))
    writer.setAuthor(report.name or texts.AUTHOR)
    writer.setCreator(texts.AUTHOR)
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
    return finished(bytes(data.data()), texts.LANGUAGE, bookmarks_of(composed.entries))


def bookmarks_of(entries: Sequence[Entry]) -> list[Bookmark]:
    """Return the contents as bookmarks: measures below their category."""
    found: list[Bookmark] = []
    for entry in entries:
        level = found[-1].below if entry.level and found else found
        level.append(Bookmark(one_line(entry.words, _BOOKMARK), entry.page))
    return found


def title_of(report: Report) -> str:
    """Return the title of the document."""
    return f"{texts.TITLE} – {report.name}" if report.name else texts.TITLE


def compose(report: Report) -> Composed:
    """Place everything, as often as it takes for the page numbers in it to be right."""
    entries: tuple[Entry, ...] = ()
    found, where = _pass(report, entries, {})
    for _ in range(_MOST_PASSES):
        if found.entries == entries:
            break
        entries = found.entries
        found, where = _pass(report, entries, where)
    return found


def _pass(
    report: Report, known: tuple[Entry, ...], where: dict[int, int]
) -> tuple[Composed, dict[int, int]]:
    """Place everything once, with the page numbers *known* from the time before."""
    paper = Paper(_WIDTH - 2 * _SIDE, _HEIGHT - _TOP - _BOTTOM)
    entries: list[Entry] = []
    places: dict[int, int] = {}
    chapters.write_cover(paper, report)
    chapters.write_contents(paper, known or _blank(report))

    def begin(words: str, level: int = 0) -> None:
        entries.append(Entry(words, paper.number + 1, level))

    begin(texts.OVERVIEW)
    chapters.write_overview(paper, report)
    begin(texts.changes_since(report.since))
    chapters.write_news(paper, report, where)
    begin(texts.COSTS)
    paper.turn()
    chapters.chapter(paper, texts.COSTS)
    write_costs(paper, report)
    for category, measures in report.by_category().items():
        begin(category)
        for measure in measures:
            begin(measure.title, 1)
            places[measure.key] = paper.number + 1
            write_measure(paper, measure, report)
    begin(texts.QUALITY)
    chapters.write_quality(paper, report)
    return Composed(tuple(paper.pages), tuple(entries)), places


def _blank(report: Report) -> tuple[Entry, ...]:
    """Return contents as long as the real ones, for the first time."""
    groups = report.by_category()
    lines = [
        (name, 0)
        for name in (texts.OVERVIEW, texts.changes_since(report.since), texts.COSTS, *groups)
    ]
    lines += [(measure.title, 1) for own in groups.values() for measure in own]
    return tuple(Entry(words, 0, level) for words, level in [*lines, (texts.QUALITY, 0)])


def paint_pages(
    painter: QPainter, report: Report, composed: Composed, turn: Callable[[], object]
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


def _paint_frame(painter: QPainter, report: Report, number: int, total: int) -> None:
    """Paint the running header and the page number."""
    width, look = _WIDTH - 2 * _SIDE, style(0.85, "muted")
    painter.save()
    painter.translate(_SIDE, 0)
    day = Text(texts.as_of(report.day), look, width)
    day.paint(painter, QPointF(width - day.width, 46))
    name = Text(title_of(report), look, width - day.width - 20, most=1)
    name.paint(painter, QPointF(0, 46))
    painter.setPen(QPen(theme.tokens().color("line"), 1))
    painter.drawLine(QLineF(0, 68, width, 68))
    words = Text(texts.page_of(number, total), look, width)
    words.paint(painter, QPointF(width - words.width, _HEIGHT - _BOTTOM + 24))
    painter.restore()
