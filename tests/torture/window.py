"""The window under torture, which edits and saves until it is killed; and the judge.

Both are the real program without a screen: ``ui.app`` builds the window, ``begin`` starts it. Edit
N writes the mark ``N`` into one field of each of the four files in one step, and types it into a
fifth field of the form, key by key. What has been done is said as lines on standard output.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent

from klimaeditor.clock import local_now
from klimaeditor.files import journal
from klimaeditor.files.processes import this_process
from klimaeditor.site.muenster import muenster
from tests.torture import worker
from tests.torture.people import Opinion
from ui.app import begin, build, make_application
from ui.session.opening import Environment
from ui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ui.app import App


TYPED = "short_title"
CONFLICTING = "summary"
FOREIGN = "action_scale"
"""What a colleague changes while nobody is here: the same field, or another one."""
SAVES = [0.0, 0.05, 0.25]
"""How often an edit is saved: never, rarely, or as often as it takes to stop within a save."""
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@dataclass
class Verdict:
    """What the judge found: *mark* after recovery, the fields, what was asked, what went wrong."""

    marks: list[str]
    typed: str
    foreign: str
    asked: list[str]
    conflicts: int
    notices: list[str]
    complaints: list[str] = field(default_factory=list)


def start(home: Path, opinion: Opinion) -> App:
    """Start the program on the dataset in *home*, as ``ui.app.main`` does."""
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(home / "daten-des-nutzers")}
    qInstallMessageHandler(complain)
    folder, kept, rescued = worker.places(home)
    environment = Environment(local_now, this_process(), kept, rescued, site=muenster())
    qt = make_application(["torture"])
    ini = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
    app = build(qt, Settings(ini), opinion, environment)
    app.controller.window.resize(1200, 800)
    app.controller.window.show()
    begin(app, environment, folder, sample=False)
    return app


def complain(_kind: object, _where: object, what: str) -> None:
    """Pass on what Qt says, except that this platform lacks things nobody here needs."""
    if not what.startswith("This plugin does not support"):
        sys.stderr.write(f"{what}\n")


class Worker:
    """Somebody who edits and saves without a pause."""

    def __init__(self, home: Path, seed: int, stop: int = 0) -> None:
        """*stop*: before which change to a file the window shall stop, as worker.work does."""
        self.opinion, self.done = Opinion(), -1
        self._tell_flushes()
        self.app = start(home, self.opinion)
        self.chance = random.Random(seed)  # noqa: S311 - no secrets here
        self.saves = self.chance.choice(SAVES)
        if stop:
            self.saves = SAVES[-1] if stop % 2 else SAVES[0]
        self.number = worker.mark(self.document)
        self.app.controller.window.activateWindow()
        worker.say("open", self.number)
        if stop:
            folder, _, rescued = worker.places(home)
            worker.stop_at(folder if stop % 2 else rescued, stop // 2 + stop % 2)

    def _tell_flushes(self) -> None:
        """Have the journal say which edits it has written; they may never be lost again."""
        flush = journal.Journal.flush

        def told(notes: journal.Journal) -> bool:
            number = self.done
            written = flush(notes)
            if written and number != -1:
                say("flushed", number)
            return written

        journal.Journal.flush = told

    @property
    def document(self):
        """What is open."""
        return self.app.session.document

    def work(self) -> None:
        """Do something every now and then until somebody kills this process."""
        self.app.controller.window.workspace.go_to(worker.MEASURE, TYPED)
        self._step()
        self.app.qt.exec()

    def _step(self) -> None:
        self.number += 1
        values = dict.fromkeys(worker.FIELDS.values(), str(self.number))
        self.app.session.bridge.push(self.document.plan_edit(worker.MEASURE, values))
        self._type(str(self.number))
        self.done = self.number
        say("edited", self.number)
        if self.chance.random() < self.saves:
            say("saving", self.number)
            self.app.controller.window.actions_by_id["save"].trigger()
            say("saved" if self.document.is_saved else "failed", self.number)
        if self.opinion.errors:
            say("failed", self.number)
        QTimer.singleShot(self.chance.randint(0, 120), self._step)

    def _type(self, text: str) -> None:
        """Replace the text of a field, key by key."""
        widget = self.app.controller.window.workspace.form.rows[TYPED].editor.focus_widget()
        widget.selectAll()
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self.app.qt.sendEvent(widget, QKeyEvent(kind, 0, NO_MODIFIER, letter))


def say(word: str, number: int) -> None:
    """Say what has happened, and when."""
    os.write(1, f"{word} {number} {time.monotonic():.3f}\n".encode("ascii"))


def resume_and_wait(home: Path) -> None:
    """Start again after a kill and do nothing more."""
    start(home, Opinion()).qt.exec()


def judge(home: Path) -> None:
    """Start again after a kill, restore, save, close cleanly, and say what was found."""
    opinion = Opinion()
    app = start(home, opinion)
    document, session = app.session.document, app.session
    if document is None:
        raise SystemExit(f"nothing is open: {opinion.errors}")
    view = document.view(worker.MEASURE)
    found = Verdict(
        sorted(worker.marks(document)),
        str(view.value(TYPED)),
        str(view.value(FOREIGN)),
        [question for question in opinion.asked if question in {"recovery", "review", "locked"}],
        len(opinion.seen),
        [notice for notice in document.notices if "unterbrochen" in notice],
    )
    steps = session.bridge.stack.count()
    if "recovery" in opinion.asked and not 1 <= steps <= 2:
        found.complaints.append(f"{steps} steps after a recovery")  # two where files were merged
    latest = max((mark for mark in found.marks if mark.isdigit()), key=int, default="0")
    values = dict.fromkeys(worker.FIELDS.values(), latest)
    session.bridge.push(document.plan_edit(worker.MEASURE, values))
    if not session.save() or not document.is_saved:
        found.complaints.append("not saved")
    if not session.close():
        found.complaints.append("not closed")
    found.complaints += opinion.errors
    os.write(1, json.dumps([getattr(found, name) for name in found.__dataclass_fields__]).encode())
