"""The decision at hand: its versions, the result, and the buttons that decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui import icons, theme
from ui.review import texts
from ui.review.columns import Columns
from ui.review.diffing import result, three_ways
from ui.review.editing import can_edit, read_edited, text_to_edit
from ui.review.marks import mark_of
from ui.review.result import ResultPane
from ui.review.state import Pick, Review
from ui.widgets.badge_label import BadgeLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import plain_label
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.review.rows import DecisionRow
    from ui.review.texts import ReviewWords


class Detail(QWidget):
    """Shows one row of a review and writes into it; *decided* says that something was chosen."""

    decided = Signal()
    editing_changed = Signal(bool)

    def __init__(self, review: Review, words: ReviewWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = review
        self._row: DecisionRow | None = None
        self._scroll = QScrollArea(self)
        self._page = QWidget()
        self._heading = plain_label(role="heading", wrap=True)
        self._place = plain_label(role="muted", wrap=True)
        self._badge = BadgeLabel(self)
        self._words = words
        names, shares = (words.base, words.theirs, words.ours), (2, 3, 3)
        self._columns = Columns(*((names, shares) if words.base else (names[1:], shares[1:])))
        self._legend = plain_label(texts.LEGEND, "note", wrap=True)
        self._notes = plain_label(role="muted", wrap=True)
        self._result = ResultPane()
        self._result.finished.connect(self._take_edited)
        self._result.dropped.connect(self._leave_editor)
        self._take = self._button(words.take, lambda: self._decide(review.take))
        self._keep = self._button(words.keep, lambda: self._decide(review.keep))
        self._edit = self._button(texts.EDIT, self.start_editing)
        self._alike = self._button(texts.alike(0), self._repeat)
        icons.tint(self._edit, "pencil")
        self._lay_out()

    def show_row(self, row: DecisionRow | None, place: str, notes: str = "") -> None:
        """Show a row; *place* says where in the list it is, *notes* what there is to know."""
        self._row = row
        self._result.stop_editing()
        self.setEnabled(row is not None)
        self._page.setVisible(row is not None)
        if row is None:
            return
        found = row.decision
        self._heading.setText(row.label)
        parts = (one_line(row.title), one_line(found.record.id, 40), place)
        self._place.setText(" · ".join(dict.fromkeys(part for part in parts if part)))
        versions = three_ways(row)
        self._columns.show_versions(versions[-len(self._columns.panes) :], row.label)
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))
        self._scroll.verticalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """Show anew how the row stands."""
        row = self._row
        if row is None:
            return
        pick = self._review.pick_of(row)
        mark = mark_of(pick, self._words)
        self._badge.show_mark(mark.word, mark.icon, mark.tone)
        self._result.show_version(result(row, self._review.result_of(row)), open_=pick is Pick.OPEN)
        may = self._review.may_decide(row)
        editable = may and can_edit(row)
        for button in (self._take, self._keep):
            button.setEnabled(may)
            button.setToolTip("" if may else texts.FINAL_TIP)
        self._edit.setEnabled(editable)
        tip = texts.EDIT_TIP if editable else texts.NO_EDIT_TIP
        self._edit.setToolTip(tip if may else texts.FINAL_TIP)
        alike = len(self._review.alike(row))
        self._alike.setText(texts.alike(alike))
        self._alike.setEnabled(alike > 0)
        self._alike.setToolTip(texts.alike_tip(row.label, alike) if alike else "")

    def focus_order(self) -> list[QWidget]:
        """Return what Tab goes through."""
        buttons = (self._take, self._keep, self._edit, self._alike)
        return [*self._columns.focus_order(), *self._result.focus_order(), *buttons]

    def is_editing(self) -> bool:
        """Whether the result is being typed."""
        return self._result.is_editing()

    def start_editing(self) -> None:
        """Let the user type the result, starting from what it is now."""
        if self._row is None or not self._edit.isEnabled():
            return
        text = text_to_edit(self._row, self._review.result_of(self._row))
        self._result.start_editing(text)
        self._set_locked(locked=True)
        QTimer.singleShot(0, self._bring_editor_into_sight)

    def drop_editing(self) -> None:
        """Leave the editor; what was typed is forgotten."""
        if self.is_editing():
            self._leave_editor()

    def _decide(self, choose: Callable[[DecisionRow], None]) -> None:
        if self._row is not None:
            choose(self._row)
            self.decided.emit()

    def _repeat(self) -> None:
        self._decide(self._review.repeat)
        self._keep.setFocus()

    def _take_edited(self, text: str) -> None:
        """Store what was typed; a text left as it was stays the value it stands for."""

        def edit(row: DecisionRow) -> None:
            start = self._review.result_of(row)
            same_text = text == text_to_edit(row, start)
            self._review.edit(row, start if same_text else read_edited(row, text))

        self._decide(edit)
        self._leave_editor()

    def _leave_editor(self) -> None:
        self._result.stop_editing()
        self._set_locked(locked=False)
        self.refresh()
        self._edit.setFocus()

    def _bring_editor_into_sight(self) -> None:
        self._scroll.ensureWidgetVisible(self._result, 0, 0)

    def _set_locked(self, *, locked: bool) -> None:
        for button in (self._take, self._keep, self._edit, self._alike):
            button.setVisible(not locked)
        self.editing_changed.emit(locked)

    def _button(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: slot())
        return button

    def _lay_out(self) -> None:
        page = self._page
        page.setProperty("role", "panel")
        space = theme.Space
        head = QHBoxLayout()
        head.setSpacing(space.S)
        head.addWidget(self._heading, 1)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, space.XS, 0)
        column.setSpacing(space.S)
        column.addLayout(head)
        column.addWidget(self._place)
        column.addWidget(self._notes)
        column.addWidget(self._columns, 3)
        column.addWidget(self._legend)
        column.addWidget(self._result, 2)
        self._scroll.setWidget(page)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        buttons = QWidget(self)
        buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        line = FlowLayout(buttons, space.S)
        for button in (self._take, self._keep, self._edit, self._alike):
            line.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space.L, 0, 0, 0)
        whole.setSpacing(space.S)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(buttons)
