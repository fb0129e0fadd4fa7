"""Where a request stands: who has answered, who is overdue, and reminders for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from klimaeditor.departments import texts as core_texts
from ui import texts as words
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.requests import texts
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from datetime import date

    from klimaeditor.departments.register import Register

_DAY = "%d.%m.%Y"
_FILE = 3  # its column repeats the name of the department and may be cut
_WIDEST = 340  # column, logical pixels at 100 %


class OverviewDialog(DialogFrame):
    """*remind_wanted* and *returns_wanted* say what the user wants; the dialog stays open."""

    remind_wanted = Signal()
    returns_wanted = Signal()

    def __init__(self, register: Register, today: date, parent: QWidget | None = None) -> None:
        super().__init__(texts.OVERVIEW_TITLE, parent)
        self._about = plain_label(role="field", wrap=True)
        self._table = QTableWidget(0, len(texts.OVERVIEW_COLUMNS), self)
        self._table.setHorizontalHeaderLabels(texts.OVERVIEW_COLUMNS)
        self._table.setAccessibleName(texts.OVERVIEW_LIST)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_FILE, QHeaderView.ResizeMode.Stretch)
        header.setMaximumSectionSize(theme.current().px(_WIDEST))
        self.body.addWidget(self._about)
        self.body.addWidget(self._table, 1)
        self._remind = self.add_side_button(texts.REMIND, self.remind_wanted.emit)
        self.add_side_button(texts.TAKE_IN, self.returns_wanted.emit)
        self.add_button(words.CLOSE, self.reject, default=True)
        self.show_register(register, today)
        fit_screen(self, 860, 480)

    def show_register(self, register: Register, today: date) -> None:
        """Show a register as it stands on a day."""
        missing = register.missing(today)
        entries = register.departments
        due = register.due.strftime(_DAY) if register.due else ""
        answered = len(entries) - len(missing)
        self._about.setText(texts.about(register.sent.strftime(_DAY), due, answered, len(entries)))
        self._remind.setEnabled(bool(missing))
        self._table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            reminded = entry.reminded[-1].strftime(_DAY) if entry.reminded else ""
            cells = (
                entry.name,
                core_texts.STATUS[entry.status(register.due, today).value],
                str(len(entry.measures)),
                entry.file,
                reminded,
            )
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(safe_tip(text))
                self._table.setItem(row, place, item)
