"""The history beside the form, one list: what is unsaved first, then every step since the opening.

Each row names measure, field and time (D 11). Enter on a change leads to its field, on a step to
the state that it led to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QConcatenateTablesProxyModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.changes import Change, FileName
from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.bridge import DocumentBridge, no_document
from ui.history import change_look, steps
from ui.history.changes_model import ROW_ROLE, ChangesModel, ChangesRow
from ui.history.steps import HistoryModel, HistoryState
from ui.widgets.common_words import NO_DATASET
from ui.widgets.labels import EmptyState, hairline
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import Ink, paint_line, sized
from ui.widgets.row_table import FittedTable, paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QPersistentModelIndex
    from PySide6.QtGui import QHideEvent, QPainter, QShowEvent

    from klimaeditor.diff.changed import FieldChange


# --- words ---------------------------------------------------------------------------------------

PANE: Final = "Verlauf"
UNSAVED: Final = "Ungespeichert"
STEPS: Final = "Schritte seit dem Öffnen"
ALL_STEPS: Final = "Schritte, auch früherer Sitzungen"
NOTHING_CHANGED: Final = "Nichts geändert seit dem letzten Speichern."
NEVER_SAVED: Final = "Noch nicht als Ordner gespeichert; danach steht hier jedes geänderte Feld."
NO_STEP: Final = "Noch kein Schritt. Hier steht jede Änderung seit dem Öffnen."
REVERT_FIELD: Final = "Feld rückgängig machen"
REVERT_MEASURE: Final = "Maßnahme rückgängig machen"
REVERT_ENTRY: Final = "Angaben rückgängig machen"
REVERT_ALL: Final = "Alles rückgängig machen…"
GO_TO_STATE: Final = "Zu diesem Stand"
VERSIONS: Final = "Frühere Fassungen…"
VERSIONS_TIP: Final = "Zeigt, was in dieser Maßnahme vor dem Öffnen stand (Strg+Umschalt+H)"
REVERT_FIELD_TIP: Final = (
    "Stellt den gespeicherten Wert dieses Feldes wieder her (Strg+Eingabetaste)"
)
REVERT_MEASURE_TIP: Final = "Stellt alle gespeicherten Werte dieser Maßnahme wieder her"
REVERT_ALL_TIP: Final = "Stellt nach einer Rückfrage den ganzen gespeicherten Stand wieder her"
GO_TO_STATE_TIP: Final = "Macht die Schritte danach rückgängig, oder stellt sie wieder her"


# --- The rows: a heading, what is unsaved, a heading, the states ---------------------------------

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TimelineHeading:
    """The title of a part of the list, and a line where that part is empty."""

    title: str
    line: str = ""

    @property
    def text(self) -> str:
        """What is read out."""
        return f"{self.title}. {self.line}" if self.line else self.title


class _HeadingModel(QAbstractTableModel):
    """One row: a heading."""

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heading = TimelineHeading(title)

    def show_line(self, line: str, title: str = "") -> None:
        """Say something below the title, or nothing; with *title* under another one."""
        heading = TimelineHeading(title or self.heading.title, line)
        if heading != self.heading:
            self.heading = heading
            self.dataChanged.emit(self.index(0, 0), self.index(0, 0))

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Return that there is one row."""
        return 0 if parent is not None and parent.isValid() else 1

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return that there is one column."""
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what the row shows or tells."""
        if not index.isValid():
            return None
        if role == ROW_ROLE:
            return self.heading
        told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self.heading.text if role in told else None

    def flags(self, _index: AnyIndex) -> Qt.ItemFlag:
        """Let a heading be passed over: nothing can be done with it."""
        return Qt.ItemFlag.ItemIsEnabled


TimelineRow = TimelineHeading | ChangesRow | HistoryState


class TimelineModel(QConcatenateTablesProxyModel):
    """Both models below each other, each under its heading."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.changes, self.states = ChangesModel(self), HistoryModel(self)
        self._unsaved, self._since = _HeadingModel(UNSAVED, self), _HeadingModel(STEPS, self)
        for model in (self._unsaved, self.changes, self._since, self.states):
            self.addSourceModel(model)

    def show_lines(self, unsaved: str, since: str, *, former: bool) -> None:
        """Say what stands under the headings where nothing else does; *former*: steps are older."""
        self._unsaved.show_line(unsaved)
        self._since.show_line(since, ALL_STEPS if former else STEPS)

    def row(self, row: int) -> TimelineRow | None:
        """Return what stands in a row, None outside the list."""
        found = self.index(row, 0).data(ROW_ROLE) if 0 <= row < self.rowCount() else None
        return found if isinstance(found, TimelineHeading | ChangesRow | HistoryState) else None

    def first(self, kind: type[TimelineRow]) -> int | None:
        """Return the first row of a kind."""
        rows = range(self.rowCount())
        return next((row for row in rows if isinstance(self.row(row), kind)), None)

    def row_like(self, wanted: TimelineRow) -> int | None:
        """Return the row that stands for the same place or state, None where it is gone."""
        rows = range(self.rowCount())
        return next((place for place in rows if _is_like(self.row(place), wanted)), None)


def _is_like(row: TimelineRow | None, wanted: TimelineRow) -> bool:
    if isinstance(row, ChangesRow) and isinstance(wanted, ChangesRow):
        return row.is_like(wanted)
    if isinstance(row, HistoryState) and isinstance(wanted, HistoryState):
        return row.steps == wanted.steps
    return False


# --- How they look -------------------------------------------------------------------------------

_PADDING, _ABOVE, _BELOW = 12, 12, 6  # logical pixels at 100 %


class TimelineDelegate(QStyledItemDelegate):
    """Paints headings, changes and states."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        row, tokens = index.data(ROW_ROLE), theme.current()
        painter.save()
        painter.setClipRect(option.rect)
        if isinstance(row, ChangesRow) and row.change is None and row.changes:
            painter.fillRect(option.rect, tokens.color("header"))
        inks = paint_ground(painter, option, index, tokens)
        if isinstance(row, ChangesRow):
            change_look.paint_row(painter, option, row, inks)
        elif isinstance(row, HistoryState):
            steps.paint_state(painter, option, row, inks)
        elif isinstance(row, TimelineHeading):
            px = tokens.px
            title = sized(option.widget.font(), 1.05, bold=True)
            room = option.rect.adjusted(px(_PADDING), px(_ABOVE), -px(_PADDING), -px(_BELOW))
            line = QFontMetrics(title).lineSpacing()
            room.setHeight(line)
            paint_line(painter, room, row.title, Ink(title, inks.text))
            small = sized(option.widget.font(), 0.93)
            paint_line(painter, room.translated(0, line), row.line, Ink(small, inks.muted))
        painter.restore()


class TimelineTable(FittedTable):
    """Fits its rows once they are seen, and again when width, letters or rows are others."""

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(PANE, parent)
        self._timeline = model
        self.setItemDelegate(TimelineDelegate(self))
        self.setModel(model)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            changed.connect(lambda *_: self._later.start())

    def fit(self) -> None:
        """Give every row the height it needs; nothing while nobody sees them."""
        if not self.isVisible():
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        look = change_look.look_of(option, self.viewport().width())
        header = self.verticalHeader()
        for place in range(self._timeline.rowCount()):
            height = self._height(self._timeline.row(place), look)
            if height != header.sectionSize(place):
                header.resizeSection(place, height)
        if self.selected_row() >= 0:
            self.scrollTo(self._timeline.index(self.selected_row(), 0))

    def _height(self, row: TimelineRow | None, look: change_look.ChangeLook) -> int:
        if isinstance(row, ChangesRow):
            return change_look.row_height(row, look)
        if isinstance(row, HistoryState):
            return steps.state_height(self.font(), row)
        px, title = look.tokens.px, sized(self.font(), 1.05, bold=True)
        small = QFontMetrics(sized(self.font(), 0.93)).lineSpacing() if row and row.line else 0
        return QFontMetrics(title).lineSpacing() + small + px(_ABOVE + _BELOW)


# --- The pane ------------------------------------------------------------------------------------


class TimelinePane(QFrame):
    """The list and its buttons.

    *activated* asks to go to (measure key, field name or None), *revert_requested* carries the
    changes to take back, *revert_all_requested* all of them, *jump_requested* the number of steps
    that shall be done; *counted* says how many fields are unsaved, *versions_wanted* asks what the
    measure said before all that.
    """

    activated = Signal(object, object)
    revert_requested = Signal(object)
    revert_all_requested = Signal(object)
    jump_requested = Signal(int)
    counted = Signal(int)
    versions_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(PANE)
        self._bridge = no_document()
        self._held: tuple[TimelineRow, int] | None = None
        self._model = TimelineModel(self)
        self._table = TimelineTable(self._model, self)
        self._empty = EmptyState(self)
        self._field = self._button(REVERT_FIELD, REVERT_FIELD_TIP)
        self._measure = self._button(REVERT_MEASURE, REVERT_MEASURE_TIP)
        self._all = self._button(REVERT_ALL, REVERT_ALL_TIP)
        self._state = self._button(GO_TO_STATE, GO_TO_STATE_TIP)
        self._versions = self._button(VERSIONS, VERSIONS_TIP)
        self._lay_out()
        self._connect()
        self._on_renewed()

    def _lay_out(self) -> None:
        body = QWidget(self)
        space = theme.Space
        buttons = FlowLayout(spacing=space.S)
        buttons.setContentsMargins(space.M, space.S, space.M, space.S)
        for button in (self._field, self._measure, self._state, self._all, self._versions):
            buttons.addWidget(button)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._table, 1)
        column.addWidget(hairline())
        column.addLayout(buttons)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(body)
        self._stack.addWidget(self._empty)

    def _connect(self) -> None:
        self._model.changes.renewing.connect(self._on_renewing)
        self._model.changes.renewed.connect(self._on_renewed)
        self._model.states.renewed.connect(self._on_states)
        self._table.entered_row.connect(self._on_entered)
        self._table.selectionModel().selectionChanged.connect(self._offer)
        self._field.clicked.connect(self._revert_field)
        self._measure.clicked.connect(self._revert_measure)
        self._state.clicked.connect(self._jump)
        self._versions.clicked.connect(self.versions_wanted)
        self._all.clicked.connect(lambda: self.revert_all_requested.emit(self.changes))

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        return button

    # --- what others ask of the pane -----------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the history of another document."""
        self._bridge = bridge
        self._model.states.set_bridge(bridge)
        self._model.changes.set_bridge(bridge)

    def allow_versions(self, allowed: bool) -> None:
        """Offer what a measure said before, where one is shown."""
        self._versions.setEnabled(allowed)

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """All unsaved changes, as of the latest look."""
        return self._model.changes.changes

    def renew(self) -> None:
        """Look at the changes now, not after a pause."""
        self._model.changes.renew()

    def focus_list(self) -> None:
        """Put the keyboard into the list: on what is unsaved, else on the present state."""
        self._table.setFocus()
        if self._table.selected_row() < 0:
            first = self._model.first(ChangesRow)
            self._table.select_row(self._present() if first is None else first)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow closely from now on."""
        super().showEvent(event)
        self._model.changes.set_live(True)
        self._table.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Only count from now on."""
        super().hideEvent(event)
        self._model.changes.set_live(False)

    # --- what the user does --------------------------------------------------------------

    def _on_entered(self, index: QModelIndex, control: bool) -> None:
        row = self._model.row(index.row())
        if isinstance(row, HistoryState):
            self._jump()
        elif control:
            self._revert_field()
        elif isinstance(row, ChangesRow):
            self._go(row)

    def _go(self, row: ChangesRow) -> None:
        if not row.changes:
            return
        change = row.change or row.changes[0]
        measures = self._bridge.document.dataset.measures
        owners = [change.measure]
        if change.file is FileName.CATEGORIES:
            step = Change(change.file, change.record, change.path, change.before, change.after)
            owners = [*self._bridge.document.dataset.measures_of(step)]
        target = next((key for key in owners if key in measures), None)
        if target is not None:
            self.activated.emit(target, row.change.field if row.change else None)

    def _revert_field(self) -> None:
        row = self._selected()
        if isinstance(row, ChangesRow) and row.change is not None and self._field.isEnabled():
            self.revert_requested.emit((row.change,))

    def _revert_measure(self) -> None:
        row = self._selected()
        if isinstance(row, ChangesRow) and row.changes:
            self.revert_requested.emit(row.changes)

    def _jump(self) -> None:
        row = self._selected()
        if isinstance(row, HistoryState) and not row.current:
            self.jump_requested.emit(row.steps)

    def _selected(self) -> TimelineRow | None:
        return self._model.row(self._table.selected_row())

    def _present(self) -> int | None:
        """Return the row of the present state, None where there is no step yet."""
        first = self._model.first(HistoryState)
        return None if first is None else first + self._model.states.current

    # --- what is shown -------------------------------------------------------------------

    def _on_renewing(self) -> None:
        """Remember what is selected: the same place, or else the same row, will be again."""
        place = self._table.selected_row()
        row = self._model.row(place)
        self._held = None if row is None else (row, place)

    def _on_renewed(self) -> None:
        rows = self._model.rowCount()
        if self._held is not None and self._table.selected_row() < 0:
            row, place = self._held
            same = self._model.row_like(row)
            self._table.select_row(min(place, rows - 1) if same is None else same)
        self._held = None
        self._show_lines()
        self._offer()
        self.counted.emit(len(self.changes))

    def _on_states(self) -> None:
        """Keep a selection among the states on the present one."""
        if isinstance(self._selected(), HistoryState):
            self._table.select_row(self._present())
        self._show_lines()
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done with the selected row."""
        row = self._selected()
        changed = row if isinstance(row, ChangesRow) else None
        change = None if changed is None else changed.change
        whole = change is not None and change.structural and change.file is FileName.MEASURES
        self._field.setEnabled(change is not None and not whole)
        self._measure.setEnabled(changed is not None and bool(changed.changes))
        loose = changed is not None and changed.changes and changed.changes[0].measure is None
        self._measure.setText(REVERT_ENTRY if loose else REVERT_MEASURE)
        self._all.setEnabled(bool(self.changes))
        self._state.setEnabled(isinstance(row, HistoryState) and not row.current)
        for button in (self._field, self._measure):
            button.setVisible(not isinstance(row, HistoryState))
        self._state.setVisible(isinstance(row, HistoryState))

    def _show_lines(self) -> None:
        if not self._bridge.is_open:
            self._empty.show_state("history", NO_DATASET)
            self._stack.setCurrentWidget(self._empty)
            return
        unsaved = NOTHING_CHANGED if self._bridge.document.sources else NEVER_SAVED
        since = "" if self._model.states.steps else NO_STEP
        former = self._bridge.former_steps > 0
        self._model.show_lines("" if self.changes else unsaved, since, former=former)
        self._stack.setCurrentIndex(0)
