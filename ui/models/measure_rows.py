"""What the list knows of a measure, and how measures are sorted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from klimaeditor.checks.website import PublicStatus
from klimaeditor.search.facts import facts_of
from klimaeditor.search.filters import Filter, FindingsFilter
from klimaeditor.search.folding import fold
from klimaeditor.values import LONGEST_NUMBER
from ui import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from klimaeditor.document import Document
    from klimaeditor.search.facts import Facts

__all__ = [
    "Filter",
    "FindingsFilter",
    "MeasureRow",
    "SortKey",
    "natural",
    "read_row",
    "second_line",
    "sort_value",
]

Comparable: TypeAlias = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure as the list shows it, and what filters know of it."""

    key: int
    id: str
    title: str
    category: str
    facts: Facts

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
    return MeasureRow(key, view.id, view.title, named or texts.UNKNOWN_CATEGORY, facts)


def sort_value(sort: SortKey) -> Callable[[MeasureRow], Comparable] | None:
    """Return what rows are compared by; None for the order of the contract."""
    return _VALUES[sort]


def second_line(row: MeasureRow) -> str:
    """Return „Kategorie · Kennung“."""
    return texts.SECOND_LINE.format(category=row.category, id=row.id or texts.NO_ID)


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
