"""Searching all texts of all measures within one keystroke.

Each measure gets one search text: the distinct words of everything in its records, folded. They
are built when first needed, or beforehand in slices while the program has nothing else to do.
"""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter
from typing import TYPE_CHECKING

from klimaeditor.checks.numbers import format_number
from klimaeditor.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from klimaeditor.dataset.records import MeasureView
    from klimaeditor.values import Json

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
