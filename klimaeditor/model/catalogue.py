"""THE field catalogue: one entry per field, read by form, checks, Excel, help and documents.

To add a field, add one entry. If that does not suffice, the catalogue lacks a column
(docs/architecture.md). The entries stand in the order of the files, FIELDS in that of the form.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from klimaeditor.model.changes import FileName
from klimaeditor.model.companions import ADDITIONAL_FIELDS, CATEGORY_FIELDS, PROGRESS_FIELDS
from klimaeditor.model.contract import CONTRACT_FIELDS, IDENTITY_FIELDS
from klimaeditor.model.fieldtypes import INITIATIVE_CATEGORY, Field, Profile, Section
from klimaeditor.model.values import ABSENT, get_path, set_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Json, Path, Record


# --- All entries of the catalogue, in the order of the files -------------------------------------

DECLARED: Final[tuple[Field, ...]] = (
    *IDENTITY_FIELDS,
    *CONTRACT_FIELDS,
    *ADDITIONAL_FIELDS,
    *PROGRESS_FIELDS,
    *CATEGORY_FIELDS,
)


# --- THE field catalogue: one entry per field, read by form, checks, Excel, help and documents ---


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
FIELDS_BY_NAME: Final[Mapping[FieldName, Field]] = MappingProxyType({f.name: f for f in FIELDS})
_BY_TEXT: Final[Mapping[str, Field]] = MappingProxyType({f.name: f for f in FIELDS})

# Paths of the files that are not fields, with the reason.
IGNORED_PATHS: Final = MappingProxyType(
    {
        (FileName.ADDITIONAL, ("id",)): "joins the record to its measure",
        (FileName.PROGRESS, ("id",)): "joins the record to its measure",
        (FileName.CATEGORIES, ("id",)): "joins the record to its measures",
    }
)


def field(name: FieldName) -> Field:
    """Return the field called *name*; KeyError where there is none."""
    return FIELDS_BY_NAME[name]


def known_field(name: str | None) -> Field | None:
    """Return the field that a text from outside names, None where there is none."""
    return None if name is None else _BY_TEXT.get(name)


def field_name(text: str) -> FieldName:
    """Return *text* as the name of a field; KeyError where there is no such field."""
    return _BY_TEXT[text].name


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


# --- The order of keys in the files (OPN-01); the form has its own, that of the public page ------

_KEY_OF_RECORDS = "id"


def _key_order() -> dict[tuple[FileName, Path], tuple[str, ...]]:
    """Return the keys of every record and group of the files, as the catalogue declares them."""
    found: dict[tuple[FileName, Path], list[str]] = {
        (file, ()): [_KEY_OF_RECORDS] for file in FileName
    }
    for field in DECLARED:
        for depth, key in enumerate(field.path):
            keys = found.setdefault((field.file, field.path[:depth]), [])
            if key not in keys:
                keys.append(key)
    return {parent: tuple(keys) for parent, keys in found.items()}


KEY_ORDER: Final = MappingProxyType(_key_order())
"""{(file, path of a record or group): its keys, in the order of the file}."""


def place_among(file: FileName, parent: Path, key: str, siblings: list[str]) -> int | None:
    """Return where *key* belongs among its *siblings*, None for "at the end".

    It goes behind the nearest sibling that the format puts before it; unknown keys stay where they
    are.
    """
    order = KEY_ORDER.get((file, parent), ())
    if key not in order:
        return None
    before = order[: order.index(key)]
    return max((place + 1 for place, name in enumerate(siblings) if name in before), default=0)
