"""A part of the menu Datei: publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor import publish
from klimaeditor.clock import local_now, local_today
from klimaeditor.files import retired
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes.notebook import EMPTY
from klimaeditor.notes.releasing import Releases
from ui import publishing
from ui.bridge import Connections
from ui.commands.group_fixes import repair_group
from ui.commands.groups import CommandGroup, Parts, command, show_measures
from ui.dialogs.choices import FolderQuestion, Messages
from ui.session.background import run
from ui.settings import DefaultFolder
from ui.shell.actions import Menu

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from klimaeditor.checks.groups import GroupFix
    from klimaeditor.model.catalogue import City
    from klimaeditor.model.findings import Finding
    from klimaeditor.publish.gate import InternalState
    from klimaeditor.publish.package import PackagePlan, WrittenPackage
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.publishing.publish_page import PublishPage
    from ui.shell.pages import PageStack


# --- words ---------------------------------------------------------------------------------------

FOLDER: Final = "Ordner des Pakets wählen: neu oder leer"
SETTINGS_NOT_KEPT: Final = "Die Angaben zur Veröffentlichung ließen sich nicht merken."
JUDGING: Final = "Der Datensatz wird geprüft …"
WRITING: Final = "Das Paket wird geschrieben und geprüft …"
_PUBLISH_PAGE: Final = "publish"


def done(files: int, folder: str) -> str:
    """Return the success."""
    what = counted(files, "Datei", "Dateien")
    return (
        f"Paket erstellt: {what} in {quoted(folder)}. Geben Sie den Ordner an die "
        "Website-Betreuung."
    )


class PublicationQuestions(Messages, FolderQuestion, Protocol):
    """What publishing asks."""

    def confirm_fixes(self, messages: Sequence[str]) -> bool:
        """Ask whether these findings may be fixed in one go."""

    def publication(
        self, settings: PublicationSettings, city: City, locked: frozenset[str]
    ) -> PublicationSettings | None:
        """Ask what every package says about itself; None where cancelled."""


class PublishCommands(CommandGroup[PublicationQuestions]):
    """Publishes the open dataset; what is published is what is saved."""

    menu = Menu.FILE
    _page: PublishPage | None = None

    def __init__(self, parts: Parts, ask: PublicationQuestions) -> None:
        super().__init__(parts, ask)
        self._window.pages.add_late(_PUBLISH_PAGE, self._make_page)
        self._heard = Connections()
        self._releases: Releases | None = None
        self._session.opened.connect(lambda _: self._listen())
        self._session.closed.connect(self._listen)

    @command(_PUBLISH_PAGE, "Veröffen&tlichen…", "Ctrl+Shift+P", icon="globe", checked=False)
    def publish(self) -> None:
        """Show the page, or go back from it."""
        self._window.pages.toggle(_PUBLISH_PAGE)

    @command("publication_setup", "Veröffentlichun&g einrichten…")
    def set_up(self) -> None:
        """Ask for what every package and the record of a portal say about themselves."""
        city = self._document.dataset.site.city
        try:
            before = self.settings()
        except KlimaError as error:
            self._ask.error(str(error))
            return
        chosen = self._ask.publication(before, city, self.locked_settings())
        if chosen is not None and chosen != before:
            self._keep(chosen)
            self.renew_settings()

    def _make_page(self, parent: PageStack) -> PublishPage:
        self._page = publishing.publish_page.PublishPage(self, parent)
        return self._page

    def renew_settings(self) -> None:
        """Show what the settings dialog has changed, where the page shows it."""
        if self._page is not None:
            self._page.renew_settings()

    # --- what the page has done ----------------------------------------------------------------

    def settings(self) -> PublicationSettings:
        """Return the settings; raises KlimaError where they cannot be read."""
        return publish.publisher.load_for_machine(
            publish.publisher.default_path(),
            load_machine_defaults(),
            self._document.dataset.site.city,
        )

    def locked_settings(self) -> frozenset[str]:
        """Return the names of the settings that the administrator has locked (DEL-04)."""
        return publish.publisher.locked(load_machine_defaults())

    def choose_folder(self, start: Path | None) -> Path | None:
        """Ask for the folder of the package."""
        return self._ask.folder(FOLDER, start or self._settings.folder(DefaultFolder.PACKAGES))

    def fresh_folder(self, inside: Path) -> Path:
        """Return a new folder for a package in one that holds something else."""
        return publish.folder.fresh_folder(inside, local_today())

    def last_folder(self) -> Path | None:
        """Return the folder of the last package made of this dataset."""
        location = self._document.location
        return None if location is None else self._settings.package_folder(location)

    def plan(self, target: Path, settings: PublicationSettings) -> PackagePlan:
        """Judge the document for publication in *target*."""
        document = self._document
        day = publish.datadate.the_day(local_now())
        content = publish.package.PackageContent(
            document.dataset, document.sources, document.findings.all(), self.internal()
        )
        return run(lambda: publish.package.plan(content, target, settings, day), JUDGING)

    def write(self, plan: PackagePlan) -> WrittenPackage | None:
        """Save, keep the settings and write the package; None where saving was called off."""
        document = self._document
        if not document.is_saved:
            if not self._session.save():
                return None
            plan = self.plan(plan.target, plan.settings)  # saving may have merged others' work
        self._keep(plan.settings)
        written = run(lambda: plan.write(confirmed=True), WRITING)
        if document.location is not None:
            retired.note(document.location, plan.register)
            self._settings.remember_package(document.location, plan.target)
        self._session.status_message.emit(done(len(written.sizes), plan.target.name))
        return written

    def repair(self, fix: GroupFix) -> int:
        """Repair the findings of a group together."""
        return repair_group(self._workspace, fix, self._ask)

    def show_field(self, finding: Finding) -> None:
        """Put the keyboard into the field of a finding; Esc and the command lead back."""
        show_measures(self._parts)
        self._workspace.go_to(finding.measure, finding.field, finding.place)

    def leave(self) -> None:
        """Go back to where the page was opened."""
        self._window.pages.go_back()

    def internal(self) -> InternalState:
        """Return what the notebook says: accepted findings and releases."""
        notes, document = self._session.notes, self._document
        notebook = EMPTY if notes is None else notes.notebook
        if self._releases is None or self._releases.dataset is not document.dataset:
            self._releases = Releases(document.dataset, notebook)
        self._releases.notebook = notebook  # what was read of the measures is kept
        unread = notes is not None and notes.place is None and document.location is not None
        return publish.gate.InternalState(
            document.findings.accepted(),
            self._releases,
            notes.refusal if notes is not None and unread else "",
        )

    def show_unreleased(self, measures: Sequence[int]) -> None:
        """Show the measures that are not released in the list."""
        show_measures(self._parts)
        self._workspace.list.show_only(publishing.internal_notes.PICKED, measures)

    def _listen(self) -> None:
        notes = self._session.notes
        self._heard.renew(*([(notes.changed, self._renew_internal)] if notes is not None else []))

    def _renew_internal(self) -> None:
        if self._page is not None:
            self._page.renew_internal()

    def _keep(self, changed: PublicationSettings) -> None:
        try:
            publish.publisher.save(changed, publish.publisher.default_path())
        except OSError as error:
            self._ask.error(SETTINGS_NOT_KEPT, str(error))
