"""Layouts that follow the width: things side by side where they fit, a column in the middle."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Space

_LAYOUT_ROUNDS = 7  # wrapped texts settle their height from the inside out: line, row, page


def settle_layout() -> None:
    """Have all that is to be laid out take its place now, before anything is painted."""
    for _ in range(_LAYOUT_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def screen_area(widget: QWidget) -> QRect:
    """Return what may be used of the screen that the window of *widget* is on, or will be.

    Not by `QWidget.screen`: PySide makes the screen a child of the widget, so that it goes with the
    first dialog that is destroyed, and Qt does not survive that.
    """
    place = widget.window().frameGeometry().center()
    return (QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()).availableGeometry()


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the area around *widget* until all of it is seen, once heights are known."""
    settle_layout()
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget, 0, 0)


def cards_in_the_middle(parent: QWidget, width: int) -> tuple[QWidget, QVBoxLayout]:
    """Return a sheet for a scroll area, and the column of cards in its middle, *width* at most."""
    sheet = QWidget(parent)
    sheet.setProperty("role", "page")
    column = QWidget(sheet)
    column.setMaximumWidth(width)
    middle = QHBoxLayout(sheet)
    middle.setContentsMargins(0, 0, 0, 0)
    middle.addStretch(1)
    middle.addWidget(column, 100)
    middle.addStretch(1)
    cards = QVBoxLayout(column)
    cards.setContentsMargins(0, 0, Space.S, 0)
    cards.setSpacing(Space.M)
    return sheet, cards


# --- What layouts of our own have in common: their items, and a height that follows from the width


class ItemLayout(QLayout):
    """Holds items; how they lie is up to `_arrange`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item, None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out, None beyond the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Tell Qt that more room is of no use."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    @abstractmethod
    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Return the height the items take in the width of *rect*; with *move* place them there."""


# --- A layout for two things that belong together: side by side where both fit, else below -------


class BesideLayout(ItemLayout):
    """Keeps the second widget on the line of the first while neither has to be broken."""

    def __init__(self, first: QWidget, second: QWidget, spacing: int = Space.S) -> None:
        super().__init__()
        self._gap = spacing
        self._heights: dict[int, int] = {}
        self._hint: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.addWidget(first)
        self.addWidget(second)

    def heightForWidth(self, width: int) -> int:
        """Return the height at *width*; Qt asks again and again while it lays out."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def invalidate(self) -> None:
        """Forget what was measured: a text, the letters or what is shown has changed."""
        self._heights.clear()
        self._hint = None
        super().invalidate()

    def sizeHint(self) -> QSize:
        """Return what both take beside each other."""
        if self._hint is None:
            shown = self._shown()
            gaps = self._gap * max(0, len(shown) - 1)
            margins = self.contentsMargins()
            sides = margins.left() + margins.right()
            width = sum(_natural_width(item) for item in shown) + gaps + sides
            self._hint = QSize(width, self.heightForWidth(width))
        return self._hint

    def minimumSize(self) -> QSize:
        """Return the width that the wider one needs, broken into lines."""
        sizes = [item.minimumSize() for item in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width, height).grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items where *move*; return the height needed."""
        shown = self._shown()
        area = rect.marginsRemoved(self.contentsMargins())
        outside = rect.height() - area.height()
        widths = [_natural_width(item) for item in shown]
        if sum(widths) + self._gap * (len(shown) - 1) > area.width():
            return _below(shown, area, move=move) + outside
        return _side_by_side(shown, widths, area, self._gap, move=move) + outside


def _side_by_side(
    items: list[QLayoutItem], widths: list[int], rect: QRect, gap: int, *, move: bool
) -> int:
    height = max((_height(i, w) for i, w in zip(items, widths, strict=True)), default=0)
    x = rect.x()
    for item, width in zip(items, widths, strict=True):
        if move:
            own = _height(item, width)
            item.setGeometry(QRect(x, rect.y() + (height - own + 1) // 2, width, own))
        x += width + gap
    return height


def _below(items: list[QLayoutItem], rect: QRect, *, move: bool) -> int:
    y = rect.y()
    for item in items:
        width = rect.width() if isinstance(item.widget(), QLabel) else item.sizeHint().width()
        height = _height(item, width)
        if move:
            item.setGeometry(QRect(rect.x(), y, width, height))
        y += height
    return y - rect.y()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _natural_width(item: QLayoutItem) -> int:
    """Return the width at which nothing has to be broken into lines."""
    widget = item.widget()
    if not isinstance(widget, QLabel) or not widget.wordWrap():
        return item.sizeHint().width()
    widget.ensurePolished()
    frame = widget.contentsMargins()
    text = widget.fontMetrics().boundingRect(QRect(), 0, widget.text()).width()
    return text + frame.left() + frame.right() + 2


# --- A layout that puts widgets side by side and goes on in the next line where they do not fit --


class FlowLayout(ItemLayout):
    """Lines of widgets; with *justify* the last widget of a line goes to its right end."""

    def __init__(
        self, parent: QWidget | None = None, spacing: int = 6, *, justify: bool = False
    ) -> None:
        super().__init__(parent)
        self._justify = justify
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def sizeHint(self) -> QSize:
        """Return what one line with everything in it takes."""
        shown = self._visible()
        width = sum(i.sizeHint().width() for i in shown) + self.spacing() * max(0, len(shown) - 1)
        height = max((i.sizeHint().height() for i in shown), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        """Return what the widest item takes."""
        shown = self._visible()
        width = max((i.minimumSize().width() for i in shown), default=0)
        height = max((i.sizeHint().height() for i in shown), default=0)
        return self._with_margins(QSize(width, height))

    def _visible(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size.grownBy(margins)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """Place the items line by line where *move*; return the height needed."""
        area = rect.marginsRemoved(self.contentsMargins())
        y = area.y()
        for line in self._lines(area.width()):
            height = max(item.sizeHint().height() for item in line)
            if move:
                self._place(line, area, y, height)
            y += height + self.spacing()
        bottom = self.contentsMargins().bottom()
        return max(y - self.spacing(), area.y()) - rect.y() + bottom

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._visible():
            wanted = item.sizeHint().width()
            if lines and used + self.spacing() + wanted <= width:
                lines[-1].append(item)
                used += self.spacing() + wanted
            else:
                lines.append([item])
                used = wanted
        return lines

    def _place(self, line: list[QLayoutItem], area: QRect, y: int, height: int) -> None:
        x = area.x()
        for number, item in enumerate(line):
            size = item.sizeHint()
            width = min(size.width(), area.width())
            if self._justify and number and number == len(line) - 1:
                x = area.right() + 1 - width
            top = y + (height - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, top), QSize(width, size.height())))
            x += width + self.spacing()
