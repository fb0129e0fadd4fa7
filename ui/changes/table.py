"""The table of changes: one column, rows as high as their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from ui.changes import texts
from ui.changes.delegate import ChangeDelegate, row_height
from ui.widgets.row_table import FittedTable

if TYPE_CHECKING:
    from ui.changes.model import ChangesModel


class ChangesTable(FittedTable):
    """Fits its rows once they are seen, and again when width, letters or rows are others."""

    def __init__(self, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(texts.PANE, parent)
        self._changes = model
        self._delegate = ChangeDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._later.start)

    def fit(self) -> None:
        """Give every row the height it needs; nothing while nobody sees them."""
        if not self.isVisible():
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        look = self._delegate.look(option, self.viewport().width())
        header = self.verticalHeader()
        for place in range(self._changes.rowCount()):
            row = self._changes.row(place)
            if row is not None:
                header.resizeSection(place, row_height(row, look))
        if self.selected_row() >= 0:
            self.scrollTo(self._changes.index(self.selected_row(), 0))
