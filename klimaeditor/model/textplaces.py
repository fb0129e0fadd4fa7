"""Where the texts of a dataset stand, and storing others in their places.

A text is a string in a field that holds texts, or the title or address of a link. A record that
several measures share (the text of their category, a companion with a double id) counts once.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.model import core_words
from klimaeditor.model.changes import Batch
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.edits import set_field
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.values import get_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from klimaeditor.model.changes import Change, FileName
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.values import Json, Value


# --- Where the texts of a dataset stand, and storing others in their places ----------------------

ADDRESS_PART: Final = "url"
LINK_PARTS: Final = ("title", ADDRESS_PART)


class TextPlace(NamedTuple):
    """One text: the key of a measure, a field; in a list the entry (from 0) and its part."""

    measure: int
    field: FieldName
    entry: int | None = None
    part: str = ""


def texts_of(
    dataset: Dataset,
    measures: Iterable[int] | None = None,
    fields: Iterable[Field] | None = None,
) -> Iterator[tuple[TextPlace, str]]:
    """Yield every text of *measures* and *fields* (None: all), in the order of list and form."""
    wanted = dataset.site.catalogue.text_fields if fields is None else tuple(fields)
    files = {field.file for field in wanted}
    seen: set[tuple[FileName, int, str]] = set()
    for measure in dataset.measure_keys() if measures is None else measures:
        records = {file: dataset.companion_key(file, measure) for file in files}
        for field in wanted:
            record = records[field.file]
            if record is None or (field.file, record, field.name) in seen:
                continue
            seen.add((field.file, record, field.name))
            row = dataset.tables[field.file].get(record)
            value = None if row is None else get_path(row, field.path)
            if isinstance(value, str):
                yield TextPlace(measure, field.name), value
            elif field.kind is Kind.LINKS:
                yield from _links(measure, field.name, value)


def text_at(dataset: Dataset, place: TextPlace) -> str | None:
    """Return the text at *place*, None where there is none any more."""
    if place.measure not in dataset.measures:
        return None
    value = dataset.value(place.measure, place.field)
    if place.entry is not None:
        entries = value if isinstance(value, list) else []
        entry = entries[place.entry] if place.entry < len(entries) else None
        value = entry.get(place.part) if isinstance(entry, dict) else None
    return value if isinstance(value, str) else None


def storing(dataset: Dataset, texts: Mapping[TextPlace, str], label: str) -> Batch:
    """Return the batch called *label* that stores *texts* in their places.

    Raises StaleChangeError where a measure or an entry is gone.
    """
    fields: dict[tuple[int, FieldName], dict[TextPlace, str]] = defaultdict(dict)
    for place, text in texts.items():
        fields[place.measure, place.field][place] = text
    steps = [partial(_store, dataset, *owner, found) for owner, found in fields.items()]
    return Batch(label, dataset.rehearse(steps))


def _links(measure: int, field: FieldName, value: Value) -> Iterator[tuple[TextPlace, str]]:
    for number, entry in enumerate(value if isinstance(value, list) else ()):
        for part in LINK_PARTS if isinstance(entry, dict) else ():
            text = entry.get(part) if isinstance(entry, dict) else None
            if isinstance(text, str):
                yield TextPlace(measure, field, number, part), text


def _store(
    dataset: Dataset, measure: int, field: FieldName, texts: Mapping[TextPlace, str]
) -> tuple[Change, ...]:
    """Return the changes that store the texts of one field."""
    whole = TextPlace(measure, field)
    if dataset.site.catalogue.field(field).kind is not Kind.LINKS:
        return set_field(dataset, measure, field, texts[whole])
    if measure not in dataset.measures:
        return set_field(dataset, measure, field, None)
    value = dataset.value(measure, field)
    entries: list[Json] = list(value) if isinstance(value, list) else []
    for place, text in texts.items():
        if place.entry is None:
            return set_field(dataset, measure, field, text)
        entry = entries[place.entry]
        if isinstance(entry, dict):
            entries[place.entry] = {**entry, place.part: text}
    return set_field(dataset, measure, field, entries)


# --- Putting other words into texts, hit by hit: what clean-up and find-and-replace have in common
#
# A hit is data that a person accepts or refuses; only what is accepted becomes a batch (DOM-11).

_AROUND = 60  # characters shown on either side of a hit


class Excerpt(NamedTuple):
    """A piece of text around a hit: what stands before it, the hit itself, what follows."""

    head: str
    hit: str
    tail: str


@dataclass(frozen=True, slots=True)
class Substitution:
    """*text* at *place* holds at [*start*:*end*] what *replacement* shall replace."""

    place: TextPlace
    text: str
    start: int
    end: int
    replacement: str

    def before(self, around: int = _AROUND) -> Excerpt:
        """Return the hit as it is, with so many characters *around* it."""
        return excerpt(self.text, self.start, self.end, around)

    def after(self, around: int = _AROUND) -> Excerpt:
        """Return the hit as it will be."""
        return self.before(around)._replace(hit=self.replacement)


def excerpt(text: str, start: int, end: int, around: int = _AROUND) -> Excerpt:
    """Return [*start*:*end*] of *text* with what is around it; „…“ says that there is more."""
    first, last = max(0, start - around), min(len(text), end + around)
    head = ("…" if first else "") + text[first:start]
    return Excerpt(head, text[start:end], text[end:last] + ("…" if last < len(text) else ""))


def substituting(dataset: Dataset, accepted: Iterable[Substitution], label: str) -> Batch:
    """Return the one batch called *label* that carries out the *accepted* hits, empty for none.

    Raises StaleChangeError where a text is no longer the one a hit was found in, ValueError where
    two hits overlap.
    """
    by_place: dict[TextPlace, list[Substitution]] = defaultdict(list)
    for hit in accepted:
        by_place[hit.place].append(hit)
    for place, hits in by_place.items():
        present = text_at(dataset, place)
        if any(hit.text != present for hit in hits):
            raise StaleChangeError(core_words.STALE_CHANGE)
    return storing(dataset, {place: _applied(hits) for place, hits in by_place.items()}, label)


def _applied(hits: list[Substitution]) -> str:
    text, end = hits[0].text, len(hits[0].text)
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end), reverse=True):
        if hit.end > end:
            raise ValueError("two hits overlap")
        text = text[: hit.start] + hit.replacement + text[hit.end :]
        end = hit.start
    return text
