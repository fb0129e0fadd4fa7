"""The parts of the report around the measures: cover, contents, overview, changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from klimaeditor.overview import ChartId
from klimaeditor.publish.yearly import texts
from ui import theme
from ui.report.charts import write_chart
from ui.report.measure_page import heading, row, write_changes
from ui.report.paper import Text, style
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QPainter

    from klimaeditor.overview import Figure
    from klimaeditor.publish.yearly import Measure, News, Report
    from ui.report.paper import Paper

FIRST_CHARTS: Final = (ChartId.STATUS, ChartId.YEARS, ChartId.COSTS)
QUALITY_CHARTS: Final = (
    ChartId.COMPLETENESS, ChartId.NEWS, ChartId.LEAST_COMPLETE, ChartId.FINDINGS,
)  # fmt: skip
_EXCERPT: Final = 220
_NUMBERS: Final = 40.0
_TILE: Final = 92.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: what begins on which page; *level* 1 stands indented below 0."""

    words: str
    page: int
    level: int = 0


def write_cover(paper: Paper, report: Report) -> None:
    """Write the first page: what this is, of which day, and the figures that say most."""
    paper.turn(bare=True)
    paper.y = 150
    paper.text(texts.TITLE, style(3.0, bold=True))
    paper.y += 6
    paper.text(texts.SUBTITLE, style(1.6, "muted"))
    paper.y += 22
    paper.rule("accent", 3)
    paper.y += 22
    if report.name:
        paper.text(one_line(report.name, 200), style(1.6, bold=True))
        paper.y += 10
    for line in (
        texts.as_of(report.day),
        texts.changes_since(report.since),
        texts.scope(len(report.measures), report.total),
    ):
        paper.text(line, style(1.15))
        paper.y += 4
    paper.y = max(paper.y + 40, paper.height * 0.52)
    _write_figures(paper, report.overview.figures)


def _write_figures(paper: Paper, figures: Sequence[Figure]) -> None:
    """Write figures beside each other, each in a frame."""
    gap = 12.0
    wide = (paper.width - gap * (len(figures) - 1)) / max(1, len(figures))
    for place, figure in enumerate(figures):
        box = QRectF(place * (wide + gap), paper.y, wide, _TILE)
        paper.put(partial(_paint_figure, box, figure))
    paper.y += _TILE


def _paint_figure(box: QRectF, figure: Figure, painter: QPainter) -> None:
    tokens = theme.tokens()
    painter.setPen(QPen(tokens.color("border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    number = Text(figure.value, style(2.0, bold=True), box.width() - 20)
    number.paint(painter, box.topLeft() + QPointF(10, 8))
    label = Text(figure.label, style(0.92, "muted"), box.width() - 20)
    label.paint(painter, box.topLeft() + QPointF(10, 12 + number.height))


def write_contents(paper: Paper, entries: Sequence[Entry]) -> None:
    """Write what is on which page."""
    paper.turn()
    chapter(paper, texts.CONTENTS)
    for entry in entries:
        look = style(1.0, bold=entry.level == 0)
        left = 18.0 * entry.level
        if entry.level == 0:
            paper.space(6)
        words = Text(entry.words, look, paper.width - left - _NUMBERS - 12, most=2)
        paper.need(words.height + (0 if entry.level else 2 * words.line_height))
        paper.lines(words, left)
        number = Text(str(entry.page), look, _NUMBERS)
        line = QLineF(left + words.last_width + 8, 0, paper.width - _NUMBERS + 4, 0)
        top = paper.y - words.line_height
        paper.put(partial(_paint_leader, number, line, top))
        paper.y += 1


def _paint_leader(number: Text, line: QLineF, top: float, painter: QPainter) -> None:
    """Paint a page number at the right, and dots along *line* that lead there."""
    number.paint(painter, QPointF(line.x2() + _NUMBERS - 4 - number.width, top))
    if line.x1() < line.x2():
        painter.setPen(QPen(theme.tokens().color("muted"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(line.translated(0, top + number.line_height * 0.72))


def chapter(paper: Paper, words: str) -> None:
    """Write the heading of a chapter at the top of its page."""
    paper.text(words, style(1.9, bold=True))
    paper.space(8)
    paper.rule("accent", 2)
    paper.space(10)
    paper.continued = texts.CONTINUED.format(what=words)


def write_overview(paper: Paper, report: Report) -> None:
    """Write how things stand: status, years, costs."""
    paper.turn()
    chapter(paper, texts.OVERVIEW)
    if report.partial:
        paper.text(texts.scope(len(report.measures), report.total), style(1.0, "muted"))
    _write_charts(paper, report, FIRST_CHARTS)


def write_quality(paper: Paper, report: Report) -> None:
    """Write how complete and recent the data are."""
    paper.turn()
    chapter(paper, texts.QUALITY)
    paper.text(texts.QUALITY_LINE, style(1.0, "muted"))
    _write_charts(paper, report, QUALITY_CHARTS)


def _write_charts(paper: Paper, report: Report, wanted: Sequence[ChartId]) -> None:
    charts = {chart.id: chart for chart in report.overview.charts}
    for chart_id in wanted:
        if chart_id in charts:
            write_chart(paper, charts[chart_id])


def write_news(paper: Paper, report: Report, pages: Mapping[int, int]) -> None:
    """Write what has happened since the chosen day; *pages* tells where each measure stands."""
    paper.turn()
    chapter(paper, texts.changes_since(report.since))
    told = report.with_news
    paper.text(
        texts.news_summary(len(told), len(report.measures), report.since, report.day)
        if told
        else texts.NO_NEWS,
        style(),
    )
    note = texts.left_out(report.future, report.undated)
    if note:
        paper.space(4)
        paper.text(note, style(1.0, "muted"))
    for name, own in groupby(told, key=lambda measure: measure.category):
        heading(paper, name)
        for measure in own:
            _write_news_of(paper, measure, pages.get(measure.key, 0))
    if report.former is not None:
        _write_former(paper, report)


def _write_news_of(paper: Paper, measure: Measure, page: int) -> None:
    paper.space(7)
    title = Text(measure.title, style(bold=True), paper.width - 90, most=2)
    paper.need(title.height + 2 * title.line_height)
    number = Text(texts.page(page), style(1.0, "muted"), 80)
    paper.put(partial(number.paint, at=QPointF(paper.width - number.width, paper.y)))
    paper.lines(title, 0)
    paper.space(2)
    for news in measure.news:
        row(paper, texts.day(news.day), _said(news))


def _said(news: News) -> str:
    words = " ".join(news.text.split())
    if len(words) > _EXCERPT:
        words = f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"
    return texts.told(news.kind, words)


def _write_former(paper: Paper, report: Report) -> None:
    former = report.former
    if former is None:
        return
    heading(paper, texts.DATA_CHANGES.format(label=former.label))
    paper.text(former.sentence if former.changes else texts.NO_CHANGES, style(1.0, "muted"))
    for (title, _), own in groupby(former.changes, key=lambda change: (change.title, change.id)):
        paper.space(7)
        block = Text(title, style(bold=True), paper.width, most=2)
        paper.need(block.height + 2 * block.line_height)
        paper.lines(block, 0)
        paper.space(2)
        write_changes(paper, tuple(own))
