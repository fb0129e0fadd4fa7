"""Where requests stand: who has answered what, who is overdue, and reminders for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.excel.workbook_words import listed
from klimaeditor.exchange.exchange_words import ANSWERS
from klimaeditor.exchange.register import Status
from klimaeditor.model.core_words import inflected
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.widgets import common_words
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from klimaeditor.exchange.register import DepartmentEntry, KnownRequests, RequestRegister


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
OVERVIEW_TITLE: Final = "Abfragen verfolgen"
OVERVIEW_COLUMNS: Final = ("Empfänger", "Stand", "Maßnahmen", "Zuletzt erinnert")
OVERVIEW_LIST: Final = "Empfänger der Abfrage"
REQUESTS_LIST: Final = "Abfragen"
ANSWERS_LIST: Final = "Was zurückgekommen ist"
ANSWER_COLUMNS: Final = ("Maßnahme", "Rückmeldung")
NO_ANSWER: Final = "noch keine"
REMIND: Final = "&Erinnerungen erstellen"
TAKE_IN: Final = "&Rückläufe einlesen…"
OTHER: Final = "&Andere Abfrage…"
SHOW_FOLDER: Final = "&Ordner öffnen"


def about(sent: str, due: str, answered: int, total: int) -> str:
    """Return what a request is about, in a line."""
    limit = f", Rückgabe bis {due}" if due else ""
    have = inflected(answered, "ist zurück", "sind zurück")
    return f"Verschickt am {sent}{limit}. {answered} von {total} {have}."


def out_of_reach(folders: Sequence[str]) -> str:
    """Return the sentence about remembered requests whose folder cannot be read."""
    what = inflected(
        len(folders), "1 gemerkte Abfrage fehlt", f"{len(folders)} gemerkte Abfragen fehlen"
    )
    return (
        f"{what} hier, weil der Ordner nicht erreichbar ist: {listed(folders)}. Verbinden Sie das "
        f"Laufwerk, oder zeigen Sie den neuen Ort mit „{common_words.plain(OTHER)}“."
    )


def overdue(days: int) -> str:
    """Return the status of somebody who is late."""
    return inflected(days, f"{STATUS['overdue']} (1 Tag)", f"{STATUS['overdue']} ({days} Tage)")


def request_line(sent: str, answered: int, total: int, late: int) -> str:
    """Return a request in the list of all."""
    behind = f", {late} überfällig" if late else ""
    return f"{sent}\n{answered} von {total}{behind}"


def answered_of(answered: int, total: int) -> str:
    """Return about how many of its measures a department has answered."""
    return f"{answered} von {total}"


_DAY = "%d.%m.%Y"
_WIDEST = 280  # column, logical pixels at 100 %
_LOWEST = 50  # table, logical pixels at 100 %
_LIST = 180  # width of the list of requests, logical pixels at 100 %


class OverviewDialog(DialogFrame):
    """The requests, and where the current one stands.

    *remind_wanted*, *returns_wanted*, *other_wanted* and *folder_wanted* say what the user wants;
    the dialog stays open.
    """

    remind_wanted = Signal()
    returns_wanted = Signal()
    other_wanted = Signal()
    folder_wanted = Signal(object)

    def __init__(
        self,
        known: KnownRequests,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """Take the requests to show, and those out of reach to name."""
        super().__init__(OVERVIEW_TITLE, parent)
        self._registers = list(known.registers)
        self._today = today
        self._requests = QListWidget(self)
        self._requests.setAccessibleName(REQUESTS_LIST)
        self._about = plain_label(role="field", wrap=True)
        self._table = _table(OVERVIEW_COLUMNS, OVERVIEW_LIST, 3, self)
        self._answers = _table(ANSWER_COLUMNS, ANSWERS_LIST, 0, self)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.Space.M, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self._about)
        column.addWidget(self._table, 3)
        column.addWidget(self._answers, 2)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setAccessibleName(common_words.SPLITTER)
        split.addWidget(self._left())
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        width = theme.current().px(_LIST)
        split.setSizes([width, 4 * width])
        self.body.addWidget(split, 1)
        self._name_lost([str(folder) for folder in known.out_of_reach])
        self._remind = self.add_side_button(REMIND, self.remind_wanted.emit)
        self.add_side_button(TAKE_IN, self.returns_wanted.emit)
        self.add_button(common_words.CLOSE, self.reject, default=True)
        self._fill_requests(0)
        self._requests.currentRowChanged.connect(lambda _: self._show_current())
        self._table.itemSelectionChanged.connect(self._show_answers)
        self._show_current()
        fit_screen(self, 980, 560)

    def _left(self) -> QWidget:
        """Return the list of requests with its buttons."""
        left = QWidget(self)
        below = QVBoxLayout(left)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.Space.S)
        below.addWidget(self._requests, 1)
        for words, slot in ((SHOW_FOLDER, self._show_folder), (OTHER, self.other_wanted.emit)):
            button = self.make_button(words, slot)
            button.setAutoDefault(False)
            below.addWidget(button)
        return left

    def _name_lost(self, folders: list[str]) -> None:
        if folders:
            lost = plain_label(out_of_reach(folders), "muted", wrap=True)
            lost.setToolTip(safe_tip("\n".join(folders)))
            self.body.addWidget(lost)

    def current(self) -> RequestRegister:
        """Return the request that is looked at."""
        return self._registers[max(0, self._requests.currentRow())]

    def show_register(self, register: RequestRegister, today: date) -> None:
        """Show a register as it stands on a day, in the place of an earlier state of it."""
        self._today = today
        known = [own.request for own in self._registers]
        if register.request in known:
            place = known.index(register.request)
            self._registers[place] = register
        else:
            place = 0
            self._registers.insert(0, register)
        self._fill_requests(place)
        self._show_current()

    def _show_folder(self) -> None:
        self.folder_wanted.emit(self.current().folder)

    def _fill_requests(self, current: int) -> None:
        self._requests.blockSignals(True)
        self._requests.clear()
        for register in self._registers:
            total = len(register.departments)
            answered = total - len(register.missing(self._today))
            late = len(register.overdue(self._today))
            text = request_line(register.sent.strftime(_DAY), answered, total, late)
            item = QListWidgetItem(text, self._requests)
            item.setToolTip(safe_tip(str(register.folder)))
        self._requests.setCurrentRow(current)
        self._requests.blockSignals(False)

    def _show_current(self) -> None:
        register, today = self.current(), self._today
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
                _status(register, entry, today),
                _measures(entry),
                reminded,
            )
            _fill(self._table, row, cells)
        self._table.selectRow(0)
        self._show_answers()

    def _show_answers(self) -> None:
        """Show what the selected department has said about each of its measures."""
        rows = {index.row() for index in self._table.selectedIndexes()}
        entries = self.current().departments
        entry = entries[min(rows)] if rows and min(rows) < len(entries) else None
        measures = [] if entry is None else list(zip(entry.measures, entry.titles, strict=True))
        said = {} if entry is None else entry.answers()
        self._answers.setRowCount(len(measures))
        for row, (key, title) in enumerate(measures):
            answer = ANSWERS.get(said[key], said[key]) if key in said else NO_ANSWER
            _fill(self._answers, row, (title, answer))


def _table(headers: Sequence[str], name: str, stretched: int, parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, len(headers), parent)
    table.setHorizontalHeaderLabels(list(headers))
    table.setAccessibleName(name)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setMinimumHeight(theme.current().px(_LOWEST))
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    header.setMaximumSectionSize(theme.current().px(_WIDEST))
    return table


def _fill(table: QTableWidget, row: int, texts: Sequence[str]) -> None:
    for place, text in enumerate(texts):
        item = QTableWidgetItem(text)
        item.setToolTip(safe_tip(text))
        table.setItem(row, place, item)


def _status(register: RequestRegister, entry: DepartmentEntry, today: date) -> str:
    status = entry.status(register.due, today)
    if status is Status.OVERDUE and register.due is not None:
        return overdue((today - register.due).days)
    return STATUS[status.value]


def _measures(entry: DepartmentEntry) -> str:
    total = len(entry.measures)
    return answered_of(entry.answered, total) if entry.answered else str(total)
