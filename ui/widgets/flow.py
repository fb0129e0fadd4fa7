"""A layout that puts widgets side by side and goes on in the next line where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize

from ui.widgets.item_layout import ItemLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem, QWidget


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
