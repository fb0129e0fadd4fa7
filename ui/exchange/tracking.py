"""Where a request stands: who has answered, who is overdue, and reminders for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.widgets import common_words
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from datetime import date

    from klimaeditor.exchange.register import RequestRegister


# --- words ---------------------------------------------------------------------------------------

STATUS: Final = MappingProxyType(
    {
        "sent": "versandt",
        "returned": "zurück",
        "merged": "übernommen",
        "overdue": "überfällig",
    }
)


# --- overview --------------------------------------------------------------------------------
OVERVIEW_TITLE: Final = "Abfrage verfolgen"
OVERVIEW_COLUMNS: Final = ("Empfänger", "Stand", "Maßnahmen", "Datei", "Zuletzt erinnert")
OVERVIEW_LIST: Final = "Empfänger der Abfrage"
REMIND: Final = "&Erinnerungen erstellen"
TAKE_IN: Final = "&Rückläufe einlesen…"


def about(sent: str, due: str, answered: int, total: int) -> str:
    """Return what a request is about, in a line."""
    limit = f", Rückgabe bis {due}" if due else ""
    have = "hat" if answered == 1 else "haben"
    return f"Versandt am {sent}{limit}. {answered} von {total} {have} geantwortet."


_DAY = "%d.%m.%Y"
_FILE = 3  # its column repeats the name of the department and may be cut
_WIDEST = 340  # column, logical pixels at 100 %


class OverviewDialog(DialogFrame):
    """*remind_wanted* and *returns_wanted* say what the user wants; the dialog stays open."""

    remind_wanted = Signal()
    returns_wanted = Signal()

    def __init__(
        self, register: RequestRegister, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(OVERVIEW_TITLE, parent)
        self._about = plain_label(role="field", wrap=True)
        self._table = QTableWidget(0, len(OVERVIEW_COLUMNS), self)
        self._table.setHorizontalHeaderLabels(OVERVIEW_COLUMNS)
        self._table.setAccessibleName(OVERVIEW_LIST)
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
        self._remind = self.add_side_button(REMIND, self.remind_wanted.emit)
        self.add_side_button(TAKE_IN, self.returns_wanted.emit)
        self.add_button(common_words.CLOSE, self.reject, default=True)
        self.show_register(register, today)
        fit_screen(self, 860, 480)

    def show_register(self, register: RequestRegister, today: date) -> None:
        """Show a register as it stands on a day."""
        missing = register.missing(today)
        entries = register.departments
        due = register.due.strftime(_DAY) if register.due else ""
        answered = len(entries) - len(missing)
        self._about.setText(about(register.sent.strftime(_DAY), due, answered, len(entries)))
        self._remind.setEnabled(bool(missing))
        self._table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            reminded = entry.reminded[-1].strftime(_DAY) if entry.reminded else ""
            cells = (
                entry.name,
                STATUS[entry.status(register.due, today).value],
                str(len(entry.measures)),
                entry.file,
                reminded,
            )
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(safe_tip(text))
                self._table.setItem(row, place, item)
