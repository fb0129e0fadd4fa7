"""How a segment is filled: colour of the theme and a drawn pattern, so that grey suffices."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from klimaeditor.overview import Shade
from ui.theme import Tone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QPainter

    from ui.theme import Tokens


class Pattern(Enum):
    """What is drawn over the light ground of a segment."""

    FULL = auto()
    RISING = auto()
    FALLING = auto()
    GRID = auto()
    DOTS = auto()
    EMPTY = auto()


_FILLS: Final[Mapping[Shade, tuple[Tone, Pattern]]] = MappingProxyType(
    {
        Shade.COMPLETED: (Tone.GOOD, Pattern.FULL),
        Shade.IN_PROGRESS: (Tone.INFO, Pattern.RISING),
        Shade.STALE: (Tone.WARNING, Pattern.FALLING),
        Shade.UNKNOWN: (Tone.NEUTRAL, Pattern.DOTS),
        Shade.BROKEN: (Tone.ERROR, Pattern.GRID),
        Shade.FULL: (Tone.GOOD, Pattern.FULL),
        Shade.MOST: (Tone.INFO, Pattern.RISING),
        Shade.HALF: (Tone.WARNING, Pattern.DOTS),
        Shade.LITTLE: (Tone.ERROR, Pattern.EMPTY),
        Shade.ERROR: (Tone.ERROR, Pattern.FULL),
        Shade.WARNING: (Tone.WARNING, Pattern.RISING),
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
    step = tokens.px(6)
    if pattern is Pattern.DOTS:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for place in _dots(rect, step):
            painter.drawEllipse(place, tokens.px(1.2), tokens.px(1.2))
    else:
        painter.setPen(QPen(ink, 1.4 * tokens.zoom / 100))
        painter.drawLines(_lines(rect, step, pattern))
    painter.setPen(QPen(ink, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def _lines(rect: QRectF, step: float, pattern: Pattern) -> list[QLineF]:
    tall = rect.height()
    count = int((rect.width() + tall) / step) + 1
    starts = [rect.left() - tall + number * step for number in range(1, count + 1)]
    rising = [QLineF(x, rect.bottom(), x + tall, rect.top()) for x in starts]
    falling = [QLineF(x, rect.top(), x + tall, rect.bottom()) for x in starts]
    drawn = {
        Pattern.RISING: rising,
        Pattern.FALLING: falling,
        Pattern.GRID: rising + falling,
    }
    return drawn.get(pattern, [])


def _dots(rect: QRectF, step: float) -> list[QPointF]:
    columns, rows = int(rect.width() / step) + 1, int(rect.height() / step) + 1
    return [
        QPointF(rect.left() + (x + 0.5) * step, rect.top() + (y + 0.5) * step)
        for x in range(columns)
        for y in range(rows)
    ]
