"""Which measures a request is about: those with old news, those with gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from klimaeditor.checks.completeness import completeness, days_told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from klimaeditor.dataset.records import Dataset


def stale(dataset: Dataset, measures: Iterable[int], since: date) -> tuple[int, ...]:
    """Return those of *measures* that have no news of a readable day from *since* on."""

    def is_stale(key: int) -> bool:
        return all(day < since for day in days_told(dataset.view(key)))

    return tuple(key for key in measures if is_stale(key))


def incomplete(dataset: Dataset, measures: Iterable[int]) -> tuple[int, ...]:
    """Return those of *measures* that lack something the public page shows."""
    return tuple(key for key in measures if completeness(dataset.view(key)) < 1)
