"""The flows of publishing and of cleaning up the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.clock import local_now
from klimaeditor.errors import KlimaError
from klimaeditor.settings import load_machine_defaults
from ui import mending
from ui.publishing import texts
from ui.safety.background import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from klimaeditor.checks.findings import Finding
    from klimaeditor.publish.package import Plan
    from klimaeditor.publish.settings import PublicationSettings
    from ui.ask import Ask
    from ui.publishing.items import Item
    from ui.session import Session
    from ui.workspace import Workspace


class Publication:
    """Publishes the open dataset; what is published is what is saved."""

    def __init__(
        self, session: Session, workspace: Workspace, ask: Ask, show: Callable[[], None]
    ) -> None:
        """*show* brings the workspace into sight."""
        self._session, self._workspace, self._ask = session, workspace, ask
        self._show = show
        self._folder: Path | None = None

    def publish(self) -> None:
        """Ask where to, show the gate, save, and write the package."""
        if self._session.document is None:
            return
        target = self._ask.folder(texts.FOLDER, self._folder)
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
            self._show()
            self._workspace.go_to(answer.measure, answer.field, answer.place)

    def plan_again(self, plan: Plan) -> Plan:
        """Return the plan anew, after something was mended or set."""
        return self._plan(plan.target) or plan

    def fix(self, finding: Finding) -> None:
        """Mend one finding, as a step of the history."""
        mending.fix(self._workspace, finding)

    def fix_all(self) -> None:
        """Mend everything that needs no decision, as one step."""
        mending.fix_automatic(self._workspace)

    def items(self, plan: Plan) -> tuple[Item, ...]:
        """Return what stands against a plan."""
        from ui.publishing.items import items_of  # noqa: PLC0415 - loads when it is needed

        document = self._session.document
        return () if document is None else items_of(document, plan.gate)

    def settings(self) -> PublicationSettings | None:
        """Return the settings; None where they cannot be read, which has been said."""
        from klimaeditor.publish import machine, settings  # noqa: PLC0415 - loads when it is needed

        try:
            return machine.load(settings.default_path(), load_machine_defaults())
        except KlimaError as error:
            self._ask.error(str(error))
            return None

    def locked_settings(self) -> frozenset[str]:
        """Return the names of the settings that the administrator has locked (DEL-04)."""
        from klimaeditor.publish import machine  # noqa: PLC0415 - as above

        return machine.locked(load_machine_defaults())

    def keep(self, changed: PublicationSettings) -> None:
        """Remember the settings."""
        from klimaeditor.publish import settings  # noqa: PLC0415 - as above

        try:
            settings.save(changed, settings.default_path())
        except OSError as error:
            self._ask.error(texts.SETTINGS_TITLE, str(error))

    def _plan(self, target: Path) -> Plan | None:
        from klimaeditor.publish.package import Content, plan  # noqa: PLC0415 - as above

        document, chosen = self._session.document, self.settings()
        if document is None or chosen is None:
            return None
        content = Content(document.dataset, document.sources, document.findings.all())
        now = local_now()
        try:
            return run(lambda: plan(content, target, chosen, now), texts.JUDGING)
        except KlimaError as error:
            self._ask.error(str(error))
            return None

    def _write(self, plan: Plan, *, confirmed: bool) -> None:
        from klimaeditor.publish import retired  # noqa: PLC0415 - as above

        document = self._session.document
        if document is None:
            return
        if not document.is_saved:
            if not self._session.save():
                return
            plan = self.plan_again(plan)  # saving may have merged what others wrote
        try:
            files = run(lambda: plan.write(confirmed=confirmed), texts.WRITING)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        self._folder = plan.target
        if document.location is not None:
            retired.note(document.location, plan.register)
        self._session.said.emit(texts.done(len(files), plan.target.name))

    # --- cleaning up ---------------------------------------------------------------------------

    def clean(self) -> None:
        """Format the four files canonically, after showing what that means (OPN-01, OPN-02)."""
        from klimaeditor.publish.clean import clean_files, plan_cleaning  # noqa: PLC0415 - as above

        document = self._session.document
        if document is None or document.location is None:
            return
        folder, sources = document.location, dict(document.sources)
        try:
            found = [c for c in run(lambda: plan_cleaning(sources), texts.CLEANING) if c.needed]
            if not found:
                self._ask.info(texts.CLEAN_ALREADY)
                return
            lines = [texts.clean_line(c.file, c.changed_lines) for c in found]
            if not self._ask.confirm_clean(lines):
                return
            if not document.is_saved and not self._session.save():
                return
            sources = dict(document.sources)
            remark = document.back_up(folder)
            fresh = run(lambda: clean_files(folder, sources, document.backup_root), texts.CLEANING)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        document.adopt(fresh)
        if self._session.keeper is not None:
            self._session.keeper.settle()
        self._session.said.emit(texts.cleaned(len(found)))
        if remark:
            self._ask.info(remark)
