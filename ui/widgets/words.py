"""Pieces of text that are shown: broken into lines, never taken for markup (SEC-03).

The data may hold thousands of lines, words without end, signs that turn the direction of reading
round, or dozens of marks on one letter. Shown, such a text keeps to its place: see :func:`calm`,
:func:`one_line` and :func:`breakable`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPen, QTextLayout, QTextOption

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from ui.theme import Tokens


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
class Look:
    """Font and role of the theme; *ground* is painted behind the text, *line* around it."""

    font: QFont
    role: str = "text"
    ground: str = ""
    line: str = ""


class Words:
    """One text in one width. Long words break anywhere, so nothing ever runs out of its column."""

    def __init__(self, text: str, look: Look, width: float, padding: float = 0.0) -> None:
        self._look, self._padding = look, padding
        shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        self._layout = QTextLayout(few_marks(shown).replace("\n", _LINE_BREAK), look.font)
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
        self._layout.draw(painter, at + QPointF(self._padding, self._padding))
