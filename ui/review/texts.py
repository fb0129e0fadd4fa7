"""German words of the reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.texts import thousands

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
RECOVERED: Final = ReviewWords(
    "Wiederhergestellte Änderungen abgleichen",
    "Seit dem Absturz wurden die Dateien geändert. "
    "Bitte entscheiden Sie, welche Fassung gelten soll.",
    "Vor dem Absturz gespeichert",
    "Auf dem Datenträger",
    "Wiederhergestellt",
)

# --- the list ------------------------------------------------------------------------------
LIST_NAME: Final = "Geänderte Felder"
ONLY_CONFLICTS: Final = "Nur &Konflikte"
NOTHING: Final = "Es gibt nichts zu entscheiden."
DATASET: Final = "Datensatz"
WHOLE_MEASURE: Final = "Ganze Maßnahme"
WHOLE_COMPANIONS: Final = "Zusatzangaben im Ganzen"
WHOLE_PROGRESS: Final = "Fortschritt im Ganzen"
WHOLE_CATEGORY: Final = "Ganze Kategorie"
SPOKEN_ROW: Final = "{title}, {label}, {state}"
TAKEN: Final = "wird übernommen"
OURS: Final = "von Ihnen"
CHOSEN_EDITED: Final = "bearbeitet"

# --- the versions --------------------------------------------------------------------------
SPOKEN_REMOVED: Final = "entfallen: {text}"
SPOKEN_ADDED: Final = "neu: {text}"
REMOVED_MARK: Final = "−"
ADDED_MARK: Final = "+"
LEGEND: Final = "− durchgestrichen: entfallen · + unterstrichen: neu"
GONE: Final = "gelöscht"
NOT_YET: Final = "nicht vorhanden"
LINE: Final = "{label}: {value}"

# --- deciding ------------------------------------------------------------------------------
EDIT: Final = "&Bearbeiten…"
EDIT_TIP: Final = "Den Text von Hand zusammenführen"
NO_EDIT_TIP: Final = "Hier lässt sich nur eine der beiden Fassungen wählen."
FINAL_TIP: Final = "Das ist schon zusammengeführt; ändern können Sie es danach im Formular."
EDIT_DONE: Final = "&Fertig"
EDIT_DROP: Final = "&Verwerfen"
RESULT: Final = "Ergebnis"
EDITOR_NAME: Final = "Zusammengeführter Text"
UNDECIDED: Final = "noch nicht entschieden"
KEEP_ALL: Final = "Alle meine be&halten"
KEEP_ALL_TIP: Final = "Bei allen offenen Konflikten bleibt Ihre Fassung."
APPLY: Final = "&Übernehmen"
NOTHING_YET: Final = "Nichts wird geändert, bevor Sie „Übernehmen“ wählen."

# --- changes, backups, recovery --------------------------------------------------------------
CHANGES_NAME: Final = "Betroffene Felder"
SPOKEN_CHANGE: Final = "{}, {}"
NOW: Final = "Jetzt"
AFTERWARDS: Final = "Danach"
RESTORE_TITLE: Final = "Sicherung wiederherstellen"
RESTORE_SENTENCE: Final = (
    "Rechts steht, was sich gegenüber dem jetzigen Stand ändern würde. "
    "Das Wiederherstellen ist ein Schritt, der sich rückgängig machen lässt (Strg+Z)."
)
RESTORE: Final = "Diese Sicherung &wiederherstellen"
BACKUPS_NAME: Final = "Sicherungen"
NO_BACKUPS: Final = "Für diesen Datensatz gibt es noch keine Sicherung."
NO_BACKUPS_HINT: Final = "Vor jedem Speichern wird der bisherige Stand gesichert."
SAME_AS_NOW: Final = "Diese Sicherung entspricht dem jetzigen Stand."
BEFORE_SAVING: Final = "vor einem Speichern"
INTERRUPTED: Final = "unterbrochenes Speichern"
RECOVERY_TITLE: Final = "Änderungen wiederherstellen"
RECOVERY_NOTE: Final = (
    "Mit „Später“ bleiben die Änderungen aufbewahrt; Sie werden beim nächsten Start wieder gefragt "
    "und finden sie unter Datei › Nicht Gespeichertes wiederherstellen."
)
RECOVER: Final = "&Wiederherstellen"
DISCARD: Final = "&Verwerfen"
LATER: Final = "&Später"
SAVED_TEXT: Final = "Gespeichert"
RECOVERED_TEXT: Final = "Wiederhergestellt"

# --- somebody else has it open -----------------------------------------------------------------
LOCKED_TITLE: Final = "Datensatz ist schon geöffnet"
STALE_TITLE: Final = "Sperre ist übrig geblieben"
READ_ONLY: Final = "Nur &lesend öffnen"
EDIT_ANYWAY: Final = "&Trotzdem bearbeiten"
TAKE_OVER: Final = "&Sperre übernehmen und bearbeiten"


def decided(done: int, total: int) -> str:
    """Return the counter of conflicts: „2 von 5 entschieden“."""
    return f"{done} von {total} entschieden" if total else "keine Konflikte"


def place(number: int, total: int) -> str:
    """Return where in the list one is."""
    return f"Stelle {number} von {total}"


def alike(count: int) -> str:
    """Return the button that repeats a decision for like fields."""
    return f"Für alle &gleichartigen ({count})" if count else "Für alle &gleichartigen"


def alike_tip(label: str, count: int) -> str:
    """Return what „gleichartig“ means here."""
    rest = "1 weitere Stelle" if count == 1 else f"{count} weitere Stellen"
    return f"Dieselbe Entscheidung für „{label}“: {rest}"


def version_name(column: str, label: str) -> str:
    """Return the accessible name of one version."""
    return f"{column}: {label}"


def changes(count: int) -> str:
    """Return how many fields would change."""
    return "1 Feld ändert sich" if count == 1 else f"{count} Felder ändern sich"


def backup_line(trigger: str, size: int) -> str:
    """Return the second line of a backup; *size* in bytes."""
    return f"{trigger} · {thousands(max(1, round(size / 1024)))} KB"
