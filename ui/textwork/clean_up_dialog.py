"""Aufräumen: what can be tidied, how much of each, and the way to see it all before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.widgets import common_words
from ui.widgets.announce import announce
from ui.widgets.labels import GivingArea, plain_label, set_role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# --- words ---------------------------------------------------------------------------------------

TITLE: Final = "Aufräumen"
SENTENCE: Final = (
    "Nichts wird von selbst geändert: Jede Schaltfläche zeigt vorher alle Stellen. Was Sie dort "
    "übernehmen, macht Strg+Z auf einmal rückgängig."
)
BUTTON_NAME: Final = "{title}: {button}"


# --- what is asked -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CleanUpState:
    """How much there is of a task, in German words, and whether its button does anything."""

    words: str
    possible: bool = True


@dataclass(frozen=True, slots=True)
class CleanUpTask:
    """One thing that can be tidied: what it is called, what it does, its button.

    *act* shows all places and carries out what is chosen; returns what was done, "" for nothing.
    """

    title: str
    note: str
    button: str
    act: Callable[[], str]


# --- the dialog ----------------------------------------------------------------------------------

_WIDTH: Final = 620


class CleanUpDialog(DialogFrame):
    """Shows *tasks* with their states; *look* returns the states as they are now, in order.

    It stays open, so that one thing can be done after the other.
    """

    def __init__(
        self,
        tasks: Sequence[CleanUpTask],
        states: Sequence[CleanUpState],
        look: Callable[[], Sequence[CleanUpState]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(TITLE, parent, width=_WIDTH)
        self._look = look
        self.body.addWidget(plain_label(SENTENCE, wrap=True))
        page = QWidget()
        page.setProperty("role", "panel")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.Space.S)
        self._cards = [_TaskCard(task, self) for task in tasks]
        for card in self._cards:
            column.addWidget(card)
            card.button.clicked.connect(lambda _=False, card=card: self._act(card))
        self.body.addWidget(GivingArea(page, self), 1)
        self.close_button = self.add_button(common_words.CLOSE, self.accept)
        self._show(states)
        first = next((card.button for card in self._cards if card.button.isEnabled()), None)
        (first or self.close_button).setFocus()

    def _show(self, states: Sequence[CleanUpState]) -> None:
        for card, state in zip(self._cards, states, strict=True):
            card.show_state(state)

    def _act(self, card: _TaskCard) -> None:
        done = card.task.act()
        if not done:
            return
        self._show(self._look())
        card.show_done(done)
        announce(self, done)
        if not card.button.isEnabled():
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)


class _TaskCard(QFrame):
    """A task: its name, what it does, how much there is, and its button."""

    def __init__(self, task: CleanUpTask, parent: QWidget) -> None:
        super().__init__(parent)
        self.task = task
        self.setProperty("role", "card")
        self.setAccessibleName(task.title)
        self._state = plain_label(role="field", wrap=True)
        self.button = QPushButton(task.button, self)
        self.button.setAutoDefault(True)
        self.button.setAccessibleName(
            BUTTON_NAME.format(title=task.title, button=common_words.plain(task.button))
        )
        space = theme.Space
        grid = QGridLayout(self)
        grid.setContentsMargins(space.L, space.M, space.L, space.M)
        grid.setHorizontalSpacing(space.L)
        grid.setVerticalSpacing(space.XS)
        grid.setColumnStretch(0, 1)
        grid.addWidget(plain_label(task.title, "heading", wrap=True), 0, 0)
        grid.addWidget(plain_label(task.note, "muted", wrap=True), 1, 0)
        grid.addWidget(self._state, 2, 0)
        grid.addWidget(self.button, 0, 1, 3, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_state(self, state: CleanUpState) -> None:
        """Show how much there is to do."""
        self._say(state.words)
        self.button.setEnabled(state.possible)

    def show_done(self, words: str) -> None:
        """Show what has just been done."""
        self._say(words, "good")

    def _say(self, words: str, tone: str = "") -> None:
        self._state.setText(words)
        set_role(self._state, "tone", tone)
        self.button.setAccessibleDescription(words)
