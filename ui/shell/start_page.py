"""The start page: what can be opened, and what was open before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.clock import local_now
from ui import theme
from ui.shell.recent_entries import OPEN, Presence, RecentDelegate, RecentModel
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.common_words import plain
from ui.widgets.labels import plain_label
from ui.widgets.row_table import RowTable
from ui.widgets.tabs import lead_through

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from ui.settings import RecentEntry


# --- A large button of the start page: picture, what it opens, and a line about that -------------

_ICON = 28


class StartButton(QPushButton):
    """Its text is written by labels, so that it can take two lines; *text* has a mnemonic."""

    def __init__(self, icon: str, text: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(plain(text))
        self.setAccessibleDescription(hint)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        picture = QLabel(self)
        icons.tint_label(picture, icon, "accent", _ICON)
        title = QLabel(text, self)
        title.setProperty("role", "heading")
        title.setBuddy(self)
        title.setWordWrap(True)
        note = plain_label(hint, "muted", wrap=True)
        for label in (picture, title, note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(title)
        lines.addWidget(note)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.Space.L, theme.Space.L, theme.Space.L, theme.Space.L)
        row.setSpacing(theme.Space.M)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)

    def sizeHint(self) -> QSize:
        """Return the room the labels need."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the room the labels need at the present width, or at a handy one."""
        layout, width = self.layout(), theme.current().px(180)
        if layout is None:
            return QSize(width, 0)
        return QSize(width, layout.heightForWidth(max(width, self.width())))


# --- German words of the start page --------------------------------------------------------------

PAGE: Final = "Startseite"
OPEN_FOLDER: Final = "&Ordner öffnen…"
OPEN_FOLDER_HINT: Final = "Datensatz mit den vier JSON-Dateien"
OPEN_WORKBOOK: Final = "&Excel öffnen…"
OPEN_WORKBOOK_HINT: Final = "Export oder eine andere Tabelle mit Maßnahmen"
OPEN_SAMPLE: Final = "Be&ispiel ansehen"
OPEN_SAMPLE_HINT: Final = "Eine Kopie mit erfundenen Maßnahmen: Ihre Daten sind nicht betroffen."
DROP_HINT: Final = "Ordner, JSON oder Excel hierher ziehen"
NEW_HERE: Final = "Neu hier?"
TOUR: Final = "Rund&gang in fünf Minuten"
TOUR_HINT: Final = "Zeigt am Beispiel: suchen, ändern, prüfen, veröffentlichen."
HANDBOOK: Final = "Handb&uch"

RECENT: Final = "&Zuletzt verwendet"
NO_RECENT: Final = "Was Sie öffnen, steht beim nächsten Mal hier."
KEYS: Final = (
    "Der Stand ist vom letzten Speichern oder Schließen. Die Eingabetaste öffnet; Entf nimmt den "
    "Datensatz aus der Liste, die Dateien bleiben."
)


# --- The start page: what can be opened, and what was open before --------------------------------

_WIDTH, _RIGHT, _BETWEEN = 1084, 332, 36  # of the page and its right column, pixels at 100 %
_SIDE_BY_SIDE = 860
_NO_LIMIT = 16_777_215  # Qt's own QWIDGETSIZE_MAX
_RESTYLED = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})


class StartPage(QScrollArea):
    """Signals say what the user wants; those about recently used things carry a path.

    *presence* tells which of the recently used paths still exist, *clock* what „heute“ is.
    """

    open_folder_requested = Signal()
    open_workbook_requested = Signal()
    sample_requested = Signal()
    handbook_requested = Signal()
    tour_requested = Signal()
    recent_requested = Signal(str)
    recent_searched = Signal(str)
    recent_removed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        presence: Presence | None = None,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(PAGE)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._presence = presence or Presence(parent=self)
        self._model = RecentModel(self, clock)
        self._table = RowTable(common_words.plain(RECENT), self)
        self._delegate = RecentDelegate(self._table)
        self._heading = QLabel(RECENT)
        self._keys = plain_label(KEYS, "muted", wrap=True)
        self._nothing = plain_label(NO_RECENT, "muted", wrap=True)
        self._prepare_table()
        self._page = QWidget()
        self._page.setProperty("role", "page")
        self._first = self._button("book-open", OPEN_SAMPLE, OPEN_SAMPLE_HINT)
        self._buttons = [
            self._button("folder-open", OPEN_FOLDER, OPEN_FOLDER_HINT),
            self._button("file-spreadsheet", OPEN_WORKBOOK, OPEN_WORKBOOK_HINT),
            self._button("book-open", OPEN_SAMPLE, OPEN_SAMPLE_HINT),
        ]
        self._first_tour = self._button("lightbulb", TOUR, TOUR_HINT)
        self._new_here = plain_label(NEW_HERE, "heading")
        self._tour = QPushButton(TOUR, self._page)
        self._tour.setToolTip(TOUR_HINT)
        self._handbook = QPushButton(HANDBOOK, self._page)
        self._lay_out()
        self._connect()
        self._show_state()

    def set_recent(self, recent: Sequence[RecentEntry]) -> None:
        """Show what was used before; whether it still exists is asked in the background."""
        row = self._table.selected_row()
        self._model.set_entries(recent)
        if recent:
            self._table.select_row(min(max(row, 0), len(recent) - 1))
        self._show_state()
        self._presence.ask([entry.path for entry in recent if not entry.missing])

    def way(self) -> list[QWidget]:
        """Return what Tab goes through, in this order; where work begins comes first."""
        first = [self._table, self._first, self._first_tour]
        return [*first, *self._buttons, self._tour, self._handbook]

    def focus_list(self) -> None:
        """Put the keyboard on the latest entry, or where the sample is offered (behaviour 24)."""
        (self._table if self._model.rowCount() else self._first).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_column"):
            self._fit()
            self._turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the right column below the list where they do not fit side by side."""
        super().resizeEvent(event)
        self._turn()

    def _prepare_table(self) -> None:
        table = self._table
        table.setItemDelegate(self._delegate)
        table.setModel(self._model)
        table.setProperty("role", "cards")
        table.double_click_enters = False  # one click has opened it already
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.horizontalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._heading.setProperty("role", "heading")
        self._heading.setBuddy(table)

    def _button(self, icon: str, text: str, hint: str) -> StartButton:
        return StartButton(icon, text, hint, self._page)

    def _lay_out(self) -> None:
        space = theme.Space
        name = plain_label(common_words.PRODUCT, "start")
        claim = plain_label(common_words.CLAIM, "muted", wrap=True)
        self._right = self._right_column()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(self._left_column(), 1)
        self._row.addWidget(self._right)
        self._column = QWidget(self._page)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(space.L, 2 * space.XL, space.L, space.XL)
        column.setSpacing(space.S)
        column.addWidget(name)
        column.addWidget(claim)
        column.addSpacing(space.XL)
        column.addLayout(self._row)
        column.addStretch(1)
        page = QHBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.addStretch(1)
        page.addWidget(self._column, 100)
        page.addStretch(1)
        self.setWidget(self._page)

    def _left_column(self) -> QBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(theme.Space.S)
        first = (self._heading, self._first, self._first_tour, self._nothing)
        for widget in (*first, self._table, self._keys):
            left.addWidget(widget)
        left.addStretch(1)
        return left

    def _right_column(self) -> QWidget:
        drop = plain_label(DROP_HINT, "drop", wrap=True)
        drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for link in (self._tour, self._handbook):
            link.setProperty("role", "link")
            link.setAutoDefault(False)
        column = QWidget(self._page)
        right = QVBoxLayout(column)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.Space.S)
        right.addWidget(plain_label(OPEN, "heading"))
        for button in self._buttons:
            right.addWidget(button)
        right.addWidget(drop)
        right.addSpacing(theme.Space.L)
        right.addWidget(self._new_here)
        for link in (self._tour, self._handbook):
            right.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        return column

    def _turn(self) -> None:
        px = theme.current().px
        narrow = self.viewport().width() < px(_SIDE_BY_SIDE)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(way)
        self._row.setSpacing(theme.Space.XL if narrow else px(_BETWEEN))
        self._right.setMinimumWidth(0 if narrow else px(_RIGHT))
        self._right.setMaximumWidth(_NO_LIMIT if narrow else px(_RIGHT))

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection  # a click must be over before its row goes
        self._delegate.open_clicked.connect(self._open, queued)
        self._delegate.search_clicked.connect(self._search, queued)
        self._delegate.remove_clicked.connect(self._remove_row, queued)
        self._table.entered_row.connect(lambda index, _: self._enter(index.row()))
        self._table.deleted_row.connect(lambda index: self._remove_row(index.row()))
        self._presence.checked.connect(
            lambda path, found: self._model.mark(path, missing=not found)
        )
        folder, workbook, sample = self._buttons
        folder.clicked.connect(self.open_folder_requested)
        workbook.clicked.connect(self.open_workbook_requested)
        sample.clicked.connect(self.sample_requested)
        self._first.clicked.connect(self.sample_requested)
        for tour in (self._first_tour, self._tour):
            tour.clicked.connect(self.tour_requested)
        self._handbook.clicked.connect(self.handbook_requested)

    def _enter(self, row: int) -> None:
        entry = self._model.entry(row)
        (self._search if entry is not None and entry.missing else self._open)(row)

    def _open(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            self.recent_requested.emit(entry.path)

    def _search(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            self.recent_searched.emit(entry.path)

    def _remove_row(self, row: int) -> None:
        entry = self._model.entry(row)
        if entry is not None:
            self._table.select_row(row)
            self.recent_removed.emit(entry.path)

    def _show_state(self) -> None:
        rows = self._model.rowCount()
        known = bool(rows)
        self._heading.setText(RECENT if known else NEW_HERE)
        self._first.setVisible(not known)
        self._first_tour.setVisible(not known)
        self._nothing.setVisible(not known)
        self._new_here.setVisible(known)  # said once
        self._tour.setVisible(known)
        self._buttons[-1].setVisible(known)
        self._table.setVisible(known)
        self._keys.setVisible(known)
        self._fit()

    def _fit(self) -> None:
        """Give the list the height of its rows and the page its width."""
        height = self._delegate.row_height(self._table)
        self._table.verticalHeader().setDefaultSectionSize(height)
        self._table.setFixedHeight(height * self._model.rowCount() + 4)
        self._column.setMaximumWidth(theme.current().px(_WIDTH + 2 * theme.Space.L))


# --- Where the start page stands; the page itself is made when somebody is about to see it -------


class StartPlace(QWidget):
    """Has the signals of :class:`ui.shell.start_page.StartPage` and hands on what that is told.

    A start that opens a dataset at once never makes the page.
    """

    open_folder_requested = Signal()
    open_workbook_requested = Signal()
    sample_requested = Signal()
    handbook_requested = Signal()
    tour_requested = Signal()
    recent_requested = Signal(str)
    recent_searched = Signal(str)
    recent_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: StartPage | None = None
        self._recent: Sequence[RecentEntry] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def set_recent(self, recent: Sequence[RecentEntry]) -> None:
        """Show what was used before, now or as soon as there is a page."""
        self._recent = recent
        if self._page is not None:
            self._page.set_recent(recent)

    def page(self) -> StartPage:
        """Return the page; it is made where it is still missing."""
        if self._page is None:
            self._page = self._make()
        return self._page

    def showEvent(self, event: QShowEvent) -> None:
        """Make the page as soon as it is certain that it stays in sight."""
        super().showEvent(event)
        if self._page is None:
            QTimer.singleShot(0, self, self._make_if_seen)

    def _make_if_seen(self) -> None:
        """Make the page and give it the keyboard: it comes first in the window."""
        if self._page is None and self.isVisible():
            self.page().focus_list()

    def _make(self) -> StartPage:
        page = StartPage(self)
        page.open_folder_requested.connect(self.open_folder_requested)
        page.open_workbook_requested.connect(self.open_workbook_requested)
        page.sample_requested.connect(self.sample_requested)
        page.handbook_requested.connect(self.handbook_requested)
        page.tour_requested.connect(self.tour_requested)
        page.recent_requested.connect(self.recent_requested)
        page.recent_searched.connect(self.recent_searched)
        page.recent_removed.connect(self.recent_removed)
        page.set_recent(self._recent)
        self._column.addWidget(page)
        page.show()  # a layout shows later, but the keyboard goes there now
        lead_through(page.way(), self)
        return page
