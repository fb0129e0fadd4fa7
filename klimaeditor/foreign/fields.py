"""The fields a foreign column can stand for, and the names people give them (DOM-04)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from klimaeditor.catalogue import FIELDS, FileName, Kind

ID: Final = "id"
CATEGORY: Final = "category"
ONLY_FOR_MATCHING: Final = frozenset({ID, CATEGORY})
TITLE_FIELDS: Final = ("state_title", "action_name", "short_title")
_FILES = (FileName.MEASURES, FileName.ADDITIONAL)

ALIASES: Final = {
    ID: "ID; Nr.; Nummer; Lfd. Nr.; Maßnahmen-ID; Maßnahmennummer; Maßnahmen-Nr.; Schlüssel; "
    "Measure ID; Action ID",
    CATEGORY: "Field; Sector; Category; Handlungsfeld; Themenfeld; Sektor; Bereich; Kategorie",
    "action_name": "Title; Name; Action; Action title; Measure; Titel; Langtitel; Maßnahme; "
    "Maßnahmentitel; Titel der Maßnahme; Name der Maßnahme; Bezeichnung; Maßnahmenbezeichnung",
    "short_title": "Short title; Kurztitel; Kurzbezeichnung; Kurzname; Stichwort",
    "action_description": "Description; Action outline; Beschreibung; Maßnahmenbeschreibung; "
    "Langbeschreibung; Beschreibung der Maßnahme; Inhalt; Erläuterung",
    "summary": "Summary; Abstract; Kurzbeschreibung; Kurztext; Zusammenfassung; Teaser",
    "renewable_energy": "Generated renewable energy; Erneuerbare Energien; Erneuerbare Energie",
    "substituted_energy": "Removed/substituted energy; Substituted energy; Eingesparte Energie; "
    "Energieeinsparung",
    "ghg_reduction": "GHG emissions reduction estimate (total); GHG emissions reduction; "
    "GHG reduction; CO2 reduction; CO2-Einsparung; CO2-Reduktion; CO2-Reduktionspotential; "
    "CO2-Reduktionspotenzial; THG-Minderung; THG-Einsparung; Treibhausgasminderung",
    "cost_value": "Cost; Costs; Kosten; Kosten in Euro; Kosten (€); Kosten in €; Gesamtkosten; "
    "Gesamtkosten in Euro; Budget; Investition; Investitionskosten; Betrag",
    "cost_until": "Until; Year; End; Ende; Jahr; Umsetzung bis; Zieljahr; Fertigstellung; "
    "Abschluss; Laufzeit bis; bis Jahr",
    "total_costs": "Total costs; Kosten und Kosten je t CO2e; Kostenbeschreibung; "
    "Erläuterung der Kosten",
    "action_scale": "Action scale; Scale; Räumlicher Umfang; Geltungsbereich; Zielgruppe",
    "responsible_bodies": "Responsible; Responsible body; Responsible bodies; Owner; "
    "Zuständige Stelle; Zuständigkeit; Zuständig; Federführung; Federführendes Amt; "
    "Verantwortlich; Verantwortliche Stelle; Verantwortlichkeit; Amt; Fachamt; Dienststelle; "
    "Träger; Umsetzung durch",
    "involved_stakeholders": "Stakeholders; Partners; Beteiligte; Weitere Beteiligte; Akteure; "
    "Partner; Kooperationspartner",
    "implementation_comments": "Comments; Implementation; Bemerkungen zur Umsetzung; "
    "Umsetzungsschritte; Arbeitsschritte; Nächste Schritte",
    "action_type": "Type; Typ; Art; Maßnahmenart; Maßnahmentyp",
    "systemic_lever": "Lever; Hebel",
    "outcome": "Result; Ergebnis; Wirkung",
    "state_title": "State title; Titel im Sachstandsbericht; Titel Sachstand",
    "state_date": "Date; Datum; Stand vom; Datum des Sachstands; Sachstandsdatum; Stichtag; "
    "Berichtsdatum",
    "state_text": "State; Sachstand; Aktueller Sachstand; Stand der Umsetzung; Umsetzungsstand; "
    "Status quo; Bericht; Progress report",
    "state_verdict": "Verdict; Bewertung; Ampel; Einschätzung",
    "user_action_href": "Link; URL; Adresse; Internetadresse; Webseite; Website",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A field a column can stand for: its name in the catalogue and its German label."""

    name: str
    label: str


@cache
def targets() -> tuple[Target, ...]:
    """Return the fields to choose from, in the order of the form; ids and category only match."""
    return tuple(
        Target(field.name, field.excel.header if field.excel else field.label)
        for field in FIELDS
        if field.file in _FILES and not (field.is_list or field.kind is Kind.CATEGORY)
    )


def plain(text: str) -> str:
    """Return a header as it is compared: letters and digits of its words, without case."""
    text = unicodedata.normalize("NFC", text).replace("₂", "2").casefold()
    return " ".join(re.sub(r"[^\w€]+|_", " ", text).split())
