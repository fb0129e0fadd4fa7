"""At the start: what a crash left unsaved is offered, and comes back as one step (SAFE-12)."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from klimaeditor import logs
from klimaeditor.diff.apply import to_batch
from klimaeditor.diff.describe import describe
from klimaeditor.files import store
from klimaeditor.files.backups import Backup, all_backups, read_backup
from klimaeditor.files.journal import discard
from klimaeditor.files.leftovers import find_leftovers, is_saved_already, restore, set_aside
from klimaeditor.model.changes import MARK
from klimaeditor.model.core_words import counted, inflected, shortened
from klimaeditor.model.errors import KlimaError
from klimaeditor.model.records import Dataset
from klimaeditor.model.values import ABSENT
from ui.dialogs.choices import Messages, RecoveryChoice
from ui.review.review_rows import ChangeRow, differences_to, restored_rows
from ui.session import background
from ui.session.background import CancelledError, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from klimaeditor.document import Document
    from klimaeditor.files.leftovers import Leftover, Restored
    from ui.bridge import DocumentBridge
    from ui.dialogs.choices import ErrorMessage
    from ui.session.keeper import Keeper
    from ui.session.opening import Environment


# --- words ---------------------------------------------------------------------------------------

RESTORING: Final = "Die Sicherung wird gelesen …"
STEP_RESTORE: Final = "Sicherung wiederherstellen"
MORE_LEFT: Final = (
    "Es gibt weitere nicht gespeicherte Änderungen; sie werden beim nächsten Start angeboten."
)
MORE_KEPT: Final = (
    "Es gibt weitere nicht gespeicherte Änderungen: Datei › Nicht Gespeichertes wiederherstellen."
)
NOTHING_KEPT: Final = "Es sind keine nicht gespeicherten Änderungen aufbewahrt."
RESTORED: Final = "Sicherung wiederhergestellt; noch nicht gespeichert (Rückgängig: Strg+Z)."
CRASHED: Final = (
    "Es ist ein unerwarteter Fehler aufgetreten. Ihre Änderungen sind aufbewahrt: Speichern Sie, "
    "und starten Sie den Klimaeditor neu. Kommt es wieder vor, geben Sie das Protokoll an Ihre "
    "Betreuung; es enthält keine Inhalte."
)


def set_aside_text(count: int) -> str:
    """Return that so many leftovers of crashes are not offered at the start any more."""
    what = inflected(
        count, "Änderungen einer Sitzung sind", f"Änderungen aus {count} Sitzungen sind"
    )
    return (
        f"Nicht gespeicherte {what} älter als 14 Tage oder lassen sich nicht lesen. Sie bleiben "
        "aufbewahrt, bis Sie darüber entscheiden: Datei › Nicht Gespeichertes wiederherstellen."
    )


def cannot_offer(what: str) -> str:
    """Return that a leftover cannot be brought back, and where it is."""
    return (
        f"{what} Das Wiederherstellen ist nicht gelungen. Die Änderungen bleiben aufbewahrt: "
        "Datei › Nicht Gespeichertes wiederherstellen."
    )


def log_at(path: str) -> str:
    """Return where the log is."""
    return f"Protokoll: {path}"


def unsaved_line(title: str, labels: Sequence[str], more: int) -> str:
    """Return what is unsaved in one measure: „Radweg: Kosten, Zusammenfassung und 2 weitere“."""
    rest = f" und {more} weitere" if more else ""
    return f"{shortened(title)}: {', '.join(labels)}{rest}"


def saved_fields(fields: int, measures: int) -> str:
    """Return how much was saved, "" where nothing was."""
    if not fields:
        return ""
    what = counted(fields, "Änderung", "Änderungen")
    where = counted(measures, "Eintrag", "Einträgen")
    return f"{what} in {where} gespeichert"


# --- At the start: what a crash left unsaved is offered, and comes back as one step (SAFE-12) ----

NAMED: Final = 3
"""So many leftovers are named at once, the others on request."""
_log = logging.getLogger(__name__)


class Resumes(Protocol):
    """Whoever can go on where a crash has stopped."""

    def resume(self, restored: Restored) -> bool:
        """Open what is restored; False where the user does not want that now."""

    def tell(self, sentence: str) -> None:
        """Show a sentence until it is put away."""


class RecoveryQuestions(Messages, Protocol):
    """What is asked about changes that were not saved."""

    def recovery(
        self, sentence: str, rows: Sequence[ChangeRow], *, readable: bool = True
    ) -> RecoveryChoice:
        """Ask whether changes that a crash left unsaved shall come back (SAFE-12).

        Where they are not *readable*, they can only be kept or thrown away.
        """


class BackupQuestion(Protocol):
    """What is asked before a backup comes back."""

    def restore(
        self, backups: Sequence[Backup], changes: Callable[[Backup], Sequence[ChangeRow]]
    ) -> Backup | None:
        """Ask for a backup to restore; *changes* tells what that would change (SAFE-11)."""


def recover(session: Resumes, ask: RecoveryQuestions, environment: Environment) -> bool:
    """At the start, offer what crashes left, the latest first; True where one of them is open now.

    Only one can be open; the others are offered at the next start. What is on disk already is
    removed without a word. What is too old for a question, or cannot be read, is set aside, and
    that is said. Never raises.
    """
    now = environment.clock()
    waiting, aside = [], []
    for left in find_leftovers(environment.journals, now, environment.site):
        if left.readable and not left.is_old(now):
            waiting.append(left)
        else:
            aside.append(set_aside(left, now).name(now))
    if aside:
        sentences = [set_aside_text(len(aside)), *aside[:NAMED]]
        ask.info("\n\n".join(sentences), "\n\n".join(aside[NAMED:]))
    return _offer(waiting, session, ask, environment, MORE_LEFT)


def offer_kept(session: Resumes, ask: RecoveryQuestions, environment: Environment) -> None:
    """Offer all that crashes left, also what was set aside, the latest first."""
    found = find_leftovers(environment.journals, environment.clock(), environment.site, aside=True)
    if found:
        _offer(list(found), session, ask, environment, MORE_KEPT)
    else:
        ask.info(NOTHING_KEPT)


def _offer(
    waiting: list[Leftover],
    session: Resumes,
    ask: RecoveryQuestions,
    environment: Environment,
    more: str,
) -> bool:
    while waiting:
        left = waiting.pop(0)
        try:
            done = _offer_one(left, session, ask, environment)
        except KlimaError as error:
            ask.error(str(error))
            continue
        except Exception as error:  # noqa: BLE001 - what one session left must not cost the others
            _log.warning("leftover not offered: %s", type(error).__name__)
            ask.error(cannot_offer(set_aside(left, environment.clock()).name(environment.clock())))
            continue
        if done and waiting:
            session.tell(more)
        if done:
            return True
    return False


def _offer_one(
    left: Leftover, session: Resumes, ask: RecoveryQuestions, environment: Environment
) -> bool:
    """Ask about one; True where it is open now."""
    restored = restore(left) if left.readable else None
    if restored is not None and not restored.lost and _on_disk(restored, environment):
        discard(left.path)
        return False
    rows = () if restored is None else rows_of(restored)
    readable = restored is not None
    choice = ask.recovery(left.question(environment.clock()), rows, readable=readable)
    if choice is RecoveryChoice.DISCARD:
        discard(left.path)
    elif choice is RecoveryChoice.RESTORE and restored is not None and session.resume(restored):
        discard(left.path)
        return True
    return False


def rows_of(restored: Restored) -> tuple[ChangeRow, ...]:
    """Return in words what the batch changes, against the files it rests on."""
    before = restored.dataset
    rows = {file: table.rows for file, table in before.tables.items()}
    after = Dataset.keyed(rows, before.site, before.marked)
    after.apply(restored.batch)
    marks = [
        ChangeRow(file, " › ".join(MARK), describe(old.bom or ABSENT), describe(new.bom or ABSENT))
        for (file, old), new in zip(before.tables.items(), after.tables.values(), strict=True)
        if old.bom != new.bom
    ]
    return (*marks, *restored_rows(before, after))


def _on_disk(restored: Restored, environment: Environment) -> bool:
    folder = restored.folder
    if folder is None:
        return False
    with suppress(KlimaError, CancelledError):
        found = run(
            lambda: store.load(folder, environment.backups, site=environment.site),
            background.LOOKING,
            may_cancel=True,
        )
        return is_saved_already(restored, found.sources)
    return False


# --- Back to a backup: what would change is shown first, and it is one step (SAFE-11) ------------


def restore_backup(bridge: DocumentBridge, ask: BackupQuestion, environment: Environment) -> str:
    """Ask for a backup and bring it back; returns what was done, "" where nothing was."""
    document = bridge.document
    if document.location is None:
        return ""

    @cache
    def read(backup: Backup) -> Dataset:
        return run(lambda: read_backup(backup, document.dataset.site).dataset, RESTORING)

    found = all_backups(document.location, environment.backups)
    chosen = ask.restore(found, lambda backup: restored_rows(document.dataset, read(backup)))
    if chosen is None:
        return ""
    wanted = differences_to(document.dataset, read(chosen))
    bridge.push(to_batch(document.dataset, wanted, STEP_RESTORE))
    return RESTORED


# --- What nobody caught: keep what was typed, log it, and say so in the window (DEL-05, SAFE-12) -


class Keeps(Protocol):
    """Whoever has the open document."""

    @property
    def keeper(self) -> Keeper | None:
        """What keeps it safe."""


class CrashTeller(QObject):
    """Tells of uncaught exceptions in the thread of the window, wherever they happened."""

    _crashed = Signal()

    def __init__(
        self, session: Keeps, ask: ErrorMessage, log: Path | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._ask, self._log = session, ask, log
        self._telling = False
        self._crashed.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Hear of uncaught exceptions from now on."""
        logs.install(logs.make_hook(self._flush, self._log, lambda _log: self._crashed.emit()))

    def _flush(self) -> None:
        if self._session.keeper is not None:
            self._session.keeper.journal.flush()

    def _tell(self) -> None:
        """Tell once at a time: a fault in painting comes sixty times a second."""
        if self._telling:
            return
        self._telling = True
        try:
            where = "" if self._log is None else log_at(str(self._log))
            self._ask.error(CRASHED, where)
        finally:
            self._telling = False


# --- Unsaved work in words: which fields of which measures, for the close dialog and after a save

SHOWN: Final = 4


def unsaved_lines(document: Document) -> list[str]:
    """Return one line for each measure or other record: its title and the fields changed in it.

    A document that was never saved has only titles to show.
    """
    if not document.sources:
        return document.changed_measures()
    labels: dict[tuple[object, str], dict[str, None]] = {}
    for change in document.changed_fields():
        owner = change.record if change.measure is None else change.measure
        labels.setdefault((owner, change.title), {})[change.label] = None
    return [
        unsaved_line(title, list(found)[:SHOWN], max(0, len(found) - SHOWN))
        for (_, title), found in labels.items()
    ]


def saved_sentence(document: Document) -> str:
    """Return what a save of the document is about to store, to be said when it has worked."""
    if not document.sources:
        return ""
    changes = document.changed_fields()
    return saved_fields(len(changes), len({change.title for change in changes}))
