"""The pydantic models made from the catalogue: they judge types and describe the files, no more.

Two shapes of the same fields: the flat one judges a measure (:mod:`klimaeditor.checks.schemas`),
the one with the keys of a file gives its JSON Schema (:mod:`klimaeditor.publish.schema`). Strict:
nothing is converted, because what is stored is what the site reads. No model ever writes.

Importing pydantic costs 0.14 s, so nobody imports this module before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic.config import ConfigDict
from pydantic.fields import Field as Limits
from pydantic.json_schema import GenerateJsonSchema, WithJsonSchema, models_json_schema
from pydantic.main import BaseModel, create_model

from klimaeditor.model.fieldtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import TypeAlias

    from pydantic.fields import FieldInfo
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

    from klimaeditor.model.fieldtypes import Field, Profile
    from klimaeditor.model.values import Path, Record

    Keywords: TypeAlias = Callable[[Field, str], Record]
    """A field and the key of one of its entries ("": the field itself) -> what its schema adds."""

FILLED: Final = Annotated[str, Limits(strict=True, pattern=r"\S")]
EMPTY_OR_FILLED: Final = Annotated[
    str,
    Limits(strict=True, pattern=r"^$|\S"),
    WithJsonSchema({"type": "string", "pattern": r"^(?![\s\S])|\S"}),  # no ``$``: line breaks
]
TEXT: Final = Annotated[str, Limits(strict=True)]
NUMBER: Final = Annotated[float, Limits(strict=True, allow_inf_nan=False)]
_REFUSES_OTHERS: Final = ConfigDict(extra="forbid")


# --- What a field may hold -----------------------------------------------------------------------


def nothing_more(_field: Field, _key: str) -> Record:
    """Add nothing to the schema of a field."""
    return {}


def one_of(values: Iterable[object]) -> object:
    """Return the type of one of these values."""
    literal: Any = Literal
    found: object = literal[tuple(values)]
    return found


def type_of(field: Field, profile: Profile, keywords: Keywords = nothing_more) -> object:
    """Return the type of a field's values; None means "unknown" where the site allows it."""
    if field.is_number:
        return NUMBER | None
    if field.kind is Kind.LINKS:
        return list[entry_of(field, {"title": FILLED, "url": FILLED}, keywords)] | None  # type: ignore[misc]  # made at run time
    if field.kind is Kind.SERIES:
        return list[entry_of(field, {"value": Any, "date": FILLED}, keywords)]  # type: ignore[misc]  # made at run time
    if field.kind is Kind.CHOICE:
        return one_of(value for value, _ in field.choices)
    if profile in field.required:
        return EMPTY_OR_FILLED if field.empty_hides_row else FILLED
    return TEXT if field.is_contract_text else TEXT | None


def entry_of(
    field: Field, keys: Mapping[str, Any], keywords: Keywords, name: str = ""
) -> type[BaseModel]:
    """Return the model of one entry of a list, all *keys* required; other keys are let through."""
    return _model(
        name or f"{field.name}_entry",
        {key: (found, _info(key, keywords(field, key))) for key, found in keys.items()},
    )


# --- The two shapes of a record ------------------------------------------------------------------


def flat_model(name: str, fields: Iterable[Field], profile: Profile) -> type[BaseModel]:
    """Return the model of a flat projection; what *profile* requires must be there."""
    members: dict[str, Any] = {
        field.name: (type_of(field, profile), ... if profile in field.required else None)
        for field in fields
    }
    return _model(name, members, _REFUSES_OTHERS)


def record_model(  # noqa: PLR0913, PLR0917 - what a record needs
    name: str,
    fields: Sequence[Field],
    types: Mapping[str, Any],
    needed: frozenset[Path],
    keywords: Keywords,
    group_keywords: Record,
    parent: Path = (),
) -> type[BaseModel]:
    """Return the model of a record, or of the group at *parent* in it, with the keys of the file.

    *types* are by name of field, *needed* the paths of fields and groups that must be there.
    """
    members: dict[str, Any] = {}
    depth = len(parent)
    for number, key in enumerate(dict.fromkeys(field.path[depth] for field in fields)):
        path = (*parent, key)
        inside = [field for field in fields if field.path[: depth + 1] == path]
        if inside[0].path == path:
            (field,) = inside
            extra = {"title": field.label, "description": field.help, **keywords(field, "")}
            members[field.name] = (types[field.name], _info(key, extra, required=path in needed))
            continue
        group = record_model(
            f"{name}_{number}", inside, types, needed, keywords, group_keywords, path
        )
        members[f"group_{number}"] = (group, _info(key, {}, required=path in needed))
    extra = {"title": parent[-1] if parent else name, **(group_keywords if parent else {})}
    return _model(name, members, ConfigDict(json_schema_extra=extra))


def _info(alias: str, extra: Record, *, required: bool = True) -> FieldInfo:
    default: Any = ... if required else None
    made: FieldInfo = Limits(default, alias=alias, json_schema_extra=extra or None)
    return made


def _model(
    name: str, members: Mapping[str, Any], config: ConfigDict | None = None
) -> type[BaseModel]:
    made: type[BaseModel] = create_model(name, __config__=config, **members)
    return made


# --- What pydantic says about them in JSON Schema ------------------------------------------------


class _Keywords(GenerateJsonSchema):
    """Describes what is accepted: that an absent key reads as None here is nobody's business."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def definitions(models: Sequence[type[BaseModel]]) -> Record:
    """Return the JSON Schemas of *models* and of all they refer to, by name."""
    _, made = models_json_schema(
        [(model, "validation") for model in models], schema_generator=_Keywords
    )
    found: Record = made["$defs"]
    return found
