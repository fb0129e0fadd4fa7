"""Third page of a request: which fields are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.excel.request.layout import DEFAULT_FIELDS, askable
from ui import theme
from ui.requests import texts
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROW = 26  # logical pixels at 100 %
_ROLE = int(Qt.ItemDataRole.UserRole)


class FieldsPage(QWidget):
    """*changed* says that other fields are chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget(self)
        self._list.setAccessibleName(texts.FIELDS)
        self.setFocusProxy(self._list)
        for field in askable():
            item = QListWidgetItem(f"{field.section.title} · {field.label}", self._list)
            item.setData(_ROLE, field.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setToolTip(safe_tip(field.help))
            item.setSizeHint(QSize(0, theme.current().px(_ROW)))
        line = QHBoxLayout()
        every = tuple(field.name for field in askable())
        for words, names in ((texts.USUAL, DEFAULT_FIELDS), (texts.ALL, every), (texts.NONE, ())):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, names=names: self.choose(names))
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(plain_label(texts.FIELDS_NOTE, "muted", wrap=True))
        column.addWidget(self._list, 1)
        column.addLayout(line)
        self.choose(DEFAULT_FIELDS)
        self._list.itemChanged.connect(lambda _: self.changed.emit())

    def choose(self, names: Iterable[str]) -> None:
        """Tick exactly these fields."""
        wanted = set(names)
        for item in self._items():
            on = item.data(_ROLE) in wanted
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def fields(self) -> tuple[str, ...]:
        """Return the names of the ticked fields."""
        ticked = Qt.CheckState.Checked
        return tuple(item.data(_ROLE) for item in self._items() if item.checkState() is ticked)

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]
