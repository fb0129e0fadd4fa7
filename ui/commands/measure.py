"""The menu Maßnahme: making and deleting measures, what they said before, walking through them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from klimaeditor.clock import local_now
from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.revert import step_former_field, step_former_measure
from klimaeditor.model.errors import KlimaError
from ui import review
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import ErrorMessage
from ui.shell.actions import Menu, Needs

if TYPE_CHECKING:
    from ui.review.former_versions import FormerQuestion, Restoration


# --- words ---------------------------------------------------------------------------------------


def restored(label: str) -> str:
    """Return that a former version is back, by the name of that step."""
    return f"{label} (Rückgängig: Strg+Z)"


class MeasureQuestions(ErrorMessage, Protocol):
    """What is asked about a measure."""

    def former_versions(self, asked: FormerQuestion) -> Restoration | None:
        """Show what a measure said before; return what shall come back, None for nothing."""


class MeasureCommands(CommandGroup[MeasureQuestions]):
    """The workspace does it, and asks before it deletes."""

    menu = Menu.MEASURE

    def __init__(self, parts: Parts, ask: MeasureQuestions) -> None:
        super().__init__(parts, ask)
        self._workspace.side.versions_wanted.connect(self._show_versions)

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
        "former_versions",
        "&Frühere Fassungen…",
        "Ctrl+Shift+H",
        icon="history",
        needs=Needs.MEASURE,
        group=True,
        shows_measures=True,
    )
    def show_versions(self) -> None:
        """Show what the measure said before, or the field with the keyboard."""
        self._show_versions(self._workspace.field_at_hand)

    def _show_versions(self, field: str) -> None:
        """Show what a field said before, "" for the whole measure; bring back what is chosen."""
        measure, bridge = self._workspace.measure, self._bridge
        known = self._parts.memory.everything()
        if measure is None or known is None:
            return
        document, locked = bridge.document, bridge.read_only
        choice = self._ask.former_versions(
            review.former_versions.FormerQuestion(
                document.dataset, measure, known, field, local_now(), locked
            )
        )
        if choice is None or self._workspace.refused():
            return
        title = document.view(measure).title
        label, day = choice.label, choice.day
        step = step_former_field(label, day) if label else step_former_measure(title, day)
        try:
            if choice.field is not None:
                values = {choice.field: choice.value}
                bridge.push(document.plan_edit(measure, values, step))
            else:
                bridge.push(to_batch(document.dataset, choice.decisions, step))
        except KlimaError as error:
            self._ask.error(str(error))
            return
        if choice.field is not None:
            self._workspace.enter(choice.field)
        self._session.status_message.emit(restored(step))

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
