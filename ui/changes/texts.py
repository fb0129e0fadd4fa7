"""German words of the list of unsaved changes."""

from __future__ import annotations

from typing import Final

from klimaeditor.differences import ChangeKind
from ui.texts import thousands

PANE: Final = "Ungespeicherte Änderungen"
TAB: Final = "Änderungen"
NO_DATASET: Final = "Kein Datensatz geöffnet."
NOTHING: Final = "Nichts geändert seit dem letzten Speichern."
NEVER_SAVED: Final = "Dieser Datensatz ist noch nicht als Ordner gespeichert."
NEVER_SAVED_HINT: Final = "Nach dem ersten Speichern steht hier jedes Feld, das Sie danach ändern."
REVERT_FIELD: Final = "Feld zurücknehmen"
REVERT_MEASURE: Final = "Maßnahme zurücknehmen"
REVERT_ENTRY: Final = "Eintrag zurücknehmen"
REVERT_ALL: Final = "Alle zurücknehmen…"
REVERT_FIELD_TIP: Final = "Holt den gespeicherten Wert dieses Feldes zurück (Strg+Eingabetaste)"
REVERT_MEASURE_TIP: Final = "Holt alle gespeicherten Werte dieser Maßnahme zurück"
REVERT_ALL_TIP: Final = "Holt nach einer Rückfrage den ganzen gespeicherten Stand zurück"
BREAK: Final = "↵ "
JOINT: Final = " · "
GAP: Final = "…"
SEPARATED: Final = " … "
_SPOKEN: Final = "{title}, {label}: vorher {before}, nachher {after}"
_KINDS: Final = {
    ChangeKind.ADDED: "neu",
    ChangeKind.REMOVED: "gelöscht",
    ChangeKind.MOVED: "verschoben",
    ChangeKind.CHANGED: "geändert",
}


def kind(found: ChangeKind) -> str:
    """Return the word for what became of a record."""
    return _KINDS[found]


def count(number: int) -> str:
    """Return e.g. „3 Änderungen“."""
    return "1 Änderung" if number == 1 else f"{thousands(number)} Änderungen"


def more(number: int) -> str:
    """Return the last line of a list that is too long to be shown whole."""
    return f"… und {thousands(number)} weitere. „Alle zurücknehmen…“ nimmt auch sie zurück."


def spoken(title: str, label: str, before: str, after: str) -> str:
    """Return what a screen reader says about a change."""
    return _SPOKEN.format(title=title, label=label, before=before, after=after)


def spoken_record(title: str, label: str, word: str) -> str:
    """Return what a screen reader says about a whole record."""
    return f"{title}, {label}: {word}"


def line(title: str, label: str) -> str:
    """Return a change in the question before all are taken back."""
    return f"{title}: {label}"


def reverted(number: int) -> str:
    """Return what has just been taken back."""
    return f"{count(number)} zurückgenommen. Strg+Z holt sie wieder."
