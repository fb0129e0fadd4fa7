"""German words of the run without a display."""

from __future__ import annotations

DESCRIPTION = (
    "Erledigt ohne Bildschirm ein Stück Arbeit an einer Kopie eines Datensatzes: prüfen, einen "
    "Befund beheben, Felder ausfüllen, speichern, Excel, Bilder vom Fenster."
)
OUTPUT, DATASET = "ORDNER", "DATENSATZ"
HELP_OUTPUT = "Ordner für die Ergebnisse; er wird angelegt"
HELP_DATASET = "Datensatz, von dem eine Kopie bearbeitet wird; sonst der Beispieldatensatz"

COPY_FOLDER = "datensatz"
DIFF_FILE = "aenderungen.diff"
WORKBOOK_FILE = "massnahmen.xlsx"
START_PICTURE = "startseite.png"
WINDOW_PICTURE = "fenster.png"

NOTHING_TO_FIX = "Kein Befund lässt sich ohne Entscheidung beheben; dieser Schritt entfällt."
NO_MEASURES = "Der Datensatz hat keine Maßnahmen; es gibt nichts zu bearbeiten."
STEP_FILL = "Felder ausfüllen"
SHORT_TITLE = "KlimaWerkstatt"
SUMMARY = (
    "Ein offener Raum zum Reparieren, Tauschen und Lernen. Die ersten Abende haben stattgefunden, "
    "ein zweiter Standort ist geplant."
)


def failed(reason: str) -> str:
    """Return the line of a run that did not succeed."""
    return f"Nicht gelungen: {reason}"


def copied(folder: str) -> str:
    """Return where the copy lies."""
    return f"Kopie des Datensatzes: {folder}"


def checked(findings: str) -> str:
    """Return what the check found."""
    return f"Geprüft: {findings}."


def repaired(measure: str, field: str, fix: str) -> str:
    """Return which finding was repaired."""
    return f"Behoben: {measure}, {field}: {fix}"


def filled(measure: str, fields: list[str]) -> str:
    """Return which fields were filled."""
    return f"Ausgefüllt: {measure}: {', '.join(fields)}"


def saved(findings: str) -> str:
    """Return what is open after saving."""
    return f"Gespeichert; offen sind noch: {findings}."


def changed(file: str, added: int, removed: int) -> str:
    """Return how many lines of a file changed."""
    return f"  {file}: Zeilen +{added} −{removed}"


def diff(path: str) -> str:
    """Return where the line-by-line differences lie."""
    return f"Geänderte Zeilen: {path}"


def exported(path: str) -> str:
    """Return where the workbook lies."""
    return f"Excel-Arbeitsmappe: {path}"


def picture(path: str) -> str:
    """Return where a picture lies."""
    return f"Bild: {path}"


def no_picture(path: str) -> str:
    """Return that a picture could not be written."""
    return f"Das Bild {path} ließ sich nicht schreiben. Bitte Platz und Rechte prüfen."


def asked(question: str) -> str:
    """Return that the program asked something nobody can answer here."""
    return f"Das Programm hat nachgefragt ({question}), aber ohne Bildschirm antwortet niemand."


def not_opened(folder: str) -> str:
    """Return that the window did not open the dataset."""
    return f"Das Fenster hat den Datensatz nicht geöffnet: {folder}"
