"""What an overview is made of: charts of bars of segments, each with its measures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class ChartId(StrEnum):
    """The charts, in the order in which they are shown."""

    STATUS = "status"
    COMPLETENESS = "completeness"
    LEAST_COMPLETE = "least_complete"
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
class Chart:
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
    charts: tuple[Chart, ...]

    def chart(self, chart_id: ChartId) -> Chart:
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
