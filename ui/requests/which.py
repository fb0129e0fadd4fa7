"""First page of a request: which measures it is about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.departments.selecting import incomplete, stale
from ui import theme
from ui.requests import texts
from ui.widgets.dates import CalmDateEdit
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.dataset.records import Dataset


class WhichPage(QWidget):
    """*changed* says that other measures are chosen."""

    changed = Signal()

    def __init__(
        self, dataset: Dataset, shown: Sequence[int], today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dataset, self._shown = dataset, tuple(shown)
        every = dataset.measure_keys()
        self._all = QRadioButton(texts.all_measures(len(every)), self)
        self._listed = QRadioButton(texts.shown_measures(len(shown)), self)
        self._stale = QRadioButton(texts.STALE, self)
        self._incomplete = QRadioButton(texts.INCOMPLETE, self)
        self._since = CalmDateEdit(QDate(today.year - 1, today.month, 1), self)
        self._since.setAccessibleName(texts.SINCE)
        self._count = plain_label(role="muted")
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.M)
        for button in (self._all, self._listed, self._stale, self._incomplete):
            group.addButton(button)
        column.addWidget(self._all)
        column.addWidget(self._listed)
        line = QHBoxLayout()
        line.addWidget(self._stale)
        line.addWidget(self._since)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self._incomplete)
        column.addWidget(self._count)
        column.addStretch(1)
        self._listed.setEnabled(0 < len(shown) < len(every))
        first = self._listed if self._listed.isEnabled() else self._all
        first.setChecked(True)
        self.setFocusProxy(first)
        group.buttonToggled.connect(lambda *_: self._tell())
        self._since.dateChanged.connect(lambda _: self._stale.setChecked(True))
        self._since.dateChanged.connect(lambda _: self._tell())
        self._tell()

    def measures(self) -> tuple[int, ...]:
        """Return the keys of the chosen measures, in the order of the dataset."""
        every = self._dataset.measure_keys()
        if self._listed.isChecked():
            return tuple(key for key in every if key in set(self._shown))
        if self._stale.isChecked():
            day = self._since.date()
            return stale(self._dataset, every, _date(day))
        return incomplete(self._dataset, every) if self._incomplete.isChecked() else tuple(every)

    def _tell(self) -> None:
        self._count.setText(texts.chosen(len(self.measures())))
        self.changed.emit()


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
