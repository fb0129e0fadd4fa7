"""The public detail page of a measure as data: what visitors see, faults included (WEB-05).

:func:`page_of` turns raw records into sections and items with the text as the site prints it, the
field each comes from, and a mark for each fault. It knows no toolkit and makes no markup.
"""

from __future__ import annotations

from klimaeditor.publish.page.build import page_of
from klimaeditor.publish.page.model import (
    Chart,
    ChartPoint,
    Item,
    Mark,
    Page,
    PageSection,
    Part,
    Role,
)

__all__ = [
    "Chart",
    "ChartPoint",
    "Item",
    "Mark",
    "Page",
    "PageSection",
    "Part",
    "Role",
    "page_of",
]
