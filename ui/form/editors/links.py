"""LINKS: the list of titles and addresses, in the order of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.form import texts
from ui.form.editors import reading
from ui.form.editors.base import shown_text
from ui.form.editors.entries_editor import EntriesEditor
from ui.form.editors.entries_model import Column
from ui.form.editors.layouts import icon_button, small_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QAbstractButton, QWidget

_COLUMNS = (
    Column("title", texts.LINK_TITLE, shown_text, reading.read_text),
    Column("url", texts.LINK_URL, shown_text, reading.read_text),
)


class LinksEditor(EntriesEditor):
    """A table of links; emits the whole list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_COLUMNS, (texts.NO_LINKS, texts.ADD_LINK, texts.REMOVE_LINK), parent)
        self._up = icon_button(self, "arrow-up", texts.LINK_UP, small=True)
        self._down = icon_button(self, "arrow-down", texts.LINK_DOWN, small=True)
        self._open = small_button(self, texts.OPEN_LINK, "external-link")
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._open.clicked.connect(self._on_open)
        self._begin()

    def _buttons(self) -> Sequence[tuple[QAbstractButton, str]]:
        return (
            *super()._buttons(),
            (self._up, texts.LINK_UP),
            (self._down, texts.LINK_DOWN),
            (self._open, texts.OPEN_LINK),
        )

    def _lock(self, *, locked: bool) -> None:
        self._model.lock(locked=locked)
        for button in (self._add, self._remove, self._up, self._down):
            button.setVisible(not locked)
        self._refresh()

    def _on_add(self) -> None:
        last = self._model.rowCount()
        self._model.insert(last, {"title": "", "url": ""})
        self._table.go_to(last)
        self._table.edit(self._table.currentIndex())

    def _move(self, step: int) -> None:
        at = self._table.current_row()
        self._model.move(at, at + step)
        self._refresh()

    def _on_open(self) -> None:
        address = self._model.stored(self._table.current_row(), "url")
        self.open_requested.emit(shown_text(address).strip())

    def _refresh(self) -> None:
        """Enable what can be done at the current row."""
        super()._refresh()
        at, count = self._table.current_row(), self._model.rowCount()
        free = not self._read_only and self._is_list()
        self._up.setEnabled(free and at > 0)
        self._down.setEnabled(free and 0 <= at < count - 1)
        self._open.setEnabled(at >= 0 and bool(self._model.stored(at, "url")))
