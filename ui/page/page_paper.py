"""The public page of one measure on paper: the same cards as beside the form, every group open.

Qt breaks the text into pages; what data say is inserted as plain text and never taken for markup
(SEC-03). Always in the light palette.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QLineF,
    QMarginsF,
    QRectF,
    QSizeF,
    Qt,
    QUrl,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from klimaeditor.checks.rulebook import RULES
from klimaeditor.checks.statuswords import why_two_words
from klimaeditor.model.dataclass import dataclass
from klimaeditor.site.page import page_of
from klimaeditor.site.page_model import ItemRole
from klimaeditor.site.visible_text import shows_nothing
from ui import theme
from ui.page.cards import cards_of
from ui.page.items import LINES, NO_TARGET, NOTHING, paint_chart
from ui.widgets.common_words import severity_word
from ui.widgets.painting import grown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPagedPaintDevice

    from klimaeditor.document import Document
    from klimaeditor.site.page_model import PageChart, PageItem
    from ui.page.cards import Card


# --- words ---------------------------------------------------------------------------------------

ABOUT: Final = "Vorschau der öffentlichen Seite, {dataset}"
AS_OF: Final = "Stand {day}"
PAGE_OF: Final = "Seite {number} von {total}"
WRONG: Final = "{severity}: {caption}"


# --- what is printed -----------------------------------------------------------------------------

_INCH: Final = 96
_LETTER: Final = 12  # px, at 96 to the inch
_RESOLUTION: Final = 600
_MARGIN: Final = 18.0  # mm
_FRAME: Final = 28.0  # px above and below the text: title and day, number of the page
_SHARP: Final = 4  # pixels of a picture to one of the page
_BOLD: Final = frozenset({ItemRole.TITLE, ItemRole.HEADING})


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The public page of a measure, and what stands around it on paper."""

    title: str
    dataset: str
    day: date
    cards: tuple[Card, ...]


def printed_page(document: Document, measure: int, dataset: str, day: date) -> PrintedPage:
    """Return the page of *measure* as visitors see it now; *dataset* is what the data are called.

    Unsaved edits are in it, as they are in the preview.
    """
    view = document.view(measure)
    titles = {name: rule.title for name, rule in RULES.items()}
    page = page_of(view, document.findings.of(measure), titles)
    return PrintedPage(view.title, dataset, day, cards_of(page, why_two_words(view)))


def pdf_bytes(page: PrintedPage) -> bytes:
    """Return the page as a PDF in A4."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(page.title)
    writer.setResolution(_RESOLUTION)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    print_on(writer, page)
    buffer.close()
    return bytes(data.data())


def print_on(device: QPagedPaintDevice, page: PrintedPage) -> None:
    """Print the page on a printer or PDF writer, in the page format that is set there."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = device.logicalDpiX() / _INCH
    painter.scale(scale, scale)
    whole = QSizeF(device.width() / scale, device.height() / scale)
    paint_pages(painter, page, whole, device.newPage)
    painter.end()


def paint_pages(
    painter: QPainter, page: PrintedPage, whole: QSizeF, turn: Callable[[], object]
) -> int:
    """Paint all sheets of the size *whole*, calling *turn* between them; returns how many."""
    size = QSizeF(whole.width(), whole.height() - 2 * _FRAME)
    text = laid_out(page, size)
    for number in range(text.pageCount()):
        if number:
            turn()
        _paint_frame(painter, page, whole, number + 1, text.pageCount())
        painter.save()
        top = number * size.height()
        painter.translate(0, _FRAME - top)
        text.drawContents(painter, QRectF(0, top, size.width(), size.height()))
        painter.restore()
    return text.pageCount()


def laid_out(page: PrintedPage, size: QSizeF) -> QTextDocument:
    """Return the page as text broken into pages of *size* (px at 96 to the inch)."""
    text = QTextDocument()
    text.setDefaultFont(_font())
    text.setDocumentMargin(0)
    text.setUseDesignMetrics(True)
    writer = _Writer(text, size.width())
    for card in page.cards:
        writer.write(card)
    text.setPageSize(size)
    _keep_headings(text, writer.headings, size.height())
    return text


def _keep_headings(text: QTextDocument, headings: list[int], height: float) -> None:
    """Begin a new page before a heading whose first line would stand on the next one."""
    layout = text.documentLayout()
    for number in headings:
        block = text.findBlockByNumber(number)
        below = block.next()
        if not below.isValid():
            continue
        page = int(layout.blockBoundingRect(block).top() // height)
        first = below.layout().lineAt(0)
        start = layout.blockBoundingRect(below).top() + (first.y() if first.isValid() else 0)
        if int((start + _LETTER) // height) != page:
            wanted = QTextBlockFormat(block.blockFormat())
            wanted.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(wanted)


def _font() -> QFont:
    font = QFont(list(theme.font().families()))
    font.setPixelSize(_LETTER)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


class _Writer:
    """Writes cards one below the other; *headings* are the numbers of blocks with a heading."""

    def __init__(self, text: QTextDocument, width: float) -> None:
        self._text, self._width = text, width
        self._cursor = QTextCursor(text)
        self._begun = False
        self.headings: list[int] = []

    def write(self, card: Card) -> None:
        """Write heading, line and items of a card."""
        if card.title:
            self._put(card.title, above=18, factor=1.25, bold=True)
            self.headings.append(self._cursor.blockNumber())
        if card.line:
            self._put(card.line, role="muted", factor=0.93)
        for item in card.items:
            self._write_item(item, card.chart)

    def _write_item(self, item: PageItem, chart: PageChart | None) -> None:
        if item.role is ItemRole.CHART and chart is not None:
            self._draw(chart)
        else:
            self._write_words(item)
        for mark in dict.fromkeys(item.marks):
            words = WRONG.format(severity=severity_word(mark.severity), caption=mark.caption)
            self._put(words, role="error" if mark.severity.rank == 0 else "warning", factor=0.93)

    def _write_words(self, item: PageItem) -> None:
        empty, step = shows_nothing(item.text), item.role is ItemRole.STEP
        if item.label and step:
            self._put(item.label, above=8, bold=True)
        elif item.label:
            self._put(item.label, above=8, role="muted", factor=0.93)
        if item.note and step:
            self._put(item.note, role="muted", factor=0.93)
        self._put(
            NOTHING if empty else item.text.strip("\n"),
            above=0 if item.label else 6,
            role="muted" if empty else "text",
            factor=1.6 if item.role is ItemRole.TITLE else 1.0,
            bold=item.role in _BOLD,
        )
        if item.role is ItemRole.HEADING:
            self.headings.append(self._cursor.blockNumber())
        if item.note and not step:
            self._put(item.note, role="muted", factor=0.93)
        if item.role in {ItemRole.LINK, ItemRole.BUTTON}:
            self._put(item.target or f"({NO_TARGET})", role="accent", factor=0.93)

    def _put(
        self,
        words: str,
        *,
        above: int = 1,
        role: str = "text",
        factor: float = 1.0,
        bold: bool = False,
    ) -> None:
        """Write a paragraph; line ends of the data stay, all of it is plain text."""
        form = QTextBlockFormat()
        form.setTopMargin(above)
        look = QTextCharFormat()
        look.setFont(grown(_font(), factor, bold=bold))
        look.setForeground(theme.tokens().color(role))
        self._begin(form)
        self._cursor.insertText(words.replace("\n", "\u2028"), look)

    def _draw(self, chart: PageChart) -> None:
        tokens = theme.tokens()
        font = _font()
        height = QFontMetricsF(font).lineSpacing() * LINES
        picture = QImage(
            round(self._width * _SHARP), round(height * _SHARP), QImage.Format.Format_RGB32
        )
        picture.fill(tokens.color("panel"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SHARP, _SHARP)
        paint_chart(painter, QRectF(0, 0, self._width, height), chart, font, tokens)
        painter.end()
        picture.setDevicePixelRatio(_SHARP)
        name = QUrl("chart")
        self._text.addResource(QTextDocument.ResourceType.ImageResource, name, picture)
        form = QTextBlockFormat()
        form.setTopMargin(8)
        self._begin(form)
        self._cursor.insertImage(picture, name.toString())

    def _begin(self, form: QTextBlockFormat) -> None:
        """Begin a paragraph; the first one is there already."""
        if self._begun:
            self._cursor.insertBlock(form)
        else:
            self._cursor.setBlockFormat(form)
        self._begun = True


def _paint_frame(
    painter: QPainter, page: PrintedPage, whole: QSizeF, number: int, total: int
) -> None:
    """Paint what stands above and below the text of every page."""
    tokens, font = theme.tokens(), grown(_font(), 0.9)
    metrics = QFontMetricsF(font)
    top = QRectF(0, 0, whole.width(), _FRAME - 8)
    bottom = QRectF(0, whole.height() - _FRAME + 8, whole.width(), _FRAME - 8)
    day = AS_OF.format(day=f"{page.day:%d.%m.%Y}")
    about = ABOUT.format(dataset=page.dataset)
    count = PAGE_OF.format(number=number, total=total)
    painter.save()
    painter.setFont(font)
    painter.setPen(tokens.color("muted"))
    for area, left, right in ((top, page.title, day), (bottom, about, count)):
        room = area.width() - metrics.horizontalAdvance(right) - 20
        shown = metrics.elidedText(" ".join(left.split()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, right)
    painter.setPen(QPen(tokens.color("line"), 1))
    painter.drawLine(QLineF(0, _FRAME - 8, whole.width(), _FRAME - 8))
    painter.restore()
