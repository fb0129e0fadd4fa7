"""One returned value to decide on: as it was sent, as it came back, and the result to store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from klimaeditor.diff.worddiff import Run, RunKind, word_diff
from klimaeditor.excel.return_faults import FaultCode
from klimaeditor.exchange.proposals import alike
from klimaeditor.exchange.verdicts import Verdict
from klimaeditor.model.core_words import counted, quoted, shortened
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import TEXT_KINDS
from klimaeditor.model.values import Absent
from ui import theme
from ui.exchange.entry_editor import EntryEditor
from ui.form.editors.base import set_flag
from ui.form.row import make_editor
from ui.review.versions import VersionText
from ui.theme import Tone, icons
from ui.widgets.labels import ShortLabel, hairline, plain_label
from ui.widgets.layouts import FlowLayout
from ui.widgets.painting import BadgeLabel, one_line
from ui.widgets.tabs import by_tab, lead_through

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent

    from klimaeditor.exchange.proposals import FileProblem
    from klimaeditor.exchange.verdicts import ReturnItem
    from klimaeditor.model.values import Json, Value
    from ui.form.editors.base import FieldEditor


# --- words ---------------------------------------------------------------------------------------

SENT: Final = "Verschickt"
NOW: Final = "Jetzt im Datensatz"
CAME_BACK: Final = "Zurückgekommen"
IN_FILE: Final = "In der Datei"
RESULT: Final = "Ergebnis"
TAKE: Final = "Ergebnis übernehmen"
KEEP: Final = "Bisherige Angabe behalten"
LATER: Final = "Später entscheiden"
EDIT: Final = "Bearbeiten"
CHANGE: Final = "Ändern"
OPEN: Final = "offen"
TAKEN: Final = "wird übernommen"
TAKEN_EDITED: Final = "wird bearbeitet übernommen"
KEPT: Final = "bleibt wie bisher"
POSTPONED: Final = "bleibt offen"
CHANGED_HERE: Final = "auch hier geändert"
ASKED_ANEW: Final = "im Datensatz geändert: neu entscheiden"
CONTRADICTED: Final = "Dateien widersprechen sich"
NEW_STATE: Final = "neuer Stand"
NEW_LINK: Final = "neuer Link"
TO_GO: Final = "soll entfallen"
EDITED: Final = "Von Ihnen bearbeitet"
TEXT_FOR_NUMBER: Final = "Text statt Zahl. Prüfen Sie den Vorschlag."
KEYS: Final = {Verdict.TAKE: "Alt+1", Verdict.KEEP: "Alt+2", Verdict.LATER: "Alt+3"}
EDIT_KEY: Final = "F2"


def sent_heading(day: str, *, same_now: bool) -> str:
    """Return the heading of what was sent, and whether the dataset still says the same."""
    on = f"{SENT} am {day}" if day else SENT
    return f"{on}, steht noch so im Datensatz" if same_now else on


def came_back(cell: str, *, foreign: bool) -> str:
    """Return the heading of what the file says, with its cell."""
    name = IN_FILE if foreign else CAME_BACK
    return f"{name} (Zelle {cell})" if cell and ":" not in cell else name


def read_from(text: str) -> str:
    """Return where a suggested result was read."""
    return f"Vorschlag aus {quoted(text)}"


def put_in(shown: str) -> str:
    """Return the button that puts another reading into the result."""
    return f"{shortened(shown)} einsetzen"


def place_of(number: int, total: int) -> str:
    """Return which of the open values of a measure this is."""
    return f"{OPEN}, {number} von {total}"


def also_for(count: int) -> str:
    """Return the button that repeats a decision."""
    return f"Ebenso bei {counted(count, 'gleichen Fall', 'gleichen Fällen')}"


def rival_says(who: str, text: str) -> str:
    """Return what another file says about the same value."""
    return f"{quoted(who)} sagt dagegen: {shortened(text)}"


def likeness(share: float) -> str:
    """Return how sure the measure was recognised."""
    return f"Die Maßnahme wurde mit {round(share * 100)} % Übereinstimmung erkannt."


# --- how a value stands --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardState:
    """What is shown of a decision: *number* and *total* count the open values of the measure."""

    verdict: Verdict
    result: Value
    edited: bool = False
    stale: bool = False
    number: int = 0
    total: int = 0
    alike: int = 0


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a card has to know besides: the day of sending, type and unit of the progress."""

    sent: str = ""
    series: tuple[str, str] = ("binary", "")


class RemarkStrip(QFrame):
    """What somebody wrote for the editors, above the values it is about."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "remark")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.Space.S, theme.Space.XS, theme.Space.S, theme.Space.XS)
        mark = QLabel(self)
        icons.tint_label(mark, "message-square", "info")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        self._text = plain_label(text, wrap=True)
        row.addWidget(self._text, 1)

    def text(self) -> str:
        """Return what was written."""
        return self._text.text()


class ValueCard(QFrame):
    """*decided* carries the verdict that was chosen, *edited* the result that was made.

    A decided value is one line; „Ändern“ unfolds it again.
    """

    decided = Signal(object)
    edited = Signal(object)
    repeat_wanted = Signal()
    open_requested = Signal(str)

    def __init__(
        self, item: ReturnItem, context: CardContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "value")
        self.item = item
        self._context = context
        self.label = item.proposal.label
        self._state = CardState(Verdict.OPEN, item.start)
        self._buttons: list[QPushButton] = []
        self._keys: list[QLabel] = []
        self.editor = self._make_editor()
        self._line = QWidget(self)
        self._body = QWidget(self)
        self._fill_line()
        self._fill_body()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.Space.M, theme.Space.S, theme.Space.M, theme.Space.S)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(self._body)
        self._fold(folded=False)

    # --- what others ask ---------------------------------------------------------------------

    @property
    def is_folded(self) -> bool:
        """Whether the value is shown on one line."""
        return self._body.isHidden()

    def show_state(self, state: CardState) -> None:
        """Show how the value stands; a decided one is folded."""
        self._state = state
        self.editor.set_value(state.result)
        self._place.setText(place_of(state.number, state.total) if state.number else self._word())
        self._show_badge()
        self._show_origin()
        self._show_line()
        self._fold(folded=state.verdict is not Verdict.OPEN)
        self._name()

    def update_state(self, state: CardState) -> None:
        """Note what has been made of the value, and leave the fields alone."""
        self._state = state
        self._place.setText(place_of(state.number, state.total) if state.number else self._word())
        self._show_origin()

    def unfold(self) -> None:
        """Show everything, to decide anew."""
        self._fold(folded=False)

    def set_current(self, *, current: bool) -> None:
        """Mark the value at hand, and show the keys that decide on it."""
        set_flag(self, "current", on=current)
        take = self._buttons[0]
        take.setProperty("role", "primary" if current else "")
        take.style().unpolish(take)
        take.style().polish(take)
        for key in self._keys:
            key.setVisible(current)

    def focus_decision(self) -> None:
        """Put the keyboard on the first button, or on „Ändern“ where the value is folded."""
        target = self._change if self.is_folded else self._buttons[0]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_result(self) -> None:
        """Put the caret into the result."""
        self.unfold()
        self.editor.focus_widget().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_editing(self) -> bool:
        """Whether the keyboard is in the result."""
        return self.editor.isAncestorOf(self.window().focusWidget())

    def spoken(self) -> str:
        """Return all that is shown of the value, to be read out."""
        found = self.item.proposal
        parts = [f"{pane.heading()}: {pane.text()}" for pane in self._panes]
        parts.append(f"{RESULT}: {self._described(self._state.result)}")
        parts += [problem.message for problem in found.problems]
        return ". ".join(parts)

    # --- the folded line -----------------------------------------------------------------------

    def _fill_line(self) -> None:
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.Space.S)
        self._mark = QLabel(self._line)
        name = ShortLabel(1, "field", self._line)
        name.setText(self.label)
        self._shown = ShortLabel(1, "muted", self._line)
        self._verdict = plain_label("", "muted")
        self._repeat = self._link("", self.repeat_wanted.emit)
        self._change = self._link(CHANGE, self._on_change)
        row.addWidget(self._mark)
        row.addWidget(name, 2)
        row.addWidget(self._shown, 3)
        row.addWidget(self._verdict)
        row.addWidget(self._repeat)
        row.addWidget(self._change)

    def _link(self, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self._line)
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: slot())
        return button

    def _on_change(self) -> None:
        self.unfold()
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_line(self) -> None:
        state = self._state
        taken = state.verdict is Verdict.TAKE
        kept = state.verdict is Verdict.KEEP
        picture = "check" if taken else "circle-minus" if kept else "clock"
        icons.tint_label(self._mark, picture, "good" if taken else "muted")
        value = state.result if taken else self.item.proposal.current
        self._shown.setText(one_line(self._described(value)))
        self._verdict.setText(self._word())
        self._change.setAccessibleName(f"{CHANGE}: {self.label}, {self._word()}")
        self._repeat.setVisible(state.alike > 0)
        self._repeat.setText(also_for(state.alike))
        self._repeat.setAccessibleName(f"{also_for(state.alike)}: {self._word()}, {self.label}")

    def _word(self) -> str:
        state = self._state
        if state.verdict is Verdict.TAKE:
            return TAKEN_EDITED if state.edited else TAKEN
        if state.verdict is Verdict.KEEP:
            return KEPT
        return POSTPONED if state.verdict is Verdict.LATER else OPEN

    def _fold(self, *, folded: bool) -> None:
        self._line.setVisible(folded)
        self._body.setVisible(not folded)

    # --- the open value ------------------------------------------------------------------------

    def _fill_body(self) -> None:
        space = theme.Space
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, space.XS, 0, 0)
        column.setSpacing(space.S)
        column.addLayout(self._make_head())
        for comment in self.item.comments:
            column.addWidget(RemarkStrip(_without_file(comment), self._body))
        column.addLayout(self._make_columns())
        column.addWidget(hairline())
        column.addWidget(self._make_buttons())

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.Space.S)
        name = plain_label(self.label, "heading", wrap=True)
        self._badge = BadgeLabel(self._body)
        self._place = plain_label("", "muted")
        head.addWidget(name, 1)
        head.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._place, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _show_badge(self) -> None:
        found = self.item.proposal
        mark = None
        if self._state.stale:
            mark = (ASKED_ANEW, "triangle-alert", Tone.WARNING)
        elif found.rivals:
            mark = (CONTRADICTED, "triangle-alert", Tone.WARNING)
        elif self.item.changed_here:
            mark = (CHANGED_HERE, "triangle-alert", Tone.WARNING)
        elif found.place.item is not None and isinstance(found.returned, Absent):
            mark = (TO_GO, "circle-minus", Tone.NEUTRAL)
        elif found.place.item is not None and isinstance(found.current, Absent):
            word = NEW_LINK if found.place.field == "links" else NEW_STATE
            mark = (word, "plus", Tone.INFO)
        self._badge.setVisible(mark is not None)
        if mark is not None:
            self._badge.show_mark(*mark)

    def _make_columns(self) -> QBoxLayout:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.Space.L)
        self._panes = self._versions()
        came_back = self._panes[-1]
        self._column_of(*self._panes[:-1]).addStretch(1)
        column = self._column_of(came_back)
        for doubt in self._doubts():
            column.addLayout(_marked_line(doubt, "triangle-alert", "warning"))
        column.addStretch(1)
        self._columns.addWidget(self._make_result(), 1)
        return self._columns

    def _column_of(self, *panes: VersionText) -> QVBoxLayout:
        box = QWidget(self._body)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        for pane in panes:
            column.addWidget(pane)
        self._columns.addWidget(box, 1)
        return column

    def _versions(self) -> tuple[VersionText, ...]:
        """Return what was sent, what it is now where that differs, and what came back."""
        item, found = self.item, self.item.proposal
        before = found.current if item.foreign else found.base
        first = (
            NOW
            if item.foreign
            else sent_heading(self._context.sent, same_now=not item.changed_here)
        )
        old, new = self._marked_runs(before, found.returned)
        shown = [(first, old)]
        if item.changed_here:
            shown.append((NOW, self._marked_runs(found.base, found.current)[1]))
        shown.append((came_back(found.cell, foreign=item.foreign), new))
        return tuple(VersionText(heading, self.label, runs, self._body) for heading, runs in shown)

    def _marked_runs(self, before: Value, after: Value) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
        """Return both versions, the words that went marked in the first, new ones in the other."""
        old, new = self._described(before), self._described(after)
        if alike(before, after):
            return (Run(RunKind.EQUAL, old),), (Run(RunKind.EQUAL, new),)
        words = self.item.field.kind in TEXT_KINDS and self.item.proposal.place.item is None
        if words and isinstance(before, str) and before.strip() and isinstance(after, str):
            runs = word_diff(old, new)
            return (
                tuple(run for run in runs if run.kind is not RunKind.ADDED),
                tuple(run for run in runs if run.kind is not RunKind.REMOVED),
            )
        return (Run(RunKind.EQUAL, old),), (Run(RunKind.ADDED, new),)

    def _doubts(self) -> Sequence[str]:
        found = self.item.proposal
        said = [
            TEXT_FOR_NUMBER if self._is_read(doubt) else _without_place(doubt)
            for doubt in self.item.doubts
        ]
        said += [
            rival_says(rival.sender or rival.file, self._described(rival.returned))
            for rival in found.rivals
        ]
        if found.score < 1:
            said.append(likeness(found.score))
        return said

    def _is_read(self, doubt: FileProblem) -> bool:
        """Whether a number is suggested already: nobody is to type it any more."""
        return bool(self.item.offers) and doubt.code == FaultCode.UNREADABLE_NUMBER

    def _make_result(self) -> QWidget:
        box = QWidget(self._body)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.XS)
        column.addWidget(plain_label(RESULT, "muted"))
        column.addWidget(self.editor)
        self._origin = plain_label("", "note", wrap=True)
        self._origin.setProperty("tone", "info")
        column.addWidget(self._origin)
        for offer in self.item.offers[1:]:
            other = QPushButton(put_in(offer.shown), box)
            other.setProperty("role", "small")
            other.setAutoDefault(False)
            other.setAccessibleName(f"{put_in(offer.shown)}: {self.label}")
            other.clicked.connect(lambda _=False, value=offer.value: self._put(value))
            column.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return box

    def _show_origin(self) -> None:
        text = ""
        if self._state.edited:
            text = EDITED
        elif self.item.offers:
            text = read_from(str(self.item.proposal.returned))
        self._origin.setText(text)
        self._origin.setVisible(bool(text))

    def _put(self, value: Json) -> None:
        self.editor.set_value(value)
        self.edited.emit(value)

    def _make_editor(self) -> FieldEditor:
        place = self.item.proposal.place
        if place.item is None:
            editor = make_editor(self.item.field, self)
        else:
            editor = EntryEditor(self.item.field, self._context.series, self)
        editor.edited.connect(self.edited)
        editor.open_requested.connect(self.open_requested)
        return editor

    def _make_buttons(self) -> QWidget:
        box = QWidget(self._body)
        flow = FlowLayout(box, theme.Space.S)
        for text, verdict in ((TAKE, Verdict.TAKE), (KEEP, Verdict.KEEP), (LATER, Verdict.LATER)):
            button = self._button(box, text, KEYS[verdict], flow)
            button.clicked.connect(lambda _=False, chosen=verdict: self.decided.emit(chosen))
        edit = self._button(box, EDIT, EDIT_KEY, flow)
        icons.tint(edit, "pencil")
        edit.clicked.connect(self.focus_result)
        edit.setEnabled(not isinstance(self.item.proposal.returned, Absent))
        return box

    def _button(self, box: QWidget, text: str, key: str, flow: FlowLayout) -> QPushButton:
        button = QPushButton(text, box)
        button.setAutoDefault(False)
        button.setToolTip(f"{text} ({key})")
        hint = plain_label(key, "key")
        hint.setParent(box)
        hint.hide()
        flow.addWidget(button)
        flow.addWidget(hint)
        self._buttons.append(button)
        self._keys.append(hint)
        return button

    def _name(self) -> None:
        spoken = self.spoken()
        self.setAccessibleName(f"{self.label}, {self._word()}")
        self.editor.set_accessible(f"{RESULT}: {self.label}", spoken)
        for button in self._buttons:
            button.setAccessibleName(f"{button.text()}: {self.label}")
            button.setAccessibleDescription(spoken)

    def _described(self, value: Value) -> str:
        return self.item.proposal.described(value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the versions beside each other, or below each other where there is little room."""
        super().resizeEvent(event)
        least = theme.current().px(_LEAST_WIDTH) * _COLUMNS
        way = QBoxLayout.Direction
        self._columns.setDirection(way.TopToBottom if self.width() < least else way.LeftToRight)

    def order_tabs(self, before: QWidget) -> QWidget:
        """Let Tab go through the card after *before*; returns the last widget."""
        steps: list[QWidget] = [self._repeat, self._change, *self._panes]
        steps += [*by_tab(self.editor), *self._buttons]
        lead_through(steps, before)
        return steps[-1]


_LEAST_WIDTH: Final = 200
_COLUMNS: Final = 3


def _marked_line(text: str, picture: str, role: str) -> QHBoxLayout:
    """Return a sentence with its mark."""
    row = QHBoxLayout()
    row.setSpacing(theme.Space.XS)
    mark = QLabel()
    icons.tint_label(mark, picture, role, 14)
    sentence = plain_label(text, "finding", wrap=True)
    sentence.setProperty("tone", role)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(sentence, 1)
    return row


def _without_place(problem: FileProblem) -> str:
    """Return what was found without file, sheet and cell, which stand beside the value already."""
    message, cell = problem.message, f"Zelle {problem.cell}"
    at = message.find(cell) if problem.cell else -1
    if not 0 <= at < _LONGEST_PLACE:
        return message
    ends = (message.find(end, at) + len(end) for end in ("“): ", ": ") if end in message[at:])
    start = next(ends, 0)
    return message[start : start + 1].upper() + message[start + 1 :]


def _without_file(comment: FileProblem) -> str:
    """Return what was written beside a cell; file and sheet stand at the left."""
    return comment.message.partition(f"Blatt {quoted(comment.sheet)}: ")[2] or comment.message


_LONGEST_PLACE: Final = 200
