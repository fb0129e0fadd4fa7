"""Labels that show data as plain text, however odd or long it is, and lines between things.

A text of the data may have thousands of lines or a word without end. What shows it shortens it or
can break it anywhere (:class:`ShortLabel`, :mod:`ui.widgets.words`), so that it never decides how
wide or high a window is.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from ui import theme
from ui.widgets.painting import broken
from ui.widgets.words import breakable, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LONGEST_TIP: Final = 1_000
"""So many characters a tool tip has at most, its markup counted."""
_TIP_LINES: Final = 24
_LONGEST_PATH: Final = 120
_WIDEST_WORD, _WIDEST_PATH = 260, 900  # logical pixels: no more does a word ask for
_FONT_EVENTS: Final = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class PlainLabel(QLabel):
    """A label that never takes its text for markup; a broken one breaks long words, too."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, wrap: bool = False
    ) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)

    def text(self) -> str:
        """Return the text as it was given."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show *text*."""
        self._whole = text
        super().setText(self._with_breaks(text) if self.wordWrap() else text)

    def minimumSizeHint(self) -> QSize:
        """Return the room for the longest word, but not more than a window has."""
        hint = super().minimumSizeHint()
        if not self.wordWrap():
            return hint
        widest = theme.current().px(_WIDEST_PATH if self._is_marked() else _WIDEST_WORD)
        return QSize(min(hint.width(), widest), hint.height())

    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:
        """Let the text be marked: what is copied, a path above all, is free of added signs."""
        super().setTextInteractionFlags(flags)
        self.setText(self._whole)

    def _with_breaks(self, text: str) -> str:
        return breakable(text, _LONGEST_PATH) if self._is_marked() else breakable(text)

    def _is_marked(self) -> bool:
        """Whether the text can be marked and copied."""
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse)


class ShortLabel(PlainLabel):
    """A label of at most *most* lines; the rest stands in its tool tip and accessible name."""

    def __init__(self, most: int = 2, role: str = "", parent: QWidget | None = None) -> None:
        self._most = most
        self._line = ""
        super().__init__("", parent, wrap=True)
        if role:
            self.setProperty("role", role)

    def setText(self, text: str) -> None:
        """Show the beginning of *text*."""
        self._whole = text
        self._line = one_line(text, LONGEST_TIP)
        self.setAccessibleName(self._line)
        self._fit(self.width())
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Tell that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that are shown at *width*."""
        lines = max(1, len(self._lines(width)))
        return lines * self.fontMetrics().lineSpacing() + 2 * self.margin()

    def sizeHint(self) -> QSize:
        """Return the size of the whole text on one line, but not wider than a window."""
        width = self.fontMetrics().horizontalAdvance(self._line) + 4 + 2 * self.margin()
        width = min(width, 40 * self.fontMetrics().horizontalAdvance("0"))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return one line of a few letters: it may be as narrow as the form (A11Y-13)."""
        metrics = self.fontMetrics()
        return QSize(8 * metrics.horizontalAdvance("0"), metrics.lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text anew."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        """Shorten the text anew in other letters."""
        super().changeEvent(event)
        if event.type() in _FONT_EVENTS:
            self._fit(self.width())

    def _lines(self, width: int) -> list[str]:
        room = width - 2 * self.margin() - 2
        return broken(self._line, self.fontMetrics(), room, self._most) if self._line else []

    def _fit(self, width: int) -> None:
        lines = self._lines(width)
        cut = " ".join(lines) != " ".join(self._line.split())
        self.setToolTip(safe_tip(self._whole) if cut else "")
        shown = "\n".join(lines)
        if shown != QLabel.text(self):
            QLabel.setText(self, shown)


def plain_label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label that never takes its text for markup (SEC-03).

    *role* is a role of the style sheet, e.g. ``"muted"``; *wrap* breaks long texts into lines.
    """
    label = PlainLabel(text, wrap=wrap)
    if role:
        label.setProperty("role", role)
    return label


def hairline() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setProperty("role", "hairline")
    return line


def safe_tip(text: str) -> str:
    """Return *text* so that a tool tip shows it as it is: Qt guesses markup there (SEC-03).

    It ends after LONGEST_TIP characters and some lines; a word without end is broken.
    """
    lines = text[: 2 * LONGEST_TIP].splitlines()
    cut = len(text) > 2 * LONGEST_TIP or len(lines) > _TIP_LINES
    head = "\n".join(one_line(line, LONGEST_TIP) for line in lines[:_TIP_LINES])
    marked = _as_markup(head, cut=cut)
    while len(marked) > LONGEST_TIP:
        head, cut = head[: -max(8, (len(marked) - LONGEST_TIP) // 8)], True
        marked = _as_markup(head, cut=cut)
    return marked


def _as_markup(text: str, *, cut: bool) -> str:
    shown = breakable(f"{text.rstrip()} …" if cut else text)
    return f"<qt>{html.escape(shown)}</qt>".replace("\n", "<br>")


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and have it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
