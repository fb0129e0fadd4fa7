"""The recently used datasets of the start page: how each stood, and whether it is still there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final, NamedTuple

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
    Signal,
)
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from klimaeditor.clock import local_now
from klimaeditor.excel.target import TAKEN_FOR_WORKBOOKS
from klimaeditor.model.core_words import counted
from ui import theme
from ui.settings import RecentEntry, Standing
from ui.widgets.labels import safe_tip
from ui.widgets.painting import Ink, paint_icon, paint_line, sized
from ui.widgets.row_table import RowTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QFont


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


# --- German words of an entry ------------------------------------------------------------------

OPEN: Final = "Öffnen"
MISSING: Final = "nicht gefunden"
FOLDER_MISSING: Final = "Ordner nicht gefunden. Ist das Laufwerk verbunden?"
FILE_MISSING: Final = "Datei nicht gefunden. Ist das Laufwerk verbunden?"
SEARCH: Final = "Suchen…"
NO_ERRORS: Final = "keine Fehler"
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


def count_measures(count: int) -> str:
    """Return „1 Maßnahme“ or „21 Maßnahmen“."""
    return counted(count, "Maßnahme", "Maßnahmen")


def count_waiting(count: int) -> str:
    """Return how many returned files somebody has begun to decide."""
    return counted(count, "Rücklauf wartet", "Rückläufe warten")


class Fact(NamedTuple):
    """A count of an entry: its sign and words, in the colour of a role."""

    icon: str
    words: str
    role: str


def facts(standing: Standing | None) -> list[Fact]:
    """Return what an entry says of errors, warnings and returns that wait; [] where unknown."""
    if standing is None:
        return []
    errors, warnings, waiting = standing.errors, standing.warnings, standing.waiting
    told = [
        Fact("circle-x", counted(errors, "Fehler", "Fehler"), "error")
        if errors
        else Fact("circle-check", NO_ERRORS, "good")
    ]
    if warnings:
        words = counted(warnings, "Warnung", "Warnungen")
        told.append(Fact("triangle-alert", words, "warning"))
    if waiting:
        told.append(Fact("users", count_waiting(waiting), "accent"))
    return told


def spoken(entry: RecentEntry, now: datetime) -> str:
    """Return what a screen reader says of an entry."""
    standing = entry.standing
    parts = [
        entry.name,
        MISSING if entry.missing else "",
        entry.path,
        when(entry.opened, now),
        count_measures(standing.measures) if standing else "",
        *(fact.words for fact in facts(standing)),
    ]
    return ", ".join(part for part in parts if part)


# --- The model of recently used datasets ---------------------------------------------------------

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
WHEN_ROLE = ENTRY_ROLE + 1  # the words for when it was used


_TOLD: Final[dict[int, Callable[[RecentEntry, datetime], object]]] = {
    ENTRY_ROLE: lambda entry, _now: entry,
    WHEN_ROLE: lambda entry, now: when(entry.opened, now),
    int(Qt.ItemDataRole.DisplayRole): lambda entry, _now: entry.name,
    int(Qt.ItemDataRole.ToolTipRole): lambda entry, _now: safe_tip(entry.path),
    int(Qt.ItemDataRole.AccessibleTextRole): spoken,
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


# --- Painting a recently used dataset: a card with two lines, the selected one with a button ------

if TYPE_CHECKING:
    RecentDelegateAnyIndex = QModelIndex | QPersistentModelIndex

# Logical pixels at 100 %, measured from the mock-up.
_SIDE, _CARD, _GAP, _SIGN, _CROSS = 16, 64, 8, 20, 16
_MOMENT, _COUNT = 110, 104  # columns of the second line
_BUTTON = 78
_ROOM_FOR_BUTTON = 560  # a narrower card is opened without one


class RecentDelegate(QStyledItemDelegate):
    """*open_clicked*, *search_clicked* and *remove_clicked* carry a row."""

    open_clicked = Signal(int)
    search_clicked = Signal(int)
    remove_clicked = Signal(int)

    def row_height(self, table: QWidget) -> int:
        """Return the height of a row of *table*: a card and the gap below it."""
        font, tokens = table.font(), theme.current()
        lines = QFontMetrics(_bold(font)).height() + QFontMetrics(_small(font)).height()
        return max(tokens.px(_CARD), lines + tokens.px(20)) + tokens.px(_GAP)

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
                self._clicked(index, on_cross=_is_at(event, cross_rect(option.rect)))
            return True
        return super().editorEvent(event, model, option, index)

    def _clicked(self, index: RecentDelegateAnyIndex, *, on_cross: bool) -> None:
        entry = index.data(ENTRY_ROLE)
        if on_cross:
            self.remove_clicked.emit(index.row())
        elif isinstance(entry, RecentEntry) and entry.missing:
            self.search_clicked.emit(index.row())
        else:
            self.open_clicked.emit(index.row())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: RecentDelegateAnyIndex
    ) -> None:
        """Paint one entry."""
        entry, table = index.data(ENTRY_ROLE), option.widget
        if not isinstance(entry, RecentEntry) or not isinstance(table, RowTable):
            return
        tokens, card = theme.current(), _card(option.rect)
        selected = index.row() == table.selected_row()
        painter.save()
        _paint_card(painter, card, table, index.row())
        sign, side = tokens.px(_SIGN), tokens.px(_SIDE)
        at = QPoint(card.x() + side, card.y() + (card.height() - sign) // 2)
        color = tokens.muted if entry.missing else tokens.accent
        paint_icon(painter, at, _icon(entry), color, sign)
        cross, small = cross_rect(option.rect), tokens.px(_CROSS)
        inset = (cross.width() - small) // 2
        paint_icon(painter, cross.topLeft() + QPoint(inset, inset), "x", tokens.muted, small)
        end = cross.x() - tokens.px(_GAP)
        if selected and not entry.missing and card.width() >= tokens.px(_ROOM_FOR_BUTTON):
            end = _paint_button(painter, card, end, table.font()) - tokens.px(_GAP)
        left = card.x() + 2 * side + sign
        room = QRect(left, card.y(), max(0, end - left), card.height())
        _paint_lines(painter, room, (entry, str(index.data(WHEN_ROLE))), table.font())
        painter.restore()


def _is_at(event: QMouseEvent, place: QRect) -> bool:
    return place.contains(event.position().toPoint())


def _card(cell: QRect) -> QRect:
    return cell.adjusted(2, 2, -2, 2 - theme.current().px(_GAP))


def cross_rect(cell: QRect) -> QRect:
    """Return where the cross of a row is."""
    card, extent = _card(cell), theme.current().px(_CROSS + 8)
    left = card.right() + 1 - theme.current().px(_GAP) - extent
    return QRect(left, card.y() + (card.height() - extent) // 2, extent, extent)


def _paint_card(painter: QPainter, card: QRect, table: RowTable, row: int) -> None:
    """Paint the ground; the selected card has a frame, which says where the keyboard is, too."""
    tokens = theme.current()
    selected = row == table.selected_row()
    frame = "line"
    if selected:
        frame = "focus" if table.hasFocus() else "accent"
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.color(frame), 2 if selected else 1))
    painter.setBrush(tokens.color("hover" if row == table.hovered and not selected else "panel"))
    radius = tokens.px(8)
    painter.drawRoundedRect(card, radius, radius)


def _paint_button(painter: QPainter, card: QRect, end: int, font: QFont) -> int:
    """Paint what a click does in the selected card; return where it begins."""
    tokens, strong = theme.current(), sized(font, 1.0, bold=True)
    needed = QFontMetrics(strong).horizontalAdvance(OPEN) + tokens.px(2 * _SIDE)
    wide, high = max(tokens.px(_BUTTON), needed), tokens.px(34)
    place = QRect(end - wide, card.y() + (card.height() - high) // 2, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color("fill"))
    painter.drawRoundedRect(place, tokens.px(6), tokens.px(6))
    painter.setFont(strong)
    painter.setPen(tokens.color("on_fill"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, OPEN)
    return place.x()


def _paint_lines(
    painter: QPainter, room: QRect, shown: tuple[RecentEntry, str], font: QFont
) -> None:
    """Write name and path of an entry, and below them when it was used and how it stood."""
    entry, moment = shown
    tokens, bold, small = theme.current(), _bold(font), _small(font)
    high, low = QFontMetrics(bold).height(), QFontMetrics(small).height()
    top = room.y() + (room.height() - high - low - tokens.px(4)) // 2
    name_ink = Ink(bold, tokens.color("muted" if entry.missing else "text"))
    muted = Ink(small, tokens.color("muted"))
    wide = min(QFontMetrics(bold).horizontalAdvance(entry.name) + 2, room.width())
    paint_line(painter, QRect(room.x(), top, wide, high), entry.name, name_ink)
    rest = QRect(room.x() + wide + tokens.px(12), top, 0, high)
    rest.setRight(room.right())
    if rest.width() > tokens.px(40):
        paint_line(painter, rest, entry.path, muted, Qt.TextElideMode.ElideMiddle)
    line = QRect(room.x(), top + high + tokens.px(4), room.width(), low)
    paint_line(painter, line, moment, muted)
    line.setLeft(line.x() + max(tokens.px(_MOMENT), _width(small, moment) + tokens.px(12)))
    if entry.missing:
        _paint_missing(painter, line, entry, small)
    elif entry.standing is not None:
        words = count_measures(entry.standing.measures)
        paint_line(painter, line, words, muted)
        line.setLeft(line.x() + max(tokens.px(_COUNT), _width(small, words) + tokens.px(12)))
        _paint_facts(painter, line, facts(entry.standing), small)


def _paint_facts(painter: QPainter, line: QRect, told: Sequence[Fact], font: QFont) -> None:
    """Write signs and words one after the other, as long as they fit whole."""
    tokens, strong = theme.current(), sized(font, 1.0, bold=True)
    sign = tokens.px(14)
    for fact in told:
        wide = _width(strong, fact.words) + 2
        if line.width() < sign + tokens.px(4) + wide:
            return
        color = tokens.color(fact.role)
        at = QPoint(line.x(), line.y() + (line.height() - sign) // 2)
        paint_icon(painter, at, fact.icon, color.name(), sign)
        words = QRect(line.x() + sign + tokens.px(4), line.y(), wide, line.height())
        paint_line(painter, words, fact.words, Ink(strong, color))
        line.setLeft(words.right() + tokens.px(_SIDE))


def _paint_missing(painter: QPainter, line: QRect, entry: RecentEntry, font: QFont) -> None:
    tokens = theme.current()
    words = FILE_MISSING if _is_workbook(entry) else FOLDER_MISSING
    paint_line(painter, line, words, Ink(font, tokens.color("muted")))
    line.setLeft(line.x() + _width(font, words) + tokens.px(12))
    paint_line(painter, line, SEARCH, Ink(font, tokens.color("accent")))


def _width(font: QFont, words: str) -> int:
    return QFontMetrics(font).horizontalAdvance(words)


def _is_workbook(entry: RecentEntry) -> bool:
    return Path(entry.path).suffix.lower() in TAKEN_FOR_WORKBOOKS


def _icon(entry: RecentEntry) -> str:
    return "file-spreadsheet" if _is_workbook(entry) else "folder"


def _bold(font: QFont) -> QFont:
    return sized(font, 1.05, bold=True)


def _small(font: QFont) -> QFont:
    return sized(font, 0.95)
