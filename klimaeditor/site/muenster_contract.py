"""Fields of measures.json: the contract's own texts (template module B-2.2, DOM-03).

Labels are those of the public page (measureId.vue); groups and keys are the template's. Only what
the page prints has a public label there; the others appear in the accordion "Rohdaten" and carry
a German label of ours. They stand in the order of the file.
"""

from __future__ import annotations

from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import (
    EVERY_PROFILE,
    ONLY_MEASURE,
    Excel,
    Field,
    Kind,
    Profile,
    Section,
)

_RAW_ONLY = "Nur unter „Rohdaten aus dem Klimastadtvertrag“."


def _text(  # noqa: PLR0913 - one argument per column of the catalogue
    name: str,
    path: tuple[str, str],
    label: str,
    section: Section,
    help_text: str,
    *,
    shown: str = _RAW_ONLY,
    kind: Kind = Kind.LONG_TEXT,
    required: frozenset[Profile] = ONLY_MEASURE,
    width: int = 40,
    rules: tuple[str, ...] = (),
    limit: int | None = None,
    row: bool = False,
    empty_hides_row: bool = False,
    after: str = "",
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
        rules=rules,
        excel=Excel(label, width),
        limit=limit,
        html=True,
        row=row,
        empty_hides_row=empty_hides_row,
        after=after,
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
        shown="In der Adresse der öffentlichen Seite.",
        kind=Kind.IDENTIFIER,
        required=EVERY_PROFILE,
        excel=Excel("Kennung", 24),
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
        shown="Als Marke neben dem Titel.",
        kind=Kind.IDENTIFIER,
        required=EVERY_PROFILE,
        excel=Excel("Kategorie", 26),
    ),
)

CONTRACT_FIELDS: tuple[Field, ...] = (
    _text(
        "action_name",
        (_OUTLINE, "Action name"),
        "Worum geht es?",
        Section.DESCRIPTION,
        "Vollständiger Titel wie im Vertrag. Der Kurztitel steht im Kopf.",
        shown="Erste Zeile unter „Beschreibung“; ohne Kurztitel auch als Überschrift.",
        required=EVERY_PROFILE,
        row=True,
    ),
    _text(
        "action_type",
        (_OUTLINE, "Action type"),
        "Art der Maßnahme",
        Section.MORE,
        "Art des Eingriffs, z. B. technisch, Governance, sozial oder finanziell.",
        kind=Kind.OPEN_CHOICE,
        width=26,
    ),
    _text(
        "action_description",
        (_OUTLINE, "Action description"),
        "Was wird im Detail geplant?",
        Section.DESCRIPTION,
        "Ziel, Inhalt und Umfang in klarem Text. Absätze sind erlaubt, HTML nicht.",
        shown="Zweite Zeile unter „Beschreibung“. Fehlt der Text, bricht die Seite ab.",
        required=EVERY_PROFILE,
        width=70,
        row=True,
    ),
    _text(
        "field_of_action",
        (_PATHWAY, "Field of action"),
        "Handlungsfeld der Wirkungskette",
        Section.MORE,
        "Built Environment, Energy Systems, Mobility, Nature-Based Solutions oder Waste.",
        kind=Kind.OPEN_CHOICE,
        width=26,
        rules=("structural_debris",),
    ),
    _text(
        "systemic_lever",
        (_PATHWAY, "Systemic lever"),
        "Systemischer Hebel",
        Section.MORE,
        "Technologie, Governance, soziale Innovation, Finanzierung, Beteiligung oder Lernen.",
        kind=Kind.OPEN_CHOICE,
        width=26,
        rules=("structural_debris",),
    ),
    _text(
        "outcome",
        (_PATHWAY, "Outcome (according to module B-1.1)"),
        "Ergebnis laut Modul B-1.1",
        Section.MORE,
        "Ergebnis aus Modul B-1.1, auf das die Maßnahme einzahlt.",
        width=36,
    ),
    _text(
        "responsible_bodies",
        (_IMPLEMENTATION, "Responsible bodies/person for implementation"),
        "Wer macht es?",
        Section.IMPLEMENTATION,
        "Zuständige Stelle, keine Privatperson; Schreibweise aus der Vorschlagsliste wählen.",
        shown="Zweite Zeile unter „Umsetzung“ und im Filter der Startseite.",
        kind=Kind.OPEN_CHOICE,
        required=EVERY_PROFILE,
        rules=("body_not_in_filter",),
        row=True,
        after="action_scale",
    ),
    _text(
        "action_scale",
        (_IMPLEMENTATION, "Action scale & addressed entities"),
        "Welchen Bereich betrifft die Maßnahme?",
        Section.IMPLEMENTATION,
        "Räumlicher Umfang und angesprochene Gruppen, z. B. „gesamtes Stadtgebiet, Haushalte“.",
        shown="Erste Zeile unter „Umsetzung“.",
        row=True,
    ),
    _text(
        "involved_stakeholders",
        (_IMPLEMENTATION, "Involved stakeholders"),
        "Wer ist noch beteiligt?",
        Section.IMPLEMENTATION,
        "Weitere Beteiligte, durch Komma getrennt.",
        shown="Dritte Zeile unter „Umsetzung“.",
        row=True,
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
    ),
    _text(
        "renewable_energy",
        (_IMPACT, "Generated renewable energy (if applicable)"),
        "Neu generierte erneuerbare Energien",
        Section.IMPACT,
        "Menge mit Einheit, z. B. 280 GWh/a. Leer lassen, wenn die Zeile nicht erscheinen soll.",
        shown="Erste Zeile unter „Auswirkungen“; ein leerer Text blendet sie aus.",
        row=True,
        empty_hides_row=True,
    ),
    _text(
        "substituted_energy",
        (_IMPACT, "Removed/substituted energy, volume, or fuel type"),
        "Welcher Energieträger wurde reduziert/ersetzt?",
        Section.IMPACT,
        "Energieträger und Menge, z. B. Erdgas, 12 GWh/a. Sonst „Nicht zutreffend“.",
        shown="Zweite Zeile unter „Auswirkungen“.",
        row=True,
    ),
    _text(
        "ghg_reduction",
        (_IMPACT, "GHG emissions reduction estimate (total) per emission source sector"),
        "Geschätzte potentielle CO2-Einsparung",
        Section.IMPACT,
        "t CO2e, pro Jahr oder insgesamt angeben und das Bezugsjahr nennen.",
        shown="Dritte Zeile unter „Auswirkungen“.",
        row=True,
    ),
    _text(
        "total_costs",
        (_IMPACT, "Total costs and costs by CO2e unit"),
        "Gesamtkosten und Kosten je Tonne CO2e",
        Section.MORE,
        "Gesamtkosten in Euro und Euro je Tonne CO2e, wie sie im Vertrag stehen.",
        width=36,
    ),
)
