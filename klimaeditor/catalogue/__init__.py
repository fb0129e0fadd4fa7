"""THE field catalogue: one entry per field, read by form, checks, Excel, help and documents.

To add a field, add one entry. If that does not suffice, the catalogue lacks a column
(docs/architecture.md). Order is the order of the form.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue.companions import ADDITIONAL_FIELDS, CATEGORY_FIELDS, PROGRESS_FIELDS
from klimaeditor.catalogue.contract import CONTRACT_FIELDS, IDENTITY_FIELDS
from klimaeditor.catalogue.types import (
    INITIATIVE_CATEGORY,
    Excel,
    Field,
    Kind,
    Profile,
    Section,
)
from klimaeditor.changes import FileName

if TYPE_CHECKING:
    from klimaeditor.values import Json, Path, Record

__all__ = [
    "FIELDS",
    "FIELDS_BY_NAME",
    "IGNORED_PATHS",
    "Excel",
    "Field",
    "FileName",
    "Kind",
    "Profile",
    "Section",
    "field",
    "fields_of",
    "fields_touched",
    "profile_of",
    "template",
]

_SECTION_ORDER = {section: place for place, section in enumerate(Section)}
_DECLARED = (
    IDENTITY_FIELDS + ADDITIONAL_FIELDS + CONTRACT_FIELDS + PROGRESS_FIELDS + CATEGORY_FIELDS
)
# Inside a section the site's own order decides; contract texts and companions interleave there.
_IN_SECTION = (
    *("id", "category_id", "category", "short_title", "summary"),
    *("renewable_energy", "substituted_energy", "ghg_reduction", "cost_value"),
    *("action_scale", "responsible_bodies", "involved_stakeholders", "cost_until"),
    *("state_text", "state_date", "state_title", "state_verdict", "implementation_comments"),
    *("action_type", "field_of_action", "systemic_lever", "outcome", "total_costs"),
)
_PLACE = {name: place for place, name in enumerate(_IN_SECTION)}

FIELDS: Final[tuple[Field, ...]] = tuple(
    sorted(_DECLARED, key=lambda f: (_SECTION_ORDER[f.section], _PLACE.get(f.name, len(_PLACE))))
)
FIELDS_BY_NAME: Final = MappingProxyType({f.name: f for f in FIELDS})

# Paths of the files that are not fields, with the reason.
IGNORED_PATHS: Final = MappingProxyType(
    {
        (FileName.ADDITIONAL, ("id",)): "joins the record to its measure",
        (FileName.PROGRESS, ("id",)): "joins the record to its measure",
        (FileName.CATEGORIES, ("id",)): "joins the record to its measures",
    }
)


def field(name: str) -> Field:
    """Return the field called *name*; KeyError where there is none."""
    return FIELDS_BY_NAME[name]


@cache
def fields_of(file: FileName) -> tuple[Field, ...]:
    """Return the fields that live in *file*, in catalogue order."""
    return tuple(f for f in FIELDS if f.file is file)


@cache
def fields_touched(file: FileName, path: Path) -> tuple[Field, ...]:
    """Return the fields that a change at *path* can affect: those at, below or above it."""

    def overlaps(other: Path) -> bool:
        depth = min(len(path), len(other))
        return path[:depth] == other[:depth]

    return tuple(f for f in fields_of(file) if overlaps(f.path))


def profile_of(category_id: Json) -> Profile:
    """Return the profile of a measure in this category (DOM-02)."""
    return Profile.INITIATIVE if category_id == INITIATIVE_CATEGORY else Profile.MEASURE


def template(file: FileName, record_id: str) -> Record:
    """Return the record that is created when the first field of a companion is filled (WEB-06).

    The site needs ``cost`` with its three keys and, for progress, a type and a list of values.
    """
    if file is FileName.ADDITIONAL:
        cost: Json = {"until_in_years": None, "value": None, "quantity": None}
        return {"id": record_id, "short_title": "", "summary": "", "cost": cost}
    if file is FileName.PROGRESS:
        return {"id": record_id, "type": "binary", "values": []}
    if file is FileName.CATEGORIES:
        return {"id": record_id, "description": ""}
    return {"id": record_id}
