"""The menu Prüfen: findings shown and fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from klimaeditor.notes.accepting import AcceptanceJudge, AcceptedFinding
from ui import findings
from ui.commands.group_fixes import repair_group
from ui.commands.groups import CommandGroup, Parts, command
from ui.shell.actions import Menu, Needs
from ui.shell.pages import MEASURES
from ui.shell.workspace import FixQuestions

if TYPE_CHECKING:
    from klimaeditor.checks.groups import GroupFix
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.findings import Severity
    from ui.findings.findings_page import FindingsPage
    from ui.shell.pages import PageStack


FINDINGS_PAGE: Final = "check"
"""The page, and the command that shows it."""


class CheckCommands(CommandGroup[FixQuestions]):
    """Shows findings on a page of their own, and fixes what needs no decision."""

    menu = Menu.CHECK

    def __init__(self, parts: Parts, ask: FixQuestions) -> None:
        super().__init__(parts, ask)
        self._window.pages.add_late(FINDINGS_PAGE, self._make_page)

    @command(
        FINDINGS_PAGE,
        "Be&funde",
        "F8",
        icon="list-checks",
        tip="Alle Befunde des Datensatzes",
        checked=False,
    )
    def toggle_findings(self) -> None:
        """Show the findings of the whole dataset, or go back from them."""
        if self._window.pages.current != FINDINGS_PAGE:
            self.page.show_all()
        self._window.pages.toggle(FINDINGS_PAGE)

    @command("check_measure", "Befunde &dieser Maßnahme", "Shift+F8", needs=Needs.MEASURE)
    def show_measure(self) -> None:
        """Show the findings of the measure in the form."""
        self.page.set_measure(self._workspace.measure)
        self.page.show_measure()
        self._window.pages.show_page(FINDINGS_PAGE)

    # --- the page --------------------------------------------------------------------------

    @property
    def page(self) -> FindingsPage:
        """The page, made now where it was not."""
        page = cast("FindingsPage", self._window.pages.page(FINDINGS_PAGE))
        page.set_read_only(read_only=self._session.read_only)
        return page

    def show_severity(self, severity: Severity) -> None:
        """Show all errors, or all warnings."""
        self.page.show_all(severity)
        self._window.pages.show_page(FINDINGS_PAGE)

    def _make_page(self, parent: PageStack) -> FindingsPage:
        page = findings.findings_page.FindingsPage(parent)
        page.activated.connect(self._go_to)
        page.repair_requested.connect(self._repair)
        page.back_requested.connect(parent.go_back)
        page.accept_requested.connect(self._window.actions_by_id["accept"].trigger)
        page.read_accepted = self._accepted
        return page

    def _accepted(self) -> list[AcceptedFinding]:
        """Return what somebody has accepted, with who did it when and why."""
        if self._session.bridge is None or self._session.notes is None:
            return []
        judge = AcceptanceJudge(self._document.dataset, self._session.notes.notebook)
        found = ((f, judge.of(f)) for f in self._document.findings.accepted())
        return [AcceptedFinding(f, known) for f, known in found if known is not None]

    def _go_to(self, measure: int | None, field: FieldName | None, place: int | None) -> None:
        """Put the keyboard into the field of a finding."""
        self._window.pages.show_page(MEASURES)
        self._workspace.go_to(measure, field, place)

    def _repair(self, fix: GroupFix) -> None:
        """Repair the findings of a group as one step, and say in its line how many (D 6)."""
        gone = repair_group(self._workspace, fix, self._ask)
        self.page.show_repaired(fix.findings[0].rule, gone)
