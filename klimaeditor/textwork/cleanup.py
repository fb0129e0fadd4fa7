"""Leftovers of PDF and Word files as proposals, one for each hit, never carried out alone (DOM-11).

The judges of :mod:`klimaeditor.checks` say what a leftover is. They look at each text as it reads:
known private characters as the signs they stand for, invisible ones left out. So what one
proposal repairs does not turn up as another one afterwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz import fuzz

from klimaeditor.checks import characters
from klimaeditor.model.core_words import STALE_CHANGE, counted, quoted
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.errors import StaleChangeError
from klimaeditor.model.fieldtypes import Kind
from klimaeditor.model.placeholders import is_placeholder, propose_placeholder
from klimaeditor.model.textplaces import (
    Substitution,
    storing,
    substituting,
    text_at,
    texts_of,
)
from klimaeditor.spelling.lost_hyphens import lost_hyphens, names_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from klimaeditor.model.catalogue import Catalogue
    from klimaeditor.model.changes import Batch
    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.model.fieldtypes import Field
    from klimaeditor.model.records import Dataset
    from klimaeditor.model.textplaces import TextPlace


# --- German words of the clean-up: names of steps and of what is proposed ------------------------

PLACEHOLDERS: Final = "Platzhalter"


def step_debris(count: int) -> str:
    """Return the name of a clean-up as a step."""
    return f"Reste aus PDF und Word entfernen ({_places(count)})"


def step_spellings(label: str, count: int) -> str:
    """Return the name of unifying spellings as a step; *label* is "" for several fields."""
    where = f" in {quoted(label)}" if label else ""
    return f"Gleich schreiben{where} ({_places(count)})"


def _places(count: int) -> str:
    return counted(count, "Stelle", "Stellen")


# --- Leftovers of PDF and Word files as proposals, never carried out alone (DOM-11) ---------------


class DebrisKind(StrEnum):
    """The kinds of leftovers."""

    HYPHENATION = "hyphenation"
    NO_BREAK_SPACE = "no_break_space"
    TAB = "tab"
    PSEUDO_TABLE = "pseudo_table"
    TRAILING_BLANKS = "trailing_blanks"
    PRIVATE_USE = "private_use"
    INVISIBLE = "invisible"
    """Soft hyphens inside words, zero-width blanks, byte-order marks."""
    LOST_HYPHEN = "lost_hyphen"
    """„WCAnlagen“, „Migrationsoder“."""


@dataclass(frozen=True, slots=True)
class DebrisProposal:
    """One leftover and what could stand there instead."""

    kind: DebrisKind
    hit: Substitution


class _Piece(NamedTuple):
    kind: DebrisKind
    start: int
    end: int
    replacement: str


_ODD = re.compile(
    "(?<=[^\\W_])\u00ad(?P<gap>[^\\S\\n]*+\\n?[^\\S\\n]*+)(?=[^\\W_])"  # wer-(soft)den
    "|[\u00ad\u200b\u2060\ufeff\ue000-\uf8ff]"
)
_HYPHEN = re.compile("(?P<gap>[-\u2010]\\s+)[^\\W_]{1,40}\\Z")
_JOINS: Final = frozenset({characters.Debris.HYPHENATION, characters.Debris.PSEUDO_TABLE})
_LONGEST_PART: Final = 80  # characters looked at before a hyphen


def propose(dataset: Dataset, measures: Iterable[int] | None = None) -> tuple[DebrisProposal, ...]:
    """Return the leftovers in the texts of *measures* (None: all), in the order of list and form.

    Hits never overlap. Addresses are left alone, and so are private characters nobody knows, names
    with capitals inside, and scraps that are more than a lost hyphen (spelling names those).
    """
    fields = [field for field in dataset.site.catalogue.text_fields if field.kind is not Kind.URL]
    names = _names(dataset)
    return tuple(
        DebrisProposal(piece.kind, Substitution(place, text, *piece[1:]))
        for place, text in texts_of(dataset, measures, fields)
        if place.part != "url"
        for piece in _with_lost_hyphens(text, leftovers(text), names)
    )


def _names(dataset: Dataset) -> frozenset[str]:
    """Return the words with capitals inside that are names in this dataset."""
    titles = [dataset.view(measure).title for measure in dataset.measure_keys()]
    return names_in((text for _, text in texts_of(dataset)), titles)


def _with_lost_hyphens(
    text: str, found: tuple[_Piece, ...], names: Collection[str]
) -> tuple[_Piece, ...]:
    """Return the leftovers of a text with its lost hyphens, where nothing else is to be mended."""
    lost = [
        _Piece(DebrisKind.LOST_HYPHEN, hit.start, hit.end, hit.replacement)
        for hit in lost_hyphens(text, names)
        if not hit.doubtful
    ]
    fresh = [piece for piece in lost if not any(_overlap(piece, other) for other in found)]
    return tuple(sorted([*found, *fresh], key=lambda piece: piece.start)) if fresh else found


def clean(dataset: Dataset, accepted: Iterable[DebrisProposal]) -> Batch:
    """Return the one batch that carries out what was *accepted*, empty for nothing.

    Raises StaleChangeError where a text has changed since it was looked at.
    """
    hits = [proposal.hit for proposal in accepted]
    return substituting(dataset, hits, step_debris(len(hits)))


def leftovers(text: str) -> tuple[_Piece, ...]:
    """Return kind, start, end and replacement of the leftovers of one text, in reading order."""
    odd = list(_odd_characters(text))
    reads, starts = (text, None) if not odd else _as_it_reads(text, odd)
    found = []
    for hit in characters.find_debris(reads):
        if hit.kind is characters.Debris.HYPHENATION and _is_suspended(reads, hit.start):
            continue
        span = (hit.start, hit.end) if starts is None else (starts[hit.start], starts[hit.end])
        found.append(_Piece(DebrisKind(hit.kind.value), *span, hit.replacement))
    covered = [piece for piece in odd if not any(_overlap(piece, other) for other in found)]
    return tuple(sorted([*found, *covered], key=lambda piece: piece.start))


def _odd_characters(text: str) -> Iterator[_Piece]:
    """Yield the characters that are to be replaced or left out one by one."""
    for match in _ODD.finditer(text):
        better = "" if match["gap"] else characters.propose(match.group())
        if better != match.group():
            kind = DebrisKind.PRIVATE_USE if better else DebrisKind.INVISIBLE
            kind = DebrisKind.HYPHENATION if match["gap"] else kind
            yield _Piece(kind, *match.span(), better)


def _as_it_reads(text: str, odd: list[_Piece]) -> tuple[str, list[int]]:
    """Return the text with *odd* replaced, and for each of its places the one in *text*."""
    letters: list[str] = []
    starts: list[int] = []
    at = 0
    for piece in odd:
        letters.append(text[at : piece.start] + piece.replacement)
        starts += range(at, piece.start + len(piece.replacement))
        at = piece.end
    return "".join([*letters, text[at:]]), [*starts, *range(at, len(text) + 1)]


def _is_suspended(text: str, hyphen: int) -> bool:
    """Tell whether the part before a hyphen stands behind another one that stays: "Haus- und-"."""
    first = max(0, hyphen - _LONGEST_PART)
    earlier = _HYPHEN.search(text[first:hyphen])
    if earlier is None:
        return False
    start, end = first + earlier.start(), first + earlier.end("gap")
    repaired = (hit for hit in characters.find_debris(text[:hyphen]) if hit.kind in _JOINS)
    return not any(hit.start < end and start < hit.end for hit in repaired)


def _overlap(one: _Piece, other: _Piece) -> bool:
    return one.start < other.end and other.start < one.end


# --- Spellings that probably mean the same, put together; a person chooses one (WEB-10, OPN-05) --
#
# Nothing here decides: a cluster is an offer, every spelling in it can be left as it is.

AGREED: Final = ("Keine Angabe", "Nicht zutreffend", "Wird noch erarbeitet")
"""The three agreed placeholders (OPN-05)."""

_ALIKE: Final = 90  # of 100 that rapidfuzz gives for equal texts
_LONGEST: Final = 200  # characters; longer texts are prose and no vocabulary
_LONGEST_PLACEHOLDER: Final = 60
_SIGNS = re.compile(r"[^\w]+")
_LEGAL_FORM = re.compile(r" (?:gmbh|mbh|ag|e v|ev)\b")
_DIGITS = re.compile(r"\d+")
_SPELT_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "&": " und "})


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of writing it, and where it stands."""

    text: str
    places: tuple[TextPlace, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Spellings that probably mean the same, the most frequent first.

    *field* is the field they stand in, None for placeholders, which may stand in any. *suggestion*
    is what could be agreed on, "" where only a person can know.
    """

    field: Field | None
    spellings: tuple[Spelling, ...]
    suggestion: str

    @property
    def label(self) -> str:
        """What to call the cluster: the label of its field, or „Platzhalter“."""
        return PLACEHOLDERS if self.field is None else self.field.label


def vocabulary_fields(catalogue: Catalogue) -> tuple[Field, ...]:
    """Return the fields whose values are a vocabulary: responsible body, type and their like."""
    return tuple(field for field in catalogue.fields if field.kind is Kind.OPEN_CHOICE)


def spellings_of(dataset: Dataset, name: FieldName) -> tuple[Spelling, ...]:
    """Return the texts in use in the field *name*, the most frequent first; blanks count."""
    places: dict[str, list[TextPlace]] = defaultdict(list)
    for place, text in texts_of(dataset, fields=(dataset.site.catalogue.field(name),)):
        if text.strip():
            places[text].append(place)
    return _by_frequency(places)


def clusters(dataset: Dataset, name: FieldName) -> tuple[Cluster, ...]:
    """Return the clusters of two or more spellings in the field *name*.

    Alike are texts that differ in capitals, signs, blanks, umlauts written out, the legal form, the
    order of words or a few letters; texts with different numbers never are. Placeholders have
    clusters of their own, see :func:`placeholder_clusters`.
    """
    leaders: list[tuple[str, list[Spelling]]] = []
    for spelling in spellings_of(dataset, name):
        if len(spelling.text) > _LONGEST or is_placeholder(spelling.text):
            continue
        key = _key(spelling.text)
        for leader, members in leaders:
            if _are_alike(leader, key):
                members.append(spelling)
                break
        else:
            leaders.append((key, [spelling]))
    field = dataset.site.catalogue.field(name)
    return tuple(
        Cluster(field, tuple(members), _tidy(members[0].text))
        for _, members in leaders
        if len(members) > 1
    )


def placeholder_clusters(dataset: Dataset) -> tuple[Cluster, ...]:
    """Return the placeholders that are spelled otherwise than agreed, by what they should be.

    The last cluster holds those of which nobody can know which of the three is meant („-“).
    """
    places: dict[str, list[TextPlace]] = defaultdict(list)
    fields = [field for field in dataset.site.catalogue.fields if field.is_contract_text]
    for place, text in texts_of(dataset, fields=fields):
        if len(text) <= _LONGEST_PLACEHOLDER and text.strip() and _is_misspelt(text):
            places[text].append(place)
    groups: dict[str, list[Spelling]] = {agreed: [] for agreed in (*AGREED, "")}
    for spelling in _by_frequency(places):
        groups[propose_placeholder(spelling.text) or ""].append(spelling)
    return tuple(
        Cluster(None, tuple(members), agreed) for agreed, members in groups.items() if members
    )


def all_clusters(dataset: Dataset) -> tuple[Cluster, ...]:
    """Return the clusters of every vocabulary, then the placeholders."""
    fields = vocabulary_fields(dataset.site.catalogue)
    found = [cluster for field in fields for cluster in clusters(dataset, field.name)]
    return (*found, *placeholder_clusters(dataset))


def unify(dataset: Dataset, accepted: Mapping[str, Iterable[Spelling]], label: str = "") -> Batch:
    """Return the one batch that gives every place of the accepted spellings its target.

    *accepted* maps a target to the spellings that shall become it. *label* names the field in the
    step. Raises StaleChangeError where a text has changed since.
    """
    wanted: dict[TextPlace, str] = {}
    for target, spellings in accepted.items():
        for spelling in spellings:
            if any(text_at(dataset, place) != spelling.text for place in spelling.places):
                raise StaleChangeError(STALE_CHANGE)
            if spelling.text != target:
                wanted |= dict.fromkeys(spelling.places, target)
    return storing(dataset, wanted, step_spellings(label, len(wanted)))


def _is_misspelt(text: str) -> bool:
    return text not in AGREED and is_placeholder(text)


def _by_frequency(places: Mapping[str, list[TextPlace]]) -> tuple[Spelling, ...]:
    found = [Spelling(text, tuple(where)) for text, where in places.items()]
    return tuple(sorted(found, key=lambda spelling: (-len(spelling.places), spelling.text)))


def _key(text: str) -> str:
    """Return what a spelling is compared by."""
    words = " ".join(_SIGNS.sub(" ", text.casefold().translate(_SPELT_OUT)).split())
    return _LEGAL_FORM.sub("", words)


def _are_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    likeness = fuzz.ratio(one, other, score_cutoff=_ALIKE)
    return bool(likeness) or fuzz.token_sort_ratio(one, other, score_cutoff=_ALIKE) > 0


def _tidy(text: str) -> str:
    """Return a suggestion without blanks too many; lines stay lines."""
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
