"""The progress chart as the site draws it: its axes, steps in stored order, start and goal."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPen, QPolygonF

from klimaeditor.checks.numbers import format_number
from ui.preview import texts
from ui.preview.spoken import german

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter

    from klimaeditor.publish.page import Chart
    from ui.theme import Tokens

LINES = 11  # height of the chart in lines of text
_FAR = 50.0  # heights beyond are out of sight anyway, and Qt cannot draw them all
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_chart(painter: QPainter, area: QRectF, chart: Chart, font: QFont, tokens: Tokens) -> None:
    """Paint *chart* into *area*; what lies outside its axes is cut off as on the site."""
    painter.save()
    painter.setFont(font)
    _Drawing(painter, area, chart, font, tokens).draw()
    painter.restore()


class _Drawing:
    def __init__(
        self, painter: QPainter, area: QRectF, chart: Chart, font: QFont, tokens: Tokens
    ) -> None:
        self._painter, self._chart, self._tokens = painter, chart, tokens
        metrics = QFontMetricsF(font)
        self._line = metrics.lineSpacing()
        self._low, self._high = _extent(chart)
        self._ends = [(end, _short(end)) for end in (self._low, self._high)]
        left = max(metrics.horizontalAdvance(text) for _, text in self._ends) + tokens.px(8)
        right = max(metrics.horizontalAdvance(text) for text in (texts.START, texts.GOAL))
        self._area = area
        self._plot = area.adjusted(
            left, 2.7 * self._line, -(right + tokens.px(6)), -1.5 * self._line
        )

    def draw(self) -> None:
        """Draw legend, axes, lines and steps."""
        self._draw_words()
        painter, plot = self._painter, self._plot
        for height, text in self._ends:
            painter.setPen(QPen(self._tokens.color("line"), 1))
            painter.drawLine(QPointF(plot.left(), self._y(height)),
                             QPointF(plot.right(), self._y(height)))  # fmt: skip
            painter.setPen(self._tokens.color("muted"))
            top = self._y(height) - self._line / 2
            width = plot.left() - self._area.left() - self._tokens.px(6)
            painter.drawText(QRectF(self._area.left(), top, width, self._line), _RIGHT, text)
        self._draw_level(self._chart.start, texts.START, Qt.PenStyle.DotLine, "neutral")
        self._draw_level(self._chart.goal, texts.GOAL, Qt.PenStyle.DashLine, "good")
        self._draw_steps()

    def _draw_words(self) -> None:
        """Write legend and unit above the plot, the ends of the time axis below it."""
        painter, metrics = self._painter, QFontMetricsF(self._painter.font())
        painter.setPen(self._tokens.color("text"))
        elide = Qt.TextElideMode.ElideRight
        for text, top, left in (
            (self._chart.label, self._area.top(), self._area.left()),
            (self._chart.unit, self._area.top() + self._line, self._area.left()),
        ):
            shown = metrics.elidedText(" ".join(text.split()), elide, self._area.width())
            painter.drawText(QRectF(left, top, self._area.width(), self._line), _LEFT, shown)
            painter.setPen(self._tokens.color("muted"))
        box = QRectF(self._plot.left(), self._plot.bottom() + self._line * 0.4,
                     self._plot.width(), self._line)  # fmt: skip
        painter.drawText(box, _LEFT, german(self._chart.first_day))
        painter.drawText(box, _RIGHT, german(self._chart.last_day))

    def _draw_level(self, height: float | None, word: str, style: Qt.PenStyle, role: str) -> None:
        if height is None or not self._low <= height <= self._high:
            return
        y = self._y(height)
        self._painter.setPen(QPen(self._tokens.color(role), self._tokens.px(1.5), style))
        self._painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
        box = QRectF(self._plot.right() + self._tokens.px(5), y - self._line / 2,
                     self._area.right() - self._plot.right(), self._line)  # fmt: skip
        self._painter.drawText(box, _LEFT, word)

    def _draw_steps(self) -> None:
        places = [
            QPointF(x, self._y(point.height))
            for point in self._chart.points
            if point.height is not None and (x := self._x(point.day)) is not None
        ]
        if not places:
            return
        steps = QPolygonF(places[:1])
        for before, after in pairwise(places):
            steps.append(QPointF(after.x(), before.y()))
            steps.append(after)
        dot = self._tokens.px(3.5)
        self._painter.setClipRect(self._plot.adjusted(-dot - 1, -dot - 1, dot + 1, dot + 1))
        pen = QPen(self._tokens.color("accent"), self._tokens.px(2))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self._painter.setPen(pen)
        self._painter.drawPolyline(steps)
        self._painter.setBrush(self._tokens.color("panel"))
        for place in places:
            self._painter.drawEllipse(place, dot, dot)
        self._painter.setClipping(False)

    def _x(self, day: str) -> float | None:
        share = _share(day, self._chart.first_day, self._chart.last_day)
        return None if share is None else self._plot.left() + share * self._plot.width()

    def _y(self, height: float) -> float:
        share = (height - self._low) / (self._high - self._low)
        return self._plot.bottom() - max(-_FAR, min(_FAR, share)) * self._plot.height()


def _short(number: float) -> str:
    return format_number(round(number, 6)).removesuffix(",0")


def _extent(chart: Chart) -> tuple[float, float]:
    """Return the ends of the value axis; without given ends the values decide."""
    heights = [point.height for point in chart.points if point.height is not None]
    low = chart.low if chart.low is not None else min(heights, default=0.0)
    high = chart.high if chart.high is not None else max(heights, default=1.0)
    return (low, high) if high > low else (low - 1, low + 1)


def _share(day: str, first: str, last: str) -> float | None:
    """Return where a day lies between two others, None for what is no day of the calendar."""
    with suppress(ValueError):
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        if end > begin:
            return (date.fromisoformat(day) - begin).days / (end - begin).days
    return None
