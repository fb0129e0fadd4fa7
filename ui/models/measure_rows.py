"""What the list knows of a measure, which measures a filter admits, and how they are sorted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from klimaeditor.checks.findings import Severity
from klimaeditor.checks.website import PublicStatus, public_status
from ui import texts
from ui.models.search_text import fold

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.document import Document

Comparable: TypeAlias = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as the list shows it."""

    key: int
    id: str
    title: str
    category_id: str
    category: str
    status: PublicStatus
    errors: int = 0
    warnings: int = 0
    hints: int = 0

    @property
    def is_open(self) -> bool:
        """Whether there is something to do: an error or a warning."""
        return bool(self.errors or self.warnings)


class FindingsFilter(StrEnum):
    """Which measures to show by what was found in them; WITHOUT means not even a hint."""

    ALL = "all"
    ERRORS = "errors"
    WARNINGS = "warnings"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list is narrowed to; empty sets and an empty text admit everything."""

    text: str = ""
    categories: frozenset[str] = frozenset()
    statuses: frozenset[PublicStatus] = frozenset()
    findings: FindingsFilter = FindingsFilter.ALL

    @property
    def words(self) -> tuple[str, ...]:
        """The words that must all occur, folded as the search texts are."""
        return tuple(fold(self.text).split())

    @property
    def facets(self) -> tuple[frozenset[str], frozenset[PublicStatus], FindingsFilter]:
        """Everything but the text."""
        return self.categories, self.statuses, self.findings

    @property
    def has_facets(self) -> bool:
        """Whether anything but the text narrows the list."""
        return bool(self.categories or self.statuses or self.findings is not FindingsFilter.ALL)

    def with_choice(self, facet: str, value: str, *, chosen: bool) -> Filter:
        """Return this filter with *value* chosen, or not, in „categories“ or „statuses“."""
        old: frozenset[str] = getattr(self, facet)
        changed: Any = old | {value} if chosen else old - {value}
        return replace(self, **{facet: changed})

    def admits(self, row: MeasureRow) -> bool:
        """Whether a measure passes everything but the text."""
        if self.categories and row.category_id not in self.categories:
            return False
        if self.statuses and row.status not in self.statuses:
            return False
        if self.findings is FindingsFilter.ERRORS:
            return row.errors > 0
        if self.findings is FindingsFilter.WARNINGS:
            return row.warnings > 0
        return self.findings is FindingsFilter.ALL or not (row.is_open or row.hints)


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
    category_id, category = view.measure.get("categoryId"), view.measure.get("category")
    category_id = category_id if isinstance(category_id, str) else ""
    named = category if isinstance(category, str) and category.strip() else category_id
    counts = Counter(finding.severity for finding in document.findings.of(key))
    return MeasureRow(
        key,
        view.id,
        view.title,
        category_id,
        named or texts.UNKNOWN_CATEGORY,
        public_status(view.progress).status,
        counts[Severity.ERROR],
        counts[Severity.WARNING],
        counts[Severity.HINT],
    )


def sort_value(sort: SortKey) -> Callable[[MeasureRow], Comparable] | None:
    """Return what rows are compared by; None for the order of the contract."""
    return _VALUES[sort]


def second_line(row: MeasureRow) -> str:
    """Return „Kategorie · Kennung“."""
    return texts.SECOND_LINE.format(category=row.category, id=row.id or texts.NO_ID)


def natural(text: str) -> Comparable:
    """Return *text* in a form in which „bauen2“ comes before „bauen10“ and „Ä“ beside „A“."""
    parts = _NUMBER.split(fold(text))
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p)


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
