"""Types of values: required fields without one, and values of a type no editor could read.

What is said of numbers, links and progress stands in their own themes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.amounts import unreadable
from klimaeditor.checks.links import incomplete_link
from klimaeditor.checks.numbers import format_number
from klimaeditor.checks.progress import broken_entry, unknown_type
from klimaeditor.checks.rule import ENTER, Rule, ThemeChecks, report, setting
from klimaeditor.checks.schemas import judge, project
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.findings import Fix, Severity
from klimaeditor.site.faults import spoils_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from klimaeditor.checks.schemas import ModelError
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json

REQUIRED: Final = Rule(
    id="required",
    severity=Severity.ERROR,
    title="Pflichtfeld leer",
    problem="„{label}“ fehlt.",
    site="Der Platz auf der öffentlichen Seite bleibt leer: {shown}",
    remedy="{remedy}",
    example="{example}",
)
WRONG_TYPE: Final = Rule(
    id="wrong_type",
    severity=Severity.ERROR,
    title="Falsche Art von Wert",
    problem="„{label}“ ist in der Datei beschädigt.",
    site="{effect}",
    remedy="Tragen Sie {expected} neu ein.",
    example="{example}",
    detail="Die Datei enthält {found}.",
)
ID_MISSING: Final = Rule(
    id="id_missing",
    severity=Severity.ERROR,
    title="Kennung fehlt",
    problem="Die Maßnahme hat keine Kennung.",
    site="Ihre öffentliche Seite ist nicht zu erreichen, und ihre Zusatzangaben fehlen dort.",
    remedy="Bitten Sie die Website-Betreuung, eine Kennung nachzutragen.",
    example="mobilitaet12",
    detail="In measures.json fehlt „id“.",
)

STOPS_SOMEWHERE: Final = "Die öffentliche Seite zeigt das Feld falsch oder bricht ab."
EMPTIES_GROUP: Final = (
    "Unter „Rohdaten“ bleibt auf der öffentlichen Seite dadurch die ganze Gruppe leer."
)
SET_PLACEHOLDER: Final = "„Keine Angabe“ eintragen"
KEEP_AS_TEXT: Final = "Als Text speichern"
PLACEHOLDER: Final = "Keine Angabe"
FILL_IN: Final = "Füllen Sie das Feld aus."
FILL_IN_TEXT: Final = f"Füllen Sie das Feld aus, notfalls mit „{PLACEHOLDER}“."
REQUIRED_EXAMPLES: Final[Mapping[FieldName, str]] = MappingProxyType(
    {
        "category_id": "„Mobilität“",
        "category": "„Mobilität“",
        "category_description": "„Maßnahmen für Bus, Rad und Fußverkehr“",
        "action_name": "„Ausbau der Windkraft bis 2030“",
        "action_description": "„14 Windräder sollen bis 2030 ans Netz gehen“",
    }
)
"""Where „Keine Angabe“ would say nothing; elsewhere it is an answer."""
_A_TEXT = ("einen Text", "„Keine Angabe“")
EXPECTED: Final = MappingProxyType(
    {
        Kind.SHORT_TEXT: _A_TEXT,
        Kind.LONG_TEXT: _A_TEXT,
        Kind.OPEN_CHOICE: _A_TEXT,
        Kind.IDENTIFIER: ("einen Text", "mobilitaet12"),
        Kind.CATEGORY: ("einen Text", "mobilitaet"),
        Kind.URL: ("eine Adresse", "{address}"),
        Kind.DATE: ("ein Datum", "01.07.2024"),
        Kind.AMOUNT: ("einen Betrag in Euro", "1.250.000"),
        Kind.YEAR: ("ein Kalenderjahr", "2030"),
        Kind.NUMBER: ("eine Zahl", "120"),
        Kind.LINKS: ("die Links", ""),
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
    return "eine Liste" if isinstance(value, list) else "eine Gruppe von Werten"


def check_types(view: MeasureView, only: AbstractSet[FieldName] | None = None) -> Iterator[Finding]:
    """Yield what the model rejects in a measure's own records (DOM-02, WEB-01, WEB-02).

    With *only*, no other fields are looked at.
    """
    entries: dict[tuple[FieldName, int], list[ModelError]] = {}
    catalogue = view.site.catalogue
    for problem in judge(project(view, only=only), view.profile, catalogue, only=only):
        if problem.place is not None:
            entries.setdefault((problem.field, problem.place), []).append(problem)
        elif problem.field != "progress_values":  # no list at all: progress
            yield _finding(view, catalogue.field(problem.field), problem)
    for (name, place), problems in entries.items():
        yield _broken_entry(view, name, place, {problem.key for problem in problems})


def check_category_types(view: MeasureView) -> Iterator[Finding]:
    """Yield what the model rejects in the record of the measure's category."""
    if view.category is not None:
        catalogue = view.site.catalogue
        found = judge(project(view, shared=True), view.profile, catalogue, shared=True)
        for problem in found:
            yield _finding(view, catalogue.field(problem.field), problem)


def _broken_entry(view: MeasureView, name: FieldName, place: int, keys: set[str]) -> Finding:
    """Report an entry of a list that lacks something; "" among *keys* means all of it."""
    if name == "progress_values":
        return broken_entry(view, place)
    return incomplete_link(view, place, keys)


def _finding(view: MeasureView, field: Field, problem: ModelError) -> Finding:
    if field.name == "id" and problem.empty:
        return report(ID_MISSING, view, "id")
    if field.kind is Kind.CHOICE:
        return unknown_type(view, problem.found)
    if problem.empty:
        return _missing(view, field)
    if field.is_number and isinstance(problem.found, str):
        return unreadable(view, field, problem.found)
    return _wrong_type(view, field, problem.found)


def _missing(view: MeasureView, field: Field) -> Finding:
    """Report a required field without a value, with the place on the page that stays empty."""
    return report(
        REQUIRED,
        view,
        field.name,
        fix=_fill(view, field),
        label=field.label,
        shown=field.shown,
        remedy=FILL_IN_TEXT if _takes_placeholder(field) else FILL_IN,
        example=REQUIRED_EXAMPLES.get(field.name, ""),
    )


def _fill(view: MeasureView, field: Field) -> Fix:
    """Return the agreed placeholder as a proposal, where one says anything (OPN-05)."""
    if _takes_placeholder(field):
        return setting(SET_PLACEHOLDER, view, field.name, PLACEHOLDER)
    return Fix(ENTER)


def _takes_placeholder(field: Field) -> bool:
    return field.is_contract_text and field.name not in REQUIRED_EXAMPLES


def _wrong_type(view: MeasureView, field: Field, found: Json) -> Finding:
    expected, example = EXPECTED[field.kind]
    example = example.format(address=view.site.city.address)
    spoils = field.is_contract_text and spoils_group(field.path, found, view.site)
    return report(
        WRONG_TYPE,
        view,
        field.name,
        fix=_as_text(view, field, found),
        label=field.label,
        found=kind_of(found),
        expected=expected,
        example=example,
        effect=EMPTIES_GROUP if spoils else STOPS_SOMEWHERE,
    )


def _as_text(view: MeasureView, field: Field, found: Json) -> Fix | None:
    """Propose the text a value of another type stands for."""
    if not field.is_text:
        return None
    if isinstance(found, list) and found and all(isinstance(entry, str) for entry in found):
        return setting(KEEP_AS_TEXT, view, field.name, "\n".join(map(str, found)))
    if isinstance(found, int | float) and not isinstance(found, bool):
        return setting(KEEP_AS_TEXT, view, field.name, format_number(found))
    return _fill(view, field)


CHECKS: Final = ThemeChecks(own=(check_types,), category=(check_category_types,))
