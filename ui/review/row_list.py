"""The list at the left: title, field, and where there is one a badge that says how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import counted
from ui import theme
from ui.review import review_words
from ui.review.versions import VersionColumns, two_ways
from ui.widgets.common_words import SPLITTER
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.painting import Ink, badge_size, paint_badge, paint_line, sized
from ui.widgets.row_table import AnyIndex, RowTable, paint_ground

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QItemSelection

    from ui.review.review_rows import ChangeRow
    from ui.widgets.marks import Badge


# --- words ---------------------------------------------------------------------------------------

# --- changes, backups, recovery --------------------------------------------------------------
CHANGES_NAME: Final = "Betroffene Felder"


def changes(count: int) -> str:
    """Return how many fields would change."""
    return counted(count, "Feld ändert sich", "Felder ändern sich")


# --- The list at the left: title, field, and where there is one a badge that says how it stands --

_PADDING, _TOP, _GAP = 12, 8, 3  # logical pixels at 100 %
_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class ListRow(NamedTuple):
    """One row: two lines of plain text, a badge, and what a screen reader says."""

    title: str
    label: str
    spoken: str
    mark: Badge | None = None


class RowList(RowTable):
    """*row_selected* carries the row that was chosen, -1 for none."""

    row_selected = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None, *, badges: bool) -> None:
        """Leave room for *badges* in every row, so that rows keep their height."""
        super().__init__(name, parent)
        self._badges = badges
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setDefaultSectionSize(self.row_height())

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show *rows*; the selection stays in its place where rows only change their look."""
        self._rows.show_rows(tuple(rows))

    def rows(self) -> tuple[ListRow, ...]:
        """Return the rows shown."""
        return self._rows.rows

    def row_height(self) -> int:
        """Return the height of every row."""
        tokens = theme.current()
        lines = QFontMetrics(sized(self.font(), 1.0, bold=True)).lineSpacing()
        lines += QFontMetrics(sized(self.font(), 0.95)).lineSpacing()
        badge = badge_size("", self.font(), tokens).height() + tokens.px(_GAP)
        return lines + 2 * tokens.px(_TOP) + (badge if self._badges else 0)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which row is selected now."""
        super().selectionChanged(selected, deselected)
        self.row_selected.emit(self.selected_row())


class _Rows(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[ListRow, ...] = ()

    def show_rows(self, rows: tuple[ListRow, ...]) -> None:
        same_places = [r[:2] for r in rows] == [r[:2] for r in self.rows]
        if same_places and rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == _ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return safe_tip(f"{row.title}\n{row.label}")
        return row.title if role == Qt.ItemDataRole.DisplayRole else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(0, option.widget.row_height() if isinstance(option.widget, RowList) else 0)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex | QModelIndex
    ) -> None:
        row = index.data(_ROLE)
        tokens, font = theme.current(), option.widget.font()
        painter.save()
        inks = paint_ground(painter, option, index, tokens)
        side = tokens.px(_PADDING)
        room: QRect = option.rect.adjusted(side, tokens.px(_TOP), -side, 0)
        lines = (
            (row.title, Ink(sized(font, 1.0, bold=True), inks.text)),
            (row.label, Ink(sized(font, 0.95), inks.muted)),
        )
        y = room.y()
        for text, ink in lines:
            height = QFontMetrics(ink.font).lineSpacing()
            line = QRect(room.x(), y, room.width(), height)
            paint_line(painter, line, " ".join(text.split()), ink)
            y += height
        if row.mark is not None:
            mark = (row.mark.word, row.mark.icon, row.mark.tone)
            rect = QRect(room.topLeft(), badge_size(mark[0], font, tokens))
            rect.moveTop(y + tokens.px(_GAP))
            paint_badge(painter, rect.intersected(option.rect), mark, font, tokens)
        painter.restore()


# --- A list of changes and, for the one at hand, before and after with the words that differ -----

_LEAST_LIST = 45  # logical pixels at 100 %: one row, so that all fits a small screen at 200 %


class ChangesView(QWidget):
    """Takes plain rows; *before* and *after* are the headings of the two versions.

    *count* says how many rows there are.
    """

    def __init__(
        self,
        before: str,
        after: str,
        parent: QWidget | None = None,
        *,
        count: Callable[[int], str] = changes,
    ) -> None:
        super().__init__(parent)
        self._counted = count
        self._rows: tuple[ChangeRow, ...] = ()
        self._count = plain_label(role="field")
        self.list = RowList(CHANGES_NAME, self, badges=False)
        self.list.setMinimumHeight(theme.current().px(_LEAST_LIST))
        self._columns = VersionColumns((before, after), (1, 1))
        self._legend = plain_label(review_words.LEGEND, "note", wrap=True)
        lower = QWidget(self)
        space = theme.Space
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, space.S, 0, 0)
        column.setSpacing(space.XS)
        column.addWidget(self._columns, 1)
        column.addWidget(self._legend)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setAccessibleName(SPLITTER)
        splitter.addWidget(self.list)
        splitter.addWidget(lower)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([1, 1])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space.S)
        whole.addWidget(self._count)
        whole.addWidget(splitter, 1)
        self.list.row_selected.connect(self._show)
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), self.window())
            shortcut.activated.connect(lambda step=step: self._step(step))

    def name_versions(self, headings: Sequence[str]) -> None:
        """Call the two versions of what is shown next by other names."""
        self._columns.name_versions(headings)

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through behind the list."""
        return self._columns.focus_order()

    def show_changes(self, rows: Sequence[ChangeRow]) -> None:
        """Show *rows*, the first one in full."""
        self._rows = tuple(rows)
        self._count.setText(self._counted(len(self._rows)))
        self.list.show_rows(
            [
                ListRow(row.title, row.label, review_words.SPOKEN_CHANGE.format(*_names(row)))
                for row in self._rows
            ]
        )
        self.list.select_row(0 if self._rows else None)
        self._show(self.list.selected_row())

    def _show(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            row = self._rows[place]
            self._columns.show_versions(two_ways(row.before, row.after), row.field or row.label)

    def _step(self, step: int) -> None:
        place = self.list.selected_row() + step
        if 0 <= place < len(self._rows):
            self.list.select_row(place)


def _names(row: ChangeRow) -> tuple[str, str]:
    return row.title, row.label
