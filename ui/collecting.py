"""Garbage is collected in the thread of the window, and nowhere else.

Python looks for cyclic garbage in whichever thread happens to make objects. Where that is a thread
that reads files, it destroys widgets that have become garbage there, while the window lays out or
paints; Qt does not survive that. So automatic collection is off, and a timer does the same work,
with the same thresholds, where widgets may be destroyed.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LOOK_MS: Final = 500


class Collector(QObject):
    """Collects as Python itself would, generation by generation; from its making to its end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()


def collect() -> None:
    """Collect the oldest generation that is due; called in the thread of the window only."""
    due = [number for number, (made, most) in enumerate(_counts()) if most and made > most]
    if due:
        gc.collect(due[-1])


def install(application: QApplication) -> None:
    """Collect in the thread of *application* from now on; once is enough."""
    if application.findChild(Collector) is None:
        Collector(application)


def _counts() -> list[tuple[int, int]]:
    """Return (made since, threshold) of each generation."""
    return list(zip(gc.get_count(), gc.get_threshold(), strict=True))
