"""Editing in a cell: every key is stored at once; Tab walks the row and then leaves the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from klimaeditor.values import same
from ui.form import texts
from ui.form.editors.combo import NoWheelComboBox
from ui.form.editors.entries_model import STORED, Column, EntriesModel, Index
from ui.form.editors.line_edit import LineEdit

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

    from ui.form.editors.base import Choice
    from ui.form.editors.entries_table import EntriesTable


class EntryDelegate(QStyledItemDelegate):
    """Opens a line in each cell, or a list in the column that *choices* are set for.

    *finished* carries the row whose editing has ended, where something in it was changed. A cell
    that is opened and left as it was stores nothing, however its text would be read.
    """

    finished = Signal(int)

    def __init__(self, table: EntriesTable) -> None:
        super().__init__(table)
        self._table = table
        self._choices: dict[str, tuple[Choice, ...]] = {}
        self._changed = False
        self.closeEditor.connect(self._on_closed)

    def set_choices(self, key: str, choices: tuple[Choice, ...]) -> None:
        """Offer *choices* in the column of *key*; none gives back the line."""
        self._choices[key] = choices

    def forget_changes(self) -> None:
        """Take other entries for shown: what was typed so far was about the former ones."""
        self._changed = False

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor for a cell."""
        choices = self._choices.get(_column(index).key)
        editor = self._combo(parent, choices, index) if choices else self._line(parent)
        header = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(texts.CELL.format(header=header, row=index.row() + 1))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the stored value, unless the editor shows it already."""
        stored = index.data(STORED)
        if isinstance(editor, NoWheelComboBox):
            places = range(editor.count())
            editor.setCurrentIndex(
                next((at for at in places if same(editor.itemData(at), stored)), -1)
            )
        elif isinstance(editor, LineEdit):
            column = _column(index)
            if not same(column.read(editor.text()).stored, stored):
                editor.show_text(column.show(stored))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Store what the user made of the cell."""
        stored = index.data(STORED)
        value = stored
        if isinstance(editor, NoWheelComboBox):
            if editor.currentIndex() >= 0:
                value = editor.currentData()
        elif isinstance(editor, LineEdit) and editor.isModified():
            value = _column(index).read(editor.text()).stored
        if not same(value, stored) and model.setData(index, value):
            self._changed = True

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: Index
    ) -> None:
        """Give the editor the whole cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Walk with Tab inside the row; at its ends leave the table (A11Y-02)."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}.get(Qt.Key(event.key()))
            if step and isinstance(editor, QWidget):
                self._walk(editor, step)
                return True
        return super().eventFilter(editor, event)

    def _on_closed(self) -> None:
        if self._changed:
            self._changed = False
            self.finished.emit(self._table.current_row())

    def _walk(self, editor: QWidget, step: int) -> None:
        here = self._table.currentIndex()
        there = here.siblingAtColumn(here.column() + step)
        self.commitData.emit(editor)
        if there.isValid():
            self.closeEditor.emit(editor)
            there = self._table.currentIndex().siblingAtColumn(there.column())
            self._table.setCurrentIndex(there)
            self._table.edit(there)
        else:
            self.closeEditor.emit(editor)
            self._table.leave(forward=step > 0)

    def _line(self, parent: QWidget) -> LineEdit:
        line = LineEdit(parent)
        line.typed.connect(lambda _text: self.commitData.emit(line))
        return line

    def _combo(self, parent: QWidget, choices: tuple[Choice, ...], index: Index) -> NoWheelComboBox:
        combo = NoWheelComboBox(parent)
        for stored, label in choices:
            combo.addItem(label, stored)
        present = index.data(STORED)
        if present is not None and not any(same(present, stored) for stored, _ in choices):
            combo.addItem(_column(index).show(present), present)
        combo.activated.connect(lambda _at: self.commitData.emit(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo


def _column(index: Index) -> Column:
    model = index.model()
    if not isinstance(model, EntriesModel):
        raise TypeError(type(model))
    return model.columns()[index.column()]
