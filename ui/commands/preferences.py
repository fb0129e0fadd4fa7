"""The command Einstellungen: every setting in one dialog, each kept in the place it always had."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Signal

from klimaeditor import publish, reports
from klimaeditor.files import backups
from klimaeditor.files.file_words import os_reason
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes import editlog, notebook_file
from klimaeditor.notes.notebook import (
    NotebookRules,
    authors,
    with_rules,
    without_person,
)
from klimaeditor.policies import Default
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import ErrorMessage
from ui.dialogs.settings_dialog import NO_DAYS, SettingsOffer, SettingsValues
from ui.session.background import run
from ui.settings import DefaultFolder
from ui.shell.actions import Menu, Needs
from ui.widgets.pickers import LOCKED_HERE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klimaeditor.machine import MachineDefaults
    from klimaeditor.model.catalogue import City
    from klimaeditor.notes.notebook import Notebook
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.settings import Settings


# --- words ---------------------------------------------------------------------------------------

NOT_KEPT: Final = "Nicht alle Einstellungen ließen sich merken."
KEPT: Final = "Einstellungen übernommen"
LOG_READ: Final = "Das Änderungsprotokoll wird gelesen …"
_MOST_DIGITS: Final = 5


class SettingsQuestions(ErrorMessage, Protocol):
    """What the settings ask."""

    def settings(self, offer: SettingsOffer) -> SettingsValues | None:
        """Show the settings; None where cancelled."""

    def forget_person(self, name: str, notes: int) -> bool:
        """Ask whether the notes of a person shall be deleted."""


class SettingsCommands(CommandGroup[SettingsQuestions]):
    """Shows and keeps the settings.

    *looks_changed* tells that zoom or colours are others now, *publication_changed* that publisher
    or licence are.
    """

    menu = Menu.FILE
    looks_changed = Signal()
    publication_changed = Signal()

    @command(
        "settings",
        "Einste&llungen…",
        "Ctrl+,",
        needs=Needs.NOTHING,
        group=True,
    )
    def show_settings(self) -> None:
        """Ask for all settings, and keep what was changed."""
        machine, city = load_machine_defaults(), self._session.site.city
        try:
            published, unreadable = _published(machine, city), ""
        except KlimaError as error:
            published, unreadable = publish.publisher.settings_for(city), str(error)
        locked = dict.fromkeys(publish.publisher.locked(machine), LOCKED_HERE)
        if machine.is_locked(Default.DEPARTMENT):
            locked["contact"] = LOCKED_HERE
        if machine.is_locked(Default.TEMPLATE):
            locked["template"] = LOCKED_HERE
        if machine.is_locked(Default.NOTES):
            locked["notes"] = LOCKED_HERE
        if unreadable:
            locked |= dict.fromkeys(("provider", "licence"), unreadable)
        notebook = self._notebook
        before = _with_notes(_values(self._settings, machine, published), machine, notebook)
        offer = SettingsOffer(
            before,
            {key: licence.title for key, licence in publish.publisher.LICENCES.items()},
            locked,
            str(machine.dataset or ""),
            None if notebook is None else self._named(notebook),
            lambda values: _faults(before, values, locked, city),
        )
        chosen = self._ask.settings(offer)
        if chosen is not None:
            self._keep(before, chosen, published, readable=not unreadable)

    def _keep(
        self,
        before: SettingsValues,
        chosen: SettingsValues,
        published: PublicationSettings,
        *,
        readable: bool,
    ) -> None:
        """Keep what is another now, each where it is kept."""
        settings = self._settings
        if chosen.contact != before.contact:
            settings.set_contact(chosen.contact)
        if chosen.template != before.template:
            settings.set_template(chosen.template)
        for of in DefaultFolder:
            settings.set_folder(of, _path(getattr(chosen, of.value)))
        settings.set_opens_last(opens=chosen.opens_last)
        self._keep_rules(before, chosen)
        try:
            self._keep_notes_in(before.notes, chosen.notes)
            self._keep_backups(before.backups, chosen.backups)
            changed = replace(published, provider=chosen.provider, licence=chosen.licence)
            if readable and changed != published:
                publish.publisher.save(changed, publish.publisher.default_path())
                self.publication_changed.emit()
        except OSError as error:
            self._ask.error(NOT_KEPT, os_reason(error))
        else:
            self._session.status_message.emit(KEPT)
        if chosen.zoom != before.zoom:
            settings.set_zoom(chosen.zoom)
        if chosen.scheme != before.scheme:
            settings.set_scheme(chosen.scheme)
        if (chosen.zoom, chosen.scheme) != (before.zoom, before.scheme):
            self.looks_changed.emit()

    @property
    def _notebook(self) -> Notebook | None:
        """The notebook of the open dataset; None where nothing can be noted."""
        notes = self._session.notes
        return None if notes is None or notes.refusal else notes.notebook

    def _named(self, notebook: Notebook) -> tuple[str, ...]:
        """Return who is named in the notebook, or in the log of changes beside it."""
        notes = self._session.notes
        found = set(authors(notebook))
        if notes is not None and notes.place is not None and notes.logs:
            path = editlog.log_path(notes.place)
            found |= {own.author for own in run(lambda: editlog.read(path), LOG_READ).changes}
        return tuple(sorted(found - {""}, key=str.casefold))

    def _keep_rules(self, before: SettingsValues, chosen: SettingsValues) -> None:
        """Let other rules hold for the notes of the open dataset, and forget a person."""
        notes = self._session.notes
        if notes is None or self._notebook is None:
            return
        names, days = chosen.author_names, int(chosen.retention or 0)
        logged = int(chosen.log_days or 0)
        held = (before.author_names, before.retention, before.log_days)
        if held != (chosen.author_names, chosen.retention, chosen.log_days):
            notes.change(
                lambda known: with_rules(
                    known, replace(known.rules, names=names, retention=days, log_days=logged)
                )
            )
            notes.renew_log()
        gone = chosen.forget_person
        if gone:
            count = sum(note.author == gone for note in notes.notebook.notes.values())
            if self._ask.forget_person(gone, count):
                notes.change(lambda known: without_person(known, gone))
                notes.renew_log(gone)

    def _keep_notes_in(self, before: str, chosen: str) -> None:
        """Keep notebooks in another folder from now on; raises OSError."""
        if chosen != before:
            notebook_file.choose_folder(_path(chosen))
            if self._session.notes is not None:
                self._session.notes.move()

    def _keep_backups(self, before: str, chosen: str) -> None:
        """Keep backups in another folder from now on; raises OSError."""
        if chosen != before:
            backups.choose_root(_path(chosen))
            self._session.keep_backups_in(backups.default_root())


def _published(machine: MachineDefaults, city: City) -> PublicationSettings:
    return publish.publisher.load_for_machine(publish.publisher.default_path(), machine, city)


def _values(
    settings: Settings, machine: MachineDefaults, published: PublicationSettings
) -> SettingsValues:
    """Return what holds now."""
    chosen = backups.chosen_root()
    folders = {of: str(settings.folder(of) or "") for of in DefaultFolder}
    return SettingsValues(
        contact=machine.value(Default.DEPARTMENT, settings.contact()),
        provider=published.provider,
        licence=published.licence,
        backups=str(chosen.parent) if chosen else "",
        template=machine.value(Default.TEMPLATE, settings.template()),
        zoom=settings.zoom(),
        scheme=settings.scheme(),
        opens_last=settings.opens_last(),
        datasets=folders[DefaultFolder.DATASETS],
        packages=folders[DefaultFolder.PACKAGES],
        requests=folders[DefaultFolder.REQUESTS],
    )


def _with_notes(
    values: SettingsValues, machine: MachineDefaults, notebook: Notebook | None
) -> SettingsValues:
    """Return the values with what holds for notes."""
    chosen = notebook_file.chosen_folder()
    folder = machine.value(Default.NOTES, None if chosen is None else str(chosen))
    rules = NotebookRules() if notebook is None else notebook.rules
    return replace(
        values,
        notes=folder,
        author_names=rules.names,
        retention=str(rules.retention or ""),
        log_days=str(rules.log_days or ""),
    )


def _faults(
    before: SettingsValues, values: SettingsValues, locked: Mapping[str, str], city: City
) -> dict[str, str]:
    """Return a sentence for each value that cannot be taken; what stays as it was always can."""
    found = {}
    if not values.provider and "provider" not in locked:
        found["provider"] = publish.publisher.no_provider(city.body)
    for of in DefaultFolder:
        folder = _path(getattr(values, of.value))
        if folder is not None and not folder.is_absolute():
            found[of.value] = backups.NOT_WHOLE
    for name, days in (("retention", values.retention), ("log_days", values.log_days)):
        if days and not (days.isascii() and days.isdecimal() and len(days) <= _MOST_DIGITS):
            found[name] = NO_DAYS
    template = _path(values.template)
    if template is not None and values.template != before.template:
        try:
            reports.wordfile.read_template(template)
        except KlimaError as error:
            found["template"] = str(error)
    for name in ("backups", "notes"):
        place = _path(getattr(values, name))
        if place is not None and getattr(values, name) != getattr(before, name):
            found[name] = backups.refusal(place)
    return {name: reason for name, reason in found.items() if reason}


def _path(text: str) -> Path | None:
    return Path(text) if text else None
