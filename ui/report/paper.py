"""Pages that fill from top to bottom: everything is placed first and painted afterwards.

Lengths are px at 96 to the inch. A text breaks between its lines where a page ends, and is never
taken for markup (SEC-03).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPen, QTextLayout, QTextOption

from ui import theme
from ui.widgets.words import calm, grown, one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from PySide6.QtGui import QPainter, QTextLine

    Paint: TypeAlias = Callable[[QPainter], None]

LETTER: Final = 13
LINE_BREAK: Final = "\u2028"
LONGEST: Final = 20_000
CUT: Final = " … (gekürzt)"
_LEADING: Final = 1.12
_LONGEST_LINE: Final = 300  # more characters no line of a page has room for


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks: font and role of the theme."""

    font: QFont
    role: str = "text"


def style(factor: float = 1.0, role: str = "text", *, bold: bool = False) -> Style:
    """Return letters *factor* times as large as running text, measured as the paper has them."""
    font = QFont(list(theme.font().families()))
    font.setPixelSize(LETTER)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return Style(grown(font, factor, bold=bold), role)


class Text:
    """One text broken into lines of one width; *most* says after how many lines it is cut."""

    def __init__(self, text: str, look: Style, width: float, most: int | None = None) -> None:
        self.look = look
        if most is None:
            shown = calm(text if len(text) <= LONGEST else text[:LONGEST].rstrip() + CUT)
        else:
            shown = one_line(text, most * _LONGEST_LINE)
        self._layout, self.lines = _laid_out(shown, look, width)
        if most is not None and len(self.lines) > most:
            last = self.lines[most - 1].textStart()
            rest = QFontMetricsF(look.font).elidedText(
                shown[last:], Qt.TextElideMode.ElideRight, 0.97 * max(1.0, width)
            )
            self._layout, lines = _laid_out(shown[:last] + rest, look, width)
            self.lines = lines[:most]
        self.line_height = self.lines[0].height() * _LEADING if self.lines else float(LETTER)
        self.height = self.line_height * len(self.lines)
        self.width = max((line.naturalTextWidth() for line in self.lines), default=0.0)

    @property
    def last_width(self) -> float:
        """How far the last line reaches."""
        return self.lines[-1].naturalTextWidth() if self.lines else 0.0

    def paint(
        self, painter: QPainter, at: QPointF, first: int = 0, last: int | None = None
    ) -> None:
        """Paint the lines from *first* to before *last*, their upper left corner *at*."""
        painter.setPen(theme.tokens().color(self.look.role))
        for place, line in enumerate(self.lines[first:last]):
            line.draw(painter, at + QPointF(0, place * self.line_height) - line.position())


def _laid_out(text: str, look: Style, width: float) -> tuple[QTextLayout, list[QTextLine]]:
    """Return *text* in lines of *width*, and the layout that keeps them."""
    layout = QTextLayout(text.replace("\n", LINE_BREAK), look.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout.setTextOption(option)
    lines: list[QTextLine] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        lines.append(line)
    layout.endLayout()
    return layout, lines


@dataclass(slots=True)
class Page:
    """One page: what is painted on it, in content coordinates; a *bare* one has no header."""

    paints: list[Paint] = field(default_factory=list)
    bare: bool = False


class Paper:
    """The pages being filled. *y* is where the next thing goes on the last page."""

    def __init__(self, width: float, height: float) -> None:
        """Take the size of what may be written on."""
        self.width, self.height = width, height
        self.pages: list[Page] = []
        self.y = 0.0
        self.continued = ""

    @property
    def number(self) -> int:
        """The number of the last page, from 1."""
        return len(self.pages)

    @property
    def room(self) -> float:
        """How much is left on the page."""
        return self.height - self.y

    def turn(self, continued: str = "", *, bare: bool = False) -> None:
        """Begin a page; *continued* stands at the top of those that follow of themselves."""
        self.pages.append(Page(bare=bare))
        self.continued = continued
        self.y = 0.0

    def need(self, height: float) -> None:
        """Turn the page where *height* does not fit below what is there."""
        if not self.pages or (self.y > 0 and height > self.room):
            self._go_on()

    def _go_on(self) -> None:
        self.pages.append(Page())
        self.y = 0.0
        if self.continued:  # in two lines, however long a title is: the page is for what follows
            head = Text(self.continued, style(0.92, "muted"), self.width, most=2)
            self.put(partial(head.paint, at=QPointF(0.0, 0.0)))
            self.y = head.height + 6

    def space(self, height: float) -> None:
        """Leave some room, but none at the top of a page."""
        if self.y > 0:
            self.y += height

    def put(self, paint: Paint) -> None:
        """Have something painted on the last page."""
        self.pages[-1].paints.append(paint)

    def text(
        self, text: str, look: Style, left: float = 0.0, width: float | None = None, keep: int = 2
    ) -> None:
        """Write a text below what is there; at least *keep* lines stay together."""
        block = Text(text, look, self.width - left if width is None else width)
        self.need(min(len(block.lines), keep) * block.line_height)
        self.lines(block, left)

    def lines(self, block: Text, left: float) -> None:
        """Write a broken text from here on, over as many pages as it takes."""
        first = 0
        while first < len(block.lines):
            fitting = int((self.room + 0.01) // block.line_height)
            if fitting <= 0:
                self._go_on()
                fitting = max(1, int(self.room // block.line_height))
            last = min(len(block.lines), first + fitting)
            self.put(partial(block.paint, at=QPointF(left, self.y), first=first, last=last))
            self.y += (last - first) * block.line_height
            first = last

    def rule(self, role: str = "line", thick: float = 1.0) -> None:
        """Draw a line across."""
        line = QLineF(0, self.y, self.width, self.y)

        def paint(painter: QPainter) -> None:
            painter.setPen(QPen(theme.tokens().color(role), thick, Qt.PenStyle.SolidLine))
            painter.drawLine(line)

        self.put(paint)
        self.y += thick
