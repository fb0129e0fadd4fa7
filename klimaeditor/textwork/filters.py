"""What a list of measures is narrowed to, as data that can be kept and brought back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from klimaeditor.checks.completeness import days_told, last_told, missing_fields
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.findings import Severity
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.textwork.search import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from datetime import date

    from klimaeditor.model.findings import Finding
    from klimaeditor.model.records import MeasureView
    from klimaeditor.model.values import Json
    from klimaeditor.notes.releasing import ReleaseState


# --- What a list of measures is narrowed to, as data that can be kept and brought back -----------

if TYPE_CHECKING:
    E = TypeVar("E", bound=StrEnum)


class FindingsFilter(StrEnum):
    """Which measures to show by what was found in them; WITHOUT means not even a hint."""

    ALL = "all"
    ERRORS = "errors"
    WARNINGS = "warnings"
    WITHOUT = "without"


class NewsAge(StrEnum):
    """How long ago the latest entry of a measure was, counted as the overview does.

    Years are of 365 days; entries of days to come say nothing yet.
    """

    FRESH = "fresh"
    """At most a year."""
    ONE_YEAR = "one_year"
    TWO_YEARS = "two_years"
    """More than two years."""
    NEVER = "never"


class NotedState(StrEnum):
    """What notes a measure has: one that is open, only some that are done, or none."""

    OPEN = "open"
    DONE = "done"
    NONE = "none"


class ReleasedFilter(StrEnum):
    """Which measures to show where releases are used: OPEN are those that do not count."""

    RELEASED = "released"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class PickedOut:
    """Measures that something else has picked out, a segment of a chart for instance.

    *title* is what to call them. Keys hold while the dataset is open, so a pick is never kept.
    """

    title: str
    keys: frozenset[int]


class Facet(StrEnum):
    """What measures can be told apart by; the value is the attribute of :class:`Filter`."""

    CATEGORIES = "categories"
    STATUSES = "statuses"
    FINDINGS = "findings"
    BODIES = "bodies"
    MISSING = "missing"
    NEWS = "news"
    RULES = "rules"
    UNTIL = "until"
    NOTED = "noted"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; empty sets and an empty text admit everything.

    Within a facet one of the choices has to fit, between facets all have to. *bodies* are
    responsible bodies as written, "" for none; *missing* names of fields; *until* years; *pick* is
    a selection made elsewhere.
    """

    text: str = ""
    categories: frozenset[str] = frozenset()
    statuses: frozenset[PublicStatus] = frozenset()
    findings: FindingsFilter = FindingsFilter.ALL
    bodies: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    news: frozenset[NewsAge] = frozenset()
    rules: frozenset[str] = frozenset()
    until: frozenset[int] = frozenset()
    noted: frozenset[NotedState] = frozenset()
    released: frozenset[ReleasedFilter] = frozenset()
    pick: PickedOut | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words that must all occur, folded as the search texts are."""
        return tuple(fold(self.text).split())

    @property
    def facets(self) -> Filter:
        """The filter without its text."""
        return replace(self, text="")

    @property
    def has_facets(self) -> bool:
        """Whether anything but the text narrows the list."""
        return self.facets != Filter()

    def choices(self, facet: Facet) -> frozenset[Hashable]:
        """Return what is chosen in *facet*, empty for everything."""
        if facet is Facet.FINDINGS:
            everything = self.findings is FindingsFilter.ALL
            return frozenset() if everything else frozenset({self.findings})
        chosen: frozenset[Hashable] = getattr(self, facet.value)
        return chosen

    def with_choice(self, facet: str, value: Hashable, *, chosen: bool) -> Filter:
        """Return this filter with *value* chosen, or not, in a facet of several choices."""
        old: frozenset[Hashable] = getattr(self, facet)
        changed: Any = old | {value} if chosen else old - {value}
        return replace(self, **{str(facet): changed})

    def without(self, facet: Facet) -> Filter:
        """Return this filter with nothing chosen in *facet*."""
        empty: Any = FindingsFilter.ALL if facet is Facet.FINDINGS else frozenset()
        return replace(self, **{facet.value: empty})

    def to_plain(self) -> dict[str, Json]:
        """Return the filter as plain data; facets that admit everything are left out."""
        plain: dict[str, Json] = {"text": self.text, "findings": self.findings.value}
        for facet in Facet:
            if facet is not Facet.FINDINGS and (chosen := self.choices(facet)):
                plain[facet.value] = sorted(chosen, key=str)  # type: ignore[arg-type]  # str, int
        return plain


def filter_from_plain(saved: Mapping[str, Json]) -> Filter:
    """Return the filter of :meth:`Filter.to_plain`; what is not understood is left out."""
    text = saved.get("text")
    years = _items(saved.get("until"))
    return Filter(
        text if isinstance(text, str) else "",
        frozenset(_texts(saved.get("categories"))),
        frozenset(_known_ones(PublicStatus, saved.get("statuses"))),
        known(FindingsFilter, saved.get("findings")) or FindingsFilter.ALL,
        frozenset(_texts(saved.get("bodies"))),
        frozenset(_texts(saved.get("missing"))),
        frozenset(_known_ones(NewsAge, saved.get("news"))),
        frozenset(_texts(saved.get("rules"))),
        frozenset(y for y in years if isinstance(y, int) and not isinstance(y, bool)),
        frozenset(_known_ones(NotedState, saved.get("noted"))),
        frozenset(_known_ones(ReleasedFilter, saved.get("released"))),
    )


def values_of(facts: FilterFacts, facet: Facet, today: date) -> Iterable[Hashable]:
    """Return the values that a measure has in *facet*: one, or several for rules and the like."""
    if facet is Facet.FINDINGS:
        return _found(facts)
    if facet is Facet.NEWS:
        return (news_age(facts.days, today),)
    if facet is Facet.UNTIL:
        return () if facts.until is None else (facts.until,)
    if facet is Facet.RELEASED:
        return _released(facts.release)
    if facet in _SEVERAL:
        several: frozenset[str] = getattr(facts, facet.value)
        return several
    return (getattr(facts, _SINGLE[facet]),)


def news_age(days: Iterable[date], today: date) -> NewsAge:
    """Return how old the latest news of *days* are *today*."""
    day = last_told(days, today)
    if day is None:
        return NewsAge.NEVER
    age = (today - day).days
    if age > 2 * _YEAR:
        return NewsAge.TWO_YEARS
    return NewsAge.ONE_YEAR if age > _YEAR else NewsAge.FRESH


def known(kind: type[E], value: Json) -> E | None:
    """Return the member of *kind* with this value, None for anything else."""
    return next((member for member in kind if member.value == value), None)


_YEAR: Final = 365
_SEVERAL: Final = frozenset({Facet.MISSING, Facet.RULES})
_SINGLE: Final = {
    Facet.CATEGORIES: "category_id",
    Facet.STATUSES: "status",
    Facet.BODIES: "body",
    Facet.NOTED: "noted",
}


def _released(release: ReleaseState | None) -> Iterable[ReleasedFilter]:
    if release is not None:
        yield ReleasedFilter.RELEASED if release.counts else ReleasedFilter.OPEN


def _found(facts: FilterFacts) -> Iterable[FindingsFilter]:
    if facts.errors:
        yield FindingsFilter.ERRORS
    if facts.warnings:
        yield FindingsFilter.WARNINGS
    if not (facts.is_open or facts.hints):
        yield FindingsFilter.WITHOUT


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _texts(value: Json) -> list[str]:
    return [item for item in _items(value) if isinstance(item, str)]


def _known_ones(kind: type[E], value: Json) -> list[E]:
    return [member for item in _items(value) if (member := known(kind, item)) is not None]


# --- Which measures a filter admits, and how many there are of everything that could be chosen ---
#
# Each value of each facet has a set of measures, kept as one large number with a bit for each key:
# filtering and counting ten thousand measures takes a few operations on such numbers instead of a
# loop, so counts can follow every keystroke.

if TYPE_CHECKING:
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
        self._known: dict[int, FilterFacts] = {}

    def fill(self, facts: Mapping[int, FilterFacts]) -> None:
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

    def put(self, key: int, facts: FilterFacts) -> None:
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


# --- What filters know of a measure --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FilterFacts:
    """One measure as filters see it.

    *missing* are the names of fields that the page shows of its profile and that say nothing,
    *days* those on which something was told of it, *rules* the ids of what was found in it,
    *until* the year it is planned to be done by.
    """

    category_id: str = ""
    status: PublicStatus = PublicStatus.UNKNOWN
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    body: str = ""
    missing: frozenset[str] = frozenset()
    days: tuple[date, ...] = ()
    rules: frozenset[str] = field(default=frozenset())
    until: int | None = None
    noted: NotedState = NotedState.NONE
    release: ReleaseState | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is something to do: an error or a warning."""
        return bool(self.errors or self.warnings)


def facts_of(
    view: MeasureView, findings: Iterable[Finding], noted: NotedState = NotedState.NONE
) -> FilterFacts:
    """Return what filters know of a measure with these *findings* and notes."""
    found = tuple(findings)
    severities = [finding.severity for finding in found]
    category, body = view.value("category_id"), view.value("responsible_bodies")
    until = view.value("cost_until")
    return FilterFacts(
        category if isinstance(category, str) else "",
        view.site.status(view.progress).status,
        severities.count(Severity.ERROR),
        severities.count(Severity.WARNING),
        severities.count(Severity.HINT),
        " ".join(body.split()) if isinstance(body, str) else "",
        missing_fields(view),
        days_told(view),
        frozenset(finding.rule for finding in found),
        until if isinstance(until, int) and not isinstance(until, bool) else None,
        noted,
    )


# --- Saved views: a filter and an order with a name, kept as plain data --------------------------

MOST: Final = 40
"""So many views are kept; a menu cannot show more."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """What a list shows under a *name*; *sort* is a word of the list's own."""

    name: str
    filter: Filter
    sort: str = ""
    descending: bool = False


def with_view(views: Iterable[SavedView], new: SavedView) -> tuple[SavedView, ...]:
    """Return *views* with *new* in the place of the one of the same name, else at the end."""
    kept = list(views)
    names = [view.name.casefold() for view in kept]
    if new.name.casefold() in names:
        kept[names.index(new.name.casefold())] = new
    else:
        kept.append(new)
    return tuple(kept[-MOST:])


def without_view(views: Iterable[SavedView], name: str) -> tuple[SavedView, ...]:
    """Return *views* without the one called *name*."""
    return tuple(view for view in views if view.name != name)


def to_plain(views: Iterable[SavedView]) -> list[Json]:
    """Return views as plain data."""
    return [
        {
            "name": view.name,
            "filter": view.filter.to_plain(),
            "sort": view.sort,
            "descending": view.descending,
        }
        for view in views
    ]


def from_plain(saved: Json) -> tuple[SavedView, ...]:
    """Return views from plain data; what has no name or no filter is left out."""
    views: tuple[SavedView, ...] = ()
    for item in saved if isinstance(saved, list) else ():
        if not isinstance(item, dict):
            continue
        name, found, sort = item.get("name"), item.get("filter"), item.get("sort")
        if isinstance(name, str) and name.strip() and isinstance(found, dict):
            order = sort if isinstance(sort, str) else ""
            descending = item.get("descending") is True
            views = with_view(
                views, SavedView(name.strip(), filter_from_plain(found), order, descending)
            )
    return views
