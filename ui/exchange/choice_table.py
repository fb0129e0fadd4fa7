"""A table with a drop-down in every row: what stands for what, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
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
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.widgets.labels import safe_tip
from ui.widgets.marks import Badge
from ui.widgets.painting import (
    Ink,
    badge_size,
    paint_badge,
    paint_icon,
    paint_line,
    paint_lines,
    sized,
)
from ui.widgets.pickers import CalmComboBox
from ui.widgets.row_table import RowTable, paint_ground

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QResizeEvent


# --- words ---------------------------------------------------------------------------------------


def spoken(cells: Sequence[str], headers: Sequence[str]) -> str:
    """Return a row for a screen reader, every cell with its heading."""
    return "; ".join(f"{head}: {cell}" for head, cell in zip(headers, cells, strict=True) if cell)


def tip_to_change(sentence: str) -> str:
    """Return the hint for a cell that can be changed."""
    return f"{sentence}\nEingabetaste oder F4: ändern"


# --- How a row with a drop-down is painted, and the drop-down itself -----------------------------

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
        if isinstance(mark, Badge):
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


# --- A table with a drop-down in every row: what stands for what, and how sure that is -----------

Choices: TypeAlias = "Sequence[tuple[object, str]]"
CHOICE_COLUMN: Final = 2
_SECOND_COLUMN: Final = 1
_MARK_COLUMN: Final = 3
_NARROW: Final = 600  # logical pixels at 100 %; below it the second text stands under the first
_OPENERS: Final = frozenset({Qt.Key.Key_F2, Qt.Key.Key_F4, Qt.Key.Key_Space})
_RESTYLED: Final = frozenset(
    {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}
)
_NO_PARENT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One row: two texts, the value chosen with its label, a mark, and the longer tip."""

    first: str
    second: str
    value: object
    label: str
    mark: Badge
    tip: str = ""


class ChoiceModel(QAbstractTableModel):
    """The rows, read only; *choices* gives the values to choose from for a row."""

    def __init__(
        self, headers: Sequence[str], choices: Callable[[int], Choices], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.rows: tuple[ChoiceRow, ...] = ()
        self._headers = tuple(headers)
        self._choices = choices

    def show_rows(self, rows: Sequence[ChoiceRow]) -> None:
        """Show *rows*; where only their content is new, selection and place stay."""
        same_length = len(rows) == len(self.rows)
        if not same_length:
            self.beginResetModel()
        self.rows = tuple(rows)
        if not same_length:
            self.endResetModel()
        elif self.rows:
            last = self.index(len(self.rows) - 1, _MARK_COLUMN)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, says, and offers."""
        row, column = self.rows[index.row()], index.column()
        cells = (row.first, row.second, row.label, row.mark.word)
        found: object = None
        if role == Qt.ItemDataRole.DisplayRole:
            found = cells[column]
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            found = spoken(cells, self._headers)
        elif role == Qt.ItemDataRole.ToolTipRole:
            found = safe_tip(tip_to_change(row.tip or cells[column]))
        elif role == MARK and column == _MARK_COLUMN:
            found = row.mark
        elif role == CURRENT and column == CHOICE_COLUMN:
            found = row.value
        elif role == CHOICES and column == CHOICE_COLUMN:
            found = self._choices(index.row())
        return found

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let the drop-downs be opened."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == CHOICE_COLUMN else flags


class ChoiceTable(RowTable):
    """*chosen* carries row and value, *row_selected* the row that is looked at, -1 for none."""

    chosen = Signal(int, object)
    row_selected = Signal(int)

    def __init__(
        self,
        name: str,
        headers: Sequence[str],
        what: str,
        choices: Callable[[int], Choices],
        parent: QWidget | None = None,
    ) -> None:
        """Take the accessible *name*, the headings, what is chosen, and the choices of a row."""
        super().__init__(name, parent)
        self.rows_model = ChoiceModel(headers, choices, self)
        self._delegate = ChoiceDelegate(self, what)
        self._delegate.chosen.connect(self.chosen)
        self.setModel(self.rows_model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionsClickable(False)
        self.entered_row.connect(lambda index, _control: self.open_choice(index.row()))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit()

    def show_rows(self, rows: Sequence[ChoiceRow]) -> None:
        """Show *rows* and look at the first where none is looked at."""
        self.rows_model.show_rows(rows)
        self._fit()
        if rows and self.selected_row() < 0:
            self.select_row(0)

    def open_choice(self, row: int) -> None:
        """Open the drop-down of a row."""
        index = self.rows_model.index(row, CHOICE_COLUMN)
        if index.isValid():
            self.setCurrentIndex(index)
            self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the drop-down on F4, F2, the space bar and Alt+Down, as combo boxes do."""
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if (key in _OPENERS or (key == Qt.Key.Key_Down and alt)) and self.selected_row() >= 0:
            self.open_choice(self.selected_row())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the drop-down that was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.column() == CHOICE_COLUMN and event.button() == Qt.MouseButton.LeftButton:
            self.open_choice(index.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which row is looked at now."""
        super().selectionChanged(selected, deselected)
        self.row_selected.emit(self.selected_row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "rows_model"):
            self._fit()

    def _fit(self) -> None:
        """Give rows and columns what the letters of now need; the texts share what is left.

        Where that is too little, the second text moves under the first.
        """
        self.verticalHeader().setDefaultSectionSize(row_height(self.font()))
        room = self.viewport().width()
        rows = self.rows_model.rows
        narrow = room < theme.current().px(_NARROW)
        self.setColumnHidden(_SECOND_COLUMN, narrow)
        if narrow:
            widths = (room * 2 // 5, 0, room - room * 2 // 5 - room // 4, room // 4)
        else:
            first = min(text_width((row.first for row in rows), self.font(), bold=True), room // 4)
            marks = min(mark_width((row.mark.word for row in rows), self.font()), room // 3)
            second = (room - first - marks) * 11 // 20
            widths = (first, second, room - first - marks - second, marks)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
