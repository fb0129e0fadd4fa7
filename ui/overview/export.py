"""The overview on paper and as a picture, always in the light palette."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from ui import theme
from ui.charts.bars import paint_legend, paint_row_words, paint_segment, plan
from ui.overview.overview_page import AS_OF, TITLE
from ui.widgets.painting import PaintLook, Words, grown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QPagedPaintDevice

    from klimaeditor.reports.figures import Figure, Overview, OverviewChart
    from ui.theme import Tokens

_LETTER: Final = 12  # px, at 96 to the inch
_INCH: Final = 96
_PICTURE_WIDTH: Final = 900
_EDGE: Final = 32
_RESOLUTION: Final = 600
_MARGIN: Final = 18.0  # mm
_KEEP_TOGETHER: Final = 2  # so many bars stand with the heading of their chart


def pdf_bytes(overview: Overview, title: str, today: date) -> bytes:
    """Return the overview as a PDF in A4; *title* names the dataset."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{TITLE} – {title}")
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
    print_on(writer, overview, title, today)
    buffer.close()
    return bytes(data.data())


def print_on(device: QPagedPaintDevice, overview: Overview, title: str, today: date) -> None:
    """Print the overview on a printer or PDF writer, in the page format that is set there."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = device.logicalDpiX() / _INCH
    painter.scale(scale, scale)
    page = QSizeF(device.width() / scale, device.height() / scale)
    _Sheet(painter, page.width(), page.height(), device.newPage).draw(overview, title, today)
    painter.end()


def png_bytes(overview: Overview, title: str, today: date, scale: float = 2.0) -> bytes:
    """Return the overview as one tall PNG picture, *scale* device pixels to a pixel."""
    picture = QImage(1, 1, QImage.Format.Format_RGB32)
    tall = _paint_picture(picture, overview, title, today, 1.0)
    width = _PICTURE_WIDTH + 2 * _EDGE
    picture = QImage(
        round(width * scale), round((tall + 2 * _EDGE) * scale), QImage.Format.Format_RGB32
    )
    picture.fill(theme.tokens().color("panel"))
    _paint_picture(picture, overview, title, today, scale)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know no bytes as format
    buffer.close()
    return bytes(data.data())


def _paint_picture(
    picture: QImage, overview: Overview, title: str, today: date, scale: float
) -> float:
    """Paint everything below each other and return how tall it is."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(_EDGE, _EDGE)
    tall = _Sheet(painter, _PICTURE_WIDTH, None, lambda: True).draw(overview, title, today)
    painter.end()
    return tall


class _Sheet:
    """Draws from top to bottom; *height* None is a sheet without end."""

    def __init__(
        self, painter: QPainter, width: float, height: float | None, turn: Callable[[], bool]
    ) -> None:
        self._painter, self._width, self._height, self._turn = painter, width, height, turn
        self._tokens: Tokens = theme.tokens()
        self._font = QFont(list(theme.font().families()))
        self._font.setPixelSize(_LETTER)
        self._y = 0.0

    def draw(self, overview: Overview, title: str, today: date) -> float:
        """Draw everything and return where it ends."""
        self._put(f"{TITLE} – {title}", PaintLook(grown(self._font, 1.6, bold=True)))
        self._put(AS_OF.format(day=f"{today:%d.%m.%Y}"), PaintLook(self._font, "muted"))
        self._y += 10
        for figure in overview.figures:
            self._figure(figure)
        for chart in overview.charts:
            if chart.bars:
                self._chart(chart)
        return self._y

    def _figure(self, figure: Figure) -> None:
        self._put(f"{figure.value} {figure.label}", PaintLook(self._font))

    def _chart(self, chart: OverviewChart) -> None:
        self._y += 20
        drawn = plan(chart, self._width, self._font, self._tokens)
        head = Words(chart.title, PaintLook(grown(self._font, 1.25, bold=True)), self._width)
        line = Words(chart.line, PaintLook(grown(self._font, 0.93), "muted"), self._width)
        first = sum(row.height for row in drawn.rows[:_KEEP_TOGETHER])
        self._need(head.height + line.height + drawn.legend_height + first + 8)
        for words in (head, line):
            words.draw(self._painter, QPointF(0, self._y), self._tokens)
            self._y += words.height + 2
        self._y += 4
        self._at(0.0, partial(paint_legend, self._painter, drawn, self._tokens))
        self._y += drawn.legend_height
        for row in drawn.rows:
            self._need(row.height)
            self._at(row.top, partial(paint_row_words, self._painter, row, self._tokens))
            for rect, segment in zip(row.segments, row.bar.segments, strict=True):
                placed = QRectF(rect).translated(0, self._y - row.top)
                paint_segment(self._painter, placed, segment, self._font, self._tokens)
            self._y += row.height

    def _put(self, text: str, look: PaintLook) -> None:
        words = Words(text, look, self._width)
        self._need(words.height)
        words.draw(self._painter, QPointF(0, self._y), self._tokens)
        self._y += words.height + 2

    def _at(self, top: float, paint: Callable[[], None]) -> None:
        """Paint something that was planned at *top* where the sheet is now."""
        self._painter.save()
        self._painter.translate(0, self._y - top)
        self._painter.setFont(self._font)
        paint()
        self._painter.restore()

    def _need(self, height: float) -> None:
        """Turn the page where *height* does not fit below what is there."""
        if self._height is not None and self._y and self._y + height > self._height:
            self._turn()
            self._y = 0.0
