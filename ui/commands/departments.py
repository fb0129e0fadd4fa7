"""The menu Fachämter: requests, what comes back, and where a request stands (MRG)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Signal

from klimaeditor import exchange
from klimaeditor.clock import local_today
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.core_words import counted, quoted
from klimaeditor.model.errors import KlimaError
from klimaeditor.policies import Default
from ui import exchange as exchange_ui
from ui.commands.groups import CommandGroup, command
from ui.dialogs.choices import FolderQuestion, Messages, RequestStart, TargetQuestion
from ui.session.background import run
from ui.settings import DefaultFolder
from ui.shell.actions import Menu

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from klimaeditor.exchange.register import KnownRequests, RequestRegister
    from klimaeditor.exchange.requests import Group, RequestOrder, SentOut
    from klimaeditor.model.records import Dataset


# --- words ---------------------------------------------------------------------------------------

FOLDER: Final = "Ordner für die Abfrage wählen"
MAKING: Final = "Die Abfrage wird erstellt …"
OPEN_FOLDER: Final = "Ordner der Abfrage wählen"
RECORDING_READ: Final = "Das Verzeichnis der Abfrage wird gelesen …"


def made(files_: int, folder: str) -> str:
    """Return the success of a request."""
    what = counted(files_, "Datei", "Dateien")
    return f"Abfrage erstellt: {what} in {quoted(folder)}"


def reminded(count: int, folder: str) -> str:
    """Return that reminders lie ready."""
    what = counted(count, "Erinnerung liegt", "Erinnerungen liegen")
    return f"{what} als Text in {quoted(folder)}. Kopieren Sie den Text in eine E-Mail."


class ExchangeQuestions(Messages, TargetQuestion, FolderQuestion, Protocol):
    """What the exchange with the departments asks."""

    def request(
        self,
        dataset: Dataset,
        shown: Sequence[int],
        make: Callable[[tuple[Group, ...], RequestOrder], SentOut | None],
        selected: Sequence[int],
        start: RequestStart,
    ) -> None:
        """Ask who shall be asked what (MRG-01), until *make* has done it; then show what to send.

        Where it is not done, nothing of what was entered is lost.
        """

    def request_overview(
        self,
        known: KnownRequests,
        remind: Callable[[RequestRegister], RequestRegister],
        take_in: Callable[[RequestRegister], RequestRegister],
        other: Callable[[], RequestRegister | None],
    ) -> None:
        """Show where requests stand; the first two functions return the register as it is then.

        *other* asks for the folder of a further request.
        """


class DepartmentCommands(CommandGroup[ExchangeQuestions]):
    """Everything that the commands need is loaded with the first of them.

    *returns_wanted* carries the register of a request whose returns shall be read.
    """

    returns_wanted = Signal(object)

    menu = Menu.EXCHANGE

    @property
    def _folder(self) -> Path | None:
        """The folder of the latest request, else the one that the dataset lies in."""
        known = self._settings.requests()
        return Path(known[0]) if known else self._session.start_folder()

    @property
    def _start(self) -> RequestStart:
        """Whom departments may ask: the user's choice, unless the administrator names somebody."""
        notes = self._session.notes
        count = 0 if notes is None else sum(notes.notebook.open_counts().values())
        machine = load_machine_defaults()
        said = machine.value(Default.DEPARTMENT, self._settings.contact())
        return RequestStart(said, machine.is_locked(Default.DEPARTMENT), count)

    # --- asking --------------------------------------------------------------------------------

    @command("request", "&Abfrage erstellen…", "Ctrl+Shift+A", icon="send")
    def request(self) -> None:
        """Ask what is wanted of whom, and write the workbooks."""
        document, shown = self._document, self._workspace.list.shown_keys()
        selected = self._workspace.list.selected_keys()

        def make(groups: tuple[Group, ...], wanted: RequestOrder) -> SentOut | None:
            out = None
            if wanted.with_notes and self._session.notes is not None:
                catalogue = document.dataset.site.catalogue
                noted = exchange.requests.asked_notes(self._session.notes.notebook, catalogue)
                wanted = replace(wanted, noted=noted)
            while out is None:  # another folder may do
                start = self._settings.folder(DefaultFolder.REQUESTS) or self._folder
                folder = self._ask.folder(FOLDER, start)
                if folder is None:
                    return None
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
                    if self._settings.contact() is None and wanted.contact != begun.contact:
                        self._settings.set_contact(wanted.contact)
                    self._session.status_message.emit(made(len(out.files), folder.name))
            notices.extend(out.notices)
            return out

        notices: list[str] = []
        begun = self._start
        self._ask.request(document.dataset, shown, make, selected, begun)
        for notice in notices:
            self._ask.info(notice)

    # --- following -----------------------------------------------------------------------------

    @command("follow", "Abfragen &verfolgen…", icon="list-checks")
    def follow(self) -> None:
        """Show where the requests stand whose folders are remembered; ask for one at first."""
        folders = [Path(folder) for folder in self._settings.requests()]
        known = run(lambda: exchange.register.load_known(folders), RECORDING_READ)
        if not known.registers:
            if known.out_of_reach:
                lost = [str(folder) for folder in known.out_of_reach]
                self._ask.info(exchange_ui.tracking.out_of_reach(lost))
            first = self._other_request()
            known = known._replace(registers=() if first is None else (first,))
        if known.registers:
            self._ask.request_overview(known, self._remind, self._take_back, self._other_request)

    def _other_request(self) -> RequestRegister | None:
        """Ask for the folder of a request, and remember it."""
        folder = self._ask.folder(OPEN_FOLDER, self._folder)
        if folder is None:
            return None
        try:
            found = run(lambda: exchange.register.load(folder), RECORDING_READ)
        except KlimaError as error:
            self._ask.error(str(error))
            return None
        self._settings.add_request(folder)
        return found

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
        """Have returns of this request taken in."""
        self.returns_wanted.emit(found)
        return found
