"""Three versions of everything that differs; the user decides where both sides changed it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QSplitter, QVBoxLayout, QWidget

from klimaeditor.merge.decide import Action
from ui import texts as words
from ui import theme
from ui.dialogs.sizing import fit_screen
from ui.review import texts
from ui.review.deciding import DecidingDialog
from ui.review.rows import rows_of
from ui.review.state import Review
from ui.widgets.empty import EmptyState
from ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.merge.linked import Chosen, Found
    from ui.review.rows import Titles


class ReviewDialog(DecidingDialog):
    """Shows decisions of :mod:`klimaeditor.merge` and takes choices (MRG-02, SAFE-06).

    *titles* names records (``rows.titles_of(dataset)``), *about* the three versions. With
    *settled_is_final* what is no conflict has been carried out and is shown for information only.
    After „Übernehmen“ :meth:`choices` is what ``merge.apply.to_batch`` takes; Abbrechen and Esc
    change nothing, because nothing has been changed.
    """

    def __init__(
        self,
        decisions: Iterable[Found],
        titles: Titles,
        about: texts.ReviewWords = texts.ON_DISK,
        parent: QWidget | None = None,
        *,
        settled_is_final: bool = False,
    ) -> None:
        rows = rows_of(decisions, titles)
        review = Review(rows, settled_is_final=settled_is_final)
        super().__init__(review, about, texts.LIST_NAME, parent)
        self._counter = plain_label(role="field")
        self._only_conflicts = QCheckBox(texts.ONLY_CONFLICTS, self)
        self._empty = EmptyState(self)
        self._empty.show_state("circle-check", texts.NOTHING)
        self._lay_out(about.sentence)
        self._connect()
        self._can_filter = 0 < len(self._review.conflicts) < len(rows)
        self._only_conflicts.setEnabled(self._can_filter)
        self._only_conflicts.setChecked(self._can_filter)
        self._refill()
        self._list.setFocus()
        fit_screen(self, 1120, 700)

    def choices(self) -> Chosen:
        """Return decision key -> value for all that was decided here."""
        return self._review.choices

    def _connect(self) -> None:
        super()._connect()
        self._only_conflicts.toggled.connect(lambda _checked: self._refill())

    def _lay_out(self, sentence: str) -> None:
        space = theme.Space
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, space.S, 0)
        column.setSpacing(space.S)
        column.addWidget(self._counter)
        column.addWidget(self._only_conflicts)
        column.addWidget(self._list, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(side)
        splitter.addWidget(self._detail)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        px = theme.current().px
        splitter.setSizes([px(260), px(820)])
        self.body.addWidget(plain_label(sentence, wrap=True))
        self.body.addWidget(splitter, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(plain_label(texts.NOTHING_YET, "muted", wrap=True))
        splitter.setVisible(bool(self._review.rows))
        self._empty.setVisible(not self._review.rows)
        self._keep_all = self.add_side_button(texts.KEEP_ALL, self._on_keep_all)
        self._keep_all.setToolTip(texts.KEEP_ALL_TIP)
        self._apply = self.add_button(texts.APPLY, self.accept, primary=True)
        cancel = self.add_button(words.CANCEL, self.reject)
        for button in (self._apply, cancel):
            button.setAutoDefault(False)
        order: list[QWidget] = [self._only_conflicts, self._list, *self._detail.focus_order()]
        order += [self._keep_all, self._apply, cancel]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _refill(self) -> None:
        """Show the rows that the filter lets through and stay where we are, if we can."""
        current = self._current
        only = self._only_conflicts.isChecked()
        rows = self._review.rows
        conflicts = [row for row in rows if row.decision.action is Action.CONFLICT]
        self._shown = tuple(conflicts if only else rows)
        self._refresh()
        if self._shown:
            place = self._shown.index(current) if current in self._shown else 0
            self._list.select_row(place)

    def _refresh(self) -> None:
        self._list.show_rows([self._list_row(row) for row in self._shown])
        total, left = len(self._review.conflicts), len(self._review.undecided)
        self._counter.setText(texts.decided(total - left, total))
        self._apply.setEnabled(not left and not self._detail.is_editing())
        self._keep_all.setEnabled(left > 0)
        self._keep_all.setVisible(total > 0)

    def _standing(self) -> str:
        return self._counter.text()

    def _on_editing(self, editing: bool) -> None:
        self._list.setEnabled(not editing)
        self._only_conflicts.setEnabled(self._can_filter and not editing)
        self._refresh()
        if editing:
            self._keep_all.setEnabled(False)

    def _on_keep_all(self) -> None:
        self._review.keep_all()
        self._on_decided()
        self._apply.setFocus()
