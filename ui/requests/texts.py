"""German words of requests to departments."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Abfrage an die Fachämter"
BACK: Final = "&Zurück"
NEXT: Final = "&Weiter"
MAKE: Final = "&Abfrage erstellen…"
PAGES: Final = (
    "Schritt 1 von 4: Welche Maßnahmen?",
    "Schritt 2 von 4: An wen?",
    "Schritt 3 von 4: Welche Felder?",
    "Schritt 4 von 4: Frist und Anschreiben",
)

# --- which measures ------------------------------------------------------------------------
STALE: Final = "Ohne &Neuigkeiten seit"
SINCE: Final = "Neuigkeiten seit"
INCOMPLETE: Final = "&Unvollständige"
NONE_CHOSEN: Final = "Diese Auswahl enthält keine Maßnahme. Bitte eine andere treffen."

# --- to whom -------------------------------------------------------------------------------
BY_BODY: Final = "Nach zuständiger &Stelle"
BY_CATEGORY: Final = "Nach &Kategorie"
BY_NOTHING: Final = "Alle in &eine Datei"
GROUPS: Final = "Empfänger"
GROUP_COLUMNS: Final = ("Empfänger", "Maßnahmen", "Schreibweisen im Datensatz")
GROUPS_NOTE: Final = (
    "Jeder Empfänger bekommt eine eigene Excel-Datei. Namen lassen sich ändern (F2); gleiche Namen "
    "werden zusammengelegt. Ohne Häkchen entsteht keine Datei."
)
JOIN: Final = "Ausgewählte zusammen&legen"
NO_GROUP: Final = "Bitte mindestens einen Empfänger ankreuzen."

# --- which fields --------------------------------------------------------------------------
FIELDS: Final = "Abgefragte Felder"
FIELDS_NOTE: Final = "Alles andere ist in der Datei gesperrt oder gar nicht enthalten."
ALL: Final = "&Alle"
USUAL: Final = "&Übliche"
NONE: Final = "&Keine"
NO_FIELD: Final = "Bitte mindestens ein Feld ankreuzen."

# --- due date and note -----------------------------------------------------------------------
WITH_DUE: Final = "&Rückgabe bis"
DUE: Final = "Tag der Rückgabe"
CONTACT: Final = "Ansprech&person"
CONTACT_HINT: Final = "Name, Telefon, E-Mail – steht in jeder Datei"
NOTE: Final = "An&schreiben"
NOTE_HINT: Final = "z. B. wofür die Angaben gebraucht werden – steht auf dem ersten Blatt"
PUBLIC_NOTE: Final = (
    "Als Nächstes wählen Sie einen Ordner für die Dateien. Er darf nicht im Ordner des Datensatzes "
    "liegen: Namen und Bemerkungen gehören nicht in die Veröffentlichung."
)
FOLDER: Final = "Ordner für die Abfrage wählen"
MAKING: Final = "Die Abfrage wird erstellt …"

# --- overview --------------------------------------------------------------------------------
OVERVIEW_TITLE: Final = "Abfrage verfolgen"
OVERVIEW_COLUMNS: Final = ("Empfänger", "Stand", "Maßnahmen", "Datei", "Zuletzt erinnert")
OVERVIEW_LIST: Final = "Empfänger der Abfrage"
REMIND: Final = "&Erinnerungen erstellen"
TAKE_IN: Final = "&Rückläufe einlesen…"
OPEN_FOLDER: Final = "Ordner der Abfrage wählen"
RETURNS_TITLE: Final = "Rückläufe auswählen"
RETURNS_FILTER: Final = "Rückläufe (*.xlsx *.csv);;Alle Dateien (*)"
RECORDING: Final = "Das Verzeichnis der Abfrage wird geschrieben …"
RECORDING_READ: Final = "Das Verzeichnis der Abfrage wird gelesen …"
REPORTING: Final = "Der Bericht wird geschrieben …"
READING: Final = "Die Rückläufe werden gelesen …"
REPORT_TITLE: Final = "Bericht speichern"
REPORT_NAME: Final = "Bericht Rückläufe"
REPORT_FILTER: Final = "Excel-Arbeitsmappe (*.xlsx);;Webseite (*.html)"
NOTHING_NEW: Final = "In den Dateien steht nichts, was nicht schon im Datensatz steht."


def all_measures(count: int) -> str:
    """Return the choice of everything."""
    return f"&Alle {count} Maßnahmen"


def shown_measures(count: int) -> str:
    """Return the choice of what the list shows."""
    return f"In der Liste an&gezeigte ({count})"


def chosen(count: int) -> str:
    """Return how many measures are in the request."""
    return "1 Maßnahme ausgewählt" if count == 1 else f"{count} Maßnahmen ausgewählt"


def files(groups: int, measures: int) -> str:
    """Return what will be made."""
    what = "1 Datei mit" if groups == 1 else f"{groups} Dateien mit zusammen"
    return f"{what} 1 Maßnahme" if measures == 1 else f"{what} {measures} Maßnahmen"


def made(files_: int, folder: str) -> str:
    """Return the success of a request."""
    what = "1 Datei" if files_ == 1 else f"{files_} Dateien"
    return f"Abfrage erstellt: {what} in „{folder}“"


def about(sent: str, due: str, answered: int, total: int) -> str:
    """Return what a request is about, in a line."""
    limit = f", Rückgabe bis {due}" if due else ""
    have = "hat" if answered == 1 else "haben"
    return f"Versandt am {sent}{limit}. {answered} von {total} {have} geantwortet."


def reminded(count: int, folder: str) -> str:
    """Return that reminders lie ready."""
    what = "1 Erinnerung liegt" if count == 1 else f"{count} Erinnerungen liegen"
    return f"{what} als Text in „{folder}“; bitte in eine E-Mail übernehmen."
