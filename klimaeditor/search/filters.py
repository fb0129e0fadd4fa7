"""What a list of measures is narrowed to, as data that can be kept and brought back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from klimaeditor.checks.completeness import last_told
from klimaeditor.checks.website import PublicStatus
from klimaeditor.search.folding import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    from klimaeditor.search.facts import Facts
    from klimaeditor.values import Json

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


@dataclass(frozen=True, slots=True)
class Pick:
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
    pick: Pick | None = None

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
    )


def values_of(facts: Facts, facet: Facet, today: date) -> Iterable[Hashable]:
    """Return the values that a measure has in *facet*: one, or several for rules and the like."""
    if facet is Facet.FINDINGS:
        return _found(facts)
    if facet is Facet.NEWS:
        return (news_age(facts.days, today),)
    if facet is Facet.UNTIL:
        return () if facts.until is None else (facts.until,)
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
}


def _found(facts: Facts) -> Iterable[FindingsFilter]:
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
