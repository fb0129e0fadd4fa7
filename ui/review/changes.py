"""A list of changes and, for the one at hand, before and after with the words that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui import theme
from ui.review import texts
from ui.review.columns import Columns
from ui.review.diffing import two_ways
from ui.review.row_list import ListRow, RowList
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.review.rows import ChangeRow

_LEAST_LIST = 45  # logical pixels at 100 %: one row, so that all fits a small screen at 200 %


class ChangesView(QWidget):
    """Takes plain rows; *before* and *after* are the headings of the two versions."""

    def __init__(self, before: str, after: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ChangeRow, ...] = ()
        self._count = plain_label(role="field")
        self.list = RowList(texts.CHANGES_NAME, self, badges=False)
        self.list.setMinimumHeight(theme.current().px(_LEAST_LIST))
        self._columns = Columns((before, after), (1, 1))
        self._legend = plain_label(texts.LEGEND, "note", wrap=True)
        lower = QWidget(self)
        space = theme.Space
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, space.S, 0, 0)
        column.setSpacing(space.XS)
        column.addWidget(self._columns, 1)
        column.addWidget(self._legend)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.list)
        splitter.addWidget(lower)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([1, 1])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space.S)
        whole.addWidget(self._count)
        whole.addWidget(splitter, 1)
        self.list.row_selected.connect(self._show)
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), self.window())
            shortcut.activated.connect(lambda step=step: self._step(step))

    def show_changes(self, rows: Sequence[ChangeRow]) -> None:
        """Show *rows*, the first one in full."""
        self._rows = tuple(rows)
        self._count.setText(texts.changes(len(self._rows)))
        self.list.show_rows(
            [
                ListRow(row.title, row.label, texts.SPOKEN_CHANGE.format(*_names(row)))
                for row in self._rows
            ]
        )
        self.list.select_row(0 if self._rows else None)
        self._show(self.list.selected_row())

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            row = self._rows[place]
            self._columns.show_versions(two_ways(row.before, row.after), row.label)

    def _step(self, step: int) -> None:
        place = self.list.selected_row() + step
        if 0 <= place < len(self._rows):
            self.list.select_row(place)


def _names(row: ChangeRow) -> tuple[str, str]:
    return row.title, row.label
