"""How a row stands, as a badge: icon and word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.models.marks import Mark
from ui.review import texts
from ui.review.state import Pick
from ui.theme import Tone

if TYPE_CHECKING:
    from ui.review.texts import ReviewWords


def mark_of(pick: Pick, words: ReviewWords) -> Mark:
    """Return the badge of a row of the review that *words* belong to."""
    return {
        Pick.OPEN: Mark(words.open, "git-compare", Tone.ERROR),
        Pick.TAKEN: Mark(texts.TAKEN, "check", Tone.GOOD),
        Pick.OURS: Mark(texts.OURS, "check", Tone.NEUTRAL),
        Pick.CHOSE_THEIRS: Mark(words.took, "circle-check", Tone.GOOD),
        Pick.CHOSE_OURS: Mark(words.kept, "circle-check", Tone.GOOD),
        Pick.EDITED: Mark(texts.CHOSEN_EDITED, "pencil", Tone.GOOD),
    }[pick]
