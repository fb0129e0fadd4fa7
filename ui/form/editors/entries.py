"""A list of JSON objects as a table: what LINKS and SERIES have in common.

Keys the columns do not know stay in their objects; entries that are no objects are shown and kept
as they are. The model never changes an entry in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from klimaeditor.model.values import Absent, Json, same
from ui import theme
from ui.form.editors.base import FieldEditor, column, note, small_button
from ui.widgets import pickers
from ui.widgets.found import FoundMarks, paint_marks, unit_spans, written_line
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox
from ui.widgets.reading import shown_text
from ui.widgets.text_edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtWidgets import QAbstractButton

    from klimaeditor.model.values import Value
    from ui.form.editors.base import Choice
    from ui.widgets.reading import Reading


# --- words ---------------------------------------------------------------------------------------

EDIT_HINT = "Ändern mit Doppelklick oder F2, entfernen mit Entf"
CELL = "{header}, Zeile {row}"
LOCKED_LIST = "Der gespeicherte Wert ist keine Liste und bleibt unverändert: {value}"


# --- A list of JSON objects as a table: what LINKS and SERIES have in common ---------------------

Index = QModelIndex | QPersistentModelIndex
STORED = Qt.ItemDataRole.UserRole
_LONGEST = 500  # a cell is one line; its editor shows all of it
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One column: the entry's key, the German header, and the way from value to text and back."""

    key: str
    header: str
    show: Callable[[Json], str]
    read: Callable[[str], Reading]


class EntriesModel(QAbstractTableModel):
    """Entries by row; *changed* after each change by the user, never after set_entries."""

    changed = Signal()

    def __init__(self, columns: Sequence[EntryColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._entries: list[Json] = []
        self._locked = False

    def entries(self) -> list[Json]:
        """Return the entries as a new list."""
        return list(self._entries)

    def set_entries(self, entries: Sequence[Json]) -> None:
        """Show *entries*; rows stay what they are where their number does not change."""
        if len(entries) == len(self._entries):
            self._entries = list(entries)
            self._tell_all()
        else:
            self.beginResetModel()
            self._entries = list(entries)
            self.endResetModel()

    def columns(self) -> tuple[EntryColumn, ...]:
        """Return the columns."""
        return self._columns

    def set_columns(self, columns: Sequence[EntryColumn]) -> None:
        """Change headers and spelling; the number of columns stays."""
        self._columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        self._tell_all()

    def lock(self, *, locked: bool) -> None:
        """Forbid or allow editing."""
        self._locked = locked

    def insert(self, row: int, entry: Json) -> None:
        """Insert *entry* before *row*."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._entries.insert(row, entry)
        self.endInsertRows()
        self.changed.emit()

    def remove(self, row: int) -> None:
        """Take the entry at *row* out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._entries[row]
        self.endRemoveRows()
        self.changed.emit()

    def move(self, row: int, target: int) -> None:
        """Move the entry at *row* so that it ends up at *target*."""
        if row == target or not 0 <= target < len(self._entries):
            return
        before = target + 1 if target > row else target
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), before)
        self._entries.insert(target, self._entries.pop(row))
        self.endMoveRows()
        self.changed.emit()

    def stored(self, row: int, key: str) -> Json:
        """Return the value of *key* in the entry at *row*, None where it has none."""
        entry = self._entries[row]
        return entry.get(key) if isinstance(entry, dict) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the shown text, or the stored value for the role STORED."""
        column = self._columns[index.column()]
        if role == STORED:
            return self.stored(index.row(), column.key)
        if role not in _TEXT_ROLES:
            return None
        entry = self._entries[index.row()]
        if not isinstance(entry, dict):
            return one_line(shown_text(entry), _LONGEST) if index.column() == 0 else ""
        return one_line(column.show(entry.get(column.key)), _LONGEST)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Store *value* (as it is stored, not as it is shown); False where nothing changed."""
        entry = self._entries[index.row()]
        key = self._columns[index.column()].key
        if role != Qt.ItemDataRole.EditRole or not isinstance(entry, dict):
            return False
        stored = _json(value)
        if key in entry and same(entry[key], stored):
            return False
        self._entries[index.row()] = {**entry, key: stored}
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with the cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        base = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        fixed = self._locked or not isinstance(self._entries[index.row()], dict)
        return base if fixed else base | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the German header of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._columns[section].header

    def _tell_all(self) -> None:
        if self._entries:
            last = self.index(len(self._entries) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _json(value: object) -> Json:
    """Return *value* as the JSON scalar it is."""
    return value if value is None or isinstance(value, str | int | float) else str(value)


# --- The table of LINKS and SERIES: grows with its rows, edits in place, lets Tab and wheel pass -

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
        self._words: tuple[str, ...] = ()
        self._cell: tuple[int, int, int | None] | None = None
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

    # --- words that were searched for ------------------------------------------------------

    def mark(self, words: tuple[str, ...], cell: tuple[int, int, int | None] | None) -> None:
        """Mark *words*; *cell* is row, column and number of the place at hand."""
        self._words, self._cell = words, cell
        if cell is not None and cell[0] < self.model().rowCount():
            self.scrollTo(self.model().index(cell[0], cell[1]))
        self.viewport().update()

    def marks_at(self, index: Index) -> FoundMarks:
        """Return what is marked in a cell."""
        row, column, number = self._cell or (-1, -1, None)
        here = (index.row(), index.column()) == (row, column)
        return FoundMarks(self._words, number if here else None)

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
        if pickers.belongs_to_page(self, event):
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


# --- Editing in a cell: every key is stored at once; Tab walks the row and then leaves the table -


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

    def has_choices(self, key: str) -> bool:
        """Whether the column of *key* offers choices."""
        return bool(self._choices.get(key))

    def forget_changes(self) -> None:
        """Take other entries for shown: what was typed so far was about the former ones."""
        self._changed = False

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor for a cell."""
        choices = self._choices.get(_column(index).key)
        editor = self._combo(parent, choices, index) if choices else self._line(parent)
        header = index.model().headerData(index.column(), Qt.Orientation.Horizontal)
        editor.setAccessibleName(CELL.format(header=header, row=index.row() + 1))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the stored value, unless the editor shows it already."""
        stored = index.data(STORED)
        if isinstance(editor, CalmComboBox):
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
        if isinstance(editor, CalmComboBox):
            if editor.currentIndex() >= 0:
                value = editor.currentData()
        elif isinstance(editor, LineEdit) and editor.isModified():
            value = _column(index).read(editor.text()).stored
        if not same(value, stored) and model.setData(index, value):
            self._changed = True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Mark what was searched for over the text that Qt has written."""
        super().paint(painter, option, index)
        marks = self._table.marks_at(index)
        if not marks.words:
            return
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style, part = self._table.style(), QStyle.SubElement.SE_ItemViewItemText
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._table) + 1
        room = style.subElementRect(part, shown, self._table).adjusted(margin, 0, -margin, 0)
        painter.save()
        painter.setFont(shown.font)
        height = written_line(shown.text, shown.font).boundingRect().height()
        at = QPointF(room.x(), room.y() + (room.height() - height) // 2)
        paint_marks(painter, room, at, shown.text, marks)
        painter.restore()

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

    def _combo(self, parent: QWidget, choices: tuple[Choice, ...], index: Index) -> CalmComboBox:
        combo = CalmComboBox(parent, narrow=True)
        for stored, label in choices:
            combo.addItem(label, stored)
        present = index.data(STORED)
        if present is not None and not any(same(present, stored) for stored, _ in choices):
            combo.addItem(_column(index).show(present), present)
        combo.activated.connect(lambda _at: self.commitData.emit(combo))
        QTimer.singleShot(0, combo, combo.showPopup)
        return combo


def _column(index: Index) -> EntryColumn:
    model = index.model()
    if not isinstance(model, EntriesModel):
        raise TypeError(type(model))
    return model.columns()[index.column()]


# --- What the editors of lists have in common: a table, buttons for its rows, a note and a hint --


class EntriesEditor(FieldEditor):
    """A table of entries; emits the whole list. A stored value that is no list is left alone.

    *words* are what is said while there are no entries, and those of the buttons that add and
    remove one. A subclass names its own buttons in :meth:`_buttons`, ends its ``__init__`` with
    :meth:`_begin` and says in :meth:`_refresh` what can be done.
    """

    def __init__(
        self,
        columns: Sequence[EntryColumn],
        words: tuple[str, str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        nothing, self._add_words, self._remove_words = words
        self._found: tuple[int, int, int | None] | None = None
        self._model = EntriesModel(columns, self)
        self._table = EntriesTable(self._model, nothing, self)
        self._delegate = EntryDelegate(self._table)
        self._table.setItemDelegate(self._delegate)
        self._fault = note(self)
        self._add = small_button(self, self._add_words, "plus")
        self._remove = small_button(self, self._remove_words, "trash-2")
        self._hint = QLabel(EDIT_HINT, self)
        self._hint.setProperty("role", "key")
        self._hint.setWordWrap(True)

    def _begin(self, *above: QWidget) -> None:
        """Lay everything out, *above* over the table, and follow the table and its buttons."""
        lines, buttons = column(self), FlowLayout(spacing=theme.Space.S)
        for widget in (*above, self._table, self._fault):
            lines.addWidget(widget)
        lines.addLayout(buttons)
        lines.addWidget(self._hint)
        lines.addStretch(1)
        for button, _ in self._buttons():
            buttons.addWidget(button)
        self._model.changed.connect(self._on_changed)
        self._model.modelReset.connect(self._refresh)
        self._table.selectionModel().currentChanged.connect(self._refresh)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._table.remove_wanted.connect(self._remove.click)  # which ignores it while disabled
        self.setFocusProxy(self._table)
        self._refresh()

    def focus_widget(self) -> EntriesTable:
        """Return the table."""
        return self._table

    def mark_found(self, marks: FoundMarks, entry: int | None = None) -> None:
        """Mark words in all cells; the place at hand is that number in the cells of *entry*."""
        self._found = None if entry is None else self._found_cell(marks, entry)
        self._table.mark(marks.words, self._found)

    def _found_cell(self, marks: FoundMarks, entry: int) -> tuple[int, int, int | None]:
        """Return the cell of the place at hand: a hit counts through the cells of its entry."""
        left = marks.current or 0
        for at in range(self._model.columnCount()):
            text = str(self._model.index(entry, at).data() or "")
            there = len(unit_spans(text, marks.words))
            if left < there:
                return entry, at, left
            left -= there
        return entry, 0, None

    def found_place(self) -> QRect:
        """Return where the cell with the place at hand stands."""
        if self._found is None:
            return self.rect()
        place = self._table.visualRect(self._model.index(*self._found[:2]))
        return place.translated(self._table.viewport().mapTo(self, QPoint(0, 0)))

    def enter_found(self) -> None:
        """Put the keyboard into the cell, a text opened with the words selected."""
        self._table.setFocus()
        if self._found is None:
            return
        row, at, number = self._found
        self._table.go_to(row, at)
        marks = self._table.marks_at(self._model.index(row, at))
        if number is None or self._read_only or self._delegate.has_choices(self._column(at)):
            return
        self._table.edit(self._table.currentIndex())
        line = self._table.viewport().findChild(LineEdit)
        if line is not None:
            line.mark(marks)
            line.enter_mark()

    def _column(self, at: int) -> str:
        return self._model.columns()[at].key

    def button(self, text: str) -> QAbstractButton:
        """Return the button that does *text* (a sentence of ui.form.form_words)."""
        return next(button for button, purpose in self._buttons() if purpose == text)

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._add, self._add_words), (self._remove, self._remove_words))

    def _show(self, value: Value) -> None:
        self._delegate.forget_changes()
        self._model.set_entries(value if isinstance(value, list) else [])
        self._fault.setText(LOCKED_LIST.format(value=one_line(shown_text(value), 80)))
        self._fault.setVisible(not self._is_list())
        self._refresh()

    def _is_list(self) -> bool:
        """Whether the stored value is a list or nothing yet; anything else is left alone."""
        return self._value is None or isinstance(self._value, list | Absent)

    def _on_changed(self) -> None:
        self._emit(self._model.entries())
        self._refresh()

    def _on_add(self) -> None:
        raise NotImplementedError  # each list has entries of its own

    def _on_remove(self) -> None:
        at = self._table.current_row()
        self._model.remove(at)
        self._table.go_to(at)
        self._table.setFocus()

    def _refresh(self) -> None:
        """Enable what can be done at the current row."""
        free = not self._read_only and self._is_list()
        self._add.setEnabled(free)
        self._remove.setEnabled(free and self._table.current_row() >= 0)
        self._hint.setVisible(self._model.rowCount() > 0 and not self._read_only)
