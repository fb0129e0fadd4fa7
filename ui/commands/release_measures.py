"""Releases in the menu Maßnahme: given, ended, and how they are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor.clock import local_now
from klimaeditor.model.core_words import inflected, quoted, shortened
from klimaeditor.model.records import Dataset
from klimaeditor.notes.notebook import EMPTY, with_rules
from klimaeditor.notes.releasing import (
    Releases,
    ReleaseStanding,
    ReleaseState,
    not_released,
    released,
    with_last_edits,
)
from ui.bridge import Connections
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import InfoMessage
from ui.shell.actions import Menu, Needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from klimaeditor.notes.notebook import Notebook, NotebookRules
    from ui.session.notekeeping import OpenNotebook


# --- words ---------------------------------------------------------------------------------------

STATES: Final = {
    ReleaseState.RELEASED: "Freigegeben",
    ReleaseState.CHANGED: "Freigabe überholt",
    ReleaseState.NOT_RELEASED: "Nicht freigegeben",
    ReleaseState.SAME_PERSON: "Freigabe zählt nicht",
}
SAME_PERSON: Final = "Freigegeben hat, wer die Maßnahme zuletzt bearbeitet hat."
CHANGED: Final = "Seitdem hat sich die Maßnahme geändert."
NOTHING_TO_RELEASE: Final = "Das ist schon freigegeben."
NOTHING_TO_END: Final = "Hier gibt es keine Freigabe."
NO_ID: Final = "Maßnahmen ohne eigene Kennung lassen sich nicht freigeben."


def given(titles: Sequence[str]) -> str:
    """Return that measures are released."""
    if len(titles) == 1:
        return f"{quoted(titles[0])} freigegeben"
    return f"{len(titles)} Maßnahmen freigegeben"


def ended(count: int) -> str:
    """Return that releases have been ended."""
    return f"{inflected(count, 'Eine Freigabe', f'{count} Freigaben')} aufgehoben"


def by_whom(author: str, day: str) -> str:
    """Return who released a measure and when."""
    return f"Freigegeben von {shortened(author)} am {day}." if author else f"Freigegeben am {day}."


def rules_stored(*, on: bool) -> str:
    """Return that the rules hold from now on."""
    return "Freigaben werden verwendet" if on else "Freigaben werden nicht mehr verwendet"


# --- The commands --------------------------------------------------------------------------------


class ReleaseQuestions(InfoMessage, Protocol):
    """What is asked about releases."""

    def release_rules(self, rules: NotebookRules) -> NotebookRules | None:
        """Ask how releases are used; None where cancelled."""


class ReleaseCommands(CommandGroup[ReleaseQuestions]):
    """Writes releases into the notebook, and shows whether the measure in the form is released."""

    menu = Menu.MEASURE

    def __init__(self, parts: Parts, ask: ReleaseQuestions) -> None:
        super().__init__(parts, ask)
        self._heard = Connections()
        self._heard_document = Connections()
        self._releases = Releases(Dataset({}, self._session.site), EMPTY)
        self._on_disk: dict[str, str] = {}
        self._session.opened.connect(lambda _: self._listen())
        self._session.closed.connect(self._listen)
        self._session.saved.connect(self._note_edits)
        self._workspace.measure_changed.connect(lambda _: self._show_measure())

    @command("release", "F&reigeben", "Ctrl+R", icon="check-check", needs=Needs.MEASURE, group=True)
    def release(self) -> None:
        """Release the measures selected in the list, else the one in the form."""
        notes = self._notes()
        if notes is None:
            return
        if not notes.notebook.rules.releases:
            self.set_up()
        if not notes.notebook.rules.releases:
            return
        releases, author = self._releases, notes.author()
        chosen = [key for key in self._chosen() if not releases.of(key).state.counts]
        wanted = [key for key in chosen if releases.may_release(key, author)]
        refused = list(releases.refusals(chosen, author))
        if not wanted:
            nothing = NO_ID if chosen else NOTHING_TO_RELEASE
            self._ask.info(refused[0] if refused else nothing)
            return
        dataset, now = self._document.dataset, local_now()
        titles = [self._document.view(key).title for key in wanted]
        notes.change(lambda known: released(Releases(dataset, known), dataset, wanted, author, now))
        self._session.status_message.emit(given(titles))
        if refused:
            self._ask.info("\n".join(refused[:_MOST_SAID]))

    @command("end_release", "Freigabe auf&heben", "Ctrl+Shift+R", needs=Needs.MEASURE)
    def end(self) -> None:
        """End the releases of the measures selected in the list, else of the one in the form."""
        notes = self._notes()
        if notes is None:
            return
        dataset, chosen = self._document.dataset, self._chosen()
        count = sum(self._releases.of(key).release is not None for key in chosen)
        if not count:
            self._ask.info(NOTHING_TO_END)
            return
        notes.change(lambda known: not_released(known, dataset, chosen))
        self._session.status_message.emit(ended(count))

    @command("release_rules", "Freigabe &einrichten…")
    def set_up(self) -> None:
        """Ask how releases are used with this dataset."""
        notes = self._notes()
        rules = None if notes is None else self._ask.release_rules(notes.notebook.rules)
        if notes is not None and rules is not None and rules != notes.notebook.rules:
            notes.change(lambda known: with_rules(known, rules))
            self._session.status_message.emit(rules_stored(on=rules.releases))

    @property
    def releases(self) -> Releases:
        """The releases of the open document."""
        return self._releases

    # --- inside --------------------------------------------------------------------------------

    def _chosen(self) -> list[int]:
        shown, selected = self._workspace.measure, self._workspace.list.selected_keys()
        return selected if shown in selected else [] if shown is None else [shown]

    def _notes(self) -> OpenNotebook | None:
        """Return the notebook; None, and said why, where nothing can be written into it."""
        notes = self._session.notes
        if notes is not None and notes.refusal:
            self._ask.info(notes.refusal)
            return None
        return notes

    @property
    def _notebook(self) -> Notebook:
        notes = self._session.notes
        return EMPTY if notes is None else notes.notebook

    def _listen(self) -> None:
        """Follow the notebook and the data of another document, or of none."""
        notes, bridge = self._session.notes, self._session.bridge
        self._heard.renew(*([(notes.changed, self._show)] if notes is not None else []))
        if bridge is None:
            self._heard_document.renew()
            self._releases = Releases(Dataset({}, self._session.site), EMPTY)
        else:
            self._heard_document.renew(
                (bridge.fields_changed, lambda _: self._show_measure()),
                (bridge.adopted, self._read_disk),
            )
            self._releases = Releases(bridge.document.dataset, self._notebook)
        self._read_disk()
        self._show()

    def _show(self) -> None:
        """Show how all measures stand now."""
        before = self._releases.notebook
        self._releases.notebook = self._notebook
        if before.rules != self._notebook.rules:
            self._read_disk()
        used = self._session.bridge is not None and self._notebook.rules.releases
        self._workspace.list.set_releases(self._releases if used else None)
        self._show_measure()

    def _show_measure(self) -> None:
        """Show in the head of the form whether its measure is released."""
        header, measure = self._workspace.form.header, self._workspace.measure
        known = self._session.bridge is not None and self._notebook.rules.releases
        if not known or measure is None or measure not in self._document.dataset.measures:
            header.show_release("", "", counts=False)
            return
        standing = self._releases.of(measure)
        header.show_release(STATES[standing.state], _tip(standing), counts=standing.state.counts)

    # --- who edited last -------------------------------------------------------------------------

    def _read_disk(self) -> None:
        """Take note of what is on the disk, to tell later what this person has changed."""
        self._on_disk = {}
        bridge = self._session.bridge
        if bridge is None or not self._notebook.rules.second_person:
            return
        sources = bridge.document.sources
        rows = {file: source.records.values() for file, source in sources.items()}
        self._on_disk = _digests(Dataset(rows, self._session.site))

    def _note_edits(self) -> None:
        """Note whom the rules ask about: who has saved which measures last."""
        notes, dataset = self._session.notes, self._document.dataset
        if notes is None or notes.refusal or not self._notebook.rules.second_person:
            return
        now = _digests(dataset)
        changed = [
            dataset.find(name) for name, own in now.items() if self._on_disk.get(name) != own
        ]
        self._on_disk = now
        keys = [key for key in changed if key is not None and not self._is_known(key)]
        if keys:
            author, at = notes.author(), local_now()
            notes.change(lambda known: with_last_edits(known, dataset, keys, author, at))

    def _is_known(self, measure: int) -> bool:
        """Whether it is noted already who made a measure what it is: others, whose work came in."""
        edit = self._notebook.edits.get(self._document.view(measure).id)
        return edit is not None and edit.digest == self._releases.digest(measure)


_MOST_SAID: Final = 3
_WHY: Final = {ReleaseState.SAME_PERSON: SAME_PERSON, ReleaseState.CHANGED: CHANGED}


def _digests(dataset: Dataset) -> dict[str, str]:
    """Return what tells the content of each measure with an id."""
    releases = Releases(dataset, EMPTY)
    views = {key: dataset.view(key) for key in dataset.measure_keys()}
    return {view.id: releases.digest(key) for key, view in views.items() if view.id}


def _tip(standing: ReleaseStanding) -> str:
    release = standing.release
    if release is None:
        return ""
    said = by_whom(release.author, f"{release.at.astimezone():%d.%m.%Y}")
    return " ".join(filter(None, (said, _WHY.get(standing.state, ""))))
