"""Spelling in the form: words underlined while one types, and what can be done about one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from klimaeditor.files.file_words import os_reason
from klimaeditor.model.core_words import quoted
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.spelling.lists import WordListError
from ui.widgets.announce import announce
from ui.widgets.found import units
from ui.widgets.text_edits import GrowingText, LineEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from klimaeditor.spelling.words import Word
    from ui.form.form import MeasureForm
    from ui.form.row import FieldRow

    TextField = GrowingText | LineEdit

# --- words ---------------------------------------------------------------------------------------

SEARCHING: Final = "Vorschläge werden gesucht …"
NOTHING_MEANT: Final = "Kein Vorschlag"
ADD_PERSONAL: Final = "Zum &Wörterbuch hinzufügen"
ADD_SHARED: Final = "Wort der &Stadt"
ADD_SHARED_TIP: Final = "Nimmt das Wort in die Liste auf, die sich alle teilen."
WORD_MENU: Final = "Rechtschreibung: {word}"


def not_added(word: str, place: str, reason: str) -> str:
    """Return that a word could not be put into a list, where that lies, and what to do."""
    return (
        f"{quoted(word)} wurde nicht aufgenommen. Die Wörterliste {place} lässt sich nicht "
        f"schreiben: {reason}"
    )


# --- what is needed ------------------------------------------------------------------------------


class SpellingService(Protocol):
    """What judges texts, in time: see :class:`ui.session.spelling.DictionaryService`."""

    @property
    def judged(self) -> SignalInstance:
        """Carries a text that is known now."""

    @property
    def changed(self) -> SignalInstance:
        """Tells that all is to be asked again."""

    @property
    def may_share(self) -> bool:
        """Whether there is a list of the city."""

    def faults(self, text: str) -> tuple[Word, ...] | None:
        """Return the words that are not right; None where that is told later."""

    def suggest(self, word: str, then: Callable[[list[str]], None]) -> None:
        """Tell what may be meant by a word."""

    def learn(self, word: str, *, shared: bool) -> None:
        """Put a word into a list."""

    def list_at(self, *, shared: bool) -> Path | None:
        """Return where the city's list or the person's lies."""


_PROSE: Final = frozenset((Kind.SHORT_TEXT, Kind.LONG_TEXT))
PAUSE_MS: Final = 250
"""How long one pauses in typing before a text is judged."""


class FormSpelling(QObject):
    """Underlines in all texts of a form that people write; made once for a form.

    *words_changed* carries the words underlined in any of them, each once.
    """

    words_changed = Signal(tuple)

    def __init__(self, form: MeasureForm, service: SpellingService) -> None:
        super().__init__(form)
        self._form, self._service = form, service
        self._watched: list[_Watched] = []
        self._words: tuple[str, ...] = ()
        form.page.made.connect(self._watch)
        self._watch(form.page.rows().values())
        service.judged.connect(self._on_judged)
        service.changed.connect(self._on_changed)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def menu_here(self) -> bool:
        """Offer suggestions for the word at the caret; tell whether there is one to mend."""
        return any(watched.menu_here() for watched in self._watched if watched.has_focus)

    def tell(self) -> None:
        """Tell which words are underlined, if they are others than before."""
        found = dict.fromkeys(word for watched in self._watched for word in watched.words())
        if tuple(found) != self._words:
            self._words = tuple(found)
            self.words_changed.emit(self._words)

    def _watch(self, rows: Iterable[FieldRow]) -> None:
        for row in rows:
            field = row.editor.focus_widget()
            if row.field.kind in _PROSE and isinstance(field, GrowingText | LineEdit):
                self._watched.append(_Watched(field, self._service, self))

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Watch also a cell of the links while one types in it; addresses have no words."""
        if not isinstance(new, LineEdit) or any(watched.is_of(new) for watched in self._watched):
            return
        row = self._form.page.row_of(new)
        if row is not None and row.field.kind is Kind.LINKS:
            watched = _Watched(new, self._service, self)
            self._watched.append(watched)
            new.destroyed.connect(partial(self._forget, watched))

    def _forget(self, watched: _Watched, _cell: QObject | None = None) -> None:
        self._watched.remove(watched)
        watched.deleteLater()

    def _on_judged(self, text: str) -> None:
        for watched in self._watched:
            watched.take(text)

    def _on_changed(self) -> None:
        for watched in self._watched:
            watched.ask()


class _Watched(QObject):
    """One text field: asks for its text after a pause, and shows what is not right."""

    def __init__(self, field: TextField, service: SpellingService, parent: FormSpelling) -> None:
        super().__init__(parent)
        self._field, self._service, self._form = field, service, parent
        self._faults: tuple[Word, ...] = ()
        self._text, self._is_stale = "", False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.ask)
        field.textChanged.connect(self._outdate)
        field.cursorPositionChanged.connect(self._on_caret)
        field.menu_opening.connect(self._fill_menu)
        self.ask()

    def is_of(self, field: QWidget) -> bool:
        """Tell whether it watches this field."""
        return self._field is field

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in the field."""
        return self._field.hasFocus()

    def words(self) -> list[str]:
        """Return the words that are not right in the text as it was judged last."""
        return [word.text for word in self._faults]

    def _outdate(self, *_: object) -> None:
        """Judge the text after a pause; a key costs no more than this."""
        self._is_stale = True
        self._pause.start()

    def _on_caret(self, *_: object) -> None:
        if self._faults and not self._is_stale:
            self._show()

    def ask(self) -> None:
        """Ask for the text as it is now."""
        self._text, self._is_stale = self._field.text(), False
        found = self._service.faults(self._text)
        self._faults = found or ()  # those of another text are none of this one
        if found is not None:
            self._show()

    def take(self, text: str) -> None:
        """Show what is known of a text, if it is this one."""
        if text == self._text and not self._is_stale:
            self._faults = self._service.faults(text) or ()
            self._show()

    def menu_here(self) -> bool:
        """Open a menu with suggestions for the word at the caret, where it is not right."""
        word = self._word_at(self._caret())
        if word is None:
            return False
        menu = QMenu(self._field)
        menu.setAccessibleName(WORD_MENU.format(word=word.text))
        self._offer(menu, word, None)
        menu.popup(self._field.mapToGlobal(self._below_caret()))
        menu.aboutToHide.connect(menu.deleteLater)
        return True

    # --- what is underlined ----------------------------------------------------------------

    def _show(self) -> None:
        """Underline; the word at whose end one types may not be finished yet."""
        caret = self._caret() if self._field.hasFocus() else -1
        spans = [self._span(word) for word in self._faults if self._span(word)[1] != caret]
        self._field.underline(spans)
        self._form.tell()

    def _span(self, word: Word) -> tuple[int, int]:
        """Return the start and end of a word in UTF-16 units, in which Qt counts."""
        return units(self._text[: word.start]), units(self._text[: word.end])

    def _caret(self) -> int:
        field = self._field
        return (
            field.textCursor().position()
            if isinstance(field, GrowingText)
            else field.cursorPosition()
        )

    def _below_caret(self) -> QPoint:
        return self._field.cursorRect().bottomLeft()

    def _word_at(self, place: int) -> Word | None:
        if self._is_stale or self._field.isReadOnly():
            return None
        for word in self._faults:
            start, end = self._span(word)
            if start <= place <= end:
                return word
        return None

    # --- what can be done about a word -----------------------------------------------------

    def _fill_menu(self, menu: QMenu, place: int) -> None:
        word = self._word_at(place)
        if word is not None:
            actions = menu.actions()
            self._offer(menu, word, actions[0] if actions else None)

    def _offer(self, menu: QMenu, word: Word, before: QAction | None) -> None:
        """Put suggestions and lists into a menu, in front of what is there."""
        waiting = QAction(SEARCHING, menu)
        waiting.setEnabled(False)
        end = QAction(menu)
        end.setSeparator(True)
        personal = QAction(ADD_PERSONAL, menu)
        personal.triggered.connect(partial(self._learn, word.text, shared=False))
        shared = QAction(ADD_SHARED, menu)
        shared.setToolTip(ADD_SHARED_TIP)
        shared.setEnabled(self._service.may_share)
        shared.triggered.connect(partial(self._learn, word.text, shared=True))
        last = QAction(menu)
        last.setSeparator(True)
        menu.insertActions(before, [waiting, end, personal, shared, last])  # type: ignore[arg-type] # None is the end
        gone: list[bool] = []
        menu.destroyed.connect(lambda *_: gone.append(True))

        def show(found: list[str]) -> None:
            if gone:
                return
            if not found:
                waiting.setText(NOTHING_MEANT)
                return
            made = [QAction(text.replace("&", "&&"), menu) for text in found]
            for action, text in zip(made, found, strict=True):
                action.triggered.connect(partial(self._replace, word, text))
            menu.insertActions(waiting, made)
            menu.removeAction(waiting)
            menu.setActiveAction(made[0])

        self._service.suggest(word.text, show)

    def _replace(self, word: Word, text: str, _checked: bool = False) -> None:
        start, end = self._span(word)
        if self._field.text()[word.start : word.end] == word.text:
            self._field.replace(start, end, text)

    def _learn(self, word: str, _checked: bool = False, *, shared: bool) -> None:
        try:
            self._service.learn(word, shared=shared)
        except WordListError as error:
            self._tell(str(error))
        except OSError as error:
            place = self._service.list_at(shared=shared)
            self._tell(not_added(word, str(place), os_reason(error)))

    def _tell(self, sentence: str) -> None:
        """Say beside the field what did not work, also to a screen reader."""
        below = self._field.mapToGlobal(QPoint(0, self._field.height()))
        QToolTip.showText(below, sentence, self._field)
        announce(self._field, sentence)
