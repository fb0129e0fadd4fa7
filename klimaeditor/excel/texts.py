"""German words of the workbook: sheets, headers, guidance. Messages are in ``messages.py``."""

from __future__ import annotations

from typing import Final

SHEET_MEASURES: Final = "Maßnahmen"
SHEET_PROGRESS: Final = "Fortschritt"
SHEET_LINKS: Final = "Links"
SHEET_CATEGORIES: Final = "Kategorien"
SHEET_NOTES: Final = "Hinweise"
SHEET_BASELINE: Final = "Basis"
SHEET_LISTS: Final = "Listen"

WORKBOOK_TITLE: Final = "Maßnahmen des Klimastadt-Vertrags"
WORKBOOK_SUBJECT: Final = "Arbeitsmappe des Klimaeditors"
CREATOR: Final = "Klimaeditor"
LANGUAGE: Final = "de-DE"

MEASURE: Final = "Maßnahme"
ENTRY_DATE: Final = "Datum"
ENTRY_VALUE: Final = "Stand"
LINK_TITLE: Final = "Titel des Links"
LINK_URL: Final = "Adresse"
CATEGORY_NAME: Final = "Name der Kategorie"
FINGERPRINT: Final = "Prüfzeichen"
BASELINE_FILE: Final = "Datei"
BASELINE_NUMBER: Final = "Nummer"
BASELINE_PART: Final = "Teil"
BASELINE_CONTENT: Final = "Inhalt"
BASELINE_ABOUT: Final = "Angaben"
NOTE_COLUMNS: Final = {
    "sheet": ("Blatt", 15),
    "column": ("Spalte", 40),
    "what": ("Was hineingehört", 80),
    "shown": ("Auf der öffentlichen Seite", 60),
    "required": ("Pflicht", 18),
}

TRUE: Final = "WAHR"
FALSE: Final = "FALSCH"
EURO_FORMAT: Final = "#,##0.00##\\ [$€-407]"
DATE_FORMAT: Final = "dd\\.mm\\.yyyy"

HELP_CATEGORY: Final = (
    "Handlungsfeld aus der Liste wählen. Die Kategorie-Kennung folgt beim Öffnen von selbst."
)
HELP_FINGERPRINT: Final = (
    "Erkennt die Zeile wieder, auch nach dem Sortieren. Bitte nicht ändern; in neuen Zeilen leer."
)
HELP_REFERENCE: Final = "Nur zur Orientierung; geändert wird der Titel im Blatt „Maßnahmen“."
HELP_PROGRESS_ID: Final = (
    "Kennung der Maßnahme. Für einen weiteren Stand eine neue Zeile mit derselben Kennung anfügen."
)
HELP_ENTRY_DATE: Final = "Tag, zu dem der Stand gilt, z. B. 01.07.2024."
HELP_ENTRY_VALUE: Final = (
    "Status aus der Liste wählen oder, je nach Art des Fortschritts, eine Zahl eintragen. "
    "Um einen Stand zu löschen, Datum und Stand leeren."
)
HELP_LINK_ID: Final = (
    "Kennung der Maßnahme. Für einen weiteren Link eine neue Zeile mit der Kennung anfügen."
)
HELP_LINK_TITLE: Final = (
    "Titel, der das Ziel nennt. Um einen Link zu löschen, Titel und Adresse leeren."
)
HELP_LINK_URL: Final = "Vollständige Adresse mit https://."
HELP_CATEGORY_ID: Final = "Kennung der Kategorie; sie bleibt für immer gleich."
HELP_CATEGORY_NAME: Final = "Name, wie er in den Maßnahmen steht; hier nur zur Orientierung."

NOTE_DATASET: Final = "Stand der Daten (Prüfsumme)"
NOTE_SCHEMA: Final = "Version des Formats"
NOTE_EXPORTED: Final = "Erstellt am"
NOTE_APP: Final = "Erstellt mit"
NOTE_SCOPE: Final = "Umfang"
NOTE_WORKBOOK: Final = "Arbeitsmappe"
GUIDANCE: Final = (
    (
        "Ausfüllen",
        (
            "Weiße Zellen sind zum Bearbeiten da, graue sind gesperrt. Eine geleerte Zelle heißt "
            "„kein Eintrag“; eine fehlende Zeile oder Spalte heißt „nicht beantwortet“."
        ),
    ),
    (
        "Zeilenumbruch",
        (
            "Innerhalb einer Zelle mit Alt+Eingabe. Hohe Zellen lassen sich durch Doppelklick auf "
            "die untere Kante der Zeilennummer ganz aufziehen."
        ),
    ),
    (
        "Neue Maßnahme",
        (
            "Im Blatt „Maßnahmen“ in der ersten freien Zeile eintragen: Kennung und Prüfzeichen "
            "leer lassen, Kategorie wählen. Die Kennung vergibt der Klimaeditor beim Öffnen."
        ),
    ),
    (
        "Filtern und Sortieren",
        (
            "Filtern geht über die Pfeile im Kopf. Zum Sortieren vorher unter „Überprüfen“ den "
            "Blattschutz aufheben; er hat kein Kennwort. Beim Öffnen zählt die Reihenfolge nicht."
        ),
    ),
    (
        "Formeln",
        "Bitte nur Werte eintragen. Formeln und verbundene Zellen übernimmt der Klimaeditor nicht.",
    ),
    (
        "Zurücksenden",
        (
            "Als Excel-Arbeitsmappe (*.xlsx) speichern. Das ausgeblendete Blatt „Basis“ gehört "
            "dazu; ohne es kann der Klimaeditor die Mappe nicht öffnen."
        ),
    ),
)

ALERT_TITLE: Final = "Bitte prüfen"
ALERT_CHOICE: Final = "Bitte einen Eintrag aus der Liste wählen."
ALERT_DATE: Final = "Das ist kein Datum zwischen 1990 und 2060. Beispiel: 01.07.2024"
ALERT_YEAR: Final = "Das ist keine Jahreszahl zwischen 1990 und 2060. Beispiel: 2030"
ALERT_AMOUNT: Final = "Das ist kein Betrag in Euro. Beispiel: 1.250.000"
ALERT_NUMBER: Final = "Das ist keine Zahl. Beispiel: 280 oder 12,5"


REQUIRED: Final = "ja"
REQUIRED_OF_MEASURES: Final = "bei Maßnahmen"


def scope(chosen: int, total: int) -> str:
    """Return how much of the dataset the workbook holds."""
    return f"alle {total} Maßnahmen" if chosen == total else f"{chosen} von {total} Maßnahmen"


def page_footer() -> str:
    """Return the footer of printed pages, in Excel's notation."""
    return "Seite &P von &N"
