"""Pieces of text that are painted: broken into lines, never taken for markup (SEC-03)."""

from __future__ import annotations

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
        self._layout = QTextLayout(shown.replace("\n", _LINE_BREAK), look.font)
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
