"""THE field catalogue: one entry per field, read by form, checks, Excel, help and documents.

To add a field, add one entry. If that does not suffice, the catalogue lacks a column
(docs/architecture.md). The entries stand in the order of the files, FIELDS in that of the form.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.catalogue.declared import DECLARED
from klimaeditor.catalogue.types import (
    INITIATIVE_CATEGORY,
    Excel,
    Field,
    Kind,
    Profile,
    Section,
)
from klimaeditor.changes import FileName
from klimaeditor.values import ABSENT, get_path, set_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def _in_order_of_the_form(declared: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields by section, inside one as declared unless a field says what it follows."""

    def with_followers(first: Field) -> Iterator[Field]:
        yield first
        for follower in declared:
            if follower.after == first.name:
                yield from with_followers(follower)

    sections = list(Section)
    ordered = sorted(declared, key=lambda f: sections.index(f.section))
    return tuple(f for first in ordered if not first.after for f in with_followers(first))


FIELDS: Final = _in_order_of_the_form(DECLARED)
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

    The site needs what an emptied field leaves behind – ``cost`` with its three keys – and, for
    progress, a type and a list of values.
    """
    record: Record = {"id": record_id}
    for needed in DECLARED:
        if needed.file is file and needed.is_kept:
            for depth in range(1, len(needed.path)):
                if get_path(record, needed.path[:depth]) is ABSENT:
                    record = set_path(record, needed.path[:depth], {})
            record = set_path(record, needed.path, needed.empty)
    if file is FileName.PROGRESS:
        return {**record, "type": "binary", "values": []}
    return record
