"""The bulk form: fields of many measures at once, then a preview, then one step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.diff.describe import describe
from klimaeditor.model.core_words import counted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import category_names
from klimaeditor.model.values import ABSENT
from klimaeditor.textwork.bulk import BulkPlan, Planning, bulk_fields, common_values
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.form.form import Vocabulary
from ui.form.row import FieldRow, label_width
from ui.review.review_rows import ChangeRow
from ui.review.row_list import ChangesView
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import EmptyState, hairline, plain_label, set_role
from ui.widgets.layouts import FlowLayout
from ui.widgets.slices import Slices
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Value
    from klimaeditor.textwork.bulk import Common


# --- words ---------------------------------------------------------------------------------------

# --- the bulk form ---------------------------------------------------------------------------
BULK_TITLE: Final = "Mehrere Maßnahmen bearbeiten"
COMMON: Final = "in allen gleich"
TOUCHED: Final = "wird in allen geändert"
EMPTY_ALL: Final = "In allen leeren"
EMPTY_ALL_OF: Final = "In allen leeren: {label}"
LEAVE: Final = "Nicht ändern"
LEAVE_OF: Final = "Nicht ändern: {label}"
TO_PREVIEW: Final = "Änderungen an&sehen…"
PLANNING: Final = "Änderungen werden ermittelt …"
BACK: Final = "&Zurück"
BEFORE: Final = "Jetzt"
AFTER: Final = "Danach"
FORM: Final = "Felder, die geändert werden können"
SAME_ALREADY: Final = "Alle ausgewählten Maßnahmen haben diese Angaben schon."

# --- the name of a view ----------------------------------------------------------------------
VIEW_TITLE: Final = "Ansicht merken"
VIEW_SENTENCE: Final = "Filter, Suche und Reihenfolge der Liste werden unter diesem Namen gemerkt."
VIEW_NAME: Final = "&Name"
VIEW_HINT: Final = "Name der Ansicht"
VIEW_KEEP: Final = "&Merken"
VIEW_REPLACES: Final = "Diesen Namen gibt es schon; die alte Ansicht wird ersetzt."
VIEW_NO_NAME: Final = "Geben Sie einen Namen ein. Beispiel: „Fehler in Mobilität“."


def sentence(count: int) -> str:
    """Return what stands above the bulk form."""
    return (
        f"{_measures(count)} ausgewählt. Nur was Sie hier ausfüllen oder leeren, ändert sich; "
        "alles andere bleibt in jeder Maßnahme, wie es ist."
    )


def apply_bulk(count: int) -> str:
    """Return the button that carries the bulk edit out."""
    return f"{_measures(count)} &bearbeiten"


def refused(count: int, reason: str) -> str:
    """Return the remark on measures that cannot take the values."""
    return f"{_measures(count)} ausgelassen: {reason}"


def _measures(count: int) -> str:
    return counted(count, "Maßnahme", "Maßnahmen")


# --- One field of the bulk form: its editor, what the measures have in common, what will happen --


class BulkRow(QWidget):
    """*changed* says that the field was touched or is left alone again."""

    changed = Signal()

    def __init__(self, common: Common, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.common = common
        self.touched = False
        self.value: Value = ABSENT
        label = common.field.label
        self.row = FieldRow(common.field, self)
        self.row.show_value(common.value)
        self._state = plain_label(role="note")
        self._empty = self._button(EMPTY_ALL, EMPTY_ALL_OF.format(label=label))
        self._leave = self._button(LEAVE, LEAVE_OF.format(label=label))
        self._flow = FlowLayout(spacing=theme.Space.S)
        for widget in (self._state, self._empty, self._leave):
            self._flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.Space.L, theme.Space.S, theme.Space.L, 0)
        column.setSpacing(0)
        column.addWidget(self.row)
        column.addLayout(self._flow)
        self.set_narrow(narrow=False)
        self.row.edited.connect(lambda _name, value: self._touch(value))
        self._empty.clicked.connect(self._touch_empty)
        self._leave.clicked.connect(self.leave_alone)
        self._refresh()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the label above the editor, or to its left; what happens stands under the editor."""
        room = None if narrow else label_width(self.window().width())
        self.row.set_room(room)
        space = theme.Space
        self._flow.setContentsMargins(0 if room is None else room + space.L, 0, 0, space.S)

    def leave_alone(self) -> None:
        """Forget what was entered."""
        self.touched, self.value = False, ABSENT
        self.row.show_value(self.common.value)
        self._refresh()
        self.row.editor.focus_widget().setFocus()
        self.changed.emit()

    def offer(self, vocabulary: Vocabulary, categories: Mapping[str, str]) -> None:
        """Offer the spellings in use, or the categories of the dataset."""
        if self.common.field.kind is Kind.OPEN_CHOICE:
            self.row.editor.set_choices(vocabulary.of(self.common.field.name))
        elif self.common.field.kind is Kind.CATEGORY:
            self.row.editor.set_choices(tuple(categories.items()))
        self.row.show_value(self.common.value)

    def _button(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("role", "small")
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        return button

    def _touch(self, value: Value) -> None:
        self.touched, self.value = True, value
        self._refresh()
        self.changed.emit()

    def _touch_empty(self) -> None:
        self.row.show_value(None)
        self._touch(None)
        self.row.editor.focus_widget().setFocus()

    def _refresh(self) -> None:
        remark = self.common.remark or COMMON
        self._state.setText(TOUCHED if self.touched else remark)
        set_role(self._state, "tone", "info" if self.touched else "")
        field = self.common.field
        may_be_empty = field.kind is not Kind.CATEGORY
        self._empty.setVisible(self.common.different and not self.touched and may_be_empty)
        self._leave.setVisible(self.touched)


# --- The rows of the bulk form: those in sight at once, the others while the window lives on -----

_AT_ONCE: Final = 10
_AFTER_PAINT_MS: Final = 30


class BulkForm(QScrollArea):
    """The fields that *measures* may be given. *changed* says that one was touched or left."""

    changed = Signal()

    def __init__(
        self, document: Document, measures: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dataset, self._measures = document.dataset, measures
        self._vocabulary = Vocabulary(document.dataset)
        self._categories = category_names(document.dataset)
        self._waiting = list(bulk_fields(document.dataset.site.catalogue))
        self._made: dict[FieldName, BulkRow] = {}
        self._narrow = False
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self._make_next)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(FORM)
        self._inner = QWidget(self)
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)  # setWidget turns it on
        for _ in range(_AT_ONCE):
            self._make_one()
        QTimer.singleShot(0, self, lambda: self._more.start(_AFTER_PAINT_MS))

    def made(self) -> dict[FieldName, BulkRow]:
        """Return the rows made so far, by field name."""
        return self._made

    def all_rows(self) -> dict[FieldName, BulkRow]:
        """Return all rows; those that are still missing are made."""
        while self._waiting:
            self._make_one()
        return self._made

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the labels of all rows above their editors, or to their left."""
        self._narrow = narrow
        for row in self._made.values():
            row.set_narrow(narrow=narrow)

    def _make_next(self) -> None:
        """Make one more row, then let the window breathe."""
        self._make_one()
        if self._waiting:
            self._more.start(0)

    def _make_one(self) -> None:
        if not self._waiting:
            return
        field = self._waiting.pop(0)
        (common,) = common_values(self._dataset, self._measures, [field])
        above = list(self._made.values())
        if not above or above[-1].common.field.section is not field.section:
            heading = plain_label(field.section.title, "heading", wrap=True)
            space = theme.Space
            heading.setContentsMargins(space.L, space.M, space.L, space.S)
            self._put(heading)
        row = BulkRow(common, self._inner)
        row.offer(self._vocabulary, self._categories)
        row.set_narrow(narrow=self._narrow)
        row.changed.connect(self.changed)
        self._made[field.name] = row
        self._put(hairline())
        self._put(row)
        if above:  # Qt puts what is new at the end of the way of Tab, behind the buttons
            lead_through(by_tab(row), by_tab(above[-1])[-1])

    def _put(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)
        widget.show()


# --- The bulk form: fields of many measures at once, then a preview, then one step ---------------

_WITHOUT_PREVIEW: Final = 2  # pages: the form, and what is said while it is planned
_NARROW: Final = 620  # logical pixels at 100 %


class BulkDialog(DialogFrame):
    """Changes *measures* together. After it was accepted, :meth:`batch` is the step."""

    def __init__(
        self, document: Document, measures: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(BULK_TITLE, parent)
        self._document = document
        self._measures = tuple(measures)
        self._plan: BulkPlan | None = None
        self._slices = Slices(self)
        self._wait = EmptyState(self)
        self._wait.show_state("clock", PLANNING)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._form_page())
        self._pages.addWidget(self._wait)
        self.body.addLayout(self._pages, 1)
        self._back = self.add_side_button(BACK, self._go_back)
        self._next = self.add_button(TO_PREVIEW, self._go_on, primary=True)
        self._cancel = self.add_button(common_words.CANCEL, self.reject)
        for button in (self._next, self._cancel):
            button.setAutoDefault(False)
        for first, second in pairwise((self._back, self._next, self._cancel)):
            QWidget.setTabOrder(first, second)
        self._refresh()
        next(iter(self._form.made().values())).row.editor.focus_widget().setFocus()
        fit_screen(self, 760, 700)

    def batch(self) -> Batch | None:
        """Return the bulk edit that was looked at, None where nothing would change."""
        return self._plan.batch if self._plan is not None and self._plan.batch else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put labels above editors where there is little room (A11Y-13)."""
        super().resizeEvent(event)
        self._form.set_narrow(narrow=self.width() < theme.current().px(_NARROW))

    @property
    def rows(self) -> dict[FieldName, BulkRow]:
        """All rows, by field name; those that are still missing are made."""
        return self._form.all_rows()

    def _form_page(self) -> QWidget:
        page = QWidget(self)
        self._form = BulkForm(self._document, self._measures, page)
        self._form.changed.connect(self._refresh)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.Space.S)
        whole.addWidget(plain_label(sentence(len(self._measures)), wrap=True))
        whole.addWidget(self._form, 1)
        return page

    def _make_preview(self) -> None:
        """Make the page of what would change, on the way of Tab before the buttons."""
        page = QWidget(self)
        self._preview = ChangesView(BEFORE, AFTER, page)
        self._remark = plain_label(role="note", wrap=True)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.Space.S)
        whole.addWidget(self._preview, 1)
        whole.addWidget(self._remark)
        self._pages.addWidget(page)
        lead_through(by_tab(page), by_tab(self._form)[-1])

    def _refresh(self) -> None:
        planning = self._slices.is_busy
        touched = any(row.touched for row in self._form.made().values())
        count = self._plan.measures if self._plan is not None else 0
        looking = self._plan is not None
        self._next.setText(apply_bulk(count) if looking else TO_PREVIEW)
        self._next.setEnabled(count > 0 if looking else touched and not planning)
        self._back.setVisible(looking or planning)

    def _go_on(self) -> None:
        """Show what would happen, or take it over once it has been seen (A11Y-19)."""
        if self._plan is not None:
            self.accept()
            return
        made = self._form.made().items()
        values = {name: row.value for name, row in made if row.touched}
        planning = Planning(self._document.dataset, self._measures, values)
        rows: list[ChangeRow] = []
        self._slices.start(
            self._rows_of(planning, rows), lambda: self._show_plan(planning.plan(), rows)
        )
        if self._slices.is_busy:
            self._pages.setCurrentWidget(self._wait)
            self._refresh()
            self._back.setFocus()
            announce(self, PLANNING)

    def _rows_of(self, planning: Planning, rows: list[ChangeRow]) -> Iterator[None]:
        """Plan, and fill *rows* with what is shown of it."""
        yield from planning.steps()
        for step in planning.plan().steps:
            title = self._document.view(step.measure).title
            versions = describe(step.before, step.field), describe(step.after, step.field)
            rows.append(ChangeRow(title, step.field.label, *versions))
            yield

    def _show_plan(self, found: BulkPlan, rows: Sequence[ChangeRow]) -> None:
        self._plan = found
        if self._pages.count() == _WITHOUT_PREVIEW:
            self._make_preview()
        self._preview.show_changes(rows)
        self._remark.setText(self._remarks(found))
        self._pages.setCurrentIndex(_WITHOUT_PREVIEW)
        self._refresh()
        self._preview.list.setFocus()
        announce(self, common_words.plain(self._next.text()))

    def _remarks(self, found: BulkPlan) -> str:
        remarks = [common_words.ONE_STEP if found.steps else SAME_ALREADY]
        if found.refused:
            remarks.append(refused(len(found.refused), found.refused[0][1]))
        return " ".join(remarks)

    def done(self, result: int) -> None:
        """Go, and plan no further."""
        self._slices.stop()
        super().done(result)

    def _go_back(self) -> None:
        self._slices.stop()
        self._plan = None
        self._pages.setCurrentIndex(0)
        self._refresh()
        self._next.setFocus()


# --- The name of a view to be kept ---------------------------------------------------------------


class ViewNameDialog(DialogFrame):
    """Asks for a name; *taken* are those in use. :meth:`answer` returns it."""

    def __init__(
        self, proposal: str, taken: Iterable[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(VIEW_TITLE, parent)
        self._taken = {name.casefold() for name in taken}
        self._line = QLineEdit(proposal, self)
        self._line.setPlaceholderText(VIEW_HINT)
        self._line.setAccessibleName(common_words.plain(VIEW_NAME))
        self._line.selectAll()
        self._note = plain_label(role="note", wrap=True)
        label = QLabel(VIEW_NAME, self)
        label.setProperty("role", "field")
        label.setBuddy(self._line)
        row = QHBoxLayout()
        row.setSpacing(theme.Space.M)
        row.addWidget(label)
        row.addWidget(self._line, 1)
        self.body.addWidget(plain_label(VIEW_SENTENCE, "muted", wrap=True))
        self.body.addLayout(row)
        self.body.addWidget(self._note)
        self.add_button(VIEW_KEEP, self._take, primary=True, default=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._line.textChanged.connect(lambda _: self._tell())
        self._tell()
        self._line.setFocus()

    def answer(self) -> str:
        """Return the name as entered, without blanks around it."""
        return " ".join(self._line.text().split())

    def _tell(self, *, missing: bool = False) -> None:
        replaces = self.answer().casefold() in self._taken
        sentence = VIEW_REPLACES if replaces else ""
        self._note.setText(VIEW_NO_NAME if missing else sentence)
        set_role(self._note, "tone", "error" if missing else "")
        set_role(self._line, "invalid", missing)
        self._line.setAccessibleDescription(self._note.text())

    def _take(self) -> None:
        """Take the name, or say that one is missing (A11Y-16)."""
        if self.answer():
            self.accept()
        else:
            self._tell(missing=True)
            self._line.setFocus()
