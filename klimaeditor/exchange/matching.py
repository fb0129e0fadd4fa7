"""Which measure a row or sheet speaks of: by id, else by the likeness of titles (MRG-04).

Every match carries its score and what it rests on, and can be changed. Two rows never mean the same
measure by themselves: the better match has it, the other one is left for a person.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from klimaeditor.checks.links import propose_title
from klimaeditor.exchange.columns import TITLE_FIELDS
from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from klimaeditor.model.records import Dataset


# --- How alike two titles are, whatever Word, PDF and people did to their spelling ---------------

MOST_BY_TITLE: Final = 0.99
"""The score of equal titles; 1 is for ids alone."""
_CONTAINED: Final = 0.9
_NUMBERED: Final = 0.98
_CUT: Final = 0.92
_LONG_START: Final = 24  # the name of a sheet has at most 31 characters
_LETTERS: Final = 400
_BROKEN_WORD = re.compile(r"(?<=[a-zäöüß])[-\u2010\u00ad]\s+(?=[a-zäöüß])(?!und\b|oder\b|bzw\b)")
_NUMBER_IN_FRONT = re.compile(
    r"\A\s*(?:(?:ma(?:ß|ss)nahme|nr\.?)\s*)?(?:[a-zäöü]{1,3}[-_ ]?)?"
    r"\d+(?:[.-]\d+)*(?:\s*+[.:)–-]++)?\s++(?=\S)",
    re.IGNORECASE,
)
_NO_WORD = re.compile(r"[^\w+%]+|_")
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


@lru_cache(maxsize=4096)
def title_key(text: str) -> str:
    """Return a title to compare by: without price class, case, signs and broken words."""
    text = unicodedata.normalize("NFC", text[:_LETTERS]).translate(_SUBSCRIPTS)
    text = _BROKEN_WORD.sub("", propose_title(text).replace("\u00ad", ""))
    return " ".join(_NO_WORD.sub(" ", text.casefold()).split())


def alike(left: str, right: str) -> float:
    """Return from 0 to 0.99 how alike two titles are; order of words counts little.

    A title whose words are all in the other one is alike, but never the same: "Wasserstoff" is not
    "Gasnetztransformation & Wasserstoff". A number in front ("M 3.2:") counts hardly.
    """
    best = _alike(title_key(left), title_key(right))
    first, second = (
        _NUMBER_IN_FRONT.sub("", propose_title(text[:_LETTERS])) for text in (left, right)
    )
    if best < MOST_BY_TITLE and (first, second) != (left, right):
        best = max(best, round(_alike(title_key(first), title_key(second)) * _NUMBERED, 4))
    return best


def _alike(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    if first == second or first.replace(" ", "") == second.replace(" ", ""):
        return MOST_BY_TITLE
    straight = max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second)) / 100
    shorter, longer = sorted((len(first.split()), len(second.split())))
    contained = fuzz.token_set_ratio(first, second) / 100 * _CONTAINED
    contained *= min(1.0, (0.5 + shorter / longer) ** 0.5) if shorter > 1 or longer < 3 else 0.5
    begun = min(len(first), len(second)) >= _LONG_START and (
        first.startswith(second) or second.startswith(first)
    )
    return round(min(max(straight, contained, _CUT if begun else 0.0), 0.98), 4)


# --- Which measure a row or sheet speaks of: by id, else by the likeness of titles (MRG-04) ------

LEAST: Final = 0.7
"""Below it nothing is matched by itself; the best ones are still offered."""
CERTAIN: Final = 0.95
_MARGIN: Final = 0.04
_OFFERED: Final = 5
_OFFERED_FROM: Final = 0.3
_ALL_COMPARED: Final = 600
_PAIRS_COMPARED: Final = 60_000
_NEAREST: Final = 12
_STEM: Final = 6
"""So much of a title, id or category is looked at; a longer one is none."""


class Basis(StrEnum):
    """What a match rests on."""

    ID = "id"
    STATE_TITLE = "state_title"
    NAME = "action_name"
    SHORT_TITLE = "short_title"
    CHOSEN = "chosen"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sought:
    """A row or sheet in search of its measure: what it calls itself, best first.

    The *category* decides only between measures that are called the same.
    """

    place: int
    titles: tuple[str, ...]
    id: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that may be meant; *score* as in :func:`alike`, 1 for an id."""

    measure: int
    measure_id: str
    title: str
    score: float
    basis: Basis


@dataclass(frozen=True, slots=True)
class RecordMatch:
    """A row or sheet, the measures it may mean, best first, and the one it stands for.

    *measure* None: none. *taken_by* is the place of the row that means the best candidate better.
    """

    place: int
    title: str
    candidates: tuple[Candidate, ...]
    measure: int | None = None
    score: float = 0.0
    basis: Basis = Basis.NONE
    taken_by: int | None = None

    @property
    def certain(self) -> bool:
        """Whether nobody needs to look at it: an id, (almost) the same title, or a choice."""
        return self.measure is not None and (
            self.basis is Basis.CHOSEN or (self.score >= CERTAIN and self._stands_out)
        )

    @property
    def _stands_out(self) -> bool:
        rest = [found.score for found in self.candidates if found.measure != self.measure]
        return self.score >= MOST_BY_TITLE > max(rest, default=0.0) or all(
            self.score - score >= _MARGIN for score in rest
        )

    def chosen(self, measure: int | None) -> RecordMatch:
        """Return the match as a person decided it."""
        found = next((c for c in self.candidates if c.measure == measure), None)
        score = found.score if found is not None else 0.0
        basis = Basis.NONE if measure is None else Basis.CHOSEN
        return replace(self, measure=measure, score=score, basis=basis, taken_by=None)

    def given_up(self, place: int) -> RecordMatch:
        """Return the match without its measure, which the row at *place* was given."""
        return replace(self, measure=None, score=0.0, basis=Basis.NONE, taken_by=place)


class Names:
    """The ids and titles of a dataset's measures, ready to be searched."""

    def __init__(self, dataset: Dataset, first: Basis = Basis.NAME) -> None:
        """Take the measures of *dataset*; a title of the kind *first* wins where two are alike."""
        self.titles = {key: dataset.view(key).title for key in dataset.measure_keys()}
        self.ids = {key: dataset.view(key).id for key in dataset.measure_keys()}
        self._categories = {
            key: {
                str(dataset.value(key, name)).strip().casefold()
                for name in ("category", "category_id")
            }
            for key in self.ids
        }
        self._by_id: dict[str, list[int]] = {}
        self._by_title: dict[str, list[tuple[int, Basis]]] = {}
        for key, measure_id in self.ids.items():
            self._by_id.setdefault(measure_id.strip().casefold(), []).append(key)
            for name in sorted(TITLE_FIELDS, key=lambda name: name != first):
                value = dataset.value(key, name)
                if isinstance(value, str) and title_key(value):
                    self._by_title.setdefault(title_key(value), []).append((key, Basis(name)))
        self._keys = list(self._by_title)
        self._by_stem: dict[str, list[str]] = {}
        for title in self._keys:
            for stem in {word[:_STEM] for word in title.split()}:
                self._by_stem.setdefault(stem, []).append(title)

    def compares_all(self, rows: int) -> bool:
        """Tell whether so many rows are few enough to be compared with every title."""
        return len(self._keys) <= _ALL_COMPARED and rows * len(self._keys) <= _PAIRS_COMPARED

    def candidates(self, wanted: Sought, *, of_all: bool = True) -> tuple[Candidate, ...]:
        """Return the measures that may be meant, best first; *of_all* as in :meth:`compares_all`.

        Else only the nearest titles are compared in every way, which are found much faster.
        """
        best: dict[int, Candidate] = {}
        measure_id = wanted.id[:_LETTERS].strip().casefold()
        for key in self._by_id.get(measure_id, ()) if measure_id else ():
            best[key] = self._candidate(key, 1.0, Basis.ID)
        for title in wanted.titles:
            for name in self._near(title, of_all=of_all):
                score = alike(title, name)
                for key, basis in self._by_title[name]:
                    if score >= _OFFERED_FROM and (key not in best or score > best[key].score):
                        best[key] = self._candidate(key, score, basis)
        category = wanted.category[:_LETTERS].strip().casefold()
        ranked = sorted(
            best.values(),
            key=lambda found: (-found.score, category not in self._categories[found.measure]),
        )
        return tuple(ranked[:_OFFERED])

    def _near(self, title: str, *, of_all: bool) -> Iterable[str]:
        """Return the titles worth comparing: all of them, or the nearest."""
        key = title_key(title)
        if not key:
            return ()
        if of_all and len(self._keys) <= _ALL_COMPARED:
            return self._keys
        if key in self._by_title:
            return (key,)
        pool = self._keys
        if len(pool) > _ALL_COMPARED:
            pool = self._with_the_same_words(key) or pool
        return {
            name
            for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio)
            for name, _, _ in process.extract(
                key, pool, scorer=scorer, limit=_NEAREST, score_cutoff=100 * _OFFERED_FROM
            )
        }

    def _with_the_same_words(self, key: str) -> list[str]:
        """Return the titles that have one of its rarest words, as they begin at least."""
        stems = {word[:_STEM] for word in key.split()}
        known = sorted((self._by_stem[s] for s in stems if s in self._by_stem), key=len)
        found: dict[str, None] = {}
        for names in known:
            if found and len(found) + len(names) > _ALL_COMPARED:
                break
            found.update(dict.fromkeys(names[:_ALL_COMPARED]))
        return list(found)

    def _candidate(self, key: int, score: float, basis: Basis) -> Candidate:
        return Candidate(key, self.ids[key], self.titles[key], score, basis)


def match(names: Names, wanted: Sequence[Sought]) -> tuple[RecordMatch, ...]:
    """Return a match for each row or sheet, in their order; each measure is given once."""
    of_all = names.compares_all(len(wanted))
    open_ = {found.place: _open(found, names, of_all=of_all) for found in wanted}
    pairs = sorted(
        ((c.score, -place, c) for place, found in open_.items() for c in found.candidates),
        key=lambda pair: (-pair[0], -pair[1]),
    )
    taken: dict[int, int] = {}
    for score, negative, candidate in pairs:
        place = -negative
        found = open_[place]
        if found.measure is not None or score < LEAST:
            continue
        if candidate.measure in taken:
            if candidate == found.candidates[0]:
                open_[place] = replace(found, taken_by=taken[candidate.measure])
            continue
        if not _clear(candidate, found.candidates, taken):
            continue
        taken[candidate.measure] = place
        open_[place] = replace(
            found, measure=candidate.measure, score=score, basis=candidate.basis, taken_by=None
        )
    return tuple(open_[found.place] for found in wanted)


def _open(wanted: Sought, names: Names, *, of_all: bool) -> RecordMatch:
    title = next((title for title in wanted.titles if title.strip()), wanted.id)
    shown = " ".join(title[:_LETTERS].split())
    return RecordMatch(wanted.place, shown, names.candidates(wanted, of_all=of_all))


def _clear(candidate: Candidate, candidates: Sequence[Candidate], taken: dict[int, int]) -> bool:
    """Tell whether a candidate stands out from the others that are still free.

    A row whose best measure is taken gets none by itself: it is a double, not the next best.
    """
    if candidate.score >= CERTAIN:
        return True
    if candidates[0].measure in taken:
        return False
    rivals = [c.score for c in candidates if c is not candidate and c.measure not in taken]
    return all(candidate.score - score >= _MARGIN for score in rivals)
