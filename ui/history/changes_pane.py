"""Everything that is unsaved, old and new value, and the way back for one field, measure or all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
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

from klimaeditor.diff.changed import ChangeKind
from klimaeditor.model.changes import Change, FileName
from ui import theme
from ui.bridge import DocumentBridge, no_document
from ui.history import changes_model
from ui.history.changes_model import ROW_ROLE, ChangeSide, ChangesModel, ChangesRow, lines_of
from ui.theme import Scheme, Tokens, Tone
from ui.widgets.common_words import NO_DATASET
from ui.widgets.labels import EmptyState, hairline
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import (
    Ink,
    badge_size,
    paint_badge,
    paint_icon,
    paint_line,
    paint_lines,
    sized,
)
from ui.widgets.row_table import FittedTable, Inks, paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QHideEvent, QShowEvent

    from klimaeditor.diff.changed import FieldChange


# --- words ---------------------------------------------------------------------------------------

PANE: Final = "Ungespeicherte Änderungen"
NOTHING: Final = "Nichts geändert seit dem letzten Speichern."
NEVER_SAVED: Final = "Dieser Datensatz ist noch nicht als Ordner gespeichert."
NEVER_SAVED_HINT: Final = "Nach dem ersten Speichern steht hier jedes Feld, das Sie danach ändern."
REVERT_FIELD: Final = "Feld zurücknehmen"
REVERT_MEASURE: Final = "Maßnahme zurücknehmen"
REVERT_ENTRY: Final = "Eintrag zurücknehmen"
REVERT_ALL: Final = "Alle zurücknehmen…"
REVERT_FIELD_TIP: Final = "Holt den gespeicherten Wert dieses Feldes zurück (Strg+Eingabetaste)"
REVERT_MEASURE_TIP: Final = "Holt alle gespeicherten Werte dieser Maßnahme zurück"
REVERT_ALL_TIP: Final = "Holt nach einer Rückfrage den ganzen gespeicherten Stand zurück"


# --- How changes look: struck words behind a minus, underlined ones behind a plus ----------------

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex

_PADDING, _TOP, _GAP, _ICON = 12, 7, 3, 14  # logical pixels at 100 %
_BADGES = {
    ChangeKind.ADDED: ("plus", Tone.GOOD),
    ChangeKind.REMOVED: ("minus", Tone.ERROR),
    ChangeKind.MOVED: ("replace", Tone.INFO),
    ChangeKind.CHANGED: ("pencil", Tone.NEUTRAL),
}


@dataclass(frozen=True, slots=True)
class ChangeLook:
    """What the layout of a row depends on."""

    font: QFont
    tokens: Tokens
    width: int

    @property
    def bold(self) -> QFont:
        """The font of names."""
        return sized(self.font, 1.0, bold=True)

    @property
    def room(self) -> int:
        """The width of a value."""
        px = self.tokens.px
        return max(40, self.width - px(2 * _PADDING) - px(_ICON + 6))


def row_height(row: ChangesRow, look: ChangeLook) -> int:
    """Return the height a row needs."""
    px, line = look.tokens.px, QFontMetrics(look.bold).lineSpacing()
    if row.change is None:
        return (1 if row.changes else 2) * line + px(2 * _TOP)
    head = max(line, _badge(row, look).height())
    values = [round(text_layout(found, look).boundingRect().height()) for found in _lines(row)]
    return head + sum(height + px(_GAP) for height in values) + px(2 * _TOP)


def text_layout(line: ChangeSide, look: ChangeLook) -> QTextLayout:
    """Return a value broken into lines, with what has changed marked in three ways."""
    layout = QTextLayout(line.text, look.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(line, look.tokens))
    layout.beginLayout()
    y = 0.0
    while (row := layout.createLine()).isValid():
        row.setLineWidth(look.room)
        row.setPosition(QPointF(0, y))
        y += row.height()
    layout.endLayout()
    return layout


def _formats(line: ChangeSide, tokens: Tokens) -> list[QTextLayout.FormatRange]:
    mark = QTextCharFormat()
    if line.comes:
        mark.setFontUnderline(True)
    else:
        mark.setFontStrikeOut(True)
    if tokens.scheme is not Scheme.CONTRAST:
        ink, ground = tokens.tone(Tone.GOOD if line.comes else Tone.ERROR)
        mark.setForeground(ink)
        mark.setBackground(ground)
    found, at = [], 0
    for part in line.parts:
        length = len(part.text.encode("utf-16-le")) // 2  # as Qt counts
        if part.marked:
            marked = QTextLayout.FormatRange()
            marked.start, marked.length, marked.format = at, length, mark
            found.append(marked)
        at += length
    return found


def _lines(row: ChangesRow) -> tuple[ChangeSide, ...]:
    return () if row.change is None else lines_of(row.change)


def _badge(row: ChangesRow, look: ChangeLook) -> QSize:
    change = row.change
    if change is None or change.path:
        return QSize(0, 0)
    return badge_size(changes_model.kind(change.kind), look.font, look.tokens)


class ChangeDelegate(QStyledItemDelegate):
    """Paints titles and changes."""

    def look(self, option: QStyleOptionViewItem, width: int) -> ChangeLook:
        """Return what the layout of rows of that width depends on."""
        return ChangeLook(option.widget.font(), theme.current(), width)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, ChangesRow):
            return
        look = self.look(option, option.rect.width())
        px = look.tokens.px
        painter.save()
        painter.setClipRect(option.rect)
        if row.change is None and row.changes:
            painter.fillRect(option.rect, look.tokens.color("header"))
        inks = paint_ground(painter, option, index, look.tokens)
        room: QRect = option.rect.adjusted(px(_PADDING), px(_TOP), -px(_PADDING), -px(_TOP))
        if row.change is None and row.changes:
            paint_line(painter, room, row.title, Ink(look.bold, inks.text))
        elif row.change is None:
            paint_lines(painter, room, row.title, Ink(look.font, inks.muted), 2)
        else:
            self._paint_change(painter, room, row, look, inks)
        painter.restore()

    def _paint_change(
        self, painter: QPainter, room: QRect, row: ChangesRow, look: ChangeLook, inks: Inks
    ) -> None:
        change, px = row.change, look.tokens.px
        if change is None:
            return
        badge = _badge(row, look)
        height = max(QFontMetrics(look.bold).lineSpacing(), badge.height())
        head = QRect(room.x(), room.y(), room.width() - badge.width(), height)
        paint_line(painter, head, change.label, Ink(look.bold, inks.text))
        if not badge.isEmpty():
            mark = (changes_model.kind(change.kind), *_BADGES[change.kind])
            name = QFontMetrics(look.bold).horizontalAdvance(change.label) + px(8)
            left = room.x() + min(name, head.width())
            paint_badge(painter, QRect(QPoint(left, room.y()), badge), mark, look.font, look.tokens)
        y = room.y() + height
        for line in lines_of(change):
            y += px(_GAP)
            y += self._paint_value(painter, QPoint(room.x(), y), line, look, inks)

    @staticmethod
    def _paint_value(
        painter: QPainter, at: QPoint, line: ChangeSide, look: ChangeLook, inks: Inks
    ) -> int:
        tokens = look.tokens
        extent = tokens.px(_ICON)
        plain = tokens.scheme is Scheme.CONTRAST
        ink = inks.text if plain else tokens.tone(Tone.GOOD if line.comes else Tone.ERROR)[0]
        middle = (QFontMetrics(look.font).lineSpacing() - extent + 1) // 2
        name = "plus" if line.comes else "minus"
        paint_icon(painter, at + QPoint(0, middle), name, ink.name(), extent)
        layout = text_layout(line, look)
        painter.setPen(inks.text)
        layout.draw(painter, QPointF(at.x() + extent + tokens.px(6), at.y()))
        return round(layout.boundingRect().height())


# --- The table of changes: one column, rows as high as their values ------------------------------


class ChangesTable(FittedTable):
    """Fits its rows once they are seen, and again when width, letters or rows are others."""

    def __init__(self, model: ChangesModel, parent: QWidget | None = None) -> None:
        super().__init__(PANE, parent)
        self._changes = model
        self._delegate = ChangeDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._later.start)

    def fit(self) -> None:
        """Give every row the height it needs; nothing while nobody sees them."""
        if not self.isVisible():
            return
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        look = self._delegate.look(option, self.viewport().width())
        header = self.verticalHeader()
        for place in range(self._changes.rowCount()):
            row = self._changes.row(place)
            if row is not None:
                header.resizeSection(place, row_height(row, look))
        if self.selected_row() >= 0:
            self.scrollTo(self._changes.index(self.selected_row(), 0))


# --- Everything that is unsaved, old and new value, and the way back for one field, measure or all


class ChangesPane(QFrame):
    """The list and its buttons.

    *activated* asks to go to (measure key, field name or None), *revert_requested* carries the
    changes to take back, *revert_all_requested* all of them; *counted* how many there are.
    """

    activated = Signal(object, object)
    revert_requested = Signal(object)
    revert_all_requested = Signal(object)
    counted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName(PANE)
        self._bridge = no_document()
        self._held: tuple[ChangesRow, int] | None = None
        self._model = ChangesModel(self)
        self._table = ChangesTable(self._model, self)
        self._empty = EmptyState(self)
        self._field = self._button(REVERT_FIELD, REVERT_FIELD_TIP)
        self._measure = self._button(REVERT_MEASURE, REVERT_MEASURE_TIP)
        self._all = self._button(REVERT_ALL, REVERT_ALL_TIP)
        self._lay_out()
        self._connect()
        self._on_renewed()

    def _lay_out(self) -> None:
        body = QWidget(self)
        space = theme.Space
        buttons = FlowLayout(spacing=space.S)
        buttons.setContentsMargins(space.M, space.S, space.M, space.S)
        for button in (self._field, self._measure, self._all):
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
        self._model.renewing.connect(self._on_renewing)
        self._model.renewed.connect(self._on_renewed)
        self._table.entered_row.connect(self._on_entered)
        self._table.selectionModel().selectionChanged.connect(self._offer)
        self._field.clicked.connect(self._revert_field)
        self._measure.clicked.connect(self._revert_measure)
        self._all.clicked.connect(lambda: self.revert_all_requested.emit(self._model.changes))

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        return button

    # --- what others ask of the pane -----------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show the changes of another document."""
        self._bridge = bridge
        self._model.set_bridge(bridge)

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """All unsaved changes, as of the latest look."""
        return self._model.changes

    def focus_list(self) -> None:
        """Put the keyboard into the list, on its first row where none is selected."""
        self._table.setFocus()
        if self._table.selected_row() < 0 and self._model.rowCount():
            self._table.select_row(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow closely from now on."""
        super().showEvent(event)
        self._model.set_live(True)
        self._table.fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Only count from now on."""
        super().hideEvent(event)
        self._model.set_live(False)

    # --- what the user does --------------------------------------------------------------

    def _on_entered(self, index: QModelIndex, control: bool) -> None:
        if control:
            self._revert_field()
        else:
            self._go(self._model.row(index.row()))

    def _go(self, row: ChangesRow | None) -> None:
        if row is None or not row.changes:
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
        if row is not None and row.change is not None and self._field.isEnabled():
            self.revert_requested.emit((row.change,))

    def _revert_measure(self) -> None:
        row = self._selected()
        if row is not None and row.changes:
            self.revert_requested.emit(row.changes)

    def _selected(self) -> ChangesRow | None:
        return self._model.row(self._table.selected_row())

    # --- what is shown -------------------------------------------------------------------

    def _on_renewing(self) -> None:
        """Remember what is selected: the same place, or else the same row, will be again."""
        place = self._table.selected_row()
        row = self._model.row(place)
        self._held = None if row is None else (row, place)

    def _on_renewed(self) -> None:
        rows = self._model.rowCount()
        if self._held is not None and rows and self._table.selected_row() < 0:
            row, place = self._held
            same = self._model.row_like(row)
            self._table.select_row(min(place, rows - 1) if same is None else same)
        self._held = None
        self._offer()
        self._show_state()
        self.counted.emit(len(self._model.changes))

    def _offer(self) -> None:
        """Enable what can be done with the selected row."""
        row = self._selected()
        change = None if row is None else row.change
        whole = change is not None and change.structural and change.file is FileName.MEASURES
        self._field.setEnabled(change is not None and not whole)
        self._measure.setEnabled(row is not None and bool(row.changes))
        loose = row is not None and bool(row.changes) and row.changes[0].measure is None
        self._measure.setText(REVERT_ENTRY if loose else REVERT_MEASURE)

    def _show_state(self) -> None:
        if self._model.rowCount():
            self._stack.setCurrentIndex(0)
            return
        if not self._bridge.is_open:
            self._empty.show_state("git-compare", NO_DATASET)
        elif not self._bridge.document.sources:
            hint = NEVER_SAVED_HINT
            self._empty.show_state("git-compare", NEVER_SAVED, hint=hint)
        else:
            self._empty.show_state("circle-check", NOTHING, role="good")
        self._stack.setCurrentWidget(self._empty)
