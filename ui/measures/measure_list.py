"""The measures to show, filtered and sorted by the model itself; there is no proxy (decision 7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from klimaeditor.checks.statuswords import status_word
from klimaeditor.clock import local_today
from klimaeditor.model.core_words import inflected
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.model.records import category_names
from klimaeditor.model.values import LONGEST_NUMBER
from klimaeditor.textwork.filters import (
    Facet,
    FacetIndex,
    Filter,
    facts_of,
    keys_in,
    mask_of,
)
from klimaeditor.textwork.search import (
    FieldHit,
    FoundPlace,
    SearchTexts,
    first_hit,
    fold,
    narrows,
    places_in,
)
from ui.bridge import Connections, DocumentBridge, no_document
from ui.measures.headings import CategoryGroup, groups_of
from ui.widgets import common_words
from ui.widgets.keyed_rows import AnyIndex, KeyedRows, column_title
from ui.widgets.labels import safe_tip
from ui.widgets.marks import findings_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from klimaeditor.document import Document
    from klimaeditor.textwork.filters import Counts, FilterFacts


# --- words ---------------------------------------------------------------------------------------

STATUS_SPOKEN: Final = "Status: {status}"
UNKNOWN_CATEGORY: Final = "ohne Kategorie"
SECOND_LINE: Final = "{category} · {id}"


HELD: Final = "passt nicht mehr zum Filter"
EMPTY_SPOKEN: Final = "{count} Angaben leer"
EMPTY_SPOKEN_ONE: Final = "1 Angabe leer"
SPOKEN_HIT: Final = "{places}, Treffer in „{label}“"


def places_found(count: int) -> str:
    """Return how many places were found: „3 Stellen“."""
    if not count:
        return "keine Stelle"
    return inflected(count, "1 Stelle", f"{common_words.thousands(count)} Stellen")


# --- What the list knows of a measure, and how measures are sorted -------------------------------

Comparable: TypeAlias = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as the list shows it, and what filters know of it."""

    key: int
    id: str
    title: str
    category: str
    facts: FilterFacts
    status_word: str

    @property
    def category_id(self) -> str:
        """The id of its category, "" for none."""
        return self.facts.category_id

    @property
    def status(self) -> PublicStatus:
        """The status that the public page shows."""
        return self.facts.status

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return self.facts.errors

    @property
    def warnings(self) -> int:
        """How many warnings there are."""
        return self.facts.warnings

    @property
    def hints(self) -> int:
        """How many hints there are."""
        return self.facts.hints

    @property
    def is_open(self) -> bool:
        """Whether there is something to do: an error or a warning."""
        return self.facts.is_open


class SortKey(StrEnum):
    """What the list is sorted by; equal measures keep the order of the contract."""

    ORDER = "order"
    TITLE = "title"
    CATEGORY = "category"
    STATUS = "status"
    ERRORS = "errors"
    ID = "id"


def read_row(document: Document, key: int) -> MeasureRow:
    """Return the measure *key* of *document* as it is now."""
    view = document.view(key)
    facts = facts_of(view, document.findings.of(key))
    category = view.measure.get("category")
    named = category if isinstance(category, str) and category.strip() else facts.category_id
    status = status_word(facts.status, view.site.words)
    return MeasureRow(key, view.id, view.title, named or UNKNOWN_CATEGORY, facts, status)


def sort_value(sort: SortKey) -> Callable[[MeasureRow], Comparable] | None:
    """Return what rows are compared by; None for the order of the contract."""
    return _VALUES[sort]


def second_line(row: MeasureRow) -> str:
    """Return „Kategorie · Kennung“."""
    return SECOND_LINE.format(category=row.category, id=row.id or common_words.NO_ID)


def natural(text: str) -> Comparable:
    """Return *text* in a form in which „bauen2“ comes before „bauen10“ and „Ä“ beside „A“."""
    parts = _NUMBER.split(fold(text))
    return tuple(
        (0, int(part), "") if part.isdecimal() and len(part) <= LONGEST_NUMBER else (1, 0, part)
        for part in parts
        if part
    )


# What needs attention comes first.
_STATUS_ORDER = {
    status: ((place, 0, ""),)
    for place, status in enumerate(
        (
            PublicStatus.BROKEN,
            PublicStatus.STALE,
            PublicStatus.UNKNOWN,
            PublicStatus.IN_PROGRESS,
            PublicStatus.COMPLETED,
        )
    )
}
_VALUES: dict[SortKey, Callable[[MeasureRow], Comparable] | None] = {
    SortKey.ORDER: None,
    SortKey.TITLE: lambda row: natural(row.title),
    SortKey.CATEGORY: lambda row: natural(row.category),
    SortKey.STATUS: lambda row: _STATUS_ORDER[row.status],
    SortKey.ERRORS: lambda row: tuple(
        (-count, 0, "") for count in (row.errors, row.warnings, row.hints)
    ),
    SortKey.ID: lambda row: natural(row.id),
}


# --- The measures to show, filtered and sorted by the model itself; there is no proxy (decision 7)

_SLICE = 0.006  # seconds of building search texts between two events
_AFTER_OPENING_MS = 300  # first comes what is seen; a search before that builds what it needs


class ListColumn(IntEnum):
    """The columns."""

    MEASURE = 0
    CATEGORY = 1
    STATUS = 2
    FINDINGS = 3


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
    """

    regrouped = Signal()
    places_changed = Signal()

    def __init__(
        self, parent: QObject | None = None, today: Callable[[], date] = local_today
    ) -> None:
        super().__init__(parent)
        self._bridge = no_document()
        self._heard = Connections()
        self._rows: dict[int, MeasureRow] = {}
        self._order: list[int] = []
        self._base: list[int] = []
        self._filter = Filter()
        self._current: int | None = None
        self._held: int | None = None  # shown although it does not fit
        self._sort = (SortKey.ORDER, False)
        self._search = SearchTexts(self._bridge.document.view)
        self._today, self._day = today, today()
        self._facets = FacetIndex(today)
        self._places_found: dict[int, tuple[FoundPlace, ...]] = {}
        self._counts: dict[int, int] = {}
        self._at_hand: tuple[int, FoundPlace] | None = None
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._build_slice)

    # --- what is shown -------------------------------------------------------------------

    def set_bridge(self, bridge: DocumentBridge) -> None:
        """Show another document; filter and order stay."""
        self._bridge = bridge
        self._heard.renew(
            (bridge.fields_changed, self._on_fields_changed),
            (bridge.findings_changed, self._on_findings_changed),
            (bridge.structure_changed, self._on_structure_changed),
        )
        self._search = SearchTexts(bridge.document.view)
        self._rows = self._read(bridge.document.dataset.measure_keys())
        QTimer.singleShot(0, self, lambda: self._idle.start(_AFTER_OPENING_MS))
        self._facets.fill({key: row.facts for key, row in self._rows.items()})
        self._forget_places()
        self._reorder()
        self._current = self._held = None
        self.show_keys(self._matching(self._base), anew=True)

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self._filter

    def set_filter(self, wanted: Filter) -> None:
        """Narrow the list; a search that goes on only looks at what was found before."""
        old, self._filter = self._filter, wanted
        if wanted.words != old.words:
            self._forget_places()
        if self._today() != self._day or wanted.facets != old.facets:
            self._rebase()
            self._show()
        elif narrows(wanted.words, old.words) and self._held is None:
            fresh = [word for word in wanted.words if word not in old.words]
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
        if hold and key in self._places and key in self._rows and key not in set(keys):
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
        words = self._filter.words
        among = mask_of(self._matching(self._order, words)) if words else None
        return self._facets.counts(self._filter, among)

    # --- places found ----------------------------------------------------------------------

    def places(self, key: int) -> tuple[FoundPlace, ...]:
        """Return every place of the words searched for in a measure, in the order of the form."""
        if key not in self._places_found:
            view = self._bridge.document.view(key)
            self._places_found[key] = places_in(view, self._filter.words)
        return self._places_found[key]

    def count(self, key: int) -> int:
        """Return in how many places of a measure the words searched for stand (D 22)."""
        if key not in self._counts:
            words = self._filter.words
            self._counts[key] = self._search.count(key, words) if words else 0
        return self._counts[key]

    def count_places(self, seconds: float | None = None) -> int | None:
        """Return how many places there are in all measures shown (D 22).

        None is returned where that takes longer than *seconds*; asked again, it goes on.
        """
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
        words = self._filter.words
        if not words:
            return None
        if self._at_hand is not None and self._at_hand[0] == key:
            hit, number = self._at_hand[1]
            return hit._replace(spans=hit.spans[number:])
        hits = dict.fromkeys(place.hit for place in self.places(key))
        title = self._rows[key].title
        others = [hit for hit in hits if " ".join(hit.text.split()) != title]
        return first_hit(others or hits, words)

    def _forget_places(self) -> None:
        self._places_found.clear()
        self._counts.clear()
        self._at_hand = None

    def groups(self) -> list[CategoryGroup]:
        """Return the categories as they follow each other (D 19).

        None where the order mixes them, and while words are searched for.
        """
        sort = self._sort[0]
        if self._filter.words or sort not in (SortKey.ORDER, SortKey.CATEGORY):
            return []
        rows = (self._rows[key] for key in self._shown)
        if sort is SortKey.CATEGORY:
            return groups_of((row.category, row.category) for row in rows)
        return groups_of((row.category_id, row.category) for row in rows)

    def rows(self) -> Iterable[MeasureRow]:
        """Return all measures in the order of the contract, shown or not."""
        return self._rows.values()

    def total(self) -> int:
        """Return how many measures there are."""
        return len(self._rows)

    def knows(self, key: int | None) -> bool:
        """Whether there is such a measure."""
        return key in self._rows

    def neighbour(self, key: int, step: int, *, with_findings: bool = False) -> int | None:
        """Return the measure *step* places after (before, if negative) *key*, None at the end.

        Only measures shown count; *key* itself may be one that the filter hides.
        *with_findings* passes over measures that have neither errors nor warnings.
        """
        place = {known: number for number, known in enumerate(self._order)}
        if key not in place or not step:
            return None
        rows = self._rows
        wanted = [k for k in self._shown if not with_findings or rows[k].is_open]
        if step < 0:
            wanted.reverse()
        beyond = [k for k in wanted if (place[k] - place[key]) * step > 0]
        return beyond[abs(step) - 1] if len(beyond) >= abs(step) else None

    # --- Qt ------------------------------------------------------------------------------

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Return the number of columns."""
        return 0 if parent is not None and parent.isValid() else len(ListColumn)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or tells."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._rows.get(self._shown[index.row()])  # None while a deleted one is leaving
        if row is not None and role == ListRole.HIT:
            return self.hit(row.key)
        if row is not None and role == ListRole.PLACES:
            return self.count(row.key)
        if row is not None and role == Qt.ItemDataRole.AccessibleTextRole:
            added = (HELD if row.key == self._held else "", self._spoken_hit(row.key))
            return _spoken(row, ListColumn(index.column()), ", ".join(filter(None, added)))
        teller = _TELLERS.get(role)
        return teller(row, ListColumn(index.column())) if teller and row else None

    def _spoken_hit(self, key: int) -> str:
        hit = self.hit(key)
        if hit is None:
            return ""
        return SPOKEN_HIT.format(places=places_found(self.count(key)), label=hit.label)

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
        if self._idle.isActive():  # who types is not to wait for a search to come
            self._idle.start(_AFTER_OPENING_MS)
        self._update(measures)

    def _on_findings_changed(self, measures: frozenset[int]) -> None:
        self._update(measures)

    def _on_structure_changed(self) -> None:
        keys = self._bridge.document.dataset.measure_keys()
        self._search.forget(self._rows.keys() - set(keys))
        fresh = self._read(key for key in keys if key not in self._rows)
        self._rows = {key: fresh.get(key) or self._rows[key] for key in keys}
        self._facets.fill({key: row.facts for key, row in self._rows.items()})
        self._idle.start()
        self._reorder()
        self._show(hold=True)

    def _update(self, measures: Iterable[int]) -> None:
        """Take over measures that changed: redraw their rows, move only what has to move."""
        present = self._bridge.document.dataset.measures
        known = [key for key in measures if key in self._rows and key in present]
        fresh = self._read(known)
        changed = {key: self._rows[key] for key, row in fresh.items() if row != self._rows[key]}
        self._rows.update(fresh)
        for key, row in fresh.items():
            self._places_found.pop(key, None)
            self._counts.pop(key, None)
            self._facets.put(key, row.facts)
        value = sort_value(self._sort[0]) or _category_of
        moved = any(_category_of(fresh[key]) != _category_of(old) for key, old in changed.items())
        if any(value(fresh[k]) != value(old) for k, old in changed.items()):
            self._reorder()
            self._show(hold=True)
        else:
            if changed:
                self._rebase()
            belong = set(self._matching(keys_in(self._facets.matching(self._filter), fresh)))
            if any((key in belong) != (key in self._places) for key in fresh):
                self._show(hold=True)
        if self._filter.words:
            self.places_changed.emit()
        for key in changed.keys() & self._places.keys():
            place = self._places[key]
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(ListColumn) - 1))
        if moved:
            self.regrouped.emit()

    def _read(self, keys: Iterable[int]) -> dict[int, MeasureRow]:
        return {key: read_row(self._bridge.document, key) for key in keys}

    def _reorder(self) -> None:
        sort, descending = self._sort
        value = sort_value(sort)
        self._order = list(self._rows)
        if value is not None:
            values = {key: value(row) for key, row in self._rows.items()}
            self._order.sort(key=values.__getitem__, reverse=descending)
        else:
            names = category_names(self._bridge.document.dataset)
            ranks = {category: place for place, category in enumerate(names)}
            for row in self._rows.values():
                ranks.setdefault(row.category_id, len(ranks))
            self._order.sort(key=lambda key: ranks[self._rows[key].category_id])
            if descending:
                self._order.reverse()
        self._rebase()

    def _rebase(self) -> None:
        self._day = self._today()
        if not self._filter.has_facets:
            self._base = self._order
            return
        self._base = keys_in(self._facets.matching(self._filter), self._order)

    def _matching(self, among: list[int], words: Iterable[str] | None = None) -> list[int]:
        """Return those of *among* that contain *words*, by default all that are searched for."""
        wanted = self._filter.words if words is None else words
        return self._search.matching(among, wanted)

    def _build_slice(self) -> None:
        """Build some search texts, so that the first keystroke finds them made."""
        self._idle.setInterval(0)
        if self._search.build(self._order, _SLICE):
            self._idle.stop()


def _category_of(row: MeasureRow) -> object:
    return row.category_id, row.category


def _text(row: MeasureRow, column: ListColumn) -> str:
    if column is ListColumn.MEASURE:
        return row.title
    if column is ListColumn.CATEGORY:
        return row.category
    if column is ListColumn.STATUS:
        return row.status_word
    return findings_mark(row.errors, row.warnings, row.hints).word


def _tip(row: MeasureRow, column: ListColumn) -> str:
    """Return what a tip says: beside the name what the row itself may have no room for."""
    named = f"{row.title} ({second_line(row)})"
    return named if column is ListColumn.MEASURE else _text(row, column)


def _spoken(row: MeasureRow, column: ListColumn, hit: str) -> str:
    """Return what a screen reader says: the first column tells the whole row."""
    status = STATUS_SPOKEN.format(status=row.status_word)
    if column is ListColumn.STATUS:
        return status
    if column is not ListColumn.MEASURE:
        return _text(row, column)
    told = f"{row.title}, {second_line(row)}, {status}, {_text(row, ListColumn.FINDINGS)}"
    if empty := len(row.facts.missing):
        told += f", {EMPTY_SPOKEN_ONE if empty == 1 else EMPTY_SPOKEN.format(count=empty)}"
    return f"{told}, {hit}" if hit else told


_TELLERS: dict[int, Callable[[MeasureRow, ListColumn], object]] = {
    Qt.ItemDataRole.DisplayRole: _text,
    Qt.ItemDataRole.ToolTipRole: lambda row, column: safe_tip(_tip(row, column)),
    ListRole.ROW: lambda row, _: row,
    ListRole.KEY: lambda row, _: row.key,
    ListRole.STATUS: lambda row, _: row.status.value,
    ListRole.ERRORS: lambda row, _: row.errors,
    ListRole.WARNINGS: lambda row, _: row.warnings,
    ListRole.HINTS: lambda row, _: row.hints,
}
