"""How a row stands, as a badge: icon and word."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ui.models.marks import Mark
from ui.review import texts
from ui.review.state import Pick
from ui.theme import Tone

_MARKS: Final = MappingProxyType(
    {
        Pick.OPEN: Mark(texts.CONFLICT, "git-compare", Tone.ERROR),
        Pick.TAKEN: Mark(texts.TAKEN, "check", Tone.GOOD),
        Pick.OURS: Mark(texts.OURS, "check", Tone.NEUTRAL),
        Pick.CHOSE_THEIRS: Mark(texts.CHOSEN_THEIRS, "circle-check", Tone.GOOD),
        Pick.CHOSE_OURS: Mark(texts.CHOSEN_OURS, "circle-check", Tone.GOOD),
        Pick.EDITED: Mark(texts.CHOSEN_EDITED, "pencil", Tone.GOOD),
    }
)


def mark_of(pick: Pick) -> Mark:
    """Return the badge of a row."""
    return _MARKS[pick]
