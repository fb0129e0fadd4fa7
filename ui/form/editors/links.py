"""LINKS: the list of titles and addresses, in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from klimaeditor.values import Absent
from ui import theme
from ui.form import texts
from ui.form.editors import reading
from ui.form.editors.base import FieldEditor, shown_text
from ui.form.editors.entries_delegate import EntryDelegate
from ui.form.editors.entries_model import Column, EntriesModel
from ui.form.editors.entries_table import EntriesTable
from ui.form.editors.layouts import column, icon_button, note, small_button
from ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton

    from klimaeditor.values import Value

_COLUMNS = (
    Column("title", texts.LINK_TITLE, shown_text, reading.read_text),
    Column("url", texts.LINK_URL, shown_text, reading.read_text),
)


class LinksEditor(FieldEditor):
    """A table of links; emits the whole list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = EntriesModel(_COLUMNS, self)
        self._table = EntriesTable(self._model, texts.NO_LINKS, self)
        self._table.setItemDelegate(EntryDelegate(self._table))
        self._fault = note(self)
        self._add = small_button(self, texts.ADD_LINK, "plus")
        self._remove = small_button(self, texts.REMOVE_LINK, "trash-2")
        self._up = icon_button(self, "arrow-up", texts.LINK_UP, small=True)
        self._down = icon_button(self, "arrow-down", texts.LINK_DOWN, small=True)
        self._open = small_button(self, texts.OPEN_LINK, "external-link")
        self._hint = QLabel(texts.EDIT_HINT, self)
        self._hint.setProperty("role", "key")
        self._hint.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._table)
        self._refresh()

    def focus_widget(self) -> EntriesTable:
        """Return the table."""
        return self._table

    def button(self, text: str) -> QAbstractButton:
        """Return the button that does *text* (a sentence of ui.form.texts)."""
        return next(button for button, purpose in self._buttons() if purpose == text)

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return (
            (self._add, texts.ADD_LINK),
            (self._remove, texts.REMOVE_LINK),
            (self._up, texts.LINK_UP),
            (self._down, texts.LINK_DOWN),
            (self._open, texts.OPEN_LINK),
        )

    def _lay_out(self) -> None:
        lines, buttons = column(self), FlowLayout(spacing=theme.Space.S)
        lines.addWidget(self._table)
        lines.addWidget(self._fault)
        lines.addLayout(buttons)
        lines.addWidget(self._hint)
        lines.addStretch(1)
        for button, _ in self._buttons():
            buttons.addWidget(button)

    def _connect(self) -> None:
        self._model.changed.connect(self._on_changed)
        self._table.selectionModel().currentChanged.connect(self._refresh)
        self._model.modelReset.connect(self._refresh)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._table.remove_wanted.connect(self._remove.click)  # which ignores it while disabled
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._open.clicked.connect(self._on_open)

    def _show(self, value: Value) -> None:
        self._model.set_entries(value if isinstance(value, list) else [])
        self._fault.setText(texts.LOCKED_LIST.format(value=shown_text(value)))
        self._fault.setVisible(not self._is_list())
        self._refresh()

    def _lock(self, *, locked: bool) -> None:
        self._model.lock(locked=locked)
        for button in (self._add, self._remove, self._up, self._down):
            button.setVisible(not locked)
        self._refresh()

    def _is_list(self) -> bool:
        """Whether the stored value is a list or nothing yet; anything else is left alone."""
        return self._value is None or isinstance(self._value, list | Absent)

    def _on_changed(self) -> None:
        self._emit(self._model.entries())
        self._refresh()

    def _on_add(self) -> None:
        last = self._model.rowCount()
        self._model.insert(last, {"title": "", "url": ""})
        self._table.go_to(last)
        self._table.edit(self._table.currentIndex())

    def _on_remove(self) -> None:
        at = self._table.current_row()
        self._model.remove(at)
        self._table.go_to(at)
        self._table.setFocus()

    def _move(self, step: int) -> None:
        at = self._table.current_row()
        self._model.move(at, at + step)
        self._refresh()

    def _on_open(self) -> None:
        address = self._model.stored(self._table.current_row(), "url")
        self.open_requested.emit(shown_text(address).strip())

    def _refresh(self) -> None:
        """Enable what can be done at the current row."""
        at, count = self._table.current_row(), self._model.rowCount()
        free = not self._read_only and self._is_list()
        self._add.setEnabled(free)
        self._remove.setEnabled(free and at >= 0)
        self._up.setEnabled(free and at > 0)
        self._down.setEnabled(free and 0 <= at < count - 1)
        self._open.setEnabled(at >= 0 and bool(self._model.stored(at, "url")))
        self._hint.setVisible(count > 0 and not self._read_only)
