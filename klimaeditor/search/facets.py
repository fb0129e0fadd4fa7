"""Which measures a filter admits, and how many there are of everything that could be chosen.

Each value of each facet has a set of measures, kept as one large number with a bit for each key:
filtering and counting ten thousand measures takes a few operations on such numbers instead of a
loop, so counts can follow every keystroke.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from klimaeditor.search.filters import Facet, Filter, FindingsFilter, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from datetime import date

    from klimaeditor.search.facts import Facts

    Counts: TypeAlias = Mapping[Hashable, int]


class FacetIndex:
    """The facets of many measures, kept current by :meth:`put` and :meth:`drop`.

    The age of news counts from the day on which it is asked for: midnight may have passed.
    """

    def __init__(self, today: Callable[[], date]) -> None:
        """Take the clock from which the age of news counts."""
        self._clock = today
        self._today = today()
        self._all = 0
        self._masks: dict[Facet, dict[Hashable, int]] = {facet: {} for facet in Facet}
        self._known: dict[int, Facts] = {}

    def fill(self, facts: Mapping[int, Facts]) -> None:
        """Forget everything and take over many measures at once."""
        self._today = self._clock()
        members: dict[tuple[Facet, Hashable], list[int]] = defaultdict(list)
        for key, found in facts.items():
            for facet in Facet:
                for value in values_of(found, facet, self._today):
                    members[facet, value].append(key)
        self._known = dict(facts)
        self._all = mask_of(facts)
        self._masks = {facet: {} for facet in Facet}
        for (facet, value), keys in members.items():
            self._masks[facet][value] = mask_of(keys)

    def put(self, key: int, facts: Facts) -> None:
        """Take over one measure, new or changed."""
        old = self._known.get(key)
        if old == facts:
            return
        self.drop(key)
        self._known[key] = facts
        bit = 1 << key
        self._all |= bit
        for facet in Facet:
            masks = self._masks[facet]
            for value in values_of(facts, facet, self._today):
                masks[value] = masks.get(value, 0) | bit

    def drop(self, key: int) -> None:
        """Forget one measure."""
        facts = self._known.pop(key, None)
        if facts is None:
            return
        bit = 1 << key
        self._all &= ~bit
        for facet in Facet:
            masks = self._masks[facet]
            for value in values_of(facts, facet, self._today):
                masks[value] &= ~bit
                if not masks[value]:
                    del masks[value]

    def _keep_day(self) -> None:
        """Sort the news anew where another day has come."""
        today = self._clock()
        if today == self._today:
            return
        self._today = today
        ages: dict[Hashable, list[int]] = defaultdict(list)
        for key, facts in self._known.items():
            for age in values_of(facts, Facet.NEWS, today):
                ages[age].append(key)
        self._masks[Facet.NEWS] = {age: mask_of(keys) for age, keys in ages.items()}

    def matching(self, wanted: Filter, among: int | None = None) -> int:
        """Return the measures that *wanted* admits, its text aside, as a mask; *among* some."""
        self._keep_day()
        return self._without(wanted, None, among)

    def counts(self, wanted: Filter, among: int | None = None) -> dict[Facet, Counts]:
        """Return for each facet how many measures each of its values would show.

        What is chosen in other facets counts, what is chosen in the same one does not; *among*
        (a mask, None: all) are the measures that the text of the search left. Chosen values are
        there also with 0, other values are not.
        """
        self._keep_day()
        found: dict[Facet, Counts] = {}
        for facet, masks in self._masks.items():
            rest = self._without(wanted, facet, among)
            counts = {v: n for v, mask in masks.items() if (n := (mask & rest).bit_count())}
            found[facet] = {**dict.fromkeys(wanted.choices(facet), 0), **counts}
            if facet is Facet.FINDINGS:
                found[facet] = {FindingsFilter.ALL: rest.bit_count(), **found[facet]}
        return found

    def _without(self, wanted: Filter, left_out: Facet | None, among: int | None) -> int:
        result = self._all if among is None else self._all & among
        if wanted.pick is not None:
            result &= mask_of(wanted.pick.keys)
        for facet, masks in self._masks.items():
            chosen = () if facet is left_out else wanted.choices(facet)
            if chosen:
                either = 0
                for value in chosen:
                    either |= masks.get(value, 0)
                result &= either
        return result


def mask_of(keys: Iterable[int]) -> int:
    """Return *keys* as one number with a bit for each."""
    bits = bytearray(1)
    for key in keys:
        place = key >> 3
        if place >= len(bits):
            bits.extend(bytes(max(place + 1 - len(bits), len(bits))))
        bits[place] |= 1 << (key & 7)
    return int.from_bytes(bits, "little")


def keys_in(mask: int, order: Iterable[int]) -> list[int]:
    """Return those keys of *order* that are in *mask*."""
    bits = mask.to_bytes((mask.bit_length() + 7) // 8 or 1, "little")
    end = len(bits) << 3
    return [key for key in order if key < end and bits[key >> 3] >> (key & 7) & 1]
