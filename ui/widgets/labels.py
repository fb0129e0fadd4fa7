"""Labels that show data as plain text, however odd or long it is, and lines between things.

A text of the data may have thousands of lines or a word without end. What shows it shortens it or
can break it anywhere (:class:`ShortLabel`, :mod:`ui.widgets.painting`), so that it never decides
how wide or high a window is.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.theme import icons
from ui.widgets.painting import breakable, broken, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


# --- Labels that show data as plain text, however odd or long it is, and lines between things ----

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
        self._more = ""
        self._brief = ""
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

    def show_lines(self, text: str, most: int, more: str = "", brief: str = "") -> None:
        """Show *text* in at most *most* lines; *more* is what the tool tip says in any case.

        Where there is no room for all of it, *brief* stands there instead of a part of it.
        """
        wanted = (text, most, more, brief)
        if wanted != (self._whole, self._most, self._more, self._brief):
            self._most, self._more, self._brief = most, more, one_line(brief, LONGEST_TIP)
            self.setText(text)

    def hasHeightForWidth(self) -> bool:
        """Tell that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines that are shown at *width*."""
        lines = max(1, len(self._lines(width)))
        return lines * self.fontMetrics().lineSpacing() + self._around().height()

    def sizeHint(self) -> QSize:
        """Return the size of the whole text on one line, but not wider than a window."""
        width = self.fontMetrics().horizontalAdvance(self._line) + 4 + self._around().width()
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
        if not self._line:
            return []
        room = width - self._around().width() - 2
        lines = broken(self._line, self.fontMetrics(), room, self._most)
        if self._brief and self._is_cut(lines):
            return broken(self._brief, self.fontMetrics(), room, self._most)
        return lines

    def _around(self) -> QSize:
        """Return what the margin and the style sheet leave free around the text."""
        twice = 2 * self.margin()
        return QSize(twice, twice).grownBy(self.contentsMargins())

    def _is_cut(self, lines: list[str]) -> bool:
        return " ".join(lines).split() != self._line.split()

    def _fit(self, width: int) -> None:
        lines = self._lines(width)
        cut = self._is_cut(lines)
        tip = self._more or (self._whole if cut else "")
        self.setToolTip(safe_tip(tip) if tip else "")
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


# --- Text that is as high as it needs to be, up to a number of lines; then it scrolls ------------
#
# What has to be scrolled takes the keyboard, so that it can be read without a mouse (A11Y-01).


class MessageArea(QScrollArea):
    """Plain, selectable text of at most *lines* lines at once."""

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._is_named = False
        self._label = plain_label(wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(self._label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self._judge())

    def set_name(self, name: str) -> None:
        """Call the area *name* for screen readers; without one its text is its name."""
        self._is_named = True
        self.setAccessibleName(name)

    def text(self) -> str:
        """Return the text."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        """Show *text* from its beginning."""
        self._label.setText(text)
        if not self._is_named:
            self.setAccessibleName(text)
        self.verticalScrollBar().setValue(0)
        self.updateGeometry()

    def _judge(self) -> None:
        """Let Tab stop here where the text is longer than the room; never move the keyboard."""
        if not self.hasFocus():
            scrolls = self.verticalScrollBar().maximum() > 0
            policy = Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus
            self.setFocusPolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text at *width*, but no more than the lines allowed."""
        frame = 2 * self.frameWidth()  # of the ring that shows the keyboard
        return frame + min(self._most(), self._label.heightForWidth(max(40, width - frame)))

    def sizeHint(self) -> QSize:
        """Return a handy width and the height at the present one."""
        return QSize(self.fontMetrics().averageCharWidth() * 40, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """Return that any width will do."""
        return QSize(40, self.fontMetrics().lineSpacing())

    def _most(self) -> int:
        return self._lines * self._label.fontMetrics().lineSpacing() + 2


# --- A part of a pane that scrolls instead of pushing the rest out of a small window -------------

_LEAST_LINES = 2


class GivingArea(QScrollArea):
    """As high as *content* wants where there is room; a few lines always, the rest scrolls."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside comes into sight by Tab
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._content = content
        self.setWidget(content)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return the height that the content wants at the present width.

        No height-for-width on purpose: a layout never gives less than that.
        """
        high = self._content.heightForWidth(self.width())
        hint = self._content.sizeHint()
        return QSize(hint.width(), high if high >= 0 else hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return the width of the content, and the height of a few lines or less."""
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        content = self._content.minimumSizeHint()
        return QSize(content.width(), min(least, content.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the width has changed."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the content as it becomes higher or lower."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


# --- What stands in place of a list without rows: a picture, a sentence, and the way out ---------

_ICON = 32


class EmptyState(QWidget):
    """Shows what :meth:`show_state` was given; *button_clicked* says that the way out was taken."""

    button_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._sentence = plain_label(wrap=True)
        self._hint = plain_label(role="muted", wrap=True)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.button_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self._sentence, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            column.addWidget(label)
        column.addSpacing(4)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_state(
        self, icon: str, sentence: str, *, hint: str = "", button: str = "", role: str = "muted"
    ) -> None:
        """Show a picture in the colour *role*, a sentence, and where given a hint and a button."""
        self._sentence.setText(sentence)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        icons.tint_label(self._picture, icon, role, _ICON)

    def sentence(self) -> str:
        """Return the sentence shown."""
        return self._sentence.text()
