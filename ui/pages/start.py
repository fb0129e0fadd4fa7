"""The start page: what can be opened, and what was open before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.clock import local_now
from ui import icons, theme
from ui import texts as words
from ui.pages import texts
from ui.pages.presence import Presence
from ui.pages.recent_delegate import RecentDelegate
from ui.pages.recent_model import RecentModel
from ui.pages.start_button import StartButton
from ui.widgets.labels import plain_label
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent

    from ui.settings import RecentEntry

_WIDTH = 700  # of the column in the middle, logical pixels at 100 %
_SIDE_BY_SIDE = 680
_RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


class StartPage(QScrollArea):
    """Signals say what the user wants; *recent_requested* and *recent_removed* carry a path.

    *presence* tells which of the recently used paths still exist, *clock* what „heute“ is.
    """

    open_folder_requested = Signal()
    open_workbook_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(str)
    recent_removed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        presence: Presence | None = None,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(texts.PAGE)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._presence = presence or Presence(parent=self)
        self._model = RecentModel(self, clock)
        self._table = RowTable(words.plain(texts.RECENT), self)
        self._delegate = RecentDelegate(self._table)
        self._nothing = plain_label(texts.NO_RECENT, "muted")
        self._remove = QPushButton(texts.REMOVE, self)
        self._prepare_table()
        self._page = QWidget()
        self._page.setProperty("role", "page")
        self._lay_out()
        self._connect()
        self._show_state()

    def set_recent(self, recent: Sequence[RecentEntry]) -> None:
        """Show what was used before; whether it still exists is asked in the background."""
        row = self._table.selected_row()
        self._model.set_entries(recent)
        if recent and row >= 0:
            self._table.select_row(min(row, len(recent) - 1))
        self._show_state()
        self._presence.ask([entry.path for entry in recent if not entry.missing])

    def way(self) -> list[QWidget]:
        """Return what Tab goes through, in this order."""
        return [*self._page.findChildren(StartButton), self._table, self._remove]

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_column"):
            self._fit()
            self._turn()

    def _prepare_table(self) -> None:
        table = self._table
        table.setItemDelegate(self._delegate)
        table.setModel(self._model)
        table.setProperty("role", "")
        table.double_click_enters = False  # one click has opened it already
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._remove.setProperty("role", "small")
        self._remove.setToolTip(texts.REMOVE_TIP)
        self._remove.setAutoDefault(False)
        icons.tint(self._remove, "x")

    def _lay_out(self) -> None:
        space = theme.Space
        name = plain_label(words.PRODUCT, "title")
        claim = plain_label(words.CLAIM, "muted", wrap=True)
        recent = QLabel(texts.RECENT)
        recent.setProperty("role", "heading")
        recent.setBuddy(self._table)
        self._column = QWidget(self._page)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(space.L, 2 * space.XL, space.L, space.XL)
        column.setSpacing(space.S)
        column.addWidget(name)
        column.addWidget(claim)
        column.addSpacing(space.L)
        column.addLayout(self._buttons())
        column.addWidget(plain_label(texts.DROP_HINT, "muted", wrap=True))
        column.addSpacing(space.L)
        column.addWidget(recent)
        column.addWidget(self._nothing)
        column.addWidget(self._table)
        column.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        page = QHBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.addStretch(1)
        page.addWidget(self._column, 100)
        page.addStretch(1)
        self.setWidget(self._page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the large buttons below each other where they do not fit side by side."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        narrow = self.viewport().width() < theme.current().px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)

    def _buttons(self) -> QBoxLayout:
        self._row = row = QHBoxLayout()
        row.setSpacing(theme.Space.M)
        for icon, text, hint, signal in (
            ("folder-open", texts.OPEN_FOLDER, texts.OPEN_FOLDER_HINT, self.open_folder_requested),
            (
                "file-spreadsheet",
                texts.OPEN_WORKBOOK,
                texts.OPEN_WORKBOOK_HINT,
                self.open_workbook_requested,
            ),
            ("book-open", texts.OPEN_SAMPLE, texts.OPEN_SAMPLE_HINT, self.sample_requested),
        ):
            button = StartButton(icon, text, hint, self._page)
            button.clicked.connect(signal)
            row.addWidget(button, 1)
        return row

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection  # a click must be over before its row goes
        self._delegate.open_clicked.connect(self._open, queued)
        self._delegate.remove_clicked.connect(self._remove_row, queued)
        self._table.entered_row.connect(lambda index, _: self._open(index.row()))
        self._table.deleted_row.connect(lambda index: self._remove_row(index.row()))
        self._table.selectionModel().selectionChanged.connect(self._show_state)
        self._remove.clicked.connect(lambda: self._remove_row(self._table.selected_row()))
        self._presence.checked.connect(
            lambda path, found: self._model.mark(path, missing=not found)
        )

    def _open(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            self.recent_requested.emit(entry.path)

    def _remove_row(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            self._table.select_row(row)
            self.recent_removed.emit(entry.path)

    def _show_state(self) -> None:
        rows = self._model.rowCount()
        self._nothing.setVisible(not rows)
        self._table.setVisible(bool(rows))
        self._remove.setVisible(bool(rows))
        self._remove.setEnabled(self._table.selected_row() >= 0)
        self._fit()

    def _fit(self) -> None:
        """Give the list the height of its rows and the page its width."""
        height = self._delegate.row_height(self._table)
        self._table.verticalHeader().setDefaultSectionSize(height)
        self._table.setFixedHeight(height * self._model.rowCount() + 4)
        self._column.setMaximumWidth(theme.current().px(_WIDTH))
