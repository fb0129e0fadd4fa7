"""The question about unsaved work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.choices import UnsavedChoice
from ui.dialogs import texts
from ui.dialogs.question import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Sequence


def unsaved(titles: Sequence[str], *, may_save: bool) -> Question[UnsavedChoice]:
    """Return the question about unsaved work; without *may_save* it can only be discarded."""
    discard = Answer(texts.DISCARD if may_save else texts.RELOAD, UnsavedChoice.DISCARD)
    save = Answer(texts.SAVE, UnsavedChoice.SAVE, primary=True, default=True)
    return Question(
        texts.UNSAVED_TITLE,
        texts.unsaved(len(titles)),
        (save, discard) if may_save else (discard,),
        UnsavedChoice.CANCEL,
        tuple(titles),
        texts.UNSAVED_NOTE if may_save else texts.RELOAD_NOTE,
        "save" if may_save else "triangle-alert",
        "accent" if may_save else "warning",
    )
