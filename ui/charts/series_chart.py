"""A small step chart of a progress series, with start and goal, and the same said in words.

Start and goal differ by dashes and by word, not by colour alone; the chart stays readable in grey
(A11Y-14). The steps rise at the dates, because a stand holds until the next one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from klimaeditor.checks.dates import parse_date
from klimaeditor.model.dataclass import dataclass
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from klimaeditor.model.values import Json


# --- words ---------------------------------------------------------------------------------------

CHART = "Verlauf"
CHART_EMPTY = "Noch keine Stände, die sich zeichnen lassen."
CHART_ONE = "Ein Stand: {last} am {last_date}."
CHART_MANY = "{count} Stände von {first} am {first_date} bis {last} am {last_date}."


@dataclass(frozen=True, slots=True)
class Point:
    """One stand: day, height on the axis, and its value in words."""

    day: date
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A horizontal line with its word."""

    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Series:
    """What is drawn: points by day, start and goal, the ends of the axis, names of heights."""

    points: tuple[Point, ...] = ()
    start: LevelLine | None = None
    goal: LevelLine | None = None
    low: float | None = None
    high: float | None = None
    names: tuple[tuple[float, str], ...] = ()

    @property
    def extent(self) -> tuple[float, float]:
        """The lowest and highest height to be drawn; never the same."""
        heights = [point.height for point in self.points]
        heights += [line.height for line in (self.start, self.goal) if line]
        heights += [end for end in (self.low, self.high) if end is not None]
        heights += [height for height, _ in self.names]
        low, high = min(heights, default=0.0), max(heights, default=1.0)
        return (low, high) if high > low else (low - 1, high + 1)


def day_of(value: Json) -> date | None:
    """Return the day a stored date names, None where it is unreadable."""
    return parse_date(value).value if isinstance(value, str) else None


def describe(series: Series) -> str:
    """Return the chart in words, for screen readers and for those who prefer reading."""
    if not series.points:
        return CHART_EMPTY
    first, last = series.points[0], series.points[-1]
    words = CHART_ONE if len(series.points) == 1 else CHART_MANY
    said = [
        words.format(
            count=len(series.points),
            first=first.label,
            first_date=german(first.day),
            last=last.label,
            last_date=german(last.day),
        )
    ]
    said += [f"{line.label}." for line in (series.start, series.goal) if line]
    return " ".join(said)


def german(day: date) -> str:
    """Write a day as TT.MM.JJJJ."""
    return f"{day:%d.%m.%Y}"


def paint_steps(  # noqa: PLR0913 - what differs between screen and paper
    painter: QPainter,
    places: Sequence[QPointF],
    tokens: theme.Tokens,
    *,
    width: float,
    dot: float,
    until: float | None = None,
) -> None:
    """Paint values that hold until the next one: a line of steps, and a dot at each of *places*.

    The last one holds *until* that far to the right. Pen and brush stay those of the dots.
    """
    steps = QPolygonF(places[:1])
    for before, after in pairwise(places):
        steps.append(QPointF(after.x(), before.y()))
        steps.append(after)
    if until is not None:
        steps.append(QPointF(until, places[-1].y()))
    pen = QPen(tokens.color("accent"), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawPolyline(steps)
    painter.setBrush(tokens.color("panel"))
    for place in places:
        painter.drawEllipse(place, dot, dot)


class SeriesChart(QWidget):
    """Draws one :class:`Series` in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series = Series()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(CHART)

    def show_series(self, series: Series) -> None:
        """Draw *series* and describe it."""
        self._series = series
        self.setAccessibleDescription(describe(series))
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a wide, low picture."""
        line = self.fontMetrics().lineSpacing()
        return QSize(line * 24, line * 9)

    def minimumSizeHint(self) -> QSize:
        """Return what the narrowest form allows (A11Y-13)."""
        line = self.fontMetrics().lineSpacing()
        return QSize(line * 10, line * 9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw axis, lines, steps and labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Drawing(painter, self._series, QRectF(self.rect()), theme.current()).draw()
        painter.end()


class _Drawing:
    """One picture: where things are, and how they are drawn."""

    def __init__(
        self, painter: QPainter, series: Series, area: QRectF, tokens: theme.Tokens
    ) -> None:
        self._painter, self._series, self._tokens = painter, series, tokens
        metrics = painter.fontMetrics()
        self._line = metrics.lineSpacing()
        left = max((metrics.horizontalAdvance(text) for _, text in self._ticks()), default=0)
        right = max((metrics.horizontalAdvance(line.label) for line in self._lines()), default=0)
        gap = tokens.px(8)
        self._plot = area.adjusted(
            left + gap, self._line, -(right + gap if right else gap), -self._line * 1.6
        )

    def draw(self) -> None:
        """Draw everything; without points only say so."""
        if not self._series.points:
            self._painter.setPen(self._tokens.color("muted"))
            self._painter.drawText(self._plot, Qt.AlignmentFlag.AlignVCenter, CHART_EMPTY)
            return
        self._draw_axis()
        for line, style, role in (
            (self._series.goal, Qt.PenStyle.DashLine, "good"),
            (self._series.start, Qt.PenStyle.DotLine, "neutral"),
        ):
            if line:
                self._draw_line(line, style, self._tokens.color(role))
        self._draw_steps()
        self._draw_days()

    def _draw_axis(self) -> None:
        painter, gap = self._painter, self._tokens.px(8)
        for height, text in self._ticks():
            y = self._y(height)
            painter.setPen(QPen(self._tokens.color("line"), 1))
            painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
            painter.setPen(self._tokens.color("muted"))
            box = QRectF(0, y - self._line / 2, self._plot.left() - gap, self._line)
            painter.drawText(box, _RIGHT_MIDDLE, text)

    def _draw_line(self, line: LevelLine, style: Qt.PenStyle, color: QColor) -> None:
        y = self._y(line.height)
        self._painter.setPen(QPen(color, self._tokens.px(1.5), style))
        self._painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
        box = QRectF(self._plot.right() + self._tokens.px(6), y - self._line / 2, 1000, self._line)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, line.label)

    def _draw_steps(self) -> None:
        places = [QPointF(self._x(p.day), self._y(p.height)) for p in self._series.points]
        dot = self._tokens.px(3.5)
        paint_steps(self._painter, places, self._tokens, width=self._tokens.px(2), dot=dot)
        self._painter.setBrush(self._tokens.color("accent"))
        self._painter.drawEllipse(places[-1], dot, dot)
        if not self._series.names:
            self._draw_last_value(places[-1])

    def _draw_last_value(self, place: QPointF) -> None:
        self._painter.setPen(self._tokens.color("text"))
        text = self._series.points[-1].label
        width = self._painter.fontMetrics().horizontalAdvance(text)
        left = min(place.x() - width / 2, self._plot.right() - width)
        above = place.y() - self._line - self._tokens.px(6)
        top = above if above > 0 else place.y() + self._tokens.px(6)
        self._painter.drawText(QRectF(left, top, width + 2, self._line), _MIDDLE, text)

    def _draw_days(self) -> None:
        self._painter.setPen(self._tokens.color("muted"))
        top, width = self._plot.bottom() + self._line * 0.4, self._plot.width()
        box = QRectF(self._plot.left(), top, width, self._line)
        first, last = self._series.points[0].day, self._series.points[-1].day
        if first == last:
            self._painter.drawText(box, _MIDDLE, german(first))
            return
        self._painter.drawText(box, Qt.AlignmentFlag.AlignLeft, german(first))
        self._painter.drawText(box, Qt.AlignmentFlag.AlignRight, german(last))

    def _lines(self) -> list[LevelLine]:
        return [line for line in (self._series.start, self._series.goal) if line]

    def _ticks(self) -> tuple[tuple[float, str], ...]:
        if self._series.names:
            return self._series.names
        low, high = self._series.extent
        return ((low, f"{low:g}".replace(".", ",")), (high, f"{high:g}".replace(".", ",")))

    def _x(self, day: date) -> float:
        first, last = self._series.points[0].day, self._series.points[-1].day
        if first == last:
            return self._plot.center().x()
        share = (day - first).days / (last - first).days
        return self._plot.left() + share * self._plot.width()

    def _y(self, height: float) -> float:
        low, high = self._series.extent
        return self._plot.bottom() - (height - low) / (high - low) * self._plot.height()


_MIDDLE = Qt.AlignmentFlag.AlignCenter
_RIGHT_MIDDLE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
