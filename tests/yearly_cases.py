"""Small datasets for the yearly report; every value is invented."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from klimaeditor.checks.completeness import missing_fields
from klimaeditor.checks.engine import FindingIndex
from klimaeditor.reports.overview import OverviewIndex
from klimaeditor.reports.yearly import ReportContext, ReportOrder, report_of
from tests.dataset_builders import additional_row, dataset_of, measure_row, progress_row, rows

if TYPE_CHECKING:
    from klimaeditor.model.records import Dataset
    from klimaeditor.reports.yearly_model import YearlyReport


TODAY = date(2026, 11, 22)
SINCE = date(2026, 1, 1)
HOSTILE = (
    '<b>fett</b> <img src="\\\\server\\share\\a.png"> <a href="http://x.example">Link</a> '
    "&amp; {name} %s =1+1"
)


def report_on(dataset: Dataset, **wanted: object) -> YearlyReport:
    """Return the report on a dataset as of TODAY, with news since SINCE."""
    known = OverviewIndex(dataset, FindingIndex(dataset)).overview(TODAY)
    options = {"name": "Musterstadt", "today": TODAY, "since": SINCE} | wanted
    return report_of(dataset, ReportContext(known, missing_fields), ReportOrder(**options))


def with_progress(*entries: tuple[str | None, object], **extra: object) -> Dataset:
    """Return a dataset of one measure with these stands: (date, value)."""
    values = [{"value": value, "date": day} for day, value in entries]
    return dataset_of(rows(progress=[progress_row(values=values, **extra)]))


def with_state(day: object, text: object = "Der Bau hat begonnen.") -> Dataset:
    """Return a dataset of one measure whose state is of *day*; it has no progress."""
    state = {"text": text, "date": day, "title": "", "verdict": ""}
    row = measure_row()
    extra = additional_row(state=state)
    return dataset_of(rows([row], [extra], []))


def counted(**extra: object) -> Dataset:
    """Return a dataset of one measure that counts to a goal."""
    about = {"type": "count", "label": "Erzeugter Strom", "unit": "GWh", "start": 90, "goal": 280}
    axis = {"yMin": 0, "yMax": 300}
    return with_progress(("2025-07-01", 92), ("2026-07-01", 1234.5), **(about | axis | extra))


def with_costs(*amounts: object) -> Dataset:
    """Return a dataset with one measure for each amount, all in one category."""
    ids = [f"bauen{number}" for number in range(1, len(amounts) + 1)]
    extra = [
        additional_row(name, cost={"until_in_years": 2030, "value": amount, "quantity": None})
        for name, amount in zip(ids, amounts, strict=True)
    ]
    return dataset_of(rows([measure_row(name) for name in ids], extra, []))
