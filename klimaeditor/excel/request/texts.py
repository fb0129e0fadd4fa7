"""German words of the request workbook: sheets, headers, guidance. Messages: ``messages.py``."""

from __future__ import annotations

from typing import Final

WORKBOOK_TITLE: Final = "Abfrage zu Maßnahmen des Klimastadt-Vertrags"
WORKBOOK_SUBJECT: Final = "Abfrage des Klimaeditors"

MEASURE: Final = "Maßnahme"
ANSWER: Final = "Rückmeldung"
REMARK: Final = "Bemerkung an die Stabsstelle"
MARK: Final = "Prüfzeichen"
PROGRESS_KIND: Final = "Art des Fortschritts"

ANSWER_CHANGED: Final = "geändert"
ANSWER_UNCHANGED: Final = "keine Änderung"
ANSWER_NOT_OURS: Final = "nicht zuständig"

CLEAR: Final = "leeren"
"""The word that empties a field; a blank cell only means "not answered" (MRG-04)."""

REQUIRED: Final = "ja"

HELP_ID: Final = "Kennung der Maßnahme; sie bleibt für immer gleich."
HELP_MEASURE: Final = "Nur zur Orientierung."
HELP_ANSWER: Final = (
    "Bitte für jede Maßnahme wählen: „geändert“, „keine Änderung“ oder „nicht zuständig“."
)
HELP_REMARK: Final = (
    "Für Fragen und Erläuterungen. Nur die Stabsstelle liest das; veröffentlicht wird es nicht."
)
HELP_MARK: Final = "Erkennt die Zeile wieder, auch nach dem Sortieren. Bitte nicht ändern."
HELP_ENTRY_DATE: Final = "Tag, zu dem der Stand gilt, z. B. 01.07.2024."
HELP_ENTRY_VALUE: Final = (
    "Status aus der Liste wählen oder, je nach Art des Fortschritts, eine Zahl eintragen. "
    "Um einen Stand zu löschen, hier „leeren“ eintragen."
)
HELP_LINK_TITLE: Final = (
    "Titel, der das Ziel nennt. Um einen Link zu löschen, hier „leeren“ eintragen."
)
HELP_LINK_URL: Final = "Vollständige Adresse mit https://."

NOTE_AREA: Final = "Bereich"
NOTE_POINT: Final = "Punkt"
NOTE_TEXT: Final = "Hinweis"
NOTE_REQUIRED: Final = "Pflicht"

AREA_REQUEST: Final = "Diese Abfrage"
AREA_WORK: Final = "So geht es"
POINT_FOR: Final = "Für"
POINT_WHAT: Final = "Was zu tun ist"
POINT_DUE: Final = "Bitte zurück bis"
POINT_CONTACT: Final = "Zurück an"
POINT_NOTE: Final = "Anschreiben"
POINT_SENT: Final = "Versandt am"
POINT_REQUEST: Final = "Abfrage"
POINT_STATE: Final = "Stand der Daten"
POINT_SCOPE: Final = "Umfang"

GUIDANCE: Final = (
    (
        "Ausfüllen",
        (
            "Weiße Zellen sind für Ihre Angaben da, graue sind gesperrt. Vorhandene Texte bitte "
            "direkt in der Zelle ändern. Schraffierte oder farbig umrandete Zellen sind Pflicht "
            "und noch leer."
        ),
    ),
    (
        "Rückmeldung",
        (
            "Bitte in jeder Zeile „geändert“, „keine Änderung“ oder „nicht zuständig“ wählen, "
            "dann wissen wir, dass nichts vergessen wurde."
        ),
    ),
    (
        "Leere Zellen",
        (
            "Eine leere Zelle, Zeile oder Spalte heißt „nicht beantwortet“; es wird nichts "
            "gelöscht. Soll eine Angabe wirklich entfallen, bitte das Wort „leeren“ eintragen."
        ),
    ),
    (
        "Bemerkung",
        (
            "Was Sie in „Bemerkung an die Stabsstelle“ schreiben, lesen nur wir. "
            "Es wird nicht veröffentlicht."
        ),
    ),
    (
        "Fortschritt",
        (
            "Im Blatt „Fortschritt“ steht je Stand eine Zeile; für neue Stände sind unter jeder "
            "Maßnahme Zeilen frei. Reichen sie nicht, bitte unten eine Zeile mit der Kennung "
            "anfügen."
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
        "Filtern und Sortieren",
        (
            "Filtern geht über die Pfeile im Kopf. Zum Sortieren vorher unter „Überprüfen“ den "
            "Blattschutz aufheben; er hat kein Kennwort. Eigene Spalten und Blätter stören nicht."
        ),
    ),
    (
        "Formeln",
        "Bitte nur Werte eintragen. Formeln und verbundene Zellen können wir nicht übernehmen.",
    ),
    (
        "Zurücksenden",
        (
            "Als Excel-Arbeitsmappe (*.xlsx) speichern und diese Datei zurücksenden. Das "
            "ausgeblendete Blatt „Basis“ gehört dazu; ohne es lässt sich die Mappe nicht einlesen."
        ),
    ),
)
WHAT_TO_DO: Final = (
    "Bitte prüfen Sie die Angaben zu Ihren Maßnahmen in den folgenden Blättern, bringen Sie sie "
    "auf den neuesten Stand und senden Sie diese Datei zurück."
)


def state(checksum: str, schema: int) -> str:
    """Return what the file holds, for whoever compares files: checksum and number of the format."""
    return f"Prüfsumme {checksum}, Format {schema}"


def scope(count: int) -> str:
    """Return how many measures the request is about."""
    return "1 Maßnahme" if count == 1 else f"{count} Maßnahmen"
