"""Where the words searched for stand in a measure: field by field, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.catalogue import FIELDS, FileName
from klimaeditor.merge.describe import describe, describe_item
from klimaeditor.search.folding import occurrences
from klimaeditor.values import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from klimaeditor.catalogue import Field
    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.values import Value

_SEARCHED = tuple(field for field in FIELDS if field.file is not FileName.CATEGORIES)
"""The fields whose words the search finds; the text of a category belongs to many measures."""


class FieldHit(NamedTuple):
    """The words found in one field, or in one entry of a list (*place*, from 0).

    *text* is what a person reads there, *spans* are the places in it (start, end), in order.
    """

    field: str
    place: int | None
    text: str
    spans: tuple[tuple[int, int], ...]


def hits_in(view: MeasureView, words: Sequence[str]) -> Iterator[FieldHit]:
    """Yield where the folded *words* stand in a measure, in the order of the form.

    Words that only unknown keys or names of keys contain have no place and yield nothing.
    """
    for field in _SEARCHED if words else ():
        for place, text in _readable(field, view.value(field.name)):
            if spans := occurrences(text, words):
                yield FieldHit(field.name, place, text, spans)


def first_hit(view: MeasureView, words: Sequence[str]) -> FieldHit | None:
    """Return the hit worth showing first: the one with most of the words, else the first."""
    best: FieldHit | None = None
    most = 0
    for hit in hits_in(view, words):
        found = sum(bool(occurrences(hit.text, (word,))) for word in words)
        if found > most:
            best, most = hit, found
        if most == len(words):
            break
    return best


def _readable(field: Field, value: Value) -> Iterator[tuple[int | None, str]]:
    """Yield the texts of a value as a person reads them, the entries of a list one by one."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield place, describe_item(item, field)
    elif isinstance(value, str):
        yield None, value
    elif value is not None and not isinstance(value, Absent):
        yield None, describe(value, field)
