"""How a row with a drop-down is painted, and the drop-down itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.models.marks import Mark
from ui.widgets.combo import CalmComboBox
from ui.widgets.painting import (
    Ink,
    badge_size,
    paint_badge,
    paint_icon,
    paint_line,
    paint_lines,
    sized,
)
from ui.widgets.row_paint import paint_ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFont

    from ui.widgets.row_table import RowTable

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
MARK: Final = int(Qt.ItemDataRole.UserRole) + 1
CHOICES: Final = MARK + 1
CURRENT: Final = MARK + 2
_PADDING, _INSET, _ARROW, _LINES = 10, 6, 14, 2
_NARROWEST: Final = 64


def row_height(font: QFont) -> int:
    """Return the height of a row: two lines and the room around them."""
    tokens = theme.current()
    lines = _LINES * QFontMetrics(font).lineSpacing()
    return max(lines, badge_size("", font, tokens).height()) + 2 * tokens.px(_INSET + 2)


def text_width(words: Iterable[str], font: QFont, *, bold: bool = False) -> int:
    """Return the width of a column for the longest of *words*."""
    tokens = theme.current()
    metrics = QFontMetrics(sized(font, 1.0, bold=bold))
    longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
    return max(longest, tokens.px(_NARROWEST)) + 2 * tokens.px(_PADDING) + 2


def mark_width(words: Iterable[str], font: QFont) -> int:
    """Return the width of a column for the longest badge."""
    tokens = theme.current()
    longest = max((badge_size(word, font, tokens).width() for word in words), default=0)
    return max(longest, tokens.px(_NARROWEST)) + 2 * tokens.px(_PADDING) + 2


class ChoiceDelegate(QStyledItemDelegate):
    """Paints texts, the value chosen as a drop-down, and a badge; *chosen*: row and value."""

    chosen = Signal(int, object)

    def __init__(self, table: RowTable, what: str) -> None:
        """Take the accessible name of the drop-downs."""
        super().__init__(table)
        self._table = table
        self._what = what

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        tokens = theme.current()
        inks = paint_ground(painter, option, index, tokens)
        rect: QRect = option.rect.adjusted(tokens.px(_PADDING), 0, -tokens.px(_PADDING), 0)
        font: QFont = option.font
        text = str(index.data() or "")
        mark = index.data(MARK)
        if isinstance(mark, Mark):
            size = badge_size(mark.word, font, tokens)
            top = rect.y() + (rect.height() - size.height()) // 2
            place = QRect(rect.x(), top, min(size.width(), rect.width()), size.height())
            paint_badge(painter, place, (mark.word, mark.icon, mark.tone), font, tokens)
        elif index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._paint_choice(painter, rect, text, Ink(font, inks.text))
        elif index.column() == 0:
            first = Ink(sized(font, 1.0, bold=True), inks.text)
            if self._table.isColumnHidden(1):
                below = str(index.model().index(index.row(), 1).data() or "")
                _paint_two(painter, rect, (text, first), (below, Ink(font, inks.muted)))
            else:
                _paint_block(painter, rect, text, first)
        else:
            _paint_block(painter, rect, text, Ink(font, inks.muted))

    def _paint_choice(self, painter: QPainter, rect: QRect, text: str, ink: Ink) -> None:
        """Paint the value as a drop-down that is closed."""
        tokens = theme.current()
        inset = tokens.px(_INSET)
        box = rect.adjusted(0, inset, 0, -inset)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("border")))
        painter.setBrush(tokens.color("panel"))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), tokens.px(4), tokens.px(4))
        arrow = tokens.px(_ARROW)
        at = QPoint(box.right() - arrow - inset, box.center().y() - arrow // 2)
        plain = Ink(ink.font, tokens.color("text"))
        paint_icon(painter, at, "chevron-down", tokens.color("muted").name(), arrow)
        paint_line(painter, box.adjusted(inset + 2, 0, -arrow - 2 * inset, 0), text, plain)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """Return the height of every row."""
        return QSize(0, row_height(option.font))

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """Return the drop-down, which opens at once."""
        combo = CalmComboBox(parent)
        combo.setAccessibleName(self._what)
        for value, label in index.data(CHOICES) or ():
            combo.addItem(label, value)
        current = index.data(CURRENT)
        values = [combo.itemData(place) for place in range(combo.count())]
        if current in values:
            combo.setCurrentIndex(values.index(current))
        combo.activated.connect(lambda _place: self._finish(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo

    def setEditorData(self, _editor: QWidget, _index: AnyIndex) -> None:
        """Leave the drop-down as it was made."""

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: AnyIndex) -> None:
        """Tell what was chosen, where it is another value."""
        if isinstance(editor, CalmComboBox):
            value = editor.currentData()
            if value != index.data(CURRENT):
                row = index.row()
                QTimer.singleShot(0, self, lambda: self.chosen.emit(row, value))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: AnyIndex
    ) -> None:
        """Put the drop-down where it was painted."""
        tokens = theme.current()
        rect: QRect = option.rect
        height = min(rect.height(), editor.sizeHint().height())
        left, width = rect.x() + tokens.px(_PADDING), rect.width() - 2 * tokens.px(_PADDING)
        editor.setGeometry(left, rect.center().y() - height // 2, width, height)

    def _finish(self, combo: CalmComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)


def _paint_block(painter: QPainter, rect: QRect, text: str, ink: Ink) -> None:
    """Write at most two lines in the middle of a cell."""
    metrics = QFontMetrics(ink.font)
    one_line = metrics.horizontalAdvance(text) <= rect.width()
    if one_line:
        paint_line(painter, rect, text, ink)
        return
    height = _LINES * metrics.lineSpacing()
    top = rect.y() + max(0, (rect.height() - height) // 2)
    paint_lines(painter, QRect(rect.x(), top, rect.width(), height), text, ink, _LINES)


def _paint_two(
    painter: QPainter, rect: QRect, above: tuple[str, Ink], below: tuple[str, Ink]
) -> None:
    """Write one text under the other, each shortened to its line."""
    half = rect.height() // 2
    paint_line(painter, QRect(rect.x(), rect.y(), rect.width(), half), *above)
    paint_line(painter, QRect(rect.x(), rect.y() + half, rect.width(), half), *below)
