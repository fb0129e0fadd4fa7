"""German words of the reviews."""

from __future__ import annotations

from typing import Final

from klimaeditor.model.dataclass import dataclass

TAKE: Final = "&Fremde Fassung übernehmen"
KEEP: Final = "&Meine Fassung behalten"
CONFLICT: Final = "Konflikt"
CHOSEN_THEIRS: Final = "Fremde Fassung gewählt"
CHOSEN_OURS: Final = "Meine Fassung gewählt"


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What a review is about: its title and sentence, what the versions are called.

    Without a common version *base* is "", and only the other two are shown.
    """

    title: str
    sentence: str
    base: str
    theirs: str
    ours: str


ON_DISK: Final = ReviewWords(
    "Änderungen anderer zusammenführen",
    "Die Dateien wurden inzwischen auch von anderer Seite geändert. Entscheiden Sie, wo beide "
    "Fassungen dasselbe Feld unterschiedlich geändert haben.",
    "Beim Öffnen",
    "Auf dem Datenträger",
    "Ihre Fassung",
)
LEGEND: Final = "durchgestrichen: entfallen · unterstrichen: neu"
SPOKEN_CHANGE: Final = "{}, {}"
