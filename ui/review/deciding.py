"""What dialogs that decide row by row have in common: the list, the row at hand, the way along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from ui.announce import announce
from ui.dialogs.frame import DialogFrame
from ui.review import texts
from ui.review.detail import Detail
from ui.review.marks import mark_of
from ui.review.row_list import ListRow, RowList

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.review.rows import DecisionRow
    from ui.review.state import Review


class DecidingDialog(DialogFrame):
    """Shows the rows in ``_shown`` as a list, and the chosen one with all its versions beside it.

    A subclass lays both out, fills ``_shown``, and says in :meth:`_refresh` and :meth:`_standing`
    how everything stands.
    """

    def __init__(
        self, review: Review, about: texts.ReviewWords, list_name: str, parent: QWidget | None
    ) -> None:
        super().__init__(about.title, parent)
        self._review = review
        self._about = about
        self._shown: tuple[DecisionRow, ...] = ()
        self._current: DecisionRow | None = None
        self._list = RowList(list_name, self, badges=True)
        self._detail = Detail(review, about, self)

    def reject(self) -> None:
        """Leave the editor where one is open, else the dialog; nothing is changed either way."""
        if self._detail.is_editing():
            self._detail.drop_editing()
        else:
            super().reject()

    def _refresh(self) -> None:
        raise NotImplementedError

    def _standing(self) -> str:
        """Return the sentence that is spoken after a decision."""
        raise NotImplementedError

    def _on_editing(self, editing: bool) -> None:
        raise NotImplementedError

    def _connect(self) -> None:
        self._list.row_selected.connect(self._show)
        self._list.entered_row.connect(lambda _index, _control: self._detail.start_editing())
        self._detail.decided.connect(self._on_decided)
        self._detail.editing_changed.connect(self._on_editing)
        for keys, step in (("Alt+Down", 1), ("Alt+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._step(step))

    def _list_row(self, row: DecisionRow) -> ListRow:
        mark = mark_of(self._review.pick_of(row), self._about)
        spoken = texts.SPOKEN_ROW.format(title=row.title, label=row.label, state=mark.word)
        return ListRow(row.title, row.label, spoken, mark)

    def _show(self, place: int) -> None:
        self._current = self._shown[place] if 0 <= place < len(self._shown) else None
        notes = "" if self._current is None else self._current.notes()
        self._detail.show_row(self._current, texts.place(place + 1, len(self._shown)), notes)

    def _step(self, step: int) -> None:
        """Go to the next or previous difference; at the ends nothing happens."""
        place = self._list.selected_row() + step
        if 0 <= place < len(self._shown) and not self._detail.is_editing():
            self._list.select_row(place)

    def _on_decided(self) -> None:
        self._detail.refresh()
        self._refresh()
        announce(self._list, self._standing())
