"""Spellings that probably mean the same, put together; a person chooses one (WEB-10, OPN-05).

Nothing here decides: a cluster is an offer, every spelling in it can be left as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from klimaeditor.catalogue import FIELDS, FIELDS_BY_NAME, Kind
from klimaeditor.checks.placeholders import is_placeholder, propose_placeholder
from klimaeditor.cleaning import texts
from klimaeditor.dataset.textplaces import storing, text_at, texts_of
from klimaeditor.errors import StaleChangeError
from klimaeditor.texts import STALE_CHANGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from klimaeditor.catalogue import Field
    from klimaeditor.changes import Batch
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.textplaces import TextPlace

AGREED: Final = ("Keine Angabe", "Nicht zutreffend", "Wird noch erarbeitet")
"""The three agreed placeholders (OPN-05)."""
VOCABULARY_FIELDS: Final = tuple(field for field in FIELDS if field.kind is Kind.OPEN_CHOICE)
"""The fields whose values are a vocabulary: responsible body, action type and their like."""

_ALIKE: Final = 90  # of 100 that rapidfuzz gives for equal texts
_LONGEST: Final = 200  # characters; longer texts are prose and no vocabulary
_LONGEST_PLACEHOLDER: Final = 60
_PLACEHOLDER_FIELDS: Final = tuple(field for field in FIELDS if field.is_contract_text)
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
        return texts.PLACEHOLDERS if self.field is None else self.field.label


def spellings_of(dataset: Dataset, name: str) -> tuple[Spelling, ...]:
    """Return the texts in use in the field *name*, the most frequent first; blanks count."""
    places: dict[str, list[TextPlace]] = defaultdict(list)
    for place, text in texts_of(dataset, fields=(FIELDS_BY_NAME[name],)):
        if text.strip():
            places[text].append(place)
    return _by_frequency(places)


def clusters(dataset: Dataset, name: str) -> tuple[Cluster, ...]:
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
    field = FIELDS_BY_NAME[name]
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
    for place, text in texts_of(dataset, fields=_PLACEHOLDER_FIELDS):
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
    found = [cluster for field in VOCABULARY_FIELDS for cluster in clusters(dataset, field.name)]
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
    return storing(dataset, wanted, texts.step_spellings(label, len(wanted)))


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
