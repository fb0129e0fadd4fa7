"""The flat projection of a measure, and what the pydantic model says about it.

Strict: nothing is converted, because what is stored is what the site reads. Errors come back as
places, the rules make sentences of them; the model never writes.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import TEXT_KINDS, Kind
from klimaeditor.model.values import ABSENT, Absent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from pydantic_core import SchemaValidator, ValidationError

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field, Profile
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Value


# --- The flat projection of a measure, and what the pydantic model says about it -----------------


@cache
def own_fields(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields of a measure's own records."""
    return tuple(field for field in catalogue.fields if field.file is not FileName.CATEGORIES)


def shared_fields(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields of its category, which other measures share."""
    return catalogue.fields_of(FileName.CATEGORIES)


class ModelError(NamedTuple):
    """One error of the model: the field, the entry and key of a list field, and the offender.

    *empty* tells "missing or blank" from "of the wrong type".
    """

    field: FieldName
    place: int | None
    key: str
    found: Json
    empty: bool


def project(
    view: MeasureView, *, shared: bool = False, only: AbstractSet[FieldName] | None = None
) -> dict[str, Json]:
    """Return the stored values of the own or shared fields by name, absent ones left out.

    With *only*, no others are taken.
    """
    values: dict[str, Json] = {}
    catalogue = view.site.catalogue
    for field in shared_fields(catalogue) if shared else own_fields(catalogue):
        if only is not None and field.name not in only:
            continue
        value = view.value(field.name)
        if not isinstance(value, Absent):
            values[field.name] = value
    return values


def judge(
    values: dict[str, Json],
    profile: Profile,
    catalogue: Catalogue,
    *,
    shared: bool = False,
    only: AbstractSet[FieldName] | None = None,
) -> tuple[ModelError, ...]:
    """Return what the model of *profile* rejects in a projection of the own or shared fields.

    With *only*, each of these fields is judged by itself. Text that is no Unicode is left to the
    rules about characters.
    """
    fields = shared_fields(catalogue) if shared else own_fields(catalogue)
    if only is None:
        errors = list(errors_model_types(profile, values, fields))
    else:
        errors = [
            error
            for field in fields
            if field.name in only
            for error in errors_model_types(profile, _part(values, field), (field,))
        ]
    return tuple(
        _problem(catalogue, kind, where, found)
        for kind, where, found in errors
        if kind != "string_unicode"
    )


def _part(values: dict[str, Json], field: Field) -> dict[str, Json]:
    return {field.name: values[field.name]} if field.name in values else {}


def _problem(
    catalogue: Catalogue, kind: str, where: tuple[int | str, ...], found: Json
) -> ModelError:
    place = where[1] if len(where) > 1 and isinstance(where[1], int) else None
    key = str(where[2]) if len(where) > 2 else ""
    missing = kind == "missing"
    empty = missing or kind == "string_pattern_mismatch"
    return ModelError(
        catalogue.field_name(str(where[0])), place, key, None if missing else found, empty
    )


# --- The pydantic models of the two profiles, made from the catalogue ----------------------------


def errors_model_types(
    profile: Profile, values: dict[str, Json], fields: tuple[Field, ...]
) -> Iterator[tuple[str, tuple[int | str, ...], Any]]:
    """Yield pydantic's error type, place and input for everything that does not fit.

    Values of which that is plain without it do not load it: it takes longer than all other checks.
    """
    for field in fields:
        if not is_plainly_right(field, values.get(field.name, ABSENT), profile):
            break
    else:
        return
    validator, failure = _validator(profile, fields)
    try:
        validator.validate_python(values)
    except failure as error:
        for found in error.errors(include_url=False, include_context=False):
            yield found["type"], found["loc"], found["input"]


def is_plainly_right(field: Field, value: Value, profile: Profile) -> bool:
    """Tell whether a value is right at first sight; False says nothing, the model judges then."""
    if isinstance(value, str) and field.kind in TEXT_KINDS:
        return _is_enough(field, value, profile)
    if value is None or isinstance(value, Absent):
        return _may_lack(field, value, profile)
    if field.is_number:
        return type(value) in (int, float) and abs(cast("float", value)) <= _PLAIN
    if field.is_list:
        return _has_entries(value, *_TEXTS[field.kind]) and _has_keys(value, *_KEYS[field.kind])
    if field.kind is Kind.CHOICE:
        return isinstance(value, str) and value in [choice for choice, _ in field.choices]
    return isinstance(value, str) and _is_enough(field, value, profile)


def _is_enough(field: Field, text: str, profile: Profile) -> bool:
    """Tell whether a text says something where it has to."""
    needed = profile in field.required and not (text == "" and field.empty_hides_row)
    return not needed or _says_something(text)


_PLAIN: Final = 2**53
"""Up to here every whole number is a number for whoever reads the files."""
_TEXTS: Final = MappingProxyType({Kind.LINKS: ("title", "url"), Kind.SERIES: ("date",)})
_KEYS: Final = MappingProxyType({Kind.LINKS: (), Kind.SERIES: ("value",)})


def _may_lack(field: Field, value: Absent | None, profile: Profile) -> bool:
    """Tell whether a field may be without its key, or be null."""
    if value is not None:
        return profile not in field.required
    if field.is_number or field.kind is Kind.LINKS:
        return True
    is_text = not field.is_list and field.kind is not Kind.CHOICE
    return is_text and profile not in field.required and not field.is_contract_text


def _has_entries(value: Value, *texts: str) -> bool:
    """Tell whether a value is a list of objects that say something under each of these keys."""
    return isinstance(value, list) and all(
        isinstance(entry, dict) and all(_says_something(entry.get(key)) for key in texts)
        for entry in value
    )


def _has_keys(value: Value, *keys: str) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, dict) and all(key in entry for key in keys) for entry in value
    )


def _says_something(value: Value) -> bool:
    return isinstance(value, str) and (value[:1].isalnum() or any(map(str.isalnum, value)))


@cache
def _validator(
    profile: Profile, fields: tuple[Field, ...]
) -> tuple[SchemaValidator, type[ValidationError]]:
    """Return a strict validator, and what it raises; pydantic is loaded with the first one."""
    from pydantic_core import ValidationError  # noqa: PLC0415 - only after the first picture

    from klimaeditor.checks.models import flat_model  # noqa: PLC0415 - as above

    model = flat_model(profile.value, fields, profile)
    found = model.__pydantic_validator__
    return cast("SchemaValidator", found), ValidationError
