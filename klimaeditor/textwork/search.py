"""Where the words searched for stand in a measure: field by field, with their places."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from functools import cache
from itertools import accumulate, pairwise
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.checks.numbers import format_number
from klimaeditor.diff.describe import describe, describe_item
from klimaeditor.model.changes import FileName
from klimaeditor.model.fieldnames import FIELD_NAMES, field_name
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.records import TITLED_BY
from klimaeditor.model.values import Absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json, Value
    from klimaeditor.notes.notebook import Note


# --- Reading past case and accents, and the way back from a folded text to the one it was made of

# Accents standing alone after decomposition, and the soft hyphen.
_IGNORED = re.compile("[\u0300-\u036f\u00ad]+")


def fold(text: str) -> str:
    """Return *text* without case and accents: „Straße“ and „STRASSE“ are one, „é“ and „e“ too."""
    return _IGNORED.sub("", unicodedata.normalize("NFKD", text.casefold()))


def occurrences(text: str, words: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where folded *words* occur in *text*: (start, end), in order, touching ones joined."""
    folded = fold(text)
    spans = _spans(folded, words)
    if not spans:
        return ()
    joined = _joined(spans)
    if len(folded) == len(text) and text.isascii():
        return tuple(joined)
    ends = list(accumulate(map(_folded_length, text)))
    return tuple((bisect(ends, first), bisect(ends, last - 1) + 1) for first, last in joined)


@cache
def _folded_length(letter: str) -> int:
    """Return how many characters fold to: none for an accent, two for „ß“.

    Folding goes character by character; only the order of accents behind a letter depends on its
    neighbours, and accents are dropped.
    """
    return len(fold(letter))


def _spans(folded: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where *words* stand in a folded text, sorted; they may overlap."""
    wanted = [word for word in dict.fromkeys(words) if word]
    return sorted(
        (match.start(), match.end())
        for word in wanted
        for match in re.finditer(re.escape(word), folded)
    )


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined = spans[:1]
    for start, end in spans[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# --- Where the words searched for stand in a measure: field by field, with their places ----------


class FieldHit(NamedTuple):
    """The words found in one field, or in one entry of a list (*place*, from 0).

    *text* is what a person reads there, *spans* are the places in it (start, end), in order.
    *label* is that of the field, *order* its place among those that are searched.
    """

    field: FieldName
    place: int | None
    text: str
    spans: tuple[tuple[int, int], ...]
    order: int = 0
    label: str = ""


@cache
def _searched(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields whose words are found; the text of a category belongs to many measures.

    Of its category a measure shows the name; the number behind it is read nowhere.
    """
    return tuple(
        field
        for field in catalogue.fields
        if field.file is not FileName.CATEGORIES and field.kind is not Kind.CATEGORY
    )


def hits_in(view: MeasureView, words: Sequence[str]) -> Iterator[FieldHit]:
    """Yield where the folded *words* stand in a measure, in the order of the form.

    Words that only unknown keys or names of keys contain have no place and yield nothing.
    """
    for order, field in enumerate(_searched(view.site.catalogue) if words else ()):
        for place, text in _readable(field, view.value(field.name)):
            if spans := occurrences(text, words):
                yield FieldHit(field.name, place, text, spans, order, field.label)


class FoundPlace(NamedTuple):
    """One place found in a measure: the words are the *number*-th span of *hit*, from 0."""

    hit: FieldHit
    number: int

    @property
    def span(self) -> tuple[int, int]:
        """Where the words stand in the text of the hit."""
        return self.hit.spans[self.number]

    @property
    def position(self) -> tuple[int, int, int]:
        """What tells which of two places of a measure comes first, also after one was edited."""
        return self.hit.order, self.hit.place or 0, self.span[0]


def places_in(view: MeasureView, words: Sequence[str]) -> tuple[FoundPlace, ...]:
    """Return every place of the folded *words* in a measure, in the order of the form (D 22)."""
    found = hits_in(view, words)
    return tuple(FoundPlace(hit, number) for hit in found for number in range(len(hit.spans)))


def hit_in_notes(notes: Iterable[Note], words: Sequence[str], label: str) -> FieldHit | None:
    """Return where folded *words* stand in what was noted, None where they do not.

    The hit is of the field that the note is about, else of the title, and called *label*.
    """
    for note in notes:
        if spans := occurrences(note.text, words):
            field = note.field if note.field in FIELD_NAMES else TITLED_BY[0]
            return FieldHit(field_name(field), None, note.text, spans, label=label)
    return None


def first_hit(hits: Iterable[FieldHit], words: Sequence[str]) -> FieldHit | None:
    """Return the hit worth showing first: the one with most of the words, else the first."""
    if len(words) == 1:
        return next(iter(hits), None)
    best: FieldHit | None = None
    most = 0
    for hit in hits:
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
# Each measure gets its texts folded: those that a person reads, in which places are counted, and
# the distinct words of the rest. They are built when first needed, or beforehand in slices while
# the program has nothing else to do.

_PAIR_BITS = 4096
_SHORT = 3  # bytes


class SearchText(NamedTuple):
    """What is searched of one measure, folded, as UTF-8.

    *read* are the texts as a person reads them, one to a line; *rest* the words of keys that no
    field knows, and of values that are stored otherwise than they are read. *mask* is that of both.
    """

    read: bytes
    rest: bytes
    mask: int

    def __contains__(self, word: object) -> bool:
        """Whether a folded word (bytes) stands in it."""
        return isinstance(word, bytes) and (word in self.read or word in self.rest)


def search_text(view: MeasureView, beside: str = "") -> SearchText:
    """Return what is searched of a measure, numbers also in German spelling.

    *beside* is found, too, and has no place: what was noted about it.
    """
    read = [
        text
        for field in _searched(view.site.catalogue)
        for _, text in _readable(field, view.value(field.name))
    ]
    shown = fold("\n".join(read))
    pieces: list[str] = [beside] if beside else []
    for record in (view.measure, view.additional, view.progress):
        pieces += _pieces(record)
    known = set(read)
    rest = fold("\n".join(piece for piece in pieces if piece not in known))
    words, others = dict.fromkeys(shown.split()), dict.fromkeys(rest.split())
    unread = " ".join(word for word in others if word not in words)
    mask = pair_mask(f"{' '.join(words)} {unread}".encode())
    return SearchText(shown.encode(), unread.encode(), mask)


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
    """The search texts of a document's measures; *view* gives a measure by key.

    *beside* gives by the id of a measure what else is searched (:func:`search_text`).
    """

    def __init__(
        self, view: Callable[[int], MeasureView], beside: Callable[[str], str] = lambda _: ""
    ) -> None:
        self._view = view
        self._beside = beside
        self._texts: dict[int, SearchText] = {}

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
            view = self._view(key)
            self._texts[key] = search_text(view, self._beside(view.id))
        return True

    def missing(self, keys: Iterable[int]) -> list[int]:
        """Return those of *keys* whose texts are not built yet."""
        known = self._texts
        return [key for key in keys if key not in known]

    def matching(self, keys: Sequence[int], words: Iterable[str]) -> list[int]:
        """Return those of *keys* whose text contains every word; words come folded."""
        wanted_words = sorted(set(words), key=len, reverse=True)
        if wanted_words:
            self.build(keys)
        found, texts = list(keys), self._texts
        for word in wanted_words:
            wanted = word.encode()
            if len(wanted) <= _SHORT:  # most texts have it: looking is quicker than asking the mask
                found = [k for k in found if wanted in (t := texts[k]).read or wanted in t.rest]
                continue
            bits = pair_mask(wanted)
            found = [k for k in found if texts[k].mask & bits == bits and wanted in texts[k]]
        return found

    def count(self, key: int, words: Sequence[str]) -> int:
        """Return how many places :func:`places_in` would find of the folded *words* (D 22)."""
        self.build((key,))
        read, wanted = self._texts[key].read, [word for word in dict.fromkeys(words) if word]
        if len(wanted) == 1:
            parts = read.split(wanted[0].encode())
            return len(parts) - 1 - parts[1:-1].count(b"")  # touching ones are one place
        return len(_joined(_spans(read.decode(), wanted)))


def narrows(new: tuple[str, ...], old: tuple[str, ...]) -> bool:
    """Whether whatever contains the words *new* is sure to contain the words *old*."""
    return all(any(word in longer for longer in new) for word in old)
