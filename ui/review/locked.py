"""Somebody else has the dataset open: read only, edit anyway, or leave it (SAFE-07)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.choices import LockedChoice
from ui.dialogs.question import Answer, Question
from ui.review import texts

if TYPE_CHECKING:
    from klimaeditor.dataset.locks import Held


def locked(held: Held) -> Question[LockedChoice]:
    """Return the question about a lock; its sentence says who, where, since when, and if stale.

    A stale lock is taken over only after this question, and never by Enter.
    """
    edit = Answer(texts.TAKE_OVER if held.stale else texts.EDIT_ANYWAY, LockedChoice.EDIT_ANYWAY)
    read = Answer(texts.READ_ONLY, LockedChoice.READ_ONLY, primary=True, default=True)
    return Question(
        texts.STALE_TITLE if held.stale else texts.LOCKED_TITLE,
        held.sentence,
        (read, edit),
        LockedChoice.CANCEL,
        icon="lock" if held.stale else "users",
        tone="warning" if held.stale else "accent",
    )
