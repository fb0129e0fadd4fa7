"""Where the pieces of a chart stand, and how they are painted: on the screen as on paper."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPen

from klimaeditor.model.dataclass import dataclass
from klimaeditor.reports.figures import Shade, thousands
from ui.theme import Tone
from ui.widgets.painting import PaintLook, Words, grown, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPainter

    from klimaeditor.reports.figures import Bar, OverviewChart, Segment
    from ui.theme import Tokens


# --- How a segment is filled: colour of the theme and a drawn pattern, so that grey suffices -----
#
# What stands there most is a tint; patterns are wide and soft, as fine lines in the full colour
# flicker before the eyes.

_STEP: Final = 16  # px at 100 %, from one stripe to the next
_STRIPE: Final = 5.0
_DOT_STEP: Final = 11
_DOT: Final = 2.4
_SOFT: Final = 110  # of 255: how much of the colour a pattern has


class Pattern(Enum):
    """What is drawn over the light ground of a segment."""

    FULL = auto()
    TINT = auto()
    STRIPES = auto()
    GRID = auto()
    DOTS = auto()
    EMPTY = auto()


_FILLS: Final[Mapping[Shade, tuple[Tone, Pattern]]] = MappingProxyType(
    {
        Shade.COMPLETED: (Tone.GOOD, Pattern.FULL),
        Shade.IN_PROGRESS: (Tone.INFO, Pattern.TINT),
        Shade.STALE: (Tone.WARNING, Pattern.STRIPES),
        Shade.UNKNOWN: (Tone.NEUTRAL, Pattern.DOTS),
        Shade.BROKEN: (Tone.ERROR, Pattern.GRID),
        Shade.FULL: (Tone.GOOD, Pattern.FULL),
        Shade.MOST: (Tone.INFO, Pattern.TINT),
        Shade.HALF: (Tone.WARNING, Pattern.DOTS),
        Shade.LITTLE: (Tone.ERROR, Pattern.EMPTY),
        Shade.ERROR: (Tone.ERROR, Pattern.FULL),
        Shade.WARNING: (Tone.WARNING, Pattern.TINT),
        Shade.HINT: (Tone.INFO, Pattern.DOTS),
        Shade.PLAIN: (Tone.ACCENT, Pattern.FULL),
    }
)


def paint_fill(painter: QPainter, rect: QRectF, shade: Shade, tokens: Tokens) -> None:
    """Fill *rect* with the ground, the pattern and the border of *shade*."""
    tone, pattern = _FILLS[shade]
    ink, ground = tokens.tone(tone)
    painter.save()
    painter.fillRect(rect, ink if pattern is Pattern.FULL else ground)
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    zoom, (soft, _) = tokens.zoom / 100, tokens.tone(tone)
    soft.setAlpha(_SOFT)
    if pattern is Pattern.TINT:
        painter.fillRect(rect, soft)
    elif pattern is Pattern.DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(soft)
        for place in _dots(rect, _DOT_STEP * zoom):
            painter.drawEllipse(place, _DOT * zoom, _DOT * zoom)
    else:
        painter.setPen(QPen(soft, _STRIPE * zoom))
        painter.drawLines(_lines(rect, _STEP * zoom, pattern))
    painter.setPen(QPen(ink, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def _lines(rect: QRectF, step: float, pattern: Pattern) -> list[QLineF]:
    tall = rect.height()
    count = int((rect.width() + tall) / step) + 1
    starts = [rect.left() - tall + number * step for number in range(1, count + 1)]
    falling = [QLineF(x, rect.top(), x + tall, rect.bottom()) for x in starts]
    rising = [QLineF(x, rect.bottom(), x + tall, rect.top()) for x in starts]
    drawn = {Pattern.STRIPES: falling, Pattern.GRID: rising + falling}
    return drawn.get(pattern, [])


def _dots(rect: QRectF, step: float) -> list[QPointF]:
    columns, rows = int(rect.width() / step) + 1, int(rect.height() / step) + 1
    return [
        QPointF(rect.left() + (x + 0.5) * step, rect.top() + (y + 0.5) * step)
        for x in range(columns)
        for y in range(rows)
    ]


# --- Where the pieces of a chart stand, and how they are painted: on the screen as on paper ------

_BESIDE_FROM = 400  # px at 100 %: below it a label stands above its bar
_LABELS = 0.3
_LABEL = 120  # so many characters say which bar it is
_NOTES = 0.26
_LEAST = 26  # px at 100 %: a segment is never too narrow for the mouse and its number
_SWATCH = 14
_BAR_LINES = 1.45  # height of a bar in lines of text


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar: label, note and the rectangles of its segments, relative to the chart."""

    bar: Bar
    top: float
    height: float
    label: tuple[Words, QPointF]
    note: tuple[Words, QPointF] | None
    area: QRectF
    segments: tuple[QRectF, ...]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One entry of the legend."""

    shade: Shade
    box: QRectF
    words: tuple[Words, QPointF]


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """A chart in one width."""

    rows: tuple[BarRow, ...]
    legend: tuple[LegendEntry, ...]
    legend_height: float
    height: float


def plan(chart: OverviewChart, width: float, font: QFont, tokens: Tokens) -> ChartPlan:
    """Return where everything of *chart* stands in *width*."""
    return _Planning(chart, width, font, tokens).run()


class _Planning:
    def __init__(self, chart: OverviewChart, width: float, font: QFont, tokens: Tokens) -> None:
        self._chart, self._width, self._font, self._tokens = chart, width, font, tokens
        self._muted = PaintLook(grown(font, 0.93), "muted")
        self._line = QFontMetricsF(font).lineSpacing()
        self._gap, self._space = tokens.px(8), tokens.px(4)

    def run(self) -> ChartPlan:
        legend, top = self._legend()
        beside = self._width >= self._tokens.px(_BESIDE_FROM)
        rows: list[BarRow] = []
        at = top
        for bar in self._chart.bars:
            rows.append(self._beside(bar, at) if beside else self._below(bar, at))
            at += rows[-1].height
        return ChartPlan(tuple(rows), legend, top, at)

    def _legend(self) -> tuple[tuple[LegendEntry, ...], float]:
        entries: list[LegendEntry] = []
        x = y = 0.0
        swatch, gap = self._tokens.px(_SWATCH), self._tokens.px(6)
        for shade, label in self._chart.legend:
            words = Words(label, PaintLook(grown(self._font, 0.93)), self._width)
            wide = swatch + gap + words.width
            if x and x + wide > self._width:
                x, y = 0.0, y + self._line * 1.3
            box = QRectF(x, y + (self._line - swatch) / 2, swatch, swatch)
            entries.append(LegendEntry(shade, box, (words, QPointF(x + swatch + gap, y))))
            x += wide + 2 * gap
        return tuple(entries), (y + self._line * 1.6 if entries else 0.0)

    def _beside(self, bar: Bar, top: float) -> BarRow:
        """Put label, bar and note beside each other."""
        tall = self._line * _BAR_LINES
        notes = self._width * _NOTES if any(other.note for other in self._chart.bars) else 0.0
        left, room = self._width * _LABELS, self._width * (1 - _LABELS) - notes
        label = Words(one_line(bar.label, _LABEL), PaintLook(self._font), left - self._gap)
        note = Words(bar.note, self._muted, notes - self._gap) if bar.note else None
        inner = max(label.height, tall, note.height if note else 0.0)
        middle = top + self._space + inner / 2
        area = QRectF(left, middle - tall / 2, room, tall)
        at = QPointF(left + room + self._gap, middle - note.height / 2) if note else QPointF()
        return BarRow(
            bar,
            top,
            inner + 2 * self._space,
            (label, QPointF(0, middle - label.height / 2)),
            (note, at) if note else None,
            area,
            _parts(self._chart, bar, area, self._tokens),
        )

    def _below(self, bar: Bar, top: float) -> BarRow:
        """Put label and note above the bar where it is narrow."""
        y = top + self._space
        label = (
            Words(one_line(bar.label, _LABEL), PaintLook(self._font), self._width),
            QPointF(0, y),
        )
        y += label[0].height
        note = None
        if bar.note:
            note = (Words(bar.note, self._muted, self._width), QPointF(0, y))
            y += note[0].height
        area = QRectF(0, y + 2, self._width, self._line * _BAR_LINES)
        height = area.bottom() + 2 * self._space - top
        parts = _parts(self._chart, bar, area, self._tokens)
        return BarRow(bar, top, height, label, note, area, parts)


def _parts(chart: OverviewChart, bar: Bar, area: QRectF, tokens: Tokens) -> tuple[QRectF, ...]:
    """Return the rectangles of the segments; none narrower than a finger's width of pixels."""
    amounts = [segment.amount for segment in bar.segments]
    whole = chart.longest if chart.shared_scale else sum(amounts)
    least = min(float(tokens.px(_LEAST)), area.width() / max(1, len(amounts)))
    wanted = [area.width() * amount / max(1, whole) for amount in amounts]
    widths = [max(least, width) for width in wanted]
    excess = sum(widths) - max(sum(wanted), least * len(widths))
    loose = sum(width - least for width in widths)
    if excess > 0 and loose > 0:
        widths = [width - excess * (width - least) / loose for width in widths]
    rects = []
    x = area.left()
    for width in widths:
        rects.append(QRectF(x, area.top(), width, area.height()))
        x += width
    return tuple(rects)


def paint_frame(painter: QPainter, drawn: ChartPlan, tokens: Tokens) -> None:
    """Paint the legend of a chart, and the labels and notes of its bars."""
    paint_legend(painter, drawn, tokens)
    for row in drawn.rows:
        paint_row_words(painter, row, tokens)


def paint_legend(painter: QPainter, drawn: ChartPlan, tokens: Tokens) -> None:
    """Paint the legend."""
    for entry in drawn.legend:
        paint_fill(painter, entry.box, entry.shade, tokens)
        words, at = entry.words
        words.draw(painter, at, tokens)


def paint_row_words(painter: QPainter, row: BarRow, tokens: Tokens) -> None:
    """Paint label and note of a bar, and its ground line."""
    for placed in (row.label, row.note):
        if placed is not None:
            placed[0].draw(painter, placed[1], tokens)
    painter.fillRect(QRectF(row.area.left(), row.area.top(), 1, row.area.height()),
                     tokens.color("border"))  # fmt: skip
    if not row.segments:
        painter.setFont(QFont(painter.font()))
        painter.setPen(tokens.color("muted"))
        painter.drawText(row.area.adjusted(tokens.px(6), 0, 0, 0), _MIDDLE_LEFT, "0")


def paint_segment(
    painter: QPainter, rect: QRectF, segment: Segment, font: QFont, tokens: Tokens
) -> None:
    """Paint one segment with its number on a calm ground, where there is room for it."""
    paint_fill(painter, rect, segment.shade, tokens)
    number = thousands(segment.amount)
    metrics = QFontMetricsF(font)
    wide, tall = metrics.horizontalAdvance(number) + tokens.px(6), metrics.height()
    if wide > rect.width() - 2 or tall > rect.height() + 1:
        return
    chip = QRectF(0, 0, wide, min(tall, rect.height() - 4))
    chip.moveCenter(rect.center())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("panel"))
    painter.drawRoundedRect(chip, tokens.px(3), tokens.px(3))
    painter.setFont(font)
    painter.setPen(tokens.color("text"))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, number)


_MIDDLE_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
