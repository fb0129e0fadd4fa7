"""German words of the dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import Field, Kind, Profile
from ui.texts import thousands

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# --- unsaved work --------------------------------------------------------------------------
UNSAVED_TITLE: Final = "Ungespeicherte Änderungen"
SAVE: Final = "&Speichern"
DISCARD: Final = "&Nicht speichern"
RELOAD: Final = "Änderungen &verwerfen"
UNSAVED_NOTE: Final = "Ohne Speichern gehen diese Änderungen verloren."
RELOAD_NOTE: Final = "Der Datensatz wird neu geladen; das lässt sich nicht rückgängig machen."

# --- deleting and fixing -------------------------------------------------------------------
DELETE_TITLE: Final = "Maßnahme löschen"
DELETE: Final = "&Löschen"
GONE_TITLE: Final = "Viele Einträge fehlen"
GONE_TAKE: Final = "Löschung &übernehmen"
GONE_NOTE: Final = (
    "War das ein Versehen, brechen Sie ab und fragen nach; Ihre Fassung bleibt unverändert offen. "
    "Übernehmen ist ein Schritt, der sich rückgängig machen lässt (Strg+Z)."
)
CLEAN_TITLE: Final = "Dateien bereinigen"
CLEAN: Final = "&Bereinigen"
CLEAN_NOTE: Final = (
    "Der Inhalt bleibt gleich; nur Einrückung, Zeichenschreibweise und Reihenfolge der Angaben "
    "werden einheitlich. Das ist kein Schritt im Verlauf; der jetzige Stand kommt zu den "
    "Sicherungen."
)
DROP_TITLE: Final = "Arbeitsmappe"
DROP_TAKE_IN: Final = "Als &Rücklauf einlesen"
DROP_OPEN: Final = "Als eigenes Dokument ö&ffnen"
LOCAL_TITLE = "Lokale Daten löschen"
LOCAL_SENTENCE = "Was auf diesem Rechner liegt und gelöscht werden kann:"
LOCAL_NOTE = (
    "Gelöschtes lässt sich nicht zurückholen, auch Sicherungen nicht. Ihre Datensätze, Fenster und "
    "Farben und was eine laufende Sitzung zur Wiederherstellung braucht, bleiben."
)
DELETE_NOTE: Final = (
    "Zusatzangaben und Fortschritt werden mit gelöscht. "
    "Bis zum Schließen des Datensatzes lässt sich der Schritt rückgängig machen (Strg+Z)."
)
FIX_TITLE: Final = "Befunde beheben"
FIX: Final = "&Beheben"
FIX_NOTE: Final = "Alles zusammen ist ein Schritt, der sich rückgängig machen lässt (Strg+Z)."
REVERT_TITLE: Final = "Änderungen zurücknehmen"
REVERT: Final = "&Zurücknehmen"
REVERT_NOTE: Final = (
    "Danach ist alles wie gespeichert. Der Schritt lässt sich rückgängig machen (Strg+Z)."
)

# --- files ---------------------------------------------------------------------------------
OVERWRITE_TITLE: Final = "Vorhandenes ersetzen"
OVERWRITE: Final = "&Ersetzen"
OVERWRITE_NOTE: Final = (
    "Was dort steht, geht verloren. Mit „Abbrechen“ wählen Sie einen anderen Ort."
)
EXPORT_TITLE: Final = "Als Excel exportieren"
EXPORT_NOTE: Final = "Die Liste ist gefiltert. Welche Maßnahmen sollen in die Arbeitsmappe?"

# --- links ---------------------------------------------------------------------------------
LINK_TITLE: Final = "Adresse öffnen"
LINK_SENTENCE: Final = "Diese Adresse wird außerhalb des Klimaeditors geöffnet:"
LINK_HOST: Final = "Sie führt zu: {host}"
LINK_ODD: Final = "Der Rechner hinter dieser Adresse ist nicht zu erkennen."
LINK_OPEN: Final = "Im Browser ö&ffnen"
LINK_MAIL: Final = "E-Mail &schreiben"
COPY_LINK: Final = "Adresse &kopieren"

# --- messages ------------------------------------------------------------------------------
ERROR_TITLE: Final = "Das hat nicht geklappt"
INFO_TITLE: Final = "Hinweis"
SHOW_DETAILS: Final = "&Einzelheiten zeigen"
HIDE_DETAILS: Final = "&Einzelheiten verbergen"
DETAILS: Final = "Einzelheiten"
COPY: Final = "&Kopieren"

# --- a new measure -------------------------------------------------------------------------
NEW_TITLE: Final = "Neue Maßnahme"
NEW_SENTENCE: Final = (
    "Die Kennung wird aus der Kategorie gebildet und bleibt danach für immer gleich, "
    "weil Adressen der Website darauf zeigen."
)
NEW_CATEGORY: Final = "&Kategorie"
NEW_NAME: Final = "&Titel"
NEW_NAME_HINT: Final = "z. B. Radstation am Hauptbahnhof"
CHOOSE: Final = "bitte wählen"
CREATE: Final = "&Anlegen"
NO_CATEGORY: Final = "Bitte eine Kategorie wählen, z. B. „{example}“."
NO_NAME: Final = "Bitte einen Titel eingeben, z. B. „Radstation am Hauptbahnhof“."

# --- shortcuts -----------------------------------------------------------------------------
SHORTCUTS_TITLE: Final = "Tastenkürzel"
SHORTCUTS_SEARCH: Final = "Tastenkürzel durchsuchen"
SHORTCUTS_HEADERS: Final = ("Menü", "Befehl", "Tasten")
SHORTCUTS_NONE: Final = "Kein Tastenkürzel passt zur Suche."
CLEAR_SEARCH: Final = "Suche leeren (Esc)"

# --- help ----------------------------------------------------------------------------------
HELP_TITLE: Final = "Hilfe zu den Feldern"
HELP_HANDBOOK: Final = "Im Handbuch &nachlesen"
HELP_FIELDS: Final = "Felder"
HELP_SEARCH: Final = "Felder durchsuchen"
HELP_NONE: Final = "Kein Feld passt zur Suche."
HELP_CHOOSE: Final = "Wählen Sie ein Feld, um zu lesen, was hineingehört."
HELP_WHAT: Final = "Was hier hineingehört"
HELP_SHOWN: Final = "Wo es erscheint"
HELP_FORM: Final = "Zulässige Form"
HELP_KEY: Final = "Im Datensatz"
_REQUIRED_ALL: Final = "Pflichtfeld."
_REQUIRED_MEASURE: Final = "Pflichtfeld, außer bei Stadtgesellschaftlichen Projekten."
_LIMIT: Final = "Am besten höchstens {limit} Zeichen."
_CHOICES: Final = "Zur Wahl stehen: {choices}."
_HTML: Final = "Kein HTML: Zeichen wie < und > würden als Befehle gelesen."
_FORMS: Final = {
    Kind.SHORT_TEXT: "Eine Zeile Text.",
    Kind.LONG_TEXT: "Text mit Absätzen.",
    Kind.OPEN_CHOICE: "Text; Vorschläge zeigen die Schreibweisen, die schon in Gebrauch sind.",
    Kind.CHOICE: "Auswahl aus einer festen Liste.",
    Kind.CATEGORY: "Auswahl aus den Kategorien des Datensatzes.",
    Kind.AMOUNT: "Betrag in Euro, z. B. 1.250.000 oder 1.250.000,50. Keine Wörter wie „Mio.“.",
    Kind.YEAR: "Jahr mit vier Ziffern, z. B. 2030.",
    Kind.NUMBER: "Zahl, z. B. 1.250,5.",
    Kind.DATE: "Tag, z. B. 01.10.2026.",
    Kind.URL: "Vollständige Adresse, z. B. https://www.stadt-muenster.de/klima.",
    Kind.LINKS: "Je Zeile ein Titel und eine vollständige Adresse mit https://.",
    Kind.SERIES: "Je Zeile ein Tag und ein Stand, der neueste zuletzt.",
    Kind.IDENTIFIER: "Wird vergeben und kann nicht geändert werden.",
}

# --- about ---------------------------------------------------------------------------------
ABOUT_TITLE: Final = "Über Klimaeditor"
ABOUT_VERSION: Final = "Version {version}"
ABOUT_OFFLINE: Final = (
    "Der Klimaeditor arbeitet ohne Netz: Er sucht keine Aktualisierungen und sendet nichts. "
    "Adressen öffnet er nur, wenn Sie es ausdrücklich bestätigen."
)
ABOUT_LICENCE: Final = "Freie Software unter der European Union Public Licence (EUPL) 1.2."
ABOUT_PARTS: Final = "Bestandteile"
ABOUT_COPY: Final = "Angaben &kopieren"


def unsaved(count: int) -> str:
    """Return the sentence above the list of unsaved measures."""
    if count == 0:
        return "Der Datensatz hat ungespeicherte Änderungen."
    if count == 1:
        return "Diese Maßnahme hat ungespeicherte Änderungen:"
    return f"Diese {thousands(count)} Einträge haben ungespeicherte Änderungen:"


def clean(count: int) -> str:
    """Return the question before files are formatted anew."""
    what = "Soll diese Datei" if count == 1 else f"Sollen diese {count} Dateien"
    return f"{what} einheitlich formatiert werden?"


def dropped(name: str) -> str:
    """Return the question what a dropped workbook is."""
    return f"Was soll mit „{name}“ geschehen?"


def gone(files: Sequence[str]) -> str:
    """Return the question about files that have lost a good part of their records."""
    return (
        f"Jemand anderes hat {' und '.join(files)} geändert; diese Einträge fehlen dort jetzt. "
        "Sollen sie auch hier gelöscht werden?"
    )


def delete(count: int) -> str:
    """Return the question before measures are deleted."""
    if count == 1:
        return "Soll diese Maßnahme gelöscht werden?"
    return f"Sollen diese {thousands(count)} Maßnahmen gelöscht werden?"


def fix(count: int) -> str:
    """Return the question before findings are fixed."""
    if count == 1:
        return "Soll dieser Befund automatisch behoben werden?"
    return f"Sollen diese {thousands(count)} Befunde automatisch behoben werden?"


def revert(count: int) -> str:
    """Return the question before everything unsaved is taken back."""
    if count == 1:
        return "Soll diese ungespeicherte Änderung zurückgenommen werden?"
    return f"Sollen diese {thousands(count)} ungespeicherten Änderungen zurückgenommen werden?"


def overwrite(path: Path, *, folder: bool) -> str:
    """Return the question before something is replaced."""
    if folder:
        return f"Im Ordner „{path.name}“ liegt schon ein Datensatz. Soll er ersetzt werden?"
    return f"„{path.name}“ gibt es schon. Soll die Datei ersetzt werden?"


def export_filtered(count: int) -> str:
    """Return the button that exports what the list shows."""
    return f"&Gefilterte exportieren ({thousands(count)})"


def export_all(count: int) -> str:
    """Return the button that exports everything."""
    return f"A&lle exportieren ({thousands(count)})"


def accepted(field: Field) -> str:
    """Return which form a field accepts, for the help."""
    parts = [_FORMS[field.kind]]
    if field.choices:
        labels = ", ".join(f"„{label}“" for _, label in field.choices)
        parts.append(_CHOICES.format(choices=labels))
    if field.limit:
        parts.append(_LIMIT.format(limit=thousands(field.limit)))
    if field.html:
        parts.append(_HTML)
    if field.required == frozenset(Profile):
        parts.append(_REQUIRED_ALL)
    elif field.required:
        parts.append(_REQUIRED_MEASURE)
    return " ".join(parts)


def stored(field: Field) -> str:
    """Return where a field is stored: file and keys."""
    return " › ".join([field.file.value, *field.path])
