"""What delegates paint by hand: rows, badges, lines of text. Colours come from the tokens."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.theme import Scheme, Tokens, Tone, icons
from ui.widgets.found import (
    NO_MARKS,
    FoundMarks,
    layout_places,
    mark_ranges,
    paint_frames,
    unit_spans,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QColor


# --- Pieces of text that are shown: broken into lines, never taken for markup (SEC-03) -----------
#
# The data may hold thousands of lines, words without end, signs that turn the direction of reading
# round, or dozens of marks on one letter. Shown, such a text keeps to its place: see :func:`calm`,
# :func:`one_line` and :func:`breakable`.


def grown(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return *font* in another size, semibold where *bold*; fonts measured in pixels stay so."""
    result = QFont(font)
    if font.pixelSize() > 0:
        result.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        result.setPointSizeF(font.pointSizeF() * factor)
    if bold:
        result.setWeight(QFont.Weight.DemiBold)
    return result


_LINE_BREAK = "\u2028"
_LONGEST = 20_000
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_MARK = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_MARKS = re.compile(f"({_MARK}{{3}}){_MARK}+")


def calm(text: str) -> str:
    """Return *text* without what would leave its place on the screen.

    Every kind of line break is a line feed; controls and signs for the direction of reading go, and
    of the marks on a letter the fourth and all after it.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", line_feeds(few_marks(text)))


def line_feeds(text: str) -> str:
    """Return *text* with a line feed for every kind of line break."""
    return _BREAKS.sub("\n", text)


def few_marks(text: str) -> str:
    """Return *text* with at most three marks on a letter: more grow into the lines around it."""
    return text if text.isascii() else _MARKS.sub(r"\1", text)


def one_line(text: str, most: int = 100) -> str:
    """Return *text* on one line of at most *most* characters, the rest as an ellipsis."""
    head = " ".join(calm(text[: 8 * most]).split())
    whole = len(text) <= 8 * most and len(head) <= most
    return head if whole else f"{head[: most - 1].rstrip()}…"


def breakable(text: str, longest: int = 40) -> str:
    """Return *text* with places to break after every *longest* characters of a word.

    No word of the language is that long: a shorter one would be torn apart without a hyphen.
    """
    return re.sub(rf"\S{{{longest}}}(?=\S{{4}})", "\\g<0>\u200b", text)


@dataclass(frozen=True, slots=True)
class PaintLook:
    """Font and role of the theme; *ground* is painted behind the text, *line* around it."""

    font: QFont
    role: str = "text"
    ground: str = ""
    line: str = ""


class Words:
    """One text in one width. Long words break anywhere, so nothing ever runs out of its column.

    *marks* are words in it that were searched for.
    """

    def __init__(
        self,
        text: str,
        look: PaintLook,
        width: float,
        padding: float = 0.0,
        marks: FoundMarks = NO_MARKS,
    ) -> None:
        self._look, self._padding, self._marks = look, padding, marks
        shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        self._text = few_marks(shown).replace("\n", _LINE_BREAK)
        self._layout = QTextLayout(self._text, look.font)
        self._layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self.height = self._break(max(1.0, width - 2 * padding)) + 2 * padding
        natural = min(width - 2 * padding, self._widest)
        self.width = natural + 2 * padding

    def _break(self, width: float) -> float:
        self._layout.beginLayout()
        height = self._widest = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0.0, height))
            height += line.height()
            self._widest = max(self._widest, line.naturalTextWidth() + 1)
        self._layout.endLayout()
        return height or QFontMetricsF(self._look.font).height()

    def draw(self, painter: QPainter, at: QPointF, tokens: Tokens) -> None:
        """Paint the text with its ground and line."""
        if self._look.ground or self._look.line:
            painter.setPen(
                QPen(tokens.color(self._look.line), 1) if self._look.line else Qt.PenStyle.NoPen
            )
            painter.setBrush(
                tokens.color(self._look.ground) if self._look.ground else Qt.BrushStyle.NoBrush
            )
            radius = tokens.px(4)
            box = QRectF(at.x(), at.y(), self.width, self.height)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(tokens.color(self._look.role))
        corner = at + QPointF(self._padding, self._padding)
        self._layout.draw(painter, corner, mark_ranges(self._text, self._marks))
        paint_frames(painter, self.places(corner))

    def places(self, corner: QPointF) -> list[QRectF]:
        """Return where the place at hand of a search stands, for a text whose *corner* is there."""
        current = self._marks.current
        spans = unit_spans(self._text, self._marks.words) if current is not None else []
        if current is None or current >= len(spans):
            return []
        return layout_places(self._layout, spans[current], corner)


# --- What delegates paint by hand: rows, badges, lines of text. Colours come from the tokens -----

_BADGE_ICON = 12
_BADGE_PADDING = 8
_BADGE_RADIUS = 11
_BADGE_HEIGHT = 22  # of one that stands by itself
_PAINTING_LONGEST = 500  # more characters no line of a list has room for


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
    return sized(font, 0.95)


def badge_size(word: str, font: QFont, tokens: Tokens) -> QSize:
    """Return the size of a badge with *word*; *font* is that of the list."""
    metrics = QFontMetrics(badge_font(font))
    width = metrics.horizontalAdvance(word) + tokens.px(_BADGE_ICON + 2 * _BADGE_PADDING + 4)
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
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    radius = min(tokens.px(_BADGE_RADIUS), box.height() / 2)
    painter.drawRoundedRect(box, radius, radius)
    extent, padding = tokens.px(_BADGE_ICON), tokens.px(_BADGE_PADDING)
    top = rect.y() + (rect.height() - extent + 1) // 2
    paint_icon(painter, QPoint(rect.x() + padding, top), icon, ink.name(), extent)
    left = padding + extent + tokens.px(4)
    room = rect.adjusted(left, 0, -padding + tokens.px(1), 0)
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
    line = one_line(text, _PAINTING_LONGEST)
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
    words, lines = one_line(text, most * _PAINTING_LONGEST).split(), [""]
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


# --- How tall written lines are ------------------------------------------------------------------


def line_height(font: QFont) -> int:
    """Return the height of a line in a text area, in pixels: Qt rounds each one up.

    ``QFontMetrics.lineSpacing`` is rounded to the nearest pixel; sixteen lines of it are up to
    sixteen pixels less than they take.
    """
    return math.ceil(QFontMetricsF(font).lineSpacing())


# --- A badge as a widget: icon and word, the same as in lists ------------------------------------


class BadgeLabel(QWidget):
    """Shows (word, icon, tone); the word is its accessible name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = ("", "info", Tone.NEUTRAL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, word: str, icon: str, tone: Tone) -> None:
        """Show another badge."""
        self._mark = (word, icon, tone)
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the badge."""
        size, tokens = badge_size(self._mark[0], self.font(), theme.current()), theme.current()
        return QSize(size.width(), max(size.height(), tokens.px(_BADGE_HEIGHT)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        paint_badge(QPainter(self), self.rect(), self._mark, self.font(), theme.current())
