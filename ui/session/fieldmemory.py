"""What is known of the fields of the open document besides the data, read beside the window.

Backups, packages and commits tell what stood in a field before, files that wait what departments
remarked. Reading them takes up to a second, so it begins when the first field is entered, in a
thread. Commits come last: Git may take its time.
"""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from klimaeditor import exchange
from klimaeditor.files.commits import is_in_checkout
from klimaeditor.files.formervalues import FormerReader, FormerValues, former_states
from klimaeditor.machine import load_machine_defaults
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import KlimaError
from klimaeditor.notes import editlog, notebook_file
from ui.session.background import Errand, unless_given_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from klimaeditor.exchange.waitingreturns import FieldRemark
    from klimaeditor.files.formervalues import LoggedChange
    from klimaeditor.model.catalogue import SiteProfile

# --- words ---------------------------------------------------------------------------------------

READING: Final = "Frühere Fassungen werden gelesen …"


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MemoryPlaces:
    """Where all that lies.

    *folder* is the dataset's, None where it has none; *backups* holds the backups of all datasets,
    *shelf* the returns that wait.
    """

    folder: Path | None
    backups: Path
    packages: tuple[Path, ...]
    shelf: Path
    site: SiteProfile


class FieldMemory(QObject):
    """*former* carries FormerValues, *remarks* what was remarked in files that wait."""

    former = Signal(object)
    remarks = Signal(object)
    _early = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errand = Errand(self)
        self._places: MemoryPlaces | None = None
        self._reader: FormerReader | None = None
        self._reading: Future[_Found] | None = None
        self._given_up = threading.Event()
        self._due = False
        self._told = False
        self._early.connect(self._tell_early, Qt.ConnectionType.QueuedConnection)

    def look_in(self, places: MemoryPlaces | None, *, fresh: bool = True) -> None:
        """Read from *places* when next wanted; with *fresh* nothing known before is told any more.

        None forgets everything: no document is open.
        """
        self._places, self._due = places, places is not None
        if fresh:
            self._give_up()
            self._reader = None if places is None else FormerReader(places.site)
            self._told = False
            self.former.emit(FormerValues())
            self.remarks.emit(())

    def take_remarks(self, remarks: Sequence[FieldRemark]) -> None:
        """Tell of these remarks: whoever decides on the returns has read them anew."""
        self._told = True
        self.remarks.emit(remarks)

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._errand.busy

    def want(self) -> None:
        """Read now what has not been read yet; what is found is told later."""
        places, reader, given_up = self._places, self._reader, self._given_up
        if places is None or reader is None or not self._due:
            return
        outcome: Future[_Found] = Future()

        def work() -> _Found:
            try:
                found = _read(
                    places, reader, given_up, lambda early: self._early.emit(places, early)
                )
            except BaseException as error:
                outcome.set_exception(error)
                raise
            outcome.set_result(found)
            return found

        if self._errand.start(work, lambda done: self._tell(places, done)):
            self._due, self._reading = False, outcome

    def everything(self) -> FormerValues | None:
        """Return all that was said before, with progress where it is still being read.

        None where the user does not want to wait; it is read on behind their back.
        """
        self.want()
        reading = self._reading
        if reading is None:
            return FormerValues()
        worked = unless_given_up(lambda: reading.exception() is None, READING)
        if worked is None:
            return None
        return reading.result().former if worked else FormerValues()

    def close(self) -> None:
        """Tell nothing more."""
        self._give_up()
        self._errand.close()

    def _give_up(self) -> None:
        """End what is being read: it is of another document."""
        self._given_up.set()
        self._given_up, self._reading = threading.Event(), None

    def _tell_early(self, places: MemoryPlaces, found: _Found) -> None:
        if places == self._places:
            self.former.emit(found.former)
            if not self._told:
                self.remarks.emit(found.remarks)

    def _tell(self, places: MemoryPlaces, outcome: Future[object]) -> None:
        error = outcome.exception()
        found = outcome.result() if error is None else None
        if isinstance(found, _Found):
            self._tell_early(places, found)
        elif places == self._places:  # else it was given up with its document
            _log.warning("what fields said before cannot be read", exc_info=error)
        self.want()


class _Found(NamedTuple):
    former: FormerValues
    remarks: tuple[FieldRemark, ...]


def _read(
    places: MemoryPlaces,
    reader: FormerReader,
    given_up: threading.Event,
    early: Callable[[_Found], None],
) -> _Found:
    """Return what is known; *early* hears of what is known before Git is asked."""
    remarks = exchange.waitingreturns.remarks(places.shelf)
    if places.folder is None:
        return _Found(FormerValues(), remarks)
    states = former_states(places.folder, places.backups, places.packages)
    logged = _logged(places.folder)
    found = _Found(reader.read(states).with_log(logged), remarks)
    if not is_in_checkout(places.folder):
        return found
    early(found)
    return _Found(reader.read(states, places.folder, given_up).with_log(logged), remarks)


def _logged(folder: Path) -> tuple[LoggedChange, ...]:
    """Return who changed what, where that is logged."""
    try:
        place = notebook_file.notebook_path(
            folder, load_machine_defaults(), notebook_file.chosen_folder()
        )
    except KlimaError:
        return ()
    return editlog.read(editlog.log_path(place)).changes
