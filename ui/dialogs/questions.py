"""One sentence, what it is about, and a button for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.dialogs.frame import DialogFrame
from ui.widgets import common_words
from ui.widgets.labels import MessageArea, plain_label
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


# --- words ---------------------------------------------------------------------------------------

# --- messages ------------------------------------------------------------------------------
ERROR_TITLE: Final = "Das hat nicht geklappt"
INFO_TITLE: Final = "Klimaeditor"
SHOW_DETAILS: Final = "&Einzelheiten zeigen"
HIDE_DETAILS: Final = "&Einzelheiten verbergen"
DETAILS: Final = "Einzelheiten"
COPY: Final = "&Kopieren"


# --- One sentence, what it is about, and a button for each answer --------------------------------

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
        self.add_button(common_words.CANCEL, self.reject, default=safe)

    def ask(self) -> T:
        """Show the dialog and return the answer."""
        self.exec()
        return self.value

    def _taker(self, answer: Answer[T]) -> Callable[[], None]:
        def take() -> None:
            self.value = answer.value
            self.accept()

        return take


# --- A sentence for the user, with details on request --------------------------------------------


class MessageDialog(DialogFrame):
    """An error (*is_error*) or an information; *details* may be shown and copied."""

    def __init__(
        self, sentence: str, details: str = "", parent: QWidget | None = None, *, is_error: bool
    ) -> None:
        super().__init__(ERROR_TITLE if is_error else INFO_TITLE, parent)
        self._whole = f"{sentence}\n\n{details}".strip()
        icon, role = ("circle-x", "error") if is_error else ("info", "info")
        self.add_heading(icon, role, sentence)
        self._details = QPlainTextEdit(details, self)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(DETAILS)
        self._details.setMinimumHeight(theme.current().px(120))
        self._details.hide()
        self.body.addWidget(self._details, 1)
        if details:
            self._toggle = self.add_side_button(SHOW_DETAILS, self._toggle_details)
            self.add_side_button(COPY, self._copy)
        self.add_button(common_words.CLOSE, self.accept, primary=True, default=True)

    def _toggle_details(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._toggle.setText(HIDE_DETAILS if shown else SHOW_DETAILS)
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
