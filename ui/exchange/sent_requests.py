"""What a request has written: the files, their folder, and the text of the mail for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.exchange.requests import mail
from klimaeditor.model.core_words import counted, quoted
from ui import theme
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label, safe_tip

if TYPE_CHECKING:
    from klimaeditor.exchange.register import RequestRegister


# --- words ---------------------------------------------------------------------------------------

SENT_COLUMNS: Final = ("Empfänger", "Maßnahmen", "Datei")
SENT_FILES: Final = "Geschriebene Dateien"
MAIL: Final = "Text für die E-Mail"
OPEN_FOLDER: Final = "&Ordner öffnen"
COPY_MAIL: Final = "Text &kopieren"
COPIED: Final = "Der Text ist in der Zwischenablage."
SEND_NOTE: Final = (
    "Der Klimaeditor verschickt nichts. Hängen Sie je Empfänger die Datei an eine E-Mail; der "
    "Text dafür steht unten. Was zurückgekommen ist, zeigt später „Abfragen verfolgen“."
)


def lies_in(count: int, folder: str) -> str:
    """Return where the files are."""
    what = counted(count, "Datei liegt", "Dateien liegen")
    return f"{what} in {quoted(folder)}."


_WIDEST = 300  # column, logical pixels at 100 %
_LOWEST = 50  # table or text, logical pixels at 100 %


class SentPage(QWidget):
    """The files with their recipients; *folder_wanted* asks for the folder they lie in."""

    folder_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register: RequestRegister | None = None
        self._where = plain_label(role="field", wrap=True)
        self._table = QTableWidget(0, len(SENT_COLUMNS), self)
        self._table.setHorizontalHeaderLabels(SENT_COLUMNS)
        self._table.setAccessibleName(SENT_FILES)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setMaximumSectionSize(theme.current().px(_WIDEST))
        self._mail = QPlainTextEdit(self)
        self._mail.setReadOnly(True)
        self._mail.setAccessibleName(MAIL)
        self._mail.setTabChangesFocus(True)
        for scrolled in (self._table, self._mail):
            scrolled.setMinimumHeight(theme.current().px(_LOWEST))
        self._copied = plain_label(role="muted")
        line = QHBoxLayout()
        for words, slot in ((OPEN_FOLDER, self._open), (COPY_MAIL, self._copy)):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, slot=slot: slot())
            line.addWidget(button)
        line.addWidget(self._copied, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        column.addWidget(self._where)
        column.addWidget(plain_label(SEND_NOTE, "muted", wrap=True))
        column.addWidget(self._table, 2)
        column.addWidget(plain_label(MAIL, "field"))
        column.addWidget(self._mail, 3)
        column.addLayout(line)
        self._table.itemSelectionChanged.connect(self._on_selected)

    def show_register(self, register: RequestRegister) -> None:
        """Show what was written, and the text for the first recipient."""
        self._register = register
        entries = register.departments
        self._where.setText(lies_in(len(entries), str(register.folder)))
        self._table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            for place, text in enumerate((entry.name, str(len(entry.measures)), entry.file)):
                item = QTableWidgetItem(text)
                item.setToolTip(safe_tip(text))
                self._table.setItem(row, place, item)
        self._table.selectRow(0)

    def _on_selected(self) -> None:
        rows = {index.row() for index in self._table.selectedIndexes()}
        if self._register is not None and rows:
            entry = self._register.departments[min(rows)]
            self._mail.setPlainText(mail(self._register, entry))
            self._copied.setText("")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._mail.toPlainText())
        self._copied.setText(COPIED)
        announce(self, COPIED)

    def _open(self) -> None:
        if self._register is not None:
            self.folder_wanted.emit(self._register.folder)
