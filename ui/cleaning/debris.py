"""Leftovers of PDF files, hit by hit (DOM-11)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.cleaning.debris import Leftover, Proposal, clean, propose
from ui import texts as words
from ui import theme
from ui.cleaning import texts
from ui.dialogs.frame import DialogFrame
from ui.dialogs.sizing import fit_screen
from ui.hits.review import HitReview
from ui.hits.rows import HitRow, titles_of
from ui.widgets.combo import CalmComboBox
from ui.widgets.empty import EmptyState
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.changes import Batch
    from klimaeditor.document import Document


class DebrisDialog(DialogFrame):
    """Proposes for *measures* (None: all). After it was accepted, :meth:`batch` is the step."""

    def __init__(
        self,
        document: Document,
        measures: Iterable[int] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(texts.DEBRIS_TITLE, parent)
        self._document = document
        proposals = propose(document.dataset, measures)
        title = titles_of(document)
        self._proposals = {_row(title, proposal): proposal for proposal in proposals}
        self._kinds = CalmComboBox(self)
        self._fill_kinds(proposals)
        self._review = HitReview(self)
        self._empty = EmptyState(self)
        self._empty.show_state("circle-check", texts.NO_DEBRIS, role="good")
        self._lay_out()
        self._review.changed.connect(self._refresh)
        self._kinds.currentIndexChanged.connect(lambda _: self._filter())
        self._filter()
        self._refresh()
        (self._review.list if proposals else self._cancel).setFocus()
        fit_screen(self, 1080, 680)

    def batch(self) -> Batch | None:
        """Return the clean-up of what was accepted, None for nothing."""
        taken = self._review.accepted()
        chosen = [proposal for row, proposal in self._proposals.items() if row in taken]
        return clean(self._document.dataset, chosen) if chosen else None

    def _fill_kinds(self, proposals: Iterable[Proposal]) -> None:
        counts = Counter(proposal.kind for proposal in proposals)
        name = texts.KIND_COUNT.format(name=texts.EVERY_KIND, count=words.thousands(counts.total()))
        self._kinds.addItem(name, None)
        for kind in Leftover:
            if counts[kind]:
                count = words.thousands(counts[kind])
                name = texts.KIND_COUNT.format(name=texts.KINDS[kind], count=count)
                self._kinds.addItem(name, kind.value)

    def _lay_out(self) -> None:
        label = QLabel(texts.KIND, self)
        label.setProperty("role", "field")
        label.setBuddy(self._kinds)
        self._kinds.setAccessibleName(words.plain(texts.KIND))
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        row.addWidget(label)
        row.addWidget(self._kinds)
        row.addStretch(1)
        found = bool(self._proposals)
        sentence = plain_label(texts.DEBRIS_SENTENCE, wrap=True)
        for widget in (sentence, head, self._review):
            self.body.addWidget(widget, int(widget is self._review))
            widget.setVisible(found)
        self.body.addWidget(self._empty, 1)
        self._empty.setVisible(not found)
        self._apply = self.add_button(texts.apply_debris(0), self.accept, primary=True)
        self._cancel = self.add_button(words.CANCEL if found else words.CLOSE, self.reject)
        self._apply.setVisible(found)
        for button in (self._apply, self._cancel):
            button.setAutoDefault(False)
        order = [self._kinds, *self._review.focus_order(), self._apply, self._cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _filter(self) -> None:
        kind = self._kinds.currentData()
        shown = [row for row, p in self._proposals.items() if kind in (None, p.kind.value)]
        self._review.show_rows(shown)

    def _refresh(self) -> None:
        count = len(self._review.accepted())
        self._apply.setText(texts.apply_debris(count))
        self._apply.setEnabled(count > 0)


def _row(title: Callable[[int], str], proposal: Proposal) -> HitRow:
    place = proposal.hit.place
    field = FIELDS_BY_NAME[place.field].label
    label = texts.HIT_LABEL.format(kind=texts.KINDS[proposal.kind], field=field)
    return HitRow(title(place.measure), label, proposal.hit)
