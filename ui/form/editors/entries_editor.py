"""What the editors of lists have in common: a table, buttons for its rows, a note and a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from klimaeditor.values import Absent
from ui import theme
from ui.form import texts
from ui.form.editors.base import FieldEditor, shown_text
from ui.form.editors.entries_delegate import EntryDelegate
from ui.form.editors.entries_model import EntriesModel
from ui.form.editors.entries_table import EntriesTable
from ui.form.editors.layouts import column, note, small_button
from ui.widgets.flow import FlowLayout
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton

    from klimaeditor.values import Value
    from ui.form.editors.entries_model import Column


class EntriesEditor(FieldEditor):
    """A table of entries; emits the whole list. A stored value that is no list is left alone.

    *words* are what is said while there are no entries, and those of the buttons that add and
    remove one. A subclass names its own buttons in :meth:`_buttons`, ends its ``__init__`` with
    :meth:`_begin` and says in :meth:`_refresh` what can be done.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        words: tuple[str, str, str],
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        nothing, self._add_words, self._remove_words = words
        self._model = EntriesModel(columns, self)
        self._table = EntriesTable(self._model, nothing, self)
        self._delegate = EntryDelegate(self._table)
        self._table.setItemDelegate(self._delegate)
        self._fault = note(self)
        self._add = small_button(self, self._add_words, "plus")
        self._remove = small_button(self, self._remove_words, "trash-2")
        self._hint = QLabel(texts.EDIT_HINT, self)
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

    def button(self, text: str) -> QAbstractButton:
        """Return the button that does *text* (a sentence of ui.form.texts)."""
        return next(button for button, purpose in self._buttons() if purpose == text)

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return ((self._add, self._add_words), (self._remove, self._remove_words))

    def _show(self, value: Value) -> None:
        self._delegate.forget_changes()
        self._model.set_entries(value if isinstance(value, list) else [])
        self._fault.setText(texts.LOCKED_LIST.format(value=one_line(shown_text(value), 80)))
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
