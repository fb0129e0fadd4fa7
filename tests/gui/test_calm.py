"""Calm: another measure is there in one picture, and nothing of it moves afterwards (D 4)."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from tests.e2e_driver import ALT, Key
from tests.gui.window_cases import WINDMILLS, program, start_zoom, work

__all__ = ["program", "start_zoom", "work"]
pytestmark = pytest.mark.gui
KINDS = {
    QEvent.Type.Show: "shown",
    QEvent.Type.Hide: "hidden",
    QEvent.Type.Move: "moved",
    QEvent.Type.Resize: "resized",
}


class Spectator(QObject):
    """Remembers what becomes of the widgets of a window after it has been painted anew."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window, self._is_painted = window, False
        self._seen: dict[int, tuple[str, Counter[str]]] = {}
        self.late: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._is_painted = self._is_painted or watched is self._window
        what = KINDS.get(event.type())
        if what and isinstance(watched, QWidget) and watched.window() is self._window:
            name = f"{type(watched).__name__} „{watched.accessibleName()}“"
            self._seen.setdefault(id(watched), (name, Counter()))[1][what] += 1
            if self._is_painted and (watched.isVisible() or what == "hidden"):
                self.late.append(f"{name} {what}")
        return False

    def flickered(self) -> list[str]:
        """Return what moved after it was painted, and what was put away and brought back."""
        both = [name for name, count in self._seen.values() if count["shown"] and count["hidden"]]
        return [*self.late, *(f"{name} shown and hidden" for name in both)]


def watched(work, act) -> Spectator:
    """Return what was seen of the window while *act* was done."""
    spectator = Spectator(work.window)
    work.app.qt.installEventFilter(spectator)
    act()
    work.app.qt.removeEventFilter(spectator)
    return spectator


def test_nothing_flickers_on_the_way_to_the_next_measure(work):
    work.go(WINDMILLS, None)
    work.form.page.all_rows()
    assert work.workspace.side.timeline is not None  # made now, not in between
    assert work.workspace.side.tile is not None
    work.settle(9)
    flickered = {}
    for _ in range(10):
        before = work.shown_id()
        spectator = watched(work, lambda: work.press(Key.Key_Down, ALT))
        found = spectator.flickered()
        if found:
            flickered[f"{before} -> {work.shown_id()}"] = found
        work.settle(9)

    assert {} == flickered
