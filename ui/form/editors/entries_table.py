"""The table of LINKS and SERIES: grows with its rows, edits in place, lets Tab and wheel pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ui import theme
from ui.form.editors import wheel

if TYPE_CHECKING:
    from ui.form.editors.entries_model import EntriesModel

_MOST_ROWS = 10
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TRIGGER = QAbstractItemView.EditTrigger
_FONT_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class EntriesTable(QTableView):
    """A table as high as its rows, up to ten; *empty* is what it says without rows.

    *remove_wanted* says that Del was pressed on a row, outside the cells being edited.
    """

    remove_wanted = Signal()

    def __init__(self, model: EntriesModel, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self.setModel(model)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(
            _TRIGGER.DoubleClicked | _TRIGGER.EditKeyPressed | _TRIGGER.AnyKeyPressed
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit)
        self._fit()

    def current_row(self) -> int:
        """Return the row of the current cell, -1 without one."""
        return self.currentIndex().row()

    def go_to(self, row: int, column: int = 0) -> None:
        """Make a cell current, nearest to *row* where the table has become shorter."""
        last = self.model().rowCount() - 1
        self.setCurrentIndex(self.model().index(min(row, last), column) if last >= 0
                             else QModelIndex())  # fmt: skip

    def leave(self, *, forward: bool) -> None:
        """Move the keyboard to the next widget, as Tab does."""
        self.setFocus()
        self.focusNextPrevChild(forward)

    def sizeHint(self) -> QSize:
        """Return the height of header and rows."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return a width that fits the narrowest form (A11Y-13)."""
        return QSize(self.fontMetrics().horizontalAdvance("0") * 16, self._height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit with Enter as with F2, and ask with Del to remove the row."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _ENTER and not editing:
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and not editing:
            if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the table has the focus and rows out of sight."""
        if wheel.belongs_to_page(self, event):
            event.ignore()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw hairlines between rows; say that there is nothing, where there is nothing."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        count, width = self.model().rowCount(), self.viewport().width()
        painter.setPen(theme.current().color("line"))
        for row in range(1, count):
            y = self.rowViewportPosition(row)
            painter.drawLine(0, y, width, y)
        if count:
            return
        painter.setPen(theme.current().color("muted"))
        area = self.viewport().rect().adjusted(8, 0, -8, 0)
        painter.drawText(
            area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._empty
        )

    def changeEvent(self, event: QEvent) -> None:
        """Keep the rows in step with letters and style."""
        super().changeEvent(event)
        if event.type() in _FONT_EVENTS:
            self._fit()

    def updateGeometries(self) -> None:
        """Keep the height in step with header and frame, which get their style late."""
        super().updateGeometries()
        if self.isVisible() and self.minimumHeight() != self._height():
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        self.verticalHeader().setMinimumSectionSize(line)
        self.verticalHeader().setDefaultSectionSize(round(line * 1.9))
        self.setFixedHeight(self._height())
        self.updateGeometry()

    def _height(self) -> int:
        rows = min(_MOST_ROWS, max(1, self.model().rowCount()))
        header = self.horizontalHeader().sizeHint().height()
        return header + rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth()
