"""German words of the self-test."""

from __future__ import annotations

from klimaeditor.errors import KlimaError

PASSED = "gut    "
FAILED = "FEHLER "

RESOURCES = "Mitgelieferte Dateien"
OPEN = "Beispieldatensatz öffnen"
EDIT = "Ein Feld ändern"
CHECK = "Prüfen"
UNDO = "Zurücknehmen"
SAVE = "Speichern"
EXPORT = "Excel schreiben"
IMPORT = "Excel zurücklesen"
XML = "Präparierte Arbeitsmappe"
NETWORK = "Kein Netzzugriff"

FILE = "DATEI"
HELP_RESULT = "das Ergebnis außerdem als JSON in diese Datei schreiben"

COMPLETE = "vollständig"
UNDONE = "wie vor der Änderung"
REFUSED = "abgelehnt, wie es sein soll"
NOT_AS_ON_DISK = "Der Datensatz ist nach dem Öffnen nicht wie auf dem Datenträger."
NOT_STORED = "Der geänderte Wert ist nicht angekommen."
NO_FINDINGS = "Im Beispieldatensatz sind Fehler, gefunden wurde keiner."
NOT_UNDONE = "Nach dem Zurücknehmen ist der Datensatz anders als zuvor."
CHANGED_WITHOUT_EDIT = "Speichern ohne Änderung hat eine Datei verändert."
WRONG_FILES = "Gespeichert wurde eine andere Datei als die mit der Änderung."
NO_WORKBOOK = "Die Arbeitsmappe ist nicht entstanden."
NOT_DEFUSED = "Der Schutz vor präparierten XML-Daten (defusedxml) fehlt."
NOT_REFUSED = "Eine Arbeitsmappe mit präpariertem XML wurde angenommen."


def missing(files: list[str]) -> str:
    """Return which files of the sample are missing."""
    return f"Es fehlt: {', '.join(files)}."


def opened(number: int) -> str:
    """Return how many measures were read."""
    return f"{number} Maßnahmen gelesen"


def counted(number: int) -> str:
    """Return how many findings there are."""
    return f"{number} Befunde"


def written(files: list[str]) -> str:
    """Return what was written."""
    return f"nur {', '.join(files)} geschrieben"


def size(number: int) -> str:
    """Return the size of the workbook in kilobytes."""
    return f"{number / 1000:.0f} kB"


def lost(measure: str) -> str:
    """Return that a measure did not come back."""
    return f"Maßnahme {measure} ist in der Arbeitsmappe nicht wiederzufinden."


def differs(measure: str, field: str) -> str:
    """Return that a value did not come back as it was."""
    return f"Maßnahme {measure}: {field} kommt aus der Arbeitsmappe anders zurück."


def network(seen: list[str]) -> str:
    """Return what was seen of the network."""
    return f"benutzt wurde: {', '.join(sorted(set(seen)))}" if seen else "keiner beobachtet"


def fault(error: Exception) -> str:
    """Return what went wrong; for a fault of the program, its kind too."""
    return str(error) if isinstance(error, KlimaError) else f"{type(error).__name__}: {error}"


def verdict(number: int, failed: list[str]) -> str:
    """Return the closing line."""
    if not failed:
        return f"Alle {number} Schritte sind gelungen."
    return f"Nicht gelungen ({len(failed)} von {number} Schritten): {', '.join(failed)}."
