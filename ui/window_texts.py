"""German words of the window: title, panes, status bar, messages of the session."""

from __future__ import annotations

PRODUCT = "Klimaeditor"
OPEN_FOLDER = "Ordner des Datensatzes öffnen"
OPEN_WORKBOOK = "Excel-Arbeitsmappe öffnen"
SAVE_FOLDER = "Ordner zum Speichern wählen"
EXPORT_TITLE = "Als Excel exportieren"
XLSX_FILTER = "Excel-Arbeitsmappe (*.xlsx)"
SAMPLE_FOLDER = "Beispieldatensatz"
SAMPLE_FAILED = (
    "Der Beispieldatensatz ließ sich nicht in Ihren Benutzerordner kopieren. "
    "Bitte prüfen, ob dort Platz ist und Sie schreiben dürfen."
)
TAB_FINDINGS = "Befunde"
NOTHING_TO_FIX = (
    "Es gibt keinen Befund, der sich ohne Entscheidung beheben lässt. "
    "Die übrigen Befunde brauchen eine Angabe von Ihnen."
)
STEP_FIXES = "Eindeutige Befunde beheben"
SHOW_FINDINGS = "Befunde des ganzen Datensatzes zeigen (F8)"
ALL_SAVED = "Alles gespeichert"
UNSAVED = "Ungespeicherte Änderungen"
TOOLBAR = "Werkzeugleiste"
RECENT = "&Zuletzt verwendet"
SAVED = "Gespeichert."
DROP_ONE = "Bitte einen Ordner, eine der vier JSON-Dateien oder eine Excel-Datei hierher ziehen."


def title(name: str) -> str:
    """Return the window title; Qt puts the star where [*] stands."""
    return f"{name}[*] – {PRODUCT}" if name else PRODUCT


def place(number: int, total: int, shown: int) -> str:
    """Return e.g. "Maßnahme 58 von 68 · 11 angezeigt"."""
    first = f"Maßnahme {number} von {total}" if number else f"{total} Maßnahmen"
    return first if shown == total else f"{first} · {shown} angezeigt"


def count_errors(count: int) -> str:
    """Return the number of errors in words."""
    return "Keine Fehler" if count == 0 else f"{count} Fehler"


def count_warnings(count: int) -> str:
    """Return the number of warnings in words."""
    if count == 0:
        return "Keine Warnungen"
    return "1 Warnung" if count == 1 else f"{count} Warnungen"


def saved_at(time: str) -> str:
    """Return when the dataset was saved."""
    return f"Gespeichert {time}"


def exported(count: int, name: str) -> str:
    """Return the success of an export."""
    return f"{count} Maßnahmen nach „{name}“ exportiert."

