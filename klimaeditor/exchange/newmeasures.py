"""New measures from outside: a row or sheet of a file becomes a measure (WEB-06, WEB-09)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING, Final

from klimaeditor.model import structure
from klimaeditor.model.changes import Batch, FileName
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.edits import set_field, whole_characters
from klimaeditor.model.records import COMPANIONS, Dataset, category_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.model.catalogue import SiteProfile
    from klimaeditor.model.changes import Change
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.values import Record, Value


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A measure as a file gives it; *values* by field, what is not there stays empty.

    *sheet* and *place* say where: the number of a row, or of a sheet in a report.
    """

    title: str
    category_id: str
    category: str
    values: Mapping[FieldName, Value] = field(default_factory=dict)
    sheet: str = ""
    place: int = 0


def records_of(site: SiteProfile, new: NewMeasure, measure_id: str) -> dict[FileName, Record]:
    """Return the records of a new measure, stored as the form stores them.

    Raises EditError for a value that no file can hold.
    """
    title = whole_characters(new.title)
    row = structure.blank_measure(site.catalogue, measure_id, new.category_id, new.category, title)
    additional = site.catalogue.template(FileName.ADDITIONAL, measure_id)
    alone = Dataset({FileName.MEASURES: [row], FileName.ADDITIONAL: [additional]}, site)
    (key,) = alone.measure_keys()
    for name, value in new.values.items():
        alone.apply(Batch("", set_field(alone, key, name, value)))
    view = alone.view(key)
    records = {FileName.MEASURES: view.measure}
    for file in COMPANIONS:
        companion = view.row(file)
        if companion is not None:
            records[file] = companion
    return records


def add(dataset: Dataset, new: NewMeasure) -> tuple[Change, ...]:
    """Return the changes that add a measure with the next id of its category.

    Raises EditError where its category can begin no id.
    """
    measure_id = structure.next_id(dataset, new.category_id)
    return structure.add_records(dataset, records_of(dataset.site, new, measure_id))[1]


# --- Categories: the same by its name however it is spelt, else a new one ------------------------

_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_LONGEST_ID: Final = 40
_NUMBER_IN_FRONT: Final = re.compile(r"\A(?:[0-9]+[a-z]?|[a-z]|[ivx]+)[.):]\s*", re.IGNORECASE)
_NO_LETTERS: Final = "kategorie"


def category_key(name: str) -> str:
    """Return what the name of a category is compared by."""
    return _slug(_NUMBER_IN_FRONT.sub("", name.strip()) or name)


def known_category(dataset: Dataset, name: str) -> tuple[str, str] | None:
    """Return id and name of the category called *name*, by name or id; None where none is meant."""
    wanted = category_key(name)
    names = category_names(dataset)
    found = [key for key, known in names.items() if wanted in {category_key(known), key}]
    return (found[0], names[found[0]]) if wanted and len(found) == 1 else None


def category_ids(names: Iterable[str]) -> dict[str, str]:
    """Return an id for each name: its words, spelt out in small letters.

    Measures are called by it and a number (WEB-09), so it does not end with one itself.
    """
    taken: set[str] = set()
    ids: dict[str, str] = {}
    for name in names:
        ids[name] = _free(_as_id(category_key(name)), taken)
        taken.add(ids[name])
    return ids


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).casefold().translate(_SPELT_OUT)
    plain = unicodedata.normalize("NFKD", plain)
    return _SIGNS.sub("_", "".join(c for c in plain if not unicodedata.combining(c))).strip("_")


def _as_id(key: str) -> str:
    if len(key) > _LONGEST_ID:
        key = key[: key.rfind("_", 0, _LONGEST_ID)] if "_" in key[:_LONGEST_ID] else key
    found = key[:_LONGEST_ID].strip("_").lstrip("0123456789_") or _NO_LETTERS
    return f"{found}_" if found[-1].isdigit() else found


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted.rstrip('_')}_{number}_"
    return found
