"""A table with a drop-down in every row: what stands for what, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView

from ui import theme
from ui.importing import texts
from ui.importing.choice_delegate import (
    CHOICES,
    CURRENT,
    MARK,
    ChoiceDelegate,
    mark_width,
    row_height,
    text_width,
)
from ui.widgets.labels import safe_tip
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QItemSelection
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from ui.models.marks import Mark

AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
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
    mark: Mark
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
            found = texts.spoken(cells, self._headers)
        elif role == Qt.ItemDataRole.ToolTipRole:
            found = safe_tip(texts.tip_to_change(row.tip or cells[column]))
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
