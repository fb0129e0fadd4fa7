"""The pydantic schemas of the two profiles, built from the catalogue.

Written against pydantic_core, pydantic's own validator: the classes of pydantic would say the same
and cost every start of the program 0.14 s (benchmarks/bench_start.py).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as schema

from klimaeditor.catalogue import Kind
from klimaeditor.checks.model import OWN_FIELDS, SHARED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import CoreSchema

    from klimaeditor.catalogue import Field, Profile
    from klimaeditor.values import Json

_FILLED = schema.str_schema(pattern=r"\S", strict=True)
_EMPTY_OR_FILLED = schema.str_schema(pattern=r"^$|\S", strict=True)


def errors(
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
    fields = {
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
