"""Notes in the menu Maßnahme: written at a field, listed for a measure, shown where they belong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol, cast

from klimaeditor import exchange
from klimaeditor.clock import local_now
from klimaeditor.model.core_words import counted, shortened
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes.notebook import EMPTY, named, with_budget_key, with_entries
from klimaeditor.notes.productgroups import NO_FILE, noted_key, read_product_groups
from ui.bridge import Connections
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.note_dialogs import (
    NOTE_DELETED,
    WHOLE_MEASURE,
    NoteAct,
    NoteDraft,
    NoteRow,
    note_head,
)
from ui.dialogs.product_group import GroupOffer
from ui.session.background import run
from ui.shell.actions import Menu, Needs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.exchange.proposals import Returned
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.records import MeasureView
    from klimaeditor.notes.notebook import Note, Notebook
    from ui.overview.overview_page import OverviewPage
    from ui.session.notekeeping import OpenNotebook


# --- words ---------------------------------------------------------------------------------------

NOTED: Final = "Notiz gespeichert."
BROUGHT_BACK: Final = "Notiz wiederhergestellt."
CAN_BE_BROUGHT_BACK: Final = f"{NOTE_DELETED}. Rechts unten lässt sie sich wiederherstellen."
NO_ID: Final = "Diese Maßnahme hat keine Kennung. Ohne sie lässt sich nichts zu ihr notieren."


_OVERVIEW: Final = "overview"


GROUPS_READ: Final = "Die Produktgruppen werden gelesen …"


def group_noted(group: str) -> str:
    """Return that a product group is noted, or none any more."""
    return f"Produktgruppe notiert: {shortened(group)}" if group else "Produktgruppe entfernt"


def remarks_noted(count: int) -> str:
    """Return that remarks of departments are notes now."""
    what = counted(count, "Bemerkung aus Rückläufen ist", "Bemerkungen aus Rückläufen sind")
    return f"{what} jetzt als Notiz bei der Maßnahme zu finden."


class NoteQuestions(Protocol):
    """What is asked about notes. Cancelling changes nothing."""

    def info(self, sentence: str, details: str = "") -> None:
        """Say something that needs to be noticed."""

    def product_group(self, offer: GroupOffer) -> str | None:
        """Ask for a product group, "" for none; None where cancelled."""

    def write_note(self, draft: NoteDraft) -> NoteDraft | None:
        """Ask for the text of a note; None where cancelled."""

    def measure_notes(
        self,
        title: str,
        rows: Callable[[], Sequence[NoteRow]],
        act: Callable[[str, NoteAct], None],
        write: Callable[[], None],
    ) -> str:
        """Show the notes of a measure; return the field to go to, "" for none."""


class NoteCommands(CommandGroup[NoteQuestions]):
    """Writes what is noted, and shows it in panel, head and list."""

    menu = Menu.MEASURE

    def __init__(self, parts: Parts, ask: NoteQuestions) -> None:
        super().__init__(parts, ask)
        self._heard = Connections()
        self._removed: Note | None = None
        side = self._workspace.side
        side.note_wanted.connect(self.write)
        side.action_wanted.connect(lambda key, name: self._act(key, NoteAct(name)))
        self._workspace.form.header.notes_requested.connect(self.show_all)
        self._workspace.measure_changed.connect(lambda _: self._show_count())
        self._session.opened.connect(lambda _: self._listen())
        self._session.closed.connect(self._listen)
        self._window.pages.changed.connect(lambda _: self._show_overview())

    @command(
        "note", "Notiz &schreiben…", "Ctrl+M", icon="square-pen", needs=Needs.MEASURE, group=True
    )
    def write(self) -> None:
        """Ask for a note about the field with the keyboard, or about the measure, and keep it."""
        view = self._view()
        if view is not None:
            self._write(view, self._field())

    @command("notes", "Not&izen der Maßnahme…", "Ctrl+Shift+M", needs=Needs.MEASURE)
    def show_all(self) -> None:
        """Show all notes of the measure; from there one goes to a field."""
        view = self._view()
        if view is None:
            return
        field = self._ask.measure_notes(
            view.title, lambda: self._rows(view), self._act, lambda: self._write(view, "")
        )
        if field:
            self._workspace.enter(cast("FieldName", field))

    @command("product_group", "&Produktgruppe…", needs=Needs.MEASURE)
    def choose_group(self) -> None:
        """Ask which product group of the city's budget the measure belongs to, and note it."""
        view, folder, notes = self._view(), self._document.location, self._session.notes
        if view is None or folder is None or notes is None:
            return
        try:
            groups = run(lambda: read_product_groups(folder), GROUPS_READ)
        except KlimaError as error:
            self._ask.info(str(error))
            return
        if not groups:
            self._ask.info(NO_FILE)
            return
        noted = self._notebook.budget_keys.get(view.id, "")
        chosen = self._ask.product_group(GroupOffer(view.title, groups, noted_key(noted, groups)))
        if chosen is not None and chosen != noted:
            notes.change(lambda known: with_budget_key(known, view.id, chosen))
            self._window.status.say(group_noted(chosen))

    # --- what is noted -----------------------------------------------------------------------

    def _view(self) -> MeasureView | None:
        """Return the measure in the form; None, and said why, where nothing can be noted."""
        notes, measure = self._session.notes, self._workspace.measure
        if notes is None or measure is None:
            return None
        view = self._document.view(measure)
        refusal = notes.refusal or ("" if view.id else NO_ID)
        if refusal:
            self._ask.info(refusal)
            return None
        return view

    def _field(self) -> str:
        """Return the field that the panel speaks of, "" where it speaks of none."""
        return str(self._workspace.form.field or "")

    def _label(self, name: str | None) -> str:
        field = self._bridge.catalogue.known_field(name) if name else None
        return field.label if field is not None else ""

    def _write(self, view: MeasureView, field: str) -> None:
        draft = NoteDraft(view.title, self._label(field), about_field=bool(field))
        said = self._ask.write_note(draft)
        if said is not None and said.text and self._session.notes is not None:
            self._session.notes.add(view.id, field if said.about_field else None, said.text)
            self._window.status.say(NOTED)

    def _act(self, key: str, act: NoteAct) -> None:
        notes = self._session.notes
        if notes is None:
            return
        if notes.refusal:
            self._ask.info(notes.refusal)
            return
        if act is NoteAct.BRING_BACK:
            self._bring_back(notes)
            return
        note = notes.notebook.notes.get(key)
        if note is None:
            return
        if act is NoteAct.TOGGLE:
            notes.mark_done(note, done=not note.done)
        elif act is NoteAct.DELETE:
            self._removed = note
            notes.remove(note)
            self._window.status.say(CAN_BE_BROUGHT_BACK)
        else:
            self._change(notes, note)

    def _bring_back(self, notes: OpenNotebook) -> None:
        gone, self._removed = self._removed, None
        if gone is not None:
            notes.put(gone)
            self._window.status.say(BROUGHT_BACK)

    def _change(self, notes: OpenNotebook, note: Note) -> None:
        key = self._document.dataset.find(note.measure)
        title = note.measure if key is None else self._document.view(key).title
        draft = NoteDraft(
            title, self._label(note.field), note.text, about_field=bool(note.field), is_new=False
        )
        said = self._ask.write_note(draft)
        if said is not None and said.text:
            field = note.field if said.about_field else None
            notes.put(replace(note, text=said.text, field=field))

    def _rows(self, view: MeasureView) -> list[NoteRow]:
        """Return the notes of a measure: open ones first, the latest first."""
        found = [n for n in self._notebook.notes.values() if n.measure == view.id]
        found.sort(key=lambda note: (note.at, note.key), reverse=True)
        found.sort(key=lambda note: note.done)
        return [
            NoteRow(
                note.key,
                note_head(note, self._label(note.field) or WHOLE_MEASURE),
                note.text,
                note.done,
                note.field if self._label(note.field) and note.field else "",
            )
            for note in found
        ]

    def take_remarks(self, files: Sequence[Returned]) -> None:
        """Note what was remarked in returned files, with its source; known ones are not doubled."""
        notes = self._session.notes
        if notes is None:
            return
        catalogue, now = self._bridge.catalogue, local_now()
        found = [
            note
            for returned in files
            for note in exchange.keptreviews.notes_of(catalogue, returned, now)
        ]
        names = notes.notebook.rules.names
        fresh = [
            replace(note, author=named(note.author, names))
            for note in found
            if note.key not in notes.notebook.notes
        ]
        if fresh and notes.refusal:
            self._session.tell(notes.refusal)
        elif fresh:
            notes.change(lambda known: with_entries(known, fresh))
            self._session.tell(remarks_noted(len(fresh)))

    # --- what is shown -----------------------------------------------------------------------

    @property
    def _notebook(self) -> Notebook:
        notes = self._session.notes
        return EMPTY if notes is None else notes.notebook

    def _listen(self) -> None:
        """Show the notes of another document, or none."""
        notes, self._removed = self._session.notes, None
        self._heard.renew(*([(notes.changed, self._show)] if notes is not None else []))
        self._show()

    def _show(self) -> None:
        """Show what is noted now, wherever it is seen."""
        side = self._workspace.side
        side.notes.set_notebook(self._notebook, self._removed)
        side.budget.set_groups(self._notebook.budget_keys)
        side.refresh_panel()
        self._workspace.list.set_notebook(self._notebook)
        self._show_overview()
        self._show_count()

    def _show_overview(self) -> None:
        """Count open notes on the overview while it is seen."""
        if self._window.pages.current != _OVERVIEW or self._session.bridge is None:
            return
        find, counts = self._document.dataset.find, self._notebook.open_counts()
        found = {key: n for own, n in counts.items() if (key := find(own)) is not None}
        page = cast("OverviewPage", self._window.pages.page(_OVERVIEW))
        page.show_open_notes(sum(found.values()), tuple(found))

    def _show_count(self) -> None:
        measure, count = self._workspace.measure, 0
        if self._session.bridge is not None and measure in self._document.dataset.measures:
            counts = self._notebook.open_counts()
            count = counts.get(self._document.view(measure).id, 0)
        self._workspace.form.header.show_open_notes(count)
