"""One JSON Schema (2020-12) per file, from the models made of the catalogue (OPN-06, DOM-01).

The types are those the checks judge by (:mod:`klimaeditor.checks.models`); what the checks say
about texts is added here. Whoever imports this loads pydantic.

As strict as the checks are where they report errors, and no stricter: warnings and hints are for
people. What a schema of one file cannot say – ids that must be in another file, the order of days –
only the checks know; ``docs/git.md`` names both.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from klimaeditor.checks.dates import FIRST_DATE, LAST_DATE
from klimaeditor.checks.models import (
    EMPTY_OR_FILLED,
    FILLED,
    NUMBER,
    definitions,
    entry_of,
    one_of,
    record_model,
    type_of,
)
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind, Profile
from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.publish import package_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic.main import BaseModel

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Json, Record


# --- words ---------------------------------------------------------------------------------------

NO_MARKUP: Final = "Klartext ohne HTML; die öffentliche Seite gibt ihn ungeprüft aus."
JOIN: Final = "Kennung der Maßnahme oder Kategorie, zu der der Eintrag gehört."


# --- The rules about texts as regular expressions that every JSON Schema validator understands ---
#
# ECMA-262, with its flag ``u`` as validators in JavaScript use it, and Python read them alike: no
# flags, no look-behind, no named groups, no backslash before what needs none (``u`` refuses
# ``\"``), and no ``$``, which Python lets a line break follow. They say what the judges in
# ``klimaeditor.checks`` say; where one would need a dictionary or arithmetic, it is a little wider
# (ports, characters nobody sees) – never narrower, so that nothing is refused that the checks let
# through.

_END: Final = r"(?![\s\S])"
FILLED_TEXT: Final = r"\S"
IDENTIFIER: Final = f"^{ID_PATTERN.pattern}{_END}"
FORBIDDEN: Final = (
    r"[\u0000-\u0008\u000b-\u001f\u007f\ufffd-\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that no text may have (SEC-15)."""
MARKUP: Final = "<[A-Za-z/!?]"
"""What a browser would take for a tag (SEC-01); references like ``&szlig;`` it shows rightly."""
LONGEST_URL: Final = 2000
_NO_HOST: Final = r"\s/?#@\\<>\x22\[\]:.,;()"
_LABEL: Final = rf"[^{_NO_HOST}-](?:[^{_NO_HOST}]*[^{_NO_HOST}-])?"
_DOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})+"
_HOST: Final = rf"(?:{_DOMAIN}\.?|\[[0-9A-Fa-f:.]+\])"
_REST: Final = r"[^\s\\<>\x22]*"
_WEB: Final = rf"[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(?::[0-9]{{0,5}})?(?:[/?#]{_REST})?"
_MAIL: Final = rf"[Mm][Aa][Ii][Ll][Tt][Oo]:[^\s@,;:<>()\x22]{{1,64}}@{_DOMAIN}(?:\?{_REST})?"
WEB_ADDRESS: Final = f"^{_WEB}{_END}"
WEB_OR_MAIL_ADDRESS: Final = f"^(?:{_WEB}|{_MAIL}){_END}"


def iso_date() -> str:
    """Return the pattern of the days that the site can read, YYYY-MM-DD, real ones only (WEB-03).

    The range begins and ends with a whole year; 29 February is there in leap years only.
    """
    years = range(FIRST_DATE.year, LAST_DATE.year + 1)
    leap = "|".join(str(year) for year in years if calendar.isleap(year))
    every = "|".join(str(year) for year in years)
    long = r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    short = r"(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    february = r"02-(?:0[1-9]|1[0-9]|2[0-8])"
    return f"^(?:(?:{every})-(?:{long}|{short}|{february})|(?:{leap})-02-29){_END}"


def blank_or(pattern: str) -> str:
    """Return the pattern that lets nothing but blanks through as well."""
    return rf"^\s*{_END}|{pattern}"


# --- One JSON Schema (2020-12) per file, from the models made of the catalogue (OPN-06, DOM-01) ---

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SITE_NEEDS: Final = ("progress_type", "progress_values")
"""Fields that a record cannot do without, though the contract does not ask for them (WEB-02)."""
_COUNT_NEEDS: Final = ("progress_start", "progress_goal")
"""What a progress must have where a number with a goal is counted (WEB-07)."""
_STATUS_WORDS: Final = ("stale",)
"""Stored values that nobody can choose, but that old data have (DOM-05)."""
_TEXT: Final[Record] = {"allOf": [{"$ref": "#/$defs/text"}]}
_PUBLIC: Final[Record] = {"allOf": [{"$ref": "#/$defs/public"}]}


def file_name(file: FileName) -> str:
    """Return the name of a file's schema."""
    return file.value.replace(".json", ".schema.json")


def schema_of(file: FileName, catalogue: Catalogue) -> Record:
    """Return the schema of one of the four files."""
    usual, cases = _models(file, catalogue)
    items: Record = _ref(usual)
    for key, value, model in reversed(cases):
        chosen: Json = {"type": "object", "properties": {key: {"const": value}}}
        items = {"if": chosen, "then": _ref(model), "else": items}
    return {
        "$schema": DIALECT,
        "title": file.value,
        "description": package_words.FILES[file],
        "type": "array",
        "uniqueItems": True,
        "items": items,
        "$defs": {
            "text": {"not": {"type": "string", "pattern": FORBIDDEN}},
            "public": {
                "description": NO_MARKUP,
                **_TEXT,
                "not": {"type": "string", "pattern": MARKUP},
            },
            **definitions([usual, *(model for _, _, model in cases)]),
        },
    }


def _ref(model: type[BaseModel]) -> Record:
    return {"$ref": f"#/$defs/{model.__name__}"}


def _models(
    file: FileName, catalogue: Catalogue
) -> tuple[type[BaseModel], list[tuple[str, str, type[BaseModel]]]]:
    """Return the model of a file's records, and others for those with a certain value of a key.

    What a record must have depends on its category (DOM-02) or on the type of its progress.
    """
    fields = [field for field in catalogue.declared if field.file is file]
    by_name = {field.name: field for field in fields}
    if file is FileName.MEASURES:
        measure, initiative = (_model(catalogue, p.value, fields, p) for p in Profile)
        key = by_name["category_id"].path[0]
        return measure, [(key, catalogue.initiative, initiative)]
    usual = _model(catalogue, file.value.removesuffix(".json"), fields, Profile.MEASURE)
    if file is not FileName.PROGRESS:
        return usual, []
    values = by_name["progress_values"]
    words = [value for value, _ in values.choices]
    entries = {"binary": one_of((*words, *_STATUS_WORDS)), "percent": NUMBER, "count": NUMBER}
    cases = []
    for kind, value in entries.items():
        entry = entry_of(values, {"value": value, "date": FILLED}, _keywords, f"{kind}_entry")
        types: dict[str, Any] = {values.name: list[entry]}  # type: ignore[valid-type]  # made here
        types |= {name: NUMBER for name in _COUNT_NEEDS if kind == "count"}
        model = _model(catalogue, kind, fields, Profile.MEASURE, types)
        cases.append((by_name["progress_type"].path[0], kind, model))
    return usual, cases


def _model(
    catalogue: Catalogue,
    name: str,
    fields: Sequence[Field],
    profile: Profile,
    stricter: Mapping[str, Any] = MappingProxyType({}),
) -> type[BaseModel]:
    """Return the model of a record; *stricter* types take the place of those checks judge by."""
    file = fields[0].file
    if file is not FileName.MEASURES:
        fields = [replace(catalogue.field("id"), path=("id",), file=file, help=JOIN), *fields]
    types: dict[str, Any] = {field.name: type_of(field, profile, _keywords) for field in fields}
    if "short_title" in types:
        types["short_title"] = EMPTY_OR_FILLED | None
    needed = {field.path for field in fields if profile in field.required}
    needed |= {f.path for f in fields if f.name in (*_SITE_NEEDS, *stricter) or _is_in_group(f)}
    if file is FileName.MEASURES:
        needed |= {path[:1] for path in needed}
    groups: Record = {}
    if file is FileName.MEASURES:
        groups = {"additionalProperties": {"type": "string", **_PUBLIC}}
    elif file is FileName.ADDITIONAL:
        needed.add(catalogue.path("cost_value")[:-1])
    types |= stricter
    return record_model(name, fields, types, frozenset(needed), _keywords, groups)


def _is_in_group(field: Field) -> bool:
    """Tell whether a field must be there as soon as its group is: the costs, and an action."""
    return len(field.path) == 2 and (field.is_kept or field.name.startswith(_ACTION))


def _keywords(field: Field, key: str) -> Record:
    """Return what the schema of a field, or of a key of its entries, says beyond the type."""
    if key:
        return dict(_IN_ENTRIES.get((field.kind, key), {}))
    if field.kind in _BY_KIND:
        return dict(_BY_KIND[field.kind])
    if field.kind is Kind.IDENTIFIER:
        is_id = field.file is FileName.MEASURES and field.name == "id"
        return {"pattern": IDENTIFIER} if is_id else {}
    if field.name.startswith(_ACTION):
        address: Record = {"pattern": WEB_OR_MAIL_ADDRESS, "maxLength": LONGEST_URL}
        more: Record = address if field.kind is Kind.URL else {"pattern": FILLED_TEXT}
        return {"type": "string", **_TEXT, **more}
    return dict(_PUBLIC if field.html else _TEXT)


_ACTION: Final = "user_action_"
_BY_KIND: Final[Mapping[Kind, Record]] = MappingProxyType(
    {
        Kind.AMOUNT: {},
        Kind.NUMBER: {},
        Kind.CHOICE: {},
        Kind.LINKS: {},
        Kind.YEAR: {"type": ["integer", "null"], "minimum": 1000, "maximum": 9999},
        Kind.DATE: {"pattern": blank_or(iso_date())},
        Kind.CATEGORY: {"pattern": IDENTIFIER},
        Kind.SERIES: {"minItems": 1, "uniqueItems": True},
    }
)
_IN_ENTRIES: Final[Mapping[tuple[Kind, str], Record]] = MappingProxyType(
    {
        (Kind.SERIES, "date"): {"pattern": iso_date()},
        (Kind.LINKS, "title"): _TEXT,
        (Kind.LINKS, "url"): {"pattern": WEB_ADDRESS, "maxLength": LONGEST_URL},
    }
)
