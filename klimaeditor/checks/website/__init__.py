"""What the public site does with one measure: its status, its rows, its faults.

A port of codeformuenster/climatems (WEB-05, requirements 0.1 and 0.2) that works on raw records:
plain dicts as ``json`` reads them, None or ABSENT where a file has no record. It states facts
with codes; the sentences about them are the rules' business.
"""

from __future__ import annotations

from klimaeditor.checks.website.faults import page_faults
from klimaeditor.checks.website.results import (
    STATUS_WORDS,
    CostLine,
    Effect,
    FaultHit,
    PageFault,
    PageRow,
    PublicStatus,
    Reason,
    StatusResult,
)
from klimaeditor.checks.website.rows import cost_line, empty_rows, rows
from klimaeditor.checks.website.status import detail_line, news_status, public_status

__all__ = [
    "STATUS_WORDS",
    "CostLine",
    "Effect",
    "FaultHit",
    "PageFault",
    "PageRow",
    "PublicStatus",
    "Reason",
    "StatusResult",
    "cost_line",
    "detail_line",
    "empty_rows",
    "news_status",
    "page_faults",
    "public_status",
    "rows",
]
