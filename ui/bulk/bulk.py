"""The bulk form: fields of many measures at once, then a preview, then one step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from klimaeditor.bulk.editing import BulkPlan, common_values, plan
from klimaeditor.dataset.categories import category_names
from klimaeditor.merge.describe import describe
from ui import texts as words
from ui import theme
from ui.announce import announce
from ui.bulk import texts
from ui.bulk.rows import BulkRow
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.form.vocabulary import Vocabulary
from ui.review.changes import ChangesView
from ui.review.rows import ChangeRow
from ui.widgets.labels import hairline, plain_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.catalogue import Section
    from klimaeditor.changes import Batch
    from klimaeditor.document import Document

_NARROW: Final = 620  # logical pixels at 100 %


class BulkDialog(DialogFrame):
    """Changes *measures* together. After it was accepted, :meth:`batch` is the step."""

    def __init__(
        self, document: Document, measures: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(texts.BULK_TITLE, parent)
        self._document = document
        self._measures = tuple(measures)
        self._plan: BulkPlan | None = None
        self.rows: dict[str, BulkRow] = {}
        self._pages = QStackedLayout()
        self._pages.addWidget(self._form())
        self._pages.addWidget(self._preview_page())
        self.body.addLayout(self._pages, 1)
        self._back = self.add_side_button(texts.BACK, self._go_back)
        self._next = self.add_button(texts.TO_PREVIEW, self._go_on, primary=True)
        self._cancel = self.add_button(words.CANCEL, self.reject)
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
            row.offer(vocabulary.of(common.field.name), categories)
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
        area.setAccessibleName(texts.FORM)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget turns it on
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(space.S)
        whole.addWidget(plain_label(texts.sentence(len(self._measures)), wrap=True))
        whole.addWidget(area, 1)
        return page

    def _preview_page(self) -> QWidget:
        page = QWidget(self)
        self._preview = ChangesView(texts.BEFORE, texts.AFTER, page)
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
        self._next.setText(texts.apply_bulk(count) if looking else texts.TO_PREVIEW)
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
        announce(self, words.plain(self._next.text()))

    def _remarks(self, found: BulkPlan) -> str:
        remarks = [texts.ONE_STEP if found.steps else texts.SAME_ALREADY]
        if found.refused:
            remarks.append(texts.refused(len(found.refused), found.refused[0][1]))
        return " ".join(remarks)

    def _go_back(self) -> None:
        self._plan = None
        self._pages.setCurrentIndex(0)
        self._refresh()
        self._next.setFocus()
