"""The menu Fachämter: requests, what comes back, and where a request stands (MRG)."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor import exchange
from klimaeditor.clock import local_now, local_today
from klimaeditor.model.core_words import quoted
from klimaeditor.model.errors import KlimaError
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import FolderQuestion, Messages, TargetQuestion
from ui.session.background import CancelledError, run, unless_given_up
from ui.shell.actions import Menu
from ui.widgets.common_words import thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from klimaeditor.exchange.importing import Decided, LookedAt, ReadIn, Recognition
    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.proposals import Proposal, Returned
    from klimaeditor.exchange.register import RequestRegister
    from klimaeditor.exchange.requests import Group, RequestOrder
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value
    from ui.dialogs.choices import Wait
    from ui.exchange.exchange_answers import Reporting, Reviewed


# --- words ---------------------------------------------------------------------------------------

FOLDER: Final = "Ordner für die Abfrage wählen"
MAKING: Final = "Die Abfrage wird erstellt …"
OPEN_FOLDER: Final = "Ordner der Abfrage wählen"
RETURNS_TITLE: Final = "Rückläufe auswählen"
RETURNS_FILTER: Final = "Rückläufe (*.xlsx *.csv);;Alle Dateien (*)"
RECORDING: Final = "Das Verzeichnis der Abfrage wird geschrieben …"
RECORDING_READ: Final = "Das Verzeichnis der Abfrage wird gelesen …"
REPORTING: Final = "Der Bericht wird geschrieben …"
READING: Final = "Die Rückläufe werden gelesen …"
REPORT_TITLE: Final = "Bericht speichern"
REPORT_NAME: Final = "Bericht Rückläufe"
REPORT_FILTER: Final = "Excel-Arbeitsmappe (*.xlsx);;Webseite (*.html)"
NOTHING_NEW: Final = "In den Dateien steht nichts, was nicht schon im Datensatz steht."


def made(files_: int, folder: str) -> str:
    """Return the success of a request."""
    what = "1 Datei" if files_ == 1 else f"{files_} Dateien"
    return f"Abfrage erstellt: {what} in {quoted(folder)}"


def reminded(count: int, folder: str) -> str:
    """Return that reminders lie ready."""
    what = "1 Erinnerung liegt" if count == 1 else f"{count} Erinnerungen liegen"
    return f"{what} als Text in {quoted(folder)}; bitte in eine E-Mail übernehmen."


STEP: Final = "Rückläufe übernehmen"


MOST_UNREADABLE: Final = 5
"""So many files that are nothing are shown one by one with their reason."""


def passed_over(names: Sequence[str]) -> str:
    """Return that many files are neither returns nor tables; a few are named."""
    shown = ", ".join(quoted(name) for name in names[:MOST_UNREADABLE])
    return (
        f"{shown} und {thousands(len(names) - MOST_UNREADABLE)} weitere Dateien lassen sich nicht "
        "lesen und wurden übergangen. Bitte nur die Rückläufe auswählen."
    )


def applied(values: int, files: Sequence[str]) -> str:
    """Return what was taken over."""
    what = "1 Angabe" if values == 1 else f"{values} Angaben"
    where = quoted(files[0]) if len(files) == 1 else f"{len(files)} Dateien"
    return f"{what} aus {where} übernommen (Rückgängig: Strg+Z)"


if TYPE_CHECKING:
    T = TypeVar("T")
    Accepted = Sequence[tuple[int, Proposal, Value]]


class ExchangeQuestions(Messages, TargetQuestion, FolderQuestion, Protocol):
    """What the exchange with the departments asks."""

    def open_files(self, title: str, start: Path | None, filters: str) -> list[Path]:
        """Ask for files to read; none where cancelled."""

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], RequestOrder], bool],
    ) -> None:
        """Ask who shall be asked what (MRG-01), until *make* says that it is done.

        Where it is not, nothing of what was entered is lost.
        """

    def returns(self, files: Sequence[Returned], report: Reporting) -> Reviewed | None:
        """Show what came back and ask what to take; None where cancelled (MRG-02).

        *report* writes the merge report of the decisions so far.
        """

    def request_overview(
        self,
        register: RequestRegister,
        remind: Callable[[RequestRegister], RequestRegister],
        take_in: Callable[[RequestRegister], RequestRegister],
    ) -> None:
        """Show where a request stands; both functions return the register as it is then."""

    def foreign(self, dataset: Dataset, found: Recognition, wait: Wait) -> Returned | None:
        """Ask what the columns, or sheets, of somebody else's file stand for (MRG-08).

        *wait* does beside the window what takes long, or returns None where the user gives up.
        """


class DepartmentCommands(CommandGroup[ExchangeQuestions]):
    """Everything that the commands need is loaded with the first of them."""

    menu = Menu.EXCHANGE

    @property
    def _folder(self) -> Path | None:
        """The folder of the latest request, else the one that the dataset lies in."""
        known = self._settings.requests()
        return Path(known[0]) if known else self._session.start_folder()

    # --- asking --------------------------------------------------------------------------------

    @command("request", "&Abfrage erstellen…", "Ctrl+Shift+A", icon="send")
    def request(self) -> None:
        """Ask what is wanted of whom, and write the workbooks."""
        document, shown = self._document, self._workspace.list.shown_keys()

        def make(groups: tuple[Group, ...], wanted: RequestOrder) -> bool:
            out = None
            while out is None:  # another folder may do
                folder = self._ask.folder(FOLDER, self._folder)
                if folder is None:
                    return False
                writing = partial(
                    exchange.requests.send,
                    document.dataset,
                    groups,
                    wanted,
                    folder,
                    document.location,
                )
                try:
                    out = run(writing, MAKING)
                except KlimaError as error:
                    self._ask.error(str(error))
                else:
                    self._settings.add_request(folder)
                    self._session.status_message.emit(made(len(out.files), folder.name))
            notices.extend(out.notices)
            return True

        notices: list[str] = []
        self._ask.request(document.dataset, shown, make)
        for notice in notices:
            self._ask.info(notice)

    # --- taking back ---------------------------------------------------------------------------

    @command("take_in", "&Rückläufe einlesen…", "Ctrl+I", icon="download", writes=True)
    def take_in_files(self) -> None:
        """Ask for returns, and take in what is accepted."""
        self.take_in()

    def take_in(self, paths: Sequence[Path] = (), given: RequestRegister | None = None) -> bool:
        """Read files, have them reviewed, and store what is accepted as one step.

        Asks for the files where there are none. True where something was stored.
        """
        chosen = list(paths) or self._ask.open_files(RETURNS_TITLE, self._folder, RETURNS_FILTER)
        if not chosen:
            return False
        dataset = self._document.dataset
        try:
            folders = tuple(map(Path, self._settings.requests()))
            found = run(
                lambda: exchange.importing.look_at(
                    dataset, exchange.importing.files_in(chosen), given, folders
                ),
                READING,
                may_cancel=True,
            )
            found = self._without_unreadable(found)
            answers = self._ask_about(dataset, found) if found else None
            if answers is None:
                return False
            read = exchange.importing.together(found, answers)
        except (KlimaError, OSError) as error:
            self._ask.error(str(error))
            return False
        except CancelledError:
            return False
        return self._review(read)

    def _without_unreadable(self, found: Sequence[LookedAt]) -> tuple[LookedAt, ...]:
        """Return what was read; many files that are nothing, and not expected, get one sentence."""
        broken = [
            looked
            for looked in found
            if looked.register is None and looked.returned and looked.returned.unreadable
        ]
        if len(broken) <= MOST_UNREADABLE:
            return tuple(found)
        self._ask.info(passed_over([looked.path.name for looked in broken]))
        left_out = {looked.path for looked in broken}
        return tuple(looked for looked in found if looked.path not in left_out)

    def _ask_about(
        self, dataset: Dataset, found: Sequence[LookedAt]
    ) -> dict[Path, Returned] | None:
        """Ask what is in tables and reports of others; None where the user leaves."""
        answers = {}
        for looked in found:
            if looked.foreign is not None:
                returned = self._ask.foreign(dataset, looked.foreign, unless_given_up)
                if returned is None:
                    return None
                answers[looked.path] = returned
        return answers

    def _review(self, read: ReadIn) -> bool:
        waiting = [p for f in read.files for p in f.proposals if not p.is_done]
        doubtful = [p for f in read.files for p in f.all_problems if p.severe]
        if not waiting and not doubtful:
            self._ask.info(NOTHING_NEW)
            self._record(read, decided_of(read, (), frozenset()))
            return False
        if not waiting and all(file.unreadable for file in read.files):
            reasons = dict.fromkeys(p.message for f in read.files for p in f.problems)
            self._ask.error("\n\n".join(reasons))  # a review of nothing would say less
            return False
        answer = self._ask.returns(read.files, lambda found, kept: self._report(read, found, kept))
        if answer is None:
            return False
        accepted, kept = answer
        if not self._store(accepted, read):
            return False
        self._record(read, decided_of(read, accepted, kept))
        return True

    def _store(self, accepted: Accepted, read: ReadIn) -> bool:
        bridge = self._bridge
        values = [(proposal, value) for _, proposal, value in accepted]
        try:
            bridge.push(exchange.proposals.to_batch(bridge.document.dataset, values, STEP))
        except KlimaError as error:
            self._ask.error(str(error))
            return False
        names = list(dict.fromkeys(read.files[number].file for number, _, _ in accepted))
        self._session.status_message.emit(applied(len(values), names))
        return True

    def _record(self, read: ReadIn, decided: Decided) -> None:
        try:
            run(lambda: exchange.importing.record(read, decided, local_now()), RECORDING)
        except KlimaError as error:
            self._ask.error(str(error))

    def _report(self, read: ReadIn, accepted: Accepted, kept: frozenset[Key]) -> None:
        """Ask where the report shall go, and write it."""
        start = (self._folder or Path.home()) / f"{REPORT_NAME}.xlsx"
        path = self._ask.save_file(REPORT_TITLE, start, REPORT_FILTER)
        if path is None:
            return
        decided = decided_of(read, accepted, kept)
        try:
            now = local_now()
            run(
                lambda: exchange.importing.write_report(
                    path, self._session.name, read, decided, now
                ),
                REPORTING,
            )
        except KlimaError as error:
            self._ask.error(str(error))

    # --- following -----------------------------------------------------------------------------

    @command("follow", "Abfrage &verfolgen…", icon="list-checks")
    def follow(self) -> None:
        """Ask for the folder of a request and show where it stands."""
        folder = self._ask.folder(OPEN_FOLDER, self._folder)
        if folder is None:
            return
        try:
            found = run(lambda: exchange.register.load(folder), RECORDING_READ)
        except KlimaError as error:
            self._ask.error(str(error))
            return
        self._settings.add_request(folder)
        self._ask.request_overview(found, self._remind, self._take_back)

    def _remind(self, found: RequestRegister) -> RequestRegister:
        """Write reminders for those who have not answered; returns the register as it is then."""
        today = local_today()
        missing = found.missing(today)
        try:
            changed, paths = exchange.requests.write_reminders(found, missing, today)
            exchange.register.save(changed)
        except KlimaError as error:
            self._ask.error(str(error))
            return found
        self._ask.info(reminded(len(paths), found.folder.name))
        return changed

    def _take_back(self, found: RequestRegister) -> RequestRegister:
        """Take in returns of this request; returns the register as it is then."""
        self.take_in(given=found)
        try:
            return exchange.register.load(found.folder)
        except KlimaError:
            return found


def decided_of(read: ReadIn, accepted: Accepted, kept: frozenset[Key]) -> Decided:
    """Return decisions as reports and registers file them."""
    stored = {
        exchange.mergereport.key_of(read.files[number], proposal): value
        for number, proposal, value in accepted
    }
    return exchange.importing.Decided(stored, kept)
