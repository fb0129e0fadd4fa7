"""How words that were searched for are marked: lightly everywhere, strongly at the place at hand.

The colours alone never say it: what was found is underlined, the place at hand framed (D 23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QWidget

from klimaeditor.textwork.search import occurrences
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QFont, QPaintEvent, QTextLine


# --- What is marked in one text ------------------------------------------------------------------


class FoundMarks(NamedTuple):
    """Folded *words* to mark in a text; *current* is the number of the place at hand, from 0.

    *misspelt* are whole words to underline, as they are written.
    """

    words: tuple[str, ...] = ()
    current: int | None = None
    misspelt: tuple[str, ...] = ()


NO_MARKS: Final = FoundMarks()


@runtime_checkable
class Markable(Protocol):
    """A widget with a text in which words can be marked."""

    def mark(self, marks: FoundMarks) -> None:
        """Mark words, or with empty *marks* nothing any more."""

    def mark_place(self) -> QRect:
        """Return where the place at hand stands in the widget; all of it where it is not there."""

    def enter_mark(self) -> None:
        """Put the keyboard at the place at hand, its words selected."""


def unit_spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where folded *words* stand in *text*, in UTF-16 units, in which Qt counts."""
    found = occurrences(text, words) if words and text else ()
    if text.isascii():
        return list(found)
    return [(units(text[:start]), units(text[:end])) for start, end in found]


def units(text: str) -> int:
    """Return the length of *text* in UTF-16 units, in which Qt counts places."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# --- How it looks ---------------------------------------------------------------------------------


def mark_format(*, current: bool) -> QTextCharFormat:
    """Return how words found are written, those of the place at *current* hand bold."""
    tokens = theme.current()
    ink = tokens.color("hitnow" if current else "hit")
    look = QTextCharFormat()
    look.setForeground(ink)
    look.setBackground(tokens.color("hitnow_bg" if current else "hit_bg"))
    look.setFontUnderline(True)
    if current:  # the letters keep their places: a bold font would move those behind
        look.setTextOutline(QPen(ink, 0.6))
    return look


def misspelt_format() -> QTextCharFormat:
    """Return how a misspelt word is underlined: a wave, beside any colour of the letters."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    look.setUnderlineColor(theme.current().color("error"))
    return look


def paint_underlines(
    painter: QPainter, room: QRect, at: QPointF, text: str, spans: Sequence[tuple[int, int]]
) -> None:
    """Paint waves below spans of a line that stands written *at* a place, as far as *room* goes."""
    if not spans:
        return
    layout = written_line(text, painter.font())
    painter.save()
    painter.setClipRect(room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.current().color("error"), 1))
    for span in spans:
        for place in layout_places(layout, span, at):
            painter.drawPolyline(_wave(place))
    painter.restore()


def _wave(place: QRectF) -> list[QPointF]:
    step, low = 2.0, place.bottom() - 1
    count = max(2, int(place.width() / step) + 1)
    return [
        QPointF(min(place.left() + number * step, place.right()), low - (number % 2) * step)
        for number in range(count)
    ]


def mark_ranges(text: str, marks: FoundMarks) -> list[QTextLayout.FormatRange]:
    """Return the marks of a text for a :class:`QTextLayout` to draw."""
    ranges = []
    for number, (start, end) in enumerate(unit_spans(text, marks.words)):
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = start, end - start
        piece.format = mark_format(current=number == marks.current)
        ranges.append(piece)
    for word in marks.misspelt:
        for start in _whole_words(text, word):
            piece = QTextLayout.FormatRange()
            piece.start, piece.length = units(text[:start]), units(word)
            piece.format = misspelt_format()
            ranges.append(piece)
    return ranges


def _whole_words(text: str, word: str) -> list[int]:
    """Return where a word begins that no letters stand beside."""
    found, start = [], text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum():
            found.append(start)
        start = text.find(word, end)
    return found


def paint_frames(painter: QPainter, places: Iterable[QRectF]) -> None:
    """Frame the place at hand; it has several pieces where it is broken into lines."""
    tokens = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.color("text"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place in places:
        painter.drawRoundedRect(place.adjusted(-0.5, -0.5, 0.5, 0.5), tokens.px(2), tokens.px(2))
    painter.restore()


def layout_places(
    layout: QTextLayout, span: tuple[int, int], at: QPointF | None = None
) -> list[QRectF]:
    """Return where a span of a layout stands, line by line; *at* is where the layout stands."""
    start, end = span
    origin = at or QPointF()
    places = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if start < last and end > first:
            left, right = x_of(line, max(start, first)), x_of(line, min(end, last))
            place = QRectF(min(left, right), line.y(), abs(right - left), line.height())
            places.append(place.translated(origin))
    return places


def written_line(text: str, font: QFont) -> QTextLayout:
    """Return *text* laid out on one line, however long."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine().setLineWidth(_WIDE)
    layout.endLayout()
    return layout


def x_of(line: QTextLine, place: int) -> float:
    """Return how far right a place of a line stands."""
    found = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type] # stub


def paint_marks(painter: QPainter, room: QRect, at: QPointF, text: str, marks: FoundMarks) -> None:
    """Paint the marks over a line that stands written *at* a place, as far as *room* goes.

    The painter has the font that it is written with; its clip spares what is not to be covered.
    """
    spans = unit_spans(text, marks.words)
    if not spans:
        return
    layout, ranges = written_line(text, painter.font()), mark_ranges(text, marks)
    for number, span in enumerate(spans):
        places = [place & QRectF(room) for place in layout_places(layout, span, at)]
        places = [place for place in places if place.width() > 0]
        for place in places:
            painter.save()
            painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
            layout.draw(painter, at, ranges[number : number + 1])
            painter.restore()
        if number == marks.current:
            paint_frames(painter, places)


_WIDE = 1e7


# --- The bar beside the field with the place at hand ----------------------------------------------

_BAR, _AWAY = 3, 6  # px at 100 %: how wide, and how far left of the field
_FOLLOWED = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest}
)


class FoundBar(QWidget):
    """Stands beside *target*, inside the widget it is a child of, and follows it."""

    def __init__(self, target: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._target, self._inside = target, parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for widget in {target, target.parentWidget() or target}:
            widget.installEventFilter(self)
        self.hide()

    def show_beside(self) -> None:
        """Show the bar."""
        self._follow()
        self.show()
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the field."""
        if event.type() in _FOLLOWED and not self.isHidden():
            self._follow()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a bar with round ends."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("accent"))
        radius = self.width() / 2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.end()

    def _follow(self) -> None:
        tokens = theme.current()
        place = self._target.mapTo(self._inside, QPoint(0, 0))
        left = max(0, place.x() - tokens.px(_AWAY))
        self.setGeometry(left, place.y(), tokens.px(_BAR), self._target.height())
