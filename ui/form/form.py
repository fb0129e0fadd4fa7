"""The form: one scrolling page with the sections, order and labels of the public page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from klimaeditor.model.changes import FileName
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.fieldtypes import Kind, Section
from klimaeditor.model.placeholders import propose_placeholder
from klimaeditor.model.records import category_names
from klimaeditor.model.values import ABSENT, get_path, same
from ui import theme
from ui.bridge import Connections, DocumentBridge, no_document
from ui.form.editors.series import LinksEditor, SeriesEditor
from ui.form.header import FormHeader
from ui.form.page import FORM_NAME, TOP, FormPage, group
from ui.form.row import FieldRow, is_voluntary
from ui.form.sections import SectionBar
from ui.widgets.announce import announce
from ui.widgets.labels import EmptyState
from ui.widgets.layouts import settle_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.checks.readable import Readable
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import Dataset, MeasureView
    from klimaeditor.model.values import Value
    from klimaeditor.textwork.search import FoundPlace
    from ui.form.editors.base import FieldEditor


# --- words ---------------------------------------------------------------------------------------

EMPTY_TITLE = "Keine Maßnahme ausgewählt"
EMPTY_TEXT = "Wählen Sie links eine Maßnahme, oder legen Sie mit Strg+N eine neue an."


# --- What some editors need to know beyond their own value ---------------------------------------


def tell_series(editor: FieldEditor, view: MeasureView) -> None:
    """Tell the progress series its type, unit and the lines of its chart."""
    if not isinstance(editor, SeriesEditor):
        return
    kind = view.value("progress_type")
    editor.set_series_type("binary" if kind is ABSENT else kind, view.value("progress_unit"))
    editor.set_bounds(
        view.value("progress_start"),
        view.value("progress_goal"),
        view.value("progress_y_min"),
        view.value("progress_y_max"),
    )


def go_to_place(editor: FieldEditor, place: int) -> None:
    """Put the keyboard on one row of a list field."""
    if isinstance(editor, LinksEditor | SeriesEditor):
        editor.focus_widget().go_to(place)


# --- The vocabulary in use: the values a field has across all measures, most frequent first ------


class Vocabulary:
    """Remembers the values in use per field until told that they may have changed."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._known: dict[FieldName, list[str]] = {}

    def of(self, field: FieldName) -> list[str]:
        """Return the texts in use for a field, most frequent first, then by alphabet."""
        if field not in self._known:
            self._known[field] = _in_use(self._dataset, field)
        return self._known[field]

    def forget(self, fields: set[FieldName]) -> None:
        """Look again at these fields when next asked."""
        for field in fields:
            self._known.pop(field, None)


def _in_use(dataset: Dataset, name: FieldName) -> list[str]:
    field = dataset.site.catalogue.field(name)
    rows = dataset.tables[field.file].rows.values()
    values = (get_path(row, field.path) for row in rows)
    texts = (v for v in values if isinstance(v, str) and v.strip() and "\n" not in v)
    counts = Counter(_as_agreed(v) if field.is_contract_text else v for v in texts)
    return [text for text, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def _as_agreed(text: str) -> str:
    """Return a placeholder as it is agreed on: what a rule criticises is not offered."""
    return propose_placeholder(text) or text


# --- The form: one scrolling page with the sections, order and labels of the public page ---------

FIRST_FIELD: Final[FieldName] = "short_title"
_FIRST_JUDGED_MS: Final = 1_000
"""How long at most the rows below the fold wait until the last few measures are judged."""
_LISTS: Final = frozenset({Kind.CHOICE, Kind.CATEGORY})
LEAST_WIDTH = 360  # beside other panes; alone the form works down to 320 (A11Y-13)


class MeasureForm(QWidget):
    """Edits one measure. Every keystroke goes to the document; nothing is kept here.

    Signals: *fix_requested* and *accept_requested* (finding), *value_requested* (field name, value
    to be put into it), *link_requested* (address), *field_entered* (field name), *status_message*
    (for the user).

    *find_offer* says which value a remark names for a field; whoever knows remarks sets it.
    """

    fix_requested = Signal(object)
    accept_requested = Signal(object)
    value_requested = Signal(str, object)
    link_requested = Signal(str)
    field_entered = Signal(str)
    status_message = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(FORM_NAME)
        self._bridge = no_document()
        self._heard = Connections()
        self._vocabulary = Vocabulary(self._bridge.document.dataset)
        self._measure: int | None = None
        self._field: FieldName | Literal[""] = ""
        self._visit = 0
        self._found: tuple[tuple[str, ...], FoundPlace | None] = ((), None)
        self._quiet: int | None = None
        self._back: tuple[int, Section, int] | None = None  # visit and place to scroll to
        self._taking = False
        self._read_only = False
        self.find_offer: Callable[[MeasureView, Field], Readable | None] = lambda *_: None
        self.header = FormHeader(self)
        self.sections = SectionBar(self)
        self.nav = self.sections.nav
        self.page = FormPage(self._bridge.catalogue, self)
        self._empty = EmptyState(self)
        self._empty.show_state("pencil", EMPTY_TITLE, hint=EMPTY_TEXT)
        self._whole = QWidget(self)
        self._lay_out()
        self._connect()
        self.page.fill_first()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.sections)
        layout.addWidget(self.page, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._whole)

    def _connect(self) -> None:
        self.nav.section_requested.connect(self.go_to_section)
        self.header.missing_requested.connect(self._go_to_empty)
        self._connect_page()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def _connect_page(self) -> None:
        self.page.made.connect(self._on_made)
        self.page.completed.connect(self._on_completed)
        self.page.verticalScrollBar().valueChanged.connect(lambda _: self._on_scrolled())

    def _renew_page(self, catalogue: Catalogue) -> None:
        """Put a page with the fields of another site in place of this one."""
        former, self.page = self.page, FormPage(catalogue, self)
        layout = self._whole.layout()
        if layout is not None:
            layout.replaceWidget(former, self.page)
        former.hide()
        former.deleteLater()
        self._connect_page()
        self.page.fill_first()

    # --- what others ask of the form ---------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Edit another document; shows no measure until :meth:`show_measure`."""
        if bridge.catalogue is not self._bridge.catalogue:
            self._renew_page(bridge.catalogue)
        self._bridge = bridge
        self._measure = None
        self._field = ""
        self._stack.setCurrentWidget(self._empty)
        self._vocabulary = Vocabulary(bridge.document.dataset)
        self._heard.renew(
            (bridge.fields_changed, self._on_fields_changed),
            (bridge.findings_changed, self._on_findings_changed),
            (bridge.structure_changed, self._on_structure_changed),
            (bridge.saved, self._speak_up),
            (bridge.judged, self.page.fill_now),
        )
        self._on_structure_changed()

    @property
    def rows(self) -> dict[FieldName, FieldRow]:
        """The rows by field name; asking for them makes those that are still missing."""
        return self.page.all_rows()

    def set_read_only(self, *, read_only: bool) -> None:
        """Lock or unlock all fields; what is locked can still be read, marked and copied."""
        self._read_only = read_only
        for row in self.page.rows().values():
            row.set_read_only(read_only=read_only)

    @property
    def measure(self) -> int | None:
        """The key of the measure shown."""
        return self._measure

    @property
    def field(self) -> FieldName | Literal[""]:
        """The name of the field that has or last had the focus."""
        return self._field

    def is_empty(self) -> bool:
        """Whether there is no measure to show."""
        return self._stack.currentWidget() is self._empty

    def vocabulary(self, field: FieldName) -> list[str]:
        """Return the words in use for a field, the most frequent first."""
        return self._vocabulary.of(field)

    def show_measure(self, measure: int | None) -> None:
        """Show a measure from the top; a field that has the focus keeps it."""
        if measure == self._measure:
            return
        self._visit += 1
        self._measure = measure
        self._quiet = None
        self._stack.setCurrentWidget(self._empty if measure is None else self._whole)
        if measure is None:
            return
        view = self._bridge.document.view(measure)
        self.setUpdatesEnabled(False)
        self._show_rows(view, list(self.page.rows().values()))
        for row in self.page.rows().values():
            row.show_offer(None)
        if (focused := self.page.focused_row()) is not None:
            self._show_findings(view, anew=True)
            focused.settle()  # it kept the keyboard: its sentence is that of this measure
            self.renew_offer()
        self.page.take_back(seen=True)
        settle_layout()
        self.setUpdatesEnabled(True)
        findings = self._bridge.document.findings
        if findings.is_complete or not findings.is_at_hand:
            self.page.fill_later()
        else:
            self.page.fill_later(_FIRST_JUDGED_MS)
        if not self.page.focused_row():
            self.page.verticalScrollBar().setValue(0)
            self._mark_section()

    def scrolled(self) -> tuple[Section, int]:
        """Return the section at the upper edge, and how far below its beginning that is.

        In pixels at 100 %, so that it means the same at another zoom.
        """
        if self._back is not None and self._back[0] == self._visit:
            return self._back[1:]
        section = self.page.section_on_top()
        below = self.page.verticalScrollBar().value() - self.page.beginning(section)
        return section, max(0, round(below * 100 / theme.current().zoom))

    def scroll_back(self, name: str, below: int) -> None:
        """Scroll to what :meth:`scrolled` returned; a section of another version is left alone.

        Where rows are still to be made that waits until they are, so that opening does not.
        """
        section = next((each for each in Section if each.name == name), Section.HEAD)
        if section is Section.HEAD and not below:
            return
        if not self.page.is_complete:
            self._back = (self._visit, section, below)
            return
        settle_layout()
        self.page.scroll_to(section)
        bar = self.page.verticalScrollBar()
        bar.setValue(self.page.beginning(section) + theme.current().px(below))
        self._mark_section()

    def focus_field(self, name: FieldName, place: int | None = None) -> None:
        """Bring a field into view and put the keyboard there; *place* is the row of a list.

        A field that does not apply gives way to the first one of its section.
        """
        row = self.rows.get(name) or self.rows["category_id"]
        if not self.page.applies(row):
            row = self.page.first_row(row.field.section)
        self.page.reveal(row)
        row.editor.focus_widget().setFocus()
        if place is not None:
            go_to_place(row.editor, place)
        QTimer.singleShot(0, self, lambda: self.page.reveal(row))

    def next_faulty(self) -> FieldName | None:
        """Return the next field with a finding, after the last one the first; None for none."""
        rows = list(self.rows.values())
        at = next((n for n, row in enumerate(rows) if row.field.name == self._field), -1)
        following = (*rows[at + 1 :], *rows[: max(at, 0)])
        faulty = (row for row in following if row.shown_findings() and self.page.applies(row))
        return next((row.field.name for row in faulty), None)

    def focus_last(self) -> None:
        """Put the keyboard into the field that had it last, at first into the first one."""
        self.focus_field(self._field or FIRST_FIELD)

    @property
    def entry_field(self) -> FieldName:
        """The field to begin work in: the last one, unless arrow keys would change its value."""
        field = self._field or FIRST_FIELD
        return FIRST_FIELD if self._bridge.catalogue.field(field).kind in _LISTS else field

    def keep_quiet(self, measure: int) -> None:
        """Say nothing about a new measure until it is left or saved for the first time."""
        if measure == self._measure:
            self._quiet = measure
            self._show_findings(self._bridge.document.view(measure))

    def mark_found(self, words: tuple[str, ...], place: FoundPlace | None = None) -> None:
        """Mark folded *words* in all fields; *place* strongly, and bring it into view (D 23)."""
        self._found = (words, place)
        if place is None:
            self._mark_rows(self.page.rows().values())
            return
        row = self._found_row(place)
        self._mark_rows(self.rows.values())
        self.page.reveal_found(row)
        self.nav.mark_current(row.field.section)
        QTimer.singleShot(0, self, lambda: self._reveal_again(place, row))

    def enter_found(self, *, opening: bool = True) -> bool:
        """Put the keyboard at the place at hand of the search; return whether it is there.

        A list of choices is opened for it, as the keyboard never stands in a closed one; without
        *opening* it gets none.
        """
        place = self._found[1]
        if place is None:
            return False
        row = self._found_row(place)
        shown = row.field.name in {TOP, place.hit.field}
        if row.field.kind in _LISTS and not (opening and shown):
            return False
        row.editor.enter_found()
        self.page.reveal_found(row)
        QTimer.singleShot(0, self, lambda: self._reveal_again(place, row))
        return True

    def _reveal_again(self, place: FoundPlace, row: FieldRow) -> None:
        """Look again where a place stands once all heights are known."""
        if self._found[1] is place:
            self.page.reveal_found(row)
            self.nav.mark_current(row.field.section)

    def _found_row(self, place: FoundPlace) -> FieldRow:
        """Return the row with a place; a field that does not apply gives way as for the focus."""
        row = self.rows.get(place.hit.field) or self.rows[TOP]
        return row if self.page.applies(row) else self.page.first_row(row.field.section)

    def _mark_rows(self, rows: Iterable[FieldRow]) -> None:
        place = self._found[1]
        current = self._found_row(place) if place is not None else None
        for row in rows:
            row.mark_found(self._words_for(row), place if row is current else None)

    def _words_for(self, row: FieldRow) -> tuple[str, ...]:
        """Return what to mark in a row: the text of a category belongs to many measures."""
        return () if row.field.file is FileName.CATEGORIES else self._found[0]

    def finding_at_hand(self) -> Finding | None:
        """Return the finding that is said under the field with the cursor."""
        row = self.page.rows().get(self._field) if self._field else None
        return row.line.finding if row is not None and row.line is not None else None

    def offer_at_hand(self) -> Readable | None:
        """Return the value of a remark that is offered under the field with the cursor."""
        row = self.page.rows().get(self._field) if self._field else None
        return row.line.offer if row is not None and row.line is not None else None

    def renew_offer(self) -> None:
        """Look again which value a remark names for the field with the cursor."""
        view, row = self._view(), self.page.rows().get(self._field) if self._field else None
        if view is not None and row is not None:
            row.show_offer(self.find_offer(view, row.field))

    def _speak_up(self) -> None:
        """Say what is wrong with a new measure once it is saved."""
        view, self._quiet = self._view() if self._quiet is not None else None, None
        if view is not None:
            self._show_findings(view)

    def _go_to_empty(self, names: tuple[FieldName, ...]) -> None:
        """Go to the next empty field behind the one at hand."""
        order = list(self._bridge.catalogue.by_name)
        here = order.index(self._field) if self._field else -1
        behind = [name for name in names if order.index(name) > here]
        if names:
            self.focus_field(behind[0] if behind else names[0])

    def go_to_section(self, section: Section) -> None:
        """Scroll a section to the top."""
        self.page.scroll_to(section)
        self.nav.mark_current(section)

    def focus_section(self, step: int) -> None:
        """Put the keyboard into the next (1) or previous (-1) section."""
        sections = list(Section)
        target = sections[(sections.index(self.nav.current) + step) % len(sections)]
        self.go_to_section(target)
        self.page.first_row(target).editor.focus_widget().setFocus()

    def restyle(self) -> None:
        """Take over a new theme or zoom."""
        self.header.restyle()
        self.sections.restyle()
        self.page.restyle()

    def minimumSizeHint(self) -> QSize:
        """Return a width below which the panes beside the form have to give way."""
        return QSize(theme.current().px(LEAST_WIDTH), super().minimumSizeHint().height())

    # --- what changes ------------------------------------------------------------------------

    def _on_made(self, rows: list[FieldRow]) -> None:
        for row in rows:
            row.edited.connect(self._on_edited)
            row.fix_requested.connect(self.fix_requested)
            row.accept_requested.connect(self.accept_requested)
            row.offer_taken.connect(self.value_requested)
            row.open_requested.connect(self.link_requested)
            row.editor.step_began.connect(self._begin_step)
            if self._read_only:
                row.set_read_only(read_only=True)
            row.mark_found(self._words_for(row))
        if self._measure is not None:
            self._show_rows(self._bridge.document.view(self._measure), rows)

    def _begin_step(self) -> None:
        """Have the next edit be a step of its own."""
        self._visit += 1

    def _on_completed(self) -> None:
        """Scroll to where the user was, unless they have begun to work elsewhere meanwhile."""
        back, self._back = self._back, None
        untouched = self.page.verticalScrollBar().value() == 0 and not self.page.focused_row()
        if back is not None and back[0] == self._visit and untouched:
            self.scroll_back(back[1].name, back[2])

    def _on_edited(self, name: FieldName, value: Value) -> None:
        if self._measure is not None:
            group = (self._measure, name, self._visit)
            try:
                self._bridge.edit(self._measure, name, value, group)
            except KlimaError as error:  # e.g. a measure without id cannot have further data
                self.status_message.emit(str(error))

    def _on_fields_changed(self, fields: frozenset[tuple[int, FieldName]]) -> None:
        self._vocabulary.forget({name for _, name in fields})
        view = self._view()
        names = {name for measure, name in fields if measure == self._measure}
        if view is None or not names:
            return
        rows = self.page.rows()
        for name in names & rows.keys():
            self._show_value(view, rows[name])
        if self._field in names:
            self.renew_offer()
        if "category_id" in names:
            self._show_voluntary(view, rows.values())
        self._show_rest(view, names)

    def _on_findings_changed(self, measures: frozenset[int]) -> None:
        view = self._view()
        if view is not None and self._measure in measures:
            self._show_findings(view)

    def _on_structure_changed(self) -> None:
        names = category_names(self._bridge.document.dataset)
        self.page.rows()["category_id"].editor.set_choices(list(names.items()))
        self._vocabulary.forget(set(self._bridge.catalogue.by_name))

    def _view(self) -> MeasureView | None:
        """Return the measure shown, None where it has just been taken away."""
        document = self._bridge.document
        return document.view(self._measure) if self._measure in document.dataset.measures else None

    # --- what is shown -----------------------------------------------------------------------

    def _show_rows(self, view: MeasureView, rows: Iterable[FieldRow]) -> None:
        """Show a measure in these rows."""
        self._show_voluntary(view, rows)
        for row in rows:
            self._show_value(view, row)
        self._show_rest(view, {row.field.name for row in rows})
        for row in self.page.rows().values():
            row.settle()

    @staticmethod
    def _show_voluntary(view: MeasureView, rows: Iterable[FieldRow]) -> None:
        for row in rows:
            row.set_voluntary(voluntary=is_voluntary(row.field, view.profile))

    @staticmethod
    def _show_value(view: MeasureView, row: FieldRow) -> None:
        value = view.value(row.field.name)
        if not same(row.editor.value(), value):
            row.show_value(value)

    def _show_rest(self, view: MeasureView, names: set[FieldName]) -> None:
        """Show what depends on the values: which rows apply, context, head, findings."""
        rows = self.page.rows()
        for row in rows.values():
            if row.field.only_if:
                other, wanted = row.field.only_if
                self.page.set_applicable(row, applicable=view.value(other) == wanted)
        progress = any(name.startswith("progress_") for name in names)
        if progress and "progress_values" in rows:
            tell_series(rows["progress_values"].editor, view)
        self.header.show_view(view)
        self._show_findings(view)

    def _show_findings(self, view: MeasureView, *, anew: bool = False) -> None:
        findings = self._bridge.document.findings.of(view.key)
        by_field, counts = group(() if view.key == self._quiet else findings, view.site.catalogue)
        for name, row in self.page.rows().items():
            row.show_findings(tuple(by_field.get(name, ())), anew=anew)
        self.nav.show_counts(counts)

    # --- where the keyboard is ---------------------------------------------------------------

    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if any(widget is not None and self.page.isAncestorOf(widget) for widget in (old, new)):
            QTimer.singleShot(0, self, self._settle)
            self.page.fill_now()  # Tab soon comes to the rows that were still to wait
        row = self.page.row_of(new)
        if row is None or (row.field.name == self._field and self.page.row_of(old) is row):
            return
        self._visit += 1
        self._field = row.field.name
        self._prepare(row.field)
        self.renew_offer()
        self.nav.mark_current(row.field.section)
        self.field_entered.emit(row.field.name)

    def _prepare(self, field: Field) -> None:
        """Offer the vocabulary in use when a field with suggestions is entered."""
        if field.kind is Kind.OPEN_CHOICE:
            words = self.vocabulary(field.name)
            self.rows[field.name].editor.set_choices([(word, word) for word in words])

    def _settle(self) -> None:
        """Fold and unfold what is said, and read out what was held back; the field stays (D 3)."""
        focused = self.page.focused_row()
        place = self.page.place_of(focused) if focused else 0
        for row in self.page.rows().values():
            announce(self, row.settle())
        if focused is not None:
            self.page.hold(focused, place)
        self.page.take_back()

    def _on_scrolled(self) -> None:
        self._mark_section()
        if not self._taking:
            self._taking = True
            QTimer.singleShot(0, self, self._take_back)

    def _take_back(self) -> None:
        self._taking = False
        self.page.take_back()

    def _mark_section(self) -> None:
        if self.page.focused_row() is None:
            self.nav.mark_current(self.page.section_on_top())
