"""The categories as headings in the list: each above its measures, the topmost stays in sight.

A heading is no row: it cannot be selected, arrows pass over it, and the rows keep their numbers.
The first row of a group is that much higher, and the heading lies on the room above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.widgets import common_words
from ui.widgets.painting import Ink, paint_line, sized

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QFont, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QTableView


# --- words ---------------------------------------------------------------------------------------

SPOKEN: Final = "{title}, {count}"


# --- Which rows follow each other in one category ------------------------------------------------

MOST: Final = 200
"""With more of them a list has no headings: they would say no more than the rows."""


class CategoryGroup(NamedTuple):
    """Measures of one category that follow each other: the row of the first, and how many."""

    first: int
    title: str
    size: int


def groups_of(categories: Iterable[tuple[str, str]]) -> list[CategoryGroup]:
    """Return the groups in a list whose rows have these categories (id, name), in order."""
    starts: list[tuple[int, str]] = []
    last: str | None = None
    rows = 0
    for category, title in categories:
        if category != last:
            starts.append((rows, title))
            last = category
            if len(starts) > MOST:
                return []
        rows += 1
    ends = [first for first, _ in starts[1:]] + [rows]
    pairs = zip(starts, ends, strict=False)
    return [CategoryGroup(first, title, end - first) for (first, title), end in pairs]


# --- The headings as they are seen ---------------------------------------------------------------

_HEIGHT, _SIDE, _BELOW = 28, 14, 5  # logical pixels at 100 %


def heading_height(font: QFont) -> int:
    """Return how high a heading is; large letters of the system make it higher."""
    letters = QFontMetrics(_letters(font)).height()
    return max(theme.current().px(_HEIGHT), letters + theme.current().px(_BELOW + 4))


def _letters(font: QFont) -> QFont:
    return sized(font, 0.95, bold=True)


class CategoryHeading(QWidget):
    """One heading: name and number of its measures; a click on it does nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = CategoryGroup(0, "", 0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_group(self, group: CategoryGroup) -> None:
        """Show another group."""
        if group != self._group:
            self._group = group
            count = common_words.thousands(group.size)
            self.setAccessibleName(SPOKEN.format(title=group.title, count=count))
            self.update()

    def text(self) -> str:
        """Return what is read: „Mobilität, 2“."""
        return self.accessibleName()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the click from the row below."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name and number."""
        tokens, font = theme.current(), self.font()
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.color("ground"))
        side, below = tokens.px(_SIDE), tokens.px(_BELOW)
        letters = QFontMetrics(_letters(font)).height()
        top = self.height() - letters - below
        room = QRect(side, top, self.width() - 2 * side, letters)
        number = common_words.thousands(self._group.size)
        plain = Ink(sized(font, 0.95), tokens.color("muted"))
        taken = QFontMetrics(plain.font).horizontalAdvance(number) + 1
        paint_line(
            painter, QRect(room.right() + 1 - taken, room.y(), taken, letters), number, plain
        )
        room.setRight(room.right() - taken - tokens.px(8))
        paint_line(painter, room, self._group.title, Ink(_letters(font), plain.color))
        painter.end()


class StickyHeadings:
    """Lays the headings of *table* above the first rows of its groups, as far as they are seen."""

    def __init__(self, table: QTableView) -> None:
        self._table = table
        self._groups: Sequence[CategoryGroup] = ()
        self._firsts: frozenset[int] = frozenset()
        self._shown: list[CategoryHeading] = []

    @property
    def groups(self) -> Sequence[CategoryGroup]:
        """The groups there are; none where the order mixes them."""
        return self._groups

    def set_groups(self, groups: Sequence[CategoryGroup]) -> None:
        """Take over other groups; the heights of the rows are up to the table."""
        self._groups = groups
        self._firsts = frozenset(group.first for group in groups)

    def starts(self, row: int) -> bool:
        """Whether a heading lies above *row*."""
        return row in self._firsts

    def height(self) -> int:
        """Return the height of a heading."""
        return heading_height(self._table.font())

    def lay(self) -> None:
        """Put each heading above its rows; that of the topmost row stays at the upper edge."""
        table, high = self._table, self.height()
        size = QSize(table.viewport().width(), high)
        tops = [table.rowViewportPosition(group.first) for group in self._groups]
        places: list[tuple[CategoryGroup, int]] = []
        for group, top, end in zip(self._groups, tops, [*tops[1:], None], strict=False):
            if (end is None or end > 0) and top < table.viewport().height():
                stuck = max(0, top)
                places.append((group, stuck if end is None else min(stuck, end - high)))
        while len(self._shown) < len(places):
            self._shown.append(CategoryHeading(table.viewport()))
        for heading, (group, top) in zip(self._shown, places, strict=False):
            heading.show_group(group)
            heading.setGeometry(QRect(0, top, size.width(), size.height()))
            heading.show()
        for heading in self._shown[len(places) :]:
            heading.hide()
