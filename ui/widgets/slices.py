"""Work in the thread of the window that lets it live: slice by slice, the first one at once."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AT_ONCE_S: Final = 0.05
"""Processor time; nobody notices a window that answers so much later."""
SLICE_S: Final = 0.02
_ITEMS: Final = 8  # so many are done between two looks at the clock


class Slices(QObject):
    """One piece of work at a time; who starts another one gives the former up."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[object] | None = None
        self._done: Callable[[], object] = lambda: None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(lambda: self._run(SLICE_S))

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._work is not None

    def start(self, work: Iterator[object], done: Callable[[], object]) -> None:
        """Do *work*, which may be left between two of its items for a while, then call *done*.

        What takes no longer than a moment is done when this returns.
        """
        self.stop()
        self._work, self._done = work, done
        self._run(AT_ONCE_S)
        if self.is_busy:
            self._timer.start()

    def finish(self) -> None:
        """Do the rest now."""
        self._run(math.inf)

    def stop(self) -> None:
        """Give up what is under way."""
        self._timer.stop()
        self._work = None

    def _run(self, seconds: float) -> None:
        if self._work is None:
            return
        until = time.thread_time() + seconds  # what other programs take does not count
        for number, _ in enumerate(self._work, 1):
            if number % _ITEMS == 0 and time.thread_time() >= until:
                return
        self.stop()
        self._done()
