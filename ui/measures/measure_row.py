"""What the list knows of a measure, and how measures are compared."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from klimaeditor.checks.statuswords import status_word
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.publicpage import PublicStatus
from klimaeditor.model.records import TITLED_BY
from klimaeditor.model.values import LONGEST_NUMBER
from klimaeditor.notes.releasing import ReleaseState
from klimaeditor.textwork.filters import NotedState, facts_of
from klimaeditor.textwork.search import fold
from ui.widgets import common_words
from ui.widgets.marks import findings_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from klimaeditor.document import Document
    from klimaeditor.notes.notebook import Note
    from klimaeditor.textwork.filters import FilterFacts


# --- words ---------------------------------------------------------------------------------------

UNKNOWN_CATEGORY: Final = "ohne Kategorie"
RELEASES: Final = {
    ReleaseState.RELEASED: "freigegeben",
    ReleaseState.CHANGED: "Freigabe überholt",
    ReleaseState.SAME_PERSON: "Freigabe zählt nicht",
}
SECOND_LINE: Final = "{category} · {id}"
STATUS_SPOKEN: Final = "Status: {status}"
EMPTY_SPOKEN: Final = "{count} Angaben leer"
EMPTY_SPOKEN_ONE: Final = "1 Angabe leer"


# --- What the list knows of a measure, and how measures are sorted -------------------------------

Comparable: TypeAlias = tuple[tuple[int, int, str], ...]

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class MeasureName:
    """What a measure is called and which category it is of: read at once, judged is nothing yet."""

    key: int
    id: str
    title: str
    category: str
    category_id: str


@dataclass(frozen=True, slots=True)
class MeasureRow(MeasureName):
    """One measure as the list shows it, and what filters know of it."""

    facts: FilterFacts
    status_word: str

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


NAMED_BY: Final = frozenset({*TITLED_BY, "id", "category_id", "category"})
"""The fields on which :func:`read_name` depends."""


def read_name(document: Document, key: int) -> MeasureName:
    """Return what the measure *key* of *document* is called now."""
    view = document.view(key)
    category, found = view.measure.get("category"), view.value("category_id")
    category_id = found if isinstance(found, str) else ""
    named = category if isinstance(category, str) and category.strip() else category_id
    return MeasureName(key, view.id, view.title, named or UNKNOWN_CATEGORY, category_id)


def read_row(
    document: Document,
    name: MeasureName,
    notes: Iterable[Note] = (),
    release: ReleaseState | None = None,
) -> MeasureRow:
    """Return the measure called *name* as it is now, with its *notes*; it is judged for that.

    *release* says whether it is released, None where releases are not used.
    """
    key, view = name.key, document.view(name.key)
    facts = replace(facts_of(view, document.findings.of(key), _noted(notes)), release=release)
    status = status_word(facts.status, view.site.words)
    return MeasureRow(key, name.id, name.title, name.category, name.category_id, facts, status)


def _noted(notes: Iterable[Note]) -> NotedState:
    states = {note.done for note in notes}
    if not states:
        return NotedState.NONE
    return NotedState.OPEN if False in states else NotedState.DONE


def second_line(row: MeasureName) -> str:
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
BY_NAME: dict[SortKey, Callable[[MeasureName], Comparable]] = {
    SortKey.TITLE: lambda row: natural(row.title),
    SortKey.CATEGORY: lambda row: natural(row.category),
    SortKey.ID: lambda row: natural(row.id),
}
BY_FACTS: dict[SortKey, Callable[[FilterFacts], Comparable]] = {
    SortKey.STATUS: lambda facts: _STATUS_ORDER[facts.status],
    SortKey.ERRORS: lambda facts: tuple(
        (-count, 0, "") for count in (facts.errors, facts.warnings, facts.hints)
    ),
}


# --- What each column of the list says -----------------------------------------------------------


class ListColumn(IntEnum):
    """The columns."""

    MEASURE = 0
    CATEGORY = 1
    STATUS = 2
    FINDINGS = 3


def told(row: MeasureRow, column: ListColumn) -> str:
    """Return what a cell of the list shows."""
    if column is ListColumn.MEASURE:
        return row.title
    if column is ListColumn.CATEGORY:
        return row.category
    if column is ListColumn.STATUS:
        return row.status_word
    return findings_mark(row.errors, row.warnings, row.hints).word


def told_in_tip(row: MeasureRow, column: ListColumn) -> str:
    """Return what a tip says: beside the name what the row itself may have no room for."""
    named = f"{row.title} ({second_line(row)})"
    return named if column is ListColumn.MEASURE else told(row, column)


def spoken(row: MeasureRow, column: ListColumn, hit: str) -> str:
    """Return what a screen reader says: the first column tells the whole row."""
    status = STATUS_SPOKEN.format(status=row.status_word)
    if column is ListColumn.STATUS:
        return status
    if column is not ListColumn.MEASURE:
        return told(row, column)
    whole = f"{row.title}, {second_line(row)}, {status}, {told(row, ListColumn.FINDINGS)}"
    if empty := len(row.facts.missing):
        whole += f", {EMPTY_SPOKEN_ONE if empty == 1 else EMPTY_SPOKEN.format(count=empty)}"
    return f"{whole}, {hit}" if hit else whole
