"""The yearly report as data: overview, one entry per measure, news and changes since a day.

It knows neither paper nor workbook; both are made from the same :class:`Report`.
"""

from __future__ import annotations

from klimaeditor.publish.yearly.build import Insight, Wanted, report_of, year_before
from klimaeditor.publish.yearly.model import (
    Cost,
    CostKind,
    DataChange,
    FormerChanges,
    Measure,
    News,
    NewsKind,
    Progress,
    ProgressKind,
    Report,
    Stand,
    State,
)

__all__ = [
    "Cost",
    "CostKind",
    "DataChange",
    "FormerChanges",
    "Insight",
    "Measure",
    "News",
    "NewsKind",
    "Progress",
    "ProgressKind",
    "Report",
    "Stand",
    "State",
    "Wanted",
    "report_of",
    "year_before",
]
