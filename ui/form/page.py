"""The page of the form: cards with rows, made section by section, and where it is scrolled to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from klimaeditor.model.fieldtypes import Section
from klimaeditor.site.catalogue import FIELDS, known_field
from ui import theme
from ui.form import form_words
from ui.form.row import FieldRow
from ui.widgets.drops import leave_files
from ui.widgets.labels import hairline, plain_label
from ui.widgets.layouts import BesideLayout
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding, Severity


# --- One section of the form: a card with a heading and rows -------------------------------------


class SectionCard(QFrame):
    """A card that looks like its section of the public page."""

    def __init__(
        self, section: Section, fields: Iterable[Field], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.section = section
        self.setProperty("role", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, theme.Space.XS)
        self._column.setSpacing(0)
        self._column.addLayout(self._heading())
        self._fields = tuple(fields)
        self.rows: list[FieldRow] = []

    def fill(self) -> list[FieldRow]:
        """Make the rows, once; returns those that are new."""
        if self.rows:
            return []
        for field in self._fields:
            line = hairline()
            row = FieldRow(field, self)
            row.setProperty("line", line)
            for widget in (line, row):
                self._column.addWidget(widget)
                widget.show()  # a layout shows later, but who asks for a field goes there now
            self.rows.append(row)
        return self.rows

    def _heading(self) -> BesideLayout:
        title = plain_label(self.section.title, "heading", wrap=True)
        subtitle = plain_label(self.section.subtitle, "muted", wrap=True)
        heading = BesideLayout(title, subtitle)
        heading.setContentsMargins(theme.Space.L, theme.Space.M, theme.Space.L, theme.Space.M)
        return heading

    def set_applicable(self, row: FieldRow, *, applicable: bool) -> None:
        """Show a row with the line above it, or hide both."""
        row.setVisible(applicable)
        line = row.property("line")
        if isinstance(line, QFrame):
            line.setVisible(applicable)


# --- Which findings stand under which field and count for which section --------------------------

HIDDEN = frozenset({"category"})
TOP: Final[FieldName] = "category_id"


def group(
    findings: Iterable[Finding],
) -> tuple[dict[str, list[Finding]], dict[Section, Counter[Severity]]]:
    """Return findings by the row that shows them, and their numbers by section.

    What belongs to no row, such as a finding on the id of a record, stands at the top.
    """
    by_field: dict[str, list[Finding]] = defaultdict(list)
    counts: dict[Section, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        field = known_field(finding.field)
        shown = field is not None and field.name not in HIDDEN
        by_field[field.name if field is not None and shown else TOP].append(finding)
        counts[field.section if field else Section.HEAD][finding.severity] += 1
    return by_field, counts


# --- The page of the form: cards with rows, made section by section, and where it is scrolled to -

NARROW_BELOW = 600
_AT_ONCE = (Section.HEAD, Section.DESCRIPTION, Section.IMPACT)  # what a screen shows at first
_AFTER_PAINT_MS = 30  # what is out of sight waits until the screen has been painted
_LAYOUT_ROUNDS = 3  # wrapped texts settle their height from the inside out: line, row, page


class FormPage(QScrollArea):
    """Holds the rows. *made* carries rows that are new, *resized* says that the width changed."""

    made = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[Section, SectionCard] = {}
        self._rows: dict[FieldName, FieldRow] = {}
        self._narrow = False
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self.fill_next)
        self._sheet = QWidget(self)
        self._sheet.setProperty("role", "page")
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(theme.Space.XL, theme.Space.L, theme.Space.XL, theme.Space.XL)
        column.setSpacing(theme.Space.L)
        for section in Section:
            fields = [f for f in FIELDS if f.section is section and f.name not in HIDDEN]
            self._cards[section] = SectionCard(section, fields, self._sheet)
            column.addWidget(self._cards[section])
        column.addStretch(1)
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its fields are the way by Tab
        self.setAccessibleName(form_words.FORM_NAME)

    # --- rows ------------------------------------------------------------------------------

    def rows(self) -> dict[FieldName, FieldRow]:
        """Return the rows made so far, by field name."""
        return self._rows

    def all_rows(self) -> dict[FieldName, FieldRow]:
        """Return all rows; those that are still missing are made."""
        for section in Section:
            self._fill(section)
        return self._rows

    def fill_first(self) -> None:
        """Make the rows that a screen shows at first."""
        for section in _AT_ONCE:
            self._fill(section)

    def fill_later(self) -> None:
        """Make the rest, section by section, as soon as what is in sight has been painted."""
        QTimer.singleShot(0, self, lambda: self._more.start(_AFTER_PAINT_MS))

    def fill_next(self) -> None:
        """Make the rows of one more section, then let the window breathe."""
        waiting = next((section for section, card in self._cards.items() if not card.rows), None)
        if waiting is not None:
            self._fill(waiting)
            self._more.start(0)

    def _fill(self, section: Section) -> None:
        """Make the rows of a section where they are missing."""
        fresh = self._cards[section].fill()
        for row in fresh:
            self._rows[row.field.name] = row
            row.set_narrow(narrow=self._narrow)
            leave_files(row)
        if fresh:
            self.made.emit(fresh)
            self._put_on_the_way(section)

    def _put_on_the_way(self, section: Section) -> None:
        """Let Tab reach a section behind the one above it, however late it was made (A11Y-03)."""
        cards = list(self._cards.values())
        above = [card for card in cards[: cards.index(self._cards[section])] if card.rows]
        before = by_tab(above[-1]) if above else []
        if before:
            lead_through(by_tab(self._cards[section]), before[-1])

    def set_applicable(self, row: FieldRow, *, applicable: bool) -> None:
        """Show a row, or hide it where it does not apply."""
        self._cards[row.field.section].set_applicable(row, applicable=applicable)

    def applies(self, row: FieldRow) -> bool:
        """Whether a row is shown."""
        return row.isVisibleTo(self)

    def first_row(self, section: Section) -> FieldRow:
        """Return the first row of a section that applies."""
        self._fill(section)
        return next(row for row in self._cards[section].rows if self.applies(row))

    def focused_row(self) -> FieldRow | None:
        """Return the row that has the keyboard."""
        return next((row for row in self._rows.values() if row.has_focus()), None)

    def row_of(self, widget: QWidget | None) -> FieldRow | None:
        """Return the row that *widget* is in."""
        while widget is not None and widget is not self:
            if isinstance(widget, FieldRow):
                return widget
            widget = widget.parentWidget()
        return None

    # --- place and width -------------------------------------------------------------------

    def section_on_top(self) -> Section:
        """Return the section at the upper edge of what is seen."""
        top = self.verticalScrollBar().value() + theme.Space.XL
        passed = [section for section, card in self._cards.items() if card.y() <= top]
        return passed[-1] if passed else Section.HEAD

    def scroll_to(self, section: Section) -> None:
        """Bring a section to the upper edge; everything above it has to be there for that."""
        if len(self._rows) < len(self.all_rows()):
            settle_layout()
        self.verticalScrollBar().setValue(self._cards[section].y() - theme.Space.S)

    def reveal(self, row: FieldRow) -> None:
        """Scroll a row into view, its findings and some room included, once heights are known."""
        settle_layout()
        self.ensureWidgetVisible(row, 0, 4 * theme.Space.XL)

    def place_of(self, row: FieldRow) -> int:
        """Return how far below the upper edge of what is seen a row stands, in pixels."""
        return row.mapTo(self.viewport(), row.rect().topLeft()).y()

    def hold(self, row: FieldRow, place: int) -> None:
        """Keep a row at *place* of what is seen, whatever has appeared above it."""
        settle_layout()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.place_of(row) - place)

    def sideways(self) -> int:
        """Return how far the page could be scrolled sideways, in pixels (A11Y-13)."""
        return self.horizontalScrollBar().maximum()

    def is_narrow(self) -> bool:
        """Whether labels stand above their editors."""
        return self._narrow

    def reflow(self) -> None:
        """Put labels beside or above their editors, as the width allows."""
        self._narrow = self.viewport().width() < theme.current().px(NARROW_BELOW)
        for row in self._rows.values():
            row.set_narrow(narrow=self._narrow)

    def restyle(self) -> None:
        """Take over a new theme or zoom; the row with the keyboard stays in view."""
        for row in self._rows.values():
            row.restyle()
        self.reflow()
        focused = self.focused_row()
        if focused is not None:
            QTimer.singleShot(0, self, lambda: self.reveal(focused))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow when the visible width changes."""
        super().resizeEvent(event)
        self.reflow()
        self.resized.emit()


def settle_layout() -> None:
    """Have all that is to be laid out take its place now, before anything is painted."""
    for _ in range(_LAYOUT_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
