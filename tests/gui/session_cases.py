"""A session at a desk: fixtures of the tests without a window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from tests.answers import Answers
from ui.commands.exporting import export_workbook
from ui.session.session import Session
from ui.settings import Settings

MEASURE = "energieerzeugung1"


class Desk:
    """A session without a window, and what it said and asked."""

    def __init__(self, folder: Path) -> None:
        self.ask = Answers()
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self.settings = Settings(store)
        self.session = Session(self.ask, self.settings)
        self.heard: list[str] = []
        self.noticed: list[str] = []
        self.session.opened.connect(lambda _: self.heard.append("opened"))
        self.session.saved.connect(lambda: self.heard.append(f"saved {self.session.name}"))
        self.session.closed.connect(lambda: self.heard.append("closed"))
        self.session.status_message.connect(self.heard.append)
        self.session.notices.connect(self.noticed.extend)

    @property
    def document(self):
        return self.session.document

    def answer(self, **answers: object) -> None:
        fresh = Answers(**answers)  # who asks keeps asking the same person
        self.ask.answers, self.ask.asked = fresh.answers, fresh.asked

    def asked(self) -> list[str]:
        return [name for name, _ in self.ask.asked]

    def message(self) -> str:
        """Return the sentence of the only question."""
        ((_, said),) = self.ask.asked
        return str(said[0])

    def export(self, shown, selected=()) -> None:
        done = export_workbook(self.document, Path("Vorschlag.xlsx"), shown, self.ask, selected)
        if done:
            self.heard.append(done)

    def edit(self, text: str = "Neue Zusammenfassung") -> None:
        key = self.document.dataset.find(MEASURE)
        self.session.bridge.edit(key, "summary", text)

    def summary(self) -> object:
        return self.document.view(self.document.dataset.find(MEASURE)).value("summary")


@pytest.fixture
def desk(qapp, tmp_path):
    return Desk(tmp_path)


@pytest.fixture
def opened(desk, sample_dataset):
    assert desk.session.open_path(sample_dataset)
    desk.heard.clear()
    return desk
