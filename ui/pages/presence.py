"""Asks in the background whether paths exist; a dead network drive takes long to say no."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def path_exists(path: str) -> bool:
    """Return whether there is a file or folder; what cannot be asked counts as not there."""
    try:
        return Path(path).exists()
    except OSError:
        return False


class Presence(QObject):
    """*checked* carries a path and whether it exists, as soon as that is known."""

    checked = Signal(str, bool)

    def __init__(
        self, exists: Callable[[str], bool] = path_exists, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._exists = exists

    def ask(self, paths: Iterable[str]) -> None:
        """Begin to ask for each of *paths*; answers come through :attr:`checked`."""
        for path in paths:
            # A daemon, so that a path that does not answer cannot keep the program from ending.
            Thread(target=self._answer, args=(path,), daemon=True).start()

    def _answer(self, path: str) -> None:
        found = self._exists(path)
        try:
            self.checked.emit(path, found)
        except RuntimeError:
            return  # the page is gone; nobody wants to know any more
