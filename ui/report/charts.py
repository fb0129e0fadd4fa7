"""The charts of the overview on the pages of the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF

from ui import theme
from ui.overview.drawing import paint_legend, paint_row_words, paint_segment, plan
from ui.report.paper import Text, style

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from klimaeditor.overview import Chart
    from ui.overview.drawing import Plan, Row
    from ui.report.paper import Paper

_KEEP_TOGETHER: Final = 2  # so many bars stand with the heading of their chart
_WHOLE: Final = 0.5  # a chart that fits into so much of a page is not divided


def write_chart(paper: Paper, chart: Chart) -> None:
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


def _paint_legend(top: float, drawn: Plan, painter: QPainter) -> None:
    painter.save()
    painter.translate(0, top)
    paint_legend(painter, drawn, theme.tokens())
    painter.restore()


def _paint_row(top: float, row: Row, painter: QPainter) -> None:
    tokens, letters = theme.tokens(), style(0.92).font
    painter.save()
    painter.translate(0, top - row.top)
    painter.setFont(letters)
    paint_row_words(painter, row, tokens)
    for rect, segment in zip(row.segments, row.bar.segments, strict=True):
        paint_segment(painter, QRectF(rect), segment, letters, tokens)
    painter.restore()
