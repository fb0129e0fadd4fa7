"""The real window for one module of tests; every test opens a copy of the sample of its own."""

from __future__ import annotations

import json
import shutil
from collections import deque
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextCursor

from klimaeditor.model.changes import FileName
from tests.conftest import SAMPLE
from tests.e2e_driver import Driver
from tests.gui.theme_helpers import undress
from tests.waiting import wait_until
from ui import theme
from ui.dialogs.choices import UnsavedChoice

SIZE = (1440, 900)
WINDMILLS = "energieerzeugung1"  # complete, counts to a goal
INITIATIVE = "iniative5"  # an initiative without further data and without progress
TEXT_FIELDS = ("short_title", "summary", "action_type", "cost_value", "cost_until", "state_date",
               "user_action_href")  # fmt: skip


class Patience:
    """Waits as qtbot does, for fixtures that live longer than one test."""

    def __init__(self, qapp) -> None:
        self._qapp = qapp

    def waitUntil(self, ready) -> None:
        wait_until(ready, self._qapp.processEvents)


class Program(Driver):
    """The window, and what tests ask of it again and again."""

    folder: Path

    def start_over(self, folder: Path, source: Path = SAMPLE) -> None:
        """Open a copy of *source* in *folder*, everything else as after a first start."""
        self.forget()
        copy = shutil.copytree(source, folder / "muster", copy_function=shutil.copyfile)
        self.folder = Path(copy)
        self.window.resize(*SIZE)
        self.workspace.room.restore_widths({})
        self.workspace.room.side_wanted = True
        self.workspace.side.show_preview()
        self.activate()
        assert self.app.session.open_path(self.folder)
        self.workspace.list.restore_filter({})
        self.go(WINDMILLS, None)
        self.workspace.list.focus_list()
        self.settle()

    def activate(self) -> None:
        """Make the window the active one again: offscreen, a list of suggestions keeps that."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def zoom(self, percent: int) -> None:
        """Show everything at *percent*; that takes a while where it is not so already."""
        if theme.current().zoom != percent:
            self.app.controller.view.zoom_to(percent)

    def on_small_screen(self, percent: int) -> None:
        """Show everything at *percent* in a window of 1280 x 720."""
        self.zoom(percent)
        self.window.resize(1280, 720)
        self.settle(6)

    def forget(self) -> None:
        """Expect no question, and know of none."""
        self.ask.answers.clear()
        self.ask.asked.clear()

    def answer(self, **answers: object) -> None:
        """Answer these questions from now on: name -> one answer, or a list of them."""
        for name, value in answers.items():
            self.ask.answers[name] = deque(value if isinstance(value, list) else [value])

    def asked(self) -> list[str]:
        """Return the names of the questions so far."""
        return [name for name, _ in self.ask.asked]

    def put_away(self) -> None:
        """Close the document, giving unsaved work up."""
        self.answer(unsaved=UnsavedChoice.DISCARD)
        assert self.app.session.close()
        self.settle()

    def reopen_with(self, file: FileName, change) -> None:
        """Close the document, have *change* work on the rows of a file, and open it again."""
        self.put_away()
        rows = json.loads((self.folder / file).read_bytes())
        change(rows)
        (self.folder / file).write_text(json.dumps(rows), "utf-8")
        assert self.app.session.open_path(self.folder)
        self.settle()

    def settle(self, rounds: int = 3) -> None:
        """Let queued calls and deletions finish; texts in texts settle in more *rounds*."""
        for _ in range(rounds):
            self.app.qt.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @property
    def bridge(self):
        return self.app.session.bridge

    @property
    def stack(self):
        return self.bridge.stack

    @property
    def form(self):
        return self.workspace.form

    @property
    def actions(self):
        return self.window.actions_by_id

    def row(self, field: str):
        return self.form.rows[field]

    def key(self, measure_id: str) -> int | None:
        return self.document.dataset.find(measure_id)

    def shown_id(self) -> str:
        """Return the id of the measure in the form."""
        return self.document.view(self.workspace.measure).id

    def go(self, measure_id: str, field: str | None) -> None:
        """Show a measure and put the keyboard into a field."""
        self.workspace.go_to(self.key(measure_id), field)
        self.settle()

    def edit(self, field: str, text: str) -> None:
        """Put the keyboard behind the text of a field and type."""
        self.form.focus_field(field)
        widget = self.row(field).editor.focus_widget()
        if hasattr(widget, "end"):
            widget.end(False)
        else:
            widget.moveCursor(QTextCursor.MoveOperation.End)
        self.type(text)

    def leave(self) -> None:
        """Move the keyboard out of the form."""
        self.workspace.list.focus_list()
        self.settle()

    def value(self, field: str, measure_id: str = WINDMILLS) -> object:
        return self.document.view(self.key(measure_id)).value(field)

    def trigger(self, name: str) -> None:
        """Choose an action from its menu."""
        self.actions[name].trigger()
        self.settle()

    def said(self) -> str:
        return self.window.status.message()

    def shown_title(self) -> str:
        """Return the title as the frame shows it, star included."""
        title = self.window.windowTitle()
        star = "*" if self.window.isWindowModified() else ""
        return title.replace("[*][*]", "\0").replace("[*]", star).replace("\0", "[*]")

    def lines(self, field: str) -> list[str]:
        """Return the findings that stand under a field."""
        return [finding.message for finding in self.row(field).shown_findings()]

    def saved(self, file: FileName = FileName.ADDITIONAL) -> dict[str, dict]:
        """Return the rows of a file on disk by their id."""
        return {row["id"]: row for row in json.loads((self.folder / file).read_bytes())}


@pytest.fixture(scope="module")
def program(qapp, tmp_path_factory):
    """The window without a document."""
    made = Program(Patience(qapp), tmp_path_factory.mktemp("window"))
    yield made
    made.destroy()
    undress(qapp)


@pytest.fixture
def work(program, tmp_path, start_zoom):
    """The window with a fresh copy of the sample dataset, the first measure in the form."""
    program.zoom(start_zoom)
    program.start_over(tmp_path)
    yield program
    program.put_away()


@pytest.fixture
def start_zoom(request) -> int:
    """Return at how many percent the window of this test starts."""
    return zoom_of(request.node)


@pytest.fixture
def zoomed(work):
    """The window at the percent that the test's parameter `zoom` says from the start."""
    return work


@pytest.fixture
def tight(work):
    """The window with letters of 200 % on a small screen."""
    work.on_small_screen(200)
    return work


@pytest.fixture
def grown(work):
    """The window of `tight`, whose letters were small when the dataset was opened."""
    work.on_small_screen(200)
    return work


@pytest.fixture
def lettered(qapp, start_zoom):
    """Letters of the test's parameter `zoom`, or 200 %, without a window.

    They stay: tests of a module that want others follow, and the module takes its theme off.
    """
    if theme.current().zoom != start_zoom:
        theme.apply(qapp, theme.Scheme.LIGHT, start_zoom)


def zoom_of(item: pytest.Item) -> int:
    """Return at how many percent a test begins; zooming the window takes half a second."""
    names = getattr(item, "fixturenames", ())
    if "zoomed" in names or "lettered" in names:
        return item.callspec.params.get("zoom", 200) if hasattr(item, "callspec") else 200
    return 200 if "tight" in names or "large" in names else 100


def by_zoom(items: list[pytest.Item]) -> None:
    """Let the tests of a module that begin at the same percent follow each other."""
    first: dict[Path, int] = {}
    for place, item in enumerate(items):
        first.setdefault(item.path, place)
    items.sort(key=lambda item: (first[item.path], zoom_of(item)))


@pytest.fixture
def spoken(monkeypatch) -> list[str]:
    """Return what screen readers are told to read out (A11Y-17)."""
    heard: list[str] = []

    def hear(event) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard
