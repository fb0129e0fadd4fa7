"""Putting other words into texts, hit by hit: what clean-up and find-and-replace have in common.

A hit is data that a person accepts or refuses; only what is accepted becomes a batch (DOM-11).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from klimaeditor import texts
from klimaeditor.dataset.textplaces import storing, text_at
from klimaeditor.errors import StaleChangeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from klimaeditor.changes import Batch
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.dataset.textplaces import TextPlace

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
            raise StaleChangeError(texts.STALE_CHANGE)
    return storing(dataset, {place: _applied(hits) for place, hits in by_place.items()}, label)


def _applied(hits: list[Substitution]) -> str:
    text, end = hits[0].text, len(hits[0].text)
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end), reverse=True):
        if hit.end > end:
            raise ValueError("two hits overlap")
        text = text[: hit.start] + hit.replacement + text[hit.end :]
        end = hit.start
    return text
