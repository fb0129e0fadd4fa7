"""Dataset, overview and dates -> the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from klimaeditor.publish.yearly.costs import cost_kinds, costs_of
from klimaeditor.publish.yearly.former import former_changes
from klimaeditor.publish.yearly.measures import future_entries, measure_of, undated_entries
from klimaeditor.publish.yearly.model import Report
from klimaeditor.publish.yearly.reading import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date

    from klimaeditor.dataset.records import Dataset, MeasureView
    from klimaeditor.overview import Overview
    from klimaeditor.publish.former import Former


@dataclass(frozen=True, slots=True)
class Insight:
    """What the neighbours know: the overview as of the report's day, and which fields are missing.

    Both are handed in because publishing, the overview and the search do not know each other.
    """

    overview: Overview
    missing: Callable[[MeasureView], Collection[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a report on the dataset called *name* as of *today*, news from *since*.

    *measures* are keys, None for all; those that do not exist are passed over. A *former* version
    is called *former_label*.
    """

    name: str
    today: date
    since: date
    measures: Iterable[int] | None = None
    former: Former | None = None
    former_label: str = ""


def report_of(dataset: Dataset, insight: Insight, wanted: Wanted) -> Report:
    """Return the report; *since* after *today* is a period without days, and has no news.

    The overview in *insight* must be that of *dataset* as it is (KeyError for another).
    """
    costs = costs_of(dataset, insight.overview)
    chosen = None if wanted.measures is None else set(wanted.measures)
    keys = [key for key in dataset.measure_keys() if chosen is None or key in chosen]
    views = [dataset.view(key) for key in keys]
    measures = tuple(
        measure_of(view, costs[view.key], insight.missing(view), wanted.since, wanted.today)
        for view in views
    )
    partial = len(keys) < len(dataset.measures)
    former = None
    if wanted.former is not None:
        limited = set(keys) if partial else None
        former = former_changes(wanted.former, wanted.former_label, dataset, limited)
    return Report(
        name=one_line(wanted.name),
        day=wanted.today,
        since=wanted.since,
        total=len(dataset.measures),
        overview=insight.overview,
        cost_kinds=cost_kinds(costs, insight.overview),
        measures=measures,
        future=sum(future_entries(measure, wanted.today) for measure in measures),
        undated=sum(undated_entries(measure) for measure in measures),
        former=former,
    )


def year_before(today: date) -> date:
    """Return the day one year before, the 28th of February where there is no 29th."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return today.replace(year=today.year - 1, day=28)
