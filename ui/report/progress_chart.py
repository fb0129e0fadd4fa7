"""The progress of a measure on paper: steps by day, the goal as a dashed line with its word.

A stand holds until the next one, and the last until the day of the report. Nothing is told by
colour alone (A11Y-14); every point carries its value.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPen, QPolygonF

from klimaeditor.publish.yearly import texts
from klimaeditor.publish.yearly.reading import with_unit
from ui import theme
from ui.report.paper import style
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPainter

    from klimaeditor.publish.yearly import Progress, Stand

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
                (progress.start, texts.START, Qt.PenStyle.DotLine),
                (progress.goal, texts.GOAL, Qt.PenStyle.DashLine),
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
        painter.drawText(below, _LEFT, texts.day(self._axes.first))
        painter.drawText(below, _RIGHT, texts.day(self._axes.last))

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
        steps = QPolygonF([placed[0][0]])
        for (before, _), (after, _) in pairwise(placed):
            steps.append(QPointF(after.x(), before.y()))
            steps.append(after)
        steps.append(QPointF(self._plot.right(), placed[-1][0].y()))
        pen = QPen(self._tokens.color("accent"), 2.2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawPolyline(steps)
        self._painter.setBrush(self._tokens.color("panel"))
        for at, _ in placed:
            self._painter.drawEllipse(at, _DOT, _DOT)
        self._draw_values(placed)

    def _draw_values(self, placed: list[tuple[QPointF, Stand]]) -> None:
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

    def _short(self, stand: Stand) -> str:
        """Return a value as it stands at its point; the unit is said above, but for percent."""
        unit = texts.PERCENT if self._progress.unit == texts.PERCENT else ""
        return _written(stand.height or 0.0, unit)

    def _at(self, stand: Stand) -> QPointF:
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
