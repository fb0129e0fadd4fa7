"""The table of findings: columns where there is room, one column where there is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from klimaeditor.model.findings import Severity
from ui import theme
from ui.findings.findings_model import ENTRY_ROLE, FindingColumn, FindingEntry, FindingsModel, Scope
from ui.widgets.marks import severity_mark
from ui.widgets.painting import Ink, badge_size, broken, paint_badge, paint_line, paint_lines, sized
from ui.widgets.row_table import FittedTable, Inks, paint_ground

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFont

    from ui.theme import Tokens


# --- How a finding is laid out: in columns where there is room, else all in one column -----------

PADDING, TOP, GAP = 12, 8, 4  # logical pixels at 100 %
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class FindingLook:
    """What every measure of a cell depends on; *compact* is the one-column form."""

    font: QFont
    tokens: Tokens
    compact: bool
    with_title: bool

    @property
    def small(self) -> QFont:
        """The font of second lines and buttons."""
        return sized(self.font, 0.95)

    @property
    def bold(self) -> QFont:
        """The font of the field's name."""
        return sized(self.font, 1.0, bold=True)

    def line(self, font: QFont) -> int:
        """Return the height of a line in *font*."""
        return QFontMetrics(font).lineSpacing()


def lines_of(entry: FindingEntry, width: int, look: FindingLook) -> int:
    """Return how many lines the message takes at *width*, at most MOST_LINES."""
    metrics = QFontMetrics(look.font)
    return len(broken(entry.finding.message, metrics, width, MOST_LINES))


def row_height(lines: int, look: FindingLook, *, button: bool) -> int:
    """Return the height of a row whose message takes *lines*."""
    tokens = look.tokens
    message = lines * look.line(look.font)
    if not look.compact:
        names = look.line(look.font) + (look.line(look.small) if look.with_title else 0)
        return max(message, names, button_height(look)) + tokens.px(2 * TOP + 2)
    height = tokens.px(2 * TOP) + badge_size("", look.font, tokens).height() + tokens.px(GAP)
    height += look.line(look.small) + tokens.px(2) if look.with_title else 0
    height += message + (tokens.px(GAP + 2) + button_height(look) if button else 0)
    return height + tokens.px(2)


def button_height(look: FindingLook) -> int:
    """Return the height of the painted button."""
    return look.line(look.small) + look.tokens.px(7)


def button_size(entry: FindingEntry, look: FindingLook) -> QSize:
    """Return the size of the painted button with the label of the fix."""
    width = QFontMetrics(look.small).horizontalAdvance(entry.fix_label)
    return QSize(width + look.tokens.px(18), button_height(look))


def button_rect(entry: FindingEntry, cell: QRect, look: FindingLook) -> QRect:
    """Return where the button of the fix is in its cell; empty where there is none."""
    if not entry.fix_label:
        return QRect()
    padding = look.tokens.px(PADDING)
    size = button_size(entry, look)
    width = min(size.width(), cell.width() - 2 * padding)
    if look.compact:
        top = cell.bottom() + 1 - look.tokens.px(TOP + 1) - size.height()
        return QRect(cell.x() + padding, top, width, size.height())
    top = cell.y() + (cell.height() - size.height()) // 2
    return QRect(cell.x() + padding, top, width, size.height())


def badge_width(look: FindingLook) -> int:
    """Return the width of the widest badge."""
    words = [severity_mark(severity).word for severity in Severity]
    return max(badge_size(word, look.font, look.tokens).width() for word in words)


# --- Painting a finding: icon and word, field, message, and its fix as a button ------------------

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex


class FindingDelegate(QStyledItemDelegate):
    """*fix_clicked* carries the row whose painted button was clicked."""

    fix_clicked = Signal(int)

    def __init__(self, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]  # the table
        self.compact = True
        self.with_title = False

    def look(self, option: QStyleOptionViewItem) -> FindingLook:
        """Return what the layout of cells depends on."""
        return FindingLook(option.widget.font(), theme.current(), self.compact, self.with_title)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the room a cell would like to have; rows are fitted by the table."""
        look = self.look(option)
        padding = 2 * look.tokens.px(PADDING)
        entry = index.data(ENTRY_ROLE)
        height = row_height(1, look, button=True)
        if isinstance(entry, FindingEntry) and index.column() == FindingColumn.FIX:
            return QSize(button_size(entry, look).width() + padding, height)
        return QSize(badge_width(look) + padding, height)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: AnyIndex,
    ) -> bool:
        """Tell of a click on the button of a fix."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            entry = index.data(ENTRY_ROLE)
            left = event.button() == Qt.MouseButton.LeftButton
            if left and isinstance(entry, FindingEntry) and self._has_button(index.column()):
                rect = button_rect(entry, option.rect, self.look(option))
                if rect.contains(event.position().toPoint()):
                    self.fix_clicked.emit(index.row())
                    return True
        return super().editorEvent(event, model, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        entry = index.data(ENTRY_ROLE)
        if not isinstance(entry, FindingEntry):
            return
        look = self.look(option)
        painter.save()
        inks = paint_ground(painter, option, index, look.tokens)
        padding = look.tokens.px(PADDING)
        room: QRect = option.rect.adjusted(padding, look.tokens.px(TOP), -padding, 0)
        if self.compact:
            self._paint_all(painter, room, entry, look, inks)
        else:
            self._paint_cell(painter, room, entry, FindingColumn(index.column()), (look, inks))
        if self._has_button(index.column()):
            self._paint_button(painter, button_rect(entry, option.rect, look), entry, option)
        painter.restore()

    def _has_button(self, column: int) -> bool:
        return self.compact or column == FindingColumn.FIX

    def _paint_all(
        self, painter: QPainter, room: QRect, entry: FindingEntry, look: FindingLook, inks: Inks
    ) -> None:
        tokens = look.tokens
        badge = self._paint_severity(painter, room.topLeft(), entry, look)
        name = QRect(badge.right() + tokens.px(8), badge.y(), 0, badge.height())
        name.setRight(room.right())
        paint_line(painter, name, entry.place, Ink(look.bold, inks.text))
        y = badge.bottom() + 1 + tokens.px(GAP)
        if self.with_title:
            line = QRect(room.x(), y, room.width(), look.line(look.small))
            paint_line(painter, line, entry.title, Ink(look.small, inks.muted))
            y += line.height() + tokens.px(2)
        message = QRect(room.x(), y, room.width(), room.height())
        ink = Ink(look.font, inks.text)
        paint_lines(painter, message, entry.finding.message, ink, MOST_LINES)

    def _paint_cell(
        self,
        painter: QPainter,
        room: QRect,
        entry: FindingEntry,
        column: FindingColumn,
        style: tuple[FindingLook, Inks],
    ) -> None:
        look, inks = style
        if column is FindingColumn.SEVERITY:
            self._paint_severity(painter, room.topLeft(), entry, look)
        elif column is FindingColumn.PLACE:
            line = QRect(room.x(), room.y(), room.width(), look.line(look.bold))
            paint_line(painter, line, entry.place, Ink(look.bold, inks.text))
            if self.with_title:
                line.translate(0, line.height())
                paint_line(painter, line, entry.title, Ink(look.small, inks.muted))
        elif column is FindingColumn.MESSAGE:
            text = entry.finding.message
            paint_lines(painter, room, text, Ink(look.font, inks.text), MOST_LINES)

    def _paint_severity(
        self, painter: QPainter, at: QPoint, entry: FindingEntry, look: FindingLook
    ) -> QRect:
        mark = severity_mark(entry.finding.severity)
        rect = QRect(at, badge_size(mark.word, look.font, look.tokens))
        paint_badge(painter, rect, (mark.word, mark.icon, mark.tone), look.font, look.tokens)
        return rect

    def _paint_button(
        self, painter: QPainter, rect: QRect, entry: FindingEntry, option: QStyleOptionViewItem
    ) -> None:
        if rect.isEmpty():
            return
        look = self.look(option)
        tokens = look.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("border"), 1))
        painter.setBrush(tokens.color("hover" if self._is_under_mouse(rect, option) else "panel"))
        outline = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(outline, tokens.px(5), tokens.px(5))
        inside = rect.adjusted(tokens.px(9), 0, -tokens.px(7), 0)
        paint_line(painter, inside, entry.fix_label, Ink(look.small, tokens.color("text")))

    @staticmethod
    def _is_under_mouse(rect: QRect, option: QStyleOptionViewItem) -> bool:
        table = option.widget
        viewport = getattr(table, "viewport", None)
        if viewport is None or not viewport().underMouse():
            return False
        cursor = viewport().cursor().pos()
        return bool(rect.contains(viewport().mapFromGlobal(cursor)))


# --- German words of the list of findings --------------------------------------------------------

PANE: Final = "Liste der Befunde"


# --- The table of findings: columns where there is room, one column where there is not -----------

_ROOMY = 640  # logical pixels at 100 % from which on there are columns
_FIT_UP_TO = 500  # rows; longer lists get rows of one height


class FindingsTable(FittedTable):
    """Rows as high as their messages need. *fix_clicked* carries a row."""

    fix_clicked = Signal(int)

    def __init__(self, model: FindingsModel, parent: QWidget | None = None) -> None:
        super().__init__(PANE, parent)
        self._findings = model
        self._delegate = FindingDelegate(self)
        # A click must be over before its row can go.
        queued = Qt.ConnectionType.QueuedConnection
        self._delegate.fix_clicked.connect(self.fix_clicked, queued)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        header = self.horizontalHeader()
        for column in FindingColumn:
            fixed, stretch = QHeaderView.ResizeMode.Fixed, QHeaderView.ResizeMode.Stretch
            grows = column is FindingColumn.MESSAGE
            header.setSectionResizeMode(column, stretch if grows else fixed)
        model.renewed.connect(self.fit)

    def fit(self) -> None:
        """Choose columns for the width there is, and heights for the messages."""
        tokens = theme.current()
        self._delegate.compact = self.width() < tokens.px(_ROOMY)
        self._delegate.with_title = self._findings.scope is Scope.ALL
        look = self._look()
        self._fit_columns(look)
        uniform = row_height(MOST_LINES, look, button=True)
        header = self.verticalHeader()
        header.setDefaultSectionSize(uniform)
        rows = self._findings.rowCount()
        width = self.columnWidth(FindingColumn.MESSAGE) - 2 * tokens.px(PADDING)
        for row in range(rows):
            wanted = uniform if rows > _FIT_UP_TO else self._height(row, width, look)
            if header.sectionSize(row) != wanted:
                header.resizeSection(row, wanted)
        if self.selected_row() >= 0:
            self.scrollTo(self._findings.index(self.selected_row(), 0))

    def _height(self, row: int, width: int, look: FindingLook) -> int:
        entry = self._findings.entry(row)
        if entry is None:
            return 0
        lines = lines_of(entry, width, look)
        return row_height(lines, look, button=bool(entry.fix_label))

    def _look(self) -> FindingLook:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return self._delegate.look(option)

    def _fit_columns(self, look: FindingLook) -> None:
        header, compact = self.horizontalHeader(), self._delegate.compact
        for column in (FindingColumn.SEVERITY, FindingColumn.PLACE, FindingColumn.FIX):
            header.setSectionHidden(column, compact)
        header.setVisible(not compact)
        if compact:
            return
        px = look.tokens.px
        room = self.viewport().width()
        header.resizeSection(FindingColumn.SEVERITY, badge_width(look) + px(24))
        header.resizeSection(FindingColumn.PLACE, min(px(260), room // 4))
        labels = [self._findings.entry(row) for row in range(min(self._findings.rowCount(), 200))]
        sizes = [button_size(e, look).width() for e in labels if e and e.fix_label]
        wanted = max(sizes, default=px(60)) + px(24)
        header.resizeSection(FindingColumn.FIX, min(wanted, room // 3))
