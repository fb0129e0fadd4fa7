"""The table of measures: its columns, which of them are shown, how high its rows are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from klimaeditor.textwork.search import FieldHit
from ui import theme
from ui.measures.headings import StickyHeadings
from ui.measures.hit_line import label_of, paint_hit
from ui.measures.measure_list import (
    HELD,
    ListRole,
    MeasureListModel,
    places_found,
)
from ui.measures.measure_row import RELEASES, ListColumn, MeasureRow
from ui.theme import Scheme
from ui.widgets import common_words
from ui.widgets.clipboard import Clip
from ui.widgets.marks import Badge, findings_mark, status_mark
from ui.widgets.painting import Ink, badge_size, one_line, paint_icon, paint_line, sized
from ui.widgets.row_table import BAR, RING, Inks, RowTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QKeyEvent, QResizeEvent


# --- words ---------------------------------------------------------------------------------------

PANE: Final = "Liste der Maßnahmen"

NO_PLACE: Final = "Treffer außerhalb der Felder"
EMPTY: Final = "{count} leer"
AND: Final = " · "


# --- Painting a measure in the list: name and worst counter, below them status and what is empty --
#
# What has a column of its own is left out of the first one.

_LEFT, _TOP, _GAP = 14, 4, 1  # logical pixels at 100 %
_BESIDE, _RADIUS = 6, 6
_COPIED: Final = 1_000  # characters of a name; nobody reads more of one
_ROW, _ROW_WITH_HIT = 44, 62
_ICON = 13


class MeasureDelegate(QStyledItemDelegate):
    """Paints the rows; all rows are equally high, see :meth:`row_height`.

    While *searching*, rows have a line for the words found; in *brief* rows it takes the place of
    the line with the status.
    """

    searching = False
    brief = False

    def row_height(self, table: QTableView) -> int:
        """Return the height of a row as it is shown now."""
        return self.height_of(table, searching=self.searching, brief=self.brief)

    def height_of(self, table: QTableView, *, searching: bool = False, brief: bool = False) -> int:
        """Return the height of a row of a kind; large letters of the system make it higher."""
        tokens, font = theme.current(), table.font()
        three = searching and not brief
        small = QFontMetrics(_small(font)).height() + tokens.px(_GAP)
        letters = QFontMetrics(_title_font(font)).height() + small * (2 if three else 1)
        return max(tokens.px(_ROW_WITH_HIT if three else _ROW), letters + tokens.px(2 * _TOP))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the room a cell would like to have."""
        table = option.widget
        height = self.row_height(table) if isinstance(table, QTableView) else 0
        word = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        size = badge_size(word, option.font, theme.current())
        return QSize(size.width() + theme.current().px(2 * _LEFT), height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        row = index.data(ListRole.ROW)
        if not isinstance(row, MeasureRow):
            return
        tokens, table = theme.current(), option.widget
        painter.save()
        cell: QRect = option.rect
        if isinstance(table, MeasureTable):
            cell = table.below_heading(index.row(), cell)
        inks = paint_row(painter, table, cell, index)
        padding = tokens.px(_LEFT)
        room: QRect = cell.adjusted(padding, 0, -padding, 0)
        font = table.font()
        if index.column() == ListColumn.MEASURE and isinstance(table, QTableView):
            self._paint_title(painter, room, index, table, inks)
            if self.searching:
                self._paint_found(painter, room, index, table, inks)
        elif index.column() == ListColumn.CATEGORY:
            paint_line(painter, room, row.category, Ink(font, inks.text))
        else:
            mark = _marks(row)[index.column() - ListColumn.STATUS]
            _paint_mark(painter, room, mark, Ink(font, inks.text))
        painter.restore()

    def _paint_found(
        self,
        painter: QPainter,
        room: QRect,
        index: QModelIndex | QPersistentModelIndex,
        table: QTableView,
        inks: Inks,
    ) -> None:
        """Paint below the name the field with the words searched for, and its text (D 22)."""
        _, label, text = self._lines(room, table)
        muted, hit = Ink(_small(table.font()), inks.muted), index.data(ListRole.HIT)
        if not isinstance(hit, FieldHit):
            held = _is_held(index.data(ListRole.KEY), table)
            paint_line(painter, text if self.brief else label, HELD if held else NO_PLACE, muted)
            return
        if not self.brief:
            paint_line(painter, label, hit.label, muted)
        plain = Ink(muted.font, inks.text)
        paint_hit(painter, text, hit, plain, label_of(hit) if self.brief else "")

    def _paint_title(
        self,
        painter: QPainter,
        room: QRect,
        index: QModelIndex | QPersistentModelIndex,
        table: QTableView,
        inks: Inks,
    ) -> None:
        """Paint name and worst counter, below them the status and how much is empty.

        During a search the number of places stands for the counter.
        """
        tokens, row = theme.current(), index.data(ListRole.ROW)
        line, below = self._lines(room, table)[:2]
        chosen = isinstance(table, RowTable) and self._is_chosen(table, room)
        if self.searching:
            ink = Ink(_small(table.font()), inks.muted)
            noted = index.data(ListRole.HIT) is not None
            said = places_found(index.data(ListRole.PLACES), noted=noted)
            wide = QFontMetrics(ink.font).horizontalAdvance(said) + 1
            paint_line(
                painter, QRect(line.right() + 1 - wide, line.y(), wide, line.height()), said, ink
            )
            line.setRight(line.right() - wide - tokens.px(6))
        elif table.isColumnHidden(ListColumn.FINDINGS) and (row.is_open or row.hints):
            line.setRight(_paint_counter(painter, line, row, table.font(), inks) - tokens.px(6))
        paint_line(painter, line, row.title, Ink(_title_font(table.font(), chosen), inks.text))
        if self.searching:
            return
        ink = Ink(_small(table.font()), inks.muted)
        told = _second(row, table)
        if table.isColumnHidden(ListColumn.STATUS):
            mark = status_mark(row.status, row.status_word)
            _paint_mark(painter, below, Badge(told, mark.icon, mark.tone), ink)
        else:
            paint_line(painter, below, told, ink)

    def _is_chosen(self, table: RowTable, room: QRect) -> bool:
        return table.rowAt(room.center().y()) == table.selected_row()

    def _lines(self, room: QRect, table: QTableView) -> tuple[QRect, QRect, QRect]:
        """Return where title, status and words found stand, in the middle of the row."""
        tokens, font = theme.current(), table.font()
        high = QFontMetrics(_title_font(font)).height()
        small, gap = QFontMetrics(_small(font)).height(), tokens.px(_GAP)
        three = self.searching and not self.brief
        block = high + (small + gap) * (2 if three else 1)
        top = room.y() + max(0, room.height() - block) // 2
        first = QRect(room.x(), top, room.width(), high)
        second = QRect(room.x(), top + high + gap, room.width(), small)
        return first, second, second.translated(0, small + gap) if three else QRect(second)


def _paint_mark(painter: QPainter, room: QRect, mark: Badge, ink: Ink) -> None:
    """Paint a sign and words beside it; with high contrast both have the ink of the row."""
    tokens = theme.current()
    contrast = tokens.scheme is Scheme.CONTRAST
    color = ink.color if contrast else tokens.tone(mark.tone)[0]
    extent = tokens.px(_ICON)
    at = QPoint(room.x(), room.y() + (room.height() - extent + 1) // 2)
    paint_icon(painter, at, mark.icon, color.name(), extent)
    paint_line(painter, room.adjusted(extent + tokens.px(5), 0, 0, 0), mark.word, ink)


def _paint_counter(painter: QPainter, room: QRect, row: MeasureRow, font: QFont, inks: Inks) -> int:
    """Paint sign and number of the worst kind of finding at the right end; return where it starts.

    The number is that of the kind: the sign says whether these are errors, warnings or hints.
    """
    tokens, mark = theme.current(), findings_mark(row.errors, row.warnings, row.hints)
    contrast = tokens.scheme is Scheme.CONTRAST
    color = inks.text if contrast else tokens.tone(mark.tone)[0]
    ink = Ink(sized(font, 0.95, bold=True), color)
    number = common_words.thousands(row.errors or row.warnings or row.hints)
    wide = tokens.px(_ICON + 5) + QFontMetrics(ink.font).horizontalAdvance(number) + 1
    left: int = room.right() + 1 - wide
    place = QRect(left, room.y(), wide, room.height())
    _paint_mark(painter, place, Badge(number, mark.icon, mark.tone), ink)
    return left


def _title_font(font: QFont, bold: bool = True) -> QFont:
    return sized(font, 1.0, bold=bold)


def _small(font: QFont) -> QFont:
    return sized(font, 0.95)


def paint_row(
    painter: QPainter,
    table: QWidget | None,
    cell: QRect,
    index: QModelIndex | QPersistentModelIndex,
) -> Inks:
    """Paint what lies below one cell of a row and return the inks that can be read on it.

    A row that is selected has rounded ends and a bar before it, the one with the keyboard a ring.
    Each cell paints its piece of the whole, as any of them may be painted alone.
    """
    tokens = theme.current()
    plain = Inks(tokens.color("text"), tokens.color("muted"))
    if not isinstance(table, RowTable):
        return plain
    row, contrast = index.row(), tokens.scheme is Scheme.CONTRAST
    selected = table.selectionModel().isRowSelected(row)
    ringed = theme.has_ring(table) and row == table.currentIndex().row()
    if not (selected or ringed or row == table.hovered):
        return plain
    width = max(table.viewport().width(), table.horizontalHeader().length())
    whole = QRect(-table.horizontalScrollBar().value(), cell.y(), width, cell.height())
    side, bar = tokens.px(_BESIDE), tokens.px(BAR)
    ground = whole.adjusted(side, 0, -side, 0)
    painter.save()
    painter.setClipRect(cell)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.color(("fill" if contrast else "accent_bg") if selected else "hover"))
    if selected or row == table.hovered:
        painter.drawRoundedRect(ground, tokens.px(_RADIUS), tokens.px(_RADIUS))
    if selected:
        edge = tokens.px(_TOP)
        painter.fillRect(
            whole.x(), whole.y() + edge, bar, whole.height() - 2 * edge, tokens.color("accent")
        )
    if ringed:
        painter.setPen(QPen(tokens.color("on_fill" if contrast and selected else "focus"), RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), tokens.px(5), tokens.px(5))
    painter.restore()
    filled = tokens.color("on_fill")
    return Inks(filled, filled) if contrast and selected else plain


def _marks(row: MeasureRow) -> tuple[Badge, Badge]:
    return status_mark(row.status, row.status_word), findings_mark(
        row.errors, row.warnings, row.hints
    )


def _is_held(key: int, table: QTableView) -> bool:
    """Whether a measure stands in the list only because it is at hand."""
    model = table.model()
    return isinstance(model, MeasureListModel) and model.is_held(key)


def _second(row: MeasureRow, table: QTableView) -> str:
    """Return the second line: „In Bearbeitung · 3 leer · Mobilität“.

    What has a column is left out, and the category where headings name it.
    """
    told = [row.status_word] if table.isColumnHidden(ListColumn.STATUS) else []
    if _is_held(row.key, table):
        return HELD  # the form beside it says the rest
    if row.facts.missing:
        told.append(EMPTY.format(count=len(row.facts.missing)))
    if row.facts.release in RELEASES:
        told.append(RELEASES[row.facts.release])
    headed = isinstance(table, MeasureTable) and table.headings.groups
    if table.isColumnHidden(ListColumn.CATEGORY) and not headed:
        told.append(row.category)
    return AND.join(told)


def copied(row: MeasureRow) -> str:
    """Return what is copied of a row: name, id, category, status and findings, parted by tabs."""
    parts = (row.title, row.id, row.category, *(mark.word for mark in _marks(row)))
    return "\t".join(one_line(part, _COPIED) for part in parts)


# --- The table of measures: its columns, which of them are shown, how high its rows are ----------

_WIDTHS = {ListColumn.CATEGORY: 190, ListColumn.STATUS: 130, ListColumn.FINDINGS: 120}  # at 100 %
_LEAST_TITLE = 190  # beside other columns; a narrow list is then moved sideways
_RESTYLED = frozenset(
    {QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}
)


class MeasureTable(RowTable):
    """One column with everything, or further columns besides it.

    Several rows can be selected, with Shift and Ctrl as everywhere; the current one is the row
    that the form shows.
    """

    columns_changed = Signal()

    def __init__(self, model: MeasureListModel, parent: QWidget | None = None) -> None:
        self.headings = StickyHeadings(self)  # Qt asks for places while it makes the table
        super().__init__(PANE, parent)
        self.setProperty("role", "list")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._delegate = MeasureDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(64)
        self._set_modes()
        header.sectionResized.connect(lambda column, *_: self._fit_titles(column))
        self.verticalScrollBar().valueChanged.connect(lambda _: self.headings.lay())
        model.changed.connect(self._fit_rows)
        model.regrouped.connect(self._fit_rows)
        self._zoom = theme.current().zoom
        for column, width in _WIDTHS.items():
            header.resizeSection(column, theme.current().px(width))
            header.hideSection(column)
        self.adapt()

    def selected_row(self) -> int:
        """Return the row that is current among those selected, -1 where none is selected."""
        if self.model() is None:
            return -1
        current = self.currentIndex().row()
        if current >= 0 and self.selectionModel().isRowSelected(current):
            return current
        return min((first for first, _ in self._selected_spans()), default=-1)

    def selected_rows(self) -> list[int]:
        """Return all rows selected, from top to bottom."""
        found = self._selected_spans()
        return sorted({row for first, last in found for row in range(first, last + 1)})

    def _selected_spans(self) -> list[tuple[int, int]]:
        """Return first and last row of each piece of the selection: ten thousand rows are one."""
        if self.model() is None:
            return []
        selection = self.selectionModel().selection()
        pieces = [selection.at(place) for place in range(selection.count())]
        return [(piece.top(), piece.bottom()) for piece in pieces]

    def can_clip(self, what: Clip) -> bool:
        """Whether there are rows to copy; a list is changed by other commands."""
        return what is Clip.COPY and bool(self.selected_rows())

    def clip(self, what: Clip) -> None:
        """Copy all rows selected (D 2): a line for each, in columns as spreadsheets take them."""
        if self.can_clip(what):
            model = self.model()
            found = [model.index(row, 0).data(ListRole.ROW) for row in self.selected_rows()]
            lines = [copied(row) for row in found if isinstance(row, MeasureRow)]
            QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy rows; Qt would copy one name."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.clip(Clip.COPY)
        else:
            super().keyPressEvent(event)

    def select_row(self, row: int | None) -> None:
        """Select one row alone, whatever keys are held, and bring it into sight; or select none."""
        if row is None:
            super().select_row(None)
            return
        index = self.model().index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        wanted = flag.ClearAndSelect | flag.Rows
        self.selectionModel().setCurrentIndex(index, wanted)
        self.scrollTo(index)

    def select_rows(self, rows: Iterable[int], current: int | None) -> None:
        """Select several rows; *current* is the one that the form shows."""
        model, last = self.model(), self.model().columnCount() - 1
        chosen = QItemSelection()
        for first, final in spans(rows):
            chosen.select(model.index(first, 0), model.index(final, last))
        flag = QItemSelectionModel.SelectionFlag
        if current is not None:
            self.selectionModel().setCurrentIndex(model.index(current, 0), flag.NoUpdate)
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)

    def begin_searching(self, searching: bool) -> bool:
        """Give the rows a line for the words found, or take it away; return whether that is new.

        Then :meth:`adapt` has to follow, when the rows are the ones to be shown.
        """
        changed = searching != self._delegate.searching
        self._delegate.searching = searching
        return changed

    def scroll_back(self, value: int) -> None:
        """Scroll to where the list stood, with rows that have just come; the row chosen wins."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.verticalScrollBar().setValue(value)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def show_brief(self, brief: bool) -> None:
        """Leave the status out of the rows with words found, or show it."""
        if brief != self._delegate.brief:
            self._delegate.brief = brief
            self.adapt()

    def full_row(self) -> int:
        """Return the height of a whole row, with its hit while words are looked for."""
        return self._delegate.height_of(self, searching=self._delegate.searching)

    def show_column(self, column: int, shown: bool) -> None:
        """Show or hide a column; the first one stays."""
        if column != ListColumn.MEASURE and self.isColumnHidden(column) == shown:
            self.setColumnHidden(column, not shown)
            self.adapt()

    def columns_state(self) -> bytes:
        """Return which columns are shown and how wide, for the settings."""
        return bytes(self.horizontalHeader().saveState().data())

    def restore_columns(self, state: bytes) -> None:
        """Take over a state of :meth:`columns_state`; anything else changes nothing."""
        header = self.horizontalHeader()
        if not state or not header.restoreState(QByteArray(state)):
            return
        header.setSectionHidden(ListColumn.MEASURE, False)
        self._set_modes()
        self.adapt()

    def changeEvent(self, event: QEvent) -> None:
        """Follow zoom and theme."""
        super().changeEvent(event)
        if event.type() in _RESTYLED and hasattr(self, "_zoom"):
            self._scale()
            self.adapt()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the titles the width that the other columns leave; the row chosen stays in sight."""
        seen = self._sees_selected(event.oldSize().height())
        super().resizeEvent(event)
        self._fit_titles()
        self.headings.lay()
        if seen:
            self.scrollTo(self.currentIndex())

    def below_heading(self, row: int, rect: QRect) -> QRect:
        """Return *rect* of a row without the room for the heading above it."""
        if not self.headings.starts(row):
            return QRect(rect)
        return rect.adjusted(0, self.headings.height(), 0, 0)

    def visualRect(self, index: QModelIndex | QPersistentModelIndex) -> QRect:
        """Return where a cell is seen; a heading is no part of it."""
        return self.below_heading(index.row(), super().visualRect(index))

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, out from under the heading at the upper edge."""
        super().scrollTo(index, hint)
        if self.headings.groups and index.isValid():
            hidden = self.headings.height() - self.visualRect(index).top()
            if hidden > 0:
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() - hidden)

    def _set_modes(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        for column in ListColumn:
            fixed = column is ListColumn.MEASURE
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, mode.Fixed if fixed else mode.Interactive)

    def _fit_titles(self, resized: int | None = None) -> None:
        """Let the titles fill the list, and never shrink to a few letters; *resized* is a column.

        A stretching column would: Qt gives it what is left, however little that is.
        """
        if resized == ListColumn.MEASURE or self.model() is None:
            return
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in _WIDTHS)  # hidden ones have none
        least = theme.current().px(_LEAST_TITLE) if others else header.minimumSectionSize()
        header.resizeSection(ListColumn.MEASURE, max(least, self.viewport().width() - others))

    def _scale(self) -> None:
        """Keep the columns in proportion to the letters."""
        header, zoom = self.horizontalHeader(), theme.current().zoom
        for column in _WIDTHS if zoom != self._zoom else ():
            hidden = header.isSectionHidden(column)
            header.setSectionHidden(column, False)
            header.resizeSection(column, header.sectionSize(column) * zoom // self._zoom)
            header.setSectionHidden(column, hidden)
        self._zoom = zoom

    def adapt(self) -> None:
        """Fit header and rows to the columns shown."""
        hidden = [column for column in ListColumn if self.isColumnHidden(column)]
        self.horizontalHeader().setVisible(len(hidden) < len(ListColumn) - 1)
        self._fit_titles()
        self._fit_rows()
        self.viewport().update()
        self.columns_changed.emit()

    def _fit_rows(self) -> None:
        """Give rows and headings their room; the row chosen stays in sight, else the topmost."""
        header, bar, model = self.verticalHeader(), self.verticalScrollBar(), self.model()
        if not isinstance(model, MeasureListModel):
            return
        height = self._delegate.row_height(self)
        groups = model.groups() if self.isColumnHidden(ListColumn.CATEGORY) else []
        with_heading = height + self.headings.height()
        before = header.defaultSectionSize()
        length = model.rowCount() * height + len(groups) * (with_heading - height)
        fits = before == height and header.length() == length
        fits = fits and all(header.sectionSize(group.first) == with_heading for group in groups)
        self.headings.set_groups(groups)
        if not fits:
            seen, top = self._sees_selected(self.viewport().height()), self.rowAt(0)
            header.setDefaultSectionSize(height)  # leaves the former first rows, anywhere now
            for row in _of_other_size(header, height):
                header.resizeSection(row, height)
            for group in groups:
                header.resizeSection(group.first, with_heading)
            self.updateGeometries()
            if top >= 0:
                bar.setValue(header.sectionPosition(top))
            if seen:
                self.scrollTo(self.currentIndex())
        self.headings.lay()

    def _sees_selected(self, height: int) -> bool:
        """Whether any of the current row is in sight where *height* pixels of rows are."""
        row = self.selected_row()
        if row < 0:
            return False
        top = self.rowViewportPosition(row)
        return -self.rowHeight(row) < top < height


def _of_other_size(header: QHeaderView, size: int) -> list[int]:
    """Return the sections that have another size; all of them are larger, or all smaller.

    Thousands that have it are passed over at once.
    """
    found: list[int] = []
    parts = [(0, header.count())]
    while parts:
        first, end = parts.pop()
        last = header.length() if end == header.count() else header.sectionPosition(end)
        if first == end or last - header.sectionPosition(first) == (end - first) * size:
            continue
        if end - first == 1:
            found.append(first)
        else:
            middle = (first + end) // 2
            parts += [(first, middle), (middle, end)]
    return found


def spans(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return rows as (first, last) of those that follow each other."""
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
