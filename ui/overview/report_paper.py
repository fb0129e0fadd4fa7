"""Pages that fill from top to bottom: everything is placed first and painted afterwards.

Lengths are px at 96 to the inch. A text breaks between its lines where a page ends, and is never
taken for markup (SEC-03).
"""

from __future__ import annotations

import re
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPen, QTextLayout, QTextOption

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.widgets.painting import calm, grown, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from PySide6.QtGui import QPainter, QTextLine


# --- Pages that fill from top to bottom: everything is placed first and painted afterwards -------

if TYPE_CHECKING:
    Paint: TypeAlias = Callable[[QPainter], None]

LETTER: Final = 13
LINE_BREAK: Final = "\u2028"
LONGEST: Final = 20_000
CUT: Final = " … (gekürzt)"
_LEADING: Final = 1.12
_LONGEST_LINE: Final = 300  # more characters no line of a page has room for


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks: font and role of the theme."""

    font: QFont
    role: str = "text"


def style(factor: float = 1.0, role: str = "text", *, bold: bool = False) -> TextStyle:
    """Return letters *factor* times as large as running text, measured as the paper has them."""
    font = QFont(list(theme.font().families()))
    font.setPixelSize(LETTER)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return TextStyle(grown(font, factor, bold=bold), role)


class Text:
    """One text broken into lines of one width; *most* says after how many lines it is cut."""

    def __init__(self, text: str, look: TextStyle, width: float, most: int | None = None) -> None:
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


def _laid_out(text: str, look: TextStyle, width: float) -> tuple[QTextLayout, list[QTextLine]]:
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
class PaperPage:
    """One page: what is painted on it, in content coordinates; a *bare* one has no header."""

    paints: list[Paint] = field(default_factory=list)
    bare: bool = False


class Paper:
    """The pages being filled. *y* is where the next thing goes on the last page."""

    def __init__(self, width: float, height: float) -> None:
        """Take the size of what may be written on."""
        self.width, self.height = width, height
        self.pages: list[PaperPage] = []
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
        self.pages.append(PaperPage(bare=bare))
        self.continued = continued
        self.y = 0.0

    def need(self, height: float) -> None:
        """Turn the page where *height* does not fit below what is there."""
        if not self.pages or (self.y > 0 and height > self.room):
            self._go_on()

    def _go_on(self) -> None:
        self.pages.append(PaperPage())
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
        self,
        text: str,
        look: TextStyle,
        left: float = 0.0,
        width: float | None = None,
        keep: int = 2,
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


# --- What Qt's PDF writer cannot say: the language of the document, and bookmarks ----------------
#
# Both are added as the format means it, by an incremental update (ISO 32000-1, 7.5.6): what Qt
# wrote
# stays as it is, new objects and a new catalogue follow.

_TRAILER: Final = re.compile(
    rb"trailer\s*+<<((?:(?!trailer).)*?)>>\s*startxref\s+([0-9]+)\s+%%EOF\s*\Z", re.DOTALL
)
_SIZE: Final = re.compile(rb"/Size\s+([0-9]+)")
_ROOT: Final = re.compile(rb"/Root\s+([0-9]+)\s+0\s+R")
_CATALOG: Final = rb"\n%d 0 obj\s*+<<((?:(?! obj).)*?)>>\s*endobj"
_KIDS: Final = re.compile(rb"/Type\s*/Pages\s*/Kids\s*\[([^\]]*)\]")
_REFERENCE: Final = re.compile(rb"(?<![0-9])([0-9]++)\s++0\s++R")


@dataclass(slots=True)
class Bookmark:
    """An entry of the outline: its words and page (from 1), and the entries below it."""

    words: str
    page: int
    below: list[Bookmark] = field(default_factory=list)


def finished(pdf: bytes, language: str, bookmarks: Sequence[Bookmark]) -> bytes:
    """Return *pdf*, as QPdfWriter makes it, with *language* and *bookmarks*.

    A file that is not built as expected comes back as it was: it is readable all the same.
    """
    trailer = _TRAILER.search(pdf)
    found = [p.search(trailer[1]) for p in (_SIZE, _ROOT)] if trailer else []
    kids = _KIDS.search(pdf)
    if trailer is None or kids is None or found[0] is None or found[1] is None:
        return pdf
    root = int(found[1][1])
    catalog = re.search(_CATALOG % root, pdf, re.DOTALL)
    if catalog is None:
        return pdf
    pages = [int(number) for number in _REFERENCE.findall(kids[1])]
    outline = _Outline(int(found[0][1]), pages)
    top = outline.add_all(bookmarks)
    entries = b"/Lang (%s)\n/ViewerPreferences << /DisplayDocTitle true >>" % language.encode()
    if bookmarks:
        entries += b"\n/Outlines %d 0 R\n/PageMode /UseOutlines" % top
    objects = {root: b"<<%s\n%s\n>>" % (catalog[1].rstrip(), entries), **outline.objects}
    return _appended(pdf, objects, trailer)


class _Outline:
    """Numbers and writes the objects of an outline."""

    def __init__(self, first: int, pages: Sequence[int]) -> None:
        self._next, self._pages = first, pages
        self.objects: dict[int, bytes] = {}

    def add_all(self, bookmarks: Sequence[Bookmark]) -> int:
        """Add the whole outline and return the number of its root."""
        top = self._number()
        if bookmarks:
            ends = self._add(bookmarks, top)
            self.objects[top] = b"<< /Type /Outlines %s /Count %d >>" % (ends, len(bookmarks))
        return top

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _add(self, bookmarks: Sequence[Bookmark], parent: int) -> bytes:
        """Add entries of one level and return the words that lead there; those below are folded."""
        numbers = [self._number() for _ in bookmarks]
        for place, (number, bookmark) in enumerate(zip(numbers, bookmarks, strict=True)):
            parts = [b"/Title %s /Parent %d 0 R" % (_text(bookmark.words), parent)]
            parts.append(b"/Dest [%d 0 R /Fit]" % self._pages[bookmark.page - 1])
            if place:
                parts.append(b"/Prev %d 0 R" % numbers[place - 1])
            if place + 1 < len(numbers):
                parts.append(b"/Next %d 0 R" % numbers[place + 1])
            if bookmark.below:
                ends = self._add(bookmark.below, number)
                parts.append(b"%s /Count -%d" % (ends, len(bookmark.below)))
            self.objects[number] = b"<< %s >>" % b" ".join(parts)
        return b"/First %d 0 R /Last %d 0 R" % (numbers[0], numbers[-1])


def _text(words: str) -> bytes:
    """Return a text string of the format: UTF-16 in hexadecimal, so that nothing needs escaping."""
    return b"<FEFF%s>" % words.encode("utf-16-be", "replace").hex().upper().encode()


def _appended(pdf: bytes, objects: dict[int, bytes], trailer: re.Match[bytes]) -> bytes:
    """Return the file with the objects behind it, and a table that says where they are."""
    body = bytearray(pdf if pdf.endswith(b"\n") else pdf + b"\n")
    table = bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(body)
    size = max(max(objects) + 1, int(_SIZE.search(trailer[1])[1]))  # type: ignore[index]  # found before
    rest = _SIZE.sub(b"/Size %d" % size, trailer[1]).strip()
    body += table
    body += b"trailer\n<<\n%s\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (rest, trailer[2], start)
    return bytes(body)
