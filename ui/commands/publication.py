"""Parts of the menu Datei: publishing, and cleaning up the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor import publish
from klimaeditor.clock import local_now
from klimaeditor.files import retired
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import KlimaError
from ui import publishing
from ui.commands.groups import CommandGroup, Parts, command, show_measures
from ui.dialogs.choices import FolderQuestion, Messages
from ui.publishing import publishing_words
from ui.session.background import run
from ui.shell import workspace
from ui.shell.actions import Menu
from ui.widgets.common_words import thousands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from klimaeditor.model.findings import Finding
    from klimaeditor.publish.package import PackagePlan
    from klimaeditor.publish.publisher import PublicationSettings
    from ui.publishing.gate_conversation import PublishDesk
    from ui.publishing.gate_dialog import GateItem


# --- words ---------------------------------------------------------------------------------------

FOLDER: Final = "Ordner der Veröffentlichung wählen"
JUDGING: Final = "Der Datensatz wird geprüft …"
WRITING: Final = "Das Paket wird geschrieben …"

# --- cleaning up ---------------------------------------------------------------------------
CLEAN_ALREADY: Final = "Die vier Dateien sind schon in einheitlicher Form."
CLEANING: Final = "Die Dateien werden bereinigt …"


def done(files: int, folder: str) -> str:
    """Return the success."""
    return f"Veröffentlicht: {files} Dateien in {quoted(folder)}"


def clean_line(file: str, lines: int) -> str:
    """Return what cleaning changes in a file."""
    return f"{file}: {thousands(lines)} {'Zeile' if lines == 1 else 'Zeilen'} anders geschrieben"


def cleaned(count: int) -> str:
    """Return that files have been cleaned up."""
    return f"{'1 Datei' if count == 1 else f'{count} Dateien'} bereinigt"


class PublicationQuestions(Messages, FolderQuestion, Protocol):
    """What publishing and cleaning up ask."""

    def publish(
        self, plan: PackagePlan, desk: PublishDesk
    ) -> tuple[PackagePlan, bool] | Finding | None:
        """Show the gate; *desk* mends and plans again meanwhile.

        Returns the plan to write and whether all was confirmed, a finding to be led to, or None.
        """

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        """Ask whether the files may be formatted anew; *lines* say what that changes (OPN-02)."""


class PublishCommands(CommandGroup[PublicationQuestions]):
    """Publishes the open dataset; what is published is what is saved."""

    menu = Menu.FILE

    def __init__(self, parts: Parts, ask: PublicationQuestions) -> None:
        super().__init__(parts, ask)
        self._folder: Path | None = None

    @command("publish", "Veröffen&tlichen…", "Ctrl+Shift+P", icon="globe")
    def publish(self) -> None:
        """Ask where to, show the gate, save, and write the package."""
        target = self._ask.folder(FOLDER, self._folder)
        if target is None:
            return
        found = self._plan(target)
        if found is None:
            return
        answer = self._ask.publish(found, self)
        if isinstance(answer, tuple):
            plan, confirmed = answer
            self._write(plan, confirmed=confirmed)
        elif answer is not None:
            show_measures(self._parts)
            self._workspace.go_to(answer.measure, answer.field, answer.place)

    def plan_again(self, plan: PackagePlan) -> PackagePlan:
        """Return the plan anew, after something was mended or set."""
        return self._plan(plan.target) or plan

    def fix(self, finding: Finding) -> None:
        """Mend one finding, as a step of the history."""
        workspace.fix(self._workspace, finding)

    def fix_all(self) -> None:
        """Mend everything that needs no decision, as one step."""
        workspace.fix_automatic(self._workspace)

    def items(self, plan: PackagePlan) -> tuple[GateItem, ...]:
        """Return what stands against a plan."""
        return publishing.gate_dialog.items_of(self._document, plan.gate)

    def settings(self) -> PublicationSettings | None:
        """Return the settings; None where they cannot be read, which has been said."""
        try:
            return publish.publisher.load_for_machine(
                publish.publisher.default_path(), load_machine_defaults()
            )
        except KlimaError as error:
            self._ask.error(str(error))
            return None

    def locked_settings(self) -> frozenset[str]:
        """Return the names of the settings that the administrator has locked (DEL-04)."""
        return publish.publisher.locked(load_machine_defaults())

    def keep(self, changed: PublicationSettings) -> None:
        """Remember the settings."""
        try:
            publish.publisher.save(changed, publish.publisher.default_path())
        except OSError as error:
            self._ask.error(publishing_words.SETTINGS_TITLE, str(error))

    def _plan(self, target: Path) -> PackagePlan | None:
        document, chosen = self._document, self.settings()
        if chosen is None:
            return None
        content = publish.package.PackageContent(
            document.dataset, document.sources, document.findings.all()
        )
        now = local_now()
        try:
            return run(lambda: publish.package.plan(content, target, chosen, now), JUDGING)
        except KlimaError as error:
            self._ask.error(str(error))
            return None

    def _write(self, plan: PackagePlan, *, confirmed: bool) -> None:
        document = self._document
        if not document.is_saved:
            if not self._session.save():
                return
            plan = self.plan_again(plan)  # saving may have merged what others wrote
        try:
            files = run(lambda: plan.write(confirmed=confirmed), WRITING)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        self._folder = plan.target
        if document.location is not None:
            retired.note(document.location, plan.register)
        self._session.status_message.emit(done(len(files.sizes), plan.target.name))

    # --- cleaning up ---------------------------------------------------------------------------

    @command("clean", "Dateien be&reinigen…", icon="wrench", writes=True)
    def clean(self) -> None:
        """Format the four files canonically, after showing what that means (OPN-01, OPN-02)."""
        document = self._document
        if document.location is None:
            return
        folder, sources = document.location, dict(document.sources)
        try:
            found = [
                c for c in run(lambda: publish.clean.plan_cleaning(sources), CLEANING) if c.needed
            ]
            if not found:
                self._ask.info(CLEAN_ALREADY)
                return
            lines = [clean_line(c.file, c.changed_lines) for c in found]
            if not self._ask.confirm_clean(lines):
                return
            if not document.is_saved and not self._session.save():
                return
            sources = dict(document.sources)
            remark = document.back_up(folder)
            fresh = run(
                lambda: publish.clean.clean_files(folder, sources, document.backup_root), CLEANING
            )
        except KlimaError as error:
            self._ask.error(str(error))
            return
        document.adopt(fresh)
        if self._session.keeper is not None:
            self._session.keeper.settle()
        self._session.status_message.emit(cleaned(len(found)))
        if remark:
            self._ask.info(remark)
