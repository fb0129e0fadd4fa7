"""Writing a note, and all notes of a measure: what was noted, by whom and when, open or done."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPlainTextEdit, QRadioButton

from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.dataclass import dataclass
from ui import theme
from ui.dialogs.frame import DialogFrame, fit_screen
from ui.widgets import common_words
from ui.widgets.labels import EmptyState, plain_label
from ui.widgets.painting import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

    from klimaeditor.notes.notebook import Note


# --- words ---------------------------------------------------------------------------------------

WRITE_TITLE: Final = "Notiz schreiben"
EDIT_TITLE: Final = "Notiz bearbeiten"
NOTE_TEXT: Final = "&Notiz"
TO_MEASURE: Final = "zur ganzen &Maßnahme"
INTERNAL: Final = (
    "Notizen sind intern: Sie stehen in keinem Paket und auf keiner öffentlichen Seite."
)
KEEP_NOTE: Final = "Notiz &speichern"
NOTES_TITLE: Final = "Notizen der Maßnahme"
NO_NOTES_YET: Final = "Zu dieser Maßnahme gibt es noch keine Notiz."
NEW_NOTE: Final = "Neue &Notiz…"
MARK_DONE: Final = "Erledigt"
MARK_OPEN: Final = "Wieder öffnen"
EDIT_NOTE: Final = "Bearbeiten"
DELETE_NOTE: Final = "Löschen"
BRING_BACK: Final = "Wiederherstellen"
GO_TO_FIELD: Final = "Zum &Feld"
DONE_STATE: Final = "erledigt"
WHOLE_MEASURE: Final = "zur Maßnahme"
NOTE_DELETED: Final = "Notiz gelöscht"


def to_field(label: str) -> str:
    """Return the choice to note something about a field."""
    return f"zum Fel&d {quoted(label).replace('&', '&&')}"


def open_notes(count: int) -> str:
    """Return how many notes are open."""
    return counted(count, "offene Notiz", "offene Notizen")


def note_head(note: Note, label: str = "") -> str:
    """Return whose note it is and of which day, *label* of what, and whether it is done."""
    day = f"{note.at.astimezone():%d.%m.%Y}"
    state = DONE_STATE if note.done else ""
    return " · ".join(part for part in (note.author, note.source, day, label, state) if part)


# --- What is asked and told ----------------------------------------------------------------------


class NoteAct(StrEnum):
    """What can be done with a note."""

    TOGGLE = "toggle"
    EDIT = "edit"
    DELETE = "delete"
    BRING_BACK = "bring back"


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note that is being written about a measure, or with *about_field* about its field *label*.

    *is_new* tells it from one that is changed.
    """

    measure: str
    label: str = ""
    text: str = ""
    about_field: bool = False
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note in the list of a measure; *field* is the name of its field, "" for none."""

    key: str
    head: str
    text: str
    done: bool
    field: str = ""


# --- Writing one ---------------------------------------------------------------------------------

_LINES: Final = 6
_WIDTH, _HEIGHT = 560, 420


class NoteDialog(DialogFrame):
    """Asks for the text; Strg+Eingabe keeps it. :meth:`draft` returns what was written."""

    def __init__(self, draft: NoteDraft, parent: QWidget | None = None) -> None:
        super().__init__(WRITE_TITLE if draft.is_new else EDIT_TITLE, parent)
        self._draft = draft
        self.body.addWidget(plain_label(one_line(draft.measure, 80), "section", wrap=True))
        self._about = QRadioButton(to_field(one_line(draft.label, 60)), self)
        whole = QRadioButton(TO_MEASURE, self)
        if draft.label:
            self._about.setChecked(draft.about_field)
            whole.setChecked(not draft.about_field)
            self.body.addWidget(self._about)
            self.body.addWidget(whole)
        else:
            self._about.hide()
            whole.hide()
        label = plain_label(common_words.plain(NOTE_TEXT), "field")
        self._text = QPlainTextEdit(draft.text, self)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(common_words.plain(NOTE_TEXT))
        lines = self._text.fontMetrics().lineSpacing() * _LINES
        self._text.setMinimumHeight(lines + 2 * theme.Space.M)
        label.setBuddy(self._text)
        self.body.addWidget(label)
        self.body.addWidget(self._text, 1)
        self.body.addWidget(plain_label(INTERNAL, "muted", wrap=True))
        self._keep = self.add_button(KEEP_NOTE, self.accept, primary=True)
        self.add_button(common_words.CANCEL, self.reject)
        self._text.textChanged.connect(self._judge)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            keys = QKeySequence(Qt.Modifier.CTRL | key)
            QShortcut(keys, self, self._keep.click)
        self._judge()
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        self._text.setFocus()

    def draft(self) -> NoteDraft:
        """Return what was written, and about what."""
        about = bool(self._draft.label) and self._about.isChecked()
        return replace(self._draft, text=self._text.toPlainText().strip(), about_field=about)

    def _judge(self) -> None:
        self._keep.setEnabled(bool(self._text.toPlainText().strip()))


# --- All of a measure ----------------------------------------------------------------------------

_LONGEST: Final = 400


class NotesDialog(DialogFrame):
    """Lists the notes of a measure; *rows* returns them, *act* does something with one of them.

    *write* asks for a new one. After the dialog was accepted, :attr:`field` is where to go.
    """

    def __init__(
        self,
        title: str,
        rows: Callable[[], Sequence[NoteRow]],
        act: Callable[[str, NoteAct], None],
        write: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(NOTES_TITLE, parent)
        self._rows, self._act = rows, act
        self._shown: Sequence[NoteRow] = ()
        self.field = ""
        self.body.addWidget(plain_label(one_line(title, 80), "section", wrap=True))
        self._list = QListWidget(self)
        self._list.setAccessibleName(NOTES_TITLE)
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = EmptyState(self)
        self._empty.show_state("square-pen", NO_NOTES_YET)
        self.body.addWidget(self._list, 1)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(plain_label(INTERNAL, "muted", wrap=True))
        self._new = self.add_side_button(NEW_NOTE, lambda: self._do(write))
        self._toggle = self._button(NoteAct.TOGGLE, MARK_DONE)
        self._edit = self._button(NoteAct.EDIT, f"{EDIT_NOTE}…")
        self._delete = self._button(NoteAct.DELETE, DELETE_NOTE)
        self._back = self._button(NoteAct.BRING_BACK, BRING_BACK)
        self._go = self.add_button(GO_TO_FIELD, self._leave)
        self.add_button(common_words.CLOSE, self.reject)
        self._deleted = False
        self._list.currentRowChanged.connect(lambda _: self._enable())
        self._list.itemActivated.connect(lambda _: self._edit.click())
        QShortcut(QKeySequence("Del"), self._list, self._delete.click)
        self.refresh()
        (self._list if self._list.count() else self._new).setFocus()
        fit_screen(self, _WIDTH + 240, _HEIGHT)

    def _button(self, act: NoteAct, text: str) -> QPushButton:
        return self.add_side_button(text, lambda: self._do_with(act))

    def refresh(self) -> None:
        """Show the notes as they are now; the same one stays at hand."""
        place = max(0, self._list.currentRow())
        key = self._shown[place].key if place < len(self._shown) else ""
        self._shown = self._rows()
        self._list.clear()
        for row in self._shown:
            item = QListWidgetItem(f"{row.head}\n{one_line(row.text, _LONGEST)}", self._list)
            if row.done:
                item.setForeground(theme.current().color("muted"))
        keys = [row.key for row in self._shown]
        place = keys.index(key) if key in keys else min(place, len(keys) - 1)
        self._list.setCurrentRow(place)
        self._list.setVisible(bool(keys))
        self._empty.setVisible(not keys)
        self._enable()

    def _current(self) -> NoteRow | None:
        place = self._list.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _enable(self) -> None:
        row = self._current()
        for button in (self._toggle, self._edit, self._delete):
            button.setEnabled(row is not None)
        self._back.setVisible(self._deleted)
        self._go.setEnabled(row is not None and bool(row.field))
        self._toggle.setText(MARK_OPEN if row is not None and row.done else MARK_DONE)

    def _do_with(self, act: NoteAct) -> None:
        row = self._current()
        if act is NoteAct.BRING_BACK:
            self._deleted = False
            self._do(lambda: self._act("", act))
        elif row is not None:
            self._deleted = act is NoteAct.DELETE or self._deleted
            self._do(lambda: self._act(row.key, act))

    def _do(self, what: Callable[[], None]) -> None:
        what()
        self.refresh()
        (self._list if self._list.count() else self._new).setFocus()

    def _leave(self) -> None:
        row = self._current()
        self.field = row.field if row is not None else ""
        self.accept()
