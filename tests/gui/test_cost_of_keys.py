"""What a key costs does not depend on how many measures there are (I 1)."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from benchmarks.common import generate
from klimaeditor.model.records import Dataset
from tests.conftest import ROOT
from tests.e2e_driver import ALT, CTRL, Key
from tests.gui.window_cases import program
from tests.waiting import wait_until

__all__ = ["program"]
pytestmark = pytest.mark.gui
FEW, MANY = 30, 300
SPARE = 100  # a search may just take in the texts of one measure
KEYS = {
    "a letter": (Key.Key_A,),
    "undo": (Key.Key_Z, CTRL),
    "redo": (Key.Key_Y, CTRL),
    "the next field": (Key.Key_Tab,),
    "the next measure": (Key.Key_Down, ALT),
}


class Watch:
    """Counts the calls of Python's functions, and remembers which measures were looked at."""

    def __init__(self, monkeypatch) -> None:
        self.calls, self.measures = Counter(), set()
        for name in ("view", "value"):
            monkeypatch.setattr(Dataset, name, self._seen(getattr(Dataset, name)))

    def _seen(self, real):
        def look(dataset, measure, *rest):
            self.measures.add(measure)
            return real(dataset, measure, *rest)

        return look

    def _count(self, frame, event, _argument) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(ROOT)):
            self.calls[frame.f_code.co_qualname] += 1

    def over(self, work) -> tuple[int, Counter]:
        """Return how many measures *work* looked at, and what was called how often."""
        self.calls, self.measures = Counter(), set()
        sys.setprofile(self._count)
        try:
            work()
        finally:
            sys.setprofile(None)
        return len(self.measures), self.calls


def cost(program, watch, folder, count: int) -> dict[str, tuple[int, Counter]]:
    """Return what each key costs in a dataset of so many measures."""
    program.start_over(folder / f"{count}", generate(folder / f"of {count}", count))
    program.form.page.all_rows()
    tabs = program.workspace.side.tabs
    assert all(tabs.page(place) for place in range(tabs.count()))  # made while others wait, else
    program.workspace.search()
    program.type("q")  # what a search needs of all measures is read, not later while others wait
    program.press(Key.Key_Escape)
    wait_until(lambda: program.workspace.list.is_all_read, program.app.qt.processEvents)
    first = program.document.dataset.measure_keys()[0]
    program.workspace.go_to(first, "summary")
    program.type("ab")  # what the first letter brings is there
    program.settle(9)
    found = {}
    for name, keys in KEYS.items():
        found[name] = watch.over(lambda keys=keys: (program.press(*keys), program.settle()))
    program.put_away()
    return found


def test_a_key_looks_at_as_many_measures_however_many_there_are(program, tmp_path, monkeypatch):
    watch = Watch(monkeypatch)
    few = cost(program, watch, tmp_path, FEW)
    many = cost(program, watch, tmp_path, MANY)
    grown = {
        f"{name}: {called} {few[name][1][called]} -> {count}"
        for name, (_, calls) in many.items()
        for called, count in calls.items()
        if count > few[name][1][called] + SPARE
    }

    # The one at hand; one more where the search takes in what was typed, or a step leads on.
    assert [] == [(n, number) for n, (number, _) in [*few.items(), *many.items()] if number > 2]
    assert set() == grown
