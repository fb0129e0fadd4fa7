"""The way through the places found by the search: in the order of list and form (D 22, 23).

The place at hand is kept by its position, so that the way goes on where somebody has just changed
the words that were found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from klimaeditor.model.core_words import shortened

if TYPE_CHECKING:
    from klimaeditor.textwork.search import FoundPlace
    from ui.measures.measure_list import MeasureListModel


# --- words ---------------------------------------------------------------------------------------

FROM_THE_TOP = "Wieder von vorn"
FROM_THE_END = "Wieder vom Ende"


def place_of(number: int, total: int) -> str:
    """Return „8 von 17“."""
    return f"{number} von {total}"


def place_spoken(number: str, label: str, title: str) -> str:
    """Return what is said of the place at hand."""
    return f"Stelle {number}: {shortened(label)}, {shortened(title)}"


class SearchState(NamedTuple):
    """What is searched for: folded *words*, and the *place* at hand in a *measure*, if any."""

    words: tuple[str, ...] = ()
    measure: int | None = None
    place: FoundPlace | None = None


class PlaceWalk:
    """Steps through the places of the measures that *model* shows, in its order."""

    def __init__(self, model: MeasureListModel) -> None:
        self._model = model
        self._measure: int | None = None
        self._place: FoundPlace | None = None
        self._was: tuple[int, int, int] = (-1, -1, -1)

    @property
    def found(self) -> SearchState:
        """What is searched for, and the place at hand."""
        words = self._model.filter.words
        if self._place is None:
            return SearchState(words)
        return SearchState(words, self._measure, self._place)

    def forget(self) -> None:
        """Have no place at hand."""
        self._measure = self._place = None
        self._model.set_at_hand(None)

    def go_to(self, measure: int) -> bool:
        """Take the first place of a measure; False where it has none."""
        places = self._model.places(measure)
        if places:
            self._take(measure, places[0])
        return bool(places)

    def step(self, step: int) -> bool:
        """Go to the next place (1) or the previous one (-1); return whether the end was passed.

        Without a place at hand the way begins with the first one, or the last. Nothing happens
        where nothing was found.
        """
        model, measure = self._model, self._measure
        if measure is not None and model.place_of(measure) is not None:
            here = [p for p in model.places(measure) if (p.position > self._was) == (step > 0)]
            here = [p for p in here if p.position != self._was]
            if here:
                self._take(measure, here[0 if step > 0 else -1])
                return False
        beyond = measure if measure is None else self._beyond(measure, step)
        passed = measure is not None and beyond is None
        if beyond is None:
            order = model.keys() if step > 0 else model.keys()[::-1]
            beyond = next((key for key in order if model.count(key)), None)
        if beyond is None:
            return False
        self._take(beyond, model.places(beyond)[0 if step > 0 else -1])
        return passed

    def renew(self) -> None:
        """Look again at the place at hand after an edit; where it is gone, its position is kept."""
        if self._measure is None:
            return
        self._place = None
        if self._model.place_of(self._measure) is not None:
            here = self._model.places(self._measure)
            self._place = next((p for p in here if p.position == self._was), None)
        at_hand = None if self._place is None else (self._measure, self._place)
        self._model.set_at_hand(at_hand)

    def number(self, total: int) -> str:
        """Return „8 von 17“ for the place at hand, "" without one."""
        if self._place is None or self._measure is None:
            return ""
        keys = self._model.keys()
        before = sum(self._model.count(key) for key in keys[: keys.index(self._measure)])
        places = self._model.places(self._measure)
        return place_of(before + places.index(self._place) + 1, total)

    def label(self) -> str:
        """Return the label of the field with the place at hand."""
        return "" if self._place is None else self._place.hit.label

    def _beyond(self, measure: int, step: int) -> int | None:
        """Return the nearest measure with places in that direction, None at the end."""
        at: int | None = measure
        while at is not None:
            at = self._model.neighbour(at, 1 if step > 0 else -1)
            if at is not None and self._model.count(at):
                return at
        return None

    def _take(self, measure: int, place: FoundPlace) -> None:
        self._measure, self._place, self._was = measure, place, place.position
        self._model.set_at_hand((measure, place))
