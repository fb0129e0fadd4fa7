"""What a catalogue of fields and the profile of a site are; no field, no key of any file.

One entry per field is read by form, checks, Excel, help and documents. The entries, and what else
one city's public page fixes, stand in :mod:`klimaeditor.site.muenster` and are handed over as one
:class:`SiteProfile` when a dataset is opened.
"""

from __future__ import annotations

import dataclasses
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from klimaeditor.model.changes import FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.fieldtypes import (
    ITEM_KEYS,
    Field,
    Kind,
    Profile,
    Section,
)
from klimaeditor.model.values import ABSENT, get_path, set_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.publicpage import PageLayout, PageWords, PublicStatus, StatusResult
    from klimaeditor.model.values import Json, Path, Record, Value

_KEY_OF_RECORDS = "id"
IGNORED_PATHS = MappingProxyType(
    {
        (FileName.ADDITIONAL, ("id",)): "joins the record to its measure",
        (FileName.PROGRESS, ("id",)): "joins the record to its measure",
        (FileName.CATEGORIES, ("id",)): "joins the record to its measures",
    }
)
"""Paths of the files that are not fields, with the reason."""


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


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All fields of the four files; *declared* is their order there, that of new records.

    *initiative* is the category whose measures are initiatives (DOM-02), *initiatives* what these
    are called after „bei“.

    To add a field, add one entry where the catalogue is declared. If that does not suffice, a
    field lacks a column (docs/architecture.md).
    """

    declared: tuple[Field, ...]
    initiative: str = ""
    initiatives: str = ""

    def profile_of(self, category_id: Json) -> Profile:
        """Return the profile of a measure in this category (DOM-02)."""
        return Profile.INITIATIVE if category_id == self.initiative else Profile.MEASURE

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields in the order of the form, which is that of the public page."""
        return _in_order_of_the_form(self.declared)

    @cached_property
    def by_name(self) -> Mapping[FieldName, Field]:
        """The fields by our own names, in the order of the form."""
        return MappingProxyType({f.name: f for f in self.fields})

    @cached_property
    def places(self) -> Mapping[str | None, int]:
        """The place of each field in the form, by its name."""
        return {f.name: place for place, f in enumerate(self.fields)}

    @cached_property
    def text_fields(self) -> tuple[Field, ...]:
        """The fields that hold texts, in the order of the form."""
        return tuple(f for f in self.fields if f.is_text or f.kind is Kind.LINKS)

    @cached_property
    def _by_text(self) -> Mapping[str, Field]:
        return {f.name: f for f in self.fields}

    def field(self, name: FieldName) -> Field:
        """Return the field called *name*; KeyError where there is none."""
        return self.by_name[name]

    def known_field(self, name: str | None) -> Field | None:
        """Return the field that a text from outside names, None where there is none."""
        return None if name is None else self._by_text.get(name)

    def field_name(self, text: str) -> FieldName:
        """Return *text* as the name of a field; KeyError where there is no such field."""
        return self._by_text[text].name

    def path(self, name: FieldName) -> Path:
        """Return where the value of a field stands in its record."""
        return self.by_name[name].path

    @cached_property
    def _by_file(self) -> Mapping[FileName, tuple[Field, ...]]:
        return {file: tuple(f for f in self.fields if f.file is file) for file in FileName}

    def fields_of(self, file: FileName) -> tuple[Field, ...]:
        """Return the fields that live in *file*, in the order of the form."""
        return self._by_file[file]

    @cached_property
    def _shapes(self) -> Mapping[FileName, FileFields]:
        return {file: FileFields(file, self) for file in FileName}

    def of(self, file: FileName) -> FileFields:
        """Return what there is to know about the records of *file*."""
        return self._shapes[file]

    @cached_property
    def _touched(self) -> dict[tuple[FileName, Path], tuple[Field, ...]]:
        return {}

    def fields_touched(self, file: FileName, path: Path) -> tuple[Field, ...]:
        """Return the fields that a change at *path* can affect: those at, below or above it."""

        def overlaps(other: Path) -> bool:
            depth = min(len(path), len(other))
            return path[:depth] == other[:depth]

        found = self._touched.get((file, path))
        if found is None:
            found = tuple(f for f in self.fields_of(file) if overlaps(f.path))
            self._touched[file, path] = found
        return found

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The keys of the contract's groups, in the order of the file."""
        texts = (field for field in self.declared if field.is_contract_text)
        return tuple(dict.fromkeys(field.path[0] for field in texts))

    @cached_property
    def category_key(self) -> str:
        """The key of a measure that names its category, which joins the two records."""
        return self.path("category_id")[0]

    def template(self, file: FileName, record_id: str) -> Record:
        """Return the record made when the first field of a companion is filled (WEB-06).

        The site needs what an emptied field leaves behind – the costs with all their keys – and,
        for progress, a type and a list of values.
        """
        record: Record = {_KEY_OF_RECORDS: record_id}
        for needed in self.declared:
            if needed.file is file and needed.is_kept:
                for depth in range(1, len(needed.path)):
                    if get_path(record, needed.path[:depth]) is ABSENT:
                        record = set_path(record, needed.path[:depth], {})
                record = set_path(record, needed.path, needed.empty)
        if file is FileName.PROGRESS:
            record = set_path(record, self.path("progress_type"), "binary")
            return set_path(record, self.path("progress_values"), [])
        return record

    @cached_property
    def key_order(self) -> Mapping[tuple[FileName, Path], tuple[str, ...]]:
        """{(file, path of a record or group): its keys}, in the order of the file (OPN-01)."""
        found: dict[tuple[FileName, Path], list[str]] = {
            (file, ()): [_KEY_OF_RECORDS] for file in FileName
        }
        for field in self.declared:
            for depth, key in enumerate(field.path):
                keys = found.setdefault((field.file, field.path[:depth]), [])
                if key not in keys:
                    keys.append(key)
        return MappingProxyType({parent: tuple(keys) for parent, keys in found.items()})


@dataclass(frozen=True, eq=False)
class FileFields:
    """The fields of the records in one file, found by their paths."""

    file: FileName
    catalogue: Catalogue

    @cached_property
    def _by_path(self) -> Mapping[Path, Field]:
        return {field.path: field for field in self.catalogue.fields_of(self.file)}

    def at(self, path: Path) -> Field | None:
        """Return the field at *path*, None for a key that the catalogue does not know."""
        return self._by_path.get(path)

    @cached_property
    def lists(self) -> Mapping[Path, Field]:
        """The fields whose values are lists of entries, by their paths."""
        return MappingProxyType({p: field for p, field in self._by_path.items() if field.is_list})

    def item_key(self, path: Path) -> str:
        """Return the key that tells the entries of a list apart, "" where there is no list."""
        found = self.lists.get(path)
        return "" if found is None else ITEM_KEYS[found.kind]

    def place_among(self, parent: Path, key: str, siblings: list[str]) -> int | None:
        """Return where *key* belongs among its *siblings*, None for "at the end".

        It goes behind the nearest sibling that the format puts before it; unknown keys stay where
        they are.
        """
        order = self.catalogue.key_order.get((self.file, parent), ())
        if key not in order:
            return None
        before = order[: order.index(key)]
        return max((place + 1 for place, name in enumerate(siblings) if name in before), default=0)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is written into a public site itself and ages faster than installers do.

    *version* is the day on which the facts were compared with the site.
    """

    version: date
    stale_before: date
    """A last progress entry before this day counts as out of date."""
    chart_end: date
    """The time axis of the chart ends here."""
    state_heading: str
    state_day: str
    """Printed over the state, whatever its date says."""
    contract_heading: str
    contract_day: str
    filter_bodies: tuple[str, ...]
    """The choices of the home page's filter; a body must contain one, NFC."""


@dataclass(frozen=True, slots=True)
class City:
    """How a city is called in the examples of sentences and in a publication of its data.

    *dataset* is the title of that, *identifier* names it for good (OPN-11); the URIs are those of
    the city's records in the portal for open data (OPN-09).
    """

    body: str
    address: str
    dataset: str
    identifier: str
    contributor_uri: str
    place_uri: str


@dataclass(frozen=True, slots=True)
class SiteProgram:
    """What a site's own program makes of a raw record of implementations.json; None is no record.

    *moment* reads a day: milliseconds since 1970 UTC, None for what is no day to it. *status* is
    what lists and tiles say, *news* what the list of news does, which may have rules of its own.
    *word* is the other word that the page itself has for the status, "" where it has none, *line*
    the line below its summary.
    """

    moment: Callable[[Value], int | None]
    status: Callable[[Value, SiteProfile], StatusResult]
    news: Callable[[Value, SiteProfile], PublicStatus]
    word: Callable[[Value, SiteProfile], str]
    line: Callable[[Value, SiteProfile], str]


@dataclass(frozen=True, eq=False)
class SiteProfile:
    """Everything that one city's public page fixes: the fields with their keys and its facts.

    *words* are what it prints of its own accord, *layout* is its order, *program* what it makes of
    the progress of a measure; *reserved* are the ids that it cannot keep progress under,
    *icons* the names of categories that it has an icon for, *news* the ids of the measures it
    always shows as news. *places* says where in the site's code a fault of its own
    stands that no data can cure; *problem* is a German sentence about facts that were refused, ""
    for none.
    """

    catalogue: Catalogue
    facts: SiteFacts
    city: City
    words: PageWords
    layout: PageLayout
    program: SiteProgram
    reserved: frozenset[str] = frozenset()
    icons: frozenset[str] = frozenset()
    news: tuple[str, ...] = ()
    places: Mapping[str, str] = dataclasses.field(default_factory=dict)
    problem: str = ""

    def status(self, progress: Value) -> StatusResult:
        """Return the public status for a raw record of progress; None or ABSENT is no record."""
        return self.program.status(progress, self)

    def status_word(self, status: PublicStatus) -> str:
        """Return the site's word for a status, "" where the site fails."""
        return self.words.statuses.get(status, "")
