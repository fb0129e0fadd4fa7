"""Where the pieces of one item stand in a given width: label, value, target, what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.checks.website import PageFault
from klimaeditor.publish.page import Role
from ui.models.marks import severity_mark
from ui.preview import texts
from ui.preview.chart import LINES
from ui.widgets.painting import sized
from ui.widgets.words import Look, Words

if TYPE_CHECKING:
    from klimaeditor.publish.page import Item, Mark
    from ui.theme import Tokens

SIDE_BY_SIDE = 300  # px at 100 %: below it a label stands above its value
_LABEL_SHARE = 0.4
_SHORT = 40  # characters of a value that is coloured as a whole when it is wrong
_PADDED = {Role.TAG: ("accent_bg", ""), Role.BUTTON: ("panel", "accent")}
_EMPTY = {Role.LINK: texts.UNTITLED_LINK, Role.BUTTON: texts.UNTITLED_BUTTON}


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon of the set in a role of the theme."""

    name: str
    role: str
    at: QPointF


@dataclass(slots=True)
class Arranged:
    """What is painted where; *chart* is the room for the chart, *dot* that of the timeline."""

    height: float = 0.0
    words: list[tuple[Words, QPointF]] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    chart: QRectF | None = None
    dot: QPointF | None = None


def arrange(item: Item, width: float, font: QFont, tokens: Tokens) -> Arranged:
    """Return the arrangement of *item* in *width* pixels."""
    return _Arranging(item, width, font, tokens).run()


class _Arranging:
    def __init__(self, item: Item, width: float, font: QFont, tokens: Tokens) -> None:
        self._item, self._width, self._font, self._tokens = item, width, font, tokens
        self._gap = tokens.px(4)
        self._out = Arranged()

    def run(self) -> Arranged:
        """Place everything and return it."""
        item = self._item
        if item.role is Role.STEP:
            self._step()
        elif item.role is Role.CHART:
            line = QFontMetricsF(self._font).lineSpacing()
            self._out.chart = QRectF(0, 0, self._width, line * LINES)
            self._out.height = line * LINES
            self._marks(0.0, self._width)
        elif not item.label:
            self._value(0.0, self._width)
        elif self._width >= self._tokens.px(SIDE_BY_SIDE):
            self._beside()
        else:
            self._put(item.label, self._label_look(), 0.0, self._width)
            self._value(0.0, self._width)
        return self._out

    def _beside(self) -> None:
        """Put the label left and the value right, as the site does."""
        column = self._width * _LABEL_SHARE
        self._put(self._item.label, self._label_look(), 0.0, column - 2 * self._gap)
        tall, self._out.height = self._out.height, 0.0
        self._value(column, self._width - column)
        self._out.height = max(tall, self._out.height)

    def _step(self) -> None:
        """Put a card of the timeline: dot, heading, day, text."""
        indent = self._tokens.px(20)
        heading = Look(sized(self._font, 1.0, bold=True))
        line = QFontMetricsF(heading.font).lineSpacing()
        self._out.dot = QPointF(self._tokens.px(6), line / 2)
        room = self._width - indent
        self._put(self._item.label, heading, indent, room)
        self._put(self._item.note, self._small_look(), indent, room)
        self._value(indent, room)

    def _value(self, left: float, width: float) -> None:
        item = self._item
        text = item.text if item.text.strip() else self._placeholder()
        if item.role is Role.LINK:
            indent = self._tokens.px(20)
            self._out.icons.append(Icon("external-link", "accent", QPointF(left, self._out.height)))
            left, width = left + indent, width - indent
        look, padding = self._value_look()
        self._put(text, look, left, width, padding)
        if item.target or item.role in {Role.LINK, Role.BUTTON}:
            target = item.target or f"({texts.NO_TARGET})"
            self._put(target, self._small_look(), left, width)
        self._marks(left, width)

    def _placeholder(self) -> str:
        item = self._item
        if item.role in _EMPTY:
            return _EMPTY[item.role]
        if any(mark.fault is PageFault.ROW_EMPTY for mark in item.marks):
            return texts.WITHOUT_VALUE
        field = None if item.label else FIELDS_BY_NAME.get(item.field)
        return texts.FIELD_EMPTY.format(field=field.label) if field else texts.NOTHING

    def _value_look(self) -> tuple[Look, float]:
        """Return how the value looks, and the room around it where it has a ground."""
        item, worst = self._item, self._worst()
        if item.role in _PADDED:
            ground, line = _PADDED[item.role]
            return Look(self._font, "accent", ground, line), self._gap
        if worst is not None and worst.fault is not None and len(item.text) <= _SHORT:
            tone = severity_mark(worst.severity).tone.value
            return Look(self._font, tone, ground=f"{tone}_bg"), self._tokens.px(3)
        return self._plain_look(), 0.0

    def _plain_look(self) -> Look:
        role = self._item.role
        if role is Role.TITLE:
            return Look(sized(self._font, 1.4, bold=True), "accent")
        if role is Role.LINK:
            font = QFont(self._font)
            font.setUnderline(True)
            return Look(font, "accent")
        muted = role is Role.HEADING or not self._item.text.strip()
        return Look(self._font, "muted" if muted else "text")

    def _worst(self) -> Mark | None:
        marks = [mark for mark in self._item.marks if self._item.role is Role.ROW]
        return min(marks, key=lambda mark: mark.severity.rank, default=None)

    def _marks(self, left: float, width: float) -> None:
        """Put a line for each thing that is wrong: icon, word and caption."""
        indent = self._tokens.px(18)
        counts = Counter((mark.severity, mark.caption) for mark in self._item.marks)
        for (severity, caption), count in counts.items():
            mark = severity_mark(severity)
            look = Look(sized(self._font, 0.93), mark.tone.value)
            top = self._out.height + self._tokens.px(1)
            self._out.icons.append(Icon(mark.icon, mark.tone.value, QPointF(left, top)))
            self._put(
                f"{mark.word}: {texts.times(caption, count)}", look, left + indent, width - indent
            )

    def _label_look(self) -> Look:
        return Look(self._font, "muted")

    def _small_look(self) -> Look:
        return Look(sized(self._font, 0.93), "muted")

    def _put(self, text: str, look: Look, left: float, width: float, padding: float = 0.0) -> None:
        """Put a text below what is there; *padding* is the room around it."""
        if text:
            words = Words(text, look, width, padding)
            gap = self._tokens.px(2) if self._out.height else 0
            self._out.words.append((words, QPointF(left, self._out.height + gap)))
            self._out.height += gap + words.height
