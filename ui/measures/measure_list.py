"""The measures to show, filtered and sorted by the model itself; there is no proxy (decision 7)."""

from __future__ import annotations

from enum import IntEnum
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from klimaeditor.clock import local_today
from klimaeditor.model.core_words import inflected
from klimaeditor.model.records import category_names
from klimaeditor.notes.releasing import restated
from klimaeditor.textwork.filters import Facet, FacetIndex, Filter, keys_in, mask_of
from klimaeditor.textwork.search import (
    FieldHit,
    FoundPlace,
    SearchTexts,
    first_hit,
    hit_in_notes,
    narrows,
    places_in,
)
from ui.bridge import Connections, DocumentBridge, no_document
from ui.measures.headings import CategoryGroup, groups_of
from ui.measures.measure_row import (
    BY_FACTS,
    BY_NAME,
    NAMED_BY,
    Comparable,
    ListColumn,
    MeasureName,
    MeasureRow,
    SortKey,
    read_name,
    read_row,
    spoken,
    told,
    told_in_tip,
)
from ui.widgets import common_words
from ui.widgets.keyed_rows import AnyIndex, KeyedRows, column_title
from ui.widgets.labels import safe_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence
    from datetime import date

    from klimaeditor.model.fieldnames import FieldName
    from klimaeditor.notes.notebook import Note, Notebook
    from klimaeditor.notes.releasing import Releases
    from klimaeditor.textwork.filters import Counts


# --- words ---------------------------------------------------------------------------------------

NOTED_HIT: Final = "Notiz"
HELD: Final = "passt nicht mehr zum Filter"
SPOKEN_HIT: Final = "{places}, Treffer in „{label}“"


def places_found(count: int, *, noted: bool = False) -> str:
    """Return how many places were found: „3 Stellen“; *noted*: only in what was noted."""
    if not count:
        return "nur in Notizen" if noted else "keine Stelle"
    return inflected(count, "1 Stelle", f"{common_words.thousands(count)} Stellen")


# --- The measures to show, filtered and sorted by the model itself; there is no proxy (decision 7)

_SLICE = 0.006  # seconds of reading between two events
_AFTER_OPENING_MS = 300  # first comes what is seen
_A_FRAME_MS = 15
AT_ONCE: Final = 100
"""So many measures are read as soon as filter, order or search need them; more come in slices."""


class ListRole(IntEnum):
    """What else a cell tells: key, whole row, status, how many errors, warnings and hints."""

    KEY = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    STATUS = Qt.ItemDataRole.UserRole + 3
    ERRORS = Qt.ItemDataRole.UserRole + 4
    WARNINGS = Qt.ItemDataRole.UserRole + 5
    HINTS = Qt.ItemDataRole.UserRole + 6
    HIT = Qt.ItemDataRole.UserRole + 7
    """Where the words searched for stand in the measure (FieldHit), None while none are."""
    PLACES = Qt.ItemDataRole.UserRole + 8
    """In how many places they stand there."""


HEADERS = (
    common_words.MEASURE,
    common_words.CATEGORY,
    common_words.STATUS_TITLE,
    common_words.FINDINGS,
)


class MeasureListModel(KeyedRows):
    """The rows of the list, by measure key. *today* is the clock of the age of news.

    In the order of the contract the measures of a category stand together, in the order of
    categories.json, also where measures.json has them apart. *regrouped* says that a measure is of
    another category now, *places_changed* that an edit may have changed the places found.

    A measure at hand that an edit makes unfit for the filter stays until another one is at hand or
    the filter is another one: list and form show the same.

    What is seen is read at once, the rest in slices. Where filter, order or search need more than
    that, rows come one after the other (:attr:`is_settled` is False meanwhile), and *settled* says
    that all are there.
    """

    regrouped = Signal()
    places_changed = Signal()
    settled = Signal()

    def __init__(
        self, parent: QObject | None = None, today: Callable[[], date] = local_today
    ) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._heard = Connections()
        self._names: dict[int, MeasureName] = {}
        self._rows: dict[int, MeasureRow] = {}  # as last read
        self._unread: dict[int, None] = {}  # whose rows are to be read, or to be read again
        self._order: list[int] = []
        self._places_in_order: dict[int, int] = {}
        self._base: list[int] = []
        self._filter = Filter()
        self._words: tuple[str, ...] = ()
        self._current: int | None = None
        self._held: int | None = None  # shown although it does not fit
        self._sort = (SortKey.ORDER, False)
        self._notes: Mapping[str, Sequence[Note]] = {}
        self._releases: Releases | None = None
        self._released: Notebook | None = None
        self._search = SearchTexts(self._bridge.document.view, self._noted_text)
        self._awaited = False  # filter or order need facts that are not read yet
        self._unsearched: list[int] = []  # of those that fit, the last one comes first
        self._today, self._day = today, today()
        self._facets = FacetIndex(today)
        self._places_found: dict[int, tuple[FoundPlace, ...]] = {}
        self._counts: dict[int, int] = {}
        self._at_hand: tuple[int, FoundPlace] | None = None
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._read_slice)

    # --- what is shown -------------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document; filter and order stay."""
        self._bridge = bridge
        self._heard.renew(
            (bridge.fields_changed, self._on_fields_changed),
            (bridge.findings_changed, self._on_findings_changed),
            (bridge.structure_changed, self._on_structure_changed),
            (bridge.judged, self._read_on),
        )
        self._notes, self._releases, self._released = {}, None, None
        self._search = SearchTexts(bridge.document.view, self._noted_text)
        document = bridge.document
        self._names = {k: read_name(document, k) for k in document.dataset.measure_keys()}
        self._rows, self._unread = {}, dict.fromkeys(self._names)
        QTimer.singleShot(0, self, lambda: self._read_on(_AFTER_OPENING_MS))
        self._facets.fill({})
        self._forget_places()
        self._reorder()
        self._current = self._held = None
        self.show_keys(self._matching(self._base), anew=True)

    def set_notebook(self, notebook: Notebook) -> None:
        """Filter by what is noted now, and find it."""
        before, found = self._notes, notebook.by_measure()
        if before == found:
            return
        self._notes = found
        changed = {own for own in {*before, *found} if before.get(own) != found.get(own)}
        keys = [key for key, name in self._names.items() if name.id in changed]
        self._search.forget(keys)
        self._update(keys)

    def set_releases(self, releases: Releases | None) -> None:
        """Show which measures are released, None where releases are not used."""
        before, self._released = self._released, None if releases is None else releases.notebook
        self._releases = releases
        other = restated(before, self._released)
        self._update([k for k, own in self._names.items() if other is None or own.id in other])

    def _noted_text(self, measure_id: str) -> str:
        return "\n".join(note.text for note in self._notes.get(measure_id, ()))

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Narrow the list; a search that goes on only looks at what was found before."""
        old, self._filter = self._filter, wanted
        before, words = self._words, wanted.words
        self._words = words
        if words != before:
            self._forget_places()
        if self._today() != self._day or wanted.facets != old.facets:
            self._rebase()
            self._show()
        elif self.is_settled and narrows(words, before) and self._held is None:
            fresh = [word for word in words if word not in before]
            self.show_keys(self._matching(self._shown, fresh))
        else:
            self._show()

    def keep(self, key: int | None) -> None:
        """Say which measure is at hand: an edit does not take it out of the list."""
        self._current = key
        if self._held is not None and self._held != key:
            QTimer.singleShot(0, self, self._release)  # not while the view tells of its selection

    def is_held(self, key: int) -> bool:
        """Whether a measure is only shown because it is at hand."""
        return key == self._held

    def _release(self) -> None:
        if self._held is not None and self._held != self._current:
            self._show()

    def _show(self, *, hold: bool = False) -> None:
        """Show what fits the filter; with *hold* also what is at hand and was shown."""
        keys, key = self._matching(self._base), self._current
        self._held = None
        if hold and key in self._places and key in self._names and key not in set(keys):
            self._held = key
            wanted = {*keys, key}
            keys = [each for each in self._order if each in wanted]
        self.show_keys(keys)

    @property
    def sorting(self) -> tuple[SortKey, bool]:
        """What the list is sorted by, and whether the other way round."""
        return self._sort

    def set_sorting(self, sort: SortKey, *, descending: bool = False) -> None:
        """Sort the list."""
        if (sort, descending) != self._sort:
            self._sort = (sort, descending)
            self._reorder()
            self._show(hold=True)

    def counts(self) -> dict[Facet, Counts]:
        """Return how many measures each choice of each facet would show, the search included."""
        self._read_facts(list(self._unread))
        words = self._words
        self._search.build(self._order if words else ())
        among = mask_of(self._search.matching(self._order, words)) if words else None
        return self._facets.counts(self._filter, among)

    # --- places found ----------------------------------------------------------------------

    def places(self, key: int) -> tuple[FoundPlace, ...]:
        """Return every place of the words searched for in a measure, in the order of the form."""
        if key not in self._places_found:
            view = self._bridge.document.view(key)
            self._places_found[key] = places_in(view, self._words)
        return self._places_found[key]

    def count(self, key: int) -> int:
        """Return in how many places of a measure the words searched for stand (D 22)."""
        if key not in self._counts:
            words = self._words
            self._counts[key] = self._search.count(key, words) if words else 0
        return self._counts[key]

    def count_places(self, seconds: float | None = None) -> int | None:
        """Return how many places there are in all measures shown (D 22).

        None is returned where that takes longer than *seconds*; asked again, it goes on.
        """
        if seconds is None:
            self.settle()
        elif not self.is_settled:
            return None
        end = None if seconds is None else perf_counter() + seconds
        waiting = [key for key in self._shown if key not in self._counts]
        for number, key in enumerate(waiting, start=1):
            self.count(key)
            if end is not None and number < len(waiting) and perf_counter() > end:
                return None
        return sum(self._counts[key] for key in self._shown)

    def set_at_hand(self, found: tuple[int, FoundPlace] | None) -> None:
        """Show the place at hand in the row of its measure (key, place)."""
        self._at_hand = found

    def hit(self, key: int) -> FieldHit | None:
        """Return where the words searched for stand in a measure; None without a place.

        The place at hand comes first, then the hit with most of the words; what the row says
        already as its title only where there is nothing else.
        """
        words = self._words
        if not words:
            return None
        if self._at_hand is not None and self._at_hand[0] == key:
            hit, number = self._at_hand[1]
            return hit._replace(spans=hit.spans[number:])
        hits = dict.fromkeys(place.hit for place in self.places(key))
        title = self._names[key].title
        others = [hit for hit in hits if " ".join(hit.text.split()) != title]
        noted = hit_in_notes(self._notes.get(self._names[key].id, ()), words, NOTED_HIT)
        return first_hit(others, words) or noted or first_hit(hits, words)

    def noted_field(self, key: int) -> FieldName | None:
        """Return the field of the note that the row of a measure shows, None without one."""
        hit = self.hit(key)
        return hit.field if hit is not None and hit.label == NOTED_HIT else None

    def _forget_places(self) -> None:
        self._places_found.clear()
        self._counts.clear()
        self._at_hand = None

    def groups(self) -> list[CategoryGroup]:
        """Return the categories as they follow each other (D 19).

        None where the order mixes them, and while words are searched for.
        """
        sort = self._sort[0]
        if self._words or sort not in (SortKey.ORDER, SortKey.CATEGORY):
            return []
        rows = (self._names[key] for key in self._shown)
        if sort is SortKey.CATEGORY:
            return groups_of((row.category, row.category) for row in rows)
        return groups_of((row.category_id, row.category) for row in rows)

    def names(self) -> Iterable[MeasureName]:
        """Return what all measures are called, in the order of the contract, shown or not."""
        return self._names.values()

    def total(self) -> int:
        """Return how many measures there are."""
        return len(self._names)

    def knows(self, key: int | None) -> bool:
        """Whether there is such a measure."""
        return key in self._names

    def neighbour(self, key: int, step: int, *, with_findings: bool = False) -> int | None:
        """Return the measure *step* places after (before, if negative) *key*, None at the end.

        Only measures shown count; *key* itself may be one that the filter hides.
        *with_findings* passes over measures that have neither errors nor warnings.
        """
        place = self._places_in_order
        if key not in place or not step:
            return None
        left = abs(step)
        for other in self._shown if step > 0 else reversed(self._shown):
            if (place[other] - place[key]) * step > 0:
                left -= not with_findings or self._row(other).is_open
                if not left:
                    return other
        return None

    # --- Qt ------------------------------------------------------------------------------

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(ListColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or tells."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        key = self._shown[index.row()]
        row = self._row(key) if key in self._names else None  # while a deleted one is leaving
        if row is not None and role == ListRole.HIT:
            return self.hit(row.key)
        if row is not None and role == ListRole.PLACES:
            return self.count(row.key)
        if row is not None and role == Qt.ItemDataRole.AccessibleTextRole:
            added = (HELD if row.key == self._held else "", self._spoken_hit(row.key))
            return spoken(row, ListColumn(index.column()), ", ".join(filter(None, added)))
        teller = _TELLERS.get(role)
        return teller(row, ListColumn(index.column())) if teller and row else None

    def _spoken_hit(self, key: int) -> str:
        hit = self.hit(key)
        if hit is None:
            return ""
        places = places_found(self.count(key), noted=True)
        return SPOKEN_HIT.format(places=places, label=hit.label)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the title of a column; rows have none."""
        return column_title(HEADERS, section, orientation, role)

    # --- changes -------------------------------------------------------------------------

    def _on_fields_changed(self, changed: frozenset[tuple[int, str]]) -> None:
        measures = {measure for measure, _ in changed}
        self._search.forget(measures)
        if self._idle.isActive() and self.is_settled:  # who types is not to wait for what may come
            self._read_on(_AFTER_OPENING_MS)
        self._update(measures, {measure for measure, field in changed if field in NAMED_BY})

    def _on_findings_changed(self, measures: frozenset[int]) -> None:
        self._update(measures)

    def _on_structure_changed(self) -> None:
        document = self._bridge.document
        keys, names = document.dataset.measure_keys(), self._names
        gone, come = names.keys() - set(keys), [key for key in keys if key not in names]
        self._search.forget(gone)
        for key in gone:
            self._rows.pop(key, None)
            self._unread.pop(key, None)
            self._facets.drop(key)
        names |= {key: read_name(document, key) for key in come}
        self._names = {key: names[key] for key in keys}
        self._unread |= dict.fromkeys(come)
        self._read_on()
        self._reorder()
        self._show(hold=True)

    def _update(self, measures: Iterable[int], renamed: Container[int] = ()) -> None:
        """Take over measures that changed: redraw their rows, move only what has to move.

        Those that are *renamed* may also be called otherwise now, or be of another category.
        """
        present = self._bridge.document.dataset.measures
        known = [key for key in measures if key in self._names and key in present]
        before = {key: (self._names[key], self._rows.get(key)) for key in known}
        for key in known:
            if key in renamed:
                self._names[key] = read_name(self._bridge.document, key)
            self._places_found.pop(key, None)
            self._counts.pop(key, None)
        self._unread |= dict.fromkeys(known)
        many = len(known) > AT_ONCE
        if many:
            self._read_on()
        else:
            self._read_facts(known)
        changed = [
            key
            for key, (name, row) in before.items()
            if self._names[key] != name or (row is not None and self._rows[key] != row)
        ]
        regrouped = any(_category_of(self._names[k]) != _category_of(before[k][0]) for k in known)
        if regrouped or any(self._sorted_by(*self._as_known(k)) != self._sorted_by(*before[k])
                            for k in changed):  # fmt: skip
            self._reorder()
            self._show(hold=True)
        else:
            if changed or many:
                self._rebase()
            if many or self._fit_otherwise(known):
                self._show(hold=True)
        if self._words:
            self.places_changed.emit()
        self._redraw(known if many else changed)
        if regrouped:
            self.regrouped.emit()

    def _fit_otherwise(self, keys: Sequence[int]) -> bool:
        """Whether any of a few measures is shown and does not fit, or the other way round."""
        words = self._words
        self._search.build(keys if words else ())
        fitting = keys_in(self._facets.matching(self._filter), keys)
        belong = set(self._search.matching(fitting, words))
        return any((key in belong) != (key in self._places) for key in keys)

    def _redraw(self, keys: Sequence[int]) -> None:
        """Have the rows of measures painted again; one call for many."""
        places = [self._places[key] for key in keys if key in self._places]
        if len(places) > AT_ONCE:
            places = [min(places), max(places)]
            self._emit_changed(*places)
        else:
            for place in places:
                self._emit_changed(place, place)

    def _emit_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(ListColumn) - 1))

    def _reorder(self) -> None:
        sort, descending = self._sort
        self._order = list(self._names)
        self._may_read()
        if sort in BY_NAME or sort in BY_FACTS:
            values = {key: self._sorted_by(*self._as_known(key)) for key in self._names}
            self._order.sort(key=values.__getitem__, reverse=descending)
        else:
            names = category_names(self._bridge.document.dataset)
            ranks = {category: place for place, category in enumerate(names)}
            for name in self._names.values():
                ranks.setdefault(name.category_id, len(ranks))
            self._order.sort(key=lambda key: ranks[self._names[key].category_id])
            if descending:
                self._order.reverse()
        self._places_in_order = {key: place for place, key in enumerate(self._order)}
        self._rebase()

    def _as_known(self, key: int) -> tuple[MeasureName, MeasureRow | None]:
        return self._names[key], self._rows.get(key)

    def _sorted_by(self, name: MeasureName, row: MeasureRow | None) -> Comparable:
        """Return what a measure is compared by; what is not read yet comes first."""
        sort = self._sort[0]
        if sort in BY_NAME:
            return BY_NAME[sort](name)
        return BY_FACTS[sort](row.facts) if row is not None and sort in BY_FACTS else ()

    def _rebase(self) -> None:
        self._day = self._today()
        self._may_read()
        if not self._filter.has_facets:
            self._base = self._order
            return
        self._base = keys_in(self._facets.matching(self._filter), self._order)

    # --- what is read now, and what in slices ----------------------------------------------

    @property
    def is_settled(self) -> bool:
        """Whether all measures are shown that fit, in their order."""
        return not (self._unsearched or self._awaited)

    @property
    def is_all_read(self) -> bool:
        """Whether nothing is left to be read in slices."""
        return not self._idle.isActive()

    def settle(self, seconds: float | None = None) -> bool:
        """Read for *seconds* (None: all) what filter, order and search still need.

        Returns whether all of it is there.
        """
        end = None if seconds is None else perf_counter() + seconds
        while not self.is_settled and (end is None or perf_counter() < end):
            self._read_slice()
        return self.is_settled

    def _may_read(self) -> None:
        """Read at once what filter and order need where that is little; else in slices."""
        self._awaited = False
        if self._unread and (self._filter.has_facets or self._sort[0] in BY_FACTS):
            if len(self._unread) <= AT_ONCE:
                self._read_facts(list(self._unread))
            else:
                self._awaited = True
                self._read_on()

    def _row(self, key: int) -> MeasureRow:
        """Return a measure as it is now; it is read, and judged, where that was not done yet."""
        if key in self._unread:
            self._read_facts((key,))
        return self._rows[key]

    def _read_facts(self, keys: Iterable[int]) -> None:
        for key in keys:
            self._unread.pop(key, None)
            name = self._names[key]
            notes = self._notes.get(name.id, ())
            release = None if self._releases is None else self._releases.of(key).state
            row = self._rows[key] = read_row(self._bridge.document, name, notes, release)
            self._facets.put(key, row.facts)

    def _read_on(self, wait_ms: int = 0) -> None:
        """Read what is missing as soon as there is time."""
        self._idle.start(wait_ms)

    def _read_slice(self) -> None:
        """Read some of what is needed now, else of what may be needed soon."""
        self._idle.setInterval(0)
        end = perf_counter() + _SLICE
        if self._unsearched:
            self._search_on(end)
        elif self._awaited or (self._unread and self._bridge.document.findings.is_complete):
            while self._unread:
                self._read_facts((next(iter(self._unread)),))
                if perf_counter() > end:
                    break
            if self._awaited and not self._unread:
                self._reorder()
                self._show_last()
        elif self._search.build(self._order, _SLICE):
            self._idle.stop()

    def _search_on(self, end: float) -> None:
        """Look for the words in measures that have not been looked through yet."""
        left, looked = self._unsearched, list[int]()
        while left and not (looked and perf_counter() > end):
            looked.append(left.pop())
            self._search.build(looked[-1:])
        found = set(self._search.matching(looked, self._words))
        if found:
            found.update(self._shown)
            self.show_keys([key for key in self._base if key in found])
        if not left:
            self._show_last()

    def _show_last(self) -> None:
        """Show what fits now that something was read to the end; say so where that is all."""
        self._show(hold=True)
        if self.is_settled:
            self.settled.emit()

    def _matching(self, among: list[int], words: Iterable[str] | None = None) -> list[int]:
        """Return those of *among* that contain *words*, by default all that are searched for.

        Where more than a few texts are missing, those are left out and looked through in slices.
        """
        wanted = self._words if words is None else tuple(words)
        missing = self._search.missing(among) if wanted else []
        self._unsearched = []
        if len(missing) > AT_ONCE:
            self._unsearched = missing[::-1]
            self._read_on(_A_FRAME_MS)  # what the key itself brings is seen first
            known = set(missing)
            among = [key for key in among if key not in known]
        return self._search.matching(among, wanted)


def _category_of(row: MeasureName) -> object:
    return row.category_id, row.category


_TELLERS: dict[int, Callable[[MeasureRow, ListColumn], object]] = {
    Qt.ItemDataRole.DisplayRole: told,
    Qt.ItemDataRole.ToolTipRole: lambda row, column: safe_tip(told_in_tip(row, column)),
    ListRole.ROW: lambda row, _: row,
    ListRole.KEY: lambda row, _: row.key,
    ListRole.STATUS: lambda row, _: row.status.value,
    ListRole.ERRORS: lambda row, _: row.errors,
    ListRole.WARNINGS: lambda row, _: row.warnings,
    ListRole.HINTS: lambda row, _: row.hints,
}
