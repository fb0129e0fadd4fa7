"""Returns: read, decided on their page, kept while that is interrupted, and stored as one step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QTimer, Signal

from klimaeditor import exchange
from klimaeditor.clock import local_now, local_today
from klimaeditor.model.core_words import counted, inflected, quoted
from klimaeditor.model.errors import KlimaError
from ui import exchange as exchange_room
from ui.commands.groups import CommandGroup, Parts, command
from ui.dialogs.choices import Messages, TargetQuestion
from ui.session.background import CancelledError, run, unless_given_up
from ui.settings import DefaultFolder
from ui.shell.actions import Menu
from ui.shell.pages import MEASURES
from ui.widgets.common_words import thousands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeVar

    from klimaeditor.exchange.importing import Decided, LookedAt, NotRead, ReadIn, Recognition
    from klimaeditor.exchange.keptreviews import KeptFile
    from klimaeditor.exchange.mergereport import Key
    from klimaeditor.exchange.newmeasures import NewMeasure
    from klimaeditor.exchange.proposals import Proposal, Returned
    from klimaeditor.exchange.register import RequestRegister
    from klimaeditor.exchange.verdicts import ReturnsReview
    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Value
    from ui.bridge import DocumentBridge
    from ui.dialogs.choices import Wait
    from ui.exchange.import_wizard import Add
    from ui.exchange.returns_page import ReturnsPage
    from ui.shell.pages import PageStack

    T = TypeVar("T")
    Accepted = Sequence[tuple[int, Proposal, Value]]


# --- words ---------------------------------------------------------------------------------------

RETURNS: Final = "R&ückläufe"
RETURNS_TITLE: Final = "Rückläufe einlesen"
RETURNS_FILTER: Final = "Rückläufe (*.xlsx *.csv);;Alle Dateien (*)"
RECORDING: Final = "Das Verzeichnis der Abfrage wird geschrieben …"
REPORTING: Final = "Der Bericht wird geschrieben …"
READING: Final = "Die Rückläufe werden gelesen …"
REPORT_TITLE: Final = "Bericht speichern"
REPORT_NAME: Final = "Bericht Rückläufe"
REPORT_FILTER: Final = "Excel-Arbeitsmappe (*.xlsx);;Webseite (*.html)"
NOTHING_NEW: Final = "In den Dateien steht nichts, was nicht schon im Datensatz steht."
STEP: Final = "Rückläufe übernehmen"
MOST_UNREADABLE: Final = 5
"""So many files that are nothing are shown one by one with their reason."""


def left_unread(found: Sequence[NotRead]) -> str:
    """Return what lies in a folder and was not read, each with the reason; a few are named."""
    lines = [f"• {quoted(one.path.name)}: {one.reason}" for one in found[:MOST_UNREADABLE]]
    rest = len(found) - MOST_UNREADABLE
    if rest > 0:
        lines.append(f"• und {thousands(rest)} weitere")
    return "\n".join(["Nicht gelesen wurden:", *lines])


def nothing_new(files: Sequence[Returned]) -> str:
    """Return why nothing is to be decided: what became of the files before, else that all is there.

    What was taken over and never saved, or undone, is not in the dataset.
    """
    return "\n\n".join(exchange.importing.known_before(files)) or NOTHING_NEW


def passed_over(names: Sequence[str]) -> str:
    """Return that many files are neither returns nor tables; a few are named."""
    shown = ", ".join(quoted(name) for name in names[:MOST_UNREADABLE])
    return (
        f"{shown} und {thousands(len(names) - MOST_UNREADABLE)} weitere Dateien lassen sich "
        "nicht lesen und wurden übergangen. Wählen Sie nur die Rückläufe aus."
    )


def applied(values: int, files: Sequence[str]) -> str:
    """Return what was taken over."""
    what = counted(values, "Angabe", "Angaben")
    where = quoted(files[0]) if len(files) == 1 else f"{len(files)} Dateien"
    return f"{what} aus {where} übernommen (Rückgängig: Strg+Z)"


def added(count: int) -> str:
    """Return that measures were added."""
    what = counted(count, "neue Maßnahme", "neue Maßnahmen")
    return f"{what} angelegt (Rückgängig: Strg+Z)"


def nothing_stored(kept: int) -> str:
    """Return that all decisions were for what is there."""
    verb = inflected(kept, "bleibt", "bleiben")
    return f"{counted(kept, 'Angabe', 'Angaben')} {verb} wie bisher; geändert wurde nichts."


def waiting(count: int) -> str:
    """Return that files wait, and where to go on."""
    verb = inflected(count, "wartet", "warten")
    return f"{counted(count, 'Datei', 'Dateien')} {verb}. Weiter geht es unter „Rückläufe“."


def with_count(count: int) -> str:
    """Return the command with the number of files that wait."""
    return f"{RETURNS} ({count})" if count else RETURNS


def drop_question(name: str, decisions: int) -> str:
    """Return the question before a file goes from the list."""
    if not decisions:
        return f"{quoted(name)} aus der Liste nehmen?"
    what = inflected(decisions, "Eine Entscheidung", f"{decisions} Entscheidungen")
    verb = inflected(decisions, "geht", "gehen")
    return f"{quoted(name)} aus der Liste nehmen? {what} dazu {verb} verloren."


class ReturnQuestions(Messages, TargetQuestion, Protocol):
    """What is asked where returns are read."""

    def open_files(self, title: str, start: Path | None, filters: str) -> list[Path]:
        """Ask for files to read; none where cancelled."""

    def foreign(
        self, dataset: Dataset, found: Recognition, wait: Wait, add: Add
    ) -> Returned | None:
        """Ask what the columns, or sheets, of somebody else's file stand for (MRG-08).

        *wait* does beside the window what takes long, or returns None where the user gives up;
        *add* adds new measures and returns their keys.
        """

    def confirm_read_again(self, sentence: str) -> bool:
        """Say what became of files before, and ask whether they shall be read once more."""

    def confirm_drop(self, question: str) -> bool:
        """Ask whether a returned file may go from the list of those that wait."""


# --- commands ------------------------------------------------------------------------------------

_PAGE: Final = "returns"
_SETTLE: Final = 400
"""Milliseconds after a decision until it is on disk; leaving the page writes at once."""


class ReturnsCommands(CommandGroup[ReturnQuestions]):
    """The files that wait and the review of them belong to the open document.

    *remarks_read* carries what departments remarked in them, each time they are kept, *settled*
    the files in which nothing is to be decided any more.
    """

    menu = Menu.EXCHANGE
    remarks_read = Signal(object)
    settled = Signal(object)

    def __init__(self, parts: Parts, ask: ReturnQuestions) -> None:
        super().__init__(parts, ask)
        self._review: ReturnsReview | None = None
        self._registers: tuple[RequestRegister | None, ...] = ()
        self._sources: dict[str, Path] = {}
        self._answered: dict[str, Returned] = {}
        self._kept: tuple[KeptFile, ...] = ()
        self._shelf: Path | None = None
        self._catalogue: Catalogue | None = None
        self._storing = False
        self._stale = False
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE)
        self._timer.timeout.connect(self._on_pause)
        self._window.pages.add_late(_PAGE, self._make_page)
        self._session.opened.connect(self._on_opened)
        self._session.closed.connect(self._on_closed)

    @command(_PAGE, RETURNS, icon="users", writes=True, checked=False)
    def show_returns(self) -> None:
        """Show the returns that wait, or go back from them; without any, ask for files."""
        if self._window.pages.current == _PAGE:
            self._window.pages.go_back()
            self._window.pages.changed.emit(self._window.pages.current)
        elif self._review is not None and self._review.items:
            self._window.pages.show_page(_PAGE)
        elif self._kept_files():
            self.take_in_with(())
        else:
            self.take_in()
        self._show_count()

    @command("take_in", "Rückläufe &einlesen…", "Ctrl+I", icon="download", writes=True)
    def take_in_files(self) -> None:
        """Ask for returns, and show them beside those that wait."""
        self.take_in()

    def take_in(self, paths: Sequence[Path] = (), given: RequestRegister | None = None) -> bool:
        """Read files and show them to be decided on; asks for the files where there are none.

        True where there is something to decide.
        """
        chosen = list(paths) or self._ask.open_files(RETURNS_TITLE, self._folder, RETURNS_FILTER)
        return bool(chosen) and self.take_in_with(chosen, given)

    def take_in_with(self, new: Sequence[Path], given: RequestRegister | None = None) -> bool:
        """Show new files together with those that wait; True where there is something to decide."""
        self.keep()
        kept = self._kept_files()
        shelf = self._place()
        sources = [(own, exchange.keptreviews.source_of(shelf, own)) for own in kept]
        gone = [own.name for own, path in sources if path is None]
        for name in gone:
            self._ask.info(exchange.keptreviews.file_gone(name))
        try:
            files = [*(path for _, path in sources if path is not None)]
            files += exchange.importing.files_in(new)
            if unread := exchange.importing.not_read_in(new):
                self._ask.info(left_unread(unread))
            found = self._look_at(list(dict.fromkeys(files)), given)
            answers = self._ask_about(found) if found else None
            if answers is None:
                return False
            read = exchange.importing.together(found, answers)
            once_more = self._once_more(found, read, answers)
        except (KlimaError, OSError) as error:
            self._ask.error(str(error))
            return False
        except CancelledError:
            return False
        if once_more is None:
            return False
        found, read = once_more
        for looked, returned in zip(found, read.files, strict=True):
            origin = exchange.keptreviews.without_copy(kept, looked.path, shelf)
            self._sources.setdefault(returned.sha256, origin)
        return self._show(read, kept)

    def is_return(self, path: Path) -> bool:
        """Tell whether a file can be nothing but a return."""
        site = self._document.dataset.site
        return run(lambda: exchange.importing.is_request(path, site), READING)

    # --- reading -----------------------------------------------------------------------------

    @property
    def _folder(self) -> Path | None:
        """The folder of the latest request, else the one set, else that of the dataset."""
        known = self._settings.requests()
        latest = Path(known[0]) if known else None
        return (
            latest or self._settings.folder(DefaultFolder.REQUESTS) or self._session.start_folder()
        )

    def _look_at(
        self, paths: Sequence[Path], given: RequestRegister | None
    ) -> tuple[LookedAt, ...]:
        dataset = self._document.dataset
        folders = tuple(map(Path, self._settings.requests()))
        found = run(
            lambda: exchange.importing.look_at(dataset, paths, given, folders),
            READING,
            may_cancel=True,
        )
        return self._without_unreadable(found)

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

    def _ask_about(self, found: Sequence[LookedAt]) -> dict[Path, Returned] | None:
        """Ask what is in tables and reports of others, once; None where the user leaves."""
        answers = {}
        for looked in found:
            if looked.foreign is None:
                continue
            digest = looked.foreign.sha256
            returned = self._answered.get(digest)
            if returned is None or not self._holds(returned):
                returned = self._ask.foreign(
                    self._document.dataset, looked.foreign, unless_given_up, self._add_measures
                )
            if returned is None:
                return None
            self._answered[digest] = answers[looked.path] = returned
        return answers

    def _holds(self, returned: Returned) -> bool:
        """Tell whether an answer still holds: none of its measures was removed, or undone."""
        return all(own.measure in self._document.dataset.measures for own in returned.proposals)

    def _add_measures(self, new: Sequence[NewMeasure]) -> Sequence[int]:
        """Add measures that a file speaks of as one step; none where that is not possible."""
        bridge, dataset = self._bridge, self._document.dataset
        before = set(dataset.measures)
        try:
            bridge.push(exchange.missingmeasures.adding(dataset, new))
        except KlimaError as error:
            self._ask.error(str(error))
            return ()
        self._session.status_message.emit(added(len(new)))
        return sorted(set(dataset.measures) - before)

    def _once_more(
        self, found: tuple[LookedAt, ...], read: ReadIn, answers: Mapping[Path, Returned]
    ) -> tuple[tuple[LookedAt, ...], ReadIn] | None:
        """Return what was read; where all of it was taken over before, ask and read it anew.

        None where that is not wanted.
        """
        if is_open(read):
            return found, read
        dataset = self._document.dataset
        anew = exchange.importing.look_again(dataset, found)
        fresh = exchange.importing.together(anew, answers)
        if not is_open(fresh):
            return found, read
        return (anew, fresh) if self._ask.confirm_read_again(nothing_new(read.files)) else None

    def _show(self, read: ReadIn, kept: Sequence[KeptFile]) -> bool:
        """Show what was read, from the first open value; False where nothing is to be decided."""
        waiting_now = [p for f in read.files for p in f.proposals if not p.is_done]
        if not is_open(read):
            self._ask.info(nothing_new(read.files))
            self._record(read, exchange.importing.Decided())
            self._forget_review()
            self._tell_settled(read.files)
            return False
        if not waiting_now and all(file.unreadable for file in read.files):
            reasons = dict.fromkeys(p.message for f in read.files for p in f.problems)
            self._ask.error("\n\n".join(reasons))  # a page of nothing would say less
            return False
        decided = exchange.keptreviews.decisions_for(kept, read.files)
        if self._review is not None:
            decided = {**self._review.decided, **decided}
        self._review = exchange.verdicts.ReturnsReview(read.files, decided)
        self._review.renew(self._document.dataset)
        self._registers = read.registers
        self._page.show_review(self._review, self._missing())
        self._window.pages.show_page(_PAGE)
        self._page.focus_list()
        self.keep()
        self._tell_settled(read.files)
        return True

    def _tell_settled(self, files: Sequence[Returned]) -> None:
        """Tell of the files that do not wait any more: what was remarked in them is not lost."""
        waiting_still = {own.sha256 for own in self._kept}
        found = [own for own in files if not own.unreadable and own.sha256 not in waiting_still]
        if found:
            self.settled.emit(tuple(found))

    def _missing(self) -> list[str]:
        """Return the departments that were asked together with those who answered, and have not."""
        today = local_today()
        known = {own.request: own for own in self._registers if own is not None}
        here = {returned.sender for returned in self._review.files} if self._review else set()
        return [
            entry.name
            for own in known.values()
            for entry in own.missing(today)
            if entry.name not in here
        ]

    # --- the page ------------------------------------------------------------------------------

    @property
    def _page(self) -> ReturnsPage:
        return cast("ReturnsPage", self._window.pages.page(_PAGE))

    def _make_page(self, parent: PageStack) -> ReturnsPage:
        page = exchange_room.returns_page.ReturnsPage(parent)
        page.changed.connect(self._timer.start)
        page.apply_wanted.connect(self._apply)
        page.later_wanted.connect(self._later)
        page.report_wanted.connect(self._report)
        page.more_wanted.connect(self.take_in_files)
        page.measure_wanted.connect(self._show_measure)
        page.drop_wanted.connect(self._drop)
        page.open_requested.connect(self._workspace.form.link_requested)
        page.shown_again.connect(self._catch_up)
        page.left.connect(self.keep)
        return page

    def _show_measure(self, measure: int) -> None:
        self._window.pages.show_page(MEASURES)
        self._workspace.go_to(measure, None)
        self._workspace.side.show_preview()

    def _later(self) -> None:
        """Keep everything and go back; the request knows that an answer has come."""
        self.keep()
        if self._review is not None:
            self._record(self._as_read(self._review), exchange.importing.Decided())
        self._window.pages.go_back()
        self._session.status_message.emit(waiting(len(self._kept)))

    def _drop(self, number: int) -> None:
        """Let a file wait no more, after asking."""
        review = self._review
        if review is None:
            return
        file = review.files[number]
        count = sum(key[0] == (file.sha256 or file.file) for key in review.decided)
        if not self._ask.confirm_drop(drop_question(file.file, count)):
            return
        left = [own for at, own in enumerate(review.files) if at != number]
        self._registers = tuple(r for at, r in enumerate(self._registers) if at != number)
        self._sources.pop(file.sha256, None)
        self._kept = tuple(own for own in self._kept if own.sha256 != file.sha256)
        self._review = exchange.verdicts.ReturnsReview(
            left, {k: own for k, own in review.decided.items() if k[0] != file.sha256}
        )
        self._page.show_review(self._review, self._missing())
        self.keep()

    def _apply(self) -> None:
        """Store what is to be taken as one step, and note what was decided."""
        review = self._review
        if review is None:
            return
        accepted, kept = review.accepted(), review.kept()
        if accepted and not self._store(accepted, review):
            return
        self._record(self._as_read(review), decided_of(review.files, accepted, kept))
        review.note_applied()
        review.renew(self._document.dataset)
        self._page.refresh()
        self.keep()
        self._tell_settled(review.files)
        if review.items:
            self._page.focus_list()
        else:
            self._window.pages.go_back()
            self._show_taken(accepted)
        names = list(dict.fromkeys(review.files[number].file for number, _, _ in accepted))
        message = applied(len(accepted), names) if accepted else nothing_stored(len(kept))
        self._session.status_message.emit(message)

    def _show_taken(self, accepted: Accepted) -> None:
        """Lead to the first value taken over, so that nobody has to look for it."""
        if accepted and self._window.pages.current == MEASURES:
            _, first, _ = accepted[0]
            self._workspace.go_to(first.measure, first.place.field)

    def _store(self, accepted: Accepted, review: ReturnsReview) -> bool:
        bridge = self._bridge
        values = [(proposal, value) for _, proposal, value in accepted]
        self._storing = True
        try:
            bridge.push(exchange.proposals.to_batch(bridge.document.dataset, values, STEP))
        except KlimaError as error:
            self._ask.error(str(error))
            review.renew(bridge.document.dataset)
            self._page.refresh()
            return False
        finally:
            self._storing = False
        return True

    def _as_read(self, review: ReturnsReview) -> ReadIn:
        return exchange.importing.ReadIn(review.files, self._registers)

    def _record(self, read: ReadIn, decided: Decided) -> None:
        if not any(read.registers):
            return
        try:
            run(lambda: exchange.importing.record(read, decided, local_now()), RECORDING)
        except KlimaError as error:
            self._ask.error(str(error))

    def _report(self) -> None:
        """Ask where the report of the decisions so far shall go, and write it."""
        review = self._review
        start = (self._folder or Path.home()) / f"{REPORT_NAME}.xlsx"
        path = self._ask.save_file(REPORT_TITLE, start, REPORT_FILTER)
        if path is None or review is None:
            return
        decided = decided_of(review.files, review.accepted(), review.kept())
        read, name, now = self._as_read(review), self._session.name, local_now()
        try:
            run(lambda: exchange.importing.write_report(path, name, read, decided, now), REPORTING)
        except KlimaError as error:
            self._ask.error(str(error))

    # --- keeping -------------------------------------------------------------------------------

    def _place(self) -> Path:
        document = self._document
        return exchange.waitingreturns.shelf(document.location, document.dataset)

    def _kept_files(self) -> tuple[KeptFile, ...]:
        """Return the files that wait; what cannot be read is said, and stays where it is."""
        try:
            self._kept = exchange.keptreviews.load(self._place())
        except KlimaError as error:
            self._ask.error(str(error))
        return self._kept

    def keep(self) -> None:
        """Write down what is decided so far."""
        self._timer.stop()
        review, shelf, catalogue = self._review, self._shelf, self._catalogue
        if review is None or shelf is None or catalogue is None:
            return
        known = exchange.keptreviews
        kept = known.kept_of(review, self._sources, local_now(), self._kept, catalogue)
        try:
            known.save(shelf, kept)
        except KlimaError as error:
            self._session.tell(str(error))
        else:
            self._kept = kept
        self.remarks_read.emit(tuple(found for own in kept for found in own.remarks))
        self._show_count()

    @property
    def shelf(self) -> Path | None:
        """Where the files that wait lie; None where nothing is open."""
        return self._shelf

    def _show_count(self) -> None:
        """Show at the command, in menu and bar, how many files wait."""
        count = self.waiting()
        self._window.actions_by_id[_PAGE].setText(with_count(count))
        self._window.bar.show_waiting(count)

    def waiting(self) -> int:
        """Return how many returned files of the open dataset wait to be decided on."""
        if self._review is not None:
            return len(self._kept)
        return 0 if self._shelf is None else exchange.waitingreturns.waiting(self._shelf)

    def _forget_review(self) -> None:
        self._review, self._registers, self._kept = None, (), ()
        self._sources, self._answered = {}, {}

    # --- the document --------------------------------------------------------------------------

    def _on_opened(self, bridge: DocumentBridge) -> None:
        self._forget_review()
        bridge.fields_changed.connect(lambda _: self._on_changed())
        bridge.structure_changed.connect(self._on_changed)
        bridge.saved.connect(self._follow)
        self._shelf = self._place()
        self._catalogue = bridge.document.dataset.site.catalogue  # for keeping when it is closed
        self._show_count()

    def _on_closed(self) -> None:
        self.keep()
        self._forget_review()
        self._shelf = None
        self._show_count()

    def _follow(self) -> None:
        """Keep the decisions with the folder that the dataset lies in now."""
        before, self._shelf = self._shelf, self._place()
        if before is not None and before != self._shelf and self._review is not None:
            self.keep()

    def _on_changed(self) -> None:
        """Look at the dataset anew: at once where the page is seen, else after a pause."""
        if self._review is None or self._storing:
            return
        self._stale = True
        if self._window.pages.current == _PAGE:
            self._catch_up()
        self._timer.start()

    def _renew(self) -> None:
        """Look at the dataset as it is now: what changed there is asked anew."""
        if self._stale and self._review is not None and self._session.bridge is not None:
            self._review.renew(self._document.dataset)
        self._stale = False

    def _catch_up(self) -> None:
        if self._stale:
            self._renew()
            self._page.refresh()

    def _on_pause(self) -> None:
        if self._stale and self._window.pages.current != _PAGE:
            self._renew()
            self._page.mark_old()
        self.keep()


def is_open(read: ReadIn) -> bool:
    """Tell whether files hold something to decide on, or damage that somebody has to see."""
    return any(
        any(not proposal.is_done for proposal in file.proposals)
        or any(problem.severe for problem in file.all_problems)
        for file in read.files
    )


def decided_of(files: Sequence[Returned], accepted: Accepted, kept: frozenset[Key]) -> Decided:
    """Return decisions as reports and registers file them."""
    stored = {
        exchange.mergereport.key_of(files[number], proposal): value
        for number, proposal, value in accepted
    }
    return exchange.importing.Decided(stored, kept)
