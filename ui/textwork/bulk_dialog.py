"""The bulk form: fields of many measures at once, then a preview, then one step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
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
from klimaeditor.textwork.bulk import BulkPlan, common_values, plan
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.form.form import Vocabulary
from ui.form.row import FieldRow, label_width
from ui.review.review_rows import ChangeRow
from ui.review.row_list import ChangesView
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import hairline, plain_label, set_role
from ui.widgets.layouts import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Section
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


# --- The bulk form: fields of many measures at once, then a preview, then one step ---------------

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
        self.rows: dict[FieldName, BulkRow] = {}
        self._pages = QStackedLayout()
        self._pages.addWidget(self._form())
        self._pages.addWidget(self._preview_page())
        self.body.addLayout(self._pages, 1)
        self._back = self.add_side_button(BACK, self._go_back)
        self._next = self.add_button(TO_PREVIEW, self._go_on, primary=True)
        self._cancel = self.add_button(common_words.CANCEL, self.reject)
        for button in (self._next, self._cancel):
            button.setAutoDefault(False)
        for first, second in pairwise((self._back, self._next, self._cancel)):
            QWidget.setTabOrder(first, second)
        self._refresh()
        next(iter(self.rows.values())).row.editor.focus_widget().setFocus()
        fit_screen(self, 760, 700)

    def batch(self) -> Batch | None:
        """Return the bulk edit that was looked at, None where nothing would change."""
        return self._plan.batch if self._plan is not None and self._plan.batch else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put labels above editors where there is little room (A11Y-13)."""
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        for row in self.rows.values():
            row.set_narrow(narrow=narrow)

    def _form(self) -> QWidget:
        page, inner = QWidget(self), QWidget(self)
        space = theme.Space
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        dataset = self._document.dataset
        vocabulary, categories = Vocabulary(dataset), category_names(dataset)
        section: Section | None = None
        for common in common_values(dataset, self._measures):
            if common.field.section is not section:
                section = common.field.section
                heading = plain_label(section.title, "heading", wrap=True)
                heading.setContentsMargins(space.L, space.M, space.L, space.S)
                column.addWidget(heading)
            row = BulkRow(common, inner)
            row.offer(vocabulary, categories)
            row.changed.connect(self._refresh)
            self.rows[common.field.name] = row
            column.addWidget(hairline())
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(FORM)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget turns it on
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space.S)
        whole.addWidget(plain_label(sentence(len(self._measures)), wrap=True))
        whole.addWidget(area, 1)
        return page

    def _preview_page(self) -> QWidget:
        page = QWidget(self)
        self._preview = ChangesView(BEFORE, AFTER, page)
        self._remark = plain_label(role="note", wrap=True)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.Space.S)
        whole.addWidget(self._preview, 1)
        whole.addWidget(self._remark)
        return page

    def _refresh(self) -> None:
        looking = self._pages.currentIndex() == 1
        touched = any(row.touched for row in self.rows.values())
        count = self._plan.measures if looking and self._plan is not None else 0
        self._next.setText(apply_bulk(count) if looking else TO_PREVIEW)
        self._next.setEnabled(count > 0 if looking else touched)
        self._back.setVisible(looking)

    def _go_on(self) -> None:
        """Show what would happen, or take it over once it has been seen (A11Y-19)."""
        if self._pages.currentIndex() == 1:
            self.accept()
            return
        values = {name: row.value for name, row in self.rows.items() if row.touched}
        self._plan = plan(self._document.dataset, self._measures, values)
        self._preview.show_changes(
            [
                ChangeRow(
                    self._document.view(step.measure).title,
                    step.field.label,
                    describe(step.before, step.field),
                    describe(step.after, step.field),
                )
                for step in self._plan.steps
            ]
        )
        self._remark.setText(self._remarks(self._plan))
        self._pages.setCurrentIndex(1)
        self._refresh()
        self._preview.list.setFocus()
        announce(self, common_words.plain(self._next.text()))

    def _remarks(self, found: BulkPlan) -> str:
        remarks = [common_words.ONE_STEP if found.steps else SAME_ALREADY]
        if found.refused:
            remarks.append(refused(len(found.refused), found.refused[0][1]))
        return " ".join(remarks)

    def _go_back(self) -> None:
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
