"""The history: every step since the document was opened, and the way to each state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.bridge import Connections, DocumentBridge, no_document
from ui.theme import Tone
from ui.widgets.common_words import NO_DATASET
from ui.widgets.labels import EmptyState, safe_tip
from ui.widgets.painting import Ink, badge_size, paint_badge, paint_icon, paint_line, sized
from ui.widgets.row_table import RowTable, paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QFont, QUndoStack


# --- German words of the history -----------------------------------------------------------------

PANE: Final = "Verlauf der Schritte"
NOTHING: Final = "Noch kein Schritt."
NOTHING_HINT: Final = (
    "Hier steht jede Änderung seit dem Öffnen. Ein Klick führt zu dem Stand, den es danach gab."
)
START: Final = "Stand beim Öffnen"
UNNAMED: Final = "Änderung"
SAVED: Final = "gespeichert"
TIP: Final = "Zu diesem Stand gehen (Eingabetaste)"
_CURRENT: Final = "aktueller Stand"
_UNDONE: Final = "zurückgenommen"


def spoken(name: str, *, current: bool, undone: bool, saved: bool) -> str:
    """Return what a screen reader says about a state."""
    marks = ((current, _CURRENT), (undone, _UNDONE), (saved, SAVED))
    return ", ".join([name, *(word for holds, word in marks if holds)])


# --- The undo stack as a list of states: the one at the beginning, and one after every step ------

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex

STATE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class HistoryState:
    """A state that can be gone to: the name of the step that leads there, and what it is."""

    name: str
    current: bool
    undone: bool
    saved: bool


class HistoryModel(QAbstractTableModel):
    """One row a state. *renewed* says that any of them may be another."""

    renewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._heard = Connections()
        self._count = 0

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the states of another document."""
        self._bridge = bridge
        stack = self._stack
        self._heard.renew((stack.indexChanged, self._renew), (stack.cleanChanged, self._renew))
        self._renew()

    @property
    def _stack(self) -> QUndoStack:
        return self._bridge.stack

    @property
    def current(self) -> int:
        """The row of the present state."""
        return self._stack.index()

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return self._stack.count()

    def state(self, row: int) -> HistoryState | None:
        """Return the state of a row, None outside the list."""
        if not 0 <= row < self._count:
            return None
        step = self._stack.text(row - 1) or UNNAMED if row else START
        index, clean = self._stack.index(), self._stack.cleanIndex()
        return HistoryState(step, row == index, row > index, row == clean)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of states."""
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return that there is one column."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows or tells."""
        state = self.state(index.row()) if index.isValid() else None
        if state is None:
            return None
        if role == STATE_ROLE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return state.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            marks = {"current": state.current, "undone": state.undone, "saved": state.saved}
            return spoken(state.name, **marks)
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(f"{state.name}\n{TIP}")
        return None

    def _renew(self, _: object = None) -> None:
        """Take over the states; rows come and go at the end, all others may look different."""
        wanted = self.steps + 1 if self.steps else 0
        if wanted == 0 or self._count == 0:
            self.beginResetModel()
            self._count = wanted
            self.endResetModel()
        elif wanted > self._count:
            self.beginInsertRows(self.index(-1, -1), self._count, wanted - 1)
            self._count = wanted
            self.endInsertRows()
        elif wanted < self._count:
            self.beginRemoveRows(self.index(-1, -1), wanted, self._count - 1)
            self._count = wanted
            self.endRemoveRows()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))
        self.renewed.emit()


# --- How states look: an icon for where one is, a badge for what is saved ------------------------

if TYPE_CHECKING:
    DelegateAnyIndex = QModelIndex | QPersistentModelIndex

_PADDING, _ICON, _EXTRA = 12, 14, 14  # logical pixels at 100 %


def row_height(font: QFont) -> int:
    """Return the height of every row."""
    return QFontMetrics(font).lineSpacing() + theme.current().px(_EXTRA)


class HistoryDelegate(QStyledItemDelegate):
    """Paints one state a row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: DelegateAnyIndex
    ) -> None:
        """Paint a state: the present one bold with an arrow, undone ones pale with a ring."""
        state = index.data(STATE_ROLE)
        if not isinstance(state, HistoryState):
            return
        tokens, font = theme.current(), option.widget.font()
        painter.save()
        inks = paint_ground(painter, option, index, tokens)
        ink = inks.muted if state.undone else inks.text
        room: QRect = option.rect.adjusted(tokens.px(_PADDING), 0, -tokens.px(_PADDING), 0)
        extent = tokens.px(_ICON)
        top = room.y() + (room.height() - extent) // 2
        name = "arrow-right" if state.current else "circle-dashed" if state.undone else "check"
        paint_icon(painter, QPoint(room.x(), top), name, ink.name(), extent)
        room.setLeft(room.left() + extent + tokens.px(8))
        if state.saved:
            size = badge_size(SAVED, font, tokens)
            at = QPoint(
                room.right() + 1 - size.width(), room.y() + (room.height() - size.height()) // 2
            )
            mark = (SAVED, "save", Tone.GOOD)
            paint_badge(painter, QRect(at, size), mark, font, tokens)
            room.setRight(at.x() - tokens.px(8))
        paint_line(painter, room, state.name, Ink(sized(font, 1.0, bold=state.current), ink))
        painter.restore()


# --- The history: every step since the document was opened, and the way to each state ------------


class HistoryTable(RowTable):
    """The list of states."""

    def __init__(self, model: HistoryModel, parent: QWidget | None = None) -> None:
        super().__init__(PANE, parent)
        self.double_click_enters = False
        self.setItemDelegate(HistoryDelegate(self))
        self.setModel(model)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.fit()

    def fit(self) -> None:
        """Give all rows the height of a line."""
        self.verticalHeader().setDefaultSectionSize(row_height(self.font()))


class HistoryPane(QFrame):
    """*jump_requested* carries the number of steps that shall be done, 0 for none of them.

    *counted* says how many steps can be undone.
    """

    jump_requested = Signal(int)
    counted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(PANE)
        self._bridge = no_document()
        self._model = HistoryModel(self)
        self._table = HistoryTable(self._model, self)
        self._empty = EmptyState(self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._model.renewed.connect(self._on_renewed)
        self._table.clicked.connect(self._jump)
        self._table.entered_row.connect(self._jump)
        self._on_renewed()

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the steps of another document."""
        self._bridge = bridge
        self._model.set_bridge(bridge)

    def focus_list(self) -> None:
        """Put the keyboard into the list, on the present state."""
        self._table.setFocus()
        self._select()

    def _jump(self, index: QModelIndex) -> None:
        if index.row() != self._model.current:
            self.jump_requested.emit(index.row())

    def _select(self) -> None:
        if self._model.rowCount():
            self._table.select_row(self._model.current)

    def _on_renewed(self) -> None:
        self.counted.emit(self._model.current)
        if self._model.rowCount():
            self._stack.setCurrentWidget(self._table)
            self._select()
            return
        sentence, hint = NO_DATASET, ""
        if self._bridge.is_open:
            sentence, hint = NOTHING, NOTHING_HINT
        self._empty.show_state("history", sentence, hint=hint)
        self._stack.setCurrentWidget(self._empty)
