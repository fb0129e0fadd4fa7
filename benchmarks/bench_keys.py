"""What a person feels: how long the window does not answer, at 68, 1,000 and 10,000 measures.

The real window gets real key events. A key counts until everything it has set off at once is done
and painted; what it has put off blocks later and is looked at for itself. One frame takes 16 ms.
What counts is the processor time of the window's thread, so that other programs matter less. Large
steps go through the event loop in parts: there the longest part counts, and the whole.

With `--write` the table goes into README.md, between its two marks.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, QTimer
from PySide6.QtTest import QTest

from benchmarks.common import SIZES, generate, remember
from klimaeditor.textwork import bulk
from ui import theme
from ui.app import build, make_application
from ui.settings import Settings
from ui.textwork.bulk_dialog import BulkDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.document import Document
    from klimaeditor.model.changes import Batch
    from ui.app import App


USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA")
ROUNDS = 15
FEW = 5
"""Rounds of what takes long."""
FRAME_MS = 16
LATER_S = 0.4
README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
Key, Modifier = Qt.Key, Qt.KeyboardModifier
LETTERS = (Key.Key_S, Key.Key_T, Key.Key_A, Key.Key_D, Key.Key_T)


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

    def part_by_part(self, act: Callable[[], object]) -> tuple[float, float]:
        """Return how many milliseconds *act* takes, and the longest time without an event."""
        beats = [time.thread_time()]
        heart = QTimer(interval=0)
        heart.timeout.connect(lambda: beats.append(time.thread_time()))
        heart.start()
        self._app.qt.processEvents()
        begun = time.thread_time()
        beats[:] = [begun]
        act()
        whole = time.thread_time() - begun
        self._app.qt.processEvents()
        heart.stop()
        beats.append(time.thread_time())
        longest = max(after - before for before, after in pairwise(beats))
        return whole * 1000, longest * 1000

    def there_and_back(self, key: Qt.Key, back: Qt.Key) -> float:
        """Press Ctrl with a key, then with the one that undoes it; only the first counts."""
        taken = self.press(key, Modifier.ControlModifier)
        self.press(back, Modifier.ControlModifier)
        return taken

    def feel(
        self, what: str, most: float, act: Callable[[int], float], rounds: int = ROUNDS
    ) -> Felt:
        """Measure an action many times; the first one makes what is only made once."""
        act(0)
        self.rest()
        taken, later = [], 0.0
        gc.collect()
        for turn in range(1, rounds + 1):
            taken.append(act(turn))
            if turn % 5 == 0:
                later = max(later, self.rest())
        return Felt(what, statistics.median(taken), max(taken), later, most)


def once(what: str, most: float, taken: float, worst: float) -> Felt:
    """Return what was measured a single time."""
    return Felt(what, taken, worst, 0, most)


def measure(folder: Path, settings: Path) -> list[Felt]:
    """Open a dataset in the window and feel the keys."""
    kept = Settings(QSettings(str(settings), QSettings.Format.IniFormat))
    app = build(make_application(["bench"]), kept)
    person = Person(app)
    begun = time.process_time()
    if not app.session.open_path(folder):
        raise RuntimeError(f"{folder} does not open")
    app.qt.processEvents()
    opened = (time.process_time() - begun) * 1000
    person.rest(1)  # the form is whole
    workspace, findings = person.workspace, app.session.current.document.findings
    workspace.search()
    soon = [person.press(key) for key in LETTERS]
    workspace.list.end_search()
    while not (findings.is_complete and workspace.list.is_all_read):
        app.qt.processEvents()
    judged = (time.process_time() - begun) * 1000
    person.rest(2)
    return [
        once("open, until list and form take input", 3000, opened, opened),
        once(
            "search, first five letters soon after opening", 16, statistics.median(soon), max(soon)
        ),
        once("open, until all are judged and read", 10_000, judged, judged),
        *_keys(app, person),
        *_large_steps(app, person),
    ]


def _large_steps(app: App, person: Person) -> list[Felt]:
    """Change all measures together; a limit is that of the longest part."""
    bridge, document = app.session.bridge, app.session.bridge.document
    keys = document.dataset.measure_keys()
    person.workspace.search()
    person.workspace.list.end_search()

    def dialog(_: int) -> float:
        begun = time.thread_time()
        shown = BulkDialog(document, keys, person.window)
        shown.show()
        app.qt.processEvents()
        taken = (time.thread_time() - begun) * 1000
        shown.close()
        shown.deleteLater()  # gone now: it would be dressed with the window below
        QCoreApplication.sendPostedEvents(shown, QEvent.Type.DeferredDelete)
        return taken

    view = app.controller.view
    schemes = (theme.Scheme.DARK, theme.Scheme.LIGHT)

    def look(change: Callable[[], object]) -> float:
        begun = time.thread_time()
        change()
        app.qt.processEvents()
        return (time.thread_time() - begun) * 1000

    found = [
        person.feel("bulk dialog with all measures", 100, dialog, FEW),
        person.feel("theme", 300, lambda n: look(lambda: view.use_scheme(schemes[n % 2])), FEW),
        person.feel("zoom", 300, lambda n: look(lambda: view.zoom_to((125, 100)[n % 2])), FEW),
    ]
    plan = bulk.plan(document.dataset, keys, {"cost_until": 2033})
    wanted = bulk.Replacement("Stadt", "Kommune")
    steps = (
        ("bulk edit of all", lambda: bridge.push(plan.batch, may_cancel=True)),
        ("its undo", person.workspace.undo),
        ("replace in all", lambda: bridge.push(_replacing(document, wanted), may_cancel=True)),
        ("its undo", person.workspace.undo),
    )
    for what, act in steps:
        whole, longest = person.part_by_part(act)
        found.append(once(f"{what}: the whole", 1000, whole, whole))
        found.append(once(f"{what}: longest part", 100, longest, longest))
        while not document.findings.is_complete:
            app.qt.processEvents()
        person.rest()
    return found


def _replacing(document: Document, wanted: bulk.Replacement) -> Batch:
    return bulk.replace(document.dataset, wanted, bulk.find(document.dataset, wanted))


def _keys(app: App, person: Person) -> list[Felt]:
    """Press the keys of a day's work."""
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

    def search(turn: int) -> float:
        if turn % 5 == 0:
            for _ in LETTERS:
                person.press(Key.Key_Backspace)
            person.rest(0.1)
        return person.press(LETTERS[turn % 5])

    results.append(person.feel("letter of a search", 16, search))
    workspace.list.end_search()
    bridge = app.session.bridge

    def come_and_go(act: Callable[[], object]) -> float:
        begun = time.thread_time()
        act()
        app.qt.processEvents()
        taken = (time.thread_time() - begun) * 1000
        workspace.undo()
        app.qt.processEvents()
        return taken

    def delete() -> None:
        bridge.push(bridge.document.plan_delete([workspace.measure]))

    results.append(person.feel("duplicate", 30, lambda _: come_and_go(workspace.duplicate), FEW))
    results.append(person.feel("delete", 30, lambda _: come_and_go(delete), FEW))
    return results


def show_size(size: int) -> None:
    """Measure one size and print it as JSON."""
    with tempfile.TemporaryDirectory() as home:
        folder = generate(Path(home) / f"{size}", size)
        print(json.dumps([asdict(felt) for felt in measure(folder, Path(home) / f"{size}.ini")]))


def table(sizes: dict[int, list[Felt]]) -> str:
    """Return the figures as a Markdown table: median and worst in milliseconds for each size."""
    heads = " | ".join(f"{size:,} measures" for size in sizes)
    lines = [
        f"| milliseconds, median / worst | at most | {heads} |",
        "|---|---:|" + "---:|" * len(sizes),
    ]
    for place, felt in enumerate(next(iter(sizes.values()))):
        cells = [f"{f[place].median:,.1f} / {f[place].worst:,.1f}" for f in sizes.values()]
        lines.append(f"| {felt.what} | {felt.most:,g} | {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """Return what the figures were taken on."""
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        names = [line for line in cpus.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} × {model}, {system}, {datetime.now(UTC):%Y-%m-%d}"


def write(text: str) -> None:
    """Put the table into README.md, between its two marks."""
    readme = README.read_text(encoding="utf-8")
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Measure each size in a process of its own; returns 1 where a promise is not kept."""
    if arguments and arguments[0].isdecimal():
        show_size(int(arguments[0]))
        return 0
    sizes: dict[int, list[Felt]] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as user:
            environment = {**os.environ, **dict.fromkeys(USER_FOLDERS, user)}
            command = [sys.executable, "-m", "benchmarks.bench_keys", str(size)]
            done = subprocess.run(  # noqa: S603 - our own
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            sizes[size] = [Felt(**found) for found in json.loads(done.stdout.splitlines()[-1])]
    text = f"{table(sizes)}\n\nTaken on {machine()}; processor time of the window's thread."
    print(f"\n{text}")
    for size, found in sizes.items():
        for felt in found:
            figures = (f"{felt.median:,.1f} ms", f"{felt.worst:,.1f} ms at worst")
            promise = (f"≤ {felt.most:g} ms", "ok" if felt.kept else "NO")
            remember(f"Felt at {size:,} measures", felt.what, figures, "", promise)
            if not felt.kept:
                print(f"  NO  {felt.what} at {size:,}: {felt.median:,.1f}, at most {felt.most:,g}")
    if "--write" in arguments:
        write(text)
    return 0 if all(felt.kept for found in sizes.values() for felt in found) else 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # nothing is cleared up: what is open is thrown away
