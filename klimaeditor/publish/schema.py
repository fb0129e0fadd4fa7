"""One JSON Schema (2020-12) per file, generated from the catalogue (OPN-06, DOM-01).

As strict as the checks are where they report errors, and no stricter: warnings and hints are for
people. What a schema of one file cannot say – ids that must be in another file, the order of days –
only the checks know; ``docs/git.md`` names both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue import FileName, Kind, Profile, fields_of
from klimaeditor.catalogue.declared import DECLARED
from klimaeditor.catalogue.keyorder import KEY_ORDER
from klimaeditor.catalogue.types import INITIATIVE_CATEGORY
from klimaeditor.publish import patterns, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.catalogue import Field
    from klimaeditor.values import Json, Path, Record

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
        "description": texts.FILES[file],
        "type": "array",
        "uniqueItems": True,
        "items": _record(file),
        "$defs": _definitions(),
    }


def _definitions() -> Record:
    """Return what texts have in common: characters for all, markup for what the site runs."""
    plain: Json = {"type": "string", "not": {"pattern": patterns.FORBIDDEN}}
    no_markup: Json = {"not": {"pattern": patterns.MARKUP}}
    return {
        "text": plain,
        "public": {"description": texts.NO_MARKUP, "allOf": [{"$ref": "#/$defs/text"}, no_markup]},
        "day": {"type": "string", "pattern": patterns.iso_date()},
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
            found[name] = _described({"type": "string", "pattern": patterns.FILLED}, texts.JOIN)
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
    Kind.DATE: {"type": ["string", "null"], "pattern": patterns.blank_or(patterns.iso_date())},
    Kind.CATEGORY: {"type": "string", "pattern": patterns.IDENTIFIER},
}


def _text(field: Field) -> Record:
    if field.kind is Kind.IDENTIFIER:
        pattern = patterns.IDENTIFIER if field.path == ("id",) else patterns.FILLED
        return {"type": "string", "pattern": pattern}
    if field.path[:1] == ("user_action",):
        schema: Record = {"$ref": "#/$defs/text", "pattern": patterns.FILLED}
        if field.kind is Kind.URL:
            schema |= {"pattern": patterns.WEB_OR_MAIL_ADDRESS, "maxLength": patterns.LONGEST_URL}
        return schema
    reference: Record = {"$ref": "#/$defs/public" if field.html else "#/$defs/text"}
    if field.required:
        everywhere = set(Profile) <= field.required
        return {**reference, "pattern": patterns.FILLED} if everywhere else reference
    if field.is_contract_text:
        return reference
    if field.name == "short_title":
        reference["pattern"] = patterns.EMPTY_OR_FILLED
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
    filled: Json = {"$ref": "#/$defs/text", "pattern": patterns.FILLED}
    url: Json = {
        "type": "string",
        "pattern": patterns.WEB_ADDRESS,
        "maxLength": patterns.LONGEST_URL,
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
    return patterns.EMPTY_OR_FILLED if field.empty_hides_row else patterns.FILLED


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
