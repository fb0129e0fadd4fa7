"""What the overview knows of one measure."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from klimaeditor.checks.completeness import completeness, days_told, last_told, missing_fields
from klimaeditor.model.dataclass import dataclass
from klimaeditor.model.values import Absent, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from klimaeditor.model.findings import Finding, Severity
    from klimaeditor.model.publicpage import PublicStatus
    from klimaeditor.model.records import MeasureView


# --- What the overview knows of one measure ------------------------------------------------------


class Amount(StrEnum):
    """What kind of amount stands under „Kosten der Maßnahme“; only SINGLE ones add up."""

    SINGLE = "single"
    SHARED = "shared"
    YEARLY = "yearly"
    PARTLY_YEARLY = "partly_yearly"
    DOUBTFUL = "doubtful"
    ZERO = "zero"
    NONE = "none"
    MISSING = "missing"


_BY_RULE: Final = (
    (Amount.DOUBTFUL, {"cost_misread", "cost_implausible", "cost_negative"}),
    (Amount.SHARED, {"cost_shared"}),
    (Amount.YEARLY, {"cost_per_year"}),
    (Amount.PARTLY_YEARLY, {"cost_mentions_year"}),
)
"""The rules that make an amount something else than a single sum, the gravest doubt first."""


@dataclass(frozen=True, slots=True)
class OverviewFacts:
    """One measure. *days* are the readable days of its progress and of its state, sorted.

    *missing* are the labels of the fields that say nothing though the page shows them.

    *until* is None without a year; *until_unusable* tells a value that is no calendar year from
    none at all. *rules* counts its findings by (rule, severity).
    """

    key: int
    title: str
    category_id: str
    category: str
    status: PublicStatus
    share: float
    missing: tuple[str, ...]
    days: tuple[date, ...]
    until: int | None
    until_unusable: bool
    amount: Amount
    euro: float
    rules: Counter[tuple[str, Severity]]

    def last_news(self, today: date) -> date | None:
        """Return the latest day up to *today*, None where there is none."""
        return last_told(self.days, today)


def read_facts(view: MeasureView, findings: Iterable[Finding]) -> OverviewFacts:
    """Return the facts of a measure; *findings* are its own."""
    found = tuple(findings)
    category_id, name = view.value("category_id"), view.value("category")
    category_id = category_id if isinstance(category_id, str) else ""
    until, unusable = _until(view)
    amount, euro = _amount(view, {finding.rule for finding in found})
    return OverviewFacts(
        view.key,
        view.title,
        category_id,
        " ".join(name.split()) if isinstance(name, str) and name.strip() else category_id,
        view.site.status(view.progress).status,
        completeness(view),
        _missing(view),
        days_told(view),
        until,
        unusable,
        amount,
        euro,
        Counter((finding.rule, finding.severity) for finding in found),
    )


def _missing(view: MeasureView) -> tuple[str, ...]:
    missing = missing_fields(view)
    return tuple(field.label for field in view.site.catalogue.fields if field.name in missing)


def without_news_since(facts: Iterable[OverviewFacts], day: date, today: date) -> tuple[int, ...]:
    """Return the keys of measures of which nothing has been told from *day* to *today*."""
    return tuple(
        found.key for found in facts if (last := found.last_news(today)) is None or last < day
    )


def _until(view: MeasureView) -> tuple[int | None, bool]:
    year = view.value("cost_until")
    if year is None or isinstance(year, Absent):
        return None, False
    if is_number(year) and year == int(year) and 1000 <= year <= 9999:
        return int(year), False
    return None, True


def _amount(view: MeasureView, rules: set[str]) -> tuple[Amount, float]:
    value = view.value("cost_value")
    if value is None:
        return Amount.NONE, 0.0
    if not is_number(value):
        return Amount.MISSING, 0.0
    for amount, reasons in _BY_RULE:
        if reasons & rules:
            return amount, float(value)
    return (Amount.SINGLE if value else Amount.ZERO), float(value)


# --- What an overview is made of: charts of bars of segments, each with its measures -------------


class ChartId(StrEnum):
    """The charts, in the order in which they are shown."""

    STATUS = "status"
    COMPLETENESS = "completeness"
    MOST_EMPTY = "most_empty"
    NEWS = "news"
    FINDINGS = "findings"
    YEARS = "years"
    COSTS = "costs"


class Shade(StrEnum):
    """What a segment means; whoever draws it gives each another pattern (A11Y-14)."""

    COMPLETED = "completed"
    IN_PROGRESS = "in_progress"
    STALE = "stale"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    FULL = "full"
    MOST = "most"
    HALF = "half"
    LITTLE = "little"
    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: *amount* long, *label* in the legend, *title* for the list it opens.

    *measures* are the keys behind it, in file order; *note* is what else is to be said of it.
    """

    shade: Shade
    label: str
    title: str
    amount: int
    measures: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart. *note* stands behind it, e.g. „Ø 74 %“."""

    key: str
    label: str
    segments: tuple[Segment, ...]
    note: str = ""

    @property
    def amount(self) -> int:
        """How long the whole bar is."""
        return sum(segment.amount for segment in self.segments)


@dataclass(frozen=True, slots=True)
class OverviewChart:
    """One chart. *line* says how to read it, *unit* what is counted.

    *shared_scale* is True where bars are compared with each other, False where each is its own
    whole and fills the width. *whole* is the amount that would fill it, 0 for the longest bar.
    """

    id: ChartId
    title: str
    line: str
    unit: str
    bars: tuple[Bar, ...]
    shared_scale: bool = True
    whole: int = 0

    @property
    def longest(self) -> int:
        """The amount that fills the width, at least 1."""
        return max(1, self.whole, *(bar.amount for bar in self.bars))

    @property
    def legend(self) -> tuple[tuple[Shade, str], ...]:
        """Shades and labels that occur; empty where the bars' own labels say it all."""
        seen = {(s.shade, s.label) for bar in self.bars for s in bar.segments}
        shades = {shade for shade, _ in seen}
        if len(shades) < max(2, len(seen)):
            return ()
        return tuple(sorted(seen, key=lambda entry: list(Shade).index(entry[0])))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that says most: *value* and *label*, and the measures it counts."""

    key: str
    value: str
    label: str
    title: str
    measures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on one page."""

    figures: tuple[Figure, ...]
    charts: tuple[OverviewChart, ...]

    def chart(self, chart_id: ChartId) -> OverviewChart:
        """Return one chart; KeyError where the overview has none of that kind."""
        for chart in self.charts:
            if chart.id is chart_id:
                return chart
        raise KeyError(chart_id)

    def segments(self) -> Iterator[Segment]:
        """Yield the segments of all charts."""
        for chart in self.charts:
            for bar in chart.bars:
                yield from bar.segments


# --- German words of the overview ----------------------------------------------------------------


def thousands(count: int) -> str:
    """Return a whole number the German way: 12.500."""
    return f"{count:,}".replace(",", ".")
