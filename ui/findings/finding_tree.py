"""Findings by rule as a tree: a group with its one button, below it the places where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from klimaeditor.checks.groups import repaired
from klimaeditor.checks.rulebook import RULES
from klimaeditor.model.core_words import READ_ONLY
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.findings import Severity
from ui import theme
from ui.theme import Scheme, icons
from ui.widgets.common_words import severity_word
from ui.widgets.labels import plain_label, safe_tip
from ui.widgets.marks import severity_mark
from ui.widgets.painting import Ink, one_line, paint_icon, paint_line, sized
from ui.widgets.row_table import BAR, paint_ground, paint_ring
from ui.widgets.tabs import lead_through

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtGui import QResizeEvent

    from klimaeditor.checks.groups import FindingGroup, GroupFix
    from klimaeditor.checks.rule import Rule
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.findings import Finding
    from klimaeditor.notes.accepting import AcceptedFinding
    from ui.widgets.row_table import Inks


# --- words ---------------------------------------------------------------------------------------

TREE: Final = "Befunde nach Regel"
BANDS: Final = {
    Severity.ERROR: ("Fehler", "verhindern die Veröffentlichung"),
    Severity.WARNING: ("Warnungen", "werden öffentlich, ohne dass es jemand wollte"),
    Severity.HINT: ("Hinweise", "machen die Daten einheitlicher"),
}
ACCEPTED: Final = "Angenommen"
ACCEPTED_EFFECT: Final = "zählt nicht, bis sich die Angabe ändert"
WHOLE_MEASURE: Final = "Ganze Maßnahme"
NO_BUTTON: Final = "nur einzeln zu beheben"


def place_of(finding: Finding, catalogue: Catalogue) -> str:
    """Return the public label of the field, or the file."""
    field = catalogue.known_field(finding.field)
    if field is not None:
        return field.label
    return finding.file.value if finding.file else WHOLE_MEASURE


# --- What stands in the rows ---------------------------------------------------------------------

ROW: Final = int(Qt.ItemDataRole.UserRole) + 1
_GROUP, _LINE, _BAND = 44, 32, 28  # heights at 100 %
_COUNT_END, _TEXT = 64, 76  # px at 100 %: where the number ends and the words begin
_PLACE_PART: Final = 0.76  # of the width: where the place of a group begins
_FIELD_PART, _PROBLEM_PART = 0.27, 0.52
_SPARE: Final = 8  # px at 100 %: beside the widest button

if TYPE_CHECKING:
    AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class FindingsBand:
    """The heading above the groups of one severity."""

    severity: Severity


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A group and where it is; *done* of it are just repaired, then *group* may be gone."""

    rule: Rule
    place: str
    group: FindingGroup | None = None
    done: int = 0

    @property
    def count(self) -> int:
        """How many findings there are."""
        return len(self.group.findings) if self.group else 0


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One finding; *title* names the measure, *place* the field."""

    finding: Finding
    title: str
    place: str

    def is_like(self, other: PlaceRow) -> bool:
        """Whether both are about the same fault at the same place, words aside."""
        mine, theirs = self.finding, other.finding
        return (mine.rule, mine.measure, mine.field, mine.file, mine.place) == (
            *(theirs.rule, theirs.measure, theirs.field, theirs.file, theirs.place),
        )


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """The heading above the findings that somebody has accepted; folded at first."""

    count: int


@dataclass(frozen=True, slots=True)
class AcceptedPlace:
    """A finding that is accepted; *said* tells who accepted it when and why."""

    accepted: AcceptedFinding
    title: str
    place: str
    said: str


FindingRow: TypeAlias = "RuleRow | PlaceRow | AcceptedRow | AcceptedPlace"


class FindingDelegate(QStyledItemDelegate):
    """Paints groups and places; buttons are widgets of the second column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height of a row."""
        row = index.data(ROW)
        high = _GROUP if isinstance(row, RuleRow | AcceptedRow) else _LINE
        return QSize(100, theme.current().px(_BAND if isinstance(row, FindingsBand) else high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row; the second column is its ground only."""
        row, tokens = index.data(ROW), theme.current()
        painter.save()
        if isinstance(row, FindingsBand):
            painter.fillRect(option.rect, tokens.color("header"))
            if not index.column():
                self._paint_band(painter, option, row)
            painter.restore()
            return
        inks = paint_ground(painter, option, index, tokens)
        line = option.rect.bottom()
        painter.setPen(tokens.color("line"))
        painter.drawLine(option.rect.left(), line, option.rect.right(), line)
        if not index.column() and isinstance(row, RuleRow):
            self._paint_group(painter, option, row, inks)
        elif not index.column() and isinstance(row, AcceptedRow):
            self._paint_accepted(painter, option, row, inks)
        elif not index.column() and isinstance(row, PlaceRow):
            texts = (row.title, row.place, row.finding.problem)
            self._paint_place(painter, option, texts, inks)
        elif not index.column() and isinstance(row, AcceptedPlace):
            self._paint_place(painter, option, (row.title, row.place, row.said), inks)
        painter.restore()

    @staticmethod
    def _paint_band(painter: QPainter, option: QStyleOptionViewItem, row: FindingsBand) -> None:
        tokens, font = theme.current(), option.widget.font()
        word, what = BANDS[row.severity]
        bold = sized(font, 0.95, bold=True)
        ink, _ = tokens.tone(severity_mark(row.severity).tone)
        room = option.rect.adjusted(tokens.px(14), 0, 0, 0)
        paint_line(painter, room, word, Ink(bold, ink))
        from_word = option.widget.fontMetrics().horizontalAdvance(word) + tokens.px(16)
        muted = Ink(sized(font, 0.95), tokens.color("muted"))
        paint_line(painter, room.adjusted(from_word, 0, 0, 0), what, muted)

    @staticmethod
    def _paint_group(
        painter: QPainter, option: QStyleOptionViewItem, row: RuleRow, inks: Inks
    ) -> None:
        tokens, font, area = theme.current(), option.widget.font(), option.rect
        mark = severity_mark(row.rule.severity)
        extent = tokens.px(16)
        top = area.y() + (area.height() - extent) // 2
        ink, _ = tokens.tone(mark.tone)
        paint_icon(painter, QRect(area.x(), top, 0, 0).topLeft(), mark.icon, ink.name(), extent)
        bold = sized(font, 1.0, bold=True)
        if row.count:
            width = option.widget.fontMetrics().horizontalAdvance(f"{row.count}0")
            number = QRect(area.x() + tokens.px(_COUNT_END) - width, area.y(), width, area.height())
            paint_line(painter, number, str(row.count), Ink(bold, inks.text))
        words = area.adjusted(tokens.px(_TEXT), 0, 0, 0)
        split = area.x() + round(area.width() * _PLACE_PART)
        words.setRight(split - tokens.px(8))
        paint_line(painter, words, row.rule.title, Ink(font, inks.text))
        effect = row.group.effect if row.group else ""
        taken = option.widget.fontMetrics().horizontalAdvance(row.rule.title) + tokens.px(14)
        if effect and words.width() - taken > tokens.px(80):
            rest = words.adjusted(taken, 0, 0, 0)
            paint_line(painter, rest, effect, Ink(sized(font, 0.95), inks.muted))
        place = QRect(split, area.y(), area.right() - split, area.height())
        paint_line(painter, place, row.place, Ink(sized(font, 0.95), inks.muted))

    @staticmethod
    def _paint_accepted(
        painter: QPainter, option: QStyleOptionViewItem, row: AcceptedRow, inks: Inks
    ) -> None:
        tokens, font, area = theme.current(), option.widget.font(), option.rect
        extent, metrics = tokens.px(16), option.widget.fontMetrics()
        top = area.y() + (area.height() - extent) // 2
        at = QRect(area.x(), top, 0, 0).topLeft()
        paint_icon(painter, at, "check", inks.muted.name(), extent)
        width = metrics.horizontalAdvance(f"{row.count}0")
        number = QRect(area.x() + tokens.px(_COUNT_END) - width, area.y(), width, area.height())
        paint_line(painter, number, str(row.count), Ink(sized(font, 1.0, bold=True), inks.muted))
        words = area.adjusted(tokens.px(_TEXT), 0, 0, 0)
        paint_line(painter, words, ACCEPTED, Ink(font, inks.text))
        rest = words.adjusted(metrics.horizontalAdvance(ACCEPTED) + tokens.px(14), 0, 0, 0)
        paint_line(painter, rest, ACCEPTED_EFFECT, Ink(sized(font, 0.95), inks.muted))

    @staticmethod
    def _paint_place(
        painter: QPainter, option: QStyleOptionViewItem, texts: tuple[str, str, str], inks: Inks
    ) -> None:
        tokens, font = theme.current(), option.widget.font()
        left = tokens.px(_TEXT) + tokens.px(6)
        whole = QRect(left, option.rect.y(), option.rect.right() - left, option.rect.height())
        small = sized(font, 0.95)
        ends = (0, round(whole.width() * _FIELD_PART), round(whole.width() * _PROBLEM_PART))
        letters = (Ink(font, inks.text), Ink(small, inks.muted), Ink(small, inks.muted))
        for at, (start, text, ink) in enumerate(zip(ends, texts, letters, strict=True)):
            end = ends[at + 1] if at < 2 else whole.width()
            room = QRect(whole.x() + start, whole.y(), end - start - tokens.px(8), whole.height())
            paint_line(painter, room, text, ink)


class FindingTree(QTreeView):
    """*chosen* carries a finding whose field is wanted, *repair_wanted* the fix of a group."""

    chosen = Signal(object)
    repair_wanted = Signal(object)
    row_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(0, 2, self)
        self._open: set[str] = set()
        self._read_only = False
        self.setModel(self._items)
        self.setItemDelegate(FindingDelegate(self))
        self.setProperty("role", "flush")
        self.setAccessibleName(TREE)
        self.setHeaderHidden(True)
        self.setIndentation(theme.Space.XL + theme.Space.XS)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(self._on_clicked)
        self.expanded.connect(lambda index: self._remember(index, opened=True))
        self.collapsed.connect(lambda index: self._remember(index, opened=False))

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock the buttons while nothing may be changed."""
        self._read_only = read_only
        for button in self.findChildren(QPushButton):
            button.setEnabled(not read_only)
            button.setToolTip(safe_tip(READ_ONLY) if read_only else "")

    def rows(self) -> list[RuleRow]:
        """Return the groups as they stand from top to bottom."""
        found = [self._items.item(at).data(ROW) for at in range(self._items.rowCount())]
        return [row for row in found if isinstance(row, RuleRow)]

    def places(self) -> list[PlaceRow]:
        """Return the single findings as they stand from top to bottom, unfolded or not."""
        tops = [self._items.item(at) for at in range(self._items.rowCount())]
        rows = [item.child(at).data(ROW) for item in tops for at in range(item.rowCount())]
        return [row for row in rows if isinstance(row, PlaceRow)]

    def show_groups(
        self,
        groups: Iterable[RuleRow],
        title_of: Callable[[int], str],
        catalogue: Catalogue,
        accepted: Sequence[AcceptedPlace] = (),
    ) -> None:
        """Show groups; what was selected stays selected, or else what has taken its place.

        *accepted* stand folded below them.
        """
        kept, at = self.current_row(), self._visible_place()
        scrolled = self.verticalScrollBar().value()
        self._items.removeRows(0, self._items.rowCount())
        severity = None
        for row in groups:
            if row.rule.severity is not severity:
                severity = row.rule.severity
                self._add_band(severity)
            self._add_group(row, title_of, catalogue)
        if accepted:
            self._add_accepted(accepted)
        lead_through(self.findChildren(QPushButton), self)
        self._fit()
        self.verticalScrollBar().setValue(scrolled)
        self._select_again(kept, at)

    def current_row(self) -> FindingRow | None:
        """Return what is selected."""
        row = self.currentIndex().siblingAtColumn(0).data(ROW)
        known = RuleRow | PlaceRow | AcceptedRow | AcceptedPlace
        return row if isinstance(row, known) else None

    def accepted_places(self) -> list[AcceptedPlace]:
        """Return the accepted findings as they stand from top to bottom, unfolded or not."""
        tops = [self._items.item(at) for at in range(self._items.rowCount())]
        rows = [item.child(at).data(ROW) for item in tops for at in range(item.rowCount())]
        return [row for row in rows if isinstance(row, AcceptedPlace)]

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell that another row is selected."""
        super().currentChanged(current, previous)
        self.row_changed.emit()

    def select_finding(self, wanted: Finding) -> bool:
        """Unfold the group of a finding and select it; False where it is not there."""
        item = self._item_like(PlaceRow(wanted, "", ""))
        if item is not None:
            self.setCurrentIndex(item.index())
        return item is not None

    def unfold_all(self) -> None:
        """Show all places."""
        self._open |= {row.rule.id for row in self.rows()}
        self.expandAll()

    def select_first(self) -> None:
        """Select the first group where nothing is selected."""
        if self.current_row() is None and self._items.rowCount() > 1:
            self.setCurrentIndex(self._items.index(1, 0))

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint a row on its whole ground, and around it the mark of the keyboard."""
        tokens, rect = theme.current(), options.rect
        at_hand = index.sibling(index.row(), 0) == self.currentIndex().siblingAtColumn(0)
        if isinstance(index.sibling(index.row(), 0).data(ROW), FindingsBand):
            painter.fillRect(rect, tokens.color("header"))
        elif at_hand and tokens.scheme is not Scheme.CONTRAST:
            painter.fillRect(rect, tokens.color("accent_bg"))
        super().drawRow(painter, options, index)
        if at_hand:
            bar = QRect(rect.x(), rect.y(), tokens.px(BAR), rect.height())
            painter.fillRect(bar, tokens.color("accent"))
        if at_hand and theme.has_ring(self):
            paint_ring(painter, rect, tokens.color("focus"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the field of a finding and unfolds a group; with Ctrl it repairs."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        row = self.current_row()
        if isinstance(row, PlaceRow):
            self.chosen.emit(row.finding)
        elif isinstance(row, AcceptedPlace):
            self.chosen.emit(row.accepted.finding)
        elif isinstance(row, AcceptedRow):
            index = self.currentIndex().siblingAtColumn(0)
            self.setExpanded(index, not self.isExpanded(index))
        elif isinstance(row, RuleRow):
            index = self.currentIndex().siblingAtColumn(0)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._repair(row)
            else:
                self.setExpanded(index, not self.isExpanded(index))

    def _repair(self, row: RuleRow) -> None:
        if row.group is not None and row.group.fix is not None and not self._read_only:
            self.repair_wanted.emit(row.group.fix)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = index.siblingAtColumn(0).data(ROW)
        if isinstance(row, PlaceRow):
            self.chosen.emit(row.finding)
        elif isinstance(row, RuleRow | AcceptedRow):
            first = index.siblingAtColumn(0)
            self.setExpanded(first, not self.isExpanded(first))

    def _remember(self, index: QModelIndex, *, opened: bool) -> None:
        row = index.data(ROW)
        name = row.rule.id if isinstance(row, RuleRow) else ACCEPTED
        if isinstance(row, RuleRow | AcceptedRow):
            (self._open.add if opened else self._open.discard)(name)

    def _add_band(self, severity: Severity) -> None:
        items = [_item(FindingsBand(severity), " ".join(BANDS[severity])), QStandardItem()]
        for item in items:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setData(FindingsBand(severity), ROW)
        self._items.appendRow(items)

    def _add_group(
        self, row: RuleRow, title_of: Callable[[int], str], catalogue: Catalogue
    ) -> None:
        said = f"{severity_word(row.rule.severity)}: {row.count} × {row.rule.title}, {row.place}"
        top = _item(row, said)
        beside = _item(row, _said_beside(row))
        self._items.appendRow([top, beside])
        for finding in row.group.findings if row.group else ():
            title = "" if finding.measure is None else title_of(finding.measure)
            place = PlaceRow(finding, one_line(title), place_of(finding, catalogue))
            spoken = f"{title}, {place.place}: {finding.message}"
            beside_it = _item(place, place.place)
            top.appendRow([_item(place, spoken, tip=finding.message), beside_it])
        if row.rule.id in self._open:
            self.setExpanded(top.index(), True)
        widget = self._beside(row)
        if widget is not None:
            self.setIndexWidget(beside.index(), widget)

    def _add_accepted(self, places: Sequence[AcceptedPlace]) -> None:
        row = AcceptedRow(len(places))
        top = _item(row, f"{ACCEPTED}: {row.count}")
        self._items.appendRow([top, _item(row, ACCEPTED_EFFECT)])
        for place in places:
            spoken = f"{place.title}, {place.place}: {place.said}"
            tip = f"{place.said}\n{place.accepted.finding.message}"
            top.appendRow([_item(place, spoken, tip=tip), _item(place, place.place)])
        if ACCEPTED in self._open:
            self.setExpanded(top.index(), True)

    def _beside(self, row: RuleRow) -> QWidget | None:
        """Return what stands at the end of a group: its button, or what it has just done."""
        fix = row.group.fix if row.group else None
        if not row.done and fix is None:
            return None
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, theme.Space.L, 0)
        line.addStretch(1)
        if row.done:
            line.addWidget(self._done_label(row.done))
        elif fix is not None:
            line.addWidget(self._button(fix, row.rule.title))
        return holder

    def _done_label(self, done: int) -> QLabel:
        label = plain_label(repaired(done), "note")
        label.setProperty("tone", "good")
        return label

    def _button(self, fix: GroupFix, title: str) -> QPushButton:
        button = QPushButton(one_line(fix.label, 60).replace("&", "&&"))
        button.setAutoDefault(False)
        button.setAccessibleName(f"{fix.label}: {title}")
        button.setEnabled(not self._read_only)
        icons.tint(button, "check-check")
        button.clicked.connect(lambda: self.repair_wanted.emit(fix))
        return button

    def _fit(self) -> None:
        """Give the second column the room of its widest button."""
        ends = (self._items.index(at, 1) for at in range(self._items.rowCount()))
        widgets: list[QWidget | None] = [self.indexWidget(end) for end in ends]
        wide = max((w.sizeHint().width() for w in widgets if w is not None), default=0)
        room = wide + theme.current().px(_SPARE) if wide else 0
        self.header().resizeSection(1, min(room, self.width() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons whole."""
        super().resizeEvent(event)
        self._fit()

    def _visible_place(self) -> int:
        """Return which of the seen rows is selected, counted from the top."""
        index, at = self._items.index(0, 0), 0
        while index.isValid() and index.row() >= 0:
            if index == self.currentIndex().siblingAtColumn(0):
                return at
            index, at = self.indexBelow(index), at + 1
        return -1

    def _select_again(self, kept: FindingRow | None, place: int) -> None:
        item = self._item_like(kept) if kept is not None else None
        if item is not None:
            self.setCurrentIndex(item.index())
            return
        index, last = self._items.index(0, 0), QModelIndex()
        for _ in range(place + 1):
            if not index.isValid():
                break
            last = index if not isinstance(index.data(ROW), FindingsBand) else last
            index = self.indexBelow(index)
        if place >= 0 and last.isValid():
            self.setCurrentIndex(last)

    def _item_like(self, wanted: FindingRow) -> QStandardItem | None:
        for at in range(self._items.rowCount()):
            top = self._items.item(at)
            row = top.data(ROW)
            if isinstance(wanted, AcceptedRow | AcceptedPlace):
                if isinstance(row, AcceptedRow):
                    children = [top.child(number) for number in range(top.rowCount())]
                    same = [child for child in children if child.data(ROW) == wanted]
                    return next(iter(same), top if isinstance(wanted, AcceptedRow) else None)
                continue
            if isinstance(wanted, RuleRow):
                if isinstance(row, RuleRow) and row.rule.id == wanted.rule.id:
                    return top
            elif isinstance(row, RuleRow) and row.rule.id == wanted.finding.rule:
                children = [top.child(number) for number in range(top.rowCount())]
                return next((c for c in children if wanted.is_like(c.data(ROW))), None)
        return None


def _said_beside(row: RuleRow) -> str:
    """Return what the second column of a group says: its button, or what that has done."""
    if row.done:
        return repaired(row.done)
    return row.group.fix.label if row.group and row.group.fix else NO_BUTTON


def _item(row: object, spoken: str, tip: str = "") -> QStandardItem:
    item = QStandardItem()
    item.setData(row, ROW)
    item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
    if tip:
        item.setToolTip(safe_tip(tip))
    return item


def ghost(rule: str, done: int) -> RuleRow:
    """Return the line of a group that has just been repaired wholly."""
    return RuleRow(RULES[rule], "", None, done)
