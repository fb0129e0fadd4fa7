"""The command Aufräumen: four ways to tidy a dataset, each shown whole before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor import publish
from klimaeditor import textwork as core_textwork
from klimaeditor.model.core_words import counted, inflected
from klimaeditor.model.errors import KlimaError
from klimaeditor.repairs import apply_automatic
from ui import textwork
from ui.bridge import StepGivenUpError
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import Messages
from ui.session.background import run, unless_given_up
from ui.shell.actions import Menu
from ui.shell.workspace import GIVEN_UP, STEP_FIXES, FixQuestions, fix_line
from ui.widgets.common_words import thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from ui.bridge import DocumentBridge
    from ui.textwork.clean_up_dialog import CleanUpState, CleanUpTask


# --- words ---------------------------------------------------------------------------------------

LOOKING: Final = "Es wird nachgesehen, was sich aufräumen lässt …"
CLEANING: Final = "Die Dateien werden einheitlich geschrieben …"

FIXES: Final = "Alles automatisch Behebbare beheben"
FIXES_NOTE: Final = "Setzt zum Beispiel „Keine Angabe“ ein, wo ein unleserlicher Betrag steht."
FIXES_BUTTON: Final = "&Befunde ansehen…"
LEFTOVERS: Final = "Reste aus PDF und Word entfernen"
LEFTOVERS_NOTE: Final = "Trennstriche, Tabulatoren und unsichtbare Zeichen in den Texten."
LEFTOVERS_BUTTON: Final = "&Stellen ansehen…"
SPELLINGS: Final = "Gleiches gleich schreiben"
SPELLINGS_NOTE: Final = "Zum Beispiel dieselbe Stelle in zwei Schreibweisen, oder „k.\u00a0A.“."
SPELLINGS_BUTTON: Final = "Schreib&weisen ansehen…"
FILES: Final = "Die vier Dateien einheitlich schreiben"
FILES_NOTE: Final = (
    "Einrückung, Zeichen und Reihenfolge; der Inhalt bleibt gleich. Das ist kein Schritt im "
    "Verlauf, der jetzige Stand kommt zu den Sicherungen."
)
FILES_BUTTON: Final = "&Dateien ansehen…"

NO_FIXES: Final = "Kein Befund lässt sich ohne Entscheidung beheben."
NO_LEFTOVERS: Final = "Keine Reste gefunden."
NO_SPELLINGS: Final = "Keine ähnlichen Schreibweisen gefunden."
NO_FILES: Final = "Die Dateien sind schon einheitlich."
UNSAVED: Final = "Geht, sobald der Datensatz gespeichert ist."


def fixes_found(count: int) -> str:
    """Return how many findings can be fixed."""
    return counted(count, "Befund", "Befunde")


def leftovers_found(places: int, measures: int) -> str:
    """Return how many leftovers there are."""
    return f"{counted(places, 'Stelle', 'Stellen')} in {counted(measures, 'Maßnahme', 'Maßnahmen')}"


def spellings_found(groups: int) -> str:
    """Return how many groups of spellings look alike."""
    return counted(groups, "Gruppe ähnlicher Schreibweisen", "Gruppen ähnlicher Schreibweisen")


def files_found(lines: int, files: int) -> str:
    """Return how many lines of how many files would be written in another way."""
    return f"{counted(lines, 'Zeile', 'Zeilen')} in {counted(files, 'Datei', 'Dateien')}"


def clean_line(file: str, lines: int) -> str:
    """Return what writing a file in the common form changes."""
    return f"{file}: {thousands(lines)} {inflected(lines, 'Zeile', 'Zeilen')} anders geschrieben"


def cleaned(count: int) -> str:
    """Return that files have been written in the common form."""
    return f"{counted(count, 'Datei', 'Dateien')} einheitlich geschrieben"


def fixed(count: int) -> str:
    """Return how many findings were fixed in one go."""
    return f"{counted(count, 'Befund', 'Befunde')} behoben. Strg+Z macht das rückgängig."


def stepped(label: str) -> str:
    """Return that a step has been done."""
    return f"{label} (Rückgängig: Strg+Z)"


# --- fixing all that needs no decision -----------------------------------------------------------


def fix_automatic(bridge: DocumentBridge, rule: str | None = None) -> int:
    """Carry out all automatic fixes, of one *rule* or of any, as one step; whoever calls has asked.

    One after the other, as a fix may change what the next one sees. Returns how many findings were
    fixed; raises StepGivenUpError, with nothing changed, where the user does not want to wait.
    """
    with bridge.as_one_step(STEP_FIXES) as tick:
        return len(apply_automatic(bridge.document, rule, tick))


# --- the commands --------------------------------------------------------------------------------


class CleanUpQuestions(Messages, FixQuestions, Protocol):
    """What tidying asks."""

    def clean_up(
        self,
        tasks: Sequence[CleanUpTask],
        states: Sequence[CleanUpState],
        look: Callable[[], Sequence[CleanUpState]],
    ) -> None:
        """Show what can be tidied, until the user closes that; *look* returns the states anew."""

    def leftovers(self, document: Document) -> Batch | None:
        """Show what PDF and Word have left in the texts; None where nothing is taken (DOM-11)."""

    def vocabulary(self, document: Document) -> Batch | None:
        """Show spellings that may mean the same; None where nothing is chosen."""

    def confirm_clean(self, lines: Sequence[str]) -> bool:
        """Ask whether the files may be written anew; *lines* say what that changes (OPN-02)."""


class CleanUpCommands(CommandGroup[CleanUpQuestions]):
    """Tidies; each of the four asks, shows all places, and is one step of the history."""

    menu = Menu.EDIT

    @command(
        "clean_up",
        "Au&fräumen…",
        "Ctrl+Shift+F8",
        icon="wrench",
        group=True,
        writes=True,
    )
    def clean_up(self) -> None:
        """Show what can be tidied and how much of each there is."""
        states = self._states()
        if states is None:
            return
        make = textwork.clean_up_dialog.CleanUpTask
        tasks = (
            make(FIXES, FIXES_NOTE, FIXES_BUTTON, self._fix),
            make(LEFTOVERS, LEFTOVERS_NOTE, LEFTOVERS_BUTTON, self.remove_leftovers),
            make(SPELLINGS, SPELLINGS_NOTE, SPELLINGS_BUTTON, self._unify),
            make(FILES, FILES_NOTE, FILES_BUTTON, self._write_files),
        )
        self._ask.clean_up(tasks, states, lambda: self._states() or states)

    def _states(self) -> tuple[CleanUpState, ...] | None:
        """Return how much there is of each; None where the user does not want to wait."""
        document = self._document
        fixes = len(self._fixable())
        dataset, sources = document.dataset, dict(document.sources)
        saved = document.location is not None

        def look() -> tuple[CleanUpState, ...]:
            state = textwork.clean_up_dialog.CleanUpState
            debris = core_textwork.cleanup.propose(dataset)
            concerned = len({proposal.hit.place.measure for proposal in debris})
            groups = len(core_textwork.cleanup.all_clusters(dataset))
            found = publish.clean.plan_cleaning(sources, dataset.site.catalogue) if saved else ()
            files = [cleaning for cleaning in found if cleaning.needed]
            lines = sum(cleaning.changed_lines for cleaning in files)
            of_files = files_found(lines, len(files)) if files else NO_FILES
            return (
                state(fixes_found(fixes) if fixes else NO_FIXES, possible=fixes > 0),
                state(
                    leftovers_found(len(debris), concerned) if debris else NO_LEFTOVERS,
                    possible=bool(debris),
                ),
                state(spellings_found(groups) if groups else NO_SPELLINGS),
                state(of_files if saved else UNSAVED, possible=bool(files)),
            )

        try:
            return unless_given_up(look, LOOKING)
        except KlimaError as error:
            self._ask.error(str(error))
            return None

    def _fixable(self) -> list[str]:
        """Return a line for each finding that needs no decision."""
        document = self._document
        return [
            fix_line(document, finding)
            for finding in document.findings.all()
            if finding.fix is not None and finding.fix.automatic
        ]

    def _fix(self) -> str:
        """Fix everything that needs no decision, after showing it."""
        if self._workspace.refused() or not self._ask.confirm_fixes(self._fixable()):
            return ""
        try:
            count = fix_automatic(self._bridge)
        except StepGivenUpError:
            self._session.status_message.emit(GIVEN_UP)
            return ""
        return self._tell(fixed(count))

    def remove_leftovers(self) -> str:
        """Propose to remove what PDF and Word have left in the texts (DOM-11)."""
        return self._push(self._ask.leftovers(self._document))

    def _unify(self) -> str:
        """Propose one spelling for each body, kind and placeholder."""
        return self._push(self._ask.vocabulary(self._document))

    def _write_files(self) -> str:
        """Write the four files in the common form, after showing what that means (OPN-02)."""
        document = self._document
        if document.location is None:
            return ""
        folder, sources = document.location, dict(document.sources)
        catalogue, backups = document.dataset.site.catalogue, document.backup_root
        try:
            planned = run(lambda: publish.clean.plan_cleaning(sources, catalogue), CLEANING)
            found = [cleaning for cleaning in planned if cleaning.needed]
            lines = [clean_line(cleaning.file, cleaning.changed_lines) for cleaning in found]
            if not found or not self._ask.confirm_clean(lines):
                return ""
            if not document.is_saved and not self._session.save():
                return ""
            sources = dict(document.sources)
            remark = document.back_up(folder)
            fresh = run(
                lambda: publish.clean.clean_files(folder, sources, catalogue, backups), CLEANING
            )
        except KlimaError as error:
            self._ask.error(str(error))
            return ""
        document.adopt(fresh)
        if self._session.keeper is not None:
            self._session.keeper.settle()
        if remark:
            self._ask.info(remark)
        return self._tell(cleaned(len(found)))

    def _push(self, batch: Batch | None) -> str:
        if batch is None:
            return ""
        try:
            self._bridge.push(batch, may_cancel=True)
        except StepGivenUpError:
            return self._tell(GIVEN_UP)
        except KlimaError as error:
            self._ask.error(str(error))
            return ""
        return self._tell(stepped(batch.label))

    def _tell(self, done: str) -> str:
        self._session.status_message.emit(done)
        return done
