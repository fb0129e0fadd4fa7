"""The flat projection of a measure, and what the pydantic model says about it.

Strict: nothing is converted, because what is stored is what the site reads. Errors come back as
places, the rules make sentences of them; the model never writes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as schema

from klimaeditor.model.catalogue import FIELDS, field_name
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import CoreSchema
    from pydantic_core.core_schema import TypedDictField

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field, Profile
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json


# --- The flat projection of a measure, and what the pydantic model says about it -----------------

OWN_FIELDS = tuple(field for field in FIELDS if field.file is not FileName.CATEGORIES)
"""The fields of a measure's own records."""
SHARED_FIELDS = tuple(field for field in FIELDS if field.file is FileName.CATEGORIES)
"""The fields of its category, which other measures share."""


class ModelError(NamedTuple):
    """One error of the model: the field, the entry and key of a list field, and the offender.

    *empty* tells "missing or blank" from "of the wrong type".
    """

    field: FieldName
    place: int | None
    key: str
    found: Json
    empty: bool


def project(view: MeasureView, fields: Iterable[Field] = OWN_FIELDS) -> dict[str, Json]:
    """Return the stored values of a measure by field name, absent ones left out."""
    values: dict[str, Json] = {}
    for field in fields:
        value = view.value(field.name)
        if not isinstance(value, Absent):
            values[field.name] = value
    return values


def judge(
    values: dict[str, Json], profile: Profile, *, shared: bool = False
) -> tuple[ModelError, ...]:
    """Return what the model of *profile* rejects in a projection of the own or shared fields.

    Text that is no Unicode is left to the rules about characters.
    """
    errors = errors_model_types(profile, values, shared=shared)
    return tuple(
        _problem(kind, where, found) for kind, where, found in errors if kind != "string_unicode"
    )


def _problem(kind: str, where: tuple[int | str, ...], found: Json) -> ModelError:
    place = where[1] if len(where) > 1 and isinstance(where[1], int) else None
    key = str(where[2]) if len(where) > 2 else ""
    missing = kind == "missing"
    empty = missing or kind == "string_pattern_mismatch"
    return ModelError(field_name(str(where[0])), place, key, None if missing else found, empty)


# --- The pydantic schemas of the two profiles, built from the catalogue --------------------------
#
# Written against pydantic_core, pydantic's own validator: the classes of pydantic would say the
# same
# and cost every start of the program 0.14 s (benchmarks/bench_start.py).

_FILLED = schema.str_schema(pattern=r"\S", strict=True)
_EMPTY_OR_FILLED = schema.str_schema(pattern=r"^$|\S", strict=True)


def errors_model_types(
    profile: Profile, values: dict[str, Json], *, shared: bool
) -> Iterator[tuple[str, tuple[int | str, ...], Any]]:
    """Yield pydantic's error type, place and input for everything that does not fit."""
    try:
        _validator(profile, shared).validate_python(values)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_context=False):
            yield found["type"], found["loc"], found["input"]


@cache
def _validator(profile: Profile, shared: bool) -> SchemaValidator:
    """Build a strict validator; what the profile requires must be there, the rest may be absent."""
    fields: dict[str, TypedDictField] = {
        field.name: schema.typed_dict_field(
            _schema_of(field, profile), required=profile in field.required
        )
        for field in (SHARED_FIELDS if shared else OWN_FIELDS)
    }
    record = schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
    return SchemaValidator(record)


def _schema_of(field: Field, profile: Profile) -> CoreSchema:
    """Return the schema of a field's values; null means "unknown" where the site allows it."""
    if field.is_number:
        return schema.nullable_schema(schema.float_schema(allow_inf_nan=False, strict=True))
    if field.kind is Kind.LINKS:
        entry = _entry(title=_FILLED, url=_FILLED)
        return schema.nullable_schema(schema.list_schema(entry))
    if field.kind is Kind.SERIES:
        return schema.list_schema(_entry(value=schema.any_schema(), date=_FILLED))
    if field.kind is Kind.CHOICE:
        return schema.literal_schema([value for value, _ in field.choices])
    if profile in field.required:
        return _EMPTY_OR_FILLED if field.empty_hides_row else _FILLED
    text = schema.str_schema(strict=True)
    return text if field.is_contract_text else schema.nullable_schema(text)


def _entry(**keys: CoreSchema) -> CoreSchema:
    """Return the schema of one entry of a list; keys of others are let through."""
    fields = {key: schema.typed_dict_field(inner) for key, inner in keys.items()}
    return schema.typed_dict_schema(fields, extra_behavior="ignore", strict=True)
