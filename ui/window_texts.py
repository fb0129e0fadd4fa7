"""German words of the window: title, panes, status bar, messages of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.texts import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

PRODUCT = "Klimaeditor"
OPEN_FOLDER = "Ordner des Datensatzes öffnen"
OPEN_WORKBOOK = "Excel-Arbeitsmappe öffnen"
SAVE_FOLDER = "Ordner zum Speichern wählen"
EXPORTING = "Die Arbeitsmappe wird geschrieben …"
EXPORT_TITLE = "Als Excel exportieren"
XLSX_FILTER = "Excel-Arbeitsmappe (*.xlsx)"
SAMPLE_FAILED = (
    "Der Beispieldatensatz ließ sich nicht in Ihren Benutzerordner kopieren. "
    "Bitte prüfen, ob dort Platz ist und Sie schreiben dürfen."
)
NOTICES = "Hinweise zum geöffneten Datensatz"
HIDE_NOTICES = "Hinweise ausblenden"
SIDE = "Bereich rechts"
NOTHING_HERE = "In diesem Feld gibt es nichts, was sich mit einem Klick beheben lässt."
NO_TEXT_FOR_TAB = (
    "Bitte zuerst in einen mehrzeiligen Text klicken; nur dort lässt sich ein Tabulator einfügen."
)
LIST_END = "Das ist die letzte Maßnahme der Liste."
LIST_START = "Das ist die erste Maßnahme der Liste."
NONE_WITH_FINDINGS = "In dieser Richtung gibt es keine Maßnahme mit Befunden mehr."
TAB_FINDINGS = "Befunde"
NOTHING_TO_FIX = (
    "Es gibt keinen Befund, der sich ohne Entscheidung beheben lässt. "
    "Die übrigen Befunde brauchen eine Angabe von Ihnen."
)
STEP_FIXES = "Eindeutige Befunde beheben"
SHOW_FINDINGS = "Befunde des ganzen Datensatzes zeigen (F8)"
ALL_SAVED = "Alles gespeichert"
UNSAVED = "Ungespeicherte Änderungen"
NOT_IN_FOLDER = "Noch nicht als Ordner gespeichert"
TOOLBAR = "Werkzeugleiste"
RECENT = "&Zuletzt verwendet"
DROP_ONE = "Bitte einen Ordner, eine der vier JSON-Dateien oder eine Excel-Datei hierher ziehen."
LINK_UNREADABLE = (
    "Diese Adresse ist nicht lesbar und wurde nicht geöffnet. Bitte das Feld prüfen, "
    "z. B. auf Zeilenumbrüche."
)
_MOST_DROPPED = 5


def not_to_be_opened(names: Sequence[str]) -> str:
    """Return what is said to files that were dropped and are of no kind the program reads."""
    shown = ", ".join(f"„{shortened(name)}“" for name in names[:_MOST_DROPPED])
    rest = len(names) - _MOST_DROPPED
    more = f" und {rest} weitere" if rest > 0 else ""
    verb = "lassen" if len(names) > 1 else "lässt"
    return f"{shown}{more} {verb} sich hier nicht öffnen. {DROP_ONE}"


OVERVIEW = "Übersicht"
SAVE_OVERVIEW = "Übersicht speichern"
REPORT = "Jahresbericht"
FORMER_FOLDER = "Frühere Fassung wählen: Datensatz oder Veröffentlichung"
SAVE_REPORT = "Jahresbericht speichern"
PDF_FILTER = "PDF (*.pdf)"
PNG_FILTER = "Bild (*.png)"


def stepped(label: str) -> str:
    """Return that a step has been done."""
    return f"{label} (Rückgängig: Strg+Z)"


def written(name: str) -> str:
    """Return that a file has been written."""
    return f"{name} geschrieben"


def not_written(name: str, reason: str) -> str:
    """Return that a file could not be written."""
    return f"{name} wurde nicht geschrieben: {reason} Bitte einen anderen Ort wählen."


def title(name: str, *, read_only: bool = False) -> str:
    """Return the window title; Qt puts the star where [*] stands, and reads it twice as itself."""
    mode = " (schreibgeschützt)" if read_only else ""
    return f"{name.replace('[*]', '[*][*]')}[*]{mode} – {PRODUCT}" if name else PRODUCT


NO_LOG = "Es gibt noch kein Protokoll, oder sein Ordner lässt sich nicht anlegen."
NO_LOCAL_DATA = "Auf diesem Rechner liegen keine lokalen Daten des Klimaeditors."
LOCAL_DELETED = "Das Gewählte ist gelöscht. Ihre Datensätze sind davon nicht betroffen."


def local_line(label: str, files: int, size: int) -> str:
    """Return how much of one kind of local data there is; *size* in bytes."""
    count = "1 Datei" if files == 1 else f"{files} Dateien"
    return f"{label}: {count}, {max(1, round(size / 1024))} KB"


def local_traces(count: int) -> str:
    """Return what the window remembers of the user's work."""
    many = "1 Eintrag" if count == 1 else f"{count} Einträge"
    return f"Zuletzt Geöffnetes, Filter und gemerkte Ansichten: {many}"


def local_left(labels: Sequence[str]) -> str:
    """Return what could not be removed."""
    return (
        f"Nicht alles ließ sich löschen: {', '.join(labels)}. Vermutlich ist der Klimaeditor noch "
        "einmal geöffnet. Bitte schließen Sie ihn dort und versuchen Sie es erneut."
    )


def unsaved(count: int) -> str:
    """Return how many measures, or other records, hold unsaved work."""
    if not count:
        return UNSAVED
    return f"{count} {'Eintrag' if count == 1 else 'Einträge'} geändert, nicht gespeichert"


def undone(label: str) -> str:
    """Return what was undone."""
    return f"Rückgängig gemacht: {label}"


def redone(label: str) -> str:
    """Return what was done again."""
    return f"Wiederhergestellt: {label}"


def fixed(count: int) -> str:
    """Return how many findings were fixed in one go."""
    many = "1 Befund behoben" if count == 1 else f"{count} Befunde behoben"
    return f"{many}. Strg+Z macht das rückgängig."


def fix_line(title: str, place: str, what: str) -> str:
    """Return e.g. „KlimaWerkstatt – Kosten der Maßnahme: Keine Angabe setzen“."""
    where = " – ".join(part for part in (title, place) if part)
    return f"{where}: {what}"


def complete(share: float) -> str:
    """Return how much of the dataset is filled in; 100 only where nothing is missing."""
    return f"Vollständig: {int(share * 100)} %"


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
    return f"{count} {'Maßnahme' if count == 1 else 'Maßnahmen'} nach „{name}“ exportiert."
