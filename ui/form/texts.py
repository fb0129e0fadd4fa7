"""German words of the form and its editors."""

from __future__ import annotations

CHOOSE = "bitte wählen"
NOT_IN_LIST = "„{value}“ (nicht in der Liste)"
SHOW_SUGGESTIONS = "Vorschläge zeigen"
SUGGESTIONS = "Vorschläge"
TAKE = "{value} übernehmen"

NO_INFORMATION = "keine Angabe"
AMOUNT_UNIT = "€"
AMOUNT_HINT = "Betrag, z. B. 1.250.000"
AMOUNT_READ = "gelesen als {amount} €"
AMOUNT_THOUSANDS = "gelesen als {amount} €, der Punkt trennt die Tausender. Cent bitte mit Komma."
AMOUNT_YEAR = "gelesen als {amount} €, nicht als Jahr."
AMOUNT_FREE = "Wenn die Maßnahme nichts kostet, bitte 0 € übernehmen; sonst „keine Angabe“ wählen."
AMOUNT_CHOOSE = "Noch ein Text, kein Betrag. Gemeint ist:"
AMOUNT_PER = "{amount} €/{per}"
NUMBER_THOUSANDS = (
    "gelesen als {number}, der Punkt trennt die Tausender. Dezimalen bitte mit Komma."
)

YEAR_HINT = "z. B. 2030"
YEAR_CHOOSE = "Noch ein Text, kein Jahr. Gemeint ist:"

DATE_HINT = "TT.MM.JJJJ"
OPEN_CALENDAR = "Kalender öffnen"
CALENDAR = "Kalender"

URL_HINT = "https://…"
OPEN_LINK = "Öffnen"
OPEN_LINK_TIP = "Adresse im Browser öffnen"

LINK_TITLE = "Titel"
LINK_URL = "Adresse"
NO_LINKS = "Noch keine Links."
ADD_LINK = "Link hinzufügen"
REMOVE_LINK = "Entfernen"
LINK_UP = "Nach oben"
LINK_DOWN = "Nach unten"

SERIES_DATE = "Datum"
SERIES_STATUS = "Stand"
SERIES_VALUE = "Wert"
SERIES_VALUE_IN = "Wert ({unit})"
NO_ENTRIES = "Noch kein Stand eingetragen."
ADD_ENTRY = "Stand hinzufügen"
REMOVE_ENTRY = "Entfernen"
PERCENT = "%"

EDIT_HINT = "Ändern mit Doppelklick oder F2, entfernen mit Entf"
CELL = "{header}, Zeile {row}"
LOCKED_LIST = "Der gespeicherte Wert ist keine Liste und bleibt unverändert: {value}"

CHART = "Verlauf"
CHART_EMPTY = "Noch keine Einträge, die sich zeichnen lassen."
CHART_ONE = "Ein Eintrag: {last} am {last_date}."
CHART_MANY = "{count} Einträge von {first} am {first_date} bis {last} am {last_date}."
CHART_START = "Start {value}"
CHART_GOAL = "Ziel {value}"
