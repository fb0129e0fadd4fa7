"""Accepted findings in the menu Prüfen: taken with a reason, folded away, shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from klimaeditor.clock import local_now
from klimaeditor.model.core_words import counted
from klimaeditor.notes.accepting import (
    AcceptanceJudge,
    AcceptanceReason,
    accepted,
    refusal,
    shown_again,
)
from klimaeditor.notes.notebook import EMPTY
from ui.bridge import Connections
from ui.commands.check import FINDINGS_PAGE
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import InfoMessage
from ui.shell.actions import Menu
from ui.shell.workspace import finding_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from klimaeditor.model.findings import Finding
    from klimaeditor.notes.notebook import Acceptance, Notebook
    from ui.findings.findings_page import FindingsPage
    from ui.session.notekeeping import OpenNotebook


# --- words ---------------------------------------------------------------------------------------

NO_FINDING: Final = (
    "Setzen Sie den Cursor in ein Feld mit einem Befund, oder wählen Sie einen auf der Seite "
    "„Befunde“ (F8)."
)


def done(count: int) -> str:
    """Return that findings have been accepted."""
    what = counted(count, "Befund", "Befunde")
    return f"{what} angenommen, bis sich die Angabe ändert"


def again(count: int) -> str:
    """Return that findings are shown again."""
    return f"{counted(count, 'Befund zählt', 'Befunde zählen')} wieder"


# --- Accepting -----------------------------------------------------------------------------------


class AcceptQuestions(InfoMessage, Protocol):
    """What is asked before findings are accepted."""

    def accept_findings(self, lines: Sequence[str]) -> str:
        """Ask why these findings are accepted; "" where cancelled."""


class AcceptCommands(CommandGroup[AcceptQuestions]):
    """Writes into the notebook; the findings follow it, whoever has changed it."""

    menu = Menu.CHECK

    def __init__(self, parts: Parts, ask: AcceptQuestions) -> None:
        super().__init__(parts, ask)
        self._heard = Connections()
        self._known: Mapping[str, Acceptance] = EMPTY.acceptances
        self._session.opened.connect(lambda _: self._listen())
        self._session.closed.connect(self._listen)
        self._workspace.form.accept_requested.connect(lambda finding: self.accept_these([finding]))

    @command("accept", "Befund an&nehmen…", "Ctrl+J", icon="check")
    def accept(self) -> None:
        """Accept what is selected on the page of findings, or said under the field; or undo it."""
        page = self._page()
        if page is not None:
            back = page.selected_acceptances()
            if back:
                self.show_again(back)
            else:
                self.accept_these(page.selected_findings())
            return
        finding = self._workspace.form.finding_at_hand()
        self.accept_these([] if finding is None else [finding])

    def accept_these(self, findings: Sequence[Finding]) -> None:
        """Ask why, and accept those of *findings* that may be."""
        notes = self._notes()
        if notes is None:
            return
        dataset = self._document.dataset
        refused = [said for f in findings if (said := refusal(dataset, f))]
        wanted = [f for f in findings if not refusal(dataset, f)]
        if not wanted:
            self._ask.info(refused[0] if refused else NO_FINDING)
            return
        reason = self._ask.accept_findings([self._line(f) for f in wanted])
        if not reason:
            return
        why = AcceptanceReason(reason, notes.author(), local_now())
        notes.change(lambda known: accepted(dataset, known, wanted, why))
        self._session.status_message.emit(done(len(wanted)))

    def show_again(self, acceptances: Sequence[Acceptance]) -> None:
        """Let findings count again that were accepted."""
        notes = self._notes()
        if notes is not None:
            notes.change(lambda known: shown_again(known, acceptances))
            self._session.status_message.emit(again(len(acceptances)))

    # --- inside --------------------------------------------------------------------------------

    def _line(self, finding: Finding) -> str:
        return f"{finding_place(self._document, finding)}: {finding.problem or finding.message}"

    def _page(self) -> FindingsPage | None:
        """Return the page of findings where that is what is seen."""
        pages = self._window.pages
        if pages.current != FINDINGS_PAGE:
            return None
        return cast("FindingsPage", pages.page(FINDINGS_PAGE))

    def _notes(self) -> OpenNotebook | None:
        """Return the notebook; None, and said why, where nothing can be written into it."""
        notes = self._session.notes
        if notes is not None and notes.refusal:
            self._ask.info(notes.refusal)
            return None
        return notes

    def _notebook(self) -> Notebook:
        notes = self._session.notes
        return EMPTY if notes is None else notes.notebook

    def _listen(self) -> None:
        notes, self._known = self._session.notes, EMPTY.acceptances
        if notes is None:
            self._heard.renew()
        else:
            self._heard.renew((notes.changed, self._fold))
            self._fold()

    def _fold(self) -> None:
        """Fold away what is accepted, as the notebook has it now."""
        known = self._notebook().acceptances
        if self._session.bridge is not None and known != self._known:
            self._known = known
            self._document.fold_accepted(AcceptanceJudge(self._document.dataset, self._notebook()))
