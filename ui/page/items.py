"""One thing of the page as a button: a click or Enter leads to its field."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from klimaeditor.checks.numbers import format_number
from klimaeditor.checks.statuswords import BROKEN_WORD
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.site.page_model import ItemRole, PageFault
from klimaeditor.site.visible_text import shows_nothing
from ui import theme
from ui.charts.series_chart import paint_steps
from ui.widgets import common_words
from ui.widgets.found import NO_MARKS, FoundMarks, unit_spans
from ui.widgets.labels import safe_tip
from ui.widgets.marks import severity_mark, status_icon, status_tone
from ui.widgets.painting import PaintLook, Words, paint_icon, sized

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.site.page_model import ChartPoint, PageChart, PageItem, PageMark
    from ui.theme import Tokens


# --- words ---------------------------------------------------------------------------------------

WITHOUT_VALUE: Final = "– ohne Wert –"
NOTHING: Final = "– leer –"
FIELD_EMPTY: Final = "– {field}: leer –"
SPOKEN_EMPTY: Final = "ohne Wert"
UNTITLED_LINK: Final = "(Link ohne Titel)"
UNTITLED_BUTTON: Final = "(Schaltfläche ohne Aufschrift)"
LINK: Final = "Link"
BUTTON: Final = "Schaltfläche"
LEADS_TO: Final = "führt zu {target}"
NO_TARGET: Final = "ohne Adresse"
TO_FIELD: Final = "Die Eingabetaste führt zum Feld „{field}“."

CHART: Final = "Diagramm „{label}“"
CHART_NO_POINTS: Final = "kein Stand liegt im gezeigten Bereich"
CHART_FROM_TO: Final = "von {first} bis {last}"
CHART_POINT: Final = "{value} am {day}"
CHART_START: Final = "Start {value}"
CHART_GOAL: Final = "Ziel {value}"
CHART_ASTRAY: Final = "Linie „{line}“ schräg durch das ganze Diagramm"
START: Final = "Start"
GOAL: Final = "Ziel"


def times(caption: str, count: int) -> str:
    """Return a caption with how often it stands there."""
    return caption if count == 1 else f"{caption} ({count} ×)"


# --- What a screen reader says about an item of the page, and the same as a tool tip -------------

_ASTRAY = {"start": START, "goal": GOAL}
_KINDS = {ItemRole.LINK: LINK, ItemRole.BUTTON: BUTTON}
_LONGEST = 400


def name_of(item: PageItem, chart: PageChart | None = None) -> str:
    """Return what an item is called: what stands before it, what it says, what is wrong."""
    label = item.label or _KINDS.get(item.role) or item.field_label
    if item.role is ItemRole.CHART and chart is not None:
        said = told(chart)
    else:
        said = SPOKEN_EMPTY if shows_nothing(item.text) else " ".join(item.text.split())
        day = item.note if item.role is ItemRole.STEP else ""
        said = f"{day}: {said}" if day else ". ".join(filter(None, (said, item.note)))
    parts = [f"{label}: {_short(said)}" if label else _short(said)]
    if item.role in _KINDS:
        parts.append(LEADS_TO.format(target=item.target) if item.target else NO_TARGET)
    parts += [
        f"{common_words.severity_word(mark.severity)}: {mark.caption}" for mark in _once(item.marks)
    ]
    return ", ".join(parts)


def help_of(item: PageItem) -> str:
    """Return what is wrong in whole sentences, and where Enter leads."""
    sentences = [mark.message for mark in _once(item.marks) if mark.message]
    if item.field_label:
        sentences.append(TO_FIELD.format(field=item.field_label))
    return " ".join(sentences)


def tip_of(item: PageItem) -> str:
    """Return the sentences as a tool tip that shows them as they are (SEC-03)."""
    sentences = "\n".join(mark.message for mark in _once(item.marks) if mark.message)
    return safe_tip(sentences) if sentences else ""


def told(chart: PageChart) -> str:
    """Return the chart in words."""
    parts = [CHART.format(label=chart.label)]
    parts.append(CHART_FROM_TO.format(first=german(chart.first_day), last=german(chart.last_day)))
    inside = [_point(point, chart) for point in chart.points if point.inside]
    parts += inside or [CHART_NO_POINTS]
    for sentence, height in ((CHART_START, chart.start), (CHART_GOAL, chart.goal)):
        if height is not None:
            parts.append(sentence.format(value=with_unit(height, chart)))
    parts += [CHART_ASTRAY.format(line=_ASTRAY[name]) for name in chart.astray]
    return ", ".join(parts)


def german(day: str) -> str:
    """Write a stored day for people; what is no day of the calendar comes back unchanged."""
    with suppress(ValueError):
        return f"{date.fromisoformat(day):%d.%m.%Y}"
    return day


def with_unit(height: float, chart: PageChart) -> str:
    """Write a height of the chart with its unit."""
    return f"{format_number(round(height, 6))} {chart.unit}".rstrip()


def _point(point: ChartPoint, chart: PageChart) -> str:
    return CHART_POINT.format(value=with_unit(point.height or 0.0, chart), day=german(point.day))


def _once(marks: Iterable[PageMark]) -> list[PageMark]:
    """Return the marks without those that say the same again."""
    return list({(mark.caption, mark.message): mark for mark in marks}.values())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


# --- The progress chart as the site draws it: its axes, steps in stored order, start and goal ----

LINES = 11  # height of the chart in lines of text
_FAR = 50.0  # heights beyond are out of sight anyway, and Qt cannot draw them all
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint_chart(
    painter: QPainter, area: QRectF, chart: PageChart, font: QFont, tokens: Tokens
) -> None:
    """Paint *chart* into *area*; what lies outside its axes is cut off as on the site."""
    painter.save()
    painter.setFont(font)
    _Drawing(painter, area, chart, font, tokens).draw()
    painter.restore()


class _Drawing:
    def __init__(
        self, painter: QPainter, area: QRectF, chart: PageChart, font: QFont, tokens: Tokens
    ) -> None:
        self._painter, self._chart, self._tokens = painter, chart, tokens
        metrics = QFontMetricsF(font)
        self._line = metrics.lineSpacing()
        self._low, self._high = _extent(chart)
        self._flat = chart.low is not None and chart.low == chart.high
        self._astray = ", ".join(_ASTRAY[name] for name in chart.astray)
        self._ends = [(end, _short_chart(end)) for end in (self._low, self._high)]
        left = max(metrics.horizontalAdvance(text) for _, text in self._ends) + tokens.px(8)
        right = max(metrics.horizontalAdvance(text) for text in (START, GOAL, self._astray))
        self._area = area
        self._plot = area.adjusted(
            left, 2.7 * self._line, -(right + tokens.px(6)), -1.5 * self._line
        )

    def draw(self) -> None:
        """Draw legend, axes, lines and steps."""
        self._draw_words()
        painter, plot = self._painter, self._plot
        for height, text in self._ends:
            painter.setPen(QPen(self._tokens.color("line"), 1))
            painter.drawLine(QPointF(plot.left(), self._y(height)),
                             QPointF(plot.right(), self._y(height)))  # fmt: skip
            painter.setPen(self._tokens.color("muted"))
            top = self._y(height) - self._line / 2
            width = plot.left() - self._area.left() - self._tokens.px(6)
            painter.drawText(QRectF(self._area.left(), top, width, self._line), _RIGHT, text)
        self._draw_level(self._chart.start, START, Qt.PenStyle.DotLine, "neutral")
        self._draw_level(self._chart.goal, GOAL, Qt.PenStyle.DashLine, "good")
        if self._astray:
            self._draw_astray()
        self._draw_steps()

    def _draw_words(self) -> None:
        """Write legend and unit above the plot, the ends of the time axis below it."""
        painter, metrics = self._painter, QFontMetricsF(self._painter.font())
        painter.setPen(self._tokens.color("text"))
        elide = Qt.TextElideMode.ElideRight
        for text, top, left in (
            (self._chart.label, self._area.top(), self._area.left()),
            (self._chart.unit, self._area.top() + self._line, self._area.left()),
        ):
            shown = metrics.elidedText(" ".join(text.split()), elide, self._area.width())
            painter.drawText(QRectF(left, top, self._area.width(), self._line), _LEFT, shown)
            painter.setPen(self._tokens.color("muted"))
        box = QRectF(self._plot.left(), self._plot.bottom() + self._line * 0.4,
                     self._plot.width(), self._line)  # fmt: skip
        painter.drawText(box, _LEFT, german(self._chart.first_day))
        painter.drawText(box, _RIGHT, german(self._chart.last_day))

    def _draw_level(self, height: float | None, word: str, style: Qt.PenStyle, role: str) -> None:
        if height is None or self._flat or not self._low <= height <= self._high:
            return
        y = self._y(height)
        self._painter.setPen(QPen(self._tokens.color(role), self._tokens.px(1.5), style))
        self._painter.drawLine(QPointF(self._plot.left(), y), QPointF(self._plot.right(), y))
        box = QRectF(self._plot.right() + self._tokens.px(5), y - self._line / 2,
                     self._area.right() - self._plot.right(), self._line)  # fmt: skip
        self._painter.drawText(box, _LEFT, word)

    def _draw_astray(self) -> None:
        """Draw what the site makes of lines without a height: one from corner to corner."""
        ink = self._tokens.color("warning")
        self._painter.setPen(QPen(ink, self._tokens.px(1.5), Qt.PenStyle.DashLine))
        self._painter.drawLine(self._plot.topLeft(), self._plot.bottomRight())
        box = QRectF(self._plot.right() + self._tokens.px(5), self._plot.bottom() - self._line,
                     self._area.right() - self._plot.right(), self._line)  # fmt: skip
        self._painter.drawText(box, _LEFT, self._astray)

    def _draw_steps(self) -> None:
        places = [
            QPointF(x, self._y(point.height))
            for point in self._chart.points
            if point.height is not None and (x := self._x(point.day)) is not None
        ]
        if not places or self._flat:
            return
        dot = self._tokens.px(3.5)
        self._painter.setClipRect(self._plot.adjusted(-dot - 1, -dot - 1, dot + 1, dot + 1))
        paint_steps(self._painter, places, self._tokens, width=self._tokens.px(2), dot=dot)
        self._painter.setClipping(False)

    def _x(self, day: str) -> float | None:
        share = _share(day, self._chart.first_day, self._chart.last_day)
        return None if share is None else self._plot.left() + share * self._plot.width()

    def _y(self, height: float) -> float:
        share = (height - self._low) / (self._high - self._low)
        return self._plot.bottom() - max(-_FAR, min(_FAR, share)) * self._plot.height()


def _short_chart(number: float) -> str:
    return format_number(round(number, 6)).removesuffix(",0")


def _extent(chart: PageChart) -> tuple[float, float]:
    """Return the ends of the value axis; without given ends the values decide."""
    heights = [point.height for point in chart.points if point.height is not None]
    low = chart.low if chart.low is not None else min(heights, default=0.0)
    high = chart.high if chart.high is not None else max(heights, default=1.0)
    return (low, high) if high > low else (low - 1, low + 1)


def _share(day: str, first: str, last: str) -> float | None:
    """Return where a day lies between two others, None for what is no day of the calendar."""
    with suppress(ValueError):
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        if end > begin:
            return (date.fromisoformat(day) - begin).days / (end - begin).days
    return None


# --- Where the pieces of one item stand in a given width: label, value, target, what is wrong ----

SIDE_BY_SIDE = 300  # px at 100 %: below it a label stands above its value
_LABEL_SHARE = 0.4
_SHORT = 40  # characters of a value that is coloured as a whole when it is wrong
_PADDED = {ItemRole.TAG: ("accent_bg", ""), ItemRole.BUTTON: ("panel", "accent")}
_EMPTY = {
    ItemRole.LINK: UNTITLED_LINK,
    ItemRole.BUTTON: UNTITLED_BUTTON,
    ItemRole.STATUS: BROKEN_WORD,
}


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


def arrange(
    item: PageItem, width: float, font: QFont, tokens: Tokens, marks: FoundMarks = NO_MARKS
) -> Arranged:
    """Return the arrangement of *item* in *width* pixels; *marks* was searched for in its values.

    The place at hand counts through text and target, as the two of a link are one entry.
    """
    return _Arranging(item, width, font, tokens, marks).run()


class _Arranging:
    def __init__(
        self, item: PageItem, width: float, font: QFont, tokens: Tokens, marks: FoundMarks
    ) -> None:
        self._item, self._width, self._font, self._tokens = item, width, font, tokens
        self._words, self._left, self._misspelt = marks
        self._gap = tokens.px(4)
        self._out = Arranged()

    def run(self) -> Arranged:
        """Place everything and return it."""
        item = self._item
        if item.role is ItemRole.STEP:
            self._step()
        elif item.role is ItemRole.CHART:
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
        heading = PaintLook(sized(self._font, 1.0, bold=True))
        line = QFontMetricsF(heading.font).lineSpacing()
        self._out.dot = QPointF(self._tokens.px(6), line / 2)
        room = self._width - indent
        light = FoundMarks(self._words)
        self._put(self._item.label, heading, indent, room, marks=light)
        self._put(self._item.note, self._small_look(), indent, room, marks=light)
        self._value(indent, room)

    def _value(self, left: float, width: float) -> None:
        item = self._item
        text = self._placeholder() if shows_nothing(item.text) else item.text
        if item.role is ItemRole.LINK:
            indent = self._tokens.px(20)
            self._out.icons.append(Icon("external-link", "accent", QPointF(left, self._out.height)))
            left, width = left + indent, width - indent
        if item.role is ItemRole.STATUS:
            status = item.status or PublicStatus.BROKEN
            tone, at = status_tone(status), QPointF(left, self._out.height)
            self._out.icons.append(Icon(status_icon(status), tone, at))
            left, width = left + self._tokens.px(18), width - self._tokens.px(18)
        look, padding = self._value_look()
        marks = NO_MARKS if shows_nothing(item.text) else self._count_on(text)
        self._put(text, look, left, width, padding, marks)
        if item.role is not ItemRole.STEP:
            self._put(item.note, self._small_look(), left, width)
        if item.target or item.role in {ItemRole.LINK, ItemRole.BUTTON}:
            target = item.target or f"({NO_TARGET})"
            marks = self._count_on(target) if item.target else NO_MARKS
            self._put(target, self._small_look(), left, width, marks=marks)
        self._marks(left, width)

    def _count_on(self, text: str) -> FoundMarks:
        """Return what to mark in a text, and count its places for the next one."""
        marks = FoundMarks(self._words, self._left, self._misspelt)
        if self._left is not None:
            there = len(unit_spans(text, self._words))
            self._left = self._left - there if self._left >= there else None
        return marks

    def _placeholder(self) -> str:
        item = self._item
        if item.role in _EMPTY:
            return _EMPTY[item.role]
        if any(mark.fault is PageFault.ROW_EMPTY for mark in item.marks):
            return WITHOUT_VALUE
        label = "" if item.label else item.field_label
        return FIELD_EMPTY.format(field=label) if label else NOTHING

    def _value_look(self) -> tuple[PaintLook, float]:
        """Return how the value looks, and the room around it where it has a ground."""
        item, worst = self._item, self._worst()
        if item.role in _PADDED:
            ground, line = _PADDED[item.role]
            return PaintLook(self._font, "accent", ground, line), self._gap
        if worst is not None and worst.fault is not None and len(item.text) <= _SHORT:
            tone = severity_mark(worst.severity).tone.value
            return PaintLook(self._font, tone, ground=f"{tone}_bg"), self._tokens.px(3)
        return self._plain_look(), 0.0

    def _plain_look(self) -> PaintLook:
        role = self._item.role
        if role is ItemRole.TITLE:
            return PaintLook(sized(self._font, 1.4, bold=True), "accent")
        if role is ItemRole.LINK:
            font = QFont(self._font)
            font.setUnderline(True)
            return PaintLook(font, "accent")
        muted = role is ItemRole.HEADING or shows_nothing(self._item.text)
        return PaintLook(self._font, "muted" if muted else "text")

    def _worst(self) -> PageMark | None:
        marks = [mark for mark in self._item.marks if self._item.role is ItemRole.ROW]
        return min(marks, key=lambda mark: mark.severity.rank, default=None)

    def _marks(self, left: float, width: float) -> None:
        """Put a line for each thing that is wrong: icon, word and caption."""
        indent = self._tokens.px(18)
        counts = Counter((mark.severity, mark.caption) for mark in self._item.marks)
        for (severity, caption), count in counts.items():
            mark = severity_mark(severity)
            look = PaintLook(sized(self._font, 0.93), mark.tone.value)
            top = self._out.height + self._tokens.px(1)
            self._out.icons.append(Icon(mark.icon, mark.tone.value, QPointF(left, top)))
            self._put(f"{mark.word}: {times(caption, count)}", look, left + indent, width - indent)

    def _label_look(self) -> PaintLook:
        return PaintLook(self._font, "muted")

    def _small_look(self) -> PaintLook:
        return PaintLook(sized(self._font, 0.93), "muted")

    def _put(  # noqa: PLR0913, PLR0917 - what a text is put with, of which most have no more
        self,
        text: str,
        look: PaintLook,
        left: float,
        width: float,
        padding: float = 0.0,
        marks: FoundMarks = NO_MARKS,
    ) -> None:
        """Put a text below what is there; *padding* is the room around it."""
        if text:
            words = Words(text, look, width, padding, marks)
            gap = self._tokens.px(2) if self._out.height else 0
            self._out.words.append((words, QPointF(left, self._out.height + gap)))
            self._out.height += gap + words.height


# --- One thing of the page as a button: a click or Enter leads to its field ----------------------

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Home: -1_000,
    Qt.Key.Key_End: 1_000,
}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_RESTYLED = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange)


class PageStop(QAbstractButton):
    """A place of the page that the keyboard can stand at. *moved* asks for another (steps)."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows, press with Enter as with the space bar."""
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.click()
        elif key in _MOVES:
            self.moved.emit(_MOVES[key])
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew after a change of letters or theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED:
            self.forget()

    def forget(self) -> None:
        """Forget what was measured."""
        self.updateGeometry()
        self.update()

    def paint_ground(self, painter: QPainter, tokens: Tokens, *, current: bool) -> None:
        """Paint hover, ground and frame of the field that is edited, the mark of the keyboard."""
        whole = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(whole, tokens.color("hover"))
        if current:
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.setBrush(tokens.color("accent_bg"))
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), tokens.px(6), tokens.px(6))
        if theme.has_ring(self):
            painter.setPen(QPen(tokens.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = tokens.px(4)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), radius, radius)


class ItemButton(PageStop):
    """Paints one :class:`PageItem`; what it says is never taken for markup."""

    def __init__(self, item: PageItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._chart: PageChart | None = None
        self._current = False
        self._found = NO_MARKS
        self._arranged: dict[int, Arranged] = {}
        self._tell()

    def show_item(self, item: PageItem, chart: PageChart | None = None) -> None:
        """Show another state of the same place."""
        if item != self.item or chart != self._chart:
            self.item, self._chart = item, chart
            self._tell()
            self.forget()

    def set_current(self, *, current: bool) -> None:
        """Mark the item whose field is being edited, or take the mark off."""
        if current != self._current:
            self._current = current
            self.update()

    def set_found(self, marks: FoundMarks) -> None:
        """Mark what was searched for in its values, or nothing any more."""
        if marks != self._found:
            self._found = marks
            self._arranged.clear()
            self.update()

    @property
    def found(self) -> FoundMarks:
        """What is marked in its values."""
        return self._found

    def found_places(self) -> list[QRectF]:
        """Return where the place at hand of a search stands in the item, line by line."""
        corner = QPointF(theme.current().px(_X), theme.current().px(_Y))
        texts = self._arrange(self.width()).words
        return [place for words, at in texts for place in words.places(at + corner)]

    @property
    def is_current(self) -> bool:
        """Whether its field is marked as the one being edited."""
        return self._current

    def _tell(self) -> None:
        self.setAccessibleName(name_of(self.item, self._chart))
        self.setAccessibleDescription(help_of(self.item))
        self.setToolTip(tip_of(self.item))

    # --- size ------------------------------------------------------------------------------

    def forget(self) -> None:
        """Forget the arrangements made so far."""
        self._arranged.clear()
        super().forget()

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*."""
        arranged = self._arrange(width)
        return round(arranged.height + 0.49) + 2 * theme.current().px(_Y)

    def sizeHint(self) -> QSize:
        """Return the size at a usual width."""
        width = theme.current().px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size that the narrowest pane has (A11Y-13)."""
        return QSize(theme.current().px(80), self.fontMetrics().height())

    def _arrange(self, width: int) -> Arranged:
        if width not in self._arranged:
            if len(self._arranged) > _MOST_WIDTHS:
                self._arranged.clear()
            tokens = theme.current()
            inner = max(1.0, width - 2.0 * tokens.px(_X))
            self._arranged[width] = arrange(self.item, inner, self.font(), tokens, self._found)
        return self._arranged[width]

    # --- picture ---------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the item."""
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter, tokens, current=self._current)
        painter.translate(tokens.px(_X), tokens.px(_Y))
        arranged = self._arrange(self.width())
        for icon in arranged.icons:
            _paint_icon(painter, icon, tokens)
        if arranged.dot is not None:
            painter.setBrush(tokens.color("accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(arranged.dot, tokens.px(4), tokens.px(4))
        for words, at in arranged.words:
            words.draw(painter, at, tokens)
        if arranged.chart is not None and self._chart is not None:
            paint_chart(painter, arranged.chart, self._chart, QFont(self.font()), tokens)
        painter.end()


_X, _Y = 8, 5  # room around an item, px at 100 %
_MOST_WIDTHS = 6


def _paint_icon(painter: QPainter, icon: Icon, tokens: Tokens) -> None:
    at = icon.at + QPointF(0, tokens.px(1))
    color = tokens.color(icon.role).name()
    paint_icon(painter, at.toPoint(), icon.name, color, tokens.px(13))
