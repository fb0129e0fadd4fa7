"""The line in a row that shows where the words searched for stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from klimaeditor.catalogue import FIELDS_BY_NAME
from ui import theme
from ui.measures import texts
from ui.widgets.painting import Ink, paint_line, sized

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter

    from klimaeditor.search.hits import FieldHit
    from ui.widgets.row_paint import Inks

_BEFORE: Final = 18  # characters shown before the first hit
_LENGTH: Final = 160  # characters; more than a line holds


def paint_hit(
    painter: QPainter, room: QRect, hit: FieldHit | None, font: QFont, inks: Inks
) -> None:
    """Paint the field and an excerpt of its text; words found are bold on a ground of their own."""
    plain = Ink(sized(font, 0.95), inks.muted)
    if hit is None:
        paint_line(painter, room, texts.NO_PLACE, plain)
        return
    label = texts.HIT.format(label=FIELDS_BY_NAME[hit.field].label)
    place = _paint_run(painter, room, label, plain)
    for text, is_hit in runs(hit):
        if place.width() <= 0:
            break
        if is_hit:
            ink = Ink(sized(font, 0.95, bold=True), inks.text)
            place = _paint_run(painter, place, text, ink, marked=True)
        else:
            place = _paint_run(painter, place, text, plain)


def runs(hit: FieldHit) -> Iterator[tuple[str, bool]]:
    """Yield the excerpt in pieces, on one line, and whether each is a word that was found."""
    start = max(0, hit.spans[0][0] - _BEFORE)
    at, end = start, min(len(hit.text), start + _LENGTH)
    if start:
        yield "…", False
    for first, last in hit.spans:
        if first >= end:
            break
        yield _one_line(hit.text[at:first]), False
        yield _one_line(hit.text[first : min(last, end)]), True
        at = last
    yield _one_line(hit.text[at:end]), False


def _one_line(text: str) -> str:
    return "".join(" " if letter.isspace() else letter for letter in text)


def _paint_run(
    painter: QPainter, room: QRect, text: str, ink: Ink, *, marked: bool = False
) -> QRect:
    """Paint one piece at the left of *room* and return the room behind it."""
    if not text:
        return room
    metrics = QFontMetrics(ink.font)
    width = metrics.horizontalAdvance(text)
    piece = QRect(room.x(), room.y(), min(width, room.width()), room.height())
    if marked:
        tokens = theme.current()
        painter.fillRect(piece, tokens.color("warning_bg"))
        painter.fillRect(piece.x(), piece.bottom(), piece.width(), 1, ink.color)
    fits = width <= room.width()
    elide = Qt.TextElideMode.ElideNone if fits else Qt.TextElideMode.ElideRight
    paint_line(painter, piece, text, ink, elide)
    return room.adjusted(piece.width(), 0, 0, 0)
