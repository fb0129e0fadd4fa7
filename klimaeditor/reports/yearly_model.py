"""What stands in a yearly report; plain data, every text of it plain text."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from klimaeditor.model.dataclass import dataclass

if TYPE_CHECKING:
    from datetime import date

    from klimaeditor.model.publicpage import PublicStatus
    from klimaeditor.reports.figures import Overview


class ProgressKind(StrEnum):
    """How progress is told; NONE where nothing usable is said."""

    BINARY = "binary"
    COUNT = "count"
    PERCENT = "percent"
    NONE = ""


class NewsKind(StrEnum):
    """Where a dated piece of news stands."""

    STATE = "state"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """One entry of the progress.

    *day* is None where the date cannot be read, and *written* says what stands there. *height* is
    the number, None for words; *text* is the value with its unit, ready to be read.
    """

    day: date | None
    written: str
    height: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a measure: stands by day, the undated ones last; what the axis says."""

    kind: ProgressKind
    label: str = ""
    unit: str = ""
    stands: tuple[ProgressEntry, ...] = ()
    start: float | None = None
    goal: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def drawn(self) -> tuple[ProgressEntry, ...]:
        """The stands a chart can show: a day and a number."""
        if self.kind not in {ProgressKind.COUNT, ProgressKind.PERCENT}:
            return ()
        return tuple(s for s in self.stands if s.day is not None and s.height is not None)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a measure costs.

    *kind* is the key of the amount's kind and *label* its words. *amount* is in euro, None where
    there is none. A shared amount has the number of its *group*, which counts once in any sum;
    *shared_with* are the titles of the others in it.
    """

    kind: str
    label: str
    amount: float | None
    sentence: str
    group: int | None = None
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureNews:
    """What has happened: *day* is None where there is none or it cannot be read (*written*)."""

    text: str
    day: date | None
    written: str
    title: str
    verdict: str


@dataclass(frozen=True, slots=True)
class News:
    """A dated piece of news of one measure: what is said, and where."""

    day: date
    kind: NewsKind
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. *missing* are the labels of what the public page shows and nobody has written.

    *outline* is the name in the contract where that is not the title. *until* is the planned year,
    *group* the product group of the budget that is noted about it.
    """

    key: int
    id: str
    title: str
    outline: str
    category: str
    status: PublicStatus
    status_word: str
    status_reason: str
    summary: str
    responsible: str
    involved: str
    until: int | None
    until_text: str
    state: MeasureNews
    cost: Cost
    progress: Progress
    missing: tuple[str, ...]
    last_news: date | None
    news: tuple[News, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class CostKind:
    """All amounts of one kind. *total* is None where the amounts must not be added up.

    *amounts* is how many different ones are in the total: a shared one counts once.
    """

    kind: str
    label: str
    measures: int
    amounts: int
    total: float | None
    note: str


@dataclass(frozen=True, slots=True)
class CostYear:
    """The amounts that are planned until a year (None: no year), each kind apart.

    *once* are shared amounts, each counted once; *yearly* recur every year.
    None is no amount of that kind.
    """

    year: int | None
    single: float | None
    once: float | None
    yearly: float | None


@dataclass(frozen=True, slots=True)
class CostGroup:
    """The amounts of a product group of the budget, each kind apart; None is no amount.

    *once* are shared amounts, each counted once.
    """

    label: str
    measures: int
    single: float | None
    once: float | None
    yearly: float | None


@dataclass(frozen=True, slots=True)
class DataChange:
    """One field that differs from the former version, or a whole measure that came or went."""

    title: str
    id: str
    label: str
    before: str
    after: str
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class FormerChanges:
    """What differs from a former version: what to call that, one sentence, the fields."""

    label: str
    sentence: str
    changes: tuple[DataChange, ...]


@dataclass(frozen=True, slots=True)
class YearlyReport:
    """The whole report on *name* as of *day*; news are those from *since* to *day*, both included.

    *measures* are those reported on, *total* is how many there are; *overview* and *cost_kinds*
    always speak of all. *future* and *undated* count the entries that are no news because their day
    is still to come or cannot be read.
    """

    name: str
    day: date
    since: date
    total: int
    overview: Overview
    cost_kinds: tuple[CostKind, ...]
    measures: tuple[Measure, ...]
    future: int
    undated: int
    site_version: date
    """The day on which the facts of the public page were compared with it."""
    former: FormerChanges | None = None
    cost_groups: tuple[CostGroup, ...] = ()
    """The amounts by product group, none where no measure names one."""

    @property
    def with_news(self) -> tuple[Measure, ...]:
        """The measures of which there is news."""
        return tuple(measure for measure in self.measures if measure.news)

    @property
    def partial(self) -> bool:
        """Whether the report is about some of the measures only."""
        return len(self.measures) < self.total

    def by_category(self) -> dict[str, tuple[Measure, ...]]:
        """Return the measures of each category, in the order in which they appear."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures:
            found.setdefault(measure.category, []).append(measure)
        return {name: tuple(own) for name, own in found.items()}
