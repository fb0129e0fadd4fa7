"""Find and replace across fields, with every hit to be seen before anything changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QStackedLayout, QWidget

from klimaeditor.bulk.replacing import Wanted, find, replace
from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.dataset.textplaces import TEXT_FIELDS
from ui import texts as words
from ui import theme
from ui.announce import announce
from ui.bulk import texts
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.hits.review import HitReview
from ui.hits.rows import HitRow, titles_of
from ui.widgets.combo import CalmComboBox
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.pasting import refuse_too_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.changes import Batch
    from klimaeditor.document import Document

_LEAST_WIDTH: Final = 85  # of a choice, logical pixels at 100 %
_AFTER: Final = 200  # ms without a further keystroke before the search starts


class ReplaceDialog(DialogFrame):
    """Searches all measures, those *shown* in the list or those *selected* there.

    Everything found counts as accepted until it is refused, for it was asked for. After the dialog
    was accepted, :meth:`batch` is the step.
    """

    def __init__(
        self,
        document: Document,
        shown: Sequence[int] = (),
        selected: Sequence[int] = (),
        parent: QWidget | None = None,
        *,
        text: str = "",
    ) -> None:
        super().__init__(texts.REPLACE_TITLE, parent)
        self._document = document
        self._wanted = Wanted("")
        self.find_line, self.replace_line = QLineEdit(text, self), QLineEdit(self)
        for line in (self.find_line, self.replace_line):
            refuse_too_long(line)
        self.find_line.setPlaceholderText(texts.FIND_HINT)
        self.replace_line.setPlaceholderText(texts.REPLACE_HINT)
        self.match_case = QCheckBox(texts.MATCH_CASE, self)
        self.whole_words = QCheckBox(texts.WHOLE_WORDS, self)
        self.fields = self._field_choices()
        self.measures = self._measure_choices(shown, selected)
        self.review = HitReview(self)
        self._empty = EmptyState(self)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.review)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._lay_out()
        self._connect()
        self.search()
        self.find_line.setFocus()
        fit_screen(self, 1080, 720)

    def batch(self) -> Batch | None:
        """Return the replacement of what was accepted, None for nothing."""
        taken = self.review.accepted()
        hits = [row.hit for row in self.review.shown() if row in taken]
        return replace(self._document.dataset, self._wanted, hits) if hits else None

    def accept(self) -> None:
        """Leave, unless something else was asked for since the hits were shown."""
        if self._timer.isActive():
            self.search()
        else:
            super().accept()

    def search(self) -> None:
        """Find what is asked for now and show it."""
        self._timer.stop()
        self._wanted = Wanted(
            self.find_line.text(),
            self.replace_line.text(),
            self.match_case.isChecked(),
            self.whole_words.isChecked(),
        )
        name, measures = self.fields.currentData(), self.measures.currentData()
        fields = TEXT_FIELDS if name is None else (FIELDS_BY_NAME[name],)
        hits = find(self._document.dataset, self._wanted, measures, fields)
        title = titles_of(self._document)
        rows = [
            HitRow(title(hit.place.measure), FIELDS_BY_NAME[hit.place.field].label, hit)
            for hit in hits
        ]
        self.review.show_rows(rows)
        self.review.accept(self.review.shown())
        asked = bool(self._wanted.text)
        self._empty.show_state("search", texts.NOTHING_FOUND if asked else texts.NOTHING_ASKED)
        self._pages.setCurrentIndex(1 if rows else 0)
        self._refresh()
        announce(self, self.review.count_text() if rows else self._empty.sentence())

    def _field_choices(self) -> CalmComboBox:
        combo = CalmComboBox(self)
        combo.addItem(texts.ALL_FIELDS, None)
        for field in TEXT_FIELDS:
            combo.addItem(field.label, field.name)
        return combo

    def _measure_choices(self, shown: Sequence[int], selected: Sequence[int]) -> CalmComboBox:
        combo = CalmComboBox(self)
        total = len(self._document.dataset.measures)
        combo.addItem(texts.all_measures(total), None)
        if 0 < len(shown) < total:
            combo.addItem(texts.shown_measures(len(shown)), tuple(shown))
        if len(selected) > 1:
            combo.addItem(texts.selected_measures(len(selected)), tuple(selected))
            combo.setCurrentIndex(combo.count() - 1)
        return combo

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.Space.M)
        grid.setVerticalSpacing(theme.Space.S)
        rows: tuple[tuple[str, QWidget], ...] = (
            (texts.FIND, self.find_line),
            (texts.REPLACE_BY, self.replace_line),
            (texts.FIELDS, self.fields),
            (texts.MEASURES, self.measures),
        )
        for number, (name, editor) in enumerate(rows):
            label = QLabel(name, self)
            label.setProperty("role", "field")
            label.setBuddy(editor)
            editor.setAccessibleName(words.plain(name))
            editor.setMinimumWidth(theme.current().px(_LEAST_WIDTH))
            grid.addWidget(label, number // 2, number % 2 * 2)
            grid.addWidget(editor, number // 2, number % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        boxes = FlowLayout(spacing=theme.Space.L)
        boxes.addWidget(self.match_case)
        boxes.addWidget(self.whole_words)
        self.body.addLayout(grid)
        self.body.addLayout(boxes)
        self.body.addLayout(self._pages, 1)
        self._apply = self.add_button(texts.apply_replace(0), self.accept, primary=True)
        cancel = self.add_button(words.CANCEL, self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [editor for _, editor in rows]
        order += [self.match_case, self.whole_words, *self.review.focus_order()]
        for first, second in pairwise([*order, self._apply, cancel]):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        for line in (self.find_line, self.replace_line):
            line.textChanged.connect(lambda _: self._timer.start())
            line.returnPressed.connect(self.search)
        for box in (self.match_case, self.whole_words):
            box.toggled.connect(lambda _: self.search())
        for combo in (self.fields, self.measures):
            combo.currentIndexChanged.connect(lambda _: self.search())
        self._timer.timeout.connect(self.search)
        self.review.changed.connect(self._refresh)

    def _refresh(self) -> None:
        count = len(self.review.accepted())
        self._apply.setText(texts.apply_replace(count))
        self._apply.setEnabled(count > 0)
