"""A table that behaves like a list of rows: one is selected, one has the keyboard, Tab leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.theme import Scheme, Tokens, has_ring

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem


# --- A table that behaves like a list of rows: one is selected, one has the keyboard, Tab leaves -

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_NO_MODIFIERS = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier
_RESTYLED = frozenset(
    {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}
)


class RowTable(QTableView):
    """Rows to choose from, painted by a delegate of :mod:`ui.widgets.row_table`.

    *entered_row* carries the index on Enter or a double click, and whether Ctrl was held;
    *deleted_row* the index on Del; *menu_requested* the index and a global place.
    """

    entered_row = Signal(QModelIndex, bool)
    deleted_row = Signal(QModelIndex)
    menu_requested = Signal(QModelIndex, object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = -1
        self.double_click_enters = True
        self.setAccessibleName(name)
        self.setProperty("role", "flush")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(8)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(40)

    def selected_row(self) -> int:
        """Return the row that is selected, -1 where none is."""
        if self.model() is None:
            return -1
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def select_row(self, row: int | None) -> None:
        """Select a row and bring it into sight, or select none."""
        if row is None:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.selectRow(row)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Enter and Del; Home and End go to the first and the last row."""
        key, index = Qt.Key(event.key()), self.currentIndex()
        plain = not event.modifiers() & ~_NO_MODIFIERS
        if key in _ENTER:
            if index.isValid():
                control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.entered_row.emit(index, control)
        elif key == Qt.Key.Key_Delete and plain and index.isValid():
            self.deleted_row.emit(index)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain:
            last = self.model().rowCount() - 1
            if last >= 0:
                self.select_row(0 if key == Qt.Key.Key_Home else last)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell of a double click on a row."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if self.double_click_enters and left and index.isValid():
            self.entered_row.emit(index, False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Light up no row."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is, in all columns."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark of the keyboard off."""
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the mouse, or at the current row for the menu key."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        else:
            index, place = self.indexAt(event.pos()), event.globalPos()
        if index.isValid():
            self.menu_requested.emit(index, place)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Redraw both rows whole: the mark of the keyboard goes around all columns."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()


class FittedTable(RowTable):
    """Fits its rows in :meth:`fit` when width or letters are others, once for many changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.fit)

    def fit(self) -> None:
        """Give every row the height it needs."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_later"):
            self._later.start()


# --- The ground of a row of a :class:`RowTable`: hover, selection, bar, mark of the keyboard -----

BAR = 3  # the bar at the left of the selected row, logical pixels at 100 %
RING = 2  # the mark of the keyboard (A11Y-04)


class Inks(NamedTuple):
    """What to write a row with."""

    text: QColor
    muted: QColor


def paint_ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
    tokens: Tokens,
) -> Inks:
    """Paint the ground of one cell and return the inks that can be read on it."""
    table = option.widget
    rect: QRect = option.rect
    if not isinstance(table, RowTable):
        return Inks(tokens.color("text"), tokens.color("muted"))
    selected = index.row() == table.selected_row()
    contrast = tokens.scheme is Scheme.CONTRAST
    if selected:
        painter.fillRect(rect, tokens.color("fill" if contrast else "accent_bg"))
    elif index.row() == table.hovered:
        painter.fillRect(rect, tokens.color("hover"))
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, tokens.color("line"))
    first, last = _ends(table)
    if selected and index.column() == first:
        painter.fillRect(rect.x(), rect.y(), tokens.px(BAR), rect.height(), tokens.color("accent"))
    if has_ring(table) and index.row() == table.currentIndex().row():
        ring = tokens.color("text" if contrast and selected else "focus")
        paint_ring(painter, rect, ring, first=index.column() == first, last=index.column() == last)
    if selected and contrast:
        return Inks(tokens.color("on_fill"), tokens.color("on_fill"))
    return Inks(tokens.color("text"), tokens.color("muted"))


def _ends(table: RowTable) -> tuple[int, int]:
    """Return the first and the last column as they are seen."""
    header = table.horizontalHeader()
    seen = [header.logicalIndex(place) for place in range(header.count())]
    seen = [column for column in seen if not header.isSectionHidden(column)]
    return (seen[0], seen[-1]) if seen else (0, 0)


def paint_ring(
    painter: QPainter, rect: QRect, color: QColor, *, first: bool = True, last: bool = True
) -> None:
    """Paint the mark of the keyboard around a row, or its part in the *first* or *last* column."""
    painter.fillRect(rect.x(), rect.y(), rect.width(), RING, color)
    painter.fillRect(rect.x(), rect.bottom() + 1 - RING, rect.width(), RING, color)
    if first:
        painter.fillRect(rect.x(), rect.y(), RING, rect.height(), color)
    if last:
        painter.fillRect(rect.right() + 1 - RING, rect.y(), RING, rect.height(), color)
