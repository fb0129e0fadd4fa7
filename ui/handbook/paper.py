"""The handbook on paper: each chapter begins a page, every page has a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QAbstractTextDocumentLayout, QPageLayout, QPainter

from ui import theme
from ui.handbook import texts
from ui.handbook.browser import Pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPagedPaintDevice

    from ui.handbook.library import Library

_MARGIN: Final = 18  # mm
_FOOT: Final = 30  # logical pixels below the text, for the number


def printed(library: Library, chapters: Sequence[str], device: QPagedPaintDevice) -> None:
    """Draw *chapters* on *device*, one after the other.

    Chapter by chapter: laying out all of them as one document takes Qt minutes.
    """
    edge = float(_MARGIN)
    device.setPageMargins(QMarginsF(edge, edge, edge, edge), QPageLayout.Unit.Millimeter)
    pages = Pages(library)
    pages.for_paper()
    painter = QPainter(device)
    try:
        scale = device.logicalDpiX() / pages.logicalDpiX()
        painter.scale(scale, scale)
        whole = QSizeF(painter.viewport().size()) / scale
        number = 0
        for chapter in chapters:
            pages.show_page(library.path(chapter))
            number = _draw(pages, painter, whole, number)
    finally:
        painter.end()
        pages.deleteLater()


def _draw(pages: Pages, painter: QPainter, whole: QSizeF, number: int) -> int:
    """Draw a chapter behind page *number*; returns the number of its last page."""
    document = pages.document().clone(pages)  # the browser's own is as wide as the window
    room = QSizeF(whole.width(), whole.height() - _FOOT)
    document.setDocumentMargin(0)
    document.setPageSize(room)
    for place in range(document.pageCount()):
        if number:
            device = painter.device()
            assert hasattr(device, "newPage")  # noqa: S101 - it is a device of pages
            device.newPage()
        number += 1
        painter.save()
        painter.translate(0, -place * room.height())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = pages.palette()
        context.clip = QRectF(0, place * room.height(), room.width(), room.height())
        painter.setClipRect(context.clip)
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(theme.font())
        painter.setPen(theme.tokens().color("text"))
        foot = QRectF(0, room.height(), whole.width(), _FOOT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, texts.page(number))
    document.deleteLater()
    return number
