"""The parts of the report around the measures: cover, contents, overview, changes."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from klimaeditor.checks.numbers import format_amount
from klimaeditor.model import core_words
from klimaeditor.model.dataclass import dataclass
from klimaeditor.reports import report_words
from klimaeditor.reports.figures import ChartId, Shade
from klimaeditor.reports.yearly import with_unit
from klimaeditor.reports.yearly_model import ProgressKind
from ui import theme
from ui.charts.bars import paint_fill, paint_legend, paint_row_words, paint_segment, plan
from ui.charts.series_chart import paint_steps
from ui.overview.report_paper import Text, style
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QPainter

    from klimaeditor.reports.figures import Figure, OverviewChart
    from klimaeditor.reports.yearly_model import (
        DataChange,
        Measure,
        News,
        Progress,
        ProgressEntry,
        YearlyReport,
    )
    from ui.charts.bars import BarRow, ChartPlan
    from ui.overview.report_paper import Paper


# --- words ---------------------------------------------------------------------------------------

CONTINUED: Final = "{what} (Fortsetzung)"
QUALITY_LINE: Final = (
    "Wie vollständig und wie aktuell die Angaben sind, auf denen dieser Bericht beruht."
)
JOINT: Final = "; "


def page_reference(number: int) -> str:
    """Return a reference to a page."""
    return f"Seite {number}"


# --- The charts of the overview on the pages of the report ---------------------------------------

_KEEP_TOGETHER: Final = 2  # so many bars stand with the heading of their chart
_WHOLE: Final = 0.5  # a chart that fits into so much of a page is not divided


def write_chart(paper: Paper, chart: OverviewChart) -> None:
    """Write a chart with heading, legend and bars; nothing for one without bars."""
    if not chart.bars:
        return
    letters = style(0.92).font
    drawn = plan(chart, paper.width, letters, theme.tokens())
    head = Text(chart.title, style(1.15, bold=True), paper.width)
    line = Text(chart.line, style(0.88, "muted"), paper.width)
    above = head.height + line.height + drawn.legend_height + 12
    rows = sum(row.height for row in drawn.rows)
    first = sum(row.height for row in drawn.rows[:_KEEP_TOGETHER])
    paper.space(22)
    paper.need(above + (rows if above + rows < _WHOLE * paper.height else first))
    paper.lines(head, 0)
    paper.y += 2
    paper.lines(line, 0)
    paper.y += 8
    paper.put(partial(_paint_legend, paper.y, drawn))
    paper.y += drawn.legend_height
    for row in drawn.rows:
        paper.need(row.height)
        paper.put(partial(_paint_row, paper.y, row))
        paper.y += row.height


def _paint_legend(top: float, drawn: ChartPlan, painter: QPainter) -> None:
    painter.save()
    painter.translate(0, top)
    paint_legend(painter, drawn, theme.tokens())
    painter.restore()


def _paint_row(top: float, row: BarRow, painter: QPainter) -> None:
    tokens, letters = theme.tokens(), style(0.92).font
    painter.save()
    painter.translate(0, top - row.top)
    painter.setFont(letters)
    paint_row_words(painter, row, tokens)
    for rect, segment in zip(row.segments, row.bar.segments, strict=True):
        paint_segment(painter, QRectF(rect), segment, letters, tokens)
    painter.restore()


# --- The progress of a measure on paper: steps by day, the goal as a dashed line with its word ---
#
# A stand holds until the next one, and the last until the day of the report. Nothing is told by
# colour alone (A11Y-14); every point carries its value.

HEIGHT: Final = 170.0
_DOT: Final = 3.5
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE: Final = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Axes:
    """The ends of both axes; the end is always after the beginning and above it."""

    first: date
    last: date
    low: float
    high: float


def axes_of(progress: Progress, today: date) -> Axes | None:
    """Return the ends that show every stand, the start and the goal; None without a stand."""
    days = [stand.day for stand in progress.drawn if stand.day is not None]
    if not days:
        return None
    heights = [stand.height for stand in progress.drawn if stand.height is not None]
    lines = (progress.start, progress.goal, progress.low, progress.high)
    heights += [end for end in lines if end is not None]
    low, high = min(0.0, *heights), max(heights)
    if not high > low:
        high = low + 1
    if not high - low < float("inf"):
        return None
    first, last = min(days), max(today, *days)
    if first == last:
        first = first.replace(year=first.year - 1, day=min(first.day, 28))
    return Axes(first, last, low, high)


def paint_progress(painter: QPainter, area: QRectF, progress: Progress, axes: Axes) -> None:
    """Paint the chart into *area*."""
    painter.save()
    painter.setFont(style(0.85).font)
    _Drawing(painter, area, progress, axes).draw()
    painter.restore()


class _Drawing:
    def __init__(self, painter: QPainter, area: QRectF, progress: Progress, axes: Axes) -> None:
        self._painter, self._progress, self._axes = painter, progress, axes
        self._tokens = theme.tokens()
        metrics = QFontMetricsF(painter.font())
        self._metrics, self._line = metrics, metrics.lineSpacing()
        self._lines = [
            (height, one_line(word.format(value=_written(height, progress.unit))), pen)
            for height, word, pen in (
                (progress.start, report_words.START, Qt.PenStyle.DotLine),
                (progress.goal, report_words.GOAL, Qt.PenStyle.DashLine),
            )
            if height is not None
        ]
        ends = [_written(height, "") for height in (axes.low, axes.high)]
        left = min(max(map(metrics.horizontalAdvance, ends)) + 8, area.width() * 0.25)
        words = [metrics.horizontalAdvance(word) for _, word, _ in self._lines]
        right = min(max(words, default=0.0) + 10, area.width() * 0.3)
        self._area = area
        self._plot = area.adjusted(left, 1.2 * self._line, -right, -1.6 * self._line)

    def draw(self) -> None:
        """Draw axes, start and goal, steps and their values."""
        self._draw_axes()
        taken: list[float] = []
        for height, word, pen in self._lines:
            self._draw_line(height, word, pen, taken)
        self._draw_steps()

    def _draw_axes(self) -> None:
        painter, plot = self._painter, self._plot
        for height in (self._axes.low, (self._axes.low + self._axes.high) / 2, self._axes.high):
            y = self._y(height)
            painter.setPen(QPen(self._tokens.color("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self._tokens.color("muted"))
            box = QRectF(self._area.left(), y - self._line / 2, plot.left() - 6, self._line)
            box.setRight(plot.left() - 6)
            painter.drawText(box, _RIGHT, self._fit(_written(height, ""), box.width()))
        below = QRectF(plot.left(), plot.bottom() + 5, plot.width(), self._line)
        painter.drawText(below, _LEFT, report_words.day(self._axes.first))
        painter.drawText(below, _RIGHT, report_words.day(self._axes.last))

    def _draw_line(self, height: float, word: str, pen: Qt.PenStyle, taken: list[float]) -> None:
        """Draw start or goal with its word at the right, clear of the words *taken* before."""
        y, plot = self._y(height), self._plot
        self._painter.setPen(QPen(self._tokens.color("text"), 1.3, pen))
        self._painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        at = y
        while any(abs(at - other) < self._line for other in taken):
            at -= self._line / 2
        taken.append(at)
        box = QRectF(plot.right() + 6, at - self._line / 2, 0, self._line)
        box.setRight(self._area.right())
        self._painter.setPen(self._tokens.color("text"))
        self._painter.drawText(box, _LEFT, self._fit(word, box.width()))

    def _draw_steps(self) -> None:
        placed = [(self._at(stand), stand) for stand in self._progress.drawn]
        places, right = [at for at, _ in placed], self._plot.right()
        paint_steps(self._painter, places, self._tokens, width=2.2, dot=_DOT, until=right)
        self._draw_values(placed)

    def _draw_values(self, placed: list[tuple[QPointF, ProgressEntry]]) -> None:
        """Write the values above their points, the last one first, as far as there is room."""
        taken: list[QRectF] = []
        self._painter.setPen(self._tokens.color("text"))
        for at, stand in reversed(placed):
            word = self._fit(self._short(stand), self._plot.width())
            box = QRectF(0, 0, self._metrics.horizontalAdvance(word) + 4, self._line)
            box.moveCenter(QPointF(at.x(), at.y() - self._line * 0.85))
            box.moveLeft(max(self._plot.left(), min(box.left(), self._plot.right() - box.width())))
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                self._painter.drawText(box, _MIDDLE, word)

    def _short(self, stand: ProgressEntry) -> str:
        """Return a value as it stands at its point; the unit is said above, but for percent."""
        unit = report_words.PERCENT if self._progress.unit == report_words.PERCENT else ""
        return _written(stand.height or 0.0, unit)

    def _at(self, stand: ProgressEntry) -> QPointF:
        day, height = stand.day or self._axes.first, stand.height or 0.0
        span = (self._axes.last - self._axes.first).days
        share = (day - self._axes.first).days / span
        return QPointF(self._plot.left() + share * self._plot.width(), self._y(height))

    def _y(self, height: float) -> float:
        share = (height - self._axes.low) / (self._axes.high - self._axes.low)
        return self._plot.bottom() - share * self._plot.height()

    def _fit(self, text: str, width: float) -> str:
        return self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 1.0))


def _written(height: float, unit: str) -> str:
    return with_unit(round(height, 2), unit)


# --- One measure on a page of its own ------------------------------------------------------------

_LABELS: Final = 150.0
_DAYS: Final = 90.0
_SWATCH: Final = 13.0
_GAP: Final = 16.0
_TOGETHER: Final = 4  # so many lines are not torn apart


def write_measure(paper: Paper, measure: Measure, report: YearlyReport) -> None:
    """Begin a page and write the measure on it; a long one goes on on the next."""
    paper.turn(CONTINUED.format(what=measure.title))
    paper.text(one_line(measure.category, 200), style(0.92, "muted"))
    paper.space(2)
    paper.text(measure.title, style(1.6, bold=True))
    if measure.outline:
        paper.space(3)
        paper.text(measure.outline, style(0.92, "muted"))
    paper.space(8)
    paper.rule("border")
    if measure.summary:
        paper.space(8)
        paper.text(measure.summary, style())
    paper.space(10)
    _write_facts(paper, measure)
    _write_state(paper, measure)
    _write_progress(paper, measure, report.day)
    heading(paper, report_words.MISSING)
    paper.text(", ".join(measure.missing) or report_words.NOTHING_MISSING, style())


def heading(paper: Paper, words: str) -> None:
    """Write a heading inside a page; it is never the last line there."""
    paper.space(_GAP)
    block = Text(words, style(1.08, bold=True), paper.width, most=2)
    paper.need(block.height + 3 * block.line_height)
    paper.lines(block, 0)
    paper.space(3)


def _write_facts(paper: Paper, measure: Measure) -> None:
    news = report_words.day(measure.last_news) if measure.last_news else report_words.NEVER
    status = measure.status_word
    if measure.status_reason:
        status = report_words.STATUS_WITH_REASON.format(word=status, reason=measure.status_reason)
    _fact(paper, report_words.STATUS, status, Shade(measure.status.value))
    for label, value in (
        (report_words.RESPONSIBLE, measure.responsible or report_words.NOT_GIVEN),
        (report_words.INVOLVED, measure.involved),
        (report_words.COST, measure.cost.sentence),
        (report_words.UNTIL, measure.until_text or report_words.NOT_GIVEN),
        (report_words.LAST_NEWS, news),
    ):
        if value:
            _fact(paper, label, value)


def _fact(paper: Paper, label: str, value: str, shade: Shade | None = None) -> None:
    """Write a label and its value beside it, with the pattern of a status before that."""
    left = _LABELS + (_SWATCH + 7 if shade is not None else 0)
    words = Text(value, style(), paper.width - left)
    name = Text(label, style(1.0, "muted"), _LABELS - 8)
    paper.need(min(2, len(words.lines)) * words.line_height + 4)
    top = paper.y
    paper.put(partial(name.paint, at=QPointF(0, top)))
    if shade is not None:
        box = QRectF(_LABELS, top + 2, _SWATCH, _SWATCH)
        paper.put(partial(_paint_swatch, box, shade))
    paper.lines(words, left)
    paper.y += 4


def _paint_swatch(box: QRectF, shade: Shade, painter: QPainter) -> None:
    paint_fill(painter, box, shade, theme.tokens())


def _write_state(paper: Paper, measure: Measure) -> None:
    state = measure.state
    when = report_words.day(state.day) if state.day else state.written
    heading(paper, report_words.STATE_OF.format(day=when) if when else report_words.STATE)
    paper.text(state.text or report_words.NO_STATE, style(1.0, "text" if state.text else "muted"))
    if state.verdict:
        paper.space(3)
        paper.text(report_words.VERDICT.format(verdict=state.verdict), style(1.0, "muted"))


def _write_progress(paper: Paper, measure: Measure, today: date) -> None:
    progress = measure.progress
    axes = axes_of(progress, today)
    if axes is not None:
        paper.need(HEIGHT + 60)
    heading(paper, report_words.PROGRESS)
    if progress.label:
        label, unit = one_line(progress.label, 300), one_line(progress.unit)
        paper.text(f"{label} ({unit})" if unit else label, style(0.92, "muted"))
    if axes is not None:
        paper.space(6)
        paper.need(HEIGHT)
        area = QRectF(0, paper.y, paper.width, HEIGHT)
        paper.put(lambda painter: paint_progress(painter, area, progress, axes))
        paper.y += HEIGHT
        paper.space(8)
    if not progress.stands:
        paper.text(report_words.NO_PROGRESS, style(1.0, "muted"))
    if axes is None or progress.kind is ProgressKind.BINARY or len(progress.stands) > 1:
        for stand in progress.stands:
            day = report_words.day(stand.day) if stand.day else stand.written or report_words.NO_DAY
            row(paper, day, stand.text)


def row(paper: Paper, left: str, right: str, look: str = "text") -> None:
    """Write a short text, mostly a day, and another one beside it."""
    words = Text(right, style(1.0, look), paper.width - _DAYS)
    short = Text(left, style(1.0, "muted"), _DAYS - 8, most=_TOGETHER)
    paper.need(max(min(_TOGETHER, len(words.lines)) * words.line_height, short.height) + 3)
    paper.put(partial(short.paint, at=QPointF(0, paper.y)))
    bottom = paper.y + short.height
    page = paper.number
    paper.lines(words, _DAYS)
    paper.y = max(paper.y, bottom) if paper.number == page else paper.y
    paper.y += 3


def write_changes(paper: Paper, changes: Sequence[DataChange]) -> None:
    """Write changes of fields, one below the other."""
    for change in changes:
        paper.text(report_words.change_sentence(change.label, change.before, change.after), style())
        paper.space(3)


# --- The parts of the report around the measures: cover, contents, overview, changes -------------

FIRST_CHARTS: Final = (ChartId.STATUS, ChartId.YEARS, ChartId.COSTS)
QUALITY_CHARTS: Final = (
    ChartId.COMPLETENESS, ChartId.NEWS, ChartId.MOST_EMPTY, ChartId.FINDINGS,
)  # fmt: skip
_EXCERPT: Final = 220
_NUMBERS: Final = 40.0
_TILE: Final = 92.0


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: what begins on which page; *level* 1 stands indented below 0."""

    words: str
    page: int
    level: int = 0


def write_cover(paper: Paper, report: YearlyReport) -> None:
    """Write the first page: what this is, of which day, and the figures that say most."""
    paper.turn(bare=True)
    paper.y = 150
    paper.text(report_words.TITLE, style(3.0, bold=True))
    paper.y += 6
    paper.text(report_words.SUBTITLE, style(1.6, "muted"))
    paper.y += 22
    paper.rule("accent", 3)
    paper.y += 22
    if report.name:
        paper.text(one_line(report.name, 200), style(1.6, bold=True))
        paper.y += 10
    for line in (
        report_words.as_of(report.day),
        report_words.changes_since(report.since),
        report_words.scope(len(report.measures), report.total),
        report_words.site_facts(report.site_version),
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


def write_contents(paper: Paper, entries: Sequence[ContentsEntry]) -> None:
    """Write what is on which page."""
    paper.turn()
    chapter(paper, report_words.CONTENTS)
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
    paper.continued = CONTINUED.format(what=words)


def write_overview(paper: Paper, report: YearlyReport) -> None:
    """Write how things stand: status, years, costs."""
    paper.turn()
    chapter(paper, report_words.OVERVIEW)
    if report.partial:
        paper.text(report_words.scope(len(report.measures), report.total), style(1.0, "muted"))
    _write_charts(paper, report, FIRST_CHARTS)


def write_quality(paper: Paper, report: YearlyReport) -> None:
    """Write how complete and recent the data are."""
    paper.turn()
    chapter(paper, report_words.QUALITY)
    paper.text(QUALITY_LINE, style(1.0, "muted"))
    _write_charts(paper, report, QUALITY_CHARTS)


def _write_charts(paper: Paper, report: YearlyReport, wanted: Sequence[ChartId]) -> None:
    charts = {chart.id: chart for chart in report.overview.charts}
    for chart_id in wanted:
        if chart_id in charts:
            write_chart(paper, charts[chart_id])


def write_news(paper: Paper, report: YearlyReport, pages: Mapping[int, int]) -> None:
    """Write what has happened since the chosen day; *pages* tells where each measure stands."""
    paper.turn()
    chapter(paper, report_words.changes_since(report.since))
    told = report.with_news
    paper.text(
        report_words.news_summary(len(told), len(report.measures), report.since, report.day)
        if told
        else report_words.NO_NEWS,
        style(),
    )
    note = report_words.left_out(report.future, report.undated)
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
    number = Text(page_reference(page), style(1.0, "muted"), 80)
    paper.put(partial(number.paint, at=QPointF(paper.width - number.width, paper.y)))
    paper.lines(title, 0)
    paper.space(2)
    for news in measure.news:
        row(paper, report_words.day(news.day), _said(news))


def _said(news: News) -> str:
    words = " ".join(news.text.split())
    if len(words) > _EXCERPT:
        words = f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"
    return report_words.told(news.kind, words)


def _write_former(paper: Paper, report: YearlyReport) -> None:
    former = report.former
    if former is None:
        return
    heading(paper, report_words.DATA_CHANGES.format(label=former.label))
    paper.text(former.sentence if former.changes else report_words.NO_CHANGES, style(1.0, "muted"))
    for (title, _), own in groupby(former.changes, key=lambda change: (change.title, change.id)):
        paper.space(7)
        block = Text(title, style(bold=True), paper.width, most=2)
        paper.need(block.height + 2 * block.line_height)
        paper.lines(block, 0)
        paper.space(2)
        write_changes(paper, tuple(own))


# --- The costs on paper: each kind of amount by itself, a shared amount once with all it is for --

_AMOUNTS: Final = 150.0
_TITLE: Final = 200  # titles stand here to be recognised; the whole one is on the measure's page


def write_costs(paper: Paper, report: YearlyReport) -> None:
    """Write the amounts of the measures reported on, by kind; without an amount they are counted.

    The sums are those of all measures.
    """
    paper.text(report_words.COSTS_LINE, style(1.0, "muted"))
    for kind in report.cost_kinds:
        own = [m for m in report.measures if m.cost.kind == kind.kind]
        if not own:
            continue
        heading(paper, f"{kind.label} ({core_words.measures(len(own))})")
        if not any(measure.cost.amount for measure in own):
            titles = JOINT.join(one_line(measure.title, _TITLE) for measure in own)
            paper.text(titles, style(1.0, "muted"))
            continue
        for titles, amount in _amounts(own):
            _line(paper, titles, report_words.ONCE.format(amount=format_amount(amount)))
        if kind.total is not None:
            total = report_words.ONCE.format(amount=format_amount(kind.total))
            paper.space(2)
            paper.rule()
            paper.space(4)
            words = report_words.TOTAL_OF_ALL if report.partial else report_words.TOTAL
            _line(paper, words, total, bold=True)


def write_budget(paper: Paper, report: YearlyReport) -> None:
    """Write the amounts by product group where some measure names one."""
    if not report.cost_groups:
        return
    heading(paper, report_words.BUDGET)
    paper.text(report_words.BUDGET_LINE, style(1.0, "muted"))
    for group in report.cost_groups:
        paper.space(6)
        amounts = zip(
            report_words.BUDGET_COLUMNS, (group.single, group.once, group.yearly), strict=True
        )
        told = [(kind, amount) for kind, amount in amounts if amount is not None]
        count = core_words.measures(group.measures) if group.measures else ""
        _line(paper, JOINT.join(filter(None, (group.label, count))), "", bold=True)
        for kind, amount in told:
            _line(paper, kind, report_words.ONCE.format(amount=format_amount(amount)))


def _amounts(measures: list[Measure]) -> Iterator[tuple[str, float]]:
    """Yield titles and amount; a shared amount once, with the titles of all that share it."""
    seen: set[int] = set()
    for measure in measures:
        cost = measure.cost
        if cost.amount is None or cost.group in seen:
            continue
        if cost.group is not None:
            seen.add(cost.group)
        titles = (one_line(title, _TITLE) for title in (measure.title, *cost.shared_with))
        yield JOINT.join(titles), cost.amount


def _line(paper: Paper, words: str, amount: str, *, bold: bool = False) -> None:
    """Write words with an amount at the right."""
    look = style(bold=bold)
    block = Text(words, look, paper.width - _AMOUNTS)
    number = Text(amount, look, _AMOUNTS)
    paper.need(min(4, len(block.lines)) * block.line_height)
    paper.put(partial(number.paint, at=QPointF(paper.width - number.width, paper.y)))
    paper.lines(block, 0)
    paper.space(3)
