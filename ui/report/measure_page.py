"""One measure on a page of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from klimaeditor.overview import Shade
from klimaeditor.publish.yearly import ProgressKind, texts
from ui import theme
from ui.overview.shades import paint_fill
from ui.report.paper import Text, style
from ui.report.progress_chart import HEIGHT, axes_of, paint_progress
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtGui import QPainter

    from klimaeditor.publish.yearly import DataChange, Measure, Report
    from ui.report.paper import Paper

_LABELS: Final = 150.0
_DAYS: Final = 90.0
_SWATCH: Final = 13.0
_GAP: Final = 16.0
_TOGETHER: Final = 4  # so many lines are not torn apart


def write_measure(paper: Paper, measure: Measure, report: Report) -> None:
    """Begin a page and write the measure on it; a long one goes on on the next."""
    paper.turn(texts.CONTINUED.format(what=measure.title))
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
    heading(paper, texts.MISSING)
    paper.text(", ".join(measure.missing) or texts.NOTHING_MISSING, style())


def heading(paper: Paper, words: str) -> None:
    """Write a heading inside a page; it is never the last line there."""
    paper.space(_GAP)
    block = Text(words, style(1.08, bold=True), paper.width, most=2)
    paper.need(block.height + 3 * block.line_height)
    paper.lines(block, 0)
    paper.space(3)


def _write_facts(paper: Paper, measure: Measure) -> None:
    news = texts.day(measure.last_news) if measure.last_news else texts.NEVER
    status = measure.status_word
    if measure.status_reason:
        status = texts.STATUS_WITH_REASON.format(word=status, reason=measure.status_reason)
    _fact(paper, texts.STATUS, status, Shade(measure.status.value))
    for label, value in (
        (texts.RESPONSIBLE, measure.responsible or texts.NOT_GIVEN),
        (texts.INVOLVED, measure.involved),
        (texts.COST, measure.cost.sentence),
        (texts.UNTIL, measure.until_text or texts.NOT_GIVEN),
        (texts.LAST_NEWS, news),
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
    when = texts.day(state.day) if state.day else state.written
    heading(paper, texts.STATE_OF.format(day=when) if when else texts.STATE)
    paper.text(state.text or texts.NO_STATE, style(1.0, "text" if state.text else "muted"))
    if state.verdict:
        paper.space(3)
        paper.text(texts.VERDICT.format(verdict=state.verdict), style(1.0, "muted"))


def _write_progress(paper: Paper, measure: Measure, today: date) -> None:
    progress = measure.progress
    axes = axes_of(progress, today)
    if axes is not None:
        paper.need(HEIGHT + 60)
    heading(paper, texts.PROGRESS)
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
        paper.text(texts.NO_PROGRESS, style(1.0, "muted"))
    if axes is None or progress.kind is ProgressKind.BINARY or len(progress.stands) > 1:
        for stand in progress.stands:
            day = texts.day(stand.day) if stand.day else stand.written or texts.NO_DAY
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
        paper.text(texts.change(change.label, change.before, change.after), style())
        paper.space(3)
