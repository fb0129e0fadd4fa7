"""The table of LINKS and SERIES, its cells, and what the editors of both lists have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
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
from ui.form.editors.entries_model import STORED, EntriesModel, EntryColumn, Index
from ui.form.editors.pasting import NO_ROWS, PastedColumn, cells_of, is_table, read_rows
from ui.widgets import pickers
from ui.widgets.announce import announce
from ui.widgets.clipboard import Clip, clip_of
from ui.widgets.found import FoundMarks, paint_marks, unit_spans, written_line
from ui.widgets.layouts import FlowLayout, bring_into_sight
from ui.widgets.painting import one_line
from ui.widgets.pickers import CalmComboBox
from ui.widgets.reading import shown_text
from ui.widgets.text_edits import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtWidgets import QAbstractButton

    from klimaeditor.model.values import Value
    from ui.form.editors.base import Choice


# --- words ---------------------------------------------------------------------------------------

EDIT_HINT = "Ändern mit Doppelklick oder F2, entfernen mit Entf, Zeilen aus Excel: Strg+V"
PASTE_HINT = "Zeilen aus Excel einfügen mit Strg+V"
CELL = "{header}, Zeile {row}"
LOCKED_LIST = "Der gespeicherte Wert ist keine Liste und bleibt unverändert: {value}"


# --- The table of LINKS and SERIES: grows with its rows, edits in place, lets Tab and wheel pass -

_MOST_ROWS = 10
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TRIGGER = QAbstractItemView.EditTrigger
_FONT_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange)


class EntriesTable(QTableView):
    """A table as high as its rows, up to ten; *empty* is what it says without rows.

    *remove_wanted* says that Del was pressed on a row, outside the cells being edited,
    *paste_wanted* that rows of the clipboard are to be added.
    """

    remove_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, model: EntriesModel, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty = empty
        self.locked = False
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

    # --- the clipboard ---------------------------------------------------------------------

    def can_clip(self, what: Clip) -> bool:
        """Whether the row can be cut or copied, or rows be pasted."""
        if what is Clip.COPY:
            return self.current_row() >= 0
        return not self.locked and (what is Clip.PASTE or self.current_row() >= 0)

    def clip(self, what: Clip) -> None:
        """Cut or copy the row as a spreadsheet does, or paste rows."""
        if not self.can_clip(what):
            return
        if what is Clip.PASTE:
            self.paste_wanted.emit()
            return
        row, count = self.current_row(), self.model().columnCount()
        cells = [str(self.model().index(row, at).data() or "") for at in range(count)]
        QGuiApplication.clipboard().setText("\t".join(cells))
        if what is Clip.CUT:
            self.remove_wanted.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the clipboard from the menu while the table has the keyboard."""
        over = QEvent.Type.ShortcutOverride
        if isinstance(event, QKeyEvent) and event.type() == over and clip_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit with Enter as with F2, and ask with Del to remove the row."""
        editing = self.state() == QAbstractItemView.State.EditingState
        clip = clip_of(event)
        if clip is not None and not editing:
            self.clip(clip)
        elif event.key() in _ENTER and not editing:
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
        line, rows = self.fontMetrics().lineSpacing(), self.verticalHeader()
        rows.setMinimumSectionSize(line)
        rows.setDefaultSectionSize(round(line * 1.9))
        for row in range(self.model().rowCount()):  # the least size makes Qt take them for dragged
            rows.resizeSection(row, rows.defaultSectionSize())
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
        """Walk with Tab inside the row; at its ends leave the table (A11Y-02).

        Rows of a spreadsheet that are pasted into a cell become rows here, too.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            pastes = event.matches(QKeySequence.StandardKey.Paste)
            if (
                pastes
                and isinstance(editor, QWidget)
                and is_table(QGuiApplication.clipboard().text())
            ):
                self.closeEditor.emit(editor)
                self._table.paste_wanted.emit()
                return True
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
        self._fault, self._told = note(self), note(self)
        self._add = small_button(self, self._add_words, "plus")
        self._remove = small_button(self, self._remove_words, "trash-2")
        self._hint = QLabel(EDIT_HINT, self)
        self._hint.setProperty("role", "key")
        self._hint.setWordWrap(True)

    def _begin(self, *above: QWidget) -> None:
        """Lay everything out, *above* over the table, and follow the table and its buttons."""
        lines, buttons = column(self), FlowLayout(spacing=theme.Space.S)
        for widget in (*above, self._table, self._fault, self._told):
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
        self._table.paste_wanted.connect(self.paste_rows)
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
        line = self._table.indexWidget(self._table.currentIndex())  # a former one goes later
        if isinstance(line, LineEdit):
            line.mark(marks)
            line.enter_mark()

    def _column(self, at: int) -> str:
        return self._model.columns()[at].key

    def button(self, text: str) -> QAbstractButton:
        """Return the button that does *text*."""
        return next(button for button, purpose in self._buttons() if purpose == text)

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._add, self._add_words), (self._remove, self._remove_words))

    def _show(self, value: Value) -> None:
        self._delegate.forget_changes()
        self._told.hide()
        self._model.set_entries(value if isinstance(value, list) else [])
        self._fault.setText(LOCKED_LIST.format(value=one_line(shown_text(value), 80)))
        self._fault.setVisible(not self._is_list())
        self._refresh()

    def _is_list(self) -> bool:
        """Whether the stored value is a list or nothing yet; anything else is left alone."""
        return self._value is None or isinstance(self._value, list | Absent)

    def _on_changed(self) -> None:
        self._told.hide()
        self._emit(self._model.entries())
        self._refresh()

    # --- rows of a spreadsheet -----------------------------------------------------------------

    def paste_rows(self) -> None:
        """Add the rows of the clipboard as one step, and say what was not understood."""
        if self._read_only or not self._is_list():
            return
        before = self._model.entries()
        rows = cells_of(QGuiApplication.clipboard().text())
        found = read_rows(rows, self._pasted_columns(), before)
        if found.entries:
            self.step_began.emit()
            self._model.put(self._with_pasted(before, found.entries))
            self.step_began.emit()
        done = self._pasted_words(len(found.entries)) if rows else NO_ROWS
        self._told.setText(" ".join((done, *found.remarks)))
        self._told.show()
        announce(self, self._told.text())

    def told(self) -> str:
        """Return what is said of the rows pasted last, "" for nothing."""
        return "" if self._told.isHidden() else self._told.text()

    def _pasted_columns(self) -> Sequence[PastedColumn]:
        raise NotImplementedError  # each list reads cells of its own

    def _with_pasted(self, entries: Sequence[Json], pasted: Sequence[Json]) -> list[Json]:
        """Return all entries, those *pasted* where they belong."""
        return [*entries, *pasted]

    def _pasted_words(self, count: int) -> str:
        raise NotImplementedError

    def _on_add(self) -> None:
        raise NotImplementedError  # each list has entries of its own

    def _type_here(self) -> None:
        """Open the current cell; what a new entry has pushed down is in sight before."""
        bring_into_sight(self)
        self._table.edit(self._table.currentIndex())

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
        self._table.locked = not free
        self._hint.setText(EDIT_HINT if self._model.rowCount() else PASTE_HINT)
        self._hint.setVisible(free)
