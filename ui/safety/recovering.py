"""At the start: what a crash left unsaved is offered, and comes back as one step (SAFE-12)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from klimaeditor.dataset import store
from klimaeditor.dataset.records import Dataset
from klimaeditor.errors import KlimaError
from klimaeditor.recovery.journal import discard
from klimaeditor.recovery.leftovers import find_leftovers, is_saved_already, restore
from ui.choices import RecoveryChoice
from ui.review.restore import restored_rows
from ui.safety import texts
from ui.safety.background import CancelledError, run

if TYPE_CHECKING:
    from klimaeditor.recovery.leftovers import Restored
    from ui.ask import Ask
    from ui.review.rows import ChangeRow
    from ui.safety.surroundings import Surroundings


class Resumes(Protocol):
    """Whoever can go on where a crash has stopped."""

    def resume(self, restored: Restored) -> bool:
        """Open what is restored; False where the user does not want that now."""

    def tell(self, sentence: str) -> None:
        """Show a sentence until it is put away."""


def recover(session: Resumes, ask: Ask, here: Surroundings) -> bool:
    """Offer what crashes left, the latest first; True where one of them is open now.

    Only one can be open; the others are offered at the next start. What is on disk already is
    removed without a word.
    """
    waiting = list(find_leftovers(here.journals, here.clock()))
    while waiting:
        left = waiting.pop(0)
        try:
            restored = restore(left)
        except KlimaError as error:
            ask.error(str(error))
            continue
        if _on_disk(restored, here):
            discard(left.path)
            continue
        choice = ask.recovery(left.question(here.clock()), rows_of(restored))
        if choice is RecoveryChoice.DISCARD:
            discard(left.path)
        elif choice is RecoveryChoice.RESTORE and session.resume(restored):
            discard(left.path)
            if waiting:
                session.tell(texts.MORE_LEFT)
            return True
    return False


def rows_of(restored: Restored) -> tuple[ChangeRow, ...]:
    """Return in words what the batch changes, against the files it rests on."""
    after = Dataset.keyed({file: table.rows for file, table in restored.dataset.tables.items()})
    after.apply(restored.batch)
    return restored_rows(restored.dataset, after)


def _on_disk(restored: Restored, here: Surroundings) -> bool:
    folder = restored.folder
    if folder is None:
        return False
    with suppress(KlimaError, CancelledError):
        found = run(lambda: store.load(folder, here.backups), texts.LOOKING, may_cancel=True)
        return is_saved_already(restored, found.sources)
    return False
