"""One sentence, what it is about, and a button for each answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from ui import texts as words
from ui.dialogs.frame import DialogFrame
from ui.widgets.labels import plain_label
from ui.widgets.message_area import MessageArea
from ui.widgets.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

T = TypeVar("T")

_ITEM = "•  {text}"
_LINES = 8
_LONGEST = 1_000  # characters of one item


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A button: its German verb and what it means."""

    text: str
    value: T
    primary: bool = False
    default: bool = False


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """What is asked. *items* are data (titles, messages); *note* says what follows.

    Abbrechen is always there, means *cancelled*, and is what Enter presses unless an answer is
    the *default*.
    """

    title: str
    sentence: str
    answers: tuple[Answer[T], ...]
    cancelled: T
    items: tuple[str, ...] = ()
    note: str = ""
    icon: str = "circle-question-mark"
    tone: str = "accent"


class QuestionDialog(DialogFrame, Generic[T]):
    """Shows a question; :attr:`value` is the answer afterwards."""

    def __init__(self, question: Question[T], parent: QWidget | None = None) -> None:
        super().__init__(question.title, parent)
        self.value: T = question.cancelled
        self.add_heading(question.icon, question.tone, question.sentence)
        if question.items:
            area = MessageArea(_LINES, self)
            items = [one_line(item, _LONGEST) for item in question.items]
            area.set_text("\n".join(_ITEM.format(text=item) for item in items))
            area.set_name(question.sentence)
            self.add_indented(area)
        if question.note:
            self.add_indented(plain_label(question.note, "muted", wrap=True))
        for answer in question.answers:
            self.add_button(
                answer.text, self._taker(answer), primary=answer.primary, default=answer.default
            )
        safe = not any(answer.default for answer in question.answers)
        self.add_button(words.CANCEL, self.reject, default=safe)

    def ask(self) -> T:
        """Show the dialog and return the answer."""
        self.exec()
        return self.value

    def _taker(self, answer: Answer[T]) -> Callable[[], None]:
        def take() -> None:
            self.value = answer.value
            self.accept()

        return take
