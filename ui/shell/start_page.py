"""The start page: what can be opened, and what was open before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.clock import local_now
from klimaeditor.excel.target import TAKEN_FOR_WORKBOOKS
from ui import theme
from ui.settings import RecentEntry
from ui.theme import icons
from ui.widgets import common_words
from ui.widgets.common_words import plain
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.painting import Ink, paint_icon, paint_line, sized
from ui.widgets.row_table import Inks, RowTable, paint_ground
from ui.widgets.tabs import lead_through

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QFont, QResizeEvent, QShowEvent


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


# --- Asks in the background whether paths exist; a dead network drive takes long to say no -------


def path_exists(path: str) -> bool:
    """Return whether there is a file or folder; what cannot be asked counts as not there."""
    try:
        return Path(path).exists()
    except OSError:
        return False


class Presence(QObject):
    """*checked* carries a path and whether it exists, as soon as that is known."""

    checked = Signal(str, bool)

    def __init__(
        self, exists: Callable[[str], bool] = path_exists, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._exists = exists

    def ask(self, paths: Iterable[str]) -> None:
        """Begin to ask for each of *paths*; answers come through :attr:`checked`."""
        for path in paths:
            # A daemon, so that a path that does not answer cannot keep the program from ending.
            Thread(target=self._answer, args=(path,), daemon=True).start()

    def _answer(self, path: str) -> None:
        found = self._exists(path)
        try:
            self.checked.emit(path, found)
        except RuntimeError:
            return  # the page is gone; nobody wants to know any more


# --- German words of the start page --------------------------------------------------------------

PAGE: Final = "Startseite"
OPEN_FOLDER: Final = "&Ordner öffnen…"
OPEN_FOLDER_HINT: Final = "Datensatz mit den vier JSON-Dateien"
OPEN_WORKBOOK: Final = "&Excel öffnen…"
OPEN_WORKBOOK_HINT: Final = "Export oder eine andere Tabelle mit Maßnahmen"
OPEN_SAMPLE: Final = "Be&ispieldatensatz öffnen"
OPEN_SAMPLE_HINT: Final = "Zum Ausprobieren, mit erfundenen Maßnahmen"
DROP_HINT: Final = "Oder einen Ordner, eine der JSON-Dateien oder eine Excel-Datei hierher ziehen."

RECENT: Final = "&Zuletzt verwendet"
NO_RECENT: Final = "Was Sie öffnen, steht beim nächsten Mal hier."
MISSING: Final = "nicht gefunden"
MISSING_PATH: Final = "nicht gefunden · {path}"
REMOVE: Final = "Aus der Liste e&ntfernen"
REMOVE_TIP: Final = (
    "Nimmt den gewählten Eintrag aus der Liste (Entf); die Dateien bleiben, wo sie sind."
)
_TODAY: Final = "heute, {time}"
_YESTERDAY: Final = "gestern, {time}"


def when(moment: datetime, now: datetime) -> str:
    """Return when something was used: „heute, 09:14“, „gestern, 17:30“ or „12.11.2026“."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return _TODAY.format(time=f"{local:%H:%M}")
    if local.date() == now.date() - timedelta(days=1):
        return _YESTERDAY.format(time=f"{local:%H:%M}")
    return f"{local:%d.%m.%Y}"


def spoken(name: str, path: str, moment: str, *, missing: bool) -> str:
    """Return what a screen reader says of an entry."""
    parts = [name, MISSING if missing else "", path, moment]
    return ", ".join(part for part in parts if part)


# --- The model of recently used datasets ---------------------------------------------------------

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
WHEN_ROLE = ENTRY_ROLE + 1  # the words for when it was used


def _spoken(entry: RecentEntry, now: datetime) -> str:
    moment = when(entry.opened, now)
    return spoken(entry.name, entry.path, moment, missing=entry.missing)


_TOLD: Final[dict[int, Callable[[RecentEntry, datetime], object]]] = {
    ENTRY_ROLE: lambda entry, _now: entry,
    WHEN_ROLE: lambda entry, now: when(entry.opened, now),
    int(Qt.ItemDataRole.DisplayRole): lambda entry, _now: entry.name,
    int(Qt.ItemDataRole.ToolTipRole): lambda entry, _now: safe_tip(entry.path),
    int(Qt.ItemDataRole.AccessibleTextRole): _spoken,
}


class RecentModel(QAbstractListModel):
    """The entries, latest first; *clock* says what „heute“ is."""

    def __init__(
        self, parent: QObject | None = None, clock: Callable[[], datetime] = local_now
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: list[RecentEntry] = []

    def set_entries(self, entries: Sequence[RecentEntry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def mark(self, path: str, *, missing: bool) -> None:
        """Note whether *path* is there."""
        for row, entry in enumerate(self._entries):
            if entry.path == path and entry.missing != missing:
                self._entries[row] = replace(entry, missing=missing)
                self.dataChanged.emit(self.index(row), self.index(row))

    def entry(self, row: int) -> RecentEntry | None:
        """Return the entry in a row, None outside the list."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return how many entries there are."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what an entry shows or tells."""
        entry = self.entry(index.row()) if index.isValid() else None
        told = _TOLD.get(role)
        return None if entry is None or told is None else told(entry, self._clock())


# --- Painting a recently used dataset: name and time, path, and a cross that takes it off the list

if TYPE_CHECKING:
    RecentDelegateAnyIndex = QModelIndex | QPersistentModelIndex

_SIDE, _TOP, _RECENT_DELEGATE_ICON, _CROSS = 12, 8, 20, 16  # logical pixels at 100 %


class RecentDelegate(QStyledItemDelegate):
    """*open_clicked* and *remove_clicked* carry a row."""

    open_clicked = Signal(int)
    remove_clicked = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def row_height(self, table: QWidget) -> int:
        """Return the height of a row of *table*."""
        font = table.font()
        height = QFontMetrics(_bold(font)).height() + QFontMetrics(_small(font)).height()
        return height + theme.current().px(2 * _TOP + 2)

    def sizeHint(self, option: QStyleOptionViewItem, _index: RecentDelegateAnyIndex) -> QSize:
        """Return the room a row would like to have."""
        return QSize(theme.current().px(240), self.row_height(option.widget))

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: RecentDelegateAnyIndex,
    ) -> bool:
        """Tell of a click on the cross or elsewhere in the row."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            if event.button() == Qt.MouseButton.LeftButton:
                on_cross = cross_rect(option.rect).contains(event.position().toPoint())
                (self.remove_clicked if on_cross else self.open_clicked).emit(index.row())
            return True
        return super().editorEvent(event, model, option, index)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: RecentDelegateAnyIndex
    ) -> None:
        """Paint one entry."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, RecentEntry):
            return
        tokens, cell = theme.current(), option.rect
        painter.save()
        inks = paint_ground(painter, option, index, tokens)
        extent, side = tokens.px(_RECENT_DELEGATE_ICON), tokens.px(_SIDE)
        at = QPoint(cell.x() + side, cell.y() + (cell.height() - extent) // 2)
        color = tokens.muted if entry.missing else tokens.accent
        paint_icon(painter, at, _icon(entry), color, extent)
        cross, small = cross_rect(cell), tokens.px(_CROSS)
        inset = (cross.width() - small) // 2
        paint_icon(painter, cross.topLeft() + QPoint(inset, inset), "x", tokens.muted, small)
        room = cell.adjusted(2 * side + extent, tokens.px(_TOP), 0, 0)
        room.setRight(cross.x() - side)
        shown = (entry, str(index.data(WHEN_ROLE)))
        _paint_lines(painter, room, shown, option.widget.font(), inks)
        painter.restore()


def cross_rect(cell: QRect) -> QRect:
    """Return where the cross of a row is."""
    tokens = theme.current()
    extent = tokens.px(_CROSS + 8)
    left = cell.right() + 1 - tokens.px(8) - extent
    return QRect(left, cell.y() + (cell.height() - extent) // 2, extent, extent)


def _paint_lines(
    painter: QPainter, room: QRect, shown: tuple[RecentEntry, str], font: QFont, inks: Inks
) -> None:
    """Write name and time of an entry, then its path; a missing one says so in a word."""
    entry, moment = shown
    tokens, bold, small = theme.current(), _bold(font), _small(font)
    taken = QFontMetrics(small).horizontalAdvance(moment) + 2
    line = QRect(room.x(), room.y(), room.width(), QFontMetrics(bold).height())
    right = QRect(line.right() + 1 - taken, line.y(), taken, line.height())
    paint_line(painter, right, moment, Ink(small, inks.muted))
    first = line.adjusted(0, 0, -taken - tokens.px(_SIDE), 0)
    color = inks.muted if entry.missing else inks.text
    paint_line(painter, first, entry.name, Ink(bold, color))
    line.translate(0, line.height() + tokens.px(2))
    line.setHeight(QFontMetrics(small).height())
    path = MISSING_PATH.format(path=entry.path) if entry.missing else entry.path
    paint_line(painter, line, path, Ink(small, inks.muted), Qt.TextElideMode.ElideMiddle)


def _icon(entry: RecentEntry) -> str:
    if entry.missing:
        return "circle-x"
    workbook = Path(entry.path).suffix.lower() in TAKEN_FOR_WORKBOOKS
    return "file-spreadsheet" if workbook else "folder"


def _bold(font: QFont) -> QFont:
    return sized(font, 1.0, bold=True)


def _small(font: QFont) -> QFont:
    return sized(font, 0.95)


# --- The start page: what can be opened, and what was open before --------------------------------

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
        self.setAccessibleName(PAGE)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._presence = presence or Presence(parent=self)
        self._model = RecentModel(self, clock)
        self._table = RowTable(common_words.plain(RECENT), self)
        self._delegate = RecentDelegate(self._table)
        self._nothing = plain_label(NO_RECENT, "muted")
        self._remove = QPushButton(REMOVE, self)
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
        self._remove.setToolTip(REMOVE_TIP)
        self._remove.setAutoDefault(False)
        icons.tint(self._remove, "x")

    def _lay_out(self) -> None:
        space = theme.Space
        name = plain_label(common_words.PRODUCT, "title")
        claim = plain_label(common_words.CLAIM, "muted", wrap=True)
        recent = QLabel(RECENT)
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
        column.addWidget(plain_label(DROP_HINT, "muted", wrap=True))
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
            ("folder-open", OPEN_FOLDER, OPEN_FOLDER_HINT, self.open_folder_requested),
            (
                "file-spreadsheet",
                OPEN_WORKBOOK,
                OPEN_WORKBOOK_HINT,
                self.open_workbook_requested,
            ),
            ("book-open", OPEN_SAMPLE, OPEN_SAMPLE_HINT, self.sample_requested),
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


# --- Where the start page stands; the page itself is made when somebody is about to see it -------


class StartPlace(QWidget):
    """Has the signals of :class:`ui.shell.start_page.StartPage` and hands on what that is told.

    A start that opens a dataset at once never makes the page.
    """

    open_folder_requested = Signal()
    open_workbook_requested = Signal()
    sample_requested = Signal()
    recent_requested = Signal(str)
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
            self.page().way()[0].setFocus()

    def _make(self) -> StartPage:

        page = StartPage(self)
        page.open_folder_requested.connect(self.open_folder_requested)
        page.open_workbook_requested.connect(self.open_workbook_requested)
        page.sample_requested.connect(self.sample_requested)
        page.recent_requested.connect(self.recent_requested)
        page.recent_removed.connect(self.recent_removed)
        page.set_recent(self._recent)
        self._column.addWidget(page)
        page.show()  # a layout shows later, but the keyboard goes there now
        lead_through(page.way(), self)
        return page
