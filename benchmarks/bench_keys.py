"""What a person feels: how long a key blocks the window, at 68, 1,000 and 10,000 measures.

The real window gets real key events. A key counts until everything it has set off at once is done
and painted; what it has put off blocks later and is looked at for itself. One frame takes 16 ms.
What counts is the processor time of the window's thread, so that other programs matter less.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from benchmarks.common import SIZES, generate
from ui.app import build, make_application
from ui.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.app import App


USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
ROUNDS = 15
LATER_S = 0.4
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@dataclass(frozen=True, slots=True)
class Felt:
    """How long the window was blocked, in milliseconds, and what is promised."""

    what: str
    median: float
    worst: float
    later: float
    most: float

    @property
    def kept(self) -> bool:
        """Whether the promise holds as a rule."""
        return self.median <= self.most


class Person:
    """Sits before the window and presses keys."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.window = app.controller.window
        self.workspace = self.window.workspace
        self.window.resize(1280, 720)
        self.window.show()
        self.window.activateWindow()
        self.rest()

    def rest(self, seconds: float = LATER_S) -> float:
        """Let the window do what it has put off; return the longest time it was blocked."""
        end, worst = time.perf_counter() + seconds, 0.0
        while time.perf_counter() < end:
            now = time.thread_time()
            self._app.qt.processEvents()
            worst = max(worst, time.thread_time() - now)
        return worst * 1000

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> float:
        """Press a key; return how many milliseconds the window was blocked by it."""
        start = time.thread_time()
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self._app.qt.processEvents()
        return (time.thread_time() - start) * 1000

    def there_and_back(self, key: Qt.Key, back: Qt.Key) -> float:
        """Press Ctrl with a key, then with the one that undoes it; only the first counts."""
        taken = self.press(key, Modifier.ControlModifier)
        self.press(back, Modifier.ControlModifier)
        return taken

    def feel(self, what: str, most: float, act: Callable[[int], float]) -> Felt:
        """Measure an action many times; the first one makes what is only made once."""
        act(0)
        self.rest()
        taken, later = [], 0.0
        gc.collect()
        for turn in range(1, ROUNDS + 1):
            taken.append(act(turn))
            if turn % 5 == 0:
                later = max(later, self.rest())
        return Felt(what, statistics.median(taken), max(taken), later, most)


def measure(folder: Path, settings: Path) -> list[Felt]:
    """Open a dataset in the window and feel the keys."""
    kept = Settings(QSettings(str(settings), QSettings.Format.IniFormat))
    app = build(make_application(["bench"]), kept)
    person = Person(app)
    if not app.session.open_path(folder):
        raise RuntimeError(f"{folder} does not open")
    person.rest(3)
    form, workspace = person.workspace.form, person.workspace
    form.focus_field("summary")
    person.rest()
    preview = workspace.side.preview

    def letter(_: int) -> float:
        before = preview.page
        taken = person.press(Key.Key_A)
        if preview.page == before:
            raise RuntimeError("the public page does not follow")
        return taken

    with_spelling = person.feel("letter, the public page with it", 8, letter)
    person.press(Key.Key_F7, Modifier.ShiftModifier)  # spelling off
    without = person.feel("letter without spelling", 8, letter)
    person.press(Key.Key_F7, Modifier.ShiftModifier)
    person.rest()
    added = with_spelling.median - without.median
    results = [
        with_spelling,
        Felt("what spelling adds to it", added, with_spelling.worst - without.worst, 0, 1),
        person.feel("undo", 16, lambda _: person.there_and_back(Key.Key_Z, Key.Key_Y)),
        person.feel("redo", 16, lambda _: person.there_and_back(Key.Key_Y, Key.Key_Z)),
        person.feel("field to marked public place", 50, lambda _: person.press(Key.Key_Tab)),
    ]
    form.focus_field("summary")
    results.append(
        person.feel("next measure", 30, lambda _: person.press(Key.Key_Down, Modifier.AltModifier))
    )
    workspace.search()
    person.rest()
    letters = [Key.Key_S, Key.Key_T, Key.Key_A, Key.Key_D, Key.Key_T]

    def search(turn: int) -> float:
        if turn % 5 == 0:
            for _ in letters:
                person.press(Key.Key_Backspace)
            person.rest(0.1)
        return person.press(letters[turn % 5])

    results.append(person.feel("letter of a search", 16, search))
    return results


def show_size(size: int) -> int:
    """Measure one size; returns 1 where a promise is not kept."""
    kept = True
    with tempfile.TemporaryDirectory() as home:
        folder = generate(Path(home) / f"{size}", size)
        print(f"\n{size} measures: milliseconds a key blocks the window (median, worst, later)")
        for felt in measure(folder, Path(home) / f"{size}.ini"):
            mark = "ok " if felt.kept else "NO "
            kept = kept and felt.kept
            print(
                f"  {mark} {felt.what:<34} {felt.median:>8.1f} {felt.worst:>8.1f} "
                f"{felt.later:>8.1f}   claim ≤ {felt.most:g} ms"
            )
    return 0 if kept else 1


def main() -> int:
    """Measure each size in a process of its own; returns 1 where a promise is not kept."""
    if len(sys.argv) > 1:
        return show_size(int(sys.argv[1]))
    codes = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as user:
            environment = {**os.environ, **dict.fromkeys(USER_FOLDERS, user)}
            command = [sys.executable, "-m", "benchmarks.bench_keys", str(size)]
            done = subprocess.run(command, env=environment, check=False)  # noqa: S603 - our own
            codes.append(done.returncode)
    return max(codes)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # nothing is cleared up: what is open is thrown away
