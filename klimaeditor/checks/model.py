"""The flat projection of a measure, and what the pydantic model says about it.

Strict: nothing is converted, because what is stored is what the site reads. Errors come back as
places, the rules make sentences of them; the model never writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.catalogue import FIELDS, FileName
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.catalogue import Field, Profile
    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.values import Json

OWN_FIELDS = tuple(field for field in FIELDS if field.file is not FileName.CATEGORIES)
"""The fields of a measure's own records."""
SHARED_FIELDS = tuple(field for field in FIELDS if field.file is FileName.CATEGORIES)
"""The fields of its category, which other measures share."""


class Problem(NamedTuple):
    """One error of the model: the field, the entry and key of a list field, and the offender.

    *empty* tells "missing or blank" from "of the wrong type".
    """

    field: str
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
) -> tuple[Problem, ...]:
    """Return what the model of *profile* rejects in a projection of the own or shared fields.

    Text that is no Unicode is left to the rules about characters.
    """
    from klimaeditor.checks import model_types  # noqa: PLC0415 - pydantic costs start-up 0.1 s

    errors = model_types.errors(profile, values, shared=shared)
    return tuple(
        _problem(kind, where, found) for kind, where, found in errors if kind != "string_unicode"
    )


def _problem(kind: str, where: tuple[int | str, ...], found: Json) -> Problem:
    place = where[1] if len(where) > 1 and isinstance(where[1], int) else None
    key = str(where[2]) if len(where) > 2 else ""
    missing = kind == "missing"
    empty = missing or kind == "string_pattern_mismatch"
    return Problem(str(where[0]), place, key, None if missing else found, empty)
