"""What is known of the fields of the open document besides the data, read beside the window.

Backups and packages tell what stood in a field before, files that wait what departments remarked.
Reading them takes up to a second, so it begins when the first field is entered, in a thread.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from klimaeditor import exchange
from klimaeditor.files.formervalues import FormerValues, former_states, read_former
from ui.session.background import Errand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from klimaeditor.exchange.waitingreturns import FieldRemark
    from klimaeditor.model.catalogue import SiteProfile

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

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errand = Errand(self)
        self._places: MemoryPlaces | None = None
        self._due = False
        self._told = False

    def look_in(self, places: MemoryPlaces | None, *, fresh: bool = True) -> None:
        """Read from *places* when next wanted; with *fresh* nothing known before is told any more.

        None forgets everything: no document is open.
        """
        self._places, self._due = places, places is not None
        if fresh:
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
        places = self._places
        if places is None or not self._due:
            return
        if self._errand.start(lambda: _read(places), lambda outcome: self._tell(places, outcome)):
            self._due = False

    def close(self) -> None:
        """Tell nothing more."""
        self._errand.close()

    def _tell(self, places: MemoryPlaces, outcome: Future[object]) -> None:
        found = outcome.result() if outcome.exception() is None else None
        if found is None:
            _log.warning("what fields said before cannot be read", exc_info=outcome.exception())
        elif places == self._places and isinstance(found, _Found):  # no other document meanwhile
            self.former.emit(found.former)
            if not self._told:
                self.remarks.emit(found.remarks)
        self.want()


class _Found(NamedTuple):
    former: FormerValues
    remarks: tuple[FieldRemark, ...]


def _read(places: MemoryPlaces) -> _Found:
    former = FormerValues()
    if places.folder is not None:
        states = former_states(places.folder, places.backups, places.packages)
        former = read_former(states, places.site)
    return _Found(former, exchange.waitingreturns.remarks(places.shelf))
