"""German sentences about recovering what was not saved (SAFE-12)."""

from __future__ import annotations

UNWRITABLE = "Eine Änderung enthält etwas, das sich nicht aufschreiben lässt."
TOO_MUCH = "Es sind zu viele auf einmal."
UNEXPECTED = "Ein unerwarteter Fehler ist aufgetreten; er steht im Protokoll."
STEP = "Nicht gespeicherte Änderungen wiederherstellen"
UNREADABLE = (
    "Die aufbewahrten Änderungen lassen sich nicht lesen; eine der dafür nötigen Dateien fehlt "
    "oder ist beschädigt. Der Datensatz selbst ist davon nicht betroffen."
)


def not_kept(reason: str) -> str:
    """Return the warning that changes are not kept for the case of a crash."""
    return (
        f"Ihre Änderungen lassen sich gerade nicht für den Fall eines Absturzes merken: {reason} "
        "Bitte öfter speichern."
    )


def offer(count: int, name: str, when: str, lost: int = 0) -> str:
    """Return the question whether to recover; *name* is that of the dataset's folder.

    *lost* is how many steps could not be read.
    """
    last = f"Zuletzt wurde {when} etwas geändert."
    sentence = f"{_changes(count, name)} wiederherstellen? {last}"
    return " ".join(filter(None, (sentence, not_read(lost))))


def kept(count: int, name: str, when: str, lost: int) -> str:
    """Return what a session left, as a sentence."""
    sentence = f"{_changes(count, name)}, zuletzt {when}."
    return " ".join(filter(None, (sentence, not_read(lost))))


def _changes(count: int, name: str) -> str:
    what = "1 ungespeicherte Änderung" if count == 1 else f"{count} ungespeicherte Änderungen"
    return f"{what} an „{name}“" if name else what


def not_read(steps: int) -> str:
    """Return how many steps are missing in what can be recovered, "" where none is."""
    if not steps:
        return ""
    what = "1 Schritt konnte" if steps == 1 else f"{steps} Schritte konnten"
    return f"{what} nicht gelesen werden; bitte die betroffenen Felder danach prüfen."


def unreadable(name: str, when: str, place: str) -> str:
    """Return that what a session left cannot be read; *place* is the folder it lies in."""
    where = f" an „{name}“" if name else ""
    return (
        f"Nicht gespeicherte Änderungen{where} von einer Sitzung, die {when} endete, lassen sich "
        f"nicht lesen. Der Datensatz selbst ist davon nicht betroffen. Sie liegen noch unter "
        f"{place}."
    )
