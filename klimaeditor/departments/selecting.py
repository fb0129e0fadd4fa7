"""Which measures a request is about: those with old news, those with gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.completeness import completeness

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from klimaeditor.dataset.records import Dataset, MeasureView


def stale(dataset: Dataset, measures: Iterable[int], since: date) -> tuple[int, ...]:
    """Return those of *measures* that have no dated news from *since* on."""
    return tuple(key for key in measures if latest_news(dataset.view(key)) < since.isoformat())


def incomplete(dataset: Dataset, measures: Iterable[int]) -> tuple[int, ...]:
    """Return those of *measures* that lack something the public page shows."""
    return tuple(key for key in measures if completeness(dataset.view(key)) < 1)


def latest_news(view: MeasureView) -> str:
    """Return the latest day of state and progress as ISO text, "" where there is none."""
    values = view.value("progress_values")
    entries = values if isinstance(values, list) else []
    days = [entry.get("date") for entry in entries if isinstance(entry, dict)]
    return max(
        (day for day in (*days, view.value("state_date")) if isinstance(day, str)), default=""
    )
