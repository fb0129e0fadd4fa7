"""The steps since the opening: what each is called, where and when it was, how it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter

from klimaeditor.clock import local_now
from klimaeditor.diff.describe import describe
from klimaeditor.model import core_words
from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.bridge import Connections, DocumentBridge, batches_in, no_document
from ui.history.changes_model import ROW_ROLE
from ui.theme import Tone
from ui.widgets.labels import LONGEST_TIP, safe_tip
from ui.widgets.painting import (
    Ink,
    badge_size,
    one_line,
    paint_badge,
    paint_icon,
    paint_line,
    sized,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QFont, QUndoStack
    from PySide6.QtWidgets import QStyleOptionViewItem

    from ui.bridge import BatchCommand
    from ui.widgets.row_table import Inks


# --- German words of the history -----------------------------------------------------------------

START: Final = "Stand beim Öffnen"
EARLIER: Final = "Stand vor diesen Schritten"
UNNAMED: Final = "Änderung"
SAVED: Final = "gespeichert"
TIP: Final = "Zu diesem Stand gehen (Eingabetaste)"
WHOLE: Final = "mehrere Felder"
_CURRENT: Final = "aktueller Stand"
_UNDONE: Final = "rückgängig gemacht"


def formerly(value: str) -> str:
    """Return what stood in a field before a step."""
    return f"Vorher: {value}"


def spoken(state: HistoryState) -> str:
    """Return what a screen reader says about a state."""
    marks = ((state.current, _CURRENT), (state.undone, _UNDONE), (state.saved, SAVED))
    told = [
        state.name,
        state.former,
        state.place,
        state.time,
        *(word for holds, word in marks if holds),
    ]
    return ", ".join(filter(None, told))


# --- The undo stack as a list of states, the latest first; the one at the beginning is the last --

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class HistoryState:
    """A state that can be gone to: the name of the step that leads there, and what it is.

    *steps* are done in it; *place* names measure and field of the last of them, *time* its moment,
    *former* what stood there before, where the step is about one field.
    """

    steps: int
    name: str
    place: str
    former: str
    time: str
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
        """The row of the present state; -1 without any."""
        return self._count - 1 - self._stack.index()

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return self._stack.count()

    def state(self, row: int) -> HistoryState | None:
        """Return the state of a row, None outside the list."""
        if not 0 <= row < self._count:
            return None
        steps = self._count - 1 - row
        index, clean = self._stack.index(), self._stack.cleanIndex()
        found = list(batches_in(self._stack.command(steps - 1))) if steps else []
        first = EARLIER if self._bridge.former_steps else START
        name = self._stack.text(steps - 1) or UNNAMED if steps else first
        place = place_of(self._bridge, found, name)
        time = step_time(found[-1].made) if found else ""
        marks = (steps == index, steps > index, steps == clean)
        return HistoryState(steps, name, place, former_of(self._bridge, found), time, *marks)

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
        if role == ROW_ROLE:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return state.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(state)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = (state.name, state.former, state.place, TIP)
            return safe_tip("\n".join(filter(None, told)))
        return None

    def _renew(self, _: object = None) -> None:
        """Take over the states; rows come and go at the top, all others may look different."""
        wanted = self.steps + 1 if self.steps else 0
        if wanted == 0 or self._count == 0:
            self.beginResetModel()
            self._count = wanted
            self.endResetModel()
        elif wanted > self._count:
            self.beginInsertRows(self.index(-1, -1), 0, wanted - self._count - 1)
            self._count = wanted
            self.endInsertRows()
        elif wanted < self._count:
            self.beginRemoveRows(self.index(-1, -1), 0, self._count - wanted - 1)
            self._count = wanted
            self.endRemoveRows()
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))
        self.renewed.emit()


def step_time(made: datetime) -> str:
    """Return when a step was made: its time, and its day where that is not today."""
    today = made.date() == local_now().date()
    return f"{made:%H:%M}" if today else f"{made:%d.%m.%Y, %H:%M}"


def place_of(bridge: DocumentBridge, batches: Sequence[BatchCommand], name: str) -> str:
    """Return measure and field of a step, or how many; the field not where *name* says it."""
    dataset = bridge.document.dataset
    changes = [change for command in batches for change in command.batch.changes]
    measures = {key for change in changes for key in dataset.measures_of(change)}
    if len(measures) > 1:
        return core_words.measures(len(measures))
    titles = [dataset.view(key).title for key in measures if key in dataset.measures]
    fields = {
        field.label
        for change in changes
        for field in dataset.site.catalogue.fields_touched(change.file, change.path)
    }
    whole = any(change.path == () for change in changes)
    label = next(iter(fields)) if len(fields) == 1 else WHOLE if fields and not whole else ""
    return " · ".join([*titles, *([label] if label and label not in name else [])])


def former_of(bridge: DocumentBridge, batches: Sequence[BatchCommand]) -> str:
    """Return what stood in the one field that a step has changed, "" where it changed more."""
    changes = [change for command in batches for change in command.batch.changes]
    if len({(change.file, change.record, change.path) for change in changes}) != 1:
        return ""
    first = changes[0]
    touched = bridge.catalogue.fields_touched(first.file, first.path)
    field = next((field for field in touched if field.path == first.path), None)
    return "" if field is None else formerly(one_line(describe(first.before, field), LONGEST_TIP))


# --- How states look: an icon for where one is, a badge for what is saved ------------------------

_PADDING, _ICON, _EXTRA, _GAP = 12, 14, 12, 2  # logical pixels at 100 %


def state_height(font: QFont, state: HistoryState) -> int:
    """Return the height of a row: name, former value where there is one, time and place."""
    small = QFontMetrics(sized(font, 0.93)).lineSpacing()
    px, lines = theme.current().px, 2 if state.former else 1
    bold = QFontMetrics(sized(font, 1.0, bold=True)).lineSpacing()
    return bold + lines * (small + px(_GAP)) + px(_EXTRA)


def paint_state(
    painter: QPainter, option: QStyleOptionViewItem, state: HistoryState, inks: Inks
) -> None:
    """Paint a state: the present one bold with an arrow, undone ones pale with a ring."""
    tokens, font = theme.current(), option.widget.font()
    px = tokens.px
    ink = inks.muted if state.undone else inks.text
    room: QRect = option.rect.adjusted(px(_PADDING), px(_EXTRA) // 2, -px(_PADDING), 0)
    bold = sized(font, 1.0, bold=state.current)
    line = QFontMetrics(sized(font, 1.0, bold=True)).lineSpacing()
    extent = px(_ICON)
    name = "arrow-right" if state.current else "circle-dashed" if state.undone else "check"
    at = QPoint(room.x(), room.y() + (line - extent) // 2)
    paint_icon(painter, at, name, ink.name(), extent)
    room.setLeft(room.left() + extent + px(8))
    first = QRect(room.x(), room.y(), room.width(), line)
    if state.saved:
        size = badge_size(SAVED, font, tokens)
        badge = QPoint(room.right() + 1 - size.width(), room.y() + (line - size.height()) // 2)
        paint_badge(painter, QRect(badge, size), (SAVED, "save", Tone.GOOD), font, tokens)
        first.setRight(badge.x() - px(8))
    paint_line(painter, first, state.name, Ink(bold, ink))
    small = sized(font, 0.93)
    below = first.translated(0, line + px(_GAP))
    below.setRight(room.right())
    if state.former:
        paint_line(painter, below, state.former, Ink(small, ink))
        below.translate(0, QFontMetrics(small).lineSpacing() + px(_GAP))
    told = " · ".join(filter(None, (state.time, state.place)))
    paint_line(painter, below, told, Ink(small, inks.muted))
