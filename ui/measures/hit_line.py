"""The line in a row that shows where the words searched for stand: the first is always in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from ui import theme
from ui.widgets.painting import Ink, paint_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from klimaeditor.textwork.search import FieldHit


# --- words ---------------------------------------------------------------------------------------

HIT: Final = "{label}: "


# --- The excerpt ---------------------------------------------------------------------------------

_BEFORE: Final = 18  # characters shown before the first hit, and the rest of the first of its words
_LONG_WORD: Final = 14
_SHARE_BEFORE: Final = 65  # percent of the room beside the first hit, the rest is for what follows
_CUT: Final = "…"
_RIGHT: Final = Qt.TextElideMode.ElideRight
_LENGTH: Final = 160  # characters; more than a line holds


class HitPiece(NamedTuple):
    """A piece of the line: *width* in pixels is what it needs, or what is left for it."""

    text: str
    is_hit: bool
    width: int


def paint_hit(painter: QPainter, room: QRect, hit: FieldHit, plain: Ink, label: str) -> None:
    """Paint an excerpt of a text behind *label*; words found stand on a ground of their own."""
    strong = Ink(plain.font, theme.current().color("hit"))
    x = room.x()
    for piece in pieces(hit, room.width(), plain.font, strong.font, label):
        place = QRect(x, room.y(), piece.width, room.height())
        _paint_piece(painter, place, piece.text, strong if piece.is_hit else plain, piece.is_hit)
        x += piece.width


def label_of(hit: FieldHit) -> str:
    """Return the label of the field, as it stands before the excerpt."""
    return HIT.format(label=hit.label)


def pieces(
    hit: FieldHit, room: int, plain: QFont, strong: QFont, label: str | None = None
) -> list[HitPiece]:
    """Return the line as it fits into *room* pixels: label, text, words that were found.

    The label is that of the field unless another one is given, or none ("").

    The first word found is always seen: what stands before it gets the room that it leaves, the
    label of the field first.
    """
    thin, bold = QFontMetrics(plain), QFontMetrics(strong)
    first, last = hit.spans[0]
    left = room - bold.horizontalAdvance(_one_line(hit.text[first:last]))
    label = label_of(hit) if label is None else label
    least = thin.horizontalAdvance(_CUT) if first else 0
    whole = thin.horizontalAdvance(label)
    taken = max(0, min(whole, left - least))
    free = left - taken - least
    if last < len(hit.text):
        free = free * _SHARE_BEFORE // 100
    before = _fitting(hit.text[_back_to_word(hit.text, first) : first], free, thin)
    if taken < whole:  # at its own width Qt would cut it, too: the advance is rounded
        label = thin.elidedText(label, _RIGHT, taken)
    found = [HitPiece(label, False, taken)]
    for text, is_hit in runs(hit, before):
        width = (bold if is_hit else thin).horizontalAdvance(text)
        found.append(HitPiece(text, is_hit, min(width, max(0, room - taken))))
        taken += width
    return [piece for piece in found if piece.width > 0]


def _fitting(text: str, room: int, metrics: QFontMetrics) -> int:
    """Return how many characters of the end of *text* fit."""
    whole = _one_line(text)
    fits = (n for n in range(len(whole), 0, -1) if metrics.horizontalAdvance(whole[-n:]) <= room)
    return next(fits, 0)


def runs(hit: FieldHit, before: int = _BEFORE) -> Iterator[tuple[str, bool]]:
    """Yield the excerpt in pieces, on one line, and whether each is a word that was found.

    It begins *before* characters in front of the first one.
    """
    start = _word_start(hit.text, max(0, hit.spans[0][0] - before), hit.spans[0][0])
    at, end = start, min(len(hit.text), start + _LENGTH)
    if start:
        yield _CUT, False
    for first, last in hit.spans:
        if first >= end:
            break
        yield _one_line(hit.text[at:first]), False
        yield _one_line(hit.text[first : min(last, end)]), True
        at = last
    yield _one_line(hit.text[at:end]), False


def _back_to_word(text: str, first: int) -> int:
    """Return where the word begins that stands some characters before *first*."""
    start = max(0, first - _BEFORE)
    words = (at for at in range(start, max(0, start - _LONG_WORD), -1) if text[at - 1].isspace())
    return next(words, max(0, start - _LONG_WORD) and start)


def _word_start(text: str, start: int, end: int) -> int:
    """Return where the first whole word behind *start* begins, *start* where there is none."""
    if not start or text[start - 1].isspace():
        return start
    return next((at + 1 for at in range(start, end - 1) if text[at].isspace()), start)


def _one_line(text: str) -> str:
    return "".join(" " if letter.isspace() else letter for letter in text)


def _paint_piece(painter: QPainter, place: QRect, text: str, ink: Ink, is_hit: bool) -> None:
    """Paint one piece, cut at its end where the line ends."""
    if is_hit:
        painter.fillRect(place, theme.current().color("hit_bg"))
        painter.fillRect(place.x(), place.bottom(), place.width(), 1, ink.color)
    fits = QFontMetrics(ink.font).horizontalAdvance(text) <= place.width()
    paint_line(painter, place, text, ink, Qt.TextElideMode.ElideNone if fits else _RIGHT)
