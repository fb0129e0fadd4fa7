"""How a finding is laid out: in columns where there is room, else all in one column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics

from klimaeditor.checks.findings import Severity
from ui.models.marks import severity_mark
from ui.widgets.painting import badge_size, broken, sized

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from ui.models.findings import Entry
    from ui.theme import Tokens

PADDING, TOP, GAP = 12, 8, 4  # logical pixels at 100 %
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Look:
    """What every measure of a cell depends on; *compact* is the one-column form."""

    font: QFont
    tokens: Tokens
    compact: bool
    with_title: bool

    @property
    def small(self) -> QFont:
        """The font of second lines and buttons."""
        return sized(self.font, 0.95)

    @property
    def bold(self) -> QFont:
        """The font of the field's name."""
        return sized(self.font, 1.0, bold=True)

    def line(self, font: QFont) -> int:
        """Return the height of a line in *font*."""
        return QFontMetrics(font).lineSpacing()


def lines_of(entry: Entry, width: int, look: Look) -> int:
    """Return how many lines the message takes at *width*, at most MOST_LINES."""
    metrics = QFontMetrics(look.font)
    return len(broken(entry.finding.message, metrics, width, MOST_LINES))


def row_height(lines: int, look: Look, *, button: bool) -> int:
    """Return the height of a row whose message takes *lines*."""
    tokens = look.tokens
    message = lines * look.line(look.font)
    if not look.compact:
        names = look.line(look.font) + (look.line(look.small) if look.with_title else 0)
        return max(message, names, button_height(look)) + tokens.px(2 * TOP + 2)
    height = tokens.px(2 * TOP) + badge_size("", look.font, tokens).height() + tokens.px(GAP)
    height += look.line(look.small) + tokens.px(2) if look.with_title else 0
    height += message + (tokens.px(GAP + 2) + button_height(look) if button else 0)
    return height + tokens.px(2)


def button_height(look: Look) -> int:
    """Return the height of the painted button."""
    return look.line(look.small) + look.tokens.px(7)


def button_size(entry: Entry, look: Look) -> QSize:
    """Return the size of the painted button with the label of the fix."""
    width = QFontMetrics(look.small).horizontalAdvance(entry.fix_label)
    return QSize(width + look.tokens.px(18), button_height(look))


def button_rect(entry: Entry, cell: QRect, look: Look) -> QRect:
    """Return where the button of the fix is in its cell; empty where there is none."""
    if not entry.fix_label:
        return QRect()
    padding = look.tokens.px(PADDING)
    size = button_size(entry, look)
    width = min(size.width(), cell.width() - 2 * padding)
    if look.compact:
        top = cell.bottom() + 1 - look.tokens.px(TOP + 1) - size.height()
        return QRect(cell.x() + padding, top, width, size.height())
    top = cell.y() + (cell.height() - size.height()) // 2
    return QRect(cell.x() + padding, top, width, size.height())


def badge_width(look: Look) -> int:
    """Return the width of the widest badge."""
    words = [severity_mark(severity).word for severity in Severity]
    return max(badge_size(word, look.font, look.tokens).width() for word in words)
