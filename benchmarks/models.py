"""Pydantic models of the rows of the four files, made from the catalogue: what pydantic can judge.

The usual way to check such data: a strict model for each file, null and absence allowed where the
site copes with them. The program's own checks judge what the texts say as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model

from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldtypes import EVERY_PROFILE, Kind
from klimaeditor.model.fieldtypes import Field as CatalogueField
from klimaeditor.site.muenster import MUENSTER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_CONFIG = ConfigDict(strict=True, extra="allow")


class Link(BaseModel):
    """One useful link."""

    model_config = _CONFIG
    title: str = Field(min_length=1)
    url: str = Field(min_length=1)


class Point(BaseModel):
    """One value of a progress with its date."""

    model_config = _CONFIG
    value: Any
    date: str = Field(min_length=1)


def adapters() -> dict[FileName, TypeAdapter[Any]]:
    """Return for each file what validates the list of its rows."""
    validators: dict[FileName, TypeAdapter[Any]] = {}
    for file in FileName:
        row = _model(
            file.value, [(field.path, field) for field in MUENSTER.fields if field.file is file]
        )
        validators[file] = TypeAdapter(list[row])  # type: ignore[valid-type]  # made at run time
    return validators


def count_errors(
    validators: Mapping[FileName, TypeAdapter[Any]], rows: Mapping[FileName, Any]
) -> int:
    """Validate the rows of all files and return how much pydantic has to say about them."""
    errors = 0
    for file, validator in validators.items():
        try:
            validator.validate_python(rows[file])
        except ValidationError as error:
            errors += error.error_count()
    return errors


def _model(name: str, fields: Iterable[tuple[tuple[str, ...], CatalogueField]]) -> type[BaseModel]:
    """Return a model whose nested records follow the paths of the fields."""
    inside: dict[str, list[tuple[tuple[str, ...], CatalogueField]]] = {}
    parts: dict[str, Any] = {}
    for path, field in fields:
        if len(path) == 1:
            parts[field.name] = (_type_of(field), Field(_default(field), alias=path[0]))
        else:
            inside.setdefault(path[0], []).append((path[1:], field))
    for number, (key, nested) in enumerate(inside.items()):
        parts[f"group_{number}"] = (_model(key, nested) | None, Field(None, alias=key))
    return create_model(name, __config__=_CONFIG, **parts)


def _default(field: CatalogueField) -> object:
    return ... if field.required == EVERY_PROFILE else None


def _type_of(field: CatalogueField) -> object:
    if field.is_number:
        return float | None
    if field.kind is Kind.LINKS:
        return list[Link] | None
    if field.kind is Kind.SERIES:
        return list[Point] | None
    if field.kind is Kind.CHOICE:
        return Literal[tuple(value for value, _ in field.choices)] | None
    return str if field.required == EVERY_PROFILE else str | None
