"""What nobody caught: keep what was typed, log it, and say so in the window (DEL-05, SAFE-12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from klimaeditor import crash
from ui.safety import texts

if TYPE_CHECKING:
    from pathlib import Path

    from ui.ask import Ask
    from ui.safety.keeper import Keeper


class Keeps(Protocol):
    """Whoever has the open document."""

    @property
    def keeper(self) -> Keeper | None:
        """What keeps it safe."""


class CrashTeller(QObject):
    """Tells of uncaught exceptions in the thread of the window, wherever they happened."""

    _crashed = Signal()

    def __init__(self, session: Keeps, ask: Ask, log: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._ask, self._log = session, ask, log
        self._telling = False
        self._crashed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of uncaught exceptions from now on."""
        crash.install(crash.make_hook(self._flush, self._log, lambda _log: self._crashed.emit()))

    def _flush(self) -> None:
        if self._session.keeper is not None:
            self._session.keeper.journal.flush()

    def _tell(self) -> None:
        """Tell once at a time: a fault in painting comes sixty times a second."""
        if self._telling:
            return
        self._telling = True
        try:
            where = "" if self._log is None else texts.log_at(str(self._log))
            self._ask.error(texts.CRASHED, where)
        finally:
            self._telling = False
