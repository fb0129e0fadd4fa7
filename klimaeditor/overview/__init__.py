"""What needs attention, as numbers: every number carries the measures behind it.

:class:`OverviewIndex` keeps what it knows of each measure and reads again only what has changed;
:meth:`OverviewIndex.overview` counts it together. It knows no toolkit.
"""

from __future__ import annotations

from klimaeditor.overview.facts import Amount, Facts, read_facts, without_news_since
from klimaeditor.overview.index import OverviewIndex
from klimaeditor.overview.model import Bar, Chart, ChartId, Figure, Overview, Segment, Shade

__all__ = [
    "Amount",
    "Bar",
    "Chart",
    "ChartId",
    "Facts",
    "Figure",
    "Overview",
    "OverviewIndex",
    "Segment",
    "Shade",
    "read_facts",
    "without_news_since",
]
