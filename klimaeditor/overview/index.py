"""The overview of a dataset, kept current: only what has changed is read again."""

from __future__ import annotations

import time
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from klimaeditor.checks.findings import Severity
from klimaeditor.checks.website import PublicStatus
from klimaeditor.clock import local_today
from klimaeditor.overview import charts, texts
from klimaeditor.overview.costs import costs_chart
from klimaeditor.overview.facts import read_facts, without_news_since
from klimaeditor.overview.model import Figure, Overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from klimaeditor.checks.engine import FindingIndex
    from klimaeditor.dataset.records import Dataset
    from klimaeditor.overview.facts import Facts
    from klimaeditor.overview.model import Chart

_ASKING = frozenset({PublicStatus.STALE, PublicStatus.UNKNOWN})


class OverviewIndex:
    """The facts of all measures of a dataset, read when they are needed."""

    def __init__(self, dataset: Dataset, findings: FindingIndex) -> None:
        """Take dataset and findings; nothing is read yet."""
        self._dataset = dataset
        self._findings = findings
        self._facts: dict[int, Facts] = {}

    def forget(self, measures: Iterable[int] | None = None) -> None:
        """Read *measures* again when they are next needed, or all of them."""
        if measures is None:
            self._facts.clear()
        else:
            for measure in measures:
                self._facts.pop(measure, None)

    def facts(self, wanted: Iterable[int] | None = None) -> tuple[Facts, ...]:
        """Return the facts of *wanted* measures that exist, or of all, in file order."""
        keys = self._dataset.measures if wanted is None else dict.fromkeys(wanted)
        return tuple(self._of(key) for key in keys if key in self._dataset.measures)

    def read_some(self, seconds: float) -> bool:
        """Read facts for about so many seconds; tell whether all are known then."""
        end = time.perf_counter() + seconds
        for key in self._dataset.measures:
            if key not in self._facts:
                self._of(key)
                if time.perf_counter() >= end:
                    break
        return len(self._facts.keys() & self._dataset.measures.keys()) == len(
            self._dataset.measures
        )

    def _of(self, key: int) -> Facts:
        known = self._facts.get(key)
        if known is None:
            known = read_facts(self._dataset.view(key), self._findings.of(key))
            self._facts[key] = known
        return known

    def overview(self, today: date | None = None) -> Overview:
        """Return the overview as of *today*, by default the day of the computer's clock."""
        found = list(self.counting(today))[-1]
        assert found is not None  # noqa: S101 - the last one is the overview
        return found

    def counting(self, today: date | None = None) -> Iterator[Overview | None]:
        """Count part by part: yields None after each, and the overview at the end.

        Whoever has a window to keep alive goes on when it has breathed. What changes meanwhile
        does not count; begin anew then.
        """
        day = today or local_today()
        facts = self.facts()
        yield None
        figures = _figures(facts, day)
        yield None
        made: list[Chart] = []
        for make in (
            charts.status_chart,
            charts.completeness_chart,
            charts.least_complete_chart,
            partial(charts.news_chart, today=day),
            partial(charts.findings_chart, of_files=self._findings.of_files()),
            partial(charts.years_chart, today=day),
            costs_chart,
        ):
            made.append(make(facts))
            yield None
        yield Overview(figures, tuple(made))


def _figures(facts: tuple[Facts, ...], today: date) -> tuple[Figure, ...]:
    wrong = tuple(f.key for f in facts if any(s is Severity.ERROR for _, s in f.rules))
    asks = tuple(f.key for f in facts if f.status in _ASKING)
    old = without_news_since(facts, today - timedelta(days=365), today)
    full = tuple(f.key for f in facts if f.share >= 1)
    everything = tuple(f.key for f in facts)
    return tuple(
        Figure(key, texts.thousands(len(keys)), label, title, keys)
        for key, keys, label, title in (
            ("all", everything, texts.FIGURE_ALL, texts.ALL),
            ("errors", wrong, texts.FIGURE_ERRORS, texts.TITLE_ERRORS),
            ("ask", asks, texts.FIGURE_ASK, texts.TITLE_ASK),
            ("old", old, texts.FIGURE_OLD, texts.TITLE_OLD),
            ("full", full, texts.FIGURE_FULL, texts.TITLE_FULL),
        )
    )
