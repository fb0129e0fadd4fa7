"""The form: one scrolling page with the sections, order and labels of the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.catalogue import FIELDS, FIELDS_BY_NAME, Field, FileName, Kind, Section
from klimaeditor.document import category_names
from klimaeditor.errors import KlimaError
from klimaeditor.values import same
from ui import theme
from ui.announce import announce
from ui.form import form_texts
from ui.form.context import go_to_place, tell_series
from ui.form.grouping import HIDDEN, group
from ui.form.header import FormHeader
from ui.form.help_bar import HelpBar
from ui.form.nav import SectionNav
from ui.form.row import FieldRow, profile_needs
from ui.form.section import SectionCard
from ui.form.vocabulary import Vocabulary
from ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.values import Value
    from ui.bridge import DocumentBridge

NARROW_BELOW = 600
COMPACT_BELOW = 480
LEAST_WIDTH = 360  # beside other panes; alone the form works down to 320 (A11Y-13)
_AT_ONCE = (Section.HEAD, Section.DESCRIPTION, Section.IMPACT)  # what a screen shows at first
_LAYOUT_ROUNDS = 3  # wrapped texts settle their height from the inside out: line, row, page


class MeasureForm(QWidget):
    """Edits one measure. Every keystroke goes to the document; nothing is kept here.

    Signals: *fix_requested* (finding), *link_requested* (address), *field_entered* (field name),
    *said* (a line for the user).
    """

    fix_requested = Signal(object)
    link_requested = Signal(str)
    field_entered = Signal(str)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(form_texts.FORM_NAME)
        self._bridge: DocumentBridge | None = None
        self._vocabulary: Vocabulary | None = None
        self._measure: int | None = None
        self._field = ""
        self._visit = 0
        self.header = FormHeader(self)
        self.nav = SectionNav(self)
        self.help_bar = HelpBar(self)
        self._cards: dict[Section, SectionCard] = {}
        self._rows: dict[str, FieldRow] = {}
        self._scroll = QScrollArea(self)
        self._empty = EmptyState(self)
        self._build()
        self.nav.section_requested.connect(self.go_to_section)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._mark_section())
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _build(self) -> None:
        page = QWidget(self._scroll)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(theme.Space.XL, theme.Space.L, theme.Space.XL, theme.Space.XL)
        column.setSpacing(theme.Space.L)
        for section in Section:
            fields = [f for f in FIELDS if f.section is section and f.name not in HIDDEN]
            card = SectionCard(section, fields, page)
            column.addWidget(card)
            self._cards[section] = card
        column.addStretch(1)
        for section in _AT_ONCE:
            self._fill(section)
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().installEventFilter(self)
        self._empty.show_state("pencil", form_texts.EMPTY_TITLE, hint=form_texts.EMPTY_TEXT)
        self._whole = QWidget(self)
        layout = QVBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._nav_bar())
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.help_bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._whole)

    @property
    def rows(self) -> dict[str, FieldRow]:
        """The rows by field name; asking for them makes those that are still missing."""
        for section in Section:
            self._fill(section)
        return self._rows

    def _fill_next(self) -> None:
        """Make the rows of one more section, then let the window breathe."""
        waiting = next((section for section, card in self._cards.items() if not card.rows), None)
        if waiting is not None:
            self._fill(waiting)
            QTimer.singleShot(0, self, self._fill_next)

    def _fill(self, section: Section) -> None:
        """Make the rows of a section where they are missing, and show the measure in them."""
        made = self._cards[section].fill()
        for row in made:
            self._rows[row.field.name] = row
            row.edited.connect(self._on_edited)
            row.fix_requested.connect(self.fix_requested)
            row.open_requested.connect(self.link_requested)
        if made and self._bridge is not None and self._measure is not None:
            self._reflow()
            self._show_rows(self._bridge.document.view(self._measure), made)

    def _show_rows(self, view: MeasureView, rows: Iterable[FieldRow]) -> None:
        """Show a measure in these rows."""
        names = set()
        for row in rows:
            names.add(row.field.name)
            row.set_required(required=profile_needs(row.field, view.profile))
            self._show_value(view, row.field.name)
        self._show_rest(view, names)
        for row in self._rows.values():
            row.settle()

    def _nav_bar(self) -> QFrame:
        bar = QFrame(self)
        bar.setProperty("role", "bar")
        layout = QVBoxLayout(bar)
        layout.setContentsMargins(theme.Space.S, 0, theme.Space.S, 0)
        layout.addWidget(self.nav)
        return bar

    def set_bridge(self, bridge: DocumentBridge | None) -> None:
        """Edit another document; shows no measure until :meth:`show_measure`."""
        self._bridge = bridge
        self._measure = None
        self._stack.setCurrentWidget(self._empty)
        self._vocabulary = Vocabulary(bridge.document.dataset) if bridge else None
        if bridge is not None:
            bridge.fields_changed.connect(self._on_fields_changed)
            bridge.findings_changed.connect(self._on_findings_changed)
            bridge.structure_changed.connect(self._on_structure_changed)
            self._on_structure_changed()

    @property
    def measure(self) -> int | None:
        """The key of the measure shown."""
        return self._measure

    @property
    def field(self) -> str:
        """The name of the field that has or last had the focus."""
        return self._field

    def is_empty(self) -> bool:
        """Whether there is no measure to show."""
        return self._stack.currentWidget() is self._empty

    def vocabulary(self, field: str) -> list[str]:
        """Return the words in use for a field, the most frequent first."""
        return self._vocabulary.of(field) if self._vocabulary else []

    def scroll_bar(self) -> QScrollBar:
        """Return the bar that scrolls the page."""
        return self._scroll.verticalScrollBar()

    def show_measure(self, measure: int | None) -> None:
        """Show a measure from the top; a field that has the focus keeps it."""
        if self._bridge is None or measure == self._measure:
            return
        self._visit += 1
        self._measure = measure
        self._stack.setCurrentWidget(self._empty if measure is None else self._whole)
        if measure is None:
            return
        view = self._bridge.document.view(measure)
        self.setUpdatesEnabled(False)
        self._show_rows(view, list(self._rows.values()))
        self.setUpdatesEnabled(True)
        QTimer.singleShot(0, self, self._fill_next)
        if not self._focused_row():
            self._scroll.verticalScrollBar().setValue(0)
            self._mark_section()

    def focus_field(self, name: str, place: int | None = None) -> None:
        """Bring a field into view and put the keyboard there; *place* is the row of a list.

        A field that does not apply gives way to the first one of its section.
        """
        row = self.rows.get(name) or self.rows["category_id"]
        if not row.isVisibleTo(self._scroll):
            row = self._first_row(row.field.section)
        self._reveal(row)
        row.editor.focus_widget().setFocus()
        if place is not None:
            go_to_place(row.editor, place)
        QTimer.singleShot(0, self, lambda: self._reveal(row))

    def go_to_section(self, section: Section) -> None:
        """Scroll a section to the top."""
        if len(self._rows) < len(self.rows):
            self._settle_layout()
        self._scroll.verticalScrollBar().setValue(self._cards[section].y() - theme.Space.S)
        self.nav.mark_current(section)

    def focus_section(self, step: int) -> None:
        """Put the keyboard into the next (1) or previous (-1) section."""
        sections = list(Section)
        target = sections[(self.nav.currentIndex() + step) % len(sections)]
        self.go_to_section(target)
        self._first_row(target).editor.focus_widget().setFocus()

    def _first_row(self, section: Section) -> FieldRow:
        return next(row for row in self._cards[section].rows if row.isVisibleTo(self._scroll))

    def restyle(self) -> None:
        """Take over a new theme or zoom."""
        for row in self._rows.values():
            row.restyle()
        self.nav.restyle()
        self._reflow()
        focused = self._focused_row()
        if focused is not None:
            QTimer.singleShot(0, self, lambda: self._reveal(focused))

    def minimumSizeHint(self) -> QSize:
        """Return a width below which the panes beside the form have to give way."""
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Reflow when the visible width changes."""
        if event.type() is QEvent.Type.Resize:
            self._reflow()
        return super().eventFilter(watched, event)

    def _reflow(self) -> None:
        width = self._scroll.viewport().width()
        narrow = width < theme.current().px(NARROW_BELOW)
        for row in self._rows.values():
            row.set_narrow(narrow=narrow)
        self.help_bar.set_narrow(narrow=narrow)
        compact = self.height() < theme.current().px(COMPACT_BELOW)
        self.header.set_compact(compact=compact)
        self.help_bar.setVisible(not compact)

    def _reveal(self, row: FieldRow) -> None:
        """Scroll a row into view, its findings and some room included, once heights are known."""
        self._settle_layout()
        self._scroll.ensureWidgetVisible(row, 0, 4 * theme.Space.XL)

    @staticmethod
    def _settle_layout() -> None:
        for _ in range(_LAYOUT_ROUNDS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _on_edited(self, name: str, value: Value) -> None:
        if self._bridge is not None and self._measure is not None:
            group = (self._measure, name, self._visit)
            try:
                self._bridge.edit(self._measure, name, value, group)
            except KlimaError as error:  # e.g. a measure without id cannot have further data
                self.said.emit(str(error))

    def _on_fields_changed(self, fields: frozenset[tuple[int, str]]) -> None:
        names = {name for measure, name in fields if measure == self._measure}
        if self._vocabulary is not None:
            self._vocabulary.forget({name for _, name in fields})
        if self._bridge is None or self._measure is None or not names:
            return
        if self._measure not in self._bridge.document.dataset.measures:
            return
        view = self._bridge.document.view(self._measure)
        for name in names & set(self._rows):
            self._show_value(view, name)
        if "category_id" in names:
            for row in self._rows.values():
                row.set_required(required=profile_needs(row.field, view.profile))
        self._show_rest(view, names)

    def _on_findings_changed(self, measures: frozenset[int]) -> None:
        if self._bridge is None or self._measure not in self._bridge.document.dataset.measures:
            return
        if self._measure in measures:
            view = self._bridge.document.view(self._measure)
            self._show_findings(view)

    def _on_structure_changed(self) -> None:
        if self._bridge is None:
            return
        names = category_names(self._bridge.document.dataset)
        self._rows["category_id"].editor.set_choices(list(names.items()))
        if self._vocabulary is not None:
            self._vocabulary.forget(set(FIELDS_BY_NAME))

    def _show_value(self, view: MeasureView, name: str) -> None:
        row = self._rows[name]
        value = view.value(name)
        if not same(row.editor.value(), value):
            row.show_value(value)

    def _show_rest(self, view: MeasureView, names: set[str]) -> None:
        """Show what depends on the values: which rows apply, context, head, findings."""
        for row in self._rows.values():
            if row.field.only_if:
                other, wanted = row.field.only_if
                applies = view.value(other) == wanted
                self._cards[row.field.section].set_applicable(row, applicable=applies)
        progress = any(FIELDS_BY_NAME[name].file is FileName.PROGRESS for name in names)
        if progress and "progress_values" in self._rows:
            tell_series(self._rows["progress_values"].editor, view)
        self.header.show_view(view)
        self._show_findings(view)

    def _show_findings(self, view: MeasureView) -> None:
        if self._bridge is None:
            return
        by_field, counts = group(self._bridge.document.findings.of(view.key))
        for name, row in self._rows.items():
            row.show_findings(tuple(by_field.get(name, ())))
        self.nav.show_counts(counts)

    def _focused_row(self) -> FieldRow | None:
        return next((row for row in self._rows.values() if row.has_focus()), None)

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and self._scroll.isAncestorOf(old):
            QTimer.singleShot(0, self._settle)
        row = self._row_of(new)
        if row is None or (row.field.name == self._field and self._row_of(old) is row):
            return
        self._visit += 1
        self._field = row.field.name
        self._prepare(row.field)
        self.help_bar.show_field(row.field)
        self.nav.mark_current(row.field.section)
        self.field_entered.emit(row.field.name)

    def _prepare(self, field: Field) -> None:
        """Offer the vocabulary in use when a field with suggestions is entered."""
        if field.kind is Kind.OPEN_CHOICE:
            words = self.vocabulary(field.name)
            self.rows[field.name].editor.set_choices([(word, word) for word in words])

    def _settle(self) -> None:
        """Show, and read out, what was held back while the keyboard was in a field."""
        for row in self._rows.values():
            if not row.has_focus():
                announce(self, row.settle())

    def _row_of(self, widget: QWidget | None) -> FieldRow | None:
        while widget is not None and widget is not self:
            if isinstance(widget, FieldRow):
                return widget
            widget = widget.parentWidget()
        return None

    def _mark_section(self) -> None:
        if self._focused_row() is not None:
            return
        top = self._scroll.verticalScrollBar().value() + theme.Space.XL
        passed = [section for section, card in self._cards.items() if card.y() <= top]
        self.nav.mark_current(passed[-1] if passed else Section.HEAD)

