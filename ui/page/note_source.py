"""The notes at a field, as the field panel shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.notes.notebook import EMPTY
from ui.dialogs.note_dialogs import (
    BRING_BACK,
    DELETE_NOTE,
    EDIT_NOTE,
    MARK_DONE,
    MARK_OPEN,
    NOTE_DELETED,
    WHOLE_MEASURE,
    NoteAct,
    note_head,
)
from ui.page.field_panel import PanelAction, PanelEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView
    from klimaeditor.notes.notebook import Note, Notebook


# --- words ---------------------------------------------------------------------------------------

NOTES: Final = "Notizen"


class NoteSource:
    """What was noted about a field, then about its measure; what is done comes last."""

    title, icon, framed, more = NOTES, "square-pen", True, ""

    def __init__(self) -> None:
        self._notebook: Notebook = EMPTY
        self._removed: Note | None = None

    def set_notebook(self, notebook: Notebook, removed: Note | None = None) -> None:
        """Tell of these notes from now on; *removed* is the one that can be brought back."""
        self._notebook, self._removed = notebook, removed

    def entries(self, view: MeasureView, field: Field) -> Sequence[PanelEntry]:
        """Return the notes at the field, then those about the whole measure."""
        if not view.id:
            return ()
        at_field = self._notebook.notes_of(view.id, field.name)
        about = self._notebook.notes_of(view.id)
        found = sorted((*at_field, *about), key=lambda note: note.done)
        gone = self._removed
        back: tuple[PanelEntry, ...] = ()
        if gone is not None and gone.measure == view.id and gone.field in (None, field.name):
            action = PanelAction(NoteAct.BRING_BACK, BRING_BACK)
            back = (PanelEntry(NOTE_DELETED, gone.text, key=gone.key, actions=(action,)),)
        return (*back, *(_entry(note) for note in found))


def _entry(note: Note) -> PanelEntry:
    head = note_head(note, "" if note.field else WHOLE_MEASURE)
    return PanelEntry(
        head,
        note.text,
        key=note.key,
        quiet=note.done,
        actions=(
            PanelAction(NoteAct.TOGGLE, MARK_OPEN if note.done else MARK_DONE),
            PanelAction(NoteAct.EDIT, EDIT_NOTE),
            PanelAction(NoteAct.DELETE, DELETE_NOTE),
        ),
    )
