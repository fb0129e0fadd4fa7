"""What dialogs that decide row by row have in common: the list, the row at hand, the way along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import Absent
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.review import review_words
from ui.review.review_rows import Review, RowChoice, mark_of
from ui.review.row_list import ListRow, RowList
from ui.review.versions import ResultPane, VersionColumns, result, three_ways
from ui.theme import icons
from ui.widgets import reading
from ui.widgets.announce import announce
from ui.widgets.labels import plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import BadgeLabel, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.diff.decide import Content
    from klimaeditor.diff.fields import FieldRef
    from klimaeditor.model.values import Value
    from ui.review.review_rows import DecisionRow
    from ui.review.review_words import ReviewWords


# --- words ---------------------------------------------------------------------------------------

SPOKEN_ROW: Final = "{title}, {label}, {state}"

# --- deciding ------------------------------------------------------------------------------
EDIT: Final = "&Bearbeiten…"
EDIT_TIP: Final = "Den Text von Hand zusammenführen"
NO_EDIT_TIP: Final = "Hier lässt sich nur eine der beiden Fassungen wählen."
FINAL_TIP: Final = "Das ist schon zusammengeführt; ändern können Sie es danach im Formular."


def place_in_list(number: int, total: int) -> str:
    """Return where in the list one is."""
    return f"Stelle {number} von {total}"


def for_all_alike(count: int) -> str:
    """Return the button that repeats a decision for like fields."""
    return f"Für alle &gleichartigen ({count})" if count else "Für alle &gleichartigen"


def alike_tip(label: str, count: int) -> str:
    """Return what „gleichartig“ means here."""
    rest = counted(count, "weitere Stelle", "weitere Stellen")
    return f"Dieselbe Entscheidung für {quoted(label)}: {rest}"


# --- Which values can be edited as text in a review, and how the text is read --------------------

_TEXTS: Final = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.OPEN_CHOICE, Kind.URL})
_READERS: Final = {
    Kind.AMOUNT: (reading.read_amount, reading.show_amount),
    Kind.YEAR: (reading.read_year, reading.show_year),
    Kind.NUMBER: (reading.read_number, reading.show_number),
    Kind.DATE: (reading.read_date, reading.show_date),
}


def can_edit(row: DecisionRow) -> bool:
    """Whether the result can be typed: one text, number or day that both versions have."""
    decision, ref = row.decision, row.decision.field
    if ref is None or ref.item is not None or ref.order:
        return False
    versions = (decision.ours, decision.theirs)
    if any(isinstance(value, list | dict) for value in versions):
        return False
    if row.field is None:
        return all(isinstance(value, str) for value in versions)
    return row.field.kind in _TEXTS or row.field.kind in _READERS


def text_to_edit(row: DecisionRow, content: Content[FieldRef]) -> str:
    """Return a version as the text to start from."""
    if content is None or isinstance(content, Absent):
        return ""
    kind = None if row.field is None else row.field.kind
    value = cast("Value", content)
    return _READERS[kind][1](value) if kind in _READERS else str(value)


def read_edited(row: DecisionRow, text: str) -> Value:
    """Return the value for *text* as the form would store it; nothing typed is ever lost.

    An empty text is whichever nothing the versions know: absent, null or "".
    """
    kind = None if row.field is None else row.field.kind
    if not text:
        for value in (row.decision.ours, row.decision.theirs):
            if value is None or value == "" or isinstance(value, Absent):
                return value
    return _READERS[kind][0](text).stored if kind in _READERS else text


# --- The decision at hand: its versions, the result, and the buttons that decide -----------------


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
        self._note = plain_label(role="note", wrap=True)
        self._badge = BadgeLabel(self)
        headings = tuple(filter(None, (words.base, words.theirs, words.ours)))
        self._columns = VersionColumns(headings, (2, 3, 3)[-len(headings) :])
        self._legend = plain_label(review_words.LEGEND, "note", wrap=True)
        self._result = ResultPane()
        self._result.finished.connect(self._take_edited)
        self._result.dropped.connect(self._leave_editor)
        self._take = self._button(review_words.TAKE, lambda: self._decide(review.take))
        self._keep = self._button(review_words.KEEP, lambda: self._decide(review.keep))
        self._edit = self._button(EDIT, self.start_editing)
        self._alike = self._button(for_all_alike(0), self._repeat)
        icons.tint(self._edit, "pencil")
        self._lay_out()

    def show_row(self, row: DecisionRow | None, place: str) -> None:
        """Show a row; *place* says where in the list it is."""
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
        self._note.setText(row.note)
        self._note.setVisible(bool(row.note))
        shown = three_ways(row)[-len(self._columns.panes) :]
        self._columns.show_versions(shown, row.label)
        self._scroll.verticalScrollBar().setValue(0)
        self.refresh()

    def refresh(self) -> None:
        """Show anew how the row stands."""
        row = self._row
        if row is None:
            return
        pick = self._review.pick_of(row)
        mark = mark_of(pick)
        self._badge.show_mark(mark.word, mark.icon, mark.tone)
        self._result.show_version(
            result(row, self._review.result_of(row)), open_=pick is RowChoice.OPEN
        )
        may = self._review.may_decide(row)
        editable = may and can_edit(row)
        for button in (self._take, self._keep):
            button.setEnabled(may)
            button.setToolTip("" if may else FINAL_TIP)
        self._edit.setEnabled(editable)
        tip = EDIT_TIP if editable else NO_EDIT_TIP
        self._edit.setToolTip(tip if may else FINAL_TIP)
        alike = len(self._review.alike(row))
        self._alike.setText(for_all_alike(alike))
        self._alike.setEnabled(alike > 0)
        self._alike.setToolTip(alike_tip(row.label, alike) if alike else "")

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
        column.addWidget(self._note)
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


# --- What dialogs that decide row by row have in common: the list, the row at hand, the way along


class DecidingDialog(DialogFrame):
    """Shows the rows in ``_shown`` as a list, and the chosen one with all its versions beside it.

    A subclass lays both out, fills ``_shown``, and says in :meth:`_refresh` and :meth:`_standing`
    how everything stands.
    """

    def __init__(
        self,
        review: Review,
        about: review_words.ReviewWords,
        list_name: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(about.title, parent)
        self._review = review
        self._about = about
        self._shown: tuple[DecisionRow, ...] = ()
        self._current: DecisionRow | None = None
        self._list = RowList(list_name, self, badges=True)
        self._detail = Detail(review, about, self)

    def shown(self) -> tuple[DecisionRow, ...]:
        """Return the rows in the list."""
        return self._shown

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
        mark = mark_of(self._review.pick_of(row))
        spoken = SPOKEN_ROW.format(title=row.title, label=row.label, state=mark.word)
        spoken = f"{spoken}. {row.note}" if row.note else spoken
        return ListRow(row.title, row.label, spoken, mark)

    def _show(self, place: int) -> None:
        self._current = self._shown[place] if 0 <= place < len(self._shown) else None
        self._detail.show_row(self._current, place_in_list(place + 1, len(self._shown)))

    def _step(self, step: int) -> None:
        """Go to the next or previous difference; at the ends nothing happens."""
        place = self._list.selected_row() + step
        if 0 <= place < len(self._shown) and not self._detail.is_editing():
            self._list.select_row(place)

    def _on_decided(self) -> None:
        self._detail.refresh()
        self._refresh()
        announce(self._list, self._standing())
