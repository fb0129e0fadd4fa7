"""The page of the form: sections with rows, made one by one, and where it is scrolled to."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from klimaeditor.model.fieldtypes import Section
from ui import theme
from ui.form.row import FieldRow, label_width
from ui.widgets.drops import leave_files
from ui.widgets.labels import hairline, plain_label
from ui.widgets.layouts import BesideLayout, settle_layout
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding, Severity


# --- words ---------------------------------------------------------------------------------------

FORM_NAME: Final = "Formular der Maßnahme"


# --- One section of the form: a heading and rows -------------------------------------------------


class SectionCard(QWidget):
    """Heading and rows of one section of the public page."""

    def __init__(
        self, section: Section, fields: Iterable[Field], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.section = section
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        if section is not next(iter(Section)):
            self._column.addSpacing(theme.Space.XS)
            self._column.addWidget(hairline())
        self._column.addLayout(self._heading())
        self._fields = tuple(fields)
        self.rows: list[FieldRow] = []

    def fill(self) -> list[FieldRow]:
        """Make the rows, once; returns those that are new."""
        if self.rows:
            return []
        for field in self._fields:
            row = FieldRow(field, self)
            self._column.addWidget(row)
            row.show()  # a layout shows later, but who asks for a field goes there now
            self.rows.append(row)
        return self.rows

    def _heading(self) -> BesideLayout:
        title = plain_label(self.section.title, "section", wrap=True)
        subtitle = plain_label(self.section.subtitle, "muted", wrap=True)
        heading = BesideLayout(title, subtitle)
        heading.setContentsMargins(0, theme.Space.M, 0, theme.Space.S)
        return heading


# --- Which findings stand under which field and count for which section --------------------------

HIDDEN = frozenset({"category"})
TOP: Final[FieldName] = "category_id"


def group(
    findings: Iterable[Finding], catalogue: Catalogue
) -> tuple[dict[str, list[Finding]], dict[Section, Counter[Severity]]]:
    """Return findings by the row that shows them, and their numbers by section.

    What belongs to no row, such as a finding on the id of a record, stands at the top.
    """
    by_field: dict[str, list[Finding]] = defaultdict(list)
    counts: dict[Section, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        field = catalogue.known_field(finding.field)
        shown = field is not None and field.name not in HIDDEN
        by_field[field.name if field is not None and shown else TOP].append(finding)
        counts[field.section if field else Section.HEAD][finding.severity] += 1
    return by_field, counts


# --- The page of the form: sections with rows, and where it is scrolled to -----------------------

NARROW_BELOW = 520  # px at 100 %: then labels stand above their editors
WIDEST: Final = 760
_AT_ONCE = (Section.HEAD, Section.DESCRIPTION, Section.IMPACT)  # what a screen shows at first
_AFTER_PAINT_MS = 30  # what is out of sight waits until the screen has been painted
_BELOW_FIELD: Final = 110  # px at 100 %: room for the sentence and the button of a finding
_AROUND: Final = 48  # px at 100 %: what is seen above and below a place that was searched for
_TOP, _BOTTOM = theme.Space.XS, theme.Space.XL


class FormPage(QScrollArea):
    """Holds the rows. *made* carries rows that are new, *resized* says that the width changed.

    *completed* says that no row is missing any more.
    """

    made = Signal(object)
    completed = Signal()
    resized = Signal()

    def __init__(self, catalogue: Catalogue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[Section, SectionCard] = {}
        self._rows: dict[FieldName, FieldRow] = {}
        self._room: int | None = None
        self._lent = (0, 0)  # pixels above and below that a field needed to stay where it was
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self.fill_next)
        self._sheet = QWidget(self)
        self._sheet.setProperty("role", "panel")
        self._column = QWidget(self._sheet)
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in Section:
            fields = [f for f in catalogue.fields if f.section is section and f.name not in HIDDEN]
            self._cards[section] = SectionCard(section, fields, self._column)
            column.addWidget(self._cards[section])
        self._outer = QVBoxLayout(self._sheet)
        self._outer.addWidget(self._column)
        self._outer.addStretch(1)
        self._set_margins()
        self.setProperty("role", "form")
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its fields are the way by Tab
        self.setAccessibleName(FORM_NAME)

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

    def fill_later(self, wait_ms: int = _AFTER_PAINT_MS) -> None:
        """Make the rest, section by section, as soon as what is in sight has been painted."""
        wait_ms = _AFTER_PAINT_MS if self.is_complete else wait_ms
        QTimer.singleShot(0, self, lambda: self._more.start(wait_ms))

    def fill_now(self) -> None:
        """Wait no longer with what :meth:`fill_later` was told to make."""
        if self._more.isActive():
            self._more.start(0)

    def fill_next(self) -> None:
        """Make the rows of one more section, then let the window breathe."""
        waiting = next((section for section, card in self._cards.items() if not card.rows), None)
        if waiting is not None:
            self._fill(waiting)
            self._more.start(0)
        else:
            self.completed.emit()

    @property
    def is_complete(self) -> bool:
        """Whether all rows are made."""
        return all(card.rows for card in self._cards.values())

    def _fill(self, section: Section) -> None:
        """Make the rows of a section where they are missing."""
        fresh = self._cards[section].fill()
        for row in fresh:
            self._rows[row.field.name] = row
            row.set_room(self._room)
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

    @staticmethod
    def set_applicable(row: FieldRow, *, applicable: bool) -> None:
        """Show a row, or hide it where it does not apply."""
        row.setVisible(applicable)

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
        passed = [section for section, card in self._cards.items() if self._top(card) <= top]
        return passed[-1] if passed else Section.HEAD

    def scroll_to(self, section: Section) -> None:
        """Bring a section to the upper edge; everything above it has to be there for that."""
        if len(self._rows) < len(self.all_rows()):
            settle_layout()
        self.verticalScrollBar().setValue(self.beginning(section))

    def beginning(self, section: Section) -> int:
        """Return where the bar stands when a section is at the upper edge."""
        return self._top(self._cards[section]) - theme.Space.XS

    def _top(self, card: SectionCard) -> int:
        return card.y() + self._column.y()

    def reveal(self, row: FieldRow) -> None:
        """Scroll a row into view, its finding and some room included, once heights are known."""
        settle_layout()
        self.ensureWidgetVisible(row, 0, 4 * theme.Space.XL)

    def reveal_found(self, row: FieldRow) -> None:
        """Scroll the place at hand of a search into view; what is in view already stays (D 23)."""
        settle_layout()
        place = row.editor.found_place()
        corner = row.editor.mapTo(self._sheet, place.center())
        room = min(place.height() // 2 + theme.current().px(_AROUND), self.viewport().height() // 2)
        self.ensureVisible(0, corner.y(), 0, room)

    def place_of(self, row: FieldRow) -> int:
        """Return how far below the upper edge of what is seen a row stands, in pixels."""
        return row.mapTo(self.viewport(), row.rect().topLeft()).y()

    def hold(self, row: FieldRow, place: int) -> None:
        """Keep a row at *place* of what is seen, whatever has come or gone around it (D 3).

        Where the page ends, it lends the room; :meth:`take_back` takes that in again.
        """
        settle_layout()
        bar = self.verticalScrollBar()
        wanted = bar.value() + self.place_of(row) - place
        if not 0 <= wanted <= bar.maximum():
            above, below = self._lent
            self._lend(above + max(0, -wanted), below + max(0, wanted - bar.maximum()))
            settle_layout()
        bar.setValue(max(0, wanted))

    def take_back(self, *, seen: bool = False) -> None:
        """Take the room in again that was lent, as far as that moves nothing that is seen.

        With *seen* all of it: another measure is shown.
        """
        above, below = self._lent
        if not (above or below):
            return
        bar = self.verticalScrollBar()
        value = bar.value()
        rest = (0, 0) if seen else (max(0, above - value), max(0, value + below - bar.maximum()))
        if rest != self._lent:
            self._lend(*rest)
            settle_layout()
            bar.setValue(max(0, value - (above - rest[0])))

    def _lend(self, above: int, below: int) -> None:
        self._lent = above, below
        self._set_margins()

    def _set_margins(self) -> None:
        above, below = self._lent
        side = theme.Space.XL
        self._outer.setContentsMargins(side, _TOP + above, side, _BOTTOM + below)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next field, and see that what is said under it is in sight, too."""
        moved = super().focusNextPrevChild(forward)
        row = self.focused_row()
        if moved and row is not None:
            self.ensureWidgetVisible(row.editor, 0, theme.current().px(_BELOW_FIELD))
        return moved

    def sideways(self) -> int:
        """Return how far the page could be scrolled sideways, in pixels (A11Y-13)."""
        return self.horizontalScrollBar().maximum()

    def is_narrow(self) -> bool:
        """Whether labels stand above their editors."""
        return self._room is None

    def reflow(self) -> None:
        """Put labels beside or above their editors, as the width allows."""
        tokens = theme.current()
        self._column.setMaximumWidth(tokens.px(WIDEST))
        width = min(self.viewport().width() - 2 * theme.Space.XL, tokens.px(WIDEST))
        narrow = width < tokens.px(NARROW_BELOW)
        room = None if narrow else label_width(self.window().width())
        if room != self._room:
            self._room = room
            for row in self._rows.values():
                row.set_room(room)

    def restyle(self) -> None:
        """Take over a new theme or zoom; the row with the keyboard stays in view."""
        self.reflow()
        focused = self.focused_row()
        if focused is not None:
            QTimer.singleShot(0, self, lambda: self.reveal(focused))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reflow when the visible width changes."""
        super().resizeEvent(event)
        self.reflow()
        self.resized.emit()
