"""People at their desks: sessions as the window has them, with answers instead of dialogs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from klimaeditor.clock import local_now
from klimaeditor.diff.decide import Action
from klimaeditor.files.processes import Identity
from klimaeditor.site.muenster import muenster
from tests.answers import Answers
from ui.dialogs.choices import LockedChoice, RecoveryChoice, UnsavedChoice
from ui.session.opening import Environment
from ui.session.session import Session
from ui.settings import Settings

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from pathlib import Path

    from klimaeditor.document import Document


ANNA, BERT = Identity("anna", "pc-anna", 4_194_305), Identity("bert", "pc-bert", 4_194_306)
"""Two users at machines of their own, so that nobody takes one for the crash of the other."""


def places(home: Path, who: Identity) -> Environment:
    """Return the surroundings of somebody whose own folders lie in *home*."""
    mine = home / who.user
    return Environment(
        local_now, who, mine / "Sicherungen", mine / "Wiederherstellung", site=muenster()
    )


@dataclass
class Opinion(Answers):
    """Answers what a save, an opening or a recovery may ask; *theirs* decides conflicts.

    *seen* are the conflicts that were shown: id, (path, order) of the field, ours, theirs. A
    question that is not expected here is a failure, which *errors* keeps.
    """

    theirs: Callable[[], bool] = lambda: False
    unsaved_choice: UnsavedChoice = UnsavedChoice.DISCARD
    recovery_choice: RecoveryChoice = RecoveryChoice.RESTORE
    seen: list[tuple[str, object, object, object]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, deque[object]] = field(default_factory=dict)  # none beside those below
    errors: list[str] = field(default_factory=list)

    def review(self, decisions, _titles, _about, *, settled_is_final):
        assert settled_is_final
        self.asked.append("review")
        found = [d for d in decisions if d.action is Action.CONFLICT]
        self.seen += [(d.record.id, d.field, d.ours, d.theirs) for d in found]
        return {d.key: d.theirs if self.theirs() else d.ours for d in found}

    def locked(self, _held):
        self.asked.append("locked")
        return LockedChoice.EDIT_ANYWAY

    def recovery(self, _sentence, _rows, *, readable=True):
        assert readable
        self.asked.append("recovery")
        return self.recovery_choice

    def unsaved(self, _titles, *, may_save):
        self.asked.append(f"unsaved {may_save}")
        return self.unsaved_choice

    def confirm_gone(self, _files, _lines):
        self.asked.append("gone")
        return True

    def error(self, sentence, details=""):
        self.errors.append(f"{sentence} {details}".strip())

    def info(self, sentence, _details=""):
        self.asked.append(sentence)


class Person:
    """Somebody with the dataset open."""

    def __init__(self, home: Path, who: Identity, opinion: Opinion | None = None) -> None:
        self.environment = places(home, who)
        self.ask = opinion or Opinion()
        ini = QSettings(str(home / who.user / "settings.ini"), QSettings.Format.IniFormat)
        self.session = Session(self.ask, Settings(ini), self.environment)
        self.told: list[str] = []
        self.session.notice.connect(self.told.extend)
        self.session.notices.connect(self.told.extend)

    @property
    def document(self) -> Document:
        """What is open."""
        assert self.session.document is not None
        return self.session.document

    def edit(self, measure: str, name: str, value: object) -> None:
        """Type a value into a field of a measure."""
        key = self.document.dataset.find(measure)
        assert self.session.bridge is not None
        self.session.bridge.edit(key, name, value)

    def value(self, measure: str, name: str) -> object:
        """Return what a field says now."""
        return self.document.view(self.document.dataset.find(measure)).value(name)
