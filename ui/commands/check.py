"""The menu Prüfen: findings shown and fixed."""

from __future__ import annotations

from ui.commands.groups import CommandGroup, command
from ui.shell import workspace
from ui.shell.actions import Menu, Needs
from ui.shell.workspace import FixQuestions


class CheckCommands(CommandGroup[FixQuestions]):
    """Shows findings in the pane on the right, and fixes what needs no decision."""

    menu = Menu.CHECK

    @command(
        "check",
        "&Alle Befunde zeigen",
        "F8",
        icon="list-checks",
        tool=True,
        tip="Befunde des ganzen Datensatzes in der Liste rechts",
        shows_measures=True,
    )
    def show_all(self) -> None:
        """Show the findings of the whole dataset."""
        pane = self._workspace.findings
        self._workspace.open_side(pane)
        pane.show_all()
        pane.focus_list()

    @command(
        "check_measure",
        "Befunde &dieser Maßnahme",
        "Shift+F8",
        needs=Needs.MEASURE,
        shows_measures=True,
    )
    def show_measure(self) -> None:
        """Show the findings of the measure in the form."""
        pane = self._workspace.findings
        self._workspace.open_side(pane)
        pane.show_measure()
        pane.focus_list()

    @command(
        "fix_here",
        "Befund im Feld &beheben",
        "Ctrl+.",
        icon="wrench",
        needs=Needs.MEASURE,
        group=True,
        writes=True,
        shows_measures=True,
    )
    def fix_here(self) -> None:
        """Fix the finding of the field at hand."""
        workspace.fix_here(self._workspace)

    @command(
        "fix_all",
        "Alle eindeutigen Befunde be&heben…",
        "Ctrl+Shift+F8",
        writes=True,
        shows_measures=True,
    )
    def fix_all(self) -> None:
        """Fix everything that needs no decision, after asking."""
        workspace.fix_all(self._workspace, self._ask)
