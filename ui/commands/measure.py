"""The menu Maßnahme: making and deleting measures, and walking through them."""

from __future__ import annotations

from ui.commands.groups import CommandGroup, command
from ui.shell.actions import Menu, Needs


class MeasureCommands(CommandGroup[object]):
    """The workspace does it, and asks before it deletes."""

    menu = Menu.MEASURE

    @command(
        "new",
        "&Neue Maßnahme…",
        "Ctrl+N",
        icon="plus",
        writes=True,
        shows_measures=True,
    )
    def new(self) -> None:
        """Ask for category and title, add the measure and open it."""
        self._workspace.new_measure()

    @command(
        "duplicate",
        "&Duplizieren",
        "Ctrl+D",
        icon="copy",
        needs=Needs.MEASURE,
        writes=True,
        shows_measures=True,
    )
    def duplicate(self) -> None:
        """Add a copy of the measure and open it."""
        self._workspace.duplicate()

    @command(
        "delete",
        "&Löschen…",
        "Ctrl+Shift+Del",
        icon="trash-2",
        needs=Needs.MEASURE,
        writes=True,
        shows_measures=True,
    )
    def delete(self) -> None:
        """Delete the measure after asking."""
        self._workspace.delete()

    @command(
        "previous",
        "&Vorherige Maßnahme",
        "Alt+Up",
        icon="chevron-up",
        needs=Needs.MEASURE,
        group=True,
        shows_measures=True,
    )
    def previous(self) -> None:
        """Go to the measure above."""
        self._workspace.step(-1)

    @command(
        "next",
        "Nä&chste Maßnahme",
        "Alt+Down",
        icon="chevron-down",
        needs=Needs.MEASURE,
        shows_measures=True,
    )
    def next(self) -> None:
        """Go to the measure below."""
        self._workspace.step(1)

    @command(
        "previous_open",
        "V&orherige mit Befunden",
        "Ctrl+Shift+Up",
        needs=Needs.MEASURE,
        shows_measures=True,
    )
    def previous_open(self) -> None:
        """Go to the nearest measure above that has findings."""
        self._workspace.step(-1, with_findings=True)

    @command(
        "next_open",
        "Nächste mit &Befunden",
        "Ctrl+Shift+Down",
        needs=Needs.MEASURE,
        shows_measures=True,
    )
    def next_open(self) -> None:
        """Go to the nearest measure below that has findings."""
        self._workspace.step(1, with_findings=True)

    @command(
        "next_section",
        "Nächster &Abschnitt",
        "Ctrl+Tab",
        "Ctrl+PgDown",
        needs=Needs.MEASURE,
        group=True,
        shows_measures=True,
    )
    def next_section(self) -> None:
        """Go to the next section of the form."""
        self._workspace.form.focus_section(1)

    @command(
        "previous_section",
        "Vorheriger Abschni&tt",
        "Ctrl+Shift+Tab",
        "Ctrl+PgUp",
        needs=Needs.MEASURE,
        shows_measures=True,
    )
    def previous_section(self) -> None:
        """Go to the previous section of the form."""
        self._workspace.form.focus_section(-1)
