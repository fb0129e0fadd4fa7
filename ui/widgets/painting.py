"""What delegates paint by hand: rows, badges, lines of text. Colours come from the tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from ui import icons
from ui.theme import Scheme, Tokens, Tone
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

_BADGE_ICON = 12
_BADGE_PADDING = 5
_LONGEST = 500  # more characters no line of a list has room for


class Ink(NamedTuple):
    """What to write with."""

    font: QFont
    color: QColor


def sized(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return *font* in another size, semibold where *bold*."""
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        result.setWeight(QFont.Weight.DemiBold)
    return result


def badge_font(font: QFont) -> QFont:
    """Return the font of badges beside text in *font*."""
    return sized(font, 0.9)


def badge_size(word: str, font: QFont, tokens: Tokens) -> QSize:
    """Return the size of a badge with *word*; *font* is that of the list."""
    metrics = QFontMetrics(badge_font(font))
    width = metrics.horizontalAdvance(word) + tokens.px(_BADGE_ICON + 3 * _BADGE_PADDING - 1)
    return QSize(width, metrics.height() + tokens.px(4))


def paint_badge(
    painter: QPainter, rect: QRect, mark: tuple[str, str, Tone], font: QFont, tokens: Tokens
) -> None:
    """Paint a badge (word, icon, tone) into *rect*; a word that does not fit is shortened."""
    word, icon, tone = mark
    ink, ground = tokens.tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    contrast = tokens.scheme is Scheme.CONTRAST
    painter.setPen(QPen(ink) if contrast else Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), tokens.px(4), tokens.px(4))
    extent, padding = tokens.px(_BADGE_ICON), tokens.px(_BADGE_PADDING)
    top = rect.y() + (rect.height() - extent + 1) // 2
    paint_icon(painter, QPoint(rect.x() + padding, top), icon, ink.name(), extent)
    left = padding + extent + tokens.px(4)
    room = rect.adjusted(left, 0, -padding + tokens.px(2), 0)
    paint_line(painter, room, word, Ink(badge_font(font), ink))
    painter.restore()


def paint_icon(painter: QPainter, at: QPoint, name: str, color: str, extent: int) -> None:
    """Paint the icon *name*, *extent* pixels wide, in *color* (``#rrggbb``)."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(at), icons.pixmap(name, color, extent, ratio))


def paint_line(
    painter: QPainter,
    rect: QRect,
    text: str,
    ink: Ink,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> None:
    """Write one line of plain text, shortened with an ellipsis where it does not fit."""
    painter.setFont(ink.font)
    painter.setPen(ink.color)
    line = one_line(text, _LONGEST)
    shown = QFontMetrics(ink.font).elidedText(line, elide, max(0, rect.width()))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def paint_lines(painter: QPainter, rect: QRect, text: str, ink: Ink, most: int) -> None:
    """Write plain text in at most *most* lines; the last one is shortened where needed."""
    painter.setFont(ink.font)
    painter.setPen(ink.color)
    metrics = QFontMetrics(ink.font)
    for number, line in enumerate(broken(text, metrics, rect.width(), most)):
        place = QPoint(rect.x(), rect.y() + number * metrics.lineSpacing() + metrics.ascent())
        painter.drawText(place, line)


def broken(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """Return *text* broken into at most *most* lines of *width* pixels, the rest as an ellipsis."""
    words, lines = one_line(text, most * _LONGEST).split(), [""]
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = " ".join([lines[-1], *words[number:]])
            break
        else:
            lines.append(word)
    elide = Qt.TextElideMode.ElideRight
    return [metrics.elidedText(line, elide, max(0, width)) for line in lines]
