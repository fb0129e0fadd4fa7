"""Where the words searched for stand in a measure: field by field, with their places."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.checks.numbers import format_number
from klimaeditor.diff.describe import describe, describe_item
from klimaeditor.model.changes import FileName
from klimaeditor.model.values import Absent
from klimaeditor.site.catalogue import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Value


# --- Reading past case and accents, and the way back from a folded text to the one it was made of

# Accents standing alone after decomposition, and the soft hyphen.
_IGNORED = re.compile("[\u0300-\u036f\u00ad]+")


def fold(text: str) -> str:
    """Return *text* without case and accents: „Straße“ and „STRASSE“ are one, „é“ and „e“ too."""
    return _IGNORED.sub("", unicodedata.normalize("NFKD", text.casefold()))


def occurrences(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where folded *words* occur in *text*: (start, end), in order, touching ones joined."""
    wanted = [word for word in dict.fromkeys(words) if word]
    folded = fold(text)
    spans = sorted(
        (match.start(), match.end())
        for word in wanted
        for match in re.finditer(re.escape(word), folded)
    )
    if not spans:
        return ()
    joined = _joined(spans)
    if len(folded) == len(text) and text.isascii():
        return tuple(joined)
    starts = _starts(text)
    return tuple((starts[first], starts[last - 1] + 1) for first, last in joined)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = spans[:1]
    for start, end in spans[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _starts(text: str) -> list[int]:
    """Return for each character of the folded text the place of the one it comes from.

    Folding goes character by character; only the order of accents behind a letter depends on its
    neighbours, and accents are dropped.
    """
    lengths = list(accumulate((len(fold(letter)) for letter in text), initial=0))
    starts = [0] * lengths[-1]
    for place in range(len(text)):
        starts[lengths[place] : lengths[place + 1]] = [place] * (
            lengths[place + 1] - lengths[place]
        )
    return starts


# --- Where the words searched for stand in a measure: field by field, with their places ----------

_SEARCHED = tuple(field for field in FIELDS if field.file is not FileName.CATEGORIES)
"""The fields whose words the search finds; the text of a category belongs to many measures."""


class FieldHit(NamedTuple):
    """The words found in one field, or in one entry of a list (*place*, from 0).

    *text* is what a person reads there, *spans* are the places in it (start, end), in order.
    """

    field: FieldName
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


# --- Searching all texts of all measures within one keystroke ------------------------------------
#
# Each measure gets one search text: the distinct words of everything in its records, folded. They
# are built when first needed, or beforehand in slices while the program has nothing else to do.

_PAIR_BITS = 4096


def search_text(view: MeasureView) -> bytes:
    """Return the distinct folded words of a measure's records, numbers also in German spelling."""
    pieces: list[str] = []
    for record in (view.measure, view.additional, view.progress):
        pieces += _pieces(record)
    return " ".join(dict.fromkeys(fold("\n".join(pieces)).split())).encode()


def _pieces(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _pieces(part)
    elif isinstance(value, list):
        for part in value:
            yield from _pieces(part)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield f"{value} {format_number(value)}"


def pair_mask(text: bytes) -> int:
    """Return a number with one bit for each pair of neighbouring bytes (some pairs share a bit).

    Whatever contains *text* has all of its bits, so most texts need not be looked through.
    """
    bits = bytearray(b"0" * _PAIR_BITS)
    for first, second in set(pairwise(text)):
        bits[(first * 67 + second) % _PAIR_BITS] = 49  # "1"
    return int(bits, 2)


class SearchTexts:
    """The search texts of a document's measures; *view* gives a measure by key."""

    def __init__(self, view: Callable[[int], MeasureView]) -> None:
        self._view = view
        self._texts: dict[int, bytes] = {}
        self._masks: dict[int, int] = {}

    def forget(self, keys: Iterable[int]) -> None:
        """Drop the texts of measures that changed or went."""
        for key in keys:
            self._texts.pop(key, None)

    def build(self, keys: Iterable[int], seconds: float | None = None) -> bool:
        """Build missing texts for at most *seconds* (None: all); False while some are missing."""
        end = None if seconds is None else perf_counter() + seconds
        for key in keys:
            if key in self._texts:
                continue
            if end is not None and perf_counter() > end:
                return False
            text = search_text(self._view(key))
            self._texts[key], self._masks[key] = text, pair_mask(text)
        return True

    def matching(self, keys: Sequence[int], words: Iterable[str]) -> list[int]:
        """Return those of *keys* whose text contains every word; words come folded."""
        wanted_words = sorted(set(words), key=len, reverse=True)
        if wanted_words:
            self.build(keys)
        found, texts, masks = list(keys), self._texts, self._masks
        for word in wanted_words:
            wanted = word.encode()
            bits = pair_mask(wanted)
            found = [k for k in found if masks[k] & bits == bits and wanted in texts[k]]
        return found


def narrows(new: tuple[str, ...], old: tuple[str, ...]) -> bool:
    """Whether whatever contains the words *new* is sure to contain the words *old*."""
    return all(any(word in longer for longer in new) for word in old)
