"""German words of publishing and of cleaning up the files."""

from __future__ import annotations

from typing import Final

from ui.texts import thousands

TITLE: Final = "Veröffentlichen"
FOLDER: Final = "Ordner der Veröffentlichung wählen"
JUDGING: Final = "Der Datensatz wird geprüft …"
WRITING: Final = "Das Paket wird geschrieben …"
STANDS: Final = "Was noch dagegen steht"
CHANGES: Final = "Was sich seit der letzten Veröffentlichung ändert"
CHANGES_NAME: Final = "Zusammenfassung der Änderungen"
NOTHING: Final = "Nichts steht dagegen."
NOTHING_HINT: Final = "Der Datensatz kann veröffentlicht werden."
CONFIRM: Final = "Ich habe diese Hinweise geprüft und &bestätige sie"
FIX: Final = "Be&heben"
FIX_ALL: Final = "&Alle eindeutigen beheben"
GO: Final = "&Zum Feld"
SETTINGS: Final = "An&gaben…"
SETTINGS_TIP: Final = "Wer veröffentlicht, unter welcher Lizenz"
PUBLISH: Final = "&Veröffentlichen"
ERROR: Final = "Fehler"
LACK: Final = "Fehlt"
QUESTION: Final = "Bestätigen"
SPOKEN: Final = "{kind}: {title}. {sentence}"
DATASET: Final = "Datensatz"

# --- settings ------------------------------------------------------------------------------
SETTINGS_TITLE: Final = "Angaben zur Veröffentlichung"
PROVIDER: Final = "&Herausgeber"
LICENCE: Final = "&Lizenz"
NAME: Final = "&Titel"
DESCRIPTION: Final = "&Beschreibung"
IDENTIFIER: Final = "&Kennung des Datensatzes"
IDENTIFIER_NOTE: Final = "Die Kennung bleibt für immer; Buchstaben, Ziffern, Punkt, - und _."
ADDRESS: Final = "&Adresse im Portal (freiwillig)"
CANONICAL: Final = "JSON in &einheitlicher Form ausgeben statt so, wie es gespeichert ist"
RIGHTS: Final = "Die &Urheber der beigetragenen Texte sind einverstanden"
KEEP: Final = "&Merken"

# --- cleaning up ---------------------------------------------------------------------------
CLEAN_ALREADY: Final = "Die vier Dateien sind schon in einheitlicher Form."
CLEANING: Final = "Die Dateien werden bereinigt …"


def stands(errors: int, lacks: int, questions: int) -> str:
    """Return what stands against publishing, in a sentence."""
    if errors:
        what = "1 Fehler verhindert" if errors == 1 else f"{thousands(errors)} Fehler verhindern"
        return f"{what} die Veröffentlichung."
    if lacks:
        return "Angaben zur Veröffentlichung fehlen."
    if questions:
        what = "1 Hinweis ist" if questions == 1 else f"{thousands(questions)} Hinweise sind"
        return f"{what} zu bestätigen."
    return NOTHING


def done(files: int, folder: str) -> str:
    """Return the success."""
    return f"Veröffentlicht: {files} Dateien in „{folder}“"


def clean_line(file: str, lines: int) -> str:
    """Return what cleaning changes in a file."""
    return f"{file}: {thousands(lines)} {'Zeile' if lines == 1 else 'Zeilen'} anders geschrieben"


def cleaned(count: int) -> str:
    """Return that files have been cleaned up."""
    return f"{'1 Datei' if count == 1 else f'{count} Dateien'} bereinigt"
