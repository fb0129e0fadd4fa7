"""German words of the history."""

from __future__ import annotations

from typing import Final

PANE: Final = "Verlauf der Schritte"
TAB: Final = "Verlauf"
NO_DATASET: Final = "Kein Datensatz geöffnet."
NOTHING: Final = "Noch kein Schritt."
NOTHING_HINT: Final = (
    "Hier steht jede Änderung seit dem Öffnen. Ein Klick führt zu dem Stand, den es danach gab."
)
START: Final = "Stand beim Öffnen"
UNNAMED: Final = "Änderung"
SAVED: Final = "gespeichert"
TIP: Final = "Zu diesem Stand gehen (Eingabetaste)"
_CURRENT: Final = "aktueller Stand"
_UNDONE: Final = "zurückgenommen"


def spoken(name: str, *, current: bool, undone: bool, saved: bool) -> str:
    """Return what a screen reader says about a state."""
    marks = ((current, _CURRENT), (undone, _UNDONE), (saved, SAVED))
    return ", ".join([name, *(word for holds, word in marks if holds)])
