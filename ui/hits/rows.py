"""Hits in texts as rows that a person can read: where, what stands there, what would."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from klimaeditor.catalogue import FIELDS_BY_NAME
from klimaeditor.merge.worddiff import Run, RunKind
from ui.review.diffing import Version

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.dataset.substitution import Excerpt, Substitution
    from klimaeditor.document import Document

_SIGNS: Final = {
    " ": "␣",
    "\t": "⇥",
    "\n": "↵",
    "\u00a0": "⍽",
    "\u00ad": "¬",
    "\u200b": "◦",
    "\u2060": "◦",
    "\ufeff": "◦",
}


def titles_of(document: Document) -> Callable[[int], str]:
    """Return what gives the title of a measure by its key; each is looked up once."""
    return cache(lambda key: document.view(key).title)


class HitRow(NamedTuple):
    """One hit: title of its measure, what it is and in which field, the hit itself."""

    title: str
    label: str
    hit: Substitution

    @property
    def field(self) -> str:
        """The label of the field."""
        return FIELDS_BY_NAME[self.hit.place.field].label

    def versions(self) -> tuple[Version, Version]:
        """Return what stands there and what would, with the hit marked."""
        before, after = self.hit.before(), self.hit.after()
        return _version(before, RunKind.REMOVED), _version(after, RunKind.ADDED)


def visible(text: str) -> str:
    """Return *text* with signs for what cannot be seen; private characters by their number."""
    return "".join(_SIGNS.get(letter) or _named(letter) for letter in text)


def visible_line(text: str) -> str:
    """Return a value on one line: line ends, and blanks at its ends, as signs."""
    inner = text.strip(" ")
    start = len(text) - len(text.lstrip(" "))
    ends = visible(text[:start]), visible(text[start + len(inner) :])
    return ends[0] + inner.replace("\n", "↵") + ends[1]


def _named(letter: str) -> str:
    private = "\ue000" <= letter <= "\uf8ff"
    return f"[U+{ord(letter):04X}]" if private else letter


def _version(found: Excerpt, kind: RunKind) -> Version:
    """Return an excerpt; in the hit itself white space at its ends is made visible."""
    runs = (
        Run(RunKind.EQUAL, found.head),
        Run(kind, _shown(found.hit)),
        Run(RunKind.EQUAL, found.tail),
    )
    return Version(tuple(run for run in runs if run.text))


def _shown(text: str) -> str:
    """Return a hit: ordinary blanks between words stay as they are."""
    inner = text.strip(" ")
    if not inner:
        return visible(text)
    left, right = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    odd = "".join(letter if letter == " " else visible(letter) for letter in inner)
    return visible(left) + odd + visible(right)
