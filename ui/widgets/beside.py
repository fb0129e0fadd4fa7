"""A layout for two things that belong together: side by side where both fit, else below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLabel, QLayoutItem, QWidget

from ui.theme import Space
from ui.widgets.item_layout import ItemLayout


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
