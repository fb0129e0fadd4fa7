"""Fields of measures.json: the contract's own texts (template module B-2.2, DOM-03).

Labels are those of the public page (measureId.vue); groups and keys are the template's. Only what
the page prints has a public label there; the others appear in the accordion "Rohdaten" and carry
a German label of ours. They stand in the order of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import (
    EVERY_PROFILE,
    ONLY_MEASURE,
    Excel,
    Field,
    Kind,
    Profile,
    Section,
    also,
)

if TYPE_CHECKING:
    from klimaeditor.model.fieldnames import FieldName

_RAW_ONLY = "Nur unter „Rohdaten aus dem Klimastadtvertrag“."


def _text(  # noqa: PLR0913 - one argument per column of the catalogue
    name: FieldName,
    path: tuple[str, str],
    label: str,
    section: Section,
    help_text: str,
    *,
    shown: str = _RAW_ONLY,
    kind: Kind = Kind.LONG_TEXT,
    required: frozenset[Profile] = ONLY_MEASURE,
    width: int = 40,
    limit: int | None = None,
    row: bool = False,
    empty_hides_row: bool = False,
    after: FieldName | None = None,
    aliases: tuple[str, ...] = (),
    meaning: str = "",
) -> Field:
    """Return a contract text; each of them is a raw HTML sink of the site (requirements 0.1)."""
    return Field(
        name=name,
        file=FileName.MEASURES,
        path=path,
        label=label,
        key_label=path[1],
        section=section,
        help=help_text,
        shown=shown,
        kind=kind,
        required=required,
        excel=Excel(label, width),
        limit=limit,
        html=True,
        row=row,
        empty_hides_row=empty_hides_row,
        after=after,
        aliases=aliases,
        meaning=meaning,
    )


_OUTLINE, _PATHWAY = "Action outline", "Reference to impact pathway"
_IMPLEMENTATION, _IMPACT = "Implementation", "Impact & cost"

IDENTITY_FIELDS: tuple[Field, ...] = (
    Field(
        name="id",
        file=FileName.MEASURES,
        path=("id",),
        label="Kennung",
        key_label="id",
        section=Section.HEAD,
        help="Wird beim Anlegen vergeben und bleibt für immer gleich, weil Adressen darauf zeigen.",
        meaning="Kennung der Maßnahme; sie bleibt für immer gleich und steht in der Adresse der "
        "Seite.",
        shown="In der Adresse der öffentlichen Seite.",
        kind=Kind.IDENTIFIER,
        required=EVERY_PROFILE,
        excel=Excel("Kennung", 24),
        aliases=also(
            "ID; Nr.; Nummer; Lfd. Nr.; Maßnahmen-ID; Maßnahmennummer; Maßnahmen-Nr.; "
            "Schlüssel; Measure ID; Action ID"
        ),
    ),
    Field(
        name="category_id",
        file=FileName.MEASURES,
        path=("categoryId",),
        label="Kategorie",
        key_label="categoryId",
        section=Section.HEAD,
        help="Handlungsfeld, unter dem die Maßnahme auf der Website steht.",
        shown="Als Marke neben dem Titel und in der Adresse der Seite.",
        kind=Kind.CATEGORY,
        required=EVERY_PROFILE,
        excel=Excel("Kategorie-Kennung", 26),
    ),
    Field(
        name="category",
        file=FileName.MEASURES,
        path=("category",),
        label="Name der Kategorie",
        key_label="category",
        section=Section.HEAD,
        help="Ergibt sich aus der Kategorie; das Symbol der Website hängt am genauen Wortlaut.",
        meaning="Name der Kategorie, unter der die Maßnahme auf der Website steht.",
        shown="Als Marke neben dem Titel.",
        kind=Kind.IDENTIFIER,
        required=EVERY_PROFILE,
        excel=Excel("Kategorie", 26),
        aliases=also(
            "Field; Sector; Category; Handlungsfeld; Themenfeld; Sektor; Bereich; Kategorie"
        ),
    ),
)

CONTRACT_FIELDS: tuple[Field, ...] = (
    _text(
        "action_name",
        (_OUTLINE, "Action name"),
        "Worum geht es?",
        Section.DESCRIPTION,
        "Vollständiger Titel wie im Vertrag. Der Kurztitel steht im Kopf.",
        meaning="Vollständiger Titel, wie er im Vertrag steht.",
        shown="Erste Zeile unter „Beschreibung“; ohne Kurztitel auch als Überschrift.",
        required=EVERY_PROFILE,
        row=True,
        aliases=also(
            "Title; Name; Action; Action title; Measure; Titel; Langtitel; Maßnahme; "
            "Maßnahmentitel; Titel der Maßnahme; Name der Maßnahme; Bezeichnung; "
            "Maßnahmenbezeichnung"
        ),
    ),
    _text(
        "action_type",
        (_OUTLINE, "Action type"),
        "Art der Maßnahme",
        Section.MORE,
        "Art des Eingriffs: technisch, Governance, sozial oder finanziell.",
        kind=Kind.OPEN_CHOICE,
        width=26,
        aliases=also("Type; Typ; Art; Maßnahmenart; Maßnahmentyp"),
    ),
    _text(
        "action_description",
        (_OUTLINE, "Action description"),
        "Was wird im Detail geplant?",
        Section.DESCRIPTION,
        "Ziel, Inhalt und Umfang in klarem Text. Absätze sind erlaubt, HTML nicht.",
        meaning="Ziel, Inhalt und Umfang der Maßnahme; eine Leerzeile trennt Absätze.",
        shown="Zweite Zeile unter „Beschreibung“. Fehlt der Text, bricht die Seite ab.",
        required=EVERY_PROFILE,
        width=70,
        row=True,
        aliases=also(
            "Description; Action outline; Beschreibung; Maßnahmenbeschreibung; "
            "Langbeschreibung; Beschreibung der Maßnahme; Inhalt; Erläuterung"
        ),
    ),
    _text(
        "field_of_action",
        (_PATHWAY, "Field of action"),
        "Handlungsfeld der Wirkungskette",
        Section.MORE,
        "Built Environment, Energy Systems, Mobility, Nature-Based Solutions oder Waste.",
        kind=Kind.OPEN_CHOICE,
        width=26,
    ),
    _text(
        "systemic_lever",
        (_PATHWAY, "Systemic lever"),
        "Systemischer Hebel",
        Section.MORE,
        "Technologie, Governance, soziale Innovation, Finanzierung, Beteiligung oder Lernen.",
        kind=Kind.OPEN_CHOICE,
        width=26,
        aliases=also("Lever; Hebel"),
    ),
    _text(
        "outcome",
        (_PATHWAY, "Outcome (according to module B-1.1)"),
        "Ergebnis laut Modul B-1.1",
        Section.MORE,
        "Ergebnis aus Modul B-1.1, auf das die Maßnahme einzahlt.",
        width=36,
        aliases=also("Result; Ergebnis; Wirkung"),
    ),
    _text(
        "responsible_bodies",
        (_IMPLEMENTATION, "Responsible bodies/person for implementation"),
        "Wer macht es?",
        Section.IMPLEMENTATION,
        "Zuständige Stelle, keine Privatperson. Wählen Sie eine Schreibweise aus der "
        "Vorschlagsliste.",
        meaning="Zuständige Stelle.",
        shown="Zweite Zeile unter „Umsetzung“ und im Filter der Startseite.",
        kind=Kind.OPEN_CHOICE,
        required=EVERY_PROFILE,
        row=True,
        after="action_scale",
        aliases=also(
            "Responsible; Responsible body; Responsible bodies; Owner; Zuständige Stelle; "
            "Zuständigkeit; Zuständig; Federführung; Federführendes Amt; Verantwortlich; "
            "Verantwortliche Stelle; Verantwortlichkeit; Amt; Fachamt; Dienststelle; Träger; "
            "Umsetzung durch"
        ),
    ),
    _text(
        "action_scale",
        (_IMPLEMENTATION, "Action scale & addressed entities"),
        "Welchen Bereich betrifft die Maßnahme?",
        Section.IMPLEMENTATION,
        "Räumlicher Umfang und angesprochene Gruppen. Beispiel: „gesamtes Stadtgebiet, Haushalte“.",
        meaning="Räumlicher Umfang und angesprochene Gruppen.",
        shown="Erste Zeile unter „Umsetzung“.",
        row=True,
        aliases=also("Action scale; Scale; Räumlicher Umfang; Geltungsbereich; Zielgruppe"),
    ),
    _text(
        "involved_stakeholders",
        (_IMPLEMENTATION, "Involved stakeholders"),
        "Wer ist noch beteiligt?",
        Section.IMPLEMENTATION,
        "Weitere Beteiligte, durch Komma getrennt.",
        meaning="Weitere Beteiligte, durch Komma getrennt.",
        shown="Dritte Zeile unter „Umsetzung“.",
        row=True,
        aliases=also(
            "Stakeholders; Partners; Beteiligte; Weitere Beteiligte; Akteure; Partner; "
            "Kooperationspartner"
        ),
    ),
    _text(
        "implementation_comments",
        (_IMPLEMENTATION, "Comments on implementation"),
        "Konkrete Schritte laut Klimastadt-Vertrag",
        Section.IMPLEMENTATION,
        "Zeitplan, Meilensteine und Mittel, wie sie im Vertrag stehen.",
        shown="Im Zeitstrahl unter „Klimastadtvertrag“.",
        width=60,
        after="state_verdict",
        aliases=also(
            "Comments; Implementation; Bemerkungen zur Umsetzung; Umsetzungsschritte; "
            "Arbeitsschritte; Nächste Schritte"
        ),
    ),
    _text(
        "renewable_energy",
        (_IMPACT, "Generated renewable energy (if applicable)"),
        "Neu generierte erneuerbare Energien",
        Section.IMPACT,
        "Menge mit Einheit. Beispiel: 280 GWh/a. Ein geleertes Feld blendet die Zeile aus.",
        meaning="Menge mit Einheit, als Text; leer, wenn keine erzeugt wird oder nichts bekannt "
        "ist.",
        shown="Erste Zeile unter „Auswirkungen“; ein leerer Text blendet sie aus.",
        row=True,
        empty_hides_row=True,
        aliases=also("Generated renewable energy; Erneuerbare Energien; Erneuerbare Energie"),
    ),
    _text(
        "substituted_energy",
        (_IMPACT, "Removed/substituted energy, volume, or fuel type"),
        "Welcher Energieträger wurde reduziert/ersetzt?",
        Section.IMPACT,
        "Energieträger und Menge. Beispiel: Erdgas, 12 GWh/a. Sonst „Nicht zutreffend“.",
        meaning="Ersetzter oder eingesparter Energieträger mit Menge, als Text.",
        shown="Zweite Zeile unter „Auswirkungen“.",
        row=True,
        aliases=also(
            "Removed/substituted energy; Substituted energy; Eingesparte Energie; Energieeinsparung"
        ),
    ),
    _text(
        "ghg_reduction",
        (_IMPACT, "GHG emissions reduction estimate (total) per emission source sector"),
        "Geschätzte potentielle CO2-Einsparung",
        Section.IMPACT,
        "t CO2e, pro Jahr oder insgesamt, mit dem Bezugsjahr.",
        meaning="Geschätzte Einsparung in t CO2e, je Jahr oder insgesamt, als Text.",
        shown="Dritte Zeile unter „Auswirkungen“.",
        row=True,
        aliases=also(
            "GHG emissions reduction estimate (total); GHG emissions reduction; GHG reduction; "
            "CO2 reduction; CO2-Einsparung; CO2-Reduktion; CO2-Reduktionspotential; "
            "CO2-Reduktionspotenzial; THG-Minderung; THG-Einsparung; Treibhausgasminderung"
        ),
    ),
    _text(
        "total_costs",
        (_IMPACT, "Total costs and costs by CO2e unit"),
        "Gesamtkosten und Kosten je Tonne CO2e",
        Section.MORE,
        "Gesamtkosten in Euro und Euro je Tonne CO2e, wie sie im Vertrag stehen.",
        width=36,
        aliases=also(
            "Total costs; Kosten und Kosten je t CO2e; Kostenbeschreibung; Erläuterung der Kosten"
        ),
    ),
)
