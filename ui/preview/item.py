"""One thing of the page as a button: a click or Enter leads to its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.preview import spoken
from ui.preview.arrange import Arranged, Icon, arrange
from ui.preview.chart import paint_chart
from ui.widgets.painting import paint_icon

if TYPE_CHECKING:
    from klimaeditor.publish.page import Chart, Item
    from ui.theme import Tokens

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
        """Paint hover, the bar of the field that is edited, and the mark of the keyboard."""
        whole = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(whole, tokens.color("hover"))
        if current:
            painter.fillRect(QRectF(0, 0, tokens.px(3), whole.height()), tokens.color("accent"))
        if self.hasFocus():
            painter.setPen(QPen(tokens.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = tokens.px(4)
            painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), radius, radius)


class ItemButton(PageStop):
    """Paints one :class:`Item`; what it says is never taken for markup."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._chart: Chart | None = None
        self._current = False
        self._arranged: dict[int, Arranged] = {}
        self._tell()

    def show_item(self, item: Item, chart: Chart | None = None) -> None:
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

    @property
    def is_current(self) -> bool:
        """Whether its field is marked as the one being edited."""
        return self._current

    def _tell(self) -> None:
        self.setAccessibleName(spoken.name_of(self.item, self._chart))
        self.setAccessibleDescription(spoken.help_of(self.item))
        self.setToolTip(spoken.tip_of(self.item))

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
            self._arranged[width] = arrange(self.item, inner, self.font(), tokens)
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
