"""At the start: what a crash left unsaved is offered, and comes back as one step (SAFE-12)."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol

from klimaeditor.dataset import store
from klimaeditor.dataset.records import Dataset
from klimaeditor.errors import KlimaError
from klimaeditor.recovery.journal import discard
from klimaeditor.recovery.leftovers import (
    find_leftovers,
    is_saved_already,
    restore,
    set_aside,
)
from ui.choices import RecoveryChoice
from ui.review.restore import restored_rows
from ui.safety import texts
from ui.safety.background import CancelledError, run

if TYPE_CHECKING:
    from klimaeditor.recovery.leftovers import Leftover, Restored
    from ui.ask import Ask
    from ui.review.rows import ChangeRow
    from ui.safety.surroundings import Surroundings

NAMED: Final = 3
"""So many leftovers are named at once, the others on request."""
_log = logging.getLogger(__name__)


class Resumes(Protocol):
    """Whoever can go on where a crash has stopped."""

    def resume(self, restored: Restored) -> bool:
        """Open what is restored; False where the user does not want that now."""

    def tell(self, sentence: str) -> None:
        """Show a sentence until it is put away."""


def recover(session: Resumes, ask: Ask, here: Surroundings) -> bool:
    """At the start, offer what crashes left, the latest first; True where one of them is open now.

    Only one can be open; the others are offered at the next start. What is on disk already is
    removed without a word. What is too old for a question, or cannot be read, is set aside, and
    that is said. Never raises.
    """
    now = here.clock()
    waiting, aside = [], []
    for left in find_leftovers(here.journals, now):
        if left.readable and not left.is_old(now):
            waiting.append(left)
        else:
            aside.append(set_aside(left, now).name(now))
    if aside:
        sentences = [texts.set_aside(len(aside)), *aside[:NAMED]]
        ask.info("\n\n".join(sentences), "\n\n".join(aside[NAMED:]))
    return _offer(waiting, session, ask, here, texts.MORE_LEFT)


def offer_kept(session: Resumes, ask: Ask, here: Surroundings) -> None:
    """Offer all that crashes left, also what was set aside, the latest first."""
    found = find_leftovers(here.journals, here.clock(), aside=True)
    if found:
        _offer(list(found), session, ask, here, texts.MORE_KEPT)
    else:
        ask.info(texts.NOTHING_KEPT)


def _offer(
    waiting: list[Leftover], session: Resumes, ask: Ask, here: Surroundings, more: str
) -> bool:
    while waiting:
        left = waiting.pop(0)
        try:
            done = _offer_one(left, session, ask, here)
        except KlimaError as error:
            ask.error(str(error))
            continue
        except Exception as error:  # noqa: BLE001 - what one session left must not cost the others
            _log.warning("leftover not offered: %s", type(error).__name__)
            ask.error(texts.cannot_offer(set_aside(left, here.clock()).name(here.clock())))
            continue
        if done and waiting:
            session.tell(more)
        if done:
            return True
    return False


def _offer_one(left: Leftover, session: Resumes, ask: Ask, here: Surroundings) -> bool:
    """Ask about one; True where it is open now."""
    restored = restore(left) if left.readable else None
    if restored is not None and not restored.lost and _on_disk(restored, here):
        discard(left.path)
        return False
    rows = () if restored is None else rows_of(restored)
    readable = restored is not None
    choice = ask.recovery(left.question(here.clock()), rows, readable=readable)
    if choice is RecoveryChoice.DISCARD:
        discard(left.path)
    elif choice is RecoveryChoice.RESTORE and restored is not None and session.resume(restored):
        discard(left.path)
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
