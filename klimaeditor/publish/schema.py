"""One JSON Schema (2020-12) per file, generated from the catalogue (OPN-06, DOM-01).

As strict as the checks are where they report errors, and no stricter: warnings and hints are for
people. What a schema of one file cannot say – ids that must be in another file, the order of days –
only the checks know; ``docs/git.md`` names both.
"""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.dates import FIRST_DATE, LAST_DATE
from klimaeditor.model.catalogue import DECLARED, KEY_ORDER, fields_of
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import INITIATIVE_CATEGORY, Kind, Profile
from klimaeditor.model.structure import ID_PATTERN
from klimaeditor.publish import package_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.values import Json, Path, Record


# --- words ---------------------------------------------------------------------------------------

NO_MARKUP: Final = "Klartext ohne HTML; die öffentliche Seite gibt ihn ungeprüft aus."
JOIN: Final = "Kennung der Maßnahme oder Kategorie, zu der der Eintrag gehört."


# --- The rules about texts as regular expressions that every JSON Schema validator understands ---
#
# ECMA-262 and Python read them alike: no flags, no look-behind, no named groups, and no ``$``,
# which
# Python lets a line break follow. They say what the judges in ``klimaeditor.checks`` say; where one
# would need a dictionary or arithmetic, it is a little wider (ports, references with rare names) –
# never narrower, so that nothing is refused that the checks let through.

_END: Final = r"(?![\s\S])"
FILLED: Final = r"\S"
EMPTY_OR_FILLED: Final = rf"^{_END}|\S"
IDENTIFIER: Final = f"^{ID_PATTERN.pattern}{_END}"
FORBIDDEN: Final = (
    r"[\u0000-\u0008\u000b-\u001f\u007f\ufffd-\uffff\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Characters that no text may have (SEC-15)."""
ENTITIES: Final = "amp|lt|gt|quot|apos|nbsp|shy|copy|reg|euro|sect|deg|[aouAOU]uml|szlig|[lrb]dquo"
MARKUP: Final = rf"<[A-Za-z/!?]|&#(?:[xX][0-9A-Fa-f]*|[0-9]+)|&(?:{ENTITIES});"
"""What a browser would not show as it is written (SEC-01): tags, and the usual references."""
LONGEST_URL: Final = 2000
_NO_HOST: Final = r"\s/?#@\\<>\"\[\]:.,;()"
_LABEL: Final = rf"[^{_NO_HOST}-](?:[^{_NO_HOST}]*[^{_NO_HOST}-])?"
_DOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})+"
_HOST: Final = rf"(?:{_DOMAIN}\.?|\[[0-9A-Fa-f:.]+\])"
_REST: Final = r"[^\s\\<>\"]*"
_WEB: Final = rf"[Hh][Tt][Tt][Pp][Ss]?://{_HOST}(?::[0-9]{{0,5}})?(?:[/?#]{_REST})?"
_MAIL: Final = rf"[Mm][Aa][Ii][Ll][Tt][Oo]:[^\s@,;:<>()\"]{{1,64}}@{_DOMAIN}(?:\?{_REST})?"
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


# --- One JSON Schema (2020-12) per file, generated from the catalogue (OPN-06, DOM-01) -----------

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_REQUIRED: Final = {
    FileName.MEASURES: ("id", "categoryId", "category"),
    FileName.ADDITIONAL: ("id", "cost"),
    FileName.PROGRESS: ("id", "type", "values"),
    FileName.CATEGORIES: ("id", "description"),
}
"""The keys of each record that the site needs (WEB-02)."""
_STATUS_WORDS: Final[tuple[Json, ...]] = ("stale",)
"""Stored values that nobody can choose, but that old data have (DOM-05)."""


def file_name(file: FileName) -> str:
    """Return the name of a file's schema."""
    return file.value.replace(".json", ".schema.json")


def schema_of(file: FileName) -> Record:
    """Return the schema of one of the four files."""
    return {
        "$schema": DIALECT,
        "title": file.value,
        "description": package_words.FILES[file],
        "type": "array",
        "uniqueItems": True,
        "items": _record(file),
        "$defs": _definitions(),
    }


def _definitions() -> Record:
    """Return what texts have in common: characters for all, markup for what the site runs."""
    plain: Json = {"type": "string", "not": {"pattern": FORBIDDEN}}
    no_markup: Json = {"not": {"pattern": MARKUP}}
    return {
        "text": plain,
        "public": {"description": NO_MARKUP, "allOf": [{"$ref": "#/$defs/text"}, no_markup]},
        "day": {"type": "string", "pattern": iso_date()},
        "number": {"type": ["number", "null"]},
    }


def _record(file: FileName) -> Record:
    record: Record = {"type": "object", "required": list(_REQUIRED[file])}
    record["properties"] = _properties(file, ())
    if file is FileName.MEASURES:
        initiative: Json = {"properties": {"categoryId": {"const": INITIATIVE_CATEGORY}}}
        record["if"] = initiative
        record["then"] = _profile(file, Profile.INITIATIVE)
        record["else"] = _profile(file, Profile.MEASURE)
    elif file is FileName.PROGRESS:
        record["allOf"] = _progress_types()
    return record


def _properties(file: FileName, parent: Path) -> Record:
    """Return the schemas of the keys in a record or group, in the order of the file."""
    by_path = {field.path: field for field in fields_of(file)}
    found: Record = {}
    names = dict.fromkeys((*KEY_ORDER.get((file, parent), ()), *_keys(by_path, parent)))
    for name in names:
        path = (*parent, name)
        if path in by_path:
            found[name] = _field(by_path[path])
        elif path == ("id",):
            found[name] = _described({"type": "string", "pattern": FILLED}, JOIN)
        else:
            found[name] = _group(file, path)
    return found


def _keys(paths: Iterable[Path], parent: Path) -> list[str]:
    depth = len(parent)
    return [path[depth] for path in paths if len(path) > depth and path[:depth] == parent]


def _group(file: FileName, path: Path) -> Record:
    """Return the schema of an object inside a record; only the contract's groups are all texts."""
    properties = _properties(file, path)
    group: Record = {"type": "object", "properties": properties}
    if file is FileName.MEASURES:
        group["additionalProperties"] = {"$ref": "#/$defs/public"}
    elif path == ("cost",):
        group["required"] = [f.path[-1] for f in DECLARED if f.path[:-1] == path and f.is_kept]
    elif path == ("user_action",):
        group["required"] = list(properties)
    return group


def _field(field: Field) -> Record:
    return {"title": field.label, "description": field.help, **_values(field)}


def _described(schema: Record, description: str) -> Record:
    return {"description": description, **schema}


def _values(field: Field) -> Record:
    """Return what a field may hold, whatever the profile (``_profile`` adds what must be there)."""
    if field.kind in _BY_KIND:
        return dict(_BY_KIND[field.kind])
    if field.kind is Kind.CHOICE:
        return {"enum": [value for value, _ in field.choices]}
    if field.kind is Kind.SERIES:
        return _series()
    if field.kind is Kind.LINKS:
        return {"type": ["array", "null"], "items": _link()}
    return _text(field)


_BY_KIND: Final[dict[Kind, Record]] = {
    Kind.AMOUNT: {"$ref": "#/$defs/number"},
    Kind.NUMBER: {"$ref": "#/$defs/number"},
    Kind.YEAR: {"type": ["integer", "null"], "minimum": 1000, "maximum": 9999},
    Kind.DATE: {"type": ["string", "null"], "pattern": blank_or(iso_date())},
    Kind.CATEGORY: {"type": "string", "pattern": IDENTIFIER},
}


def _text(field: Field) -> Record:
    if field.kind is Kind.IDENTIFIER:
        pattern = IDENTIFIER if field.path == ("id",) else FILLED
        return {"type": "string", "pattern": pattern}
    if field.path[:1] == ("user_action",):
        schema: Record = {"$ref": "#/$defs/text", "pattern": FILLED}
        if field.kind is Kind.URL:
            schema |= {"pattern": WEB_OR_MAIL_ADDRESS, "maxLength": LONGEST_URL}
        return schema
    reference: Record = {"$ref": "#/$defs/public" if field.html else "#/$defs/text"}
    if field.required:
        everywhere = set(Profile) <= field.required
        return {**reference, "pattern": FILLED} if everywhere else reference
    if field.is_contract_text:
        return reference
    if field.name == "short_title":
        reference["pattern"] = EMPTY_OR_FILLED
    return {"anyOf": [{"type": "null"}, reference]}


def _series() -> Record:
    """Return the list of dated values; what a value is, the type decides (``_progress_types``)."""
    entry: Record = {
        "type": "object",
        "required": ["value", "date"],
        "properties": {"value": True, "date": {"$ref": "#/$defs/day"}},
    }
    return {"type": "array", "minItems": 1, "uniqueItems": True, "items": entry}


def _link() -> Record:
    filled: Json = {"$ref": "#/$defs/text", "pattern": FILLED}
    url: Json = {
        "type": "string",
        "pattern": WEB_ADDRESS,
        "maxLength": LONGEST_URL,
    }
    return {
        "type": "object",
        "required": ["title", "url"],
        "properties": {"title": filled, "url": url},
    }


def _profile(file: FileName, profile: Profile) -> Record:
    """Return the groups and texts that a measure of *profile* must have (DOM-02)."""
    groups: dict[str, list[Field]] = {}
    for field in fields_of(file):
        if field.is_contract_text and profile in field.required:
            groups.setdefault(field.path[0], []).append(field)
    properties: Record = {
        group: {
            "required": [field.path[1] for field in members],
            "properties": {field.path[1]: {"pattern": _must(field)} for field in members},
        }
        for group, members in groups.items()
    }
    return {"required": list(groups), "properties": properties}


def _must(field: Field) -> str:
    return EMPTY_OR_FILLED if field.empty_hides_row else FILLED


def _progress_types() -> list[Json]:
    """Return what follows from the type of a progress (WEB-02, WEB-07, DOM-05)."""
    fields = {field.name: field for field in fields_of(FileName.PROGRESS)}
    words = [value for value, _ in fields["progress_values"].choices]
    status: Json = {"enum": [*words, *_STATUS_WORDS]}
    number: Json = {"type": "number"}
    count = _when("count", number)
    ends: Record = {
        fields[name].path[0]: {"type": "number"} for name in ("progress_start", "progress_goal")
    }
    then = count["then"]
    if isinstance(then, dict) and isinstance(then["properties"], dict):
        then["required"] = list(ends)
        then["properties"] = {**then["properties"], **ends}
    return [_when("binary", status), _when("percent", number), count]


def _when(kind: str, value: Json) -> Record:
    entries: Json = {"items": {"properties": {"value": value}}}
    return {
        "if": {"properties": {"type": {"const": kind}}},
        "then": {"properties": {"values": entries}},
    }
