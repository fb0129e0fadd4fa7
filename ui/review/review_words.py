"""German words of the reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TAKE: Final = "&Andere übernehmen"
KEEP: Final = "&Meine behalten"
CONFLICT: Final = "Konflikt"
CHOSEN_THEIRS: Final = "Andere gewählt"
CHOSEN_OURS: Final = "Meine gewählt"


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What a review is about: its title and sentence, what versions and decisions are called.

    Without a name for *base* only the other two versions are shown.
    """

    title: str
    sentence: str
    base: str
    theirs: str
    ours: str
    take: str = TAKE
    keep: str = KEEP
    open: str = CONFLICT
    took: str = CHOSEN_THEIRS
    kept: str = CHOSEN_OURS


ON_DISK: Final = ReviewWords(
    "Änderungen anderer abgleichen",
    "Die Dateien wurden inzwischen auch von anderer Seite geändert. "
    "Bitte entscheiden Sie, wo beide Fassungen dasselbe Feld verschieden geändert haben.",
    "Beim Öffnen",
    "Auf dem Datenträger",
    "Ihre Fassung",
)
LEGEND: Final = "durchgestrichen: entfallen · unterstrichen: neu"
SPOKEN_CHANGE: Final = "{}, {}"
