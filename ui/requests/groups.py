"""Second page of a request: who gets a workbook; names can be changed and put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.departments.splitting import By, joined, renamed, split
from ui import theme
from ui.requests import texts
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.dataset.records import Dataset
    from klimaeditor.departments.splitting import Group

_WAYS = (
    (By.RESPONSIBLE, texts.BY_BODY),
    (By.CATEGORY, texts.BY_CATEGORY),
    (By.NOTHING, texts.BY_NOTHING),
)


class GroupsPage(QWidget):
    """*changed* says that other workbooks would be made."""

    changed = Signal()

    def __init__(self, dataset: Dataset, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset = dataset
        self._measures: tuple[int, ...] = ()
        self._groups: tuple[Group, ...] = ()
        self._left_out: set[str] = set()
        self._ways = QButtonGroup(self)
        line = QHBoxLayout()
        for number, (_, words) in enumerate(_WAYS):
            button = QRadioButton(words, self)
            self._ways.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        self._table = self._make_table()
        self._join = QPushButton(texts.JOIN, self)
        self._join.setAutoDefault(False)
        self._count = plain_label(role="muted")
        below = QHBoxLayout()
        below.addWidget(self._join)
        below.addWidget(self._count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addLayout(line)
        column.addWidget(plain_label(texts.GROUPS_NOTE, "muted", wrap=True))
        column.addWidget(self._table, 1)
        column.addLayout(below)
        self._ways.button(0).setChecked(True)
        self.setFocusProxy(self._ways.button(0))
        self._ways.idToggled.connect(lambda _id, on: self._split() if on else None)
        self._join.clicked.connect(self._on_join)
        self._table.itemChanged.connect(self._on_item_changed)
        self._table.itemSelectionChanged.connect(self._offer)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(texts.GROUP_COLUMNS), self)
        table.setHorizontalHeaderLabels(texts.GROUP_COLUMNS)
        table.setAccessibleName(texts.GROUPS)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def set_measures(self, measures: Sequence[int]) -> None:
        """Split other measures; what was renamed and joined stays where they are the same."""
        if tuple(measures) != self._measures:
            self._measures = tuple(measures)
            self._split()

    def groups(self) -> tuple[Group, ...]:
        """Return who shall get a workbook."""
        return tuple(group for group in self._groups if group.name not in self._left_out)

    def _split(self) -> None:
        self._left_out.clear()
        self._show(split(self._dataset, self._measures, _WAYS[self._ways.checkedId()][0]))

    def _show(self, groups: tuple[Group, ...]) -> None:
        self._groups = groups
        self._table.blockSignals(True)
        self._table.setRowCount(len(groups))
        flags = Qt.ItemFlag
        for row, group in enumerate(groups):
            name = QTableWidgetItem(group.name)
            name.setFlags(
                flags.ItemIsSelectable | flags.ItemIsEnabled | flags.ItemIsEditable
                | flags.ItemIsUserCheckable
            )  # fmt: skip
            wanted = group.name not in self._left_out
            name.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)
            name.setToolTip(safe_tip(group.name))
            spellings = " · ".join(group.spellings)
            cells = (name, QTableWidgetItem(str(len(group.measures))), QTableWidgetItem(spellings))
            cells[2].setToolTip(safe_tip("\n".join(group.spellings)))
            for place, cell in enumerate(cells):
                if place:
                    cell.setFlags(flags.ItemIsSelectable | flags.ItemIsEnabled)
                self._table.setItem(row, place, cell)
        self._table.blockSignals(False)
        self._offer()

    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() or not 0 <= item.row() < len(self._groups):
            return
        old, new = self._groups[item.row()].name, " ".join(item.text().split())
        if item.checkState() is Qt.CheckState.Unchecked:
            self._left_out.add(old)
        else:
            self._left_out.discard(old)
        if new and new != old:
            self._rename(old, new)
        elif new != item.text():
            self._show(self._groups)
        self._offer()

    def _rename(self, old: str, new: str) -> None:
        if any(group.name == new for group in self._groups):
            self._show(joined(self._groups, (old, new), new))
        else:
            self._show(renamed(self._groups, old, new))

    def _on_join(self) -> None:
        rows = sorted({index.row() for index in self._table.selectedIndexes()})
        names = [self._groups[row].name for row in rows]
        self._show(joined(self._groups, names, names[0]))
        self._table.selectRow(rows[0])

    def _offer(self) -> None:
        rows = {index.row() for index in self._table.selectedIndexes()}
        self._join.setEnabled(len(rows) > 1)
        chosen = self.groups()
        keys = {key for group in chosen for key in group.measures}
        self._count.setText(texts.files(len(chosen), len(keys)))
        self.changed.emit()
