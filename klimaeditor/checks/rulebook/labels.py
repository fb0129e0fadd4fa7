"""The labels of repair buttons, and the words that fill the places of the sentences."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import DateFault
from klimaeditor.checks.personal import PersonalKind
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.site.status import PageFault

if TYPE_CHECKING:
    from klimaeditor.model.values import Json

SET_NO_AMOUNT: Final = "Keine Angabe setzen"
SET_PLACEHOLDER: Final = "„Keine Angabe“ eintragen"
STRIP_MARKUP: Final = "HTML entfernen"
REPAIR_CHARACTERS: Final = "Zeichen bereinigen"
NORMALISE: Final = "Schreibweise vereinheitlichen"
REPAIR_TABLE: Final = "Als Text schreiben"
REMOVE_HEADING: Final = "Überschrift entfernen"
REMOVE_PREFIX: Final = "Euro-Zeichen entfernen"
SORT: Final = "Nach Datum ordnen"
REMOVE_REPEATED: Final = "Wiederholung entfernen"
REMOVE_RECORD: Final = "Eintrag entfernen"
REPAIR_URL: Final = "Adresse berichtigen"
USE_HTTPS: Final = "Auf https:// umstellen"
CLEAR: Final = "Feld leeren"
ENTER: Final = "Eintragen…"
ENTER_YEAR: Final = "Jahr eintragen…"
ENTER_STATUS: Final = "Stand eintragen…"
KEEP_AS_TEXT: Final = "Als Text speichern"
USE_CATEGORY_NAME: Final = "Namen der Kategorie übernehmen"

PLACEHOLDER: Final = "Keine Angabe"
UNKNOWN_EXAMPLE: Final = f"„{PLACEHOLDER}“, wenn nichts bekannt ist"
REQUIRED_EXAMPLES: Final = MappingProxyType(
    {
        "category_id": "„Mobilität“",
        "category": "„Mobilität“",
        "category_description": "„Maßnahmen für Bus, Rad und Fußverkehr“",
        "action_name": "„Ausbau der Windkraft bis 2030“",
        "action_description": "„14 Windräder sollen bis 2030 ans Netz gehen“",
    }
)
"""Where „Keine Angabe“ would say nothing; elsewhere it is an answer."""
FILTER_EXAMPLE: Final = "Stadt Münster"
STATUS_EXPECTED: Final = "„unbekannt“, „in Bearbeitung“ oder „abgeschlossen“"
PERCENT_EXPECTED: Final = "eine Zahl von 0 bis 100"
COUNT_EXPECTED: Final = "eine Zahl"
STATUS_EXAMPLE: Final = "„in Bearbeitung“"
NUMBER_EXAMPLE: Final = "45"
MISSING: Final = "(fehlt)"

COST_OBJECT: Final = "der Abschnitt „cost“ mit den Kosten"
COST_STOPS_PAGE: Final = "Die öffentliche Seite der Maßnahme bricht daran ab."
COST_SHOWS_NAN: Final = "Die öffentliche Seite zeigt bei „Kosten der Maßnahme“ den Fehler „NaN €“."
COST_DATA_ONLY: Final = "Die öffentliche Seite und die offenen Daten erwarten den Schlüssel."

DATE_EFFECTS: Final = MappingProxyType(
    {
        PageFault.DATE_INVALID: "Die öffentliche Seite der Maßnahme bricht daran ab.",
        PageFault.DATE_MISREAD: "Die öffentliche Seite liest daraus den falschen Tag.",
    }
)
DATE_NOT_SAFE: Final = "Die öffentliche Seite kann es anders lesen, als es gemeint ist."

NO_ENTRY: Final = "weder Titel noch Adresse"
LINK_LACKS: Final = MappingProxyType(
    {frozenset({"title"}): "keinen Titel", frozenset({"url"}): "keine Adresse"}
)

SCHEME: Final = "https://"
SCHEME_OR_MAIL: Final = "https:// oder mailto:"
URL_EXAMPLE: Final = "https://www.stadt-muenster.de/klima"
ACTION_FIELDS: Final = MappingProxyType(
    {
        "user_action_label": "„Jetzt Beratung buchen“",
        "user_action_href": URL_EXAMPLE,
        "user_action_description": "„Lassen Sie Ihr Dach kostenlos prüfen“",
    }
)

DATE_REASONS: Final = MappingProxyType(
    {
        DateFault.EMPTY: "fehlt",
        DateFault.FORMAT: "ist nicht lesbar",
        DateFault.YEAR_ONLY: "nennt nur das Jahr",
        DateFault.MONTH_ONLY: "nennt keinen Tag",
        DateFault.SHORT_YEAR: "hat ein zweistelliges Jahr",
        DateFault.WITH_TIME: "enthält eine Uhrzeit",
        DateFault.NOT_IN_CALENDAR: "steht in keinem Kalender",
        DateFault.OUT_OF_RANGE: "liegt nicht zwischen 1990 und 2060",
    }
)
GERMAN_DATE: Final = "ist nicht in der Schreibweise JJJJ-MM-TT gespeichert"

PERSONAL_KINDS: Final = MappingProxyType(
    {
        PersonalKind.MAIL: "E-Mail-Adresse",
        PersonalKind.PHONE: "Telefonnummer",
        PersonalKind.NAME: "Name einer Person",
        PersonalKind.ACCOUNT: "Bankverbindung",
    }
)

FIRST: Final = "ersten"
LAST: Final = "letzten"
USED_RECORD: Final = MappingProxyType(
    {FileName.ADDITIONAL: FIRST, FileName.PROGRESS: LAST, FileName.CATEGORIES: FIRST}
)

_A_TEXT = ("ein Text", "„Keine Angabe“")
EXPECTED: Final = MappingProxyType(
    {
        Kind.SHORT_TEXT: _A_TEXT,
        Kind.LONG_TEXT: _A_TEXT,
        Kind.OPEN_CHOICE: _A_TEXT,
        Kind.IDENTIFIER: ("ein Text", "mobilitaet12"),
        Kind.CATEGORY: ("ein Text", "mobilitaet"),
        Kind.URL: ("eine Adresse", "https://www.stadt-muenster.de/klima"),
        Kind.DATE: ("ein Datum", "01.07.2024"),
        Kind.AMOUNT: ("ein Betrag in Euro", "1.250.000"),
        Kind.YEAR: ("ein Kalenderjahr", "2030"),
        Kind.NUMBER: ("eine Zahl", "120"),
        Kind.LINKS: ("eine Liste von Links", "„Förderprogramm der Stadt“ mit Adresse"),
    }
)
"""What a kind of field accepts, and an example of it."""


def kind_of(value: Json) -> str:
    """Return what a value is, for the object of a sentence: "eine Zahl"."""
    if value is None:
        return "keinen Wert (null)"
    if isinstance(value, bool):
        return "Ja oder Nein (true, false)"
    if isinstance(value, int | float):
        return "eine Zahl"
    if isinstance(value, str):
        return "einen Text"
    return "eine Liste" if isinstance(value, list) else "ein Objekt"


def take_amount(amount: str) -> str:
    """Return the button that takes a read amount."""
    return f"Als {amount} € übernehmen"


def take_value(value: str) -> str:
    """Return the button that takes a read value."""
    return f"Als {value} übernehmen"


def take_text(text: str) -> str:
    """Return the button that puts another spelling."""
    return f"„{text}“ verwenden"


def entries(count: int) -> str:
    """Return „steht ein Eintrag“ or „stehen 5 Einträge“."""
    return "steht ein Eintrag" if count == 1 else f"stehen {count} Einträge"
